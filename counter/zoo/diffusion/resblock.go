package diffusion

import (
	"unetparams/counter"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// A resStyle is a repository's variant of a residual block that takes the embedding of
// a time step: two convolutions, a norm before each, and the embedding added between
// them.
type resStyle struct {
	norm1, conv1, emb, norm2, drop, conv2, skip string // names, in order of registration

	norm       func(c int64) counter.Layer
	scaleShift bool                              // the embedding also scales, after the second norm
	shortcut   func(in, out int64) counter.Layer // if channels change; nil: a 1×1 convolution
}

// A timed runs layers that are registered already and that take an embedding.
type timed func(x, emb counter.Value) counter.Value

// register registers a block from in to out channels, for an embedding of c; the
// block doubles sizes if resize is 1 and halves them if it is −1.
func (s *resStyle) register(net *counter.Net, m *counter.Module, in, out, c int64, resize int) timed {
	proj := out
	if s.scaleShift {
		proj *= 2
	}
	norm1, conv1 := m.Own(s.norm1, s.norm(in)), m.Own(s.conv1, parts.Conv2D(in, out, 3))
	embed, norm2 := m.Own(s.emb, linear(c, proj)), m.Own(s.norm2, s.norm(out))
	drop, conv2 := m.Own(s.drop, layer.Dropout{}), m.Own(s.conv2, parts.Conv2D(out, out, 3))
	var skip *counter.Module
	if in != out {
		skip = m.Own(s.skip, s.between(in, out))
	}
	return func(x, emb counter.Value) counter.Value {
		h := net.Do(silu, norm1.Run(x))
		if resize != 0 {
			h, x = resized(net, h, resize), resized(net, x, resize)
		}
		h = conv1.Run(h)
		emb = net.Do(layer.Unsqueeze{ND: 2}, embed.Run(net.Do(silu, emb)))
		if s.scaleShift {
			both := chunks(net, emb, 2, 1)
			h = net.Do(layer.ScaleShift{}, norm2.Run(h), both[0], both[1])
		} else {
			h = norm2.Run(net.Do(layer.Add{}, h, emb))
		}
		h = conv2.Run(drop.Run(net.Do(silu, h)))
		if skip != nil {
			x = skip.Run(x)
		}
		return net.Do(layer.Add{}, x, h)
	}
}

func (s *resStyle) between(in, out int64) counter.Layer {
	if s.shortcut != nil {
		return s.shortcut(in, out)
	}
	return parts.Conv2D(in, out, 1)
}

// resized doubles or halves sizes without weights.
func resized(net *counter.Net, x counter.Value, resize int) counter.Value {
	if resize > 0 {
		return net.Do(nearest, x)
	}
	return net.Do(average, x)
}

// cornerPad adds a row and a column of zeros at the end, before a convolution that
// halves sizes and has no padding itself.
var cornerPad = layer.ConstantPad{ND: 2, After: counter.Axes{1, 1}}

// downUnpadded is that convolution.
func downUnpadded(c int64) counter.Layer {
	return layer.Conv{ND: 2, In: c, Out: c, Kernel: counter.Cube(3), Stride: counter.Cube(2), Bias: true}
}
