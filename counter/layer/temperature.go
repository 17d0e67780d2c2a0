package layer

import "unetparams/counter"

// TemperatureAttention is attention whose scores are multiplied by a learned number
// for each head, its temperature:
//
//	learnable = heads
//
// Its inputs are queries, keys and values. Positions attend to positions or, with
// Channels, the channels of a head attend to one another: then each score sums over
// all positions, and the cost grows linearly with their number:
//
//	products of features = positions·(C/heads)·2·C
//
// In PyTorch the enclosing module owns the temperatures, as (heads, 1, 1). Zamir et al.,
// "Restormer" (2021, https://arxiv.org/abs/2111.09881); Shaker et al., "UNETR++"
// (2022, https://arxiv.org/abs/2212.04497).
type TemperatureAttention struct {
	Heads    int64
	Channels bool
}

// Kind returns "ChannelAttention" or "TemperatureAttention".
func (l TemperatureAttention) Kind() string {
	if l.Channels {
		return "ChannelAttention"
	}
	return "TemperatureAttention"
}

// Register adds the temperatures (heads, 1, 1).
func (l TemperatureAttention) Register(t *counter.Tensors) {
	one := counter.Dim{N: 1}
	t.Parameter("", counter.Dim{Sym: "heads", N: l.Heads}, one, one)
}

// Forward implements [counter.Layer]: the queries' sizes and the values' channels.
// With Channels, queries and values must have equal shapes.
func (l TemperatureAttention) Forward(in ...counter.Shape) (counter.Shape, error) {
	if len(in) == 3 && l.Channels && (in[0].Size != in[2].Size || in[0].C != in[2].C) {
		return counter.Shape{}, &counter.Error{Problem: counter.Mismatch, Want: in[0], Got: in[2]}
	}
	return Attention{Heads: l.Heads}.Forward(in...)
}

// MACs returns 0: no factor is a parameter.
func (TemperatureAttention) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }

// FeatureMACs implements [counter.FeatureMultiplier].
func (l TemperatureAttention) FeatureMACs(in []counter.Shape, out counter.Shape) (int64, error) {
	if l.Channels {
		return channelPairs(in[0], in[1].C/l.Heads)
	}
	return Attention{Heads: l.Heads}.FeatureMACs(in, out)
}

// channelPairs returns the products of attention between the channels of queries
// and the given number of channels of keys, and as many of values.
func channelPairs(queries counter.Shape, keys int64) (int64, error) {
	n, err := queries.Positions()
	if err != nil {
		return 0, err
	}
	return counter.Product(2, n, queries.C, keys)
}

// CrossChannelAttention is attention of one head from the channels of the queries to
// those of keys and values, whose number may differ. Scores are divided by the square
// root of the number of the keys' channels and normalized over all pairs. It has no
// parameters.
//
// Wang et al., "UCTransNet" (2021, https://arxiv.org/abs/2109.04335).
type CrossChannelAttention struct{ free }

// Kind returns "CrossChannelAttention".
func (CrossChannelAttention) Kind() string { return "CrossChannelAttention" }

// Forward implements [counter.Layer]: the shape of the queries. All inputs must have
// equal sizes.
func (CrossChannelAttention) Forward(in ...counter.Shape) (counter.Shape, error) {
	if len(in) != 3 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	q, k, v := in[0], in[1], in[2]
	switch {
	case k.C != v.C:
		return counter.Shape{}, &counter.Error{Problem: counter.Channels, Want: k, Got: v}
	case q.ND != k.ND || q.Size != k.Size || k.Size != v.Size:
		return counter.Shape{}, &counter.Error{Problem: counter.Mismatch, Want: q, Got: k}
	}
	return q, nil
}

// FeatureMACs implements [counter.FeatureMultiplier]: two for each pair of channels
// and each position.
func (CrossChannelAttention) FeatureMACs(in []counter.Shape, _ counter.Shape) (int64, error) {
	return channelPairs(in[0], in[1].C)
}

// L2Normalize divides each channel by its Euclidean norm over all positions. It has
// no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.nn.functional.normalize.html
type L2Normalize struct{ free }

// Kind returns "L2Normalize".
func (L2Normalize) Kind() string { return "L2Normalize" }

// Forward implements [counter.Layer]: the shape is unchanged.
func (L2Normalize) Forward(in ...counter.Shape) (counter.Shape, error) { return one(in, 0, 0) }
