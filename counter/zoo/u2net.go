package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// U2Net is U²-Net (Qin et al., 2020, https://arxiv.org/abs/2005.09007) as its
// authors published it (https://github.com/xuebinqin/U-2-Net, commit ac7e1c8): a
// U-Net each of whose eleven stages is a U-Net itself, with a residual connection
// around it. The deeper a stage, the shallower its inner U; on the two deepest
// levels convolutions are dilated instead of pooled. Six side outputs are
// enlarged to the input's size, and a 1×1 convolution fuses them.
//
// U2NETP is the small one, with the same widths in all stages. Of both there is
// a second version in the repository's u2net_refactor.py, U2NET_full and
// U2NET_lite, of the same sizes; it registers its tensors in another order and
// takes no arguments.
//
// The picture shows the outer U: an inner one is one stage of it.
type U2Net struct {
	parts.Image
	In, Out           int64
	width             int64 // of the first stage's output
	small, refactored bool
}

func init() {
	paper := config.Source{Title: "Qin et al.: U²-Net: Going Deeper with Nested U-Structure for Salient Object Detection", Year: 2020, URL: "https://arxiv.org/abs/2005.09007"}
	repo := config.Source{Title: "xuebinqin/U-2-Net", Year: 2020, URL: "https://github.com/xuebinqin/U-2-Net", Commit: "ac7e1c817ecab7c7dff5ce6b1abba61cd213ff29"}
	for _, a := range []struct {
		id, class         string
		small, refactored bool
		name, about       config.Text
	}{
		{
			"u2net", "U2NET", false, false,
			Text{EN: "U²-Net", ZH: "U²-Net"},
			Text{EN: "A U-Net of U-Nets for salient objects: every stage is a residual U of its own.", ZH: "用于显著目标检测，U 中套 U：每个阶段自身就是一个残差 U 形网络。"},
		},
		{
			"u2netp", "U2NETP", true, false,
			Text{EN: "U²-Net-P", ZH: "U²-Net-P"},
			Text{EN: "The small U²-Net: 64 channels between all stages and 16 inside them.", ZH: "小型 U²-Net：各阶段之间 64 通道，内部 16 通道。"},
		},
		{
			"u2net-full", "U2NET_full", false, true,
			Text{EN: "U²-Net, refactored", ZH: "U²-Net（重构版）"},
			Text{EN: "U²-Net as the repository's second version has it: the same tensors in another order.", ZH: "同仓库的第二个版本：张量相同，次序不同。"},
		},
		{
			"u2net-lite", "U2NET_lite", true, true,
			Text{EN: "U²-Net-P, refactored", ZH: "U²-Net-P（重构版）"},
			Text{EN: "The small U²-Net as the repository's second version has it: the same tensors in another order.", ZH: "小型 U²-Net 的第二个版本：张量相同，次序不同。"},
		},
	} {
		config.Register(&config.Arch{
			ID: a.id, Family: parts.FamilyResidual, Name: a.name, About: a.about,
			Sources: []config.Source{paper, repo}, Class: a.class,
			New: func(k *config.Knobs) config.Model {
				m := &U2Net{In: 3, Out: 1, small: a.small, refactored: a.refactored}
				if !m.refactored {
					k.Section(parts.SectionData)
					k.Number(&m.In, "in_ch", 3, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
					k.Number(&m.Out, "out_ch", 1, 1, 65536, parts.LabelClasses, helpOutput).As(config.Classes)
				} else {
					k.Fixes("the function takes no arguments", config.Inputs, config.Classes)
				}
				width := parts.EditedWidth(k, &m.width, 64)
				width.Min, width.Step = 4, 4 // stages have a quarter of it inside
				parts.InputSize(k, &m.Size, 320)
				return m
			},
		})
	}
}

// helpOutput explains a number of classes whose default is 1.
var helpOutput = Text{EN: "Channels of the output; 1 for one class against the background.", ZH: "输出通道数；只分前景与背景时为 1。"}

// A u2netStage has the channels inside a stage and those of its output, in
// quarters of the base width.
type u2netStage struct{ mid, out int64 }

var (
	u2netDown  = [...]u2netStage{{2, 4}, {2, 8}, {4, 16}, {8, 32}, {16, 32}, {16, 32}} // levels 1 to 6
	u2netUp    = [...]u2netStage{{1, 4}, {2, 4}, {4, 8}, {8, 16}, {16, 32}}            // levels 1 to 5
	u2netSmall = u2netStage{1, 4}
)

// ClosedForm implements [config.Model]: the polynomial in the channels of the first
// stage's output.
func (m *U2Net) ClosedForm() (int64, counter.Poly, error) {
	p, err := parts.Polynomial(4, m.build)
	return m.width, p, err
}

// Build implements [config.Model].
func (m *U2Net) Build(net *counter.Net) { m.build(net, m.width) }

// u2netLevels is the number of levels of the outer U.
const u2netLevels = 6

func (m *U2Net) build(net *counter.Net, width int64) {
	root := net.Root()
	image := net.Input(m.In, 2)
	var skips, features, sides [u2netLevels + 1]counter.Value // from 1
	side := func(level int) {
		sides[level] = m.side(net, level, features[level], image)
	}
	m.encode(net, image, skips[:], width)
	features = skips
	if m.refactored {
		side(u2netLevels)
	}
	x := skips[u2netLevels]
	for level := u2netLevels - 1; level >= 1; level-- {
		net.At(counter.Decoder, level)
		x = net.Do(layer.Interpolate{Linear: true}, x, skips[level])
		x = net.Do(layer.Concat{}, x, skips[level])
		x = m.stage(net, "d", level, u2netUp[level-1], x, width)
		features[level] = x
		if m.refactored {
			side(level)
		}
	}
	if !m.refactored {
		for level := 1; level <= u2netLevels; level++ {
			side(level)
		}
	}

	net.At(counter.Head, 1)
	x = net.Do(layer.Concat{}, sides[1:]...)
	x = root.Apply("outconv", parts.Conv2D(x.C, m.Out, 1), x)
	net.Output(net.Do(layer.Sigmoid, x))
	for level := 1; level <= u2netLevels; level++ {
		net.At(counter.Head, level)
		net.Output(net.Do(layer.Sigmoid, sides[level]))
	}
}

// encode adds the encoder and the bottleneck of the outer U, and keeps what each
// level makes.
func (m *U2Net) encode(net *counter.Net, x counter.Value, features []counter.Value, width int64) {
	root := net.Root()
	var pool *counter.Module
	if m.refactored {
		pool = root.Own("downsample", u2netPool) // one for all levels
	}
	for level := 1; level <= u2netLevels; level++ {
		if level < u2netLevels {
			net.At(counter.Encoder, level)
		} else {
			net.At(counter.Bottleneck, level)
		}
		if level > 1 {
			if !m.refactored {
				pool = root.Own("pool"+strconv.Itoa(level-1)+strconv.Itoa(level), u2netPool)
			}
			x = pool.Run(x)
		}
		x = m.stage(net, "", level, u2netDown[level-1], x, width)
		features[level] = x
	}
}

// stage adds a stage of the outer U; those of the decoder have "d" for a suffix.
func (m *U2Net) stage(net *counter.Net, suffix string, level int, s u2netStage, x counter.Value, width int64) counter.Value {
	if m.small {
		s = u2netSmall
	}
	return m.rsu(net, net.Root().Child("stage"+strconv.Itoa(level)+suffix), level, x, s.mid*width/4, s.out*width/4)
}

// side adds the side output of a level, as large as the image.
func (m *U2Net) side(net *counter.Net, level int, x, image counter.Value) counter.Value {
	net.At(counter.Head, level)
	x = net.Root().Apply("side"+strconv.Itoa(level), parts.Conv2D(x.C, m.Out, 3), x)
	if level > 1 || m.refactored {
		x = net.Do(layer.Interpolate{Linear: true}, x, image)
	}
	return x
}

// u2netPool halves the size; what is odd is rounded up.
var u2netPool = layer.Pool{ND: 2, Kernel: counter.Cube(2), Ceil: true}

// A u2netRSU is the inner U of a stage. Depth is the number of convolutions of its
// encoder; the deepest one is dilated instead of pooled, and so are all of them on
// the two deepest levels of the outer U. The slices count from 1.
type u2netRSU struct {
	parent     *counter.Module
	depth      int
	dilated    bool
	mid, out   int64
	downs, ups []parts.Forward
	pools      []*counter.Module
}

// rsu adds a residual U-block: a convolution to out channels, and to its output
// that of a U of mid channels is added.
func (m *U2Net) rsu(net *counter.Net, parent *counter.Module, level int, x counter.Value, mid, out int64) counter.Value {
	depth := max(8-level, 4)
	r := &u2netRSU{
		parent: parent, depth: depth, dilated: level > 4, mid: mid, out: out,
		downs: make([]parts.Forward, depth+1), ups: make([]parts.Forward, depth), pools: make([]*counter.Module, depth),
	}
	first := rebnconv(parent, "in", x.C, out, 1)
	if m.refactored {
		r.registerByLevel()
	} else {
		r.register()
	}
	x = first(x)
	return net.Do(layer.Add{}, r.run(net, x), x)
}

// register registers the encoder, then the decoder.
func (r *u2netRSU) register() {
	for i := 1; i <= r.depth; i++ {
		r.down(i)
		if r.pooled(i) {
			r.pools[i] = r.parent.Own("pool"+strconv.Itoa(i), u2netPool)
		}
	}
	for i := r.depth - 1; i >= 1; i-- {
		r.up(i)
	}
}

// registerByLevel registers one pooling for all levels, then level by level.
func (r *u2netRSU) registerByLevel() {
	pool := r.parent.Own("downsample", u2netPool)
	for i := 1; i < r.depth; i++ {
		r.down(i)
		r.up(i)
		r.pools[i] = pool
	}
	r.down(r.depth)
}

// pooled reports whether a pooling follows a convolution of the encoder.
func (r *u2netRSU) pooled(i int) bool { return !r.dilated && i < r.depth-1 }

func (r *u2netRSU) dilation(i int) int64 {
	switch {
	case r.dilated:
		return 1 << (i - 1)
	case i == r.depth:
		return 2
	}
	return 1
}

func (r *u2netRSU) down(i int) {
	in := r.mid
	if i == 1 {
		in = r.out
	}
	r.downs[i] = rebnconv(r.parent, strconv.Itoa(i), in, r.mid, r.dilation(i))
}

func (r *u2netRSU) up(i int) {
	out := r.mid
	if i == 1 {
		out = r.out
	}
	r.ups[i] = rebnconv(r.parent, strconv.Itoa(i)+"d", 2*r.mid, out, r.dilation(i))
}

func (r *u2netRSU) run(net *counter.Net, x counter.Value) counter.Value {
	skips := make([]counter.Value, r.depth)
	for i := 1; i < r.depth; i++ {
		skips[i] = r.downs[i](x)
		x = skips[i]
		if r.pooled(i) {
			x = r.pools[i].Run(x)
		}
	}
	x = r.downs[r.depth](x)
	for i := r.depth - 1; i >= 1; i-- {
		if r.pooled(i) {
			x = net.Do(layer.Interpolate{Linear: true}, x, skips[i])
		}
		x = r.ups[i](net.Do(layer.Concat{}, x, skips[i]))
	}
	return x
}

// rebnconv registers a convolution with batch normalization and ReLU.
func rebnconv(parent *counter.Module, name string, in, out, dilation int64) parts.Forward {
	c := parent.Child("rebnconv" + name)
	conv := parts.Conv2D(in, out, 3)
	conv.Padding, conv.Dilation = counter.Cube(dilation), counter.Cube(dilation)
	layers := []*counter.Module{
		c.Own("conv_s1", conv), c.Own("bn_s1", parts.BatchNorm2D(out)), c.Own("relu_s1", layer.ReLU),
	}
	return func(x counter.Value) counter.Value {
		for _, l := range layers {
			x = l.Run(x)
		}
		return x
	}
}
