package layer

import (
	"slices"

	"unetparams/counter"
)

// Interpolate resizes its first input to the sizes of its second, of which
// nothing else is used: by nearest neighbor or by linear interpolation
// (bilinear in two dimensions, trilinear in three). It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.nn.functional.interpolate.html
type Interpolate struct {
	free
	Linear       bool // false: nearest neighbor
	AlignCorners bool // linear interpolation keeps the outermost positions in place
}

// Kind returns "Interpolate".
func (Interpolate) Kind() string { return "Interpolate" }

// ReadsSize implements [counter.SizeReader]: of the second input.
func (Interpolate) ReadsSize(input int) bool { return input == 1 }

// Resamples implements [counter.Resampler]: to the sizes of the second input.
func (Interpolate) Resamples() (counter.Resampling, int64) { return counter.InterpolationTo, 0 }

// Forward implements [counter.Layer]: the first input's channels, the second's sizes.
func (Interpolate) Forward(in ...counter.Shape) (counter.Shape, error) { return resized(in) }

// PixelShuffle turns channels into positions: every Factor·Factor channels (in two
// dimensions) become one channel of Factor times the height and width. It has no
// parameters.
//
// https://pytorch.org/docs/stable/generated/torch.nn.PixelShuffle.html
type PixelShuffle struct {
	free
	ND     int
	Factor int64
}

// Kind returns "PixelShuffle".
func (PixelShuffle) Kind() string { return "PixelShuffle" }

// Resamples implements [counter.Resampler].
func (l PixelShuffle) Resamples() (counter.Resampling, int64) { return counter.SubPixel, l.Factor }

// Forward implements [counter.Layer]: each size is multiplied by the factor, and the
// channels are divided by the factor for each axis, without remainder.
func (l PixelShuffle) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, l.ND)
	if err != nil {
		return counter.Shape{}, err
	}
	if l.Factor < 1 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	}
	share := int64(1)
	for i := range x.ND {
		var ok1, ok2 bool
		share, ok1 = counter.Mul(share, l.Factor)
		x.Size[i], ok2 = counter.Mul(x.Size[i], l.Factor)
		if !ok1 || !ok2 {
			return counter.Shape{}, &counter.Error{Problem: counter.Overflow}
		}
	}
	if x.C%share != 0 {
		return counter.Shape{}, &counter.Error{Problem: counter.Groups, Want: counter.Shape{C: share}, Got: counter.Shape{C: x.C}}
	}
	x.C /= share
	return x, nil
}

// Upsample enlarges by an integer factor, by nearest neighbor or by linear
// interpolation (bilinear in two dimensions, trilinear in three). It has no
// parameters.
//
// https://pytorch.org/docs/stable/generated/torch.nn.Upsample.html
type Upsample struct {
	free
	ND     int
	Linear bool // false: nearest neighbor
	// AlignCorners makes linear interpolation keep the outermost positions in place.
	// PyTorch's default is false; UpsamplingBilinear2d sets it.
	AlignCorners bool
	Scale        counter.Axes
}

// Kind returns "Upsample".
func (Upsample) Kind() string { return "Upsample" }

// Resamples implements [counter.Resampler].
func (l Upsample) Resamples() (counter.Resampling, int64) {
	if l.Linear {
		return counter.LinearInterpolation, largest(l.Scale, l.ND)
	}
	return counter.NearestNeighbor, largest(l.Scale, l.ND)
}

// largest returns the largest of the first nd numbers.
func largest(a counter.Axes, nd int) int64 { return slices.Max(a[:max(nd, 1)]) }

// Forward implements [counter.Layer]: each size is multiplied by its scale.
func (l Upsample) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, l.ND)
	if err != nil {
		return counter.Shape{}, err
	}
	for i := range x.ND {
		if l.Scale[i] < 1 {
			return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
		}
		n, ok := counter.Mul(x.Size[i], l.Scale[i])
		if !ok {
			return counter.Shape{}, &counter.Error{Problem: counter.Overflow}
		}
		x.Size[i] = n
	}
	return x, nil
}
