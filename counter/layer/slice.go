package layer

import "unetparams/counter"

// Slice takes C of its input's channels, starting at From. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.split.html
type Slice struct {
	free
	From, C int64
}

// Kind returns "Slice".
func (Slice) Kind() string { return "Slice" }

// Forward implements [counter.Layer]: C channels, unchanged sizes.
func (l Slice) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 0)
	if err == nil && (l.From < 0 || l.C < 1 || l.C > x.C || l.From > x.C-l.C) {
		err = &counter.Error{Problem: counter.BadLayer}
	}
	x.C = l.C
	return x, err
}
