package worker

import (
	"unetparams/app/html"
	"unetparams/app/state"
	"unetparams/app/text"
	"unetparams/counter/number"
	"unetparams/counter/tools"
)

// tools answers with html: the table of what other tools print as the work of the
// network of link, where an input goes through it.
func (w *Worker) tools(q Message) Message {
	s := w.at(q["link"])
	if s.Trace == nil {
		return Message{}
	}
	return Message{"html": toolsTable(language(q), s)}
}

// toolsTable is the table of what other tools print as the network's work, beside
// our multiply-accumulates.
func toolsTable(l text.Lang, s *state.State) string {
	w, t := &text.Tools, s.Trace
	var b html.Writer
	b.Tag("div") // a part of the page has one root
	b.Element("p", l.F(w.Help, text.Sizes(t.Out[0].Sizes())), "class", "help")
	b.Tag("table", "class", "rows")
	b.WriteString(`<thead><tr>`)
	b.Columns(l.T(w.Tool), l.T(w.Printed), l.T(w.Unit), l.T(w.Why))
	b.WriteString(`</tr></thead><tbody>`)
	row := func(name, unit, n, why string) {
		b.Tag("tr")
		b.Element("th", name, "scope", "row")
		b.Element("td", n, "class", "n")
		b.Element("td", unit)
		b.Element("td", why)
		b.End("tr")
	}
	row(l.T(w.Ours), "MACs", number.Grouped(t.Total), "")
	for _, c := range tools.Of(s.Report, t) {
		n := number.Grouped(c.N)
		if !c.OK {
			n = l.T(w.NoRule)
		}
		row(c.Name, c.Unit, n, l.T(c.Why))
	}
	b.WriteString(`</tbody></table></div>`)
	return b.String()
}
