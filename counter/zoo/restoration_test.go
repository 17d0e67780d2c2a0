package zoo_test

func init() {
	reproduces("facebookresearch/fastMRI", "Unet", reproduction{Arch: "fastmri", Settings: func(c *published, s map[string]string) {
		delete(s, "drop_prob") // changes nothing that is counted
	}})
	reproduces("taesungp/contrastive-unpaired-translation", "UnetGenerator", reproduction{Arch: "pix2pix"})
	reproduces("megvii-research/NAFNet", "NAFNet", reproduction{Arch: "nafnet"})
	reproduces("megvii-research/NAFNet", "Baseline", reproduction{Arch: "nafnet-baseline"})
	reproduces("cszn/DPIR", "UNetRes", reproduction{Arch: "drunet"})
}
