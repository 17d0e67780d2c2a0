// Package memory calculates what a network takes in memory, in inference and in
// training, from the tensors that PyTorch keeps.
//
// # Inference
//
// Steps run one after the other. A tensor lives from the step that makes it to the last
// one that takes it; skip connections are what keeps many alive. The peak is the
// largest sum of tensors alive during one step, its inputs and its output among them:
// no step is taken to write over its input. Parameters and buffers come on top.
//
// # Training
//
// In training there are, besides parameters and buffers, a gradient for each parameter,
// what the optimizer keeps for it, and what autograd keeps of the forward pass for the
// backward pass: [Saves]. Each kind of layer states what that is ([counter.Saver]); a
// tensor that several keep counts once, and views count as the memory that they show. A
// test adds up what PyTorch 1.13 keeps of every architecture, and demands the same
// number of bytes.
//
// During the backward pass gradients of feature maps come and go as saved tensors are
// freed; [Train] adds those of the largest single step as Work.
//
// What is in neither: the workspace of cuDNN, what an allocator can't use between
// blocks, the context of CUDA (some hundred MB), the loss, and data on its way.
//
// # By hand
//
// The U-Net of 7,765,442 parameters (base 32, five levels, batch normalization) on one
// image 256×256, in 32-bit floats of 4 bytes:
//
//	parameters       4·7,765,442 =  31,061,768 bytes
//	gradients        as much
//	Adam             twice as much   62,123,536
//
// Let n be the values of a level's feature map: 32·256·256 = 2,097,152 at level 1, and
// half as many at each further one; n₁ + … + n₄ = 3,932,160 and n₅ = 131,072. Of two
// convolutions with normalization and ReLU autograd keeps 4·n: both outputs of the
// convolutions, from which the normalizations work, and both of the ReLUs. Besides it
// keeps the image (65,536), after each pooling its output, n/4, with as many places of
// 8 bytes, and in the decoder the concatenation, 2·n. Up-sampling's input is kept
// already. So there are
//
//	65,536 + (4 + 1/4 + 6)·3,932,160 + 4·131,072 = 40,894,464 values of 4 bytes,
//	3,932,160/4 = 983,040 places of 8 bytes, and
//	means and deviations of 2,944 channels, 23,552 bytes:
//	163,577,856 + 7,864,320 + 23,552 = 171,465,728 bytes.
//
// Where each stage is checkpointed, it keeps what stages are given, the image and the
// outputs of all but the last, 65,536 + 2·3,932,160 + 131,072 values, and for a time all
// of decoder 1: the concatenation, 2·n₁, its convolutions and ReLUs, 4·n₁, and the means
// and deviations of 64 channels:
//
//	4·8,060,928 + 4·12,582,912 + 512 = 82,575,872 bytes.
//
// Inference takes most during the last concatenation: the skip, n₁, what comes from
// below, n₁, and both together, 2·n₁: 4·2,097,152 values, or 33,554,432 bytes.
package memory

import (
	"unetparams/counter"
)

// Options say how a network is run.
type Options struct {
	Batch     int64 // images; 0 means 1
	Type      Type
	Optimizer Optimizer
	// CPU is set where PyTorch runs without a GPU: dropouts keep a float for each
	// element then, and else a byte.
	CPU bool
	// Checkpoint is set where each stage is run again in the backward pass, by
	// torch.utils.checkpoint, in place of being kept; see Saved.Again.
	Checkpoint bool
}

// A Type is what the numbers of a network are stored as.
type Type int

// The types.
const (
	Float32 Type = iota
	Float16      // or bfloat16: all of the network
	Mixed        // parameters as Float32, feature maps as Float16, by torch.autocast
)

// Size returns the bytes of a value of a feature map.
func (t Type) Size() int64 {
	if t == Float32 {
		return 4
	}
	return 2
}

// parameter returns the bytes of a parameter, and of the copy of it that is calculated
// with.
func (t Type) parameter() (stored, copied int64) {
	switch t {
	case Float16:
		return 2, 0
	case Mixed:
		return 4, 2
	}
	return 4, 0
}

// mask returns the bytes of an element of a dropout's mask.
func (o Options) mask() int64 {
	if o.CPU {
		return o.Type.Size()
	}
	return 1
}

// An Optimizer is a method of training.
type Optimizer int

// The optimizers.
const (
	SGD      Optimizer = iota // without momentum
	Momentum                  // SGD with momentum
	Adam                      // AdamW, too
	Adam8bit                  // of bitsandbytes
)

// blockSize is how many values of an 8-bit state share a scale; tensors of fewer than
// smallest elements have states of 32 bits.
//
// bitsandbytes-foundation/bitsandbytes, bitsandbytes/optim/optimizer.py.
const blockSize, smallest = 256, 4096

// state returns the bytes that an optimizer keeps for a parameter of n elements, each
// of so many bytes. (A counter of steps, of some bytes, is left out.)
func (o Optimizer) state(n, each int64) int64 {
	switch {
	case o == SGD:
		return 0
	case o == Momentum:
		return n * each
	case o == Adam:
		return 2 * n * each
	case n < smallest:
		return 2 * n * 4
	}
	return 2*n + 2*4*((n+blockSize-1)/blockSize)
}

// A Peak is the most memory that feature maps take in inference.
type Peak struct {
	Bytes      int64
	Step       int   // during which
	Alive      []int // the steps whose outputs are in memory then
	Parameters int64 // bytes of parameters and buffers
}

// Infer returns the most memory that inference takes.
func Infer(r *counter.Report, t *counter.Trace, o Options) (Peak, error) {
	g, err := newGraph(r, t, o)
	if err != nil {
		return Peak{}, err
	}
	last := g.lastUses()
	freed := make([]int64, len(last)+1) // bytes, by the step after which
	for i, end := range last {
		if g.memory[i] == i {
			freed[end] += g.bytes(i)
		}
	}
	var p Peak
	p.Parameters, err = g.parameters()
	alive := int64(0)
	for i := range r.Steps {
		if g.memory[i] == i {
			alive += g.bytes(i)
		}
		if alive > p.Bytes {
			p.Bytes, p.Step = alive, i
		}
		alive -= freed[i]
	}
	for j := range p.Step + 1 {
		if g.memory[j] == j && last[j] >= p.Step {
			p.Alive = append(p.Alive, j)
		}
	}
	return p, err
}

// lastUses returns by step the last one that takes the memory of its output: itself if
// none does, and none of them for what the network returns.
func (g *graph) lastUses() []int {
	last := make([]int, len(g.out))
	for i := range g.out {
		m := g.memory[i]
		last[m] = max(last[m], i)
		for _, j := range g.r.Steps[i].In {
			last[g.memory[j]] = max(last[g.memory[j]], i)
		}
	}
	returned := g.r.EvalOutputs
	if returned == nil {
		returned = g.r.Outputs
	}
	for _, i := range returned {
		last[g.memory[i]] = len(g.out)
	}
	return last
}

// parameters returns the bytes of parameters and buffers.
func (g *graph) parameters() (int64, error) {
	stored, copied := g.o.Type.parameter()
	n, ok := counter.Add(g.r.Learnable, g.r.Buffers)
	if !ok || n > most {
		return 0, &counter.Error{Problem: counter.Overflow}
	}
	return n * (stored + copied), nil
}

// A Training is what training takes, in bytes.
type Training struct {
	Parameters int64 // and buffers; with Mixed, the copies in 16 bits, too
	Gradients  int64
	State      int64 // of the optimizer
	Saved      Saved
	Work       int64 // gradients of feature maps in the largest step, at most
}

// Total returns the sum.
func (t *Training) Total() int64 {
	return t.Parameters + t.Gradients + t.State + t.Saved.Bytes + t.Work
}

// Train returns what training takes.
func Train(r *counter.Report, t *counter.Trace, o Options) (Training, error) {
	g, err := newGraph(r, t, o)
	if err != nil {
		return Training{}, err
	}
	var m Training
	if m.Parameters, err = g.parameters(); err != nil {
		return m, err
	}
	stored, _ := o.Type.parameter()
	m.Gradients = (r.Learnable - r.Unused) * stored // what training can't reach has none
	for i := range r.Tensors {
		x := &r.Tensors[i]
		if x.Tensor.Learn && !x.Shared && !r.Layers[x.Layer].Unused {
			m.State += o.Optimizer.state(x.Count, stored)
		}
	}
	m.Saved = g.saves()
	for i := range r.Steps {
		if !g.live[i] || !g.grads[i] {
			continue
		}
		work := g.bytes(i)
		for _, j := range r.Steps[i].In {
			if g.grads[j] {
				work += g.bytes(j)
			}
		}
		m.Work = max(m.Work, work)
	}
	return m, nil
}

// Largest returns the largest batch for which a need, such as that of [Train], is no
// more than so many bytes, and at most the given one; 0 where one image is too much.
// The need must not fall as batches grow.
func Largest(budget, atMost int64, need func(batch int64) (int64, error)) int64 {
	lo, hi := int64(0), atMost+1 // lo fits
	for lo+1 < hi {
		mid := lo + (hi-lo)/2
		if hi > atMost && lo < 1<<20 {
			mid = min(max(2*lo, 1), mid) // first by doubling: most budgets are small
		}
		if n, err := need(mid); err == nil && n <= budget {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}
