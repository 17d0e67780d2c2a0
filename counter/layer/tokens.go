package layer

import (
	"unetparams/counter"
)

// Attention is scaled dot-product attention with several heads. Its inputs are
// queries, keys and values; the channels are divided among the heads in order:
//
//	softmax(q·kᵀ/√d)·v, d = C/heads
//
// The positions of a map are tokens, whatever the number of its axes. It has no
// parameters, and only multiplies features by features.
//
// Vaswani et al., "Attention Is All You Need" (2017, https://arxiv.org/abs/1706.03762).
type Attention struct {
	free
	Heads int64
	Scale int64 // in place of 1/√d, if not 0
	// Shared says that all heads have the same keys and values, of C/heads channels each
	// (Shazeer, "Fast Transformer Decoding", 2019, https://arxiv.org/abs/1911.02150).
	Shared bool
}

// Kind returns "Attention".
func (Attention) Kind() string { return "Attention" }

// Forward implements [counter.Layer]: the values' channels, the queries' sizes.
func (l Attention) Forward(in ...counter.Shape) (counter.Shape, error) {
	if len(in) != 3 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	q, k, v := in[0], in[1], in[2]
	if l.Shared {
		var ok, ok2 bool
		k.C, ok = counter.Mul(k.C, l.Heads)
		v.C, ok2 = counter.Mul(v.C, l.Heads)
		if !ok || !ok2 {
			return counter.Shape{}, &counter.Error{Problem: counter.Overflow}
		}
	}
	switch {
	case l.Heads < 1:
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	case q.C != k.C:
		return counter.Shape{}, &counter.Error{Problem: counter.Channels, Want: q, Got: k}
	case k.ND != v.ND || k.Size != v.Size:
		return counter.Shape{}, &counter.Error{Problem: counter.Mismatch, Want: k, Got: v}
	}
	for _, x := range [...]counter.Shape{q, k, v} {
		if x.C%l.Heads != 0 {
			return counter.Shape{}, &counter.Error{Problem: counter.Groups, Want: counter.Shape{C: l.Heads}, Got: counter.Shape{C: x.C}}
		}
	}
	q.C = v.C
	return q, nil
}

// FeatureMACs implements [counter.FeatureMultiplier]: for each pair of a query and a
// key, one for each channel of a key and one for each channel of a value.
func (Attention) FeatureMACs(in []counter.Shape, out counter.Shape) (int64, error) {
	queries, err := in[0].Positions()
	if err != nil {
		return 0, err
	}
	k := in[1]
	k.Batch = 0 // each image attends to its own keys
	keys, err := k.Positions()
	if err != nil {
		return 0, err
	}
	return counter.Product(queries, keys, in[0].C+out.C)
}

// Chunk divides its input's channels into equal parts and takes the one with the
// given Index, counted from 0. With Groups, it does so in each of that many equal
// groups of channels. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.chunk.html
type Chunk struct {
	free
	Parts, Index int64
	Groups       int64 // 0 means 1
}

// Kind returns "Chunk".
func (Chunk) Kind() string { return "Chunk" }

// Forward implements [counter.Layer]: a part of the channels.
func (l Chunk) Forward(in ...counter.Shape) (counter.Shape, error) {
	if l.Parts < 1 || l.Index < 0 || l.Index >= l.Parts || l.Groups < 0 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	}
	x, err := one(in, 0, 0)
	if err == nil && x.C%(l.Parts*max(l.Groups, 1)) != 0 {
		err = &counter.Error{Problem: counter.Groups, Want: counter.Shape{C: l.Parts * max(l.Groups, 1)}, Got: counter.Shape{C: x.C}}
	}
	x.C /= l.Parts
	return x, err
}

// FlattenSizes merges all spatial axes into one, so that the positions form a
// sequence. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.flatten.html
type FlattenSizes struct{ free }

// Kind returns "FlattenSizes".
func (FlattenSizes) Kind() string { return "FlattenSizes" }

// Forward implements [counter.Layer]: the channels and the number of positions are
// unchanged.
func (FlattenSizes) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 0)
	if err != nil || !x.Known() {
		return counter.Shape{C: x.C, ND: 1, Batch: x.Batch}, err
	}
	n, err := counter.Product(x.Sizes()...)
	return counter.Shape{C: x.C, ND: 1, Size: counter.Axes{n}, Batch: x.Batch}, err
}

// UnflattenSizes undoes [FlattenSizes]: its first input gets the sizes of its second,
// of which nothing else is used. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.unflatten.html
type UnflattenSizes struct{ free }

// Kind returns "UnflattenSizes".
func (UnflattenSizes) Kind() string { return "UnflattenSizes" }

// ReadsSize implements [counter.SizeReader]: of the second input.
func (UnflattenSizes) ReadsSize(input int) bool { return input == 1 }

// Forward implements [counter.Layer]: the first input's channels, the second's sizes.
// Both must have the same number of positions.
func (UnflattenSizes) Forward(in ...counter.Shape) (counter.Shape, error) {
	if len(in) != 2 || in[0].ND != 1 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	x := counter.Shape{C: in[0].C, ND: in[1].ND, Size: in[1].Size, Batch: in[0].Batch}
	if !x.Known() || !in[0].Known() {
		return x, nil
	}
	n, err := counter.Product(x.Sizes()...)
	if err == nil && n != in[0].Size[0] {
		err = &counter.Error{Problem: counter.Mismatch, Want: x, Got: in[0]}
	}
	return x, err
}
