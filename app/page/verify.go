package page

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/app/verify"
	"unetparams/counter/config"
)

// verification takes what the reader's own program printed, and says whether it
// is this network, or where the two first differ.
type verification struct {
	app.Compo
	Session *session.Session
	Version int // of the state

	pasted    string // what the reader wants verified
	made      int    // the version that the verdict belongs to
	verdict   verify.Result
	sentences []config.Text
}

// Render implements go-app's Composer.
func (p *verification) Render() app.UI {
	if p.made != p.Version {
		p.verify()
	}
	l := p.Session.Lang
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
			app.If(p.verdict.Offer != nil,
				app.P().ID("verify-offer").Body(
					app.Button().Type("button").Text(l.T(text.Page.VerifyOffer)).OnClick(p.onOffer),
				),
			),
		),
	)
}

func (p *verification) onVerify(ctx app.Context, e app.Event) {
	p.pasted = ctx.JSSrc().Get("value").String()
	p.verify()
}

// onOffer opens the network that is nearest to what was pasted, so that the
// verdict says what still differs.
func (p *verification) onOffer(ctx app.Context, e app.Event) {
	if c := p.verdict.Offer; c != nil {
		p.Session.Use(c, "verify")
	}
}

// verify renews the verdict.
func (p *verification) verify() {
	p.made = p.Version
	p.verdict, p.sentences = verify.Result{}, []config.Text(nil)
	if p.pasted != "" {
		p.verdict = verify.Check(p.pasted, p.Session.State.Report, p.Session.State.Trace)
		p.sentences = verify.Sentences(p.verdict)
	}
}
