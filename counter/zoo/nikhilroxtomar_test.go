package zoo_test

func init() {
	const repo = "nikhilroxtomar/Semantic-Segmentation-Architecture"
	reproduces(repo, "build_multiresunet", reproduction{Arch: "multiresunet"})
	reproduces(repo, "build_resunet", reproduction{Arch: "nikhilroxtomar-resunet"})
	reproduces(repo, "attention_unet", reproduction{Arch: "nikhilroxtomar-attunet"})
	reproduces(repo, "build_unet", reproduction{Arch: "nikhilroxtomar-unet"})
	reproduces(repo, "UNETR_2D", reproduction{Arch: "nikhilroxtomar-unetr2d", Settings: func(c *published, s map[string]string) {
		delete(s, "cf")
		for key, v := range c.Config["cf"].(map[string]any) {
			s[key] = spell(v, ",")
		}
		delete(s, "dropout_rate")
	}})
}
