package layer

import "unetparams/counter"

// AttentionMask masks the pairs of positions in shifted windows that are neighbors
// only because the map wraps around. It exists for published code that stores the
// mask as a buffer of windows·(positions of a window)² elements, for maps of one
// size. It has no parameters and passes its input on; [WindowAttention] computes
// the same mask itself.
type AttentionMask struct {
	ND                  int
	Size, Window, Shift counter.Axes
}

// Kind returns "AttentionMask".
func (AttentionMask) Kind() string { return "AttentionMask" }

// Register adds the buffer.
func (l AttentionMask) Register(t *counter.Tensors) {
	windows, n := int64(1), int64(1)
	for i, w := range l.Window[:l.ND] {
		windows *= l.Size[i] / max(w, 1)
		n *= w
	}
	t.Buffer("", counter.Dim{N: windows}, counter.Dim{Sym: "n", N: n}, counter.Dim{Sym: "n", N: n})
}

// Forward implements [counter.Layer]: the shape is unchanged. Sizes must be Size.
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

// PatchPositions turns channels into positions, as patch expanding does: a
// [PixelShuffle] that expects the position in the patch to vary slowest among the
// channels. It has no parameters.
type PatchPositions struct {
	free
	ND     int
	Factor int64
}

// Kind returns "PatchPositions".
func (PatchPositions) Kind() string { return "PatchPositions" }

// Forward implements [counter.Layer]: each size is multiplied by Factor, and the
// channels are divided by Factor for each axis.
func (l PatchPositions) Forward(in ...counter.Shape) (counter.Shape, error) {
	return PixelShuffle{ND: l.ND, Factor: l.Factor}.Forward(in...)
}
