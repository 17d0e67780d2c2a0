package html

import (
	"strconv"
	"strings"

	"unetparams/app/diagram"
	"unetparams/app/state"
	"unetparams/app/text"
	"unetparams/counter"
	"unetparams/counter/catalog"
	"unetparams/counter/compare"
	"unetparams/counter/config"
	"unetparams/counter/number"
)

// A Comparison is the comparison of the page's network with another one, with
// everything that the page shows.
type Comparison struct {
	*compare.Comparison
	Names    [2]string // A, B
	Pictures [2]string
	NoSizes  bool   // the pictures show no sizes
	Tables   string // HTML
}

// Compare returns the comparison with the state's other network, or nil if there is
// none.
func Compare(s *state.State, l text.Lang) *Comparison {
	if s.Other == nil {
		return nil
	}
	b := &state.State{}
	if err := b.Count(s.Other); err != nil {
		return nil // can't happen: it has been counted before
	}
	c := &Comparison{Comparison: compare.Reports(s.Config, s.Other, s.Report, b.Report)}
	c.Names = [2]string{l.Config(s.Config), l.Config(s.Other)}
	c.NoSizes = s.Trace == nil || b.Trace == nil
	c.Pictures[0], c.Pictures[1] = diagram.Pair(c.drawing(l, s, 0), c.drawing(l, b, 1))
	m := comparisonWriter{lang: l, c: c}
	m.WriteString(`<div class="tables">`)
	m.steps(l, c)
	m.comparedStages()
	if s.Config.Arch != s.Other.Arch {
		m.comparedKinds()
		m.comparedLevels()
	}
	m.WriteString(`</div>`)
	c.Tables = m.String()
	return c
}

// drawing returns one of the two pictures, with the difference B − A as a note on each
// stage.
func (c *Comparison) drawing(l text.Lang, s *state.State, side int) diagram.Drawing {
	w := text.Diagram(l, s.Report)
	w.Title = SideNames[side] + ": " + c.Names[side]
	w.Desc = text.StageList(l, s.Report)
	note := func(st counter.Stage) string {
		for _, r := range c.Stages {
			if r.Stage == st {
				switch {
				case !r.InA || !r.InB:
					return l.F(text.Compare.Only, SideNames[side])
				case r.Diff() != 0:
					return "Δ " + signed(r.Diff())
				}
			}
		}
		return ""
	}
	return diagram.Drawing{Report: s.Report, Trace: s.Trace, Words: w, Options: diagram.Options{
		Narrow: true, ID: "compare-" + SideNames[side], Still: true, Note: note}}
}

// SideNames are the names of the two sides of a comparison.
var SideNames = [2]string{"A", "B"}

// Difference returns a text such as "B − A = +23,276,992, B is 4.00 × A".
func Difference(l text.Lang, r compare.Row) string {
	if r.A == r.B {
		return l.T(text.Compare.Equal)
	}
	s := l.F(text.Compare.Difference, signed(r.Diff()))
	if r.A > 0 {
		s += l.T(text.Describe.Comma) + l.F(text.Compare.Times, ratio(r.B, r.A))
	}
	return s
}

// ratio formats b/a with three digits, or as an integer if it is 100 or more.
func ratio(b, a int64) string {
	x := float64(b) / float64(a)
	switch {
	case x >= 100:
		return number.Grouped(int64(x + 0.5))
	case x >= 10:
		return strconv.FormatFloat(x, 'f', 1, 64)
	case x >= 0.1:
		return strconv.FormatFloat(x, 'f', 2, 64)
	}
	return strconv.FormatFloat(x, 'g', 2, 64)
}

// signed formats a difference with its sign, with a minus sign as wide as the plus.
func signed(n int64) string {
	switch {
	case n > 0:
		return "+" + number.Grouped(n)
	case n < 0:
		return "−" + number.Grouped(-n)
	}
	return "0"
}

func (m *Writer) paragraph(s string) {
	m.WriteString(`<p class="help">`)
	m.Text(s)
	m.WriteString(`</p>`)
}

// steps writes the section with the steps from A's total to B's.
func (m *comparisonWriter) steps(l text.Lang, c *Comparison) {
	if len(c.Steps) == 0 {
		return
	}
	m.Element("h3", l.T(text.Compare.Way))
	m.paragraph(l.T(text.Compare.WayHelp))
	m.Waterfall(l, c)
}

// Waterfall writes the steps from A's total to B's as a waterfall chart: a row with a
// bar for each step.
func (m *Writer) Waterfall(l text.Lang, c *Comparison) {
	lo, hi := min(c.Total.A, c.Total.B), max(c.Total.A, c.Total.B)
	for _, s := range c.Steps {
		lo, hi = min(lo, s.B), max(hi, s.B)
	}
	from := int64(0)
	if hi-lo < hi/5 { // small steps between large totals: let the bars start above 0
		from = max(0, lo-(hi-lo)/4)
		m.paragraph(l.F(text.Compare.BarsFrom, number.Grouped(from)))
	}
	m.WriteString(`<table class="rows waterfall"><thead><tr><th scope="col">`)
	m.Text(l.T(text.Compare.Change))
	m.WriteString(`</th><td class="bar"></td>`)
	m.Columns(l.T(text.Compare.Step), l.T(text.Compare.To))
	m.WriteString(`</tr></thead><tbody>`)
	row := func(class, label, step string, a, b, n int64) {
		m.WriteString(`<tr class="` + class + `"><th scope="row">`)
		m.Text(label)
		m.WriteString(`</th><td class="bar">`)
		m.bar(class, a, b, from, hi)
		m.WriteString(`</td><td class="n">` + step + `</td><td class="n">` + number.Grouped(n) + `</td></tr>`)
	}
	row("whole", "A: "+c.Names[0], "", from, c.Total.A, c.Total.A)
	var idle []string
	for _, s := range c.Steps {
		label := changeText(l, c, s)
		if s.Diff() == 0 {
			idle = append(idle, label)
			continue
		}
		class := "more"
		if s.Diff() < 0 {
			class = "less"
		}
		row(class, label, signed(s.Diff()), s.A, s.B, s.B)
	}
	row("whole", "B: "+c.Names[1], "", from, c.Total.B, c.Total.B)
	m.WriteString(`</tbody></table>`)
	if idle != nil {
		m.paragraph(l.T(text.Compare.NoEffect) + " " + strings.Join(idle, "; "))
	}
}

// bar draws a bar from one total to the next, with lines that connect it to the bars
// before and after. The style sheet makes decreases hollow.
func (m *Writer) bar(class string, a, b, from, to int64) {
	at := func(n int64) string {
		return strconv.FormatFloat(1000*float64(n-from)/float64(max(to-from, 1)), 'f', 1, 64)
	}
	left, right := min(a, b), max(a, b)
	m.WriteString(`<svg viewBox="0 0 1000 24" preserveAspectRatio="none" aria-hidden="true" focusable="false">`)
	if class != "whole" {
		m.WriteString(`<path d="M` + at(a) + ` 0V12M` + at(b) + ` 12V24"/>`)
	}
	m.WriteString(`<rect x="` + at(left) + `" y="4" width="` +
		strconv.FormatFloat(max(2, 1000*float64(right-left)/float64(max(to-from, 1))), 'f', 1, 64) + `" height="16"/></svg>`)
}

// changeText describes the changes of a step.
func changeText(l text.Lang, c *Comparison, s compare.Step) string {
	var parts []string
	for _, ch := range s.Changes {
		if ch.Knob == nil {
			parts = append(parts, l.F(text.Compare.Architecture, l.T(catalog.Lookup(ch.From).Name), l.T(catalog.Lookup(ch.To).Name)))
			continue
		}
		conf := c.A
		if conf.Knob(ch.Knob.Key) == nil {
			conf = c.B
		}
		from, to := ch.From, ch.To
		for _, choice := range ch.Knob.Choices {
			if ch.Knob.Kind == config.Word {
				break
			}
			if choice.Value == from {
				from = l.T(choice.Label)
			}
			if choice.Value == to {
				to = l.T(choice.Label)
			}
		}
		parts = append(parts, l.Setting(conf, conf.Knob(ch.Knob.Key), from+" → "+to))
	}
	text := strings.Join(parts, l.T(text.Describe.Comma))
	if text[0] >= 'a' && text[0] <= 'z' {
		text = string(text[0]-'a'+'A') + text[1:]
	}
	return text
}

// A comparisonWriter writes the tables of a comparison.
type comparisonWriter struct {
	Writer
	lang text.Lang
	c    *Comparison
}

func (m *comparisonWriter) comparedStages() {
	l, c := m.lang, m.c
	m.begin(l.T(text.Compare.Stages), l.T(text.Compare.Stage))
	bottoms := 0
	for _, r := range c.Stages {
		if r.Role == counter.Bottleneck {
			bottoms++
		}
	}
	for _, r := range c.Stages {
		name := l.Stage(r.Stage)
		if r.Role == counter.Bottleneck && bottoms > 1 {
			name += " (" + l.T(text.Compare.Level) + " " + strconv.Itoa(r.Level) + ")"
		}
		if r.Role != counter.Input {
			m.row(name, r.Row, r.InA, r.InB)
		}
	}
	m.end()
}

func (m *comparisonWriter) comparedKinds() {
	l, c := m.lang, m.c
	m.begin(l.T(text.Compare.Kinds), l.T(text.Page.Kind))
	for _, r := range c.Kinds {
		m.row(l.Kind(r.Kind, r.Kernel), r.Row, r.A > 0, r.B > 0)
	}
	m.end()
}

func (m *comparisonWriter) comparedLevels() {
	l, c := m.lang, m.c
	m.begin(l.T(text.Compare.Levels), l.T(text.Compare.Level))
	for _, r := range c.Levels {
		m.row(strconv.Itoa(r.Level), r.Row, r.A > 0, r.B > 0)
	}
	m.end()
}

func (m *comparisonWriter) begin(title, first string) {
	m.Element("h3", title)
	m.WriteString(`<div class="scroll" tabindex="0" role="group" aria-label="`)
	m.Text(title)
	m.WriteString(`"><table class="rows"><thead><tr>`)
	m.Columns(first, "A", "B", "B − A")
	m.WriteString(`</tr></thead><tbody>`)
}

// Columns writes column headings.
func (m *Writer) Columns(titles ...string) {
	for _, s := range titles {
		m.WriteString(`<th scope="col">`)
		m.Text(s)
		m.WriteString(`</th>`)
	}
}

func (m *comparisonWriter) row(name string, r compare.Row, inA, inB bool) {
	cell := func(n int64, there bool) string {
		if !there {
			return m.lang.T(text.Compare.NotThere)
		}
		return number.Grouped(n)
	}
	class := ""
	if r.Diff() == 0 {
		class = ` class="free"`
	}
	m.WriteString(`<tr` + class + `><th scope="row">`)
	m.Text(name)
	m.WriteString(`</th><td class="n">` + cell(r.A, inA) + `</td><td class="n">` + cell(r.B, inB) +
		`</td><td class="n">` + signed(r.Diff()) + `</td></tr>`)
}

func (m *comparisonWriter) end() {
	m.WriteString(`</tbody><tfoot>`)
	m.row(m.lang.T(text.Page.Total), m.c.Total, true, true)
	m.WriteString(`</tfoot></table></div>`)
}

// Source writes a source, as a link if it has an address.
func (m *Writer) Source(s config.Source) {
	title := s.Title
	if s.Commit != "" {
		title += " @ " + s.Commit[:7]
	}
	if s.URL == "" {
		m.Text(title)
		return
	}
	m.WriteString(`<a rel="noopener" href="`)
	m.Text(s.URL)
	m.WriteString(`">`)
	m.Text(title)
	m.WriteString(`</a>`)
}

// TitledCell writes a cell with its title, which is shown on phones, where the table
// has no heading.
func (m *Writer) TitledCell(title string, content func()) {
	m.WriteString(`<td class="n"><span class="title">`)
	m.Text(title)
	m.WriteString(`</span> `)
	content()
	m.WriteString(`</td>`)
}
