package zoo_test

func init() {
	reproduces("mateuszbuda/brain-segmentation-pytorch", "UNet", reproduction{Arch: "mateuszbuda"})
}
