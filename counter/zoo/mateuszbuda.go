package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// MateuszBuda is the UNet of mateuszbuda/brain-segmentation-pytorch (2019,
// https://github.com/mateuszbuda/brain-segmentation-pytorch, commit d45f890),
// which PyTorch Hub offers: convolutions without bias before batch
// normalization, and a sigmoid at the end. Made for Buda, Saha and Mazurowski
// (2019, https://arxiv.org/abs/1906.03720).
type MateuszBuda struct {
	parts.Image
	In, Out, Features int64
}

func init() {
	config.Register(&config.Arch{
		ID:     "mateuszbuda",
		Family: parts.FamilyUNet,
		Name:   Text{EN: "U-Net (mateuszbuda)", ZH: "U-Net（mateuszbuda）"},
		About: Text{
			EN: "The U-Net of PyTorch Hub, made for brain MRI.",
			ZH: "PyTorch Hub 提供的 U-Net，用于脑部 MRI。",
		},
		Sources: []config.Source{
			{Title: "Buda, Saha, Mazurowski: Association of genomic subtypes of lower-grade gliomas with shape features automatically extracted by a deep learning algorithm", Year: 2019, URL: "https://arxiv.org/abs/1906.03720"},
			{Title: "mateuszbuda/brain-segmentation-pytorch", Year: 2019, URL: "https://github.com/mateuszbuda/brain-segmentation-pytorch", Commit: "d45f8908ab2f0246ba204c702a6161c9eb25f902"},
		},
		Class: "UNet",
		New: func(k *config.Knobs) config.Model {
			m := &MateuszBuda{}
			k.Section(parts.SectionData)
			k.Number(&m.In, "in_channels", 3, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
			k.Number(&m.Out, "out_channels", 1, 1, 65536,
				Text{EN: "Output channels", ZH: "输出通道数"},
				Text{EN: "1 for a single mask.", ZH: "单个掩膜为 1。"}).As(config.Classes)
			k.Section(parts.SectionNet)
			k.Number(&m.Features, "init_features", 32, 1, 65536,
				Text{EN: "Base channels", ZH: "基础通道数"},
				Text{EN: "Filters of the first level; they double with every level.", ZH: "首级通道数，逐级加倍。"}).As(config.Width).Scales()
			parts.InputSize(k, &m.Size, 256)
			return m
		},
	})
}

// ClosedForm implements [config.Model]: the polynomial in the first level's width.
func (m *MateuszBuda) ClosedForm() (int64, counter.Poly, error) {
	return parts.ClosedForm(parts.Doubling(m.Features, 5), m.build)
}

// Build implements [config.Model].
func (m *MateuszBuda) Build(net *counter.Net) { m.build(net, parts.Doubling(m.Features, 5)) }

func (m *MateuszBuda) build(net *counter.Net, filters []int64) {
	root := net.Root()
	x := net.Input(m.In, 2)

	block := func(parent, name string, x counter.Value, out int64) counter.Value {
		b := root.Child(parent)
		for i := 1; i <= 2; i++ {
			n := strconv.Itoa(i)
			conv := parts.Conv2D(x.C, out, 3)
			conv.Bias = false
			x = b.Apply(name+"conv"+n, conv, x)
			x = b.Apply(name+"norm"+n, parts.BatchNorm2D(out), x)
			x = b.Apply(name+"relu"+n, layer.ReLU, x)
		}
		return x
	}
	var skips []counter.Value
	for i, f := range filters[:4] {
		level := strconv.Itoa(i + 1)
		net.At(counter.Encoder, i+1)
		x = block("encoder"+level, "enc"+level, x, f)
		skips = append(skips, x)
		net.At(counter.Encoder, i+2)
		if i == 3 {
			net.At(counter.Bottleneck, 5)
		}
		x = root.Apply("pool"+level, parts.MaxPool2D(2), x)
	}
	x = block("bottleneck", "bottleneck", x, filters[4])
	for i := 3; i >= 0; i-- {
		level := strconv.Itoa(i + 1)
		net.At(counter.Decoder, i+1)
		x = root.Apply("upconv"+level, layer.ConvTranspose{ND: 2, In: x.C, Out: filters[i],
			Kernel: counter.Cube(2), Stride: counter.Cube(2), Bias: true}, x)
		x = net.Do(layer.Concat{}, x, skips[i])
		x = block("decoder"+level, "dec"+level, x, filters[i])
	}
	net.At(counter.Head, 1)
	x = root.Apply("conv", parts.Conv2D(x.C, m.Out, 1), x)
	net.Output(net.Do(layer.Sigmoid, x))
}
