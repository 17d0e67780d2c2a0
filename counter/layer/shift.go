package layer

import "unetparams/counter"

// AxialShift splits the channels into five parts and shifts them along an axis by
// −2, −1, 0, 1 and 2 positions, filling with zeros. It has no parameters.
//
// Valanarasu and Patel, "UNeXt: MLP-based Rapid Medical Image Segmentation Network"
// (2022, https://arxiv.org/abs/2203.04967).
type AxialShift struct {
	free
	Axis int // counted from 0
}

// Kind returns "AxialShift".
func (AxialShift) Kind() string { return "AxialShift" }

// Forward implements [counter.Layer]: the shape, which must have two axes, is
// unchanged.
func (l AxialShift) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 2)
	if err == nil && (l.Axis < 0 || l.Axis > 1) {
		err = &counter.Error{Problem: counter.BadLayer}
	}
	return x, err
}
