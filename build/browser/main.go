// Command browser is the program the page runs: package app, compiled to
// WebAssembly. It is built by the site generator, see ../site.
package main

import "unetparams/app"

func main() { app.Run() }
