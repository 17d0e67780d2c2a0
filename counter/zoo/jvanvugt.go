package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// Jvanvugt is the UNet of jvanvugt/pytorch-unet (2018,
// https://github.com/jvanvugt/pytorch-unet, commit 7e57722): 2^wf channels,
// doubled depth − 1 times. By default it is the network of the 2015 paper, with
// convolutions without padding and skip connections that are cropped. Batch
// normalization comes after the activation.
type Jvanvugt struct {
	parts.Image
	In, Classes, Depth, WF int64
	Padding, BatchNorm     bool
	UpMode                 string
}

func init() {
	config.Register(&config.Arch{
		ID:     "jvanvugt",
		Family: parts.FamilyUNet,
		Name:   Text{EN: "U-Net (jvanvugt)", ZH: "U-Net（jvanvugt）"},
		About: Text{
			EN: "The net of the 2015 paper, with depth and width to choose.",
			ZH: "2015 年论文的网络，深度和宽度可选。",
		},
		Sources: []config.Source{
			parts.PaperUNet,
			{Title: "jvanvugt/pytorch-unet", Year: 2018, URL: "https://github.com/jvanvugt/pytorch-unet", Commit: "7e577223d048ace32c35c3f1e18f36cc9a8d1971"},
		},
		Class: "UNet",
		New: func(k *config.Knobs) config.Model {
			k.Fixes("wf is the exponent of the first width", config.Width)
			m := &Jvanvugt{}
			k.Section(parts.SectionData)
			k.Number(&m.In, "in_channels", 1, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
			k.Number(&m.Classes, "n_classes", 2, 1, 65536, parts.LabelClasses, parts.HelpClasses).As(config.Classes)
			k.Section(parts.SectionNet)
			k.Number(&m.Depth, "depth", 5, 1, 10,
				Text{EN: "Depth", ZH: "深度"},
				Text{EN: "Levels of the U, the bottleneck counted.", ZH: "U 形的级数，含瓶颈层。"}).As(config.Depth)
			k.Number(&m.WF, "wf", 6, 0, 16,
				Text{EN: "Width factor", ZH: "宽度因子"},
				Text{EN: "The first level has 2 to this power channels; 6 makes 64.", ZH: "第一层通道数为 2 的该次幂；6 即 64。"}).As(config.WidthExponent).Scales()
			k.Switch(&m.Padding, "padding", false,
				Text{EN: "Padding", ZH: "填充"},
				Text{EN: "Off: every 3×3 convolution eats the border, and skips are cropped, as in the 2015 paper.", ZH: "关：每个 3×3 卷积都会缩小边缘，跳跃连接需裁剪，同 2015 年论文。"}).As(config.Uncounted)
			k.Switch(&m.BatchNorm, "batch_norm", false,
				Text{EN: "Batch norm", ZH: "批归一化"},
				Text{EN: "After the ReLU of every 3×3 convolution.", ZH: "位于每个 3×3 卷积的 ReLU 之后。"})
			k.Select(&m.UpMode, "up_mode",
				Text{EN: "Up-sampling", ZH: "上采样方式"},
				Text{EN: "Interpolation is followed by a 1×1 convolution.", ZH: "插值之后接 1×1 卷积。"},
				Choice{Value: "upconv", Label: Text{EN: "transposed convolution", ZH: "转置卷积"}},
				Choice{Value: "upsample", Label: Text{EN: "bilinear and 1×1 convolution", ZH: "双线性插值加 1×1 卷积"}})
			parts.InputSize(k, &m.Size, 572)
			return m
		},
	})
}

// ClosedForm implements [config.Model]: the polynomial in the first level's width.
func (m *Jvanvugt) ClosedForm() (int64, counter.Poly, error) {
	return parts.ClosedForm(parts.Doubling(1<<m.WF, int(m.Depth)), m.build)
}

// Build implements [config.Model].
func (m *Jvanvugt) Build(net *counter.Net) { m.build(net, parts.Doubling(1<<m.WF, int(m.Depth))) }

func (m *Jvanvugt) build(net *counter.Net, filters []int64) {
	root := net.Root()
	x := net.Input(m.In, 2)
	deepest := len(filters) - 1

	down := root.Child("down_path")
	var skips []counter.Value
	for i, f := range filters {
		net.At(counter.Encoder, i+1)
		if i == deepest {
			net.At(counter.Bottleneck, i+1)
		}
		if i > 0 {
			skips = append(skips, x)
			x = net.Do(parts.MaxPool2D(2), x)
		}
		x = m.block(down.Child(strconv.Itoa(i)), x.C, f)(x)
	}
	path := root.Child("up_path")
	for i := deepest - 1; i >= 0; i-- {
		f := filters[i]
		net.At(counter.Decoder, i+1)
		up := path.Child(strconv.Itoa(deepest - 1 - i))
		if m.UpMode == "upconv" {
			x = up.Apply("up", layer.ConvTranspose{ND: 2, In: x.C, Out: f,
				Kernel: counter.Cube(2), Stride: counter.Cube(2), Bias: true}, x)
		} else {
			x = parts.Sequential(up.Child("up"),
				layer.Upsample{ND: 2, Linear: true, Scale: counter.Cube(2)},
				parts.Conv2D(x.C, f, 1))(x)
		}
		x = net.Do(layer.Concat{}, x, net.Do(layer.Crop{}, skips[i], x))
		x = m.block(up.Child("conv_block"), x.C, f)(x)
	}
	net.At(counter.Head, 1)
	net.Output(root.Apply("last", parts.Conv2D(x.C, m.Classes, 1), x))
}

// block registers two convolutions and returns a Forward that runs them.
func (m *Jvanvugt) block(parent *counter.Module, in, out int64) parts.Forward {
	var layers []counter.Layer
	for range 2 {
		conv := parts.Conv2D(in, out, 3)
		if !m.Padding {
			conv.Padding = counter.Axes{}
		}
		layers = append(layers, conv, layer.ReLU)
		if m.BatchNorm {
			layers = append(layers, parts.BatchNorm2D(out))
		}
		in = out
	}
	return parts.Sequential(parent.Child("block"), layers...)
}
