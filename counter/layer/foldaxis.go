package layer

import "unetparams/counter"

// AxisToBatch makes every row of a map, of the frequencies of a spectrogram, an image
// of the batch, so that the layers that follow see sequences. It has no parameters.
type AxisToBatch struct{ free }

// Kind returns "AxisToBatch".
func (AxisToBatch) Kind() string { return "AxisToBatch" }

// Forward implements [counter.Layer].
func (AxisToBatch) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 2)
	y := counter.Shape{C: x.C, ND: 1, Batch: x.Batch}
	if err != nil || !x.Known() {
		return y, err
	}
	y.Size[0] = x.Size[1]
	y.Batch, err = counter.Product(max(x.Batch, 1), x.Size[0])
	return y, err
}

// Reach implements [counter.Reacher]: the axes change their places.
func (AxisToBatch) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}

// BatchToAxis undoes [AxisToBatch]. Of the second input, what was a map before, only
// the size is used. It has no parameters.
type BatchToAxis struct{ free }

// Kind returns "BatchToAxis".
func (BatchToAxis) Kind() string { return "BatchToAxis" }

// ReadsSize implements [counter.SizeReader]: of the second input.
func (BatchToAxis) ReadsSize(input int) bool { return input == 1 }

// Forward implements [counter.Layer].
func (BatchToAxis) Forward(in ...counter.Shape) (counter.Shape, error) {
	if len(in) != 2 || in[0].ND != 1 || in[1].ND != 2 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	y := counter.Shape{C: in[0].C, ND: 2, Batch: in[1].Batch}
	if in[0].Known() && in[1].Known() {
		y.Size = counter.Axes{in[1].Size[0], in[0].Size[0]}
	}
	return y, nil
}

// Reach implements [counter.Reacher]: the axes change their places.
func (BatchToAxis) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}

// DropAxis makes a sequence of a map of one row. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.Tensor.view.html
type DropAxis struct{ free }

// Kind returns "DropAxis".
func (DropAxis) Kind() string { return "DropAxis" }

// Forward implements [counter.Layer].
func (DropAxis) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 2)
	y := counter.Shape{C: x.C, ND: 1, Batch: x.Batch}
	if err != nil || !x.Known() {
		return y, err
	}
	if x.Size[0] != 1 {
		return y, &counter.Error{Problem: counter.Mismatch, Want: counter.Shape{C: x.C, ND: 2, Size: counter.Axes{1, x.Size[1]}}, Got: x}
	}
	y.Size[0] = x.Size[1]
	return y, nil
}

// Reach implements [counter.Reacher]: the axes change their places.
func (DropAxis) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}
