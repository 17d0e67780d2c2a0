package counter

// Argmax replaces the channels by the number of the largest. No gradient goes
// back through it, so training can't reach what only leads here. It has no
// parameters.
//
// https://pytorch.org/docs/stable/generated/torch.argmax.html
type Argmax struct{ free }

// Kind returns "Argmax".
func (Argmax) Kind() string { return "Argmax" }

// Forward implements [Layer]: one channel, the sizes stay.
func (Argmax) Forward(in ...Shape) (Shape, error) {
	x, err := one(in, 0, 0)
	x.C = 1
	return x, err
}
