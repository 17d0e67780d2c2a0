package turn

import (
	"syscall/js"
	"time"
)

// Package initialization may yield, too. That of this package is after the runtime's and
// before the architectures', so that one long task becomes two.
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

// Give waits until the browser has had its turn, by queuing a task after those that are
// waiting. Sleeping would not work: on a slow thread a millisecond has passed before Go
// would become idle, so that it never yields.
func Give() {
	// Nested calls of setTimeout wait for four more milliseconds.
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
