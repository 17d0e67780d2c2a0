package layer

import "unetparams/counter"

// NullCondition holds what takes the place of a condition that is left out, so that one
// network learns to work with and without it. Of a text of at most N tokens, those that
// the mask, its second input, leaves out become learned ones, and so do those that are
// missing behind its end; a vector, for which N is 0, is kept as it is unless training
// drops it:
//
//	learnable = N·C, or C for a vector
//
// It has one tensor without a name of its own, stored as (1, N, C) or (1, C).
//
// Ho and Salimans, "Classifier-Free Diffusion Guidance" (2022,
// https://arxiv.org/abs/2207.12598).
type NullCondition struct{ N, C int64 }

// Kind returns "NullCondition".
func (NullCondition) Kind() string { return "NullCondition" }

// Register adds what takes the condition's place.
func (l NullCondition) Register(t *counter.Tensors) {
	one, c := counter.Dim{N: 1}, counter.Dim{Sym: "C", N: l.C}
	if l.N == 0 {
		t.Parameter("", one, c)
		return
	}
	t.Parameter("", one, counter.Dim{Sym: "n", N: l.N}, c)
}

// Forward implements [counter.Layer]: N tokens, or the vector. The mask has a channel
// for each token.
func (l NullCondition) Forward(in ...counter.Shape) (counter.Shape, error) {
	if l.N == 0 {
		return one(in, l.C, 0)
	}
	if l.N < 0 || len(in) != 2 || in[1].ND != 0 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	x, err := one(in[:1], l.C, 1)
	if err != nil || !x.Known() {
		return x, err
	}
	if x.Size[0] != in[1].C {
		return counter.Shape{}, &counter.Error{Problem: counter.Mismatch, Want: x, Got: in[1]}
	}
	x.Size[0] = l.N
	return x, nil
}

// MACs returns 0: nothing is multiplied.
func (NullCondition) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }
