// Package build is the folder of the programs that make, serve, test and measure
// the site. It has no code of its own; this comment follows `make build`.
//
//  1. [unetparams/build/site] is started. It asks package program for the
//     browser's programs. There are three: app.wasm, the page's, which every visitor
//     loads; worker.wasm, of [unetparams/build/worker], which the page loads into a
//     Web Worker when its first question is asked, see package app; and
//     modelreader.wasm, which is loaded when a model file is opened, into a worker
//     that can be ended with it.
//  2. [unetparams/build/program] makes a copy of go-app without its server half:
//     files left out, files with stand-ins (program/goapp) and patches
//     (patch.go), each of which must match exactly once. It compiles
//     [unetparams/build/browser] against that copy for WebAssembly, and fails if
//     a package that weighs too much, or that is the second program's, is linked.
//  3. [unetparams/build/wasm] takes out of the program what only stack traces read:
//     names of functions and files, line numbers, inlining. An unknown toolchain's
//     program stays whole, with a warning.
//  4. site renders the page's components, of packages app/page, app/embed and
//     app/static, to HTML that is exactly the tree the program will build in the
//     browser (tree.go proves it), writes pages, cards, sitemap, service worker and
//     the licences of all that is linked (program.Licenses), gives large files a hash
//     in their names, and compresses them.
//  5. budget.txt limits what a reader downloads; what is over it fails the build.
//  6. The files are written to dist/. Two runs on one commit make the same bytes.
//
// The other folders:
//
//	serve    shows dist/ on localhost, as a plain static host would
//	e2e      tests of the built site in a real browser
//	bench    measures weight, start, keystrokes and memory; one table
//	size     what each package and function costs the program
//
// What to check for a new Go or a new go-app is in UPGRADING.md. test.sh is what
// must pass, proof.sh runs generated code in a real PyTorch; need.sh has the
// programs that they ask for.
package build
