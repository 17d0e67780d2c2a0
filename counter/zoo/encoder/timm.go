package encoder

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// A timm describes inverted residual blocks with timm's names and sizes.
type timm struct {
	b    *builder
	m    *counter.Module
	same bool   // strides pad only at the end, as in TensorFlow for even sizes
	eps  string // of the norms
	in   int64  // channels so far
}

// norm registers a batch norm, and returns a Forward that runs it and an activation.
func (t *timm) norm(m *counter.Module, name string, c int64, act counter.Layer) parts.Forward {
	n := parts.BatchNorm2D(c)
	n.Eps = t.eps
	run := own(m, name, n)
	if act == nil {
		return run
	}
	return func(x counter.Value) counter.Value { return t.b.net.Do(act, run(x)) }
}

// conv registers a convolution without bias.
func (t *timm) conv(m *counter.Module, name string, l layer.Conv) parts.Forward {
	pad := l.Kernel[0] - l.Stride[0]
	if !t.same || l.Stride[0] == 1 {
		return own(m, name, l)
	}
	l.Padding = counter.Axes{}
	run, before := own(m, name, l), pad/2
	zeros := layer.ConstantPad{ND: 2, Before: counter.Axes{before, before}, After: counter.Axes{pad - before, pad - before}}
	return func(x counter.Value) counter.Value { return run(t.b.net.Do(zeros, x)) }
}

// An mb describes a number of inverted residual blocks.
type mb struct {
	kernel, stride int64
	wide           int64 // channels inside
	out            int64
	squeezed       int64 // channels of squeeze and excitation; 0: none
	act, gate      counter.Layer
	first          bool // the block does not widen, and has one convolution less
}

// block registers one block.
func (t *timm) block(m *counter.Module, s mb) parts.Forward {
	in := t.in
	var run []parts.Forward
	n, last := 1, "conv_pwl"
	if s.first {
		last = "conv_pw"
	} else {
		run = append(run, t.conv(m, "conv_pw", conv(in, s.wide, 1, 1, 1)), t.norm(m, "bn1", s.wide, s.act))
		n++
	}
	run = append(run, t.conv(m, "conv_dw", conv(s.wide, s.wide, s.kernel, s.stride, s.wide)), t.norm(m, "bn"+strconv.Itoa(n), s.wide, s.act))
	if s.squeezed > 0 {
		inside := s.act
		if t.same {
			inside = layer.ReLU
		}
		run = append(run, t.b.weigh(m.Child("se"), "conv_reduce", "conv_expand", s.wide, s.squeezed, inside, s.gate))
	}
	run = append(run, t.conv(m, last, conv(s.wide, s.out, 1, 1, 1)), t.norm(m, "bn"+strconv.Itoa(n+1), s.out, nil))
	t.in = s.out
	return t.b.residual(parts.InTurn(run), s.stride == 1 && in == s.out)
}

// timmEfficientNet registers an EfficientNet of timm; args are width and depth in
// tenths, and 1 for the lite ones, which have no squeeze and excitation.
func (b *builder) timmEfficientNet() {
	e, lite := &EfficientNet{width: b.args[0], depth: b.args[1]}, b.args[2] == 1
	t := &timm{b: b, m: b.m, in: e.round(32)}
	act := counter.Layer(swish)
	if lite {
		t.in, act = 32, relu6
	}
	b.stage(b.in)
	b.stage(t.in, t.conv(b.m, "conv_stem", conv(b.in, t.in, 3, 2, 1)), t.norm(b.m, "bn1", t.in, act))
	blocks := b.m.Child("blocks")
	var run []parts.Forward
	for i, s := range mbconv {
		if i == 2 || i == 3 || i == 5 {
			b.stage(t.in, run...)
			run = nil
		}
		n := (s.n*e.depth + 9) / 10
		if lite && (i == 0 || i == len(mbconv)-1) {
			n = s.n
		}
		m, stride := blocks.Child(strconv.Itoa(i)), s.stride
		for j := range n {
			k := mb{kernel: s.kernel, stride: stride, wide: t.in * s.widen, out: e.round(s.c), act: act, gate: layer.Sigmoid, first: s.widen == 1}
			if !lite {
				k.squeezed = t.in / 4
			}
			run = append(run, t.block(m.Child(strconv.FormatInt(j, 10)), k))
			stride = 1
		}
	}
	b.stage(t.in, run...)
	head := e.round(1280)
	if lite {
		head = 1280
	}
	t.conv(b.m, "conv_head", conv(t.in, head, 1, 1, 1)) // is never run, as its norm
	t.norm(b.m, "bn2", head, nil)
}

// A v3 is a block of MobileNetV3 (Howard et al., https://arxiv.org/abs/1905.02244):
// its list, kernel, stride, channels inside in hundredths of the input's, channels, and
// whether it has squeeze and excitation.
type v3 struct {
	list                       int
	kernel, stride, widen, out int64
	squeeze                    bool
}

var (
	v3Large = []v3{
		{0, 3, 1, 100, 16, false}, {1, 3, 2, 400, 24, false}, {1, 3, 1, 300, 24, false}, {2, 5, 2, 300, 40, true}, {2, 5, 1, 300, 40, true}, {2, 5, 1, 300, 40, true},
		{3, 3, 2, 600, 80, false}, {3, 3, 1, 250, 80, false}, {3, 3, 1, 230, 80, false}, {3, 3, 1, 230, 80, false}, {4, 3, 1, 600, 112, true}, {4, 3, 1, 600, 112, true},
		{5, 5, 2, 600, 160, true}, {5, 5, 1, 600, 160, true}, {5, 5, 1, 600, 160, true},
	}
	v3Small = []v3{
		{0, 3, 2, 100, 16, true}, {1, 3, 2, 450, 24, false}, {1, 3, 1, 367, 24, false}, {2, 5, 2, 400, 40, true}, {2, 5, 1, 600, 40, true}, {2, 5, 1, 600, 40, true},
		{3, 5, 1, 300, 48, true}, {3, 5, 1, 300, 48, true}, {4, 5, 2, 600, 96, true}, {4, 5, 1, 600, 96, true}, {4, 5, 1, 600, 96, true},
	}
)

// mobilenetV3 registers a MobileNetV3 of timm with TensorFlow's padding; args are the
// width in hundredths, and 1 for the small one.
func (b *builder) mobilenetV3() {
	t := &timm{b: b, m: b.m.Child("model"), same: true, eps: "0.001", in: divisible(16*b.args[0], 100)}
	blocks, cuts, relus, last := v3Large, []int{1, 2, 3, 5}, 3, int64(960)
	small := b.args[1] == 1
	if small {
		blocks, cuts, relus, last = v3Small, []int{0, 1, 2, 4}, 2, 576
	}
	hard := layer.Activation{Name: "Hardswish"}
	b.stage(b.in)
	run := []parts.Forward{t.conv(t.m, "conv_stem", conv(b.in, t.in, 3, 2, 1)), t.norm(t.m, "bn1", t.in, hard)}
	lists, at, n := t.m.Child("blocks"), 0, 0
	var list *counter.Module
	for i, s := range blocks {
		if i == 0 || s.list != blocks[i-1].list {
			list, n = lists.Child(strconv.Itoa(s.list)), 0
		}
		for at < len(cuts) && s.list == cuts[at] && n == 0 {
			b.stage(t.in, run...)
			run, at = nil, at+1
		}
		wide := divisible(t.in*s.widen, 100)
		k := mb{kernel: s.kernel, stride: s.stride, wide: wide, out: divisible(s.out*b.args[0], 100), act: hard, gate: layer.Activation{Name: "Hardsigmoid"}, first: s.widen == 100}
		if s.list < relus {
			k.act = layer.ReLU
		}
		if s.squeeze {
			k.squeezed = divisible(wide, 4)
		}
		run = append(run, t.block(list.Child(strconv.Itoa(n)), k))
		n++
	}
	m, out := lists.Child(strconv.Itoa(blocks[len(blocks)-1].list+1)).Child("0"), divisible(last*b.args[0], 100)
	b.stage(out, append(run, t.conv(m, "conv", conv(t.in, out, 1, 1, 1)), t.norm(m, "bn1", out, hard))...)
}

// divisible returns the multiple of 8 that is nearest to c/of and at least nine tenths
// of it.
func divisible(c, of int64) int64 {
	n := max(8, (c+4*of)/(8*of)*8)
	if 10*n*of < 9*c {
		n += 8
	}
	return n
}
