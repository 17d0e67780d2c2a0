package zoo_test

import (
	"strings"

	"unetparams/counter/zoo"
)

func init() {
	for _, a := range zoo.Archs() {
		if !strings.HasPrefix(a.ID, "pt3dunet-") {
			continue
		}
		reproduces("wolny/pytorch-3dunet", a.Class, reproduction{
			Arch: a.ID,
			Settings: func(c *published, s map[string]string) {
				delete(s, "dropout_prob") // changes nothing that is counted
				if s["num_groups"] == "none" {
					delete(s, "num_groups") // only without group norm
				}
			},
		})
	}
}
