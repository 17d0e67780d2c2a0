// Package verify matches what a reader's own program printed about a network
// with a report: the reader's own proof. Package read reads the text; here its
// listings, totals and errors are compared.
//
// What is found is a [Result] of kinds, names and numbers; [Sentences] says it in
// words.
//
// Names matter only where PyTorch prints them whole. A prefix that all of the
// reader's names have is taken off; names that differ where all shapes agree
// are said to differ, no more. Tables are compared in the order of registration
// and in the order of execution, since tools use either; where neither fits, as
// multisets. A number is compared only if the text says what it is, and one that
// is rounded never makes a network equal.
package verify

import (
	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/number"
	"unetparams/counter/read"
)

const (
	maxItems = read.MaxRows
	maxList  = 8 // differences that a Result lists; the rest is only numbered
)

// An Input is what a text is taken for.
type Input int

// What texts are taken for.
const (
	Nothing Input = iota // nothing that is understood
	Number               // a number of parameters, or totals
	Listing              // a listing in a [read.Format]
	Errors               // errors of load_state_dict
)

// A Verdict says how a text and a report compare.
type Verdict int

// The verdicts.
const (
	NotUnderstood Verdict = iota // nothing to compare was found
	TooLarge                     // there are too many layers
	NoCount                      // a number that can't be one of parameters
	Equal                        // all that was read agrees, in order
	OtherNames                   // all shapes agree, in order; names differ
	OtherOrder                   // the same tensors or layers, in another order
	SameNames                    // names without shapes, all of which agree
	SameTotal                    // the total agrees; no rows, or not all of them, were read
	Consistent                   // a rounded total may be the report's
	Different
	Unmatched // read, but not to be matched with a report: errors
)

// A Scope says which of a network's tensors a list holds.
type Scope int

// The scopes.
const (
	AllTensors     Scope = iota // as state_dict, or the network has no buffers
	OnlyParameters              // as named_parameters: buffers are not listed
	SomeBuffers                 // without the batch norms' step counters, for one
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
	Known  bool
	N      int64 // as written
	Lo, Hi int64 // what is meant; the same unless the number is rounded
}

// Exact reports whether the total is written out.
func (t Total) Exact() bool { return t.Known && t.Lo == t.Hi }

// Has reports whether the total can be n.
func (t Total) Has(n int64) bool { return t.Known && t.Lo <= n && n <= t.Hi }

func exact(n int64) Total { return Total{true, n, n, n} }

func totalOf(n number.Number) Total { return Total{true, n.Value, n.Lo, n.Hi} }

// A Result says what was read and how it compares.
type Result struct {
	Input   Input
	Format  read.Format // of a Listing
	Verdict Verdict
	Problem number.Problem // of NoCount
	Read    int            // tensors or layers with parameters that were read
	Rows    int            // rows of a listing that were understood
	Seen    int            // all of its rows
	Unread  string         // the first that was not
	Prefix  string         // taken off all of the reader's names
	Scope   Scope          // of a list of tensors
	NotRead int            // bytes at the end that were not read
	Notes   []read.Note    // of the listing

	Theirs    Total // learnable parameters
	Ours      int64 // learnable parameters
	All       Total // Keras's total, statistics included
	Frozen    int64 // parameters that are not trained
	SumDiffer bool  // the text's own total is not the sum of its rows
	Sum       int64

	First                     *Difference // nil where nothing differs, or only a total is known
	Missing, Extra, Changed   []Difference
	NMissing, NExtra, NChange int
	NotShown                  int  // layers of ours that never run, which the table can't show
	Reordered                 bool // differences are those of the multisets

	// Reasons explain the difference of the totals: each of them alone, or all of
	// them together.
	Reasons  []Reason
	Together bool

	MACs       Total          // as the text says
	OurMACs    int64          // at the page's input size
	MACsBy     MACsRule       // the rule by which they are the report's
	Network    *Network       // what a listing says of its network
	Offer      *config.Config // the classic U-Net that is nearest to a listing that differs
	LoadErrors []LoadError
	Pair       *Pair // two listings compared with each other
}

// Agrees reports whether the text proves the count: the same, but for names or
// the order.
func (r *Result) Agrees() bool {
	return r.Verdict == Equal || r.Verdict == OtherNames || r.Verdict == OtherOrder || r.Verdict == SameTotal
}

// Check reads a text and matches it against a report. The trace is that of the
// report's network, or nil: then multiply-accumulates are not compared.
func Check(text string, r *counter.Report, t *counter.Trace) Result {
	doc := read.Text(text)
	res := Result{Ours: r.Learnable, NotRead: max(len(text)-read.MaxText, 0)}
	switch l := longest(&doc); {
	case len(doc.Errors) > 0:
		res.Input, res.Verdict = Errors, Unmatched
		for i := range doc.Errors {
			res.LoadErrors = append(res.LoadErrors, explainError(&doc.Errors[i]))
		}
	case doc.Problem != 0:
		res.Input, res.Verdict, res.Problem = Number, NoCount, doc.Problem
	case l != nil && doc.Cut && res.NotRead == 0:
		res.Input, res.Format, res.Verdict = Listing, l.Format, TooLarge
	case l != nil:
		res.listing(l, &doc, r)
		res.Pair = pair(&doc, r)
	default:
		res.figures(&doc, r)
	}
	res.macs(&doc, r, t)
	if res.Verdict == Different && res.Theirs.Known {
		res.explain(r)
	}
	return res
}

// longest returns the listing with the most rows, or nil.
func longest(doc *read.Document) *read.Listing {
	var best *read.Listing
	for i := range doc.Listings {
		if l := &doc.Listings[i]; len(l.Rows)+len(l.Tensors) > 0 && (best == nil || len(l.Rows)+len(l.Tensors) > len(best.Rows)+len(best.Tensors)) {
			best = l
		}
	}
	return best
}

// listing compares a listing by what its format shows.
func (res *Result) listing(l *read.Listing, doc *read.Document, r *counter.Report) {
	res.Input, res.Format, res.Notes = Listing, l.Format, l.Notes
	res.Seen, res.Rows = l.Seen(), l.Seen()-l.NUnread
	if len(l.Unread) > 0 {
		res.Unread = l.Unread[0].Text
	}
	res.Network = networkOf(l)
	res.totals(l, doc, r)
	res.match(l, r)
	if res.Verdict == Different && res.Network != nil {
		res.Offer = offer(l, res.Network)
	}
}

// item is a tensor or a layer on the way to a comparison.
type item struct {
	Side
	id     string // what it is called, where names are compared
	key    string // equal keys agree
	group  bool   // a container that stands for the layers in it
	shared bool
	stats  int64 // the buffers that Keras counts
}

// byTheirNames makes names count in a comparison.
func byTheirNames(items []item) {
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
	res.First = nil
	res.Verdict = Different
	res.differences(theirs, ours)
}
