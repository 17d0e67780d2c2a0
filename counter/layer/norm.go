package layer

import (
	"unetparams/counter"
)

// BatchNorm normalizes each channel over the batch and all positions:
//
//	learnable = 2·C when affine (weight γ and bias β), else 0
//	buffers   = 2·C + 1 when it tracks statistics: running mean, running
//	            variance, and a step counter
//
// https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html
type BatchNorm struct {
	ND         int
	C          int64
	Affine     bool   // PyTorch's default: true
	TrackStats bool   // PyTorch's default: true
	Eps        string // added to the variance, as a decimal number; empty: PyTorch's default, 1e-5
	// AlwaysTraining uses the statistics of the batch in evaluation mode, too
	// (training=True of torch.nn.functional.batch_norm).
	AlwaysTraining bool
}

// Kind returns "BatchNorm1d", "BatchNorm2d" or "BatchNorm3d".
func (l BatchNorm) Kind() string { return suffixed("BatchNorm", l.ND) }

// Register adds weight and bias if affine, then the running statistics.
func (l BatchNorm) Register(t *counter.Tensors) { registerNorm(t, l.C, l.Affine, l.TrackStats) }

// Forward implements [counter.Layer]: the shape is unchanged. A single position
// can't be normalized, except by running statistics.
func (l BatchNorm) Forward(in ...counter.Shape) (counter.Shape, error) {
	err := channelwise(in, l.C, l.ND)
	if err == nil && (l.AlwaysTraining || !l.TrackStats) {
		err = alone(in[0])
	}
	return unchanged(in, err)
}

// IsAffine implements [counter.Normalizer].
func (l BatchNorm) IsAffine() bool { return l.Affine }

// MACs returns 0: normalizing is not counted.
func (BatchNorm) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }

// InstanceNorm normalizes each channel of each image over its positions:
//
//	learnable = 2·C when affine, else 0
//
// By default, PyTorch's is not affine and tracks no statistics.
//
// https://pytorch.org/docs/stable/generated/torch.nn.InstanceNorm2d.html
type InstanceNorm struct {
	ND         int
	C          int64
	Affine     bool
	TrackStats bool
	Eps        string // as for [BatchNorm]
}

// Kind returns "InstanceNorm1d", "InstanceNorm2d" or "InstanceNorm3d".
func (l InstanceNorm) Kind() string { return suffixed("InstanceNorm", l.ND) }

// Register adds weight and bias if affine, then the running statistics.
func (l InstanceNorm) Register(t *counter.Tensors) { registerNorm(t, l.C, l.Affine, l.TrackStats) }

// Forward implements [counter.Layer]: the shape is unchanged. A single position
// can't be normalized, except by running statistics.
func (l InstanceNorm) Forward(in ...counter.Shape) (counter.Shape, error) {
	err := channelwise(in, l.C, l.ND)
	if err == nil && !l.TrackStats {
		image := in[0]
		image.Batch = 0 // each by itself
		err = alone(image)
	}
	return unchanged(in, err)
}

// IsAffine implements [counter.Normalizer].
func (l InstanceNorm) IsAffine() bool { return l.Affine }

// MACs returns 0: normalizing is not counted.
func (InstanceNorm) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }

// GroupNorm normalizes groups of channels of each image:
//
//	learnable = 2·C when affine, else 0, whatever the number of groups
//
// https://pytorch.org/docs/stable/generated/torch.nn.GroupNorm.html
type GroupNorm struct {
	Groups, C int64
	Affine    bool   // PyTorch's default: true
	Eps       string // as for [BatchNorm]
}

// Kind returns "GroupNorm".
func (GroupNorm) Kind() string { return "GroupNorm" }

// Register adds weight and bias if affine.
func (l GroupNorm) Register(t *counter.Tensors) { registerNorm(t, l.C, l.Affine, false) }

// Forward implements [counter.Layer]: the shape is unchanged. A group of one channel
// can't be normalized over a single position.
func (l GroupNorm) Forward(in ...counter.Shape) (counter.Shape, error) {
	if l.Groups < 1 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	}
	err := channelwise(in, l.C, 0)
	if err == nil && l.C%l.Groups != 0 {
		err = &counter.Error{Problem: counter.Groups, Want: counter.Shape{C: l.Groups}, Got: counter.Shape{C: l.C}}
	}
	if err == nil && l.C == l.Groups {
		err = alone(in[0])
	}
	return unchanged(in, err)
}

// IsAffine implements [counter.Normalizer].
func (l GroupNorm) IsAffine() bool { return l.Affine }

// MACs returns 0: normalizing is not counted.
func (GroupNorm) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }

// LayerNorm normalizes over the channels of each position or, if Size is set, over
// all channels and positions of an image:
//
//	learnable = 2·C·(size…) when affine, else 0
//
// https://pytorch.org/docs/stable/generated/torch.nn.LayerNorm.html
type LayerNorm struct {
	C      int64
	Size   counter.Axes // sizes of the normalized axes; zero: only the channels
	Affine bool         // PyTorch's default: true
	Eps    string       // as for [BatchNorm]
}

// Kind returns "LayerNorm".
func (LayerNorm) Kind() string { return "LayerNorm" }

// Register adds weight and bias if affine, each of the normalized shape.
func (l LayerNorm) Register(t *counter.Tensors) {
	if !l.Affine {
		return
	}
	dims := append(make([]counter.Dim, 0, 4), counter.Dim{Sym: "C", N: l.C})
	for _, n := range l.Size {
		if n > 0 {
			dims = append(dims, counter.Dim{Sym: "", N: n})
		}
	}
	t.Parameter("weight", dims...)
	t.Parameter("bias", dims...)
}

// Forward implements [counter.Layer]: the shape is unchanged. Size, if set, must be
// the input's.
func (l LayerNorm) Forward(in ...counter.Shape) (counter.Shape, error) {
	err := channelwise(in, l.C, 0)
	if err == nil && l.Size != (counter.Axes{}) && in[0].Known() && in[0].Size != l.Size {
		err = &counter.Error{Problem: counter.Mismatch, Want: counter.Shape{C: l.C, ND: in[0].ND, Size: l.Size}, Got: in[0]}
	}
	return unchanged(in, err)
}

// IsAffine implements [counter.Normalizer].
func (l LayerNorm) IsAffine() bool { return l.Affine }

// MACs returns 0: normalizing is not counted.
func (LayerNorm) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }

// alone returns an error if the shape has a single position, over the whole batch.
func alone(x counter.Shape) error {
	if x.Batch > 1 || !x.Known() {
		return nil
	}
	for _, n := range x.Sizes() {
		if n != 1 {
			return nil
		}
	}
	return &counter.Error{Problem: counter.TooSmall, Got: x}
}

func registerNorm(t *counter.Tensors, c int64, affine, stats bool) {
	dim := counter.Dim{Sym: "C", N: c}
	if affine {
		t.Parameter("weight", dim)
		t.Parameter("bias", dim)
	}
	if stats {
		t.Buffer("running_mean", dim)
		t.Buffer("running_var", dim)
		t.Buffer("num_batches_tracked")
	}
}
