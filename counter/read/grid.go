package read

import (
	"strings"

	"unetparams/counter/number"
)

// Tables whose cells are separated by bars. A header names the columns, and their
// names identify the program.

// gridCells splits a line at its bars. It returns nil for a line with fewer than two.
func gridCells(s string) []string {
	t := strings.TrimRight(s, " ")
	if !strings.ContainsAny(t, "|│┃") {
		return nil
	}
	list := strings.FieldsFunc(t, isBar)
	if strings.Count(t, "|")+strings.Count(t, "│")+strings.Count(t, "┃") < 2 {
		return nil
	}
	list = list[:0]
	from := 0
	for i, r := range t {
		if isBar(r) {
			list = append(list, t[from:i])
			from = i + len(string(r))
		}
	}
	list = append(list, t[from:])
	if strings.TrimSpace(list[0]) == "" {
		list = list[1:]
	}
	if k := len(list) - 1; k >= 0 && strings.TrimSpace(list[k]) == "" && from == len(t) {
		list = list[:k]
	}
	return list
}

func isBar(r rune) bool { return r == '|' || r == '│' || r == '┃' }

// gridNames are the names of a grid's columns, in lower case.
type gridNames []string

func (g gridNames) find(names ...string) int {
	for _, n := range names {
		for i, h := range g {
			stem, cut := strings.CutSuffix(h, "…") // rich truncates names in narrow columns
			if h == n || cut && len(stem) > 2 && strings.HasPrefix(n, stem) {
				return i
			}
		}
	}
	return -1
}

func gridHeader(s string) gridNames {
	list := gridCells(s)
	for i := range list {
		list[i] = strings.TrimSpace(lower(list[i]))
	}
	return list
}

var (
	nameColumns  = []string{"name", "module", "modules", "layer", "layers", "layer name", "parameter", "parameter name", "param name", "weight name", "key", "tensor", "module name"}
	countColumns = []string{"parameters", "params", "param", "#params", "# params", "param #", "#parameters", "count", "numel", "size", "shape", "elements", "num params", "number of parameters", "param count"}
)

// gridFormat identifies the format of a table by its header, or returns 0.
func gridFormat(h gridNames) Format {
	switch {
	case h.find("layer (type)") >= 0 && h.find("param #") >= 0:
		return Keras3
	case h.isFlax():
		return Flax
	case h.find("#elements or shape", "#parameters or shape") >= 0:
		return Fvcore
	case h.find("name") >= 0 && h.find("type") >= 0 && h.find("params") >= 0:
		return Lightning
	case h.find(nameColumns...) >= 0 && h.find(countColumns...) >= 0 && h.find(nameColumns...) != h.find(countColumns...):
		return ParameterTable
	}
	return 0
}

func startsGrid(p *parser) bool {
	s := p.here().text
	return strings.ContainsAny(s, "|│┃") && gridFormat(gridHeader(s)) != 0
}

// readGrid reads the rows under a grid's header.
func readGrid(p *parser) {
	h := gridHeader(p.here().text)
	l := &Listing{Format: gridFormat(h), Line: p.here().n, Name: p.modelName()}
	p.i++
	boxed := l.Format == Keras3 || l.Format == Flax // a row may have several lines, and ends at a rule
	var open []string                               // the row that further lines may belong to
	at := line{}
	flush := func() {
		if open != nil && p.row() {
			gridRow(l, h, open, at)
		}
		open = nil
	}
	for ; !p.end(); p.i++ {
		s := p.here()
		if isRule(s.text) {
			if boxed {
				flush()
			}
			continue
		}
		row := gridCells(s.text)
		if row == nil || gridFormat(gridHeader(s.text)) != 0 || ends(s.text) {
			if s.text == "" && boxed && open != nil {
				continue
			}
			break
		}
		if boxed && open != nil && (l.Format == Flax || !(len(row) > 2 && startsBox(open, row))) {
			joinBox(l, open, row)
			continue
		}
		flush()
		open, at = row, s
	}
	flush()
	p.footer(l)
	if l.Format == Lightning {
		for i := range l.Figures {
			l.Figures[i].Number = lightningNumber(l.Figures[i].Number)
		}
	}
	if _, ok := l.Figure(Optimizer); ok {
		l.note(OptimizerIn)
	}
	p.add(l)
}

// gridRow reads a row by the format's rules.
func gridRow(l *Listing, h gridNames, row []string, at line) {
	if len(row) == len(h)+1 {
		row = row[1:] // Lightning's header has no name for the first column
	}
	if len(row) < len(h) && len(row) < 3 {
		l.skip(at)
		return
	}
	for len(row) < len(h) {
		row = append(row, "")
	}
	ok := false
	switch l.Format {
	case Keras3:
		ok = keras3Row(l, h, row, at)
	case Lightning:
		ok = lightningRow(l, h, row, at)
	case Flax:
		ok = flaxRow(l, h, row, at)
	case Fvcore:
		ok = fvcoreRow(l, h, row, at)
	default:
		ok = tableRow(l, h, row, at)
	}
	if !ok {
		l.skip(at)
	}
}

// Keras 3: keras/src/utils/summary_utils.py, print_summary. A table printed by rich
// with rules between its rows; columns end at .45 .80 1. of 88 characters, or at .3
// .56 .74 1. of 108 with connections, times .9 with an additional column for
// show_trainable, and at most at the terminal's width minus four. Cells wrap at
// spaces; a word that is too long ends in "…". Nested rows begin with three spaces
// per level and "└ ".

// startsBox reports whether a line of a box begins a new row although no rule
// precedes it.
func startsBox(open, row []string) bool {
	_, counted := kerasCount(row[2])
	return counted && strings.TrimSpace(row[0]) != "" && complete(strings.TrimSpace(open[0])) && strings.Contains(row[0], "(")
}

// joinBox appends another line of a row to its cells.
func joinBox(l *Listing, open, row []string) {
	for i := range min(len(open), len(row)) {
		if c := strings.TrimSpace(row[i]); c != "" {
			open[i] = strings.TrimRight(open[i], " ") + " " + c
			l.note(CellsWrapped)
		}
	}
}

func keras3Row(l *Listing, h gridNames, row []string, at line) bool {
	n, ok := kerasCount(row[h.find("param #")])
	if !ok {
		return false
	}
	first := row[0]
	r := Row{Line: at.n, Params: exactly(n), HasParams: true}
	if name, rest, nested := strings.Cut(first, "└"); nested {
		r.Depth = max((len(name)-1)/3, 1)
		first = rest
	}
	for _, c := range row {
		r.Cut = r.Cut || strings.Contains(c, "…")
	}
	if i := h.find("output shape"); i >= 0 {
		r.Out, _ = shapesIn(row[i])
	}
	if i := h.find("connected to"); i >= 0 {
		r.From = connections(row[i])
	}
	if i := h.find("trainable"); i >= 0 {
		r.Trainable = map[string]Tri{"Y": Yes, "N": No}[strings.TrimSpace(row[i])]
	}
	r.keras(strings.TrimSpace(first), false)
	if r.Cut {
		l.note(CellsCut)
	}
	l.nest(&r)
	l.Rows = append(l.Rows, r)
	return true
}

// Lightning: lightning/pytorch/utilities/model_summary/model_summary.py,
// _format_summary_table and get_human_readable_count; its MB are 10⁶ bytes. A count
// below 100 of its unit is rounded to one decimal; a larger one is truncated by
// int(number).

func lightningNumber(n number.Number) number.Number {
	if n.Exact() || n.Unit == number.Bytes || n.IsZero() {
		return n
	}
	if n.IsWhole() {
		return n.Truncated()
	}
	return n.Rounded()
}

func lightningRow(l *Listing, h gridNames, row []string, at line) bool {
	n, ok := cellCount(row[h.find("params")])
	if !ok {
		return false
	}
	name := strings.TrimSpace(row[h.find("name")])
	r := Row{Name: name, Path: name, Line: at.n, Params: lightningNumber(n), HasParams: true, Covers: true, Depth: strings.Count(name, ".")}
	r.Printed = strings.TrimSpace(row[h.find("type")])
	r.Kind = torchKind(r.Printed)
	if i := h.find("in sizes"); i >= 0 {
		r.In, _ = shapesIn(row[i])
	}
	if i := h.find("out sizes"); i >= 0 {
		r.Out, _ = shapesIn(row[i])
	}
	if i := h.find("flops"); i >= 0 {
		r.MACs, r.HasMACs = cellCount(row[i])
	}
	r.channels(false)
	l.Rows = append(l.Rows, r)
	if !isLeafKind(r.Kind) && n.Value > 0 {
		l.note(DepthCut)
	}
	return true
}

// fvcore: fvcore/nn/parameter_count.py, parameter_count_table, and
// fvcore/nn/print_model_statistics.py, flop_count_table; mmengine has both
// (mmengine/analysis/print_helper.py). A module is indented by its depth, and its
// count is rounded to one, two or three decimals; for a tensor the shape is printed
// instead.

func fvcoreRow(l *Listing, h gridNames, row []string, at line) bool {
	i := h.find("name", "module")
	k := h.find("#elements or shape", "#parameters or shape")
	if i < 0 {
		return false
	}
	name := strings.TrimSpace(row[i])
	depth := max(len(row[i])-len(strings.TrimLeft(row[i], " "))-1, 0)
	cell := strings.TrimSpace(row[k])
	if shape, rest, ok := shapeAt(cell); ok && rest == "" {
		t := Tensor{Name: name, Shape: shape, HasShape: true, Line: at.n}
		t.finish()
		l.Tensors = append(l.Tensors, t)
		if at := len(l.Rows) - 1; at >= 0 && strings.HasPrefix(name, l.Rows[at].Path+".") {
			l.Rows[at].Tensors = append(l.Rows[at].Tensors, t)
		}
		return true
	}
	n, ok := cellCount(cell)
	if !ok && cell != "" {
		return false
	}
	r := Row{Name: name, Path: name, Depth: depth, Line: at.n, Params: toolRounded(n), HasParams: ok, Covers: true}
	if i := h.find("#flops"); i >= 0 {
		r.MACs, r.HasMACs = cellCount(row[i])
	}
	if depth == 0 && len(l.Rows) == 0 {
		r.Path = ""
		l.Figures = append(l.Figures, Figure{Total, r.Params, at.n})
	}
	l.Rows = append(l.Rows, r)
	return true
}

// tableRow reads a row of a table of names and counts or shapes, such as the one
// that answers on Stack Overflow suggest printing with prettytable (named_parameters
// with numel).
func tableRow(l *Listing, h gridNames, row []string, at line) bool {
	name := strings.TrimSpace(row[h.find(nameColumns...)])
	cell := strings.TrimSpace(row[h.find(countColumns...)])
	if i := h.find("shape", "size"); i >= 0 {
		cell = strings.TrimSpace(row[i])
	}
	if name == "" {
		return cell == ""
	}
	if low := lower(name); low == "total" || strings.HasPrefix(low, "total ") {
		if n, ok := cellCount(cell); ok {
			l.Figures = append(l.Figures, Figure{Total, toolRounded(n), at.n})
		}
		return true
	}
	t := Tensor{Name: name, Line: at.n}
	if shape, rest, ok := shapeAt(cell); ok && rest == "" {
		t.Shape, t.HasShape = shape, true
	} else if n, ok := cellCount(cell); ok && n.Exact() {
		t.Count, t.HasCount = n.Value, true
	} else if ok {
		l.Rows = append(l.Rows, Row{Name: name, Path: name, Line: at.n, Params: toolRounded(n), HasParams: true})
		return true
	} else {
		return false
	}
	if i := h.find("dtype", "type"); i >= 0 {
		t.DType = strings.TrimSpace(row[i])
	}
	t.finish()
	l.Tensors = append(l.Tensors, t)
	return true
}
