package zoo_test

func init() {
	reproduces("jaxony/unet-pytorch", "UNet", reproduction{Arch: "jaxony"})
}
