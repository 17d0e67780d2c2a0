package e2e

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/memory"
	"github.com/chromedp/cdproto/runtime"

	"unetparams/counter/config"
	counted "unetparams/counter/number"
	"unetparams/counter/zoo"
)

// visitor is the JavaScript of a visit to an architecture: it opens and closes the list
// of architectures, types, opens and closes every tab of the answer and the first folds in
// it, and ends where it began.
const visitor = `window.visit = async (knob, values, n) => {
	const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
	const picker = document.querySelector("#picker > summary");
	picker.click();
	await frame();
	picker.click();
	await type(knob, values, n, 10);
	document.querySelector("#diagram figure").dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
	const tabs = [...document.querySelectorAll("#panels [role=tab]")];
	for (const tab of tabs) {
		tab.click();
		const panel = document.getElementById(tab.getAttribute("aria-controls"));
		const folds = [...panel.querySelectorAll("details:not([open])")].slice(0, 8);
		for (const fold of folds) fold.querySelector("summary").click();
		await frame();
		for (const fold of folds) if (fold.isConnected && fold.open) fold.querySelector("summary").click();
	}
	tabs[0].click();
	do await frame(); while (document.querySelector("#answer [aria-busy=true]"));
}`

// A visit is what BenchmarkEdits types into a field of an architecture.
type visit struct {
	hash, knob string
	values     [2]string // the second one is the default
	total      string    // with the default
}

// visits returns one for each architecture with a number that changes the total.
func visits(t testing.TB) (all []visit) {
	for _, a := range zoo.Archs() {
		c := config.New(a)
		total, err := c.Count()
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range c.Knobs {
			if k.Kind != config.Number || k.Idle() {
				continue
			}
			was := k.Get()
			n, err := strconv.ParseInt(was, 10, 64)
			if err != nil || n >= k.Max {
				continue
			}
			next := strconv.FormatInt(n+1, 10)
			changed, err := config.New(a).With(k.Key + "=" + next)
			if err != nil {
				continue
			}
			if other, err := changed.Count(); err != nil || other == total {
				continue
			}
			if _, _, err := changed.Build(); err != nil {
				continue
			}
			all = append(all, visit{"#v=1&arch=" + a.ID, k.Key, [2]string{next, was}, counted.Grouped(total)})
			break
		}
	}
	return all
}

// BenchmarkEdits visits one architecture after another, edits it and opens everything, in
// two rounds, b.N edits in the second one, and measures by how much memory and document
// are larger after that than after the first. Garbage is collected first. Of nodes that are
// no longer in the document the browser keeps some thousands at times, and later not.
func BenchmarkEdits(bench *testing.B) {
	b := newTab(bench, serve(bench))
	b.open("")
	b.do(typist)
	b.do(visitor)
	all := visits(bench)
	each := 5000/len(all)/2*2 + 2 // even: the last value is the default
	round := all[:min(max((bench.N+each-1)/each, 3), len(all))]
	edit := func(n int) {
		for _, v := range append(round[1:len(round):len(round)], round[0]) {
			b.paste(v.hash)
			b.waitText("#count", v.total)
			b.do(fmt.Sprintf("visit(%s, %s, %d)", js(v.knob), js(v.values), n))
		}
	}
	// The program refers to elements that are gone until it collects its own garbage, which
	// it does now and then during edits.
	settled := func() (least taken) {
		for i := range 8 {
			b.do(fmt.Sprintf("type(%s, %s, 300, 20)", js(round[0].knob), js(round[0].values)))
			u := b.taken()
			if i == 0 {
				least = u
			}
			least = taken{
				heap: min(least.heap, u.heap), buffers: u.buffers, listeners: min(least.listeners, u.listeners),
				nodes: min(least.nodes, u.nodes), shown: u.shown,
			}
		}
		return least
	}
	b.askCode() // the second program is loaded
	b.waitFor(`document.querySelector("#pytorch pre")?.textContent.includes("import torch")`)
	edit(2)
	before := settled()
	edit(each)
	after := settled()
	grown := func(size func(taken) float64) float64 { return 100 * (size(after)/size(before) - 1) }
	bench.ReportMetric(grown(func(u taken) float64 { return u.heap }), "%heap")
	bench.ReportMetric(grown(func(u taken) float64 { return u.nodes }), "%nodes")
	bench.ReportMetric(grown(func(u taken) float64 { return u.buffers }), "%memory") // the program's own
	bench.ReportMetric(after.shown-before.shown, "nodes")
	bench.ReportMetric(max(after.listeners-before.listeners, 0), "listeners")
	bench.ReportMetric(float64(each*len(round)), "edits")
	bench.ReportMetric(float64(len(round)), "architectures")
	bench.ReportMetric(0, "ns/op")
}

// taken is what a page takes of the browser's memory.
type taken struct {
	heap, buffers, listeners float64
	nodes, shown             float64 // all nodes, and those of the document
}

// taken collects garbage, and returns what the page takes then.
func (b *tab) taken() taken {
	b.Helper()
	for range 3 {
		call(b, heapprofiler.CollectGarbage, cdp.Empty{})
	}
	h := call(b, runtime.GetHeapUsage, cdp.Empty{})
	d := call(b, memory.GetDOMCounters, cdp.Empty{})
	return taken{
		heap: h.UsedSize, buffers: h.BackingStorageSize, listeners: float64(d.JsEventListeners), nodes: float64(d.Nodes),
		shown: eval[float64](b, `(() => {
			const walker = document.createTreeWalker(document);
			let n = 0;
			while (walker.nextNode()) n++;
			return n;
		})()`),
	}
}
