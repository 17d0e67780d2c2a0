package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

func (b *tab) back()    { b.Helper(); b.do("history.back()") }
func (b *tab) forward() { b.Helper(); b.do("history.forward()") }

// TestHistory: Back is the page's undo.
func TestHistory(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("")
	first := eval[int](b, "history.length")

	b.fill("base", "4")
	b.key("8") // typed: no entry
	b.waitTotal(count(48))
	b.waitEntries(first)
	b.key("\r") // committed: one
	b.waitFor(`location.hash === "#v=1&arch=unet&base=48"`)
	b.waitEntries(first + 1)
	b.key(kb.Tab) // leaving what was committed: none
	b.choose("#knob-norm", "none")
	b.waitFor(`location.hash === "#v=1&arch=unet&base=48&norm=none"`)
	second := grouped(7574*48*48 + (302-184)*48 + 2)
	b.waitTotal(second)
	b.waitEntries(first + 2)
	b.clickOn(stageInSight("dec1")) // a selection: none
	b.waitFor(`location.hash.endsWith("stage=dec1")`)
	b.choose("#preset", "unet-2015")
	b.waitTotal("31,030,658")
	b.waitFor(`location.hash.includes("size=572")`)
	b.waitEntries(first + 3)

	fields := func(base, norm, total string) {
		b.Helper()
		b.waitTotal(total)
		b.waitFor(field("base") + ".value === " + js(base) + " && " + field("norm") + ".value === " + js(norm))
		if s := b.agree(); s.Stale != "" || len(s.Errors) > 0 {
			b.Errorf("after going: %q, %v", s.Stale, s.Errors)
		}
	}
	b.back()
	fields("48", "none", second)
	if got := b.read().selected(); got != "dec1" {
		b.Errorf("Back: stage %s", got)
	}
	b.back()
	fields("48", "batch", count(48))
	b.back()
	fields("32", "batch", count(32))
	b.forward()
	fields("48", "batch", count(48))
	b.forward()
	fields("48", "none", second)
	b.forward()
	fields("64", "none", "31,030,658")

	// Unusable text in a field does not outlive its entry.
	b.back()
	fields("48", "none", second)
	b.fill("base", "abc")
	b.key(kb.Tab)
	b.waitFor(el("#knob-base-error") + `.innerText.trim() !== ""`)
	b.back()
	fields("48", "batch", count(48))
	b.fill("base", "")
	b.fill("levels", "99")
	b.key(kb.Tab)
	b.waitFor(el("#knob-levels-error") + `.innerText.trim() !== ""`)
	b.back()
	fields("32", "batch", count(32))
	if got := b.value("#knob-levels"); got != "5" {
		b.Errorf("levels reads %q", got)
	}
	b.forward()
	fields("48", "batch", count(48))
	// Typed and left uncommitted, towards what the next entry has anyway.
	b.forward()
	fields("48", "none", second)
	b.choose("#knob-norm", "batch")
	b.waitFor(`location.hash.includes("base=48") && !location.hash.includes("norm=")`)
	b.waitTotal(count(48))
	b.fill("classes", "x")
	b.fill("base", "32")
	b.back()
	b.waitFor(`location.hash.includes("norm=none")`)
	fields("48", "none", second)
	if got := b.value("#knob-classes"); got != "2" {
		b.Errorf("classes reads %q", got)
	}

	// An arrow key that is held makes one step back; pressed again later, another.
	// The page's clock stands still meanwhile, so that this holds on any machine.
	b.do(field("base") + `.focus(); { const at = performance.now(); performance.now = () => at; }`)
	b.key(strings.Repeat(kb.ArrowUp, 5))
	b.waitFor(`location.hash.includes("base=53&")`)
	b.do(`performance.now = () => Performance.prototype.now.call(performance) + 2000`)
	b.waitFor(field("base") + `.value === "53"`)
	b.key(kb.ArrowUp)
	b.waitFor(`location.hash.includes("base=54&") && ` + field("base") + `.value === "54"`)
	b.back()
	b.waitFor(`location.hash.includes("base=53&") && ` + field("base") + `.value === "53"`)
	b.back()
	fields("48", "none", second)

	b.click("#reset")
	fields("32", "batch", count(32))
}

// TestCopyLink: the copied link shows the same elsewhere.
func TestCopyLink(t *testing.T) {
	t.Parallel()
	for lang, path := range map[string]string{"en": "", "zh": "zh/"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b := newTab(t, serve(t))
			b.allowClipboard()
			b.open(path)
			b.fill("filters", "35,70,140,280,561")
			b.choose("#knob-up", "nearest")
			b.click("#knob-residual")
			b.clickOn(stageInSight("dec2"))
			b.waitUntil("dec2 is selected", func() bool { return b.read().selected() == "dec2" })
			want := b.agree()
			b.click("#copy-link")
			b.waitFor(el("#status") + `.innerText.includes("#v=1&arch=unet&")`)
			link := eval[string](b, "navigator.clipboard.readText()")
			if !strings.HasPrefix(link, b.site.url+path+"#") {
				b.Fatalf("copied: %q", link)
			}
			if strings.ContainsAny(link, " %<>\"") {
				b.Errorf("the link %q does not survive a blog post", link)
			}
			other := b.another()
			other.open(strings.TrimPrefix(link, b.site.url))
			got := other.waitTotal(want.Total)
			if got.selected() != "dec2" || got.Notice != "" {
				b.Errorf("opened: stage %s, %q", got.selected(), got.Notice)
			}
			for _, knob := range eval[[]string](b, `[...document.querySelectorAll("[id^=knob-]:is(input, select)")].map((e) => e.id.slice(5))`) {
				state := field(knob) + ".value + " + field(knob) + ".checked"
				if x, y := eval[string](b, state), eval[string](other, state); x != y {
					b.Errorf("%s: %s became %s", knob, x, y)
				}
			}
			b.click("#copy-total")
			b.waitFor(el("#status") + `.innerText.includes(` + js(want.Total) + `)`)
			if got := eval[string](b, "navigator.clipboard.readText()"); got != want.Total {
				b.Errorf("copied total: %q", got)
			}
		})
	}
}

// TestNoClipboard: where the browser forbids copying, the text is shown instead.
func TestNoClipboard(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("#v=1&arch=unet&base=64")
	b.do(`navigator.clipboard.writeText = () => Promise.reject(new Error("no"))`)
	b.click("#copy-link")
	b.waitFor(el("#status") + `.innerText.includes(location.href)`)
}

// TestCalmForm: what differs from the defaults is removed by pointer and by key, the
// last change is taken back by button and by key, and a search leaves the settings
// that it finds.
func TestCalmForm(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("#v=1&arch=unet&base=64&concatnorm=on")
	departures := `[...document.querySelectorAll("#departures button span:first-child")].map((e) => e.textContent).join(", ")`
	b.waitFor(departures + ` === "base channels 64, norm after the concatenation on"`)
	if n := eval[int](b, `[...document.querySelectorAll("#settings .field:not(.preset, .buttons)")].filter((e) => e.checkVisibility() && !e.closest("details.more") && !e.querySelector("#knob-size")).length`); n != 6 {
		b.Errorf("%d settings are in sight", n)
	}
	b.waitFor(`document.querySelector("#undo").disabled`)

	b.click("#departures li:last-child button")
	b.waitFor(`location.hash === "#v=1&arch=unet&base=64"`)
	b.waitFor(`document.activeElement.closest("#departures") !== null`)
	b.key(kb.Delete)
	b.waitFor(`location.hash === "#v=1&arch=unet"`)
	b.waitTotal(count(32))
	b.waitFor(`document.activeElement.id === "undo"`)

	b.click("#undo")
	b.waitFor(`location.hash === "#v=1&arch=unet&base=64"`)
	b.waitTotal(count(64))
	b.do(`document.querySelector("#undo").focus()`)
	b.do(`document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "z", ctrlKey: true, bubbles: true, cancelable: true }))`)
	b.waitFor(`location.hash === "#v=1&arch=unet&base=64&concatnorm=on"`)
	b.waitFor(`document.querySelector("#undo").disabled`)

	b.do(`document.querySelector("#setting-search").focus()`)
	b.insert("squeeze")
	shown := `[...document.querySelectorAll("#settings [id^=knob-]:is(input, select)")].filter((e) => e.checkVisibility()).map((e) => e.id).join(" ")`
	b.waitFor(shown + ` === "knob-attention"`)
	b.do(`document.querySelector("#setting-search").select()`)
	b.key("\b")
	b.waitFor(shown + `.includes("knob-base")`)
}
