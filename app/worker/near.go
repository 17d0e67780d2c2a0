package worker

import (
	"unetparams/app/diagram"
	"unetparams/app/html"
	"unetparams/app/text"
	"unetparams/counter"
	"unetparams/counter/checkpoint"
	"unetparams/counter/identify"
	"unetparams/counter/number"
)

// near draws the network that is nearest to a file's tensors, with what differs noted
// on each stage, and lists it below.
func near(m *html.Writer, l text.Lang, found *identify.Match, tensors []identify.Tensor) {
	_, r, err := found.Config.Build()
	if err != nil {
		return
	}
	list := found.Differences(r, tensors)
	notes := map[counter.Stage]*[3]int{}
	for _, d := range list {
		if !d.Placed {
			continue
		}
		if notes[d.Stage] == nil {
			notes[d.Stage] = new([3]int)
		}
		notes[d.Stage][kindOf(d)]++
	}
	m.Tag("div", "id", "inferred")
	m.Element("p", l.F(text.Model.Near, l.Net(found.Config)), "class", "inferred")
	still(m, l, r, func(s counter.Stage) string {
		if n := notes[s]; n != nil {
			return noteOf(n)
		}
		return ""
	})
	for kind, title := range text.Model.Apart {
		var rows [][2]string
		for _, d := range list {
			if kindOf(d) == kind {
				rows = append(rows, [2]string{checkpoint.Show(d.Name), apart(l, r, d)})
			}
		}
		tensorList(m, l, title, rows)
	}
	m.End("div")
}

// kindOf returns what a difference is, as an index of text.Model.Apart.
func kindOf(d identify.Difference) int {
	switch {
	case d.Row < 0:
		return 2
	case d.Shape == nil:
		return 1
	}
	return 0
}

// noteOf says in a few signs how many tensors of a stage have another shape, are
// missing or are added.
func noteOf(n *[3]int) string {
	note := ""
	for kind, sign := range [3]string{"≠", "−", "+"} {
		if n[kind] > 0 {
			if note != "" {
				note += " "
			}
			note += sign + number.Grouped(int64(n[kind]))
		}
	}
	return note
}

// apart says the shapes of a tensor in the network and in the file, as far as both
// have it, and the stage.
func apart(l text.Lang, r *counter.Report, d identify.Difference) string {
	said := ""
	if d.Row >= 0 {
		var dims []int64
		for _, x := range r.Tensors[d.Row].Tensor.Dims {
			dims = append(dims, x.N)
		}
		said = shapeOf(dims)
	}
	if d.Shape != nil {
		if said != "" {
			said += " → "
		}
		said += shapeOf(d.Shape)
	}
	if d.Placed {
		said += " – " + l.Stage(d.Stage)
	}
	return said
}

// still draws a network in both layouts, of which the style sheet shows one.
func still(m *html.Writer, l text.Lang, r *counter.Report, note func(counter.Stage) string) {
	m.Tag("div", "class", "u")
	for i, class := range []string{"wide", "narrow"} {
		m.Tag("div", "class", class)
		m.WriteString(diagram.SVG(r, nil, text.Diagram(l, r), diagram.Options{Narrow: i == 1, Still: true, ID: "inferred-" + class, Note: note}))
		m.End("div")
	}
	m.End("div")
}
