// Command browser is the program that the page runs, compiled to WebAssembly: the
// calculator's page or, where the document says so, the embedded one. It is
// built by the site generator, see ../site.
package main

import (
	"runtime/debug"

	"unetparams/app/embed"
	"unetparams/app/page"
)

func main() {
	// A page's program keeps little and makes much that is soon of no use, on
	// the thread that the reader waits for. Collecting it four times more
	// rarely costs a few megabytes. A browser never takes memory back from a
	// program: beyond these it is collected as often as it takes.
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(36 << 20)
	if embed.Asked() {
		embed.Run()
	} else {
		page.Run()
	}
}
