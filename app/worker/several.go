package worker

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"unetparams/app/html"
	"unetparams/app/recognize"
	"unetparams/app/text"
	"unetparams/app/verify"
	"unetparams/counter"
	"unetparams/counter/checkpoint"
	"unetparams/counter/config"
	"unetparams/counter/configfile"
	"unetparams/counter/identify"
	"unetparams/counter/modelfile"
	"unetparams/counter/number"
)

// A thing is what one file is, or several that belong together: a model, or texts.
type thing struct {
	name  string
	model *modelfile.Summary
	files []configfile.File // the texts, if it is no model

	kind   recognize.Kind     // of texts
	said   string             // what it is, or why it can't be read
	total  int64              // parameters; 0 if it says none
	shapes *modelfile.Summary // what can be compared; nil if nothing can
	opens  bool               // there is more to say of it
}

// texts returns the texts of a question, each with the name of its file.
func texts(q Message) []configfile.File {
	var files []configfile.File
	for i := 0; ; i++ {
		s, ok := q["text"+strconv.Itoa(i)]
		if !ok {
			return files
		}
		files = append(files, configfile.File{Name: q["name"+strconv.Itoa(i)], Text: s})
	}
}

// things tells apart what a question is about.
func (w *Worker) things(q Message) []*thing {
	var all []*thing
	for _, files := range together(texts(q)) {
		all = append(all, &thing{name: checkpoint.Show(files[0].Name), files: files})
	}
	if q["model"] == "" {
		return all
	}
	models, err := modelfile.Decode(q["model"])
	if err != nil || len(models) == 0 {
		models = []*modelfile.Summary{{Error: modelfile.Text{EN: "it was not read to its end", ZH: "没有读取完整"}}}
	}
	for _, m := range models {
		all = append(all, &thing{name: m.Name, model: m})
	}
	return all
}

// together groups files that belong together: one that names others, and nnU-Net's
// plans with the dataset that they ask for. Printouts of two programs are one thing,
// which is compared.
func together(files []configfile.File) [][]configfile.File {
	if len(files) < 2 {
		return slices.Collect(slices.Chunk(files, 1))
	}
	alone := make([]configfile.Result, len(files))
	printouts := 0
	for i, f := range files {
		alone[i] = configfile.Read(files[i : i+1])
		if t := recognize.Recognize(f.Text); len(alone[i].Candidates) == 0 && t.Kind() == recognize.Listing {
			printouts++
		}
	}
	if printouts == len(files) && printouts == 2 {
		return [][]configfile.File{files}
	}
	groups := make([][]configfile.File, len(files))
	companion := make([]bool, len(files))
	for i, f := range files {
		groups[i] = files[i : i+1 : i+1]
		for j, other := range files {
			if i != j && belongs(f, other, &alone[i], &alone[j]) {
				groups[i] = append(groups[i], other)
				companion[j] = true
			}
		}
	}
	var list [][]configfile.File
	for i, g := range groups {
		if !companion[i] {
			list = append(list, g)
		}
	}
	return list
}

// belongs reports whether a file needs another one, which says nothing alone: it names
// that one, or asks for less with it.
func belongs(f, other configfile.File, alone, otherAlone *configfile.Result) bool {
	base := path.Base(other.Name)
	if base != "." && base != path.Base(f.Name) && strings.Contains(f.Text, "_base_") && strings.Contains(f.Text, base) {
		return true
	}
	if len(otherAlone.Candidates) > 0 {
		return false
	}
	if asks := asks(alone); asks > 0 {
		r := configfile.Read([]configfile.File{f, other})
		return asksLess(&r, asks)
	}
	return false
}

func asks(r *configfile.Result) (n int) {
	for _, c := range r.Candidates {
		n += len(c.Asks)
	}
	return n
}

func asksLess(r *configfile.Result, than int) bool { return len(r.Candidates) > 0 && asks(r) < than }

// several answers what several things are that do not belong together. pick is the
// place of one to open, and pair those of two to compare. Of two that can be compared
// the difference is shown at once, and where only one is recognized, it is opened.
func (w *Worker) several(q Message, all []*thing, wanted func() bool, say func(Message)) {
	l := language(q)
	if i, ok := place(q["pick"], all); ok {
		back := written(func(m *html.Writer) {
			m.Element("button", "← "+l.F(text.Opened.All, number.Grouped(int64(len(all)))), "type", "button", "class", "quiet", "data-pick", "")
		})
		w.openOne(all[i].question(q), wanted, before(back, say))
		return
	}
	for _, t := range all {
		t.look(w, q)
	}
	var pair, open []*thing
	for _, t := range all {
		if t.shapes != nil {
			pair = append(pair, t)
		}
		if t.opens {
			open = append(open, t)
		}
	}
	table := func(m *html.Writer) { list(m, l, all, q) }
	a, b, ok := strings.Cut(q["pair"], ",")
	if i, one := place(a, all); ok && one {
		if j, two := place(b, all); two && all[i].shapes != nil && all[j].shapes != nil {
			pair = []*thing{all[i], all[j]}
		}
	}
	switch {
	case len(pair) == 2:
		say(Message{"html": written(table) + written(func(m *html.Writer) { difference(m, l, pair[0].shapes, pair[1].shapes) })})
	case len(open) == 1:
		w.openOne(open[0].question(q), wanted, before(written(table), say))
	default:
		say(Message{"html": written(table)})
		identify.Prepare(wanted)
		for _, t := range all {
			t.identify(l, wanted)
		}
		if wanted() {
			say(Message{"html": written(table)})
		}
	}
}

// before puts HTML before that of each part of an answer.
func before(html string, say func(Message)) func(Message) {
	return func(a Message) {
		a["html"] = html + a["html"]
		say(a)
	}
}

func place(s string, all []*thing) (int, bool) {
	i, err := strconv.Atoi(s)
	return i, err == nil && i >= 0 && i < len(all)
}

// question asks about a thing alone.
func (t *thing) question(q Message) Message {
	alone := maps.Clone(q)
	maps.DeleteFunc(alone, func(key, _ string) bool {
		return key == "model" || key == "before" || strings.HasPrefix(key, "text") || strings.HasPrefix(key, "name")
	})
	if t.model != nil {
		alone["model"] = t.model.Encode()
	}
	for i, f := range t.files {
		alone["name"+strconv.Itoa(i)], alone["text"+strconv.Itoa(i)] = f.Name, f.Text
	}
	return alone
}

// look finds out what a thing is.
func (t *thing) look(w *Worker, q Message) {
	l := language(q)
	switch {
	case t.model != nil && t.model.Error != (modelfile.Text{}):
		t.said = l.F(text.Model.NotRead, l.T(config.Text(t.model.Error)))
	case t.model != nil:
		t.said, t.total, t.shapes, t.opens = t.model.Format, t.model.Elements()-t.model.Buffers, t.model, true
	default:
		b := brought{lang: l, files: t.files}
		b.recognize(recognize.Nothing)
		if t.kind = b.kind; t.kind == recognize.Nothing {
			t.said = l.T(text.Opened.Unknown)
			return
		}
		t.said, t.opens = l.T(text.Opened.Kinds[t.kind-1]), true
		switch t.kind {
		case recognize.Configuration:
			t.configuration(l)
		case recognize.Listing:
			t.name = cmp.Or(t.name, l.T(text.Model.Printout))
			t.listing(w.at(q["here"]).Report, b.text)
		}
	}
}

func (t *thing) configuration(l text.Lang) {
	r := configfile.Read(t.files)
	if s := l.T(r.Format); s != "" {
		t.said = s
	}
	if len(r.Problems) > 0 {
		t.said = l.T(r.Problems[0])
	}
	c := r.Best()
	if c == nil || c.Config == nil {
		return
	}
	t.total = c.Total
	if _, r, err := c.Config.Build(); err == nil {
		t.shapes = summaryOf(r)
		t.shapes.Name = t.name
	}
}

func (t *thing) listing(r *counter.Report, s string) {
	if theirs := verify.Check(s, r, nil).Theirs; theirs.Known {
		t.total = theirs.N
	}
	if t.shapes = printed(s); t.shapes != nil {
		t.shapes.Name = t.name
	}
}

// identify adds the network that a model is exactly, if that is quickly found.
func (t *thing) identify(l text.Lang, wanted func() bool) {
	if t.model == nil || t.shapes == nil {
		return
	}
	var tensors []identify.Tensor
	for _, x := range t.model.Tensors {
		tensors = append(tensors, identify.Tensor{Name: x.Name, Shape: x.Shape, Buffer: x.Buffer})
	}
	tries := 0
	found := identify.Find(tensors, func() bool { tries++; return tries < patience && wanted() })
	if len(found) > 0 && found[0].Exact() {
		t.said = l.Net(found[0].Config) + " – " + t.model.Format
	}
}

// summaryOf returns the tensors of a network as those of a file.
func summaryOf(r *counter.Report) *modelfile.Summary {
	s := &modelfile.Summary{}
	for i := range r.Tensors {
		x := modelfile.Tensor{Name: r.Tensors[i].Name, Buffer: !r.Tensors[i].Tensor.Learn}
		for _, d := range r.Tensors[i].Tensor.Dims {
			x.Shape = append(x.Shape, d.N)
		}
		s.Tensors = append(s.Tensors, x)
	}
	return s
}

// list lists things, each with what it is, its total and a button that opens it, and
// offers to compare any two. What is not understood comes last.
func list(m *html.Writer, l text.Lang, all []*thing, q Message) {
	n := func(n int) string { return number.Grouped(int64(n)) }
	m.Element("p", l.F(text.Opened.Several, n(len(all))), "class", "taken")
	if more := q["more"]; more != "" {
		m.Element("p", l.F(text.Opened.More, more), "class", "error")
	}
	m.Tag("div", "class", "scroll")
	m.Tag("table", "class", "rows", "id", "open-things")
	m.Tag("tbody")
	comparable, unknown := 0, 0
	for i, t := range all {
		if t.shapes != nil {
			comparable++
		}
		if !t.opens && t.model == nil {
			unknown++
			continue
		}
		m.Tag("tr")
		m.Element("td", t.name, "class", "name")
		m.Element("td", t.said)
		total := ""
		if t.total > 0 {
			total = number.Grouped(t.total)
		}
		m.Element("td", total, "class", "n")
		m.Tag("td")
		if t.opens {
			m.Element("button", l.T(text.Opened.Open), "type", "button", "aria-label", l.F(text.Opened.OpenIt, t.name), "data-pick", strconv.Itoa(i))
		}
		m.End("td")
		m.End("tr")
	}
	m.End("tbody")
	m.End("table")
	m.End("div")
	if comparable > 1 {
		pairing(m, l, all, q["pair"])
	}
	if unknown > 0 {
		m.Tag("details")
		m.Element("summary", l.F(text.Opened.Strangers, n(unknown)))
		m.Tag("ul")
		for _, t := range all {
			if !t.opens && t.model == nil {
				m.Element("li", t.name)
			}
		}
		m.End("ul")
		m.End("details")
	}
}

// pairing writes two fields that choose what to compare; first the pair that is shown.
func pairing(m *html.Writer, l text.Lang, all []*thing, shown string) {
	chosen := strings.Split(shown, ",")
	if len(chosen) != 2 {
		chosen = nil
		for i, t := range all {
			if t.shapes != nil {
				chosen = append(chosen, strconv.Itoa(i))
			}
		}
	}
	m.Tag("p", "class", "ask")
	for k, label := range text.Opened.Pair {
		m.Tag("label")
		m.Text(l.T(label) + " ")
		m.Tag("select", "data-side", strconv.Itoa(k))
		for i, t := range all {
			if at := strconv.Itoa(i); t.shapes != nil && at == chosen[k] {
				m.Element("option", t.name, "value", at, "selected", "")
			} else if t.shapes != nil {
				m.Element("option", t.name, "value", at)
			}
		}
		m.End("select")
		m.End("label")
		m.Text(" ")
	}
	m.Element("button", l.T(text.Opened.Difference), "type", "button", "data-pair", "")
	m.End("p")
}
