package app

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/export"
	"unetparams/app/link"
	"unetparams/counter/config"
	"unetparams/counter/number"
	"unetparams/counter/zoo"
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
	w := &exportWords
	all := []takeaway{{w.Picture, "SVG", ".svg", 0, func(p *Page) string { return poster(p.s, p.lang, PosterOptions{Link: p.address()}) }}}
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
	w := &exportWords
	var body []app.UI
	if p.opened[tableTake] {
		body = []app.UI{
			app.P().Class("help").Text(p.lang.T(w.Help)),
			app.Div().Class("actions").Body(
				app.Select().ID("take-what").Aria("label", p.lang.T(w.Title)).OnChange(p.onTakeWhat).Body(
					app.Range(takeaways).Slice(func(i int) app.UI {
						t := &takeaways[i]
						return app.Option().Value(strconv.Itoa(i)).Selected(i == p.taking).
							Text(p.lang.T(t.what) + p.lang.T(describeWords.Comma) + t.format)
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
func (p *Page) exportNet() *export.Net { return newExport(p.s, p.lang, p.address()) }

func newExport(s *state, l Lang, link string) *export.Net {
	w := &exportWords
	return &export.Net{
		Config: s.Config, Report: s.Report, Trace: s.Trace, Width: s.Width, Form: s.Form,
		Name:        l.describe(s.Config),
		Total:       l.F(w.Total, number.Grouped(s.Report.Learnable)),
		Conventions: l.conventionsLine(s.Report),
		Link:        link,
		Words: export.Words{
			Chinese: l == Chinese,
			Number:  number.Grouped, Share: number.Share, Stage: l.stageName, Layer: l.layerName, Reason: l.reason, Shape: shape,
			Runs: func(n int) string { return l.F(w.Runs, n) },
			Name: l.T(words.Name), Kind: l.T(words.Kind), Dims: l.T(words.Shape), StageTitle: l.T(w.Stage),
			How: l.T(w.Calculation), Output: l.T(words.Output), Parameters: l.T(w.Parameters),
			ShareTitle: l.T(words.Share), Buffers: l.T(w.Buffers), Remark: l.T(w.Remark),
			Sum: l.T(words.Sum), Shared: l.T(words.Shared), Unused: l.T(words.Unused), Again: l.T(words.Again),
			NeverRun: l.T(w.NeverRun), Derivation: l.T(words.Derivation), Symbols: l.T(w.Symbols),
			StageSum: l.T(words.StageSum), TotalTitle: l.T(words.Total), ClosedForm: l.T(words.ClosedForm),
			Colon: l.T(describeWords.Colon), Comma: l.T(describeWords.Comma), Counted: l.T(w.Counted), TableNote: l.T(w.TableNote), DocNote: l.T(w.DocNote),
		},
	}
}

// seen returns the picture in the theme that the reader sees.
func (p *Page) seen() string {
	theme := p.theme
	if theme == "" {
		theme = "light"
		if app.Window().Call("matchMedia", "(prefers-color-scheme: dark)").Get("matches").Bool() {
			theme = "dark"
		}
	}
	return poster(p.s, p.lang, PosterOptions{Link: p.address(), Theme: theme})
}

// fileName returns the name of the chosen file: what its link says, in
// characters that every file system takes.
func (p *Page) fileName() string { return baseName(p.s.Config) + takeaways[p.taking].ext }

func baseName(c *config.Config) string {
	name := link.Encode(link.State{Config: c})
	name = name[strings.Index(name, "arch=")+len("arch="):]
	if q := zoo.PresetOf(c); q != nil {
		name = c.Arch.ID + "-" + strings.TrimPrefix(q.ID, c.Arch.ID+"-")
	}
	name = strings.Map(func(c rune) rune {
		switch {
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_':
			return c
		case c == '&':
			return '-'
		}
		return '_'
	}, name)
	return name[:min(len(name), 100)]
}

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
	t, w := &takeaways[p.taking], &exportWords
	p.told(ctx, exportScript("save", t.text(p), p.fileName(), t.scale), w.Saved, w.SaveFailed)
}

func (p *Page) onTakeCopy(ctx app.Context, e app.Event) {
	t, w := &takeaways[p.taking], &exportWords
	no := w.CopyFailed
	if t.scale > 0 {
		no = w.CopyImageFailed
	}
	p.told(ctx, exportScript("copy", t.text(p), p.fileName(), t.scale), words.Copied, no)
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
	when("error", func() { p.taken = p.lang.T(exportWords.NotLoaded) })
	document.Get("head").Call("append", script)
}

// told says how it ended.
func (p *Page) told(ctx app.Context, promise app.Value, yes, no config.Text) {
	name := p.fileName()
	settled(ctx, promise, func(ok bool) {
		p.taken = p.lang.F(map[bool]config.Text{true: yes, false: no}[ok], name)
	})
}
