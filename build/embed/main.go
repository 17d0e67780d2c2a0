// Command embed is the program of the page that posts embed, compiled to WebAssembly. It
// has the classic U-Net alone: that is all that most posts show, and half of the
// download. Where a link names another architecture, web/boot.js runs the page's own
// program, build/browser, in its place. It is built by the site generator, see ../site.
package main

import (
	"runtime/debug"

	"unetparams/app/embed"
	_ "unetparams/counter/zoo/classic"
)

func main() {
	debug.SetGCPercent(400) // as the page's program: see build/browser
	debug.SetMemoryLimit(36 << 20)
	embed.Run()
}
