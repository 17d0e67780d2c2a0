package page

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
	"unetparams/app/html"
	"unetparams/app/section"
	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/counter/zoo"
)

// A door is the one field that takes whatever a reader brings: it suggests networks by
// name, and has the worker recognize everything else. Files may be dropped anywhere on
// the page.
type door struct {
	app.Compo
	Session *session.Session

	brings brings
	typed  string // what is in the field
	listed bool   // suggestions are in sight
	active int    // the suggestion that Enter takes; -1: none
}

const (
	doorField  = "open-field"
	maxSuggest = 8
)

// OnInit implements go-app's Initializer.
func (d *door) OnInit() { d.brings.session, d.active = d.Session, -1 }

// OnMount listens for files that are dropped and texts that are pasted.
func (d *door) OnMount(ctx app.Context) {
	d.brings.ctx = ctx
	if app.IsClient {
		dom.OnFiles(d.brings.prepare, d.brings.load, d.brings.paste)
	}
}

// Render implements go-app's Composer.
func (d *door) Render() app.UI {
	l, b := d.Session.Lang, &d.brings
	if b.question != nil {
		b.said.Ask(&b.session.Worker, b.ctx, b.question)
	}
	options := d.options()
	listed := d.listed && len(options) > 0
	field := app.Input().Type("text").ID(doorField).Role("combobox").Placeholder(l.T(text.Open.Field)).
		Aria("label", l.T(text.Open.Field)).Aria("describedby", "open-help").Aria("autocomplete", "list").
		Aria("expanded", dom.BoolText(listed)).Aria("controls", "open-list").
		AutoComplete(false).Spellcheck(false).OnFocus(d.onFocus).OnInput(d.onInput).OnKeyDown(d.onKey).OnBlur(d.onBlur)
	active := ""
	if listed && d.active >= 0 {
		active = "open-option-" + strconv.Itoa(d.active)
	}
	return app.Div().ID("open").OnClick(d.onClick).OnChange(d.onChange).Body(
		app.Div().ID("open-bar").Role("search").Body(
			field.Aria("activedescendant", active),
			app.Div().ID("open-list").Role("listbox").Aria("label", l.T(text.Open.Suggestions)).Hidden(!listed).
				OnMouseDown(keepFocus).Body(options...),
			app.Input().Type("file").ID("open-file").Class("unseen").Multiple(true).
				Aria("label", l.T(text.Open.Choose)).Aria("describedby", "open-help").OnClick(d.onChoose).OnChange(d.onFile),
			app.Label().For("open-file").Class("button").Title(l.T(text.Open.Help)).Text(l.T(text.Open.Choose)),
			app.P().ID("open-help").Class("unseen").Text(l.T(text.Open.Help)),
		),
		app.Div().ID("open-answer").Hidden(b.question == nil && !b.reading).Body(
			section.Unanswered(l, &b.said),
			&dom.Markup{HTML: d.answer()},
			app.Button().Type("button").Class("quiet").ID("open-close").Aria("label", l.T(text.Open.Close)).
				Title(l.T(text.Open.Close)).Text("×").OnClick(d.onClose),
		),
	)
}

// found are the networks that are suggested.
func (d *door) found() []zoo.Found {
	if strings.TrimSpace(d.typed) == "" || len(d.typed) > 200 {
		return nil
	}
	found := zoo.Best(d.typed)
	return found[:min(len(found), maxSuggest)]
}

// options are the suggestions; the last one has the worker recognize what is typed.
func (d *door) options() []app.UI {
	if !d.listed || strings.TrimSpace(d.typed) == "" {
		return nil
	}
	l := d.Session.Lang
	var list []app.UI
	add := func(body ...app.UI) {
		i := strconv.Itoa(len(list))
		list = append(list, app.Div().ID("open-option-"+i).Role("option").DataSet("option", i).
			Aria("selected", dom.BoolText(len(list) == d.active)).Body(body...))
	}
	for _, f := range d.found() {
		add(app.Span().Class("name").Text(l.T(f.Name())), app.Span().Class("help").Text(archSource(f.Arch)))
	}
	typed := []rune(strings.TrimSpace(d.typed))
	if len(typed) > 40 {
		typed = append(typed[:40], '…')
	}
	add(app.Span().Text(l.F(text.Open.Try, string(typed))))
	return list
}

// answer is what there is to say of what was brought.
func (d *door) answer() string {
	var m html.Writer
	b := &d.brings
	m.Tag("div", "id", "open-said", "role", "status", "aria-busy", dom.BoolText(b.said.Busy || b.reading))
	if b.reading {
		m.Element("p", d.Session.Lang.T(text.Open.Reading))
	}
	m.WriteString(b.said.Answer["html"])
	m.End("div")
	return m.String()
}

// keepFocus keeps the focus in the field while a suggestion is clicked.
func keepFocus(ctx app.Context, e app.Event) { e.PreventDefault() }

// onFocus loads the worker: something is about to be asked.
func (d *door) onFocus(ctx app.Context, e app.Event) { d.Session.Worker.Load() }

func (d *door) onBlur(ctx app.Context, e app.Event) { d.listed = false }

func (d *door) onInput(ctx app.Context, e app.Event) {
	d.typed, d.listed, d.active = ctx.JSSrc().Get("value").String(), true, -1
}

// onKey goes along the suggestions. Enter takes one, or reads what is typed; Escape
// puts them away.
func (d *door) onKey(ctx app.Context, e app.Event) {
	n := len(d.options())
	switch e.Get("key").String() {
	case "ArrowDown", "ArrowUp":
		e.PreventDefault()
		if n == 0 {
			d.listed = true
			return
		}
		step := map[string]int{"ArrowDown": 1, "ArrowUp": n}[e.Get("key").String()]
		d.active = (d.active+1+step)%(n+1) - 1 // past both ends is the field
	case "Enter":
		d.typed = ctx.JSSrc().Get("value").String()
		if !e.Get("isComposing").Bool() && strings.TrimSpace(d.typed) != "" {
			e.PreventDefault()
			d.take(d.active)
		}
	case "Escape":
		if d.listed {
			e.PreventDefault()
			d.listed, d.active = false, -1
		}
	}
}

// take takes a suggestion; the last one, and none, is what is typed.
func (d *door) take(option int) {
	found := d.found()
	d.listed, d.active = false, -1
	if option < 0 || option >= len(found) {
		d.brings.take(d.typed)
		return
	}
	d.brings.forget()
	d.typed = ""
	app.Window().GetElementByID(doorField).Set("value", "")
	d.Session.Use(found[option].Config(), "arch")
}

// onChoose prepares for files while the reader chooses them.
func (d *door) onChoose(ctx app.Context, e app.Event) { d.brings.prepare() }

func (d *door) onFile(ctx app.Context, e app.Event) {
	d.brings.load(dom.Files(ctx.JSSrc().Get("files")))
	ctx.JSSrc().Set("value", "") // the same file may be chosen again
}

// onClick follows the suggestions, and the buttons of the answer, which the worker has
// written.
func (d *door) onClick(ctx app.Context, e app.Event) {
	b := &d.brings
	if option, ok := dom.Closest(e, "data-option"); ok {
		if i, err := strconv.Atoi(option); err == nil {
			d.take(i)
		}
	} else if place, ok := dom.Closest(e, "data-choice"); ok {
		b.also("shown", place)
	} else if kind, ok := dom.Closest(e, "data-as"); ok {
		b.also("as", kind)
	} else if s, ok := dom.Closest(e, "data-use"); ok {
		b.show(s)
	} else if id, ok := dom.Closest(e, "data-reveal"); ok {
		b.reveal(id)
	} else if _, ok := dom.Closest(e, "data-compare"); ok {
		b.compare()
	} else if thing, ok := dom.Closest(e, "data-pick"); ok {
		b.pick(thing, "")
	} else if _, ok := dom.Closest(e, "data-pair"); ok {
		b.pick("", side(0)+","+side(1))
	}
}

// side returns the value of one of the fields that choose what to compare.
func side(i int) string {
	field := app.Window().Get("document").Call("querySelector", "#open [data-side=\""+strconv.Itoa(i)+"\"]")
	if !field.Truthy() {
		return ""
	}
	return field.Get("value").String()
}

// onChange takes what the reader answers to a question about a file.
func (d *door) onChange(ctx app.Context, e app.Event) {
	if key, ok := dom.Closest(e, "data-ask"); ok {
		d.brings.also("ask."+key, e.Get("target").Get("value").String())
	}
}

// onClose puts the answer away.
func (d *door) onClose(ctx app.Context, e app.Event) {
	d.brings.forget()
	app.Window().GetElementByID(doorField).Call("focus")
}
