package layer

import (
	"unetparams/counter"
)

// FourierFeatures encodes a number x, such as a noise level, as the sines and
// cosines of 2π·f·x for N frequencies f that are drawn at random or learned:
//
//	learnable = N, or buffers = N if Buffer is set
//
// It has one tensor without a name of its own. Frequencies that the code keeps as
// a parameter without gradient count as parameters, as in PyTorch.
//
// Tancik et al., "Fourier Features Let Networks Learn High Frequency Functions in Low
// Dimensional Domains" (2020, https://arxiv.org/abs/2006.10739).
type FourierFeatures struct {
	N        int64
	Buffer   bool // the frequencies are a buffer
	Column   bool // stored as (N, 1)
	CosFirst bool // the cosines come first
	Keep     bool // the first channel is x itself
	Log      bool // encodes the logarithm of x
	Quarter  bool // encodes a quarter of that logarithm
}

// Kind returns "FourierFeatures".
func (FourierFeatures) Kind() string { return "FourierFeatures" }

// Register adds the frequencies.
func (l FourierFeatures) Register(t *counter.Tensors) {
	dims := []counter.Dim{{Sym: "n", N: l.N}, {N: 1}}
	if !l.Column {
		dims = dims[:1]
	}
	if l.Buffer {
		t.Buffer("", dims...)
	} else {
		t.Parameter("", dims...)
	}
}

// Forward implements [counter.Layer]: one channel gives 2·N, or 2·N + 1 if x is kept.
func (l FourierFeatures) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 1, 0)
	if err == nil && l.N < 1 {
		err = &counter.Error{Problem: counter.BadLayer}
	}
	c, ok := counter.Mul(2, l.N)
	if err == nil && !ok {
		err = &counter.Error{Problem: counter.Overflow}
	}
	if x.C = c; l.Keep {
		x.C++
	}
	return x, err
}

// MACs returns 0: element-wise products are not counted.
func (FourierFeatures) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }

// DivideBy divides its first input by its second, a single number such as the
// noise level. It has no parameters.
type DivideBy struct{ free }

// Kind returns "DivideBy".
func (DivideBy) Kind() string { return "DivideBy" }

// Forward implements [counter.Layer]: the first input's shape.
func (DivideBy) Forward(in ...counter.Shape) (counter.Shape, error) {
	if len(in) != 2 || in[1].C != 1 || in[1].ND != 0 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	return in[0], nil
}

// Center maps values from 0 … 1 to −1 … 1: 2·x − 1. It has no parameters.
type Center struct{ free }

// Kind returns "Center".
func (Center) Kind() string { return "Center" }

// Forward implements [counter.Layer]: the shape stays.
func (Center) Forward(in ...counter.Shape) (counter.Shape, error) { return one(in, 0, 0) }

// RootScale multiplies by √N, or divides by it. It has no parameters.
type RootScale struct {
	free
	N     int64
	Times bool // multiplies; otherwise it divides
}

// Kind returns "RootScale".
func (RootScale) Kind() string { return "RootScale" }

// Forward implements [counter.Layer]: the shape is unchanged.
func (l RootScale) Forward(in ...counter.Shape) (counter.Shape, error) {
	if l.N < 1 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	}
	return one(in, 0, 0)
}

// Times multiplies by a fixed number. It has no parameters.
type Times struct {
	free
	Factor string // a decimal number
}

// Kind returns "Times".
func (Times) Kind() string { return "Times" }

// Forward implements [counter.Layer]: the shape is unchanged.
func (Times) Forward(in ...counter.Shape) (counter.Shape, error) { return one(in, 0, 0) }

// NumberTable holds N numbers, such as one for each time step; its input is the
// index of one of them:
//
//	learnable = N, or buffers = N if Buffer is set
//
// It has one tensor without a name of its own.
type NumberTable struct {
	N      int64
	Buffer bool
	// Max and Min, where they are not 0, are the ends of a geometric series that the
	// buffer holds: the largest one, and the smallest one in hundredths.
	Max, Min int64
}

// Kind returns "NumberTable".
func (NumberTable) Kind() string { return "NumberTable" }

// Register adds the numbers.
func (l NumberTable) Register(t *counter.Tensors) {
	if n := (counter.Dim{Sym: "n", N: l.N}); l.Buffer {
		t.Buffer("", n)
	} else {
		t.Parameter("", n)
	}
}

// Forward implements [counter.Layer]: one channel, the index, gives one.
func (l NumberTable) Forward(in ...counter.Shape) (counter.Shape, error) {
	if l.N < 1 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	}
	return one(in, 1, 0)
}

// MACs returns 0: looking up a number is not counted.
func (NumberTable) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }
