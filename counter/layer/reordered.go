package layer

import "unetparams/counter"

// Reordered lays out a map's values position by position, and reads them as if
// they lay channel by channel: what is left where a published reshape lacks a
// transposition. With heads it is what UNETR++ does to attention's result: positions
// that lie inside of heads, and these inside of their channels, are read as if they
// lay position by position. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.Tensor.reshape.html
type Reordered struct {
	free
	Heads int64
}

// Kind returns "Reordered".
func (Reordered) Kind() string { return "Reordered" }

// Forward implements [counter.Layer]: the shape stays.
func (l Reordered) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 0)
	if err == nil && l.Heads > 0 && x.C%l.Heads != 0 {
		err = &counter.Error{Problem: counter.Groups, Want: counter.Shape{C: l.Heads}, Got: counter.Shape{C: x.C}}
	}
	return x, err
}
