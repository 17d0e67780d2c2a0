package layer

import "unetparams/counter"

// PatchChannels turns the positions of each patch into channels, the reverse of a
// [PixelShuffle]: patch embedding and patch merging of Swin Transformers are this
// layer and a fully connected one. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.nn.PixelUnshuffle.html
type PatchChannels struct {
	free
	ND    int
	Patch counter.Axes
	Order PatchOrder
}

// A PatchOrder says in which order the values of a patch become channels.
type PatchOrder int

// The orders. Each comment lists the index that varies slowest first.
const (
	ChannelFirst  PatchOrder = iota // channel, then position: nn.PixelUnshuffle
	ChannelLast                     // position, first axis slowest, then channel
	LastAxisFirst                   // position, last axis slowest, then channel: patch merging
	// RepeatedCorners is MONAI's patch merging of volumes: of the eight positions it
	// takes (0,1,0) and (0,0,1) twice, and omits (1,1,0) and (0,1,1). MONAI keeps it
	// for compatibility with published weights.
	RepeatedCorners
)

// Kind returns "PatchChannels".
func (PatchChannels) Kind() string { return "PatchChannels" }

// Resamples implements [counter.Resampler]: the factor is the largest size of a patch.
func (l PatchChannels) Resamples() (counter.Resampling, int64) {
	if l.Order == ChannelFirst {
		return counter.Unshuffling, largest(l.Patch, l.ND)
	}
	return counter.PatchMerging, largest(l.Patch, l.ND)
}

// Forward implements [counter.Layer]: sizes are divided by the patch's, and the
// channels are multiplied by the number of positions of a patch.
func (l PatchChannels) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, l.ND)
	if err != nil {
		return counter.Shape{}, err
	}
	if l.Order == RepeatedCorners && (l.ND != 3 || l.Patch != counter.Cube(2)) {
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	}
	known := x.Known()
	out := x
	for i := range x.ND {
		p := l.Patch[i]
		if p < 1 {
			return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
		}
		if known && x.Size[i]%p != 0 {
			return counter.Shape{}, &counter.Error{Problem: counter.Indivisible, Want: counter.Shape{C: x.C, ND: x.ND, Size: l.Patch}, Got: x}
		}
		var ok bool
		if out.C, ok = counter.Mul(out.C, p); !ok {
			return counter.Shape{}, &counter.Error{Problem: counter.Overflow}
		}
		out.Size[i] = x.Size[i] / p
	}
	return out, nil
}
