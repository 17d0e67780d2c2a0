package layer

import "unetparams/counter"

// LearnedMap makes a map of parameters alone, as large as its input, of which nothing
// else is taken: they are interpolated. With ND of 1 it is a sequence as long as one
// axis of the input:
//
//	learnable = C·size…
//
// It has one tensor without a name of its own, stored as (1, C, sizes), or as
// (1, 1, C, size) for a sequence.
type LearnedMap struct {
	C    int64
	ND   int // 1 or 2
	Size counter.Axes
	Axis int // of the input, for a sequence
}

// Kind returns "LearnedMap".
func (LearnedMap) Kind() string { return "LearnedMap" }

// Register states the parameter.
func (l LearnedMap) Register(t *counter.Tensors) {
	one, c := counter.Dim{N: 1}, counter.Dim{Sym: "C", N: l.C}
	if l.ND == 1 {
		t.Parameter("", one, one, c, counter.Dim{N: l.Size[0]})
		return
	}
	t.Parameter("", one, c, counter.Dim{N: l.Size[0]}, counter.Dim{N: l.Size[1]})
}

// ReadsSize implements [counter.SizeReader].
func (LearnedMap) ReadsSize(int) bool { return true }

// Forward implements [counter.Layer]: C channels, the input's sizes.
func (l LearnedMap) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, l.C, 2)
	switch {
	case err != nil:
		return counter.Shape{}, err
	case l.ND == 2:
		return x, nil
	case l.ND != 1 || l.Axis < 0 || l.Axis > 1:
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	}
	return counter.Shape{C: l.C, ND: 1, Size: counter.Axes{x.Size[l.Axis]}, Batch: x.Batch}, nil
}

// MACs returns 0: interpolating is not counted.
func (LearnedMap) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }

// AlongAxis lays a sequence along an axis of a map whose other axis has length 1, so
// that it can be multiplied with a map. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.unsqueeze.html
type AlongAxis struct {
	free
	Axis int
}

// Kind returns "AlongAxis".
func (AlongAxis) Kind() string { return "AlongAxis" }

// Forward implements [counter.Layer]: the channels stay.
func (l AlongAxis) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 1)
	if err == nil && (l.Axis < 0 || l.Axis > 1) {
		err = &counter.Error{Problem: counter.BadLayer}
	}
	if err != nil {
		return counter.Shape{}, err
	}
	out := counter.Shape{C: x.C, ND: 2, Batch: x.Batch}
	if x.Known() {
		out.Size = counter.Cube(1)
		out.Size[2] = 0
		out.Size[l.Axis] = x.Size[0]
	}
	return out, nil
}

// ChannelShare divides every value by the sum over the channels of its position. It
// has no parameters.
type ChannelShare struct{ free }

// Kind returns "ChannelShare".
func (ChannelShare) Kind() string { return "ChannelShare" }

// Forward implements [counter.Layer]: the shape stays.
func (ChannelShare) Forward(in ...counter.Shape) (counter.Shape, error) { return one(in, 0, 0) }
