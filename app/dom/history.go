package dom

import (
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

var start = time.Now()

// Clock returns how many milliseconds the page runs. What a [time.Time] in a structure
// would bring into the program, its formats and zones, weighs 12 kB.
func Clock() int64 { return time.Since(start).Milliseconds() }

// A History writes to the browser's history. A second change of the same kind within
// a second replaces the entry, so that holding an arrow key gives one step back.
type History struct {
	what  string
	at    int64 // when the last change came, by Clock
	depth int   // of the current entry: how many of the page's entries precede it
	Off   bool  // writes nothing: an embed shares the history of the surrounding post
}

// Push adds an entry for a fragment; what names the kind of change.
func (h *History) Push(fragment, what string) {
	method := "pushState"
	now := Clock()
	if what == h.what && now-h.at < 1000 {
		method = "replaceState"
	}
	h.what, h.at = what, now
	h.write(method, fragment)
}

// Back goes back by one entry, if the previous entry is one of the page's.
func (h *History) Back() {
	if h.CanGoBack() {
		app.Window().Get("history").Call("back")
	}
}

// CanGoBack reports whether the previous entry is one of the page's.
func (h *History) CanGoBack() bool { return h.depth > 0 }

// Replace replaces the fragment of the current entry.
func (h *History) Replace(fragment string) { h.write("replaceState", fragment) }

// Arrive reads which entry is shown, after a reload or a step back or forward. The
// next Push adds a new entry.
func (h *History) Arrive() {
	h.what, h.depth = "", 0
	if app.IsClient && !h.Off {
		if depth := app.Window().Get("history").Get("state"); depth.Type() == app.TypeNumber {
			h.depth = depth.Int()
		}
	}
}

// write calls the browser's history. The browser throws an error if a page calls it
// too often; then only the entry is lost.
func (h *History) write(method, fragment string) {
	if app.IsServer || h.Off || app.Window().Get("location").Get("hash").String() == "#"+fragment {
		return
	}
	defer func() { _ = recover() }()
	depth := h.depth
	if method == "pushState" {
		depth++
	}
	app.Window().Get("history").Call(method, depth, "", "#"+fragment)
	h.depth = depth
}
