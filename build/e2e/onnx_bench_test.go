package e2e

import (
	"net/http"
	"os"
	"testing"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
)

// drawn is the JavaScript that notes when Netron shows a graph, and accepts that it
// stores cookies.
const drawn = `{
	document.cookie = "consent=1; path=/";
	window.drawnAt = 0;
	new MutationObserver(() => {
		if (!drawnAt && document.body?.classList.contains("default") && document.querySelector("#canvas .node")) drawnAt = performance.now();
	}).observe(document, { subtree: true, childList: true, attributes: true });
}`

// BenchmarkONNX measures how long it takes from navigation to a page until it shows the
// ONNX file that ONNX names, in a fresh browser: ours its total, and Netron's, from the
// folder that NETRON names, the graph, as it shows no total of its own.
func BenchmarkONNX(bench *testing.B) {
	file := os.Getenv("ONNX")
	if file == "" {
		bench.Skip("ONNX names no file")
	}
	const runs = 5
	bench.Run("ours", func(bench *testing.B) {
		var spent, opened []float64
		for range runs {
			b := newTab(bench, serve(bench))
			call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: stages})
			b.open("")
			field := call(b, runtime.Evaluate, runtime.EvaluateParams{Expression: el("#open-file")})
			call(b, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: []string{file}, ObjectID: field.Result.ObjectID})
			b.waitFor(`marks.shown > 0`)
			spent = append(spent, eval[float64](b, "chosenAt + marks.shown"))
			opened = append(opened, eval[float64](b, "marks.shown"))
			b.leave()
		}
		bench.ReportMetric(quantile(spent, 50), "ms-total")
		bench.ReportMetric(quantile(opened, 50), "ms-opened")
		bench.ReportMetric(0, "ns/op")
	})
	bench.Run("netron", func(bench *testing.B) {
		folder := os.Getenv("NETRON")
		if folder == "" {
			bench.Skip("NETRON names no folder")
		}
		files := http.NewServeMux()
		files.Handle("/", http.FileServer(http.Dir(folder)))
		files.HandleFunc("/unet.onnx", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, file) })
		var spent []float64
		for range runs {
			b := newTab(bench, serveAt(bench, "/", files))
			b.allow(`.`) // what it logs and asks for is its own
			call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: drawn})
			b.load("?url=/unet.onnx")
			b.waitFor(`drawnAt > 0`)
			spent = append(spent, eval[float64](b, "drawnAt"))
			b.leave()
		}
		bench.ReportMetric(quantile(spent, 50), "ms-drawn")
		bench.ReportMetric(0, "ns/op")
	})
}
