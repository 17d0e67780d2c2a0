package read

import "strings"

// torchsummary: sksq96/pytorch-summary, torchsummary/torchsummary.py,
// summary_string: "{:>20}  {:>25} {:>15}" with "Conv2d-1", a list such as
// [-1, 64, 572, 572] or a list of lists, and the count. Sizes, such as "Params size
// (MB)", use powers of 1024 (1024 ** 2.). A module that runs twice is listed and
// counted twice; a container has no count.
//
// pytorch-model-summary: amarczew/pytorch_model_summary, model_summary.py, summary:
// the same rows in columns as wide as their longest cell, with "Input Shape" or
// "Output Shape", "Param #" and "Tr. Param #". With show_hierarchical it also prints
// print(model) with ", 640 params" after each module, which modules.go reads.

// Gluon: apache/mxnet, python/mxnet/gluon/block.py, Block.summary: "{:>20}  {:>42}
// {:>15}" with "Conv2D-1", a shape in parentheses, and the count. The first row is
// "Input". The footer counts shared parameters once per run, and says so:
// "Parameters in forward computation graph, duplicate included".

// readTorchSummary reads the rows below a header, or without a header if cols is nil.
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

// summaryRow parses "Conv2d-1   [-1, 64, 572, 572]   640".
func summaryRow(s string) (r Row, ok bool) {
	row := cells(s)
	if len(row) < 3 || row[1][0] != '[' && row[1][0] != '(' || len(row[0]) > maxName {
		return r, false
	}
	i := len(row[0])
	if row[0] != "Input" {
		i = strings.LastIndexByte(row[0], '-')
		if i <= 0 || !isWord(row[0][:i]) {
			return r, false
		}
		if _, number := integer(row[0][i+1:]); !number {
			return r, false
		}
	}
	k := 1
	for k < len(row) && (row[k][0] == '[' || row[k][0] == '(') {
		shapes, _ := shapesIn(row[k])
		r.Out = append(r.Out, shapes...)
		k++
	}
	if k >= len(row) {
		return r, false
	}
	r.Params, r.HasParams = cellCount(row[k])
	r.Name, r.Printed = row[0], row[0][:i]
	r.Kind = summaryKind(r.Printed, r.Out)
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

// summaryKind returns a class in the spelling of [Row.Kind]. Gluon and Paddle, whose
// paddle.summary prints torchsummary's table, write Conv2D and Conv2DTranspose.
func summaryKind(printed string, out [][]int64) string {
	kind := torchKind(printed)
	switch {
	case kind == "Dense":
		return "Linear"
	case kind == "BatchNorm" && len(out) > 0 && len(out[0]) > 2 && len(out[0]) < 6:
		return kind + string(rune('0'+len(out[0])-2)) + "d"
	}
	if base, ok := strings.CutSuffix(kind, "Transpose"); ok && baseKind(base) == "Conv" {
		return "ConvTranspose" + base[len("Conv"):len(base)-1] + "d"
	}
	if base := baseKind(kind); base != kind {
		return kind[:len(kind)-1] + "d"
	}
	return kind
}
