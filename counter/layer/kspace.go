package layer

import "unetparams/counter"

// The layers of this file work on complex images of several coils, as of magnetic
// resonance: maps of one channel a coil and three axes, of which the last has the real
// and the imaginary part. They compute what https://github.com/facebookresearch/fastMRI
// computes between its networks. Fourier transforms and products of two images are not
// counted as multiply-accumulates.

// complexMap checks an input of n complex maps, or of any number if n is 0.
func complexMap(x counter.Shape, n int64) error {
	if x.ND != 3 || n != 0 && x.C != n {
		return &counter.Error{Problem: counter.Channels, Want: counter.Shape{C: n, ND: 3}, Got: x}
	}
	if x.Known() && x.Size[2] != 2 {
		want := x
		want.Size[2] = 2
		return &counter.Error{Problem: counter.Mismatch, Want: want, Got: x}
	}
	return nil
}

// complexMaps returns the first of some complex maps of equal sizes, of which there
// must be as many as channels are given; 0 stands for any number.
func complexMaps(in []counter.Shape, channels ...int64) (counter.Shape, error) {
	if len(in) != len(channels) {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	for i, x := range in {
		if err := complexMap(x, channels[i]); err != nil {
			return counter.Shape{}, err
		}
		if x.Size != in[0].Size || x.Batch != in[0].Batch {
			return counter.Shape{}, &counter.Error{Problem: counter.Mismatch, Want: in[0], Got: x}
		}
	}
	return in[0], nil
}

// Fourier2D is the centered, orthonormal Fourier transform of complex maps, or its
// inverse. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.fft.fft2.html
type Fourier2D struct {
	free
	Inverse bool
}

// Kind returns "Fourier2D" or "InverseFourier2D".
func (l Fourier2D) Kind() string {
	if l.Inverse {
		return "InverseFourier2D"
	}
	return "Fourier2D"
}

// Forward implements [counter.Layer]: the shape is unchanged.
func (Fourier2D) Forward(in ...counter.Shape) (counter.Shape, error) { return complexMaps(in, 0) }

// Reach implements [counter.Reacher]: all positions.
func (Fourier2D) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}

// CenterLines keeps the Lines columns in the middle of a complex map, and makes all
// others zero. It has no parameters.
type CenterLines struct {
	free
	Lines int64
}

// Kind returns "CenterLines".
func (CenterLines) Kind() string { return "CenterLines" }

// Forward implements [counter.Layer]: the shape is unchanged.
func (l CenterLines) Forward(in ...counter.Shape) (counter.Shape, error) {
	if l.Lines < 1 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	}
	return complexMaps(in, 0)
}

// CoilsToBatch makes every coil an image of the batch, with the real and the imaginary
// part as channels. It has no parameters.
type CoilsToBatch struct{ free }

// Kind returns "CoilsToBatch".
func (CoilsToBatch) Kind() string { return "CoilsToBatch" }

// Forward implements [counter.Layer].
func (CoilsToBatch) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := complexMaps(in, 0)
	if err != nil {
		return counter.Shape{}, err
	}
	n, err := counter.Product(max(x.Batch, 1), x.C)
	return counter.Shape{C: 2, ND: 2, Size: counter.Axes{x.Size[0], x.Size[1]}, Batch: n}, err
}

// BatchToCoils undoes [CoilsToBatch] for the given number of coils. It has no
// parameters.
type BatchToCoils struct {
	free
	Coils int64
}

// Kind returns "BatchToCoils".
func (BatchToCoils) Kind() string { return "BatchToCoils" }

// Forward implements [counter.Layer].
func (l BatchToCoils) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 2, 2)
	if err != nil {
		return counter.Shape{}, err
	}
	n := max(x.Batch, 1)
	if l.Coils < 1 || n%l.Coils != 0 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	}
	y := counter.Shape{C: l.Coils, ND: 3}
	if x.Known() {
		y.Size = counter.Axes{x.Size[0], x.Size[1], 2}
	}
	if n /= l.Coils; n > 1 {
		y.Batch = n
	}
	return y, nil
}

// PadAround pads every axis with zeros to a multiple of Of, evenly on both sides, one
// more at the end. It has no parameters.
type PadAround struct {
	free
	Of int64
}

// Kind returns "PadAround".
func (PadAround) Kind() string { return "PadAround" }

// Forward implements [counter.Layer].
func (l PadAround) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 0)
	if err == nil && l.Of < 1 {
		err = &counter.Error{Problem: counter.BadLayer}
	}
	if err != nil || !x.Known() {
		return x, err
	}
	for i := range x.ND {
		if x.Size[i] > 1<<60 {
			return x, &counter.Error{Problem: counter.Overflow}
		}
		x.Size[i] = (x.Size[i] + l.Of - 1) / l.Of * l.Of
	}
	return x, nil
}

// Reach implements [counter.Reacher].
func (PadAround) Reach(axis int, out counter.Span, x, y counter.Shape) counter.Span {
	return out.Shift(-((y.Size[axis] - x.Size[axis]) / 2))
}

// RootOfCoils divides complex maps by the root of the sum of their squares over all coils;
// with Only, it is that root itself, of one channel and two axes. It has no parameters.
type RootOfCoils struct {
	free
	Only bool
}

// Kind returns "DivideByRoot" or "RootOfSquares".
func (l RootOfCoils) Kind() string {
	if l.Only {
		return "RootOfSquares"
	}
	return "DivideByRoot"
}

// Forward implements [counter.Layer].
func (l RootOfCoils) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := complexMaps(in, 0)
	if err == nil && l.Only {
		x = counter.Shape{C: 1, ND: 2, Size: counter.Axes{x.Size[0], x.Size[1]}, Batch: x.Batch}
	}
	return x, err
}

// Reach implements [counter.Reacher]: the axes may change.
func (RootOfCoils) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}

// CoilReduce multiplies the images of the coils by the conjugates of their
// sensitivities, its second input, and adds them up: one complex map. It has no
// parameters.
type CoilReduce struct{ free }

// Kind returns "CoilReduce".
func (CoilReduce) Kind() string { return "CoilReduce" }

// Forward implements [counter.Layer].
func (CoilReduce) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := complexMaps(in, 0, 0)
	if err == nil && in[1].C != x.C {
		err = &counter.Error{Problem: counter.Channels, Want: x, Got: in[1]}
	}
	x.C = 1
	return x, err
}

// CoilExpand multiplies one complex map by the sensitivities of the coils, its second
// input: a complex map for each. It has no parameters.
type CoilExpand struct{ free }

// Kind returns "CoilExpand".
func (CoilExpand) Kind() string { return "CoilExpand" }

// Forward implements [counter.Layer].
func (CoilExpand) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := complexMaps(in, 1, 0)
	if err == nil {
		x.C = in[1].C
	}
	return x, err
}

// DataConsistency draws a prediction to what was measured, where a mask says that it
// was, and subtracts a term:
//
//	prediction − mask·(prediction − measured)·w − term
//
//	learnable = 1
//
// Its inputs are the prediction, what was measured, the mask, and the term. It has one
// tensor without a name of its own.
//
// Sriram et al., "End-to-End Variational Networks for Accelerated MRI Reconstruction"
// (2020, https://arxiv.org/abs/2004.06688).
type DataConsistency struct{}

// Kind returns "DataConsistency".
func (DataConsistency) Kind() string { return "DataConsistency" }

// Register adds the weight.
func (DataConsistency) Register(t *counter.Tensors) { t.Parameter("", counter.Dim{N: 1}) }

// Forward implements [counter.Layer]: the shape of the prediction.
func (DataConsistency) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := complexMaps(in, 0, 0, 1, 0)
	if err == nil && (in[1].C != x.C || in[3].C != x.C) {
		err = &counter.Error{Problem: counter.Channels, Want: x, Got: in[1]}
	}
	return x, err
}

// MACs returns 0: element-wise products are not counted.
func (DataConsistency) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }
