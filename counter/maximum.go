package counter

// Maximum takes the largest of its inputs value by value: the join of two
// excitations. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.maximum.html
type Maximum struct{ free }

// Kind returns "Maximum".
func (Maximum) Kind() string { return "Maximum" }

// Forward implements [Layer]: an axis of length 1 is repeated along the other's.
func (Maximum) Forward(in ...Shape) (Shape, error) { return broadcast(in) }
