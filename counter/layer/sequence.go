package layer

import "unetparams/counter"

// PadValid pads a sequence on both sides with zeros so that Steps convolutions of the
// same kernel and stride leave no rest. With Doubled, the sequence is doubled before
// them. It has no parameters.
type PadValid struct {
	free
	Kernel, Stride, Steps int64
	Doubled               bool
}

// Kind returns "PadValid".
func (PadValid) Kind() string { return "PadValid" }

// Forward implements [counter.Layer]: the next possible length.
func (l PadValid) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 1)
	if err == nil && (l.Kernel < 1 || l.Stride < 1 || l.Steps < 0 || l.Steps > 64) {
		err = &counter.Error{Problem: counter.BadLayer}
	}
	if err != nil || !x.Known() {
		return x, err
	}
	n := x.Size[0]
	if l.Doubled {
		n *= 2
	}
	for range l.Steps {
		n = max(1, -counter.FloorDiv(l.Kernel-n, l.Stride)+1)
	}
	for range l.Steps {
		var ok bool
		if n, ok = counter.Mul(n-1, l.Stride); !ok || n > 1<<60 {
			return counter.Shape{}, &counter.Error{Problem: counter.Overflow}
		}
		n += l.Kernel
	}
	if l.Doubled {
		n = (n + 1) / 2
	}
	if n < x.Size[0] { // the stride is longer than the kernel, and the code fails
		return counter.Shape{}, &counter.Error{Problem: counter.Fails}
	}
	x.Size[0] = n
	return x, nil
}

// Reach implements [counter.Reacher].
func (PadValid) Reach(axis int, out counter.Span, x, y counter.Shape) counter.Span {
	return out.Shift(-((y.Size[axis] - x.Size[axis]) / 2))
}

// DoubleRate doubles the sampling rate of a sequence, or halves it, with a fixed
// windowed sinc of 24 zero crossings. It has no parameters, and its products, as those
// of any interpolation, are not counted.
//
// https://github.com/adefossez/julius, resample_frac.
type DoubleRate struct {
	free
	Halve bool
}

// Kind returns "DoubleRate" or "HalveRate".
func (l DoubleRate) Kind() string {
	if l.Halve {
		return "HalveRate"
	}
	return "DoubleRate"
}

// Resamples implements [counter.Resampler].
func (l DoubleRate) Resamples() (counter.Resampling, int64) {
	if l.Halve {
		return counter.StridedConvolution, 2
	}
	return counter.LinearInterpolation, 2
}

// Forward implements [counter.Layer]: twice the length, or half of it, rounded down.
func (l DoubleRate) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 1)
	if err != nil || !x.Known() {
		return x, err
	}
	ok := true
	if l.Halve {
		x.Size[0] /= 2
	} else {
		x.Size[0], ok = counter.Mul(x.Size[0], 2)
	}
	switch {
	case !ok:
		return counter.Shape{}, &counter.Error{Problem: counter.Overflow}
	case x.Size[0] < 1:
		return counter.Shape{}, &counter.Error{Problem: counter.TooSmall, Got: in[0]}
	}
	return x, nil
}

// Reach implements [counter.Reacher]: the filter; beyond the ends, the outermost
// positions.
func (l DoubleRate) Reach(axis int, out counter.Span, x, _ counter.Shape) counter.Span {
	in := counter.Span{Lo: counter.FloorDiv(out.Lo, 2) - 26, Hi: counter.FloorDiv(out.Hi, 2) + 26}
	if l.Halve {
		in = counter.Span{Lo: 2*out.Lo - 51, Hi: 2*out.Hi + 52}
	}
	last := x.Size[axis] - 1
	return counter.Span{Lo: min(in.Lo, last), Hi: max(in.Hi, 0)}
}

// CropEdges cuts as many values off both ends of every axis. It has no parameters.
type CropEdges struct {
	free
	ND   int
	Edge counter.Axes
}

// Kind returns "CropEdges".
func (CropEdges) Kind() string { return "CropEdges" }

// Forward implements [counter.Layer]: each size n becomes n − 2·edge.
func (l CropEdges) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, l.ND)
	if err != nil || !x.Known() {
		return x, err
	}
	for i := range x.ND {
		if l.Edge[i] < 0 || l.Edge[i] > 1<<60 {
			return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
		}
		if x.Size[i] -= 2 * l.Edge[i]; x.Size[i] < 1 {
			return counter.Shape{}, &counter.Error{Problem: counter.TooSmall, Got: in[0]}
		}
	}
	return x, nil
}

// Reach implements [counter.Reacher].
func (l CropEdges) Reach(axis int, out counter.Span, _, _ counter.Shape) counter.Span {
	return out.Shift(l.Edge[axis])
}

// CropFrom takes of its first input, a sequence, as many values as its second has,
// starting at From. Of the second input only the size is used. It has no parameters.
type CropFrom struct {
	free
	From int64
}

// Kind returns "CropFrom".
func (CropFrom) Kind() string { return "CropFrom" }

// ReadsSize implements [counter.SizeReader]: of the second input.
func (CropFrom) ReadsSize(input int) bool { return input == 1 }

// Forward implements [counter.Layer]: the first input's channels, the second's size.
func (l CropFrom) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := resized(in)
	if err == nil && (x.ND != 1 || l.From < 0) {
		err = &counter.Error{Problem: counter.BadLayer}
	}
	if err == nil && x.Known() && in[0].Known() && in[0].Size[0]-l.From < x.Size[0] {
		err = &counter.Error{Problem: counter.Mismatch, Want: x, Got: in[0]}
	}
	return x, err
}

// Reach implements [counter.Reacher].
func (l CropFrom) Reach(_ int, out counter.Span, _, _ counter.Shape) counter.Span {
	return out.Shift(l.From)
}

// SplitSources divides the channels of a sequence among several sources: the map has a
// channel for each source, and its axes are the channels of a source and the samples.
// It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.Tensor.view.html
type SplitSources struct {
	free
	Sources int64
}

// Kind returns "SplitSources".
func (SplitSources) Kind() string { return "SplitSources" }

// Forward implements [counter.Layer].
func (l SplitSources) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 1)
	if err == nil && (l.Sources < 1 || x.C%l.Sources != 0) {
		err = &counter.Error{Problem: counter.BadLayer}
	}
	y := counter.Shape{C: l.Sources, ND: 2, Batch: x.Batch}
	if err == nil && x.Known() {
		y.Size = counter.Axes{x.C / l.Sources, x.Size[0]}
	}
	return y, err
}

// Reach implements [counter.Reacher]: the axes change their meaning.
func (SplitSources) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}
