package counter

// PixelShuffle makes positions of channels: every Factor·Factor channels (in two
// dimensions) become one of Factor times the height and width. It has no
// parameters.
//
// https://pytorch.org/docs/stable/generated/torch.nn.PixelShuffle.html
type PixelShuffle struct {
	free
	ND     int
	Factor int64
}

// Kind returns "PixelShuffle".
func (PixelShuffle) Kind() string { return "PixelShuffle" }

// Forward implements [Layer]: each size is multiplied by the factor, and the
// channels, which must go into them, are divided by as much.
func (l PixelShuffle) Forward(in ...Shape) (Shape, error) {
	x, err := one(in, 0, l.ND)
	if err != nil {
		return Shape{}, err
	}
	if l.Factor < 1 {
		return Shape{}, &Error{Problem: BadLayer}
	}
	share := int64(1)
	for i := range x.ND {
		var ok1, ok2 bool
		share, ok1 = mul(share, l.Factor)
		x.Size[i], ok2 = mul(x.Size[i], l.Factor)
		if !ok1 || !ok2 {
			return Shape{}, &Error{Problem: Overflow}
		}
	}
	if x.C%share != 0 {
		return Shape{}, &Error{Problem: Groups, Want: Shape{C: share}, Got: Shape{C: x.C}}
	}
	x.C /= share
	return x, nil
}
