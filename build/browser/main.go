// Command browser is the program the page runs: package app/page, compiled to
// WebAssembly. It is built by the site generator, see ../site.
package main

import (
	"runtime/debug"

	"unetparams/app/page"
)

func main() {
	// A page's program keeps little and makes much that is soon of no use, on
	// the thread that the reader waits for. Collecting it four times more
	// rarely costs a few megabytes.
	debug.SetGCPercent(400)
	page.Run()
}
