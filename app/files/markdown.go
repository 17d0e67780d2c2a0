package files

import (
	"strings"

	"unetparams/counter"
)

// A markdown is a text of GitHub's dialect.
type markdown struct{ strings.Builder }

// text writes what is to be read as it is. Where a mark could mean something to
// Markdown it is escaped; those of lists mean something only after nothing or a
// number.
func (m *markdown) text(s string) {
	first := true
	for _, c := range strings.ToValidUTF8(s, "\uFFFD") {
		if first && strings.ContainsRune("-+=.)", c) {
			m.WriteByte('\\')
		}
		first = first && (c >= '0' && c <= '9' || c == ' ')
		switch {
		case c == '<':
			m.WriteString("&lt;")
		case c == '>':
			m.WriteString("&gt;")
		case c == '&':
			m.WriteString("&amp;")
		case strings.ContainsRune("\\`*_[]{}|~$#^!", c):
			m.WriteByte('\\')
			m.WriteRune(c)
		case c < ' ' || c == 0x7f || c == 0x2028 || c == 0x2029:
			m.WriteByte(' ')
		default:
			m.WriteRune(c)
		}
	}
}

// code writes a name. A bar would end the cell of a table even here.
func (m *markdown) code(s string) {
	s = strings.Map(func(c rune) rune {
		if c < ' ' || c == 0x7f || c == '`' || c == '|' {
			return '\''
		}
		return c
	}, strings.ToValidUTF8(s, "\uFFFD"))
	if strings.TrimSpace(s) == "" {
		return
	}
	m.WriteString("`" + s + "`")
}

func (m *markdown) link(link string) {
	s, ok := Address(link)
	switch {
	case ok:
		m.WriteString("<" + s + ">")
	default:
		m.code(s)
	}
}

// head says what a file is of.
func (m *markdown) head(n *Net) {
	m.WriteString("**")
	m.text(n.Total)
	m.WriteString("**")
	m.WriteString(" — ")
	m.text(n.Name)
	m.WriteString("  \n")
	m.text(n.note())
	m.WriteString("  \n")
	m.link(n.Link)
	m.WriteString("\n\n")
}

func (n *Net) markdownTable(g *grid) string {
	var m markdown
	m.head(n)
	var shown []int
	for j := range g.columns {
		if g.has(j) {
			shown = append(shown, j)
		}
	}
	for _, j := range shown {
		m.WriteString("| ")
		m.text(g.columns[j].title)
		m.WriteByte(' ')
	}
	m.WriteString("|\n")
	for _, j := range shown {
		m.WriteString([]string{"| --- ", "| ---: "}[btoi(g.columns[j].numbers)])
	}
	m.WriteString("|\n")
	for _, row := range g.rows {
		for _, j := range shown {
			m.WriteString("| ")
			m.cell(n, row[j])
			m.WriteByte(' ')
		}
		m.WriteString("|\n")
	}
	for _, j := range shown {
		m.WriteString("| ")
		if c := g.sums[j]; c.text != "" {
			m.WriteString("**")
			m.cell(n, c)
			m.WriteString("**")
		}
		m.WriteByte(' ')
	}
	m.WriteString("|\n")
	return m.String()
}

// markdownTools writes what other tools print as the network's work.
func (n *Net) markdownTools() string {
	var m markdown
	for i, c := range n.tools() {
		if i == 0 {
			m.WriteByte('\n')
			m.text(n.Words.Tools + n.Words.Colon)
		} else {
			m.text(n.Words.Comma)
		}
		m.text(c.Name + " " + n.Words.Number(c.N) + " " + c.Unit)
	}
	if m.Len() > 0 {
		m.WriteByte('\n')
	}
	return m.String()
}

func (m *markdown) cell(n *Net, c cell) {
	switch {
	case len(c.formula) > 0:
		m.WriteString(markdownNumbers(n, c.formula))
	case c.code:
		m.code(c.text)
	default:
		m.text(c.text)
	}
}

// markdownNumbers writes a formula in numbers.
func markdownNumbers(n *Net, f counter.Formula) string {
	return product(f, length(n.Words.Number), n.Words.Number, "·", " + ")
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
