package zoo_test

import "strings"

func init() {
	const repo = "Project-MONAI/MONAI"
	for class, id := range map[string]string{
		"UNet":              "monai-unet",
		"BasicUNet":         "monai-basicunet",
		"BasicUNetPlusPlus": "monai-basicunetpp",
	} {
		reproduces(repo, class, reproduction{Arch: id, Settings: monaiSettings})
	}
}

// monaiSettings takes norms and activations that come with keyword arguments
// apart: what is not given then has PyTorch's default.
func monaiSettings(c *published, s map[string]string) {
	for _, key := range []string{"norm", "norm_name", "act", "act_name"} {
		spec, ok := c.Config[key]
		if !ok {
			continue
		}
		var kwargs map[string]any
		if pair, ok := spec.([]any); ok {
			spec = pair[0]
			kwargs, _ = pair[1].(map[string]any)
		}
		name := strings.ToLower(spell(spec, ","))
		if name == "" {
			name = "none"
		}
		s[key] = name
		known := map[string]string{"num_parameters": "1"}
		if strings.HasPrefix(key, "norm") {
			known = map[string]string{"affine": "default", "track_running_stats": "default", "num_groups": ""}
		}
		for arg, value := range known {
			if v, ok := kwargs[arg]; ok {
				value = spell(v, ",")
			}
			if value != "" {
				s[arg] = value
			}
		}
	}
	for key, v := range s {
		if strings.HasPrefix(key, "dropout") && key != "dropout_dim" {
			s[key] = "on"
			if v == "none" {
				s[key] = "off"
			}
		}
	}
}
