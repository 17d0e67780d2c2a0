// Package keras writes a network as a Python file for Keras 3 (and tf.keras): it
// uses the functional API, writes repeated blocks as functions, names layers after
// their path in the state_dict, and checks both of Keras's counts: the trainable
// parameters, and the total, which includes the running statistics of batch norm.
//
// The code is derived from the report's steps. Keras has no forward pass separate
// from the model: calling a layer builds it. So a container of the module tree
// whose steps are contiguous becomes a function; containers with equal steps share
// one function, whose arguments are the numbers in which they differ; and
// everything else is written where it runs.
//
// A file is written only if every layer does in Keras what it does in PyTorch;
// otherwise [Error] says why there is none. Two things are rewritten to that end.
// Padding that PyTorch applies on both sides of an axis and Keras would apply on
// one side only becomes a separate layer, and code that depends on sizes (a crop,
// a padding to the size of another map) is written for the given input size.
package keras

import (
	"unetparams/counter"
	"unetparams/counter/block"
)

// Options are the options of [File].
type Options struct {
	Name   string // of the model; a valid Python name
	Header []string
	// Trace holds the shapes for the input size that the model is built for. If it
	// is nil, the sizes are left open.
	Trace *counter.Trace
}

// A Reason is why a network has no Keras file.
type Reason int

// The reasons of an [Error].
const (
	NoLayer   Reason = iota + 1 // Keras has no layer that does the same
	NeedsSize                   // the layer's code depends on sizes, which are unknown
	Unused                      // no output depends on the layer: Keras omits such layers
	CannotRun                   // the published code fails there
)

var reasons = [...]string{
	NoLayer:   "Keras has no layer that does the same",
	NeedsSize: "Keras needs an input size that goes through the network",
	Unused:    "it leads to no output, and Keras leaves such layers out of a model",
	CannotRun: "the published code stops with an error there",
}

// An Error says which layer can't be written for Keras, and why.
type Error struct {
	Reason Reason
	Layer  string // its path and kind, or its kind
}

// Error implements error.
func (e *Error) Error() string { return e.Layer + ": " + reasons[e.Reason] }

// Counts returns Keras's two counts of a report: the trainable parameters, and the
// total, which includes running statistics. Keras has no step counter.
func Counts(r *counter.Report) (trainable, total int64) { return r.Learnable, r.KerasTotal() }

// File returns the Python file of a network. The error is an [*Error] or that of
// the network's report.
func File(net *counter.Net, o Options) (string, error) {
	r, err := net.Report()
	if err != nil {
		return "", err
	}
	tree := block.New(net, r)
	w := &writer{Tree: tree, r: r, trace: o.Trace, containers: tree.Containers(), same: map[int]int{}, next: len(r.Steps)}
	if err := w.leadsOut(); err != nil {
		return "", err
	}
	w.runs = make([]int, len(r.Layers))
	for _, s := range r.Steps {
		if row := r.Index(s); row >= 0 {
			w.runs[row]++
		}
	}
	root := w.model(o.Name)
	if w.err != nil {
		return "", w.err
	}
	return w.print(root, o), nil
}

// A writer turns steps into calls. Values are numbered by the step that produces
// them; additional values are numbered from the number of steps on.
type writer struct {
	*block.Tree
	r     *counter.Report
	trace *counter.Trace

	containers []*block.Block // by step
	runs       []int          // by layer row
	same       map[int]int    // for steps that do nothing, the value that theirs equals
	next       int            // the number of the next additional value

	functions []*function // inner ones first
	helped    [len(helpers)]bool
	err       error
}

// A slot is a number that may differ between the copies of a function.
type slot struct {
	name string
	n    int64
}

// leadsOut returns an error if no output depends on a layer that has parameters.
func (w *writer) leadsOut() error {
	live := make([]bool, len(w.r.Steps))
	ran := make([]bool, len(w.r.Layers))
	for _, i := range w.r.Outputs {
		live[i] = true
	}
	for i := len(w.r.Steps) - 1; i >= 0; i-- {
		if !live[i] {
			continue
		}
		sizes, _ := w.r.Steps[i].Layer.(counter.SizeReader)
		for k, j := range w.r.Steps[i].In {
			// A size is written as a number, so it is no connection.
			live[j] = live[j] || sizes == nil || !sizes.ReadsSize(k)
		}
		if row := w.r.Index(w.r.Steps[i]); row >= 0 {
			ran[row] = true
		}
	}
	for i, l := range w.r.Layers {
		if l.Learnable+l.Buffers > 0 && !ran[i] {
			return &Error{Unused, l.Path + " (" + l.Layer.Kind() + ")"}
		}
	}
	return nil
}
