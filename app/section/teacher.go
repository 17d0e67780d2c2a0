package section

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/counter"
	"unetparams/counter/catalog"
	"unetparams/counter/config"
	"unetparams/counter/exercise"
)

// A teacher is the form in which several exercises are put into one link, on several
// stages and networks, and printed.
type teacher struct {
	app.Compo
	Session  *session.Session
	Version  int // of the state
	Print    func(set exercise.Set, solved bool)
	Printing bool

	open bool
	set  exercise.Set // that is being composed; empty: that of the page
	next exercise.Task
}

// Render implements go-app's Composer.
func (p *teacher) Render() app.UI {
	l, w := p.Session.Lang, &text.Practice
	body := []app.UI{app.Summary().Text(l.T(w.Tools))}
	if p.open {
		body = append(body,
			app.P().Class("help").Text(l.T(w.ToolsHelp)),
			app.Ol().Class("set").Body(app.Range(p.set).Slice(p.row)),
			app.Div().Class("compose").Body(p.fields()...),
			app.P().Class("handout-link").Body(app.Code().ID("practice-address").Text(p.address())),
			app.Div().Class("actions").Body(
				app.Button().Type("button").ID("practice-link").OnClick(p.onLink).Text(l.T(w.Link)),
				app.Button().Type("button").ID("practice-print").OnClick(p.onPrint(false)).Text(l.T(w.Print)),
				app.Button().Type("button").ID("practice-solved").OnClick(p.onPrint(true)).Text(l.T(w.PrintSolved)),
				app.Span().Role("status").Text(map[bool]string{true: l.T(text.Worker.Loading)}[p.Printing]),
			),
		)
	}
	return app.Details().Class("teachers").Open(p.open).On("toggle", p.onToggle).Body(body...)
}

func (p *teacher) onToggle(ctx app.Context, e app.Event) {
	p.open = p.JSValue().Get("open").Bool()
}

// exercises returns what is composed, or else the exercises of the page.
func (p *teacher) exercises() exercise.Set {
	if len(p.set) > 0 {
		return p.set
	}
	return p.Session.State.Practice.Set
}

func (p *teacher) address() string {
	return session.AddressOf(p.Session.State.Practice.LinkTo(p.exercises()))
}

// row is one exercise of those composed.
func (p *teacher) row(i int) app.UI {
	l := p.Session.Lang
	return app.Li().Body(
		app.Text(p.said(p.set[i])+" "),
		app.Button().Type("button").Class("quiet").Aria("label", l.T(text.Practice.Remove)+" "+strconv.Itoa(i+1)).OnClick(func(app.Context, app.Event) {
			p.set = append(p.set[:i:i], p.set[i+1:]...)
		}, i, len(p.set)).Text(l.T(text.Practice.Remove)),
	)
}

// said names an exercise.
func (p *teacher) said(t exercise.Task) string {
	l := p.Session.Lang
	said := l.T(text.Practice.Modes[t.Mode])
	for _, s := range p.stages(t) {
		if s.String() == t.Stage {
			said += " · " + l.Stage(s)
		}
	}
	if a := catalog.Lookup(t.Arch); t.Arch != "" && a != nil {
		said += " · " + l.T(a.Name)
	}
	return said
}

// stages returns those of an exercise's network that have parameters.
func (p *teacher) stages(t exercise.Task) []counter.Stage {
	r := p.Session.State.Report
	if t.Arch != p.Session.State.Practice.Task().Arch {
		c := p.Session.State.Practice.NetworkOf(t)
		_, built, err := c.Build()
		if err != nil {
			return nil
		}
		r = built
	}
	var list []counter.Stage
	for i := range r.Stages {
		if r.Stages[i].Learnable > 0 {
			list = append(list, r.Stages[i].Stage)
		}
	}
	return list
}

// fields choose the exercise that is added next.
func (p *teacher) fields() []app.UI {
	l, w := p.Session.Lang, &text.Practice
	var modes, stages, nets [][2]string
	for m := range exercise.NumModes {
		modes = append(modes, [2]string{exercise.Mode(m).String(), l.T(w.Modes[m])})
	}
	stages = [][2]string{{"", l.T(w.AnyStage)}}
	if p.next.Mode.OfStage() {
		for _, s := range p.stages(p.next) {
			stages = append(stages, [2]string{s.String(), l.Stage(s)})
		}
	}
	nets = [][2]string{{"", l.T(w.ThisNetwork)}}
	for _, a := range catalog.Archs() {
		nets = append(nets, [2]string{a.ID, l.T(a.Name)})
	}
	return []app.UI{
		p.choice("teach-mode", w.Exercise, p.next.Mode.String(), modes, func(v string) {
			for m := range exercise.NumModes {
				if exercise.Mode(m).String() == v {
					p.next.Mode = exercise.Mode(m)
				}
			}
			if !p.next.Mode.OfStage() {
				p.next.Stage = ""
			}
		}),
		p.choice("teach-arch", w.Network, p.next.Arch, nets, func(v string) { p.next.Arch, p.next.Stage = v, "" }),
		p.choice("teach-stage", w.Stage, p.next.Stage, stages, func(v string) { p.next.Stage = v }),
		app.Button().Type("button").ID("teach-add").Disabled(len(p.set) >= exercise.MaxTasks).OnClick(func(app.Context, app.Event) { p.set = append(p.set, p.next) }).Text(l.T(w.Add)),
	}
}

// choice is a list with a name to choose from.
func (p *teacher) choice(id string, name config.Text, now string, options [][2]string, set func(string)) app.UI {
	return app.Label().Body(
		app.Span().Text(p.Session.Lang.T(name)),
		app.Select().ID(id).OnChange(func(ctx app.Context, e app.Event) { set(e.Get("target").Get("value").String()) }).
			Body(app.Range(options).Slice(func(i int) app.UI {
				return app.Option().Value(options[i][0]).Selected(options[i][0] == now).Text(options[i][1])
			})),
	)
}

func (p *teacher) onLink(ctx app.Context, e app.Event) { p.Session.Copy(ctx, p.address(), "") }

func (p *teacher) onPrint(solved bool) app.EventHandler {
	return func(ctx app.Context, e app.Event) { p.Print(p.exercises(), solved) }
}
