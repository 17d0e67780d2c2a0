package encoder

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// inceptionResNet registers the Inception-ResNet-v2 of pretrainedmodels, with the
// paddings of segmentation_models.pytorch.
func inceptionResNet(b *builder) {
	t := &inception{builder: b}
	unit := func(name string, in, out, size, stride int64) parts.Forward {
		return t.unit(b.m.Child(name), in, out, size, size, stride)
	}
	mix := func(name string, x *mixed) parts.Forward { return t.block(b.m.Child(name), x) }
	b.stage(b.in)
	b.stage(64, unit("conv2d_1a", b.in, 32, 3, 2), unit("conv2d_2a", 32, 32, 3, 1), unit("conv2d_2b", 32, 64, 3, 1))
	b.stage(192, halve(b.m, "maxpool_3a"), unit("conv2d_3b", 64, 80, 1, 1), unit("conv2d_4a", 80, 192, 3, 1))
	b.stage(320, halve(b.m, "maxpool_5a"), mix("mixed_5b", &mixed5b), t.repeat("repeat", 10, "0.17", &block35))
	b.stage(1088, mix("mixed_6a", &mixed6a), t.repeat("repeat_1", 20, "0.1", &block17))
	b.stage(1536, mix("mixed_7a", &mixed7a), t.repeat("repeat_2", 9, "0.2", &block8),
		t.residual(b.m.Child("block8"), "1", nil, &block8), unit("conv2d_7b", 2080, 1536, 1, 1))
}

// The blocks of Inception-ResNet-v2.
var (
	mixed5b = mixed{192, [][]kernel{{{1, 1, 96, 1}}, {{1, 1, 48, 1}, {5, 5, 64, 1}}, {{1, 1, 64, 1}, {3, 3, 96, 1}, {3, 3, 96, 1}}, {{0, 0, 64, 1}}}}
	block35 = mixed{320, [][]kernel{{{1, 1, 32, 1}}, {{1, 1, 32, 1}, {3, 3, 32, 1}}, {{1, 1, 32, 1}, {3, 3, 48, 1}, {3, 3, 64, 1}}}}
	mixed6a = mixed{320, [][]kernel{{{3, 3, 384, 2}}, {{1, 1, 256, 1}, {3, 3, 256, 1}, {3, 3, 384, 2}}, {{}}}}
	block17 = mixed{1088, [][]kernel{{{1, 1, 192, 1}}, {{1, 1, 128, 1}, {1, 7, 160, 1}, {7, 1, 192, 1}}}}
	mixed7a = mixed{1088, [][]kernel{{{1, 1, 256, 1}, {3, 3, 384, 2}}, {{1, 1, 256, 1}, {3, 3, 288, 2}},
		{{1, 1, 256, 1}, {3, 3, 288, 1}, {3, 3, 320, 2}}, {{}}}}
	block8 = mixed{2080, [][]kernel{{{1, 1, 192, 1}}, {{1, 1, 192, 1}, {1, 3, 224, 1}, {3, 1, 256, 1}}}}
)

// repeat registers n residual blocks one after another.
func (t *inception) repeat(name string, n int, scale string, x *mixed) parts.Forward {
	m := t.m.Child(name)
	run := make([]parts.Forward, n)
	for i := range run {
		run[i] = t.residual(m.Child(strconv.Itoa(i)), scale, layer.ReLU, x)
	}
	return parts.InTurn(run)
}

// residual registers branches whose result, led back to the channels of their input and
// multiplied by a fixed scale, is added to it.
func (t *inception) residual(m *counter.Module, scale string, act counter.Layer, x *mixed) parts.Forward {
	var width int64
	for _, list := range x.branches {
		width += list[len(list)-1].out
	}
	inner := parts.InTurn([]parts.Forward{t.block(m, x), own(m, "conv2d", parts.Conv2D(width, x.in, 1))})
	relu := own(m, "relu", act)
	return func(x counter.Value) counter.Value {
		return relu(t.net.Do(layer.Add{}, t.net.Do(layer.Times{Factor: scale}, inner(x)), x))
	}
}
