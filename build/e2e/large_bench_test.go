package e2e

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"

	"unetparams/counter/zoo"
)

// stages is the JavaScript that notes when a worker says something and when the answer
// is shown, in milliseconds after a file was chosen.
const stages = `{
	window.marks = {};
	const mark = (name) => { marks[name] = performance.now() - chosen; };
	let chosen = 0;
	addEventListener("change", () => { chosen = window.chosenAt = performance.now(); marks = {}; }, true);
	window.Worker = class extends Worker {
		constructor(url) {
			super(url);
			const name = /reader/.test(url) ? "read" : "answered";
			this.addEventListener("message", () => mark(name));
		}
	};
	new MutationObserver(() => {
		const said = document.querySelector("#open-said");
		if (said?.getAttribute("aria-busy") === "false" && said.innerText !== "" && chosen && !marks.shown) mark("shown");
	}).observe(document, { subtree: true, childList: true, attributes: true });
}`

// BenchmarkModelFile measures how long it takes to open a file of 10 GB of which only
// the header is there, that of Stable Diffusion XL's network in float32, from the choice
// to the read text, to the worker's answer and to the shown one. The programs are loaded.
// LARGE names another file.
func BenchmarkModelFile(bench *testing.B) {
	name := os.Getenv("LARGE")
	if name == "" {
		name = filepath.Join(bench.TempDir(), "sdxl.safetensors")
		i := len(zoo.Presets()) - 1
		for i >= 0 && zoo.Presets()[i].ID != "sdxl" {
			i--
		}
		start, data := safetensors(bench, zoo.Presets()[i].Config(), "")
		if err := os.WriteFile(name, start, 0o666); err != nil {
			bench.Fatal(err)
		}
		if err := os.Truncate(name, int64(len(start))+data); err != nil {
			bench.Fatal(err)
		}
	}
	b := newTab(bench, serve(bench))
	call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: stages})
	b.open("")
	spent := map[string][]float64{}
	for range max(bench.N, 5) {
		field := call(b, runtime.Evaluate, runtime.EvaluateParams{Expression: el("#open-file")})
		call(b, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: []string{name}, ObjectID: field.Result.ObjectID})
		b.waitFor(`marks.shown > 0`)
		for stage, ms := range eval[map[string]float64](b, "marks") {
			spent[stage] = append(spent[stage], ms)
		}
		b.do(el("#open-close") + `.click()`)
		b.waitFor(el("#open-answer") + `.hidden`)
	}
	for stage, ms := range spent {
		if len(ms) > 1 {
			bench.ReportMetric(quantile(ms[1:], 50), "ms-"+stage) // the first one loads the programs
		}
	}
	bench.ReportMetric(0, "ns/op")
}
