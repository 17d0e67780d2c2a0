package page

import (
	"sync"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

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

// famous renders the table of these numbers, shown before a number is asked about.
func famous(l text.Lang) app.UI {
	rows := famousRows()
	return app.Ul().Class("famous").Body(app.Range(rows).Slice(func(i int) app.UI {
		r := &rows[i]
		about := l.T(r.Where)
		if why := l.T(r.Why); why != "" {
			about = why
		}
		return app.Li().Body(
			app.A().Class("n").Href(r.href).Text(number.Grouped(r.count)),
			app.Div().Body(
				app.P().Text(l.T(r.Net)),
				app.P().Class("how").Text(about),
			),
		)
	}))
}

// intro renders the table under its heading.
func intro(l text.Lang) []app.UI {
	return []app.UI{app.H3().Text(l.T(text.Explain.Famous)), famous(l)}
}
