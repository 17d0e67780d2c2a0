package counter

// Concat stacks its inputs along the channels: the join of U-Net's skip
// connections. It has no parameters, but the next layer takes the wider input.
//
// https://pytorch.org/docs/stable/generated/torch.cat.html
type Concat struct{ free }

// Kind returns "Concat".
func (Concat) Kind() string { return "Concat" }

// Forward implements [Layer]: channels add up; sizes must be equal.
func (Concat) Forward(in ...Shape) (Shape, error) {
	if len(in) < 1 {
		return Shape{}, &Error{Problem: BadInputs}
	}
	out := in[0]
	for _, x := range in[1:] {
		if x.ND != out.ND || x.Size != out.Size || x.Batch != out.Batch {
			return Shape{}, &Error{Problem: Mismatch, Want: in[0], Got: x}
		}
		c, ok := add(out.C, x.C)
		if !ok {
			return Shape{}, &Error{Problem: Overflow}
		}
		out.C = c
	}
	return out, nil
}

// Add sums its inputs value by value: the join of residual connections. An axis
// of length 1 is repeated along the other's. It has no parameters.
type Add struct {
	free
	InPlace bool // the first input takes the sum, so that no axis of its own is repeated
}

// Kind returns "Add".
func (Add) Kind() string { return "Add" }

// Forward implements [Layer]: see [Add] for shapes that differ.
func (l Add) Forward(in ...Shape) (Shape, error) {
	out, err := broadcast(in)
	if err == nil && l.InPlace && (out.C != in[0].C || out.Size != in[0].Size) {
		return Shape{}, &Error{Problem: Mismatch, Want: out, Got: in[0]}
	}
	return out, err
}

// Mul multiplies its inputs value by value: the join of attention gates. An
// axis of length 1 is repeated along the other's. It has no parameters.
type Mul struct{ free }

// Kind returns "Mul".
func (Mul) Kind() string { return "Mul" }

// Forward implements [Layer]: see [Mul] for shapes that differ.
func (Mul) Forward(in ...Shape) (Shape, error) { return broadcast(in) }

// Crop cuts the middle out of its first input, as large as its second: what the
// 2015 paper does to a skip connection before it is concatenated, since valid
// convolutions have eaten the border of the other side. It has no parameters.
type Crop struct{ free }

// Kind returns "Crop".
func (Crop) Kind() string { return "Crop" }

// Forward implements [Layer]: the first input's channels, the second's sizes.
func (Crop) Forward(in ...Shape) (Shape, error) {
	if len(in) != 2 {
		return Shape{}, &Error{Problem: BadInputs}
	}
	x, like := in[0], in[1]
	if x.ND != like.ND {
		return Shape{}, &Error{Problem: Mismatch, Want: like, Got: x}
	}
	for i := range x.ND {
		if x.Size[i] < like.Size[i] {
			return Shape{}, &Error{Problem: Mismatch, Want: like, Got: x}
		}
	}
	x.Size = like.Size
	return x, nil
}

func broadcast(in []Shape) (Shape, error) {
	if len(in) < 1 {
		return Shape{}, &Error{Problem: BadInputs}
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
			p := Mismatch
			if x.C != out.C {
				p = Channels
			}
			return Shape{}, &Error{Problem: p, Want: in[0], Got: x}
		}
	}
	return out, nil
}

// stretch sets *n to m where it is 1, and reports whether the two go together.
func stretch(n *int64, m int64) bool {
	if *n == 1 {
		*n = m
	}
	return m == *n || m == 1
}
