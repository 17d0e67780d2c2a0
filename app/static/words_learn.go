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

// learnWords stand apart from words, as galleryWords do.
var learnWords = learnText{
	Title:       config.Text{EN: "How to count the parameters of a U-Net", ZH: "U-Net 的参数量怎么算"},
	Description: config.Text{EN: "The parameters of a U-Net counted by hand, layer by layer: the formulas, one stage, the concatenation, batch norm and the total of 7,765,442, and why others quote 31M.", ZH: "逐层手算 U-Net 的参数量：公式、一级的计算、拼接、批归一化，以及总数 7,765,442；并说明为何常见的说法是 31M。"},
	Line:        config.Text{EN: "By hand, in eight short steps.", ZH: "八小节，全程手算。"},

	What:        config.Text{EN: "What a parameter is", ZH: "什么是参数"},
	WhatIs:      config.Text{EN: "A parameter is a number that training changes: the weights and biases of convolutions, the scale γ and the shift β of a normalization. The size of the image plays no part: a convolution uses the same weights at every pixel. Max-pooling, ReLU and concatenation have no parameters at all. Here is the network that is counted on this page; click it to try other settings.", ZH: "参数是训练会改变的数：卷积的权重和偏置，归一化的缩放 γ 和偏移 β。它与图像大小无关：卷积在每个像素处使用同一组权重。最大池化、ReLU 和拼接都没有参数。下图即本页所算的网络，点击可更改设置。"},
	Formulas:    config.Text{EN: "The formulas", ZH: "公式"},
	FormulasAre: config.Text{EN: "A convolution has one kernel of k_h × k_w × C_in weights for each of its C_out output channels, and one bias each. A transposed convolution has as many. Batch norm has two parameters for each channel.", ZH: "卷积的每个输出通道有一个 k_h × k_w × C_in 的卷积核和一个偏置，共 C_out 个。转置卷积的参数量与此相同。批归一化每个通道有两个参数。"},
	Stage:       config.Text{EN: "One stage", ZH: "一级的计算"},
	StageIs:     config.Text{EN: "The second encoder stage takes 32 channels and puts out 64. Its two convolutions differ only in their input channels: 32 for the first, 64 for the second.", ZH: "编码器第 2 级输入 32 通道，输出 64 通道。两个卷积只有输入通道不同：第一个是 32，第二个是 64。"},
	Concat:      config.Text{EN: "The concatenation", ZH: "拼接"},
	ConcatIs:    config.Text{EN: "This is where most miscounts happen. The transposed convolution halves 512 channels to 256, and the skip connection brings 256 more. So the next convolution sees 512 input channels, not 256.", ZH: "这里最容易算错。转置卷积把 512 通道减为 256，跳跃连接又带来 256，因此下一个卷积的输入是 512 通道，而不是 256。"},
	ConcatEnd:   config.Text{EN: "Where skip connections are added, as in a residual network, the channels stay at 256 and the convolution has half the weights.", ZH: "若跳跃连接是相加（如残差网络），通道数仍为 256，该卷积的权重只有一半。"},
	Norm:        config.Text{EN: "Batch norm", ZH: "批归一化"},
	NormIs:      config.Text{EN: "Each of the 18 convolutions of size 3×3 is followed by batch norm: 2·C, in all %s. Running mean and variance are stored as well, but training does not change them by gradient: PyTorch keeps them as buffers and does not count them. Keras adds them to its total.", ZH: "18 个 3×3 卷积之后各有一个批归一化，参数为 2·C，合计 %s。滑动均值和方差也会存储，但不由梯度更新：PyTorch 把它们作为缓冲值，不计入参数；Keras 则计入总数。"},
	Sum:         config.Text{EN: "The total", ZH: "总数"},
	SumIs:       config.Text{EN: "Convolutions and batch norm together. This is the count of the tutorial that this page follows:", ZH: "卷积与批归一化之和。本页所依据的教程得出的就是这个数："},
	Differ:      config.Text{EN: "Why others say 31M", ZH: "为何常见的说法是 31M"},
	DifferIs:    config.Text{EN: "The 2015 paper has twice the channels in every level. A convolution's weights are a product of input and output channels, so twice the channels are four times the parameters. The table shows what the usual choices do; feature scale 1 is 64 … 1024 channels, 2 and 4 are a half and a quarter of it. Each count opens its network.", ZH: "2015 年论文每一级的通道数都是这里的两倍。卷积的权重数是输入通道与输出通道之积，因此通道加倍，参数变为四倍。下表列出常见选择的影响；特征缩放 1 为 64 … 1024 通道，2 和 4 为其二分之一和四分之一。点击数字可打开对应网络。"},

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
		{EN: "The input is a color image with 3 channels instead of 1. How many parameters has the network now? Which single layer changes?", ZH: "输入改为 3 通道的彩色图像。网络有多少参数？哪一层发生变化？"},
		{EN: "The paper's width, 64 base channels, and no batch norm: how many?", ZH: "采用论文的宽度（基础通道数 64），不用批归一化：参数量是多少？"},
		{EN: "Bilinear up-sampling followed by a 1×1 convolution takes the place of each transposed convolution. How many parameters are saved?", ZH: "每个转置卷积换成双线性上采样加 1×1 卷积。总数变为多少？"},
	},
}
