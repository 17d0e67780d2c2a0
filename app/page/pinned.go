package page

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
	"unetparams/app/section"
	"unetparams/app/session"
	"unetparams/app/state"
	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/number"
)

// pinned shows the networks that are pinned as a table for a paper, once there are any.
// The worker writes it; its buttons lead to the page with another table.
type pinned struct {
	app.Compo
	Session *session.Session
	Version int  // of the state
	Shown   bool // its panel is in sight

	table dom.Thread
	ctx   app.Context
}

// OnMount asks for the table of the link that the page was opened with.
func (p *pinned) OnMount(ctx app.Context) {
	if p.ctx = ctx; app.IsClient && p.Shown {
		p.Update()
	}
}

// Render implements go-app's Composer.
func (p *pinned) Render() app.UI {
	s := p.Session
	if len(s.State.Table.Networks) == 0 || !p.Shown {
		return app.Section().ID("pinned")
	}
	l, w := s.Lang, &text.Page
	p.table.Ask(&s.Worker, p.ctx, map[string]string{"topic": "paper", "lang": string(l), "link": s.State.Link(), "site": session.AddressOf("")})
	return section.Titled("pinned", l.T(w.Table), l.T(w.TableHelp),
		app.Div().Class("fields").Body(
			field("pinned-at", l.T(w.TableAt), app.Input().Type("text").ID("pinned-at").Placeholder(l.T(w.TableOwn)).
				AutoComplete(false).Spellcheck(false).Value(s.State.Table.Size).OnChange(p.onSize)),
			field("pinned-add", l.T(w.TableAdd), app.Div().On("change", p.onAdd).Body(app.Raw(networkChoice(l, "pinned-add", nil)))),
		),
		app.Div().OnClick(p.onClick).Body(
			section.Unanswered(l, &p.table),
			&dom.Markup{HTML: `<div>` + p.table.Answer["html"] + `</div>`},
		),
	)
}

// field is a labelled control.
func field(id, label string, control app.UI) app.UI {
	return app.Div().Class("field").Body(app.Label().For(id).Text(label), control)
}

// onSize takes the size of all inputs; a field that can't have it shows the old one.
func (p *pinned) onSize(ctx app.Context, e app.Event) {
	s, box := p.Session, ctx.JSSrc()
	t := s.State.Table
	size := strings.Map(number.HalfWidth, strings.TrimSpace(box.Get("value").String()))
	size = strings.NewReplacer("×", "x", " ", "", "*", "x", "X", "x").Replace(size)
	if t.Size = ""; size != "" {
		if _, err := t.Set("at", size); err != nil {
			box.Set("value", s.State.Table.Size)
			return
		}
	}
	s.State.Table = t
	s.State.Version++
	s.Commit("pinned-at")
	s.Renew()
}

func (p *pinned) onAdd(ctx app.Context, e app.Event) {
	box := e.Get("target")
	if c := chosen(box.Get("value").String()); c != nil {
		pin(p.Session, c)
	}
	box.Set("value", "")
}

// onClick follows the buttons and links of the table.
func (p *pinned) onClick(ctx app.Context, e app.Event) {
	if fragment, ok := dom.Closest(e, "data-go"); ok {
		p.Session.Follow(fragment)
		p.Session.Show("pinned")
	} else if format, ok := dom.Closest(e, "data-copy"); ok {
		p.Session.Copy(ctx, p.table.Answer[format], p.Session.Lang.T(text.Page.Table))
	} else if _, ok := dom.Closest(e, "data-open"); ok {
		follow(p.Session, e, "pinned")
	}
}

// pin adds a network to the table for a paper.
func pin(s *session.Session, c *config.Config) {
	pinned := state.Pin(s.State, c)
	s.Commit("table")
	s.Announce(pinned, text.Page.Pinned, text.Page.PinFull, s.Lang.Config(c))
}
