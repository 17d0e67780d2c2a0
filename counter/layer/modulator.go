package layer

import "unetparams/counter"

// WindowEmbedding adds to every position a vector that is learned for its position
// within its attention window; windows are shifted by Shift, see
// [WindowAttention]:
//
//	learnable = (positions of a window)·C
//
// It is the modulator of Uformer: Wang et al., "Uformer" (2021,
// https://arxiv.org/abs/2106.03106). PyTorch stores it as an nn.Embedding.
type WindowEmbedding struct {
	C             int64
	ND            int
	Window, Shift counter.Axes
}

// Kind returns "WindowEmbedding".
func (WindowEmbedding) Kind() string { return "WindowEmbedding" }

// Register adds the weight (positions of a window, C).
func (l WindowEmbedding) Register(t *counter.Tensors) {
	n := int64(1)
	for _, w := range l.Window[:l.ND] {
		n *= w
	}
	t.Parameter("weight", counter.Dim{Sym: "n", N: n}, counter.Dim{Sym: "C", N: l.C})
}

// Forward implements [counter.Layer]: the shape is unchanged. Sizes must be
// multiples of the window.
func (l WindowEmbedding) Forward(in ...counter.Shape) (counter.Shape, error) {
	err := channelwise(in, l.C, l.ND)
	if err == nil && !fitsWindow(l.ND, l.Window) {
		err = &counter.Error{Problem: counter.BadLayer}
	}
	if err != nil {
		return counter.Shape{}, err
	}
	return SizeMultipleOf{Of: l.Window}.Forward(in...)
}

// MACs returns 0: adding is not counted.
func (WindowEmbedding) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }
