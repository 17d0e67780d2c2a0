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
		first = append(first, normed(stem, "conv"+s, "bn"+s, in, c, kernel, stride, 1), own(stem, "relu"+s, layer.ReLU))
		in, stride = c, 1
	}
	b.stage(in, first...)
	pool := own(stem, "pool", layer.Pool{ND: 2, Kernel: counter.Cube(3), Stride: counter.Cube(2), Ceil: true})
	for i, n := range b.repeats {
		var run []parts.Forward
		if i == 0 {
			run = append(run, pool)
		}
		m, c, stride := b.m.Child("layer"+strconv.Itoa(i+1)), int64(64)<<i, int64(min(i, 1)+1)
		for j := range n {
			run = append(run, b.squeezed(m.Child(strconv.Itoa(j)), in, c, stride))
			in, stride = 4*c, 1
		}
		b.stage(in, run...)
	}
}

// squeezed registers a block of three convolutions, which ends with 4·c channels.
func (b *builder) squeezed(m *counter.Module, in, c, stride int64) parts.Forward {
	groups, out := b.args[1], 4*c
	width := c * b.args[2] / 64 * groups
	narrow, beside := width, int64(1) // channels of the first convolution, kernel beside the block
	if groups == 64 {
		narrow, beside = width/2, 2*stride-1
	}
	first, second := stride, int64(1)
	if groups > 1 {
		first, second = 1, stride
	}
	one, two, three := normed(m, "conv1", "bn1", in, narrow, 1, first, 1), normed(m, "conv2", "bn2", narrow, width, 3, second, groups), normed(m, "conv3", "bn3", width, out, 1, 1, 1)
	relu := own(m, "relu", layer.ReLU)
	inner := parts.InTurn([]parts.Forward{one, relu, two, relu, three})
	se := m.Child("se_module")
	weigh := parts.InTurn([]parts.Forward{
		own(se, "avg_pool", layer.AdaptivePool{ND: 2, Average: true, Size: counter.Cube(1)}), own(se, "fc1", parts.Conv2D(out, out/16, 1)),
		own(se, "relu", layer.ReLU), own(se, "fc2", parts.Conv2D(out/16, out, 1)), own(se, "sigmoid", layer.Sigmoid),
	})
	short := parts.InTurn(nil)
	if stride != 1 || in != out {
		short = normed(m.Child("downsample"), "0", "1", in, out, beside, stride, 1)
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
	unit := func(m *counter.Module, act counter.Layer, l layer.Conv) parts.Forward {
		return parts.InTurn([]parts.Forward{own(m, "conv", l), own(m, "bn", parts.BatchNorm2D(l.Out)), own(m, "act", act)})
	}
	in := int64(32)
	b.stage(in, unit(b.m.Child("stem"), layer.ReLU, conv(b.in, in, 3, 2, 1)))
	for i, n := range b.repeats[:4] {
		c, stride := int64(b.repeats[4+i]), int64(2)
		m := b.m.Child("s" + strconv.Itoa(i+1))
		var run []parts.Forward
		for j := range n {
			block := m.Child("b" + strconv.Itoa(j+1))
			inner := []parts.Forward{
				unit(block.Child("conv1"), layer.ReLU, conv(in, c, 1, 1, 1)),
				unit(block.Child("conv2"), layer.ReLU, conv(c, c, 3, stride, c/min(b.args[0], c))),
			}
			if b.args[1] > 0 {
				inner = append(inner, b.weigh(block.Child("se"), "fc1", "fc2", c, (in+2)/4, layer.ReLU, layer.Sigmoid))
			}
			inner = append(inner, unit(block.Child("conv3"), nil, conv(c, c, 1, 1, 1)))
			short := parts.InTurn(nil)
			if in != c || stride > 1 {
				short = unit(block.Child("downsample"), nil, conv(in, c, 1, stride, 1))
			}
			all := parts.InTurn(inner)
			run = append(run, func(x counter.Value) counter.Value {
				return b.net.Do(layer.ReLU, b.net.Do(layer.Add{}, all(x), short(x)))
			})
			in, stride = c, 1
		}
		b.stage(in, run...)
	}
}

// weigh registers squeeze and excitation, and returns a Forward that weighs the channels
// of its argument.
func (b *builder) weigh(m *counter.Module, reduce, expand string, c, squeezed int64, act, gate counter.Layer) parts.Forward {
	excite := parts.InTurn([]parts.Forward{own(m, reduce, parts.Conv2D(c, squeezed, 1)), own(m, "act", act), own(m, expand, parts.Conv2D(squeezed, c, 1))})
	return func(x counter.Value) counter.Value {
		y := excite(b.net.Do(layer.AdaptivePool{ND: 2, Average: true, Size: counter.Cube(1)}, x))
		return b.net.Do(layer.Mul{}, x, b.net.Do(gate, y))
	}
}
