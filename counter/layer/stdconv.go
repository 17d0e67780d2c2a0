package layer

import "unetparams/counter"

// StdConv is a [Conv] whose weight is standardized before every run: the mean of
// each output channel's kernel is subtracted, and the result divided by its
// standard deviation. It has the same parameters.
//
// Qiao et al., "Micro-Batch Training with Batch-Channel Normalization and Weight
// Standardization" (2019, https://arxiv.org/abs/1903.10520).
type StdConv struct{ Conv }

// Kind returns "StdConv1d", "StdConv2d" or "StdConv3d".
func (l StdConv) Kind() string { return suffixed("StdConv", l.ND) }

// BiasFreeNorm is a [LayerNorm] that only scales: the channels of every position
// are divided by their standard deviation and multiplied by a weight. The mean is
// not subtracted, and there is no bias:
//
//	learnable = C
//
// Zamir et al., "Restormer" (2021, https://arxiv.org/abs/2111.09881).
type BiasFreeNorm struct{ C int64 }

// Kind returns "BiasFreeNorm".
func (BiasFreeNorm) Kind() string { return "BiasFreeNorm" }

// Register adds the weight (C).
func (l BiasFreeNorm) Register(t *counter.Tensors) {
	t.Parameter("weight", counter.Dim{Sym: "C", N: l.C})
}

// Forward implements [counter.Layer]: the shape is unchanged.
func (l BiasFreeNorm) Forward(in ...counter.Shape) (counter.Shape, error) {
	return unchanged(in, channelwise(in, l.C, 0))
}

// IsAffine implements [counter.Normalizer].
func (BiasFreeNorm) IsAffine() bool { return true }

// MACs returns 0: normalizing is not counted.
func (BiasFreeNorm) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }
