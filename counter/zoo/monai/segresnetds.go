package monai

import (
	"slices"
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// SegResNetDS is MONAI's SegResNetDS (2023), SegResNet with deep supervision
// and strides that follow the resolution: Myronenko, "3D MRI Brain Tumor
// Segmentation Using Autoencoder Regularization" (2018,
// https://arxiv.org/abs/1810.11654). If voxels are longer along one axis, kernels and
// strides are 1 along that axis until the other axes have the same resolution.
//
// In training it returns a list of outputs; in evaluation mode only the finest.
// The resolution is in integers here, of any unit. The argument preprocess has no
// setting.
type SegResNetDS struct {
	dataArgs
	act                  actArgs
	norm                 normArgs
	init, depth          int64
	blocksDown, blocksUp []int64
	mode                 string
	resolution           []int64
}

func init() {
	config.Register(&config.Arch{
		ID: "monai-segresnetds", Family: Family,
		Name: Text{EN: "SegResNetDS (MONAI)", ZH: "SegResNetDS（MONAI）"},
		About: Text{
			EN: "SegResNet with deep supervision, and strides that follow the resolution.",
			ZH: "带深度监督的 SegResNet，步长随体素分辨率而定。",
		},
		Sources: fromMONAI(config.Source{Title: "Myronenko: 3D MRI Brain Tumor Segmentation Using Autoencoder Regularization", Year: 2018, URL: "https://arxiv.org/abs/1810.11654"}),
		Class:   "SegResNetDS",
		New: func(k *config.Knobs) config.Model {
			u := new(SegResNetDS)
			u.declareData(k, 1, 1, 2)
			k.Section(parts.SectionNet)
			k.Number(&u.init, "init_filters", 32, 1, 65536,
				Text{EN: "Filters", ZH: "通道数"},
				Text{EN: "Of the first level, doubled with every level.", ZH: "首级通道数，逐级加倍。"}).As(config.Width).Scales()
			declareBlocks(k, &u.blocksDown, &u.blocksUp, nil)
			u.act.declare(k, "act", "relu", "0.01", false)
			u.norm.declare(k, "norm", "batch", "default", false)
			k.Number(&u.depth, "dsdepth", 1, 0, 10,
				Text{EN: "Outputs", ZH: "输出数"},
				Text{EN: "Of deep supervision, from the finest level down, in training; in evaluation only the finest is returned. 0 returns the features.", ZH: "深度监督的输出数，从最细一级起，仅用于训练；推理时只返回最细一级。为 0 时返回特征。"})
			bindUpsample(k, &u.mode, "upsample_mode", "deconv")
			k.Numbers(&u.resolution, "resolution", nil, 0, 3, 1, 1_000_000_000,
				Text{EN: "Resolution", ZH: "体素尺寸"},
				Text{EN: "Length of a voxel along each dimension, in whole numbers of any unit; none: equal.", ZH: "体素在各维的长度，任意单位的整数；none：各向同性。"})
			parts.InputSize(k, &u.size, 64)
			return u
		},
	})
}

// Check implements [config.Model].
func (u *SegResNetDS) Check() error {
	n, up := len(u.blocksDown)-1, len(u.blocksUp)
	if up > 0 && up < n {
		longer := append([]int64(nil), u.blocksUp...)
		for len(longer) < n {
			longer = append(longer, 1)
		}
		return &config.ValueError{Key: "blocks_up", Value: config.Join(u.blocksUp, ","), Nearest: []string{"none", config.Join(longer, ",")}, Text: config.Textf(
			"needs %d numbers, one less than on the way down", "需要 %d 个数，比下行少一个", n)}
	}
	if m := int64(len(u.resolution)); m > 0 {
		if m != u.nd {
			same := make([]int64, u.nd)
			for i := range same {
				same[i] = u.resolution[min(i, int(m)-1)]
			}
			return &config.ValueError{Key: "resolution", Value: config.Join(u.resolution, ","), Nearest: []string{"none", config.Join(same, ",")}, Text: config.Textf(
				"needs %d numbers, one for each dimension", "需要 %d 个数，每维一个", u.nd)}
		}
		if n > 0 && up > n+1 {
			return &config.ValueError{Key: "blocks_up", Value: config.Join(u.blocksUp, ","), Nearest: []string{"none", config.Join(u.blocksUp[:n+1], ",")}, Text: config.Textf(
				"has more than %d numbers, which fails beside a resolution", "多于 %d 个数，与体素尺寸同用时会出错", n+1)}
		}
	}
	return u.norm.check(func(net *counter.Net, norm normArgs) {
		c := *u
		c.norm = norm
		c.Build(net)
	})
}

// ClosedForm implements [config.Model]: the polynomial in the first level's filters.
func (u *SegResNetDS) ClosedForm() (int64, counter.Poly, error) {
	p, err := parts.Polynomial(u.norm.step(), u.build)
	return u.init, p, err
}

// Build implements [config.Model].
func (u *SegResNetDS) Build(net *counter.Net) { u.build(net, u.init) }

// scale returns the factor by which the sizes are divided below a level. Along the
// longest axis of a voxel, and along others once they are as long, it is 1 until all
// axes have been halved as often as their resolution requires.
func (u *SegResNetDS) scale(level int) counter.Axes {
	scale := counter.Cube(2)
	if len(u.resolution) == 0 {
		return scale
	}
	var longest int64
	for _, r := range u.resolution {
		longest = max(longest, r)
	}
	behind := make([]int, len(u.resolution)) // halvings that an axis still needs
	most := 0
	for i, r := range u.resolution {
		for r<<(behind[i]+1) <= longest {
			behind[i]++
		}
		most = max(most, behind[i])
	}
	if level >= most {
		return scale
	}
	for i, n := range behind {
		if level >= n {
			scale[i] = 1
		}
	}
	return scale
}

// step returns the scale and the kernel of a level. The kernel is 1 along the axes whose
// scale is 1.
func (u *SegResNetDS) step(level int) (scale, kernel counter.Axes) {
	scale = u.scale(level)
	for i, s := range scale {
		kernel[i] = 1 + 2*min(s-1, 1)
	}
	return scale, kernel
}

func (u *SegResNetDS) build(net *counter.Net, width int64) {
	root := net.Root()
	x := net.Input(u.in, int(u.nd))
	net.At(counter.Encoder, 1)
	x = u.checkSize(net, x)
	features := u.encode(net, root.Child("encoder"), x, width)
	list := root.Child("up_layers")
	outputs := u.decode(net, list, features)
	if len(features) == 1 {
		net.At(counter.Head, 1)
		outputs = append(outputs, list.Child("0").Apply("head", u.point(width, u.out, true), features[0]))
	}
	slices.Reverse(outputs) // the finest first
	net.Output(outputs...)
	if len(outputs) > 1 {
		net.EvalOutput(outputs[0])
	}
}

// checkSize adds the code's requirements on the input's size.
func (u *SegResNetDS) checkSize(net *counter.Net, x counter.Value) counter.Value {
	deepest := len(u.blocksDown) - 1
	multiple := counter.Cube(1)
	for i := range deepest {
		for a, s := range u.scale(i) {
			multiple[a] *= s
		}
	}
	x = net.Do(layer.SizeMultipleOf{Of: multiple}, x)
	if deepest == 0 && len(u.resolution) > 0 {
		x = net.Do(layer.RuntimeError{}, x) // it multiplies no scales to ask for multiples
	}
	return x
}

// encode adds the encoder and the bottleneck, and returns the output of each level.
func (u *SegResNetDS) encode(net *counter.Net, encoder *counter.Module, x counter.Value, width int64) []counter.Value {
	deepest := len(u.blocksDown) - 1
	_, kernel := u.step(0)
	x = encoder.Apply("conv_init", u.conv(u.in, width, kernel, counter.Cube(1), false), x)
	list := encoder.Child("layers")
	features := make([]counter.Value, deepest+1)
	for i, n := range u.blocksDown {
		m, c := list.Child(strconv.Itoa(i)), width<<i
		scale, kernel := u.step(i)
		x = u.blocks(net, m.Child("blocks"), n, c, kernel)(x)
		features[i] = x
		if i == deepest {
			break
		}
		down := m.Own("downsample", u.conv(c, 2*c, kernel, scale, false))
		if i+1 < deepest {
			net.At(counter.Encoder, i+2)
		} else {
			net.At(counter.Bottleneck, i+2)
		}
		x = down.Run(x)
	}
	return features
}

// decode adds the decoder with its heads, and returns the heads' outputs, the coarsest
// first.
func (u *SegResNetDS) decode(net *counter.Net, list *counter.Module, features []counter.Value) []counter.Value {
	deepest, depth := len(features)-1, int(u.depth)
	blocksUp := u.blocksUp
	if len(blocksUp) == 0 {
		blocksUp = slices.Repeat([]int64{1}, deepest)
	}
	var outputs []counter.Value
	x := features[deepest]
	for i := range deepest {
		at := deepest - 1 - i
		net.At(counter.Decoder, at+1)
		m, c := list.Child(strconv.Itoa(i)), features[at].C
		scale, kernel := u.step(len(blocksUp) - i - 1)
		x = u.upsample(net, m.Child("upsample"), upsampler{mode: u.mode, in: 2 * c, out: c, kernel: kernel, factor: scale})(x)
		x = net.Do(layer.Add{}, x, features[at])
		x = u.blocks(net, m.Child("blocks"), blocksUp[i], c, kernel)(x)
		net.At(counter.Head, at+1)
		head := parts.InTurn(nil)
		if len(blocksUp)-i <= depth {
			head = parts.Maybe(m, "head", u.point(c, u.out, true))
		}
		if deepest-i <= max(depth, 1) {
			outputs = append(outputs, head(x))
		}
	}
	return outputs
}

// blocks registers n residual blocks, which normalize first.
func (u *SegResNetDS) blocks(net *counter.Net, list *counter.Module, n, c int64, kernel counter.Axes) parts.Forward {
	norm := u.norm
	if norm.affine == "default" {
		norm.affine = "on"
	}
	run := make([]parts.Forward, n)
	for i := range run {
		m := list.Child(strconv.Itoa(i))
		var steps []parts.Forward
		for _, j := range []string{"1", "2"} {
			steps = append(steps,
				parts.Maybe(m, "norm"+j, norm.layer(u.nd, c)),
				u.act.own(net, m, "act"+j),
				parts.Maybe(m, "conv"+j, u.conv(c, c, kernel, counter.Cube(1), false)))
		}
		run[i] = func(x counter.Value) counter.Value {
			return net.Do(layer.Add{}, parts.InTurn(steps)(x), x)
		}
	}
	return parts.InTurn(run)
}
