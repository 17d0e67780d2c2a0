package worker

import (
	"slices"
	"strconv"
	"strings"

	"unetparams/app/files"
	"unetparams/app/html"
	"unetparams/app/link"
	"unetparams/app/state"
	"unetparams/app/text"
	"unetparams/counter/config"
)

// paper answers with the table of the networks that are pinned in link, for a paper:
// html, and as files latex, markdown and csv. Site is the calculator's address. Buttons
// in the HTML have the fragment that they lead to in data-go, or the file that they copy
// in data-copy.
func (w *Worker) paper(q Message) Message {
	s := w.at(q["link"])
	if len(s.Table.Networks) == 0 {
		return Message{}
	}
	l := language(q)
	p := papers{lang: l, state: s, paper: files.NewPaper(l, &s.Table, s.Cost, q["site"], s.Link())}
	a := Message{}
	for _, f := range paperFormats {
		a[f.id] = p.paper.Write(f.format)
	}
	p.Tag("div")
	p.choices()
	p.table()
	p.files(a)
	p.End("div")
	a["html"] = p.String()
	return a
}

// paperFormats are the files of a table.
var paperFormats = []struct {
	id, name, file, mime string
	format               files.Format
}{
	{"latex", "LaTeX", "networks.tex", "text/x-tex", files.LaTeX},
	{"markdown", "Markdown", "networks.md", "text/markdown", files.Markdown},
	{"csv", "CSV", "networks.csv", "text/csv", files.CSV},
}

// papers writes a table for a paper.
type papers struct {
	html.Writer
	lang  text.Lang
	state *state.State
	paper *files.Paper
}

// to returns the fragment of the page with another table.
func (p *papers) to(t link.Table) string {
	s := *p.state
	s.Table = t
	return s.Link()
}

// choices are the columns, and how numbers are written.
func (p *papers) choices() {
	l, t := p.lang, p.state.Table
	group := func(title config.Text) {
		p.Tag("div", "class", "ways", "role", "group", "aria-label", l.T(title))
		p.Element("span", l.T(title), "class", "help")
	}
	chip := func(name string, on bool, to link.Table) {
		p.Element("button", name, "type", "button", "aria-pressed", strconv.FormatBool(on), "data-go", p.to(to))
	}
	group(text.Paper.Columns)
	for _, c := range link.Columns {
		chip(l.T(text.Paper.Column[c]), slices.Contains(t.Shown(), c), t.Toggle(c))
	}
	p.End("div")
	group(text.Paper.Numbers)
	exact, rounded := t, t
	exact.Rounded, rounded.Rounded = false, true
	chip(l.T(text.Paper.Exact), !t.Rounded, exact)
	chip(l.T(text.Paper.Rounded), t.Rounded, rounded)
	p.End("div")
}

// table writes the table, with a way to take each network out of it.
func (p *papers) table() {
	l, t := p.lang, p.state.Table
	titles, numbers := p.paper.Head()
	p.Tag("div", "class", "scroll", "tabindex", "0", "role", "group", "aria-label", l.T(text.Page.Table))
	p.WriteString(`<table class="rows"><thead><tr>`)
	class := map[bool]string{false: "", true: "n"}
	for i, title := range titles {
		p.Element("th", title, "scope", "col", "class", class[numbers[i]])
	}
	p.WriteString(`<td></td></tr></thead><tbody>`)
	for i, n := range t.Networks {
		p.Tag("tr")
		row := p.paper.Row(i)
		p.Tag("th", "scope", "row")
		p.Element("a", row[0], "href", "#"+link.Encode(link.State{Config: n, Table: t, Cost: p.state.Cost}), "data-open", "")
		p.End("th")
		for j, s := range row[1:] {
			p.Element("td", s, "class", class[numbers[j+1]])
		}
		p.Tag("td", "class", "n")
		p.Element("button", "✕", "type", "button", "class", "quiet", "aria-label", l.F(text.Paper.Remove, row[0]), "data-go", p.to(t.Without(i)))
		p.End("td")
		p.End("tr")
	}
	p.WriteString(`</tbody></table>`)
	p.End("div")
	notes := []string{p.paper.Note}
	if p.paper.Dash {
		notes = append(notes, l.T(text.Paper.NoteNot))
	}
	if t.Rounded {
		notes = append(notes, l.T(text.Paper.NoNumbers))
	}
	if note := strings.TrimSpace(strings.Join(notes, " ")); note != "" {
		p.Element("p", note, "class", "help")
	}
}

// files writes the ways to take the table along.
func (p *papers) files(a Message) {
	l := p.lang
	p.Tag("div", "class", "actions")
	for _, f := range paperFormats {
		p.Element("button", l.F(text.Paper.Copy, f.name), "type", "button", "data-copy", f.id)
	}
	for _, f := range paperFormats {
		p.Element("a", f.file, "class", "button", "download", f.file, "href", dataURL(f.mime, a[f.id]), "aria-label", l.F(text.Paper.Save, f.file))
	}
	p.Element("button", l.T(text.Paper.Clear), "type", "button", "class", "quiet", "data-go", p.to(link.Table{}))
	p.End("div")
}

// dataURL returns an address that holds a text itself.
func dataURL(mime, text string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	b.WriteString("data:" + mime + ";charset=utf-8,")
	for _, c := range []byte(text) {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '.' || c == '-' {
			b.WriteByte(c)
		} else {
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String()
}
