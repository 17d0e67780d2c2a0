package zoo_test

import "strings"

func init() {
	reproduces("facebookresearch/fastMRI", "Unet", reproduction{Arch: "fastmri", Settings: func(c *published, s map[string]string) {
		delete(s, "drop_prob") // changes nothing that is counted
	}})
	reproduces("facebookresearch/fastMRI", "VarNet", reproduction{Arch: "fastmri-varnet", Settings: func(c *published, s map[string]string) {
		if c.input != nil {
			s["coils"] = c.input[0]
		}
		s["num_low_frequencies"] = "8"    // an argument of forward
		for i, shape := range c.outputs { // which has no axis of channels
			c.outputs[i] = "1x" + strings.TrimPrefix(shape, "1x")
		}
	}})
	reproduces("taesungp/contrastive-unpaired-translation", "UnetGenerator", reproduction{Arch: "pix2pix"})
	levels := func(c *published, s map[string]string) {
		for _, key := range []string{"enc_blk_nums", "dec_blk_nums"} {
			if s[key] == "" {
				s[key] = "none"
			}
		}
	}
	reproduces("megvii-research/NAFNet", "NAFNet", reproduction{Arch: "nafnet", Settings: levels})
	reproduces("megvii-research/NAFNet", "Baseline", reproduction{Arch: "nafnet-baseline", Settings: levels})
	reproduces("HuCaoFighting/Swin-Unet", "SwinUnet", reproduction{Arch: "swinunet", Settings: func(c *published, s map[string]string) {
		for key, v := range c.Config["SWIN"].(map[string]any) {
			s[strings.ToLower(key)] = strings.TrimSuffix(spell(v, ","), ".0")
		}
		s["img_size"] = s["data_img_size"]
		for _, key := range []string{"swin", "data_img_size", "drop_path_rate", "decoder_depths", "final_upsample", "qk_scale"} {
			delete(s, key) // of no effect on what is counted
		}
		if s["patch_size"] == "4" {
			delete(s, "patch_size")
		}
	}})
	reproduces("swz30/MPRNet", "MPRNet", reproduction{Arch: "mprnet", Settings: func(c *published, s map[string]string) {
		for _, key := range []string{"in_c", "out_c"} {
			delete(s, key) // 3, or it fails
		}
		if c.ID == "mprnet-deraining" { // whose file has other defaults
			s["n_feat"], s["scale_unetfeats"], s["scale_orsnetfeats"] = "40", "20", "16"
		}
	}})
	reproduces("cszn/DPIR", "UNetRes", reproduction{Arch: "drunet", Settings: func(c *published, s map[string]string) {
		for _, key := range []string{"in_nc", "out_nc"} { // ours are of the released weights
			if s[key] == "" {
				s[key] = "1"
			}
		}
	}})
	reproduces("cszn/DPIR", "UNet", reproduction{Arch: "dpir-unet"})
	reproduces("cszn/DPIR", "ResUNet", reproduction{Arch: "dpir-resunet"})
}
