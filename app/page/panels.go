package page

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/number"
)

// The panels below the calculation, of which one is in sight. Without the program
// all are; see style.css.
var panelNames = []struct {
	id    string
	title config.Text
}{
	{"stages", text.Page.PanelStages},
	{"tables", text.Page.PanelTables},
	{"why", text.Page.PanelWhy},
	{"compare", text.Compare.Title},
	{"code", text.Page.PanelCode},
	{"export", text.Export.Title},
	{"pinned", text.Page.Table},
}

// offered returns the panels that there are: that of pinned networks comes with them.
func offered(s *session.Session) int {
	if len(s.State.Table.Networks) == 0 {
		return len(panelNames) - 1
	}
	return len(panelNames)
}

// A tabBar chooses the panel that is in sight. It keeps the total in sight too.
type tabBar struct {
	app.Compo
	Session *session.Session
	Version int // of the state
	Panel   string
}

// Render implements go-app's Composer.
func (p *tabBar) Render() app.UI {
	return app.Nav().ID("panels").Body(
		dom.NewPart(p.tabs, p.Panel, offered(p.Session)),
		app.Span().Class("mini n").Aria("hidden", true).Text(number.Grouped(p.Session.State.Report.Learnable)),
	)
}

func (p *tabBar) tabs() app.UI {
	l := p.Session.Lang
	return app.Div().Role("tablist").Aria("label", l.T(text.Page.Panels)).OnKeyDown(p.onKey).Body(
		app.Range(panelNames[:offered(p.Session)]).Slice(func(i int) app.UI {
			n := panelNames[i]
			now, stop := n.id == p.Panel, -1
			if now {
				stop = 0
			}
			return app.Button().Type("button").ID("tab-"+n.id).Role("tab").TabIndex(stop).
				Aria("selected", dom.BoolText(now)).Aria("controls", "panel-"+n.id).
				OnClick(onPanel(p.Session, n.id), n.id).Text(l.T(n.title))
		}))
}

// lay makes a panel show the present state.
func (p *Page) lay(panel string) {
	if p.laid == nil {
		p.laid = make(map[string]int)
	}
	p.laid[panel] = p.session.State.Version
}

// panel is the place of a panel's sections. One that is not offered has no tab to be
// named by.
func panel(s *session.Session, id string, body ...app.UI) app.UI {
	p := app.Div().Class("panel").ID("panel-" + id).Role("tabpanel").Hidden(id != s.Panel())
	for _, n := range panelNames[:offered(s)] {
		if n.id == id {
			p = p.Aria("labelledby", "tab-"+id)
		}
	}
	return p.Body(body...)
}

func onPanel(s *session.Session, id string) app.EventHandler {
	return func(ctx app.Context, e app.Event) {
		if target := e.Get("target"); target.Truthy() && target.Get("tagName").String() == "A" {
			e.PreventDefault()
			s.After(func(app.Context) {
				app.Window().GetElementByID("panels").Call("scrollIntoView")
				app.Window().GetElementByID("tab-"+id).Call("focus", map[string]any{"preventScroll": true})
			})
		}
		s.Show(id)
		s.After(func(app.Context) { unfold(id) })
	}
}

// unfold opens a panel's fold, if it has no other: the tab asked for what is in it.
func unfold(id string) {
	if folds := app.Window().GetElementByID("panel-"+id).Call("querySelectorAll", ":scope > section > details"); folds.Get("length").Int() == 1 {
		folds.Index(0).Set("open", true)
	}
}

// onKey goes to the next tab and back, as arrow keys do in a row of tabs.
func (p *tabBar) onKey(ctx app.Context, e app.Event) {
	by := map[string]int{"ArrowRight": 1, "ArrowLeft": -1}[e.Get("key").String()]
	if by == 0 {
		return
	}
	e.PreventDefault()
	names := panelNames[:offered(p.Session)]
	for i, n := range names {
		if n.id == p.Panel {
			next := names[(i+by+len(names))%len(names)].id
			p.Session.Show(next)
			p.Session.After(func(app.Context) { unfold(next) })
			app.Window().GetElementByID("tab-" + next).Call("focus")
			return
		}
	}
}
