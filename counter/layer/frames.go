package layer

import "unetparams/counter"

// Frames cuts sequences that are longer than Width into parts of that length, each of
// which begins Width/2 after the one before; the parts are further images of the
// batch. Shorter sequences are unchanged. It has no parameters.
type Frames struct {
	free
	Width int64
}

// Kind returns "Frames".
func (Frames) Kind() string { return "Frames" }

// Forward implements [counter.Layer]: n/(Width/2) parts of a sequence, rounded up.
func (l Frames) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 1)
	if err == nil && (l.Width < 4 || l.Width%4 != 0) {
		err = &counter.Error{Problem: counter.BadLayer}
	}
	if err != nil || !x.Known() || x.Size[0] <= l.Width {
		return x, err
	}
	step := l.Width / 2
	x.Batch, err = counter.Product(max(x.Batch, 1), (x.Size[0]-1)/step+1)
	x.Size[0] = l.Width
	return x, err
}

// Reach implements [counter.Reacher]: positions change places.
func (Frames) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}

// Unframes joins the parts that [Frames] has made of its second input, of which only
// the size is used: of two that overlap, each gives the half next to its middle. It
// has no parameters.
type Unframes struct {
	free
	Width int64
}

// Kind returns "Unframes".
func (Unframes) Kind() string { return "Unframes" }

// ReadsSize implements [counter.SizeReader]: of the second input.
func (Unframes) ReadsSize(input int) bool { return input == 1 }

// Forward implements [counter.Layer]: the first input's channels, the second's size.
func (l Unframes) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := resized(in)
	if err == nil {
		x.Batch = in[1].Batch
	}
	return x, err
}

// Reach implements [counter.Reacher]: positions change places.
func (Unframes) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}
