package zoo_test

func init() {
	for class, id := range map[string]string{"UNet11": "ternaus-unet11", "UNet16": "ternaus-unet16"} {
		reproduces("ternaus/TernausNet", class, reproduction{Arch: id, Settings: func(c *published, s map[string]string) {
			delete(s, "pretrained")
		}})
	}
}
