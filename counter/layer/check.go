package layer

import (
	"unetparams/counter"
)

// free is embedded by layers without parameters and multiply-accumulates.
type free struct{}

// Register does nothing: the layer has no parameters.
func (free) Register(*counter.Tensors) {}

// MACs returns 0: see package counter for what is counted.
func (free) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }

// one returns the only input after checking it as single does.
func one(in []counter.Shape, c int64, nd int) (counter.Shape, error) {
	return unchanged(in, single(in, c, nd))
}

// unchanged returns the only input, or err if it is not nil.
func unchanged(in []counter.Shape, err error) (counter.Shape, error) {
	if err != nil {
		return counter.Shape{}, err
	}
	return in[0], nil
}

// single checks that there is one input, which must have the given channels
// unless c is 0 and the given number of spatial axes unless nd is 0.
func single(in []counter.Shape, c int64, nd int) error {
	if len(in) != 1 || c != 0 && in[0].C != c || nd != 0 && in[0].ND != nd {
		return notSingle(in, c, nd)
	}
	return nil
}

func notSingle(in []counter.Shape, c int64, nd int) error {
	if len(in) != 1 {
		return &counter.Error{Problem: counter.BadInputs}
	}
	return &counter.Error{Problem: counter.Channels, Want: counter.Shape{C: c, ND: nd}, Got: in[0]}
}

// channelwise checks the only input of a layer for c channels, which must be
// positive.
func channelwise(in []counter.Shape, c int64, nd int) error {
	if c < 1 {
		return &counter.Error{Problem: counter.BadLayer}
	}
	return single(in, c, nd)
}

// suffixed returns a PyTorch class name such as "Conv" + "2d".
func suffixed(name string, nd int) string {
	switch nd {
	case 1:
		return name + "1d"
	case 2:
		return name + "2d"
	}
	return name + "3d"
}
