package encoder

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// vgg registers the convolutions of a VGG; its stages begin with the poolings.
func (b *builder) vgg() {
	features := b.m.Child("features")
	name := 0
	add := func(l counter.Layer) parts.Forward {
		name++
		return own(features, strconv.Itoa(name-1), l)
	}
	in := b.in
	var run []parts.Forward
	for i, n := range b.repeats {
		out := min(int64(64)<<i, 512)
		for range n {
			run = append(run, add(parts.Conv2D(in, out, 3)))
			if b.args[0] == 1 {
				run = append(run, add(parts.BatchNorm2D(out)))
			}
			run = append(run, add(layer.ReLU))
			in = out
		}
		b.stage(out, run...)
		run = []parts.Forward{add(parts.MaxPool2D(2))}
	}
	b.stage(in, run...)
}

// densenet registers a DenseNet. The features are the activations of its transitions,
// before these halve the size.
func (b *builder) densenet() {
	b.stage(b.in)
	features, in, growth := b.m.Child("features"), b.args[0], b.args[1]
	b.stage(in, unit(features, "conv0", "norm0", "relu0", b.in, in, 7, 2))
	before := halve(features, "pool0")
	for i, n := range b.repeats {
		level := strconv.Itoa(i + 1)
		block := b.dense(features.Child("denseblock"+level), in, growth, n)
		in += int64(n) * growth
		if i == len(b.repeats)-1 {
			b.stage(in, before, block, own(features, "norm5", parts.BatchNorm2D(in)))
			return
		}
		t := features.Child("transition" + level)
		run := parts.InTurn([]parts.Forward{before, block, own(t, "norm", parts.BatchNorm2D(in)), own(t, "relu", layer.ReLU)})
		halve := own(t, "conv", conv(in, in/2, 1, 1, 1))
		before = own(t, "pool", layer.Pool{ND: 2, Average: true, Kernel: counter.Cube(2)})
		b.out = append(b.out, in)
		// The next stage's first layer is this one's pooling: it runs here.
		pool := before
		b.stages = append(b.stages, func(x counter.Value) (next, feature counter.Value) {
			x = run(x)
			return pool(halve(x)), x
		})
		before = parts.InTurn(nil)
		in /= 2
	}
}

// dense registers n layers, each of which takes the outputs of all layers before it and
// adds growth channels.
func (b *builder) dense(m *counter.Module, in, growth int64, n int) parts.Forward {
	var layers []parts.Forward
	for i := range n {
		l := m.Child("denselayer" + strconv.Itoa(i+1))
		layers = append(layers, parts.InTurn([]parts.Forward{
			own(l, "norm1", parts.BatchNorm2D(in)), own(l, "relu1", layer.ReLU), own(l, "conv1", conv(in, 4*growth, 1, 1, 1)),
			own(l, "norm2", parts.BatchNorm2D(4*growth)), own(l, "relu2", layer.ReLU), own(l, "conv2", conv(4*growth, growth, 3, 1, 1)),
		}))
		in += growth
	}
	return func(x counter.Value) counter.Value {
		all := []counter.Value{x}
		for _, l := range layers {
			y := all[0]
			if len(all) > 1 {
				y = b.net.Do(layer.Concat{}, all...)
			}
			all = append(all, l(y))
		}
		return b.net.Do(layer.Concat{}, all...)
	}
}

// inverted holds the stages of inverted residual blocks: the factor by which a
// block widens, its channels, repeats, stride and kernel.
type inverted struct{ widen, c, n, stride, kernel int64 }

// mobilenet registers a MobileNetV2 (torchvision).
func (b *builder) mobilenet() {
	b.stage(b.in)
	features := b.m.Child("features")
	triple := func(m *counter.Module, l layer.Conv) parts.Forward {
		return parts.Sequential(m, l, parts.BatchNorm2D(l.Out), relu6)
	}
	run := []parts.Forward{triple(features.Child("0"), conv(b.in, 32, 3, 2, 1))}
	in, name := int64(32), 1
	for i, s := range [...]inverted{{1, 16, 1, 1, 3}, {6, 24, 2, 2, 3}, {6, 32, 3, 2, 3}, {6, 64, 4, 2, 3}, {6, 96, 3, 1, 3}, {6, 160, 3, 2, 3}, {6, 320, 1, 1, 3}} {
		if i > 0 && s.stride == 2 {
			b.stage(in, run...)
			run = nil
		}
		for range s.n {
			m, wide := features.Child(strconv.Itoa(name)).Child("conv"), in*s.widen
			var inner []parts.Forward
			at := func() *counter.Module { return m.Child(strconv.Itoa(len(inner))) }
			if s.widen > 1 {
				inner = append(inner, triple(at(), conv(in, wide, 1, 1, 1)))
			}
			inner = append(inner, triple(at(), conv(wide, wide, 3, s.stride, wide)))
			inner = append(inner, own(m, strconv.Itoa(len(inner)), conv(wide, s.c, 1, 1, 1)))
			inner = append(inner, own(m, strconv.Itoa(len(inner)), parts.BatchNorm2D(s.c)))
			run = append(run, b.residual(parts.InTurn(inner), s.stride == 1 && in == s.c))
			in, name, s.stride = s.c, name+1, 1
		}
	}
	b.stage(1280, append(run, triple(features.Child("18"), conv(in, 1280, 1, 1, 1)))...)
}

// residual returns a Forward that adds its input to the result of f, if on is set.
func (b *builder) residual(f parts.Forward, on bool) parts.Forward {
	if !on {
		return f
	}
	return func(x counter.Value) counter.Value { return b.net.Do(layer.Add{}, x, f(x)) }
}
