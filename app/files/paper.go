package files

import (
	"slices"
	"strconv"
	"strings"

	"unetparams/app/link"
	"unetparams/app/text"
	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/field"
	"unetparams/counter/memory"
	"unetparams/counter/number"
	"unetparams/counter/zoo"
)

// A Paper is a table of networks for a paper.
type Paper struct {
	grid
	Note string // for which input and training the numbers are; "" where none depends on them
	Dash bool   // a cell has no number

	lang  text.Lang
	links []string // to the networks
	link  string   // to the table
}

// NewPaper calculates a table. Site is the address of the calculator, and link the
// fragment of one that holds the table.
func NewPaper(l text.Lang, t *link.Table, c link.Cost, site, fragment string) *Paper {
	p := &Paper{lang: l, link: site + "#" + fragment}
	w := paperWriter{Paper: p, table: t, options: Options(c)}
	for _, n := range t.Networks {
		w.nets = append(w.nets, newPaperNet(n, t.Size))
		p.links = append(p.links, site+"#"+link.Encode(link.State{Config: n, Cost: c}))
	}
	w.columns()
	p.Note = w.note(c)
	return p
}

// Options returns how a link says that a network is run.
func Options(c link.Cost) memory.Options {
	o := memory.Options{Batch: max(c.Batch, 1), Checkpoint: c.Checkpoint != ""}
	switch c.Type {
	case "float16":
		o.Type = memory.Float16
	case "mixed":
		o.Type = memory.Mixed
	}
	switch c.Optimizer {
	case "":
		o.Optimizer = memory.Adam
	case "momentum":
		o.Optimizer = memory.Momentum
	case "adam8bit":
		o.Optimizer = memory.Adam8bit
	}
	return o
}

// A paperNet is a network of the table. Trace is nil where it doesn't run.
type paperNet struct {
	config *config.Config
	report *counter.Report
	trace  *counter.Trace
	input  string
}

func newPaperNet(c *config.Config, size string) paperNet {
	n := paperNet{config: c, input: "–"}
	net, r, err := c.Build()
	if err != nil {
		return n // can't happen: links hold networks that can be built
	}
	n.report = r
	if size == "" {
		n.trace, err = c.Trace(net)
	} else if axes, ok := axesOf(size, r.Steps[0].Out.ND); ok {
		n.trace, err = net.Trace(axes)
	}
	if err != nil {
		n.trace = nil
	}
	if n.trace != nil {
		n.input = text.Sizes(n.trace.Out[0].Sizes())
	}
	return n
}

// axesOf reads a size for a network of nd spatial axes: one number is that of all.
func axesOf(size string, nd int) (counter.Axes, bool) {
	var axes counter.Axes
	parts := strings.Split(size, "x")
	for i := range nd {
		n, err := strconv.ParseInt(parts[min(i, len(parts)-1)], 10, 64)
		if err != nil {
			return axes, false
		}
		axes[i] = n
	}
	return axes, len(parts) == 1 || len(parts) == nd
}

// A paperWriter fills in a table.
type paperWriter struct {
	*Paper
	table   *link.Table
	options memory.Options
	nets    []paperNet
}

// columns adds all columns.
func (w *paperWriter) columns() {
	l, shown := w.lang, w.table.Shown()
	name := func(n *paperNet) cell { s := l.Config(n.config); return cell{data: s, text: s} }
	w.add("network", l.T(text.Paper.Network), false, name)
	if w.sized() && w.input() == "" {
		w.add("input", l.T(text.Paper.Input), false, func(n *paperNet) cell {
			return cell{data: strings.ReplaceAll(n.input, "×", "x"), text: n.input}
		})
	}
	for _, key := range link.Columns {
		if !slices.Contains(shown, key) {
			continue
		}
		title := l.T(text.Paper.Column[key])
		switch key {
		case "params":
			w.numbers("parameters", title, decimal, "", func(n *paperNet) (int64, error) { return n.report.Learnable, nil })
		case "macs":
			w.numbers("macs", title, decimal, "", func(n *paperNet) (int64, error) { return n.trace.Total, nil })
		case "training":
			w.numbers("training_bytes", title, binary, l.T(text.Paper.Bytes), func(n *paperNet) (int64, error) {
				m, err := memory.Train(n.report, n.trace, w.options)
				return m.Total(), err
			})
		case "inference":
			w.numbers("inference_bytes", title, binary, l.T(text.Paper.Bytes), func(n *paperNet) (int64, error) {
				m, err := memory.Infer(n.report, n.trace, w.options)
				return m.Parameters + m.Bytes, err
			})
		case "field":
			w.add("receptive_field", title, true, func(n *paperNet) cell { return fieldCell(l, n) })
		case "source":
			w.add("source", title, false, func(n *paperNet) cell { s := source(l, n.config); return cell{data: s, text: s} })
		}
	}
}

// add adds a column, with a cell for each network.
func (w *paperWriter) add(key, title string, numbers bool, of func(*paperNet) cell) {
	w.grid.columns = append(w.grid.columns, column{key: key, title: title, numbers: numbers})
	if w.rows == nil {
		w.rows = make([][]cell, len(w.nets))
	}
	for i := range w.nets {
		c := of(&w.nets[i])
		w.Dash = w.Dash || c.text == unknown.text
		w.rows[i] = append(w.rows[i], c)
	}
}

// A unit is what numbers of a column are rounded to.
type unit struct {
	name string
	size int64
}

// decimal and binary are the units of counts and of bytes, the largest first.
var (
	decimal = []unit{{"T", 1e12}, {"G", 1e9}, {"M", 1e6}, {"k", 1e3}, {"", 1}}
	binary  = []unit{{"TiB", 1 << 40}, {"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"B", 1}}
)

// numbers adds a column of numbers: exact ones, or all rounded to hundredths of the
// unit that suits their median.
func (w *paperWriter) numbers(key, title string, units []unit, exact string, of func(*paperNet) (int64, error)) {
	var all []int64
	value := func(n *paperNet) (int64, bool) {
		if n.report == nil || n.trace == nil && key != "parameters" {
			return 0, false
		}
		v, err := of(n)
		return v, err == nil
	}
	for i := range w.nets {
		if v, ok := value(&w.nets[i]); ok {
			all = append(all, v)
		}
	}
	slices.Sort(all)
	u := unit{exact, 1}
	if w.table.Rounded && len(all) > 0 {
		i := slices.IndexFunc(units, func(u unit) bool { return all[len(all)/2] >= u.size })
		u = units[max(i, 0)]
	}
	if u.name != "" {
		title += " (" + u.name + ")"
	}
	w.add(key, title, true, func(n *paperNet) cell {
		v, ok := value(n)
		if !ok {
			return unknown
		}
		c := cell{data: plain(v), text: number.Grouped(v), number: true}
		if u.size > 1 {
			c.text = hundredths(v, u.size)
		}
		return c
	})
}

// hundredths writes n/size with two decimals, rounding half up.
func hundredths(n, size int64) string {
	whole, rest := n/size, n%size
	for size > 1<<50 {
		rest, size = rest/100, size/100
	}
	h := (rest*100 + size/2) / size
	whole, h = whole+h/100, h%100
	return number.Grouped(whole) + "." + plain(h/10) + plain(h%10)
}

// fieldCell writes the receptive field of what a network returns; equal axes once.
func fieldCell(l text.Lang, n *paperNet) cell {
	if n.trace == nil {
		return unknown
	}
	outputs := n.report.EvalOutputs
	if outputs == nil {
		outputs = n.report.Outputs
	}
	step := outputs[0]
	f, ok := field.Of(n.report, n.trace, step)
	for ; !ok; f, ok = field.Of(n.report, n.trace, step) { // some return a list of pixels
		in := n.report.Steps[step].In
		if len(in) == 0 {
			return unknown
		}
		step = in[0]
	}
	size, _ := text.Field(l, &f)
	data := "all"
	if !f.All() {
		data = strings.NewReplacer("–", "-", "×", "x").Replace(size)
		if axes := strings.Split(size, "×"); len(slices.Compact(axes)) == 1 {
			size = axes[0]
		}
	}
	return cell{data: data, text: size}
}

// source names where a network comes from: the paper, or the code that is reproduced.
func source(l text.Lang, c *config.Config) string {
	if len(c.Arch.Sources) == 0 {
		return ""
	}
	s := c.Arch.Sources[0]
	if c.Edited() {
		return l.F(text.Paper.Edited, sourceName(s))
	}
	if p := zoo.PresetOf(c); p != nil {
		s = p.Source
	}
	return sourceName(s)
}

func sourceName(s config.Source) string {
	if s.Year > 0 {
		return s.Title + " (" + plain(int64(s.Year)) + ")"
	}
	return s.Title
}

// sized reports whether a column depends on the size of the input.
func (w *paperWriter) sized() bool {
	return slices.ContainsFunc(w.table.Shown(), func(c string) bool { return c == "macs" || c == "training" || c == "inference" })
}

// input returns the input that all networks have, or "".
func (w *paperWriter) input() string {
	for i := range w.nets {
		if w.nets[i].input != w.nets[0].input {
			return ""
		}
	}
	return w.nets[0].input
}

// note says for which input and training the numbers are.
func (w *paperWriter) note(c link.Cost) string {
	l, t, shown := w.lang, &text.Paper, w.table.Shown()
	if !w.sized() {
		return ""
	}
	parts := []string{l.T(t.NoteOwn)}
	switch in := w.input(); {
	case in != "" && in != "–":
		parts[0] = l.F(t.Note, in)
	case w.table.Size != "":
		parts[0] = l.F(t.NoteAxis, strings.ReplaceAll(w.table.Size, "x", "×"))
	}
	name := func(all []config.Text, values []string, now string) string {
		return l.T(all[max(slices.Index(values, now), 0)])
	}
	if slices.Contains(shown, "training") || slices.Contains(shown, "inference") {
		parts = append(parts, l.F(t.NoteBatch, number.Grouped(w.options.Batch), name(text.Cost.Types, link.Types, c.Type)))
	}
	if slices.Contains(shown, "training") {
		parts = append(parts, l.F(t.NoteTraining, name(text.Cost.Optimizers, link.Optimizers, c.Optimizer)))
		if c.Checkpoint != "" {
			parts = append(parts, l.T(t.NoteCheckpoint))
		}
	}
	return strings.Join(parts, l.T(text.Describe.Comma)) + map[bool]string{false: ".", true: "。"}[l == text.Chinese]
}

// Head returns the titles of the columns, and whether each is of numbers.
func (p *Paper) Head() (titles []string, numbers []bool) {
	for _, c := range p.columns {
		titles, numbers = append(titles, c.title), append(numbers, c.numbers)
	}
	return titles, numbers
}

// Row returns the texts of a network.
func (p *Paper) Row(i int) []string {
	var all []string
	for _, c := range p.rows[i] {
		all = append(all, c.text)
	}
	return all
}

// Write writes the table.
func (p *Paper) Write(f Format) string {
	switch f {
	case CSV:
		return p.csv()
	case Markdown:
		return p.markdown()
	}
	return p.latex()
}

// csv writes the exact numbers, and a link for each network.
func (p *Paper) csv() string {
	var lines []string
	var line []string
	for _, c := range p.columns {
		line = append(line, c.key)
	}
	lines = append(lines, strings.Join(append(line, "link"), ","))
	for i, row := range p.rows {
		line = nil
		for _, c := range row {
			line = append(line, csvField(c.data))
		}
		address, _ := Address(p.links[i])
		lines = append(lines, strings.Join(append(line, csvField(address)), ","))
	}
	return marked(strings.Join(lines, "\r\n") + "\r\n")
}

func (p *Paper) markdown() string {
	var m markdown
	rule := ""
	for _, c := range p.columns {
		m.WriteString("| ")
		m.text(c.title)
		m.WriteByte(' ')
		rule += []string{"| --- ", "| ---: "}[btoi(c.numbers)]
	}
	m.WriteString("|\n" + rule + "|\n")
	for i, row := range p.rows {
		for j, c := range row {
			m.WriteString("| ")
			if address, ok := Address(p.links[i]); ok && j == 0 {
				m.WriteString("[")
				m.text(c.text)
				m.WriteString("](<" + address + ">)")
			} else {
				m.text(c.text)
			}
			m.WriteByte(' ')
		}
		m.WriteString("|\n")
	}
	m.WriteByte('\n')
	m.text(p.Note)
	if p.Note != "" {
		m.WriteByte(' ')
	}
	m.link(p.link)
	m.WriteByte('\n')
	return m.String()
}

// latex writes a floating table; its links are comments.
func (p *Paper) latex() string {
	var t latex
	address, _ := Address(p.link)
	t.comment(p.lang.T(text.Paper.Booktabs))
	t.comment(address)
	spec := ""
	for _, c := range p.columns {
		spec += []string{"l", "r"}[btoi(c.numbers)]
	}
	t.WriteString("\\begin{table}\n\\centering\n\\caption{")
	t.text(p.lang.T(text.Paper.Caption))
	if p.Note != "" {
		if p.lang != text.Chinese {
			t.WriteByte(' ')
		}
		t.text(p.Note)
	}
	t.WriteString("}\n\\label{tab:networks}\n\\small\n\\begin{tabular}{@{}" + spec + "@{}}\n\\toprule\n")
	line := func(cell func(j int) string) {
		for j := range p.columns {
			if j > 0 {
				t.WriteString(" & ")
			}
			t.text(cell(j))
		}
		t.WriteString(" \\\\\n")
	}
	line(func(j int) string { return p.columns[j].title })
	t.WriteString("\\midrule\n")
	for i, row := range p.rows {
		address, _ := Address(p.links[i])
		t.comment(address)
		line(func(j int) string { return row[j].text })
	}
	t.WriteString("\\bottomrule\n\\end{tabular}\n\\end{table}\n")
	return t.String()
}
