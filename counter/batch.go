package counter

// BatchConcat stacks its inputs along the batch, so that what follows runs once
// for each of them. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.cat.html
type BatchConcat struct{ free }

// Kind returns "BatchConcat".
func (BatchConcat) Kind() string { return "BatchConcat" }

// Forward implements [Layer]: batches add up; all else must be equal.
func (BatchConcat) Forward(in ...Shape) (Shape, error) {
	if len(in) < 1 {
		return Shape{}, &Error{Problem: BadInputs}
	}
	out := in[0]
	out.Batch = 0
	for _, x := range in {
		n := max(x.Batch, 1)
		if x.Batch = in[0].Batch; x != in[0] {
			return Shape{}, &Error{Problem: Mismatch, Want: in[0], Got: x}
		}
		var ok bool
		if out.Batch, ok = add(out.Batch, n); !ok {
			return Shape{}, &Error{Problem: Overflow}
		}
	}
	return out, nil
}

// Rows turns a map into a table: a row for every position of the batch, a
// column for every channel. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.Tensor.view.html
type Rows struct{ free }

// Kind returns "View".
func (Rows) Kind() string { return "View" }

// Forward implements [Layer]: the channels stay, the positions become the batch.
func (Rows) Forward(in ...Shape) (Shape, error) {
	x, err := one(in, 0, 0)
	if err != nil || !x.Known() {
		x.ND = 0
		return x, err
	}
	n, err := x.positions()
	return Shape{C: x.C, Batch: n}, err
}
