package app

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/counter/config"
	"unetparams/counter/number"
	"unetparams/counter/zoo"
)

// A sharing is the state of the share dialog. Its zero value is that of one that
// is closed, for which nothing is made.
type sharing struct {
	open bool
	look
}

// shareDialog hands out what puts the configuration into a post, with a preview.
func (p *Page) shareDialog() app.UI {
	dialog := app.Dialog().ID("share-dialog").Aria("label", p.lang.T(shareWords.Title)).Attr("closedby", "any").On("close", p.onShareClosed)
	if !p.sharing.open {
		return dialog
	}
	l, w, k := p.lang, &shareWords, p.sharing.look
	picture, png := pictures(p.s, p.site(), k)
	snippets := snippets(p.s, p.site(), k)
	var system app.UI
	if app.IsClient && app.Window().Get("navigator").Get("share").Truthy() {
		system = app.Button().Type("button").ID("share-system").OnClick(p.onShareSystem).Text(l.T(w.System))
	}
	return dialog.Body(
		app.Div().Class("head").Body(
			app.H2().Text(l.T(w.Title)),
			system,
			app.Button().Type("button").ID("share-close").OnClick(p.onShareClose).Text(l.T(w.Close)),
		),
		app.Figure().Body(
			app.Img().ID("share-preview").Src(pictureURL(picture.text)).Alt(l.F(w.Alt, l.describe(p.s.Config), number.Grouped(p.s.Report.Learnable))).
				Attr("width", picture.width).Attr("height", picture.height),
			app.FigCaption().Class("help").Text(l.T(w.Preview)),
		),
		app.Div().Class("looks").Body(
			p.lookMenu("lang", w.Language, string(k.Lang), []choice{{"en", config.Text{EN: "English", ZH: "English"}}, {"zh", config.Text{EN: "中文", ZH: "中文"}}}),
			p.lookMenu("theme", w.Theme, k.Theme, []choice{{"", words.ThemeAuto}, {"light", words.ThemeLight}, {"dark", words.ThemeDark}}),
			p.lookMenu("controls", w.Controls, k.Controls, []choice{{"", w.ControlsFolded}, {"open", w.ControlsOpen}, {"off", w.ControlsOff}}),
			p.lookMenu("load", w.Load, k.Load, []choice{{"", w.LoadClick}, {"visible", w.LoadVisible}, {"eager", w.LoadEager}}),
			p.lookMenu("picture", w.Picture, k.Picture, p.pictureChoices()),
		),
		p.pictureHelp(picture, png),
		app.Range(snippets).Slice(func(i int) app.UI {
			s := &snippets[i]
			return app.Section().DataSet("snippet", s.id).Body(
				app.H3().ID("share-"+s.id).Text(l.T(s.title)),
				app.Button().Type("button").Aria("label", l.T(w.Copy)+l.T(describeWords.Colon)+l.T(s.title)).
					OnClick(p.onShareCopy(s.id), s.id).Text(l.T(w.Copy)),
				app.P().Class("help").Text(l.T(s.help)),
				app.Pre().TabIndex(0).Role("group").Aria("labelledby", "share-"+s.id).Body(app.Code().Text(s.text)),
			)
		}),
		app.P().ID("share-status").Role("status").Text(p.status),
	)
}

// A choice is an option of a menu.
type choice struct {
	value string
	label config.Text
}

// lookMenu is a menu of the dialog; its key is that of a field of the look.
func (p *Page) lookMenu(key string, label config.Text, now string, all []choice) app.UI {
	return app.Label().Body(
		app.Span().Text(p.lang.T(label)),
		app.Select().ID("share-look-"+key).OnChange(p.onShareLook(key), key).Body(
			app.Range(all).Slice(func(i int) app.UI {
				return app.Option().Value(all[i].value).Selected(all[i].value == now).Text(p.lang.T(all[i].label))
			})),
	)
}

// pictureChoices are the places where a picture can be. This site has those of
// published networks only.
func (p *Page) pictureChoices() []choice {
	w := &shareWords
	all := []choice{{"file", w.PictureFile}, {"inline", w.PictureInline}}
	if zoo.NetworkOf(p.s.Config) != nil {
		all = append([]choice{{"site", w.PictureSite}}, all...)
	}
	return all
}

// pictureHelp says where the picture is, and saves it where that is up to the author.
func (p *Page) pictureHelp(svg, png drawing) app.UI {
	w := &shareWords
	help := map[string]config.Text{"site": w.PictureSiteHelp, "file": w.PictureFileHelp, "inline": w.PictureInlineHelp}
	var save app.UI
	if p.sharing.Picture != "site" {
		var narrow app.UI
		if n := svg.narrow; n != nil {
			narrow = app.A().Class("button").ID("share-save-narrow").Download(n.file).Href(pictureURL(n.text)).Text(p.lang.F(w.Save, n.file))
		}
		save = app.Div().Class("actions").Body(
			app.A().Class("button").ID("share-save").Download(svg.file).Href(pictureURL(svg.text)).Text(p.lang.F(w.Save, svg.file)),
			narrow,
			app.Button().Type("button").ID("share-save-png").Disabled(!p.canTake).OnClick(p.onSharePNG).Text(p.lang.F(w.Save, png.file)),
		)
	}
	return app.Div().ID("share-picture").Body(
		app.P().Class("help").Text(p.lang.T(help[p.sharing.Picture])),
		save,
	)
}

// onSharePNG saves the picture for platforms that take no SVG, at twice its size,
// as screens have it now.
func (p *Page) onSharePNG(ctx app.Context, e app.Event) {
	k := p.sharing.look
	if k.Theme == "" {
		k.Theme = "light"
	}
	svg, png := pictures(p.s, p.site(), k)
	settled(ctx, exportScript("save", svg.text, png.file, 2), func(ok bool) {
		p.status = p.lang.F(map[bool]config.Text{true: exportWords.Saved, false: exportWords.SaveFailed}[ok], png.file)
	})
}

// site returns the address of the site's root.
func (p *Page) site() string {
	if app.IsServer {
		return "./"
	}
	return app.Window().Get("URL").New(p.root, app.Window().Get("location").Get("href")).Get("href").String()
}

func (p *Page) onShare(ctx app.Context, e app.Event) {
	p.sharing = sharing{open: true, look: look{Lang: p.lang, Picture: p.pictureChoices()[0].value}}
	p.status = ""
	if !p.canTake {
		p.loadExport(ctx)
	}
	p.after(func(app.Context) { shareElement().Call("showModal") })
}

// shareElement is the dialog in the document. The browser closes it, and tells.
func shareElement() app.Value { return app.Window().GetElementByID("share-dialog") }

func (p *Page) onShareClose(ctx app.Context, e app.Event) { shareElement().Call("close") }

func (p *Page) onShareClosed(ctx app.Context, e app.Event) {
	p.sharing, p.status = sharing{}, ""
}

func (p *Page) onShareLook(key string) app.EventHandler {
	return func(ctx app.Context, e app.Event) {
		p.status = ""
		p.sharing.set(key, ctx.JSSrc().Get("value").String())
	}
}

// set chooses something about the look.
func (k *look) set(key, value string) {
	switch key {
	case "lang":
		k.Lang = Lang(value)
	case "theme":
		k.Theme = value
	case "controls":
		k.Controls = value
	case "load":
		k.Load = value
	case "picture":
		k.Picture = value
	}
}

func (p *Page) onShareCopy(id string) app.EventHandler {
	return func(ctx app.Context, e app.Event) {
		for _, s := range snippets(p.s, p.site(), p.sharing.look) {
			if s.id == id {
				p.copyText(ctx, s.text, p.lang.T(s.title))
			}
		}
	}
}

// onShareSystem opens the sheet of the reader's own system.
func (p *Page) onShareSystem(ctx app.Context, e app.Event) {
	l := p.sharing.Lang
	what := map[string]any{
		"title": Title(l),
		"text":  l.F(shareWords.Alt, l.describe(p.s.Config), number.Grouped(p.s.Report.Learnable)),
		"url":   snippets(p.s, p.site(), p.sharing.look)[0].text,
	}
	// Whether the reader went through with it is nobody's business.
	settled(ctx, app.Window().Get("navigator").Call("share", what), func(bool) {})
}
