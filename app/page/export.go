package page

import (
	"slices"
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
	"unetparams/app/export"
	"unetparams/app/section"
	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/counter/config"
)

// A takeaway is a file that the page offers.
type takeaway struct {
	label  config.Text
	format string
	ext    string // of the file, with what tells it from the others of this network
	scale  int    // of a PNG
	what   string // as the worker is asked for it
}

// takeaways lists the files in the order of the page.
var takeaways = func() []takeaway {
	w := &text.Export
	all := []takeaway{{w.Picture, "SVG", ".svg", 0, "picture"}}
	for _, scale := range []int{1, 2, 4} {
		ext := map[int]string{1: ".png", 2: "@2x.png", 4: "@4x.png"}[scale]
		all = append(all, takeaway{w.Picture, "PNG " + strconv.Itoa(scale) + "×", ext, scale, "picture"})
	}
	formats := []struct{ name, ext string }{{"CSV", ".csv"}, {"Markdown", ".md"}, {"LaTeX", ".tex"}}
	for i, group := range []config.Text{w.Stages, w.Layers, w.Tensors} {
		for _, format := range formats {
			what := []string{"stages", "layers", "tensors"}[i] + format.ext
			all = append(all, takeaway{group, format.name, "-" + what, 0, what})
		}
	}
	for _, format := range formats[1:] {
		all = append(all, takeaway{w.Derivation, format.name, "-derivation" + format.ext, 0, "derivation" + format.ext})
	}
	return append(all, takeaway{w.Picture, "TikZ", "-picture.tex", 0, "tikz"}, takeaway{w.Everything, "JSON", ".json", 0, "json"})
}()

// take offers the picture, the tables and the derivation as files and for the
// clipboard. Nothing is made before the reader opens the section; then the chosen file
// is, as a browser lets only a click copy.
type files struct {
	app.Compo
	Session *session.Session
	Version int    // of the state
	Stage   string // that is selected

	open   bool
	chosen int    // index into takeaways
	status string // for the live region: what was saved or copied
	ready  bool   // the script that makes files is there
	file   dom.Thread
	config dom.Thread // which configuration files the network has
	ctx    app.Context
}

// all lists the files that the network has: where a library would read its
// configuration, that and the call of its class too.
func (p *files) all() []takeaway {
	name := p.config.Answer["name"]
	all := slices.Clone(takeaways)
	if name != "" {
		all = append(all, takeaway{text.Export.Configuration, name, "-" + name, 0, "config"})
	}
	if p.config.Answer["call"] != "" {
		all = append(all, takeaway{text.Export.Call, "Python", "-call.py", 0, "call"})
	}
	return all
}

// taken is the chosen file; the first one if the network has no such file.
func (p *files) taken() *takeaway {
	all := p.all()
	if p.chosen >= len(all) {
		p.chosen = 0
	}
	return &all[p.chosen]
}

// OnMount implements go-app's Mounter.
func (p *files) OnMount(ctx app.Context) { p.ctx = ctx }

// Render implements go-app's Composer.
func (p *files) Render() app.UI {
	w := &text.Export
	var body []app.UI
	if p.open {
		p.ask()
		all := p.all()
		body = []app.UI{
			app.P().Class("help").Text(p.Session.Lang.T(w.Help)),
			app.Div().Class("actions").Body(
				app.Select().ID("take-what").Aria("label", p.Session.Lang.T(w.Title)).OnChange(p.onTakeWhat).Body(
					app.Range(all).Slice(func(i int) app.UI {
						t := &all[i]
						return app.Option().Value(strconv.Itoa(i)).Selected(i == p.chosen).
							Text(p.Session.Lang.T(t.label) + p.Session.Lang.T(text.Describe.Comma) + t.format)
					})),
				app.Button().Type("button").ID("take-save").Disabled(!p.ready).OnClick(p.onTakeSave).Text(p.Session.Lang.T(w.Save)),
				app.Button().Type("button").ID("take-copy").Disabled(!p.ready).OnClick(p.onTakeCopy).Text(p.Session.Lang.T(w.Copy)),
			),
			app.P().Class("help").ID("take-name").Text(p.fileName()),
			section.Unanswered(p.Session.Lang, &p.file),
			app.P().ID("take-status").Role("status").Text(p.status),
		}
	}
	return app.Section().ID("take").Body(
		app.Details().ID("take-details").Open(p.open).On("toggle", p.onTake).Body(
			app.Summary().Body(app.H2().Text(p.Session.Lang.T(w.Title))),
			app.Div().Body(body...),
		),
	)
}

// ask asks for the chosen file.
func (p *files) ask() {
	s, theme := p.Session, ""
	p.config.Ask(&s.Worker, p.ctx, map[string]string{"topic": "config", "link": s.State.Link()})
	t := p.taken()
	if t.scale > 0 {
		theme = dom.ThemeInSight() // as the reader sees it
	}
	p.file.Ask(&s.Worker, p.ctx, map[string]string{
		"topic": "export", "lang": string(s.Lang), "link": s.State.Link(), "address": s.Address(), "what": t.what, "theme": theme,
	})
}

// fileName returns the name of the chosen file: what its link says, in
// characters that every file system takes.
func (p *files) fileName() string {
	return export.FileName(p.Session.State.Config) + p.taken().ext
}

func (p *files) onTake(ctx app.Context, e app.Event) {
	p.open = ctx.JSSrc().Get("open").Bool()
	p.ready = dom.CanMakeFiles()
	if p.open && !p.ready {
		dom.LoadFileMaker(ctx, func(ok bool) {
			if p.ready = ok; !ok {
				p.status = p.Session.Lang.T(text.Export.NotLoaded)
			}
		})
	}
}

func (p *files) onTakeWhat(ctx app.Context, e app.Event) {
	p.chosen, _ = strconv.Atoi(ctx.JSSrc().Get("value").String())
	p.status = ""
}

func (p *files) onTakeSave(ctx app.Context, e app.Event) {
	w := &text.Export
	p.take(dom.SaveFile, p.report(w.Saved, w.SaveFailed))
}

func (p *files) onTakeCopy(ctx app.Context, e app.Event) {
	no := text.Export.CopyFailed
	if p.taken().scale > 0 {
		no = text.Export.CopyImageFailed
	}
	p.take(dom.CopyFile, p.report(text.Page.Copied, no))
}

// take saves or copies the chosen file when it is there, which it mostly is.
func (p *files) take(do func(ctx app.Context, text, name string, scale int, then func(ok bool)), then func(ok bool)) {
	p.ask() // for the theme in sight
	name, scale := p.fileName(), p.taken().scale
	p.file.After(func() { do(p.ctx, p.file.Answer["text"], name, scale, then) })
}

// report returns what says how it ended.
func (p *files) report(yes, no config.Text) func(ok bool) {
	name := p.fileName()
	return func(ok bool) {
		p.status = p.Session.Lang.F(no, name)
		if ok {
			p.status = p.Session.Lang.F(yes, name)
		}
	}
}
