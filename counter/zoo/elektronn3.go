package zoo

import (
	"slices"
	"strconv"
	"strings"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/number"
	"unetparams/counter/zoo/parts"
)

// Elektronn3 is the UNet of ELEKTRONN/elektronn3 (2017,
// https://github.com/ELEKTRONN/elektronn3, commit 8111e5d), grown out of
// jaxony's and made for volumes: two or three dimensions or, block by block,
// two within three (planar), a choice of normalizations, and attention gates
// (Oktay et al., 2018, https://arxiv.org/abs/1804.03999). Pooling rounds up, and
// what comes up is trimmed to the skip connection.
//
// The argument batch_norm is left out: the code accepts nothing but its default.
type Elektronn3 struct {
	In, Out, Blocks, Start, Dim         int64
	UpMode, MergeMode                   string
	Planar                              []int64
	Attention, FullNorm                 bool
	Activation, Normalization, ConvMode string
	Size                                []int64
}

func init() {
	config.Register(&config.Arch{
		ID:     "elektronn3",
		Family: parts.FamilyUNet,
		Name:   Text{EN: "U-Net (ELEKTRONN3)", ZH: "U-Net（ELEKTRONN3）"},
		About: Text{
			EN: "A U-Net for volumes of electron microscopy, with planar blocks and attention gates to choose.",
			ZH: "面向电镜三维体数据的 U-Net，可选平面块和注意力门。",
		},
		Sources: []config.Source{
			parts.PaperUNet,
			{Title: "Oktay et al.: Attention U-Net: Learning Where to Look for the Pancreas", Year: 2018, URL: "https://arxiv.org/abs/1804.03999"},
			{Title: "ELEKTRONN/elektronn3", Year: 2017, URL: "https://github.com/ELEKTRONN/elektronn3", Commit: "8111e5df49621b0737e80f81390da75a868eabdf"},
		},
		Class: "UNet",
		New:   newElektronn3,
	})
}

// elektronn3Groups are the numbers of groups to choose from; the code takes any.
var elektronn3Groups = []int64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 15, 16, 18, 20, 24, 28, 32, 36, 40, 48, 56, 64, 96, 128}

func newElektronn3(k *config.Knobs) config.Model {
	m := &Elektronn3{}
	k.Section(parts.SectionData)
	m.declareData(k)
	k.Section(parts.SectionNet)
	m.declareU(k)
	m.declareLayers(k)
	parts.InputSize(k, &m.Size, 64)
	return m
}

func (m *Elektronn3) declareData(k *config.Knobs) {
	k.Number(&m.In, "in_channels", 1, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
	k.Number(&m.Out, "out_channels", 2, 1, 65536, parts.LabelClasses, parts.HelpClasses).As(config.Classes)
	k.Number(&m.Dim, "dim", 3, 2, 3,
		Text{EN: "Spatial dimensions", ZH: "空间维数"},
		Text{EN: "2 for images, 3 for volumes.", ZH: "图像为 2，三维体数据为 3。"}).As(config.Dimensions)
}

// declareU declares the shape of the U: levels, widths, and how they are joined.
func (m *Elektronn3) declareU(k *config.Knobs) {
	k.Number(&m.Blocks, "n_blocks", 3, 1, 10,
		Text{EN: "Blocks", ZH: "块数"},
		Text{EN: "Levels of the U, the bottleneck counted.", ZH: "U 形的级数，含瓶颈层。"}).As(config.Depth)
	k.Number(&m.Start, "start_filts", 32, 1, 65536,
		Text{EN: "Base channels", ZH: "基础通道数"},
		Text{EN: "Filters of the first level; they double with every level.", ZH: "首级通道数，逐级加倍。"}).As(config.Width).Scales()
	k.Select(&m.UpMode, "up_mode",
		Text{EN: "Up-sampling", ZH: "上采样方式"},
		Text{EN: "The mode “upsample” is accepted by the published code and builds nothing: the net can't be run.", ZH: "已发布的代码接受 upsample 却什么也不构建：网络无法运行。"},
		Choice{Value: "transpose", Label: Text{EN: "transposed convolution", ZH: "转置卷积"}},
		Choice{Value: "resizeconv_nearest", Label: Text{EN: "nearest neighbor and 3×3 convolution", ZH: "最近邻插值加 3×3 卷积"}},
		Choice{Value: "resizeconv_linear", Label: Text{EN: "linear and 3×3 convolution", ZH: "线性插值加 3×3 卷积"}},
		Choice{Value: "resizeconv_nearest1", Label: Text{EN: "nearest neighbor and 1×1 convolution", ZH: "最近邻插值加 1×1 卷积"}},
		Choice{Value: "resizeconv_linear1", Label: Text{EN: "linear and 1×1 convolution", ZH: "线性插值加 1×1 卷积"}},
		Choice{Value: "upsample", Label: Text{EN: "upsample (can't be run)", ZH: "upsample（无法运行）"}})
	k.Select(&m.MergeMode, "merge_mode", mergeLabel, mergeHelp, mergeConcat, mergeAdd)
	k.Numbers(&m.Planar, "planar_blocks", nil, 0, 10, 0, 9,
		Text{EN: "Planar blocks", ZH: "平面块"},
		Text{EN: "Numbers of the blocks, from 0, that leave the depth alone; none, or 0,1 for the first two.", ZH: "不在深度方向运算的块的编号，从 0 起；可写 none，或 0,1 表示前两块。"})
	k.Switch(&m.Attention, "attention", false,
		Text{EN: "Attention gates", ZH: "注意力门"},
		Text{EN: "Weigh every skip connection; they have batch norm whatever the normalization.", ZH: "对每条跳跃连接加权；无论选何种归一化，其中都有批归一化。"})
}

// declareLayers declares activation, normalization and padding.
func (m *Elektronn3) declareLayers(k *config.Knobs) {
	k.Select(&m.Activation, "activation",
		Text{EN: "Activation", ZH: "激活函数"},
		Text{EN: "Only PReLU has parameters: one each.", ZH: "只有 PReLU 有参数：每个一个。"},
		Choice{Value: "relu", Label: Text{EN: "ReLU", ZH: "ReLU"}},
		Choice{Value: "silu", Label: Text{EN: "SiLU", ZH: "SiLU"}},
		Choice{Value: "leaky", Label: Text{EN: "leaky ReLU", ZH: "Leaky ReLU"}},
		Choice{Value: "prelu", Label: Text{EN: "PReLU", ZH: "PReLU"}},
		Choice{Value: "rrelu", Label: Text{EN: "RReLU", ZH: "RReLU"}},
		Choice{Value: "lin", Label: Text{EN: "none", ZH: "无"}}).As(config.Activation)
	norms := []config.Choice{
		{Value: "batch", Label: Text{EN: "batch", ZH: "批归一化"}},
		{Value: "instance", Label: Text{EN: "instance (not affine)", ZH: "实例归一化（不含仿射）"}},
		{Value: "none", Label: Text{EN: "none", ZH: "无"}},
		{Value: "group", Label: Text{EN: "8 groups", ZH: "组归一化，8 组"}},
	}
	for _, g := range elektronn3Groups {
		norms = append(norms, config.Choice{Value: "group" + strconv.FormatInt(g, 10), Label: config.Textf("groups: %d", "组归一化，%d 组", g)})
	}
	k.Select(&m.Normalization, "normalization",
		Text{EN: "Normalization", ZH: "归一化"},
		Text{EN: "Groups must divide the base channels.", ZH: "组数须整除基础通道数。"},
		norms...).As(config.Normalization)
	k.Switch(&m.FullNorm, "full_norm", true,
		Text{EN: "After every convolution", ZH: "每个卷积之后"},
		Text{EN: "Off: normalization only after the last convolution of a block.", ZH: "关：仅在块的最后一个卷积之后归一化。"})
	k.Select(&m.ConvMode, "conv_mode",
		Text{EN: "Padding", ZH: "填充"},
		Text{EN: "Without padding every convolution eats the border, and skips are cropped.", ZH: "不填充时每次卷积尺寸变小，跳跃连接需裁剪。"},
		Choice{Value: "same", Label: Text{EN: "same size", ZH: "保持尺寸"}},
		Choice{Value: "valid", Label: Text{EN: "none", ZH: "不填充"}}).As(config.Uncounted)
}

// groups returns the number of groups of a group normalization, or 0.
func (m *Elektronn3) groups() int64 {
	s, ok := strings.CutPrefix(m.Normalization, "group")
	switch {
	case !ok:
		return 0
	case s == "":
		return 8
	}
	g, _ := strconv.ParseInt(s, 10, 64)
	return g
}

// Check implements [config.Model].
func (m *Elektronn3) Check() error {
	if strings.HasPrefix(m.UpMode, "resizeconv") && m.MergeMode == "add" {
		return mergeRefused()
	}
	planar := &config.ValueError{Key: "planar_blocks", Value: config.Join(m.Planar, ","), Nearest: []string{"none"}}
	switch {
	case len(m.Planar) == 0:
	case m.Dim == 2:
		planar.Text = Text{EN: "needs three dimensions", ZH: "仅用于三维"}
		return planar
	case len(m.Planar) > int(m.Blocks):
		planar.Text = config.Textf("has more numbers than the %d blocks", "的数多于块数 %d", m.Blocks)
		return planar
	case slices.Max(m.Planar) >= m.Blocks:
		planar.Text = config.Textf("counts blocks from 0 to %d", "的编号从 0 到 %d", m.Blocks-1)
		return planar
	}
	if g := m.groups(); g > 0 && m.Start%g != 0 {
		err := &config.ValueError{Key: "normalization", Value: m.Normalization, Text: config.Textf(
			"must divide the channels of every level into its groups, but the first level has %s",
			"须能把每层通道数等分成组，但第 1 层为 %s", number.Grouped(m.Start))}
		for _, n := range elektronn3Groups {
			if n < g && m.Start%n == 0 {
				err.Nearest = []string{"group" + strconv.FormatInt(n, 10)}
			}
		}
		return err
	}
	return nil
}

// Input implements [config.Model].
func (m *Elektronn3) Input() (counter.Axes, error) { return parts.InputAxes(m.Size, int(m.Dim)) }

// ClosedForm implements [config.Model]: the polynomial in the first level's width.
func (m *Elektronn3) ClosedForm() (int64, counter.Poly, error) {
	step := max(m.groups(), 1)
	if m.Attention && step%2 != 0 {
		step *= 2 // gates halve the channels
	}
	if m.Start%step != 0 {
		return 0, counter.Poly{}, counter.ErrNotPolynomial
	}
	p, err := parts.Polynomial(step, func(net *counter.Net, w int64) { m.build(net, parts.Doubling(w, int(m.Blocks))) })
	return m.Start, p, err
}

// Build implements [config.Model].
func (m *Elektronn3) Build(net *counter.Net) { m.build(net, parts.Doubling(m.Start, int(m.Blocks))) }

func (m *Elektronn3) build(net *counter.Net, filters []int64) {
	x := net.Input(m.In, int(m.Dim))
	deepest := len(filters) - 1
	at := func(i int) {
		if i == deepest {
			net.At(counter.Bottleneck, i+1)
		} else {
			net.At(counter.Encoder, i+1)
		}
	}
	down, up := net.Root().Child("down_convs"), net.Root().Child("up_convs")
	skips := make([]counter.Value, deepest)
	for i, f := range filters {
		at(i)
		var pool *counter.Module
		x, pool = m.down(down.Child(strconv.Itoa(i)), x, f, m.planar(i), i < deepest)
		if pool != nil {
			skips[i] = x
			at(i + 1)
			x = pool.Run(x)
		}
	}
	for i := deepest - 1; i >= 0; i-- {
		net.At(counter.Decoder, i+1)
		x = m.merge(net, up.Child(strconv.Itoa(deepest-1-i)), skips[i], x, filters[i], m.planar(i))
	}
	net.At(counter.Head, 1)
	net.Output(net.Root().Apply("conv_final", m.point(x.C, m.Out), x))
}

// planar reports whether a block leaves the depth alone.
func (m *Elektronn3) planar(block int) bool { return slices.Contains(m.Planar, int64(block)) }

// down adds a block of the encoder, and registers its pooling if it has one.
func (m *Elektronn3) down(block *counter.Module, x counter.Value, f int64, planar, pooled bool) (counter.Value, *counter.Module) {
	conv1 := block.Own("conv1", m.conv(x.C, f, planar))
	conv2 := block.Own("conv2", m.conv(f, f, planar))
	var pool *counter.Module
	if pooled {
		pool = block.Own("pool", layer.Pool{ND: int(m.Dim), Kernel: flat(2, 1, planar), Ceil: true})
	}
	act1, act2 := m.act(block, "act1"), m.act(block, "act2")
	norm0, norm1 := m.norm(block, "norm0", f, m.FullNorm), m.norm(block, "norm1", f, true)
	x = act1(norm0(conv1.Run(x)))
	return act2(norm1(conv2.Run(x))), pool
}

// merge adds a block of the decoder, which joins the skip connection and what
// comes from the deeper level.
func (m *Elektronn3) merge(net *counter.Net, block *counter.Module, skip, deep counter.Value, f int64, planar bool) counter.Value {
	x := m.up(net, block, deep, f, planar)
	in := f
	if m.MergeMode == "concat" {
		in = 2 * f
	}
	conv1 := block.Own("conv1", m.conv(in, f, planar))
	conv2 := block.Own("conv2", m.conv(f, f, planar))
	act0, act1, act2 := m.act(block, "act0"), m.act(block, "act1"), m.act(block, "act2")
	norm0, norm1 := m.norm(block, "norm0", f, m.FullNorm), m.norm(block, "norm1", f, m.FullNorm)
	norm2 := m.norm(block, "norm2", f, true)

	x = net.Do(layer.TrimOdd{}, x, skip)
	if m.ConvMode == "valid" {
		skip = net.Do(layer.Crop{}, skip, x)
	}
	if m.Attention {
		skip = m.attend(net, block.Child("attention"), skip, deep)
	}
	x = act0(norm0(x))
	if m.MergeMode == "concat" {
		x = net.Do(layer.Concat{}, x, skip)
	} else {
		x = net.Do(layer.Add{}, x, skip)
	}
	x = act1(norm1(conv1.Run(x)))
	return act2(norm2(conv2.Run(x)))
}

// flat returns n on every axis, or in a planar block another number on the
// first one.
func flat(n, depth int64, planar bool) counter.Axes {
	a := counter.Cube(n)
	if planar {
		a[0] = depth
	}
	return a
}

// conv returns a convolution of a block.
func (m *Elektronn3) conv(in, out int64, planar bool) layer.Conv {
	c := layer.Conv{ND: int(m.Dim), In: in, Out: out, Kernel: flat(3, 1, planar), Bias: true}
	if m.ConvMode == "same" {
		c.Padding = flat(1, 0, planar)
	}
	return c
}

// point returns a convolution with a kernel of 1.
func (m *Elektronn3) point(in, out int64) layer.Conv {
	return layer.Conv{ND: int(m.Dim), In: in, Out: out, Kernel: counter.Cube(1), Bias: true}
}

// act registers an activation and returns what runs it.
func (m *Elektronn3) act(block *counter.Module, name string) parts.Forward {
	return parts.Maybe(block, name, elektronn3Acts[m.Activation])
}

var elektronn3Acts = map[string]counter.Layer{
	"relu":  layer.ReLU,
	"silu":  layer.Activation{Name: "SiLU"},
	"leaky": layer.Activation{Name: "LeakyReLU"},
	"prelu": layer.PReLU{C: 1},
	"rrelu": layer.Activation{Name: "RReLU"},
}

// norm registers a normalization of c channels, if there is one, and returns
// what runs it.
func (m *Elektronn3) norm(block *counter.Module, name string, c int64, on bool) parts.Forward {
	var l counter.Layer
	switch {
	case !on:
	case m.Normalization == "batch":
		l = layer.BatchNorm{ND: int(m.Dim), C: c, Affine: true, TrackStats: true}
	case m.Normalization == "instance":
		l = layer.InstanceNorm{ND: int(m.Dim), C: c}
	case m.groups() > 0:
		l = layer.GroupNorm{Groups: m.groups(), C: c, Affine: true}
	}
	return parts.Maybe(block, name, l)
}

// up doubles the sizes and leads to out channels.
func (m *Elektronn3) up(net *counter.Net, block *counter.Module, x counter.Value, out int64, planar bool) counter.Value {
	nd := int(m.Dim)
	switch m.UpMode {
	case "transpose":
		return block.Apply("upconv", layer.ConvTranspose{ND: nd, In: x.C, Out: out,
			Kernel: flat(2, 1, planar), Stride: flat(2, 1, planar), Bias: true}, x)
	case "upsample":
		return net.Do(layer.ChannelMismatch{C: out}, net.Do(layer.RuntimeError{}, x))
	}
	up := block.Child("upconv")
	conv := m.point(x.C, out)
	if !strings.HasSuffix(m.UpMode, "1") {
		conv.Kernel, conv.Padding = flat(3, 1, planar), flat(1, 0, planar)
	}
	x = up.Apply("upsample", layer.Upsample{ND: nd, Linear: strings.Contains(m.UpMode, "linear"), Scale: flat(2, 1, planar)}, x)
	return up.Apply("conv", conv, x)
}

// attend weighs a skip connection by a map made from it and from the level
// below, which has twice its channels.
func (m *Elektronn3) attend(net *counter.Net, gate *counter.Module, x, deep counter.Value) counter.Value {
	inter := max(x.C/2, 1)
	out := parts.Sequential(gate.Child("w"), m.point(x.C, x.C),
		layer.BatchNorm{ND: int(m.Dim), C: x.C, Affine: true, TrackStats: true})
	theta := gate.Apply("theta", layer.Conv{ND: int(m.Dim), In: x.C, Out: inter,
		Kernel: counter.Cube(2), Stride: counter.Cube(2)}, x)
	phi := gate.Apply("phi", m.point(deep.C, inter), deep)
	phi = net.Do(layer.Interpolate{Linear: true}, phi, theta)
	f := net.Do(layer.ReLU, net.Do(layer.Add{}, theta, phi))
	f = net.Do(layer.Sigmoid, gate.Apply("psi", m.point(inter, 1), f))
	f = net.Do(layer.Interpolate{Linear: true}, f, x)
	return out(net.Do(layer.Mul{}, f, x))
}
