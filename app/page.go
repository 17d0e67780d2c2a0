package app

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// Page is the root component.
type Page struct {
	app.Compo
	lang Lang
}

// NewPage returns the page as it stands before anyone touched it.
func NewPage(lang Lang) *Page { return &Page{lang: lang} }

// Render lays the page out.
func (p *Page) Render() app.UI {
	return app.Div().ID("page").Body(app.H1().Text("U-Net"), app.Input().ID("in").Value("1"))
}
