package page

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
	"unetparams/app/export"
	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/number"
	"unetparams/counter/zoo"
)

// A share is the dialog that hands out what puts the configuration into a post,
// with a preview. While it is closed, nothing is made for it.
type share struct {
	app.Compo
	Session *session.Session
	Version int    // of the state
	Stage   string // that is selected
	Open    bool
	Status  string // what was copied

	opened bool // it was open when it was rendered last
	ready  bool // the script that makes files is there
	look   export.Look
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
	dialog := app.Dialog().ID("share-dialog").Aria("label", p.Session.Lang.T(text.Share.Title)).Attr("closedby", "any").On("close", p.onShareClosed)
	if p.Open != p.opened {
		p.opened = p.Open
		p.look = export.Look{Lang: p.Session.Lang, Picture: p.pictureChoices()[0].value}
	}
	if !p.Open {
		return dialog
	}
	l, w, k := p.Session.Lang, &text.Share, p.look
	picture, png := export.Pictures(p.Session.State, p.Session.Site(), k)
	snippets := export.Snippets(p.Session.State, p.Session.Site(), k)
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
			app.Img().ID("share-preview").Src(export.PictureURL(picture.Text)).Alt(l.F(w.Alt, l.Config(p.Session.State.Config), number.Grouped(p.Session.State.Report.Learnable))).
				Attr("width", picture.Width).Attr("height", picture.Height),
			app.FigCaption().Class("help").Text(l.T(w.Preview)),
		),
		app.Div().Class("looks").Body(
			p.lookMenu("lang", w.Language, string(k.Lang), []choice{{"en", config.Text{EN: "English", ZH: "English"}}, {"zh", config.Text{EN: "中文", ZH: "中文"}}}),
			p.lookMenu("theme", w.Theme, k.Theme, []choice{{"", text.Page.ThemeAuto}, {"light", text.Page.ThemeLight}, {"dark", text.Page.ThemeDark}}),
			p.lookMenu("controls", w.Controls, k.Controls, []choice{{"", w.ControlsFolded}, {"open", w.ControlsOpen}, {"off", w.ControlsOff}}),
			p.lookMenu("load", w.Load, k.Load, []choice{{"", w.LoadClick}, {"visible", w.LoadVisible}, {"eager", w.LoadEager}}),
			p.lookMenu("picture", w.Picture, k.Picture, p.pictureChoices()),
		),
		p.pictureHelp(picture, png),
		app.Range(snippets).Slice(func(i int) app.UI {
			s := &snippets[i]
			return app.Section().DataSet("snippet", s.Id).Body(
				app.H3().ID("share-"+s.Id).Text(l.T(s.Title)),
				app.Button().Type("button").Aria("label", l.T(w.Copy)+l.T(text.Describe.Colon)+l.T(s.Title)).
					OnClick(p.onShareCopy(s.Id), s.Id).Text(l.T(w.Copy)),
				app.P().Class("help").Text(l.T(s.Help)),
				app.Pre().TabIndex(0).Role("group").Aria("labelledby", "share-"+s.Id).Body(app.Code().Text(s.Text)),
			)
		}),
		app.P().ID("share-status").Role("status").Text(p.Status),
	)
}

// A choice is an option of a menu.
type choice struct {
	value string
	label config.Text
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

// pictureChoices are the places where a picture can be. This site has those of
// published networks only.
func (p *share) pictureChoices() []choice {
	w := &text.Share
	all := []choice{{"file", w.PictureFile}, {"inline", w.PictureInline}}
	if zoo.NetworkOf(p.Session.State.Config) != nil {
		all = append([]choice{{"site", w.PictureSite}}, all...)
	}
	return all
}

// pictureHelp says where the picture is, and saves it where that is up to the author.
func (p *share) pictureHelp(svg, png export.Drawing) app.UI {
	w := &text.Share
	help := map[string]config.Text{"site": w.PictureSiteHelp, "file": w.PictureFileHelp, "inline": w.PictureInlineHelp}
	var save app.UI
	if p.look.Picture != "site" {
		var narrow app.UI
		if n := svg.Narrow; n != nil {
			narrow = app.A().Class("button").ID("share-save-narrow").Download(n.File).Href(export.PictureURL(n.Text)).Text(p.Session.Lang.F(w.Save, n.File))
		}
		save = app.Div().Class("actions").Body(
			app.A().Class("button").ID("share-save").Download(svg.File).Href(export.PictureURL(svg.Text)).Text(p.Session.Lang.F(w.Save, svg.File)),
			narrow,
			app.Button().Type("button").ID("share-save-png").Disabled(!p.ready).OnClick(p.onSharePNG).Text(p.Session.Lang.F(w.Save, png.File)),
		)
	}
	return app.Div().ID("share-picture").Body(
		app.P().Class("help").Text(p.Session.Lang.T(help[p.look.Picture])),
		save,
	)
}

// onSharePNG saves the picture for platforms that take no SVG, at twice its size,
// as screens have it now.
func (p *share) onSharePNG(ctx app.Context, e app.Event) {
	k := p.look
	if k.Theme == "" {
		k.Theme = "light"
	}
	svg, png := export.Pictures(p.Session.State, p.Session.Site(), k)
	dom.SaveFile(ctx, svg.Text, png.File, 2, func(ok bool) {
		p.Session.Announce(ok, text.Export.Saved, text.Export.SaveFailed, png.File)
	})
}

// openShare opens the dialog. The browser closes it, and tells.
func openShare(s *session.Session) {
	s.Sharing, s.Status = true, ""
	s.After(func(app.Context) { shareElement().Call("showModal") })
}

// shareElement is the dialog in the document.
func shareElement() app.Value { return app.Window().GetElementByID("share-dialog") }

func (p *share) onShareClose(ctx app.Context, e app.Event) { shareElement().Call("close") }

func (p *share) onShareClosed(ctx app.Context, e app.Event) {
	p.Session.Sharing, p.Session.Status = false, ""
}

func (p *share) onShareLook(key string) app.EventHandler {
	return func(ctx app.Context, e app.Event) {
		p.Session.Status = ""
		p.look.Set(key, ctx.JSSrc().Get("value").String())
	}
}

func (p *share) onShareCopy(id string) app.EventHandler {
	return func(ctx app.Context, e app.Event) {
		for _, s := range export.Snippets(p.Session.State, p.Session.Site(), p.look) {
			if s.Id == id {
				p.Session.Copy(ctx, s.Text, p.Session.Lang.T(s.Title))
			}
		}
	}
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
