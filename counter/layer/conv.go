package layer

import (
	"math"

	"unetparams/counter"
)

// Conv is a convolution over 1, 2 or 3 spatial axes:
//
//	learnable = k_h·k_w·(C_in/groups)·C_out + C_out (bias)
//
// https://pytorch.org/docs/stable/generated/torch.nn.Conv2d.html
type Conv struct {
	ND      int   // spatial axes
	In, Out int64 // channels
	Kernel  counter.Axes
	Stride  counter.Axes // 0 means 1
	Padding counter.Axes // on both sides of each axis
	// Same pads so that the output has the input's size (padding="same"); an
	// even kernel gets the odd row or column at the end. Stride must be 1.
	Same     bool
	Dilation counter.Axes // 0 means 1
	Groups   int64        // 0 means 1
	Bias     bool
}

// Kind returns "Conv1d", "Conv2d" or "Conv3d".
func (l Conv) Kind() string { return suffixed("Conv", l.ND) }

// Window implements [counter.Windowed].
func (l Conv) Window() counter.Window {
	w := counter.Window{ND: l.ND, Kernel: l.Kernel, Stride: l.Stride.Or(1), Padding: l.Padding, Dilation: l.Dilation.Or(1)}
	if l.Same {
		for i := range w.ND {
			w.Padding[i] = w.Dilation[i] * (w.Kernel[i] - 1) / 2
		}
	}
	return w
}

// Resamples implements [counter.Resampler]: the factor is the stride.
func (l Conv) Resamples() (counter.Resampling, int64) {
	return counter.StridedConvolution, largest(l.Stride.Or(1), l.ND)
}

// Register adds the weight (C_out, C_in/groups, kernel…) and the bias (C_out).
func (l Conv) Register(t *counter.Tensors) {
	registerKernel(t, counter.Dim{Sym: "C_out", N: l.Out}, grouped("C_in", l.In, l.Groups), l.Kernel[:l.ND])
	if l.Bias {
		t.Parameter("bias", counter.Dim{Sym: "C_out", N: l.Out})
	}
}

// Forward implements [counter.Layer]: each size n becomes
// ⌊(n + 2·padding − dilation·(kernel−1) − 1) / stride⌋ + 1.
func (l Conv) Forward(in ...counter.Shape) (counter.Shape, error) {
	if err := single(in, l.In, l.ND); err != nil {
		return counter.Shape{}, err
	}
	x := &in[0]
	if err := checkKernel(l.ND, l.In, l.Out, &l.Kernel, l.Groups, &l.Stride, &l.Padding, &l.Dilation); err != nil {
		return counter.Shape{}, err
	}
	if l.Same && max(l.Stride[0], l.Stride[1], l.Stride[2]) > 1 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	}
	out := counter.Shape{C: l.Out, ND: l.ND, Batch: x.Batch}
	if !x.Known() {
		return out, nil
	}
	if l.Same {
		out.Size = x.Size
		return out, nil
	}
	return window(*x, out, l.Kernel, l.Stride.Or(1), l.Padding, l.Dilation.Or(1), false)
}

// MACs returns (output positions)·C_out·(C_in/groups)·kernel.
func (l Conv) MACs(in []counter.Shape, out counter.Shape) (int64, error) {
	return kernelMACs(out, l.Out, l.In/max(l.Groups, 1), l.Kernel[:l.ND])
}

// ConvTranspose is a transposed convolution (up-convolution) over 1, 2 or 3
// spatial axes:
//
//	learnable = k_h·k_w·C_in·(C_out/groups) + C_out (bias)
//
// https://pytorch.org/docs/stable/generated/torch.nn.ConvTranspose2d.html
type ConvTranspose struct {
	ND            int   // spatial axes
	In, Out       int64 // channels
	Kernel        counter.Axes
	Stride        counter.Axes // 0 means 1
	Padding       counter.Axes
	OutputPadding counter.Axes
	Dilation      counter.Axes // 0 means 1
	Groups        int64        // 0 means 1
	Bias          bool
}

// Kind returns "ConvTranspose1d", "ConvTranspose2d" or "ConvTranspose3d".
func (l ConvTranspose) Kind() string { return suffixed("ConvTranspose", l.ND) }

// Window implements [counter.Windowed].
func (l ConvTranspose) Window() counter.Window {
	return counter.Window{ND: l.ND, Kernel: l.Kernel, Stride: l.Stride.Or(1), Padding: l.Padding, Dilation: l.Dilation.Or(1), Transposed: true}
}

// Resamples implements [counter.Resampler]: the factor is the stride.
func (l ConvTranspose) Resamples() (counter.Resampling, int64) {
	return counter.TransposedConvolution, largest(l.Stride.Or(1), l.ND)
}

// Register adds the weight, stored (C_in, C_out/groups, kernel…), and the
// bias (C_out).
func (l ConvTranspose) Register(t *counter.Tensors) {
	registerKernel(t, counter.Dim{Sym: "C_in", N: l.In}, grouped("C_out", l.Out, l.Groups), l.Kernel[:l.ND])
	if l.Bias {
		t.Parameter("bias", counter.Dim{Sym: "C_out", N: l.Out})
	}
}

// Forward implements [counter.Layer]: each size n becomes
// (n−1)·stride − 2·padding + dilation·(kernel−1) + output padding + 1.
func (l ConvTranspose) Forward(in ...counter.Shape) (counter.Shape, error) {
	if err := single(in, l.In, l.ND); err != nil {
		return counter.Shape{}, err
	}
	x := &in[0]
	if err := checkKernel(l.ND, l.In, l.Out, &l.Kernel, l.Groups, &l.Stride, &l.Padding, &l.OutputPadding, &l.Dilation); err != nil {
		return counter.Shape{}, err
	}
	out := counter.Shape{C: l.Out, ND: l.ND, Batch: x.Batch}
	if !x.Known() {
		return out, nil
	}
	stride, dilation := l.Stride.Or(1), l.Dilation.Or(1)
	for i := range l.ND {
		n, ok1 := counter.Mul(x.Size[i]-1, stride[i])
		reach, ok2 := counter.Mul(dilation[i], l.Kernel[i]-1)
		pad, ok3 := counter.Mul(2, l.Padding[i])
		n, ok4 := counter.Add(n, reach)
		n, ok5 := counter.Add(n, l.OutputPadding[i])
		if !ok1 || !ok2 || !ok3 || !ok4 || !ok5 || n-pad == math.MaxInt64 {
			return counter.Shape{}, &counter.Error{Problem: counter.Overflow}
		}
		if n -= pad; n < 0 {
			return counter.Shape{}, &counter.Error{Problem: counter.TooSmall, Got: *x}
		}
		out.Size[i] = n + 1
	}
	return out, nil
}

// MACs returns (input positions)·C_in·(C_out/groups)·kernel: a transposed
// convolution applies its kernel once per input position.
func (l ConvTranspose) MACs(in []counter.Shape, out counter.Shape) (int64, error) {
	return kernelMACs(in[0], l.In, l.Out/max(l.Groups, 1), l.Kernel[:l.ND])
}

var kernelSyms = [4][]string{1: {"k"}, 2: {"k_h", "k_w"}, 3: {"k_d", "k_h", "k_w"}}

// registerKernel adds a weight with two axes of channels and a kernel.
func registerKernel(t *counter.Tensors, a, b counter.Dim, kernel []int64) {
	dims := [5]counter.Dim{a, b}
	for i, sym := range kernelSyms[len(kernel)] {
		dims[2+i] = counter.Dim{Sym: sym, N: kernel[i]}
	}
	t.Parameter("weight", dims[:2+len(kernel)]...)
}

// grouped returns the axis of c channels divided by the number of groups.
func grouped(sym string, c, groups int64) counter.Dim {
	if groups > 1 {
		return counter.Dim{Sym: sym + "/g", N: c / groups}
	}
	return counter.Dim{Sym: sym, N: c}
}

// checkKernel returns an error if a field of a layer with a kernel is out of range.
// The further fields only must not be negative.
func checkKernel(nd int, in, out int64, kernel *counter.Axes, groups int64, further ...*counter.Axes) error {
	if nd < 1 || nd > 3 || in < 1 || out < 1 || groups < 0 {
		return &counter.Error{Problem: counter.BadLayer}
	}
	for _, k := range kernel[:nd] {
		if k < 1 {
			return &counter.Error{Problem: counter.BadLayer}
		}
	}
	for _, a := range further {
		if min(a[0], a[1], a[2]) < 0 {
			return &counter.Error{Problem: counter.BadLayer}
		}
	}
	if groups > 1 && (in%groups != 0 || out%groups != 0) {
		return &counter.Error{Problem: counter.Groups, Want: counter.Shape{C: groups}, Got: counter.Shape{C: in}}
	}
	return nil
}

// kernelMACs returns positions·a·b·kernel.
func kernelMACs(at counter.Shape, a, b int64, kernel []int64) (int64, error) {
	n, err := at.Positions()
	if err != nil {
		return 0, err
	}
	k, err := counter.Product(kernel...)
	if err != nil {
		return 0, err
	}
	return counter.Product(n, a, b, k)
}

// window fills in the sizes of out for a window that slides over x.
func window(x, out counter.Shape, kernel, stride, padding, dilation counter.Axes, ceil bool) (counter.Shape, error) {
	for i := range x.ND {
		reach, ok1 := counter.Mul(dilation[i], kernel[i]-1)
		pad, ok2 := counter.Mul(2, padding[i])
		free, ok3 := counter.Add(x.Size[i], pad)
		if !ok1 || !ok2 || !ok3 {
			return counter.Shape{}, &counter.Error{Problem: counter.Overflow}
		}
		if free = free - reach - 1; ceil && free < 0 && free > -stride[i] {
			free = 0 // a single partial window
		}
		if free < 0 {
			return counter.Shape{}, &counter.Error{Problem: counter.TooSmall, Want: counter.Shape{ND: x.ND, Size: kernel}, Got: x}
		}
		n := free / stride[i]
		if next, ok := counter.Mul(n+1, stride[i]); ceil && ok && free%stride[i] != 0 && next < x.Size[i]+padding[i] {
			n++ // the last window must start inside the input or its left padding
		}
		out.Size[i] = n + 1
	}
	return out, nil
}
