package layer

import (
	"unetparams/counter"
)

// Embedding is a table with one row of C numbers for each of N items, such as
// classes; its input is the index of a row:
//
//	learnable = N·C
//
// https://pytorch.org/docs/stable/generated/torch.nn.Embedding.html
type Embedding struct{ N, C int64 }

// Kind returns "Embedding".
func (Embedding) Kind() string { return "Embedding" }

// Register adds the weight (N, C).
func (l Embedding) Register(t *counter.Tensors) {
	t.Parameter("weight", counter.Dim{Sym: "n", N: l.N}, counter.Dim{Sym: "C", N: l.C})
}

// Forward implements [counter.Layer]: the index of a row gives C channels.
func (l Embedding) Forward(in ...counter.Shape) (counter.Shape, error) {
	if l.N < 1 || l.C < 1 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	}
	x, err := one(in, 1, 0)
	x.C = l.C
	return x, err
}

// MACs returns 0: looking up a row is not counted.
func (Embedding) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }

// Sinusoid encodes a number, such as a time step, as C/2 sines and C/2 cosines
// with frequencies from 1 down to about 1/10000. It has no parameters.
//
// Vaswani et al., "Attention Is All You Need" (2017, https://arxiv.org/abs/1706.03762),
// section 3.5; for time steps Ho, Jain and Abbeel, "Denoising Diffusion
// Probabilistic Models" (2020, https://arxiv.org/abs/2006.11239).
type Sinusoid struct {
	free
	C        int64
	CosFirst bool // the cosines come first
	// Shift determines the spacing of the frequencies: the k-th one is
	// 10000^(−k/(C/2 − Shift)).
	Shift int64
}

// Kind returns "Sinusoid".
func (Sinusoid) Kind() string { return "Sinusoid" }

// Forward implements [counter.Layer]: one channel gives C.
func (l Sinusoid) Forward(in ...counter.Shape) (counter.Shape, error) {
	if l.C/2 <= l.Shift {
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	}
	x, err := one(in, 1, 0)
	x.C = l.C
	return x, err
}

// Unsqueeze gives a vector ND axes of length 1, so that it can be added to a map
// or multiplied by it. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.unsqueeze.html
type Unsqueeze struct {
	free
	ND int
}

// Kind returns "Unsqueeze".
func (Unsqueeze) Kind() string { return "Unsqueeze" }

// Forward implements [counter.Layer]: the channels stay, all sizes are 1.
func (l Unsqueeze) Forward(in ...counter.Shape) (counter.Shape, error) {
	if l.ND < 1 || l.ND > 3 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	}
	if len(in) != 1 || in[0].ND != 0 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	x := in[0]
	x.ND = l.ND
	for i := range l.ND {
		x.Size[i] = 1
	}
	return x, nil
}

// ScaleShift modulates a map x by a scale s and a shift t that were computed from a
// condition: x·(1 + s) + t, element-wise, or by a scale alone. Axes of length 1 are
// broadcast. It has no parameters.
//
// Perez et al., "FiLM" (2017, https://arxiv.org/abs/1709.07871).
type ScaleShift struct{ free }

// Kind returns "ScaleShift".
func (ScaleShift) Kind() string { return "ScaleShift" }

// Forward implements [counter.Layer]: it takes three inputs, or two without a shift,
// which are broadcast as those of [Add] are.
func (ScaleShift) Forward(in ...counter.Shape) (counter.Shape, error) {
	if len(in) != 2 && len(in) != 3 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	return broadcast(in)
}
