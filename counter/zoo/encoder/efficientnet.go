package encoder

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// EfficientNet holds the blocks of an EfficientNet, with the names that
// efficientnet_pytorch and MONAI give its parts.
type EfficientNet struct {
	net   *counter.Net
	m     *counter.Module
	width int64 // in tenths
	depth int64 // in tenths
	size  int64 // of the image at the next layer, which paddings are computed for
}

// mbconv holds the stages of EfficientNet-B0.
var mbconv = [...]inverted{{1, 16, 1, 1, 3}, {6, 24, 2, 2, 3}, {6, 40, 2, 2, 5}, {6, 80, 3, 2, 3}, {6, 112, 3, 1, 5}, {6, 192, 4, 2, 5}, {6, 320, 1, 1, 3}}

// efficientnet registers an EfficientNet as efficientnet_pytorch has it. Its last
// convolution is built and never run. The features are taken where the next block
// strides; of B0 alone, segmentation_models.pytorch takes the last but one earlier,
// before the block that repeats names (its stage_idxs are 3, 5, 9 and 16).
func (b *builder) efficientnet() {
	e := &EfficientNet{b.net, b.m, b.args[0], b.args[1], b.args[2]}
	b.stage(b.in)
	stem := e.round(32)
	b.stage(stem, e.conv("_conv_stem", b.m, b.in, stem, 3, 2, 1), own(b.m, "_bn0", e.norm(stem)), own(b.m, "_swish", swish))
	in, name, blocks := stem, 0, b.m.Child("_blocks")
	var run []parts.Forward
	for i, s := range mbconv {
		s.c = e.round(s.c)
		for range (s.n*e.depth + 9) / 10 {
			cut := i > 1 && s.stride == 2
			if early := b.repeats; early != nil && i >= 4 {
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
}

var swish = layer.Activation{Name: "SiLU"}

// round returns a number of filters at the net's width: a multiple of 8 that is
// no less than nine tenths of it.
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

// conv registers a convolution that pads as TensorFlow's "same" does at the size
// that the net was made for: the odd row or column comes last.
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
