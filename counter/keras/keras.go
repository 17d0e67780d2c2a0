// Package keras writes a network as a Python file for Keras 3 (and tf.keras):
// the functional API, repeated blocks as functions, layers named after their
// place in the state_dict, and a check of both of Keras's counts, what training
// changes and the total, which has the running statistics of batch norm in it.
//
// The code is derived from the report's steps. Keras has no forward pass apart
// from the model: to call a layer is to build it. So a container of the module
// tree whose steps run in one piece becomes a function, containers of equal
// steps become one function, whose arguments are the numbers in which they
// differ, and everything else is written where it runs.
//
// A file is written only if every layer means in Keras what it means in PyTorch:
// [Error] says why there is none. Two things are rewritten to that end. What
// PyTorch pads on both sides of an axis is padded by a layer of its own where
// Keras would pad one side only, and what depends on sizes (a crop, a padding to
// the size of something else) is written for the sizes of the input at hand.
package keras

import (
	"unetparams/counter"
	"unetparams/counter/block"
)

// Options say what a file is about.
type Options struct {
	Name   string // of the model; a valid Python name
	Header []string
	// Trace is the network run on the input that the model is built for; nil:
	// sizes are left open.
	Trace *counter.Trace
}

// A Reason is why a network has no Keras file.
type Reason int

// The reasons of an [Error].
const (
	NoLayer   Reason = iota + 1 // Keras has no layer that does the same
	NeedsSize                   // the layer's code depends on sizes, and there are none
	Unused                      // the layer leads to no output: Keras leaves such layers out
	CannotRun                   // the published code stops there
)

var reasons = [...]string{
	NoLayer:   "Keras has no layer that does the same",
	NeedsSize: "Keras needs an input size that goes through the network",
	Unused:    "it leads to no output, and Keras leaves such layers out of a model",
	CannotRun: "the published code stops with an error there",
}

// An Error names the layer for which there is no Keras code.
type Error struct {
	Reason Reason
	Layer  string // its path and kind, or its kind
}

// Error implements error.
func (e *Error) Error() string { return e.Layer + ": " + reasons[e.Reason] }

// Counts returns Keras's two counts of a report: what training changes, and with
// the running statistics. Keras has no counter of batches.
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

// A writer turns steps into calls. Values are numbered by the step that makes
// them; further ones follow.
type writer struct {
	*block.Tree
	r     *counter.Report
	trace *counter.Trace

	containers []*block.Block // by step
	runs       []int          // by layer row
	same       map[int]int    // values that are other values: of steps that do nothing
	next       int            // the next further value

	functions []*function // inner ones first
	helped    [len(helpers)]bool
	err       error
}

// A slot is a number that may differ between the copies of a function.
type slot struct {
	name string
	n    int64
}

// leadsOut returns an error for a layer with parameters that leads to no output.
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
			// A size is written as a number, and so connects nothing.
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
