package layer

import (
	"unetparams/counter"
)

// BatchConcat concatenates its inputs along the batch, so that the layers that
// follow run once for each of them. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.cat.html
type BatchConcat struct{ free }

// Kind returns "BatchConcat".
func (BatchConcat) Kind() string { return "BatchConcat" }

// Forward implements [counter.Layer]: batches add up; the rest of the shapes must be
// equal.
func (BatchConcat) Forward(in ...counter.Shape) (counter.Shape, error) {
	if len(in) < 1 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	out := in[0]
	out.Batch = 0
	for _, x := range in {
		n := max(x.Batch, 1)
		if x.Batch = in[0].Batch; x != in[0] {
			return counter.Shape{}, &counter.Error{Problem: counter.Mismatch, Want: in[0], Got: x}
		}
		var ok bool
		if out.Batch, ok = counter.Add(out.Batch, n); !ok {
			return counter.Shape{}, &counter.Error{Problem: counter.Overflow}
		}
	}
	return out, nil
}

// Stack stacks its inputs along a new axis after the batch, such as the predictions
// of several levels. Its output shape counts that axis as part of the batch. It has
// no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.stack.html
type Stack struct{ free }

// Kind returns "Stack".
func (Stack) Kind() string { return "Stack" }

// Forward implements [counter.Layer]: all shapes must be equal.
func (Stack) Forward(in ...counter.Shape) (counter.Shape, error) { return BatchConcat{}.Forward(in...) }

// Concat concatenates its inputs along the channels: the join of U-Net's skip
// connections. It has no parameters, but the next layer needs more of them.
//
// https://pytorch.org/docs/stable/generated/torch.cat.html
type Concat struct{ free }

// Kind returns "Concat".
func (Concat) Kind() string { return "Concat" }

// Joins implements [counter.Joiner].
func (Concat) Joins() bool { return true }

// Combines implements [counter.Combiner].
func (Concat) Combines() counter.Combination { return counter.Concatenated }

// Forward implements [counter.Layer]: channels add up; sizes must be equal.
func (Concat) Forward(in ...counter.Shape) (counter.Shape, error) {
	if len(in) < 1 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	out := in[0]
	for _, x := range in[1:] {
		if x.ND != out.ND || x.Size != out.Size || x.Batch != out.Batch {
			return counter.Shape{}, &counter.Error{Problem: counter.Mismatch, Want: in[0], Got: x}
		}
		c, ok := counter.Add(out.C, x.C)
		if !ok {
			return counter.Shape{}, &counter.Error{Problem: counter.Overflow}
		}
		out.C = c
	}
	return out, nil
}

// Add sums its inputs element-wise: the join of residual connections. Axes of
// length 1 are broadcast. It has no parameters.
type Add struct {
	free
	InPlace bool // the sum is stored in the first input, so that its axes are not broadcast
}

// Kind returns "Add".
func (Add) Kind() string { return "Add" }

// Joins implements [counter.Joiner].
func (Add) Joins() bool { return true }

// Combines implements [counter.Combiner].
func (Add) Combines() counter.Combination { return counter.Added }

// Forward implements [counter.Layer]; see [Add] for shapes that differ.
func (l Add) Forward(in ...counter.Shape) (counter.Shape, error) {
	out, err := broadcast(in)
	if err == nil && l.InPlace && (out.C != in[0].C || out.Size != in[0].Size) {
		return counter.Shape{}, &counter.Error{Problem: counter.Mismatch, Want: out, Got: in[0]}
	}
	return out, err
}

// Mul multiplies its inputs element-wise: the join of attention gates. Axes of
// length 1 are broadcast. It has no parameters.
type Mul struct{ free }

// Kind returns "Mul".
func (Mul) Kind() string { return "Mul" }

// Joins implements [counter.Joiner].
func (Mul) Joins() bool { return true }

// Combines implements [counter.Combiner].
func (Mul) Combines() counter.Combination { return counter.Multiplied }

// Forward implements [counter.Layer]; see [Mul] for shapes that differ.
func (Mul) Forward(in ...counter.Shape) (counter.Shape, error) { return broadcast(in) }

// Crop crops its first input centrally to the sizes of its second, as the 2015
// paper does with a skip connection before it is concatenated, because unpadded
// convolutions have shrunk the decoder's map. It has no parameters.
type Crop struct {
	free
	Even bool // fails if the two sides of an axis would be cropped unequally
}

// Kind returns "Crop".
func (Crop) Kind() string { return "Crop" }

// ReadsSize implements [counter.SizeReader]: of the second input.
func (Crop) ReadsSize(input int) bool { return input == 1 }

// Joins implements [counter.Joiner].
func (Crop) Joins() bool { return true }

// Combines implements [counter.Combiner].
func (Crop) Combines() counter.Combination { return counter.Cropped }

// Forward implements [counter.Layer]: the first input's channels, the second's sizes.
func (l Crop) Forward(in ...counter.Shape) (counter.Shape, error) {
	if len(in) != 2 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	x, like := in[0], in[1]
	if x.ND != like.ND {
		return counter.Shape{}, &counter.Error{Problem: counter.Mismatch, Want: like, Got: x}
	}
	for i := range x.ND {
		if x.Size[i] < like.Size[i] || l.Even && (x.Size[i]-like.Size[i])%2 != 0 {
			return counter.Shape{}, &counter.Error{Problem: counter.Mismatch, Want: like, Got: x}
		}
	}
	x.Size = like.Size
	return x, nil
}

func broadcast(in []counter.Shape) (counter.Shape, error) {
	if len(in) < 1 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	out := in[0]
	for _, x := range in[1:] {
		ok := x.ND == out.ND && stretch(&out.C, x.C)
		if x.Batch > 1 || out.Batch > 1 {
			out.Batch = max(out.Batch, 1)
			ok = ok && stretch(&out.Batch, max(x.Batch, 1))
		}
		for i := 0; ok && i < x.ND; i++ {
			ok = stretch(&out.Size[i], x.Size[i])
		}
		if !ok {
			p := counter.Mismatch
			if x.C != out.C {
				p = counter.Channels
			}
			return counter.Shape{}, &counter.Error{Problem: p, Want: in[0], Got: x}
		}
	}
	return out, nil
}

// stretch sets *n to m if it is 1, and reports whether the two can be broadcast.
func stretch(n *int64, m int64) bool {
	if *n == 1 {
		*n = m
	}
	return m == *n || m == 1
}

// Maximum takes the element-wise maximum of its inputs: the join of two
// excitations. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.maximum.html
type Maximum struct{ free }

// Kind returns "Maximum".
func (Maximum) Kind() string { return "Maximum" }

// Forward implements [counter.Layer]: axes of length 1 are broadcast.
func (Maximum) Forward(in ...counter.Shape) (counter.Shape, error) { return broadcast(in) }

// Mean averages its inputs element-wise: the join of several outputs. It has no
// parameters.
type Mean struct{ free }

// Kind returns "Mean".
func (Mean) Kind() string { return "Mean" }

// Forward implements [counter.Layer]: all shapes must be equal.
func (Mean) Forward(in ...counter.Shape) (counter.Shape, error) {
	if len(in) < 1 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	for _, x := range in[1:] {
		if x != in[0] {
			return counter.Shape{}, &counter.Error{Problem: counter.Mismatch, Want: in[0], Got: x}
		}
	}
	return in[0], nil
}
