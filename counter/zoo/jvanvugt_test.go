package zoo_test

func init() {
	reproduces("jvanvugt/pytorch-unet", "UNet", reproduction{Arch: "jvanvugt"})
}
