package encoder

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// mobileOne registers a MobileOne in its form for training: every convolution has
// branches, which are merged into one for inference. Repeats holds the channels of its
// stages; args are the number of branches, and 1 for squeeze and excitation.
func (b *builder) mobileOne() {
	b.stage(b.in)
	in := int64(min(64, b.repeats[0]))
	b.stage(in, b.branches(b.m.Child("stage0"), conv(b.in, in, 3, 2, 1), 1, false))
	for i, n := range [...]int{2, 8, 10, 1} {
		m, stride, out := b.m.Child("stage"+strconv.Itoa(i+1)), int64(2), int64(b.repeats[i])
		squeezed := 0 // number of blocks, the last ones, that weigh channels
		if b.args[1] == 1 {
			squeezed = [...]int{0, 0, 5, 1}[i]
		}
		var run []parts.Forward
		for j := range n {
			se := j >= n-squeezed
			run = append(run, b.branches(m.Child(strconv.Itoa(2*j)), conv(in, in, 3, stride, in), b.args[0], se))
			run = append(run, b.branches(m.Child(strconv.Itoa(2*j+1)), conv(in, out, 1, 1, 1), b.args[0], se))
			in, stride = out, 1
		}
		b.stage(in, run...)
	}
}

// branches registers parallel branches whose results are added: a batch norm alone if
// the shape does not change, n copies of the convolution, and a 1×1 convolution.
func (b *builder) branches(m *counter.Module, l layer.Conv, n int64, squeeze bool) parts.Forward {
	norm := parts.BatchNorm2D(l.Out)
	weigh := parts.InTurn(nil)
	if squeeze {
		weigh = b.weigh(m.Child("se"), "reduce", "expand", l.Out, l.Out/16, layer.ReLU, layer.Sigmoid)
	}
	relu := own(m, "activation", layer.ReLU)
	var before, all []parts.Forward
	if l.In == l.Out && l.Stride[0] == 1 {
		before = append(before, own(m, "rbr_skip", norm))
	}
	list := m.Child("rbr_conv")
	for i := range n {
		all = append(all, unitOf(list.Child(strconv.FormatInt(i, 10)), "conv", "bn", "", &l))
	}
	if l.Kernel[0] > 1 {
		point := conv(l.In, l.Out, 1, l.Stride[0], l.Groups)
		before = append([]parts.Forward{unitOf(m.Child("rbr_scale"), "conv", "bn", "", &point)}, before...)
	}
	all = append(before, all...)
	return func(x counter.Value) counter.Value {
		var ys []counter.Value
		for _, f := range all {
			ys = append(ys, f(x))
		}
		y := ys[0]
		if len(ys) > 1 {
			y = b.net.Do(layer.Add{}, ys...)
		}
		return relu(weigh(y))
	}
}
