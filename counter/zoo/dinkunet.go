package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// DinkUnet is the Unet that accompanies D-LinkNet in
// zlckanata/DeepGlobe-Road-Extraction-Challenge (2018, commit 7354f87): eight
// levels, from 8 to 1024 channels, and 4×4 transposed convolutions without bias.
// Its constructor takes no arguments.
type DinkUnet struct {
	parts.Image
	width int64 // of the first level
}

func init() {
	config.Register(&config.Arch{
		ID: "dlinknet-unet", Family: parts.FamilyUNet, Class: "Unet",
		Name: Text{EN: "Unet (D-LinkNet)", ZH: "Unet（D-LinkNet）"},
		About: Text{
			EN: "The U-Net that D-LinkNet is compared with: eight levels, from 8 to 1024 channels.",
			ZH: "与 D-LinkNet 对比的 U-Net：八级，通道数从 8 到 1024。",
		},
		Sources: []config.Source{{Title: "zlckanata/DeepGlobe-Road-Extraction-Challenge", Year: 2018, URL: "https://github.com/zlckanata/DeepGlobe-Road-Extraction-Challenge", Commit: "7354f87ea03224a2c7a4c9e2bc6988cb511eb9a8"}},
		New: func(k *config.Knobs) config.Model {
			k.Fixes("the constructor takes no arguments", config.Inputs, config.Classes)
			m := &DinkUnet{}
			parts.EditedWidth(k, &m.width, 8)
			parts.InputSize(k, &m.Size, 1024)
			return m
		},
	})
}

// ClosedForm implements [config.Model]: the polynomial in the first level's width.
func (m *DinkUnet) ClosedForm() (int64, counter.Poly, error) {
	return parts.ClosedForm(parts.Doubling(m.width, 8), m.build)
}

// Build implements [config.Model].
func (m *DinkUnet) Build(net *counter.Net) { m.build(net, parts.Doubling(m.width, 8)) }

func (*DinkUnet) build(net *counter.Net, filters []int64) {
	root := net.Root()
	x := net.Input(3, 2)
	stage := func(name string, in, out int64) parts.Forward {
		return parts.Sequential(root.Child(name), parts.Conv2D(in, out, 3), layer.ReLU, parts.Conv2D(out, out, 3), layer.ReLU)
	}
	var down, up, grow [9]parts.Forward
	in := int64(3)
	for i := 1; i <= 8; i++ {
		name, out := "down"+strconv.Itoa(i), filters[i-1]
		if i == 8 {
			name = "center"
		}
		down[i] = stage(name, in, out)
		in = out
	}
	for i := 7; i >= 1; i-- {
		up[i] = stage("up"+strconv.Itoa(i), filters[i], filters[i-1])
	}
	for i := 7; i >= 1; i-- {
		grow[i] = parts.Sequential(root.Child("trans"+strconv.Itoa(i)),
			layer.ConvTranspose{ND: 2, In: filters[i], Out: filters[i-1], Kernel: counter.Cube(4), Stride: counter.Cube(2), Padding: counter.Cube(1)}, layer.ReLU)
	}
	head := parts.Sequential(root.Child("conv_last"), parts.Conv2D(filters[0], 1, 3), layer.Sigmoid)
	pool := parts.Maybe(root, "max_pool", parts.MaxPool2D(2))
	var skips [9]counter.Value
	for i := 1; i <= 8; i++ {
		net.At(counter.Encoder, i)
		if i == 8 {
			net.At(counter.Bottleneck, i)
		}
		if i > 1 {
			x = pool(x)
		}
		x = down[i](x)
		skips[i] = x
	}
	for i := 7; i >= 1; i-- {
		net.At(counter.Decoder, i)
		x = up[i](net.Do(layer.Concat{}, grow[i](x), skips[i]))
	}
	net.At(counter.Head, 1)
	net.Output(head(x))
}
