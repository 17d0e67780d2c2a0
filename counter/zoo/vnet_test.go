package zoo_test

import "strings"

func init() {
	reproduces("mattmacy/vnet.pytorch", "VNet", reproduction{
		Arch: "vnet",
		Settings: func(c *published, s map[string]string) {
			if strings.HasSuffix(c.ID, "-fixedcat") {
				s["fixedcat"] = "on" // the code was changed, not an argument
			}
		},
	})
}
