package dom

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// A ModelReader reads model files in a worker, one lot at a time. The worker and
// its program are loaded when they are needed first.
type ModelReader struct {
	worker app.Value
}

// Read reads files that belong together, and calls a function with the text of
// their summary, see package modelfile. What is still being read is given up.
func (r *ModelReader) Read(ctx app.Context, list app.Value, then func(text string)) {
	r.Stop()
	script := Document().Get("ownerDocument").Call("querySelector", "script[data-reader]")
	if !script.Truthy() {
		then("format\t\nerror\tthis page has no reader of model files\n")
		return
	}
	data, window := script.Get("dataset"), app.Window()
	address := func(key string) string {
		return window.Get("URL").New(data.Get(key), window.Get("document").Get("baseURI")).Get("href").String()
	}
	r.worker = window.Get("Worker").New(address("reader"))
	end := func(text func(e app.Value) string) app.Func {
		return app.FuncOf(func(_ app.Value, args []app.Value) any {
			s := text(args[0])
			r.Stop()
			ctx.Dispatch(func(app.Context) { then(s) })
			return nil
		})
	}
	r.worker.Set("onmessage", end(func(e app.Value) string { return e.Get("data").String() }))
	r.worker.Set("onerror", end(func(app.Value) string { return "format\t\nerror\tthe reader of model files could not be loaded\n" }))
	files := window.Get("Array").Call("from", list)
	r.worker.Call("postMessage", map[string]any{
		"program": address("readerProgram"), "exec": address("readerExec"), "files": files,
	})
}

// Stop gives up what is being read.
func (r *ModelReader) Stop() {
	if r.worker != nil {
		r.worker.Call("terminate")
		r.worker = nil
	}
}
