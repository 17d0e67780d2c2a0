package read

import "strings"

// torchsummary: sksq96/pytorch-summary, torchsummary/torchsummary.py,
// summary_string: "{:>20}  {:>25} {:>15}" of "Conv2d-1", a list such as
// [-1, 64, 572, 572], or a list of lists, and the count; sizes are powers of 1024
// (1024 ** 2.), the sizes' names are "Params size (MB)". A module that runs twice is
// listed and counted twice; a container has no count.
//
// pytorch-model-summary: amarczew/pytorch_model_summary, model_summary.py, summary:
// the same rows in columns as wide as their longest cell, with "Input Shape" or
// "Output Shape", "Param #" and "Tr. Param #". With show_hierarchical it prints
// print(model) with ", 640 params" behind each module as well, which modules.go
// reads.

// readTorchSummary reads the rows under a header, or without one if cols is nil.
func readTorchSummary(p *parser, l *Listing, cols []column) {
	input := find(cols, "Input Shape") >= 0
	for lost := 0; !p.end(); p.i++ {
		s := p.here()
		if ends(s.text) {
			break
		}
		if s.text == "" || isRule(s.text) {
			if len(l.Rows) > 0 && isRule(s.text) {
				break
			}
			continue
		}
		r, ok := summaryRow(s.text)
		switch {
		case ok:
			lost = 0
			if r.Line = s.n; input {
				r.In, r.Out = r.Out, nil
			}
			r.channels(false)
			if p.row() {
				l.Rows = append(l.Rows, r)
			}
		case cols == nil:
			return
		default:
			l.skip(s)
			if lost++; lost > 8 {
				return
			}
		}
	}
}

// summaryRow reads "Conv2d-1   [-1, 64, 572, 572]   640".
func summaryRow(s string) (r Row, ok bool) {
	row := cells(s)
	if len(row) < 3 || row[1][0] != '[' || len(row[0]) > maxName {
		return r, false
	}
	i := strings.LastIndexByte(row[0], '-')
	if i <= 0 || !isWord(row[0][:i]) {
		return r, false
	}
	if _, number := integer(row[0][i+1:]); !number {
		return r, false
	}
	k := 1
	for k < len(row) && row[k][0] == '[' {
		shapes, _ := shapesIn(row[k])
		r.Out = append(r.Out, shapes...)
		k++
	}
	if k >= len(row) {
		return r, false
	}
	r.Params, r.HasParams = cellCount(row[k])
	r.Name, r.Printed, r.Kind = row[0], row[0][:i], torchKind(row[0][:i])
	if k+1 < len(row) {
		if n, ok := cellCount(row[k+1]); ok && r.Params.Value > 0 {
			switch n.Value {
			case 0:
				r.Trainable = No
			case r.Params.Value:
				r.Trainable = Yes
			default:
				r.Trainable = Partly
			}
		}
	}
	return r, r.HasParams
}
