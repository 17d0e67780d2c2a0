package page

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
	"unetparams/app/export"
	"unetparams/app/text"
	"unetparams/counter/config"
)

// A takeaway is a file that the page offers.
type takeaway struct {
	what   config.Text
	format string
	ext    string // of the file, with what tells it from the others of this network
	scale  int    // of a PNG
	text   func(p *Page) string
}

// takeaways lists the files in the order of the page.
var takeaways = func() []takeaway {
	w := &text.Export
	all := []takeaway{{w.Picture, "SVG", ".svg", 0, func(p *Page) string { return export.NewPoster(p.s, p.lang, export.PosterOptions{Link: p.address()}) }}}
	for _, scale := range []int{1, 2, 4} {
		ext := map[int]string{1: ".png", 2: "@2x.png", 4: "@4x.png"}[scale]
		all = append(all, takeaway{w.Picture, "PNG " + strconv.Itoa(scale) + "×", ext, scale, (*Page).seen})
	}
	formats := []struct{ name, ext string }{{"CSV", ".csv"}, {"Markdown", ".md"}, {"LaTeX", ".tex"}}
	for i, group := range []config.Text{w.Stages, w.Layers, w.Tensors} {
		for f, format := range formats {
			all = append(all, takeaway{group, format.name, []string{"-stages", "-layers", "-tensors"}[i] + format.ext, 0,
				func(p *Page) string { return p.exportNet().Write(export.Table(i), export.Format(f)) }})
		}
	}
	for f, format := range formats[1:] {
		all = append(all, takeaway{w.Derivation, format.name, "-derivation" + format.ext, 0,
			func(p *Page) string { return p.exportNet().Derivation(export.Format(f + 1)) }})
	}
	return append(all, takeaway{w.Everything, "JSON", ".json", 0, func(p *Page) string { return p.exportNet().JSON() }})
}()

// take offers the picture, the tables and the derivation as files and for the
// clipboard. Nothing is made before the reader asks for it.
func (p *Page) take() app.UI {
	w := &text.Export
	var body []app.UI
	if p.opened[tableTake] {
		body = []app.UI{
			app.P().Class("help").Text(p.lang.T(w.Help)),
			app.Div().Class("actions").Body(
				app.Select().ID("take-what").Aria("label", p.lang.T(w.Title)).OnChange(p.onTakeWhat).Body(
					app.Range(takeaways).Slice(func(i int) app.UI {
						t := &takeaways[i]
						return app.Option().Value(strconv.Itoa(i)).Selected(i == p.taking).
							Text(p.lang.T(t.what) + p.lang.T(text.Describe.Comma) + t.format)
					})),
				app.Button().Type("button").ID("take-save").Disabled(!p.canTake).OnClick(p.onTakeSave).Text(p.lang.T(w.Save)),
				app.Button().Type("button").ID("take-copy").Disabled(!p.canTake).OnClick(p.onTakeCopy).Text(p.lang.T(w.Copy)),
			),
			app.P().Class("help").ID("take-name").Text(p.fileName()),
			app.P().ID("take-status").Role("status").Text(p.taken),
		}
	}
	return app.Section().ID("take").Body(
		app.Details().ID("take-details").Open(p.opened[tableTake]).On("toggle", p.onTake).Body(
			app.Summary().Body(app.H2().Text(p.lang.T(w.Title))),
			app.Div().Body(body...),
		),
	)
}

// exported returns the network and the words it is written down with.
func (p *Page) exportNet() *export.Net { return export.New(p.s, p.lang, p.address()) }

// seen returns the picture in the theme that the reader sees.
func (p *Page) seen() string {
	theme := p.theme
	if theme == "" {
		theme = "light"
		if app.Window().Call("matchMedia", "(prefers-color-scheme: dark)").Get("matches").Bool() {
			theme = "dark"
		}
	}
	return export.NewPoster(p.s, p.lang, export.PosterOptions{Link: p.address(), Theme: theme})
}

// fileName returns the name of the chosen file: what its link says, in
// characters that every file system takes.
func (p *Page) fileName() string { return export.FileName(p.s.Config) + takeaways[p.taking].ext }

func (p *Page) onTake(ctx app.Context, e app.Event) {
	p.opened[tableTake] = ctx.JSSrc().Get("open").Bool()
	if p.opened[tableTake] && !p.canTake {
		p.loadExport(ctx)
	}
}

func (p *Page) onTakeWhat(ctx app.Context, e app.Event) {
	p.taking, _ = strconv.Atoi(ctx.JSSrc().Get("value").String())
	p.taken = ""
}

func (p *Page) onTakeSave(ctx app.Context, e app.Event) {
	t, w := &takeaways[p.taking], &text.Export
	p.told(ctx, exportScript("save", t.text(p), p.fileName(), t.scale), w.Saved, w.SaveFailed)
}

func (p *Page) onTakeCopy(ctx app.Context, e app.Event) {
	t, w := &takeaways[p.taking], &text.Export
	no := w.CopyFailed
	if t.scale > 0 {
		no = w.CopyImageFailed
	}
	p.told(ctx, exportScript("copy", t.text(p), p.fileName(), t.scale), text.Page.Copied, no)
}

// exportScript calls web/export.js, which makes files, pictures and what goes to
// the clipboard. It returns a promise.
func exportScript(method, text, name string, scale int) app.Value {
	return app.Window().Get("unetExport").Call(method, text, name, scale)
}

// loadExport loads web/export.js, which the page needs no sooner. Until it is
// there nothing can be taken.
func (p *Page) loadExport(ctx app.Context) {
	if app.IsServer {
		return
	}
	document := app.Window().Get("document")
	script := document.Call("createElement", "script")
	script.Set("src", document.Call("querySelector", `meta[name="export.js"]`).Get("content"))
	when := func(event string, then func()) {
		script.Call("addEventListener", event, app.FuncOf(func(app.Value, []app.Value) any {
			ctx.Dispatch(func(app.Context) { then() })
			return nil
		}))
	}
	when("load", func() { p.canTake = true })
	when("error", func() { p.taken = p.lang.T(text.Export.NotLoaded) })
	document.Get("head").Call("append", script)
}

// told says how it ended.
func (p *Page) told(ctx app.Context, promise app.Value, yes, no config.Text) {
	name := p.fileName()
	dom.Settled(ctx, promise, func(ok bool) {
		p.taken = p.lang.F(map[bool]config.Text{true: yes, false: no}[ok], name)
	})
}
