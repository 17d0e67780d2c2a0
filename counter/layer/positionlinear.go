package layer

import "unetparams/counter"

// PositionLinear is a fully connected layer over the positions of every channel: it
// turns In positions, which must be all positions of the map, into Out:
//
//	learnable = In·Out + Out
//
// As a bare parameter it has no bias, and its products are counted with those of
// attention, because tools that inspect modules do not see them.
//
// Wang et al., "Linformer" (2020, https://arxiv.org/abs/2006.04768).
type PositionLinear struct {
	In, Out int64
	Bare    bool // a parameter (In, Out) of the enclosing module
}

// Kind returns "PositionLinear".
func (PositionLinear) Kind() string { return "PositionLinear" }

// Register adds the weight (n_out, n_in) and the bias (n_out), or the bare
// parameter (n_in, n_out).
func (l PositionLinear) Register(t *counter.Tensors) {
	if l.Bare {
		t.Parameter("", counter.Dim{N: l.In}, counter.Dim{N: l.Out})
		return
	}
	Linear{l.In, l.Out, true}.Register(t)
}

// Forward implements [counter.Layer]: unchanged channels, Out positions along one
// axis.
func (l PositionLinear) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 0)
	if err == nil && (l.In < 1 || l.Out < 1 || x.ND < 1) {
		err = &counter.Error{Problem: counter.BadLayer}
	}
	if err != nil {
		return counter.Shape{}, err
	}
	out := counter.Shape{C: x.C, ND: 1, Batch: x.Batch}
	if !x.Known() {
		return out, nil
	}
	n, err := counter.Product(x.Sizes()...)
	if err == nil && n != l.In {
		err = &counter.Error{Problem: counter.Mismatch, Want: counter.Shape{C: x.C, ND: 1, Size: counter.Axes{l.In}}, Got: x}
	}
	out.Size[0] = l.Out
	return out, err
}

// MACs returns channels·n_in·n_out, unless it is a bare parameter.
func (l PositionLinear) MACs(in []counter.Shape, _ counter.Shape) (int64, error) {
	if l.Bare {
		return 0, nil
	}
	return l.products(in)
}

// FeatureMACs implements [counter.FeatureMultiplier]: those of a bare parameter.
func (l PositionLinear) FeatureMACs(in []counter.Shape, _ counter.Shape) (int64, error) {
	if !l.Bare {
		return 0, nil
	}
	return l.products(in)
}

func (l PositionLinear) products(in []counter.Shape) (int64, error) {
	return counter.Product(in[0].C, max(in[0].Batch, 1), l.In, l.Out)
}
