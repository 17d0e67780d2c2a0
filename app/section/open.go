package section

import (
	"slices"
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/configfile"
	"unetparams/counter/number"
)

// Open opens the network of a configuration or model file that the reader chooses,
// drops on the page or pastes, and says what of the file was understood.
type Open struct {
	app.Compo
	Session *session.Session

	files   []configfile.File
	answers []configfile.Answer
	result  configfile.Result
	shown   int  // the candidate
	open    bool // the reader has opened the section, or a file
	model   model
}

// OnMount listens for files that are dropped and texts that are pasted.
func (o *Open) OnMount(ctx app.Context) {
	if app.IsServer {
		return
	}
	dom.OnFiles(func(list app.Value) { o.load(ctx, list) }, func(s string) bool {
		if !o.take(s) {
			return false
		}
		ctx.Dispatch(func(app.Context) { o.show() })
		return true
	})
}

// take reads a pasted text, and reports whether it is a configuration file.
func (o *Open) take(s string) bool {
	files := []configfile.File{{Text: s}}
	if r := configfile.Read(files); len(r.Candidates) == 0 && (!r.Likely || r.Format.EN == "") {
		return false
	}
	o.files, o.answers = files, nil
	return true
}

// load reads files that the browser hands over.
func (o *Open) load(ctx app.Context, list app.Value) {
	list = dom.Files(list)
	dom.ReadFiles(ctx, list, configfile.MaxText+1, 8, func(files []dom.LocalFile) {
		o.files, o.answers, o.result = nil, nil, configfile.Result{}
		if slices.ContainsFunc(files, func(f dom.LocalFile) bool { return isModel(f.Text) }) {
			o.open = true
			o.Session.Show("code") // where the answer stands
			o.model.read(ctx, o.Session, list)
			return
		}
		for _, f := range files {
			o.files = append(o.files, configfile.File(f))
		}
		o.show()
	})
}

// show reads the files, and shows the network that comes first.
func (o *Open) show() {
	o.Session.Show("code") // where the answer stands
	o.read()
	o.shown = 0
	best := o.result.Best()
	for i, c := range o.result.Candidates {
		if c == best {
			o.shown = i
		}
	}
	o.use()
}

func (o *Open) read() {
	o.open = true
	o.model.forget()
	o.result = configfile.Read(o.files, o.answers...)
	if o.shown >= len(o.result.Candidates) {
		o.shown = 0
	}
}

// use shows the network that is chosen, where there is one.
func (o *Open) use() {
	if c := o.candidate(); c != nil && c.Config != nil {
		o.Session.Use(c.Config.Clone(), "file")
	}
	o.Session.After(func(app.Context) {
		if el := app.Window().GetElementByID("open-said"); el.Truthy() {
			el.Call("scrollIntoView", map[string]any{"block": "nearest"})
		}
	})
}

func (o *Open) candidate() *configfile.Candidate {
	if o.shown < len(o.result.Candidates) {
		return o.result.Candidates[o.shown]
	}
	return nil
}

// Render implements go-app's Composer.
func (o *Open) Render() app.UI {
	l := o.Session.Lang
	return app.Section().ID("open").Body(
		app.Details().ID("open-details").Open(o.open).Body(
			app.Summary().Body(app.H2().Text(l.T(text.Open.Title))),
			app.P().Class("help").ID("open-help").Text(l.T(text.Open.Help)),
			app.Input().Type("file").ID("open-file").Multiple(true).
				Aria("label", l.T(text.Open.Choose)).Aria("describedby", "open-help").OnChange(o.onFile),
			app.Textarea().ID("open-text").Rows(3).Spellcheck(false).
				Aria("label", l.T(text.Open.Paste)).Placeholder(`{"configurations": …`).OnInput(o.onText),
			app.Div().ID("open-said").Role("status").Body(o.said()...),
		),
	)
}

func (o *Open) onFile(ctx app.Context, e app.Event) {
	o.load(ctx, ctx.JSSrc().Get("files"))
	o.open = true
}

func (o *Open) onText(ctx app.Context, e app.Event) {
	s := ctx.JSSrc().Get("value").String()
	o.files, o.answers, o.open = []configfile.File{{Text: s}}, nil, true
	if s == "" {
		o.files, o.result = nil, configfile.Result{}
		return
	}
	o.show()
}

// said is what there is to say of the files: what they were taken for, what was
// read, what was left aside, and what was not understood.
func (o *Open) said() (body []app.UI) {
	l, r := o.Session.Lang, &o.result
	if body = o.model.said(o.Session); len(body) > 0 {
		return body
	}
	if r.Format.EN != "" {
		body = append(body, app.P().Text(l.F(text.Open.Taken, l.T(r.Format))))
	}
	for _, t := range r.Problems {
		body = append(body, app.P().Class("error").Text(l.T(t)))
	}
	if len(r.Candidates) > 1 {
		body = append(body, app.Div().Class("actions").Role("group").Aria("label", l.T(text.Open.Networks)).Body(
			app.Range(r.Candidates).Slice(o.choice)))
	}
	if c := o.candidate(); c != nil {
		body = append(body, o.about(c)...)
	}
	return append(body, notes(l, r.Notes)...)
}

// choice is the button of one of several networks.
func (o *Open) choice(i int) app.UI {
	c := o.result.Candidates[i]
	name := c.Name
	if name == "" {
		name = c.Class
	}
	if c.Total > 0 {
		name += " · " + number.Grouped(c.Total)
	}
	return app.Button().Type("button").Aria("pressed", strconv.FormatBool(i == o.shown)).
		OnClick(func(app.Context, app.Event) { o.shown = i; o.use() }, i, o.result.Format.EN, c.Name).Text(name)
}

// about says what became of a network.
func (o *Open) about(c *configfile.Candidate) []app.UI {
	l := o.Session.Lang
	verdict := l.T(text.Open.Verdict[c.Verdict])
	if c.Verdict == configfile.Exact || c.Verdict == configfile.Doubtful {
		verdict = l.F(text.Open.Verdict[c.Verdict], number.Grouped(c.Total))
	}
	body := []app.UI{app.P().Class("verdict").Text(l.F(text.Open.Class, c.Class, verdict))}
	for _, t := range c.Why {
		body = append(body, app.P().Class("error").Text(l.T(t)))
	}
	for _, a := range c.Asks {
		body = append(body, o.ask(a))
	}
	body = append(body, notes(l, c.Notes)...)
	if len(c.Doubts) > 0 {
		body = append(body, app.P().Text(l.T(text.Open.Doubts)), items(l, c.Doubts))
	}
	body = append(body, folded(l.F(text.Open.Read, strconv.Itoa(len(c.Read))), items(l, c.Read)))
	for reason, title := range text.Open.Aside {
		var list []configfile.Item
		for _, i := range c.Aside {
			if i.Reason == configfile.Reason(reason) {
				list = append(list, i)
			}
		}
		if len(list) > 0 {
			body = append(body, folded(l.F(title, strconv.Itoa(len(list))), items(l, list)))
		}
	}
	return body
}

// ask is the field of a value that the file can't tell.
func (o *Open) ask(a configfile.Ask) app.UI {
	l := o.Session.Lang
	value := ""
	for _, given := range o.answers {
		if given.Key == a.Key {
			value = given.Value
		}
	}
	return app.Label().Class("ask").Body(
		app.Span().Text(l.T(a.Text)),
		app.Input().Type("text").Value(value).AutoComplete(false).Spellcheck(false).
			OnChange(func(ctx app.Context, e app.Event) { o.answer(a.Key, ctx.JSSrc().Get("value").String()) }, a.Key),
	)
}

// answer takes the reader's value, and reads the files again with it.
func (o *Open) answer(key, value string) {
	kept := o.answers[:0]
	for _, a := range o.answers {
		if a.Key != key {
			kept = append(kept, a)
		}
	}
	if o.answers = kept; value != "" {
		o.answers = append(o.answers, configfile.Answer{Key: key, Value: value})
	}
	o.read()
	o.use()
}

func notes(l text.Lang, notes []config.Text) (body []app.UI) {
	for _, t := range notes {
		body = append(body, app.P().Class("help").Text(l.T(t)))
	}
	return body
}

func folded(title string, list app.UI) app.UI {
	return app.Details().Body(app.Summary().Text(title), list)
}

// items lists keys with their values.
func items(l text.Lang, list []configfile.Item) app.UI {
	return app.Ul().Body(app.Range(list).Slice(func(i int) app.UI {
		it := list[i]
		value := it.Value
		if it.Default {
			value = l.F(text.Open.Default, value)
		} else if t := l.T(it.Text); t != "" {
			value += " – " + t
		}
		return app.Li().Body(app.Code().Text(it.Key), app.Text(" "+value))
	}))
}
