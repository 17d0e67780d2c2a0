package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

var resUnetSource = config.Source{
	Title: "rishikksh20/ResUnet", Year: 2020,
	URL: "https://github.com/rishikksh20/ResUnet", Commit: "99985126ada5d649f8a3e2fd828cc67f1e606920",
}

// ResUnet is the ResUnet of rishikksh20/ResUnet (2020,
// https://github.com/rishikksh20/ResUnet, commit 9998512): a U-Net of four
// levels whose blocks are residual units with normalization and activation
// before the convolution (Zhang, Liu and Wang, "Road Extraction by Deep Residual
// U-Net", 2017, https://arxiv.org/abs/1711.10684). Unlike the paper's, shortcuts
// are 3×3 convolutions with batch norm, and the way up is a transposed
// convolution that keeps the channels.
type ResUnet struct {
	parts.Image
	Channel int64
	Filters []int64
}

func init() {
	config.Register(&config.Arch{
		ID:     "resunet",
		Family: parts.FamilyResidual,
		Name:   Text{EN: "ResUnet", ZH: "ResUnet"},
		About: Text{
			EN: "A U-Net of four levels with residual blocks; strided convolutions take the place of pooling.",
			ZH: "四层残差块 U-Net，以步长卷积代替池化。",
		},
		Sources: []config.Source{
			{Title: "Zhang, Liu, Wang: Road Extraction by Deep Residual U-Net", Year: 2017, URL: "https://arxiv.org/abs/1711.10684"},
			resUnetSource,
		},
		Class: "ResUnet",
		New: func(k *config.Knobs) config.Model {
			k.Fixes("the head always has one channel", config.Classes)
			m := &ResUnet{}
			k.Section(parts.SectionData)
			k.Number(&m.Channel, "channel", 3, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
			k.Section(parts.SectionNet)
			k.Numbers(&m.Filters, "filters", parts.Doubling(64, 4), 4, 8, 1, 65536, labelFilters,
				Text{EN: "Of the four levels; a fifth number and further ones have no effect.", ZH: "四个级的通道数；第五个起无效果。"}).As(config.Width).Scales()
			parts.InputSize(k, &m.Size, 224)
			return m
		},
	})
}

var labelFilters = Text{EN: "Channels by level", ZH: "各级通道数"}

// ClosedForm implements [config.Model]: the polynomial in the first level's width.
func (m *ResUnet) ClosedForm() (int64, counter.Poly, error) {
	return parts.ClosedForm(m.Filters[:4], m.build)
}

// Build implements [config.Model].
func (m *ResUnet) Build(net *counter.Net) { m.build(net, m.Filters[:4]) }

func (m *ResUnet) build(net *counter.Net, filters []int64) {
	root := net.Root()
	var skips [4]counter.Value
	skips[0] = resUnetInput(net, net.Input(m.Channel, 2), filters[0])
	for i, name := range []string{"residual_conv_1", "residual_conv_2", "bridge"} {
		if i < 2 {
			net.At(counter.Encoder, i+2)
		} else {
			net.At(counter.Bottleneck, i+2)
		}
		skips[i+1] = residualConv(net, root.Child(name), skips[i], filters[i+1], 2)
	}
	x := skips[3]
	for level := 3; level >= 1; level-- {
		n := strconv.Itoa(4 - level)
		net.At(counter.Decoder, level)
		x = root.Child("upsample_"+n).Apply("upsample", layer.ConvTranspose{ND: 2, In: x.C, Out: x.C,
			Kernel: counter.Cube(2), Stride: counter.Cube(2), Bias: true}, x)
		x = net.Do(layer.Concat{}, x, skips[level-1])
		x = residualConv(net, root.Child("up_residual_conv"+n), x, filters[level-1], 1)
	}
	net.At(counter.Head, 1)
	net.Output(parts.Sequential(root.Child("output_layer"), parts.Conv2D(x.C, 1, 1), layer.Sigmoid)(x))
}

// resUnetInput adds the first block, which has no normalization before its first
// convolution.
func resUnetInput(net *counter.Net, x counter.Value, out int64) counter.Value {
	net.At(counter.Encoder, 1)
	l := parts.Sequential(net.Root().Child("input_layer"),
		parts.Conv2D(x.C, out, 3), parts.BatchNorm2D(out), layer.ReLU, parts.Conv2D(out, out, 3))
	skip := parts.Sequential(net.Root().Child("input_skip"), parts.Conv2D(x.C, out, 3))
	return net.Do(layer.Add{}, l(x), skip(x))
}

// residualConv adds a residual block: its first convolution and its shortcut
// have the given stride.
func residualConv(net *counter.Net, m *counter.Module, x counter.Value, out, stride int64) counter.Value {
	conv := parts.Conv2D(x.C, out, 3)
	conv.Stride = counter.Cube(stride)
	block := parts.Sequential(m.Child("conv_block"),
		parts.BatchNorm2D(x.C), layer.ReLU, conv,
		parts.BatchNorm2D(out), layer.ReLU, parts.Conv2D(out, out, 3))
	skip := parts.Sequential(m.Child("conv_skip"), conv, parts.BatchNorm2D(out))
	return net.Do(layer.Add{}, block(x), skip(x))
}
