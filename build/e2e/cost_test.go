package e2e

import "testing"

// put puts a text into a field, as typing and leaving it does.
func (b *tab) put(selector, text string) {
	b.Helper()
	b.do(`{ const field = ` + el(selector) + `; field.value = ` + js(text) + `; field.dispatchEvent(new Event("change", { bubbles: true })); }`)
}

// TestCost: the section of costs opens, follows its fields into the link, asks for a
// budget, and is open where a link says how the network is run.
func TestCost(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("")
	b.panel("tables")
	b.click("#cost summary")
	b.waitFor(`document.querySelector("#cost").innerText.includes("171,465,728")`)
	b.put("#cost-batch", "8")
	b.waitFor(`location.hash.includes("batch=8") && document.querySelector("#cost").innerText.includes("Batch size 8,")`)
	b.put("#cost-batch", "none")
	b.waitFor(`document.querySelector("#cost-batch").value === "8"`)
	b.put("#cost-dtype", "mixed")
	b.waitFor(`location.hash.includes("dtype=mixed")`)
	b.put("#cost-budget", "31M")
	b.waitFor(`document.querySelector("#cost a[data-open]")?.getAttribute("href").includes("base=63")`)
	b.click(`#cost a[data-open]`)
	b.waitFor(`location.hash.includes("base=63") && location.hash.includes("batch=8")`)

	b.load("#v=1&arch=unet&optimizer=sgd&stage=mid5")
	b.waitFor(`document.querySelector("#cost table")?.checkVisibility()`)
	b.waitFor(`document.querySelector("#stage").innerText.includes("140×140")`)
}
