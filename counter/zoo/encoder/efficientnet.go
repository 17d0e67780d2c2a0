package encoder

import (
	"slices"
	"strconv"

	"unetparams/counter"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// EfficientNet registers the blocks of an EfficientNet, with the names that
// efficientnet_pytorch and MONAI give its parts.
type EfficientNet struct {
	net   *counter.Net
	m     *counter.Module
	width int64 // in tenths
	depth int64 // in tenths
	size  int64 // of the image at the next layer, for which paddings are computed
}

// mbconv holds the stages of EfficientNet-B0.
var mbconv = [...]inverted{{1, 16, 1, 1, 3}, {6, 24, 2, 2, 3}, {6, 40, 2, 2, 5}, {6, 80, 3, 2, 3}, {6, 112, 3, 1, 5}, {6, 192, 4, 2, 5}, {6, 320, 1, 1, 3}}

// MONAI holds the EfficientNets of MONAI; see [BuildMONAI].
var MONAI = append(slices.Clone(table[efficientNets:efficientNets+8]),
	Encoder{"efficientnet-b8", (*builder).efficientnet, nil, [3]int64{22, 36, 672}},
	Encoder{"efficientnet-l2", (*builder).efficientnet, nil, [3]int64{43, 53, 800}})

// efficientNets is the index of the first EfficientNet in the table.
const efficientNets = 15

// BuildMONAI registers an encoder of [MONAI] by its name. It returns what
// [Encoder.Build] returns; stages end where MONAI's do, and blocks are grouped.
func BuildMONAI(net *counter.Net, m *counter.Module, in int64, name string) ([]Stage, []int64) {
	i := slices.IndexFunc(MONAI, func(e Encoder) bool { return e.Name == name })
	b := &builder{Encoder: &MONAI[i], net: net, m: m, in: in}
	b.stage(in)
	own(m, "_fc", layer.Linear{In: b.mbconvs(true), Out: 1000, Bias: true})
	return b.stages, b.out
}

// efficientnet registers the EfficientNet of efficientnet_pytorch. The features are the
// inputs of blocks with strides; only for B0, segmentation_models.pytorch takes the last
// but one a block earlier (its stage_idxs are 3, 5, 9 and 16).
func (b *builder) efficientnet() {
	b.stage(b.in)
	b.mbconvs(false)
}

// mbconvs registers an EfficientNet without its classifier, and returns the channels of
// its last convolution, which is built but never run.
func (b *builder) mbconvs(grouped bool) int64 {
	e := &EfficientNet{b.net, b.m, b.args[0], b.args[1], b.args[2]}
	stem := e.round(32)
	run := []parts.Forward{e.conv("_conv_stem", b.m, b.in, stem, 3, 2, 1), own(b.m, "_bn0", e.norm(stem)), own(b.m, "_swish", swish)}
	if !grouped {
		b.stage(stem, run...)
		run = nil
	}
	in, name, list := stem, 0, b.m.Child("_blocks")
	for i, s := range mbconv {
		blocks := list
		if grouped {
			blocks = list.Child(strconv.Itoa(i))
		}
		s.c = e.round(s.c)
		for range (s.n*e.depth + 9) / 10 {
			cut := (i > 1 || grouped) && s.stride == 2
			if early := b.repeats; early != nil && i >= 4 && !grouped {
				cut = name == early[0]
			}
			if cut {
				b.stage(in, run...)
				run = nil
			}
			run = append(run, e.block(blocks.Child(strconv.Itoa(name)), in, s))
			in, name, s.stride = s.c, name+1, 1
		}
	}
	b.stage(in, run...)
	head := e.round(1280)
	own(b.m, "_conv_head", conv(in, head, 1, 1, 1))
	own(b.m, "_bn1", e.norm(head))
	return head
}

var swish = layer.Activation{Name: "SiLU"}

// round returns a number of filters scaled by the network's width and rounded to a
// multiple of 8 that is at least nine tenths of it.
func (e *EfficientNet) round(c int64) int64 {
	c *= e.width
	n := max(8, (c+40)/80*8)
	if 100*n < 9*c {
		n += 8
	}
	return n
}

// norm returns a batch norm with the ε of TensorFlow.
func (*EfficientNet) norm(c int64) counter.Layer {
	n := parts.BatchNorm2D(c)
	n.Eps = "0.001"
	return n
}

// conv registers a convolution with the padding of TensorFlow's "same" for the size
// that the network was made for: an odd row or column is padded at the end.
func (e *EfficientNet) conv(name string, m *counter.Module, in, out, kernel, stride, groups int64) parts.Forward {
	c := conv(in, out, kernel, stride, groups)
	after := (e.size + stride - 1) / stride
	pad := max((after-1)*stride+kernel-e.size, 0)
	e.size = after
	if c.Padding = counter.Cube(pad / 2); pad%2 == 0 {
		return own(m, name, c)
	}
	c.Padding = counter.Axes{}
	first := own(m, name+"_padding", layer.ConstantPad{ND: 2,
		Before: counter.Axes{pad / 2, pad / 2}, After: counter.Axes{pad - pad/2, pad - pad/2}})
	return parts.InTurn([]parts.Forward{first, own(m, name, c)})
}

// block registers an inverted residual block with squeeze and excitation.
func (e *EfficientNet) block(m *counter.Module, in int64, s inverted) parts.Forward {
	wide, squeezed := in*s.widen, max(in/4, 1)
	act := own(m, "_swish", swish)
	var run []parts.Forward
	if s.widen > 1 {
		run = append(run, own(m, "_expand_conv", conv(in, wide, 1, 1, 1)), own(m, "_bn0", e.norm(wide)), act)
	}
	run = append(run, e.conv("_depthwise_conv", m, wide, wide, s.kernel, s.stride, wide), own(m, "_bn1", e.norm(wide)), act)
	excite := parts.InTurn([]parts.Forward{own(m, "_se_reduce", parts.Conv2D(wide, squeezed, 1)), act, own(m, "_se_expand", parts.Conv2D(squeezed, wide, 1))})
	last := parts.InTurn([]parts.Forward{own(m, "_project_conv", conv(wide, s.c, 1, 1, 1)), own(m, "_bn2", e.norm(s.c))})
	inner := parts.InTurn(run)
	f := func(x counter.Value) counter.Value {
		x = inner(x)
		weights := excite(e.net.Do(layer.AdaptivePool{ND: 2, Average: true, Size: counter.Cube(1)}, x))
		return last(e.net.Do(layer.Mul{}, e.net.Do(layer.Sigmoid, weights), x))
	}
	if s.stride != 1 || in != s.c {
		return f
	}
	return func(x counter.Value) counter.Value { return e.net.Do(layer.Add{}, f(x), x) }
}
