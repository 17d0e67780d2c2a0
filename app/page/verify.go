package page

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/text"
	"unetparams/app/verify"
	"unetparams/counter/config"
)

// verification takes what the reader's own program printed, and says whether it
// is this network, or where the two first differ.
func (p *Page) verification() app.UI {
	l := p.lang
	class := "verdict"
	if p.verdict.Agrees() {
		class = "verdict agrees"
	}
	sentences := p.sentences
	return app.Section().ID("verify").Body(
		app.Details().ID("verify-details").Body(
			app.Summary().Body(app.H2().Text(l.T(text.Page.Verify))),
			app.P().Class("help").ID("verify-help").Text(l.T(text.Page.VerifyHelp)),
			app.Textarea().ID("verify-text").Rows(6).Spellcheck(false).
				Aria("label", l.T(text.Page.Verify)).Aria("describedby", "verify-help").
				Placeholder("for n, p in model.state_dict().items(): print(n, tuple(p.shape))").
				OnInput(p.onVerify),
			app.Div().Class(class).Role("status").Body(
				app.Range(sentences).Slice(func(i int) app.UI { return app.P().Text(l.T(sentences[i])) }),
			),
		),
	)
}

func (p *Page) onVerify(ctx app.Context, e app.Event) {
	p.pasted = ctx.JSSrc().Get("value").String()
	p.verify()
}

// verify renews the verdict; it is called when the text or the network changes.
func (p *Page) verify() {
	p.verdict, p.sentences = verify.Result{}, []config.Text(nil)
	if p.pasted != "" {
		p.verdict = verify.Check(p.pasted, p.s.Report)
		p.sentences = verify.Sentences(p.verdict)
	}
}
