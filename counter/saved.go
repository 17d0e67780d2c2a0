package counter

// A Saver says what PyTorch's autograd keeps of one run of the layer until the backward
// pass, in training, of what no parameter or buffer holds anyway.
type Saver interface {
	Layer
	Saves(r *Run) Saved
}

// A Run is one run of a layer on a batch.
type Run struct {
	In    []Shape // with the images of the batch
	Grads []bool  // of the inputs: whether something trained leads to them
	Out   Shape
}

// A Saved is what is kept of a run. Numbers are of elements, over the batch.
type Saved struct {
	Inputs uint // bit k: input k
	Output bool

	Values  int64 // of further tensors of the network's type
	Stats   int64 // of further tensors that are always 32-bit floats, such as means
	Indices int64 // 64-bit integers
	Masks   int64 // what a dropout lets through
	Scalars int64 // 64-bit numbers that a program multiplies or divides with

	// Inexact says that it depends on how the inputs lie in memory whether copies are
	// made and kept in their place.
	Inexact bool

	// View says that the output lies in the memory of the first input.
	View bool
}

// AllInputs has the bit of every input.
const AllInputs = ^uint(0)
