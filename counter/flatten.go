package counter

// Flatten makes channels of all positions, for a fully connected layer that was
// made for maps of one size. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.flatten.html
type Flatten struct {
	free
	Size Axes // of the maps
}

// Kind returns "Flatten".
func (Flatten) Kind() string { return "Flatten" }

// Forward implements [Layer]: channels times positions. The sizes must be Size.
func (l Flatten) Forward(in ...Shape) (Shape, error) {
	x, err := one(in, 0, 0)
	if err != nil {
		return Shape{}, err
	}
	want := x
	copy(want.Size[:x.ND], l.Size[:])
	if x.Known() && x != want {
		return Shape{}, &Error{Problem: Mismatch, Want: want, Got: x}
	}
	c, err := product(append(want.Sizes(), x.C)...)
	if err == nil && c < 1 {
		err = &Error{Problem: BadLayer}
	}
	return Shape{C: c, Batch: x.Batch}, err
}

// Unflatten takes its first input's channels apart again, into C channels and
// positions, as many as its second input has: of that nothing else is taken. It
// has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.nn.Unflatten.html
type Unflatten struct {
	free
	C int64
}

// Kind returns "Unflatten".
func (Unflatten) Kind() string { return "Unflatten" }

// Forward implements [Layer]: C channels, the second input's sizes.
func (l Unflatten) Forward(in ...Shape) (Shape, error) {
	if len(in) != 2 || in[0].ND != 0 {
		return Shape{}, &Error{Problem: BadInputs}
	}
	x := Shape{C: l.C, ND: in[1].ND, Size: in[1].Size, Batch: in[0].Batch}
	if l.C < 1 {
		return Shape{}, &Error{Problem: BadLayer}
	}
	if !x.Known() {
		return x, nil
	}
	n, err := product(append(x.Sizes(), x.C)...)
	if err == nil && n != in[0].C {
		err = &Error{Problem: Mismatch, Want: x, Got: in[0]}
	}
	return x, err
}
