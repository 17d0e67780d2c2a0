package dom

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// A ModelReader reads model files in a worker.
type ModelReader struct {
	worker             app.Value
	onMessage, onError app.Func // its listeners

	then func(text string) // what waits for a text; nil: nothing is being read
	ctx  app.Context
}

// maxSummary is how many bytes the text of ordinary files has at most. A worker that
// returns more has taken memory that its program keeps.
const maxSummary = 4 << 20

// notLoaded is the text where the worker or its program can't be loaded.
const notLoaded = "format\t\t\nerror\tthe reader of model files could not be loaded\t无法加载模型文件读取程序\n"

// Load loads the worker and its program, so that the first file is read sooner. It
// reports whether the page has one.
func (r *ModelReader) Load() bool {
	if r.worker != nil {
		return true
	}
	if app.IsServer {
		return false
	}
	script := Document().Get("ownerDocument").Call("querySelector", "script[data-reader]")
	if !script.Truthy() {
		return false
	}
	data, window := script.Get("dataset"), app.Window()
	address := func(key string) string {
		return window.Get("URL").New(data.Get(key), window.Get("document").Get("baseURI")).Get("href").String()
	}
	r.worker = window.Get("Worker").New(address("reader"))
	r.onMessage = app.FuncOf(func(_ app.Value, args []app.Value) any {
		answer, then := args[0].Get("data"), r.then
		text := answer.Index(0).String()
		if answer.Length() > 1 {
			if why := answer.Index(1).String(); why == "" {
				text = notLoaded
			} else {
				text = "format\t\t\nerror\tthe reader of model files failed: " + why + "\t模型文件读取程序出错：" + why + "\n"
			}
		}
		if r.then = nil; answer.Length() > 1 || len(text) > maxSummary {
			r.end()
		}
		r.say(then, text)
		return nil
	})
	r.onError = app.FuncOf(func(app.Value, []app.Value) any {
		then := r.then
		r.end()
		r.say(then, notLoaded)
		return nil
	})
	r.worker.Set("onmessage", r.onMessage)
	r.worker.Set("onerror", r.onError)
	r.worker.Call("postMessage", map[string]any{"program": address("readerProgram"), "exec": address("readerExec")})
	return true
}

// Read reads files, and calls a function with the text that sums up the models in
// them; see package modelfile. It cancels a previous Read.
func (r *ModelReader) Read(ctx app.Context, files []LocalFile, then func(text string)) {
	r.Stop()
	if !r.Load() {
		then("format\t\t\nerror\tthis page has no reader of model files\t本页没有模型文件读取程序\n")
		return
	}
	r.ctx, r.then = ctx, then
	list, names := app.Window().Get("Array").New(), app.Window().Get("Array").New()
	for _, f := range files {
		list.Call("push", f.file)
		names.Call("push", f.Name)
	}
	r.worker.Call("postMessage", map[string]any{"files": list, "names": names})
}

// Stop cancels reading.
func (r *ModelReader) Stop() {
	if r.then != nil {
		r.end()
	}
}

func (r *ModelReader) say(then func(string), text string) {
	if then != nil {
		r.ctx.Dispatch(func(app.Context) { then(text) })
	}
}

// end ends the worker. The next file starts another one.
func (r *ModelReader) end() {
	r.worker.Set("onmessage", nil)
	r.worker.Set("onerror", nil)
	r.worker.Call("terminate")
	r.onMessage.Release()
	r.onError.Release()
	r.worker, r.then = nil, nil
}
