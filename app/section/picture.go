package section

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
)

// Picture shows the diagram. There is a place for each of its two layouts, and
// the style sheet shows the one that fits; the program draws only that one.
// Which stage is selected is marked on the drawn elements, not drawn anew, so
// that the keyboard's focus stays where it is.
type Picture struct {
	app.Compo
	Wide, Narrow    string
	Selected, Hover string

	marks [2]string // what is marked
}

// Render implements go-app's Composer.
func (p *Picture) Render() app.UI {
	return app.Div().Class("u").Body(
		app.Div().Class("wide").Body(p.drawing(p.Wide)),
		app.Div().Class("narrow").Body(p.drawing(p.Narrow)),
	)
}

func (p *Picture) drawing(svg string) app.UI {
	if svg == "" {
		return nil
	}
	return &dom.Markup{HTML: p.marked(svg)}
}

// NarrowInSight reports whether the style sheet shows the narrow layout.
func NarrowInSight() bool {
	if app.IsServer {
		return false
	}
	place := app.Window().Get("document").Call("querySelector", "#diagram .narrow")
	return place.Truthy() && place.Call("getClientRects").Get("length").Int() > 0
}

// marked returns a picture as it stands in the generated page, where nothing
// can mark the selected stage later.
func (p *Picture) marked(svg string) string {
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
func (p *Picture) OnMount(ctx app.Context) { p.mark() }

// OnUpdate marks the selected stage again; the pictures may be new.
func (p *Picture) OnUpdate(ctx app.Context) { p.mark() }

func (p *Picture) mark() {
	if app.IsServer {
		return
	}
	now := [2]string{p.Selected, p.Hover}
	if p.marks == now && p.JSValue().Call("querySelector", "[data-selected]").Truthy() {
		return // only words and numbers are new
	}
	p.marks = now
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
