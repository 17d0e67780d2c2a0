package layer

import "unetparams/counter"

// Attention relates every position of one map, the queries, to every position of
// another: softmax(q·kᵀ/√d)·v, where each head works on its own share of d
// channels. Tokens are positions, so maps need not be flattened first. Its inputs
// are queries, keys and values; it has no parameters, as the projections around
// it are layers of their own. Vaswani et al., "Attention Is All You Need" (2017,
// https://arxiv.org/abs/1706.03762).
//
//	products of features = queries·keys·(C of the keys + C of the values)
//
// https://pytorch.org/docs/stable/generated/torch.nn.functional.scaled_dot_product_attention.html
type Attention struct {
	free
	Heads int64
}

// Kind returns "Attention".
func (Attention) Kind() string { return "Attention" }

// Forward implements [counter.Layer]: the values' channels, the queries' sizes.
// Keys have the queries' channels and the values' sizes.
func (l Attention) Forward(in ...counter.Shape) (counter.Shape, error) {
	if len(in) != 3 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	return attended(l.Heads, in[0], in[1], in[2])
}

// FeatureMACs implements [counter.FeatureMultiplier].
func (l Attention) FeatureMACs(in []counter.Shape, out counter.Shape) (int64, error) {
	queries, err := in[0].Positions()
	if err != nil {
		return 0, err
	}
	return attentionMACs(queries, in[1], in[2])
}

// Chunk takes one of several equal parts of the channels, as where one projection
// makes queries, keys and values. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.chunk.html
type Chunk struct {
	free
	Parts, Index int64
}

// Kind returns "Chunk".
func (Chunk) Kind() string { return "Chunk" }

// Forward implements [counter.Layer]: a share of the channels, the sizes stay.
func (l Chunk) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 0)
	switch {
	case err != nil:
	case l.Parts < 1 || l.Index < 0 || l.Index >= l.Parts:
		err = &counter.Error{Problem: counter.BadLayer}
	case x.C%l.Parts != 0:
		err = &counter.Error{Problem: counter.Groups, Want: counter.Shape{C: l.Parts}, Got: counter.Shape{C: x.C}}
	default:
		x.C /= l.Parts
	}
	return x, err
}
