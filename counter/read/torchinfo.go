package read

import "strings"

// torchinfo: torchinfo/formatting.py, FormattingOptions.format_row,
// layers_to_str; torchinfo/layer_info.py, num_params_to_str; torchinfo/
// model_statistics.py. A row is the name, padded to 40 characters or the longest
// name, and a cell for each chosen column, padded to its width. Depth d is
// indented by "│    " × (d-1) and "└─", or "|    " and "+ " in ASCII, and depth one
// by "├─". Names are "Conv2d (conv1): 2-1", optionally without "(conv1)" or ": 2-1",
// and with ": 1" for a module that never ran. A count is "--" for none,
// "(recursive)" for parameters listed in an earlier row, and in parentheses if they
// are frozen. The count of a module is that of its own parameters or, at the largest
// depth shown, includes its descendants. In verbose mode each parameter has a row
// with "├─" before its count, and the first two axes of a weight are swapped. Sizes
// use powers of 1000 (to_megabytes: num / 1e6).

// readTorchInfo reads the rows below a header, or without a header if cols is nil.
func readTorchInfo(p *parser, l *Listing, cols []column) {
	t := &infoTable{p: p, l: l, cols: cols}
	for lost := 0; !p.end(); p.i++ {
		s := p.here()
		if ends(s.text) {
			break
		}
		if s.text == "" || isRule(s.text) {
			if len(l.Rows) > 0 && strings.Contains(s.text, "====") {
				break
			}
			continue
		}
		if t.row(s) {
			lost = 0
			continue
		}
		if cols == nil {
			break
		}
		l.skip(s)
		if lost++; lost > 8 {
			break
		}
	}
	t.finish()
}

type infoTable struct {
	p    *parser
	l    *Listing
	cols []column
	path []string
}

// indent returns the depth of a row and the text after the branches.
func indent(s string) (depth int, rest string) {
	t := strings.TrimLeft(s, "│| ")
	for _, branch := range []string{"├─", "└─", "+ "} {
		if rest, ok := strings.CutPrefix(t, branch); ok {
			bars := strings.Count(s[:len(s)-len(t)], "│") + strings.Count(s[:len(s)-len(t)], "|")
			return bars + 1, strings.TrimLeft(rest, " ")
		}
	}
	return 0, t
}

// row reads a row of the table.
func (t *infoTable) row(s line) bool {
	depth, rest := indent(s.text)
	name, after, ok := t.name(s.text, rest, depth)
	if !ok {
		return false
	}
	row := cells(after)
	if t.parameter(s, name, row) {
		return true
	}
	r := Row{Depth: depth, Line: s.n}
	if !r.infoName(name) {
		return false
	}
	if !t.p.row() {
		return true
	}
	r.Path = t.dotted(depth, name)
	if t.cols == nil {
		t.guess(&r, row)
	} else if len(row) != len(t.cols)-1 {
		return false
	}
	for i := 0; t.cols != nil && i < len(row); i++ {
		r.infoCell(t.cols[i+1].name, row[i])
	}
	r.channels(false)
	t.l.Rows = append(t.l.Rows, r)
	return true
}

// name splits a row into its name and its cells.
func (t *infoTable) name(s, rest string, depth int) (name, after string, ok bool) {
	if end := infoNameEnd(rest); end > 0 {
		return rest[:end], rest[end:], true
	}
	if t.cols == nil {
		return "", "", false
	}
	r := []rune(s)
	width := t.cols[1].start
	if len(r) <= width || width < 1 || r[width-1] != ' ' {
		return "", "", false
	}
	_, name = indent(string(r[:width]))
	name = strings.TrimSpace(name)
	return name, string(r[width:]), name != ""
}

// infoNameEnd returns where a name that ends in ": 2-1" or ": 2" ends, or 0.
func infoNameEnd(s string) int {
	for i := 0; ; {
		k := strings.Index(s[i:], ": ")
		if k < 0 || i+k > maxName {
			return 0
		}
		i += k + 2
		j := i
		for j < len(s) && (isDigit(s[j]) || s[j] == '-' && j > i) {
			j++
		}
		if j > i && (j == len(s) || s[j] == ' ') {
			return j
		}
	}
}

// infoName parses "Conv2d (conv1): 2-1".
func (r *Row) infoName(s string) bool {
	kind := s
	if i := strings.LastIndex(kind, ": "); i > 0 && strings.Trim(kind[i+2:], "0123456789-") == "" {
		kind = kind[:i]
	}
	kind, _, _ = strings.Cut(kind, " (")
	if strings.ContainsAny(kind, " ()[]") || kind == "" {
		return false
	}
	r.Name, r.Printed, r.Kind = s, kind, torchKind(kind)
	return true
}

// dotted returns the path of a row, made of the variables' names, if they are printed.
func (t *infoTable) dotted(depth int, name string) string {
	_, rest, ok := strings.Cut(name, " (")
	variable, _, closed := strings.Cut(rest, ")")
	if !ok || !closed || depth == 0 {
		t.path = t.path[:0]
		return ""
	}
	if depth-1 > len(t.path) || depth > maxDepth {
		return variable
	}
	t.path = append(t.path[:depth-1], variable)
	return strings.Join(t.path[max(0, len(t.path)-20):], ".")
}

// parameter reads a row of a parameter: "└─weight   [300, 20]   └─6,000".
func (t *infoTable) parameter(s line, name string, row []string) bool {
	if len(row) == 0 || len(row) > 2 || len(t.l.Rows) == 0 {
		return false
	}
	cell, ok := strings.CutPrefix(row[len(row)-1], "├─")
	if !ok {
		if cell, ok = strings.CutPrefix(row[len(row)-1], "└─"); !ok {
			return false
		}
	}
	n, ok := integer(cell)
	if !ok {
		return false
	}
	p := Tensor{Name: name, Count: n, HasCount: true, Line: s.n}
	if len(row) == 2 {
		if shape, _, ok := shapeAt(row[0]); ok {
			if name == "weight" && len(shape) > 1 {
				shape[0], shape[1] = shape[1], shape[0]
			}
			p.Shape, p.HasShape = shape, true
		}
	}
	last := &t.l.Rows[len(t.l.Rows)-1]
	last.Tensors = append(last.Tensors, p)
	return true
}

// infoCell reads a cell by its column.
func (r *Row) infoCell(column, s string) {
	switch column {
	case "Param #":
		r.infoCount(s)
	case "Output Shape":
		r.Out, _ = shapesIn(s)
	case "Input Shape":
		r.In, _ = shapesIn(s)
	case "Mult-Adds":
		r.MACs, r.HasMACs = cellCount(s)
	case "Trainable":
		r.Trainable = map[string]Tri{"True": Yes, "False": No, "Partial": Partly}[s]
	case "Groups":
		r.Groups, _ = integer(s)
	case "Kernel Shape":
		if shape, _, ok := shapeAt(s); ok {
			r.Kernel = shape
		} else if n, ok := integer(s); ok {
			r.Kernel = []int64{n}
		}
	}
}

func (r *Row) infoCount(s string) {
	switch s {
	case "--":
		r.Params, r.HasParams = exactly(0), true
	case "(recursive)":
		r.Shared = true
	default:
		r.Params, r.HasParams = cellCount(s)
		if r.HasParams && s[0] == '(' {
			r.Trainable = No
		}
	}
}

// guess reads the cells of a row without a header: the first list is a shape, and
// the count is the last cell or follows the shape.
func (t *infoTable) guess(r *Row, row []string) {
	for i, c := range row {
		if c[0] == '[' {
			r.Out, _ = shapesIn(c)
			if i+1 < len(row) {
				r.infoCount(row[i+1])
			}
			return
		}
	}
	if len(row) > 0 {
		r.infoCount(row[len(row)-1])
	}
}

// finish adds notes that depend on all rows, and marks rows without counts.
func (t *infoTable) finish() {
	rows := t.l.Rows
	deepest := 0
	for i := range rows {
		deepest = max(deepest, rows[i].Depth)
		if rows[i].Shared {
			t.l.note(SharedShown)
		}
		rows[i].Unknown = t.cols != nil && find(t.cols, "Param #") < 0
	}
	for i := range rows {
		leaf := i+1 == len(rows) || rows[i+1].Depth <= rows[i].Depth
		if leaf && rows[i].Depth == deepest && deepest > 0 && rows[i].Params.Value > 0 && !isLeafKind(rows[i].Kind) && len(rows[i].Tensors) == 0 {
			t.l.note(DepthCut)
		}
	}
	if t.l.Name == "" && len(rows) > 0 && rows[0].Depth == 0 {
		t.l.Name = rows[0].Printed
	}
}

// startsHeadless reports whether this line is a row without its header.
func startsHeadless(p *parser) bool {
	s := p.here().text
	if depth, rest := indent(s); depth > 0 && infoNameEnd(rest) > 0 {
		return true
	}
	if _, ok := summaryRow(s); ok {
		return true
	}
	_, ok := kerasLoose(s)
	return ok
}

// readHeadless reads rows without a header.
func readHeadless(p *parser) {
	s := p.here().text
	l := &Listing{Line: p.here().n, Notes: []Note{NoHeader}}
	if depth, rest := indent(s); depth > 0 && infoNameEnd(rest) > 0 {
		l.Format = TorchInfo
		readTorchInfo(p, l, nil)
	} else if _, ok := summaryRow(s); ok {
		l.Format = TorchSummary
		readTorchSummary(p, l, nil)
	} else {
		l.Format = Keras
		readKeras(p, l, looseColumns(s), s)
	}
	p.footer(l)
	p.add(l)
}

// looseColumns finds the columns of a Keras table in one of its rows.
func looseColumns(s string) []column {
	open := strings.IndexByte(s, '(')
	shape := open + 1 + strings.IndexAny(s[open+1:], "([{m?")
	length := closing(s[shape:])
	if length == 0 {
		length = 1
	}
	count := shape + length + len(s[shape+length:]) - len(strings.TrimLeft(s[shape+length:], " "))
	cols := []column{{"Layer (type", 0}, {"Output Shape", len([]rune(s[:shape]))}, {"Param #", len([]rune(s[:count]))}}
	end := count
	for end < len(s) && s[end] != ' ' {
		end++
	}
	if rest := strings.TrimLeft(s[end:], " "); rest != "" {
		cols = append(cols, column{"Connected to", len([]rune(s[:len(s)-len(rest)]))})
	}
	return cols
}
