// Package turn lets the browser have its turn. Go and the page share a thread:
// while Go works, nothing the reader does is answered, and nothing is painted. A
// worker has a thread of its own: there, only its next message waits.
package turn

import "time"

// slice is how long work should go on without a turn: longer in a worker, where
// nobody sees it.
var slice = 5 * time.Millisecond

// last is when the browser had its turn, as far as is known.
var last = time.Now()

// Due reports whether the last turn is a slice ago.
func Due() bool { return time.Since(last) >= slice }

// GiveIfDue is Give, if that is due. A page that nobody sees goes on: the browser
// would not come back to it for a second.
func GiveIfDue() {
	if Due() && !hidden() {
		Give()
	}
}
