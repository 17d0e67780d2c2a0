package page

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
	"unetparams/app/link"
	"unetparams/app/section"
	"unetparams/app/session"
	"unetparams/app/text"
)

// verification takes what the reader's own program printed, and says whether it
// is this network, or where the two first differ. The worker compares them.
type verification struct {
	app.Compo
	Session *session.Session
	Version int    // of the state
	Brought string // what was recognized as a printout

	taken   string // of what was brought, the last
	pasted  string // what the reader wants verified
	open    bool
	verdict dom.Thread
	ctx     app.Context
}

// OnMount implements go-app's Mounter.
func (p *verification) OnMount(ctx app.Context) { p.ctx = ctx }

// OnUpdate takes what was brought.
func (p *verification) OnUpdate(ctx app.Context) {
	if p.Brought == p.taken || app.IsServer {
		return
	}
	p.taken, p.pasted, p.open = p.Brought, p.Brought, true
	if field := app.Window().GetElementByID("verify-text"); field.Truthy() {
		field.Set("value", p.pasted)
	}
	p.Update()
}

// Render implements go-app's Composer.
func (p *verification) Render() app.UI {
	if p.pasted == "" {
		p.verdict.Forget()
	} else {
		p.verdict.Ask(&p.Session.Worker, p.ctx, map[string]string{
			"topic": "verify", "lang": string(p.Session.Lang), "link": p.Session.State.Link(), "text": p.pasted,
		})
	}
	l, a := p.Session.Lang, p.verdict.Answer
	class := "verdict"
	if a["agrees"] == "true" {
		class = "verdict agrees"
	}
	return app.Section().ID("verify").Body(
		app.Details().ID("verify-details").Open(p.open).On("toggle", p.onToggle).Body(
			app.Summary().Body(app.H2().Text(l.T(text.Page.Verify))),
			app.P().Class("help").ID("verify-help").Text(l.T(text.Page.VerifyHelp)),
			app.Textarea().ID("verify-text").Rows(6).Spellcheck(false).
				Aria("label", l.T(text.Page.Verify)).Aria("describedby", "verify-help").
				Placeholder("for n, p in model.state_dict().items(): print(n, tuple(p.shape))").
				OnFocus(p.onFocus).OnInput(p.onVerify),
			section.Unanswered(l, &p.verdict),
			&dom.Markup{HTML: `<div class="` + class + `" role="status" aria-busy="` + dom.BoolText(p.verdict.Busy) + `">` + a["html"] + `</div>`},
			app.If(a["offer"] != "",
				app.P().ID("verify-offer").Body(
					app.Button().Type("button").Text(l.T(text.Page.VerifyOffer)).OnClick(p.onOffer),
				),
			),
		),
	)
}

// onFocus loads the worker: something is about to be asked.
func (p *verification) onFocus(ctx app.Context, e app.Event) { p.Session.Worker.Load() }

func (p *verification) onToggle(ctx app.Context, e app.Event) {
	p.open = ctx.JSSrc().Get("open").Bool()
}

func (p *verification) onVerify(ctx app.Context, e app.Event) {
	p.pasted = ctx.JSSrc().Get("value").String()
}

// onOffer opens the network that is nearest to what was pasted, so that the
// verdict says what still differs.
func (p *verification) onOffer(ctx app.Context, e app.Event) {
	if offer := p.verdict.Answer["offer"]; offer != "" {
		opened, _ := link.Parse(offer)
		p.Session.Use(opened.Config, "verify")
	}
}
