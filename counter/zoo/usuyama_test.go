package zoo_test

func init() {
	reproduces("usuyama/pytorch-unet", "UNet", reproduction{Arch: "usuyama"})
}
