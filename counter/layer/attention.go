package layer

import (
	"unetparams/counter"
)

// The layers of this file relate every position of one map to every position of
// another, as non-local blocks do. The intermediate result is a map of two axes,
// with one position for each pair: the queries along the first axis, the keys
// along the second. The layers work on features only: they have no parameters, and
// their products are not counted as multiply-accumulates.

// PairDot multiplies every query by every key and sums over the channels: a matrix
// product.
//
// https://pytorch.org/docs/stable/generated/torch.matmul.html
type PairDot struct{ free }

// Kind returns "PairDot".
func (PairDot) Kind() string { return "PairDot" }

// Forward implements [counter.Layer]: queries and keys of equal channels give one
// channel over (queries, keys).
func (PairDot) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := pairs(in)
	if err == nil {
		x.C = 1
	}
	return x, err
}

// PairSum adds the channels of every query to those of every key.
type PairSum struct{ free }

// Kind returns "PairSum".
func (PairSum) Kind() string { return "PairSum" }

// Forward implements [counter.Layer]: queries and keys of equal channels give as many
// over (queries, keys).
func (PairSum) Forward(in ...counter.Shape) (counter.Shape, error) { return pairs(in) }

// AttentionWeights turns scores into weights: by a softmax, or by dividing them by the
// number of positions.
type AttentionWeights struct {
	free
	Softmax bool
	Axis    int // the axis of the softmax, or of the positions that are counted; −1: all
}

// Kind returns "AttentionSoftmax" or "AttentionMean".
func (l AttentionWeights) Kind() string {
	if l.Softmax {
		return "AttentionSoftmax"
	}
	return "AttentionMean"
}

// Forward implements [counter.Layer]: the shape is unchanged.
func (l AttentionWeights) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 0)
	if err == nil && (l.Axis < -1 || l.Axis >= x.ND) {
		err = &counter.Error{Problem: counter.BadLayer}
	}
	return x, err
}

// PairWeighted computes for every query the sum of all values, weighted by a map
// over (queries, keys): a matrix product. Its inputs are the weights, the values,
// and the map that the queries come from, of which only the sizes are used.
//
// https://pytorch.org/docs/stable/generated/torch.matmul.html
type PairWeighted struct{ free }

// Kind returns "PairWeighted".
func (PairWeighted) Kind() string { return "PairWeighted" }

// Forward implements [counter.Layer]: the values' channels, the queries' sizes.
func (PairWeighted) Forward(in ...counter.Shape) (counter.Shape, error) {
	if len(in) != 3 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	weights, values, queries := in[0], in[1], in[2]
	if weights.C != 1 || weights.ND != 2 {
		return counter.Shape{}, &counter.Error{Problem: counter.Channels, Want: counter.Shape{C: 1, ND: 2}, Got: weights}
	}
	values.C = queries.C // only positions are compared
	x, err := pairs([]counter.Shape{queries, values})
	if err != nil {
		return counter.Shape{}, err
	}
	if x.Size != weights.Size {
		return counter.Shape{}, &counter.Error{Problem: counter.Mismatch, Want: x, Got: weights}
	}
	queries.C = in[1].C
	return queries, nil
}

// pairs returns the shape of all pairs of positions.
func pairs(in []counter.Shape) (counter.Shape, error) {
	if len(in) != 2 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	queries, keys := in[0], in[1]
	if queries.C != keys.C {
		return counter.Shape{}, &counter.Error{Problem: counter.Channels, Want: queries, Got: keys}
	}
	x := counter.Shape{C: queries.C, ND: 2}
	if !queries.Known() || !keys.Known() {
		return x, nil
	}
	var err error
	if x.Size[0], err = queries.Positions(); err != nil {
		return counter.Shape{}, err
	}
	x.Size[1], err = keys.Positions()
	return x, err
}
