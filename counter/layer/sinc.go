package layer

import "unetparams/counter"

// SincResample makes a sequence coarser or finer by a whole factor with a fixed
// low-pass filter, a windowed sinc of 15 values, the same for every channel. The
// sequence is mirrored at its ends for the filter. It keeps every Stride-th value,
// the first and the last included; or, with Up, puts Stride − 1 values between two:
//
//	learnable = 15·C
//
// The published code stores the filter as a parameter without gradient, so that it
// counts as parameters, as in PyTorch, and never changes. As for any interpolation,
// its products are not counted.
//
// https://github.com/f90/Wave-U-Net-Pytorch, model/resample.py.
type SincResample struct {
	C, Stride int64
	Up        bool
}

const (
	sincLength = 15
	sincPad    = sincLength / 2
)

// Kind returns "Resample1d".
func (SincResample) Kind() string { return "Resample1d" }

// Register adds the filter (C, 1, 15).
func (l SincResample) Register(t *counter.Tensors) {
	t.Parameter("filter", counter.Dim{Sym: "C", N: l.C}, counter.Dim{N: 1}, counter.Dim{Sym: "k", N: sincLength})
}

// Freezes implements [counter.Freezer].
func (SincResample) Freezes() bool { return true }

// Resamples implements [counter.Resampler].
func (l SincResample) Resamples() (counter.Resampling, int64) {
	if l.Up {
		return counter.LinearInterpolation, l.Stride
	}
	return counter.StridedConvolution, l.Stride
}

// Forward implements [counter.Layer]: a length n becomes (n − 1)/stride + 1, for which
// n − 1 must be a multiple of the stride, or (n − 1)·stride + 1. It must be larger
// than the padding of 7.
func (l SincResample) Forward(in ...counter.Shape) (counter.Shape, error) {
	if l.Stride < 1 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	}
	x, err := unchanged(in, channelwise(in, l.C, 1))
	if err != nil || !x.Known() {
		return x, err
	}
	n := x.Size[0] - 1
	switch {
	case n < sincPad:
		return counter.Shape{}, &counter.Error{Problem: counter.TooSmall, Want: counter.Shape{C: x.C, ND: 1, Size: counter.Axes{sincPad + 1}}, Got: x}
	case !l.Up && n%l.Stride != 0:
		return counter.Shape{}, &counter.Error{Problem: counter.Indivisible, Want: counter.Shape{C: x.C, ND: 1, Size: counter.Axes{l.Stride}}, Got: x}
	case !l.Up:
		n /= l.Stride
	default:
		var ok bool
		if n, ok = counter.Mul(n, l.Stride); !ok || n+1 < 0 {
			return counter.Shape{}, &counter.Error{Problem: counter.Overflow}
		}
	}
	x.Size[0] = n + 1
	return x, nil
}

// MACs returns 0: interpolating is not counted.
func (SincResample) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }

// Reach implements [counter.Reacher]: the filter.
func (l SincResample) Reach(axis int, out counter.Span, _, _ counter.Shape) counter.Span {
	w := counter.Window{ND: 1, Kernel: counter.Cube(sincLength), Stride: counter.Cube(l.Stride), Padding: counter.Cube(sincPad), Dilation: counter.Cube(1), Transposed: l.Up}
	return w.Reach(axis, out)
}

// Saves implements [counter.Saver]: the sequence, and the mirrored one.
func (SincResample) Saves(r *counter.Run) counter.Saved {
	x := r.In[0]
	x.Size[0] += 2 * sincPad
	return counter.Saved{Inputs: 1, Values: elements(x)}
}
