package layer

import "unetparams/counter"

// NullToken puts a learned key and a learned value, which all heads share, before the
// keys and values of a sequence, whose channels are the keys followed by the values:
//
//	learnable = 2·d, as one tensor without a name of its own
//
// Attention can turn to it when no other token is of use.
//
// Saharia et al., "Photorealistic Text-to-Image Diffusion Models with Deep Language
// Understanding" (2022, https://arxiv.org/abs/2205.11487), in the form of
// https://github.com/lucidrains/imagen-pytorch.
type NullToken struct{ Heads, Dim int64 }

// Kind returns "NullToken".
func (NullToken) Kind() string { return "NullToken" }

// Register adds the key and the value.
func (l NullToken) Register(t *counter.Tensors) {
	t.Parameter("", counter.Dim{N: 2}, counter.Dim{Sym: "d", N: l.Dim})
}

// Forward implements [counter.Layer]: one token more; channels are 2·heads·d.
func (l NullToken) Forward(in ...counter.Shape) (counter.Shape, error) {
	c, ok := counter.Mul(l.Heads, l.Dim)
	c, ok2 := counter.Mul(c, 2)
	if !ok || !ok2 || c < 1 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	}
	return longer(in, c, 1)
}

// MACs returns 0: nothing is multiplied.
func (NullToken) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }

// LearnedTokens puts n learned tokens behind those of a sequence:
//
//	learnable = n·C, as one tensor without a name of its own
//
// Jaegle et al., "Perceiver" (2021, https://arxiv.org/abs/2103.03206).
type LearnedTokens struct{ N, C int64 }

// Kind returns "LearnedTokens".
func (LearnedTokens) Kind() string { return "LearnedTokens" }

// Register adds the tokens (n, C).
func (l LearnedTokens) Register(t *counter.Tensors) {
	t.Parameter("", counter.Dim{Sym: "n", N: l.N}, counter.Dim{Sym: "C", N: l.C})
}

// Forward implements [counter.Layer]: n tokens more.
func (l LearnedTokens) Forward(in ...counter.Shape) (counter.Shape, error) {
	return longer(in, l.C, l.N)
}

// MACs returns 0: nothing is multiplied.
func (LearnedTokens) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }

// longer returns the shape of a sequence with n tokens more.
func longer(in []counter.Shape, c, n int64) (counter.Shape, error) {
	x, err := one(in, c, 1)
	if err == nil && n < 1 {
		err = &counter.Error{Problem: counter.BadLayer}
	}
	if err != nil || !x.Known() {
		return x, err
	}
	var ok bool
	if x.Size[0], ok = counter.Add(x.Size[0], n); !ok {
		return counter.Shape{}, &counter.Error{Problem: counter.Overflow}
	}
	return x, nil
}
