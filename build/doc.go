// Package build is the folder of the programs that build, serve, test and measure
// the site. It contains no code; this comment follows `make build`.
//
//  1. [unetparams/build/site] starts and lets package program build the browser's
//     programs. There are four: app.wasm, the page's, which every visitor
//     loads; embed.wasm, of [unetparams/build/embed], in its place in a post that embeds
//     a classic U-Net; worker.wasm, of [unetparams/build/worker], which both load into a
//     Web Worker with its first question, see package app; and
//     modelreader.wasm, which is loaded when a model file is opened, into a worker
//     that can be terminated.
//  2. [unetparams/build/program] creates a copy of go-app without its server half:
//     some files are omitted, some replaced (program/goapp) and some patched
//     (patch.go); each patch must match exactly once. In a browser, elements that are
//     added together are built by one call, and the page that was drawn ahead stays. The
//     worker's program gets what its first search would count (package find). It compiles
//     [unetparams/build/browser] against that copy for WebAssembly, and fails if
//     a package is linked that is too large or belongs to the second program, or a part
//     of the page's program exceeds its budget in program/share.txt.
//  3. [unetparams/build/wasm] removes the data that only stack traces need from the
//     program: names of functions and files, line numbers, inlining, and an index that
//     the program calculates when it starts. It shortens the code and makes it faster,
//     too: jumps become loops, small blocks of memory are copied without leaving
//     WebAssembly, and copies of a function become one. The program of an unknown
//     toolchain is left as it is, with a warning. The engine's tests run on programs that
//     were rewritten in the same way (wasm/exec).
//  4. site renders the page's components, of packages app/page, app/embed and
//     app/static, to HTML that is exactly the tree that the program will build in the
//     browser (tree.go verifies this), writes pages, cards, site map, service worker and
//     the licenses of everything that is linked (program.Licenses), adds a hash to the
//     names of large files, and compresses them. The programs of workers are there in
//     compressed form only. What most of the site is, the posters and pages of the
//     published networks, is written in few bytes (poster.go, lean.go).
//  5. budget.txt limits what a reader downloads, and the whole site; exceeding it fails
//     the build.
//  6. The files are written to dist/. Two runs on one commit give identical files.
//
// The other folders:
//
//	serve    serves dist/ on localhost, as a static host would
//	e2e      tests the built site in a real browser
//	bench    measures sizes, start, keystrokes and memory
//	size     prints the size of each package and function in the program
//
// UPGRADING.md lists what to check for a new Go or a new go-app. test.sh runs all
// tests that must pass, proof.sh runs generated code in a real PyTorch, and need.sh
// installs the programs that they require.
package build
