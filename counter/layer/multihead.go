package layer

import "unetparams/counter"

// MultiheadAttention is PyTorch's class of that name: [Attention] of its first input's
// positions to those of its second, which may be the same, with the projections of
// queries, keys, values and of the result:
//
//	learnable = 3·C·C + 3·C + C·C + C
//
// https://pytorch.org/docs/stable/generated/torch.nn.MultiheadAttention.html
type MultiheadAttention struct{ C, Heads int64 }

// Kind returns "MultiheadAttention".
func (MultiheadAttention) Kind() string { return "MultiheadAttention" }

// Register adds in_proj_weight (3·C, C), in_proj_bias (3·C), out_proj.weight (C, C) and
// out_proj.bias (C).
func (l MultiheadAttention) Register(t *counter.Tensors) {
	c, all := counter.Dim{Sym: "C", N: l.C}, counter.Dim{Sym: "3C", N: 3 * l.C}
	t.Parameter("in_proj_weight", all, c)
	t.Parameter("in_proj_bias", all)
	t.Parameter("out_proj.weight", c, c)
	t.Parameter("out_proj.bias", c)
}

// Forward implements [counter.Layer]: the first input's shape.
func (l MultiheadAttention) Forward(in ...counter.Shape) (counter.Shape, error) {
	if len(in) != 2 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	for _, x := range in {
		if err := channelwise([]counter.Shape{x}, l.C, 0); err != nil {
			return counter.Shape{}, err
		}
	}
	return Attention{Heads: l.Heads}.Forward(in[0], in[1], in[1])
}

// MACs returns those of the projections: 2·C·C for each query, 2·C·C for each key.
func (l MultiheadAttention) MACs(in []counter.Shape, _ counter.Shape) (int64, error) {
	n, err := in[0].Positions()
	if err != nil {
		return 0, err
	}
	m, err := in[1].Positions()
	if err != nil {
		return 0, err
	}
	sum, ok := counter.Add(n, m)
	if !ok {
		return 0, &counter.Error{Problem: counter.Overflow}
	}
	return counter.Product(sum, 2, l.C, l.C)
}

// FeatureMACs implements [counter.FeatureMultiplier]: as for [Attention].
func (MultiheadAttention) FeatureMACs(in []counter.Shape, out counter.Shape) (int64, error) {
	return Attention{}.FeatureMACs([]counter.Shape{in[0], in[1], in[1]}, out)
}

// Reach implements [counter.Reacher]: all positions.
func (MultiheadAttention) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}

// SinusoidalPositions adds sines and cosines of the position, which are not learned:
// of both axes of a map, half of the channels for each. It has no parameters.
//
// Vaswani et al., "Attention Is All You Need" (2017, https://arxiv.org/abs/1706.03762).
type SinusoidalPositions struct{ free }

// Kind returns "SinusoidalPositions".
func (SinusoidalPositions) Kind() string { return "SinusoidalPositions" }

// Forward implements [counter.Layer]: the shape is unchanged. The channels must be a
// multiple of 2 for a sequence, of 4 for a map.
func (SinusoidalPositions) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 0)
	if err == nil && (x.ND < 1 || x.ND > 2) {
		err = &counter.Error{Problem: counter.BadInputs}
	}
	if of := int64(2 * x.ND); err == nil && x.C%of != 0 {
		err = &counter.Error{Problem: counter.Groups, Want: counter.Shape{C: of}, Got: counter.Shape{C: x.C}}
	}
	return x, err
}

// Saves implements [counter.Saver].
func (SinusoidalPositions) Saves(*counter.Run) counter.Saved { return counter.Saved{} }
