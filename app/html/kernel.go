package html

import (
	"math"
	"strconv"
	"strings"

	"unetparams/app/text"
	"unetparams/counter"
	"unetparams/counter/number"
)

// kernel writes a small picture of a layer's tensors: for a convolution a block with
// a cell for each weight of a channel, whose depth represents the input channels; a
// bar for each vector, such as biases or the γ and β of a normalization; and a
// rectangle for a matrix. Lengths are logarithmic in the number of channels. It writes
// nothing for other formulas.
func (m *Writer) kernel(f counter.Formula) {
	p := pencil{x: 1}
	for i, t := range f {
		if i > 0 {
			p.text("+")
		}
		if !p.term(&t) {
			return
		}
	}
	if p.out.Len() == 0 || p.x > 170 {
		return
	}
	m.WriteString(`<svg class="kernel" viewBox="0 2 ` + decimal(p.x) + ` 22" width="` + decimal(p.x) + `" height="22" aria-hidden="true">`)
	m.WriteString(p.out.String())
	m.WriteString(`</svg>`)
}

// A pencil draws from left to right.
type pencil struct {
	out strings.Builder
	x   float64
}

// length returns the drawn length of n channels.
func length(n int64) float64 { return 2 + 1.4*math.Log2(float64(max(n, 1))) }

func decimal(x float64) string { return strconv.FormatFloat(math.Round(x*10)/10, 'f', -1, 64) }

// term draws a term of a formula, and reports whether it could.
func (p *pencil) term(t *counter.Term) bool {
	var sides, channels []int64
	for _, d := range t.Dims {
		if strings.HasPrefix(d.Sym, "k") {
			sides = append(sides, d.N)
		} else {
			channels = append(channels, d.N)
		}
	}
	switch {
	case len(channels) == 1 && len(sides) == 0 && t.Times >= 1 && t.Times <= 4:
		for range t.Times {
			p.bar(length(channels[0]))
		}
	case len(channels) == 2 && len(sides) == 0 && t.Times == 1:
		p.box(length(channels[1]), length(channels[0]))
		p.x += 3
	case len(channels) == 2 && len(sides) >= 1 && len(sides) <= 3 && t.Times == 1:
		p.block(sides, length(channels[0]))
		p.text("×" + number.Grouped(channels[1]))
	default:
		return false
	}
	return true
}

// box draws a rectangle, vertically centered.
func (p *pencil) box(w, h float64) {
	p.out.WriteString(`<rect x="` + decimal(p.x) + `" y="` + decimal(13-h/2) + `" width="` + decimal(w) + `" height="` + decimal(h) + `"/>`)
	p.x += w
}

// bar draws a vector.
func (p *pencil) bar(h float64) {
	p.box(2.5, h)
	p.x += 3
}

// block draws a kernel: its front face with its cells, and its depth.
func (p *pencil) block(sides []int64, depth float64) {
	rows, columns := sides[0], sides[len(sides)-1]
	if len(sides) == 1 {
		rows = 1
	}
	cell := min(4.6, 14/float64(max(rows, columns)))
	w, h := cell*float64(columns), cell*float64(rows)
	dx, dy := depth*0.8, min(depth*0.4, 21-h)
	top := 13 - (h-dy)/2
	at := func(x, y float64) string { return decimal(p.x+x) + " " + decimal(top+y) }
	p.out.WriteString(`<path class="side" d="M` + at(0, 0) + `l` + decimal(dx) + ` ` + decimal(-dy) + `h` + decimal(w) + `v` + decimal(h) +
		`l` + decimal(-dx) + ` ` + decimal(dy) + `M` + at(w, 0) + `l` + decimal(dx) + ` ` + decimal(-dy) + `"/>`)
	p.out.WriteString(`<path d="M` + at(0, 0) + `h` + decimal(w) + `v` + decimal(h) + `h` + decimal(-w) + `z`)
	if cell >= 2 {
		for i := int64(1); i < rows; i++ {
			p.out.WriteString(`M` + at(0, cell*float64(i)) + `h` + decimal(w))
		}
		for i := int64(1); i < columns; i++ {
			p.out.WriteString(`M` + at(cell*float64(i), 0) + `v` + decimal(h))
		}
	}
	p.out.WriteString(`"/>`)
	p.x += w + dx + 2
}

// text writes a few characters.
func (p *pencil) text(s string) {
	p.out.WriteString(`<text x="` + decimal(p.x) + `" y="17">` + s + `</text>`)
	p.x += 7*float64(len([]rune(s))) + 4
}

// Card returns the formulas of a network's kinds of layers, each once, and the meanings
// of their symbols.
func Card(l text.Lang, r *counter.Report) string {
	var b Writer
	b.WriteString(`<div class="card"><dl>`)
	seen := map[string]bool{}
	symbols := map[string]bool{}
	for i := range r.Layers {
		layer := r.Layers[i].Layer
		name := l.Kind(layer.Kind(), nil)
		if seen[name] || len(seen) == 6 {
			continue
		}
		f := counter.FormulaOf(layer)
		if len(f) == 0 {
			continue
		}
		seen[name] = true
		b.WriteString(`<div><dt>`)
		b.Text(name)
		b.WriteString(`</dt><dd>`)
		b.kernel(f)
		b.open()
		b.terms(f, func(d counter.Dim) {
			if d.Sym == "" {
				b.num(d.N)
			} else {
				symbols[d.Sym] = true
				b.sym(d.Sym)
			}
		})
		b.close()
		b.WriteString(`</dd></div>`)
	}
	b.WriteString(`</dl><p class="help">`)
	for i, t := range text.Symbols(l, symbols) {
		if i > 0 {
			b.WriteString(`; `)
		}
		b.Symbols(t)
	}
	b.WriteString(`</p></div>`)
	return b.String()
}
