package worker

import (
	"unetparams/app/html"
	"unetparams/app/link"
	"unetparams/app/text"
	"unetparams/counter/identify"
	"unetparams/counter/modelfile"
	"unetparams/counter/number"
)

// model says what a model file holds, looks for the network that has these tensors,
// and says that.
func (w *Worker) model(q Message, encoded string, wanted func() bool, say func(Message)) {
	l := language(q)
	f, err := modelfile.Decode(encoded)
	if err != nil {
		f = &modelfile.Summary{Error: err.Error()}
	}
	if f.Error != "" {
		say(Message{"html": written(func(m *html.Writer) { m.Element("p", l.F(text.Model.NotRead, f.Error), "class", "error") })})
		return
	}
	counted := written(func(m *html.Writer) { countedFile(m, l, f) })
	say(Message{"html": counted + written(func(m *html.Writer) { m.Element("p", l.T(text.Model.Searching)) })})
	var tensors []identify.Tensor
	for _, t := range f.Tensors {
		tensors = append(tensors, identify.Tensor(t))
	}
	found := identify.Find(tensors, wanted)
	if !wanted() {
		return
	}
	a := Message{"html": counted + written(func(m *html.Writer) { matches(m, l, found) })}
	if len(found) > 0 && found[0].Exact() {
		a["link"] = link.Encode(link.State{Config: found[0].Config})
	}
	say(a)
}

// matches says which network has the tensors, or which are nearest, with a button
// that shows it.
func matches(m *html.Writer, l text.Lang, found []identify.Match) {
	switch {
	case len(found) == 0:
		m.Element("p", l.T(text.Model.None))
		return
	case found[0].Exact():
		m.Element("p", l.F(text.Model.Exact, l.T(found[0].Config.Arch.Name)), "class", "verdict")
		return
	}
	n := func(n int) string { return number.Grouped(int64(n)) }
	m.Element("p", l.T(text.Model.Nearest))
	m.Tag("ul")
	for _, c := range found {
		m.Tag("li")
		m.Text(l.F(text.Model.Differs, l.T(c.Config.Arch.Name), n(c.Equal), n(c.Reshaped), n(c.Missing), n(c.Extra)) + " ")
		m.Element("button", l.T(text.Opened.Use), "type", "button", "data-use", link.Encode(link.State{Config: c.Config}))
		m.End("li")
	}
	m.End("ul")
}

// countedFile says what a file holds.
func countedFile(m *html.Writer, l text.Lang, f *modelfile.Summary) {
	g := number.Grouped
	p := func(sentence string) { m.Element("p", sentence) }
	p(l.F(text.Opened.Taken, f.Format))
	if f.Undetermined > 0 {
		p(l.F(text.Model.Elements, g(f.Elements()), g(int64(f.Distinct)), g(f.FileBytes)))
		p(l.F(text.Model.Undetermined, g(f.Undetermined)))
	} else {
		p(l.F(text.Model.Parameters, g(f.Parameters), g(int64(f.Distinct)), g(f.FileBytes)))
	}
	if f.Buffers > 0 {
		p(l.F(text.Model.Buffers, g(f.Buffers)))
	}
	if f.Names > f.Distinct {
		p(l.F(text.Model.Shared, g(int64(f.Names)), g(int64(f.Distinct))))
	}
	if f.Faults > 0 {
		m.Element("p", l.F(text.Model.Faults, g(int64(f.Faults))), "class", "error")
	}
	if len(f.Parts) > 1 {
		m.Tag("ul")
		for _, part := range f.Parts {
			name := l.T(text.Model.Groups[part.Group])
			if part.Path != "" {
				name += " (" + part.Path + ")"
			}
			m.Element("li", l.F(text.Model.Part, name, g(part.Elements), g(int64(part.Tensors)), g(part.Bytes)))
		}
		m.End("ul")
	}
	for _, note := range f.Notes {
		m.Element("p", note, "class", "help")
	}
}
