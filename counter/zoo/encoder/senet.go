package encoder

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// senet registers a ResNet or a ResNeXt with squeeze and excitation, those of
// pretrainedmodels: the stride is in the first convolution of a ResNet's block, and in
// the second of a ResNeXt's. With 64 groups it is a SENet-154, which has a stem of three
// convolutions and 3×3 convolutions beside the blocks that halve sizes.
func (b *builder) senet() {
	b.stage(b.in)
	stem, in, kernel, stride, widths := b.m.Child("layer0"), b.in, int64(7), int64(2), []int64{64}
	if b.args[1] == 64 {
		kernel, widths = 3, []int64{64, 64, 128}
	}
	var first []parts.Forward
	for i, c := range widths {
		s := strconv.Itoa(i + 1)
		first = append(first, unit(stem, "conv"+s, "bn"+s, "relu"+s, in, c, kernel, stride))
		in, stride = c, 1
	}
	b.stage(in, first...)
	pool := layer.Pool{ND: 2, Kernel: counter.Cube(3), Stride: counter.Cube(2), Ceil: true}
	b.layers(&form{stage: "layer", other: (*builder).squeezed}, own(stem, "pool", pool), in, 1)
}

// squeezed registers a block of three convolutions.
func (b *builder) squeezed(m *counter.Module, s *shape) parts.Forward {
	width, out := s.c[inside], s.c[output]
	narrow, beside := width, int64(1) // channels of the first convolution, kernel beside the block
	if s.groups == 64 {
		narrow, beside = width/2, 2*s.stride-1
	}
	first, second := s.stride, int64(1)
	if s.groups > 1 {
		first, second = 1, s.stride
	}
	l := conv(narrow, width, 3, second, s.groups)
	one, two, three := unit(m, "conv1", "bn1", "", s.c[input], narrow, 1, first), unitOf(m, "conv2", "bn2", "", &l), unit(m, "conv3", "bn3", "", width, out, 1, 1)
	relu := own(m, "relu", layer.ReLU)
	inner := parts.InTurn([]parts.Forward{one, relu, two, relu, three})
	se := m.Child("se_module")
	weigh := parts.InTurn([]parts.Forward{
		own(se, "avg_pool", layer.AdaptivePool{ND: 2, Average: true, Size: counter.Cube(1)}), own(se, "fc1", parts.Conv2D(out, out/16, 1)),
		own(se, "relu", layer.ReLU), own(se, "fc2", parts.Conv2D(out/16, out, 1)), own(se, "sigmoid", layer.Sigmoid),
	})
	short := parts.InTurn(nil)
	if s.changes() {
		short = unit(m.Child("downsample"), "0", "1", "", s.c[input], out, beside, s.stride)
	}
	return func(x counter.Value) counter.Value {
		y := inner(x)
		x = short(x)
		return relu(b.net.Do(layer.Add{}, b.net.Do(layer.Mul{}, y, weigh(y)), x))
	}
}

// regnet registers a RegNet of timm; args are the channels of a group, and 1 for squeeze
// and excitation. Repeats of the four stages are followed by channels.
func (b *builder) regnet() {
	b.stage(b.in)
	b.stage(32, unit(b.m.Child("stem"), "conv", "bn", "act", b.in, 32, 3, 2))
	run := residuals(b, b.m, 4, 32, nil, func(i int) shape {
		c := int64(b.repeats[4+i])
		return shape{form: &regForm, c: [3]int64{0, c, c}, stride: 2, groups: c / min(b.args[0], c)}
	})
	b.stage(int64(b.repeats[7]), run...)
}

var regForm = form{stage: "s", block: "b", steps: []step{
	{names: "conv1 conv bn act", to: inside, kernel: 1},
	{names: "conv2 conv bn act", from: inside, to: inside, kernel: 3, strided: true},
	{other: func(b *builder, m *counter.Module, s *shape) parts.Forward {
		if b.args[1] == 0 {
			return parts.InTurn(nil)
		}
		return b.weigh(m.Child("se"), "fc1", "fc2", s.c[inside], (s.c[input]+2)/4, layer.ReLU, layer.Sigmoid)
	}},
	{names: "conv3 conv bn ", from: inside, to: output, kernel: 1},
	{names: "downsample conv bn ", to: output, kernel: 1, strided: true, beside: true},
}}

// weigh registers squeeze and excitation, and returns a Forward that weighs the channels
// of its argument.
func (b *builder) weigh(m *counter.Module, reduce, expand string, c, squeezed int64, act, gate counter.Layer) parts.Forward {
	excite := parts.InTurn([]parts.Forward{own(m, reduce, parts.Conv2D(c, squeezed, 1)), own(m, "act", act), own(m, expand, parts.Conv2D(squeezed, c, 1))})
	return func(x counter.Value) counter.Value {
		y := excite(b.average(x))
		return b.net.Do(layer.Mul{}, x, b.net.Do(gate, y))
	}
}
