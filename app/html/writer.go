package html

import (
	"strconv"
	"strings"

	"unetparams/counter"
	"unetparams/counter/number"
)

// A Writer writes HTML, and mathematics as MathML Core, which browsers render
// natively.
type Writer struct{ strings.Builder }

// Tag writes a start tag with attributes, given as alternating names and values.
func (m *Writer) Tag(name string, attributes ...string) {
	startTag(m, name, attributes)
	m.WriteString(`>`)
}

// Void writes an element that has no content.
func (m *Writer) Void(name string, attributes ...string) {
	startTag(m, name, attributes)
	m.WriteString(`/>`)
}

// startTag writes a start tag without its closing bracket.
func startTag(m *Writer, name string, attributes []string) {
	m.WriteString(`<` + name)
	for i := 0; i+1 < len(attributes); i += 2 {
		m.WriteString(` ` + attributes[i] + `="`)
		m.Text(attributes[i+1])
		m.WriteString(`"`)
	}
}

// End writes an end tag.
func (m *Writer) End(name string) { m.WriteString(`</` + name + `>`) }

// Element writes an element that contains a text.
func (m *Writer) Element(name, text string, attributes ...string) {
	m.Tag(name, attributes...)
	m.Text(text)
	m.End(name)
}

func (m *Writer) open() { m.WriteString(`<math><mrow>`) }

func (m *Writer) close() { m.WriteString(`</mrow></math>`) }

func (m *Writer) op(s string) {
	m.WriteString(`<mo>`)
	m.WriteString(s)
	m.WriteString(`</mo>`)
}

func (m *Writer) num(n int64) {
	m.WriteString(`<mn>`)
	m.WriteString(number.Grouped(n))
	m.WriteString(`</mn>`)
}

// sym writes a symbol such as k_h or C_in/g.
func (m *Writer) sym(s string) {
	s, divisor, divided := strings.Cut(s, "/")
	letter, sub, ok := strings.Cut(s, "_")
	if ok {
		m.WriteString(`<msub><mi>` + letter + `</mi><mi>` + sub + `</mi></msub>`)
	} else {
		m.WriteString(`<mi>` + s + `</mi>`)
	}
	if divided {
		m.op("/")
		m.WriteString(`<mi>` + divisor + `</mi>`)
	}
}

// terms writes the terms of a formula joined by +, calling factor for each dimension.
func (m *Writer) terms(f counter.Formula, factor func(counter.Dim)) {
	for i, t := range f {
		if i > 0 {
			m.op("+")
		}
		if t.Times != 1 || len(t.Dims) == 0 {
			m.num(t.Times)
			if len(t.Dims) > 0 {
				m.op("⋅")
			}
		}
		for j, d := range t.Dims {
			if j > 0 {
				m.op("⋅")
			}
			factor(d)
		}
	}
}

// Formula writes a layer's count in parts that may be on separate lines: the formula in
// symbols, the formula in numbers and, if there are several terms, their values.
func (m *Writer) Formula(f counter.Formula) {
	m.open()
	m.terms(f, func(d counter.Dim) {
		if d.Sym == "" {
			m.num(d.N)
		} else {
			m.sym(d.Sym)
		}
	})
	m.close()
	m.open()
	m.op("=")
	m.terms(f, func(d counter.Dim) { m.num(d.N) })
	m.close()
	if len(f) < 2 {
		return
	}
	m.open()
	m.op("=")
	for i, t := range f {
		if i > 0 {
			m.op("+")
		}
		n, _ := t.Value() // has been counted before, so it does not overflow
		m.num(n)
	}
	m.close()
}

// inNumbers writes a formula in numbers, as text.
func (m *Writer) inNumbers(f counter.Formula) {
	for i, t := range f {
		if i > 0 {
			m.WriteString(" + ")
		}
		times := ""
		if t.Times != 1 || len(t.Dims) == 0 {
			m.WriteString(number.Grouped(t.Times))
			times = "·"
		}
		for _, d := range t.Dims {
			m.WriteString(times + number.Grouped(d.N))
			times = "·"
		}
	}
}

// Poly writes a polynomial in w, then its value at a width.
func (m *Writer) Poly(p counter.Poly, w, value int64) {
	m.open()
	m.WriteString(`<mi>N</mi><mo stretchy="false">(</mo><mi>w</mi><mo stretchy="false">)</mo>`)
	m.op("=")
	if p.Den != 1 {
		m.WriteString(`<mfrac><mrow>`)
	}
	first := true
	for e := 2; e >= 0; e-- {
		if p.C[e] == 0 {
			continue
		}
		if !first {
			m.op("+")
		}
		first = false
		if p.C[e] != 1 || e == 0 {
			m.num(p.C[e])
			if e > 0 {
				m.op("⋅")
			}
		}
		switch e {
		case 2:
			m.WriteString(`<msup><mi>w</mi><mn>2</mn></msup>`)
		case 1:
			m.WriteString(`<mi>w</mi>`)
		}
	}
	if p.Den != 1 {
		m.WriteString(`</mrow>`)
		m.num(p.Den)
		m.WriteString(`</mfrac>`)
	}
	m.close()
	m.open()
	m.WriteString(`<mi>N</mi><mo stretchy="false">(</mo><mn>` + strconv.FormatInt(w, 10) + `</mn><mo stretchy="false">)</mo>`)
	m.op("=")
	m.num(value)
	m.close()
}
