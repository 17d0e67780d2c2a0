package counter

import (
	"fmt"
	"strings"
)

// A Layer is one leaf operator. Counts, formulas, tables and code are derived from
// these methods. Layers are small values that can be copied and compared.
type Layer interface {
	// Kind returns PyTorch's name of the class, such as "Conv2d".
	Kind() string

	// Register adds the parameters and buffers to t in PyTorch's order, with
	// PyTorch's names. Most layers have none.
	Register(t *Tensors)

	// Forward returns the output's shape for inputs of the given shapes. If the
	// sizes of the inputs are unknown, so are those of the output. The error is an
	// [*Error].
	Forward(in ...Shape) (Shape, error)

	// MACs returns the multiply-accumulates of one run on inputs of known size;
	// see the package comment for what is counted.
	MACs(in []Shape, out Shape) (int64, error)
}

// A Problem says what is wrong with a layer or its inputs.
type Problem int

// The problems of an [Error].
const (
	BadLayer    Problem = iota + 1 // a field of the layer makes no sense, such as a kernel of 0
	BadInputs                      // the wrong number of inputs
	Channels                       // the input's channels are not those that the layer expects
	Groups                         // the channels can't be divided into that many groups
	TooSmall                       // the output would have a size below 1
	Mismatch                       // the inputs to be joined differ in size
	Indivisible                    // the sizes are not multiples of what the published code requires
	Fails                          // the published code stops with an error here
	Overflow                       // a number needs more than 63 bits
)

var problems = [...]string{
	BadLayer:    "has a field out of range",
	BadInputs:   "was given the wrong number of inputs",
	Channels:    "was made for other channels",
	Groups:      "can't divide its channels into its groups",
	TooSmall:    "would have an output without size",
	Mismatch:    "can't join inputs of different sizes",
	Indivisible: "needs sizes that can be divided",
	Fails:       "stops with an error in the published code",
	Overflow:    "needs a number of more than 63 bits",
}

// String describes the problem in English, as the end of a sentence about a layer.
func (p Problem) String() string {
	if p > 0 && int(p) < len(problems) {
		return problems[p]
	}
	return fmt.Sprintf("problem %d", int(p))
}

// An Error says which layer could not be built or run, what it expects and what
// it got. Want and Got are zero if they don't apply.
type Error struct {
	Problem   Problem
	Path      string // of the module, as in state_dict; the kind for a step without one
	Kind      string // of the layer
	Stage     Stage
	Want, Got Shape
}

// Error implements error.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Kind)
	if e.Path != "" && e.Path != e.Kind {
		fmt.Fprintf(&b, " %q", e.Path)
	}
	if b.Len() == 0 {
		b.WriteString("a count")
	}
	fmt.Fprintf(&b, " %v", e.Problem)
	switch none := (Shape{}); {
	case e.Want != none:
		fmt.Fprintf(&b, ": want %v, got %v", e.Want, e.Got)
	case e.Got != none:
		fmt.Fprintf(&b, ": got %v", e.Got)
	}
	return b.String()
}

// String formats a shape as channels × sizes, with a question mark for unknown
// numbers, preceded by the batch if that is more than one.
func (s Shape) String() string {
	var b strings.Builder
	if s.Batch > 1 {
		fmt.Fprintf(&b, "%d×", s.Batch)
	}
	for i, n := range append([]int64{s.C}, s.Sizes()...) {
		if i > 0 {
			b.WriteString("×")
		}
		if n == 0 {
			b.WriteString("?")
		} else {
			fmt.Fprint(&b, n)
		}
	}
	return b.String()
}
