package counter

// AdaptivePool takes the maximum or the average over as many windows an axis as
// the output is to have; with one, over all positions. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool2d.html
type AdaptivePool struct {
	free
	ND      int
	Average bool // false: the maximum
	Size    Axes // of the output
}

// Kind returns "AdaptiveMaxPool2d", "AdaptiveAvgPool3d", ….
func (l AdaptivePool) Kind() string {
	if l.Average {
		return suffixed("AdaptiveAvgPool", l.ND)
	}
	return suffixed("AdaptiveMaxPool", l.ND)
}

// Forward implements [Layer]: the channels stay, the sizes become Size.
func (l AdaptivePool) Forward(in ...Shape) (Shape, error) {
	x, err := one(in, 0, l.ND)
	if err != nil {
		return Shape{}, err
	}
	for i := range x.ND {
		if l.Size[i] < 1 {
			return Shape{}, &Error{Problem: BadLayer}
		}
		if x.Known() {
			x.Size[i] = l.Size[i]
		}
	}
	return x, nil
}
