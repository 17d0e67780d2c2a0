package zoo_test

import "strings"

func init() {
	reproduces("f90/Wave-U-Net-Pytorch", "Waveunet", reproduction{Arch: "waveunet", Settings: func(c *published, s map[string]string) {
		delete(s, "target_output_size") // chooses the size of the input
		var letters strings.Builder
		for _, name := range strings.Split(s["instruments"], ",") {
			letters.WriteString(name[:1])
		}
		s["instruments"] = letters.String()
	}})
}
