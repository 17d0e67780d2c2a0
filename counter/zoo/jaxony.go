package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// Jaxony is the UNet of jaxony/unet-pytorch (2017,
// https://github.com/jaxony/unet-pytorch, commit 2bb0e44): no normalization,
// and skip connections that are concatenated or added.
type Jaxony struct {
	parts.Image
	Classes, In, Depth, Start int64
	UpMode, MergeMode         string
}

func init() {
	config.Register(&config.Arch{
		ID:     "jaxony",
		Family: parts.FamilyUNet,
		Name:   Text{EN: "U-Net (jaxony)", ZH: "U-Net（jaxony）"},
		About: Text{
			EN: "A U-Net without normalization whose skip connections are concatenated or added.",
			ZH: "没有归一化的 U-Net，跳跃连接可拼接或相加。",
		},
		Sources: []config.Source{
			parts.PaperUNet,
			{Title: "jaxony/unet-pytorch", Year: 2017, URL: "https://github.com/jaxony/unet-pytorch", Commit: "2bb0e44a2d5c7c04b589d5d942673aee52bcff58"},
		},
		Class: "UNet",
		New: func(k *config.Knobs) config.Model {
			m := &Jaxony{}
			k.Section(parts.SectionData)
			k.Number(&m.Classes, "num_classes", 3, 1, 65536, parts.LabelClasses, parts.HelpClasses).As(config.Classes)
			k.Number(&m.In, "in_channels", 3, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
			k.Section(parts.SectionNet)
			k.Number(&m.Depth, "depth", 5, 1, 10,
				Text{EN: "Depth", ZH: "深度"},
				Text{EN: "Levels of the U, the bottleneck counted.", ZH: "U 形的级数，含瓶颈层。"}).As(config.Depth)
			k.Number(&m.Start, "start_filts", 64, 1, 65536,
				Text{EN: "Base channels", ZH: "基础通道数"},
				Text{EN: "Filters of the first level; they double with every level.", ZH: "首级通道数，逐级加倍。"}).As(config.Width).Scales()
			k.Select(&m.UpMode, "up_mode",
				Text{EN: "Up-sampling", ZH: "上采样方式"},
				Text{EN: "Interpolation is followed by a 1×1 convolution.", ZH: "插值之后接 1×1 卷积。"},
				Choice{Value: "transpose", Label: Text{EN: "transposed convolution", ZH: "转置卷积"}},
				Choice{Value: "upsample", Label: Text{EN: "bilinear and 1×1 convolution", ZH: "双线性插值加 1×1 卷积"}})
			k.Select(&m.MergeMode, "merge_mode", mergeLabel, mergeHelp, mergeConcat, mergeAdd)
			parts.InputSize(k, &m.Size, 320)
			return m
		},
	})
}

// Texts about how skip connections are joined.
var (
	mergeLabel  = Text{EN: "Skip connections", ZH: "跳跃连接"}
	mergeHelp   = Text{EN: "Adding halves the input of the block that follows.", ZH: "相加使其后卷积块的输入减半。"}
	mergeConcat = Choice{Value: "concat", Label: Text{EN: "concatenated", ZH: "拼接"}}
	mergeAdd    = Choice{Value: "add", Label: Text{EN: "added", ZH: "相加"}}
)

// mergeRefused is the error of code that refuses to add what was interpolated.
func mergeRefused() error {
	return &config.ValueError{Key: "merge_mode", Value: "add", Nearest: []string{"concat"}, Text: Text{
		EN: "the published code refuses to add skip connections to interpolated features",
		ZH: "已发布的代码不允许把跳跃连接与插值得到的特征相加",
	}}
}

// Check implements [config.Model].
func (m *Jaxony) Check() error {
	if m.UpMode == "upsample" && m.MergeMode == "add" {
		return mergeRefused()
	}
	return nil
}

// ClosedForm implements [config.Model]: the polynomial in the first level's width.
func (m *Jaxony) ClosedForm() (int64, counter.Poly, error) {
	return parts.ClosedForm(parts.Doubling(m.Start, int(m.Depth)), m.build)
}

// Build implements [config.Model].
func (m *Jaxony) Build(net *counter.Net) { m.build(net, parts.Doubling(m.Start, int(m.Depth))) }

func (m *Jaxony) build(net *counter.Net, filters []int64) {
	root := net.Root()
	x := net.Input(m.In, 2)
	deepest := len(filters) - 1

	// The lists of blocks become part of the module after the last layer.
	final := root.Own("conv_final", parts.Conv2D(filters[0], m.Classes, 1))
	conv := func(block *counter.Module, name string, x counter.Value, out int64) counter.Value {
		return net.Do(layer.ReLU, block.Apply(name, parts.Conv2D(x.C, out, 3), x))
	}

	down := root.Child("down_convs")
	skips := make([]counter.Value, deepest)
	for i, f := range filters {
		net.At(counter.Encoder, i+1)
		if i == deepest {
			net.At(counter.Bottleneck, i+1)
		}
		block := down.Child(strconv.Itoa(i))
		x = conv(block, "conv1", x, f)
		x = conv(block, "conv2", x, f)
		if i < deepest {
			skips[i] = x
			net.At(counter.Encoder, i+2)
			if i+1 == deepest {
				net.At(counter.Bottleneck, i+2)
			}
			x = block.Apply("pool", parts.MaxPool2D(2), x)
		}
	}
	path := root.Child("up_convs")
	for i := deepest - 1; i >= 0; i-- {
		f := filters[i]
		net.At(counter.Decoder, i+1)
		block := path.Child(strconv.Itoa(deepest - 1 - i))
		if m.UpMode == "transpose" {
			x = block.Apply("upconv", layer.ConvTranspose{ND: 2, In: x.C, Out: f,
				Kernel: counter.Cube(2), Stride: counter.Cube(2), Bias: true}, x)
		} else {
			x = parts.Sequential(block.Child("upconv"),
				layer.Upsample{ND: 2, Linear: true, Scale: counter.Cube(2)},
				parts.Conv2D(x.C, f, 1))(x)
		}
		if m.MergeMode == "concat" {
			x = net.Do(layer.Concat{}, x, skips[i])
		} else {
			x = net.Do(layer.Add{}, x, skips[i])
		}
		x = conv(block, "conv1", x, f)
		x = conv(block, "conv2", x, f)
	}
	net.At(counter.Head, 1)
	net.Output(final.Run(x))
}
