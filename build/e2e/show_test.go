package e2e

import "testing"

// TestShow: the drawing shows what is chosen, follows the network, and keeps it in the
// link, which an embed follows too.
func TestShow(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("")
	const drawn = `document.querySelector("#diagram svg").textContent`
	b.choose("#show", "memory")
	b.waitFor(drawn + `.includes("32.0 MiB") && location.hash.includes("show=memory")`)
	b.fill("base", "64")
	b.waitFor(drawn + `.includes("64.0 MiB")`)
	b.click("#map-sizes")
	b.waitFor(`document.querySelector("#diagram svg text[transform]") !== null && ` + drawn + `.includes("64.0 MiB")`)
	b.do(`document.querySelector('#diagram [data-stage="mid5"] [role=button], #diagram [data-stage="mid5"]').dispatchEvent(new MouseEvent("click", { bubbles: true }))`)
	b.waitFor(`document.querySelector("#stage").dataset.stage === "mid5" && document.querySelector("#stage .seen .field").getBoundingClientRect().width > 3`)
	b.choose("#show", "parameters")
	b.waitFor(`!location.hash.includes("show=") && ` + drawn + `.includes("37,824")`)

	b.load("embed/#v=1&arch=unet&show=field")
	b.waitFor(drawn + `.includes("188–204")`)
}
