package layer

import "unetparams/counter"

// The layers of this file have one tensor without a name of its own: in PyTorch
// it is an nn.Parameter or a buffer of the enclosing module.

// PositionEmbedding adds a learned vector to every position, for maps of one fixed
// size:
//
//	learnable = positions·C
//
// PyTorch stores tokens as (1, positions, C) or (C, positions), and maps as
// (1, C, sizes…).
type PositionEmbedding struct {
	C       int64
	ND      int
	Size    counter.Axes
	Map     bool // stored as a map
	Columns bool // stored as (C, positions)
}

// Kind returns "PositionEmbedding".
func (PositionEmbedding) Kind() string { return "PositionEmbedding" }

// Register adds the parameter.
func (l PositionEmbedding) Register(t *counter.Tensors) {
	dims := append(make([]counter.Dim, 0, 5), counter.Dim{N: 1})
	c := counter.Dim{Sym: "C", N: l.C}
	if l.Map {
		dims = append(dims, c)
		for _, n := range l.Size[:l.ND] {
			dims = append(dims, counter.Dim{N: n})
		}
		t.Parameter("", dims...)
		return
	}
	n, err := counter.Product(l.Size[:l.ND]...)
	if err != nil {
		n = -1 // becomes a huge unsigned number, so that every count overflows
	}
	if l.Columns {
		t.Parameter("", c, counter.Dim{Sym: "n", N: n})
		return
	}
	t.Parameter("", append(dims, counter.Dim{Sym: "n", N: n}, c)...)
}

// Forward implements [counter.Layer]: the shape is unchanged. Sizes must be Size.
func (l PositionEmbedding) Forward(in ...counter.Shape) (counter.Shape, error) {
	err := channelwise(in, l.C, l.ND)
	if err == nil && (l.ND < 1 || l.ND > 3) {
		err = &counter.Error{Problem: counter.BadLayer}
	}
	if err == nil && in[0].Known() {
		want := in[0]
		copy(want.Size[:l.ND], l.Size[:])
		if want != in[0] {
			err = &counter.Error{Problem: counter.Mismatch, Want: want, Got: in[0]}
		}
	}
	return unchanged(in, err)
}

// MACs returns 0: adding is not counted.
func (PositionEmbedding) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }

// ChannelScale multiplies every channel by a learned factor:
//
//	learnable = C
//
// PyTorch stores it as (1, C, 1, …), with a 1 for each axis, or as (C).
type ChannelScale struct {
	C    int64
	ND   int
	Flat bool // stored as (C)
}

// Kind returns "ChannelScale".
func (ChannelScale) Kind() string { return "ChannelScale" }

// Register adds the parameter.
func (l ChannelScale) Register(t *counter.Tensors) {
	one := counter.Dim{N: 1}
	if l.Flat {
		t.Parameter("", counter.Dim{Sym: "C", N: l.C})
		return
	}
	t.Parameter("", []counter.Dim{one, {Sym: "C", N: l.C}, one, one, one}[:2+l.ND]...)
}

// Forward implements [counter.Layer]: the shape is unchanged.
func (l ChannelScale) Forward(in ...counter.Shape) (counter.Shape, error) {
	if l.ND < 0 || l.ND > 3 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	}
	return unchanged(in, channelwise(in, l.C, l.ND))
}

// MACs returns 0: element-wise products are not counted.
func (ChannelScale) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }
