package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/layer"
)

// Usuyama is the UNet of usuyama/pytorch-unet (2018,
// https://github.com/usuyama/pytorch-unet, commit a0ec137), the plain one: four
// levels, no normalisation, and bilinear interpolation that leaves the channels
// as they are.
type Usuyama struct {
	image
	Classes int64
}

func init() {
	register(&Arch{
		ID:     "usuyama",
		Family: familyUNet,
		Name:   Text{"U-Net (usuyama)", "U-Net（usuyama）"},
		About: Text{
			"A U-Net of four levels, 64 to 512 channels, without normalisation.",
			"四层的 U-Net，通道数 64 到 512，没有归一化。",
		},
		Sources: []Source{
			paperUNet,
			{Title: "usuyama/pytorch-unet", Year: 2018, URL: "https://github.com/usuyama/pytorch-unet", Commit: "a0ec1374e06ca9161c21781302328b074f19391b"},
		},
		Class: "UNet",
		New: func(k *Knobs) Model {
			m := &Usuyama{}
			k.Section(sectionData)
			k.Number(&m.Classes, "n_class", 6, 1, 65536, labelClasses, helpClasses)
			inputSize(k, &m.size, 192)
			return m
		},
	})
}

// ClosedForm implements [Model]: the polynomial in the first level's width.
func (m *Usuyama) ClosedForm() (int64, counter.Poly, error) {
	return closedForm(doubling(64, 4), m.build)
}

// Build implements [Model].
func (m *Usuyama) Build(net *counter.Net) { m.build(net, doubling(64, 4)) }

func (m *Usuyama) build(net *counter.Net, filters []int64) {
	root := net.Root()
	x := net.Input(3, 2)

	double := func(name string, in, out int64) forward {
		return sequential(root.Child(name), conv2d(in, out, 3), layer.ReLU, conv2d(out, out, 3), layer.ReLU)
	}
	var downs []forward
	in := x.C
	for i, f := range filters {
		downs = append(downs, double("dconv_down"+strconv.Itoa(i+1), in, f))
		in = f
	}
	pool := root.Own("maxpool", maxPool2d(2))
	upsample := root.Own("upsample", layer.Upsample{ND: 2, Linear: true, Scale: counter.Cube(2)})

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
	net.Output(root.Apply("conv_last", conv2d(x.C, m.Classes, 1), x))
}
