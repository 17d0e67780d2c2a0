package counter

// ReplicateOne repeats the last value of every axis of its first input whose
// size is not that of its second, of which nothing else is taken: where a
// pooling rounded down, doubling gives one too few. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.nn.functional.pad.html
type ReplicateOne struct{ free }

// Kind returns "Pad".
func (ReplicateOne) Kind() string { return "Pad" }

// Forward implements [Layer]: the first input's channels; sizes that differ grow
// by one.
func (ReplicateOne) Forward(in ...Shape) (Shape, error) {
	like, err := resized(in)
	if err != nil {
		return Shape{}, err
	}
	x := in[0]
	for i := range x.ND {
		if x.Size[i] == like.Size[i] {
			continue
		}
		var ok bool
		if x.Size[i], ok = add(x.Size[i], 1); !ok {
			return Shape{}, &Error{Problem: Overflow}
		}
	}
	return x, nil
}
