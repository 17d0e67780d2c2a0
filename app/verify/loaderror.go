package verify

import (
	"slices"
	"strings"

	"unetparams/counter/read"
)

// A LoadError is an error of load_state_dict with what explains it.
type LoadError struct {
	Model                        string
	Missing, Unexpected          []string // at most eight of each
	NMissing, NUnexpected, NSize int
	Sizes                        []Mismatch // at most eight
	Hints                        []Hint
	Prefix                       string // of HintPrefix
}

// A Mismatch is a tensor with two shapes, and why.
type Mismatch struct {
	read.SizeMismatch
	Why  Why
	Axis int // the axis that differs, of WhyClasses, WhyInputs and WhyChannels
}

// Why says which setting explains that a tensor has two shapes.
type Why int

// The reasons.
const (
	WhyUnknown    Why = iota
	WhyClasses        // the last layer's outputs
	WhyInputs         // the first layer's inputs
	WhyOut            // output channels
	WhyIn             // input channels
	WhyWidth          // all channels are multiplied alike
	WhyKernel         // sizes of the kernel
	WhyAxes           // 2D against 3D, a convolution against a linear layer
	WhyTransposed     // the first two axes are exchanged
)

// A Hint explains an error as a whole.
type Hint int

// The hints.
const (
	HintPrefix     Hint = iota + 1 // the checkpoint's names have a prefix
	HintNoPrefix                   // the model's names have a prefix
	HintCounters                   // only step counters of batch norms are missing: PyTorch before 0.4.1
	HintStatistics                 // running statistics are on one side only
	HintBiases                     // only biases are on one side
	HintOther                      // hardly a name agrees: another architecture
)

// explainError says what a failed load_state_dict tells.
func explainError(e *read.LoadError) LoadError {
	x := LoadError{
		Model: e.Model, NMissing: len(e.Missing), NUnexpected: len(e.Unexpected), NSize: len(e.Sizes),
		Missing: first(e.Missing), Unexpected: first(e.Unexpected),
	}
	for i := range e.Sizes[:min(len(e.Sizes), maxList)] {
		m := Mismatch{SizeMismatch: e.Sizes[i]}
		m.Why, m.Axis = why(e.Sizes, i)
		x.Sizes = append(x.Sizes, m)
	}
	all := append(append([]string(nil), e.Missing...), e.Unexpected...)
	only := func(ends ...string) bool {
		return len(all) > 0 && !slices.ContainsFunc(all, func(n string) bool { return !slices.Contains(ends, last(n)) })
	}
	hint := func(h Hint, ok bool) {
		if ok && len(x.Hints) == 0 {
			x.Hints = append(x.Hints, h)
		}
	}
	prefix, theirs := prefixed(e.Unexpected, e.Missing), prefixed(e.Missing, e.Unexpected)
	x.Prefix = prefix + theirs
	hint(HintPrefix, prefix != "")
	hint(HintNoPrefix, theirs != "")
	hint(HintCounters, only("num_batches_tracked"))
	hint(HintStatistics, only("running_mean", "running_var", "num_batches_tracked"))
	hint(HintBiases, only("bias"))
	hint(HintOther, len(e.Missing) > 5 && len(e.Unexpected) > 5 && len(e.Sizes) == 0)
	return x
}

func first(list []string) []string { return list[:min(len(list), maxList)] }

// prefixed returns the prefix that all names of a list have over those of the
// other one, or "".
func prefixed(long, short []string) string {
	if len(long) == 0 || len(long) != len(short) {
		return ""
	}
	prefix, ok := strings.CutSuffix(long[0], short[0])
	if !ok || prefix == "" || !strings.HasSuffix(prefix, ".") {
		return ""
	}
	for i := range long {
		if long[i] != prefix+short[i] {
			return ""
		}
	}
	return prefix
}

// why looks at one of several tensors that have two shapes.
func why(all []read.SizeMismatch, i int) (Why, int) {
	a, b := all[i].Checkpoint, all[i].Model
	if all[i].Last {
		a, b = channelsFirst(a), channelsFirst(b)
	}
	if len(a) != len(b) {
		return WhyAxes, 0
	}
	var differ []int
	for k := range a {
		if a[k] != b[k] {
			differ = append(differ, k)
		}
	}
	switch {
	case len(differ) == 0:
		return WhyUnknown, 0
	case len(differ) == 2 && differ[1] == 1 && a[0] == b[1] && a[1] == b[0]:
		return WhyTransposed, 0
	case differ[len(differ)-1] > 1:
		return WhyKernel, differ[len(differ)-1]
	case len(differ) == 2 || len(all) > 4 && sameRatio(all):
		return WhyWidth, 0
	case differ[0] == 0 && few(a[0], b[0]) && last2(all, i):
		return WhyClasses, 0
	case differ[0] == 0:
		return WhyOut, 0
	case i == 0 && few(a[1], b[1]):
		return WhyInputs, 1
	}
	return WhyIn, 1
}

// channelsFirst returns a shape of Keras's in PyTorch's order.
func channelsFirst(shape []int64) []int64 {
	n := len(shape)
	if n < 2 {
		return shape
	}
	return append([]int64{shape[n-1], shape[n-2]}, shape[:n-2]...)
}

// last2 reports whether a tensor is among the last two of those that differ: the
// weight and the bias of the last layer.
func last2(all []read.SizeMismatch, i int) bool { return i >= len(all)-2 || len(all) <= 4 }

// few reports whether both numbers can be ones of inputs or classes rather than
// of channels inside.
func few(a, b int64) bool { return min(a, b) <= 32 || a%8 != 0 || b%8 != 0 }

// sameRatio reports whether output channels differ by the same factor throughout,
// but for the last layer.
func sameRatio(all []read.SizeMismatch) bool {
	same := 0
	for _, m := range all {
		if len(m.Checkpoint) > 0 && len(m.Model) > 0 && m.Checkpoint[0]*all[0].Model[0] == m.Model[0]*all[0].Checkpoint[0] && m.Model[0] != m.Checkpoint[0] {
			same++
		}
	}
	return 3*same >= 2*len(all)
}
