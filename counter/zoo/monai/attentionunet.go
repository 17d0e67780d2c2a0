package monai

import (
	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// AttentionUNet is MONAI's AttentionUnet: Oktay et al., "Attention U-Net:
// Learning Where to Look for the Pancreas" (2018,
// https://arxiv.org/abs/1804.03999). Strided convolutions lead down, transposed
// ones up; the gating signal comes from the gate's own level. All convolutions have
// batch norm and ReLU except the one after each join, which has instance norm without
// parameters and a PReLU.
type AttentionUNet struct {
	dataArgs
	channels  []int64
	strides   [][]int64
	kern, upk []int64
	dropout   bool
}

func init() {
	config.Register(&config.Arch{
		ID: "monai-attentionunet", Family: Family,
		Name: Text{EN: "AttentionUnet (MONAI)", ZH: "AttentionUnet（MONAI）"},
		About: Text{
			EN: "An attention gate weighs every skip connection; strided convolutions lead down.",
			ZH: "每条跳跃连接都经注意力门加权，下行用步长卷积。",
		},
		Sources: fromMONAI(config.Source{Title: "Oktay et al.: Attention U-Net: Learning Where to Look for the Pancreas", Year: 2018, URL: "https://arxiv.org/abs/1804.03999"}),
		Class:   "AttentionUnet",
		New: func(k *config.Knobs) config.Model {
			u := new(AttentionUNet)
			u.declareData(k, 1, 1, 2)
			k.Section(parts.SectionNet)
			declareChannels(k, &u.channels, &u.strides, []int64{16, 32, 64, 128, 256})
			declareKernels(k, &u.kern, &u.upk)
			dropoutKnob(k, &u.dropout, "dropout", true)
			parts.InputSize(k, &u.size, 96)
			return u
		},
	})
}

// Check implements [config.Model].
func (u *AttentionUNet) Check() error {
	if err := u.checkStrides(u.strides, u.channels); err != nil {
		return err
	}
	if err := u.kernel("kernel_size", u.kern); err != nil {
		return err
	}
	if err := u.kernel("up_kernel_size", u.upk); err != nil {
		return err
	}
	fits := append([]int64(nil), u.channels...)
	for i := range fits[:len(fits)-1] {
		fits[i] = max(fits[i], 2)
	}
	value, nearest := config.Join(u.channels, ","), config.Join(fits, ",")
	if value == nearest {
		return nil
	}
	return &config.ValueError{Key: "channels", Value: value, Nearest: []string{nearest}, Text: Text{
		EN: "is halved by the gates, which needs 2 at every level but the last",
		ZH: "会被注意力门减半，除最后一级外至少为 2"}}
}

// ClosedForm implements [config.Model]: the polynomial in the first level's channels.
func (u *AttentionUNet) ClosedForm() (int64, counter.Poly, error) {
	if u.channels[0]%2 != 0 {
		return 0, counter.Poly{}, counter.ErrNotPolynomial
	}
	return parts.ClosedFormBy(2, u.channels, u.build)
}

// Build implements [config.Model].
func (u *AttentionUNet) Build(net *counter.Net) { u.build(net, u.channels) }

func (u *AttentionUNet) build(net *counter.Net, channels []int64) {
	x := net.Input(u.in, int(u.nd))
	model := net.Root().Child("model")
	net.At(counter.Encoder, 1)
	head := u.block(net, model.Child("0"), u.in, channels[0], counter.Cube(1))
	levels := u.level(net, model.Child("1"), channels, 0)
	reduce := parts.Maybe(model.Child("2"), "conv", u.point(channels[0], u.out, true))
	x = levels(head(x))
	net.At(counter.Head, 1)
	net.Output(reduce(x))
}

// level registers everything below a level, the up-sampling that leads from there to
// it, and its gate.
func (u *AttentionUNet) level(net *counter.Net, m *counter.Module, channels []int64, i int) parts.Forward {
	c, low, stride := channels[i], channels[i+1], u.across(u.strides[i])
	gate := u.gate(net, m.Child("attention"), c)
	up := u.follow("relu", "batch", true).convolution(net, m.Child("upconv").Child("up"), u.nd, c,
		u.transposed(low, c, u.across(u.upk), stride, true))
	merge := u.follow("prelu", "instance", u.dropout).convolution(net, m.Child("merge"), u.nd, c,
		u.conv(2*c, c, counter.Cube(3), counter.Cube(1), true))
	sub := m.Child("submodule")
	var below parts.Forward
	deepest := i+2 == len(channels)
	if deepest {
		below = u.block(net, sub, c, low, stride)
	} else {
		below = parts.InTurn([]parts.Forward{
			u.block(net, sub.Child("0"), c, low, stride),
			u.level(net, sub.Child("1"), channels, i+1),
		})
	}
	return func(x counter.Value) counter.Value {
		if deepest {
			net.At(counter.Bottleneck, i+2)
		} else {
			net.At(counter.Encoder, i+2)
		}
		y := below(x)
		net.At(counter.Decoder, i+1)
		y = up(y)
		return merge(net.Do(layer.Concat{}, gate(y, x), y))
	}
}

// follow returns the layers that follow a convolution.
func (u *AttentionUNet) follow(act, norm string, dropout bool) adn {
	return adn{"NDA", actArgs{name: act, slopes: 1, slope: "0.01"}, dropout, normArgs{name: norm, affine: "default", stats: "default", groups: 1}}
}

// block registers two convolutions, the first of which has the stride.
func (u *AttentionUNet) block(net *counter.Net, m *counter.Module, in, out int64, stride counter.Axes) parts.Forward {
	m = m.Child("conv")
	follow, kernel := u.follow("relu", "batch", u.dropout), u.across(u.kern)
	return parts.InTurn([]parts.Forward{
		follow.convolution(net, m.Child("0"), u.nd, out, u.conv(in, out, kernel, stride, true)),
		follow.convolution(net, m.Child("1"), u.nd, out, u.conv(out, out, kernel, counter.Cube(1), true)),
	})
}

// gate registers an attention gate for c channels, and returns a function that
// multiplies a skip connection by a map computed from it and the signal from below.
func (u *AttentionUNet) gate(net *counter.Net, m *counter.Module, c int64) func(signal, skip counter.Value) counter.Value {
	point := func(m *counter.Module, in, out int64) parts.Forward {
		return parts.InTurn([]parts.Forward{
			parts.Maybe(m.Child("0"), "conv", u.point(in, out, true)),
			parts.Maybe(m, "1", normArgs{name: "batch", affine: "default", stats: "default", groups: 1}.layer(u.nd, out)),
		})
	}
	bySignal, bySkip := point(m.Child("W_g"), c, c/2), point(m.Child("W_x"), c, c/2)
	last := m.Child("psi")
	psi := point(last, c/2, 1)
	sigmoid := last.Own("2", layer.Sigmoid)
	relu := m.Own("relu", layer.ReLU)
	return func(signal, skip counter.Value) counter.Value {
		both := net.Do(layer.Add{}, bySignal(signal), bySkip(skip))
		return net.Do(layer.Mul{}, skip, sigmoid.Run(psi(relu.Run(both))))
	}
}
