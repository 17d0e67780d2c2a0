package dom

import (
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// A History writes to the browser's. Committing the same field again within a
// second replaces the entry, so that holding an arrow key makes one step back.
type History struct {
	what  string
	at    time.Time
	depth int  // of the present entry: how many of ours are before it
	Off   bool // an embed's history is that of the post around it
}

// Push makes an entry for a fragment; what names the kind of change.
func (h *History) Push(fragment, what string) {
	method := "pushState"
	if what == h.what && time.Since(h.at) < time.Second {
		method = "replaceState"
	}
	h.what, h.at = what, time.Now()
	h.write(method, fragment)
}

// Back goes one entry back, if that is one of the page's.
func (h *History) Back() {
	if h.CanGoBack() {
		app.Window().Get("history").Call("back")
	}
}

// CanGoBack reports whether the entry before the present one is the page's.
func (h *History) CanGoBack() bool { return h.depth > 0 }

// Replace puts a fragment in place of the present entry's.
func (h *History) Replace(fragment string) { h.write("replaceState", fragment) }

// Arrive reads which entry is shown, after a reload or a step back or forward. The
// next commit makes an entry of its own.
func (h *History) Arrive() {
	h.what, h.depth = "", 0
	if app.IsClient && !h.Off {
		if depth := app.Window().Get("history").Get("state"); depth.Type() == app.TypeNumber {
			h.depth = depth.Int()
		}
	}
}

// write calls the browser's history. It refuses a page that calls it too often;
// that costs an entry, not the page.
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
