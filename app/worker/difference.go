package worker

import (
	"unetparams/app/html"
	"unetparams/app/text"
	"unetparams/counter/checkpoint"
	"unetparams/counter/config"
	"unetparams/counter/modelfile"
	"unetparams/counter/number"
)

// maxDifferences is how many tensors each list of differences shows; the rest is only
// counted.
const maxDifferences = 200

// difference says what differs between two models, the first of which may be a
// printout, which has no name.
func difference(m *html.Writer, l text.Lang, a, b *modelfile.Summary) {
	w := &text.Model
	name := func(f *modelfile.Summary) string {
		if f.Name == "" {
			return l.T(w.Printout)
		}
		return f.Name
	}
	m.Element("p", l.F(w.Compared, name(a), name(b)), "class", "taken")
	d := modelfile.Compare(a.Tensors, b.Tensors)
	n := func(n int) string { return number.Grouped(int64(n)) }
	switch {
	case d.Renamed:
		m.Element("p", l.F(w.Renamed, n(len(a.Tensors))), "class", "verdict")
	case d.Same() && len(d.Retyped) == 0:
		m.Element("p", l.F(w.Same, n(d.Equal)), "class", "verdict")
	case d.Same():
		m.Element("p", l.F(w.SameButTypes, n(d.Equal+len(d.Retyped)), n(len(d.Retyped))), "class", "verdict")
	default:
		m.Element("p", l.F(w.Different, n(d.Equal+len(d.Retyped)), n(len(d.Reshaped)), n(len(d.Missing)), n(len(d.Added))), "class", "verdict")
	}
	m.Element("p", l.T(w.NotValues), "class", "help")
	for i, p := range d.Prefixes {
		if p != "" {
			m.Element("p", l.F(w.Prefix, name([]*modelfile.Summary{a, b}[i]), checkpoint.Show(p)))
		}
	}
	pairs := func(title config.Text, list [][2]modelfile.Tensor, of func(modelfile.Tensor) string) {
		rows := make([][2]string, len(list))
		for i, p := range list {
			rows[i] = [2]string{checkpoint.Show(p[0].Name), of(p[0]) + " → " + of(p[1])}
		}
		tensorList(m, l, title, rows)
	}
	alone := func(title config.Text, list []modelfile.Tensor) {
		rows := make([][2]string, len(list))
		for i, t := range list {
			rows[i] = [2]string{checkpoint.Show(t.Name), shapeOf(t.Shape)}
		}
		tensorList(m, l, title, rows)
	}
	pairs(w.Reshaped, d.Reshaped, func(t modelfile.Tensor) string { return shapeOf(t.Shape) })
	alone(w.Missing, d.Missing)
	alone(w.Added, d.Added)
	pairs(w.Retyped, d.Retyped, func(t modelfile.Tensor) string { return t.DType })
}

// tensorList lists tensors, folded where there are many.
func tensorList(m *html.Writer, l text.Lang, title config.Text, rows [][2]string) {
	if len(rows) == 0 {
		return
	}
	if len(rows) > 8 {
		m.Tag("details")
	} else {
		m.Tag("details", "open", "")
	}
	m.Element("summary", l.F(title, number.Grouped(int64(len(rows)))))
	m.Tag("ul")
	for _, row := range rows[:min(len(rows), maxDifferences)] {
		m.Tag("li")
		m.Element("code", row[0])
		m.Text(" " + row[1])
		m.End("li")
	}
	if more := len(rows) - maxDifferences; more > 0 {
		m.Element("li", l.F(text.Model.More, number.Grouped(int64(more))))
	}
	m.End("ul")
	m.End("details")
}
