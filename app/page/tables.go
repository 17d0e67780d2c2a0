package page

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
	"unetparams/app/html"
	"unetparams/app/section"
	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/counter/number"
)

// tables holds the long tables. They are made when they are opened.
type tables struct {
	app.Compo
	Session *session.Session
	Version int // of the state

	open [2]bool
}

// Render implements go-app's Composer.
func (p *tables) Render() app.UI {
	l, r := p.Session.Lang, p.Session.State.Report
	long := []struct {
		id, title string
		html      func() string
	}{
		{"layers", l.F(text.Page.AllLayers, number.Grouped(int64(len(r.Steps)-1))), func() string { return html.Layers(l, r, p.Session.State.Trace) }},
		{"tensors", l.F(text.Page.AllTensors, number.Grouped(int64(len(r.Tensors)))), func() string { return html.Tensors(l, r) }},
	}
	return app.Section().ID("tables").Body(app.Range(long).Slice(func(i int) app.UI {
		var body app.UI
		if p.open[i] || app.IsServer {
			body = &dom.Markup{HTML: long[i].html()}
		}
		return app.Details().ID(long[i].id).Open(p.open[i]).On("toggle", p.onToggle(i), i).Body(
			app.Summary().Body(app.H2().Text(long[i].title)),
			section.Scroll(long[i].title, body),
		)
	}))
}

func (p *tables) onToggle(i int) app.EventHandler {
	return func(ctx app.Context, e app.Event) { p.open[i] = ctx.JSSrc().Get("open").Bool() }
}
