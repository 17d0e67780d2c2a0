package page

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/diagram"
	"unetparams/app/dom"
	"unetparams/app/export"
	"unetparams/app/session"
	"unetparams/app/state"
	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/number"
	"unetparams/counter/zoo"
)

// A share is the dialog that hands out what puts the configuration into a post, a
// tab for each kind of platform, with a preview. While it is closed, nothing is
// made for it.
type share struct {
	app.Compo
	Session *session.Session
	Version int    // of the state
	Stage   string // that is selected
	Open    bool
	Status  string // what was copied

	opened bool   // it was open when it was rendered last
	ready  bool   // the script that makes files is there
	tab    string // in sight
	way    string // the snippet of that tab that is in sight
	copied string // the snippet that was copied last
	look   export.Look
	sizes  bool // the figure has the sizes of all maps
}

// shareTabs are the tabs in the order of the page.
var shareTabs = []struct {
	id    string
	title config.Text
}{
	{"link", text.Share.Link},
	{"embed", text.Share.TabEmbed},
	{"markdown", text.Share.TabMarkdown},
	{"mdx", text.Share.TabMDX},
	{"notebook", text.Share.TabNotebook},
	{"figure", text.Share.TabFigure},
}

// lookKeys returns what can be chosen about a snippet, or about the figure.
func lookKeys(id string) []string {
	switch id {
	case "link":
		return []string{"lang"}
	case "figure":
		return []string{"lang", "theme"}
	case "frame":
		return []string{"lang", "theme", "controls"}
	case "html", "markdown":
		return []string{"lang", "theme", "picture"}
	}
	return []string{"lang", "theme", "controls", "load", "picture"}
}

// OnUpdate loads what makes files when the dialog opens.
func (p *share) OnUpdate(ctx app.Context) {
	if p.Open && !p.ready {
		if p.ready = dom.CanMakeFiles(); !p.ready {
			dom.LoadFileMaker(ctx, func(ok bool) { p.ready = ok })
		}
	}
}

// Render implements go-app's Composer.
func (p *share) Render() app.UI {
	l, w := p.Session.Lang, &text.Share
	dialog := app.Dialog().ID("share-dialog").Aria("label", l.T(w.Title)).Attr("closedby", "any").On("close", p.onShareClosed)
	if p.Open != p.opened {
		p.opened, p.copied = p.Open, ""
		p.look = export.Look{Lang: l, Picture: pictureChoices(p.Session.State.Config, "")[0].value}
		if p.tab == "" {
			p.show("link")
		}
	}
	if !p.Open {
		return dialog
	}
	said := app.P().ID("share-status").Role("status").Text(p.Status)
	if p.copied != "" { // the button says it
		said = said.Class("unseen")
	}
	panel := app.Div().ID("share-panel").Role("tabpanel").Aria("labelledby", "share-tab-"+p.tab)
	if p.tab == "figure" {
		panel = panel.Body(p.figure()...)
	} else {
		panel = panel.Body(p.snippet()...)
	}
	return dialog.Body(
		app.Div().Class("head").Body(
			app.H2().Text(l.T(w.Title)),
			app.Button().Type("button").ID("share-close").Class("quiet").OnClick(p.onShareClose).Text(l.T(w.Close)),
			p.tabs(),
		),
		panel,
		said,
	)
}

// tabs is the row of tabs.
func (p *share) tabs() app.UI {
	l := p.Session.Lang
	return app.Div().Class("tabs").Role("tablist").Aria("label", l.T(text.Share.Tabs)).OnKeyDown(p.onTabKey).Body(
		app.Range(shareTabs).Slice(func(i int) app.UI {
			t := shareTabs[i]
			now, stop := t.id == p.tab, -1
			if now {
				stop = 0
			}
			return app.Button().Type("button").ID("share-tab-"+t.id).Role("tab").TabIndex(stop).
				Aria("selected", dom.BoolText(now)).Aria("controls", "share-panel").
				OnClick(p.onTab(t.id), t.id).Text(l.T(t.title))
		}))
}

// snippet is the panel of the tab's snippets, of which one is in sight.
func (p *share) snippet() []app.UI {
	l, w := p.Session.Lang, &text.Share
	ways := p.ways()
	s := p.chosen(ways)
	var choose, system app.UI
	if len(ways) > 1 {
		choose = app.Div().Class("ways").Role("group").Aria("label", l.T(w.Ways)).Body(app.Range(ways).Slice(func(i int) app.UI {
			return app.Button().Type("button").DataSet("way", ways[i].Id).Aria("pressed", dom.BoolText(ways[i].Id == s.Id)).
				OnClick(p.onWay(ways[i].Id), ways[i].Id).Text(l.T(ways[i].Title))
		}))
	}
	if s.Id == "link" && app.IsClient && app.Window().Get("navigator").Get("share").Truthy() {
		system = app.Button().Type("button").ID("share-system").OnClick(p.onShareSystem).Text(l.T(w.System))
	}
	label := w.Copy
	if p.copied == s.Id {
		label = w.Copied
	}
	picture, png := export.Pictures(p.Session.State, p.Session.Site(), p.look)
	return []app.UI{
		choose,
		app.Div().Class("snippet").DataSet("snippet", s.Id).Body(
			app.P().Class("help").Text(l.T(s.Help)),
			app.Pre().TabIndex(0).Role("group").Aria("label", l.T(s.Title)).Body(app.Code().Text(s.Text)),
			app.Div().Class("actions").Body(
				app.Button().Type("button").ID("share-copy").Class("main").OnClick(p.onShareCopy).Text(l.T(label)),
				system,
			),
		),
		p.looks(s.Id),
		p.pictureHelp(s.Id, picture, png),
		preview(p.Session.Lang, p.Session.State, picture.Text, picture.Width, picture.Height),
	}
}

// ways returns the snippets of the tab.
func (p *share) ways() (ways []export.Snippet) {
	for _, s := range export.Snippets(p.Session.State, p.Session.Site(), p.look) {
		if s.Tab == p.tab {
			ways = append(ways, s)
		}
	}
	return ways
}

// chosen returns the one of the tab's snippets that is in sight.
func (p *share) chosen(ways []export.Snippet) export.Snippet {
	for _, s := range ways {
		if s.Id == p.way {
			return s
		}
	}
	return ways[0]
}

// figure is the panel of the picture as a file.
func (p *share) figure() []app.UI {
	l, w := p.Session.Lang, &text.Share
	save := func(id, format string) app.UI {
		return app.Button().Type("button").ID("figure-"+id).Disabled(!p.ready).OnClick(p.onFigure(id), id).Text(l.F(w.Save, format))
	}
	d := p.drawing()
	return []app.UI{
		app.P().Class("help").Text(l.T(w.FigureHelp)),
		app.Div().Class("actions").Body(save("svg", "SVG"), save("png", "PNG"), save("tikz", "TikZ")),
		p.looks("figure"),
		app.Label().Class("sizes").Body(
			app.Input().Type("checkbox").ID("share-sizes").Checked(p.sizes).OnChange(p.onSizes),
			app.Span().Text(l.T(w.Sizes)),
		),
		preview(p.Session.Lang, p.Session.State, d.Text, d.Width, d.Height),
	}
}

// drawing is the figure as the look has it.
func (p *share) drawing() export.Drawing {
	return export.Figure(p.Session.State, p.Session.Site(), p.look, p.sizes)
}

// preview shows a picture that is handed out.
func preview(l text.Lang, s *state.State, svg, width, height string) app.UI {
	return app.Figure().Body(
		app.Img().ID("share-preview").Src(export.PictureURL(svg)).Attr("width", width).Attr("height", height).
			Alt(l.T(text.Share.Preview) + l.T(text.Describe.Colon) + l.F(text.Share.Alt, l.Config(s.Config), number.Grouped(s.Report.Learnable))),
	)
}

// A choice is an option of a menu.
type choice struct {
	value string
	label config.Text
}

// looks are the menus of what can be chosen about a snippet.
func (p *share) looks(id string) app.UI {
	w, k := &text.Share, p.look
	keys := lookKeys(id)
	return app.Div().Class("looks").Body(app.Range(keys).Slice(func(i int) app.UI {
		switch keys[i] {
		case "lang":
			return p.lookMenu("lang", w.Language, string(k.Lang), []choice{{"en", config.Text{EN: "English", ZH: "English"}}, {"zh", config.Text{EN: "中文", ZH: "中文"}}})
		case "theme":
			return p.lookMenu("theme", w.Theme, k.Theme, []choice{{"", text.Page.ThemeAuto}, {"light", text.Page.ThemeLight}, {"dark", text.Page.ThemeDark}})
		case "controls":
			return p.lookMenu("controls", w.Controls, k.Controls, []choice{{"", w.ControlsFolded}, {"open", w.ControlsOpen}, {"off", w.ControlsOff}})
		case "load":
			return p.lookMenu("load", w.Load, k.Load, []choice{{"", w.LoadClick}, {"visible", w.LoadVisible}, {"eager", w.LoadEager}})
		}
		return p.lookMenu("picture", w.Picture, pictureOf(p.look, id), pictureChoices(p.Session.State.Config, id))
	}))
}

// lookMenu is a menu of the dialog; its key is that of a field of the look.
func (p *share) lookMenu(key string, label config.Text, now string, all []choice) app.UI {
	return app.Label().Body(
		app.Span().Text(p.Session.Lang.T(label)),
		app.Select().ID("share-look-"+key).OnChange(p.onShareLook(key), key).Body(
			app.Range(all).Slice(func(i int) app.UI {
				return app.Option().Value(all[i].value).Selected(all[i].value == now).Text(p.Session.Lang.T(all[i].label))
			})),
	)
}

// pictureOf returns where the picture of a snippet is: what the look says, or
// a file where the snippet cannot carry it.
func pictureOf(look export.Look, id string) string {
	if look.Picture == "inline" && (id == "html" || id == "markdown") {
		return "file"
	}
	return look.Picture
}

// pictureChoices are the places where the picture of a snippet can be. This site
// has those of published networks only.
func pictureChoices(c *config.Config, id string) (all []choice) {
	w := &text.Share
	if zoo.NetworkOf(c) != nil {
		all = append(all, choice{"site", w.PictureSite})
	}
	all = append(all, choice{"file", w.PictureFile})
	if id != "html" && id != "markdown" {
		all = append(all, choice{"inline", w.PictureInline})
	}
	return all
}

// pictureHelp says where the picture is, and saves it where that is up to the author.
func (p *share) pictureHelp(id string, svg, png export.Drawing) app.UI {
	keys := lookKeys(id)
	if keys[len(keys)-1] != "picture" {
		return nil
	}
	l, w, where := p.Session.Lang, &text.Share, pictureOf(p.look, id)
	help := map[string]config.Text{"site": w.PictureSiteHelp, "file": w.PictureFileHelp, "inline": w.PictureInlineHelp}
	var save app.UI
	if where != "site" {
		link := func(id string, d export.Drawing) app.UI {
			return app.A().Class("button").ID(id).Download(d.File).Href(export.PictureURL(d.Text)).Text(l.F(w.Save, d.File))
		}
		var narrow app.UI
		if svg.Narrow != nil {
			narrow = link("share-save-narrow", *svg.Narrow)
		}
		save = app.Div().Class("actions").Body(
			link("share-save", svg),
			narrow,
			app.Button().Type("button").ID("share-save-png").Disabled(!p.ready).OnClick(p.onSharePNG).Text(l.F(w.Save, png.File)),
		)
	}
	return app.Div().ID("share-picture").Body(app.P().Class("help").Text(l.T(help[where])), save)
}

// onSharePNG saves the picture for platforms that take no SVG, at twice its size,
// as screens have it now.
func (p *share) onSharePNG(ctx app.Context, e app.Event) {
	k := p.look
	if k.Theme == "" {
		k.Theme = "light"
	}
	svg, png := export.Pictures(p.Session.State, p.Session.Site(), k)
	p.save(ctx, svg.Text, png.File, 2)
}

// onFigure saves the figure. A PNG is as sharp as print wants it.
func (p *share) onFigure(format string) app.EventHandler {
	return func(ctx app.Context, e app.Event) {
		d := p.drawing()
		name := strings.TrimSuffix(d.File, ".svg")
		switch format {
		case "svg":
			p.save(ctx, d.Text, d.File, 0)
		case "png":
			p.save(ctx, d.Text, name+".png", 4)
		case "tikz":
			p.save(ctx, tikz(p.Session, p.sizes), name+".tex", 0)
		}
	}
}

func (p *share) save(ctx app.Context, data, name string, scale int) {
	p.copied = ""
	dom.SaveFile(ctx, data, name, scale, func(ok bool) {
		p.Session.Announce(ok, text.Export.Saved, text.Export.SaveFailed, name)
	})
}

// tikz returns the picture for LaTeX. Its texts must be in a Latin script.
func tikz(s *session.Session, sizes bool) string {
	words := text.Diagram(text.English, s.State.Report)
	words.Title = text.English.Config(s.State.Config)
	return diagram.TikZ(s.State.Report, s.State.Trace, words, diagram.Options{Still: true, ID: "unet", Sizes: sizes})
}

// openShare opens the dialog. The browser closes it, and tells.
func openShare(s *session.Session) {
	s.Sharing, s.Status = true, ""
	s.After(func(app.Context) {
		dialog := shareElement()
		dialog.Call("showModal")
		if tab := dialog.Call("querySelector", "[role=tab][aria-selected=true]"); tab.Truthy() {
			tab.Call("focus")
		}
	})
}

// shareElement is the dialog in the document.
func shareElement() app.Value { return app.Window().GetElementByID("share-dialog") }

func (p *share) onShareClose(ctx app.Context, e app.Event) { shareElement().Call("close") }

func (p *share) onShareClosed(ctx app.Context, e app.Event) {
	p.Session.Sharing, p.Session.Status = false, ""
}

// show brings a tab into sight.
func (p *share) show(tab string) { p.tab, p.way, p.copied, p.Session.Status = tab, "", "", "" }

func (p *share) onTab(tab string) app.EventHandler {
	return func(ctx app.Context, e app.Event) { p.show(tab) }
}

// onTabKey goes along the tabs, as arrow keys do in a row of them.
func (p *share) onTabKey(ctx app.Context, e app.Event) {
	now, last := 0, len(shareTabs)-1
	for i, t := range shareTabs {
		if t.id == p.tab {
			now = i
		}
	}
	next, ok := map[string]int{"ArrowRight": (now + 1) % (last + 1), "ArrowLeft": (now + last) % (last + 1), "Home": 0, "End": last}[e.Get("key").String()]
	if !ok {
		return
	}
	e.PreventDefault()
	p.show(shareTabs[next].id)
	app.Window().GetElementByID("share-tab-" + p.tab).Call("focus")
}

func (p *share) onWay(id string) app.EventHandler {
	return func(ctx app.Context, e app.Event) { p.way, p.copied, p.Session.Status = id, "", "" }
}

func (p *share) onSizes(ctx app.Context, e app.Event) { p.sizes = ctx.JSSrc().Get("checked").Bool() }

func (p *share) onShareLook(key string) app.EventHandler {
	return func(ctx app.Context, e app.Event) {
		p.copied, p.Session.Status = "", ""
		p.look.Set(key, ctx.JSSrc().Get("value").String())
	}
}

// onShareCopy copies the snippet that is in sight.
func (p *share) onShareCopy(ctx app.Context, e app.Event) {
	s := p.chosen(p.ways())
	dom.Copy(ctx, s.Text, func(ok bool) {
		if ok {
			p.copied = s.Id
		}
		p.Session.Announce(ok, text.Page.Copied, text.Page.CopyFailed, p.Session.Lang.T(s.Title))
	})
}

// onShareSystem opens the sheet of the reader's own system.
func (p *share) onShareSystem(ctx app.Context, e app.Event) {
	l := p.look.Lang
	what := map[string]any{
		"title": text.Title(l),
		"text":  l.F(text.Share.Alt, l.Config(p.Session.State.Config), number.Grouped(p.Session.State.Report.Learnable)),
		"url":   export.Snippets(p.Session.State, p.Session.Site(), p.look)[0].Text,
	}
	// Whether the reader went through with it is nobody's business.
	dom.Settled(ctx, app.Window().Get("navigator").Call("share", what), func(bool) {})
}
