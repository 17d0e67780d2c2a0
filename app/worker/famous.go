package worker

import (
	"sync"

	"unetparams/app/html"
	"unetparams/app/link"
	"unetparams/app/text"
	"unetparams/counter/number"
	"unetparams/counter/published"
)

// famousIDs are the rows of package published that everybody quotes for "the
// U-Net", in the order in which they are asked about.
var famousIDs = []string{"quoted-31m", "quoted-31.04m", "quoted-28.24m", "quoted-28.9m", "milesial-bilinear", "quoted-7.76m", "tfjs"}

// A famousRow is one of these numbers, with what it is the number of.
type famousRow struct {
	published.Row
	count int64  // by the convention of the row
	href  string // of the network
}

// famousRows counts them, when they are first shown.
var famousRows = sync.OnceValue(func() []famousRow {
	var rows []famousRow
	for _, id := range famousIDs {
		for _, r := range published.Rows() {
			if r.ID != id {
				continue
			}
			c, err := r.Reconfigured()
			n, err2 := r.CountBy()
			if err == nil && err2 == nil {
				rows = append(rows, famousRow{r, n, "#" + link.Encode(link.State{Config: c})})
			}
		}
	}
	return rows
})

// famous writes the table of these numbers: the answer to those who have not asked.
func famous(l text.Lang) string {
	return written(func(m *html.Writer) {
		m.Element("h3", l.T(text.Explain.Famous))
		m.Tag("ul", "class", "famous")
		for _, r := range famousRows() {
			about := l.T(r.Where)
			if why := l.T(r.Why); why != "" {
				about = why
			}
			m.Tag("li")
			m.Element("a", number.Grouped(r.count), "class", "n", "href", r.href)
			m.Tag("div")
			m.Element("p", l.T(r.Net))
			m.Element("p", about, "class", "how")
			m.End("div")
			m.End("li")
		}
		m.End("ul")
	})
}
