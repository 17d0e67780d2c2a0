package zoo_test

func init() {
	reproduces("zlckanata/DeepGlobe-Road-Extraction-Challenge", "Unet", reproduction{Arch: "dlinknet-unet"})
	for class, id := range map[string]string{"kiunet": "kiunet", "reskiunet": "kiunet-res", "kitenet": "kiunet-kitenet", "unet": "kiunet-unet", "autoencoder": "kiunet-autoencoder"} {
		reproduces("jeya-maria-jose/KiU-Net-pytorch", class, reproduction{Arch: id})
	}
	reproduces("nibtehaz/MultiResUNet", "MultiResUnet", reproduction{Arch: "multiresunet", Settings: func(c *published, s map[string]string) {
		if len(c.input) == 4 {
			s["arch"] = "multiresunet-3d"
		}
	}})
	fepegar := func(nd, blocks, first, norm string) func(c *published, s map[string]string) {
		return func(c *published, s map[string]string) {
			for key, v := range map[string]string{"dimensions": nd, "num_encoding_blocks": blocks, "out_channels_first_layer": first, "normalization": norm} {
				if s[key] == "" {
					s[key] = v
				}
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
