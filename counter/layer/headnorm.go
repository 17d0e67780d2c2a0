package layer

import "unetparams/counter"

// HeadNorm divides the channels of each head by their Euclidean length, and multiplies
// them by numbers that all heads share:
//
//	learnable = d, the channels of a head
//
// It has one tensor without a name of its own.
//
// Henry et al., "Query-Key Normalization for Transformers" (2020,
// https://arxiv.org/abs/2010.04245).
type HeadNorm struct{ Heads, Dim int64 }

// Kind returns "HeadNorm".
func (HeadNorm) Kind() string { return "HeadNorm" }

// Register states the numbers.
func (l HeadNorm) Register(t *counter.Tensors) {
	t.Parameter("", counter.Dim{Sym: "d", N: l.Dim})
}

// Forward implements [counter.Layer]: the shape stays; channels are heads·d.
func (l HeadNorm) Forward(in ...counter.Shape) (counter.Shape, error) {
	c, ok := counter.Mul(l.Heads, l.Dim)
	if !ok || c < 1 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	}
	return one(in, c, 0)
}

// IsAffine implements [counter.Normalizer].
func (HeadNorm) IsAffine() bool { return true }

// MACs returns 0: normalizing is not counted.
func (HeadNorm) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }
