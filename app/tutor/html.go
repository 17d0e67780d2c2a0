package tutor

import (
	"slices"
	"strings"

	"unetparams/app/html"
	"unetparams/app/text"
	"unetparams/counter"
	"unetparams/counter/number"
	"unetparams/counter/practice"
)

// most is the maximum number of summands in a hint.
const most = 24

// hint returns the hints to a field, up to a level: the formula in symbols, then in
// numbers, then the result.
func hint(l tutor, f *practice.Field, level int) string {
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
		b.channels(f, level)
	case f.Ask == practice.AskCount:
		b.Element("li", l.Layer(f.Layer)+l.T(text.Describe.Colon)+l.Reason(f.Layer))
	default:
		b.byStage(f, level)
	}
	if len(f.Parts) > most && f.Ask == practice.AskStage {
		b.Element("li", "…")
	}
	if level > 2 {
		b.Element("li", strings.Replace(l.T(words.HintResult), "{want}", number.Grouped(f.Want), 1))
	}
	b.WriteString(`</ul></div>`)
	return b.String()
}

// An exerciseWriter writes hints and exercises for print.
type exerciseWriter struct {
	html.Writer
	lang tutor
}

// part writes one summand.
func (m *exerciseWriter) part(p *practice.Part, level int) {
	m.WriteString(`<li>`)
	m.Text(m.lang.Layer(p.Layer) + m.lang.T(text.Describe.Colon))
	if level == 1 {
		m.WriteString(html.InSymbols(p.Formula))
	} else {
		m.Formula(p.Formula)
	}
	m.WriteString(`</li>`)
}

// channels says where a number of channels comes from: in words and symbols, then in
// numbers.
func (m *exerciseWriter) channels(f *practice.Field, level int) {
	t := words.InputHint
	switch {
	case f.Ask == practice.AskOutput:
		t = words.OutputHint
	case f.Ask == practice.AskBias:
		t = words.BiasHint
	case counter.IsNorm(f.Layer):
		t = words.NormHint
	case len(f.Inputs) > 1:
		t = words.JoinHint
	}
	m.Element("li", m.lang.T(t))
	if level > 1 && len(f.Inputs) > 1 && f.Ask == practice.AskInput {
		parts := make([]string, len(f.Inputs))
		for i, n := range f.Inputs {
			parts[i] = number.Grouped(n)
		}
		m.Element("li", "C_in = "+strings.Join(parts, " + "))
	}
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

// boxes returns a layer's formula with boxes for the numbers that are asked for.
func boxes(f *practice.Field) string {
	return `<p class="boxes">` + html.Blanks(f.Line.Formula) + `</p>`
}

// sheet returns an exercise for print, with room for answers or with the
// answers.
func sheet(l tutor, s *practice.Sheet, r *counter.Report, title, picture string, solved bool) string {
	b := exerciseWriter{lang: l}
	b.WriteString(`<section class="sheet"><h2>`)
	b.Text(title)
	b.WriteString(`</h2>` + picture + `<ol>`)
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
		m.WriteString(html.StepsTo(m.lang.Lang, r, q.Stage, -1))
		return
	}
	m.Text(m.lang.question(q))
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
		m.WriteString(boxes(q.Fields[0]))
	}
	if !solved {
		m.WriteString(`<p class="room"></p>`)
		return
	}
	if q.Kind == practice.FillIn {
		m.WriteString(hint(m.lang, q.Count, 3))
		return
	}
	m.WriteString(hint(m.lang, q.Fields[0], 3))
}

// whichHint is the hints to which layers have parameters: what decides it, then those that
// have some, one by one at first.
func whichHint(l tutor, q *practice.Question, level int) string {
	var m html.Writer
	m.WriteString(`<div class="hints"><ul>`)
	m.Element("li", l.T(words.WhichHint))
	for _, c := range q.Lines {
		if c.Has && level > 1 {
			m.Element("li", l.Layer(c.Line.Layer))
			if level == 2 {
				break
			}
		}
	}
	m.WriteString(`</ul></div>`)
	return m.String()
}
