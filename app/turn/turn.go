// Package turn lets the browser have its turn. Go and the page share a thread:
// while Go works, nothing the reader does is answered, and nothing is painted.
package turn

import "time"

// Slice is how long work should go on without a turn.
const Slice = 5 * time.Millisecond

// last is when the browser had its turn, as far as is known.
var last = time.Now()

// GiveIfDue is Give, if the last time is a slice ago. A page that nobody sees
// goes on: the browser would not come back to it for a second.
func GiveIfDue() {
	if time.Since(last) >= Slice && !hidden() {
		Give()
	}
}
