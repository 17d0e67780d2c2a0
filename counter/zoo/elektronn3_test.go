package zoo_test

func init() {
	reproduces("ELEKTRONN/elektronn3", "UNet", reproduction{Arch: "elektronn3"})
}
