package zoo_test

import "strings"

func init() {
	for class, id := range map[string]string{
		"PlainConvUNet":       "nnunet-plain",
		"ResidualEncoderUNet": "nnunet-resenc",
		"ResidualUNet":        "nnunet-residual",
	} {
		reproduces("MIC-DKFZ/dynamic-network-architectures", class, reproduction{Arch: id, Settings: nnUNetSettings})
	}
}

// nnUNetSettings shortens classes to their names without dimensions, and takes
// keyword arguments apart.
func nnUNetSettings(c *published, s map[string]string) {
	for _, key := range []string{"conv_op", "norm_op", "dropout_op", "nonlin", "block"} {
		if v, ok := s[key]; ok {
			v = v[strings.LastIndex(v, ".")+1:]
			if key == "norm_op" || key == "dropout_op" {
				v = strings.TrimRight(v, "123d")
			}
			s[key] = v
		}
	}
	// What the published code has by default, where nnU-Net's choice is ours.
	defaults := map[string]string{"conv_bias": "off", "norm_op": "none", "nonlin": "none", "deep_supervision": "off"}
	for key, v := range defaults {
		if s[key] == "" {
			s[key] = v
		}
	}
	kwargs, _ := c.Config["norm_op_kwargs"].(map[string]any)
	for _, key := range []string{"affine", "track_running_stats"} {
		s[key] = "default"
		if v, ok := kwargs[key]; ok {
			s[key] = spell(v, ",")
		}
	}
	for _, key := range []string{"norm_op_kwargs", "dropout_op_kwargs", "nonlin_kwargs"} {
		delete(s, key)
	}
}
