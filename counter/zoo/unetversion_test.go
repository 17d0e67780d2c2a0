package zoo_test

func init() {
	const source = "ZJUGiveLab/UNet-Version"
	reproduces(source, "UNet", reproduction{Arch: "unetversion-unet"})
	reproduces(source, "UNet_2Plus", reproduction{Arch: "unetversion-2plus"})
	reproduces(source, "UNet_3Plus", reproduction{Arch: "unetversion-3plus"})
	reproduces(source, "UNet_3Plus_DeepSup", reproduction{Arch: "unetversion-3plus-deepsup"})
	reproduces(source, "UNet_3Plus_DeepSup_CGM", reproduction{Arch: "unetversion-3plus-cgm"})
}
