package layer

import "unetparams/counter"

// ContextPool computes a weighted mean of all positions of a map. Its inputs are a map
// of one channel, of which a softmax makes the weights, and the map itself. It has no
// parameters, and only multiplies features by features.
//
// Cao et al., "GCNet: Non-local Networks Meet Squeeze-Excitation Networks and Beyond"
// (2019, https://arxiv.org/abs/1904.11492).
type ContextPool struct{ free }

// Kind returns "ContextPool".
func (ContextPool) Kind() string { return "ContextPool" }

// Forward implements [counter.Layer]: the map's channels, at a single position.
func (ContextPool) Forward(in ...counter.Shape) (counter.Shape, error) {
	if len(in) != 2 || in[0].C != 1 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	scores, x := in[0], in[1]
	if scores.ND != x.ND || scores.Size != x.Size {
		return counter.Shape{}, &counter.Error{Problem: counter.Mismatch, Want: x, Got: scores}
	}
	for i := range x.ND {
		x.Size[i] = min(x.Size[i], 1)
	}
	return x, nil
}

// Summarizes implements [counter.Summarizer].
func (ContextPool) Summarizes() bool { return true }

// FeatureMACs implements [counter.FeatureMultiplier]: one for each channel of each
// position.
func (ContextPool) FeatureMACs(in []counter.Shape, _ counter.Shape) (int64, error) {
	return in[1].Elements()
}
