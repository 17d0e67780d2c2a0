package dom

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// Document returns the document's root element.
func Document() app.Value { return app.Window().Get("document").Get("documentElement") }

// BoolText returns "true" or "false", as ARIA attributes require.
func BoolText(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

// Fragment returns the address's fragment, undecoded and with its "#".
func Fragment() string {
	if app.IsServer {
		return ""
	}
	return app.Window().Get("location").Get("hash").String()
}

// Settled calls then when a promise is settled; ok says whether it was fulfilled.
func Settled(ctx app.Context, promise app.Value, then func(ok bool)) {
	var done, failed app.Func
	end := func(ok bool) app.Func {
		return app.FuncOf(func(app.Value, []app.Value) any {
			done.Release()
			failed.Release()
			ctx.Dispatch(func(app.Context) { then(ok) })
			return nil
		})
	}
	done, failed = end(true), end(false)
	promise.Call("then", done, failed)
}

// OnResize calls a function whenever the size of an element has changed, before the
// change is painted.
func OnResize(id string, f func()) {
	observer := app.Window().Get("ResizeObserver").New(app.FuncOf(func(app.Value, []app.Value) any {
		f()
		return nil
	}))
	observer.Call("observe", app.Window().GetElementByID(id))
}

// Center scrolls the row that an element is in, if it does not show all of it, so that the
// element is in its middle.
func Center(id string) {
	el := app.Window().GetElementByID(id)
	if !el.Truthy() {
		return
	}
	row := el.Get("parentElement")
	at := el.Get("offsetLeft").Int() - row.Get("offsetLeft").Int()
	row.Set("scrollLeft", at-(row.Get("clientWidth").Int()-el.Get("offsetWidth").Int())/2)
}

// Copy puts a text on the clipboard, and then calls a function with whether it
// succeeded.
func Copy(ctx app.Context, text string, then func(ok bool)) {
	if clipboard := app.Window().Get("navigator").Get("clipboard"); clipboard.Truthy() {
		Settled(ctx, clipboard.Call("writeText", text), then)
	} else { // the page was not served over https
		then(false)
	}
}

// StageOf returns the stage that an event in a diagram came from, or "".
func StageOf(e app.Event) string {
	target := e.Get("target")
	if !target.Truthy() || !target.Get("closest").Truthy() {
		return ""
	}
	if g := target.Call("closest", "[data-stage]"); g.Truthy() {
		return g.Call("getAttribute", "data-stage").String()
	}
	return ""
}
