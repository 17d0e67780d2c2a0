package zoo_test

import (
	"encoding/json"
	"strconv"
	"strings"
)

func init() {
	reproduces("Beckschen/TransUNet", "VisionTransformer", reproduction{Arch: "transunet", Settings: transUNetSettings})
	reproduces("swz30/Restormer", "Restormer", reproduction{Arch: "restormer", Settings: func(c *published, s map[string]string) {
		inThousandths(s, "ffn_expansion_factor")
		if name, ok := c.Config["LayerNorm_type"]; ok {
			s["layernorm_type"] = spell(name, ",")
		}
	}})
	reproduces("ZhendongWang6/Uformer", "Uformer", reproduction{Arch: "uformer", Settings: func(c *published, s map[string]string) {
		if v, ok := s["mlp_ratio"]; ok {
			s["mlp_ratio"] = strings.TrimSuffix(v, ".0")
		}
		for _, key := range []string{"drop_path_rate", "drop_rate", "attn_drop_rate"} {
			delete(s, key) // of no effect on what is counted
		}
	}})
	for class, repo := range map[string]string{"nnFormer": "282857341/nnFormer", "UNETR_PP": "Amshaker/unetr_plus_plus"} {
		reproduces(repo, class, reproduction{Arch: strings.ToLower(strings.Replace(class, "_PP", "PP", 1)), Settings: func(c *published, s map[string]string) {
			for _, file := range []string{"tumor", "acdc", "lung"} { // of which data set's file the class is
				if strings.Contains(c.ID, file) {
					s["arch"] += "-" + file
				}
			}
			for _, key := range []string{"img_size", "down_stride", "hidden_size", "pos_embed", "dropout_rate"} {
				delete(s, key) // of no effect on what is counted, or fixed
			}
		}})
	}
	reproduces("ZhifangDeng/MISSFormer", "MISSFormer", reproduction{Arch: "missformer", Settings: func(c *published, s map[string]string) {
		delete(s, "encoder_pretrained") // ignored
	}})
	reproduces("McGregorWwww/UCTransNet", "UNet", reproduction{Arch: "uctransnet-unet"})
	reproduces("McGregorWwww/UCTransNet", "UCTransNet", reproduction{Arch: "uctransnet", Settings: func(c *published, s map[string]string) {
		delete(s, "config")
		nested := c.Config["config"].(map[string]any)
		for _, from := range []map[string]any{nested, nested["transformer"].(map[string]any)} {
			for key, v := range from {
				switch key {
				case "expand_ratio", "patch_sizes", "base_channel", "num_heads", "num_layers":
					s[strings.ToLower(key)] = spell(v, ",")
				}
			}
		}
	}})
}

// inThousandths writes a decimal number as so many thousandths.
func inThousandths(s map[string]string, key string) {
	if v, ok := s[key]; ok {
		f, _ := strconv.ParseFloat(v, 64)
		s[key] = strconv.Itoa(int(f*1000 + 0.5))
	}
}

// transUNetSettings takes what counts out of a nested configuration.
func transUNetSettings(c *published, s map[string]string) {
	nested := c.Config["config"].(map[string]any)
	in := func(v any, key string) any {
		m, _ := v.(map[string]any)
		return m[key]
	}
	delete(s, "config")
	delete(s, "num_classes") // the class ignores it
	for key, v := range map[string]any{
		"n_classes": nested["n_classes"], "hidden_size": nested["hidden_size"], "n_skip": nested["n_skip"],
		"decoder_channels": nested["decoder_channels"], "skip_channels": nested["skip_channels"],
		"mlp_dim": in(nested["transformer"], "mlp_dim"), "num_heads": in(nested["transformer"], "num_heads"), "num_layers": in(nested["transformer"], "num_layers"),
		"resnet_num_layers": in(nested["resnet"], "num_layers"), "width_factor": in(nested["resnet"], "width_factor"),
	} {
		if v != nil {
			s[key] = spell(v, ",")
		}
	}
	s["grid"] = "none"
	if grid, ok := in(nested["patches"], "grid").([]any); ok {
		s["grid"] = string(grid[0].(json.Number))
	}
	size, _, _ := strings.Cut(spell(in(nested["patches"], "size"), ","), ",")
	s["patch_size"] = size
}
