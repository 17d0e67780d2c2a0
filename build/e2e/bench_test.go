package e2e

import (
	"slices"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// BenchmarkKeystroke measures in the page how long it takes from the event of a
// keystroke to the document that shows its answer, all of it. Run it with
//
//	go test -run '^$' -bench Keystroke -benchtime 300x ./build/e2e
func BenchmarkKeystroke(bench *testing.B) {
	b := newTab(bench, serve(bench))
	b.open("")
	b.click("#knob-base")
	b.key(kb.End)
	b.do(`{
		window.spent = [];
		let start = 0, end = 0;
		new MutationObserver(() => { end = performance.now(); })
			.observe(document.getElementById("page"), { subtree: true, childList: true, characterData: true, attributes: true });
		document.addEventListener("input", () => { start = performance.now(); }, true);
		// A keystroke is over when the next frame begins with nothing left to do.
		window.over = () => { if (end > start && start > 0) { spent.push(end - start); start = end = 0; return true; } return false; };
	}`)
	bench.ResetTimer()
	for i := range bench.N {
		want := count(32)
		if i%2 == 0 {
			b.key("4")
			want = count(324)
		} else {
			b.key("\b")
		}
		b.waitFor(el("#count") + `.innerText === ` + js(want) + ` && new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(over()))))`)
	}
	bench.StopTimer()
	spent := eval[[]float64](b, "spent")
	if len(spent) != bench.N {
		bench.Fatalf("%d of %d keystrokes measured", len(spent), bench.N)
	}
	slices.Sort(spent)
	bench.ReportMetric(spent[len(spent)/2], "ms-median")
	bench.ReportMetric(spent[len(spent)*95/100], "ms-p95")
	bench.ReportMetric(0, "ns/op") // that is the driving, not the page
}
