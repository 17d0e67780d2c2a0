package layer

import (
	"unetparams/counter"
)

// ChannelNorm normalizes the channels of each position by mean and variance, or by
// the root mean square (RMS). It stands for classes that repositories define
// themselves. Its tensors are g and, with a bias, b, stored as (1, C, 1, …):
//
//	learnable = C, or 2·C with a bias, or 0
//
// Zhang and Sennrich, "Root Mean Square Layer Normalization" (2019,
// https://arxiv.org/abs/1910.07467).
type ChannelNorm struct {
	ND   int
	C    int64
	RMS  bool
	Bias bool
	Flat bool // stored as (C)
	None bool // it has no tensors
	// Gamma names g gamma and stores it as (C, 1, …).
	Gamma bool
	Eps   string // the least length of what has no tensors, as a decimal number; empty: 1e-12
}

// Kind returns "RMSNorm" or "ChannelNorm".
func (l ChannelNorm) Kind() string {
	if l.RMS {
		return "RMSNorm"
	}
	return "ChannelNorm"
}

// Register adds g and b.
func (l ChannelNorm) Register(t *counter.Tensors) {
	switch {
	case l.None:
		return
	case l.Gamma && l.ND >= 0 && l.ND <= 3:
		one := counter.Dim{N: 1}
		t.Parameter("gamma", []counter.Dim{{Sym: "C", N: l.C}, one, one, one}[:1+l.ND]...)
		return
	case l.Flat:
		t.Parameter("g", counter.Dim{Sym: "C", N: l.C})
		return
	}
	one := counter.Dim{N: 1}
	dims := []counter.Dim{one, {Sym: "C", N: l.C}, one, one, one}[:2+l.ND]
	t.Parameter("g", dims...)
	if l.Bias {
		t.Parameter("b", dims...)
	}
}

// Forward implements [counter.Layer]: the shape is unchanged.
func (l ChannelNorm) Forward(in ...counter.Shape) (counter.Shape, error) {
	if l.ND < 0 || l.ND > 3 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	}
	return unchanged(in, channelwise(in, l.C, l.ND))
}

// IsAffine implements [counter.Normalizer].
func (l ChannelNorm) IsAffine() bool { return !l.None }

// MACs returns 0: normalizing is not counted.
func (ChannelNorm) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }

// MemoryAttention is [Attention] with learned keys and values in addition to those
// of the input:
//
//	learnable = 2·heads·memory·d, as one tensor without a name of its own
//
// Heads have d channels. With a fixed Scale, each channel of queries and keys is
// first divided by its Euclidean norm over all positions, as in the published code.
type MemoryAttention struct {
	Heads, Dim, Memory int64
	Scale              int64 // 0 means 1/√d
	// Unit divides queries, keys and values, the learned ones too, by their root mean
	// square over the channels of a head.
	Unit bool
}

// Kind returns "MemoryAttention".
func (MemoryAttention) Kind() string { return "MemoryAttention" }

// Register adds the learned keys and values.
func (l MemoryAttention) Register(t *counter.Tensors) {
	if l.Memory > 0 {
		t.Parameter("", counter.Dim{N: 2}, counter.Dim{Sym: "h", N: l.Heads}, counter.Dim{Sym: "m", N: l.Memory}, counter.Dim{Sym: "d", N: l.Dim})
	}
}

// Forward implements [counter.Layer]: the shape of the queries.
func (l MemoryAttention) Forward(in ...counter.Shape) (counter.Shape, error) {
	return headed(in, l.Heads, l.Dim, l.Memory)
}

// MACs returns 0: features are only multiplied by features.
func (MemoryAttention) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }

// FeatureMACs implements [counter.FeatureMultiplier]: as for [Attention].
func (l MemoryAttention) FeatureMACs(in []counter.Shape, out counter.Shape) (int64, error) {
	queries, err := in[0].Positions()
	if err != nil {
		return 0, err
	}
	keys, err := in[1].Positions()
	if err != nil {
		return 0, err
	}
	keys, ok := counter.Add(keys, l.Memory)
	if !ok {
		return 0, &counter.Error{Problem: counter.Overflow}
	}
	return counter.Product(queries, keys, 2*in[0].C)
}

// LinearAttention multiplies keys by values first, so that its cost grows linearly
// with the number of positions instead of quadratically:
//
//	(v·softmax(k)ᵀ)·q, in each head
//
// Memory is as for [MemoryAttention], stored with the positions last.
//
// Shen et al., "Efficient Attention: Attention with Linear Complexities" (2018,
// https://arxiv.org/abs/1812.01243).
type LinearAttention struct {
	Heads, Dim, Memory int64
	QuerySoftmax       bool // over the channels of each query, times 1/√d
	Mean               bool // values are divided by the number of positions
}

// Kind returns "LinearAttention".
func (LinearAttention) Kind() string { return "LinearAttention" }

// Register adds the learned keys and values.
func (l LinearAttention) Register(t *counter.Tensors) {
	if l.Memory > 0 {
		t.Parameter("", counter.Dim{N: 2}, counter.Dim{Sym: "h", N: l.Heads}, counter.Dim{Sym: "d", N: l.Dim}, counter.Dim{Sym: "m", N: l.Memory})
	}
}

// Forward implements [counter.Layer]: the shape of the queries.
func (l LinearAttention) Forward(in ...counter.Shape) (counter.Shape, error) {
	return headed(in, l.Heads, l.Dim, l.Memory)
}

// MACs returns 0: features are only multiplied by features.
func (LinearAttention) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }

// FeatureMACs implements [counter.FeatureMultiplier]: two for each pair of channels of
// a head and each position.
func (l LinearAttention) FeatureMACs(in []counter.Shape, out counter.Shape) (int64, error) {
	queries, err := in[0].Positions()
	if err != nil {
		return 0, err
	}
	both, ok := counter.Add(queries, queries)
	both, ok2 := counter.Add(both, l.Memory)
	if !ok || !ok2 {
		return 0, &counter.Error{Problem: counter.Overflow}
	}
	return counter.Product(both, l.Heads, l.Dim, l.Dim)
}

// headed checks queries, keys and values for the given number of heads with dim
// channels each, and returns the shape of the queries.
func headed(in []counter.Shape, heads, dim, memory int64) (counter.Shape, error) {
	if len(in) != 3 || heads < 1 || dim < 1 || memory < 0 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	}
	c, ok := counter.Mul(heads, dim)
	if !ok {
		return counter.Shape{}, &counter.Error{Problem: counter.Overflow}
	}
	for _, x := range in {
		if x.C != c {
			return counter.Shape{}, &counter.Error{Problem: counter.Channels, Want: counter.Shape{C: c}, Got: x}
		}
		if x != in[0] {
			return counter.Shape{}, &counter.Error{Problem: counter.Mismatch, Want: in[0], Got: x}
		}
	}
	return in[0], nil
}

// StandardizedConv is a [Conv] whose weights are normalized for each output channel
// before they are used. It has the same number of parameters and MACs.
//
// Qiao et al., "Micro-Batch Training with Batch-Channel Normalization and Weight
// Standardization" (2019, https://arxiv.org/abs/1903.10520).
type StandardizedConv struct{ Conv }

// Kind returns "StandardizedConv1d", "StandardizedConv2d" or "StandardizedConv3d".
func (l StandardizedConv) Kind() string { return suffixed("StandardizedConv", l.ND) }
