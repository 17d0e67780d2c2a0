package monai

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// UNet is MONAI's UNet: Kerfoot et al., "Left-Ventricle Quantification
// Using Residual U-Net" (2018, https://doi.org/10.1007/978-3-030-12029-0_40).
// Strided convolutions lead down, transposed ones up, and with residual units every
// level of the encoder has several convolutions and a residual connection.
//
// If its stride is two, the first level already has half the size of the image; the
// bottleneck has the size of the level above it. By default instance norm is not
// affine, and a PReLU has one slope.
type UNet struct {
	dataArgs
	adn
	channels  []int64
	strides   [][]int64
	kern, upk []int64
	units     int64
	bias      bool
}

func init() {
	config.Register(&config.Arch{
		ID: "monai-unet", Family: Family,
		Name: Text{EN: "UNet (MONAI)", ZH: "UNet（MONAI）"},
		About: Text{
			EN: "Strided convolutions in place of pooling, and residual units if wanted.",
			ZH: "以步长卷积代替池化，可选残差单元。",
		},
		Sources: fromMONAI(config.Source{Title: "Kerfoot et al.: Left-Ventricle Quantification Using Residual U-Net", Year: 2018, URL: "https://doi.org/10.1007/978-3-030-12029-0_40"}),
		Class:   "UNet",
		New: func(k *config.Knobs) config.Model {
			u := new(UNet)
			u.declareData(k, 1, 1, 2)
			k.Section(parts.SectionNet)
			declareChannels(k, &u.channels, &u.strides, []int64{16, 32, 64, 128, 256})
			declareKernels(k, &u.kern, &u.upk)
			k.Number(&u.units, "num_res_units", 0, 0, 16,
				Text{EN: "Residual units", ZH: "残差单元数"},
				Text{EN: "Convolutions of a level that a residual connection goes around; 0: one convolution and none.", ZH: "每级残差连接所跨的卷积数；0 为单个卷积、无残差。"}).As(config.Repeats)
			u.act.declare(k, "act", "prelu", "0.01", true)
			u.norm.declare(k, "norm", "instance", "default", true)
			dropoutKnob(k, &u.dropout, "dropout", true)
			k.Switch(&u.bias, "bias", true,
				Text{EN: "Bias", ZH: "偏置"},
				Text{EN: "Of all convolutions.", ZH: "所有卷积的偏置。"})
			k.Word(&u.order, "adn_ordering", "NDA",
				Text{EN: "Order after a convolution", ZH: "卷积之后的顺序"},
				Text{EN: "Of normalization (N), dropout (D) and activation (A).", ZH: "归一化 N、随机失活 D、激活 A 的先后。"},
				Choice{Value: "N", Label: Text{EN: "normalization", ZH: "归一化"}},
				Choice{Value: "D", Label: Text{EN: "dropout", ZH: "随机失活"}},
				Choice{Value: "A", Label: Text{EN: "activation", ZH: "激活"}})
			parts.InputSize(k, &u.size, 96)
			return u
		},
	})
}

// declareChannels declares the channels of the levels and the strides between
// them.
func declareChannels(k *config.Knobs, channels *[]int64, strides *[][]int64, value []int64) {
	const levels = 10
	k.Numbers(channels, "channels", value, 2, levels, 1, 65536,
		Text{EN: "Channels", ZH: "通道数"},
		Text{EN: "One number a level, from the finest to the bottleneck.", ZH: "逐级给出，从最细一层到瓶颈层。"}).As(config.Width).Scales()
	two := make([][]int64, len(value)-1)
	for i := range two {
		two[i] = []int64{2}
	}
	k.SizeLists(strides, "strides", two, levels, 1, 16,
		Text{EN: "Strides", ZH: "步长"},
		Text{EN: "One for every level but the last, such as 2,2x2x1: a number, or one for each dimension. Further ones have no effect.", ZH: "除最后一级外每级一个，如 2,2x2x1：一个数，或每维一个。多余的不起作用。"})
}

// declareKernels declares the kernels of the encoder and of the decoder.
func declareKernels(k *config.Knobs, down, up *[]int64) {
	help := Text{EN: "Odd: one number, or one for each dimension.", ZH: "奇数：一个数，或每维一个。"}
	k.Numbers(down, "kernel_size", []int64{3}, 1, 3, 1, 31,
		Text{EN: "Kernel size", ZH: "卷积核尺寸"}, help).Step = 2
	k.Numbers(up, "up_kernel_size", []int64{3}, 1, 3, 1, 31,
		Text{EN: "Kernel size on the way up", ZH: "转置卷积核尺寸"}, help).Step = 2
}

// checkStrides returns an error if a list of strides is too short, or has sizes for
// another number of dimensions.
func (d *dataArgs) checkStrides(strides [][]int64, channels []int64) error {
	n := len(channels) - 1
	if len(strides) >= n {
		return d.axes("strides", strides)
	}
	longer := append([][]int64(nil), strides...)
	for len(longer) < n {
		longer = append(longer, strides[len(strides)-1])
	}
	return &config.ValueError{Key: "strides", Value: config.JoinSizes(strides), Nearest: []string{config.JoinSizes(d.fitted(longer))}, Text: config.Textf(
		"needs %d entries, one less than there are channels", "需要 %d 项，比通道数的项数少一", n)}
}

// Check implements [config.Model].
func (u *UNet) Check() error {
	if err := u.checkStrides(u.strides, u.channels); err != nil {
		return err
	}
	if err := u.kernel("kernel_size", u.kern); err != nil {
		return err
	}
	if err := u.kernel("up_kernel_size", u.upk); err != nil {
		return err
	}
	return u.norm.check(func(net *counter.Net, n normArgs) {
		c := *u
		c.norm, c.order = n, "N" // the norm is created even if the order lacks it
		c.Build(net)
	})
}

// ClosedForm implements [config.Model]: the polynomial in the first level's channels.
func (u *UNet) ClosedForm() (int64, counter.Poly, error) {
	return parts.ClosedFormBy(u.norm.step(), u.channels, u.build)
}

// Build implements [config.Model].
func (u *UNet) Build(net *counter.Net) { u.build(net, u.channels) }

func (u *UNet) build(net *counter.Net, channels []int64) {
	x := net.Input(u.in, int(u.nd))
	net.Output(u.level(net, net.Root().Child("model"), channels, 0, u.in, u.out)(x))
}

// level registers a level and everything below it, nested as in the published code: the
// convolution that leads down to it, the levels below, and the convolution that leads up
// from it.
func (u *UNet) level(net *counter.Net, m *counter.Module, channels []int64, i int, in, out int64) parts.Forward {
	c, stride := channels[i], u.across(u.strides[i])
	down := u.down(net, m.Child("0"), in, c, stride)
	sub := m.Child("1").Child("submodule")
	var below parts.Forward
	deepest := i+2 == len(channels)
	if deepest {
		below = u.down(net, sub, c, channels[i+1], counter.Cube(1))
	} else {
		below = u.level(net, sub, channels, i+1, c, c)
	}
	joined := 2 * c
	if deepest {
		joined = c + channels[i+1]
	}
	up := u.up(net, m.Child("2"), joined, out, stride, i == 0)
	return func(x counter.Value) counter.Value {
		net.At(counter.Encoder, i+1)
		skip := down(x)
		if deepest {
			net.At(counter.Bottleneck, i+2)
		}
		x = below(skip)
		net.At(counter.Decoder, i+1)
		x = net.Do(layer.Concat{}, skip, x)
		if i > 0 {
			net.At(counter.Decoder, i)
		} else {
			net.At(counter.Head, 1)
		}
		return up(x)
	}
}

// down registers a convolution or, with residual units, several and a residual
// connection.
func (u *UNet) down(net *counter.Net, m *counter.Module, in, out int64, stride counter.Axes) parts.Forward {
	if u.units == 0 {
		return u.convolution(net, m, u.nd, out, u.conv(in, out, u.across(u.kern), stride, u.bias))
	}
	return u.residual(net, m, in, out, u.units, stride, false)
}

// up registers a transposed convolution and, with residual units, one more unit.
// At the top the last convolution is alone.
func (u *UNet) up(net *counter.Net, m *counter.Module, in, out int64, stride counter.Axes, top bool) parts.Forward {
	conv := u.transposed(in, out, u.across(u.upk), stride, u.bias)
	switch {
	case u.units > 0:
		return parts.InTurn([]parts.Forward{
			u.convolution(net, m.Child("0"), u.nd, out, conv),
			u.residual(net, m.Child("1"), out, out, 1, counter.Cube(1), top),
		})
	case top:
		return parts.Maybe(m, "conv", conv)
	}
	return u.convolution(net, m, u.nd, out, conv)
}

// residual registers a residual unit of several convolutions; if last is set, nothing
// follows the last of them. The residual connection is a convolution if sizes or
// channels change.
func (u *UNet) residual(net *counter.Net, m *counter.Module, in, out, units int64, stride counter.Axes, last bool) parts.Forward {
	kernel, one := u.across(u.kern), counter.Cube(1)
	var around counter.Layer
	switch strided := stride != one; {
	case strided:
		around = u.conv(in, out, kernel, stride, u.bias)
	case in != out:
		around = u.point(in, out, u.bias)
	}
	conv := m.Child("conv")
	run := make([]parts.Forward, units)
	c, s := in, stride
	for i := range run {
		unit, l := conv.Child("unit"+strconv.Itoa(i)), u.conv(c, out, kernel, s, u.bias)
		if last && i == len(run)-1 {
			run[i] = parts.Maybe(unit, "conv", l)
		} else {
			run[i] = u.convolution(net, unit, u.nd, out, l)
		}
		c, s = out, one
	}
	residual := parts.Maybe(m, "residual", around)
	return func(x counter.Value) counter.Value {
		y := residual(x)
		return net.Do(layer.Add{}, parts.InTurn(run)(x), y)
	}
}
