package classic

import (
	"math/bits"
	"slices"
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/number"
	"unetparams/counter/zoo/parts"
)

// Bounds of the list of filters.
const (
	minLevels, maxLevels = 2, 10
	maxConvs             = 8 // of a block
	maxBase              = 65536
	maxFilters           = maxBase << (maxLevels - 1)
)

func newUNet(k *config.Knobs) config.Model {
	u := unetSettings{&UNet{Filters: parts.Doubling(32, 5)}}
	k.Section(Text{EN: "Data", ZH: "数据"})
	u.declareData(k)
	k.Section(Text{EN: "Network size", ZH: "网络规模"})
	u.declareWidths(k)
	k.Section(Text{EN: "Blocks", ZH: "卷积块"})
	u.declareConvs(k)
	u.declareNorm(k)
	u.declareShape(k)
	k.More(Text{EN: "Kinds of blocks", ZH: "卷积块的类型"})
	u.declareBlocks(k)
	k.More(Text{EN: "Encoder and bottleneck", ZH: "编码器与瓶颈"})
	u.declareEncoder(k)
	k.More(Text{EN: "Skip connections", ZH: "跳跃连接"})
	u.declareSkips(k)
	k.Section(Text{EN: "Decoder", ZH: "上采样"})
	u.declareDecoder(k)
	k.More(Text{EN: "Output", ZH: "输出"})
	u.declareOutput(k)
	k.Section(Text{EN: "Input size", ZH: "输入尺寸"})
	k.Sizes(&u.Size, "size", 256, 1, 65536,
		Text{EN: "Input size", ZH: "输入尺寸"},
		Text{EN: "For shapes and multiply-accumulates; no parameter depends on it. 256, or 256x192.", ZH: "只影响形状和 MACs，不影响参数量。可写 256 或 256x192。"})
	return u.UNet
}

// A unetSettings declares the settings, part by part.
type unetSettings struct{ *UNet }

func (u unetSettings) declareData(k *config.Knobs) {
	k.Number(&u.In, "in", 1, 1, 65536,
		Text{EN: "Input channels", ZH: "输入通道数"},
		Text{EN: "1 for gray images, 3 for color.", ZH: "灰度图为 1，彩色图为 3。"}).As(config.Inputs)
	k.Number(&u.Classes, "classes", 2, 1, 65536,
		Text{EN: "Classes", ZH: "类别数"},
		Text{EN: "Output channels, background included.", ZH: "输出通道数，背景也算一类。"}).As(config.Classes)
	k.Number(&u.ND, "nd", 2, 1, 3,
		Text{EN: "Spatial dimensions", ZH: "空间维数"},
		Text{EN: "2 for images, 3 for volumes, 1 for signals.", ZH: "图像为 2，三维体数据为 3，信号为 1。"}).As(config.Dimensions).Seldom()
}

// declareWidths declares the channels: as a base width doubled, or one by one.
func (u unetSettings) declareWidths(k *config.Knobs) {
	k.NumberFunc(func() int64 { return u.Filters[0] },
		func(n int64) { u.Filters = parts.Doubling(n, len(u.Filters)) },
		"base", 1, maxBase,
		Text{EN: "Base channels", ZH: "基础通道数"},
		Text{EN: "Filters of the first level; they double with every level.", ZH: "首级通道数，逐级加倍。"}).As(config.Width).
		Unless(u.irregular).Scales()
	k.NumberFunc(func() int64 { return int64(len(u.Filters)) },
		func(n int64) { u.Filters = resize(u.Filters, int(n)) },
		"levels", minLevels, maxLevels,
		Text{EN: "Levels", ZH: "级数"},
		Text{EN: "Number of levels, bottleneck included.", ZH: "U 形的级数，含瓶颈。"}).As(config.Depth).
		Unless(u.irregular)
	k.Numbers(&u.Filters, "filters", u.Filters, minLevels, maxLevels, 1, maxFilters,
		Text{EN: "Filters", ZH: "各级通道数"},
		Text{EN: "Channels of every level, for nets that do not simply double.", ZH: "逐层写出通道数，用于不是逐层加倍的网络。"}).As(config.Width).
		Unless(func() bool { return !u.irregular() }).Scales().Seldom()
}

// declareConvs declares the convolutions of a block.
func (u unetSettings) declareConvs(k *config.Knobs) {
	k.Number(&u.Convs, "convs", 2, 1, maxConvs,
		Text{EN: "Convolutions per block", ZH: "每块卷积数"},
		Text{EN: "The 2015 paper has two.", ZH: "2015 年论文为两个。"}).Seldom()
	k.Number(&u.Kernel, "kernel", 3, 1, 15,
		Text{EN: "Kernel", ZH: "卷积核"},
		Text{EN: "Odd; 3 means 3×3 in two dimensions.", ZH: "奇数；二维时 3 表示 3×3。"}).Seldom().Step = 2
	k.Select(&u.Padding, "padding",
		Text{EN: "Padding", ZH: "填充"},
		Text{EN: "Without padding every convolution eats the border, and skips are cropped.", ZH: "不填充时每次卷积尺寸变小，跳跃连接需裁剪。"},
		Choice{Value: "same", Label: Text{EN: "same size", ZH: "保持尺寸"}},
		Choice{Value: "valid", Label: Text{EN: "none (2015 paper)", ZH: "不填充（2015 论文）"}}).As(config.Uncounted).Seldom()
	k.Switch(&u.Bias, "bias", true,
		Text{EN: "Bias of convolutions", ZH: "卷积偏置"},
		Text{EN: "Often left out before batch normalization, which has a shift of its own.", ZH: "后接批归一化时常省略，因 BN 自带偏移 β。"}).Seldom()
}

func (u unetSettings) declareNorm(k *config.Knobs) {
	k.Select(&u.Norm, "norm",
		Text{EN: "Normalization", ZH: "归一化"},
		Text{EN: "Two parameters a channel: a scale and a shift.", ZH: "每个通道两个参数：缩放和平移。"},
		Choice{Value: "batch", Label: Text{EN: "batch", ZH: "批归一化"}},
		Choice{Value: "none", Label: Text{EN: "none", ZH: "无"}},
		Choice{Value: "instance", Label: Text{EN: "instance (affine)", ZH: "实例归一化（含仿射）"}},
		Choice{Value: "group", Label: Text{EN: "group", ZH: "组归一化"}},
		Choice{Value: "layer", Label: Text{EN: "layer (over channels)", ZH: "层归一化（对通道）"}},
		Choice{Value: "plain", Label: Text{EN: "instance, not affine", ZH: "实例归一化（无仿射）"}}).As(config.Normalization)
	k.Number(&u.Groups, "groups", 8, 1, 65536,
		Text{EN: "Groups", ZH: "组数"},
		Text{EN: "Must divide the channels of every level; it changes no count.", ZH: "须整除每层通道数；不影响参数量。"}).
		When(func() bool { return u.Norm == "group" }).Seldom()
	k.Select(&u.Where, "where",
		Text{EN: "Normalized", ZH: "归一化范围"},
		Text{EN: "Some repositories normalize the encoder only.", ZH: "有的代码库只在编码器中归一化。"},
		Choice{Value: "blocks", Label: Text{EN: "every block", ZH: "所有卷积块"}},
		Choice{Value: "encoder", Label: Text{EN: "encoder and bottleneck", ZH: "仅编码器与瓶颈"}},
		Choice{Value: "up", Label: Text{EN: "blocks and transposed convolutions", ZH: "卷积块与转置卷积"}}).
		When(func() bool { return u.Norm != "none" }).Seldom()
}

// declareShape declares where a block widens, and whether it is residual.
func (u unetSettings) declareShape(k *config.Knobs) {
	k.Select(&u.Grow, "grow",
		Text{EN: "Channels widen at", ZH: "通道加倍位置"},
		Text{EN: "The 3D U-Net goes to half the width first and to the full width with the block's last convolution.", ZH: "3D U-Net 先到一半宽度，块内最后一个卷积才到全宽。"},
		Choice{Value: "first", Label: Text{EN: "first convolution", ZH: "第一个卷积"}},
		Choice{Value: "last", Label: Text{EN: "last convolution (encoder)", ZH: "最后一个卷积（编码器）"}}).
		When(func() bool { return u.Convs > 1 || u.LevelConvs != nil }).Seldom()
	k.Switch(&u.Residual, "residual", false,
		Text{EN: "Residual blocks", ZH: "残差块"},
		Text{EN: "Adds each block's input to its output, through a 1×1 convolution where the channels differ.", ZH: "块的输入加到输出上；通道不同时经 1×1 卷积。"}).
		When(func() bool { return !u.addsItself() }).Seldom()
}

// declareBlocks declares what else a block may be.
func (u unetSettings) declareBlocks(k *config.Knobs) {
	k.Select(&u.Block, "block",
		Text{EN: "Convolution", ZH: "卷积形式"},
		Text{EN: "What stands for each convolution of a block.", ZH: "块内每个卷积的形式。"},
		Choice{Value: "plain", Label: Text{EN: "ordinary", ZH: "普通卷积"}},
		Choice{Value: "separable", Label: Text{EN: "depthwise separable", ZH: "深度可分离卷积"}},
		Choice{Value: "inverted", Label: Text{EN: "inverted residual (MobileNetV2)", ZH: "倒残差（MobileNetV2）"}},
		Choice{Value: "convnext", Label: Text{EN: "ConvNeXt", ZH: "ConvNeXt"}},
		Choice{Value: "dense", Label: Text{EN: "dense: takes all before it", ZH: "稠密连接：以之前全部输出为输入"}},
		Choice{Value: "recurrent", Label: Text{EN: "recurrent (R2U-Net)", ZH: "循环卷积（R2U-Net）"}})
	k.Number(&u.Expansion, "expansion", 4, 1, 16,
		Text{EN: "Expansion", ZH: "扩展倍数"},
		Text{EN: "How many times as many channels there are inside.", ZH: "块内部通道数的倍数。"}).
		When(func() bool { return u.Block == "inverted" || u.Block == "convnext" })
	k.Number(&u.Steps, "steps", 2, 1, 8,
		Text{EN: "Recurrent steps", ZH: "循环次数"},
		Text{EN: "How often a convolution runs again; its weights are shared, so the count stays.", ZH: "卷积重复运行的次数；权重共享，参数量不变。"}).
		When(func() bool { return u.Block == "recurrent" })
	k.Select(&u.Squeeze, "attention",
		Text{EN: "Attention in blocks", ZH: "块内注意力"},
		Text{EN: "Weights the channels, or the positions too, at the end of each block.", ZH: "在每块末尾对通道（及位置）加权。"},
		Choice{Value: "none", Label: Text{EN: "none", ZH: "无"}},
		Choice{Value: "se", Label: Text{EN: "squeeze and excitation (SE)", ZH: "压缩与激励（SE）"}},
		Choice{Value: "cbam", Label: Text{EN: "CBAM", ZH: "CBAM"}},
		Choice{Value: "scse", Label: Text{EN: "scSE", ZH: "scSE"}})
	k.Number(&u.Ratio, "ratio", 16, 1, 256,
		Text{EN: "Reduction", ZH: "压缩比"},
		Text{EN: "The channels between the two layers that make the weights are divided by it.", ZH: "生成权重的两层之间，通道数除以该值。"}).
		When(func() bool { return u.Squeeze != "none" })
	k.Select(&u.Order, "order",
		Text{EN: "Order", ZH: "顺序"},
		Text{EN: "With the activation first, a norm has the channels of what comes in.", ZH: "先归一化、激活再卷积时，归一化的通道数是输入通道数。"},
		Choice{Value: "cna", Label: Text{EN: "convolution, norm, activation", ZH: "卷积、归一化、激活"}},
		Choice{Value: "can", Label: Text{EN: "convolution, activation, norm", ZH: "卷积、激活、归一化"}},
		Choice{Value: "nac", Label: Text{EN: "norm, activation, convolution", ZH: "归一化、激活、卷积"}})
	k.Select(&u.Act, "act",
		Text{EN: "Activation", ZH: "激活函数"},
		Text{EN: "Only PReLU has parameters: the slopes.", ZH: "只有 PReLU 有参数，即斜率。"},
		Choice{Value: "relu", Label: Text{EN: "ReLU", ZH: "ReLU"}},
		Choice{Value: "leaky", Label: Text{EN: "LeakyReLU", ZH: "LeakyReLU"}},
		Choice{Value: "elu", Label: Text{EN: "ELU", ZH: "ELU"}},
		Choice{Value: "gelu", Label: Text{EN: "GELU", ZH: "GELU"}},
		Choice{Value: "silu", Label: Text{EN: "SiLU", ZH: "SiLU"}},
		Choice{Value: "prelu", Label: Text{EN: "PReLU, one slope", ZH: "PReLU（一个斜率）"}},
		Choice{Value: "prelus", Label: Text{EN: "PReLU, a slope a channel", ZH: "PReLU（每通道一个斜率）"}}).As(config.Activation)
	k.Switch(&u.NormBias, "normbias", true,
		Text{EN: "Bias before a norm", ZH: "归一化前的偏置"},
		Text{EN: "Off: only convolutions that no norm follows have one.", ZH: "关闭时，仅后面没有归一化的卷积带偏置。"}).
		When(func() bool { return u.Bias && u.Norm != "none" })
	u.declareByLevel(k)
}

// declareByLevel declares what differs from level to level.
func (u unetSettings) declareByLevel(k *config.Knobs) {
	k.Number(&u.Limit, "limit", 0, 0, maxBase,
		Text{EN: "Channels at most", ZH: "通道数上限"},
		Text{EN: "No level has more; nnU-Net stops at 320. 0 for no limit.", ZH: "各级通道数均不超过它；nnU-Net 为 320。0 表示不限。"})
	k.Numbers(&u.LevelConvs, "levelconvs", nil, 0, maxLevels, 1, maxConvs,
		Text{EN: "Convolutions by level", ZH: "各级卷积数"},
		Text{EN: "From the finest level on; the last number holds for the rest. none: as many everywhere.", ZH: "从最浅一级起逐级写出，其余同最后一个数。none 表示各级相同。"})
	k.Numbers(&u.LevelKernels, "levelkernels", nil, 0, maxLevels, 1, 15,
		Text{EN: "Kernels by level", ZH: "各级卷积核"},
		Text{EN: "Odd numbers, from the finest level on. none: the same everywhere.", ZH: "奇数，从最浅一级起。none 表示各级相同。"}).Step = 2
	k.Numbers(&u.Dilation, "dilation", []int64{1}, 1, maxLevels, 1, 64,
		Text{EN: "Dilation by level", ZH: "各级空洞率"},
		Text{EN: "It changes no count.", ZH: "不影响参数量。"}).As(config.Uncounted)
}

// declareEncoder declares the stem, the way down and the bottleneck.
func (u unetSettings) declareEncoder(k *config.Knobs) {
	k.Number(&u.StemKernel, "stem", 0, 0, 15,
		Text{EN: "Stem kernel", ZH: "首层卷积核"},
		Text{EN: "One more convolution before the first block, such as 7×7; 0 for none.", ZH: "第一块之前再加一个卷积，如 7×7；0 表示没有。"})
	k.Number(&u.StemStride, "stemstride", 1, 1, 4,
		Text{EN: "Stem stride", ZH: "首层步幅"},
		Text{EN: "The output is interpolated back to the size of the input.", ZH: "输出再插值回输入尺寸。"}).
		When(func() bool { return u.StemKernel > 0 }).As(config.Uncounted)
	k.Select(&u.Down, "down",
		Text{EN: "Down-sampling", ZH: "下采样方式"},
		Text{EN: "Pooling has no parameters; a strided convolution has.", ZH: "池化没有参数，带步幅的卷积有。"},
		Choice{Value: "max", Label: Text{EN: "max-pooling 2×2", ZH: "最大池化 2×2"}},
		Choice{Value: "average", Label: Text{EN: "average pooling 2×2", ZH: "平均池化 2×2"}},
		Choice{Value: "conv", Label: Text{EN: "strided convolution of its own", ZH: "单独的步幅卷积"}},
		Choice{Value: "block", Label: Text{EN: "stride in the block's first convolution", ZH: "块内第一个卷积带步幅"}},
		Choice{Value: "unshuffle", Label: Text{EN: "positions become channels (pixel unshuffle)", ZH: "像素重排（位置变通道）"}})
	k.Number(&u.DownKernel, "downkernel", 2, 2, 4,
		Text{EN: "Kernel of strided convolutions", ZH: "步幅卷积的卷积核"},
		Text{EN: "They keep the channels.", ZH: "通道数不变。"}).
		When(func() bool { return u.Down == "conv" })
	k.Select(&u.Middle, "middle",
		Text{EN: "Bottleneck, in addition", ZH: "瓶颈附加结构"},
		Text{EN: "What follows the block of the deepest level.", ZH: "接在最深一级的卷积块之后。"},
		Choice{Value: "none", Label: Text{EN: "nothing", ZH: "无"}},
		Choice{Value: "dilated", Label: Text{EN: "dilated convolutions, one after another", ZH: "空洞卷积串联"}},
		Choice{Value: "aspp", Label: Text{EN: "dilated convolutions side by side (ASPP)", ZH: "空洞卷积并联（ASPP）"}},
		Choice{Value: "attention", Label: Text{EN: "self-attention", ZH: "自注意力"}},
		Choice{Value: "transformer", Label: Text{EN: "transformer blocks", ZH: "Transformer 块"}})
	k.Numbers(&u.Rates, "rates", nil, 0, 8, 1, 64,
		Text{EN: "Dilation rates", ZH: "空洞率"},
		Text{EN: "none: 2,4,8,16 one after another; 6,12,18 side by side. How many there are changes the count.", ZH: "none 表示串联时为 2,4,8,16，并联时为 6,12,18。个数影响参数量。"}).
		When(func() bool { return u.Middle == "dilated" || u.Middle == "aspp" })
	k.Number(&u.MiddleHeads, "heads2", 8, 1, 64,
		parts.LabelHeads, parts.HelpHeads).When(u.attends)
	k.Number(&u.MiddleBlocks, "blocks", 1, 1, 24,
		Text{EN: "Transformer blocks", ZH: "Transformer 块数"},
		Text{EN: "Each has attention and an MLP of four times the width.", ZH: "每块含注意力和宽度为 4 倍的 MLP。"}).
		When(func() bool { return u.Middle == "transformer" })
}

func (u unetSettings) declareSkips(k *config.Knobs) {
	k.Select(&u.Skip, "skip",
		Text{EN: "Skip connections", ZH: "跳跃连接"},
		Text{EN: "After a concatenation the next convolution takes the wider input.", ZH: "拼接后，下一个卷积的输入更宽。"},
		Choice{Value: "concat", Label: Text{EN: "concatenate", ZH: "拼接"}},
		Choice{Value: "add", Label: Text{EN: "add", ZH: "相加"}},
		Choice{Value: "none", Label: Text{EN: "none", ZH: "无"}})
	k.Number(&u.SkipKernel, "skipconv", 0, 0, 7,
		Text{EN: "Convolution on the skip", ZH: "跳跃连接上的卷积"},
		Text{EN: "Its kernel; 0 for none.", ZH: "其卷积核；0 表示没有。"}).
		When(u.skips)
	k.Switch(&u.Gate, "gate", false,
		Text{EN: "Attention gates", ZH: "注意力门"},
		Text{EN: "Three 1×1 convolutions weigh the skip's positions, as in Attention U-Net.", ZH: "用三个 1×1 卷积对跳跃连接的位置加权，同 Attention U-Net。"}).
		When(u.skips)
	k.Switch(&u.ConcatNorm, "concatnorm", false,
		Text{EN: "Norm after the concatenation", ZH: "拼接后归一化"},
		Text{EN: "Of twice the channels.", ZH: "通道数为两倍。"}).
		When(func() bool { return u.skips() && u.Norm != "none" })
}

func (u unetSettings) declareDecoder(k *config.Knobs) {
	k.Select(&u.Up, "up",
		Text{EN: "Up-sampling", ZH: "上采样方式"},
		Text{EN: "Interpolation has no parameters; the transposed convolution has.", ZH: "插值没有参数，转置卷积有。"},
		Choice{Value: "transposed", Label: Text{EN: "transposed convolution", ZH: "转置卷积"}},
		Choice{Value: "bilinear", Label: Text{EN: "linear interpolation", ZH: "线性插值"}},
		Choice{Value: "nearest", Label: Text{EN: "nearest neighbor", ZH: "最近邻插值"}},
		Choice{Value: "shuffle", Label: Text{EN: "channels become positions (pixel shuffle)", ZH: "像素重排（通道变位置）"}},
		Choice{Value: "unpool", Label: Text{EN: "max unpooling after a convolution (SegNet)", ZH: "卷积后最大反池化（SegNet）"}})
	k.Number(&u.UpKernel, "upkernel", 2, 2, 4,
		Text{EN: "Kernel of transposed convolutions", ZH: "转置卷积的卷积核"},
		Text{EN: "2×2 in the 2015 paper; Keras code often has 3×3.", ZH: "2015 年论文为 2×2；Keras 代码常用 3×3。"}).
		When(func() bool { return u.Up == "transposed" }).Seldom()
	k.Select(&u.UpConv, "upconv",
		Text{EN: "Then a convolution", ZH: "其后的卷积"},
		Text{EN: "Without one, the next block takes the wider input.", ZH: "若没有，下一块的输入更宽。"},
		Choice{Value: "1", Label: Text{EN: "1×1", ZH: "1×1"}},
		Choice{Value: "2", Label: Text{EN: "2×2", ZH: "2×2"}},
		Choice{Value: "3", Label: Text{EN: "3×3", ZH: "3×3"}},
		Choice{Value: "none", Label: Text{EN: "none", ZH: "无"}}).
		When(func() bool { return u.interpolates() || u.unpools() }).Seldom()
	k.Select(&u.UpOut, "upout",
		Text{EN: "Output channels", ZH: "输出通道"},
		Text{EN: "The 3D U-Net's transposed convolution keeps the channels.", ZH: "3D U-Net 的转置卷积不改变通道数。"},
		Choice{Value: "level", Label: Text{EN: "the level's channels", ZH: "本层通道数"}},
		Choice{Value: "keep", Label: Text{EN: "as many channels as before", ZH: "通道数不变"}}).
		When(u.upConvolves).Seldom()
	k.Switch(&u.UpBias, "upbias", true,
		Text{EN: "Bias of transposed convolutions", ZH: "转置卷积偏置"},
		Text{EN: "The 3D U-Net paper's count leaves it out.", ZH: "3D U-Net 论文的参数量不含它。"}).
		When(u.upConvolves).Seldom()
	k.Switch(&u.Heads, "heads", false,
		Text{EN: "Deep supervision", ZH: "深度监督"},
		Text{EN: "A 1×1 convolution to the classes at every decoder level, not only the last.", ZH: "每个解码层都有 1×1 卷积输出类别，而不只是最后一层。"}).Seldom()
}

func (u unetSettings) declareOutput(k *config.Knobs) {
	k.Numbers(&u.HeadLevels, "headlevels", nil, 0, maxLevels, 1, maxLevels,
		Text{EN: "Levels with an output", ZH: "有输出的级"},
		Text{EN: "For deep supervision, 1 being the finest. none: all of the decoder.", ZH: "用于深度监督，1 为最浅一级。none 表示解码器各级。"}).
		When(func() bool { return u.Heads })
	k.Select(&u.OutStride, "outstride",
		Text{EN: "Output stride", ZH: "输出步幅"},
		Text{EN: "Above 1 the decoder ends early: heatmaps for keypoints mostly have a quarter of the input's size.", ZH: "大于 1 时解码器提前结束：关键点热图的边长多为输入的四分之一。"},
		Choice{Value: "1", Label: Text{EN: "1 (size of the input)", ZH: "1（与输入同尺寸）"}},
		Choice{Value: "2", Label: Text{EN: "2", ZH: "2"}},
		Choice{Value: "4", Label: Text{EN: "4", ZH: "4"}},
		Choice{Value: "8", Label: Text{EN: "8", ZH: "8"}},
		Choice{Value: "16", Label: Text{EN: "16", ZH: "16"}})
	k.Number(&u.HeadKernel, "headkernel", 1, 1, 7,
		Text{EN: "Kernel of the last convolution", ZH: "最后一个卷积的卷积核"},
		Text{EN: "1×1 in the paper; 3×3 in much code.", ZH: "论文为 1×1；不少代码用 3×3。"}).Step = 2
	k.Number(&u.HeadConvs, "headconvs", 0, 0, 4,
		Text{EN: "Convolutions before it", ZH: "其前的附加卷积数"},
		Text{EN: "To the base channels, each with norm and activation as in blocks.", ZH: "输出基础通道数，归一化和激活与卷积块相同。"})
	k.Switch(&u.HeadBias, "headbias", true,
		Text{EN: "Bias of the last convolution", ZH: "最后一个卷积的偏置"},
		Text{EN: "One parameter a class.", ZH: "每个类别一个参数。"})
}

// finest returns the level at which the decoder ends.
func (u *UNet) finest() int {
	stride, _ := strconv.Atoi(u.OutStride)
	return bits.Len(uint(stride))
}

// channels returns those of each level, within the limit.
func (u *UNet) channels() []int64 {
	if u.Limit == 0 || slices.Max(u.Filters) <= u.Limit {
		return u.Filters
	}
	f := slices.Clone(u.Filters)
	for i := range f {
		f[i] = min(f[i], u.Limit)
	}
	return f
}

// resize returns the list cut, or continued by doubling.
func resize(f []int64, levels int) []int64 {
	f = append([]int64(nil), f[:min(levels, len(f))]...)
	for len(f) < levels {
		f = append(f, min(2*f[len(f)-1], maxFilters))
	}
	return f
}

// irregular reports whether the filters are not a base width doubled.
func (u *UNet) irregular() bool {
	if u.Filters[0] > maxBase {
		return true
	}
	for i, n := range u.Filters {
		if n != u.Filters[0]<<i {
			return true
		}
	}
	return false
}

// upConvolves reports whether the way up has convolutions of its own.
func (u *UNet) upConvolves() bool {
	return !u.interpolates() && !u.unpools() || u.UpConv != "none"
}

// unpools reports whether values go back to where the maxima of the pooling stood.
func (u *UNet) unpools() bool { return u.Up == "unpool" }

func (u *UNet) interpolates() bool { return u.Up == "bilinear" || u.Up == "nearest" }

// skips reports whether there are skip connections.
func (u *UNet) skips() bool { return u.Skip != "none" }

// attends reports whether the bottleneck has attention.
func (u *UNet) attends() bool { return u.Middle == "attention" || u.Middle == "transformer" }

// halves reports whether encoder blocks go to half their width first.
func (u *UNet) halves() bool {
	return u.Grow == "last" && (u.Convs > 1 || u.LevelConvs != nil)
}

// Check implements [config.Model].
func (u *UNet) Check() error {
	for i, n := range u.channels() {
		if u.halves() && n%2 != 0 {
			return &config.ValueError{Key: "grow", Value: u.Grow, Nearest: []string{"first"}, Text: config.Textf(
				"halves the channels, but level %d has an odd number of them, %s",
				"需要把通道数减半，但第 %d 层的通道数 %s 是奇数", i+1, number.Grouped(n))}
		}
	}
	err := u.checkUnpooling()
	if err == nil {
		err = u.checkGroups()
	}
	if err == nil {
		err = u.checkDown()
	}
	if err == nil {
		err = u.checkSkips()
	}
	if err == nil {
		err = u.checkOutStride()
	}
	if err == nil {
		err = u.checkHeads()
	}
	if err == nil && u.attends() {
		err = parts.CheckHeads("heads2", u.MiddleHeads, u.channels()[len(u.Filters)-1])
	}
	return err
}

// checkGroups reports groups that don't divide channels that are normalized.
func (u *UNet) checkGroups() error {
	if u.Norm != "group" {
		return nil
	}
	for i, n := range u.channels() {
		if u.halves() {
			n /= 2
		}
		if n%u.Groups != 0 {
			return &config.ValueError{Key: "groups", Value: strconv.FormatInt(u.Groups, 10),
				Nearest: u.nearestGroups(), Text: config.Textf(
					"must divide the channels of every level, but level %d has %s",
					"须整除每层通道数，但第 %d 层为 %s", i+1, number.Grouped(n))}
		}
	}
	if n := u.In * u.Expansion; u.Block == "inverted" && u.StemKernel == 0 && n%u.Groups != 0 {
		return &config.ValueError{Key: "groups", Value: strconv.FormatInt(u.Groups, 10),
			Nearest: u.nearestGroups(), Text: config.Textf(
				"must divide the %s channels inside the first block",
				"须整除第一块内部的 %s 个通道", number.Grouped(n))}
	}
	return nil
}

// nearestGroups returns the largest smaller and the smallest larger number of
// groups that divides the channels of every level.
func (u *UNet) nearestGroups() []string {
	g := int64(0)
	if u.Block == "inverted" && u.StemKernel == 0 {
		g = u.In * u.Expansion
	}
	for _, n := range u.channels() {
		if u.halves() {
			n /= 2
		}
		g = parts.GCD(g, n)
	}
	var near []string
	for n := min(u.Groups, g); n > 0; n-- {
		if g%n == 0 {
			near = append(near, strconv.FormatInt(n, 10))
			break
		}
	}
	for n := u.Groups; n <= min(g, 65536); n++ {
		if g%n == 0 {
			near = append(near, strconv.FormatInt(n, 10))
			break
		}
	}
	return near
}

// checkDown reports a stride that the first convolution of a block can't have.
func (u *UNet) checkDown() error {
	if u.Down != "block" || u.Block == "plain" || u.Block == "separable" {
		return nil
	}
	return &config.ValueError{Key: "down", Value: u.Down, Nearest: []string{"conv"}, Text: Text{
		EN: "needs blocks of ordinary or separable convolutions, which can stride",
		ZH: "要求卷积块为普通或可分离卷积，才能带步幅"}}
}

// checkUnpooling reports what leaves unpooling without the places of maxima, or with
// other channels than they have.
func (u *UNet) checkUnpooling() error {
	switch {
	case !u.unpools():
		return nil
	case u.Down != "max":
		return &config.ValueError{Key: "down", Value: u.Down, Nearest: []string{"max"}, Text: Text{
			EN: "must be max-pooling, whose places unpooling goes back to",
			ZH: "须为最大池化，反池化才有最大值的位置可用"}}
	case u.Padding == "valid":
		return &config.ValueError{Key: "padding", Value: u.Padding, Nearest: []string{"same"}, Text: Text{
			EN: "must keep the size, so that unpooling finds as many places as values",
			ZH: "须保持尺寸，反池化的位置与数值才能一一对应"}}
	case u.UpConv == "none" && !u.sameWidths():
		return &config.ValueError{Key: "upconv", Value: u.UpConv, Nearest: []string{"1"}, Text: Text{
			EN: "must be there, since unpooling needs the level's channels",
			ZH: "不能省略，反池化要求本级的通道数"}}
	case u.UpOut == "keep" && !u.sameWidths():
		return &config.ValueError{Key: "upout", Value: u.UpOut, Nearest: []string{"level"}, Text: Text{
			EN: "must be the level's channels, as unpooling needs them",
			ZH: "须为本级通道数，反池化才能进行"}}
	}
	return nil
}

// sameWidths reports whether all levels have as many channels.
func (u *UNet) sameWidths() bool { return slices.Max(u.channels()) == slices.Min(u.channels()) }

// checkSkips reports channels that can't be added.
func (u *UNet) checkSkips() error {
	if u.Skip != "add" || u.upConvolves() && u.UpOut == "level" {
		return nil
	}
	if u.sameWidths() {
		return nil
	}
	return &config.ValueError{Key: "skip", Value: u.Skip, Nearest: []string{"concat"}, Text: Text{
		EN: "can add only where up-sampling leads to the level's channels",
		ZH: "仅在上采样输出本层通道数时才能相加"}}
}

// checkOutStride reports an output that leaves no decoder.
func (u *UNet) checkOutStride() error {
	most := len(u.Filters) - 1
	if u.finest() <= most {
		return nil
	}
	return &config.ValueError{Key: "outstride", Value: u.OutStride, Nearest: []string{strconv.Itoa(1 << (most - 1))},
		Text: config.Textf("leaves no decoder: with %d levels it is %d at most", "会使解码器没有任何一级：共 %d 级时最大为 %d", len(u.Filters), 1<<(most-1))}
}

// checkHeads reports levels that the decoder doesn't have.
func (u *UNet) checkHeads() error {
	if !u.Heads || len(u.HeadLevels) == 0 {
		return nil
	}
	first, most := int64(u.finest()), int64(len(u.Filters)-1)
	var fits []int64
	for _, n := range u.HeadLevels {
		if n >= first && n <= most && !slices.Contains(fits, n) {
			fits = append(fits, n)
		}
	}
	if !slices.Contains(fits, first) {
		fits = append([]int64{first}, fits...)
	}
	if len(fits) == len(u.HeadLevels) && slices.Contains(u.HeadLevels, first) {
		return nil
	}
	return &config.ValueError{Key: "headlevels", Value: config.Join(u.HeadLevels, ","), Nearest: []string{config.Join(fits, ",")},
		Text: config.Textf("must name level %d, and otherwise only levels of the decoder, up to %d, each once", "须含第 %d 级，且只能是解码器的级（至第 %d 级），各写一次", first, most)}
}

// Input implements [config.Model].
func (u *UNet) Input() (counter.Axes, error) { return parts.InputAxes(u.Size, int(u.ND)) }
