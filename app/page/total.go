package page

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/section"
	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/number"
)

// A total is the answer, with what can be done with it.
type total struct {
	app.Compo
	Session *session.Session
	Version int    // of the state
	Status  string // what was copied
}

// Render implements go-app's Composer.
func (p *total) Render() app.UI {
	l := p.Session.Lang
	return section.Answer(l, p.Session.State,
		app.P().Class("stale-note").Role("status").Hidden(!p.Session.State.Stale()).Text(l.T(text.Page.Stale)),
		app.Div().Class("actions").Body(
			app.Button().Type("button").ID("copy-link").OnClick(p.onCopyLink).Text(l.T(text.Page.CopyLink)),
			app.Button().Type("button").ID("share").Aria("haspopup", "dialog").OnClick(p.onShare).Text(l.T(text.Share.Share)),
			app.Button().Type("button").ID("copy-total").OnClick(p.onCopyTotal).Text(l.T(text.Page.CopyTotal)),
			app.Button().Type("button").ID("compare-with").Title(l.T(text.Compare.WithHelp)).OnClick(p.onCompare).Text(l.T(text.Compare.With)),
			app.Button().Type("button").ID("reset").Class("quiet").OnClick(p.onReset).Text(l.T(text.Page.Reset)),
			app.Span().ID("status").Role("status").Text(p.Status),
		),
	)
}

func (p *total) onCopyLink(ctx app.Context, e app.Event) {
	p.Session.Copy(ctx, p.Session.Address(), "")
}

func (p *total) onCopyTotal(ctx app.Context, e app.Event) {
	p.Session.Copy(ctx, number.Grouped(p.Session.State.Report.Learnable), "")
}

func (p *total) onShare(ctx app.Context, e app.Event) { openShare(p.Session) }

func (p *total) onCompare(ctx app.Context, e app.Event) {
	p.Session.Compare(p.Session.State.Config.Clone(), "pin")
}

func (p *total) onReset(ctx app.Context, e app.Event) {
	p.Session.Use(config.New(p.Session.State.Config.Arch), "reset")
}
