package zoo_test

func init() {
	reproduces("4uiiurz1/pytorch-nested-unet", "UNet", reproduction{Arch: "unet4ui"})
}
