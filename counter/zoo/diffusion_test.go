package zoo_test

import (
	"slices"
	"strings"
)

func init() {
	// Ways to write what is 0 or none here, and what changes nothing.
	common := func(c *published, s map[string]string) {
		empty := map[string]bool{} // lists, which are not None
		for arg, v := range c.Config {
			list, ok := v.([]any)
			empty[strings.ToLower(arg)] = ok && len(list) == 0
		}
		for key, v := range s {
			switch {
			case v == "-1":
				s[key] = "0"
			case v == "" || v == "none" && !empty[key]:
				delete(s, key)
			}
		}
		for _, key := range strings.Fields("dropout vit_dropout use_checkpoint use_fp16 flash_attn attn_flash sinusoidal_pos_emb_theta mp_cat_t mp_add_emb_t attn_res_mp_add_t resnet_mp_add_t") {
			delete(s, key)
		}
	}
	absent := func(s map[string]string, key, value string) {
		if s[key] == "" {
			s[key] = value
		}
	}
	for source, prefix := range map[string]string{"openai/improved-diffusion": "improved-diffusion", "openai/guided-diffusion": "guided-diffusion"} {
		reproduces(source, "UNetModel", reproduction{Arch: prefix, Settings: common})
		reproduces(source, "SuperResModel", reproduction{Arch: prefix + "-sr", Settings: common})
	}
	reproduces("openai/guided-diffusion", "EncoderUNetModel", reproduction{Arch: "guided-diffusion-classifier", Settings: func(c *published, s map[string]string) {
		delete(s, "classifier_use_fp16")
	}})
	latent := func(c *published, s map[string]string) {
		common(c, s)
		delete(s, "image_size") // has no effect
		delete(s, "legacy")     // nor this, where heads divide the channels
		delete(s, "spatial_transformer_attn_type")
		if c.Source == "Stability-AI/generative-models" {
			if dim, ok := c.Config["context_dim"]; !ok || dim == nil {
				s["context_dim"] = "0"
			}
			for key, value := range map[string]string{"num_classes": "none", "use_linear_in_transformer": "off", "transformer_depth": "1", "num_head_channels": "0"} {
				absent(s, key, value)
			}
		} else {
			absent(s, "use_spatial_transformer", "off")
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
	reproduces("lllyasviel/ControlNet", "ControlNet", reproduction{Arch: "controlnet", Settings: latent})
	reproduces("Stability-AI/generative-models", "UNetModel", reproduction{Arch: "sgm", Settings: latent})
	reproduces("Stability-AI/generative-models", "VideoUNet", reproduction{Arch: "svd", Settings: func(c *published, s map[string]string) {
		latent(c, s)
		for _, key := range []string{"merge_strategy", "use_spatial_context"} {
			delete(s, key) // always so
		}
		if s["frames"] = "2"; len(c.input) == 3 { // a batch of them
			c.input = slices.Insert(c.input, 1, s["frames"])
		}
	}})
	blocks := func(s map[string]string, key string) {
		var marks []string
		for _, name := range strings.Split(s[key], ",") {
			mark := "0"
			if strings.Contains(name, "Attn") {
				mark = "1"
			}
			marks = append(marks, mark)
		}
		if s[key] != "" {
			s[key] = strings.Join(marks, ",")
		}
	}
	library := func(c *published, s map[string]string) {
		common(c, s)
		if d, ok := c.Config["attention_head_dim"]; ok && d == nil {
			s["attention_head_dim"] = "0"
		}
		if mid, ok := c.Config["mid_block_type"]; ok && mid == nil {
			s["mid_block_type"] = "none"
		}
		s["only_cross_attention"] = strings.NewReplacer("on", "1", "off", "0").Replace(s["only_cross_attention"])
		absent(s, "only_cross_attention", "0")
		if c.Class == "UNet2DModel" {
			delete(s, "only_cross_attention")
		}
		blocks(s, "down_block_types")
		blocks(s, "up_block_types")
		for _, key := range []string{"sample_size", "act_fn", "center_input_sample", "mid_block_scale_factor", "upcast_attention", "dual_cross_attention", "addition_time_embed_dim"} {
			delete(s, key)
		}
		if strings.Contains(c.ID, "cond-small") {
			s["tokens"] = "8"
		}
		if strings.Contains(c.ID, "sd21-like") {
			s["tokens"] = "7"
		}
		if c.Class == "UNet2DConditionModel" && c.Config["cross_attention_dim"] == nil {
			s["cross_attention_dim"] = "1280"
		}
	}
	reproduces("huggingface/diffusers", "UNet2DModel", reproduction{Arch: "diffusers-unet2d", Settings: library})
	reproduces("huggingface/diffusers", "UNet2DConditionModel", reproduction{Arch: "diffusers-unet2dcondition", Settings: library})
	versions := map[string]string{"dadbf2": "0.6.8", "a291da": "0.16.1", "c78709": "0.27.6", "e39893": "1.10.14"}
	reproduces("lucidrains/denoising-diffusion-pytorch", "Unet", reproduction{Arch: "lucidrains-unet", Settings: func(c *published, s map[string]string) {
		common(c, s)
		if s["version"] = versions[c.Commit[:6]]; s["version"] == "" {
			s["version"] = "2.1.1"
		}
		if full := s["full_attn"]; c.Config["full_attn"] == false {
			delete(s, "full_attn") // taken for None
		} else if full != "" {
			s["full_attn"] = strings.NewReplacer("on", "1", "off", "0").Replace(full)
		}
		delete(s, "groups") // never read
	}})
	reproduces("lucidrains/denoising-diffusion-pytorch", "Unet1D", reproduction{Arch: "lucidrains-unet1d", Settings: common})
	for class, arch := range map[string]string{"SongUNet": "edm-songunet", "DhariwalUNet": "edm-dhariwalunet"} {
		reproduces("NVlabs/edm", class, reproduction{Arch: arch, Settings: func(c *published, s map[string]string) {
			common(c, s)
			delete(s, "label_dropout") // of training
			switch s["resample_filter"] {
			case "1,1":
				s["resample_filter"] = "box"
			case "1,3,3,1":
				s["resample_filter"] = "binomial"
			}
		}})
	}
	reproduces("crowsonkb/k-diffusion", "ImageDenoiserModelV1", reproduction{Arch: "k-diffusion", Settings: func(c *published, s map[string]string) {
		delete(s, "dropout_rate")
		for _, key := range []string{"cross_cond_dim", "unet_cond_dim"} {
			if s[key] == "0" {
				delete(s, key)
			}
		}
		s["self_attn_depths"] = strings.NewReplacer("on", "1", "off", "0").Replace(s["self_attn_depths"])
	}})
	for class, arch := range map[string]string{"NCSNpp": "score-sde-ncsnpp", "DDPM": "score-sde-ddpm"} {
		reproduces("yang-song/score_sde_pytorch", class, reproduction{Arch: arch, Settings: func(c *published, s map[string]string) {
			for _, key := range strings.Fields("sigma_min sigma_begin beta_min beta_max dropout name ema_rate normalization nonlinearity fir_kernel attention_type init_scale fourier_scale conv_size continuous") {
				delete(s, key)
			}
			s["sigma_max"] = strings.TrimSuffix(s["sigma_max"], ".0")
			if class == "DDPM" {
				delete(s, "embedding_type") // never read
			}
		}})
	}
	reproduces("lucidrains/denoising-diffusion-pytorch", "simple_diffusion.UViT", reproduction{Arch: "lucidrains-uvit", Settings: common})
	reproduces("lucidrains/denoising-diffusion-pytorch", "KarrasUnet", reproduction{Arch: "lucidrains-karrasunet", Settings: common})
	reproduces("lucidrains/imagen-pytorch", "Unet", reproduction{Arch: "imagen", Settings: func(c *published, s map[string]string) {
		for _, key := range []string{"layer_attns", "layer_cross_attns"} {
			if s[key] != "" {
				s[key] = strings.NewReplacer("on", "1", "off", "0").Replace(s[key])
			}
		}
		if s["cond_on_text"] != "off" {
			s["tokens"] = "12"
		}
		if v, ok := s["ff_mult"]; ok {
			s["ff_mult"] = strings.TrimSuffix(v, ".0")
		}
		for _, key := range []string{"dropout", "resnet_groups", "num_image_tokens"} {
			delete(s, key) // of no effect on what is counted
		}
		for _, key := range []string{"use_linear_attn", "use_linear_cross_attn"} {
			if !strings.Contains(s[key], "on") {
				delete(s, key)
			}
		}
	}})
	reproduces("ermongroup/ddim", "Model", reproduction{Arch: "ddim", Settings: func(c *published, s map[string]string) {
		common(c, s)
		for _, key := range []string{"var_type", "ema_rate", "ema"} {
			delete(s, key)
		}
	}})
}
