// Package verify reads what a reader's own program prints about a network and
// matches it against a report: the reader's own proof.
//
// Understood are, and [Check] finds out which: a list of names and shapes, as
// a loop over state_dict or named_parameters prints it; print(model); the tables of
// torchinfo, torchsummary and Keras; and a number alone. What is found is a
// [Result] of kinds, names and numbers; [Sentences] says it in words.
//
// Names matter only where PyTorch prints them whole. A prefix that all of the
// reader's names have is taken off; names that differ where all shapes agree
// are said to differ, no more. Tables are compared in the order of registration
// and in the order of execution, since tools use either.
//
// Texts are read up to [MaxText] bytes, in linear time. Whatever stands in
// them, nothing panics, and numbers that don't fit are refused.
package verify

import (
	"strings"
	"unicode/utf8"

	"unetparams/counter"
)

// Limits of what is read.
const (
	MaxText  = 1 << 20 // bytes of a text; the rest is not read
	MaxItems = 50_000  // tensors or layers, of which print(model) can repeat many
	maxName  = 400     // bytes of a name
	maxDepth = 100     // of modules in modules
	maxList  = 8       // differences that a Result lists; the rest is only numbered
)

// An Input is what a text is taken for.
type Input int

// What texts are taken for.
const (
	Nothing      Input = iota // nothing that is understood
	Number                    // a number of parameters
	Shapes                    // names and shapes of tensors
	Counts                    // names and numbers of elements of tensors
	Modules                   // print(model)
	TorchInfo                 // torchinfo's table
	TorchSummary              // torchsummary's table
	Keras                     // Keras's model.summary()
)

// A Verdict says how a text and a report compare.
type Verdict int

// The verdicts.
const (
	NotUnderstood Verdict = iota // nothing to compare was found
	TooLarge                     // a number or a shape in the text needs more than 63 bits, or there are too many layers
	Equal                        // all that was read agrees, in order
	OtherNames                   // all shapes agree, in order; names differ
	OtherOrder                   // the same tensors or layers, in another order
	Different
)

// A Scope says which of a network's tensors a list holds.
type Scope int

// The scopes.
const (
	AllTensors     Scope = iota // as state_dict, or the network has no buffers
	OnlyParameters              // as named_parameters: buffers are not listed
	SomeBuffers                 // without the batch norms' step counters, for one
)

// A Match says how a rounded number agrees.
type Match int

// The matches.
const (
	Exact     Match = iota
	Rounded         // the total, rounded half up to the digits given
	Truncated       // the total, with digits cut off
)

// A Side is a tensor or a layer as one of the two sides has it.
type Side struct {
	Name    string  // may be empty: tables give layers without one
	Kind    string  // of a layer, such as "Conv2d"; empty for a tensor
	Shape   []int64 // of a tensor, or of a layer's weight; nil where it is not known
	Tensor  bool    // Shape is known: a tensor without axes has an empty one
	Count   int64   // elements; of a layer, the learnable ones
	Buffers int64   // of a layer, the others; in Keras's table part of the layer's number
}

// A Difference is a tensor or a layer that the sides do not agree about. A side
// that lacks it is nil.
type Difference struct{ Theirs, Ours *Side }

// A Total is a sum that was printed, or made of what was printed.
type Total struct {
	Known   bool
	N       int64
	Quantum int64 // 1, or what the number was rounded to: 10,000 for 7.77M
}

// A Result says what was read and how it compares.
type Result struct {
	Input   Input
	Verdict Verdict
	Read    int    // tensors or layers with parameters that were read
	Prefix  string // taken off all of the reader's names
	Scope   Scope  // of a list of tensors
	NotRead int    // bytes at the end that were not read
	Cut     bool   // there were more layers than are compared

	Theirs    Total // learnable parameters
	Ours      int64 // learnable parameters
	All       Total // Keras's total, statistics included
	Frozen    int64 // of a PyTorch table: parameters that are not trained
	Match     Match
	SumDiffer bool // the text's own total is not the sum of its lines
	Sum       int64

	First                     *Difference // nil where nothing differs, or only a total is known
	Missing, Extra, Changed   []Difference
	NMissing, NExtra, NChange int
	NotShown                  int // layers of ours that never run, which the table can't show

	// Reasons explain the difference of the totals: each of them alone, or all of
	// them together.
	Reasons  []Reason
	Together bool
}

// Agrees reports whether the text proves the count: the same, but for names or
// the order.
func (r *Result) Agrees() bool {
	return r.Verdict == Equal || r.Verdict == OtherNames || r.Verdict == OtherOrder
}

// Check reads a text and matches it against a report.
func Check(text string, r *counter.Report) Result {
	res := Result{Ours: r.Learnable}
	if len(text) > MaxText {
		cut := strings.LastIndexByte(text[:MaxText], '\n') + 1
		if cut == 0 {
			cut = MaxText
		}
		res.NotRead = len(text) - cut
		text = text[:cut]
	}
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\uFFFD")
	}
	lines := splitLines(text)
	for _, read := range []func([]string, *counter.Report, *Result) bool{
		readTable, readModules, readShapes, readNumber,
	} {
		if read(lines, r, &res) {
			break
		}
	}
	if res.Verdict == Different && res.Theirs.Known {
		res.explain(r)
	}
	return res
}

// item is a tensor or a layer on the way to a comparison.
type item struct {
	Side
	id     string // what it is called, where names are compared
	key    string // equal keys agree
	group  bool   // a container that stands for the layers in it
	shared bool
	stats  int64 // the buffers that Keras counts
	depth  int
}

// identify makes names count in a comparison.
func identify(items []item) {
	for i := range items {
		items[i].id = items[i].Name
	}
}

// conclude compares two lists and fills in the verdict.
func (res *Result) conclude(theirs, ours []item) {
	res.Read = len(theirs)
	if sameKeys(theirs, ours) {
		res.Verdict = Equal
		for i := range theirs {
			if theirs[i].id != ours[i].id {
				res.Verdict = OtherNames
				res.First = &Difference{&theirs[i].Side, &ours[i].Side}
				break
			}
		}
		if res.Verdict == Equal || !sameNames(theirs, ours) {
			return
		}
	}
	if len(theirs) == len(ours) && sameMultiset(theirs, ours) {
		res.Verdict = OtherOrder
		for i := range theirs {
			if theirs[i].key != ours[i].key || theirs[i].id != ours[i].id {
				res.First = &Difference{&theirs[i].Side, &ours[i].Side}
				break
			}
		}
		return
	}
	res.Verdict = Different
	res.differences(theirs, ours)
}
