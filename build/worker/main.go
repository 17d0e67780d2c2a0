//go:build js

// Command worker is the page's second program: it answers what the first one leaves
// out, see package worker. web/worker.js runs it in a Web Worker, where it keeps
// nobody waiting.
//
// It gives the worker a function, ask: of a question's number, and of the question
// as an array of names and texts in turn. It posts messages that are arrays: the
// number, whether the answer is complete, and names and texts in turn. A newer
// question of a topic ends the answer to the older one.
package main

import (
	"runtime/debug"
	"syscall/js"

	"unetparams/app/turn"
	"unetparams/app/worker"
)

func main() {
	// As in the page's program, see build/browser; a search has more to keep, and collects
	// less often with more room.
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(48 << 20)
	b := bridge{latest: map[string]int{}}
	js.Global().Set("ask", js.FuncOf(func(_ js.Value, args []js.Value) any {
		number, list := args[0].Int(), args[1]
		q := worker.Message{}
		for i := 0; i+1 < list.Length(); i += 2 {
			q[list.Index(i).String()] = list.Index(i + 1).String()
		}
		b.latest[q["topic"]] = number
		go b.answer(number, q)
		return nil
	}))
	js.Global().Call("ready")
	select {}
}

// A bridge stands between the worker's messages and the program.
type bridge struct {
	worker worker.Worker
	latest map[string]int // question, by topic
}

func (b *bridge) answer(number int, q worker.Message) {
	latest := func() bool { return b.latest[q["topic"]] == number }
	wanted := func() bool { turn.GiveIfDue(); return latest() }
	if !wanted() {
		return
	}
	b.worker.Answer(q, wanted, func(part worker.Message) {
		if latest() {
			post(number, false, part)
		}
	})
	if latest() {
		post(number, true, nil)
	}
}

func post(number int, done bool, part worker.Message) {
	list := []any{number, done}
	for name, text := range part {
		list = append(list, name, text)
	}
	js.Global().Call("postMessage", list)
}
