package page

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
	"unetparams/app/link"
	"unetparams/app/section"
	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/counter/config"
)

// cost shows what the network costs in memory and how far it sees, once it is opened.
// The worker calculates it.
type cost struct {
	app.Compo
	Session *session.Session
	Version int // of the state

	open    bool
	budget  string // what is to be kept to
	found   dom.Thread
	largest dom.Thread
	ctx     app.Context
}

// OnMount opens the section where the link says how the network is run.
func (p *cost) OnMount(ctx app.Context) {
	p.ctx = ctx
	if app.IsClient && p.Session.State.Cost != (link.Cost{}) {
		p.open = true
		p.Update()
	}
}

// Render implements go-app's Composer.
func (p *cost) Render() app.UI {
	l, s := p.Session.Lang, p.Session.State
	w := &text.Cost
	var answers []app.UI // only what is in sight is asked for
	if p.open && p.budget != "" {
		answers = append(answers, section.Scroll(l.T(w.Budget), p.ask(&p.largest, "budget")))
	}
	if p.open {
		answers = append(answers, section.Scroll(l.T(w.Title), p.answer()))
	}
	return app.Section().ID("costs").Body(app.Details().ID("cost").Open(p.open).On("toggle", p.onToggle).Body(
		app.Summary().Body(app.H2().Text(l.T(w.Title))),
		app.P().Class("help").Text(l.T(w.Help)),
		app.Div().Class("fields").Body(
			p.field("batch", w.Batch, app.Input().Type("text").ID("cost-batch").Class("number").Attr("inputmode", "numeric").
				AutoComplete(false).Value(strconv.FormatInt(max(s.Cost.Batch, 1), 10)).OnChange(p.onChange("batch"), "batch")),
			p.field("dtype", w.Type, p.choice("dtype", s.Cost.Type, link.Types, w.Types)),
			p.field("optimizer", w.Optimizer, p.choice("optimizer", s.Cost.Optimizer, link.Optimizers, w.Optimizers)),
			p.field("checkpoint", w.Checkpoint, p.choice("checkpoint", s.Cost.Checkpoint, link.Checkpoints, w.Checkpoints)),
			p.field("budget", w.Budget, app.Input().Type("text").ID("cost-budget").Placeholder(l.T(w.BudgetPlace)).
				AutoComplete(false).Spellcheck(false).OnChange(p.onBudget)),
		),
		app.Div().OnClick(p.onClick).Body(answers...),
	))
}

// answer is what the network costs.
func (p *cost) answer() app.UI {
	s := p.Session
	if s.State.Trace == nil {
		return app.P().Class("help").Text(s.Lang.T(text.Page.MACsUnknown))
	}
	return p.ask(&p.found, "cost")
}

// ask asks the worker about a topic and returns what has come.
func (p *cost) ask(t *dom.Thread, topic string) app.UI {
	s := p.Session
	question := map[string]string{"topic": topic, "lang": string(s.Lang), "link": s.State.Link()}
	if topic == "budget" {
		question["text"] = p.budget
	}
	t.Ask(&s.Worker, p.ctx, question)
	if html := t.Answer["html"]; html != "" && !t.Failed {
		return &dom.Markup{HTML: html}
	}
	return section.Unanswered(s.Lang, t)
}

func (p *cost) onBudget(ctx app.Context, e app.Event) {
	p.budget = strings.TrimSpace(ctx.JSSrc().Get("value").String())
}

func (p *cost) field(key string, label config.Text, control app.UI) app.UI {
	return field("cost-"+key, p.Session.Lang.T(label), control)
}

// choice offers the values of a key, of which the first is the default.
func (p *cost) choice(key, now string, values []string, labels []config.Text) app.UI {
	return app.Select().ID("cost-"+key).OnChange(p.onChange(key), key).Body(
		app.Range(values).Slice(func(i int) app.UI {
			chosen := values[i] == now || i == 0 && now == ""
			return app.Option().Value(values[i]).Selected(chosen).Text(p.Session.Lang.T(labels[i]))
		}))
}

func (p *cost) onToggle(ctx app.Context, e app.Event) { p.open = ctx.JSSrc().Get("open").Bool() }

// onChange takes a value; a field that can't have it shows the old one again.
func (p *cost) onChange(key string) app.EventHandler {
	return func(ctx app.Context, e app.Event) {
		s := p.Session
		field := ctx.JSSrc()
		if _, err := s.State.Cost.Set(key, strings.TrimSpace(field.Get("value").String())); err != nil {
			field.Set("value", strconv.FormatInt(max(s.State.Cost.Batch, 1), 10))
			return
		}
		s.State.Version++
		s.History.Push(s.State.Link(), "cost-"+key)
	}
}

// onClick follows the links of the answer, which the worker has written.
func (p *cost) onClick(ctx app.Context, e app.Event) {
	if _, ok := dom.Closest(e, "data-open"); ok {
		follow(p.Session, e, "cost")
	}
}
