package counter

// ReflectionPad pads every axis on both sides with a mirror image of what lies
// next to the border. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.nn.ReflectionPad2d.html
type ReflectionPad struct {
	free
	ND      int
	Padding Axes
}

// Kind returns "ReflectionPad1d", "ReflectionPad2d" or "ReflectionPad3d".
func (l ReflectionPad) Kind() string { return suffixed("ReflectionPad", l.ND) }

// Forward implements [Layer]: each size n becomes n + 2·padding; n must be
// larger than the padding.
func (l ReflectionPad) Forward(in ...Shape) (Shape, error) {
	x, err := one(in, 0, l.ND)
	if err != nil {
		return Shape{}, err
	}
	want := Shape{C: x.C, ND: x.ND}
	for i := range x.ND {
		if l.Padding[i] < 0 {
			return Shape{}, &Error{Problem: BadLayer}
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
			return Shape{}, &Error{Problem: TooSmall, Want: want, Got: x}
		}
		n, ok1 := mul(2, p)
		n, ok2 := add(n, x.Size[i])
		if !ok1 || !ok2 {
			return Shape{}, &Error{Problem: Overflow}
		}
		out.Size[i] = n
	}
	return out, nil
}
