package counter

import (
	"math"
	"math/bits"
	"slices"
)

// A Dim is one axis: the symbol it has in a formula and its length.
type Dim struct {
	Sym string // "C_out", "k_h"; empty when the axis has only a length
	N   int64
}

// A Tensor is one named parameter or buffer of a layer. Its axes are in the
// order PyTorch stores them; a tensor without axes is a single number.
type Tensor struct {
	Name  string // "weight", "running_mean"
	Dims  []Dim
	Learn bool // false: a buffer, which training does not change
}

// Count returns the number of elements: the product of the axes. The error is
// an [Error] with [Overflow] if that is more than an int64 holds.
func (t Tensor) Count() (int64, error) {
	n := int64(1)
	for _, d := range t.Dims {
		var ok bool
		if n, ok = Mul(n, d.N); !ok {
			return 0, &Error{Problem: Overflow}
		}
	}
	return n, nil
}

// Tensors records the parameters and buffers of layers; see [Layer].
type Tensors struct {
	// The sums of all tensors. Bits of over are set if a sum exceeds 63 bits.
	learnable, buffers int64
	over               uint64
	unregistered       int64

	list bool // whether to list the tensors in rows, too
	rows []TensorRow
	dims []Dim // spare capacity holds the axes of the next tensors

	kept, expected int // axes so far, and in the end
}

// Parameter adds a tensor that training changes.
func (t *Tensors) Parameter(name string, dims ...Dim) { t.add(name, dims, true) }

// Buffer adds a tensor that training does not change.
func (t *Tensors) Buffer(name string, dims ...Dim) { t.add(name, dims, false) }

// Unregistered adds so many parameters that published code hides from PyTorch, in a plain
// list: they run, but belong neither to parameters() nor to the state_dict. They are in no
// sum, and are reported beside it.
func (t *Tensors) Unregistered(n int64) { t.unregistered += n }

// TensorsOf returns the parameters and buffers of a layer.
func TensorsOf(l Layer) []Tensor {
	t := Tensors{list: true}
	l.Register(&t)
	all := slices.Grow([]Tensor(nil), len(t.rows))
	for i := range t.rows {
		all = append(all, t.rows[i].Tensor)
	}
	return all
}

func (t *Tensors) add(name string, dims []Dim, learn bool) {
	n, over := uint64(1), uint64(0)
	for i := range dims {
		hi, lo := bits.Mul64(n, uint64(dims[i].N))
		n, over = lo, over|hi|lo>>63
	}
	sum := &t.buffers
	if learn {
		sum = &t.learnable
	}
	total := uint64(*sum) + n
	*sum = int64(total)
	t.over |= over | total>>63
	if t.list {
		t.row(name, dims, learn, int64(n))
	}
}

// repeat adds what was added since an earlier state another times times.
func (t *Tensors) repeat(since *Tensors, times uint64) {
	for _, s := range [...]struct {
		sum   *int64
		since int64
	}{{&t.learnable, since.learnable}, {&t.buffers, since.buffers}} {
		hi, lo := bits.Mul64(uint64(*s.sum-s.since), times)
		total := uint64(*s.sum) + lo
		*s.sum = int64(total)
		t.over |= hi | lo>>63 | total>>63
	}
}

// row lists a tensor. It copies the axes, so that those passed by a layer do not
// escape to the heap.
func (t *Tensors) row(name string, dims []Dim, learn bool, n int64) {
	t.rows = append(t.rows, TensorRow{Tensor: Tensor{name, t.keep(dims), learn}, Count: n})
}

// keep returns a copy of dims. It shares the copy of the previous tensor if its
// axes are the same.
func (t *Tensors) keep(dims []Dim) []Dim {
	if n := len(t.rows); n > 0 && slices.Equal(t.rows[n-1].Tensor.Dims, dims) {
		return t.rows[n-1].Tensor.Dims
	}
	if cap(t.dims)-len(t.dims) < len(dims) {
		t.dims = make([]Dim, 0, batch(t.expected, t.kept, len(dims)))
	}
	t.kept += len(dims)
	from := len(t.dims)
	t.dims = append(t.dims, dims...)
	return t.dims[from:len(t.dims):len(t.dims)]
}

// Axes holds one number for each spatial axis; an N-dimensional layer reads the
// first N. In two dimensions they are height and width.
type Axes [3]int64

// Cube returns the axes that all have length n.
func Cube(n int64) Axes { return Axes{n, n, n} }

// Or returns the axes with every zero replaced by n.
func (a Axes) Or(n int64) Axes {
	for i, v := range a {
		if v == 0 {
			a[i] = n
		}
	}
	return a
}

// A Shape is the shape of a feature map: C channels over ND spatial axes of the
// given sizes. While a network is being described the sizes are unknown and zero:
// a count depends only on channels.
//
// A network gets one image, so that most shapes need no batch. Batch is for the
// few networks that turn the image into several; 0 means 1.
type Shape struct {
	C     int64
	ND    int
	Size  Axes
	Batch int64
}

// Known reports whether the sizes are known, and not only the channels.
func (s Shape) Known() bool { return s.ND == 0 || s.Size[0] != 0 }

// Sizes returns the spatial sizes, one for each axis.
func (s Shape) Sizes() []int64 { return s.Size[:s.ND] }

// Elements returns the number of values: channels times positions.
func (s Shape) Elements() (int64, error) {
	n, err := s.Positions()
	if err != nil {
		return 0, err
	}
	return Product(n, s.C)
}

// Positions returns the number of spatial positions, summed over the batch.
func (s Shape) Positions() (int64, error) {
	n, err := Product(s.Size[:s.ND]...)
	if err != nil {
		return 0, err
	}
	return Product(n, max(s.Batch, 1))
}

// Product multiplies non-negative numbers; an overflow is an error.
func Product(ns ...int64) (int64, error) {
	p, ok := int64(1), true
	for _, n := range ns {
		if p, ok = Mul(p, n); !ok {
			return 0, &Error{Problem: Overflow}
		}
	}
	return p, nil
}

// Mul multiplies two non-negative numbers and reports whether the result fits.
func Mul(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	return int64(lo), hi == 0 && lo <= math.MaxInt64
}

// Add adds two non-negative numbers and reports whether the result fits.
func Add(a, b int64) (int64, bool) {
	s := a + b
	return s, s >= 0
}
