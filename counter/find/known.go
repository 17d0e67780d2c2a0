package find

import (
	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// A Known is a published number that no configuration here has, with what is
// known about it.
type Known struct {
	Text    string      // the number as it is published
	Name    config.Text // of the network
	Source  config.Source
	Total   int64  // of the published code, counted by hand; 0 if it is not reproduced
	Arch    string // the nearest configuration, and its total
	With    string
	Nearest int64
	Why     config.Text
}

var known = []Known{
	{
		Text:   "9.13M",
		Name:   config.Text{EN: "“wide U-Net” of the U-Net++ paper", ZH: "U-Net++ 论文中的“wide U-Net”"},
		Source: config.Source{Title: "Zhou et al.: UNet++: A Nested U-Net Architecture for Medical Image Segmentation", Year: 2018, URL: "https://arxiv.org/abs/1807.10165"},
		Arch:   zoo.Default, With: "base=35 norm=none", Nearest: 9_282_282,
		Why: config.Text{
			EN: "The paper gives filters 35, 70, 140, 280, 560. Counted plainly, those come to 9.28M, and no usual convention is known to make 9.13M of them.",
			ZH: "论文给出的通道数为 35、70、140、280、560。照常计算得 9.28M，尚不知何种惯例能得到 9.13M。",
		},
	},
	{
		Text:   "9041601",
		Name:   config.Text{EN: "U-Net++ with one head", ZH: "单输出头的 U-Net++"},
		Source: config.Source{Title: "Zhou et al.: UNet++: A Nested U-Net Architecture for Medical Image Segmentation", Year: 2018, URL: "https://arxiv.org/abs/1807.10165"},
		Total:  9_041_601,
		Arch:   "unetfamily-nested", With: "n_classes=1 is_batchnorm=off", Nearest: 9_041_700,
		Why: config.Text{
			EN: "The paper's 9.04M without deep supervision: one 1×1 convolution 32 → 1 (33) at the end. The code below has four of them: 9,041,700 − 3·33 = 9,041,601.",
			ZH: "论文的 9.04M，不含深度监督：末端只有一个 1×1 卷积 32 → 1（33）。下面的代码有四个：9,041,700 − 3·33 = 9,041,601。",
		},
	},
}

// Config returns the nearest configuration.
func (k *Known) Config() *config.Config {
	c, err := config.New(zoo.Lookup(k.Arch)).With(k.With)
	if err != nil {
		panic(err) // one of ours is wrong: TestKnown finds it
	}
	return c
}

// knownAs returns the published numbers that a reading is one of.
func knownAs(r Reading) []*Known {
	var all []*Known
	for i := range known {
		k := &known[i]
		own, err := Read(k.Text)
		if err == nil && (r.Has(own.Value) && (r.Quantum <= own.Quantum || k.Total > 0)) {
			all = append(all, k)
		}
	}
	return all
}
