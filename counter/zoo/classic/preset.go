package classic

import (
	"unetparams/counter/catalog"
	"unetparams/counter/config"
	"unetparams/counter/zoo/parts"
)

func init() {
	catalog.AddPresets([]catalog.Preset{
		{
			ID: "tutorial", Arch: "unet", Total: 7_765_442,
			Name:   config.Text{EN: "Tutorial, with batch norm", ZH: "教程，含批归一化"},
			Note:   config.Text{EN: "Counted by hand: 7,759,554 in convolutions and 5,888 in batch norm.", ZH: "手算：卷积 7,759,554，批归一化 5,888。"},
			Source: parts.UNetFamily,
		},
		{
			ID: "tutorial-nobn", Arch: "unet", Settings: "norm=none", Total: 7_759_554,
			Name:   config.Text{EN: "Tutorial, without batch norm", ZH: "教程，不含批归一化"},
			Note:   config.Text{EN: "The often-quoted 7.76M.", ZH: "常被引用的 7.76M。"},
			Source: parts.UNetFamily,
		},
		{
			ID: "tutorial-encoder-bn", Arch: "unet", Settings: "where=encoder", Total: 7_763_522,
			Name:   config.Text{EN: "UNet-family (current code)", ZH: "UNet-family（当前代码）"},
			Note:   config.Text{EN: "Batch norm in the encoder only: the decoder's blocks lost theirs after the tutorial was written.", ZH: "仅编码器有批归一化：教程写成之后，解码器的被去掉了。"},
			Source: parts.UNetFamily,
		},
		{
			ID: "unet-2015", Arch: "unet", Settings: "base=64 norm=none padding=valid size=572", Total: 31_030_658,
			Name:   config.Text{EN: "2015 paper", ZH: "2015 年论文"},
			Note:   config.Text{EN: "31M. Valid convolutions: an input of 572×572 gives 388×388, as in its figure.", ZH: "31M。不填充：输入 572×572，输出 388×388，与论文图一致。"},
			Source: config.Source{Title: "Ronneberger, Fischer, Brox: U-Net", Year: 2015, URL: "https://arxiv.org/abs/1505.04597"},
		},
		{
			ID: "tutorial-64", Arch: "unet", Settings: "base=64", Total: 31_042_434,
			Name:   config.Text{EN: "64 … 1024 with batch norm", ZH: "64 … 1024，含批归一化"},
			Note:   config.Text{EN: "31.04M: the tutorial's net at twice the width.", ZH: "31.04M：教程网络的两倍宽度。"},
			Source: parts.UNetFamily,
		},
		{
			ID: "unet-bilinear", Arch: "unet", Settings: "base=64 norm=none up=bilinear", Total: 28_941_698,
			Name:   config.Text{EN: "Bilinear, 28.9M", ZH: "双线性，28.9M"},
			Note:   config.Text{EN: "Interpolation and a 1×1 convolution instead of the transposed convolution.", ZH: "用插值加 1×1 卷积代替转置卷积。"},
			Source: parts.UNetFamily,
		},
		{
			ID: "unet-milesial", Arch: "unet", Settings: "in=3 classes=1 base=64 bias=off", Total: 31_037_633,
			Name:   config.Text{EN: "milesial, transposed", ZH: "milesial，转置卷积"},
			Note:   config.Text{EN: "31.04M: no bias before batch norm.", ZH: "31.04M：批归一化前的卷积没有偏置。"},
			Source: config.Source{Title: "milesial/Pytorch-UNet", Year: 2017, URL: "https://github.com/milesial/Pytorch-UNet", Commit: "21d7850f2af30a9695bbeea75f3136aa538cfc4a"},
		},
		{
			ID: "unet-milesial-v2", Arch: "unet", Settings: "in=3 classes=1 base=64", Total: 31_043_521,
			Name:   config.Text{EN: "milesial v2, transposed", ZH: "milesial v2，转置卷积"},
			Note:   config.Text{EN: "Before v3.0 the convolutions still had a bias.", ZH: "v3.0 之前卷积仍有偏置。"},
			Source: config.Source{Title: "milesial/Pytorch-UNet v2.0", URL: "https://github.com/milesial/Pytorch-UNet", Commit: "5a7a0d5a57467e43e8d10c9b28a99b67e0936803"},
		},
		{
			ID: "unet-leejunhyun", Arch: "unet", Settings: "in=3 classes=1 base=64 up=nearest upconv=3 where=up", Total: 34_527_041,
			Name:   config.Text{EN: "LeeJunHyun U_Net", ZH: "LeeJunHyun U_Net"},
			Note:   config.Text{EN: "34.5M: a 3×3 convolution with batch norm on the way up.", ZH: "34.5M：上采样后接 3×3 卷积与批归一化。"},
			Source: config.Source{Title: "LeeJunHyun/Image_Segmentation", Year: 2018, URL: "https://github.com/LeeJunHyun/Image_Segmentation", Commit: "5e9da9395c52b119d55dfc6532c34ac0e88f446e"},
		},
		{
			ID: "unet-3d-2016", Arch: "unet", Settings: "in=3 classes=3 nd=3 base=64 levels=4 norm=none grow=last upout=keep upbias=off size=128", Total: 19_069_955,
			Name:   config.Text{EN: "3D U-Net paper", ZH: "3D U-Net 论文"},
			Note:   config.Text{EN: "The paper's 19,069,955 leaves out batch norm and the bias of the transposed convolutions.", ZH: "论文的 19,069,955 不含批归一化和转置卷积的偏置。"},
			Source: config.Source{Title: "Çiçek et al.: 3D U-Net: Learning Dense Volumetric Segmentation from Sparse Annotation", Year: 2016, URL: "https://arxiv.org/abs/1606.06650"},
		},
	}...)
}
