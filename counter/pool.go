package counter

// Pool takes the maximum or the average of a sliding window. It has no
// parameters.
//
// https://pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html
type Pool struct {
	free
	ND      int
	Average bool // false: the maximum
	Kernel  Axes
	Stride  Axes // 0 means the kernel
	Padding Axes
	Ceil    bool // keep a last window that is not full (ceil_mode)
}

// Kind returns "MaxPool2d", "AvgPool3d", ….
func (l Pool) Kind() string {
	if l.Average {
		return suffixed("AvgPool", l.ND)
	}
	return suffixed("MaxPool", l.ND)
}

// KernelSize implements [Kerneled].
func (l Pool) KernelSize() []int64 { return l.Kernel[:l.ND] }

// Forward implements [Layer]: each size n becomes
// ⌊(n + 2·padding − kernel) / stride⌋ + 1.
func (l Pool) Forward(in ...Shape) (Shape, error) {
	if err := single(in, 0, l.ND); err != nil {
		return Shape{}, err
	}
	x := &in[0]
	if err := checkKernel(l.ND, 1, 1, &l.Kernel, 1, &l.Stride, &l.Padding); err != nil {
		return Shape{}, err
	}
	if !x.Known() {
		return *x, nil
	}
	stride := l.Stride
	for i, s := range stride {
		if s == 0 {
			stride[i] = l.Kernel[i]
		}
	}
	return window(*x, *x, l.Kernel, stride, l.Padding, Cube(1), l.Ceil)
}

// Upsample enlarges by a whole factor, by nearest neighbour or by linear
// interpolation (bilinear in two dimensions, trilinear in three). It has no
// parameters.
//
// https://pytorch.org/docs/stable/generated/torch.nn.Upsample.html
type Upsample struct {
	free
	ND     int
	Linear bool // false: nearest neighbour
	Scale  Axes
}

// Kind returns "Upsample".
func (Upsample) Kind() string { return "Upsample" }

// Forward implements [Layer]: each size is multiplied by its scale.
func (l Upsample) Forward(in ...Shape) (Shape, error) {
	x, err := one(in, 0, l.ND)
	if err != nil {
		return Shape{}, err
	}
	for i := range x.ND {
		if l.Scale[i] < 1 {
			return Shape{}, &Error{Problem: BadLayer}
		}
		n, ok := mul(x.Size[i], l.Scale[i])
		if !ok {
			return Shape{}, &Error{Problem: Overflow}
		}
		x.Size[i] = n
	}
	return x, nil
}
