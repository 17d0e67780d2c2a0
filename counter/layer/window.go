package layer

import "unetparams/counter"

// WindowAttention is attention inside windows that do not overlap, of Swin
// Transformers: what lies Shift positions further counts as the same window in
// every second block, and to every product of a query and a key it adds a number
// that is learned for their distance and head:
//
//	learnable            = (2·w_h − 1)·(2·w_w − 1)·heads
//	products of features = positions·(positions of a window)·2·C
//
// A window is as large as the map where that is smaller, and then not shifted.
// Its inputs are queries, keys, values, and the [RelativePositionIndex] by which
// distances are looked up. PyTorch's module around it owns the table. Liu et al.,
// "Swin Transformer: Hierarchical Vision Transformer using Shifted Windows" (2021,
// https://arxiv.org/abs/2103.14030).
type WindowAttention struct {
	ND            int
	Heads         int64
	Window, Shift counter.Axes
	// Unmasked lets positions of a shifted window attend to one another that don't
	// belong together, as a map wraps around.
	Unmasked bool
}

// Kind returns "WindowAttention".
func (WindowAttention) Kind() string { return "WindowAttention" }

// Register states the table (distances, heads).
func (l WindowAttention) Register(t *counter.Tensors) {
	n := int64(1)
	for _, w := range l.Window[:l.ND] {
		n *= 2*w - 1
	}
	t.Parameter("", counter.Dim{Sym: "d", N: n}, counter.Dim{Sym: "heads", N: l.Heads})
}

// Forward implements [counter.Layer]: the values' channels, the sizes stay; they
// must be multiples of the window.
func (l WindowAttention) Forward(in ...counter.Shape) (counter.Shape, error) {
	if len(in) != 4 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	if !fitsWindow(l.ND, l.Window) || in[0].ND != l.ND {
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	}
	x, err := attended(l.Heads, in[0], in[1], in[2])
	if err != nil || !x.Known() {
		return x, err
	}
	if in[1].Size != x.Size {
		return counter.Shape{}, &counter.Error{Problem: counter.Mismatch, Want: x, Got: in[1]}
	}
	for i, n := range x.Sizes() {
		if n > l.Window[i] && n%l.Window[i] != 0 {
			return counter.Shape{}, &counter.Error{Problem: counter.Indivisible, Want: counter.Shape{C: x.C, ND: x.ND, Size: l.Window}, Got: x}
		}
	}
	return x, nil
}

// fitsWindow reports whether a window is one along nd axes, and so small that no
// table for it is too large for a number.
func fitsWindow(nd int, window counter.Axes) bool {
	if nd < 1 || nd > 3 {
		return false
	}
	for _, w := range window[:nd] {
		if w < 1 || w > 1<<16 {
			return false
		}
	}
	return true
}

// MACs returns 0: no product has a parameter.
func (WindowAttention) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }

// FeatureMACs implements [counter.FeatureMultiplier].
func (l WindowAttention) FeatureMACs(in []counter.Shape, out counter.Shape) (int64, error) {
	k, v := in[1], in[2]
	for i, n := range k.Sizes() {
		k.Size[i] = min(n, l.Window[i])
	}
	queries, err := in[0].Positions()
	if err != nil {
		return 0, err
	}
	return attentionMACs(queries, k, v)
}

// attended returns the output of attention, after checking what it is given.
func attended(heads int64, q, k, v counter.Shape) (counter.Shape, error) {
	switch {
	case heads < 1 || q.ND < 1 || k.ND < 1:
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	case q.C != k.C:
		return counter.Shape{}, &counter.Error{Problem: counter.Channels, Want: q, Got: k}
	case k.ND != v.ND || k.Size != v.Size:
		return counter.Shape{}, &counter.Error{Problem: counter.Mismatch, Want: k, Got: v}
	}
	for _, c := range []int64{q.C, v.C} {
		if c%heads != 0 {
			return counter.Shape{}, &counter.Error{Problem: counter.Groups, Want: counter.Shape{C: heads}, Got: counter.Shape{C: c}}
		}
	}
	q.C = v.C
	return q, nil
}

// attentionMACs returns the products of so many queries with keys and values.
func attentionMACs(queries int64, k, v counter.Shape) (int64, error) {
	keys, err := k.Positions()
	if err != nil {
		return 0, err
	}
	c, ok := counter.Add(k.C, v.C)
	if !ok {
		return 0, &counter.Error{Problem: counter.Overflow}
	}
	return counter.Product(queries, keys, c)
}

// RelativePositionIndex says for each pair of positions in a window which row of
// the table of [WindowAttention] their distance has. It is a buffer of
// (positions of a window)² elements, and nothing is learned. Of its input nothing
// is taken.
type RelativePositionIndex struct {
	ND     int
	Window counter.Axes
	// Flawed is the index of nnFormer, in three dimensions: rows are 3·w_h − 1 and
	// 2·w_h − 1 apart, so that some distances share a row.
	Flawed bool
}

// Kind returns "RelativePositionIndex".
func (RelativePositionIndex) Kind() string { return "RelativePositionIndex" }

// Register states the buffer.
func (l RelativePositionIndex) Register(t *counter.Tensors) {
	n := int64(1)
	for _, w := range l.Window[:l.ND] {
		n *= w
	}
	t.Buffer("", counter.Dim{Sym: "n", N: n}, counter.Dim{Sym: "n", N: n})
}

// ReadsSize implements [counter.SizeReader].
func (RelativePositionIndex) ReadsSize(int) bool { return true }

// Forward implements [counter.Layer]: the shape stays.
func (l RelativePositionIndex) Forward(in ...counter.Shape) (counter.Shape, error) {
	if !fitsWindow(l.ND, l.Window) || l.Flawed && l.ND != 3 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	}
	return one(in, 0, l.ND)
}

// MACs returns 0: nothing is multiplied.
func (RelativePositionIndex) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }

// WindowPad pads the end of each axis with zeros to a multiple of the window,
// unless the whole axis fits into one. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.nn.functional.pad.html
type WindowPad struct {
	free
	ND     int
	Window counter.Axes
	Small  bool // pads an axis that fits into one, too
	// Replicate repeats the last row or column in place of zeros.
	Replicate bool
}

// Kind returns "WindowPad".
func (WindowPad) Kind() string { return "WindowPad" }

// Forward implements [counter.Layer]: the next multiple of each size.
func (l WindowPad) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, l.ND)
	if err != nil {
		return counter.Shape{}, err
	}
	if !fitsWindow(l.ND, l.Window) {
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	}
	for i, w := range l.Window[:l.ND] {
		n := x.Size[i]
		if n <= w && !l.Small || n%w == 0 {
			continue
		}
		var ok bool
		if x.Size[i], ok = counter.Add(n, w-n%w); !ok {
			return counter.Shape{}, &counter.Error{Problem: counter.Overflow}
		}
	}
	return x, nil
}

// TrimLike cuts the end off each axis of its first input, to the sizes of its
// second, of which nothing else is taken. It has no parameters.
type TrimLike struct{ free }

// Kind returns "TrimLike".
func (TrimLike) Kind() string { return "TrimLike" }

// ReadsSize implements [counter.SizeReader]: of the second input.
func (TrimLike) ReadsSize(input int) bool { return input == 1 }

// Forward implements [counter.Layer]: the first input's channels, the second's
// sizes, which must not be larger.
func (TrimLike) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := resized(in)
	if err != nil {
		return counter.Shape{}, err
	}
	for i, n := range x.Sizes() {
		if n > in[0].Size[i] {
			return counter.Shape{}, &counter.Error{Problem: counter.Mismatch, Want: x, Got: in[0]}
		}
	}
	return x, nil
}
