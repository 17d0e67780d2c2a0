package zoo_test

import (
	"strings"
)

func init() {
	// Ways to write what is 0 or none here, and what changes nothing.
	common := func(c *published, s map[string]string) {
		for key, v := range s {
			switch {
			case v == "-1":
				s[key] = "0"
			case v == "" || v == "none":
				delete(s, key)
			}
		}
		for _, key := range []string{"dropout", "use_checkpoint", "use_fp16"} {
			delete(s, key)
		}
	}
	for source, prefix := range map[string]string{"openai/improved-diffusion": "improved-diffusion", "openai/guided-diffusion": "guided-diffusion"} {
		reproduces(source, "UNetModel", reproduction{Arch: prefix, Settings: common})
		reproduces(source, "SuperResModel", reproduction{Arch: prefix + "-sr", Settings: common})
	}
	latent := func(c *published, s map[string]string) {
		common(c, s)
		delete(s, "image_size") // has no effect
		delete(s, "legacy")     // nor this, where heads divide the channels
		delete(s, "spatial_transformer_attn_type")
		if c.Config["use_spatial_transformer"] == nil && c.Source != "Stability-AI/generative-models" {
			s["use_spatial_transformer"] = "off"
		}
		for _, name := range []string{"cin", "layout2img", "retrieval"} {
			if strings.Contains(c.ID, name) {
				s["tokens"] = "1" // a class or a picture, and no text
			}
		}
		if text, _, several := strings.Cut(s["context_dim"], ","); several {
			s["context_dim"] = text // one for each block, all equal
		}
	}
	reproduces("CompVis/stable-diffusion", "ldm...openaimodel.UNetModel", reproduction{Arch: "ldm", Settings: latent})
	reproduces("CompVis/stable-diffusion", "UNetModel", reproduction{Arch: "ldm", Settings: latent})
	reproduces("lllyasviel/ControlNet", "UNetModel", reproduction{Arch: "ldm", Settings: latent})
	reproduces("Stability-AI/generative-models", "UNetModel", reproduction{Arch: "sgm", Settings: func(c *published, s map[string]string) {
		latent(c, s)
		if s["num_classes"] == "" {
			s["num_classes"] = "none"
		}
	}})
}
