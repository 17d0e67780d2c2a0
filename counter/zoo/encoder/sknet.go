package encoder

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/zoo/parts"
)

// sknet registers a ResNet or a ResNeXt with selective kernels; args are those of these
// networks.
func sknet(b *builder) {
	f := &selectiveForm
	if b.args[0] == 2 {
		f = &selectiveBasic
	}
	b.layers(f, b.stem("act1"), 64, 1)
}

var (
	selectiveForm = form{stage: "layer", relu: "act", steps: []step{
		{names: "conv1 conv bn act", to: inside, kernel: 1},
		{other: selective},
		{names: "conv3 conv bn ", from: inside, to: output, kernel: 1},
		downsample,
	}}
	selectiveBasic = form{two: true, stage: "layer", relu: "act", steps: []step{
		{other: selective},
		{names: "conv2 conv bn ", from: inside, to: output, kernel: 3},
		downsample,
	}}
)

// selective registers two 3×3 convolutions, each of half of the channels and the second
// one dilated, whose results are weighed and added. It is the first step of two, or the
// second of three.
func selective(b *builder, m *counter.Module, s *shape) parts.Forward {
	at := b.args[0] - 1
	m = m.Child("conv" + strconv.FormatInt(at, 10))
	out := s.c[inside]
	paths, attn, l := m.Child("paths"), m.Child("attn"), conv(s.c[at-1]/2, out, 3, s.stride, s.groups)
	var path [2]parts.Forward
	for i := range path {
		l.Padding, l.Dilation = counter.Cube(int64(i+1)), counter.Cube(int64(i+1))
		path[i] = unitOf(paths.Child(strconv.Itoa(i)), "conv", "bn", "act", &l)
	}
	c := divisible(out, 8*at)
	score := parts.InTurn([]parts.Forward{unit(attn, "fc_reduce", "bn", "act", out, c, 1, 1), unit(attn, "fc_select", "", "", c, 2*out, 1, 1)})
	return func(x counter.Value) counter.Value {
		halves := chunks(b, x, 2, 0)
		for i, f := range path {
			halves[i] = f(halves[i])
		}
		return blend(b, halves, 1, score)
	}
}
