package layer

import "unetparams/counter"

// AttentionMask tells which pairs of positions in shifted windows do not belong
// together, as a map wraps around. Where published code stores it, it is a buffer of
// windows·(positions of a window)² elements, made for maps of one size, and nothing
// is learned. [WindowAttention] makes the same one anew; what comes in passes.
type AttentionMask struct {
	ND                  int
	Size, Window, Shift counter.Axes
}

// Kind returns "AttentionMask".
func (AttentionMask) Kind() string { return "AttentionMask" }

// Register states the buffer.
func (l AttentionMask) Register(t *counter.Tensors) {
	windows, n := int64(1), int64(1)
	for i, w := range l.Window[:l.ND] {
		windows *= l.Size[i] / max(w, 1)
		n *= w
	}
	t.Buffer("", counter.Dim{N: windows}, counter.Dim{Sym: "n", N: n}, counter.Dim{Sym: "n", N: n})
}

// Forward implements [counter.Layer]: the shape stays. Sizes must be Size.
func (l AttentionMask) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, l.ND)
	if err == nil && !fitsWindow(l.ND, l.Window) {
		err = &counter.Error{Problem: counter.BadLayer}
	}
	if err == nil && x.Known() {
		want := x
		copy(want.Size[:l.ND], l.Size[:])
		if want != x {
			err = &counter.Error{Problem: counter.Mismatch, Want: want, Got: x}
		}
	}
	return x, err
}

// MACs returns 0: nothing is multiplied.
func (AttentionMask) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }

// PatchPositions makes positions of channels, as patch expanding does: a
// [PixelShuffle] in whose channels the position in the patch changes slowest. It has
// no parameters.
type PatchPositions struct {
	free
	ND     int
	Factor int64
}

// Kind returns "PatchPositions".
func (PatchPositions) Kind() string { return "PatchPositions" }

// Forward implements [counter.Layer]: sizes times Factor, as many fewer channels.
func (l PatchPositions) Forward(in ...counter.Shape) (counter.Shape, error) {
	return PixelShuffle{ND: l.ND, Factor: l.Factor}.Forward(in...)
}
