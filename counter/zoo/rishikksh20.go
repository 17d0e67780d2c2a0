package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// Rishikksh20 is one of the plain U-Nets beside ResUnet in rishikksh20/ResUnet
// (2020, https://github.com/rishikksh20/ResUnet, commit 9998512): UNet and,
// half as wide, UNetSmall. Convolutions are padded by reflection and followed by
// a PReLU; only the encoder has batch norm, after it. The way up is bilinear
// with a 1×1 convolution, and skip connections are resized to what comes up.
// Images have three channels.
type Rishikksh20 struct {
	parts.Image
	Classes int64
	width   int64
}

func init() {
	for _, a := range []struct {
		id, class   string
		width       int64
		name, about config.Text
	}{
		{
			"rishikksh20-unet", "UNet", 64,
			Text{EN: "U-Net (rishikksh20)", ZH: "U-Net（rishikksh20）"},
			Text{EN: "The plain U-Net beside ResUnet: reflection padding and PReLU, bilinear up-sampling.", ZH: "与 ResUnet 同仓库的普通 U-Net：反射填充与 PReLU，双线性上采样。"},
		},
		{
			"rishikksh20-unet-small", "UNetSmall", 32,
			Text{EN: "U-Net, small (rishikksh20)", ZH: "小型 U-Net（rishikksh20）"},
			Text{EN: "The plain U-Net beside ResUnet at half the width.", ZH: "与 ResUnet 同仓库的普通 U-Net，宽度减半。"},
		},
	} {
		config.Register(&config.Arch{
			ID: a.id, Family: parts.FamilyResidual, Name: a.name, About: a.about,
			Sources: []config.Source{parts.PaperUNet, resUnetSource}, Class: a.class,
			New: func(k *config.Knobs) config.Model {
				k.Fixes("the class fixes three input channels", config.Inputs)
				m := &Rishikksh20{}
				k.Section(parts.SectionData)
				k.Number(&m.Classes, "num_classes", 1, 1, 65536, parts.LabelClasses, helpOutput).As(config.Classes)
				parts.EditedWidth(k, &m.width, a.width)
				parts.InputSize(k, &m.Size, 224)
				return m
			},
		})
	}
}

// ClosedForm implements [config.Model]: the polynomial in the first level's width.
func (m *Rishikksh20) ClosedForm() (int64, counter.Poly, error) {
	return parts.ClosedForm(parts.Doubling(m.width, 5), m.build)
}

// Build implements [config.Model].
func (m *Rishikksh20) Build(net *counter.Net) { m.build(net, parts.Doubling(m.width, 5)) }

func (m *Rishikksh20) build(net *counter.Net, filters []int64) {
	const deepest = 5
	root := net.Root()
	image := net.Input(3, 2)
	x := image
	var skips []counter.Value
	for i, f := range filters {
		level := i + 1
		name := "conv" + strconv.Itoa(level)
		if level < deepest {
			net.At(counter.Encoder, level)
		} else {
			net.At(counter.Bottleneck, level)
			name = "center"
		}
		if level > 1 {
			skips = append(skips, x)
			x = root.Apply("maxpool"+strconv.Itoa(i), parts.MaxPool2D(2), x)
		}
		x = m.block(root.Child(name), x, f, true)
	}
	for level := deepest - 1; level >= 1; level-- {
		f := filters[level-1]
		net.At(counter.Decoder, level)
		d := root.Child("decode" + strconv.Itoa(level))
		x = parts.Sequential(d.Child("up"),
			layer.Upsample{ND: 2, Linear: true, Scale: counter.Cube(2)}, parts.Conv2D(x.C, f, 1))(x)
		skip := net.Do(layer.Interpolate{Linear: true}, skips[level-1], x)
		x = m.block(d.Child("conv"), net.Do(layer.Concat{}, skip, x), f, false)
	}
	net.At(counter.Head, 1)
	x = root.Apply("final", parts.Conv2D(x.C, m.Classes, 1), x)
	net.Output(net.Do(layer.Interpolate{Linear: true}, x, image))
}

// block adds the two convolutions of a level.
func (*Rishikksh20) block(m *counter.Module, x counter.Value, out int64, norm bool) counter.Value {
	var layers []counter.Layer
	for in, i := x.C, 0; i < 2; in, i = out, i+1 {
		conv := parts.Conv2D(in, out, 3)
		conv.Padding = counter.Axes{}
		layers = append(layers, layer.ReflectionPad{ND: 2, Padding: counter.Cube(1)}, conv, layer.PReLU{C: 1})
		if norm {
			layers = append(layers, parts.BatchNorm2D(out))
		}
	}
	return parts.Sequential(m.Child("encoding_block"), layers...)(x)
}
