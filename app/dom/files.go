package dom

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// CanMakeFiles reports whether web/export.js is loaded, which SaveFile and
// CopyFile need.
func CanMakeFiles() bool { return app.IsClient && app.Window().Get("unetExport").Truthy() }

// LoadFileMaker loads web/export.js, which the page needs only once a reader
// requests a file, and then calls a function with whether it was loaded.
func LoadFileMaker(ctx app.Context, then func(ok bool)) {
	if app.IsServer {
		return
	}
	document := app.Window().Get("document")
	script := document.Call("createElement", "script")
	script.Set("src", document.Call("querySelector", `meta[name="export.js"]`).Get("content"))
	for event, ok := range map[string]bool{"load": true, "error": false} {
		script.Call("addEventListener", event, app.FuncOf(func(app.Value, []app.Value) any {
			ctx.Dispatch(func(app.Context) { then(ok) })
			return nil
		}))
	}
	document.Get("head").Call("append", script)
}

// SaveFile offers a text as a file of the given name or, with a scale, the text as an
// SVG converted to PNG. It calls then with whether that succeeded.
func SaveFile(ctx app.Context, text, name string, scale int, then func(ok bool)) {
	Settled(ctx, app.Window().Get("unetExport").Call("save", text, name, scale), then)
}

// CopyFile is like SaveFile, but puts the file on the clipboard.
func CopyFile(ctx app.Context, text, name string, scale int, then func(ok bool)) {
	Settled(ctx, app.Window().Get("unetExport").Call("copy", text, name, scale), then)
}
