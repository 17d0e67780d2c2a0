package layer

import "unetparams/counter"

// ChannelPool takes the maximum or the average of all channels at each position.
// It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.amax.html
type ChannelPool struct {
	free
	Average bool // false: the maximum
}

// Kind returns "ChannelMax" or "ChannelMean".
func (l ChannelPool) Kind() string {
	if l.Average {
		return "ChannelMean"
	}
	return "ChannelMax"
}

// Forward implements [counter.Layer]: one channel, unchanged sizes.
func (ChannelPool) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 0)
	x.C = 1
	return x, err
}
