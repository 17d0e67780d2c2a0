package layer

import (
	"unetparams/counter"
)

// ConstantPad pads with zeros: Before at the beginning of each axis, After at
// its end. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.nn.ConstantPad2d.html
type ConstantPad struct {
	free
	ND            int
	Before, After counter.Axes
}

// Kind returns "ConstantPad1d", "ConstantPad2d" or "ConstantPad3d".
func (l ConstantPad) Kind() string { return suffixed("ConstantPad", l.ND) }

// Forward implements [counter.Layer]: each size n becomes n + before + after.
func (l ConstantPad) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, l.ND)
	if err != nil {
		return counter.Shape{}, err
	}
	known := x.Known()
	for i := range x.ND {
		if l.Before[i] < 0 || l.After[i] < 0 {
			return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
		}
		n, ok1 := counter.Add(x.Size[i], l.Before[i])
		n, ok2 := counter.Add(n, l.After[i])
		if !ok1 || !ok2 {
			return counter.Shape{}, &counter.Error{Problem: counter.Overflow}
		}
		if known {
			x.Size[i] = n
		}
	}
	return x, nil
}

// PadLike pads its first input with zeros on all sides, or crops it, to the sizes
// of its second, of which only the sizes are used: it fits up-sampled features to a
// skip connection of odd size. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.nn.functional.pad.html
type PadLike struct{ free }

// Kind returns "Pad".
func (PadLike) Kind() string { return "Pad" }

// ReadsSize implements [counter.SizeReader]: of the second input.
func (PadLike) ReadsSize(input int) bool { return input == 1 }

// Forward implements [counter.Layer]: the first input's channels, the second's sizes.
func (PadLike) Forward(in ...counter.Shape) (counter.Shape, error) { return resized(in) }

// TrimOdd removes the last value of every axis of its first input whose size
// differs by an odd number from that of its second: doubling a size that pooling
// rounded up gives one too many. Of the second input only the sizes are used. It
// has no parameters.
type TrimOdd struct{ free }

// Kind returns "Trim".
func (TrimOdd) Kind() string { return "Trim" }

// ReadsSize implements [counter.SizeReader]: of the second input.
func (TrimOdd) ReadsSize(input int) bool { return input == 1 }

// Forward implements [counter.Layer]: the first input's channels; sizes that differ by
// an odd number shrink by one.
func (TrimOdd) Forward(in ...counter.Shape) (counter.Shape, error) {
	like, err := resized(in)
	if err != nil {
		return counter.Shape{}, err
	}
	x := in[0]
	for i := range x.ND {
		x.Size[i] -= (x.Size[i] ^ like.Size[i]) & 1
		if like.Known() && x.Size[i] < 1 {
			return counter.Shape{}, &counter.Error{Problem: counter.TooSmall, Got: in[0]}
		}
	}
	return x, nil
}

// resized returns the first of two inputs with the sizes of the second.
func resized(in []counter.Shape) (counter.Shape, error) {
	if len(in) != 2 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	x, like := in[0], in[1]
	if x.ND != like.ND {
		return counter.Shape{}, &counter.Error{Problem: counter.Mismatch, Want: like, Got: x}
	}
	x.Size = like.Size
	return x, nil
}

// ReflectionPad pads every axis on both sides with a mirror image of the values
// next to the border. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.nn.ReflectionPad2d.html
type ReflectionPad struct {
	free
	ND      int
	Padding counter.Axes
}

// Kind returns "ReflectionPad1d", "ReflectionPad2d" or "ReflectionPad3d".
func (l ReflectionPad) Kind() string { return suffixed("ReflectionPad", l.ND) }

// Forward implements [counter.Layer]: each size n becomes n + 2·padding; n must be
// larger than the padding.
func (l ReflectionPad) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, l.ND)
	if err != nil {
		return counter.Shape{}, err
	}
	want := counter.Shape{C: x.C, ND: x.ND}
	for i := range x.ND {
		if l.Padding[i] < 0 {
			return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
		}
		want.Size[i] = l.Padding[i]
	}
	if !x.Known() {
		return x, nil
	}
	out := x
	for i, p := range l.Padding[:x.ND] {
		if x.Size[i] <= p {
			want.Size[i]++
			return counter.Shape{}, &counter.Error{Problem: counter.TooSmall, Want: want, Got: x}
		}
		n, ok1 := counter.Mul(2, p)
		n, ok2 := counter.Add(n, x.Size[i])
		if !ok1 || !ok2 {
			return counter.Shape{}, &counter.Error{Problem: counter.Overflow}
		}
		out.Size[i] = n
	}
	return out, nil
}

// ReplicateOne repeats the last value of every axis of its first input whose size
// differs from that of its second: doubling a size that pooling rounded down gives
// one too few. Of the second input only the sizes are used. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.nn.functional.pad.html
type ReplicateOne struct{ free }

// Kind returns "ReplicateOne".
func (ReplicateOne) Kind() string { return "ReplicateOne" }

// ReadsSize implements [counter.SizeReader]: of the second input.
func (ReplicateOne) ReadsSize(input int) bool { return input == 1 }

// Forward implements [counter.Layer]: the first input's channels; sizes that differ grow
// by one.
func (ReplicateOne) Forward(in ...counter.Shape) (counter.Shape, error) {
	like, err := resized(in)
	if err != nil {
		return counter.Shape{}, err
	}
	x := in[0]
	for i := range x.ND {
		if x.Size[i] == like.Size[i] {
			continue
		}
		var ok bool
		if x.Size[i], ok = counter.Add(x.Size[i], 1); !ok {
			return counter.Shape{}, &counter.Error{Problem: counter.Overflow}
		}
	}
	return x, nil
}
