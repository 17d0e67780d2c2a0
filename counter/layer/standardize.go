package layer

import "unetparams/counter"

// Standardize subtracts the mean of all values of an input and divides by their
// standard deviation; with Mono, by those of the mean of the channels; with Each, by
// those of each channel. It has no parameters.
type Standardize struct {
	free
	Mono, Each bool
}

// Kind returns "Standardize".
func (Standardize) Kind() string { return "Standardize" }

// Forward implements [counter.Layer]: the shape is unchanged.
func (Standardize) Forward(in ...counter.Shape) (counter.Shape, error) { return one(in, 0, 0) }

// Averages implements [counter.Averager].
func (Standardize) Averages() bool { return true }

// Destandardize undoes [Standardize] to its first input, by the mean and the deviation
// of its second. It has no parameters.
type Destandardize struct {
	free
	Mono, Each bool
}

// Kind returns "Destandardize".
func (Destandardize) Kind() string { return "Destandardize" }

// ReadsSize implements [counter.SizeReader]: of the second input only two numbers are
// used.
func (Destandardize) ReadsSize(input int) bool { return input == 1 }

// Averages implements [counter.Averager].
func (Destandardize) Averages() bool { return true }

// Forward implements [counter.Layer]: the first input's shape.
func (Destandardize) Forward(in ...counter.Shape) (counter.Shape, error) {
	if len(in) != 2 || in[0].ND != in[1].ND {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	return in[0], nil
}
