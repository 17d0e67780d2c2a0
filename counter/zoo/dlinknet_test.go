package zoo_test

func init() {
	ignored := func(c *published, s map[string]string) { delete(s, "num_channels") }
	for class, id := range map[string]string{"DinkNet34": "dlinknet34", "DinkNet50": "dlinknet50", "LinkNet34": "dlinknet-linknet34"} {
		reproduces("zlckanata/DeepGlobe-Road-Extraction-Challenge", class, reproduction{Arch: id, Settings: ignored})
	}
	for class, id := range map[string]string{"CE_Net_": "cenet", "CE_Net_OCT": "cenet-oct", "CE_Net_backbone_DAC_without_atrous": "cenet-plain"} {
		reproduces("Guzaiwang/CE-Net", class, reproduction{Arch: id, Settings: ignored})
	}
}
