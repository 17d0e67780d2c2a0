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
	domtest.Wants(t, page(), "<unet-calculator href=", "[![Network diagram: 7,765,442 parameters (Classic U-Net: Tutorial, with batch norm).", "./p/tutorial/poster.svg")
	for key, value := range map[string]string{"lang": "zh", "theme": "dark", "controls": "off", "load": "eager", "picture": "inline"} {
		d.look.Set(key, value)
	}
	domtest.Wants(t, page(), `theme="dark" load="eager"`, "controls=off", "zh/embed/", "data:image/svg+xml;base64,", "经典 U-Net")
	if d.Open = false; strings.Contains(page(), "unet-calculator") {
		t.Error("the dialog that was closed again holds snippets")
	}
}
