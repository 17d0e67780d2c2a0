package layer

import (
	"unetparams/counter"
)

// FlattenPositions turns a map into a matrix with a row for every position of the
// batch and a column for every channel. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.Tensor.view.html
type FlattenPositions struct{ free }

// Kind returns "View".
func (FlattenPositions) Kind() string { return "View" }

// Forward implements [counter.Layer]: the channels are unchanged, the positions become
// the batch.
func (FlattenPositions) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 0)
	if err != nil || !x.Known() {
		x.ND = 0
		return x, err
	}
	n, err := x.Positions()
	return counter.Shape{C: x.C, Batch: n}, err
}

// Flatten turns all positions into channels, for a fully connected layer that
// accepts maps of one size. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.flatten.html
type Flatten struct {
	free
	Size counter.Axes // of the maps
}

// Kind returns "Flatten".
func (Flatten) Kind() string { return "Flatten" }

// Forward implements [counter.Layer]: channels times positions. The sizes must be Size.
func (l Flatten) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 0)
	if err != nil {
		return counter.Shape{}, err
	}
	want := x
	copy(want.Size[:x.ND], l.Size[:])
	if x.Known() && x != want {
		return counter.Shape{}, &counter.Error{Problem: counter.Mismatch, Want: want, Got: x}
	}
	c, err := counter.Product(append(want.Sizes(), x.C)...)
	if err == nil && c < 1 {
		err = &counter.Error{Problem: counter.BadLayer}
	}
	return counter.Shape{C: c, Batch: x.Batch}, err
}

// Unflatten splits its first input's channels into C channels and the positions of
// its second input, of which only the sizes are used. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.nn.Unflatten.html
type Unflatten struct {
	free
	C int64
}

// Kind returns "Unflatten".
func (Unflatten) Kind() string { return "Unflatten" }

// ReadsSize implements [counter.SizeReader]: of the second input.
func (Unflatten) ReadsSize(input int) bool { return input == 1 }

// Forward implements [counter.Layer]: C channels, the second input's sizes.
func (l Unflatten) Forward(in ...counter.Shape) (counter.Shape, error) {
	if len(in) != 2 || in[0].ND != 0 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	x := counter.Shape{C: l.C, ND: in[1].ND, Size: in[1].Size, Batch: in[0].Batch}
	if l.C < 1 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	}
	if !x.Known() {
		return x, nil
	}
	n, err := counter.Product(append(x.Sizes(), x.C)...)
	if err == nil && n != in[0].C {
		err = &counter.Error{Problem: counter.Mismatch, Want: x, Got: in[0]}
	}
	return x, err
}
