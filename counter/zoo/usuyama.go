package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// Usuyama is the UNet of usuyama/pytorch-unet (2018,
// https://github.com/usuyama/pytorch-unet, commit a0ec137), the plain one: four
// levels, no normalization, and bilinear interpolation that leaves the channels
// as they are.
type Usuyama struct {
	parts.Image
	Classes int64
	width   int64 // of the first level
}

func init() {
	config.Register(&config.Arch{
		ID:     "usuyama",
		Family: parts.FamilyUNet,
		Name:   Text{EN: "U-Net (usuyama)", ZH: "U-Net（usuyama）"},
		About: Text{
			EN: "A U-Net of four levels, 64 to 512 channels, without normalization.",
			ZH: "四层的 U-Net，通道数 64 到 512，没有归一化。",
		},
		Sources: []config.Source{
			parts.PaperUNet,
			{Title: "usuyama/pytorch-unet", Year: 2018, URL: "https://github.com/usuyama/pytorch-unet", Commit: "a0ec1374e06ca9161c21781302328b074f19391b"},
		},
		Class: "UNet",
		New: func(k *config.Knobs) config.Model {
			k.Fixes("the class fixes three input channels", config.Inputs)
			m := &Usuyama{}
			k.Section(parts.SectionData)
			k.Number(&m.Classes, "n_class", 6, 1, 65536, parts.LabelClasses, parts.HelpClasses).As(config.Classes)
			parts.EditedWidth(k, &m.width, 64)
			parts.InputSize(k, &m.Size, 192)
			return m
		},
	})
}

// ClosedForm implements [config.Model]: the polynomial in the first level's width.
func (m *Usuyama) ClosedForm() (int64, counter.Poly, error) {
	return parts.ClosedForm(parts.Doubling(m.width, 4), m.build)
}

// Build implements [config.Model].
func (m *Usuyama) Build(net *counter.Net) { m.build(net, parts.Doubling(m.width, 4)) }

func (m *Usuyama) build(net *counter.Net, filters []int64) {
	root := net.Root()
	x := net.Input(3, 2)

	double := func(name string, in, out int64) parts.Forward {
		return parts.Sequential(root.Child(name), parts.Conv2D(in, out, 3), layer.ReLU, parts.Conv2D(out, out, 3), layer.ReLU)
	}
	var downs []parts.Forward
	in := x.C
	for i, f := range filters {
		downs = append(downs, double("dconv_down"+strconv.Itoa(i+1), in, f))
		in = f
	}
	pool := root.Own("maxpool", parts.MaxPool2D(2))
	upsample := root.Own("upsample", layer.Upsample{ND: 2, Linear: true, AlignCorners: true, Scale: counter.Cube(2)})

	var skips []counter.Value
	for i, down := range downs {
		net.At(counter.Encoder, i+1)
		if i == 3 {
			net.At(counter.Bottleneck, 4)
		}
		if i > 0 {
			skips = append(skips, x)
			x = pool.Run(x)
		}
		x = down(x)
	}
	for i := 2; i >= 0; i-- {
		net.At(counter.Decoder, i+1)
		x = net.Do(layer.Concat{}, upsample.Run(x), skips[i])
		x = double("dconv_up"+strconv.Itoa(i+1), x.C, filters[i])(x)
	}
	net.At(counter.Head, 1)
	net.Output(root.Apply("conv_last", parts.Conv2D(x.C, m.Classes, 1), x))
}
