package page

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/diagram"
	"unetparams/app/dom"
	"unetparams/app/export"
	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/counter/config"
)

// A takeaway is a file that the page offers.
type takeaway struct {
	what   config.Text
	format string
	ext    string // of the file, with what tells it from the others of this network
	scale  int    // of a PNG
	text   func(p *files) string
}

// takeaways lists the files in the order of the page.
var takeaways = func() []takeaway {
	w := &text.Export
	all := []takeaway{{w.Picture, "SVG", ".svg", 0, func(p *files) string {
		return export.NewPoster(p.Session.State, p.Session.Lang, export.PosterOptions{Link: p.Session.Address()})
	}}}
	for _, scale := range []int{1, 2, 4} {
		ext := map[int]string{1: ".png", 2: "@2x.png", 4: "@4x.png"}[scale]
		all = append(all, takeaway{w.Picture, "PNG " + strconv.Itoa(scale) + "×", ext, scale, (*files).seen})
	}
	formats := []struct{ name, ext string }{{"CSV", ".csv"}, {"Markdown", ".md"}, {"LaTeX", ".tex"}}
	for i, group := range []config.Text{w.Stages, w.Layers, w.Tensors} {
		for f, format := range formats {
			all = append(all, takeaway{group, format.name, []string{"-stages", "-layers", "-tensors"}[i] + format.ext, 0,
				func(p *files) string { return p.exportNet().Write(export.Table(i), export.Format(f)) }})
		}
	}
	for f, format := range formats[1:] {
		all = append(all, takeaway{w.Derivation, format.name, "-derivation" + format.ext, 0,
			func(p *files) string { return p.exportNet().Derivation(export.Format(f + 1)) }})
	}
	all = append(all, takeaway{w.Picture, "TikZ", "-picture.tex", 0, func(p *files) string {
		words := text.Diagram(text.English, p.Session.State.Report) // the texts must be in a Latin script
		words.Title = text.English.Config(p.Session.State.Config)
		return diagram.TikZ(p.Session.State.Report, p.Session.State.Trace, words, diagram.Options{Still: true, ID: "unet"})
	}})
	return append(all, takeaway{w.Everything, "JSON", ".json", 0, func(p *files) string { return p.exportNet().JSON() }})
}()

// take offers the picture, the tables and the derivation as files and for the
// clipboard. Nothing is made before the reader asks for it.
type files struct {
	app.Compo
	Session *session.Session
	Version int    // of the state
	Stage   string // that is selected

	open   bool
	chosen int    // index into takeaways
	status string // for the live region: what was saved or copied
	ready  bool   // the script that makes files is there
}

// Render implements go-app's Composer.
func (p *files) Render() app.UI {
	w := &text.Export
	var body []app.UI
	if p.open {
		body = []app.UI{
			app.P().Class("help").Text(p.Session.Lang.T(w.Help)),
			app.Div().Class("actions").Body(
				app.Select().ID("take-what").Aria("label", p.Session.Lang.T(w.Title)).OnChange(p.onTakeWhat).Body(
					app.Range(takeaways).Slice(func(i int) app.UI {
						t := &takeaways[i]
						return app.Option().Value(strconv.Itoa(i)).Selected(i == p.chosen).
							Text(p.Session.Lang.T(t.what) + p.Session.Lang.T(text.Describe.Comma) + t.format)
					})),
				app.Button().Type("button").ID("take-save").Disabled(!p.ready).OnClick(p.onTakeSave).Text(p.Session.Lang.T(w.Save)),
				app.Button().Type("button").ID("take-copy").Disabled(!p.ready).OnClick(p.onTakeCopy).Text(p.Session.Lang.T(w.Copy)),
			),
			app.P().Class("help").ID("take-name").Text(p.fileName()),
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

// exported returns the network and the words it is written down with.
func (p *files) exportNet() *export.Net {
	return export.New(p.Session.State, p.Session.Lang, p.Session.Address())
}

// seen returns the picture in the theme that the reader sees.
func (p *files) seen() string {
	return export.NewPoster(p.Session.State, p.Session.Lang, export.PosterOptions{Link: p.Session.Address(), Theme: dom.ThemeInSight()})
}

// fileName returns the name of the chosen file: what its link says, in
// characters that every file system takes.
func (p *files) fileName() string {
	return export.FileName(p.Session.State.Config) + takeaways[p.chosen].ext
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
	t, w := &takeaways[p.chosen], &text.Export
	dom.SaveFile(ctx, t.text(p), p.fileName(), t.scale, p.report(w.Saved, w.SaveFailed))
}

func (p *files) onTakeCopy(ctx app.Context, e app.Event) {
	t, w := &takeaways[p.chosen], &text.Export
	no := w.CopyFailed
	if t.scale > 0 {
		no = w.CopyImageFailed
	}
	dom.CopyFile(ctx, t.text(p), p.fileName(), t.scale, p.report(text.Page.Copied, no))
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
