package read

import "strings"

// fastai 2: fastai/callback/hook.py, module_summary: a first line "Net (Input shape:
// 8 x 3 x 128 x 128)", rows "{typ:<20} {'':<20} {np:<10} {trn:<10}" without a count
// for modules without weights, and before each change of shape a rule and a line
// with the shape, truncated to 19 characters. fastai 1 prints shape and count in each
// row, the count with thousands separated.

// fastShape reports whether a line is a shape as fastai prints it.
func fastShape(s string) bool {
	head, _, ok := strings.Cut(strings.TrimSpace(s), " x ")
	_, number := integer(head)
	return ok && number || strings.HasPrefix(strings.TrimSpace(s), "['") && strings.Contains(s, " x ")
}

func readFastAI(p *parser, l *Listing) {
	var out [][]int64
	cut := false
	for lost := 0; !p.end(); p.i++ {
		s := p.here()
		if ends(s.text) {
			break
		}
		if s.text == "" || isRule(s.text) {
			continue
		}
		if fastShape(s.text) {
			out, cut = timesShapes(s.text), len(strings.TrimSpace(s.text)) >= 19
			continue
		}
		r, ok := fastRow(s.text)
		if !ok {
			l.skip(s)
			if lost++; lost > 8 {
				break
			}
			continue
		}
		lost = 0
		if r.Line = s.n; r.Out == nil {
			r.Out, r.Cut = out, cut
		}
		if cut {
			l.note(CellsCut)
		}
		if r.channels(false); p.row() {
			l.Rows = append(l.Rows, r)
		}
	}
}

// timesShapes parses "8 x 64 x 64 x 64", whose first axis is the batch.
func timesShapes(s string) [][]int64 {
	var shape []int64
	for _, part := range strings.Split(strings.Trim(s, " []'"), " x ") {
		n, ok := integer(strings.Trim(part, "' ]"))
		if !ok || len(shape) > 8 {
			break
		}
		shape = append(shape, n)
	}
	if len(shape) == 0 {
		return nil
	}
	return [][]int64{shape}
}

func fastRow(s string) (r Row, ok bool) {
	row := cells(s)
	if len(row) == 0 || len(row) > 4 || !isWord(row[0]) {
		return r, false
	}
	r.Name, r.Printed, r.Kind = row[0], row[0], torchKind(row[0])
	r.Params, r.HasParams = exactly(0), true
	for _, c := range row[1:] {
		switch {
		case c[0] == '[':
			r.Out, _ = shapesIn(c)
		case c == "True":
			r.Trainable = Yes
		case c == "False":
			r.Trainable = No
		default:
			if r.Params, ok = cellCount(c); !ok {
				return r, false
			}
		}
	}
	return r, true
}
