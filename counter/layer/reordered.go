package layer

import "unetparams/counter"

// Reordered lays out a map's values position by position, and reads them as if
// they lay channel by channel: what is left where a published reshape lacks a
// transposition. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.Tensor.reshape.html
type Reordered struct{ free }

// Kind returns "Reordered".
func (Reordered) Kind() string { return "Reordered" }

// Forward implements [counter.Layer]: the shape stays.
func (Reordered) Forward(in ...counter.Shape) (counter.Shape, error) { return one(in, 0, 0) }
