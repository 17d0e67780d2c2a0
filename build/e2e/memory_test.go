package e2e

import (
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

// BenchmarkMemory measures how much memory the program of the page and that of its
// worker have taken, which never shrinks: after loading, and after edits of the settings
// and searches for numbers.
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
	for i := 0; i < n; i += 20 {
		b.do(`type("base", ["33", "32"], 20)`)
	}
	edited, _ := measure()
	for i := range (n + 32) / 33 { // 600 searches in 20,000 edits
		b.ask([]string{"7.76M", "31,037,633", "1,234,567", "34.5M", "860M", "17,263,362"}[i%6])
		b.answered()
	}
	last, lastWorker := measure()
	bench.ReportMetric(loaded, "MB-loaded")
	bench.ReportMetric(searched, "MB-searched")
	bench.ReportMetric(edited, "MB-edited")
	bench.ReportMetric(last, "MB-last")
	bench.ReportMetric(worker, "MB-worker")
	bench.ReportMetric(lastWorker, "MB-worker-last")
	bench.ReportMetric(0, "ns/op") // that is the driving, not the page
}
