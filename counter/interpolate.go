package counter

// Interpolate resizes its first input to the sizes of its second, of which
// nothing else is taken: by nearest neighbour or by linear interpolation
// (bilinear in two dimensions, trilinear in three). It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.nn.functional.interpolate.html
type Interpolate struct {
	free
	Linear bool // false: nearest neighbour
}

// Kind returns "Interpolate".
func (Interpolate) Kind() string { return "Interpolate" }

// Forward implements [Layer]: the first input's channels, the second's sizes.
func (Interpolate) Forward(in ...Shape) (Shape, error) { return resized(in) }
