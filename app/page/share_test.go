package page

import (
	"strings"
	"testing"

	"unetparams/app/export"
	"unetparams/app/text"
)

// TestShareDialog: closed, the dialog holds nothing; open, what it says follows
// the look.
func TestShareDialog(t *testing.T) {
	p := NewPage(text.English)
	page := show(t, p)
	if strings.Contains(page(), "unet-calculator") {
		t.Error("the closed dialog holds snippets")
	}
	p.sharing = sharing{open: true, Look: export.Look{Lang: text.English, Picture: "site"}}
	wants(t, page(), "<unet-calculator href=", "[![Network diagram: 7,765,442 parameters (Classic U-Net: Tutorial, with batch norm).", "./p/tutorial/poster.svg")
	for key, value := range map[string]string{"lang": "zh", "theme": "dark", "controls": "off", "load": "eager", "picture": "inline"} {
		p.sharing.Set(key, value)
	}
	wants(t, page(), `theme="dark" load="eager"`, "controls=off", "zh/embed/", "data:image/svg+xml;base64,", "经典 U-Net")
}
