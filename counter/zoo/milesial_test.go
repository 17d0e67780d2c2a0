package zoo_test

func init() {
	versions := map[string]string{
		"21d7850f2af30a9695bbeea75f3136aa538cfc4a": "v3",
		"5a7a0d5a57467e43e8d10c9b28a99b67e0936803": "v2",
		"4ad8323b2e54c7bbcf8968ca7fc0f2e3ddd87689": "v1",
		"ff1ac0936c118d129bc8a8014958948d3b3883be": "2019",
	}
	reproduces("milesial/Pytorch-UNet", "UNet", reproduction{
		Arch: "milesial",
		Settings: func(c *published, s map[string]string) {
			s["version"] = versions[c.Commit]
			if _, ok := c.Config["bilinear"]; !ok && s["version"] != "v3" {
				s["bilinear"] = "on" // the default of that time
			}
		},
	})
}
