package zoo_test

func init() {
	reproduces("ShawnBIT/UNet-family", "UNet_Nested", reproduction{Arch: "unetfamily-nested"})
	reproduces("4uiiurz1/pytorch-nested-unet", "NestedUNet", reproduction{Arch: "nested4ui"})
}
