package files

import (
	"strings"

	"unetparams/counter"
)

// A chapter derives the count of one stage.
type chapter struct {
	title string
	sum   int64
	lines []line
	terms []int64 // that are not zero: they add up to the sum
}

// A line is what one layer adds, as it is written.
type line struct {
	counter.Line
	name   string
	reason string // why it adds nothing, or that it does although it never runs
	times  int    // how many layers are this very line
}

// begin writes what a line is about, up to its colon.
func (l *line) begin(t interface {
	text(string)
	code(string)
}, w *Words) {
	t.text(l.name)
	if l.times > 1 {
		t.text(" (" + w.Number(int64(l.times)) + "×)")
	}
	if in := l.In(); in > 0 && in != l.Out && l.Count > 0 {
		t.text(w.Comma + w.Number(in) + " → " + w.Number(l.Out))
	}
	if l.Path != "" {
		t.text(w.Comma)
		t.code(l.Path)
	}
	t.text(w.Colon)
}

// chapters derives every stage, in the order in which the network runs.
func (n *Net) chapters() []chapter {
	w, r := &n.Words, n.Report
	var all []chapter
	for i := range r.Stages {
		row := &r.Stages[i]
		lines := r.Derivation(i)
		c := chapter{title: w.Stage(row.Stage), sum: row.Learnable, terms: counter.Terms(lines)}
		for _, d := range lines {
			l := line{Line: d, name: w.Layer(d.Layer), times: 1}
			switch d.Kind {
			case counter.NoFormula:
				l.reason = w.Reason(d.Layer)
			case counter.Repeated:
				l.reason = w.Again
			case counter.NeverCalls:
				l.reason = w.NeverRun
			}
			c.add(l)
		}
		if len(c.lines) > 0 {
			all = append(all, c)
		}
	}
	return all
}

// add adds a line. Those that add nothing are written once, however often they
// run.
func (c *chapter) add(l line) {
	for i := range c.lines {
		same := &c.lines[i]
		if l.Count == 0 && same.Count == 0 && l.name == same.name && l.Path == same.Path && l.reason == same.reason {
			same.times++
			return
		}
	}
	c.lines = append(c.lines, l)
}

// prose writes a sentence in which symbols stand between back quotes.
func prose(s string, text, symbol func(string)) {
	for i, part := range strings.Split(s, "`") {
		if i%2 == 0 {
			text(part)
		} else {
			symbol(part)
		}
	}
}

// values returns the values of a formula's terms.
func values(f counter.Formula) []int64 {
	ns := make([]int64, len(f))
	for i, t := range f {
		ns[i], _ = t.Value() // counted before: it fits
	}
	return ns
}

// Derivation writes how the total is calculated, layer by layer.
func (n *Net) Derivation(f Format) string {
	if f == LaTeX {
		return n.latexDerivation()
	}
	return n.markdownDerivation()
}

func (n *Net) markdownDerivation() string {
	w := &n.Words
	var m markdown
	m.WriteString("# ")
	m.text(w.Derivation)
	m.WriteString("\n\n")
	m.head(n)
	prose(w.Symbols, m.text, m.code)
	m.WriteByte('\n')
	var sums []int64
	for _, c := range n.chapters() {
		m.WriteString("\n## ")
		m.text(c.title + w.Colon + w.Number(c.sum))
		m.WriteString("\n\n")
		for _, l := range c.lines {
			m.WriteString("- ")
			m.line(n, &l)
			m.WriteByte('\n')
		}
		m.WriteByte('\n')
		m.sum(n, w.StageSum, c.terms, c.sum)
		if c.sum > 0 {
			sums = append(sums, c.sum)
		}
	}
	m.WriteString("\n## ")
	m.text(w.TotalTitle + w.Colon + w.Number(n.Report.Learnable))
	m.WriteString("\n\n")
	m.sum(n, w.Sum, sums, n.Report.Learnable)
	if p := n.Form; p.Den != 0 {
		m.WriteByte('\n')
		m.text(w.ClosedForm + w.Colon)
		m.WriteString("N(w) = ")
		m.WriteString(polynomial(p, w.Number, "·w²", "·w", "/"))
		m.WriteString(", N(" + w.Number(n.Width) + ") = **" + w.Number(n.Report.Learnable) + "**\n")
	}
	return m.String()
}

func (m *markdown) line(n *Net, l *line) {
	w := &n.Words
	l.begin(m, w)
	if l.Count == 0 {
		m.text(l.reason)
		m.WriteString(" = 0")
		return
	}
	m.code(product(l.Formula, symbol(plain), plain, "·", " + "))
	m.WriteString(" = " + markdownNumbers(n, l.Formula))
	if ns := values(l.Formula); len(ns) > 1 {
		m.WriteString(" = " + sum(ns, w.Number, " + "))
	}
	m.WriteString(" = **" + w.Number(l.Count) + "**")
	if l.reason != "" {
		m.text(" (" + l.reason + ")")
	}
}

func (m *markdown) sum(n *Net, title string, terms []int64, value int64) {
	m.text(title + n.Words.Colon)
	if len(terms) > 1 {
		m.WriteString(sum(terms, n.Words.Number, " + ") + " = ")
	}
	m.WriteString("**" + n.Words.Number(value) + "**\n")
}

// sum writes a sum's terms.
func sum(ns []int64, number func(int64) string, plus string) string {
	s := ""
	for i, n := range ns {
		if i > 0 {
			s += plus
		}
		s += number(n)
	}
	return s
}

// polynomial writes a polynomial, given what stands after the coefficients.
func polynomial(p counter.Poly, number func(int64) string, square, linear, over string) string {
	s, terms := "", 0
	for e, tail := range []string{square, linear, ""} {
		c := p.C[2-e]
		if c == 0 {
			continue
		}
		if s != "" {
			s += " + "
		}
		s += number(c) + tail
		terms++
	}
	if p.Den != 1 {
		if terms > 1 {
			s = "(" + s + ")"
		}
		s += over + number(p.Den)
	}
	return s
}
