package layer

import "unetparams/counter"

// The layers of this file keep the magnitude of activations as it is, so that a network
// needs neither norms with weights nor biases: Karras et al., "Analyzing and Improving
// the Training Dynamics of Diffusion Models" (2023, https://arxiv.org/abs/2312.02696).

// MagnitudeConv is a [Conv] whose weight is normalized for each output channel before
// it is used; training also stores it so. With Ones, a channel of ones is added to the
// input, whose weights take the place of a bias:
//
//	learnable = k_h·k_w·(C_in + 1)·C_out with Ones
type MagnitudeConv struct {
	Conv
	Ones bool
}

// Kind returns "MagnitudeConv1d", "MagnitudeConv2d" or "MagnitudeConv3d".
func (l MagnitudeConv) Kind() string { return suffixed("MagnitudeConv", l.ND) }

// wide returns the convolution that is run.
func (l MagnitudeConv) wide() Conv {
	c := l.Conv
	if l.Ones {
		c.In++
	}
	return c
}

// Register adds the weight.
func (l MagnitudeConv) Register(t *counter.Tensors) { l.wide().Register(t) }

// MACs implements [counter.Layer]: the channel of ones is multiplied, too.
func (l MagnitudeConv) MACs(in []counter.Shape, out counter.Shape) (int64, error) {
	return l.wide().MACs(in, out)
}

// MagnitudeLinear is a [Linear] of vectors without a bias, whose weight is normalized
// like that of a [MagnitudeConv].
type MagnitudeLinear struct{ In, Out int64 }

// Kind returns "MagnitudeLinear".
func (MagnitudeLinear) Kind() string { return "MagnitudeLinear" }

// Register adds the weight (n_out, n_in).
func (l MagnitudeLinear) Register(t *counter.Tensors) { Linear{In: l.In, Out: l.Out}.Register(t) }

// Forward implements [counter.Layer]: Out channels.
func (l MagnitudeLinear) Forward(in ...counter.Shape) (counter.Shape, error) {
	if len(in) != 1 || in[0].ND != 0 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	return Linear{In: l.In, Out: l.Out}.Forward(in...)
}

// MACs returns positions·n_in·n_out.
func (l MagnitudeLinear) MACs(in []counter.Shape, out counter.Shape) (int64, error) {
	return Linear{In: l.In, Out: l.Out}.MACs(in, out)
}

// MagnitudeSiLU is a SiLU divided by 0.596, the root mean square of its values for
// normally distributed ones. It has no parameters.
type MagnitudeSiLU struct{ free }

// Kind returns "MagnitudeSiLU".
func (MagnitudeSiLU) Kind() string { return "MagnitudeSiLU" }

// Forward implements [counter.Layer]: the shape is unchanged.
func (MagnitudeSiLU) Forward(in ...counter.Shape) (counter.Shape, error) { return one(in, 0, 0) }

// MagnitudeConcat concatenates two maps along the channels and scales them so that both
// weigh the same. It has no parameters.
type MagnitudeConcat struct{ free }

// Kind returns "MagnitudeConcat".
func (MagnitudeConcat) Kind() string { return "MagnitudeConcat" }

// Joins implements [counter.Joiner].
func (MagnitudeConcat) Joins() bool { return true }

// Combines implements [counter.Combiner].
func (MagnitudeConcat) Combines() counter.Combination { return counter.Concatenated }

// Forward implements [counter.Layer]: channels add up; sizes must be equal.
func (MagnitudeConcat) Forward(in ...counter.Shape) (counter.Shape, error) {
	if len(in) != 2 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	return Concat{}.Forward(in...)
}

// MagnitudeAdd sums two maps, of which the second one has a share of so many tenths,
// and divides by the length of the two shares. It has no parameters.
type MagnitudeAdd struct {
	free
	Tenths int64
}

// Kind returns "MagnitudeAdd".
func (MagnitudeAdd) Kind() string { return "MagnitudeAdd" }

// Joins implements [counter.Joiner].
func (MagnitudeAdd) Joins() bool { return true }

// Combines implements [counter.Combiner].
func (MagnitudeAdd) Combines() counter.Combination { return counter.Added }

// Forward implements [counter.Layer]: the shapes must be equal.
func (l MagnitudeAdd) Forward(in ...counter.Shape) (counter.Shape, error) {
	if len(in) != 2 || l.Tenths < 1 || l.Tenths > 9 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	if in[0] != in[1] {
		return counter.Shape{}, &counter.Error{Problem: counter.Mismatch, Want: in[0], Got: in[1]}
	}
	return in[0], nil
}

// Gain multiplies by one learned number, which starts at 0:
//
//	learnable = 1
type Gain struct{}

// Kind returns "Gain".
func (Gain) Kind() string { return "Gain" }

// Register adds the gain, a tensor without axes.
func (Gain) Register(t *counter.Tensors) { t.Parameter("gain") }

// Forward implements [counter.Layer]: the shape is unchanged.
func (Gain) Forward(in ...counter.Shape) (counter.Shape, error) { return one(in, 0, 0) }

// MACs returns 0: element-wise products are not counted.
func (Gain) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }
