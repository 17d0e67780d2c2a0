package layer

import "unetparams/counter"

// DecayAttention is attention over a sequence whose scores fall with the distance of
// two positions, at rates that a fourth input gives for each query, and in which no
// position attends to itself:
//
//	softmax(q·kᵀ/√d − |t − s|·Σ f·σ(decay_f)/(2·√F))·v
//
// Its inputs are queries, keys, values, and F rates for each head. It has no
// parameters.
//
// Défossez, "Hybrid Spectrogram and Waveform Source Separation" (2021,
// https://arxiv.org/abs/2111.03600), LocalState of https://github.com/facebookresearch/demucs.
type DecayAttention struct {
	free
	Heads int64
}

// Kind returns "DecayAttention".
func (DecayAttention) Kind() string { return "DecayAttention" }

// Forward implements [counter.Layer]: the shape of the queries.
func (l DecayAttention) Forward(in ...counter.Shape) (counter.Shape, error) {
	if len(in) != 4 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	rates := in[3]
	if l.Heads < 1 || rates.C%l.Heads != 0 || rates.ND != 1 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	}
	if rates.Size != in[0].Size {
		return counter.Shape{}, &counter.Error{Problem: counter.Mismatch, Want: in[0], Got: rates}
	}
	return Attention{Heads: l.Heads}.Forward(in[:3]...)
}

// FeatureMACs implements [counter.FeatureMultiplier]: those of [Attention], and for each
// pair of positions one for each rate.
func (DecayAttention) FeatureMACs(in []counter.Shape, out counter.Shape) (int64, error) {
	n, err := in[0].Positions()
	if err != nil {
		return 0, err
	}
	return counter.Product(n, in[0].Size[0], in[1].C+in[2].C+in[3].C)
}

// Reach implements [counter.Reacher]: all positions.
func (DecayAttention) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}
