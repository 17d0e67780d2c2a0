package verify

import (
	"unetparams/counter"
	"unetparams/counter/layer"
	"unetparams/counter/read"
)

// A MACsRule is a way in which tools count multiply–accumulates.
type MACsRule int

// The rules. Sources: thop/vision/basic_hooks.py and calc_func.py (Lyken17/
// pytorch-OpCounter): convolutions, transposed ones too, by the elements of their
// output times those of the kernel that one output takes; normalization 4 an
// element where it is affine in training mode.
const (
	OtherMACs     MACsRule = iota // none of these
	OurMACs                       // multiply–accumulates, as this page counts them
	DoubledMACs                   // two operations each
	TransposedOut                 // transposed convolutions by the size of their output
	Thop                          // and 4 operations an element of batch normalization's output
)

// macs compares multiply–accumulates, if the text gives any.
func (res *Result) macs(doc *read.Document, r *counter.Report, t *counter.Trace) {
	figure, ok := doc.Figure(read.MACs)
	if !ok {
		figure, ok = doc.Figure(read.FLOPs)
	}
	for i := range doc.Listings {
		for _, what := range []read.What{read.MACs, read.FLOPs} {
			if f, found := doc.Listings[i].Figure(what); found && !ok {
				figure, ok = f, true
			}
		}
	}
	if !ok || figure.Value == 0 {
		return
	}
	res.MACs = totalOf(figure.Number)
	if t == nil {
		return
	}
	res.OurMACs = t.Total
	transposed, norms, fits := toolMACs(r, t)
	if !fits {
		return
	}
	for rule, n := range []int64{OurMACs: t.Total, DoubledMACs: 2 * t.Total, TransposedOut: t.Total + transposed, Thop: t.Total + transposed + norms} {
		if rule > 0 && res.MACs.Has(n) {
			res.MACsBy = MACsRule(rule)
			return
		}
	}
}

// toolMACs returns what tools add to our multiply–accumulates: for transposed
// convolutions, counted by the size of their output, and for batch normalization.
func toolMACs(r *counter.Report, t *counter.Trace) (transposed, norms int64, ok bool) {
	ok = true
	for i := range r.Steps {
		switch l := r.Steps[i].Layer.(type) {
		case layer.ConvTranspose:
			factors := []int64{l.In / max(l.Groups, 1)}
			n, err := t.Out[i].Elements()
			if err != nil {
				return 0, 0, false
			}
			factors = append(factors, n)
			factors = append(factors, l.Window().KernelSize()...)
			all, err := counter.Product(factors...)
			if err != nil {
				return 0, 0, false
			}
			if transposed, ok = counter.Add(transposed, all-t.MACs[i]); !ok {
				return 0, 0, false
			}
		case layer.BatchNorm:
			n, err := t.Out[i].Elements()
			if err != nil || n > 1<<60 {
				return 0, 0, false
			}
			if norms, ok = counter.Add(norms, 4*n); !ok {
				return 0, 0, false
			}
		}
	}
	return transposed, norms, t.Total < 1<<61
}
