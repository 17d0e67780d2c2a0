package read

import "strings"

// Keras's summary in columns. Sources: keras 1 and 2, keras/utils/layer_utils.py,
// print_summary; tf.keras to 2.6, tensorflow/python/keras/utils/layer_utils.py;
// tf.keras 2.7 to 2.15, keras/utils/layer_utils.py. R's keras prints the same with
// line_length = getOption("width").
//
// Up to 2.6 (print_row): a line is 98 characters wide (65 without connections, 80 in
// R), and its columns end at int(width × .33 .55 .67 1.), or .45 .85 1. A cell is
// truncated at its column's end and its last character becomes a space. Rows are
// separated by lines of underscores; each additional connection has its own line.
//
// From 2.7 on (print_row): a row is indented by a space, or by a bar for each level
// of nesting. A cell that is longer than its column minus two is wrapped, also after
// "),", "],", "},", "',", and continues in the next line. A full column shifts the
// columns after it by one. Rows are separated by blank lines, nested ones are framed
// by bars. In later versions the columns end at .3 .6 .7 1.

// A column is a column of a table, by its position in the header.
type column struct {
	name  string
	start int // in runes
}

var columnNames = []string{"Layer (type", "Input Shape", "Output Shape", "Tr. Param #", "Param #", "Param %", "Kernel Shape", "Groups",
	"Mult-Adds", "Connected to", "Trainable", "Parent Layers"}

// header returns the columns of a table's header, or nil.
func header(s string) []column {
	if !strings.Contains(s, "Layer (type") {
		return nil
	}
	var list []column
	for i := 0; i < len(s); {
		name := ""
		for _, n := range columnNames {
			if strings.HasPrefix(s[i:], n) {
				name = n
				break
			}
		}
		if name == "" {
			i++
			continue
		}
		list = append(list, column{name, len([]rune(s[:i]))})
		i += len(name)
	}
	if len(list) < 2 {
		return nil
	}
	return list
}

func find(cols []column, name string) int {
	for i, c := range cols {
		if c.name == name {
			return i
		}
	}
	return -1
}

func startsHeader(p *parser) bool { return header(p.here().text) != nil }

// readHeader reads the table below a header. The header and the first rows identify
// the program that printed it.
func readHeader(p *parser) {
	text := p.here().text
	cols := header(text)
	l := &Listing{Line: p.here().n, Name: p.modelName()}
	p.i++
	form := p.tableFormat(text, cols)
	if form == Keras && find(cols, "Param #") < 0 {
		form = TorchInfo // Keras always has counts
	}
	switch form {
	case Keras:
		l.Format = Keras
		readKeras(p, l, cols, text)
	case TorchInfo:
		l.Format = TorchInfo
		readTorchInfo(p, l, cols)
	case FastAI:
		l.Format = FastAI
		readFastAI(p, l)
	default: // one layout, with small differences
		l.Format = form
		readTorchSummary(p, l, cols)
	}
	p.footer(l)
	p.add(l)
}

// tableFormat identifies the format of a table by its header and its first rows.
func (p *parser) tableFormat(text string, cols []column) Format {
	switch {
	case strings.Contains(text, "depth-idx"), strings.Contains(text, "(var_name)"):
		return TorchInfo
	case find(cols, "Connected to") >= 0:
		return Keras
	case find(cols, "Tr. Param #") >= 0:
		return ModelSummary
	}
	right := text[0] == ' ' && cols[0].start > 3 // Keras's header is left-aligned
	rows := 0
	for k := p.i; k < len(p.lines) && k < p.i+8 && rows < 3; k++ {
		s := p.lines[k].text
		if s == "" || isRule(s) {
			continue
		}
		rows++
		t := strings.TrimLeft(s, " |")
		name, rest, _ := strings.Cut(t, " ")
		kind, index, numbered := strings.Cut(name, "-")
		_, isIndex := integer(index)
		shape := strings.HasPrefix(strings.TrimLeft(rest, " "), "(")
		switch {
		case right && shape && (name == "Input" || numbered && isIndex):
			return Gluon
		case strings.HasPrefix(t, "├─"), strings.HasPrefix(t, "+ "), strings.HasPrefix(t, "└─"):
			return TorchInfo
		case numbered && isIndex && isWord(kind):
			return TorchSummary
		case fastShape(t), find(cols, "Trainable") >= 0 && !strings.HasPrefix(strings.TrimSpace(rest), "("):
			return FastAI
		case shape:
			return Keras
		}
	}
	if text[0] == ' ' && cols[0].start > 3 {
		return TorchSummary
	}
	if find(cols, "Output Shape") == 1 && cols[1].start < 40 {
		return Keras
	}
	return TorchInfo
}

// modelName returns the name of the model from a line above the header, or "".
func (p *parser) modelName() string {
	for k := p.i - 1; k >= 0 && k >= p.i-4; k-- {
		s := strings.TrimSpace(p.lines[k].text)
		if rest, ok := strings.CutPrefix(s, "Model: "); ok {
			return strings.Trim(rest, `" `)
		}
		if name, _, ok := strings.Cut(s, " (Input shape:"); ok {
			return name
		}
	}
	return ""
}

// A kerasTable reads the rows of one table.
type kerasTable struct {
	p       *parser
	l       *Listing
	cols    []column
	count   int // the column of counts
	wrapped bool
	cells   []string // of the open row, to which further lines may belong
	level   int
	at      line
	full    bool // a cell of the open row fills its column
	apart   bool // a separator precedes this line
}

func readKeras(p *parser, l *Listing, cols []column, head string) {
	t := &kerasTable{p: p, l: l, cols: cols, count: find(cols, "Param #")}
	t.wrapped = t.isWrapped(head)
	lost := 0
	for ; !p.end(); p.i++ {
		s := p.here()
		if ends(s.text) {
			break
		}
		if s.text == "" || isRule(s.text) {
			t.apart = true
			continue
		}
		if t.line(s) {
			lost = 0
		} else if lost++; lost > 3 && len(l.Rows) > 0 && t.apart {
			l.NUnread -= min(lost-1, l.NUnread)
			l.Unread = l.Unread[:max(0, len(l.Unread)-lost+1)]
			p.i -= lost - 1
			break
		}
		t.apart = false
	}
	t.close()
	l.settleAxes()
}

// settleAxes completes the kinds of normalizations whose number of axes is unknown
// because the shape was truncated: it takes the number from the preceding
// convolution.
func (l *Listing) settleAxes() {
	axes := ""
	for i := range l.Rows {
		r := &l.Rows[i]
		switch b := baseKind(r.Kind); {
		case b == "Conv" || b == "ConvTranspose":
			axes = r.Kind[len(b):]
		case r.Cut && axes != "" && (b == "BatchNorm" || b == "InstanceNorm"):
			r.Kind = b + axes
		}
	}
}

// isWrapped reports whether cells are wrapped rather than truncated: then the header
// is indented relative to the rules.
func (t *kerasTable) isWrapped(head string) bool {
	for k := max(t.p.i-3, 0); k < len(t.p.lines) && k < t.p.i+2; k++ {
		if s := t.p.lines[k].text; isRule(s) && len(s) > 8 {
			return len(head)-len(strings.TrimLeft(head, " ")) > len(s)-len(strings.TrimLeft(s, " "))
		}
	}
	return t.cols[0].start == 1
}

// ends reports whether a line ends a table: with its totals, or with another table.
func ends(s string) bool {
	if strings.HasPrefix(strings.TrimSpace(s), "Model: ") || header(s) != nil {
		return true
	}
	low := lower(s)
	return strings.Contains(low, "params:") && (strings.Contains(low, "total") || strings.Contains(low, "trainable") || strings.Contains(low, "params: "))
}

// line reads one line, the beginning of a row or a continuation of the open one, and
// reports whether it was understood.
func (t *kerasTable) line(s line) bool {
	cells, level, full := t.split(s.text)
	if cells == nil {
		return t.loose(s)
	}
	_, counted := kerasCount(cells[t.count])
	named := cells[0] != ""
	fresh := t.cells == nil || t.apart || complete(t.cells[0]) && strings.Contains(cells[0], "(")
	if named && counted && fresh {
		t.close()
		t.cells, t.level, t.at, t.full = cells, level, s, full
		return true
	}
	if t.cells == nil || t.apart && named {
		return t.loose(s)
	}
	for i, c := range cells {
		if i == len(t.cells)-1 && !t.wrapped && c != "" {
			c = ", " + c // old layout: one connection per line
		}
		t.cells[i] += c
	}
	if named || cells[1] != "" {
		t.l.note(CellsWrapped)
	}
	return true
}

// loose reads a row whose columns are not aligned with the header.
func (t *kerasTable) loose(s line) bool {
	if r, ok := kerasLoose(s.text); ok {
		t.close()
		r.Line = s.n
		if t.p.row() {
			t.l.Rows = append(t.l.Rows, r)
		}
		return true
	}
	t.l.skip(s)
	return false
}

// complete reports whether a cell with name and class is complete.
func complete(name string) bool { return strings.HasSuffix(name, ")") }

// kerasCount parses a count, which may be "0 (unused)" or "0 (unbuilt)".
func kerasCount(s string) (int64, bool) {
	if word, _, ok := strings.Cut(s, " ("); ok {
		s = word
	}
	return integer(strings.TrimSpace(s))
}

// split splits a line at the columns. A column begins where the header's does, or one
// character further right after a full cell, or further left by the level of nesting.
func (t *kerasTable) split(s string) (list []string, level int, full bool) {
	r := []rune(s)
	from := 0
	for from < len(r) && (r[from] == ' ' || r[from] == '|') {
		if r[from] == '|' {
			level++
		}
		from++
	}
	if from >= t.cols[1].start-level {
		from = t.cols[0].start
	}
	end := len(r)
	for end > 0 && level > 0 && (r[end-1] == '|' || r[end-1] == ' ') {
		end--
	}
	list = make([]string, len(t.cols))
	starts := []int{from}
	for i := 1; i < len(t.cols); i++ {
		starts = append(starts, t.start(r, i, level))
	}
	starts = append(starts, end)
	for i := range t.cols {
		a, b := min(starts[i], end), min(starts[i+1], end)
		if a > b || i > 0 && a > 0 && a < end && r[a-1] != ' ' {
			return nil, 0, false
		}
		text := string(r[a:b])
		list[i] = strings.TrimSpace(text)
		if !t.wrapped && i > 0 && i < len(t.cols)-1 && list[i] != "" && b-a == len([]rune(list[i]))+1 || !t.wrapped && i == 0 && len(text) > 0 && b-a-1 == len([]rune(list[0])) {
			full = true
		}
	}
	return list, level, full
}

// start finds where column i begins in a line.
func (t *kerasTable) start(r []rune, i, level int) int {
	h := t.cols[i].start
	if !t.wrapped {
		return h
	}
	for s := h - level; s <= h+1+level; s++ {
		if s > 1 && s < len(r) && r[s] != ' ' && r[s-1] == ' ' && r[s-2] == ' ' {
			return s
		}
	}
	return h - level
}

// close turns the open cells into a row.
func (t *kerasTable) close() {
	if t.cells == nil {
		return
	}
	c := t.cells
	t.cells = nil
	n, _ := kerasCount(c[t.count])
	r := Row{Depth: t.level, Line: t.at.n, Params: exactly(n), HasParams: true, Cut: t.full}
	if i := find(t.cols, "Output Shape"); i >= 0 {
		var cut bool
		r.Out, cut = shapesIn(c[i])
		r.Cut = r.Cut || cut
	}
	if i := find(t.cols, "Connected to"); i >= 0 {
		r.From = connections(c[i])
	}
	if i := find(t.cols, "Trainable"); i >= 0 {
		r.Trainable = map[string]Tri{"Y": Yes, "N": No}[c[i]]
	}
	r.keras(c[0], !t.wrapped)
	if r.Cut {
		t.l.note(CellsCut)
	}
	if t.p.row() {
		t.l.nest(&r)
		t.l.Rows = append(t.l.Rows, r)
	}
}

// nest marks the row of a nested model, whose count includes those of the rows nested
// in it.
func (l *Listing) nest(r *Row) {
	if k := len(l.Rows) - 1; k >= 0 && r.Depth > l.Rows[k].Depth {
		l.Rows[k].Covers = true
	}
}

// keras sets the name and the class of a row from "conv2d (Conv2D)".
func (r *Row) keras(cell string, mayCut bool) {
	name, class, has := strings.Cut(cell, "(")
	r.Name = strings.TrimSpace(name)
	class, closed := strings.CutSuffix(strings.TrimSpace(class), ")")
	class = strings.TrimSuffix(strings.ReplaceAll(class, " ", ""), "…")
	if !has || !closed {
		r.Cut = r.Cut || mayCut
	}
	r.Printed, r.Kind = kerasClass(class, r.Name, !closed, r.Out)
	r.Path = r.Name
	r.channels(true)
}

// connections returns the layers named in a "Connected to" cell:
// "['conv2d[0][0]', 'up[0][0]']" or "conv2d[0][0], up[0][0]".
func connections(s string) []string {
	list := strings.Split(s, ",")
	if strings.ContainsAny(s, "'") {
		list = quoted(s)
	}
	var names []string
	for _, c := range list {
		c = strings.TrimSpace(c)
		if i := strings.IndexByte(c, '['); i >= 0 {
			c = strings.TrimSpace(c[:i])
		}
		if c != "" && c != "-" && c != "]" {
			names = append(names, strings.ReplaceAll(c, " ", ""))
		}
	}
	return names
}

// kerasLoose reads a row by its words, if the columns are lost:
// "conv2d (Conv2D) (None, 572, 572, 64) 640 input_1[0][0]".
func kerasLoose(s string) (r Row, ok bool) {
	t := strings.TrimLeft(s, "| ")
	i := strings.IndexByte(t, '(')
	if i <= 0 || t[i-1] != ' ' || i > maxName || strings.ContainsAny(strings.TrimSpace(t[:i]), " :=[,") {
		return r, false
	}
	j := i + 1
	for j < len(t) && isWordByte(t[j]) {
		j++
	}
	class := t[i+1 : j]
	if !isWord(class) || class == "None" {
		return r, false
	}
	if j < len(t) && t[j] == ')' {
		j++
	}
	row := cells(t[j:])
	if len(row) < 2 || strings.IndexByte("[({", row[0][0]) < 0 && row[0] != "multiple" && row[0] != "?" {
		return r, false
	}
	n, fine := integer(row[1])
	var cut bool
	r.Out, cut = shapesIn(row[0])
	if k := len(row) - 1; !fine && cut { // the shape's closing bracket is truncated
		return r, false
	} else if !fine && k >= 2 {
		return r, false
	} else if !fine {
		return r, false
	}
	r.Params, r.HasParams, r.Depth = exactly(n), true, strings.Count(s[:len(s)-len(t)], "|")
	if len(row) > 2 {
		r.From = connections(strings.Join(row[2:], " "))
	}
	r.keras(t[:j], true)
	return r, true
}
