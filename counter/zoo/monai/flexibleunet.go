package monai

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/encoder"
	"unetparams/counter/zoo/parts"
)

// FlexibleUNet is MONAI's U-Net with an EfficientNet as its encoder (2022; Tan and
// Le, "EfficientNet", 2019, https://arxiv.org/abs/1905.11946), for images. The
// encoder's last convolution and its classifier of 1000 classes are built but never
// run. Not supported here are three dimensions, and interp_mode, pretrained and is_pad,
// which do not affect anything that is counted.
type FlexibleUNet struct {
	dataArgs
	adn
	backbone, mode, pre string
	channels            []int64
	bias                bool
}

func init() {
	config.Register(&config.Arch{
		ID: "monai-flexibleunet", Family: Family, Class: "FlexibleUNet",
		Name: Text{EN: "FlexibleUNet (MONAI)", ZH: "FlexibleUNet（MONAI）"},
		About: Text{
			EN: "A U-Net whose encoder is an EfficientNet, with its unused classifier.",
			ZH: "以 EfficientNet 为编码器的 U-Net，保留了未使用的分类头。",
		},
		Sources: fromMONAI(config.Source{Title: "Tan, Le: EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks", Year: 2019, URL: "https://arxiv.org/abs/1905.11946"}),
		New:     newFlexibleUNet,
	})
}

func newFlexibleUNet(k *config.Knobs) config.Model {
	u := &FlexibleUNet{}
	u.order, u.nd, u.norm.eps = "NDA", 2, "0.001"
	k.Fixes("the encoder has fixed widths", config.Width)
	k.Section(parts.SectionData)
	k.Number(&u.in, "in_channels", 3, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
	k.Number(&u.out, "out_channels", 2, 1, 65536, parts.LabelClasses, parts.HelpClasses).As(config.Classes)
	k.Section(parts.SectionNet)
	var names []Choice
	for _, e := range encoder.MONAI {
		names = append(names, Choice{Value: e.Name, Label: Text{EN: e.Name, ZH: e.Name}})
	}
	k.Select(&u.backbone, "backbone", Text{EN: "Encoder", ZH: "编码器"},
		Text{EN: "B0 is the smallest.", ZH: "B0 最小。"}, names...)
	k.Numbers(&u.channels, "decoder_channels", []int64{256, 128, 64, 32, 16}, 5, 5, 2, 65536,
		Text{EN: "Channels on the way up", ZH: "上行通道数"},
		Text{EN: "Five numbers, from the lowest level up.", ZH: "从最深层往上共五个数。"}).Scales()
	u.act.declare(k, "act", "relu", "0.01", true)
	u.norm.declare(k, "norm", "batch", "default", true)
	k.Switch(&u.bias, "decoder_bias", false, Text{EN: "Bias on the way up", ZH: "上行卷积偏置"},
		Text{EN: "Of the 3×3 convolutions.", ZH: "3×3 卷积的偏置。"})
	dropoutKnob(k, &u.dropout, "dropout", true)
	bindUpsample(k, &u.mode, "upsample", "nontrainable")
	k.Select(&u.pre, "pre_conv", Text{EN: "Convolution before interpolation", ZH: "插值前卷积"},
		Text{EN: "Halves the channels.", ZH: "通道数减半。"},
		Choice{Value: "default", Label: Text{EN: "1×1", ZH: "1×1"}},
		Choice{Value: "none", Label: Text{EN: "none", ZH: "无"}}).When(func() bool { return u.mode == "nontrainable" })
	parts.InputSize(k, &u.size, 256)
	return u
}

// Check implements [config.Model].
func (u *FlexibleUNet) Check() error {
	return u.norm.check(func(net *counter.Net, n normArgs) {
		c := *u
		c.norm = n
		c.Build(net)
	})
}

// ClosedForm implements [config.Model]: the encoder's widths are fixed.
func (*FlexibleUNet) ClosedForm() (int64, counter.Poly, error) {
	return 0, counter.Poly{}, counter.ErrNotPolynomial
}

// Build implements [config.Model].
func (u *FlexibleUNet) Build(net *counter.Net) {
	root := net.Root()
	x := net.Input(u.in, 2)
	stages, channels := encoder.BuildMONAI(net, root.Child("encoder"), u.in, u.backbone)
	list := root.Child("decoder").Child("blocks")
	up := make([]func(x counter.Value, skip *counter.Value) counter.Value, 5)
	in := channels[5]
	for i, out := range u.channels {
		skip := channels[4-i]
		if i == 4 {
			skip = 0
		}
		up[i] = u.upCat(net, list.Child(strconv.Itoa(i)), in, skip, out)
		in = out
	}
	head := root.Child("segmentation_head").Own("0", u.conv(in, u.out, counter.Cube(3), counter.Cube(1), true))
	features := make([]counter.Value, 6)
	for i, stage := range stages {
		net.At(counter.Encoder, i+1)
		if i == 5 {
			net.At(counter.Bottleneck, 6)
		}
		x, features[i] = stage(x)
	}
	for i, f := range up {
		net.At(counter.Decoder, 5-i)
		if i == 4 {
			x = f(x, nil)
		} else {
			x = f(x, &features[4-i])
		}
	}
	net.At(counter.Head, 1)
	net.Output(head.Run(x))
}

// upCat registers the layers that lead up to a level and join a skip connection of cat
// channels; 0 means that there is none.
func (u *FlexibleUNet) upCat(net *counter.Net, m *counter.Module, in, cat, out int64) func(x counter.Value, skip *counter.Value) counter.Value {
	mid := in
	if cat > 0 && (u.mode != "nontrainable" || u.pre == "default") {
		mid = in / 2
	}
	by := twice(u.mode, in, mid)
	by.nearest = true
	upsample := u.upsample(net, m.Child("upsample"), by)
	three, one := counter.Cube(3), counter.Cube(1)
	convs := m.Child("convs")
	run := parts.InTurn([]parts.Forward{
		u.convolution(net, convs.Child("conv_0"), 2, out, u.conv(cat+mid, out, three, one, u.bias)),
		u.convolution(net, convs.Child("conv_1"), 2, out, u.conv(out, out, three, one, u.bias)),
	})
	return func(x counter.Value, skip *counter.Value) counter.Value {
		if x = upsample(x); skip != nil {
			x = net.Do(layer.Concat{}, *skip, net.Do(layer.ReplicateOne{}, x, *skip))
		}
		return run(x)
	}
}
