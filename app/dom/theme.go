package dom

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// themeKey is the key of the reader's choice of theme in localStorage; boot.js reads
// it before anything is painted.
const themeKey = "unetparams.theme"

// Theme returns the document's theme: "light", "dark", or "" for that of the reader's
// system.
func Theme() string {
	if app.IsServer {
		return ""
	}
	if t := Document().Get("dataset").Get("theme"); t.Truthy() {
		return t.String()
	}
	return ""
}

// SetTheme changes the document's theme and stores the choice.
func SetTheme(theme string) {
	data := Document().Get("dataset")
	storage := app.Window().Get("localStorage") // boot.js ensures that there is one
	defer func() { _ = recover() }()            // if it is full or forbidden, the choice is not stored
	if theme == "" {
		data.Delete("theme")
		storage.Call("removeItem", themeKey)
	} else {
		data.Set("theme", theme)
		storage.Call("setItem", themeKey, theme)
	}
}

// ThemeInSight returns the visible theme: "light" or "dark".
func ThemeInSight() string {
	if t := Theme(); t != "" {
		return t
	}
	if app.IsClient && app.Window().Call("matchMedia", "(prefers-color-scheme: dark)").Get("matches").Bool() {
		return "dark"
	}
	return "light"
}

// Stored returns what is kept in this browser under a key.
func Stored(key string) string {
	if v := app.Window().Get("localStorage").Call("getItem", key); v.Truthy() {
		return v.String()
	}
	return ""
}

// Store keeps a text in this browser under a key; the empty one removes it. A browser
// that is full or forbids it keeps nothing.
func Store(key, text string) {
	defer func() { _ = recover() }()
	if storage := app.Window().Get("localStorage"); text == "" {
		storage.Call("removeItem", key)
	} else {
		storage.Call("setItem", key, text)
	}
}
