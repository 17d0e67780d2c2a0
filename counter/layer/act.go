package layer

import (
	"unetparams/counter"
)

// Activation is a function applied to every value (or, for a softmax, across
// the channels). It has no parameters; its Name is PyTorch's: "ReLU",
// "LeakyReLU", "ELU", "SiLU", "Sigmoid", "Softmax", …
//
// https://pytorch.org/docs/stable/nn.html#non-linear-activations-weighted-sum-nonlinearity
type Activation struct {
	free
	Name string
	// Slope, as a decimal number, is the slope for negative values (LeakyReLU) or
	// minus their limit (alpha of ELU, CELU); empty for PyTorch's default, 0.01 and 1.
	Slope string
}

// The activations that most U-Nets use.
var (
	ReLU    counter.Layer = Activation{Name: "ReLU"}
	Sigmoid counter.Layer = Activation{Name: "Sigmoid"}
	Softmax counter.Layer = Activation{Name: "Softmax"}
)

// Kind returns the activation's name.
func (l Activation) Kind() string { return l.Name }

// Forward implements [counter.Layer]: the shape is unchanged.
func (l Activation) Forward(in ...counter.Shape) (counter.Shape, error) { return one(in, 0, 0) }

// PReLU is a ReLU whose slope for negative values is learned:
//
//	learnable = C, the number of slopes: 1, or one per channel
//
// https://pytorch.org/docs/stable/generated/torch.nn.PReLU.html
type PReLU struct{ C int64 }

// Kind returns "PReLU".
func (PReLU) Kind() string { return "PReLU" }

// Register adds the weight (C).
func (l PReLU) Register(t *counter.Tensors) { t.Parameter("weight", counter.Dim{Sym: "C", N: l.C}) }

// Forward implements [counter.Layer]: the shape is unchanged. C must be 1 or the input's
// channels.
func (l PReLU) Forward(in ...counter.Shape) (counter.Shape, error) {
	if l.C == 1 {
		return one(in, 0, 0)
	}
	return unchanged(in, channelwise(in, l.C, 0))
}

// MACs returns 0: activating is not counted.
func (PReLU) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }

// Dropout zeroes values at random while training. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.nn.Dropout.html
type Dropout struct{ free }

// Kind returns "Dropout".
func (Dropout) Kind() string { return "Dropout" }

// Forward implements [counter.Layer]: the shape is unchanged.
func (Dropout) Forward(in ...counter.Shape) (counter.Shape, error) { return one(in, 0, 0) }

// Argmax replaces the channels by the index of the largest. No gradient flows
// back through it, so training can't reach layers whose output goes nowhere else.
// It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.argmax.html
type Argmax struct{ free }

// Kind returns "Argmax".
func (Argmax) Kind() string { return "Argmax" }

// Detaches implements [counter.Detacher].
func (Argmax) Detaches() bool { return true }

// Forward implements [counter.Layer]: one channel, unchanged sizes.
func (Argmax) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 0)
	x.C = 1
	return x, err
}
