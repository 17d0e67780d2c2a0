package page

import (
	"strings"
	"testing"

	"unetparams/app/dom/domtest"
	"unetparams/app/session"
	"unetparams/app/text"
)

// TestShareDialog: closed, the dialog holds nothing; open, what it says follows
// the look.
func TestShareDialog(t *testing.T) {
	ses := session.New(text.English)
	d := &share{Session: ses, Version: 1}
	page := domtest.Show(t, d)
	if strings.Contains(page(), "unet-calculator") {
		t.Error("the closed dialog holds snippets")
	}
	d.Open = true
	domtest.Wants(t, page(), "Notebook", "Figure", "Opens the calculator")
	d.show("embed")
	domtest.Wants(t, page(), "<unet-calculator href=", "./p/tutorial/poster.svg", "iframe")
	d.show("markdown")
	domtest.Wants(t, page(), "[![Network diagram: 7,765,442 parameters (Classic U-Net: Tutorial, with batch norm).")
	d.show("embed")
	for key, value := range map[string]string{"lang": "zh", "theme": "dark", "controls": "off", "load": "eager", "picture": "inline"} {
		d.look.Set(key, value)
	}
	domtest.Wants(t, page(), "controls=off", "data:image/svg+xml;base64,", "经典 U-Net", `theme="dark" load="eager"`)
	d.way = "frame"
	domtest.Wants(t, page(), "zh/embed/")
	if s := page(); strings.Contains(s, "Live page starts") {
		t.Error("a frame has no way to load")
	}
	d.show("figure")
	domtest.Wants(t, page(), "Save TikZ", "Size of every feature map")
	if d.Open = false; strings.Contains(page(), "unet-calculator") {
		t.Error("the dialog that was closed again holds snippets")
	}
}

// TestTikZ: on request the picture for LaTeX has the sizes of all maps.
func TestTikZ(t *testing.T) {
	ses := session.New(text.Chinese)
	if with, without := tikz(ses, true), tikz(ses, false); !strings.Contains(with, "rotate") || strings.Contains(without, "rotate") {
		t.Error("sizes are there unasked, or not when asked for")
	}
}
