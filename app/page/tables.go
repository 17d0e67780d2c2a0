package page

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
	"unetparams/app/html"
	"unetparams/app/section"
	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/app/turn"
	"unetparams/counter/number"
)

// tables holds the long tables. They are made when they are opened, and of a
// table of thousands of rows a part at first: a reader on a slow machine would
// wait for seconds, and such a link would cost hundreds of megabytes. The rows that are
// asked for come some at a time, with a turn of the browser between them: those in sight
// are there at once, and the page answers while the others follow.
type tables struct {
	app.Compo
	Session *session.Session
	Version int // of the state

	asked [3]int // the rows that a table is to show at most; 0 while it is closed
	shown [3]int // those that it shows so far
	tools dom.Thread
	ctx   app.Context
}

// OnMount implements go-app's Mounter.
func (p *tables) OnMount(ctx app.Context) { p.ctx = ctx }

const (
	part  = 120 // rows that a table shows until all are asked for
	first = 16  // rows that are made at once
	step  = 24  // rows that follow in each turn, or a quarter of those there are
)

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
			app.If(p.asked[i] > 0 && t.rows > max(p.asked[i], shown),
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
			p.asked[i], p.shown[i] = 0, 0
		case p.asked[i] == 0:
			p.asked[i], p.shown[i] = part, first
			p.grow(i)
		}
	}
}

// grow shows more rows of a table, turn by turn, until it has those that are asked for.
func (p *tables) grow(i int) {
	p.ctx.Async(func() {
		turn.Give() // what is there is painted
		p.ctx.Dispatch(func(app.Context) {
			if p.shown[i] < p.asked[i] {
				p.shown[i] = min(p.shown[i]+max(step, p.shown[i]/4), p.asked[i])
				p.grow(i)
			}
		})
	})
}

func (p *tables) onAll(i, rows int) app.EventHandler {
	return func(ctx app.Context, e app.Event) {
		growing := p.shown[i] < p.asked[i]
		if p.asked[i] = rows; !growing {
			p.grow(i)
		}
	}
}
