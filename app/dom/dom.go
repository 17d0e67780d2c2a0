package dom

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/text"
)

func BoolText(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

// DocumentLang returns the language of the document.
func DocumentLang() text.Lang {
	return text.Lang(app.Window().Get("document").Get("documentElement").Get("lang").String())
}

// Fragment returns the address's fragment as it stands there.
func Fragment() string {
	if app.IsServer {
		return ""
	}
	return app.Window().Get("location").Get("hash").String()
}

// Settled calls a function when a promise has come to its end, good or bad.
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

// OnResize calls a function whenever the size of an element has changed, before
// that is painted.
func OnResize(id string, f func()) {
	observer := app.Window().Get("ResizeObserver").New(app.FuncOf(func(app.Value, []app.Value) any {
		f()
		return nil
	}))
	observer.Call("observe", app.Window().GetElementByID(id))
}
