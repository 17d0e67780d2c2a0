// Package embed is the page that posts embed: the diagram with its counts, the
// total, the derivation of the selected stage, and the link to the whole
// calculator. It leaves alone what is the post's and the visitor's: no history,
// no storage, no focus. web/frame.js does what must happen outside of the
// program.
package embed

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
	"unetparams/app/section"
	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/app/turn"
	"unetparams/counter/catalog"
	"unetparams/counter/number"
)

// Archs are the architectures for which a post's page runs its own small program,
// build/embed. For all others it runs that of the calculator.
var Archs = []string{catalog.Default}

// Page is the root component.
type Page struct {
	app.Compo
	session *session.Session
}

// New returns the page in a language that nobody has touched. Root is the way
// from it to the site's root.
func New(l text.Lang, root string) *Page {
	s := session.New(l)
	s.Root = root
	return &Page{session: s}
}

// Asked reports whether the document is an embedded page.
func Asked() bool {
	if app.IsServer {
		return false
	}
	page := dom.Document().Get("dataset").Get("page")
	return page.Truthy() && page.String() == "embed"
}

// Run starts the embedded page in the browser; see [unetparams/app/page.Run].
func Run() {
	p := &Page{}
	turn.Give()
	p.OnInit()
	turn.Give()
	app.RouteWithRegexp(".*", p)
	app.RunWhenOnBrowser()
}

// OnInit reads what the page is opened with, before anything is drawn.
func (p *Page) OnInit() {
	if p.session == nil {
		p.session = session.Open()
		p.session.History.Off = true
	}
}

// OnMount implements go-app's Mounter.
func (p *Page) OnMount(ctx app.Context) { p.session.Mount(ctx) }

// Render lays the sections out, as that of package page does.
func (p *Page) Render() app.UI {
	s := p.session
	l, st := s.Lang, s.State
	back := app.A().Href(p.calculator()).Target("_blank").Rel("noopener").Text(l.T(text.Embed.Open))
	if app.IsServer { // boot.js adds the fragment that the page was opened with
		back = back.DataSet("keep-hash", "true")
	}
	now := st.Version
	return app.Div().ID("page").Class(section.PageClass("embed", st)).Body(
		&section.Notice{Session: s, Version: now, Problems: len(st.Problems)},
		app.Main().Body(
			dom.NewPart(p.total, now),
			&section.Diagram{Session: s, Version: now, Stage: st.Stage},
			section.Work(s),
			p.settings(),
		),
		app.Footer().Class("back").Body(back),
	)
}

// calculator is the address of the whole calculator with what is shown here.
func (p *Page) calculator() string {
	to := p.session.Root
	if l := p.session.Lang; l != text.Langs()[0] {
		to += string(l) + "/"
	}
	if app.IsServer {
		return to
	}
	return to + "#" + p.session.State.Link()
}

// total is the answer in two lines: the number, and of what.
func (p *Page) total() app.UI {
	l, s := p.session.Lang, p.session.State
	r := s.Report
	facts := []string{number.Parameters(r.Learnable)}
	if n, err := r.Bytes(4); err == nil {
		facts = append(facts, l.F(text.Page.Float32, number.Binary(n)))
	}
	return section.TotalSection(l, s, nil,
		app.Ul().Class("facts").Body(app.Range(facts).Slice(func(i int) app.UI {
			return app.Li().Text(facts[i])
		})),
		app.H1().Text(l.Config(s.Config)),
		app.P().Class("help").Text(l.T(text.Export.Counted)+l.T(text.Describe.Colon)+l.Conventions(r)),
		app.P().Class("stale-note").Role("status").Hidden(!s.Stale()).Text(l.T(text.Page.Stale)),
	)
}

// settings are the fields of the form, as the link wants them to be.
func (p *Page) settings() app.UI {
	view := p.session.State.View
	if view.Controls == "off" {
		return app.Section().ID("settings").Hidden(true)
	}
	return app.Section().ID("settings").Body(
		app.Details().Open(view.Controls == "open").Body(
			app.Summary().Text(p.session.Lang.T(text.Embed.Settings)),
			app.Div().Body(section.Fields(p.session, "")...),
		),
	)
}
