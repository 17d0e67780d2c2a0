package app

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// picture shows the diagram in both layouts; the style sheet shows the one that
// fits. Which stage is selected is marked on the drawn elements, not drawn
// anew, so that the keyboard's focus stays where it is.
type picture struct {
	app.Compo
	Wide, Narrow    string
	Selected, Hover string
}

// Render implements go-app's Composer.
func (p *picture) Render() app.UI {
	return app.Div().Class("u").Body(
		app.Div().Class("wide").Body(app.Raw(p.marked(p.Wide))),
		app.Div().Class("narrow").Body(app.Raw(p.marked(p.Narrow))),
	)
}

// marked returns a picture as it stands in the generated page, where nothing
// can mark the selected stage later.
func (p *picture) marked(svg string) string {
	if app.IsClient {
		return svg
	}
	before, after, ok := strings.Cut(svg, `data-stage="`+p.Selected+`"`)
	if !ok {
		return svg
	}
	return before + `data-stage="` + p.Selected + `" data-selected=""` + strings.Replace(after, `aria-pressed="false"`, `aria-pressed="true"`, 1)
}

// OnMount marks the selected stage.
func (p *picture) OnMount(ctx app.Context) { p.mark() }

// OnUpdate marks the selected stage again; the pictures may be new.
func (p *picture) OnUpdate(ctx app.Context) { p.mark() }

func (p *picture) mark() {
	if app.IsServer {
		return
	}
	mark := func(attribute, stage string, pressed bool) {
		set := func(selector string, on bool) {
			list := p.JSValue().Call("querySelectorAll", selector)
			for i := range list.Get("length").Int() {
				el := list.Index(i)
				if on {
					el.Call("setAttribute", attribute, "")
				} else {
					el.Call("removeAttribute", attribute)
				}
				if pressed {
					el.Call("setAttribute", "aria-pressed", on)
				}
			}
		}
		set("["+attribute+"]", false)
		if stage != "" {
			set(`[data-stage="`+stage+`"]`, true)
		}
	}
	mark("data-selected", p.Selected, true)
	mark("data-hover", p.Hover, false)
}
