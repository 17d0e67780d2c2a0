package layer

import (
	"unetparams/counter"
)

// Linear is a fully connected layer; it acts on the channels of every position:
//
//	learnable = n_in·n_out + n_out (bias)
//
// It may have no outputs, as when published code divides a small number of channels
// by a larger one; the layer after it then has no inputs. PyTorch builds and runs
// both.
//
// https://pytorch.org/docs/stable/generated/torch.nn.Linear.html
type Linear struct {
	In, Out int64
	Bias    bool
}

// Kind returns "Linear".
func (Linear) Kind() string { return "Linear" }

// Register adds the weight (n_out, n_in) and the bias (n_out).
func (l Linear) Register(t *counter.Tensors) {
	out := counter.Dim{Sym: "n_out", N: l.Out}
	t.Parameter("weight", out, counter.Dim{Sym: "n_in", N: l.In})
	if l.Bias {
		t.Parameter("bias", out)
	}
}

// Forward implements [counter.Layer]: Out channels, unchanged sizes.
func (l Linear) Forward(in ...counter.Shape) (counter.Shape, error) {
	if l.In < 0 || l.Out < 0 || l.In == 0 && l.Out == 0 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	}
	x, err := one(in, l.In, 0)
	if err == nil && x.C != l.In {
		err = &counter.Error{Problem: counter.Channels, Want: counter.Shape{C: l.In}, Got: x}
	}
	x.C = l.Out
	return x, err
}

// MACs returns positions·n_in·n_out.
func (l Linear) MACs(in []counter.Shape, out counter.Shape) (int64, error) {
	n, err := out.Positions()
	if err != nil {
		return 0, err
	}
	return counter.Product(n, l.In, l.Out)
}
