package counter

// ConstantPad pads with zeros: Before at the beginning of each axis, After at
// its end. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.nn.ConstantPad2d.html
type ConstantPad struct {
	free
	ND            int
	Before, After Axes
}

// Kind returns "ConstantPad1d", "ConstantPad2d" or "ConstantPad3d".
func (l ConstantPad) Kind() string { return suffixed("ConstantPad", l.ND) }

// Forward implements [Layer]: each size n becomes n + before + after.
func (l ConstantPad) Forward(in ...Shape) (Shape, error) {
	x, err := one(in, 0, l.ND)
	if err != nil {
		return Shape{}, err
	}
	known := x.Known()
	for i := range x.ND {
		if l.Before[i] < 0 || l.After[i] < 0 {
			return Shape{}, &Error{Problem: BadLayer}
		}
		n, ok1 := add(x.Size[i], l.Before[i])
		n, ok2 := add(n, l.After[i])
		if !ok1 || !ok2 {
			return Shape{}, &Error{Problem: Overflow}
		}
		if known {
			x.Size[i] = n
		}
	}
	return x, nil
}
