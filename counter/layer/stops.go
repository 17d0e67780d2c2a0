package layer

import (
	"unetparams/counter"
)

// RuntimeError marks where published code fails with an error for every input: such
// a network can be counted, but not run. The description continues; only
// [counter.Net.Trace] fails, with the problem [counter.Fails]. It has no parameters.
type RuntimeError struct{ free }

// Kind returns "RuntimeError".
func (RuntimeError) Kind() string { return "RuntimeError" }

// Forward implements [counter.Layer]: while sizes are unknown, the shape is unchanged.
func (RuntimeError) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 0)
	if err == nil && x.Known() {
		err = &counter.Error{Problem: counter.Fails}
	}
	return x, err
}

// ChannelMismatch precedes a layer that published code builds for C channels and
// then calls with another number of them: such a network can be counted, but not
// run. The description continues as if there were C channels; only
// [counter.Net.Trace] fails, with the problem [counter.Channels]. It has no effect on
// an input of C channels, and no parameters.
type ChannelMismatch struct {
	free
	C int64
}

// Kind returns "ChannelMismatch".
func (ChannelMismatch) Kind() string { return "ChannelMismatch" }

// Forward implements [counter.Layer]: while sizes are unknown, C channels.
func (l ChannelMismatch) Forward(in ...counter.Shape) (counter.Shape, error) {
	if !(len(in) == 1 && in[0].Known()) {
		x, err := one(in, 0, 0)
		x.C = l.C
		return x, err
	}
	return one(in, l.C, 0)
}

// SizeMultipleOf marks where published code rejects an input whose sizes are not
// multiples of Of. It changes nothing and has no parameters.
type SizeMultipleOf struct {
	free
	Of   counter.Axes // 0 means 1
	Only bool         // rejects all sizes but Of
	// Square rejects sizes that differ from axis to axis.
	Square bool
}

// Kind returns "SizeMultipleOf".
func (SizeMultipleOf) Kind() string { return "SizeMultipleOf" }

// Forward implements [counter.Layer]: the shape is unchanged. The problem of an error
// is [counter.Indivisible].
func (l SizeMultipleOf) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 0)
	if err != nil || !x.Known() {
		return x, err
	}
	of := l.Of.Or(1)
	for i := range x.ND {
		if of[i] < 1 {
			return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
		}
		if x.Size[i]%of[i] != 0 || l.Only && x.Size[i] != of[i] || l.Square && x.Size[i] != x.Size[0] {
			return counter.Shape{}, &counter.Error{Problem: counter.Indivisible, Want: counter.Shape{C: x.C, ND: x.ND, Size: of}, Got: x}
		}
	}
	return x, nil
}
