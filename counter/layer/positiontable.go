package layer

import "unetparams/counter"

// PositionTable adds a learned vector to every token of a sequence of at most N:
//
//	learnable = N·C
//
// It is a table of embeddings of which the first rows are taken.
//
// https://pytorch.org/docs/stable/generated/torch.nn.Embedding.html
type PositionTable struct{ N, C int64 }

// Kind returns "PositionTable".
func (PositionTable) Kind() string { return "PositionTable" }

// Register adds the weight (N, C).
func (l PositionTable) Register(t *counter.Tensors) { Embedding(l).Register(t) }

// Forward implements [counter.Layer]: the shape is unchanged.
func (l PositionTable) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, l.C, 1)
	if err == nil && x.Known() && x.Size[0] > l.N {
		want := x
		want.Size[0] = l.N
		err = &counter.Error{Problem: counter.Mismatch, Want: want, Got: x}
	}
	return x, err
}

// MACs returns 0: adding is not counted.
func (PositionTable) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }
