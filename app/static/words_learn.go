package static

import (
	"unetparams/counter/config"
)

// learnText is the type of the words of the article.
type learnText struct {
	Title, Description, Line                    config.Text
	What, WhatIs, Formulas, FormulasAre         config.Text
	Stage, StageIs, Concat, ConcatIs, ConcatEnd config.Text
	Norm, NormIs, Sum, SumIs, Differ, DifferIs  config.Text
	Variants, Network, BatchNorm, Up, Scale     config.Text
	With, Without, Transposed, Bilinear         config.Text
	Practice, Answer                            config.Text
	Exercises                                   [3]config.Text
}

// learnWords are not in package text either; see galleryWords.
var learnWords = learnText{
	Title:       config.Text{EN: "How to count the parameters of a U-Net", ZH: "U-Net 的参数量怎么算"},
	Description: config.Text{EN: "The parameters of a U-Net counted by hand, layer by layer: the formulas, one stage, the concatenation, batch norm and the total of 7,765,442, and why others quote 31M.", ZH: "逐层手算 U-Net 的参数量：公式、单级计算、拼接、批归一化，直到总数 7,765,442，并说明为什么常见的说法是 31M。"},
	Line:        config.Text{EN: "By hand, in eight short steps.", ZH: "共八个小节，每一步都可手算。"},

	What:        config.Text{EN: "What a parameter is", ZH: "什么是参数"},
	WhatIs:      config.Text{EN: "A parameter is a number that training changes: the weights and biases of convolutions, and the scale γ and shift β of a normalization. The size of the image does not matter, since a convolution uses the same weights at every pixel. Max-pooling, ReLU and concatenation have no parameters. Below is the network counted on this page; click it to try other settings.", ZH: "参数是在训练中被更新的数，包括卷积的权重和偏置，以及归一化的缩放 γ 和偏移 β。参数量与图像大小无关，因为卷积在每个位置都使用同一组权重。最大池化、ReLU 和拼接都没有参数。下图就是本文要计算的网络，点击图片可以修改设置。"},
	Formulas:    config.Text{EN: "The formulas", ZH: "公式"},
	FormulasAre: config.Text{EN: "For each of its C_out output channels, a convolution has one kernel of k_h × k_w × C_in weights and one bias. A transposed convolution is counted the same way. Batch norm has two parameters per channel.", ZH: "卷积共有 C_out 个输出通道，每个输出通道对应一个 k_h × k_w × C_in 的卷积核和一个偏置。转置卷积的参数量算法相同。批归一化的每个通道有两个参数。"},
	Stage:       config.Text{EN: "One stage", ZH: "单级计算"},
	StageIs:     config.Text{EN: "Encoder 2 takes 32 channels and outputs 64. Its two convolutions differ only in their input channels: 32 for the first, 64 for the second.", ZH: "编码器 2 的输入为 32 通道，输出为 64 通道。两个卷积只有输入通道数不同：第一个为 32，第二个为 64。"},
	Concat:      config.Text{EN: "The concatenation", ZH: "拼接"},
	ConcatIs:    config.Text{EN: "This is where most miscounts happen. The transposed convolution reduces 512 channels to 256, and the skip connection adds another 256. The next convolution therefore has 512 input channels, not 256.", ZH: "这一步最容易算错。转置卷积把通道数从 512 减到 256，跳跃连接再拼接上 256 个通道，所以下一个卷积的输入是 512 通道，而不是 256 通道。"},
	ConcatEnd:   config.Text{EN: "If the skip connection is added instead, as in a residual network, there are still 256 channels, and this convolution has half as many weights.", ZH: "如果跳跃连接采用相加（如残差网络）而不是拼接，通道数仍为 256，这个卷积的权重也就只有一半。"},
	Norm:        config.Text{EN: "Batch norm", ZH: "批归一化"},
	NormIs:      config.Text{EN: "Each of the 18 3×3 convolutions is followed by batch norm with 2·C parameters, %s in all. The running mean and variance are stored too, but they are not updated by gradients: PyTorch keeps them as buffers and does not count them, while Keras includes them in its total.", ZH: "18 个 3×3 卷积之后各接一个批归一化，每个有 2·C 个参数，合计 %s。批归一化还保存滑动均值和滑动方差，但它们不由梯度更新：PyTorch 把它们作为缓冲值，不计入参数量；Keras 则计入总数。"},
	Sum:         config.Text{EN: "The total", ZH: "总数"},
	SumIs:       config.Text{EN: "Convolutions and batch norm add up to the total. The tutorial that this page follows arrives at the same number:", ZH: "把卷积和批归一化的参数相加，即为总数。本文的算法来自下面这篇教程，得数相同："},
	Differ:      config.Text{EN: "Why others say 31M", ZH: "为什么常见的说法是 31M"},
	DifferIs:    config.Text{EN: "The network of the 2015 paper has twice as many channels at every level. The weights of a convolution grow with the product of its input and output channels, so twice the channels means about four times the parameters. The table shows the effect of the usual choices: feature scale 1 means 64 to 1024 channels, 2 and 4 mean a half and a quarter of that. Click a count to open its network.", ZH: "2015 年论文中的网络，每一级的通道数都是这里的两倍。卷积的权重数与输入、输出通道数之积成正比，所以通道数加倍，参数量约为四倍。下表列出几种常见选择的参数量：特征缩放为 1 时，各级通道数为 64 至 1024；为 2 和 4 时，分别是它的二分之一和四分之一。点击数字可打开相应的网络。"},

	Variants:   config.Text{EN: "U-Net variants", ZH: "U-Net 变体"},
	Network:    config.Text{EN: "Network", ZH: "网络"},
	BatchNorm:  config.Text{EN: "Batch norm", ZH: "批归一化"},
	Up:         config.Text{EN: "Up-sampling", ZH: "上采样"},
	Scale:      config.Text{EN: "Feature scale %d", ZH: "特征缩放 %d"},
	With:       config.Text{EN: "with", ZH: "有"},
	Without:    config.Text{EN: "without", ZH: "无"},
	Transposed: config.Text{EN: "transposed convolution", ZH: "转置卷积"},
	Bilinear:   config.Text{EN: "bilinear", ZH: "双线性"},

	Practice: config.Text{EN: "Practice", ZH: "练习"},
	Answer:   config.Text{EN: "Answer", ZH: "答案"},
	Exercises: [3]config.Text{
		{EN: "The input is a color image with 3 channels instead of 1. How many parameters does the network have now, and which layer changes?", ZH: "把输入改为 3 通道的彩色图像，网络共有多少参数？哪一层的参数量变了？"},
		{EN: "How many parameters does the network have with 64 base channels, as in the paper, and no batch norm?", ZH: "基础通道数取 64（与论文相同），不用批归一化，参数量是多少？"},
		{EN: "Each transposed convolution is replaced by bilinear up-sampling and a 1×1 convolution. What is the total now?", ZH: "把每个转置卷积换成双线性上采样加 1×1 卷积，总参数量变为多少？"},
	},
}
