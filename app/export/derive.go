package export

import (
	"strings"

	"unetparams/counter"
)

// A chapter is how the number of one stage comes about.
type chapter struct {
	title string
	sum   int64
	lines []line
	terms []int64 // that are not zero: they add up to the sum
}

// A line is what one layer adds.
type line struct {
	name    string
	in, out int64  // channels, where they change
	path    string // of its module
	formula counter.Formula
	sum     int64
	reason  string // why it adds nothing, or that it does although it never runs
	times   int    // that this very line stands there
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
	if l.in > 0 && l.sum > 0 {
		t.text(w.Comma + w.Number(l.in) + " → " + w.Number(l.out))
	}
	if l.path != "" {
		t.text(w.Comma)
		t.code(l.path)
	}
	t.text(w.Colon)
}

// chapters derives every stage, in the order in which the network runs. Within a
// stage come the layers in order, then those that are there and never run.
func (n *Net) chapters() []chapter {
	w, r := &n.Words, n.Report
	var all []chapter
	for i := range r.Stages {
		row := &r.Stages[i]
		c := chapter{title: w.Stage(row.Stage), sum: row.Learnable}
		for _, j := range row.Steps {
			s := &r.Steps[j]
			if s.Layer == nil {
				continue
			}
			l := line{name: w.Layer(s.Layer), formula: counter.FormulaOf(s.Layer), sum: r.First(*s), times: 1}
			if len(s.In) == 1 {
				if in := r.Steps[s.In[0]].Out.C; in != s.Out.C {
					l.in, l.out = in, s.Out.C
				}
			}
			if layer := r.Row(*s); layer != nil && len(l.formula) > 0 {
				l.path = layer.Path
			}
			switch {
			case len(l.formula) == 0:
				l.reason = w.Reason(s.Layer)
			case s.Again:
				l.formula, l.reason = nil, w.Again
			}
			c.add(l)
		}
		for layer := range r.NeverRun(i) {
			c.add(line{name: w.Layer(layer.Layer), path: layer.Path, formula: counter.FormulaOf(layer.Layer),
				sum: layer.Learnable, reason: w.NeverRun, times: 1})
		}
		if len(c.lines) > 0 {
			all = append(all, c)
		}
	}
	return all
}

// add adds a line. Those that add nothing are said once, however often they run.
func (c *chapter) add(l line) {
	if l.sum > 0 {
		c.terms = append(c.terms, l.sum)
	}
	for i := range c.lines {
		same := &c.lines[i]
		if l.sum == 0 && same.sum == 0 && l.name == same.name && l.path == same.path && l.reason == same.reason {
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

// Derivation writes how the total comes about, layer by layer.
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
	if len(l.formula) == 0 {
		m.text(l.reason)
		m.WriteString(" = 0")
		return
	}
	m.code(product(l.formula, symbol(plain), plain, "·", " + "))
	m.WriteString(" = " + markdownNumbers(n, l.formula))
	if ns := values(l.formula); len(ns) > 1 {
		m.WriteString(" = " + sum(ns, w.Number, " + "))
	}
	m.WriteString(" = **" + w.Number(l.sum) + "**")
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
