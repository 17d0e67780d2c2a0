package layer

import "unetparams/counter"

// LowPass doubles or halves the sizes with the fixed filter 1, 3, 3, 1, which is a
// buffer; beyond the edge lies its mirror image:
//
//	buffers = 16
//
// The filter's own products are not counted.
//
// https://github.com/crowsonkb/k-diffusion
type LowPass struct{ Up bool }

// Kind returns "LowPass".
func (LowPass) Kind() string { return "LowPass" }

// Register states the filter.
func (LowPass) Register(t *counter.Tensors) {
	t.Buffer("kernel", counter.Dim{N: 4}, counter.Dim{N: 4})
}

// Resamples implements [counter.Resampler].
func (l LowPass) Resamples() (counter.Resampling, int64) {
	if l.Up {
		return counter.LinearInterpolation, 2
	}
	return counter.AveragePooling, 2
}

// Forward implements [counter.Layer]: sizes are doubled, or halved and rounded down.
func (l LowPass) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 2)
	if err != nil || !x.Known() {
		return x, err
	}
	for i := range 2 {
		var ok bool
		switch {
		case x.Size[i] < 2: // too small for a mirror image
			return counter.Shape{}, &counter.Error{Problem: counter.TooSmall, Got: x}
		case !l.Up:
			x.Size[i] /= 2
		default:
			if x.Size[i], ok = counter.Mul(x.Size[i], 2); !ok {
				return counter.Shape{}, &counter.Error{Problem: counter.Overflow}
			}
		}
	}
	return x, nil
}

// MACs returns 0: the filter is fixed.
func (LowPass) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }
