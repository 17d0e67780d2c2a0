package dom

import (
	"maps"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// A Worker runs the page's second program, see package worker, which is loaded with
// the first question.
type Worker struct {
	worker              app.Value
	onMessage, onFailed app.Func // its listeners
	asked               int      // questions
	threads             map[int]*Thread
}

// Native answers questions where there is no browser: the site generator and tests
// set it to the second program itself.
var Native func(question map[string]string, say func(part map[string]string))

// A Thread is what one part of the page asks the worker, one question after the
// other, and what was answered to the last one.
type Thread struct {
	Answer map[string]string // as far as it has come; until then that to the question before
	Busy   bool              // more will come
	Failed bool              // nothing will: the worker could not be loaded, or has died

	question map[string]string
	number   int
	answered bool // something has come
	ctx      app.Context
	after    func()
	ended    func()
}

// Ask asks a question, unless it is the one that was asked last: components ask when
// they are rendered. That of ctx is rendered anew with each part of the answer;
// without it nothing is asked yet. Of questions that have the same topic only the
// last is answered.
func (t *Thread) Ask(w *Worker, ctx app.Context, question map[string]string) {
	if maps.Equal(question, t.question) || ctx == nil && !app.IsServer {
		return
	}
	delete(w.threads, t.number)
	t.question, t.ctx, t.answered = question, ctx, false
	t.Busy, t.Failed = true, false
	if !app.IsServer {
		w.post(t)
		return
	}
	if Native != nil {
		Native(question, t.add)
	}
	t.end()
}

// Again asks the last question anew when it is asked again.
func (t *Thread) Again() { t.question = nil }

// Forget forgets the last question and its answer.
func (t *Thread) Forget() { *t = Thread{} }

// After calls a function when the answer is complete, also where that takes another
// try. It takes the place of one that still waits for that.
func (t *Thread) After(do func()) {
	if t.after = do; !t.Busy {
		t.end()
	}
}

// OnEnd calls a function when the answer is complete, or failed.
func (t *Thread) OnEnd(do func()) {
	if t.ended = do; !t.Busy {
		t.end()
	}
}

func (t *Thread) add(part map[string]string) {
	if !t.answered {
		t.answered, t.Answer = true, map[string]string{}
	}
	maps.Copy(t.Answer, part)
}

// end ends an answer.
func (t *Thread) end() {
	if t.Busy = false; !t.answered {
		t.Answer = nil
	}
	if do := t.ended; do != nil {
		t.ended = nil
		do()
	}
	if do := t.after; do != nil && !t.Failed {
		t.after = nil
		do()
	}
}

// Load loads the worker, so that the first question is answered sooner.
func (w *Worker) Load() {
	if !app.IsServer {
		w.send(0, nil)
	}
}

// post asks a thread's question.
func (w *Worker) post(t *Thread) {
	w.asked++
	t.number = w.asked
	if w.threads == nil {
		w.threads = map[int]*Thread{}
	}
	w.threads[t.number] = t
	list := []any{}
	for name, text := range t.question {
		list = append(list, name, text)
	}
	w.send(t.number, list)
}

// send starts the worker where there is none, and sends it a message.
func (w *Worker) send(number int, question []any) {
	script := Document().Get("ownerDocument").Call("querySelector", "script[data-helper]")
	if !script.Truthy() {
		w.fail()
		return
	}
	data, window := script.Get("dataset"), app.Window()
	address := func(key string) string {
		return window.Get("URL").New(data.Get(key), window.Get("document").Get("baseURI")).Get("href").String()
	}
	if w.worker == nil {
		w.worker = newWorker(address("helper"))
		w.onMessage = app.FuncOf(func(_ app.Value, args []app.Value) any { w.take(args[0].Get("data")); return nil })
		w.onFailed = app.FuncOf(func(app.Value, []app.Value) any { w.fail(); return nil })
		w.worker.Set("onmessage", w.onMessage)
		w.worker.Set("onerror", w.onFailed)
	}
	message := map[string]any{"program": address("helperProgram"), "exec": address("readerExec"), "number": number}
	if question != nil {
		message["question"] = question
	}
	w.worker.Call("postMessage", message)
}

// newWorker starts the worker of a script. A frame in a sandbox has no origin and may
// start none of the site's; a text of its own that loads the script, it may.
func newWorker(script string) app.Value {
	window := app.Window()
	if window.Get("origin").String() != "null" {
		return window.Get("Worker").New(script)
	}
	loader := window.Get("Blob").New([]any{`importScripts("` + script + `")`}, map[string]any{"type": "text/javascript"})
	return window.Get("Worker").New(window.Get("URL").Call("createObjectURL", loader))
}

// take takes a part of an answer: the number of its question, whether it is the last
// part, and names and texts in turn.
func (w *Worker) take(list app.Value) {
	n := list.Length()
	if n < 2 {
		w.fail()
		return
	}
	number, done := list.Index(0).Int(), list.Index(1).Bool()
	t := w.threads[number]
	if t == nil {
		return // another question was asked since
	}
	part := map[string]string{}
	for i := 2; i+1 < n; i += 2 {
		part[list.Index(i).String()] = list.Index(i + 1).String()
	}
	if done {
		delete(w.threads, number)
	}
	t.ctx.Dispatch(func(app.Context) {
		if t.number != number {
			return
		}
		if len(part) > 0 {
			t.add(part)
		}
		if done {
			t.end()
		}
	})
}

// fail ends the worker: what was asked is not answered. The next question starts
// another one.
func (w *Worker) fail() {
	if w.worker != nil {
		w.worker.Set("onmessage", nil)
		w.worker.Set("onerror", nil)
		w.worker.Call("terminate")
		w.onMessage.Release()
		w.onFailed.Release()
		w.worker = nil
	}
	for number, t := range w.threads {
		delete(w.threads, number)
		t.ctx.Dispatch(func(app.Context) {
			if t.number == number {
				t.Failed, t.answered = true, false
				t.end()
			}
		})
	}
}

// Closest returns the value of an attribute of the element that an event is of, or of
// the nearest one around it that has the attribute.
func Closest(e app.Event, attribute string) (value string, ok bool) {
	target := e.Get("target")
	if !target.Truthy() || !target.Get("closest").Truthy() {
		return "", false
	}
	found := target.Call("closest", "["+attribute+"]")
	if !found.Truthy() {
		return "", false
	}
	return found.Call("getAttribute", attribute).String(), true
}
