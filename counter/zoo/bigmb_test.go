package zoo_test

func init() {
	const source = "bigmb/Unet-Segmentation-Pytorch-Nest-of-Unets"
	reproduces(source, "U_Net", reproduction{Arch: "bigmb-unet"})
	reproduces(source, "R2U_Net", reproduction{Arch: "bigmb-r2unet"})
	reproduces(source, "AttU_Net", reproduction{Arch: "bigmb-attunet"})
	reproduces(source, "R2AttU_Net", reproduction{Arch: "bigmb-r2attunet"})
	reproduces(source, "NestedUNet", reproduction{Arch: "bigmb-nested"})
	reproduces(source, "Unet_dict", reproduction{Arch: "bigmb-dict", Settings: func(c *published, s map[string]string) {
		delete(s, "p_dropout") // has no effect
	}})
}
