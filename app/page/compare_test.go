package page

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom/domtest"
	"unetparams/app/text"
	"unetparams/counter/zoo"
)

// TestCompareOnThePage follows the example of the help page.
func TestCompareOnThePage(t *testing.T) {
	p := New(text.English)
	page := domtest.Show(t, p)
	if s := page(); strings.Contains(s, "B − A") {
		t.Error("something is compared that nobody asked for")
	}
	p.session.State.Compare(p.session.State.Config.Clone()) // pinned
	domtest.Wants(t, page(), "A and B are the same network.", "the same count")
	p.session.Input("base", "64")
	domtest.Wants(t, page(), "A 31,042,434", "B 7,765,442 Classic U-Net: Tutorial, with batch norm", "B − A = −23,276,992, B is 0.25 × A",
		"Base channels 64 → 32 −23,276,992 7,765,442", "Bottleneck 14,161,920 3,542,016 −10,619,904", "Total 31,042,434 7,765,442 −23,276,992")
	p.session.State.Swap()
	domtest.Wants(t, page(), "7,765,442 trainable parameters", "B − A = +23,276,992, B is 4.00 × A", "Base channels 32 → 64 +23,276,992 31,042,434")
	if got, want := p.session.State.Link(), "v=1&arch=unet&b.arch=unet&b.base=64"; got != want {
		t.Errorf("link %s, want %s", got, want)
	}

	p.session.State.Open("v=1&arch=unet&base=64&b.arch=milesial&b.n_classes=1&b.bilinear=on")
	domtest.Wants(t, page(), "B 17,262,977", "B − A = −13,779,457, B is 0.56 × A",
		"Input channels 1 → 3 +1,152", "Classes 2 → 1 −65", "Classic U-Net → U-Net (milesial) −5,888 31,037,633",
		"Bilinear up-sampling off → on −13,774,656 17,262,977", "By kind of layer", "Transposed convolution 2×2 2,786,240 none −2,786,240",
		"By level", "Δ −9,441,280")

	p.session.State.Open("v=1&arch=unet&b.arch=unet&b.padding=valid&b.size=572")
	domtest.Wants(t, page(), "the same count", "No effect on the count: Padding same size → none (2015 paper); Input size 256 → 572")

	p.session.State.Open("v=1&arch=u2net-full&b.arch=kiunet")
	if s := page(); strings.Contains(s, "a setting at a time") || !strings.Contains(s, "By kind of layer") {
		t.Error("architectures that share no setting are compared setting by setting")
	}
}

// TestCompareNamesProblems: what B's part of a link holds is named as B's, as
// text.
func TestCompareNamesProblems(t *testing.T) {
	p := New(text.English)
	p.session.State.Open("#b.base=<img src=x onerror=alert(1)>&b.%3Cscript%3E=1&b.arch=unet&base=-1")
	page := domtest.Show(t, p)
	domtest.Wants(t, page(), "B: Base channels can't be “<img src=x onerror=alert(1)>”", "B: There is no setting called “<script>”",
		"Base channels can't be “-1”")
	if s := app.HTMLString(p); strings.Contains(s, "<img") || strings.Contains(s, "<script>") {
		t.Error("text of a link stands in the page as markup")
	}
}

// TestChosen: every option of the choice is a network that can be counted, and
// anything else is none.
func TestChosen(t *testing.T) {
	for _, p := range zoo.Presets() {
		if c := chosen("p:" + p.ID); c == nil || !c.Equal(p.Config()) {
			t.Errorf("preset %s: %v", p.ID, c)
		}
	}
	for _, a := range zoo.Archs() {
		if c := chosen("a:" + a.ID); c == nil || c.Arch != a {
			t.Errorf("architecture %s: %v", a.ID, c)
		}
	}
	for _, s := range []string{"", ":", "a:", "p:", "a:nope", "x:unet", "unet"} {
		if chosen(s) != nil {
			t.Errorf("%q is a network", s)
		}
	}
}
