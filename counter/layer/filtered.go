package layer

import (
	"unetparams/counter"
)

// FilteredConv is a convolution combined with a fixed low-pass filter against
// aliasing that doubles or halves the sizes, as in StyleGAN2. The filter is a buffer:
//
//	learnable = k²·C_in·C_out + C_out, or 0 without a kernel
//	buffers   = n² for a filter of length n, unless it is a constant
//
// The filter's own products are not counted.
//
// Karras et al., "Analyzing and Improving the Image Quality of StyleGAN" (2019,
// https://arxiv.org/abs/1912.04958), and https://github.com/NVlabs/edm.
type FilteredConv struct {
	In, Out int64
	Kernel  int64 // 0: only the filter
	Up      bool  // doubles the sizes; otherwise they are halved
	Long    bool  // the filter is 1, 3, 3, 1, not 1, 1
	// After applies a filter that halves the sizes after the convolution.
	After bool
	Fixed bool // the filter is a constant, and no buffer
	// Strided, where sizes are halved, filters first and halves in the convolution.
	Strided bool
}

// Kind returns "FilteredConv2d".
func (FilteredConv) Kind() string { return "FilteredConv2d" }

// Register adds weight, bias and filter.
func (l FilteredConv) Register(t *counter.Tensors) {
	if l.Kernel > 0 {
		registerKernel(t, counter.Dim{Sym: "C_out", N: l.Out}, counter.Dim{Sym: "C_in", N: l.In}, []int64{l.Kernel, l.Kernel})
		t.Parameter("bias", counter.Dim{Sym: "C_out", N: l.Out})
	}
	if l.Fixed {
		return
	}
	n := counter.Dim{N: 2}
	if l.Long {
		n.N = 4
	}
	t.Buffer("resample_filter", counter.Dim{N: 1}, counter.Dim{N: 1}, n, n)
}

// Resamples implements [counter.Resampler].
func (l FilteredConv) Resamples() (counter.Resampling, int64) {
	if l.Up {
		return counter.TransposedConvolution, 2
	}
	return counter.StridedConvolution, 2
}

// Forward implements [counter.Layer]: sizes are doubled, or halved and rounded down.
func (l FilteredConv) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, l.In, 2)
	if err != nil {
		return counter.Shape{}, err
	}
	if l.Kernel < 0 || l.Kernel > 0 && l.Out < 1 || l.Kernel == 0 && l.Out != l.In {
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	}
	known := x.Known()
	for i := range 2 {
		var ok bool
		switch {
		case !known:
		case l.Up:
			if x.Size[i], ok = counter.Mul(x.Size[i], 2); !ok {
				return counter.Shape{}, &counter.Error{Problem: counter.Overflow}
			}
		case x.Size[i] < 2:
			return counter.Shape{}, &counter.Error{Problem: counter.TooSmall, Got: x}
		default:
			x.Size[i] /= 2
		}
	}
	x.C = l.Out
	return x, nil
}

// MACs returns those of the convolution. If it runs before the filter, it runs at
// the larger sizes.
func (l FilteredConv) MACs(in []counter.Shape, out counter.Shape) (int64, error) {
	if l.Kernel == 0 {
		return 0, nil
	}
	at := out
	if l.After {
		at = in[0]
		for i := range 2 {
			n, ok := at.Size[i], true
			if l.Long { // padded for the filter, too
				n, ok = counter.Add(n, 2)
			}
			if at.Size[i] = n; !ok {
				return 0, &counter.Error{Problem: counter.Overflow}
			}
		}
	}
	return kernelMACs(at, l.In, l.Out, []int64{l.Kernel, l.Kernel})
}
