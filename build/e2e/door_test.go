package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// typeIn types a text into the field that takes everything.
func (b *tab) typeIn(text string) {
	b.Helper()
	b.do(`{ const field = ` + el("#open-field") + `; field.focus(); field.value = ` + js(text) + `; field.dispatchEvent(new Event("input", { bubbles: true })); }`)
}

// said waits for the answer to what was brought, and returns it.
func (b *tab) said() string {
	b.Helper()
	b.waitFor(el("#open-said") + `.getAttribute("aria-busy") === "false" && ` + el("#open-said") + `.innerText !== ""`)
	return eval[string](b, el("#open-said")+".innerText")
}

// TestDoor: a name, a number, a link, a printout and a configuration are told apart in
// one field; what was understood is said, and can be corrected.
func TestDoor(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("")
	b.typeIn("milesial")
	b.waitFor(`document.querySelector("#open-list [role=option] .name")`)
	b.key(kb.ArrowDown)
	b.waitFor(el("#open-field") + `.getAttribute("aria-activedescendant") === "open-option-0"`)
	b.enter()
	b.waitFor(`location.hash.includes("arch=milesial")`)
	b.waitFor(el("#open-field") + `.value === "" && ` + el("#open-list") + `.hidden`)

	b.typeIn("31,030,658")
	b.enter()
	if got := b.said(); !strings.Contains(got, "31,030,658") {
		t.Errorf("of a number is said %q", got)
	}
	b.waitFor(el("#why") + `.value === "31,030,658" && ` + el("#panel-why") + `.checkVisibility()`)

	b.pasteInto("#open-field", "https://example.org/unet/#v=1&arch=unet&base=64")
	b.waitTotal("31,042,434")

	b.pasteInto("#open-field", "Total params: 31,042,434\nTrainable params: 31,042,434\n")
	b.waitFor(`document.querySelector("#verify .verdict").classList.contains("agrees")`)
	if got := b.value("#verify-text"); !strings.Contains(got, "31,042,434") {
		t.Errorf("to be verified is %q", got)
	}

	b.pasteInto("#open-field", "model:\n  name: UNet3D\n  in_channels: 1\n  out_channels: 1\n  f_maps: 32\n")
	b.waitTotal("4,081,267")

	b.typeIn("2015") // a year, too
	b.enter()
	b.waitFor(el("#open-said [data-as=name]"))
	b.click("#open-said [data-as=name]")
	b.waitFor(el("#open-said [data-use]"))
	b.click("#open-close")
	b.waitFor(el("#open-answer") + ".hidden")
}
