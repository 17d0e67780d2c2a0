package encoder

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// res2net registers a Res2Net; args are the number of parts that channels are divided
// into (the scale), groups, and channels of a group in a part in the first stage.
func res2net(b *builder) {
	b.layers(&scaleForm, b.stem("act1"), 64, b.args[0])
}

var scaleForm = form{stage: "layer", relu: "relu", steps: []step{
	{names: " conv1 bn1 relu", to: inside, kernel: 1},
	{other: scaled},
	{names: " conv3 bn3 ", from: inside, to: output, kernel: 1},
	downsample,
}}

// scaled registers the middle of a block of a Res2Net: each part of the channels but the
// last has a 3×3 convolution, whose result is added to the next part, except in a first block.
func scaled(b *builder, m *counter.Module, s *shape) parts.Forward {
	scale, begins := int(b.args[0]), s.changes()
	c := s.c[inside] / b.args[0]
	convs, norms := m.Child("convs"), m.Child("bns")
	var units []parts.Forward
	for i := range scale - 1 {
		name := strconv.Itoa(i)
		units = append(units, parts.InTurn([]parts.Forward{own(convs, name, conv(c, c, 3, s.stride, s.groups)), own(norms, name, parts.BatchNorm2D(c)), b.relu}))
	}
	units = append(units, mean(m, "pool", s.stride, begins))
	return func(x counter.Value) counter.Value {
		all := chunks(b, x, int64(scale), 0)
		for i, f := range units {
			if i > 0 && i < scale-1 && !begins {
				all[i] = b.net.Do(layer.Add{}, all[i-1], all[i])
			}
			all[i] = f(all[i])
		}
		return b.net.Do(layer.Concat{}, all...)
	}
}
