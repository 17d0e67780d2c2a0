package layer

import (
	"strconv"

	"unetparams/counter"
)

// LSTM is a recurrent network over the positions of a sequence, with four gates of
// Hidden units, and twice that if it runs in both directions. The first layer takes In
// channels, every further one what the layer before returns:
//
//	learnable = 4·H·C_in + 4·H·H + 4·H + 4·H for each layer and direction
//
// Hochreiter, Schmidhuber, "Long Short-Term Memory" (1997);
// https://pytorch.org/docs/stable/generated/torch.nn.LSTM.html
type LSTM struct {
	In, Hidden, Layers int64
	Bidirectional      bool
}

// Kind returns "LSTM".
func (LSTM) Kind() string { return "LSTM" }

// directions returns in how many directions it runs.
func (l LSTM) directions() int64 {
	if l.Bidirectional {
		return 2
	}
	return 1
}

// Register adds weight_ih_l0 (4·H, C_in), weight_hh_l0 (4·H, H), bias_ih_l0 and
// bias_hh_l0 (4·H), the same of the other direction, and of further layers.
func (l LSTM) Register(t *counter.Tensors) {
	gates, hidden := counter.Dim{Sym: "4H", N: 4 * l.Hidden}, counter.Dim{Sym: "H", N: l.Hidden}
	for i := range l.Layers {
		in := counter.Dim{Sym: "C_in", N: l.In}
		if i > 0 {
			in.N = l.directions() * l.Hidden
		}
		for d := range l.directions() {
			name := "_l" + strconv.FormatInt(i, 10)
			if d == 1 {
				name += "_reverse"
			}
			t.Parameter("weight_ih"+name, gates, in)
			t.Parameter("weight_hh"+name, gates, hidden)
			t.Parameter("bias_ih"+name, gates)
			t.Parameter("bias_hh"+name, gates)
		}
	}
}

// Forward implements [counter.Layer]: the hidden units of all directions, an unchanged
// length.
func (l LSTM) Forward(in ...counter.Shape) (counter.Shape, error) {
	if l.Hidden < 1 || l.Layers < 1 || l.Layers > 64 || l.Hidden > 1<<60 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	}
	x, err := unchanged(in, channelwise(in, l.In, 1))
	x.C = l.directions() * l.Hidden
	return x, err
}

// MACs returns positions·4·H·(C_in + H) for each layer and direction.
func (l LSTM) MACs(in []counter.Shape, out counter.Shape) (int64, error) {
	n, err := out.Positions()
	if err != nil {
		return 0, err
	}
	sum, c, ok := int64(0), l.In, true
	for range l.Layers {
		products, err := counter.Product(n, l.directions(), 4, l.Hidden, c+l.Hidden)
		if err != nil {
			return 0, err
		}
		if sum, ok = counter.Add(sum, products); !ok {
			return 0, &counter.Error{Problem: counter.Overflow}
		}
		c = l.directions() * l.Hidden
	}
	return sum, nil
}

// Reach implements [counter.Reacher]: all positions, or all up to the same one.
func (l LSTM) Reach(_ int, out counter.Span, _, _ counter.Shape) counter.Span {
	if l.Bidirectional {
		return counter.Everywhere
	}
	return counter.Span{Lo: counter.Everywhere.Lo, Hi: out.Hi}
}
