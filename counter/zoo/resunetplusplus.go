package zoo

import (
	"slices"
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// ResUnetPlusPlus is the ResUnetPlusPlus of rishikksh20/ResUnet (2020,
// https://github.com/rishikksh20/ResUnet, commit 9998512): Jha et al.,
// "ResUNet++: An Advanced Architecture for Medical Image Segmentation" (2019,
// https://arxiv.org/abs/1911.07067). To the residual blocks it adds
// squeeze-and-excitation on the way down, atrous spatial pyramid pooling at the
// bottom and before the output, and attention on the way up, which weighs what
// comes up rather than the skip connection.
//
// The module for the pyramid takes a list of rates, but the network does not
// pass one on: they are 6, 12 and 18.
type ResUnetPlusPlus struct {
	parts.Image
	Channel int64
	Filters []int64
}

// squeezed is by how much squeeze-and-excitation divides its channels.
const squeezed = 16

func init() {
	config.Register(&config.Arch{
		ID:     "resunetplusplus",
		Family: parts.FamilyResidual,
		Name:   Text{EN: "ResUNet++", ZH: "ResUNet++"},
		About: Text{
			EN: "A residual U-Net with squeeze-and-excitation, attention and dilated pyramids.",
			ZH: "带压缩激励、注意力和空洞金字塔的残差 U-Net。",
		},
		Sources: []config.Source{
			{Title: "Jha et al.: ResUNet++: An Advanced Architecture for Medical Image Segmentation", Year: 2019, URL: "https://arxiv.org/abs/1911.07067"},
			resUnetSource,
		},
		Class: "ResUnetPlusPlus",
		New: func(k *config.Knobs) config.Model {
			k.Fixes("the head always has one channel", config.Classes)
			m := &ResUnetPlusPlus{}
			k.Section(parts.SectionData)
			k.Number(&m.Channel, "channel", 3, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
			k.Section(parts.SectionNet)
			k.Numbers(&m.Filters, "filters", parts.Doubling(32, 5), 5, 8, 1, 65536, labelFilters,
				Text{EN: "Of the four levels, and last of the pyramid at the bottom; a sixth number and further ones have no effect. Below 16, a level's squeeze-and-excitation has no neurons.", ZH: "前四个为各级，第五个为底部金字塔；第六个起无效果。少于 16 个通道的层，其压缩激励没有神经元。"}).As(config.Width).Scales()
			parts.InputSize(k, &m.Size, 224)
			return m
		},
	})
}

// ClosedForm implements [config.Model]: the polynomial in the first level's width.
func (m *ResUnetPlusPlus) ClosedForm() (int64, counter.Poly, error) {
	filters := m.Filters[:5]
	if !slices.Equal(filters, parts.Doubling(filters[0], 5)) || filters[0]%squeezed != 0 {
		return 0, counter.Poly{}, counter.ErrNotPolynomial
	}
	p, err := parts.Polynomial(squeezed, func(net *counter.Net, w int64) { m.build(net, parts.Doubling(w, 5)) })
	return filters[0], p, err
}

// Build implements [config.Model].
func (m *ResUnetPlusPlus) Build(net *counter.Net) { m.build(net, m.Filters[:5]) }

func (m *ResUnetPlusPlus) build(net *counter.Net, filters []int64) {
	root := net.Root()
	var skips [4]counter.Value
	x := resUnetInput(net, net.Input(m.Channel, 2), filters[0])
	for i := range 3 {
		skips[i] = x
		n := strconv.Itoa(i + 1)
		x = squeezeExcite(net, root.Child("squeeze_excite"+n), x)
		if i < 2 {
			net.At(counter.Encoder, i+2)
		} else {
			net.At(counter.Bottleneck, i+2)
		}
		x = residualConv(net, root.Child("residual_conv"+n), x, filters[i+1], 2)
	}
	x = aspp(net, root.Child("aspp_bridge"), x, filters[4])

	for level := 3; level >= 1; level-- {
		n, skip := strconv.Itoa(4-level), skips[level-1]
		net.At(counter.Decoder, level)
		x = resUnetAttention(net, root.Child("attn"+n), skip, x)
		x = root.Child("upsample"+n).Apply("upsample",
			layer.Upsample{ND: 2, Linear: true, Scale: counter.Cube(2)}, x)
		x = net.Do(layer.Concat{}, x, skip)
		x = residualConv(net, root.Child("up_residual_conv"+n), x, filters[level], 1)
	}
	x = aspp(net, root.Child("aspp_out"), x, filters[0])
	net.At(counter.Head, 1)
	net.Output(parts.Sequential(root.Child("output_layer"), parts.Conv2D(x.C, 1, 1), layer.Sigmoid)(x))
}

// squeezeExcite adds squeeze-and-excitation: every channel is multiplied by a
// weight that two linear layers make of the averages of all. Below 16 channels
// there is no neuron between them, and every weight is a half: PyTorch builds
// and runs that as well.
func squeezeExcite(net *counter.Net, m *counter.Module, x counter.Value) counter.Value {
	inner := x.C / squeezed
	average := m.Own("avg_pool", layer.AdaptivePool{ND: 2, Average: true, Size: counter.Cube(1)})
	weights := parts.Sequential(m.Child("fc"),
		layer.Linear{In: x.C, Out: inner}, layer.ReLU,
		layer.Linear{In: inner, Out: x.C}, layer.Sigmoid)
	return net.Do(layer.Mul{}, x, weights(average.Run(x)))
}

// aspp adds atrous spatial pyramid pooling: three dilated convolutions side by
// side, and a 1×1 convolution that joins them.
func aspp(net *counter.Net, m *counter.Module, x counter.Value, out int64) counter.Value {
	var branches []counter.Value
	for i, rate := range []int64{6, 12, 18} {
		conv := parts.Conv2D(x.C, out, 3)
		conv.Padding, conv.Dilation = counter.Cube(rate), counter.Cube(rate)
		branches = append(branches, parts.Sequential(m.Child("aspp_block"+strconv.Itoa(i+1)),
			conv, layer.ReLU, parts.BatchNorm2D(out))(x))
	}
	return m.Apply("output", parts.Conv2D(3*out, out, 1), net.Do(layer.Concat{}, branches...))
}

// resUnetAttention weighs what comes up from below by a map that it and the skip
// connection, pooled, make.
func resUnetAttention(net *counter.Net, m *counter.Module, skip, below counter.Value) counter.Value {
	c := below.C
	encoder := parts.Sequential(m.Child("conv_encoder"),
		parts.BatchNorm2D(skip.C), layer.ReLU, parts.Conv2D(skip.C, c, 3), parts.MaxPool2D(2))
	decoder := parts.Sequential(m.Child("conv_decoder"), parts.BatchNorm2D(c), layer.ReLU, parts.Conv2D(c, c, 3))
	weights := parts.Sequential(m.Child("conv_attn"), parts.BatchNorm2D(c), layer.ReLU, parts.Conv2D(c, 1, 1))
	x := net.Do(layer.Add{}, encoder(skip), decoder(below))
	return net.Do(layer.Mul{}, weights(x), below)
}
