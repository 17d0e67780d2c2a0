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

// tables holds the long tables. They are made when they are opened, and of a
// table of thousands of rows a part at first: a reader on a slow machine would
// wait for seconds, and such a link would cost hundreds of megabytes.
type tables struct {
	app.Compo
	Session *session.Session
	Version int // of the state

	shown [3]int // the rows that a table shows at most; 0 while it is closed
	tools dom.Thread
	ctx   app.Context
}

// OnMount implements go-app's Mounter.
func (p *tables) OnMount(ctx app.Context) { p.ctx = ctx }

// part is how many rows a table shows at first.
const part = 120

// A table is what the section knows of one of them.
type table struct {
	id, title string
	rows      int
	html      func(most int) string
}

// Render implements go-app's Composer.
func (p *tables) Render() app.UI {
	l, r := p.Session.Lang, p.Session.State.Report
	long := []table{
		{"layers", l.F(text.Page.AllLayers, number.Grouped(int64(len(r.Steps)-1))), html.LayerRows(r),
			func(most int) string { return html.Layers(l, r, p.Session.State.Trace, most) }},
		{"tensors", l.F(text.Page.AllTensors, number.Grouped(int64(len(r.Tensors)))), len(r.Tensors),
			func(most int) string { return html.Tensors(l, r, most) }},
	}
	if t := p.Session.State.Trace; t != nil {
		long = append(long, table{"tools", l.F(text.Tools.Title, text.Sizes(t.Out[0].Sizes())), 1,
			func(int) string { return p.askTools() }})
	}
	return app.Section().ID("tables").Body(app.Range(long).Slice(func(i int) app.UI {
		t, shown := long[i], p.shown[i]
		if app.IsServer {
			shown = t.rows
		}
		var body app.UI
		if shown > 0 {
			if text := t.html(shown); text != "" {
				body = &dom.Markup{HTML: text}
			} else {
				body = section.Unanswered(l, &p.tools)
			}
		}
		return app.Details().ID(t.id).Open(p.shown[i] > 0).On("toggle", p.onToggle(i), i).Body(
			app.Summary().Body(app.H2().Text(t.title)),
			section.Scroll(t.title, body),
			app.If(shown > 0 && t.rows > shown,
				app.Button().Type("button").Text(l.F(text.Page.AllRows, number.Grouped(int64(t.rows)))).OnClick(p.onAll(i, t.rows), i, t.rows)),
		)
	}))
}

// askTools asks the worker for the table of what other tools print, and returns it as
// far as it has come.
func (p *tables) askTools() string {
	s := p.Session
	p.tools.Ask(&s.Worker, p.ctx, map[string]string{"topic": "tools", "lang": string(s.Lang), "link": s.State.Link()})
	if p.tools.Failed {
		return ""
	}
	return p.tools.Answer["html"]
}

func (p *tables) onToggle(i int) app.EventHandler {
	return func(ctx app.Context, e app.Event) {
		switch open := ctx.JSSrc().Get("open").Bool(); {
		case !open:
			p.shown[i] = 0
		case p.shown[i] == 0:
			p.shown[i] = part
		}
	}
}

func (p *tables) onAll(i, rows int) app.EventHandler {
	return func(ctx app.Context, e app.Event) { p.shown[i] = rows }
}
