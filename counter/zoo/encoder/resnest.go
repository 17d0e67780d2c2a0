package encoder

import (
	"unetparams/counter"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// resNeSt registers a ResNeSt; args are the number of maps that are weighed (the
// radix), groups, and channels of a group in the first stage. Repeats of the stages are
// followed by the channels inside the stem.
func resNeSt(b *builder) {
	c, stem := int64(b.repeats[4]), b.m.Child("conv1")
	b.stage(b.in)
	b.stage(2*c, unit(stem, "0", "1", "2", b.in, c, 3, 2), unit(stem, "3", "4", "5", c, c, 3, 1), unit(stem, "6", "", "", c, 2*c, 3, 1),
		own(b.m, "bn1", parts.BatchNorm2D(2*c)), own(b.m, "act1", layer.ReLU))
	b.layers(&splitForm, halve(b.m, "maxpool"), 2*c, 1)
}

// Averages halve the size: before the convolution with split attention if it has groups,
// after it otherwise.
var splitForm = form{stage: "layer", relu: "act3", steps: []step{
	{names: " conv1 bn1 act1", to: inside, kernel: 1},
	{other: func(b *builder, m *counter.Module, s *shape) parts.Forward {
		return mean(m, "avd_first", s.stride, s.stride > 1 && s.groups > 1)
	}},
	{other: split},
	{other: func(b *builder, m *counter.Module, s *shape) parts.Forward {
		return mean(m, "avd_last", s.stride, s.stride > 1 && s.groups == 1)
	}},
	{names: " conv3 bn3 ", from: inside, to: output, kernel: 1},
	{beside: true, other: func(b *builder, m *counter.Module, s *shape) parts.Forward {
		m = m.Child("downsample")
		pool := parts.InTurn(nil)
		if s.stride > 1 {
			pool = own(m, "0", layer.Pool{ND: 2, Average: true, Kernel: counter.Cube(2), Ceil: true, Inside: true})
		}
		return parts.InTurn([]parts.Forward{pool, unit(m, "1", "2", "", s.c[input], s.c[output], 1, 1)})
	}},
}}

// mean registers an average-pooling of 3×3 positions if on is set.
func mean(m *counter.Module, name string, stride int64, on bool) parts.Forward {
	if !on {
		return parts.InTurn(nil)
	}
	return own(m, name, layer.Pool{ND: 2, Average: true, Kernel: counter.Cube(3), Stride: counter.Cube(stride), Padding: counter.Cube(1)})
}

// split registers split attention: a convolution that makes several maps, which are
// weighed and added.
func split(b *builder, m *counter.Module, s *shape) parts.Forward {
	m = m.Child("conv2")
	radix, groups, c := b.args[0], s.groups, s.c[inside]
	squeezed := max(32, divisible(c*radix, 4))
	fc := conv(c, c*radix, 3, 1, groups*radix)
	first := unitOf(m, "conv", "bn0", "act0", &fc)
	fc = conv(c, squeezed, 1, 1, groups)
	fc.Bias = true
	reduce := unitOf(m, "fc1", "bn1", "act1", &fc)
	fc.In, fc.Out = squeezed, c*radix
	score := parts.InTurn([]parts.Forward{reduce, unitOf(m, "fc2", "", "", &fc)})
	return func(x counter.Value) counter.Value { return blend(b, chunks(b, first(x), radix, 0), groups, score) }
}

// chunks divides channels into n equal parts, or those of each group.
func chunks(b *builder, x counter.Value, n, groups int64) []counter.Value {
	all := []counter.Value{x}
	for i := int64(0); i < n && n > 1; i++ {
		all = append(all[:i], b.net.Do(layer.Chunk{Parts: n, Index: i, Groups: groups}, x))
	}
	return all
}

// blend returns the sum of maps whose channels are weighed: score computes scores from
// the averages of their sum, and a softmax makes weights of those of a channel in all maps,
// or a sigmoid if there is only one. Scores are by group, then by map.
func blend(b *builder, maps []counter.Value, groups int64, score parts.Forward) counter.Value {
	n, c := int64(len(maps)), maps[0].C
	weigh := []counter.Layer{layer.Sigmoid}
	if n > 1 {
		weigh = []counter.Layer{layer.Reshape{C: groups, Size: counter.Axes{n, c / groups}}, layer.AttentionWeights{Softmax: true}, layer.Reshape{C: n * c, Size: counter.Axes{1, 1}}}
	}
	y := score(b.average(sum(b, maps)))
	for _, l := range weigh {
		y = b.net.Do(l, y)
	}
	for i, w := range chunks(b, y, n, groups) {
		maps[i] = b.net.Do(layer.Mul{}, maps[i], w)
	}
	return sum(b, maps)
}

// sum adds maps.
func sum(b *builder, maps []counter.Value) counter.Value {
	if len(maps) == 1 {
		return maps[0]
	}
	return b.net.Do(layer.Add{}, maps...)
}
