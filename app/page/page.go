// Package page is the calculator's page: a list of sections over one session.
// Each section is a component with its own state; what several pages show is in
// package section.
package page

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
	"unetparams/app/section"
	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/app/turn"
)

// Page is the root component.
type Page struct {
	app.Compo
	session *session.Session

	laid map[string]int // by panel: the version of the state that it shows
}

// New returns the page in a language that nobody has touched.
func New(l text.Lang) *Page { return &Page{session: session.New(l)} }

// Run starts the page in the browser; elsewhere it returns at once. One
// component serves every path: the language is that of the document.
//
// The browser gets its turn between loading the program, counting and mounting:
// what the reader does meanwhile is not kept waiting by all three at once.
func Run() {
	p := &Page{}
	if app.IsClient {
		turn.Give()
		p.OnInit()
		turn.Give()
	}
	app.RouteWithRegexp(".*", p)
	app.RunWhenOnBrowser()
}

// OnInit reads what the page is opened with, before anything is drawn: a link's
// configuration must never show the default's numbers first.
func (p *Page) OnInit() {
	if p.session == nil {
		p.session = session.Open()
	}
}

// OnMount implements go-app's Mounter.
func (p *Page) OnMount(ctx app.Context) {
	p.session.Mount(ctx)
	if app.IsClient {
		app.Window().AddEventListener("beforeprint", p.onPrint)
	}
}

// onPrint lays out what the style sheet prints, in sight or not.
func (p *Page) onPrint(ctx app.Context, e app.Event) { p.lay("tables") }

// Render lays the sections out. Each names what it shows, mostly the state by its
// version and the stage that is selected: go-app lays the whole page out at every
// event, and goes no deeper where these are what they were.
func (p *Page) Render() app.UI {
	s := p.session
	l, st := s.Lang, s.State
	now, stage, shown := st.Version, st.Stage, s.Panel()
	first := p.laid == nil
	for i, panel := range panelNames {
		// A panel that is out of sight keeps what it showed, so that an edit takes less
		// time. The stages don't, since they are printed with all their rows open.
		if i == 0 || panel.id == shown || first {
			p.lay(panel.id)
		}
	}
	return app.Div().ID("page").Class(section.PageClass("", st)).Body(
		&header{Session: s, Lang: l},
		&section.Notice{Session: s, Version: now, Problems: len(st.Problems)},
		app.Main().ID("answer").TabIndex(-1).Body(
			&total{Session: s, Version: now, Stage: stage, Status: s.Status},
			app.Div().ID("work").Body(
				&section.Diagram{Session: s, Version: now, Stage: stage, Tools: true},
				section.Work(s),
			),
			&settings{Session: s, Version: now, Undo: s.History.CanGoBack()},
			&tabBar{Session: s, Version: now, Panel: shown},
			panel(s, "stages", dom.NewPart(func() app.UI { return section.Derivation(l, st, true) }, p.laid["stages"])),
			panel(s, "tables",
				dom.NewPart(func() app.UI { return section.ByLevel(l, st) }, p.laid["tables"]),
				dom.NewPart(func() app.UI { return section.ByKind(l, st) }, p.laid["tables"]),
				dom.NewPart(func() app.UI { return section.ClosedForm(l, st) }, p.laid["tables"]),
				&cost{Session: s, Version: p.laid["tables"]},
				&tables{Session: s, Version: p.laid["tables"]},
				dom.NewPart(func() app.UI { return section.Conventions(l, st) }, p.laid["tables"]),
			),
			panel(s, "why", &explain{Session: s, Version: p.laid["why"], Why: st.Why, Shown: shown == "why"}),
			panel(s, "compare", &comparison{Session: s, Version: p.laid["compare"], Shown: shown == "compare"}),
			panel(s, "code", &code{Session: s, Version: p.laid["code"]}, &verification{Session: s, Version: p.laid["code"], Brought: s.Printout}),
			panel(s, "export", &files{Session: s, Version: p.laid["export"], Stage: stage}),
			panel(s, "pinned", &pinned{Session: s, Version: p.laid["pinned"], Shown: shown == "pinned"}),
		),
		dom.NewPart(func() app.UI { return section.Footer(l) }),
		&share{Session: s, Version: now, Stage: stage, Open: s.Sharing, Status: s.Status},
	)
}
