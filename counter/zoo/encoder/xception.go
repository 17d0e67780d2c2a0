package encoder

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// xception registers an Xception, that of pretrainedmodels: blocks of depthwise separable
// convolutions, whose channels the table has, between two convolutions and two separable
// ones.
func xception(b *builder) {
	relu := own(b.m, "relu", layer.ReLU)
	b.stage(b.in)
	b.stage(64, unit(b.m, "conv1", "bn1", "", b.in, 32, 3, 2), relu, unit(b.m, "conv2", "bn2", "", 32, 64, 3, 1), relu)
	var run []parts.Forward
	in := int64(64)
	for i, n := range b.repeats {
		out := int64(n)
		run = append(run, separated(b, i+1, in, out))
		if in = out; i < 2 || i == 10 {
			b.stage(out, run...)
			run = nil
		}
	}
	b.stage(2048, append(run, separable(b.m, "conv3", "bn3", in, 1536), relu, separable(b.m, "conv4", "bn4", 1536, 2048))...)
}

// separable registers a convolution of every channel on its own, one across them, and a
// batch norm.
func separable(m *counter.Module, name, norm string, in, out int64) parts.Forward {
	s := m.Child(name)
	return parts.InTurn([]parts.Forward{own(s, "conv1", conv(in, in, 3, 1, in)), own(s, "pointwise", conv(in, out, 1, 1, 1)), own(m, norm, parts.BatchNorm2D(out))})
}

// separated registers block n: three separable convolutions, or two where channels change;
// then it halves the sizes, too. The last block widens at its second one.
func separated(b *builder, n int, in, out int64) parts.Forward {
	m := b.m.Child("block" + strconv.Itoa(n))
	short, convs, width := parts.InTurn(nil), 3, out
	if in != out {
		short, convs = unit(m, "skip", "skipbn", "", in, out, 1, 2), 2
	}
	if n == 12 {
		width = in
	}
	m = m.Child("rep")
	var run []parts.Forward
	i, c := 0, in
	next := func() string {
		i++
		return strconv.Itoa(i - 1)
	}
	for j := range convs {
		if n+j > 1 { // the stem ends with a ReLU
			run = append(run, own(m, next(), layer.ReLU))
		}
		run = append(run, separable(m, next(), next(), c, width))
		c, width = width, out
	}
	if in != out {
		run = append(run, halve(m, next()))
	}
	inner := parts.InTurn(run)
	return func(x counter.Value) counter.Value { return b.net.Do(layer.Add{}, inner(x), short(x)) }
}
