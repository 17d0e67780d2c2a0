// Package turn yields to the browser. Go and the page share a thread: while Go code
// runs, the page does not react to input and is not painted. A worker has its own
// thread; there, only its next message waits.
package turn

import "time"

// slice is the longest time that code should run without yielding. It is longer in a
// worker, where nobody notices.
var slice = 5 * time.Millisecond

// last is the last time that we know the browser had its turn.
var last = time.Now()

// Due reports whether it is time to yield.
func Due() bool { return time.Since(last) >= slice }

// GiveIfDue calls Give if it is due. It does not yield in a hidden page, which the
// browser would resume only after a second.
func GiveIfDue() {
	if Due() && !hidden() {
		Give()
	}
}
