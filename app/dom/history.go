package dom

import (
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// A History writes to the browser's history. A second change of the same kind within
// a second replaces the entry, so that holding an arrow key gives one step back.
type History struct {
	what string
	at   time.Time
	Off  bool // writes nothing: an embed shares the history of the surrounding post
}

// Push adds an entry for a fragment; what names the kind of change.
func (h *History) Push(fragment, what string) {
	method := "pushState"
	if what == h.what && time.Since(h.at) < time.Second {
		method = "replaceState"
	}
	h.what, h.at = what, time.Now()
	h.write(method, fragment)
}

// Replace replaces the fragment of the current entry.
func (h *History) Replace(fragment string) { h.write("replaceState", fragment) }

// Reset makes the next Push add a new entry.
func (h *History) Reset() { h.what = "" }

// write calls the browser's history. The browser throws an error if a page calls it
// too often; then only the entry is lost.
func (h *History) write(method, fragment string) {
	if app.IsServer || h.Off || app.Window().Get("location").Get("hash").String() == "#"+fragment {
		return
	}
	defer func() { _ = recover() }()
	app.Window().Get("history").Call(method, nil, "", "#"+fragment)
}
