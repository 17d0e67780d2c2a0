package layer

import "unetparams/counter"

// GLU is a gated linear unit: the first half of the channels, times the sigmoid of the
// second. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.nn.GLU.html
type GLU struct{ free }

// Kind returns "GLU".
func (GLU) Kind() string { return "GLU" }

// Forward implements [counter.Layer]: half of the channels, which must be even.
func (GLU) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 0)
	if err == nil && x.C%2 != 0 {
		err = &counter.Error{Problem: counter.Groups, Want: counter.Shape{C: 2}, Got: counter.Shape{C: x.C}}
	}
	x.C /= 2
	return x, err
}

// Saves implements [counter.Saver].
func (GLU) Saves(*counter.Run) counter.Saved { return keepIn }
