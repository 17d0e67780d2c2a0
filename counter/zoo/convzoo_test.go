package zoo_test

import "strings"

func init() {
	reproduces("JCruan519/EGE-UNet", "EGEUNet", reproduction{Arch: "egeunet"})
	reproduces("JCruan519/MALUNet", "MALUNet", reproduction{Arch: "malunet"})
	reproduces("CUHK-AIM-Group/U-KAN", "UKAN", reproduction{Arch: "ukan", Settings: func(c *published, s map[string]string) {
		for _, key := range strings.Fields("input_channels deep_supervision no_kan img_size patch_size depths drop_rate drop_path_rate") {
			delete(s, key) // read by nothing that counts
		}
	}})
	reproduces("Project-MONAI/MONAI", "FlexibleUNet", reproduction{Arch: "monai-flexibleunet", Settings: func(c *published, s map[string]string) {
		if s["spatial_dims"] == "2" {
			delete(s, "spatial_dims")
		}
		delete(s, "interp_mode")
		for _, key := range []string{"act", "norm"} {
			if pair, ok := c.Config[key].([]any); ok { // with arguments
				s[key] = spell(pair[0], ",")
			}
		}
	}})
	for class, id := range map[string]string{"UNext": "unext", "UNext_S": "unext-s"} {
		reproduces("jeya-maria-jose/UNeXt-pytorch", class, reproduction{Arch: id, Settings: func(c *published, s map[string]string) {
			for _, key := range strings.Fields("input_channels deep_supervision img_size depths num_heads mlp_ratios sr_ratios qkv_bias qk_scale drop_rate attn_drop_rate drop_path_rate") {
				delete(s, key) // read by nothing that counts
			}
		}})
	}
	reproduces("SwinTransformer/Swin-Transformer-Semantic-Segmentation", "UNet", reproduction{Arch: "mmseg-unet", Settings: func(c *published, s map[string]string) {
		s["decode_head"], s["auxiliary_head"] = "none", "0" // the backbone alone
		delete(s, "norm_eval")                              // of training, as the next one
		delete(s, "with_cp")
		if s["downsamples"] != "" {
			s["downsamples"] = strings.NewReplacer("on", "1", "off", "0").Replace(s["downsamples"])
		}
		if cfg, ok := c.Config["upsample_cfg"].(map[string]any); ok {
			s["upsample_cfg"] = cfg["type"].(string)
			for _, key := range []string{"kernel_size", "conv_first"} {
				if v, ok := cfg[key]; ok {
					s[key] = spell(v, ",")
				}
			}
			if v, ok := s["kernel_size"]; ok && cfg["type"] == "DeconvModule" {
				delete(s, "kernel_size")
				s["deconv_kernel_size"] = v
			}
		}
	}})
	reproduces("MIC-DKFZ/MedNeXt", "MedNeXt", reproduction{Arch: "mednext", Settings: func(c *published, s map[string]string) {
		delete(s, "checkpoint_style") // of memory alone
		id, ok := s["model_id"]
		if !ok { // not made by the factory
			for key, v := range map[string]string{"exp_r": "4", "kernel_size": "7", "do_res": "off", "do_res_up_down": "off", "dim": "3d"} {
				if s[key] == "" {
					s[key] = v
				}
			}
			delete(s, "enc_kernel_size") // kernel_size has precedence
			delete(s, "dec_kernel_size")
			if s["grn"] == "off" {
				delete(s, "grn")
			}
			return
		}
		s["in_channels"], s["n_classes"] = s["num_input_channels"], s["num_classes"]
		for _, key := range []string{"model_id", "num_input_channels", "num_classes"} {
			delete(s, key)
		}
		if id != "S" {
			s["exp_r"] = map[string]string{"B": "2,3,4,4,4,4,4,3,2", "M": "2,3,4,4,4,4,4,3,2", "L": "3,4,8,8,8,8,8,4,3"}[id]
		}
		switch id {
		case "M":
			s["block_counts"] = "3,4,4,4,4,4,4,4,3"
		case "L":
			s["block_counts"] = "3,4,8,8,8,8,8,4,3"
		}
	}})
	reproduces("zlckanata/DeepGlobe-Road-Extraction-Challenge", "Unet", reproduction{Arch: "dlinknet-unet"})
	for class, id := range map[string]string{"kiunet": "kiunet", "reskiunet": "kiunet-res", "kitenet": "kiunet-kitenet", "unet": "kiunet-unet", "autoencoder": "kiunet-autoencoder"} {
		reproduces("jeya-maria-jose/KiU-Net-pytorch", class, reproduction{Arch: id})
	}
	reproduces("nibtehaz/MultiResUNet", "MultiResUnet", reproduction{Arch: "nibtehaz-multiresunet", Settings: func(c *published, s map[string]string) {
		if len(c.input) == 4 {
			s["arch"] = "nibtehaz-multiresunet-3d"
		}
	}})
	fepegar := func(nd, blocks, first, norm string) func(c *published, s map[string]string) {
		return func(c *published, s map[string]string) {
			for key, v := range map[string]string{"dimensions": nd, "num_encoding_blocks": blocks, "out_channels_first_layer": first, "normalization": norm} {
				if s[key] == "" {
					s[key] = v
				}
			}
			for _, key := range []string{"padding_mode", "dropout", "monte_carlo_dropout"} {
				delete(s, key) // of no effect on what is counted
			}
			if s["initial_dilation"] == "none" {
				s["initial_dilation"] = "0"
			}
			s["upsampling_type"] = strings.NewReplacer("bilinear", "linear", "trilinear", "linear", "none", "").Replace(s["upsampling_type"])
			if s["upsampling_type"] == "" {
				delete(s, "upsampling_type")
			}
			s["padding"] = map[string]string{"1": "on", "on": "on"}[s["padding"]]
			if s["padding"] == "" {
				s["padding"] = "off"
			}
		}
	}
	reproduces("fepegar/unet", "UNet", reproduction{Arch: "fepegar", Settings: fepegar("2", "5", "64", "none")})
	reproduces("fepegar/unet", "UNet1D", reproduction{Arch: "fepegar", Settings: fepegar("1", "5", "64", "none")})
	reproduces("fepegar/unet", "UNet2D", reproduction{Arch: "fepegar", Settings: fepegar("2", "5", "64", "none")})
	reproduces("fepegar/unet", "UNet3D", reproduction{Arch: "fepegar", Settings: fepegar("3", "4", "32", "batch")})
}
