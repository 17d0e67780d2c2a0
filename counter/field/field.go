// Package field calculates receptive fields: the part of the image that a position of
// a feature map, or of the output, depends on.
//
// Positions are followed back from the map to the image, along every path, skip
// connections included; what is found is the shortest run of positions along each
// axis that holds all. A convolution or pooling of kernel k, stride s, padding p and
// dilation d takes, for the positions from a to b of its output, those of its input
// from
//
//	s·a − p to s·b − p + d·(k − 1)
//
// so a run of n positions becomes one of s·(n − 1) + d·(k − 1) + 1. A transposed
// convolution takes the positions that spread to the run, interpolation those that
// are weighted. Normalization by statistics of the whole map is told apart, and so are
// layers that look everywhere: attention, global pooling, fully connected ones.
//
// # By hand
//
// In the U-Net of 7,765,442 parameters (base 32, five levels, two 3×3 convolutions a
// level, 2×2 pooling) an encoder's level adds two convolutions at its stride, 2·2·s,
// and the pooling after it s:
//
//	level 1   1 + 4·1              =   5, stride 1
//	level 2   5 + 1 + 4·2          =  14, stride 2
//	level 3  14 + 2 + 4·4          =  32, stride 4
//	level 4  32 + 4 + 4·8          =  68, stride 8
//	level 5  68 + 8 + 4·16         = 140, stride 16
//
// On the way up a transposed convolution of kernel 2 and stride 2 gives two positions
// the same one of the level below, so what counts is how many of level 5 come
// together. Two convolutions look two positions further on both sides:
//
//	decoder 4   5 of its positions: 3 of level 5         140 + 2·16 = 172
//	decoder 3   5, of level 4 3 + 4 = 7: 4 of level 5    140 + 3·16 = 188
//	decoder 2   5, 7, of level 4 4 + 4 = 8: 4 or 5       188 or 204
//	decoder 1   5, 7, 8, of level 4 8 or 9: 4 or 5       188 or 204
//
// since 8 positions in a row belong to 4 or to 5 pairs. So the output depends on up to
// 204 × 204 pixels.
package field

import (
	"unetparams/counter"
)

// A Field is the receptive field of the positions of one map.
type Field struct {
	ND   int // spatial axes of the image
	Axes [3]Axis
	// Averages says that a normalization on the way takes statistics of a whole map,
	// so that in a strict sense every position depends on all.
	Averages bool
}

// An Axis is a receptive field along one axis.
type Axis struct {
	// Size is how many positions of the image it spans, Least for the positions that
	// see least: after a decoder, neighbors see differently much. Both are for an image
	// without borders, and leave out layers that look everywhere.
	Size, Least int64
	All         bool // a layer on the way looks everywhere: it is the whole axis

	Stride Ratio // how far it moves in the image from one position to the next
	Start  Ratio // the middle of that of position 0, as an index of the image's positions

	Middle counter.Span // that of the position in the middle of the map, within the image
	Image  int64        // positions of the image
}

// A Ratio is a fraction in lowest terms. Den is 0 where there is none.
type Ratio struct{ Num, Den int64 }

// phases is the most positions that are looked at, one after the other.
const phases = 64

// Of returns the receptive field in the image, the network's first input, of the
// positions of a step's output; false where that is no map or does not depend on the
// image.
func Of(r *counter.Report, t *counter.Trace, step int) (Field, bool) {
	if len(r.Inputs) == 0 {
		return Field{}, false
	}
	image := r.Inputs[0].Step
	f := Field{ND: t.Out[image].ND}
	if f.ND < 1 || t.Out[step].ND != f.ND || step < image {
		return Field{}, false
	}
	w := walk{r: r, t: t, seen: make([]sight, step+1)}
	for i := range f.ND {
		if !w.axis(&f.Axes[i], step, image, i) {
			return Field{}, false
		}
	}
	f.Averages = w.averages
	return f, true
}

// At returns the positions along an axis of the image, within its borders, that one
// position of a step's output depends on; false as for [Of].
func At(r *counter.Report, t *counter.Trace, step, axis int, position int64) (counter.Span, bool) {
	if len(r.Inputs) == 0 {
		return counter.Nowhere, false
	}
	image := r.Inputs[0].Step
	if x := t.Out[image]; x.ND < 1 || t.Out[step].ND != x.ND || step < image {
		return counter.Nowhere, false
	}
	w := walk{r: r, t: t, seen: make([]sight, step+1)}
	s := w.back(step, image, axis, position, true)
	if s.all {
		s.Span = counter.Span{Lo: 0, Hi: t.Out[image].Size[axis] - 1}
	}
	return s.Span, !s.Empty()
}

// Stage returns the step whose output is the result of a stage: its last.
func Stage(r *counter.Report, stage int) int {
	steps := r.Stages[stage].Steps
	if len(steps) == 0 {
		return -1
	}
	return steps[len(steps)-1]
}

// Cover returns how much of the image the field of the position in the middle covers,
// as a fraction.
func (f *Field) Cover() Ratio {
	c := Ratio{1, 1}
	for i := range f.ND {
		c = lowest(c.Num*f.Axes[i].Middle.Len(), c.Den*f.Axes[i].Image)
	}
	return c
}

// All reports whether a layer on the way looks everywhere, along every axis.
func (f *Field) All() bool {
	for i := range f.ND {
		if !f.Axes[i].All {
			return false
		}
	}
	return true
}

// axis fills in the field along one axis, and reports whether there is one.
func (w *walk) axis(a *Axis, step, image, axis int) bool {
	n := w.t.Out[step].Size[axis]
	a.Image = w.t.Out[image].Size[axis]
	middle := w.back(step, image, axis, n/2, true)
	a.All = middle.all
	a.Middle = middle.Span
	if a.All {
		a.Middle = counter.Span{Lo: 0, Hi: a.Image - 1}
	}
	first := w.back(step, image, axis, 0, false)
	if first.Empty() {
		return a.All
	}
	a.Stride = w.stride(step, image, axis)
	a.Start = lowest(first.Lo+first.Hi, 2)
	for i := range min(w.period(n, axis), phases) {
		size := w.back(step, image, axis, n/2+i, false).Len()
		a.Size = max(a.Size, size)
		if a.Least == 0 || size < a.Least {
			a.Least = size
		}
	}
	return true
}

// far is a position so far from the first that all strides go into the way there.
const far = 4096 * 3 * 3 * 5 * 7

// stride returns how far the field moves from one position of a step's output to the
// next: the product of the strides of the layers along a path that the last walk took.
func (w *walk) stride(step, image, axis int) Ratio {
	r := Ratio{1, 1}
	for i := step; i != image; {
		s, from := &w.r.Steps[i], -1
		for k, j := range s.In {
			if sizeOnly(s.Layer, k) || w.seen[j].Empty() {
				continue
			}
			// A map of one position beside a larger one weights its channels.
			if from < 0 || w.t.Out[from].Size[axis] == 1 {
				from = j
			}
		}
		if from < 0 {
			return Ratio{}
		}
		x, y := w.t.Out[from], w.t.Out[i]
		if _, ok := s.Layer.(counter.Windowed); ok || x.Size[axis] != y.Size[axis] {
			one := slope(s.Layer, axis, x, y)
			r = lowest(r.Num*one.Num, r.Den*one.Den)
		}
		i = from
	}
	return r
}

// slope returns how far a layer moves in its input from one position of its output to
// the next. Of interpolation it is the ratio of the sizes, also where the corners stay in
// place. (Positions before the first are far from where maps are padded at their end.)
func slope(l counter.Layer, axis int, x, y counter.Shape) Ratio {
	if r, ok := l.(counter.Resampler); ok {
		switch how, _ := r.Resamples(); how {
		case counter.NearestNeighbor, counter.LinearInterpolation, counter.InterpolationTo:
			return lowest(x.Size[axis], y.Size[axis])
		}
	}
	there := reach(l, axis, counter.Span{Lo: -far, Hi: -far}, x, y)
	if there == counter.Everywhere {
		return Ratio{}
	}
	d := reach(l, axis, counter.Span{}, x, y).Lo - there.Lo
	return lowest(max(d, -d), far)
}

// period returns after how many positions of a map of n the last walk would look the
// same again: the size of the coarsest map that it passed goes so often into n.
func (w *walk) period(n int64, axis int) int64 {
	least := n
	for i := range w.seen {
		if x := &w.t.Out[i]; !w.seen[i].Empty() && axis < x.ND {
			least = min(least, x.Size[axis])
		}
	}
	p := int64(1)
	for p*least < n {
		p *= 2
	}
	return p
}

func lowest(num, den int64) Ratio {
	a, b := num, den
	for b != 0 {
		a, b = b, a%b
	}
	if a = max(a, -a); a > 0 {
		return Ratio{num / a, den / a}
	}
	return Ratio{0, 1}
}
