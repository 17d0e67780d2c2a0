package html

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/text"
	"unetparams/counter"
	"unetparams/counter/number"
)

// Ledger returns the rows of the ledger and their sum. Without the program every
// row has its layers; the program puts them in when a row is opened.
func Ledger(l text.Lang, r *counter.Report, t *counter.Trace) string {
	return ledger(l, r, func(stage int) string { return Steps(l, r, t, stage) })
}

// ledger returns the rows of the ledger, with what steps returns for the layers of a
// stage.
func ledger(l text.Lang, r *counter.Report, steps func(stage int) string) string {
	var b Writer
	b.WriteString(`<div class="ledger">`)
	for i, row := range r.Stages {
		b.WriteString(`<details class="stage-row" data-stage="` + row.Stage.String() + `"><summary><span class="name">`)
		b.Text(l.Stage(row.Stage))
		b.WriteString(`</span><span class="share">`)
		b.Text(number.Share(row.Learnable, r.Learnable))
		b.WriteString(`</span><span class="n">` + number.Grouped(row.Learnable) + `</span></summary><div class="scroll" data-own>`)
		if app.IsServer {
			b.WriteString(steps(i))
		}
		b.WriteString(`</div></details>`)
	}
	b.WriteString(`<p class="ledger-total"><span class="name">`)
	b.Text(l.T(text.Page.Total))
	b.WriteString(`</span><span class="n">` + number.Grouped(r.Learnable) + `</span></p></div>`)
	return b.String()
}
