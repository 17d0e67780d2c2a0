package page

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/section"
	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/counter/number"
)

// A total is the answer: of which network, how many, what proves it, and what can
// be done with it.
type total struct {
	app.Compo
	Session *session.Session
	Version int    // of the state
	Stage   string // that is selected: the address names it
	Status  string // what was copied

	change change
}

// Render implements go-app's Composer.
func (p *total) Render() app.UI {
	l, s := p.Session.Lang, p.Session.State
	p.change.note(p.Version, s.Report)
	return section.Answer(l, s, p.change.text(),
		app.P().Class("stale-note").Role("status").Hidden(!s.Stale()).Text(l.T(text.Page.Stale)),
		proof(p.Session),
		app.P().Class("handout").Text(p.Session.Address()),
		app.Div().Class("actions").Body(
			app.Button().Type("button").ID("share").Class("main").Aria("haspopup", "dialog").OnClick(p.onShare).Text(l.T(text.Share.Share)),
			app.Button().Type("button").ID("copy-link").OnClick(p.onCopyLink).Text(l.T(text.Page.CopyLink)),
			app.Button().Type("button").ID("copy-total").OnClick(p.onCopyTotal).Text(l.T(text.Page.CopyTotal)),
			&cite{Session: p.Session, Version: p.Version},
			app.Button().Type("button").ID("compare-with").Title(l.T(text.Compare.WithHelp)).OnClick(p.onCompare).Text(l.T(text.Compare.With)),
			app.Button().Type("button").ID("pin").Title(l.T(text.Page.PinHelp)).OnClick(p.onPin).Text(l.T(text.Page.Pin)),
			section.PractiseButton(p.Session),
			app.Button().Type("button").ID("present").Class("quiet").DataSet("present", "").Title(l.T(text.Page.PresentHelp)).Text(l.T(text.Page.Present)),
			app.Span().ID("status").Role("status").Text(p.Status),
		),
	)
}

// OnUpdate shows which stages have changed, once all of the page is as the state
// has it.
func (p *total) OnUpdate(ctx app.Context) {
	if app.IsClient && len(p.change.marked) > 0 {
		p.Session.After(func(app.Context) { p.change.mark() })
	}
}

// proof says what the count rests on: the published code that it was compared
// with, or that was edited, or the paper, and the file with which anyone can count again.
func proof(s *session.Session) app.UI {
	l, sources := s.Lang, s.State.Config.Arch.Sources
	if len(sources) == 0 {
		return app.P().Class("proof")
	}
	said, source, edited := text.Page.Follows, sources[0], s.State.Config.Edited()
	if edited {
		said = text.Page.Edited
	}
	if q := s.State.Preset(); q != nil {
		source = q.Source
	} else if !edited {
		said = text.Page.Own
	}
	for _, c := range sources {
		if c.Commit != "" && s.State.Config.Arch.Class != "" {
			if source = c; !edited {
				said = text.Page.Checked
			}
			break
		}
	}
	return app.P().Class("proof").Body(
		app.Span().Text(l.T(said)),
		app.Text(" "),
		section.SourceLink(source),
		app.Text(" · "),
		app.A().Href("#panel-code").OnClick(onPanel(s, "code")).Text(l.T(text.Page.RunIt)),
	)
}

func (p *total) onCopyLink(ctx app.Context, e app.Event) {
	p.Session.Copy(ctx, p.Session.Address(), "")
}

func (p *total) onCopyTotal(ctx app.Context, e app.Event) {
	p.Session.Copy(ctx, number.Grouped(p.Session.State.Report.Learnable), "")
}

func (p *total) onShare(ctx app.Context, e app.Event) { openShare(p.Session) }

func (p *total) onPin(ctx app.Context, e app.Event) { pin(p.Session, p.Session.State.Config) }

func (p *total) onCompare(ctx app.Context, e app.Event) {
	p.Session.Show("compare")
	p.Session.Compare(p.Session.State.Config.Clone(), "pin")
}
