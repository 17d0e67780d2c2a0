package layer

import (
	"unetparams/counter"
)

// AdaptivePool takes the maximum or the average over windows that divide each axis
// into the given number of outputs; one output covers all positions. It has no
// parameters.
//
// https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool2d.html
type AdaptivePool struct {
	free
	ND      int
	Average bool         // false: the maximum
	Size    counter.Axes // of the output
}

// Kind returns "AdaptiveMaxPool2d", "AdaptiveAvgPool3d", ….
func (l AdaptivePool) Kind() string {
	if l.Average {
		return suffixed("AdaptiveAvgPool", l.ND)
	}
	return suffixed("AdaptiveMaxPool", l.ND)
}

// Forward implements [counter.Layer]: the channels stay, the sizes become Size.
func (l AdaptivePool) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, l.ND)
	if err != nil {
		return counter.Shape{}, err
	}
	for i := range x.ND {
		if l.Size[i] < 1 {
			return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
		}
		if x.Known() {
			x.Size[i] = l.Size[i]
		}
	}
	return x, nil
}

// Pool takes the maximum or the average of a sliding window. It has no
// parameters.
//
// https://pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html
type Pool struct {
	free
	ND      int
	Average bool // false: the maximum
	Kernel  counter.Axes
	Stride  counter.Axes // 0 means the kernel
	Padding counter.Axes
	Ceil    bool // keep a partial last window (ceil_mode)
	Inside  bool // an average leaves the padding out (count_include_pad=False)
}

// Kind returns "MaxPool2d", "AvgPool3d", ….
func (l Pool) Kind() string {
	if l.Average {
		return suffixed("AvgPool", l.ND)
	}
	return suffixed("MaxPool", l.ND)
}

// Window implements [counter.Windowed].
func (l Pool) Window() counter.Window {
	return counter.Window{ND: l.ND, Kernel: l.Kernel, Stride: l.stride(), Padding: l.Padding, Dilation: counter.Cube(1)}
}

// Resamples implements [counter.Resampler].
func (l Pool) Resamples() (counter.Resampling, int64) {
	if l.Average {
		return counter.AveragePooling, largest(l.stride(), l.ND)
	}
	return counter.MaxPooling, largest(l.stride(), l.ND)
}

// Forward implements [counter.Layer]: each size n becomes
// ⌊(n + 2·padding − kernel) / stride⌋ + 1.
func (l Pool) Forward(in ...counter.Shape) (counter.Shape, error) {
	if err := single(in, 0, l.ND); err != nil {
		return counter.Shape{}, err
	}
	x := &in[0]
	if err := checkKernel(l.ND, 1, 1, &l.Kernel, 1, &l.Stride, &l.Padding); err != nil {
		return counter.Shape{}, err
	}
	if !x.Known() {
		return *x, nil
	}
	return window(*x, *x, l.Kernel, l.stride(), l.Padding, counter.Cube(1), l.Ceil)
}

// stride returns the stride, with every zero replaced by the kernel size.
func (l Pool) stride() counter.Axes {
	stride := l.Stride
	for i, s := range stride {
		if s == 0 {
			stride[i] = l.Kernel[i]
		}
	}
	return stride
}

// MaxUnpool undoes a max-pooling: it puts each value of its first input where the
// largest value of a window of its second input stood, and zeros elsewhere. The
// second input is what was pooled; nothing but those places is taken of it. Windows
// are as large as their stride. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.nn.MaxUnpool2d.html
type MaxUnpool struct {
	free
	ND     int
	Factor int64 // side of a window
}

// Kind returns "MaxUnpool2d", "MaxUnpool3d", ….
func (l MaxUnpool) Kind() string { return suffixed("MaxUnpool", l.ND) }

// ReadsSize implements [counter.SizeReader]: of the second input.
func (MaxUnpool) ReadsSize(input int) bool { return input == 1 }

// Resamples implements [counter.Resampler].
func (l MaxUnpool) Resamples() (counter.Resampling, int64) { return counter.MaxUnpooling, l.Factor }

// Forward implements [counter.Layer]: the channels of both inputs, which must be as
// many, and the sizes of the second, of which the first must be what pooling leaves.
func (l MaxUnpool) Forward(in ...counter.Shape) (counter.Shape, error) {
	if len(in) != 2 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	if l.Factor < 1 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	}
	x, like := in[0], in[1]
	if x.C != like.C || x.ND != l.ND || like.ND != l.ND {
		return counter.Shape{}, &counter.Error{Problem: counter.Channels, Want: like, Got: x}
	}
	if !x.Known() || !like.Known() {
		return like, nil
	}
	pooled, err := Pool{ND: l.ND, Kernel: counter.Cube(l.Factor)}.Forward(like)
	if err != nil {
		return counter.Shape{}, err
	}
	if pooled != x {
		return counter.Shape{}, &counter.Error{Problem: counter.Mismatch, Want: pooled, Got: x}
	}
	return like, nil
}
