package worker

import (
	"strings"
	"sync"

	"unetparams/app/html"
	"unetparams/app/link"
	"unetparams/app/text"
	"unetparams/app/verify"
	"unetparams/counter"
	"unetparams/counter/checkpoint"
	"unetparams/counter/config"
	"unetparams/counter/identify"
	"unetparams/counter/infer"
	"unetparams/counter/modelfile"
	"unetparams/counter/number"
)

// model says what a model file holds, looks for the network that has these tensors, and
// says that.
func (w *Worker) model(q Message, encoded string, wanted func() bool, say func(Message)) {
	l := language(q)
	files, err := modelfile.Decode(encoded)
	if err != nil || len(files) == 0 {
		files = []*modelfile.Summary{{Error: modelfile.Text{EN: "it was not read to its end", ZH: "没有读取完整"}}}
	}
	f := files[0]
	if f.Error != (modelfile.Text{}) {
		why := l.T(config.Text(f.Error))
		say(Message{"html": written(func(m *html.Writer) { m.Element("p", l.F(text.Model.NotRead, why), "class", "error") })})
		return
	}
	identified(l, f, q["before"] != "", wanted, say)
}

// identified says what a model file holds, looks for the network that has its tensors,
// by names or else by shapes, and says that.
func identified(l text.Lang, f *modelfile.Summary, before bool, wanted func() bool, say func(Message)) {
	counted := written(func(m *html.Writer) { countedFile(m, l, f, before) })
	searching := written(func(m *html.Writer) { m.Element("p", l.T(text.Model.Searching)) })
	drawn := sync.OnceValue(func() string { return written(func(m *html.Writer) { inferred(m, l, f) }) })
	wanted = after(hurry, wanted, func() { say(Message{"html": searching + counted}) })
	wanted = after(patience, wanted, func() { say(Message{"html": searching + counted + drawn()}) })
	var tensors []identify.Tensor
	for _, t := range f.Tensors {
		tensors = append(tensors, identify.Tensor{Name: t.Name, Shape: t.Shape, Buffer: t.Buffer})
	}
	found := identify.Find(tensors, wanted)
	if len(found) == 0 || !found[0].Exact() {
		if c := identify.ByShapes(tensors, wanted); c != nil {
			say(Message{"link": link.Encode(link.State{Config: c}), "html": written(func(m *html.Writer) {
				m.Element("p", l.F(text.Model.ByShapes, l.T(c.Arch.Name)), "class", "verdict")
				if len(found) > 0 && found[0].Missing+found[0].Extra == 0 {
					m.Element("p", l.F(text.Model.NamesOf, l.T(found[0].Config.Arch.Name)))
				}
			}) + counted})
			return
		}
	}
	if !wanted() {
		return
	}
	a := Message{"html": written(func(m *html.Writer) {
		matches(m, l, found)
		switch {
		case len(found) == 0 || !found[0].Exact() && !found[0].Near():
			m.WriteString(counted + drawn())
		case found[0].Exact():
			others(m, l, f, &found[0])
			m.WriteString(counted)
		default:
			near(m, l, &found[0], tensors)
			others(m, l, f, &found[0])
			m.WriteString(counted)
		}
	})}
	if len(found) > 0 && found[0].Exact() {
		a["link"] = link.Encode(link.State{Config: found[0].Config})
	}
	say(a)
}

// hurry is how many networks are tried before a reader is told that the search goes on,
// and patience before what can be said without a match is shown: about a second's worth.
const (
	hurry    = 40
	patience = 1500
)

// after returns wanted, which calls a function at its nth call.
func after(n int, wanted func() bool, do func()) func() bool {
	return func() bool {
		if n--; n == 0 {
			do()
		}
		return wanted()
	}
}

// printed returns the tensors that a printout lists, if it does.
func printed(s string) *modelfile.Summary {
	list := verify.Tensors(s)
	if list == nil {
		return nil
	}
	p := &modelfile.Summary{}
	for _, t := range list {
		p.Tensors = append(p.Tensors, modelfile.Tensor{Name: t.Name, Shape: t.Shape})
	}
	return p
}

// matches says which network has the tensors, or which are nearest, with a button
// that shows it.
func matches(m *html.Writer, l text.Lang, found []identify.Match) {
	switch {
	case len(found) == 0:
		m.Element("p", l.T(text.Model.None), "class", "verdict")
		return
	case found[0].Exact() && found[0].Outside > 0:
		m.Element("p", l.F(text.Model.ExactModule, moduleOf(&found[0]), l.Net(found[0].Config)), "class", "verdict")
		return
	case found[0].Exact():
		m.Element("p", l.F(text.Model.Exact, l.Net(found[0].Config)), "class", "verdict")
		return
	}
	n := func(n int) string { return number.Grouped(int64(n)) }
	m.Element("p", l.T(text.Model.Nearest), "class", "verdict")
	m.Tag("ul")
	for _, c := range found {
		m.Tag("li")
		m.Text(l.F(text.Model.Differs, l.Net(c.Config), n(c.Equal), n(c.Reshaped), n(c.Missing), n(c.Extra)) + " ")
		if c.Outside > 0 {
			m.Text(l.F(text.Model.OfModule, moduleOf(&c)) + " ")
		}
		m.Element("button", l.T(text.Opened.Use), "type", "button", "data-use", link.Encode(link.State{Config: c.Config}))
		m.End("li")
	}
	m.End("ul")
}

// moduleOf returns the name of the module that a match is of.
func moduleOf(found *identify.Match) string {
	return checkpoint.Show(strings.TrimSuffix(found.Prefix, "."))
}

// others lists the modules of a file beside that of a match.
func others(m *html.Writer, l text.Lang, f *modelfile.Summary, found *identify.Match) {
	if found.Outside == 0 {
		return
	}
	m.Element("p", l.T(text.Model.Others))
	var list []modelfile.Tensor
	for _, t := range f.Tensors {
		if !strings.HasPrefix(t.Name, found.Prefix) {
			list = append(list, t)
		}
	}
	parts(m, l, list, "")
}

// inferred draws the U that names and shapes suggest, with its stages; where they
// suggest none, it lists the parts of the network.
func inferred(m *html.Writer, l text.Lang, f *modelfile.Summary) {
	tensors := make([]infer.Tensor, len(f.Tensors))
	for i, t := range f.Tensors {
		tensors[i] = infer.Tensor{Name: t.Name, Shape: t.Shape}
	}
	r := infer.Infer(tensors, f.Ordered)
	if r == nil {
		m.Element("p", l.T(text.Model.NoShape))
		parts(m, l, f.Tensors, f.Prefix)
		return
	}
	m.Tag("div", "id", "inferred")
	m.Element("p", l.T(text.Model.Inferred), "class", "inferred")
	still(m, l, r, nil)
	stages(m, l, r)
	m.End("div")
}

// stages writes the ledger of an inferred network: a row a stage that opens to its
// layers.
func stages(m *html.Writer, l text.Lang, r *counter.Report) {
	m.Tag("div", "class", "ledger")
	for i := range r.Stages {
		s := &r.Stages[i]
		if s.Learnable+s.Buffers == 0 {
			continue
		}
		m.Tag("details", "class", "stage-row")
		m.Tag("summary")
		m.Element("span", l.Stage(s.Stage), "class", "name")
		m.Element("span", number.Share(s.Learnable, r.Learnable), "class", "share")
		m.Element("span", number.Grouped(s.Learnable), "class", "n")
		m.End("summary")
		m.Tag("div", "class", "scroll")
		m.Tag("table", "class", "rows")
		m.Tag("tbody")
		for j := range r.Tensors {
			t := &r.Tensors[j]
			if r.Layers[t.Layer].Stage != s.Stage || !t.Tensor.Learn {
				continue
			}
			m.Tag("tr")
			m.Element("td", checkpoint.Show(t.Name))
			dims := make([]int64, len(t.Tensor.Dims))
			for k, d := range t.Tensor.Dims {
				dims[k] = d.N
			}
			m.Element("td", shapeOf(dims))
			m.Element("td", number.Grouped(t.Count), "class", "n")
			m.End("tr")
		}
		m.End("tbody")
		m.End("table")
		m.End("div")
		m.End("details")
	}
	m.Tag("p", "class", "ledger-total")
	m.Element("span", l.T(text.Page.Total), "class", "name")
	m.Element("span", number.Grouped(r.Learnable), "class", "n")
	m.End("p")
	m.End("div")
}

// parts lists how many values the tensors of each top-level module have, behind a
// prefix.
func parts(m *html.Writer, l text.Lang, tensors []modelfile.Tensor, prefix string) {
	type part struct {
		name          string
		tensors, sums int64
	}
	var list []*part
	at := map[string]*part{}
	for _, t := range tensors {
		name, _, _ := strings.Cut(strings.TrimPrefix(t.Name, prefix), ".")
		p := at[name]
		if p == nil {
			p = &part{name: name}
			at[name] = p
			list = append(list, p)
		}
		p.tensors++
		n := int64(1)
		for _, d := range t.Shape {
			n *= d
		}
		p.sums += n
	}
	rows := list[:min(len(list), maxParts)]
	m.Tag("div", "class", "scroll")
	m.Tag("table", "class", "rows")
	m.Tag("tbody")
	for _, p := range rows {
		m.Tag("tr")
		m.Element("td", checkpoint.Show(p.name))
		m.Element("td", l.F(text.Model.Tensors, number.Grouped(p.tensors)))
		m.Element("td", number.Grouped(p.sums), "class", "n")
		m.End("tr")
	}
	m.End("tbody")
	m.End("table")
	m.End("div")
	if left := len(list) - len(rows); left > 0 {
		m.Element("p", l.F(text.Model.More, number.Grouped(int64(left))))
	}
}

// maxParts is how many modules are listed.
const maxParts = 200

// shapeOf writes a shape as 64×1×3×3.
func shapeOf(shape []int64) string {
	parts := make([]string, len(shape))
	for i, n := range shape {
		parts[i] = number.Grouped(n)
	}
	return strings.Join(parts, "×")
}

// countedFile says what a file holds. With before, it may be compared with what was
// brought before it.
func countedFile(m *html.Writer, l text.Lang, f *modelfile.Summary, before bool) {
	g := number.Grouped
	p := func(sentence string) { m.Element("p", sentence) }
	name := f.Format
	if f.Name != "" {
		name = f.Name + " – " + name
	}
	m.Element("p", l.F(text.Opened.Taken, name), "class", "taken")
	if f.Undetermined > 0 {
		p(l.F(text.Model.Elements, g(f.Elements()), g(int64(f.Distinct)), g(f.FileBytes)))
		p(l.F(text.Model.Undetermined, g(f.Undetermined)))
	} else {
		p(l.F(text.Model.Parameters, g(f.Parameters), g(int64(f.Distinct)), g(f.FileBytes)))
	}
	if f.Faults > 0 {
		m.Element("p", l.F(text.Model.Faults, g(int64(f.Faults))), "class", "error")
		m.Tag("ul")
		for _, why := range f.Broken {
			m.Element("li", sentence(l, config.Text(why)))
		}
		m.End("ul")
	}
	if before {
		m.Tag("p")
		m.Element("button", l.T(text.Model.Compare), "type", "button", "data-compare", "")
		m.End("p")
	}
	if f.Buffers > 0 || f.Names > f.Distinct || len(f.Parts) > 1 || len(f.Notes) > 0 {
		m.Tag("details")
		m.Element("summary", l.T(text.Model.Further))
		further(m, l, f)
		m.End("details")
	}
}

// further says what else there is to know about a file.
func further(m *html.Writer, l text.Lang, f *modelfile.Summary) {
	g := number.Grouped
	p := func(sentence string) { m.Element("p", sentence) }
	if f.Buffers > 0 {
		p(l.F(text.Model.Buffers, g(f.Buffers)))
	}
	if f.Names > f.Distinct {
		p(l.F(text.Model.Shared, g(int64(f.Names)), g(int64(f.Distinct))))
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
		m.Element("p", sentence(l, config.Text(note)), "class", "help")
	}
}

// sentence makes a sentence of a remark.
func sentence(l text.Lang, remark config.Text) string {
	s := l.T(remark)
	if l == text.Chinese {
		return s + "。"
	}
	return strings.ToUpper(s[:min(len(s), 1)]) + s[min(len(s), 1):] + "."
}
