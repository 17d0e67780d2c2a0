package layer

import "unetparams/counter"

// Reordered writes a map's values position by position and reads them back as if
// they were stored channel by channel: the effect of a published reshape without
// the transposition it needs. With Heads it is what UNETR++ does to the result of
// attention: values stored in the order channel of a head, head, position are read
// back position by position. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.Tensor.reshape.html
type Reordered struct {
	free
	Heads int64
}

// Kind returns "Reordered".
func (Reordered) Kind() string { return "Reordered" }

// Forward implements [counter.Layer]: the shape is unchanged.
func (l Reordered) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 0)
	if err == nil && l.Heads > 0 && x.C%l.Heads != 0 {
		err = &counter.Error{Problem: counter.Groups, Want: counter.Shape{C: l.Heads}, Got: counter.Shape{C: x.C}}
	}
	return x, err
}
