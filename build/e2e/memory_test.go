package e2e

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
)

// weigher is the JavaScript that keeps the memory of the program that is loaded next in
// the variable memory.
const weigher = `{
	const instantiate = WebAssembly.instantiate;
	WebAssembly.instantiate = async (...given) => {
		const made = await instantiate(...given);
		self.memory = (made.instance ?? made).exports.mem;
		return made;
	};
}
`

// searcher is the JavaScript that asks for numbers in turn, each once the search for the
// last one is over.
const searcher = `window.searches = async (numbers, n) => {
	const field = document.getElementById("why");
	const over = () => document.querySelector("#why-found[aria-busy=false] .searched");
	for (let i = 0; i < n; i++) {
		field.value = numbers[i % numbers.length];
		field.dispatchEvent(new InputEvent("input", { bubbles: true }));
		if (over()) throw new Error("no search for " + field.value);
		await new Promise((done) => {
			const observer = new MutationObserver(() => { if (over()) { observer.disconnect(); done(); } });
			observer.observe(document.getElementById("explain"), { childList: true, subtree: true, attributes: true });
		});
	}
}`

// BenchmarkMemory measures how much memory the program of the page and that of its
// worker have taken, which never shrinks: after loading, and after b.N edits of the
// settings, each of which is rendered, and three searches for numbers to a hundred edits.
func BenchmarkMemory(bench *testing.B) {
	s := serve(bench)
	s.intercept(func(w http.ResponseWriter, r *http.Request) bool {
		name := filepath.Base(r.URL.Path)
		if !strings.HasPrefix(name, "worker.") || !strings.HasSuffix(name, ".js") {
			return false
		}
		script, err := os.ReadFile(filepath.Join(siteDir, name))
		if err != nil {
			return false
		}
		w.Header().Set("Content-Type", "text/javascript")
		_, _ = w.Write([]byte(weigher + `{
			const channel = new BroadcastChannel("memory");
			channel.onmessage = ({ data }) => { if (data === "size") channel.postMessage(self.memory?.buffer.byteLength ?? 0); };
		}
		` + string(script)))
		return true
	})
	b := newTab(bench, s)
	call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: weigher + `{
		const channel = new BroadcastChannel("memory");
		self.workerMemory = () => new Promise((size) => { channel.onmessage = ({ data }) => size(data); channel.postMessage("size"); });
	}`})
	b.open("")
	measure := func() (program, worker float64) {
		return eval[float64](b, "memory.buffer.byteLength / 1e6"), eval[float64](b, "workerMemory().then((size) => size / 1e6)")
	}
	loaded := eval[float64](b, "memory.buffer.byteLength / 1e6")
	b.ask("31,042,434")
	b.answered()
	searched, worker := measure()
	b.do(typist)
	n := max(bench.N, 20)
	var halfway float64
	for i := 0; i < n; i += 20 {
		if i == n/40*20 {
			halfway, _ = measure()
		}
		b.do(`type("base", ["33", "32"], 20, 20)`) // each is rendered, all are painted at once
	}
	edited, _ := measure()
	b.do(searcher)
	b.do(fmt.Sprintf(`searches(["7.76M", "31,037,633", "1,234,567", "34.5M", "860M", "17,263,362"], %d)`, n*3/100))
	last, lastWorker := measure()
	bench.ReportMetric(loaded, "MB-loaded")
	bench.ReportMetric(searched, "MB-searched")
	bench.ReportMetric(halfway, "MB-halfway") // of the edits
	bench.ReportMetric(edited, "MB-edited")
	bench.ReportMetric(last, "MB-last")
	bench.ReportMetric(worker, "MB-worker")
	bench.ReportMetric(lastWorker, "MB-worker-last")
	bench.ReportMetric(0, "ns/op") // that is the driving, not the page
}
