package section

import (
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/counter"
)

// The channels that a layer is given can be answered by picking the arrows that meet
// there: on the drawing, or by buttons. Each puts its channels into the field, as one
// could have typed them.

// arrows are the buttons, where the question has arrows.
func (p *Practice) arrows(a map[string]string) app.UI {
	l, w := p.Session.Lang, &text.Practice
	from := strings.Fields(a["arrows"])
	if len(from) == 0 {
		return app.Div()
	}
	return app.Div().Class("arrows").Role("group").Aria("label", l.T(w.Arrows)).Body(
		app.P().Class("help").Text(l.T(w.Arrows)),
		app.Div().Class("row").Body(app.Range(from).Slice(func(i int) app.UI {
			id, _, _ := strings.Cut(from[i], "=")
			return app.Button().Type("button").Aria("pressed", dom.BoolText(slices.Contains(p.picked, id))).
				OnClick(func(app.Context, app.Event) { p.toggle(id) }, id).Text(l.F(w.From, stageName(p.Session, id)))
		})),
	)
}

// stageName names a stage by its id.
func stageName(s *session.Session, id string) string {
	if i := s.State.StageIndex(id); i >= 0 {
		return s.Lang.Stage(s.State.Report.Stages[i].Stage)
	}
	return s.Lang.Stage(counter.Stage{})
}

// onArrow takes a click on the drawing: on an arrow from one stage to another, or on a
// stage, from which one comes.
func (p *Practice) onArrow(from, to string) {
	st := p.Session.State
	if p.lesson.Answer["arrows"] == "" || from == "" || from == st.Stage {
		return
	}
	if to != "" && to != st.Stage {
		p.said = p.Session.Lang.F(text.Practice.ArrowElsewhere, stageName(p.Session, to))
	} else {
		p.toggle(from)
	}
	p.ctx.Dispatch(func(app.Context) {})
}

// toggle picks an arrow, or no longer.
func (p *Practice) toggle(from string) {
	if p.lesson.Answer["moving"] != "" {
		return
	}
	p.said = ""
	brings := channels(p.lesson.Answer["arrows"], from)
	if brings == "" {
		p.said = p.Session.Lang.F(text.Practice.NoArrow, stageName(p.Session, from))
		return
	}
	if i := slices.Index(p.picked, from); i >= 0 {
		p.picked = slices.Delete(p.picked, i, i+1)
	} else {
		p.picked = append(p.picked, from)
	}
	var terms []string
	for _, id := range p.picked {
		terms = append(terms, channels(p.lesson.Answer["arrows"], id))
	}
	if e := app.Window().GetElementByID("answer-0"); e.Truthy() {
		e.Set("value", strings.Join(terms, " + "))
	}
	p.pick()
}

// channels returns what the one of the arrows from a stage brings, or "".
func channels(arrows, from string) string {
	for _, a := range strings.Fields(arrows) {
		if id, n, _ := strings.Cut(a, "="); id == from && n != "0" {
			return n
		}
	}
	return ""
}

// pick marks the arrows that are picked on the drawing.
func (p *Practice) pick() {
	list := app.Window().Get("document").Call("querySelectorAll", "#diagram [data-from]")
	for i := range list.Get("length").Int() {
		e := list.Index(i)
		on := e.Call("getAttribute", "data-to").String() == p.Session.State.Stage && slices.Contains(p.picked, e.Call("getAttribute", "data-from").String())
		e.Call("toggleAttribute", "data-picked", on)
	}
}
