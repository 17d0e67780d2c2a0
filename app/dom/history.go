package dom

import (
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// A History writes to the browser's. Committing the same field again within a
// second replaces the entry, so that holding an arrow key makes one step back.
type History struct {
	what string
	at   time.Time
	Off  bool // an embed's history is that of the post around it
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

// Replace puts a fragment in place of the present entry's.
func (h *History) Replace(fragment string) { h.write("replaceState", fragment) }

// Reset makes the next commit an entry of its own.
func (h *History) Reset() { h.what = "" }

// write calls the browser's history. It refuses a page that calls it too often;
// that costs an entry, not the page.
func (h *History) write(method, fragment string) {
	if app.IsServer || h.Off || app.Window().Get("location").Get("hash").String() == "#"+fragment {
		return
	}
	defer func() { _ = recover() }()
	app.Window().Get("history").Call(method, nil, "", "#"+fragment)
}
