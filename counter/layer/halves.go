package layer

import "unetparams/counter"

// AxisPart takes one of several equal parts along a spatial axis: the part with the
// given Index, counted from 0. Sizes must be multiples of the number of parts. It has
// no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.chunk.html
type AxisPart struct {
	free
	Axis         int
	Parts, Index int64
}

// Kind returns "AxisPart".
func (AxisPart) Kind() string { return "AxisPart" }

// Forward implements [counter.Layer]: the channels stay, one size is divided.
func (l AxisPart) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 0)
	if err != nil {
		return counter.Shape{}, err
	}
	if l.Axis < 0 || l.Axis >= x.ND || l.Parts < 1 || l.Index < 0 || l.Index >= l.Parts {
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	}
	if n := x.Size[l.Axis]; x.Known() && n%l.Parts != 0 {
		want := x
		want.Size[l.Axis] = max(n/l.Parts*l.Parts, l.Parts)
		return counter.Shape{}, &counter.Error{Problem: counter.Mismatch, Want: want, Got: x}
	}
	x.Size[l.Axis] /= l.Parts
	return x, nil
}

// AxisConcat puts maps one after another along a spatial axis: the reverse of
// [AxisPart]. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.cat.html
type AxisConcat struct {
	free
	Axis int
}

// Kind returns "AxisConcat".
func (AxisConcat) Kind() string { return "AxisConcat" }

// Forward implements [counter.Layer]: sizes along the axis add up; all else must be
// equal.
func (l AxisConcat) Forward(in ...counter.Shape) (counter.Shape, error) {
	if len(in) < 1 || l.Axis < 0 || l.Axis >= in[0].ND {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	out := in[0]
	for _, x := range in[1:] {
		same := x
		same.Size[l.Axis] = in[0].Size[l.Axis]
		if same != in[0] {
			return counter.Shape{}, &counter.Error{Problem: counter.Mismatch, Want: in[0], Got: x}
		}
		var ok bool
		if out.Size[l.Axis], ok = counter.Add(out.Size[l.Axis], x.Size[l.Axis]); !ok {
			return counter.Shape{}, &counter.Error{Problem: counter.Overflow}
		}
	}
	return out, nil
}
