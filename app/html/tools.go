package html

import (
	"unetparams/app/text"
	"unetparams/counter"
	"unetparams/counter/number"
	"unetparams/counter/tools"
)

// Tools returns the table of what other tools print as the network's work, beside
// our multiply-accumulates.
func Tools(l text.Lang, r *counter.Report, t *counter.Trace) string {
	w := &text.Tools
	var b Writer
	b.WriteString(`<div>`) // a part of the page has one root
	b.paragraph(l.F(w.Help, text.Sizes(t.Out[0].Sizes())))
	b.table(l.T(w.Tool), l.T(w.Printed), l.T(w.Unit), l.T(w.Why))
	row := func(name, unit, n, why string) {
		b.WriteString(`<tr><th scope="row">`)
		b.Text(name)
		b.WriteString(`</th>`)
		b.cell(n)
		b.WriteString(`<td>`)
		b.Text(unit)
		b.WriteString(`</td><td>`)
		b.Text(why)
		b.WriteString(`</td></tr>`)
	}
	row(l.T(w.Ours), "MACs", number.Grouped(t.Total), "")
	for _, c := range tools.Of(r, t) {
		n := number.Grouped(c.N)
		if !c.OK {
			n = l.T(w.NoRule)
		}
		row(c.Name, c.Unit, n, l.T(c.Why))
	}
	b.WriteString(`</tbody></table></div>`)
	return b.String()
}
