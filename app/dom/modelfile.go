package dom

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// A ModelReader reads model files in a worker. The worker and its program are
// loaded when the first file is opened.
type ModelReader struct {
	worker           app.Value
	answered, failed app.Func // its listeners
}

// Read reads files, and calls a function with the text that sums up the models in
// them; see package modelfile. It cancels a previous Read. The files are an array of
// File objects.
func (r *ModelReader) Read(ctx app.Context, files app.Value, then func(text string)) {
	r.Stop()
	script := Document().Get("ownerDocument").Call("querySelector", "script[data-reader]")
	if !script.Truthy() {
		then("format\t\t\nerror\tthis page has no reader of model files\t本页没有模型文件读取程序\n")
		return
	}
	data, window := script.Get("dataset"), app.Window()
	address := func(key string) string {
		return window.Get("URL").New(data.Get(key), window.Get("document").Get("baseURI")).Get("href").String()
	}
	worker := window.Get("Worker").New(address("reader"))
	answered := func(text func(e app.Value) string) app.Func {
		return app.FuncOf(func(_ app.Value, args []app.Value) any {
			if r.worker == nil || !r.worker.Equal(worker) {
				return nil // it was canceled in the meantime
			}
			s := text(args[0])
			r.Stop()
			ctx.Dispatch(func(app.Context) { then(s) })
			return nil
		})
	}
	r.worker = worker
	r.answered = answered(func(e app.Value) string { return e.Get("data").String() })
	r.failed = answered(func(app.Value) string {
		return "format\t\t\nerror\tthe reader of model files could not be loaded\t无法加载模型文件读取程序\n"
	})
	worker.Set("onmessage", r.answered)
	worker.Set("onerror", r.failed)
	worker.Call("postMessage", map[string]any{
		"program": address("readerProgram"), "exec": address("readerExec"), "files": files,
	})
}

// Stop cancels reading.
func (r *ModelReader) Stop() {
	if r.worker == nil {
		return
	}
	r.worker.Set("onmessage", nil)
	r.worker.Set("onerror", nil)
	r.worker.Call("terminate")
	r.answered.Release()
	r.failed.Release()
	r.worker = nil
}
