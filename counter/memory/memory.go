// Package memory calculates what a network takes in memory.
package memory

// Options say how a network is run.
type Options struct {
	Batch int64 // images; 0 means 1
	Type  Type
	// CPU is set where PyTorch runs without a GPU: dropouts keep a float for each
	// element then, and else a byte.
	CPU bool
}

// A Type is what the numbers of a network are stored as.
type Type int

// The types.
const (
	Float32 Type = iota
	Float16      // bfloat16, too
)

// Size returns the bytes of a number.
func (t Type) Size() int64 {
	if t == Float16 {
		return 2
	}
	return 4
}

// mask returns the bytes of an element of a dropout's mask.
func (o Options) mask() int64 {
	if o.CPU {
		return o.Type.Size()
	}
	return 1
}
