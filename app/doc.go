// Package app is the folder of everything that a reader sees. It has no code of
// its own; this comment follows one keystroke through the packages in it.
//
// A reader types 64 into the field "Base channels":
//
//  1. The browser fires an input event. go-app calls field.onInput in package
//     section, which reads the field's text and calls Session.Input.
//  2. [unetparams/app/session.Session.Input] hands the text to
//     [unetparams/app/state.State.Type]. The state keeps it as pending, makes it
//     canonical ("６4 " is 64), sets the knob of a copy of the configuration and
//     builds and counts that. If it can be counted, the copy becomes the
//     configuration; if not, the text waits in its field with an error, and the
//     last result stays. Either way State.Version grows.
//  3. go-app renders the component whose handler ran and all components above it,
//     up to the root, page.Page. Its Render names every section and what the
//     section shows, mostly the version and the selected stage; go-app goes into
//     those for which that has changed.
//  4. section.Diagram has the picture drawn anew, diagram.SVG makes text of the
//     report; package html makes text of tables and derivations.
//  5. dom.Markup compares the new text with the last one and lists what differs:
//     node 17, a text, "31,042,434". web/boot.js writes those nodes into the
//     document, and the browser paints them. Elements, focus and scroll position
//     stay.
//  6. When the reader leaves the field, field.onCommit calls Session.Set, which
//     writes the new link to the address and the history, and what the field was
//     understood as into the field.
//
// What few visitors need is not in this program: the code of a network,
// files, exercises, verifying a listing, opening a file, the search for a number, and what other
// tools print as work. A section that shows any of it asks a second program when it is
// rendered, through a dom.Thread, which sends a question that says all its answer
// depends on and renders the section anew as the answer comes: text, or HTML that goes
// into the page as it is. [unetparams/app/worker] answers; it runs in a Web Worker that
// is loaded with the first question, and the site generator and tests call it
// directly. Links and buttons in its HTML have data- attributes, which the section
// follows.
//
// The packages, from the bottom up; each imports only packages above it in this
// list, and those of counter:
//
//	turn      the browser's turns while the program works
//	diagram   report -> SVG; knows no language
//	text      every sentence, in both languages
//	link      configuration <-> link
//	state     the whole truth of the page; knows no browser
//	html      tables, mathematics and derivations as HTML text
//	export    pictures and snippets for posts
//	files     CSV, Markdown, LaTeX, JSON; in the second program
//	verify    what a reader's program printed against a report; in the second program
//	recognize what a text is that a reader brings; in the second program
//	tutor     exercises: questions, hints, and what is said about answers; in the second program
//	worker    the answers of the second program
//	dom       plumbing around go-app and the browser; knows no U-Net
//	session   what the sections of a page share
//	section   sections that several pages show
//	page      the calculator: a list of sections
//	embed     the page that posts embed
//	static    finished pages, which only build/site makes
package app
