package embed

import (
	"strings"
	"testing"

	"unetparams/app/dom/domtest"
	"unetparams/app/text"
	_ "unetparams/counter/zoo" // the tests need all architectures
)

// TestEmbedSays: the embedded page says number, name, conventions and the
// derivation of its stage; what a link asks for is there, and what it hides not.
func TestEmbedSays(t *testing.T) {
	for _, test := range []struct {
		fragment string
		says     []string
		not      string
	}{
		{"", []string{"7,765,442 trainable", "Classic U-Net: Tutorial", "Counted: trainable parameters; buffers", "Encoder 1 9,696", "Change the settings", "Base channels"}, "%!"},
		{"stage=dec4&base=64&controls=off", []string{"31,042,434 trainable", "Decoder 4 9,178,624"}, "Change the settings"},
		{"base=0&theme=pink", []string{"theme can't be “pink”", "is one of: auto, light, dark", "Base channels can't be “0”"}, "%!"},
	} {
		for _, l := range text.Langs() {
			p := New(l, "../")
			p.session.State.Open(test.fragment)
			page := domtest.Show(t, p)()
			if strings.Contains(page, "%!") || l == text.English && strings.Contains(page, test.not) {
				t.Errorf("%s, %s: the page says %q", test.fragment, l, page)
			}
			if l == text.English {
				domtest.Wants(t, page, test.says...)
			}
		}
	}
}
