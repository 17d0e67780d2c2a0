package layer

import "unetparams/counter"

// NIN is a fully connected layer over the channels of every position, whose tensors
// score_sde calls W and b; it stores W as (n_in, n_out):
//
//	learnable = n_in·n_out + n_out
//
// Lin et al., "Network In Network" (2013, https://arxiv.org/abs/1312.4400).
type NIN struct{ In, Out int64 }

// Kind returns "NIN".
func (NIN) Kind() string { return "NIN" }

// Register states W (n_in, n_out) and b (n_out).
func (l NIN) Register(t *counter.Tensors) {
	out := counter.Dim{Sym: "n_out", N: l.Out}
	t.Parameter("W", counter.Dim{Sym: "n_in", N: l.In}, out)
	t.Parameter("b", out)
}

// Forward implements [counter.Layer]: the channels change, the sizes stay.
func (l NIN) Forward(in ...counter.Shape) (counter.Shape, error) {
	return Linear{l.In, l.Out, true}.Forward(in...)
}

// MACs returns positions·n_in·n_out.
func (l NIN) MACs(in []counter.Shape, out counter.Shape) (int64, error) {
	return Linear{l.In, l.Out, true}.MACs(in, out)
}
