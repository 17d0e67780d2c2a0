package infer

import (
	"strings"

	"unetparams/counter"
	"unetparams/counter/layer"
)

// build describes the U as a network. How its stages follow from each other is
// inferred too: a skip connection is added where a stage of the way up takes more
// channels than come from below.
func (u *shape) build() *counter.Net {
	b := builder{net: counter.New(), deepest: u.depth()}
	x := b.net.Input(u.given())
	b.nd = max(x.ND, 1)
	sharedLevel := b.deepest
	if len(u.middle) > 0 {
		sharedLevel--
	}
	skips := map[int]counter.Value{}
	for i, s := range u.down {
		level := sharedLevel - (len(u.down) - 1 - i)
		b.net.At(counter.Encoder, level)
		x = b.run(x, s.modules)
		skips[level] = x
	}
	if len(u.middle) > 0 {
		b.net.At(counter.Bottleneck, b.deepest)
		x = b.run(x, u.middle)
	}
	for i, s := range u.up {
		level := sharedLevel - i
		b.net.At(counter.Decoder, level)
		x = b.rise(x, s.modules, skips[level])
	}
	if len(u.head) > 0 {
		b.net.At(counter.Head, max(sharedLevel-len(u.up)+1, 1))
		x = b.run(x, u.head)
	}
	b.net.Output(x)
	if len(u.side) > 0 {
		b.net.At(counter.Condition, 1)
		b.run(x, u.side)
	}
	return b.net
}

// given returns the channels and the spatial axes of the first convolution.
func (u *shape) given() (channels int64, nd int) {
	for _, stage := range u.down {
		for _, m := range stage.modules {
			if m.kernel != nil {
				return m.in, len(m.kernel)
			}
		}
	}
	return 1, 2
}

type builder struct {
	net     *counter.Net
	deepest int
	nd      int
}

// run runs modules one after the other.
func (b *builder) run(x counter.Value, modules []*module) counter.Value {
	for _, m := range modules {
		x = b.net.Root().Apply(m.path, given{m, b.nd}, x)
	}
	return x
}

// rise runs the modules of a stage on the way up, with the skip connection before the
// first convolution that takes what both bring, or else before the first that is not
// transposed.
func (b *builder) rise(x counter.Value, modules []*module, skip counter.Value) counter.Value {
	at := -1
	for i, m := range modules {
		if m.spatial() && !m.transposed {
			if at < 0 {
				at = i
			}
			if skip.C > 0 && m.in > skip.C {
				at = i
				break
			}
		}
	}
	if at < 0 || skip.C == 0 {
		return b.run(x, modules)
	}
	x = b.run(x, modules[:at])
	if modules[at].in > skip.C {
		x = b.net.Do(layer.Concat{}, skip, x)
	} else {
		x = b.net.Do(joined{}, skip, x)
	}
	return b.run(x, modules[at:])
}

// A given layer has the tensors that were given, and takes whatever comes: what is in
// front of it is a guess.
type given struct {
	m  *module
	nd int
}

// Kind implements [counter.Layer]: the class that has such tensors, as far as they
// tell; else the module is called a layer.
func (l given) Kind() string {
	switch nd := string(rune('0' + len(l.m.kernel))); {
	case l.m.transposed:
		return "ConvTranspose" + nd + "d"
	case l.m.kernel != nil:
		return "Conv" + nd + "d"
	case len(l.m.tensors[0].Shape) == 2:
		return "Linear"
	}
	return "Layer"
}

// Register states the tensors; running statistics are buffers.
func (l given) Register(t *counter.Tensors) {
	for _, x := range l.m.tensors {
		dims := make([]counter.Dim, len(x.Shape))
		for i, n := range x.Shape {
			dims[i].N = n
		}
		if isBuffer(x.Name) {
			t.Buffer(x.Name, dims...)
		} else {
			t.Parameter(x.Name, dims...)
		}
	}
}

// Forward returns a map of the layer's channels, whatever goes in.
func (l given) Forward(in ...counter.Shape) (counter.Shape, error) {
	s := in[0]
	if l.m.kernel != nil {
		s.C = l.m.out
	}
	s.Size = counter.Axes{}
	return s, nil
}

// MACs implements [counter.Layer]: without sizes there are none to be counted.
func (l given) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }

// Window implements [counter.Windowed]; what is no convolution has a window of one
// position.
func (l given) Window() counter.Window {
	w := counter.Window{ND: l.nd, Kernel: counter.Cube(1), Stride: counter.Cube(1), Dilation: counter.Cube(1), Transposed: l.m.transposed}
	for i := range min(len(l.m.kernel), l.nd) {
		w.Kernel[i] = l.m.kernel[i]
	}
	return w
}

// A joined layer takes a skip connection without more channels, as a sum does.
type joined struct{ layer.Add }

// Forward returns the larger of the maps: which of them is right is not known.
func (joined) Forward(in ...counter.Shape) (counter.Shape, error) {
	s := in[0]
	for _, other := range in[1:] {
		s.C = max(s.C, other.C)
	}
	return s, nil
}

// isBuffer reports whether a tensor is one that training does not change, by its name.
func isBuffer(name string) bool {
	name, _, _ = strings.Cut(name, ":") // Keras's "moving_mean:0"
	switch name {
	case "running_mean", "running_var", "num_batches_tracked", "moving_mean", "moving_variance":
		return true
	}
	return false
}
