package diagram

import (
	"strconv"
	"strings"

	"unetparams/counter"
)

// tikzUnit is the length of a unit of the picture in points: the wide picture is
// as wide as the text on a page.
const tikzUnit = 0.5

// tikzColors are the colors of light paper in web/diagram.css.
const tikzColors = `\definecolor{umap}{HTML}{8FB6EA}
\definecolor{umapline}{HTML}{2F62A8}
\definecolor{uimage}{HTML}{D5D9E0}
\definecolor{uimageline}{HTML}{6B7380}
\definecolor{uhead}{HTML}{7FCFC4}
\definecolor{uheadline}{HTML}{0F766B}
\definecolor{ucopy}{HTML}{848C9A}
\definecolor{udown}{HTML}{C9372C}
\definecolor{uup}{HTML}{23863A}
\definecolor{umuted}{HTML}{59616F}
`

// TikZ draws the same picture as [SVG] as a standalone LaTeX document, for a
// paper: pdflatex turns it into a page of the size of the picture, using the
// packages tikz, geometry and fix-cm. To include it in a document, copy the colors
// and the tikzpicture environment. The texts must be in a Latin script.
func TikZ(r *counter.Report, t *counter.Trace, words Words, o Options) string {
	sc := layout(&network{report: r, trace: t, words: &words}, o)
	w := &tikzWriter{make(writer, 0, 32<<10)}
	w.raw("\\documentclass{article}\n\\usepackage{fix-cm}\n\\usepackage[T1]{fontenc}\n\\usepackage[paperwidth=")
	w.num(sc.width*tikzUnit + 1)
	w.raw("bp,paperheight=")
	w.num(sc.height*tikzUnit + 1)
	w.raw("bp,margin=0bp]{geometry}\n\\usepackage{tikz}\n\\pagestyle{empty}\n\\setlength{\\parindent}{0pt}\\setlength{\\topskip}{0pt}\n")
	w.raw(tikzColors)
	w.raw("\\begin{document}\n")
	w.raw("% ")
	w.raw(strings.Map(func(c rune) rune {
		if c < ' ' || c > '~' {
			return -1
		}
		return c
	}, words.Title))
	w.raw("\n\\begin{tikzpicture}[x=")
	w.num(tikzUnit)
	w.raw("bp,y=-")
	w.num(tikzUnit)
	w.raw("bp,line width=0.5bp,every node/.style={inner sep=0pt,outer sep=0pt}]\n\\useasboundingbox (0,0) rectangle (")
	w.num(sc.width)
	w.raw(",")
	w.num(sc.height)
	w.raw(");\n")
	w.tikzScene(sc)
	w.raw("\\end{tikzpicture}\n\\end{document}\n")
	return string(w.writer)
}

// A tikzWriter appends TikZ.
type tikzWriter struct{ writer }

func (w *tikzWriter) tikzScene(sc *scene) {
	steps := sc.steps
	for i := range sc.stages {
		s := &sc.stages[i]
		w.raw("% ")
		w.raw(s.id)
		w.raw("\n")
		if s.frame.W > 0 {
			w.tikzRect("draw=ucopy,rounded corners=2bp", s.frame)
		}
		for ; len(steps) > 0 && steps[0].from == i; steps = steps[1:] {
			w.tikzArrow("umapline", steps[0].route, sc.tip*0.67)
		}
		for j := range s.bars {
			w.tikzBar(s, &s.bars[j])
		}
		if s.metered {
			w.tikzRect("fill=ucopy!35", s.meter[0])
			w.tikzRect("fill=umapline", s.meter[1])
		}
		if s.mark.W > 0 {
			w.attention(s.mark)
		}
		w.tikzTexts(s.chans)
		w.tikzTexts(s.lines)
		w.tikzTexts(s.sizes)
	}
	w.raw("% arrows\n")
	for i := range sc.arrows {
		a := &sc.arrows[i]
		w.tikzArrow(tikzArrowStyle(a.class()), a.route, sc.tip)
		if p, ok := sc.gateAt(a); ok {
			w.tikzGate(p, sc.tip*gateRadius)
		}
		w.tikzTexts(a.count)
	}
	w.raw("% legend\n")
	for i := range sc.entries {
		w.tikzEntry(&sc.entries[i], sc.tip)
	}
}

// tikzArrowStyle returns the color and the dash pattern of a class of arrows.
func tikzArrowStyle(class string) string {
	switch class {
	case "a-conv":
		return "umapline"
	case "a-point":
		return "uheadline"
	case "a-down":
		return "udown"
	case "a-up":
		return "uup"
	case "a-crop":
		return "ucopy,dash pattern=on 3bp off 1.5bp"
	case "a-resized":
		return "ucopy,dash pattern=on 1bp off 1.5bp"
	}
	return "ucopy"
}

func (w *tikzWriter) tikzPoint(p point) {
	w.raw("(")
	w.num(p.X)
	w.raw(",")
	w.num(p.Y)
	w.raw(")")
}

func (w *tikzWriter) tikzRect(style string, r rect) {
	w.raw(`\path[`)
	w.raw(style)
	w.raw("] ")
	w.tikzPoint(point{r.X, r.Y})
	w.raw(" rectangle ")
	w.tikzPoint(point{r.right(), r.bottom()})
	w.raw(";\n")
}

// tikzFill returns the colors of the bars of a stage.
func tikzFill(s *stage) (fill, line string) {
	switch s.Role {
	case counter.Input:
		return "uimage", "uimageline"
	case counter.Head:
		return "uhead", "uheadline"
	}
	return "umap", "umapline"
}

func (w *tikzWriter) tikzBar(s *stage, b *bar) {
	fill, line := tikzFill(s)
	if b.more {
		w.tikzRect("draw="+line+",dash pattern=on 1bp off 1.5bp", b.rect)
		return
	}
	if b.split > 0 {
		w.tikzRect("fill=white,draw="+line, rect{b.X, b.Y, b.split, b.H})
	}
	w.tikzRect("fill="+fill+",draw="+line, rect{b.X + b.split, b.Y, b.W - b.split, b.H})
}

func (w *tikzWriter) tikzArrow(style string, route []point, tip float64) {
	line, head := arrowShape(route, tip)
	if line == nil {
		return
	}
	color, _, _ := strings.Cut(style, ",")
	w.raw(`\draw[line width=1bp,`)
	w.raw(style)
	w.raw("] ")
	w.tikzPath(line)
	w.raw(";\n\\fill[")
	w.raw(color)
	w.raw("] ")
	w.tikzPath(head)
	w.raw(" -- cycle;\n")
}

func (w *tikzWriter) tikzPath(points []point) {
	for i, p := range points {
		if i > 0 {
			w.raw(" -- ")
		}
		w.tikzPoint(p)
	}
}

func (w *tikzWriter) tikzGate(p point, r float64) {
	w.raw(`\draw[ucopy,fill=white,line width=0.75bp] `)
	w.tikzPoint(p)
	w.raw(" circle[radius=")
	w.num(r * tikzUnit)
	w.raw("bp] ")
	d := r * 0.7
	w.tikzPath([]point{{p.X - d, p.Y - d}, {p.X + d, p.Y + d}})
	w.raw(" ")
	w.tikzPath([]point{{p.X - d, p.Y + d}, {p.X + d, p.Y - d}})
	w.raw(";\n")
}

func (w *tikzWriter) tikzTexts(list []text) {
	for i := range list {
		w.tikzText(&list[i])
	}
}

// tikzText writes a line in the document's sans serif font, at the picture's size.
func (w *tikzWriter) tikzText(t *text) {
	if t.s == "" && t.tail == "" {
		return
	}
	w.raw(`\node[anchor=`)
	w.raw([...]string{"base west", "base", "base east"}[t.anchor])
	switch t.class {
	case "t-name", "t-meta", "t-word", "t-part":
		w.raw(",text=umuted")
	}
	if t.upright {
		w.raw(",rotate=90")
	}
	w.raw(",font=\\sffamily")
	if t.class == "t-count" {
		w.raw("\\bfseries")
	}
	w.raw("\\fontsize{")
	size := t.size * tikzUnit
	w.num(size)
	w.raw("}{")
	w.num(size * 1.2)
	w.raw("}\\selectfont] at ")
	w.tikzPoint(point{t.x, t.y})
	w.raw(" {")
	w.tex(t.s)
	if t.tail != "" {
		w.raw(" \\textbf{")
		w.tex(t.tail)
		w.raw("}")
	}
	w.raw("};\n")
}

// texRunes maps characters that need escaping to LaTeX.
var texRunes = map[rune]string{
	'\\': `\textbackslash{}`, '{': `\{`, '}': `\}`, '$': `\$`, '&': `\&`, '#': `\#`, '%': `\%`, '_': `\_`,
	'^': `\textasciicircum{}`, '~': `\textasciitilde{}`, '<': `\textless{}`, '>': `\textgreater{}`, '|': `\textbar{}`, '"': `''`, '`': "`",
	'×': `$\times$`, '·': `$\cdot$`, '→': `$\to$`, '−': `$-$`, '–': `--`, '…': `\dots{}`, '“': "``", '”': `''`, '’': `'`,
	'Δ': `$\Delta$`, '₂': `$_2$`, '\u00a0': `~`,
}

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹"

// tex appends text escaped for LaTeX. Characters outside Latin fonts become question
// marks.
func (w *tikzWriter) tex(s string) {
	for _, c := range s {
		known, ok := texRunes[c]
		switch {
		case ok:
			w.raw(known)
		case strings.ContainsRune(superscripts, c):
			w.raw("$^{")
			w.raw(strconv.Itoa(len([]rune(superscripts[:strings.IndexRune(superscripts, c)]))))
			w.raw("}$")
		case c < ' ' || c == 0x7f:
		case c < 0x7f || c >= 0xc0 && c <= 0xff:
			w.writer = append(w.writer, string(c)...)
		default:
			w.raw("?")
		}
	}
}

// tikzEntry writes an entry of the legend.
func (w *tikzWriter) tikzEntry(it *item, tip float64) {
	m, y := it.mark, it.y-it.size*0.33
	w.tikzText(&it.text)
	bar := func(style string, r rect) { w.tikzRect(style, r) }
	const blue = "fill=umap,draw=umapline"
	switch it.kind {
	case "", "repeat":
	case "a-conv":
		w.tikzArrow("umapline", []point{{m.X + 5, y}, {m.right() - 5, y}}, tip*0.67)
		bar(blue, rect{m.X, y - 6, 4.5, 12})
		bar(blue, rect{m.right() - 4.5, y - 6, 4.5, 12})
	case "more":
		bar("draw=umapline,dash pattern=on 1bp off 1.5bp", rect{m.midX() - 4, y - 6.5, 8, 13})
	case "share":
		bar("fill=ucopy!35", rect{m.X, y - 1.5, m.W, meterHeight})
		bar("fill=umapline", rect{m.X, y - 1.5, m.W * 0.4, meterHeight})
	case "attention":
		side := it.size * attentionSize
		w.attention(rect{m.midX() - side/2, y - side/2, side, side})
	case "width":
		bar(blue, rect{m.X, y - 4, m.W, 8})
	case "height":
		bar(blue, rect{m.midX() - 3, y - 6.5, 6, 13})
	case "a-down":
		w.tikzArrow("udown", []point{{m.midX(), y - 7}, {m.midX(), y + 7}}, tip)
	case "a-up":
		w.tikzArrow("uup", []point{{m.midX(), y + 7}, {m.midX(), y - 7}}, tip)
	default:
		w.tikzArrow(tikzArrowStyle(it.kind), []point{{m.X, y}, {m.right(), y}}, tip)
		if it.kind == "a-gate" {
			w.tikzGate(point{m.X + tip, y}, tip*gateRadius)
		}
	}
}
