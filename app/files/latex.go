package files

import (
	"strings"

	"unetparams/counter"
)

// A latex is a LaTeX file. English ones need pdflatex and the packages of any
// installation; Chinese ones need ctex and, best, xelatex, and say so.
type latex struct{ strings.Builder }

// What can't stand for itself in LaTeX's text. The marks beyond ASCII are those
// of our own words; pdflatex knows the accented letters.
var latexText = map[rune]string{
	'\\': `\textbackslash{}`, '{': `\{`, '}': `\}`, '$': `\$`, '&': `\&`, '#': `\#`, '%': `\%`, '_': `\_`,
	'^': `\textasciicircum{}`, '~': `\textasciitilde{}`, '<': `\textless{}`, '>': `\textgreater{}`, '|': `\textbar{}`,
	'"': `''`, '`': `\textasciigrave{}`,
	'×': `$\times$`, '·': `$\cdot$`, '→': `$\to$`, '−': `$-$`, '–': `--`, '—': `---`, '…': `\dots{}`,
	'“': "``", '”': `''`, '‘': "`", '’': `'`, '²': `\textsuperscript{2}`, '³': `\textsuperscript{3}`, '\u00a0': `\nobreakspace{}`,
}

// text writes what is to be read as it is.
func (t *latex) text(s string) {
	for _, c := range strings.ToValidUTF8(s, "?") {
		switch known, ok := latexText[c]; {
		case ok:
			t.WriteString(known)
		case c < ' ' || c == 0x7f:
			t.WriteByte(' ')
		default:
			t.WriteRune(c)
		}
	}
}

// code writes a name, which may break after a full stop. Its underscores are
// those of the font, so that they can be copied.
func (t *latex) code(s string) {
	t.WriteString(`\texttt{`)
	for i, c := range strings.ToValidUTF8(s, "?") {
		switch {
		case c == '_':
			t.WriteString(`\string_`)
		case c == '.' && i > 0 && i < len(s)-1:
			t.WriteString(`.\allowbreak{}`)
		default:
			t.text(string(c))
		}
	}
	t.WriteString(`}`)
}

// comment writes a line that LaTeX does not read.
func (t *latex) comment(s string) {
	t.WriteString("% ")
	t.WriteString(strings.Map(func(c rune) rune {
		if c < ' ' || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029 || c == '^' { // ^^M would end it
			return ' '
		}
		return c
	}, strings.ToValidUTF8(s, "?")))
	t.WriteByte('\n')
}

// link writes an address, which must not stand in the argument of a command.
func (t *latex) link(link string) {
	switch s, ok := Address(link); {
	case ok:
		t.WriteString(`\url{` + s + `}`)
	case s != "":
		t.WriteString(`\nolinkurl{` + s + `}`)
	}
}

// open begins a document.
func (t *latex) open(n *Net, note, page string, packages ...string) {
	if n.Words.Chinese {
		t.WriteString("% !TEX program = xelatex\n")
	}
	link, _ := Address(n.Link)
	for _, s := range []string{n.Name + n.Words.Colon + n.Total, n.note(), link, note} {
		t.comment(s)
	}
	class := "article"
	if n.Words.Chinese {
		class = "ctexart"
	}
	t.WriteString(`\documentclass{` + class + "}\n\\usepackage[a4paper," + page + "]{geometry}\n")
	for _, p := range packages {
		t.WriteString(`\usepackage{` + p + "}\n")
	}
	t.WriteString("\\usepackage[hidelinks]{hyperref}\n\\begin{document}\n")
}

func (t *latex) close() { t.WriteString("\\end{document}\n") }

// about writes what a file is of, as a paragraph.
func (t *latex) about(n *Net) {
	stop := ".\n"
	if n.Words.Chinese {
		stop = "。\n"
	}
	t.WriteString(`\noindent\textbf{`)
	t.text(n.Total)
	t.WriteString("} --- ")
	t.text(n.Name + stop)
	t.text(n.note() + stop)
	t.link(n.Link)
	t.WriteString("\n\n")
}

func (n *Net) latexTable(g *grid) string {
	var t latex
	packages := []string{"booktabs"}
	if g.long {
		packages = append(packages, "longtable", "array")
	}
	page := "margin=20mm"
	if len(g.columns) > 6 {
		page = "landscape,margin=15mm"
	}
	t.open(n, n.Words.TableNote, page, packages...)
	t.about(n)
	var shown []int
	spec := ""
	for j, c := range g.columns {
		if !g.has(j) {
			continue
		}
		shown = append(shown, j)
		switch {
		case c.numbers:
			spec += "r"
		case g.long && c.key == "name" && len(g.columns) <= 6:
			spec += `>{\raggedright\arraybackslash}p{0.34\textwidth}`
		case g.long && c.key == "name", c.key == "calculation":
			spec += `>{\raggedright\arraybackslash}p{0.2\textwidth}`
		case g.long && c.key == "kind" && len(g.columns) > 6, c.key == "note":
			spec += `>{\raggedright\arraybackslash}p{0.11\textwidth}`
		default:
			spec += "l"
		}
	}
	row := func(cell func(j int)) {
		for i, j := range shown {
			if i > 0 {
				t.WriteString(" & ")
			}
			cell(j)
		}
		t.WriteString(" \\\\\n")
	}
	size, env := `\small`, "tabular"
	if g.long {
		size, env = `\scriptsize\setlength{\tabcolsep}{3pt}`, "longtable"
	}
	t.WriteString("{" + size + "\n\\begin{" + env + "}{@{}" + spec + "@{}}\n\\toprule\n")
	row(func(j int) { t.text(g.columns[j].title) })
	t.WriteString("\\midrule\n")
	if g.long {
		t.WriteString("\\endhead\n")
	}
	for _, cells := range g.rows {
		row(func(j int) { t.cell(n, cells[j]) })
	}
	t.WriteString("\\midrule\n")
	row(func(j int) { t.cell(n, g.sums[j]) })
	t.WriteString("\\bottomrule\n\\end{" + env + "}}\n")
	t.close()
	return t.String()
}

func (t *latex) cell(n *Net, c cell) {
	switch {
	case len(c.formula) > 0:
		t.WriteString("$" + n.latexNumbers(c.formula) + "$")
	case c.code:
		t.code(c.text)
	default:
		t.text(c.text)
	}
}

// mathNumber writes a number where a comma would get a space.
func (n *Net) mathNumber(v int64) string {
	return strings.ReplaceAll(n.Words.Number(v), ",", "{,}")
}

func (n *Net) latexNumbers(f counter.Formula) string {
	return product(f, length(n.mathNumber), n.mathNumber, `\cdot `, " + ")
}

// mathSymbol writes a symbol such as k_h or C_in/g.
func mathSymbol(s string) string {
	s, divisor, divided := strings.Cut(s, "/")
	letter, sub, ok := strings.Cut(s, "_")
	if ok {
		if len(sub) > 1 {
			sub = `{\mathrm{` + sub + `}}`
		}
		letter += "_" + sub
	}
	if divided {
		letter += "/" + divisor
	}
	return letter
}

func (n *Net) latexDerivation() string {
	w := &n.Words
	var t latex
	t.open(n, w.DocNote, "margin=20mm")
	t.WriteString(`\section*{`)
	t.text(w.Derivation)
	t.WriteString("}\n")
	t.about(n)
	t.WriteString(`\noindent `)
	prose(w.Symbols, t.text, func(s string) { t.WriteString("$" + mathSymbol(s) + "$") })
	t.WriteByte('\n')
	var sums []int64
	for _, c := range n.chapters() {
		t.WriteString("\n\\subsection*{")
		t.text(c.title + w.Colon + w.Number(c.sum))
		t.WriteString("}\n\\begin{itemize}\\raggedright\\setlength{\\itemsep}{0pt}\n")
		for _, l := range c.lines {
			t.WriteString(`\item `)
			t.line(n, &l)
			t.WriteByte('\n')
		}
		t.WriteString("\\end{itemize}\n")
		t.sum(n, w.StageSum, c.terms, c.sum)
		if c.sum > 0 {
			sums = append(sums, c.sum)
		}
	}
	t.WriteString("\n\\subsection*{")
	t.text(w.TotalTitle + w.Colon + w.Number(n.Report.Learnable))
	t.WriteString("}\n")
	t.sum(n, w.Sum, sums, n.Report.Learnable)
	if p := n.Form; p.Den != 0 {
		t.WriteString("\n\\noindent ")
		t.text(w.ClosedForm + w.Colon)
		t.WriteString("$N(w) = " + polynomial(p, n.mathNumber, `\cdot w^2`, `\cdot w`, "/") +
			"$, $N(" + n.mathNumber(n.Width) + ") = \\mathbf{" + n.mathNumber(n.Report.Learnable) + "}$\n")
	}
	t.close()
	return t.String()
}

func (t *latex) line(n *Net, l *line) {
	w := &n.Words
	l.begin(t, w)
	if l.Count == 0 {
		t.text(l.reason)
		t.WriteString(" $= 0$")
		return
	}
	t.WriteString("$" + product(l.Formula, func(d counter.Dim) string {
		if d.Sym == "" {
			return n.mathNumber(d.N)
		}
		return mathSymbol(d.Sym)
	}, plain, `\cdot `, " + ") + " = " + n.latexNumbers(l.Formula))
	if ns := values(l.Formula); len(ns) > 1 {
		t.WriteString(" = " + sum(ns, n.mathNumber, " + "))
	}
	t.WriteString(` = \mathbf{` + n.mathNumber(l.Count) + "}$")
	if l.reason != "" {
		t.text(" (" + l.reason + ")")
	}
}

func (t *latex) sum(n *Net, title string, terms []int64, value int64) {
	t.WriteString(`\noindent `)
	t.text(title + n.Words.Colon)
	t.WriteString("$")
	if len(terms) > 1 {
		t.WriteString(sum(terms, n.mathNumber, " + ") + " = ")
	}
	t.WriteString(`\mathbf{` + n.mathNumber(value) + "}$\n")
}
