package e2e

import (
	"strings"
	"testing"
)

// TestPinned: networks are pinned at hand, from a list, from a comparison and from the
// gallery; the table follows its buttons, and its link.
func TestPinned(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("")
	if eval[bool](b, `document.querySelector("#tab-pinned") !== null`) {
		t.Error("there is a table before anything is pinned")
	}
	b.click("#pin")
	b.waitFor(`document.querySelector("#pinned table")?.innerText.includes("7,765,442")`)
	b.fill("base", "64")
	b.waitTotal("31,042,434")
	b.click("#pin")
	b.waitFor(`document.querySelectorAll("#pinned tbody tr").length === 2 && location.hash.includes("p2.base=64")`)
	b.choose("#pinned-add", "a:milesial")
	b.waitFor(`document.querySelectorAll("#pinned tbody tr").length === 3 && document.querySelector("#pinned-add").value === ""`)
	b.click(`#pinned [data-go*="numbers=rounded"]`)
	b.waitFor(`location.hash.includes("numbers=rounded") && document.querySelector("#pinned table").innerText.includes("31.04")`)
	b.put("#pinned-at", "512×512")
	b.waitFor(`location.hash.includes("at=512x512") && document.querySelector("#pinned").innerText.includes("512×512")`)
	b.put("#pinned-at", "none")
	b.waitFor(`document.querySelector("#pinned-at").value === "512x512"`)
	href := eval[string](b, `decodeURIComponent(document.querySelector("#pinned a[download='networks.tex']").href)`)
	if !strings.Contains(href, `\toprule`) || !strings.Contains(href, "31.04") {
		t.Error(href)
	}
	link := eval[string](b, `location.hash`)
	b.leave()
	b.load(link)
	b.waitFor(`document.querySelectorAll("#pinned tbody tr").length === 3 && document.querySelector("#pinned table").checkVisibility()`)
	b.click(`#pinned tbody tr [data-go]`)
	b.waitFor(`document.querySelectorAll("#pinned tbody tr").length === 2`)
	b.do(`document.querySelector("#pinned .actions [data-go]").click()`)
	b.waitFor(`document.querySelector("#tab-pinned") === null && document.querySelector("#panel-stages").checkVisibility()`)

	b.load("#v=1&arch=unet&b.arch=milesial")
	b.waitFor(el("#compare-table"))
	b.click("#compare-table")
	b.waitFor(`document.querySelectorAll("#pinned tbody tr").length === 2`)

	b.load("gallery/")
	b.waitFor(el("#gallery-tools") + `.checkVisibility()`)
	for _, i := range []string{"0", "3"} {
		b.do(`document.querySelectorAll("#gallery .picture input")[` + i + `].click()`)
	}
	b.do(el("#gallery-table") + `.click()`)
	b.waitFor(`document.querySelectorAll("#pinned tbody tr").length === 2`)
}
