package layer

import "unetparams/counter"

// SwapChannels makes positions of the channels of a sequence, and channels of its
// positions, of which there must be C: code that keeps features behind tokens sees the
// tokens as channels. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.transpose.html
type SwapChannels struct {
	free
	C int64
}

// Kind returns "SwapChannels".
func (SwapChannels) Kind() string { return "SwapChannels" }

// Forward implements [counter.Layer].
func (l SwapChannels) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 1)
	if err == nil && l.C < 1 {
		err = &counter.Error{Problem: counter.BadLayer}
	}
	y := counter.Shape{C: l.C, ND: 1, Batch: x.Batch}
	if err != nil || !x.Known() {
		return y, err
	}
	if x.Size[0] != l.C {
		return y, &counter.Error{Problem: counter.Mismatch, Want: counter.Shape{C: x.C, ND: 1, Size: counter.Axes{l.C}}, Got: x}
	}
	y.Size[0] = x.C
	return y, nil
}

// Reach implements [counter.Reacher]: positions change places.
func (SwapChannels) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}

// Reshape reads the values of a map in the order in which they lie in memory as those
// of a map of C channels and two axes. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.Tensor.view.html
type Reshape struct {
	free
	C    int64
	Size counter.Axes // of two axes
}

// Kind returns "Reshape".
func (Reshape) Kind() string { return "Reshape" }

// Forward implements [counter.Layer]: there must be as many values.
func (l Reshape) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 0)
	if err == nil && (l.C < 1 || l.Size[0] < 1 || l.Size[1] < 1) {
		err = &counter.Error{Problem: counter.BadLayer}
	}
	y := counter.Shape{C: l.C, ND: 2, Batch: x.Batch}
	if err != nil || !x.Known() {
		return y, err
	}
	y.Size = counter.Axes{l.Size[0], l.Size[1]}
	n, err := x.Elements()
	m, err2 := y.Elements()
	switch {
	case err != nil:
		return y, err
	case err2 != nil:
		return y, err2
	case n != m:
		return y, &counter.Error{Problem: counter.Mismatch, Want: y, Got: x}
	}
	return y, nil
}

// Reach implements [counter.Reacher]: values change places.
func (Reshape) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}
