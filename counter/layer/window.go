package layer

import "unetparams/counter"

// WindowAttention is the attention of Swin Transformers inside windows that do not
// overlap. In every second block the windows are shifted by Shift positions. To the
// score of a query and a key it adds a bias that is learned for their relative
// position and the head:
//
//	learnable            = (2·w_h − 1)·(2·w_w − 1)·heads
//	products of features = positions·(positions of a window)·2·C
//
// Along an axis on which the map is smaller than the window, the window is as large
// as the map and not shifted. Its inputs are queries, keys, values, and the
// [RelativePositionIndex] for looking up the biases. In PyTorch the enclosing module
// owns the table. Liu et al.,
// "Swin Transformer: Hierarchical Vision Transformer using Shifted Windows" (2021,
// https://arxiv.org/abs/2103.14030).
type WindowAttention struct {
	ND            int
	Heads         int64
	Window, Shift counter.Axes
	// Unmasked lets positions of a shifted window attend to one another even if they
	// are neighbors only because the map wraps around.
	Unmasked bool
}

// Kind returns "WindowAttention".
func (WindowAttention) Kind() string { return "WindowAttention" }

// Register adds the table (relative positions, heads).
func (l WindowAttention) Register(t *counter.Tensors) {
	n := int64(1)
	for _, w := range l.Window[:l.ND] {
		n *= 2*w - 1
	}
	t.Parameter("", counter.Dim{Sym: "d", N: n}, counter.Dim{Sym: "heads", N: l.Heads})
}

// Forward implements [counter.Layer]: the values' channels, unchanged sizes, which
// must be multiples of the window unless they are smaller.
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

// fitsWindow reports whether a window is valid along nd axes, and small enough that
// the size of no table for it overflows.
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

// MACs returns 0: no factor is a parameter.
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

// attended checks the inputs of attention and returns the shape of its output.
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

// attentionMACs returns the products of the given number of queries with keys and
// values.
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

// RelativePositionIndex gives for each pair of positions in a window the row of
// their relative position in the table of [WindowAttention]. It is a buffer of
// (positions of a window)² elements and has no parameters. It does not use its
// input.
type RelativePositionIndex struct {
	ND     int
	Window counter.Axes
	// Flawed selects the index of nnFormer, in three dimensions: its strides are
	// 3·w_h − 1 and 2·w_h − 1, so that some relative positions share a row.
	Flawed bool
}

// Kind returns "RelativePositionIndex".
func (RelativePositionIndex) Kind() string { return "RelativePositionIndex" }

// Register adds the buffer.
func (l RelativePositionIndex) Register(t *counter.Tensors) {
	n := int64(1)
	for _, w := range l.Window[:l.ND] {
		n *= w
	}
	t.Buffer("", counter.Dim{Sym: "n", N: n}, counter.Dim{Sym: "n", N: n})
}

// ReadsSize implements [counter.SizeReader].
func (RelativePositionIndex) ReadsSize(int) bool { return true }

// Forward implements [counter.Layer]: the shape is unchanged.
func (l RelativePositionIndex) Forward(in ...counter.Shape) (counter.Shape, error) {
	if !fitsWindow(l.ND, l.Window) || l.Flawed && l.ND != 3 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	}
	return one(in, 0, l.ND)
}

// MACs returns 0: nothing is multiplied.
func (RelativePositionIndex) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }

// WindowPad pads the end of each axis with zeros to a multiple of the window,
// unless the axis fits into one window. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.nn.functional.pad.html
type WindowPad struct {
	free
	ND     int
	Window counter.Axes
	Small  bool // also pads an axis that fits into one window
	// Replicate repeats the last row or column instead of zeros.
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

// TrimLike truncates each axis of its first input to the sizes of its second, of
// which nothing else is used. It has no parameters.
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
