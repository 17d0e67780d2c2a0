package layer

import "unetparams/counter"

// FeatureMACs implements [counter.FeatureMultiplier]: one for each channel of
// each pair of a query and a key.
func (PairDot) FeatureMACs(in []counter.Shape, out counter.Shape) (int64, error) {
	pairs, err := out.Positions()
	if err != nil {
		return 0, err
	}
	return counter.Product(pairs, in[0].C)
}

// FeatureMACs implements [counter.FeatureMultiplier]: one for each channel of a
// value and each pair of a query and a key.
func (PairWeighted) FeatureMACs(in []counter.Shape, out counter.Shape) (int64, error) {
	pairs, err := in[0].Positions()
	if err != nil {
		return 0, err
	}
	return counter.Product(pairs, in[1].C)
}
