package dom

import (
	"maps"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// A Worker runs the page's second program, which is loaded with the first question;
// see package worker.
type Worker struct {
	worker              app.Value
	onMessage, onFailed app.Func // its listeners
	asked               int      // the number of questions so far
	threads             map[int]*Thread
}

// Native answers questions if there is no browser: the site generator and tests
// set it to the second program itself.
var Native func(question map[string]string, say func(part map[string]string))

// A Thread is a sequence of questions from one part of the page to the worker, with
// the answer to the last one.
type Thread struct {
	Answer map[string]string // the answer so far; before its first part, the previous answer
	Busy   bool              // the answer is not complete
	Failed bool              // there is no answer: the worker could not be loaded, or crashed

	question map[string]string
	number   int
	answered bool // a part of the answer has arrived
	ctx      app.Context
	after    func()
	ended    func()
}

// Ask asks a question, unless it equals the last one: components ask whenever they are
// rendered. The component of ctx is rendered again with each part of the answer. In a
// browser Ask does nothing if ctx is nil. Only the last question of a topic is
// answered.
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

// Again makes the next Ask ask the question even if it equals the last one.
func (t *Thread) Again() { t.question = nil }

// Forget forgets the last question and its answer.
func (t *Thread) Forget() { *t = Thread{} }

// After calls a function once the answer is complete, even if that takes another
// attempt. It replaces a function that is still waiting.
func (t *Thread) After(do func()) {
	if t.after = do; !t.Busy {
		t.end()
	}
}

// OnEnd calls a function once the answer is complete or has failed.
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

// end marks the answer as complete or failed, and calls the waiting functions.
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

// post sends a thread's question.
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

// send sends the worker a message, and starts it if necessary.
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

// take receives a part of an answer: the number of its question, whether it is the last
// part, and alternating names and texts.
func (w *Worker) take(list app.Value) {
	n := list.Length()
	if n < 2 {
		w.fail()
		return
	}
	number, done := list.Index(0).Int(), list.Index(1).Bool()
	t := w.threads[number]
	if t == nil || t.number != number {
		delete(w.threads, number)
		return // another question was asked since, or it was forgotten
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

// fail terminates the worker and fails all open questions. The next question starts
// another worker.
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
		if t.number != number {
			continue // forgotten
		}
		t.ctx.Dispatch(func(app.Context) {
			if t.number == number {
				t.Failed, t.answered = true, false
				t.end()
			}
		})
	}
}

// Closest returns the value of an attribute of an event's target, or of its nearest
// ancestor that has the attribute.
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
