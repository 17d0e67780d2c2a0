package section

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
	"unetparams/app/html"
	"unetparams/app/link"
	"unetparams/app/session"
	"unetparams/app/text"
)

// Open opens the network of a configuration or model file that the reader chooses,
// drops on the page or pastes, and says what of the file was understood. The worker
// reads configurations, and looks for the network of a model.
type Open struct {
	app.Compo
	Session *session.Session

	question map[string]string // what the worker is asked; nil: nothing
	said     dom.Thread
	pasted   dom.Thread // whether a text that was pasted is a configuration
	open     bool       // the reader has opened the section, or a file
	reader   dom.ModelReader
	reading  bool // a model file
	ctx      app.Context
}

// maxText is how much of a file is read that is none of a model; more is no
// configuration, and the worker says so.
const maxText = 1 << 20

// OnMount listens for files that are dropped and texts that are pasted.
func (o *Open) OnMount(ctx app.Context) {
	o.ctx = ctx
	if app.IsClient {
		dom.OnFiles(func(list app.Value) { o.load(ctx, list) }, o.paste)
	}
}

// paste takes a pasted text if it may be a configuration file, and asks the worker
// whether it is one. If it isn't, it goes where it was meant to go.
func (o *Open) paste(s string, back func()) (used bool) {
	if !likely(s) {
		return false
	}
	o.ctx.Dispatch(func(app.Context) {
		o.pasted.Forget()
		o.pasted.Ask(&o.Session.Worker, o.ctx, map[string]string{"topic": "paste", "text": s})
		o.pasted.OnEnd(func() {
			if o.pasted.Answer["config"] == "true" {
				o.take(s)
			} else {
				back()
			}
		})
	})
	return true
}

// likely reports whether a text may be a configuration file: it has several lines or
// braces, and gives something a value.
func likely(s string) bool {
	return strings.ContainsAny(s, "\n{") && strings.ContainsAny(s, ":=")
}

// take opens a text.
func (o *Open) take(s string) { o.ask(map[string]string{"text0": s}) }

// load reads files that the browser hands over.
func (o *Open) load(ctx app.Context, list app.Value) {
	list = dom.Files(list)
	dom.ReadFiles(ctx, list, maxText+1, 8, func(files []dom.LocalFile) {
		if slices.ContainsFunc(files, func(f dom.LocalFile) bool { return isModel(f.Text) }) {
			o.loadModel(ctx, list)
			return
		}
		question := map[string]string{}
		for i, f := range files {
			question["name"+strconv.Itoa(i)], question["text"+strconv.Itoa(i)] = f.Name, f.Text
		}
		o.ask(question)
	})
}

// loadModel reads the files of a model in a worker of their own, and asks for the
// network.
func (o *Open) loadModel(ctx app.Context, list app.Value) {
	o.forget()
	o.open, o.reading = true, true
	o.Session.Show("code") // where the answer stands
	o.reader.Read(ctx, list, func(summary string) {
		o.ask(map[string]string{"model": summary})
	})
}

// isModel reports whether a file is one of a model and not a text.
func isModel(start string) bool {
	start = start[:min(len(start), 4096)]
	return strings.ContainsRune(start, 0) || !utf8.ValidString(trimRune(start))
}

// trimRune takes off a character that the end of the text cuts in two.
func trimRune(s string) string {
	for i := 0; i < utf8.UTFMax && !utf8.ValidString(s) && s != ""; i++ {
		s = s[:len(s)-1]
	}
	return s
}

// forget forgets what was opened before.
func (o *Open) forget() {
	o.reader.Stop()
	o.reading, o.question = false, nil
	o.said.Forget()
}

// ask asks about other files, and shows their network when the answer is there.
func (o *Open) ask(question map[string]string) {
	o.forget()
	o.open = true
	o.Session.Show("code") // where the answer stands
	o.askAgain(question)
}

// askAgain asks about the same files.
func (o *Open) askAgain(question map[string]string) {
	question["topic"], question["lang"] = "open", string(o.Session.Lang)
	o.question = question
	o.said.Ask(&o.Session.Worker, o.ctx, question)
	o.said.After(o.use)
}

// also asks about the same files with one thing more.
func (o *Open) also(key, value string) {
	if o.question == nil {
		return
	}
	question := map[string]string{key: value}
	for k, v := range o.question {
		if k != key {
			question[k] = v
		}
	}
	o.askAgain(question)
}

// use shows the network, where there is one.
func (o *Open) use() {
	if s := o.said.Answer["link"]; s != "" {
		o.show(s)
	}
	o.Session.After(func(app.Context) {
		if el := app.Window().GetElementByID("open-said"); el.Truthy() {
			el.Call("scrollIntoView", map[string]any{"block": "nearest"})
		}
	})
}

func (o *Open) show(s string) {
	opened, _ := link.Parse(s)
	o.Session.Use(opened.Config, "file")
}

// Render implements go-app's Composer.
func (o *Open) Render() app.UI {
	l := o.Session.Lang
	if o.question != nil {
		o.said.Ask(&o.Session.Worker, o.ctx, o.question)
	}
	return app.Section().ID("open").OnClick(o.onClick).OnChange(o.onChange).Body(
		app.Details().ID("open-details").Open(o.open).Body(
			app.Summary().Body(app.H2().Text(l.T(text.Open.Title))),
			app.P().Class("help").ID("open-help").Text(l.T(text.Open.Help)),
			app.Input().Type("file").ID("open-file").Multiple(true).
				Aria("label", l.T(text.Open.Choose)).Aria("describedby", "open-help").OnChange(o.onFile),
			app.Textarea().ID("open-text").Rows(3).Spellcheck(false).
				Aria("label", l.T(text.Open.Paste)).Placeholder(`{"configurations": …`).OnFocus(o.onFocus).OnInput(o.onText),
			Unanswered(l, &o.said),
			&dom.Markup{HTML: o.answer()},
		),
	)
}

// answer is what there is to say of the files.
func (o *Open) answer() string {
	var m html.Writer
	m.Tag("div", "id", "open-said", "role", "status", "aria-busy", dom.BoolText(o.said.Busy || o.reading))
	if o.reading {
		m.Element("p", o.Session.Lang.T(text.Open.Reading))
	}
	m.WriteString(o.said.Answer["html"])
	m.End("div")
	return m.String()
}

// onFocus loads the worker: something is about to be asked.
func (o *Open) onFocus(ctx app.Context, e app.Event) { o.Session.Worker.Load() }

func (o *Open) onFile(ctx app.Context, e app.Event) {
	o.load(ctx, ctx.JSSrc().Get("files"))
	o.open = true
}

func (o *Open) onText(ctx app.Context, e app.Event) {
	if s := ctx.JSSrc().Get("value").String(); s != "" {
		o.take(s)
	} else {
		o.forget()
	}
}

// onClick follows the buttons of the answer, which the worker has written.
func (o *Open) onClick(ctx app.Context, e app.Event) {
	if place, ok := dom.Closest(e, "data-choice"); ok {
		o.also("shown", place)
	} else if s, ok := dom.Closest(e, "data-use"); ok {
		o.show(s)
	}
}

// onChange takes what the reader answers to a question about the file.
func (o *Open) onChange(ctx app.Context, e app.Event) {
	if key, ok := dom.Closest(e, "data-ask"); ok {
		o.also("ask."+key, e.Get("target").Get("value").String())
	}
}
