package turn

import (
	"syscall/js"
	"time"
)

// A package's initialisation may wait, too. That of this one comes after the
// runtime and before the architectures: what was one long task is two.
func init() {
	if !js.Global().Get("document").Truthy() {
		slice = 50 * time.Millisecond
	}
	Give()
}

var (
	had   = make(chan struct{})
	given = js.FuncOf(func(js.Value, []js.Value) any { had <- struct{}{}; return nil })
)

// Give waits until the browser had its turn. A task is put behind those that
// wait. To sleep would not do: where the thread is slow, a millisecond is over
// before Go would have rested, and it goes on.
func Give() {
	// setTimeout, if called by its own tasks, waits for four milliseconds more.
	if s := js.Global().Get("scheduler"); s.Truthy() && s.Get("postTask").Truthy() {
		s.Call("postTask", given)
	} else {
		js.Global().Call("setTimeout", given)
	}
	<-had
	last = time.Now()
}

func hidden() bool {
	document := js.Global().Get("document")
	return document.Truthy() && document.Get("hidden").Bool()
}
