package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// Milesial is the UNet of milesial/Pytorch-UNet (2017,
// https://github.com/milesial/Pytorch-UNet), the most copied one: 64 to 1024
// channels, batch normalization after every convolution, a transposed
// convolution or bilinear interpolation on the way up. Interpolation leaves the
// channels as they are, so that with it the deepest level has 512 of them, and
// the decoder's blocks narrow in two steps. Sizes that were odd are padded back.
//
// Versions differ in what they count:
//
//   - v3: since 514f18e (2021) convolutions have no bias. Commit 21d7850.
//   - v1, v2: they have. Commits 4ad8323 and 5a7a0d5.
//   - 2019: 512 channels at the deepest level with either way up, decoder
//     blocks that narrow in one step, and the classes' probabilities as output.
//     Commit ff1ac09.
type Milesial struct {
	parts.Image
	Channels, Classes int64
	Bilinear          bool
	Version           string
	width             int64 // of the first level
}

func init() {
	config.Register(&config.Arch{
		ID:     "milesial",
		Family: parts.FamilyUNet,
		Name:   Text{EN: "U-Net (milesial)", ZH: "U-Net（milesial）"},
		About: Text{
			EN: "The most copied PyTorch U-Net, in its versions from 2019 on.",
			ZH: "被复制最多的 PyTorch U-Net，含 2019 年以来的各版本。",
		},
		Sources: []config.Source{
			parts.PaperUNet,
			{Title: "milesial/Pytorch-UNet", Year: 2017, URL: "https://github.com/milesial/Pytorch-UNet", Commit: "21d7850f2af30a9695bbeea75f3136aa538cfc4a"},
			{Title: "milesial/Pytorch-UNet v2.0", Year: 2021, URL: "https://github.com/milesial/Pytorch-UNet", Commit: "5a7a0d5a57467e43e8d10c9b28a99b67e0936803"},
			{Title: "milesial/Pytorch-UNet v1.0", Year: 2020, URL: "https://github.com/milesial/Pytorch-UNet", Commit: "4ad8323b2e54c7bbcf8968ca7fc0f2e3ddd87689"},
			{Title: "milesial/Pytorch-UNet, 2019", Year: 2019, URL: "https://github.com/milesial/Pytorch-UNet", Commit: "ff1ac0936c118d129bc8a8014958948d3b3883be"},
		},
		Class: "UNet",
		New: func(k *config.Knobs) config.Model {
			m := &Milesial{}
			k.Section(parts.SectionData)
			k.Number(&m.Channels, "n_channels", 3, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
			k.Number(&m.Classes, "n_classes", 2, 1, 65536, parts.LabelClasses, parts.HelpClasses).As(config.Classes)
			k.Section(parts.SectionNet)
			k.Switch(&m.Bilinear, "bilinear", false,
				Text{EN: "Bilinear up-sampling", ZH: "双线性上采样"},
				Text{EN: "Instead of transposed convolutions; it was the default before v3.0.", ZH: "代替转置卷积；v3.0 之前默认开启。"})
			k.Select(&m.Version, "version",
				Text{EN: "Version", ZH: "版本"},
				Text{EN: "Convolutions had a bias before v3.0.", ZH: "v3.0 之前卷积有偏置。"},
				Choice{Value: "v3", Label: Text{EN: "v3.0 and later", ZH: "v3.0 及以后"}},
				Choice{Value: "v2", Label: Text{EN: "v2.0", ZH: "v2.0"}},
				Choice{Value: "v1", Label: Text{EN: "v1.0", ZH: "v1.0"}},
				Choice{Value: "2019", Label: Text{EN: "2019", ZH: "2019 年"}})
			parts.EditedWidth(k, &m.width, 64)
			parts.InputSize(k, &m.Size, 256)
			return m
		},
	})
}

// ClosedForm implements [config.Model]: the polynomial in the first level's width.
func (m *Milesial) ClosedForm() (int64, counter.Poly, error) {
	return parts.ClosedForm(parts.Doubling(m.width, 5), m.build)
}

// Build implements [config.Model].
func (m *Milesial) Build(net *counter.Net) { m.build(net, parts.Doubling(m.width, 5)) }

func (m *Milesial) build(net *counter.Net, filters []int64) {
	root := net.Root()
	x := net.Input(m.Channels, 2)
	old := m.Version == "2019"

	factor := int64(1)
	if m.Bilinear || old {
		factor = 2
	}
	net.At(counter.Encoder, 1)
	x = m.double(root.Child("inc"), x, filters[0], filters[0])
	var skips []counter.Value
	for level := 1; level <= 4; level++ {
		out := filters[level]
		skips = append(skips, x)
		net.At(counter.Encoder, level+1)
		if level == 4 {
			net.At(counter.Bottleneck, 5)
			out /= factor
		}
		down := root.Child("down" + strconv.Itoa(level)).Child("maxpool_conv")
		x = down.Apply("0", parts.MaxPool2D(2), x)
		x = m.double(down.Child("1"), x, out, out)
	}
	for i := range 4 {
		skip := skips[3-i]
		net.At(counter.Decoder, 4-i)
		up := root.Child("up" + strconv.Itoa(i+1))
		in, out := 2*skip.C, skip.C/factor
		if i == 3 {
			out = filters[0]
		}
		if m.Bilinear {
			x = up.Apply("up", layer.Upsample{ND: 2, Linear: true, AlignCorners: true, Scale: counter.Cube(2)}, x)
		} else {
			x = up.Apply("up", layer.ConvTranspose{ND: 2, In: x.C, Out: in / 2,
				Kernel: counter.Cube(2), Stride: counter.Cube(2), Bias: true}, x)
		}
		x = net.Do(layer.PadLike{}, x, skip)
		x = net.Do(layer.Concat{}, skip, x)
		mid := out
		if m.Bilinear && !old {
			mid = in / 2
		}
		x = m.double(up.Child("conv"), x, mid, out)
	}
	net.At(counter.Head, 1)
	x = root.Child("outc").Apply("conv", parts.Conv2D(x.C, m.Classes, 1), x)
	switch {
	case old && m.Classes > 1:
		x = net.Do(layer.Softmax, x)
	case old:
		x = net.Do(layer.Sigmoid, x)
	}
	net.Output(x)
}

// double adds two convolutions, to mid and to out channels.
func (m *Milesial) double(parent *counter.Module, x counter.Value, mid, out int64) counter.Value {
	first, second := parts.Conv2D(x.C, mid, 3), parts.Conv2D(mid, out, 3)
	first.Bias = m.Version != "v3"
	second.Bias = first.Bias
	return parts.Sequential(parent.Child("double_conv"),
		first, parts.BatchNorm2D(mid), layer.ReLU,
		second, parts.BatchNorm2D(out), layer.ReLU)(x)
}
