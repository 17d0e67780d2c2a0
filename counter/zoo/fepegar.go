package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// Fepegar is the UNet of fepegar/unet (2019, https://github.com/fepegar/unet,
// commit d5f46e0), for one to three dimensions, known from TorchIO's tutorials;
// UNet1D, UNet2D and UNet3D are the same with other defaults. In three dimensions
// the second convolution of a block doubles the channels. Convolutions do not pad
// by default, and skip connections are cropped. Each convolution has two names in
// the state_dict. Left out are padding_mode and the dropouts, which change nothing
// that is counted.
type Fepegar struct {
	size                           []int64
	In, Classes, ND, Blocks, First int64
	Norm, Pool, Up, Act            string
	Pre, Residual, Padding         bool
	Dilation                       int64
}

func init() {
	config.Register(&config.Arch{
		ID: "fepegar", Family: parts.FamilyUNet, Name: Text{EN: "UNet (fepegar)", ZH: "UNet（fepegar）"},
		About: Text{
			EN: "A U-Net for one to three dimensions, known from TorchIO's tutorials.",
			ZH: "一至三维 U-Net，因 TorchIO 教程而知名。",
		},
		Sources: []config.Source{{Title: "fepegar/unet", Year: 2019, URL: "https://github.com/fepegar/unet", Commit: "d5f46e0b1e65994ee01107af9094279962409659"}},
		Class:   "UNet",
		New:     newFepegar,
	})
}

func newFepegar(k *config.Knobs) config.Model {
	m := &Fepegar{}
	k.Section(parts.SectionData)
	k.Number(&m.ND, "dimensions", 2, 1, 3, Text{EN: "Dimensions", ZH: "空间维数"},
		Text{EN: "3 for volumes, 2 for images, 1 for signals.", ZH: "三维体数据为 3，图像为 2，信号为 1。"}).As(config.Dimensions)
	k.Number(&m.In, "in_channels", 1, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
	k.Number(&m.Classes, "out_classes", 2, 1, 65536, parts.LabelClasses, parts.HelpClasses).As(config.Classes)
	k.Section(parts.SectionNet)
	k.Number(&m.Blocks, "num_encoding_blocks", 5, 2, 10, Text{EN: "Levels", ZH: "层级数"},
		Text{EN: "The deepest one included.", ZH: "含最深层。"}).As(config.Depth)
	k.Number(&m.First, "out_channels_first_layer", 64, 1, 65536, Text{EN: "Filters", ZH: "通道数"},
		Text{EN: "Of the first convolution, doubled with every level.", ZH: "首个卷积的通道数，逐级加倍。"}).As(config.Width).Scales()
	k.Select(&m.Norm, "normalization", Text{EN: "Normalization", ZH: "归一化"},
		Text{EN: "The first convolution has none.", ZH: "首个卷积之后没有。"},
		Choice{Value: "none", Label: Text{EN: "none", ZH: "无"}},
		Choice{Value: "batch", Label: Text{EN: "batch", ZH: "批归一化"}},
		Choice{Value: "instance", Label: Text{EN: "instance", ZH: "实例归一化"}}).As(config.Normalization)
	k.Select(&m.Act, "activation", Text{EN: "Activation", ZH: "激活函数"},
		Text{EN: "PReLU has one parameter each.", ZH: "每个 PReLU 有一个参数。"},
		Choice{Value: "ReLU", Label: Text{EN: "ReLU", ZH: "ReLU"}},
		Choice{Value: "PReLU", Label: Text{EN: "PReLU", ZH: "PReLU"}},
		Choice{Value: "LeakyReLU", Label: Text{EN: "leaky ReLU", ZH: "Leaky ReLU"}},
		Choice{Value: "ELU", Label: Text{EN: "ELU", ZH: "ELU"}},
		Choice{Value: "none", Label: Text{EN: "none", ZH: "无"}}).As(config.Activation)
	k.Select(&m.Pool, "pooling_type", Text{EN: "Pooling", ZH: "池化"}, Text{EN: "Halves the sizes.", ZH: "尺寸减半。"},
		Choice{Value: "max", Label: Text{EN: "max-pooling", ZH: "最大池化"}},
		Choice{Value: "avg", Label: Text{EN: "average pooling", ZH: "平均池化"}})
	k.Select(&m.Up, "upsampling_type", Text{EN: "Up-sampling", ZH: "上采样方式"},
		Text{EN: "Interpolation has no parameters.", ZH: "插值没有参数。"},
		Choice{Value: "conv", Label: Text{EN: "transposed convolution", ZH: "转置卷积"}},
		Choice{Value: "linear", Label: Text{EN: "linear interpolation", ZH: "线性插值"}},
		Choice{Value: "nearest", Label: Text{EN: "nearest neighbor", ZH: "最近邻插值"}}).As(config.Upsampling)
	k.Switch(&m.Pre, "preactivation", false, Text{EN: "Pre-activation", ZH: "预激活"},
		Text{EN: "Norm and activation come before their convolution.", ZH: "归一化与激活在卷积之前。"})
	k.Switch(&m.Residual, "residual", false, Text{EN: "Residual blocks", ZH: "残差块"},
		Text{EN: "A 1×1 convolution around each block; then all convolutions pad.", ZH: "每块旁有 1×1 卷积；此时卷积均填充。"})
	k.Switch(&m.Padding, "padding", false, Text{EN: "Padding", ZH: "填充"},
		Text{EN: "Off: every convolution takes the border away.", ZH: "关：每个卷积都会去掉边缘。"}).As(config.Uncounted).
		When(func() bool { return !m.Residual })
	k.Number(&m.Dilation, "initial_dilation", 0, 0, 16, Text{EN: "First dilation", ZH: "初始空洞率"},
		Text{EN: "Doubled with every level; 0 for none.", ZH: "逐级加倍；0 表示无空洞。"}).As(config.Uncounted)
	parts.InputSize(k, &m.size, 572)
	return m
}

// Check implements [config.Model].
func (*Fepegar) Check() error { return nil }

// Input implements [config.Model].
func (m *Fepegar) Input() (counter.Axes, error) { return parts.InputAxes(m.size, int(m.ND)) }

// ClosedForm implements [config.Model]: the polynomial in the first filters.
func (m *Fepegar) ClosedForm() (int64, counter.Poly, error) {
	p, err := parts.Polynomial(1, m.build)
	return m.First, p, err
}

// Build implements [config.Model].
func (m *Fepegar) Build(net *counter.Net) { m.build(net, m.First) }

func (m *Fepegar) build(net *counter.Net, first int64) {
	root, nd, depth := net.Root(), int(m.ND), int(m.Blocks)-1
	grow := int64(1) // of a block's second convolution
	if nd == 3 {
		grow = 2
	}
	b := &fepegarBuilder{m, net}
	down, up := make([]parts.Forward, depth+1), make([]parts.Forward, depth)
	pools, grown := make([]parts.Forward, depth), make([]parts.Forward, depth)
	in, list := m.In, root.Child("encoder").Child("encoding_blocks")
	for i := range depth {
		out, block := first<<i, list.Child(strconv.Itoa(i))
		down[i] = b.block(block, in, out, grow*out, i, i == 0)
		pools[i] = parts.Maybe(block, "downsample", layer.Pool{ND: nd, Average: m.Pool == "avg", Kernel: counter.Cube(2)})
		in = grow * out
	}
	down[depth] = b.block(root.Child("bottom_block"), in, first<<depth, grow*first<<depth, depth, false)
	list = root.Child("decoder").Child("decoding_blocks")
	for i := depth - 1; i >= 0; i-- {
		skip, block := grow*first<<i, list.Child(strconv.Itoa(depth-1-i))
		if m.Up == "conv" {
			grown[i] = parts.Maybe(block, "upsample", layer.ConvTranspose{ND: nd, In: 2 * skip, Out: 2 * skip, Kernel: counter.Cube(2), Stride: counter.Cube(2), Bias: true})
		} else {
			grown[i] = parts.Maybe(block, "upsample", layer.Upsample{ND: nd, Linear: m.Up == "linear", Scale: counter.Cube(2)})
		}
		up[i] = b.block(block, 3*skip, skip, skip, i+1, false)
	}
	head := b.conv(root.Child("classifier"), grow*first, m.Classes, 1, 0, "none", "none", false)
	x := net.Input(m.In, nd)
	skips := make([]counter.Value, depth)
	for i := range depth {
		net.At(counter.Encoder, i+1)
		if i > 0 {
			x = pools[i-1](x)
		}
		x = down[i](x)
		skips[i] = x
	}
	net.At(counter.Bottleneck, depth+1)
	x = down[depth](pools[depth-1](x))
	for i := depth - 1; i >= 0; i-- {
		net.At(counter.Decoder, i+1)
		x = grown[i](x)
		x = up[i](net.Do(layer.Concat{}, net.Do(layer.Crop{Even: true}, skips[i], x), x))
	}
	net.At(counter.Head, 1)
	net.Output(head(x))
}

// A fepegarBuilder registers blocks.
type fepegarBuilder struct {
	*Fepegar
	net *counter.Net
}

// block registers two convolutions, dilated 2 to the power of level times, and a
// 1×1 convolution around them if the network is residual. The first convolution
// of a network has neither norm nor pre-activation.
func (b *fepegarBuilder) block(m *counter.Module, in, mid, out int64, level int, first bool) parts.Forward {
	dilation := b.Dilation << level
	norm, pre := b.Norm, b.Pre
	if first {
		norm, pre = "none", false
	}
	conv1 := b.conv(m.Child("conv1"), in, mid, 3, dilation, norm, b.Act, pre)
	conv2 := b.conv(m.Child("conv2"), mid, out, 3, dilation, b.Norm, b.Act, b.Pre)
	if !b.Residual {
		return parts.InTurn([]parts.Forward{conv1, conv2})
	}
	short := b.conv(m.Child("conv_residual"), in, out, 1, 0, "none", "none", false)
	return func(x counter.Value) counter.Value {
		s := short(x)
		return b.net.Do(layer.Add{}, conv2(conv1(x)), s)
	}
}

// conv registers a convolution with a norm and an activation, and all of them
// again as a sequence.
func (b *fepegarBuilder) conv(m *counter.Module, in, out, kernel, dilation int64, norm, act string, pre bool) parts.Forward {
	nd := int(b.ND)
	l := layer.Conv{ND: nd, In: in, Out: out, Kernel: counter.Cube(kernel), Dilation: counter.Cube(max(dilation, 1)), Bias: pre || norm == "none"}
	if kernel > 1 && (b.Padding || b.Residual) {
		l.Padding = l.Dilation
	}
	c := out
	if pre {
		c = in
	}
	conv := m.Own("conv_layer", l)
	var before []*counter.Module
	switch norm {
	case "batch":
		before = append(before, m.Own("norm_layer", layer.BatchNorm{ND: nd, C: c, Affine: true, TrackStats: true}))
	case "instance":
		before = append(before, m.Own("norm_layer", layer.InstanceNorm{ND: nd, C: c}))
	}
	switch act {
	case "none":
	case "PReLU":
		before = append(before, m.Own("activation_layer", layer.PReLU{C: 1}))
	default:
		before = append(before, m.Own("activation_layer", layer.Activation{Name: act}))
	}
	all := append([]*counter.Module{conv}, before...)
	if pre {
		all = append(before, conv)
	}
	list := m.Child("block")
	for i, l := range all {
		list.Alias(strconv.Itoa(i), l)
	}
	return func(x counter.Value) counter.Value {
		for _, l := range all {
			x = l.Run(x)
		}
		return x
	}
}
