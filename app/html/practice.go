package html

import (
	"slices"
	"strings"

	"unetparams/app/text"
	"unetparams/counter"
	"unetparams/counter/number"
	"unetparams/counter/practice"
)

// most is the maximum number of summands in a hint.
const most = 24

// Hint returns the hints for a field, up to a level: the formula in symbols, then in
// numbers, then the result.
func Hint(l text.Lang, f *practice.Field, level int) string {
	if level < 1 {
		return ""
	}
	b := exerciseWriter{lang: l}
	b.WriteString(`<div class="hints"><ul>`)
	switch {
	case f.Ask == practice.AskStage || f.Ask == practice.AskCount && len(f.Parts) > 0:
		for i := range f.Parts[:min(len(f.Parts), most)] {
			b.part(&f.Parts[i], level)
		}
	case f.Ask == practice.AskInput || f.Ask == practice.AskOutput || f.Ask == practice.AskBias:
		if len(f.Inputs) > 1 {
			b.Element("li", l.Joined(f.Inputs))
		} else {
			b.Element("li", l.Box(f))
		}
	case f.Ask == practice.AskCount:
		b.Element("li", l.Layer(f.Layer)+l.T(text.Describe.Colon)+l.Reason(f.Layer))
	default:
		b.byStage(f, level)
	}
	if len(f.Parts) > most && f.Ask == practice.AskStage {
		b.Element("li", "…")
	}
	if level > 2 {
		b.Element("li", strings.Replace(l.T(text.Practice.HintResult), "{want}", number.Grouped(f.Want), 1))
	}
	b.WriteString(`</ul></div>`)
	return b.String()
}

// An exerciseWriter writes hints and exercises for print.
type exerciseWriter struct {
	Writer
	lang text.Lang
}

// part writes one summand.
func (m *exerciseWriter) part(p *practice.Part, level int) {
	m.WriteString(`<li>`)
	m.Text(m.lang.Layer(p.Layer) + m.lang.T(text.Describe.Colon))
	if level == 1 {
		m.symbols(p.Formula)
	} else {
		m.Formula(p.Formula)
	}
	m.WriteString(`</li>`)
}

// symbols writes a formula without its numbers.
func (m *exerciseWriter) symbols(f counter.Formula) {
	m.open()
	m.terms(f, func(d counter.Dim) {
		if d.Sym == "" {
			m.num(d.N)
		} else {
			m.sym(d.Sym)
		}
	})
	m.close()
}

// byStage writes the sums of the stages; at the first level, only their names.
func (m *exerciseWriter) byStage(f *practice.Field, level int) {
	var stages []counter.Stage
	sums := map[counter.Stage]int64{}
	for i := range f.Parts {
		s := f.Parts[i].Stage
		if !slices.Contains(stages, s) {
			stages = append(stages, s)
		}
		sums[s] += f.Parts[i].Count
	}
	for _, s := range stages[:min(len(stages), most)] {
		if level == 1 {
			m.Element("li", m.lang.Stage(s))
		} else {
			m.Element("li", m.lang.Stage(s)+m.lang.T(text.Describe.Colon)+number.Grouped(sums[s]))
		}
	}
}

// Boxes returns a layer's formula with boxes for the numbers to fill in: all except
// those of the kernel.
func Boxes(f *practice.Field) string {
	var b Writer
	b.WriteString(`<p class="boxes">`)
	b.open()
	b.terms(f.Line.Formula, func(d counter.Dim) {
		if strings.HasPrefix(d.Sym, "k") {
			b.num(d.N)
		} else {
			b.WriteString(`<mi>□</mi>`)
		}
	})
	b.close()
	b.WriteString(`</p>`)
	return b.String()
}

// Watched returns the derivation of a stage up to a line, the worked example so far, or
// all of it with its sum if upTo is -1.
func Watched(l text.Lang, r *counter.Report, stage, upTo int) string {
	if upTo < 0 {
		return Steps(l, r, nil, stage)
	}
	lines, steps := r.Derivation(stage), layerSteps(r, stage)
	b := stepTable{lang: l, report: r}
	b.WriteString(`<table class="steps"><tbody>`)
	for i := range lines[:min(upTo+1, len(lines))] {
		line := &lines[i]
		if line.Kind == counter.NoFormula && len(line.Inputs) > 1 && i < len(steps) {
			b.join(line, steps[i])
		} else {
			b.step(line)
		}
	}
	b.WriteString(`</tbody></table>`)
	return b.String()
}

// Worksheet returns an exercise for printing, with space for answers or with the
// answers.
func Worksheet(l text.Lang, s *practice.Sheet, r *counter.Report, title string, solved bool) string {
	b := exerciseWriter{lang: l}
	b.WriteString(`<section class="sheet"><h2>`)
	b.Text(title)
	b.WriteString(`</h2><ol>`)
	stage := -1
	for i := range s.Questions {
		q := &s.Questions[i]
		if q.Kind == practice.Show && q.Line >= 0 {
			continue // the whole example follows with its sum
		}
		b.WriteString(`<li>`)
		if q.Stage != stage && q.Stage >= 0 {
			stage = q.Stage
			b.WriteString(`<b>`)
			b.Text(l.Stage(r.Stages[stage].Stage))
			b.WriteString(`</b> `)
		}
		b.printed(q, r, solved)
		b.WriteString(`</li>`)
	}
	b.WriteString(`</ol></section>`)
	return b.String()
}

// printed writes a question with its answer or with space for it.
func (m *exerciseWriter) printed(q *practice.Question, r *counter.Report, solved bool) {
	if q.Kind == practice.Show {
		m.WriteString(Watched(m.lang, r, q.Stage, -1))
		return
	}
	m.Text(m.lang.Question(q))
	if q.Kind == practice.Which {
		m.WriteString(`<ul class="choices">`)
		for _, c := range q.Lines {
			mark := "☐ "
			if solved && c.Has {
				mark = "☑ "
			}
			m.Element("li", mark+m.lang.Layer(c.Line.Layer))
		}
		m.WriteString(`</ul>`)
		return
	}
	if q.Kind == practice.FillIn {
		m.WriteString(Boxes(q.Fields[0]))
	}
	if !solved {
		m.WriteString(`<p class="room"></p>`)
		return
	}
	if q.Kind == practice.FillIn {
		m.WriteString(Hint(m.lang, q.Count, 3))
		return
	}
	m.WriteString(Hint(m.lang, q.Fields[0], 3))
}
