package zoo_test

func init() {
	reproduces("ShawnBIT/UNet-family", "UNet", reproduction{Arch: "unetfamily"})
}
