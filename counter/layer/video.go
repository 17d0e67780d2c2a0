package layer

import "unetparams/counter"

// The layers of this file are for videos, of which networks handle every frame by itself,
// as images of a batch, and in between every position by itself, over all frames: Blattmann
// et al., "Align your Latents: High-Resolution Video Synthesis with Latent Diffusion
// Models" (2023, https://arxiv.org/abs/2304.08818).

// FramesToBatch makes images of the N frames of a video, the first axis, in a batch. It
// has no parameters.
type FramesToBatch struct {
	free
	N int64
}

// Kind returns "FramesToBatch".
func (FramesToBatch) Kind() string { return "FramesToBatch" }

// Forward implements [counter.Layer]: an axis less, N images.
func (l FramesToBatch) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 0)
	if err != nil {
		return counter.Shape{}, err
	}
	if x.ND < 1 || x.Batch > 1 || l.N < 1 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	if x.Known() && x.Size[0] != l.N {
		want := x
		want.Size[0] = l.N
		return counter.Shape{}, &counter.Error{Problem: counter.Mismatch, Want: want, Got: x}
	}
	return counter.Shape{C: x.C, ND: x.ND - 1, Size: counter.Axes{x.Size[1], x.Size[2]}, Batch: l.N}, nil
}

// BatchToFrames undoes [FramesToBatch]. It has no parameters.
type BatchToFrames struct {
	free
	N int64
}

// Kind returns "BatchToFrames".
func (BatchToFrames) Kind() string { return "BatchToFrames" }

// Forward implements [counter.Layer]: N images become the first axis.
func (l BatchToFrames) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 0)
	if err != nil {
		return counter.Shape{}, err
	}
	if x.ND > 2 || max(x.Batch, 1) != l.N {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	out := counter.Shape{C: x.C, ND: x.ND + 1}
	if x.Known() {
		out.Size = counter.Axes{l.N, x.Size[0], x.Size[1]}
	}
	return out, nil
}

// TokensOverFrames turns N frames with tokens at positions into a batch of positions with
// a token for each frame, and Back undoes that: its second input, of which only the size
// is used, is what it becomes like. It has no parameters.
type TokensOverFrames struct {
	free
	N    int64
	Back bool
}

// Kind returns "TokensOverFrames".
func (TokensOverFrames) Kind() string { return "TokensOverFrames" }

// ReadsSize implements [counter.SizeReader]: of the second input.
func (TokensOverFrames) ReadsSize(input int) bool { return input == 1 }

// Forward implements [counter.Layer]: images and tokens change places.
func (l TokensOverFrames) Forward(in ...counter.Shape) (counter.Shape, error) {
	if l.Back {
		if len(in) != 2 || in[0].C != in[1].C || in[0].ND != 1 || in[1].ND != 1 {
			return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
		}
		return in[1], nil
	}
	x, err := one(in, 0, 1)
	if err != nil || max(x.Batch, 1) != l.N {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	out := counter.Shape{C: x.C, ND: 1}
	if x.Known() {
		out.Size, out.Batch = counter.Axes{l.N}, x.Size[0]
	}
	return out, nil
}

// FrameNumber makes the numbers of N frames, from 0, of which a position among the frames
// is embedded. Of its input only the number of images is used. It has no parameters.
type FrameNumber struct {
	free
	N int64
}

// Kind returns "FrameNumber".
func (FrameNumber) Kind() string { return "FrameNumber" }

// ReadsSize implements [counter.SizeReader].
func (FrameNumber) ReadsSize(int) bool { return true }

// Forward implements [counter.Layer]: one channel.
func (l FrameNumber) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 0)
	if err == nil && max(x.Batch, 1) != l.N {
		err = &counter.Error{Problem: counter.BadInputs}
	}
	return counter.Shape{C: 1, Batch: x.Batch}, err
}

// FirstFrame gives every image of the batch of its second input, of which only the number
// is used, the tokens of the first of N frames. It has no parameters.
type FirstFrame struct {
	free
	N int64
}

// Kind returns "FirstFrame".
func (FirstFrame) Kind() string { return "FirstFrame" }

// ReadsSize implements [counter.SizeReader]: of the second input.
func (FirstFrame) ReadsSize(input int) bool { return input == 1 }

// Forward implements [counter.Layer]: the first input's tokens, the second's batch.
func (l FirstFrame) Forward(in ...counter.Shape) (counter.Shape, error) {
	if len(in) != 2 || max(in[0].Batch, 1) != l.N {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	x := in[0]
	x.Batch = in[1].Batch
	return x, nil
}

// Blend mixes two maps by one learned number m: σ(m)·x + (1 − σ(m))·y:
//
//	learnable = 1
type Blend struct{}

// Kind returns "Blend".
func (Blend) Kind() string { return "Blend" }

// Register adds the number, a tensor of one element.
func (Blend) Register(t *counter.Tensors) { t.Parameter("mix_factor", counter.Dim{N: 1}) }

// Joins implements [counter.Joiner].
func (Blend) Joins() bool { return true }

// Combines implements [counter.Combiner].
func (Blend) Combines() counter.Combination { return counter.Added }

// Forward implements [counter.Layer]: the shapes must be equal.
func (Blend) Forward(in ...counter.Shape) (counter.Shape, error) {
	if len(in) != 2 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	if in[0] != in[1] {
		return counter.Shape{}, &counter.Error{Problem: counter.Mismatch, Want: in[0], Got: in[1]}
	}
	return in[0], nil
}

// MACs returns 0: element-wise products are not counted.
func (Blend) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }
