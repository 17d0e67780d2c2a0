package html

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/text"
	"unetparams/counter"
	"unetparams/counter/number"
)

// Ledger returns the rows of the ledger and their sum. Without the program
// every stage can be opened, so its layers are there, and one is open; the
// program puts them in when a stage is selected.
func Ledger(l text.Lang, r *counter.Report, selected string) string {
	var b Writer
	b.WriteString(`<div class="ledger">`)
	for i, row := range r.Stages {
		name := row.Stage.String()
		b.WriteString(`<details class="stage-row" data-stage="` + name + `"`)
		if app.IsServer && name == selected {
			b.WriteString(` open`)
		}
		b.WriteString(`><summary><span class="name">`)
		b.Text(l.Stage(row.Stage))
		b.WriteString(`</span><span class="share">`)
		b.Text(number.Share(row.Learnable, r.Learnable))
		b.WriteString(`</span><span class="n">` + number.Grouped(row.Learnable) + `</span></summary><div class="scroll" data-own>`)
		if app.IsServer {
			b.WriteString(Steps(l, r, i))
		}
		b.WriteString(`</div></details>`)
	}
	b.WriteString(`<p class="ledger-total"><span class="name">`)
	b.Text(l.T(text.Page.Total))
	b.WriteString(`</span><span class="n">` + number.Grouped(r.Learnable) + `</span></p></div>`)
	return b.String()
}
