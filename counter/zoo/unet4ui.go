package zoo

import (
	"fmt"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// UNet4ui is the UNet of 4uiiurz1/pytorch-nested-unet (2018,
// https://github.com/4uiiurz1/pytorch-nested-unet, commit 557ea02), which is
// there beside the nested one: 32 to 512 channels, and bilinear interpolation
// that leaves the channels as they are.
type UNet4ui struct {
	parts.Image
	Classes, In int64
	width       int64 // of the first level
}

func init() {
	config.Register(&config.Arch{
		ID:     "unet4ui",
		Family: parts.FamilyUNet,
		Name:   Text{EN: "U-Net (4uiiurz1)", ZH: "U-Net（4uiiurz1）"},
		About: Text{
			EN: "The plain U-Net beside a U-Net++: 32 to 512 channels, bilinear up-sampling.",
			ZH: "与 U-Net++ 同仓库的普通 U-Net：通道数 32 到 512，双线性上采样。",
		},
		Sources: []config.Source{
			parts.PaperUNet,
			{Title: "4uiiurz1/pytorch-nested-unet", Year: 2018, URL: "https://github.com/4uiiurz1/pytorch-nested-unet", Commit: "557ea02f0b5d45ec171aae2282d2cd21562a633e"},
		},
		Class: "UNet",
		New: func(k *config.Knobs) config.Model {
			m := &UNet4ui{}
			k.Section(parts.SectionData)
			k.Number(&m.Classes, "num_classes", 1, 1, 65536, parts.LabelClasses, parts.HelpClasses).As(config.Classes)
			k.Number(&m.In, "input_channels", 3, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
			parts.EditedWidth(k, &m.width, 32)
			parts.InputSize(k, &m.Size, 96)
			return m
		},
	})
}

// ClosedForm implements [config.Model]: the polynomial in the first level's width.
func (m *UNet4ui) ClosedForm() (int64, counter.Poly, error) {
	return parts.ClosedForm(parts.Doubling(m.width, 5), m.build)
}

// Build implements [config.Model].
func (m *UNet4ui) Build(net *counter.Net) { m.build(net, parts.Doubling(m.width, 5)) }

func (m *UNet4ui) build(net *counter.Net, filters []int64) {
	root := net.Root()
	x := net.Input(m.In, 2)

	// Blocks are named by level and column, as in the nested net.
	block := func(level, col int, x counter.Value) counter.Value {
		b := root.Child(fmt.Sprintf("conv%d_%d", level, col))
		relu := b.Own("relu", layer.ReLU)
		for _, n := range []string{"1", "2"} {
			x = b.Apply("conv"+n, parts.Conv2D(x.C, filters[level], 3), x)
			x = relu.Run(b.Apply("bn"+n, parts.BatchNorm2D(filters[level]), x))
		}
		return x
	}
	pool := root.Own("pool", parts.MaxPool2D(2))
	up := root.Own("up", layer.Upsample{ND: 2, Linear: true, AlignCorners: true, Scale: counter.Cube(2)})

	var skips []counter.Value
	for level := range 5 {
		net.At(counter.Encoder, level+1)
		if level == 4 {
			net.At(counter.Bottleneck, 5)
		}
		if level > 0 {
			skips = append(skips, x)
			x = pool.Run(x)
		}
		x = block(level, 0, x)
	}
	for level := 3; level >= 0; level-- {
		net.At(counter.Decoder, level+1)
		x = block(level, 4-level, net.Do(layer.Concat{}, skips[level], up.Run(x)))
	}
	net.At(counter.Head, 1)
	net.Output(root.Apply("final", parts.Conv2D(x.C, m.Classes, 1), x))
}
