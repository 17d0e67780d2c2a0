package counter

// Mean averages its inputs value by value: the join of several outputs. It has
// no parameters.
type Mean struct{ free }

// Kind returns "Mean".
func (Mean) Kind() string { return "Mean" }

// Forward implements [Layer]: all shapes must be equal.
func (Mean) Forward(in ...Shape) (Shape, error) {
	if len(in) < 1 {
		return Shape{}, &Error{Problem: BadInputs}
	}
	for _, x := range in[1:] {
		if x != in[0] {
			return Shape{}, &Error{Problem: Mismatch, Want: in[0], Got: x}
		}
	}
	return in[0], nil
}
