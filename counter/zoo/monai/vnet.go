package monai

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// VNet is MONAI's VNet: Milletari, Navab and Ahmadi, "V-Net: Fully
// Convolutional Neural Networks for Volumetric Medical Image Segmentation"
// (2016, https://arxiv.org/abs/1606.04797), after the code of
// mattmacy/vnet.pytorch. Every level is a residual block of convolutions with kernel
// size 5, strided convolutions lead down, and widths are fixed: 16 channels, doubled
// four times. The first block adds the image to them, repeated to 16 channels.
type VNet struct {
	dataArgs
	act            string
	bias           bool
	dropDown       bool
	dropUp         bool
	dropDimensions int64
	width          int64 // of the first level
}

func init() {
	config.Register(&config.Arch{
		ID: "monai-vnet", Family: Family,
		Name: Text{EN: "VNet (MONAI)", ZH: "VNet（MONAI）"},
		About: Text{
			EN: "The V-Net, residual blocks with a kernel of five, for volumes or images.",
			ZH: "V-Net：核为 5 的残差块，用于三维体数据或图像。",
		},
		Sources: fromMONAI(config.Source{Title: "Milletari, Navab, Ahmadi: V-Net: Fully Convolutional Neural Networks for Volumetric Medical Image Segmentation", Year: 2016, URL: "https://arxiv.org/abs/1606.04797"}),
		Class:   "VNet",
		New: func(k *config.Knobs) config.Model {
			u := new(VNet)
			u.declareData(k, 2, 1, 1)
			k.Section(parts.SectionNet)
			k.Select(&u.act, "act",
				Text{EN: "Activation", ZH: "激活函数"},
				Text{EN: "Only PReLU has parameters: one a channel if spelled prelu, one each if spelled PRELU.", ZH: "只有 PReLU 有参数：写作 prelu 时每通道一个，写作 PRELU 时每个激活一个。"},
				preferred(append([]config.Choice{{Value: "PRELU", Label: Text{EN: "PReLU, one slope", ZH: "PReLU（单个斜率）"}}}, actChoices...), "elu")...).As(config.Activation)
			dropoutKnob(k, &u.dropDown, "dropout_prob_down", true)
			dropoutKnob(k, &u.dropUp, "dropout_prob_up", true)
			k.Number(&u.dropDimensions, "dropout_dim", 3, 1, 3,
				Text{EN: "Dimensions of dropout", ZH: "随机失活的维数"},
				Text{EN: "Has no effect on anything counted.", ZH: "不影响任何计数。"})
			k.Switch(&u.bias, "bias", false,
				Text{EN: "Bias", ZH: "偏置"},
				Text{EN: "Of convolutions on the way down and the last but one; transposed ones and the last always have one.", ZH: "下行路径与倒数第二个卷积的偏置；转置卷积和最后一个卷积总有偏置。"})
			parts.EditedWidth(k, &u.width, 16).Max = 1024 // copies of the image
			parts.InputSize(k, &u.size, 64)
			return u
		},
	})
}

// Check implements [config.Model].
func (u *VNet) Check() error {
	if u.width%u.in == 0 {
		return nil
	}
	err := &config.ValueError{Key: "in_channels", Value: strconv.FormatInt(u.in, 10),
		Text: config.Textf("must divide the %d channels of the first level", "必须整除首级的 %d 个通道", u.width)}
	below, above := min(u.in, u.width), u.in
	for u.width%below != 0 {
		below--
	}
	err.Nearest = []string{strconv.FormatInt(below, 10)}
	for above < u.width && u.width%above != 0 {
		above++
	}
	if above <= u.width {
		err.Nearest = append(err.Nearest, strconv.FormatInt(above, 10))
	}
	return err
}

// ClosedForm implements [config.Model]: the polynomial in the first level's width.
func (u *VNet) ClosedForm() (int64, counter.Poly, error) {
	p, err := parts.Polynomial(u.in, u.build)
	return u.width, p, err
}

// Build implements [config.Model].
func (u *VNet) Build(net *counter.Net) { u.build(net, u.width) }

func (u *VNet) build(net *counter.Net, width int64) {
	const deepest = 5
	root := net.Root()
	x := net.Input(u.in, int(u.nd))
	name := func(way string, level int) string { return way + "_tr" + strconv.Itoa(8<<level) }

	net.At(counter.Encoder, 1)
	x = u.first(net, root.Child("in_tr"), x, width)
	var skips [deepest]counter.Value
	down := [deepest + 1]int{2: 1, 3: 2, 4: 3, 5: 2} // convolutions
	for level := 2; level <= deepest; level++ {
		skips[level-1] = x
		if level < deepest {
			net.At(counter.Encoder, level)
		} else {
			net.At(counter.Bottleneck, level)
		}
		x = u.down(net, root.Child(name("down", level)), x, width<<(level-1), down[level], level >= 4 && u.dropDown)
	}
	up := [deepest]int{4: 2, 3: 2, 2: 1, 1: 1}
	for level := deepest - 1; level >= 1; level-- {
		net.At(counter.Decoder, level)
		in := width << min(level+1, deepest-1) // of the level below
		x = u.up(net, root.Child(name("up", level+1)), x, skips[level], in, width<<level, up[level], level >= 3 && u.dropUp)
	}
	net.At(counter.Head, 1)
	net.Output(u.last(net, root.Child("out_tr"), 2*width)(x))
}

// activation registers an activation; prelu has a slope for each of c channels.
func (u *VNet) activation(net *counter.Net, m *counter.Module, name string, c int64) parts.Forward {
	switch u.act {
	case "prelu":
		return parts.Maybe(m, name, layer.PReLU{C: c})
	case "PRELU":
		return parts.Maybe(m, name, layer.PReLU{C: 1})
	}
	return actArgs{name: u.act}.own(net, m, name)
}

func (u *VNet) norm(c int64) counter.Layer {
	return normArgs{name: "batch", affine: "default", stats: "default", groups: 1}.layer(u.nd, c)
}

// five registers a convolution with kernel size 5, and a normalization.
func (u *VNet) five(m *counter.Module, in, out int64, bias bool) parts.Forward {
	m = m.Child("conv_block")
	conv := parts.Maybe(m, "conv", u.conv(in, out, counter.Cube(5), counter.Cube(1), bias))
	return parts.InTurn([]parts.Forward{conv, parts.Maybe(m.Child("adn"), "N", u.norm(out))})
}

// first adds the first block: convolutions to width channels, and copies of the image
// added to them.
func (u *VNet) first(net *counter.Net, m *counter.Module, x counter.Value, width int64) counter.Value {
	act := u.activation(net, m, "act_function", width)
	copies := make([]counter.Value, width/u.in)
	for i := range copies {
		copies[i] = x
	}
	y := u.five(m, u.in, width, u.bias)(x)
	return act(net.Do(layer.Add{}, y, net.Do(layer.Concat{}, copies...)))
}

// down halves the sizes and leads to c channels.
func (u *VNet) down(net *counter.Net, m *counter.Module, x counter.Value, c int64, convs int, dropout bool) counter.Value {
	x = m.Apply("down_conv", layer.Conv{ND: int(u.nd), In: c / 2, Out: c,
		Kernel: counter.Cube(2), Stride: counter.Cube(2), Bias: u.bias}, x)
	x = m.Apply("bn1", u.norm(c), x)
	x = u.activation(net, m, "act_function1", c)(x)
	act := u.activation(net, m, "act_function2", c)
	ops := u.convs(net, m.Child("ops"), c, convs, u.bias)
	drop := x
	if dropout {
		drop = m.Apply("dropout", layer.Dropout{}, x)
	}
	return act(net.Do(layer.Add{}, ops(drop), x))
}

// up doubles the sizes and leads to c channels, half of them the skip's.
func (u *VNet) up(net *counter.Net, m *counter.Module, x, skip counter.Value, in, c int64, convs int, dropout bool) counter.Value {
	conv := m.Own("up_conv", layer.ConvTranspose{ND: int(u.nd), In: in, Out: c / 2,
		Kernel: counter.Cube(2), Stride: counter.Cube(2), Bias: true})
	bn1 := m.Own("bn1", u.norm(c/2))
	if dropout {
		x = m.Apply("dropout", layer.Dropout{}, x)
	}
	skip = m.Apply("dropout2", layer.Dropout{}, skip)
	x = u.activation(net, m, "act_function1", c/2)(bn1.Run(conv.Run(x)))
	act := u.activation(net, m, "act_function2", c)
	x = net.Do(layer.Concat{}, x, skip)
	return act(net.Do(layer.Add{}, u.convs(net, m.Child("ops"), c, convs, false)(x), x))
}

// convs registers the convolutions of a block.
func (u *VNet) convs(net *counter.Net, ops *counter.Module, c int64, n int, bias bool) parts.Forward {
	run := make([]parts.Forward, n)
	for i := range run {
		op := ops.Child(strconv.Itoa(i))
		act := u.activation(net, op, "act_function", c)
		run[i] = parts.InTurn([]parts.Forward{u.five(op, c, c, bias), act})
	}
	return parts.InTurn(run)
}

// last leads to the classes.
func (u *VNet) last(net *counter.Net, m *counter.Module, in int64) parts.Forward {
	act := u.activation(net, m, "act_function1", u.out)
	five := u.five(m, in, u.out, u.bias)
	return parts.InTurn([]parts.Forward{five, act, parts.Maybe(m, "conv2", u.point(u.out, u.out, true))})
}
