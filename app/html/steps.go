package html

import (
	"slices"
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/text"
	"unetparams/counter"
	"unetparams/counter/field"
	"unetparams/counter/number"
)

// Steps returns the derivation of one stage as a table: a row for each layer, with
// formula, numbers and result, and their sum. Layers without parameters share a
// row, except for joins, since they determine the next layer's input. Below the sum
// are the stage's multiply-accumulates, if there is a trace.
func Steps(l text.Lang, r *counter.Report, t *counter.Trace, stage int) string {
	b := stepTable{lang: l, report: r}
	b.write(t, stage, false)
	return b.String()
}

// Calculation is Steps with the receptive field of the stage's output. Finding it takes
// longer than all else, too long for every stage of a large network at each keystroke.
func Calculation(l text.Lang, r *counter.Report, t *counter.Trace, stage int) string {
	b := stepTable{lang: l, report: r}
	b.write(t, stage, true)
	return b.String()
}

// write writes the table of a stage.
func (m *stepTable) write(t *counter.Trace, stage int, withField bool) {
	l, r := m.lang, m.report
	lines := r.Derivation(stage)
	layers := layerSteps(r, stage)
	m.WriteString(`<table class="steps"><tbody>`)
	var free []string
	for i := range lines {
		line := &lines[i]
		if app.IsServer && m.plain {
			m.rows = append(m.rows, stepRow{start: m.Len(), path: line.Path, count: line.Count})
		}
		joins := line.Kind == counter.NoFormula && len(line.Inputs) > 1
		switch {
		case line.Kind == counter.NoFormula && !joins && line.Path == "":
			free = append(free, l.Layer(line.Layer))
		case joins && i < len(layers):
			m.join(line, layers[i])
		default:
			m.step(line)
		}
	}
	if app.IsServer && m.plain {
		m.fold()
	}
	m.free(free)
	m.WriteString(`</tbody><tfoot><tr><th scope="row">`)
	m.Text(l.T(text.Page.StageSum))
	m.WriteString(`</th><td class="how">`)
	if !app.IsServer || !m.plain { // the summands are above
		m.WriteString(SumText(counter.Terms(lines)))
	}
	m.WriteString(`</td><td class="n">` + number.Grouped(r.Stages[stage].Learnable) + `</td></tr>`)
	if t != nil && withField {
		m.field(t, stage)
	}
	if t != nil {
		m.WriteString(`<tr class="macs"><th scope="row">MACs</th><td class="how"></td><td class="n">` + number.Grouped(t.ByStage(r)[stage]) + `</td></tr>`)
	}
	m.WriteString(`</tfoot></table>`)
}

// field writes the receptive field of a stage's output, if it has one.
func (m *stepTable) field(t *counter.Trace, stage int) {
	step := field.Stage(m.report, stage)
	if step < 0 {
		return
	}
	f, ok := field.Of(m.report, t, step)
	if !ok {
		return
	}
	size, note := text.Field(m.lang, &f)
	m.WriteString(`<tr class="macs"><th scope="row">`)
	m.Text(m.lang.T(text.Cost.Field))
	m.WriteString(`</th><td class="how">`)
	m.seen(&f)
	m.Text(note)
	m.WriteString(`</td><td class="n">` + size + `</td></tr>`)
}

// seen draws what the position in the middle of a map sees as a square on the image, of
// a volume on its last two axes, and of a line on a strip.
func (m *stepTable) seen(f *field.Field) {
	y := field.Axis{Image: 1, Middle: counter.Span{Lo: 0, Hi: 0}}
	x := f.Axes[f.ND-1]
	if f.ND > 1 {
		y = f.Axes[f.ND-2]
	} else {
		y.Image, y.Middle.Hi = max(x.Image/8, 1), max(x.Image/8, 1)-1
	}
	m.WriteString(`<svg class="seen" aria-hidden="true" viewBox="0 0 ` + strconv.FormatInt(x.Image, 10) + ` ` + strconv.FormatInt(y.Image, 10) + `">`)
	for i, s := range [][2]counter.Span{{{Hi: x.Image - 1}, {Hi: y.Image - 1}}, {x.Middle, y.Middle}} {
		m.Void("rect", "class", []string{"image", "field"}[i], "x", strconv.FormatInt(s[0].Lo, 10), "y", strconv.FormatInt(s[1].Lo, 10),
			"width", strconv.FormatInt(s[0].Len(), 10), "height", strconv.FormatInt(s[1].Len(), 10))
	}
	m.WriteString(`</svg>`)
}

// layerSteps returns the steps of a stage that have a line in its derivation.
func layerSteps(r *counter.Report, stage int) []*counter.Step {
	var steps []*counter.Step
	for _, i := range r.Stages[stage].Steps {
		if s := &r.Steps[i]; s.Layer != nil {
			steps = append(steps, s)
		}
	}
	return steps
}

// A stepTable writes the derivation of a stage.
type stepTable struct {
	Writer
	lang   text.Lang
	report *counter.Report
	plain  bool // formulas in numbers alone, as text, and repeated blocks once; never in a browser
	rows   []stepRow
}

// begin opens the row of a line and writes its heading.
func (m *stepTable) begin(line *counter.Line, flow string) {
	m.WriteString(`<tr`)
	if line.Count == 0 {
		m.WriteString(` class="free"`)
	}
	m.WriteString(`><th scope="row">`)
	m.Text(m.lang.Layer(line.Layer))
	if flow != "" {
		m.WriteString(` <span class="flow">` + flow + `</span>`)
	}
	if line.Path != "" {
		m.WriteString(` <code>`)
		m.Text(line.Path)
		m.WriteString(`</code>`)
	}
	m.WriteString(`</th><td class="how">`)
}

// step writes the row of one line.
func (m *stepTable) step(line *counter.Line) {
	l := m.lang
	flow := ""
	if in := line.In(); in > 0 {
		flow = number.Grouped(in) + " → " + number.Grouped(line.Out)
	}
	m.begin(line, flow)
	switch line.Kind {
	case counter.NoFormula:
		m.Text(l.Reason(line.Layer))
	case counter.Repeated:
		m.Text(l.T(text.Page.Again))
	case counter.NeverCalls:
		m.formula(line.Formula)
		m.note(l.T(text.Export.NeverRun))
	default:
		m.formula(line.Formula)
	}
	m.WriteString(`</td><td class="n">` + number.Grouped(line.Count) + `</td></tr>`)
}

// formula writes the formula of a layer.
func (m *stepTable) formula(f counter.Formula) {
	if app.IsServer && m.plain {
		m.inNumbers(f)
		return
	}
	m.kernel(f)
	m.Formula(f)
}

// join writes the row of a layer that combines several inputs: where they come from,
// and how many channels each has.
func (m *stepTable) join(line *counter.Line, s *counter.Step) {
	l := m.lang
	m.begin(line, "")
	if !slices.Contains(line.Inputs, line.Out) && text.Base(line.Layer.Kind()) == "Concat" {
		for k, j := range s.In {
			if k > 0 {
				m.WriteString(` + `)
			}
			m.Text(l.F(text.Page.From, number.Grouped(line.Inputs[k]), source(l, m.report, s, j)))
		}
		m.WriteString(` = <b>` + number.Grouped(line.Out) + `</b>`)
	} else {
		m.Text(l.Reason(line.Layer))
	}
	m.WriteString(`</td><td class="n">0</td></tr>`)
}

// source returns the name of the source of a step's input: another stage, or a layer of
// the same stage.
func source(l text.Lang, r *counter.Report, s *counter.Step, input int) string {
	from := &r.Steps[input]
	if from.Stage == s.Stage && from.Layer != nil {
		return l.F(text.Page.Inside, l.Inline(l.Kind(from.Layer.Kind(), nil)))
	}
	return l.Stage(r.Stages[from.Stage].Stage)
}

// free writes one row for all layers without parameters, each with how often it occurs.
func (m *stepTable) free(names []string) {
	l := m.lang
	if len(names) == 0 {
		return
	}
	m.WriteString(`<tr class="free"><th scope="row">`)
	m.Text(l.T(text.Page.NoParameters))
	m.WriteString(`</th><td class="how">`)
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			continue
		}
		if i > 0 {
			m.Text(l.T(text.Describe.Comma))
		}
		m.Text(name)
		n := 0
		for _, other := range names[i:] {
			if other == name {
				n++
			}
		}
		if n > 1 {
			m.WriteString(` ×` + strconv.Itoa(n))
		}
	}
	m.WriteString(`</td><td class="n">0</td></tr>`)
}
