package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// UNetFamily is the UNet of ShawnBIT/UNet-family (2019,
// https://github.com/ShawnBIT/UNet-family, commit 561bcaa): 64 to 1024 channels
// divided by feature_scale. Batch normalization is in the encoder only, and what
// the decoder concatenates begins with the up-sampled features.
type UNetFamily struct {
	parts.Image
	In, Classes, Scale int64
	width              int64 // of the first level, before it is divided
	Deconv, BatchNorm  bool
}

func init() {
	config.Register(&config.Arch{
		ID:     "unetfamily",
		Family: parts.FamilyUNet,
		Name:   Text{EN: "U-Net (UNet-family)", ZH: "U-Net（UNet-family）"},
		About: Text{
			EN: "A U-Net whose widths are divided by one number, with batch norm in the encoder only.",
			ZH: "各层宽度统一除以一个数的 U-Net，仅编码器有批归一化。",
		},
		Sources: []config.Source{parts.PaperUNet, parts.UNetFamily},
		Class:   "UNet",
		New: func(k *config.Knobs) config.Model {
			m := &UNetFamily{}
			k.Section(parts.SectionData)
			k.Number(&m.In, "in_channels", 1, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
			k.Number(&m.Classes, "n_classes", 2, 1, 65536, parts.LabelClasses, parts.HelpClasses).As(config.Classes)
			k.Section(parts.SectionNet)
			k.Number(&m.Scale, "feature_scale", 2, 1, 64,
				Text{EN: "Feature scale", ZH: "特征缩放"},
				Text{EN: "Divides the channels 64 to 1024; 2 makes 32 to 512.", ZH: "把 64 到 1024 的通道数除以它；2 得到 32 到 512。"}).As(config.WidthDivisor)
			k.Switch(&m.Deconv, "is_deconv", true,
				Text{EN: "Transposed convolutions", ZH: "转置卷积"},
				Text{EN: "Off: bilinear up-sampling and a 1×1 convolution.", ZH: "关：双线性上采样加 1×1 卷积。"})
			k.Switch(&m.BatchNorm, "is_batchnorm", true,
				Text{EN: "Batch norm", ZH: "批归一化"},
				Text{EN: "In the encoder and the bottleneck; the decoder never has it.", ZH: "用于编码器和瓶颈；解码器总是没有。"})
			parts.EditedWidth(k, &m.width, 64)
			parts.InputSize(k, &m.Size, 256)
			return m
		},
	})
}

func (m *UNetFamily) filters() []int64 {
	f := parts.Doubling(m.width, 5)
	for i := range f {
		f[i] /= m.Scale
	}
	return f
}

// Check implements [config.Model].
func (m *UNetFamily) Check() error { return parts.CheckDivisor("feature_scale", m.Scale, m.width) }

// ClosedForm implements [config.Model]: the polynomial in the first level's width.
func (m *UNetFamily) ClosedForm() (int64, counter.Poly, error) {
	return parts.ClosedForm(m.filters(), m.build)
}

// Build implements [config.Model].
func (m *UNetFamily) Build(net *counter.Net) { m.build(net, m.filters()) }

func (m *UNetFamily) build(net *counter.Net, filters []int64) {
	root := net.Root()
	x := net.Input(m.In, 2)

	pool := root.Own("maxpool", parts.MaxPool2D(2))
	var skips []counter.Value
	for i, f := range filters {
		name := "conv" + strconv.Itoa(i+1)
		net.At(counter.Encoder, i+1)
		if i == 4 {
			name = "center"
			net.At(counter.Bottleneck, 5)
		}
		if i > 0 {
			skips = append(skips, x)
			x = pool.Run(x)
		}
		x = familyConvs(root.Child(name), x.C, f, m.BatchNorm)(x)
	}
	for i := 3; i >= 0; i-- {
		level, in, f := strconv.Itoa(i+1), filters[i+1], filters[i]
		net.At(counter.Decoder, i+1)
		up := root.Child("up_concat" + level)
		convs := familyConvs(up.Child("conv"), in, f, false)
		if m.Deconv {
			x = up.Apply("up", layer.ConvTranspose{ND: 2, In: in, Out: f,
				Kernel: counter.Cube(2), Stride: counter.Cube(2), Bias: true}, x)
		} else {
			x = parts.Sequential(up.Child("up"),
				layer.Upsample{ND: 2, Linear: true, AlignCorners: true, Scale: counter.Cube(2)},
				parts.Conv2D(in, f, 1))(x)
		}
		x = net.Do(layer.Concat{}, x, skips[i])
		if x.C != in { // a feature_scale whose rounded widths don't double
			x = net.Do(layer.ChannelMismatch{C: in}, x)
		}
		x = convs(x)
	}
	net.At(counter.Head, 1)
	net.Output(root.Apply("final", parts.Conv2D(x.C, m.Classes, 1), x))
}

// familyConvs registers two convolutions and returns what runs them.
func familyConvs(m *counter.Module, in, out int64, norm bool) parts.Forward {
	one := func(name string, in int64) parts.Forward {
		if norm {
			return parts.Sequential(m.Child(name), parts.Conv2D(in, out, 3), parts.BatchNorm2D(out), layer.ReLU)
		}
		return parts.Sequential(m.Child(name), parts.Conv2D(in, out, 3), layer.ReLU)
	}
	first, second := one("conv1", in), one("conv2", out)
	return func(x counter.Value) counter.Value { return second(first(x)) }
}
