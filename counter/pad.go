package counter

// PadLike pads its first input with zeros on all sides, or crops it, to the
// sizes of its second, of which nothing else is taken: how up-sampled features
// meet a skip connection whose size was odd. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.nn.functional.pad.html
type PadLike struct{ free }

// Kind returns "Pad".
func (PadLike) Kind() string { return "Pad" }

// Forward implements [Layer]: the first input's channels, the second's sizes.
func (PadLike) Forward(in ...Shape) (Shape, error) { return resized(in) }

// TrimOdd cuts one off the end of every axis of its first input whose size
// differs by an odd number from that of its second, of which nothing else is
// taken: where a pooling rounded up, doubling gives one too many. It has no
// parameters.
type TrimOdd struct{ free }

// Kind returns "Trim".
func (TrimOdd) Kind() string { return "Trim" }

// Forward implements [Layer]: the first input's channels and, up to one, sizes.
func (TrimOdd) Forward(in ...Shape) (Shape, error) {
	like, err := resized(in)
	if err != nil {
		return Shape{}, err
	}
	x := in[0]
	for i := range x.ND {
		x.Size[i] -= (x.Size[i] ^ like.Size[i]) & 1
		if like.Known() && x.Size[i] < 1 {
			return Shape{}, &Error{Problem: TooSmall, Got: in[0]}
		}
	}
	return x, nil
}

// resized returns the first of two inputs with the sizes of the second.
func resized(in []Shape) (Shape, error) {
	if len(in) != 2 {
		return Shape{}, &Error{Problem: BadInputs}
	}
	x, like := in[0], in[1]
	if x.ND != like.ND {
		return Shape{}, &Error{Problem: Mismatch, Want: like, Got: x}
	}
	x.Size = like.Size
	return x, nil
}
