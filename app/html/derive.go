package html

import (
	"html"
	"strconv"
	"strings"

	"unetparams/app/state"
	"unetparams/app/text"
	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/number"
)

// SumText returns numbers joined by +, as text that can wrap.
func SumText(ns []int64) string {
	parts := make([]string, len(ns))
	for i, n := range ns {
		parts[i] = number.Grouped(n)
	}
	return strings.Join(parts, " + ")
}

// Summands returns the counts of a derivation joined by +, each with the short name of
// its layer.
func Summands(l text.Lang, lines []counter.Line) string {
	var parts []string
	for i := range lines {
		if n := lines[i].Count; n > 0 {
			parts = append(parts, l.Short(lines[i].Layer.Kind())+" "+number.Grouped(n))
		}
	}
	return strings.Join(parts, " + ")
}

// Text writes text, escaped.
func (m *Writer) Text(s string) { m.WriteString(html.EscapeString(s)) }

// note adds a remark.
func (m *Writer) note(s string) {
	m.WriteString(` <em>`)
	m.Text(s)
	m.WriteString(`</em>`)
}

// Layers returns a table of all steps with layer, formula, output shape, parameters
// and multiply-accumulates. It has at most the given number of rows; the sums are those
// of all.
func Layers(l text.Lang, r *counter.Report, t *counter.Trace, most int) string {
	b := layerTable{lang: l, report: r, trace: t}
	b.table(l.T(text.Page.Name), l.T(text.Page.Kind), l.T(text.Page.Formula), l.T(text.Page.Output), l.T(text.Page.Count), "MACs")
	for i := range r.Steps {
		if r.Steps[i].Layer == nil {
			continue
		}
		if most == 0 {
			break
		}
		most--
		b.step(i)
	}
	for stage := range r.Stages {
		for row := range r.NeverRun(stage) {
			if most == 0 {
				break
			}
			most--
			b.neverRun(row)
		}
	}
	total := "–"
	if t != nil {
		total = number.Grouped(t.Total)
	}
	b.WriteString(`</tbody><tfoot><tr><th scope="row" colspan="4">`)
	b.Text(l.T(text.Page.Total))
	b.WriteString(`</th><td class="n">` + number.Grouped(r.Learnable) + `</td><td class="n">` + total + `</td></tr></tfoot></table>`)
	return b.String()
}

// LayerRows returns the total number of rows of [Layers].
func LayerRows(r *counter.Report) int {
	rows := 0
	for i := range r.Steps {
		if r.Steps[i].Layer != nil {
			rows++
		}
	}
	for stage := range r.Stages {
		for range r.NeverRun(stage) {
			rows++
		}
	}
	return rows
}

// A layerTable writes the tables of all steps and of all tensors.
type layerTable struct {
	Writer
	lang   text.Lang
	report *counter.Report
	trace  *counter.Trace // nil if there are no shapes
}

// step writes the row of a step.
func (m *layerTable) step(i int) {
	l, r, t := m.lang, m.report, m.trace
	s := r.Steps[i]
	out, macs := s.Out, "–"
	if t != nil {
		out, macs = t.Out[i], number.Grouped(t.MACs[i])
	}
	if row := r.Row(s); row != nil {
		m.WriteString(`<tr><th scope="row"><code>`)
		m.Text(row.Path)
		m.WriteString(`</code></th><td>`)
	} else {
		m.WriteString(`<tr><td></td><td>`) // a step without a module has no name
	}
	m.Text(l.Layer(s.Layer))
	m.WriteString(`</td><td class="how">`)
	if f := counter.FormulaOf(s.Layer); len(f) > 0 && !s.Again {
		m.Formula(f)
	}
	m.WriteString(`</td><td>` + text.Shape(out) + `</td><td class="n">` + number.Grouped(r.First(s)) + `</td><td class="n">` + macs + `</td></tr>`)
}

// neverRun writes the row of a layer that no step runs.
func (m *layerTable) neverRun(row *counter.LayerRow) {
	l := m.lang
	m.WriteString(`<tr><th scope="row"><code>`)
	m.Text(row.Path)
	m.WriteString(`</code></th><td>`)
	m.Text(l.Layer(row.Layer))
	m.note(l.T(text.Export.NeverRun))
	m.WriteString(`</td><td class="how">`)
	m.Formula(counter.FormulaOf(row.Layer))
	m.WriteString(`</td><td>–</td><td class="n">` + number.Grouped(row.Learnable) + `</td><td class="n">–</td></tr>`)
}

// Tensors returns a table of the state_dict with a row for each tensor, at most the
// given number.
func Tensors(l text.Lang, r *counter.Report, most int) string {
	b := layerTable{lang: l, report: r}
	b.table(l.T(text.Page.Name), l.T(text.Page.Kind), l.T(text.Page.Shape), l.T(text.Page.Count))
	for i := range r.Tensors[:min(most, len(r.Tensors))] {
		b.tensor(i)
	}
	b.WriteString(`</tbody><tfoot><tr><th scope="row" colspan="3">`)
	b.Text(l.T(text.Page.ParametersUnit))
	b.WriteString(`</th><td class="n">` + number.Grouped(r.Learnable) + `</td></tr></tfoot></table>`)
	return b.String()
}

// tensor writes the row of a tensor.
func (m *layerTable) tensor(i int) {
	l, r := m.lang, m.report
	t := &r.Tensors[i]
	row := r.Layers[t.Layer]
	m.WriteString(`<tr`)
	if !t.Tensor.Learn {
		m.WriteString(` class="free"`)
	}
	m.WriteString(`><th scope="row"><code>`)
	m.Text(t.Name)
	m.WriteString(`</code></th><td>`)
	m.Text(row.Layer.Kind())
	for _, note := range []struct {
		on   bool
		text string
	}{{!t.Tensor.Learn, l.T(text.Page.Buffer)}, {t.Shared, l.T(text.Page.Shared)}, {row.Unused, l.T(text.Page.Unused)}} {
		if note.on {
			m.note(note.text)
		}
	}
	lengths := make([]string, len(t.Tensor.Dims))
	for i, d := range t.Tensor.Dims {
		lengths[i] = strconv.FormatInt(d.N, 10)
	}
	m.WriteString(`</td><td>(` + strings.Join(lengths, ", ") + `)</td><td class="n">` + number.Grouped(t.Count) + `</td></tr>`)
}

// table opens a table with the given column headings.
func (m *Writer) table(columns ...string) {
	m.WriteString(`<table class="rows"><thead><tr>`)
	for _, c := range columns {
		m.WriteString(`<th scope="col">`)
		m.Text(c)
		m.WriteString(`</th>`)
	}
	m.WriteString(`</tr></thead><tbody>`)
}

// Facts returns the list next to the total: the rounded number and its memory and,
// collapsed, buffers, unused parameters and multiply-accumulates at the input's size.
func Facts(l text.Lang, s *state.State) string {
	r := s.Report
	facts := []string{number.Parameters(r.Learnable)}
	for i, t := range []config.Text{text.Page.Float32, text.Page.Float16} {
		if n, err := r.Bytes(int64(4 >> i)); err == nil {
			facts = append(facts, l.F(t, number.Binary(n)))
		}
	}
	if r.Buffers > 0 {
		facts = append(facts, l.F(text.Page.BuffersBeside, number.Grouped(r.Buffers)))
	}
	if r.Unused > 0 {
		facts = append(facts, l.F(text.Page.UnusedInside, number.Grouped(r.Unused)))
	}
	if r.Unregistered > 0 {
		facts = append(facts, l.F(text.Page.Unregistered, number.Grouped(r.Unregistered)))
	}
	if t := s.Trace; t != nil {
		facts = append(facts,
			l.F(text.Page.MACs, number.Rounded(t.Total), text.Sizes(t.Out[0].Sizes())),
			l.F(text.Page.FLOPs, number.Rounded(min(t.Total, 1<<62-1)*2)))
	} else {
		facts = append(facts, l.T(text.Page.MACsUnknown))
	}
	var b Writer
	b.WriteString(`<div class="facts"><ul>`)
	for i, f := range facts {
		if i == 2 {
			b.WriteString(`</ul><details><summary>`)
			b.Text(l.T(text.Page.MoreFacts))
			b.WriteString(`</summary><ul>`)
		}
		b.Element("li", f)
	}
	b.WriteString(`</ul></details></div>`)
	return b.String()
}

// Conventions returns a list of the rules of counting, and of what other tools print.
func Conventions(l text.Lang, r *counter.Report) string {
	var b Writer
	b.WriteString(`<ul>`)
	for _, c := range text.Page.Convention {
		if strings.Contains(c.EN, "%s") {
			b.Element("li", l.F(c, number.Grouped(r.KerasTotal())))
		} else {
			b.Element("li", l.T(c))
		}
	}
	b.WriteString(`</ul>`)
	return b.String()
}

// Levels returns the table by level, with a column for each part that has parameters
// and, with a trace, the multiply-accumulates.
func Levels(l text.Lang, r *counter.Report, t *counter.Trace) string {
	rows := levelRows(r)
	macs := levelMACs(r, t)
	var sums levelRow
	for _, row := range rows {
		for i, n := range row.part {
			sums.part[i] += n
		}
		sums.sum += row.sum
	}
	columns := []string{l.T(text.Page.Level), l.T(text.Page.Filters)}
	for i, t := range [...]config.Text{text.Page.EncoderConvs, text.Page.DecoderConvs, text.Page.UpConvs, text.Page.Norms, text.Page.Heads} {
		if sums.part[i] > 0 {
			columns = append(columns, l.T(t))
		}
	}
	columns = append(columns, l.T(text.Page.Sum))
	if t != nil {
		columns = append(columns, "MACs")
	}
	var b Writer
	numbers := func(row levelRow, macs int64) {
		for i, n := range row.part {
			if sums.part[i] > 0 {
				b.cell(number.Grouped(n))
			}
		}
		b.cell(number.Grouped(row.sum))
		if t != nil {
			b.cell(number.Grouped(macs))
		}
		b.WriteString(`</tr>`)
	}
	b.table(columns...)
	for i, row := range rows {
		b.WriteString(`<tr><th scope="row">` + strconv.Itoa(row.level) + `</th>`)
		b.cell(number.Grouped(row.filters))
		numbers(row, macs[i])
	}
	b.WriteString(`</tbody><tfoot><tr><th scope="row" colspan="2">`)
	b.Text(l.T(text.Page.Total))
	b.WriteString(`</th>`)
	total := int64(0)
	for _, n := range macs {
		total += n
	}
	numbers(sums, total)
	b.WriteString(`</tfoot></table>`)
	return b.String()
}

// Kinds returns the table by kind of layer: all convolutions first, then
// the rest.
func Kinds(l text.Lang, r *counter.Report) string {
	var b Writer
	row := func(class, name string, k counter.KindRow) {
		b.WriteString(`<tr` + class + `><th scope="row">`)
		b.Text(name)
		b.WriteString(`</th>`)
		b.cell(number.Grouped(int64(k.Layers)))
		b.cell(number.Grouped(k.Learnable))
		b.cell(number.Share(k.Learnable, r.Learnable))
		b.cell(number.Grouped(k.Buffers))
		b.WriteString(`</tr>`)
	}
	kinds := r.Kinds()
	rows := func(convs bool) (sum counter.KindRow) {
		for _, k := range kinds {
			if isConv(k.Kind) == convs {
				row("", l.Kind(k.Kind, k.Kernel), k)
				sum.Layers += k.Layers
				sum.Learnable += k.Learnable
				sum.Buffers += k.Buffers
			}
		}
		return sum
	}
	b.table(l.T(text.Page.Kind), l.T(text.Page.Layers), l.T(text.Page.Answer), l.T(text.Page.Share), l.T(text.Export.Buffers))
	convs := rows(true)
	row(` class="subtotal"`, l.T(text.Page.Convolutions), convs)
	others := rows(false)
	b.WriteString(`</tbody><tfoot>`)
	row("", l.T(text.Page.Total), counter.KindRow{Layers: convs.Layers + others.Layers, Learnable: r.Learnable, Buffers: r.Buffers})
	b.WriteString(`</tfoot></table>`)
	return b.String()
}

// cell writes a cell with a number.
func (m *Writer) cell(s string) {
	m.WriteString(`<td class="n">`)
	m.Text(s)
	m.WriteString(`</td>`)
}

// A levelRow is one row of the table that counts by level as the tutorial does.
type levelRow struct {
	level   int
	filters int64
	part    [5]int64 // indexed by the constants below
	sum     int64
}

// The parts of a level, in the order of the table's columns.
const (
	partEncoder = iota
	partDecoder
	partUp
	partNorm
	partHead
)

// levelRows splits the total by level and part.
func levelRows(r *counter.Report) []levelRow {
	var rows []levelRow
	for i, row := range r.Stages {
		for len(rows) < row.Level {
			rows = append(rows, levelRow{level: len(rows) + 1})
		}
		level := &rows[row.Level-1]
		level.sum += row.Learnable
		joined := row.Role != counter.Decoder // before the join, a decoder's layers are up-sampling
		add := func(layer counter.Layer, n int64) {
			part := partEncoder
			switch {
			case counter.IsNorm(layer):
				part = partNorm
			case row.Role == counter.Head:
				part = partHead
			case !joined:
				part = partUp
			case row.Role == counter.Decoder:
				part = partDecoder
			}
			level.part[part] += n
		}
		for _, j := range row.Steps {
			s := r.Steps[j]
			if c, ok := s.Layer.(counter.Combiner); ok && c.Combines() <= counter.Added {
				joined = true // concatenated or added
			}
			add(s.Layer, r.First(s))
			if s.Layer != nil && (row.Role == counter.Encoder || row.Role == counter.Bottleneck) {
				level.filters = s.Out.C
			}
		}
		for layer := range r.NeverRun(i) {
			add(layer.Layer, layer.Learnable)
		}
	}
	return rows
}

// levelMACs returns the multiply-accumulates by level, the finest first; zeros if
// there is no trace.
func levelMACs(r *counter.Report, t *counter.Trace) []int64 {
	var macs, byStage []int64
	if t != nil {
		byStage = t.ByStage(r)
	}
	for i, row := range r.Stages {
		for len(macs) < row.Level {
			macs = append(macs, 0)
		}
		if t != nil {
			macs[row.Level-1] += byStage[i]
		}
	}
	return macs
}

// isConv reports whether a kind of layer is a convolution of any sort.
func isConv(kind string) bool {
	k := text.Base(kind)
	return k == "Conv" || k == "ConvTranspose"
}

// subscripts are what stands behind an underscore in the symbols of formulas.
var subscripts = []string{"in", "out", "h", "w", "d"}

// Symbols writes a sentence in which symbols such as C_in get their subscripts.
func (m *Writer) Symbols(s string) {
	for {
		i := strings.IndexByte(s, '_')
		if i < 1 {
			m.Text(s)
			return
		}
		sub := subscriptAt(s[i+1:])
		if sub == "" || s[i-1] >= 0x80 {
			m.Text(s[:i+1])
			s = s[i+1:]
			continue
		}
		m.Text(s[:i-1])
		m.WriteString(`<i>` + html.EscapeString(s[i-1:i]) + `</i><sub>` + sub + `</sub>`)
		s = s[i+1+len(sub):]
	}
}

// subscriptAt returns the subscript that s begins with, or "".
func subscriptAt(s string) string {
	for _, sub := range subscripts {
		if rest, ok := strings.CutPrefix(s, sub); ok && (rest == "" || rest[0] < 'a' || rest[0] > 'z') {
			return sub
		}
	}
	return ""
}

// Symbols returns the markup of a paragraph; see [Writer.Symbols].
func Symbols(s string) string {
	var m Writer
	m.WriteString(`<p>`)
	m.Symbols(s)
	m.WriteString(`</p>`)
	return m.String()
}
