package page

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/counter/config"
)

// A header heads the page: its title, the field that takes whatever a reader brings,
// and the links to the other pages, themes and languages.
type header struct {
	app.Compo
	Session *session.Session
	Lang    text.Lang

	theme string // "", "light" or "dark"
}

// OnInit reads the theme that the document was opened with.
func (p *header) OnInit() { p.theme = dom.Theme() }

// Render implements go-app's Composer.
func (p *header) Render() app.UI {
	other, to := text.Chinese, "./zh/"
	if p.Lang == text.Chinese {
		other, to = text.English, "../"
	}
	themes := []struct {
		value string
		label config.Text
	}{{"", text.Page.ThemeAuto}, {"light", text.Page.ThemeLight}, {"dark", text.Page.ThemeDark}}
	return app.Header().Body(
		app.A().Class("skip").Href("#answer").Text(p.Lang.T(text.Page.SkipToAnswer)),
		app.Div().Class("title").Body(
			app.H1().Text(text.Title(p.Lang)),
			app.P().Text(p.Lang.T(text.Page.Tagline)),
		),
		&door{Session: p.Session},
		app.Div().Class("tools").Body(
			app.A().Href("./learn/").Text(p.Lang.T(text.Page.Learn)),
			app.A().Href("./p/").Text(p.Lang.T(text.Page.Networks)),
			app.A().Href("./gallery/").Text(p.Lang.T(text.Page.Gallery)),
			app.A().Href("./help/").Text(p.Lang.T(text.Page.Help)),
			app.Label().Class("theme").Body(
				app.Span().Aria("hidden", true).Text("◐"),
				app.Select().ID("theme").Aria("label", p.Lang.T(text.Page.Theme)).Title(p.Lang.T(text.Page.Theme)).OnChange(p.onTheme).Body(
					app.Range(themes).Slice(func(i int) app.UI {
						return app.Option().Value(themes[i].value).Selected(p.theme == themes[i].value).
							Text(p.Lang.T(themes[i].label))
					}),
				),
			),
			app.A().Class("lang").Href(to).Lang(string(other)).Attr("hreflang", string(other)).
				DataSet("keep-hash", "true").Text(p.Lang.T(text.Page.Switch)),
		),
	)
}

func (p *header) onTheme(ctx app.Context, e app.Event) {
	p.theme = ctx.JSSrc().Get("value").String()
	dom.SetTheme(p.theme)
}
