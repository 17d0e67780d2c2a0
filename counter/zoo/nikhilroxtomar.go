package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// Nikhilroxtomar is one of the convolutional networks of
// nikhilroxtomar/Semantic-Segmentation-Architecture (2021,
// https://github.com/nikhilroxtomar/Semantic-Segmentation-Architecture, commit
// 558a6b8, folder PyTorch). They have no arguments: images have three channels,
// the output has one, and widths are fixed.
//
//   - build_unet: a U-Net of five levels with batch norm (Ronneberger et al.,
//     2015, https://arxiv.org/abs/1505.04597).
//   - attention_unet: four levels, bilinear up-sampling and attention gates
//     that weigh every channel of a skip connection (Oktay et al., 2018,
//     https://arxiv.org/abs/1804.03999).
//   - build_resunet: four levels of residual blocks with 1×1 shortcuts (Zhang,
//     Liu and Wang, 2017, https://arxiv.org/abs/1711.10684).
//   - build_multiresunet: five levels of blocks with several outputs,
//     and residual blocks on the skip connections (Ibtehaz and Rahman, 2019,
//     https://arxiv.org/abs/1902.04049).
//
// UNETR_2D, a transformer, is [UNETR2D].
type Nikhilroxtomar struct {
	parts.Image
	width  int64 // of the first level
	levels int
	make   func(net *counter.Net, filters []int64)
	rounds bool // widths follow from the filters by rounding
}

func init() {
	repo := config.Source{Title: "nikhilroxtomar/Semantic-Segmentation-Architecture", Year: 2021, URL: "https://github.com/nikhilroxtomar/Semantic-Segmentation-Architecture", Commit: "558a6b88108a58aac21ce4109397022e21cc6f1c"}
	for _, a := range []struct {
		id, class   string
		name, about config.Text
		paper       config.Source
		model       Nikhilroxtomar
	}{
		{
			"multiresunet", "build_multiresunet",
			Text{EN: "MultiResUNet (nikhilroxtomar)", ZH: "MultiResUNet（nikhilroxtomar）"},
			Text{EN: "Blocks of three convolutions whose outputs are all kept, and skip connections of residual blocks; nothing to set.", ZH: "每块三个卷积的输出全部保留，跳跃连接由残差块组成；无可设参数。"},
			config.Source{Title: "Ibtehaz, Rahman: MultiResUNet: Rethinking the U-Net Architecture for Multimodal Biomedical Image Segmentation", Year: 2019, URL: "https://arxiv.org/abs/1902.04049"},
			Nikhilroxtomar{width: 32, levels: 5, make: nikhilMultires, rounds: true},
		},
		{
			"nikhilroxtomar-resunet", "build_resunet",
			Text{EN: "ResUNet (nikhilroxtomar)", ZH: "ResUNet（nikhilroxtomar）"},
			Text{EN: "A residual U-Net of four levels with 1×1 shortcuts and bilinear up-sampling; nothing to set.", ZH: "四层残差 U-Net，1×1 捷径，双线性上采样；无可设参数。"},
			config.Source{Title: "Zhang, Liu, Wang: Road Extraction by Deep Residual U-Net", Year: 2017, URL: "https://arxiv.org/abs/1711.10684"},
			Nikhilroxtomar{width: 64, levels: 4, make: nikhilRes},
		},
		{
			"nikhilroxtomar-attunet", "attention_unet",
			Text{EN: "Attention U-Net (nikhilroxtomar)", ZH: "Attention U-Net（nikhilroxtomar）"},
			Text{EN: "A U-Net of four levels whose gates weigh every channel of a skip connection; nothing to set.", ZH: "四层 U-Net，注意力门逐通道加权跳跃连接；无可设参数。"},
			config.Source{Title: "Oktay et al.: Attention U-Net: Learning Where to Look for the Pancreas", Year: 2018, URL: "https://arxiv.org/abs/1804.03999"},
			Nikhilroxtomar{width: 64, levels: 4, make: nikhilAttention},
		},
		{
			"nikhilroxtomar-unet", "build_unet",
			Text{EN: "U-Net (nikhilroxtomar)", ZH: "U-Net（nikhilroxtomar）"},
			Text{EN: "A U-Net with batch norm and transposed convolutions, 64 to 1024 channels; nothing to set.", ZH: "带批归一化和转置卷积的 U-Net，通道数 64 到 1024；无可设参数。"},
			parts.PaperUNet,
			Nikhilroxtomar{width: 64, levels: 5, make: nikhilUNet},
		},
	} {
		config.Register(&config.Arch{
			ID: a.id, Family: parts.FamilyResidual, Name: a.name, About: a.about,
			Sources: []config.Source{a.paper, repo}, Class: a.class,
			New: func(k *config.Knobs) config.Model {
				k.Fixes("the constructor takes no arguments", config.Inputs, config.Classes)
				m := a.model
				if m.rounds {
					k.Fixes("blocks round parts of the widths", config.Width)
				} else {
					parts.EditedWidth(k, &m.width, m.width)
				}
				parts.InputSize(k, &m.Size, 256)
				return &m
			},
		})
	}
}

// ClosedForm implements [config.Model]: the polynomial in the first level's width.
func (m *Nikhilroxtomar) ClosedForm() (int64, counter.Poly, error) {
	if m.rounds {
		return 0, counter.Poly{}, counter.ErrNotPolynomial
	}
	return parts.ClosedForm(parts.Doubling(m.width, m.levels), m.build)
}

// Build implements [config.Model].
func (m *Nikhilroxtomar) Build(net *counter.Net) { m.build(net, parts.Doubling(m.width, m.levels)) }

func (m *Nikhilroxtomar) build(net *counter.Net, filters []int64) {
	m.make(net, filters)
}

// nikhilPooled runs the U of those networks that pool: encoders e1, e2, …, the
// bottleneck b or b1, decoders d1, d2, …, and a 1×1 convolution. An encoder
// returns what goes down and what goes across.
func nikhilPooled(net *counter.Net, filters []int64, bottleneck, head string,
	down func(m *counter.Module, x counter.Value, level int, out int64) (deeper, skip counter.Value),
	mid func(m *counter.Module, x counter.Value, out int64) counter.Value,
	up func(m *counter.Module, x, skip counter.Value, out int64) counter.Value,
) {
	root := net.Root()
	deepest := len(filters)
	x := net.Input(3, 2)
	skips := make([]counter.Value, deepest)
	var pool *counter.Module // to the next level
	for level := 1; level < deepest; level++ {
		net.At(counter.Encoder, level)
		if pool != nil {
			x = pool.Run(x)
		}
		e := root.Child("e" + strconv.Itoa(level))
		x, skips[level] = down(e, x, level, filters[level-1])
		pool = e.Own("pool", parts.MaxPool2D(2))
	}
	net.At(counter.Bottleneck, deepest)
	x = mid(root.Child(bottleneck), pool.Run(x), filters[deepest-1])
	for level := deepest - 1; level >= 1; level-- {
		net.At(counter.Decoder, level)
		x = up(root.Child("d"+strconv.Itoa(deepest-level)), x, skips[level], filters[level-1])
	}
	net.At(counter.Head, 1)
	net.Output(root.Apply(head, parts.Conv2D(x.C, 1, 1), x))
}

// nikhilUp returns a transposed convolution that doubles the size.
func nikhilUp(in, out int64) counter.Layer {
	return layer.ConvTranspose{ND: 2, In: in, Out: out, Kernel: counter.Cube(2), Stride: counter.Cube(2), Bias: true}
}

// nikhilUNet describes build_unet.
func nikhilUNet(net *counter.Net, filters []int64) {
	block := func(m *counter.Module, x counter.Value, out int64) counter.Value {
		var layers []*counter.Module
		for i, in := range []int64{x.C, out} {
			n := strconv.Itoa(i + 1)
			layers = append(layers, m.Own("conv"+n, parts.Conv2D(in, out, 3)), m.Own("bn"+n, parts.BatchNorm2D(out)))
		}
		relu := m.Own("relu", layer.ReLU)
		for i := 0; i < len(layers); i += 2 {
			x = relu.Run(layers[i+1].Run(layers[i].Run(x)))
		}
		return x
	}
	nikhilPooled(net, filters, "b", "outputs",
		func(m *counter.Module, x counter.Value, _ int, out int64) (deeper, skip counter.Value) {
			x = block(m.Child("conv"), x, out)
			return x, x
		},
		block,
		func(m *counter.Module, x, skip counter.Value, out int64) counter.Value {
			x = m.Apply("up", nikhilUp(x.C, out), x)
			return block(m.Child("conv"), net.Do(layer.Concat{}, x, skip), out)
		})
}

// nikhilAttention describes attention_unet.
func nikhilAttention(net *counter.Net, filters []int64) {
	block := func(m *counter.Module, x counter.Value, out int64) counter.Value {
		return parts.Sequential(m.Child("conv"),
			parts.Conv2D(x.C, out, 3), parts.BatchNorm2D(out), layer.ReLU,
			parts.Conv2D(out, out, 3), parts.BatchNorm2D(out), layer.ReLU)(x)
	}
	gate := func(m *counter.Module, x, skip counter.Value, out int64) counter.Value {
		g := parts.Sequential(m.Child("Wg"), parts.Conv2D(x.C, out, 1), parts.BatchNorm2D(out))(x)
		s := parts.Sequential(m.Child("Ws"), parts.Conv2D(skip.C, out, 1), parts.BatchNorm2D(out))(skip)
		f := m.Apply("relu", layer.ReLU, net.Do(layer.Add{}, g, s))
		return net.Do(layer.Mul{}, parts.Sequential(m.Child("output"), parts.Conv2D(out, out, 1), layer.Sigmoid)(f), skip)
	}
	nikhilPooled(net, filters, "b1", "output",
		func(m *counter.Module, x counter.Value, _ int, out int64) (deeper, skip counter.Value) {
			x = block(m.Child("conv"), x, out)
			return x, x
		},
		block,
		func(m *counter.Module, x, skip counter.Value, out int64) counter.Value {
			x = m.Apply("up", layer.Upsample{ND: 2, Linear: true, AlignCorners: true, Scale: counter.Cube(2)}, x)
			skip = gate(m.Child("ag"), x, skip, out)
			return block(m.Child("c1"), net.Do(layer.Concat{}, x, skip), out)
		})
}

// nikhilRes describes build_resunet: strided convolutions take the place of
// pooling.
func nikhilRes(net *counter.Net, filters []int64) {
	root := net.Root()
	activate := func(m *counter.Module, x counter.Value) counter.Value {
		return m.Apply("relu", layer.ReLU, m.Apply("bn", parts.BatchNorm2D(x.C), x))
	}
	block := func(m *counter.Module, x counter.Value, out, stride int64) counter.Value {
		conv, shortcut := parts.Conv2D(x.C, out, 3), parts.Conv2D(x.C, out, 1)
		conv.Stride, shortcut.Stride = counter.Cube(stride), counter.Cube(stride)
		y := m.Apply("c1", conv, activate(m.Child("b1"), x))
		y = m.Apply("c2", parts.Conv2D(out, out, 3), activate(m.Child("b2"), y))
		return net.Do(layer.Add{}, y, m.Apply("s", shortcut, x))
	}

	image := net.Input(3, 2)
	net.At(counter.Encoder, 1)
	x := root.Apply("c11", parts.Conv2D(3, filters[0], 3), image)
	x = root.Apply("c12", parts.Conv2D(x.C, x.C, 3), activate(root.Child("br1"), x))
	x = net.Do(layer.Add{}, x, root.Apply("c13", parts.Conv2D(3, x.C, 1), image))

	var skips []counter.Value
	for i, f := range filters[1:] {
		level := i + 2
		if level < len(filters) {
			net.At(counter.Encoder, level)
		} else {
			net.At(counter.Bottleneck, level)
		}
		skips = append(skips, x)
		x = block(root.Child("r"+strconv.Itoa(level)), x, f, 2)
	}
	for level := len(skips); level >= 1; level-- {
		net.At(counter.Decoder, level)
		d := root.Child("d" + strconv.Itoa(len(filters)-level))
		x = d.Apply("upsample", layer.Upsample{ND: 2, Linear: true, AlignCorners: true, Scale: counter.Cube(2)}, x)
		x = block(d.Child("r"), net.Do(layer.Concat{}, x, skips[level-1]), filters[level-1], 1)
	}
	net.At(counter.Head, 1)
	x = root.Apply("output", parts.Conv2D(x.C, 1, 1), x)
	net.Output(root.Apply("sigmoid", layer.Sigmoid, x))
}

// nikhilMultires describes build_multiresunet. A block has three convolutions in
// sequence; their outputs are joined, and a convolution of the block's input is
// added. Together they have about 1.67 times the filters of the
// level, the first one a sixth of it, the second a third and the third a half,
// each rounded down. A skip connection is a path of residual blocks: four at the
// first level, one fewer with each level.
func nikhilMultires(net *counter.Net, filters []int64) {
	unit := func(m *counter.Module, in, out, kernel int64, act bool) parts.Forward {
		conv := parts.Conv2D(in, out, kernel)
		conv.Bias = false
		layers := []counter.Layer{conv, parts.BatchNorm2D(out)}
		if act {
			layers = append(layers, layer.ReLU)
		}
		return parts.Sequential(m.Child("conv"), layers...)
	}
	block := func(m *counter.Module, x counter.Value, f int64) counter.Value {
		var pieces []counter.Value
		y, sum := x, int64(0)
		for i, thousandths := range []int64{167, 333, 500} {
			c := f * 167 * thousandths / 100_000
			y = unit(m.Child("c"+strconv.Itoa(i+1)), y.C, c, 3, true)(y)
			pieces, sum = append(pieces, y), sum+c
		}
		y = m.Apply("b1", parts.BatchNorm2D(sum), net.Do(layer.Concat{}, pieces...))
		y = net.Do(layer.Add{}, y, unit(m.Child("c4"), x.C, sum, 3, true)(x))
		y = m.Apply("relu", layer.ReLU, y)
		return m.Apply("b2", parts.BatchNorm2D(sum), y)
	}
	path := func(m *counter.Module, x counter.Value, f int64, length int) counter.Value {
		for i := range length {
			b := m.Child(strconv.Itoa(i))
			y := unit(b.Child("c1"), x.C, f, 3, false)(x)
			y = net.Do(layer.Add{}, y, unit(b.Child("s1"), x.C, f, 1, false)(x))
			x = b.Apply("bn", parts.BatchNorm2D(f), b.Apply("relu", layer.ReLU, y))
		}
		return x
	}
	nikhilPooled(net, filters, "b1", "output",
		func(m *counter.Module, x counter.Value, level int, f int64) (deeper, skip counter.Value) {
			x = block(m.Child("c1"), x, f)
			return x, path(m.Child("s1").Child("conv"), x, f, len(filters)-level)
		},
		block,
		func(m *counter.Module, x, skip counter.Value, f int64) counter.Value {
			x = m.Apply("c1", nikhilUp(x.C, f), x)
			return block(m.Child("c2"), net.Do(layer.Concat{}, x, skip), f)
		})
}
