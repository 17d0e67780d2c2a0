package counter

// Multiple stands where published code refuses an input whose sizes are not
// multiples of Of. It changes nothing and has no parameters.
type Multiple struct {
	free
	Of Axes // 0 means 1
}

// Kind returns "Multiple".
func (Multiple) Kind() string { return "Multiple" }

// Forward implements [Layer]: the shape stays. The problem is [Indivisible].
func (l Multiple) Forward(in ...Shape) (Shape, error) {
	x, err := one(in, 0, 0)
	if err != nil || !x.Known() {
		return x, err
	}
	of := l.Of.or(1)
	for i := range x.ND {
		if of[i] < 1 {
			return Shape{}, &Error{Problem: BadLayer}
		}
		if x.Size[i]%of[i] != 0 {
			return Shape{}, &Error{Problem: Indivisible, Want: Shape{C: x.C, ND: x.ND, Size: of}, Got: x}
		}
	}
	return x, nil
}
