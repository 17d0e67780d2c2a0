package encoder

import (
	"strconv"
	"strings"

	"unetparams/counter"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// A form describes the residual blocks of a family, which differ in names more than in
// anything else.
type form struct {
	stage, block string // prefixes of the numbers of stages and blocks
	relu         string // name of the ReLU at the end of a block, if it has one
	two          bool   // blocks have two convolutions, see [resNetShape]
	steps        []step
	// other registers a block that does not consist of steps.
	other func(b *builder, m *counter.Module, s *shape) parts.Forward
}

// A step is a part of a residual block: a convolution without bias, a norm, and a ReLU.
type step struct {
	// names are those of the module that has the layers, of convolution, norm and ReLU,
	// with a space between them. Without the first, it is the block; without the last there is
	// no ReLU, and "relu" is the one at the end of the block.
	names            string
	from, to, kernel int8 // the first two are indices into [shape.c]
	strided          bool // it has the block's stride and, unless it is a 1×1 convolution, groups
	beside           bool // it runs beside all others, and is omitted if the shape stays
	// other registers another kind of step.
	other func(b *builder, m *counter.Module, s *shape) parts.Forward
}

// A shape holds the numbers of a block.
type shape struct {
	*form
	c              [3]int64 // channels of its input, inside, and of its output
	stride, groups int64
}

// Indices of a block's channels.
const (
	input = iota
	inside
	output
)

// changes reports whether a block's output has another shape than its input.
func (s *shape) changes() bool { return s.stride > 1 || s.c[input] != s.c[output] }

// residuals registers n stages of residual blocks under m after run, which ends with in
// channels and begins the first of their levels; each further stage of stride 2 begins
// another. It returns what runs at the last level.
func residuals(b *builder, m *counter.Module, n int, in int64, run []parts.Forward, shapeOf func(stage int) shape) []parts.Forward {
	for i := range n {
		s := shapeOf(i)
		if i > 0 && s.stride > 1 {
			b.stage(in, run...)
			run = nil
		}
		s.c[input] = in
		run = append(run, s.blocks(b, m.Child(number(s.stage, i)), b.repeats[i]))
		in = s.c[output]
	}
	return run
}

// number returns a prefix and a number, which begins with 1 if there is a prefix.
func number(prefix string, i int) string {
	if prefix != "" {
		i++
	}
	return prefix + strconv.Itoa(i)
}

// blocks registers n residual blocks, of which s describes the first.
func (s *shape) blocks(b *builder, m *counter.Module, n int) parts.Forward {
	register := s.other
	if register == nil {
		register = block
	}
	var run []parts.Forward
	for i := range n {
		run = append(run, register(b, m.Child(number(s.block, i)), s))
		s.c[input], s.stride = s.c[output], 1
	}
	return parts.InTurn(run)
}

// block registers a block that consists of steps.
func block(b *builder, m *counter.Module, s *shape) parts.Forward {
	relu, short := b.relu, parts.InTurn(nil)
	if s.relu != "" {
		relu = own(m, s.relu, layer.ReLU)
	}
	var run []parts.Forward
	for i := range s.steps {
		t := &s.steps[i]
		if t.beside && !s.changes() {
			continue
		}
		next := t.register(b, m, s)
		if t.beside {
			short = next
			continue
		}
		if run = append(run, next); strings.HasSuffix(t.names, " relu") {
			run = append(run, relu)
		}
	}
	inner := parts.InTurn(run)
	return func(x counter.Value) counter.Value { return relu(b.net.Do(layer.Add{}, inner(x), short(x))) }
}

// register registers a step of the block m.
func (t *step) register(b *builder, m *counter.Module, s *shape) parts.Forward {
	if t.other != nil {
		return t.other(b, m, s)
	}
	names := strings.Split(strings.TrimSuffix(t.names, "relu"), " ")
	if names[0] != "" {
		m = m.Child(names[0])
	}
	l := conv(s.c[t.from], s.c[t.to], int64(t.kernel), 1, 1)
	if t.strided {
		l.Stride = counter.Cube(s.stride)
		if t.kernel > 1 {
			l.Groups = s.groups
		}
	}
	return unitOf(m, names[1], names[2], names[3], &l)
}

// unitOf registers a convolution, a norm and a ReLU; those without a name are left out.
func unitOf(m *counter.Module, name, norm, act string, l *layer.Conv) parts.Forward {
	run := []parts.Forward{own(m, name, *l)}
	if norm != "" {
		run = append(run, own(m, norm, parts.BatchNorm2D(l.Out)))
	}
	if act != "" {
		run = append(run, own(m, act, layer.ReLU))
	}
	return parts.InTurn(run)
}

// unit is [unitOf] for a convolution without bias.
func unit(m *counter.Module, name, norm, act string, in, out, kernel, stride int64) parts.Forward {
	l := conv(in, out, kernel, stride, 1)
	return unitOf(m, name, norm, act, &l)
}

// relu runs a ReLU.
func (b *builder) relu(x counter.Value) counter.Value { return b.net.Do(layer.ReLU, x) }

// average averages all positions. A copy of it for each caller would weigh more.
//
//go:noinline
func (b *builder) average(x counter.Value) counter.Value {
	return b.net.Do(layer.AdaptivePool{ND: 2, Average: true, Size: counter.Cube(1)}, x)
}
