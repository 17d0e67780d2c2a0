package counter

import "math"

// Conv is a convolution over 1, 2 or 3 spatial axes:
//
//	learnable = k_h·k_w·(C_in/groups)·C_out + C_out (bias)
//
// https://pytorch.org/docs/stable/generated/torch.nn.Conv2d.html
type Conv struct {
	ND      int   // spatial axes
	In, Out int64 // channels
	Kernel  Axes
	Stride  Axes // 0 means 1
	Padding Axes // on both sides of each axis
	// Same pads so that the output has the input's size (padding="same"); an
	// even kernel gets the odd row or column at the end. Stride must be 1.
	Same     bool
	Dilation Axes  // 0 means 1
	Groups   int64 // 0 means 1
	Bias     bool
}

// Kind returns "Conv1d", "Conv2d" or "Conv3d".
func (l Conv) Kind() string { return suffixed("Conv", l.ND) }

// KernelSize implements [Kerneled].
func (l Conv) KernelSize() []int64 { return l.Kernel[:l.ND] }

// Register states the weight (C_out, C_in/groups, kernel…) and the bias (C_out).
func (l Conv) Register(t *Tensors) {
	registerKernel(t, Dim{"C_out", l.Out}, grouped("C_in", l.In, l.Groups), l.Kernel[:l.ND])
	if l.Bias {
		t.Parameter("bias", Dim{"C_out", l.Out})
	}
}

// Forward implements [Layer]: each size n becomes
// ⌊(n + 2·padding − dilation·(kernel−1) − 1) / stride⌋ + 1.
func (l Conv) Forward(in ...Shape) (Shape, error) {
	if err := single(in, l.In, l.ND); err != nil {
		return Shape{}, err
	}
	x := &in[0]
	if err := checkKernel(l.ND, l.In, l.Out, &l.Kernel, l.Groups, &l.Stride, &l.Padding, &l.Dilation); err != nil {
		return Shape{}, err
	}
	if l.Same && max(l.Stride[0], l.Stride[1], l.Stride[2]) > 1 {
		return Shape{}, &Error{Problem: BadLayer}
	}
	out := Shape{C: l.Out, ND: l.ND, Batch: x.Batch}
	if !x.Known() {
		return out, nil
	}
	if l.Same {
		out.Size = x.Size
		return out, nil
	}
	return window(*x, out, l.Kernel, l.Stride.or(1), l.Padding, l.Dilation.or(1), false)
}

// MACs returns (output positions)·C_out·(C_in/groups)·kernel.
func (l Conv) MACs(in []Shape, out Shape) (int64, error) {
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
	Kernel        Axes
	Stride        Axes // 0 means 1
	Padding       Axes
	OutputPadding Axes
	Dilation      Axes  // 0 means 1
	Groups        int64 // 0 means 1
	Bias          bool
}

// Kind returns "ConvTranspose1d", "ConvTranspose2d" or "ConvTranspose3d".
func (l ConvTranspose) Kind() string { return suffixed("ConvTranspose", l.ND) }

// KernelSize implements [Kerneled].
func (l ConvTranspose) KernelSize() []int64 { return l.Kernel[:l.ND] }

// Register states the weight, stored (C_in, C_out/groups, kernel…), and the
// bias (C_out).
func (l ConvTranspose) Register(t *Tensors) {
	registerKernel(t, Dim{"C_in", l.In}, grouped("C_out", l.Out, l.Groups), l.Kernel[:l.ND])
	if l.Bias {
		t.Parameter("bias", Dim{"C_out", l.Out})
	}
}

// Forward implements [Layer]: each size n becomes
// (n−1)·stride − 2·padding + dilation·(kernel−1) + output padding + 1.
func (l ConvTranspose) Forward(in ...Shape) (Shape, error) {
	if err := single(in, l.In, l.ND); err != nil {
		return Shape{}, err
	}
	x := &in[0]
	if err := checkKernel(l.ND, l.In, l.Out, &l.Kernel, l.Groups, &l.Stride, &l.Padding, &l.OutputPadding, &l.Dilation); err != nil {
		return Shape{}, err
	}
	out := Shape{C: l.Out, ND: l.ND, Batch: x.Batch}
	if !x.Known() {
		return out, nil
	}
	stride, dilation := l.Stride.or(1), l.Dilation.or(1)
	for i := range l.ND {
		n, ok1 := mul(x.Size[i]-1, stride[i])
		reach, ok2 := mul(dilation[i], l.Kernel[i]-1)
		pad, ok3 := mul(2, l.Padding[i])
		n, ok4 := add(n, reach)
		n, ok5 := add(n, l.OutputPadding[i])
		if !ok1 || !ok2 || !ok3 || !ok4 || !ok5 || n-pad == math.MaxInt64 {
			return Shape{}, &Error{Problem: Overflow}
		}
		if n -= pad; n < 0 {
			return Shape{}, &Error{Problem: TooSmall, Got: *x}
		}
		out.Size[i] = n + 1
	}
	return out, nil
}

// MACs returns (input positions)·C_in·(C_out/groups)·kernel: a transposed
// convolution spreads every input pixel once.
func (l ConvTranspose) MACs(in []Shape, out Shape) (int64, error) {
	return kernelMACs(in[0], l.In, l.Out/max(l.Groups, 1), l.Kernel[:l.ND])
}

var kernelSyms = [4][]string{1: {"k"}, 2: {"k_h", "k_w"}, 3: {"k_d", "k_h", "k_w"}}

// registerKernel states a weight with two axes of channels and a kernel.
func registerKernel(t *Tensors, a, b Dim, kernel []int64) {
	dims := [5]Dim{a, b}
	for i, sym := range kernelSyms[len(kernel)] {
		dims[2+i] = Dim{sym, kernel[i]}
	}
	t.Parameter("weight", dims[:2+len(kernel)]...)
}

// grouped returns the axis of c channels as one of several groups sees it.
func grouped(sym string, c, groups int64) Dim {
	if groups > 1 {
		return Dim{sym + "/g", c / groups}
	}
	return Dim{sym, c}
}

// checkKernel reports fields of a layer with a kernel that make no sense. Of the
// further ones it is only asked that they are not negative.
func checkKernel(nd int, in, out int64, kernel *Axes, groups int64, further ...*Axes) error {
	if nd < 1 || nd > 3 || in < 1 || out < 1 || groups < 0 {
		return &Error{Problem: BadLayer}
	}
	for _, k := range kernel[:nd] {
		if k < 1 {
			return &Error{Problem: BadLayer}
		}
	}
	for _, a := range further {
		if min(a[0], a[1], a[2]) < 0 {
			return &Error{Problem: BadLayer}
		}
	}
	if groups > 1 && (in%groups != 0 || out%groups != 0) {
		return &Error{Problem: Groups, Want: Shape{C: groups}, Got: Shape{C: in}}
	}
	return nil
}

// kernelMACs returns positions·a·b·kernel.
func kernelMACs(at Shape, a, b int64, kernel []int64) (int64, error) {
	n, err := at.positions()
	if err != nil {
		return 0, err
	}
	k, err := product(kernel...)
	if err != nil {
		return 0, err
	}
	return product(n, a, b, k)
}

// window fills in the sizes of out for a window that slides over x.
func window(x, out Shape, kernel, stride, padding, dilation Axes, ceil bool) (Shape, error) {
	for i := range x.ND {
		reach, ok1 := mul(dilation[i], kernel[i]-1)
		pad, ok2 := mul(2, padding[i])
		free, ok3 := add(x.Size[i], pad)
		if !ok1 || !ok2 || !ok3 {
			return Shape{}, &Error{Problem: Overflow}
		}
		if free = free - reach - 1; ceil && free < 0 && free > -stride[i] {
			free = 0 // a single window that is not full
		}
		if free < 0 {
			return Shape{}, &Error{Problem: TooSmall, Want: Shape{ND: x.ND, Size: kernel}, Got: x}
		}
		n := free / stride[i]
		if next, ok := mul(n+1, stride[i]); ceil && ok && free%stride[i] != 0 && next < x.Size[i]+padding[i] {
			n++ // the last window must start inside the input or its left padding
		}
		out.Size[i] = n + 1
	}
	return out, nil
}
