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
)

// explain asks which networks have a number of parameters. The worker searches them;
// what is typed here lays out nothing else of the page.
type explain struct {
	app.Compo
	Session *session.Session
	Version int    // of the state
	Why     string // the number that the link asks about
	Shown   bool   // its panel is in sight

	text  string // the content of the field
	said  string // the same, as a link carries it
	found dom.Thread
	ctx   app.Context
	// rows counts those that are asked for in each list; opened is the row
	// whose group is shown.
	rows   []int
	opened string
}

// How many rows a list has at first, and how many more at a time: networks that are
// published, others, miscounts, and coincidences, which have none until they are
// asked for.
var firstRows = []int{6, 6, 6, 0}

const moreRows = 12

var examples = []string{"31M", "28.24M", "7.76M"}

// Render implements go-app's Composer.
func (x *explain) Render() app.UI {
	x.ask()
	l, w, a := x.Session.Lang, &text.Explain, x.found.Answer
	reading := "reading"
	if a["problem"] == "true" {
		reading += " bad"
	}
	return section.Titled("explain", l.T(w.Title), l.T(w.TitleHelp),
		app.Div().Class("ask").Body(
			app.Input().Type("text").ID("why").Placeholder(l.T(w.Place)).Aria("label", l.T(w.Label)).
				Aria("describedby", "why-reading").AutoComplete(false).Spellcheck(false).OnInput(x.onInput).OnChange(x.onCommit),
			app.Div().Class("examples").Role("group").Aria("label", l.T(w.Examples)).Body(
				app.Range(examples).Slice(func(i int) app.UI {
					return app.Button().Type("button").OnClick(x.onExample(examples[i]), examples[i]).Text(examples[i])
				}),
			),
		),
		app.P().ID("why-reading").Class(reading).Role("status").Text(a["reading"]),
		section.Unanswered(l, &x.found),
		app.Div().OnClick(x.onClick).Body(
			&dom.Markup{HTML: `<div id="why-found" aria-busy="` + dom.BoolText(x.found.Busy) + `">` + a["html"] + `</div>`},
		),
	)
}

// ask asks about the number in the field; where the field is empty and the panel visible, it
// asks for what others ask.
func (x *explain) ask() {
	if x.text == "" && !x.Shown {
		x.found.Forget()
		return
	}
	rows := make([]string, len(x.rows))
	for i, n := range x.rows {
		rows[i] = strconv.Itoa(n)
	}
	s := x.Session
	question := map[string]string{"topic": "why", "lang": string(s.Lang), "text": x.text}
	if x.text != "" {
		question["link"] = link.Encode(link.State{Config: s.State.Config})
		question["rows"], question["opened"] = strings.Join(rows, ","), x.opened
	}
	x.found.Ask(&s.Worker, x.ctx, question)
}

// OnMount asks what the link asks.
func (x *explain) OnMount(ctx app.Context) {
	x.ctx = ctx
	x.OnUpdate(ctx)
}

// OnUpdate asks what another link asks, such as one that Back leads to.
func (x *explain) OnUpdate(ctx app.Context) {
	if x.Why != x.said && app.IsClient {
		x.write(x.Why)
		x.set(x.Why)
		x.Update()
	}
}

// set takes another text.
func (x *explain) set(text string) {
	x.text, x.said = text, text
	if len(text) > link.MaxWhy {
		x.said = "" // no link carries it
	}
	x.rows, x.opened = append([]int(nil), firstRows...), ""
}

func (x *explain) onInput(ctx app.Context, e app.Event) {
	x.set(ctx.JSSrc().Get("value").String())
}

func (x *explain) onExample(text string) app.EventHandler {
	return func(ctx app.Context, e app.Event) {
		x.write(text)
		x.set(text)
		x.commit()
	}
}

// onCommit ends typing: the question is part of the address.
func (x *explain) onCommit(ctx app.Context, e app.Event) { x.commit() }

func (x *explain) commit() {
	x.Session.State.Why = x.said
	x.Session.History.Push(x.Session.State.Link(), "why")
}

// write puts a text in the field. What a reader types there, go-app does not see.
func (x *explain) write(text string) {
	if field := app.Window().GetElementByID("why"); field.Truthy() && field.Get("value").String() != text {
		field.Set("value", text)
	}
}

// onClick follows the links and buttons of the answer, which the worker has written.
func (x *explain) onClick(ctx app.Context, e app.Event) {
	if list, ok := dom.Closest(e, "data-more"); ok {
		if i, err := strconv.Atoi(list); err == nil && i < len(x.rows) {
			x.rows[i] += moreRows
		}
	} else if id, ok := dom.Closest(e, "data-alike"); ok {
		if x.opened == id {
			id = ""
		}
		x.opened = id
	} else if _, ok := dom.Closest(e, "data-open"); ok {
		follow(x.Session, e, "explain")
	}
}

// follow follows a link in this page. With a key held, the browser opens it where
// the reader wants it: go-app must not hear of that. What names the kind of change.
func follow(s *session.Session, e app.Event, what string) {
	e.Call("stopPropagation")
	for _, key := range []string{"ctrlKey", "metaKey", "shiftKey", "altKey"} {
		if e.Get(key).Bool() {
			return
		}
	}
	e.PreventDefault()
	href, _ := dom.Closest(e, "href")
	if opened, _ := link.Parse(href); opened.Other != nil {
		s.Compare(opened.Other, what)
	} else {
		s.Use(opened.Config, what)
	}
}
