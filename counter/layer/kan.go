package layer

import "unetparams/counter"

// KANLinear is a layer of a Kolmogorov–Arnold network: every output is a sum over
// all inputs of a weighted SiLU and a learned curve, which is a sum of eight cubic
// B-splines on a grid of twelve points:
//
//	learnable = n_in·n_out·(1 + 8 + 1): base weights, splines, and a scale for each
//	buffers   = 12·n_in, the grid
//
// Liu et al., "KAN: Kolmogorov–Arnold Networks" (2024,
// https://arxiv.org/abs/2404.19756), as implemented in Blealtan/efficient-kan.
type KANLinear struct{ In, Out int64 }

const (
	kanSplines = 8
	kanGrid    = 12
)

// Kind returns "KANLinear".
func (KANLinear) Kind() string { return "KANLinear" }

// Register adds base_weight (n_out, n_in), spline_weight (n_out, n_in, 8),
// spline_scaler (n_out, n_in) and the grid (n_in, 12).
func (l KANLinear) Register(t *counter.Tensors) {
	out, in := counter.Dim{Sym: "n_out", N: l.Out}, counter.Dim{Sym: "n_in", N: l.In}
	t.Parameter("base_weight", out, in)
	t.Parameter("spline_weight", out, in, counter.Dim{N: kanSplines})
	t.Parameter("spline_scaler", out, in)
	t.Buffer("grid", in, counter.Dim{N: kanGrid})
}

// Forward implements [counter.Layer]: Out channels, unchanged sizes.
func (l KANLinear) Forward(in ...counter.Shape) (counter.Shape, error) {
	if l.Out < 1 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	}
	err := channelwise(in, l.In, 0)
	x, err := unchanged(in, err)
	x.C = l.Out
	return x, err
}

// MACs returns positions·n_in·n_out·(1 + 8).
func (l KANLinear) MACs(in []counter.Shape, out counter.Shape) (int64, error) {
	n, err := out.Positions()
	if err != nil {
		return 0, err
	}
	return counter.Product(n, l.In, l.Out, 1+kanSplines)
}
