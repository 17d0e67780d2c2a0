package e2e

import (
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"

	"unetparams/build/program"
	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// What the benchmarks of the browser measure, build/bench puts into a table. One
// of them alone runs with
//
//	go test -run '^$' -bench Keystroke/default -benchtime 300x ./build/e2e

// typist is the JavaScript that types into a field, two values in turn, and
// tells how many milliseconds pass from the event to the changed document. The
// total has to be another one by then: the program renders within the event's
// dispatch, so that no edit is merged with the next. Layout and paint come after
// that; they are waited for, and not counted, after each edit or after so many.
const typist = `window.type = async (knob, values, n, frame = 1) => {
	const field = document.getElementById("knob-" + knob), total = document.getElementById("count"), spent = [];
	field.focus();
	for (let i = 0; i < n; i++) {
		const was = total.textContent;
		field.value = values[i % 2];
		const start = performance.now();
		field.dispatchEvent(new InputEvent("input", { bubbles: true }));
		spent.push(performance.now() - start);
		if (total.textContent === was) throw new Error("the total is still " + was + " at " + field.value);
		if ((i + 1) % frame === 0) await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
	}
	return spent;
}`

// limit is the JavaScript of a page that knows what comes: it puts the HTML of
// those sections that differ into the same document.
const limit = `window.put = async (states, n) => {
	const shown = new Map(states[1]), spent = [];
	for (let i = 0; i < n; i++) {
		const start = performance.now();
		for (const [id, html] of states[i % 2]) {
			if (shown.get(id) === html) continue;
			document.getElementById(id).innerHTML = html;
			shown.set(id, html);
		}
		spent.push(performance.now() - start);
		await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
	}
	return spent;
}`

// sections is the JavaScript for the HTML of all that answers.
const sections = `[...document.querySelectorAll("#answer section[id]:not(#settings)")].map((e) => [e.id, e.innerHTML])`

// A typing is what BenchmarkKeystroke types where.
type typing struct {
	name, hash, knob string
	values           [2]string
	open             string // a table to open first
}

// typings returns the tutorial's net, and the architecture with the most rows in
// its tables, folded and with the longest table open.
func typings() []typing {
	all := []typing{{name: "default", knob: "base", values: [2]string{"324", "32"}}}
	most, large := 0, typing{}
	for _, a := range zoo.Archs() {
		c := config.New(a)
		_, r, err := c.Build()
		if err != nil || len(r.Tensors)+len(r.Steps) <= most {
			continue
		}
		for _, k := range c.Knobs {
			if k.Kind == config.Number && (strings.Contains(k.Key, "class") || strings.HasPrefix(k.Key, "out")) {
				most, large = len(r.Tensors)+len(r.Steps), typing{"largest", "#v=1&arch=" + a.ID, k.Key, [2]string{"7", k.Get()}, ""}
				break
			}
		}
	}
	open := large
	open.name, open.open = "largest-open", "tensors"
	return append(all, large, open)
}

// BenchmarkKeystroke measures a keystroke beside the limit: plain JavaScript that
// puts the same changed HTML into the same page. Both take turns, so that what
// else the machine does meets both.
func BenchmarkKeystroke(bench *testing.B) {
	for _, ty := range typings() {
		bench.Run(ty.name, func(bench *testing.B) {
			b := newTab(bench, serve(bench))
			b.open(ty.hash)
			b.do(typist)
			if ty.open != "" {
				b.panel("tables")
				b.click("#" + ty.open + " > summary")
				b.waitFor(el("#"+ty.open+" tbody") + ` !== null`)
			}
			typed := func(n int) []float64 {
				return eval[[]float64](b, fmt.Sprintf("type(%s, %s, %d)", js(ty.knob), js(ty.values), n))
			}
			var states []string
			for range 2 {
				typed(1)
				states = append(states, js(eval[[][]string](b, sections)))
				ty.values[0], ty.values[1] = ty.values[1], ty.values[0]
			}

			s := serve(bench)
			s.intercept(func(w http.ResponseWriter, r *http.Request) bool {
				if strings.HasSuffix(r.URL.Path, ".wasm") {
					http.Error(w, "", http.StatusNotFound)
					return true
				}
				return false
			})
			plain := newTab(bench, s)
			plain.allow(`\.wasm|404`)
			plain.load("")
			plain.waitFor(el("#boot-status") + `.checkVisibility()`)
			plain.do(limit + "; window.states = [" + strings.Join(states, ",") + "]; for (const [id, html] of states[1]) { let e = document.getElementById(id); if (!e) { e = document.createElement('section'); e.id = id; document.getElementById('answer').append(e); } e.innerHTML = html; }")
			put := func(n int) []float64 { return eval[[]float64](plain, fmt.Sprintf("put(states, %d)", n)) }

			const round = 20
			typed(3 * round) // as compiled as it gets
			put(3 * round)
			bench.ResetTimer()
			var program, limit []float64
			for len(program) < max(bench.N, round) {
				program = append(program, typed(round)...)
				limit = append(limit, put(round)...)
			}
			bench.StopTimer()
			bench.ReportMetric(quantile(program, 50), "ms-median")
			bench.ReportMetric(quantile(program, 95), "ms-p95")
			bench.ReportMetric(quantile(program, 0), "ms-min")
			bench.ReportMetric(quantile(limit, 50), "ms-limit")
			bench.ReportMetric(quantile(program, 50)/quantile(limit, 50), "ratio")
			bench.ReportMetric(0, "ns/op") // that is the driving, not the page
		})
	}
}

// BenchmarkTable measures on a machine four times as slow how long it takes to open the
// table of the layers of a large network, until it is painted, and what the longest task
// is until all rows are there.
func BenchmarkTable(bench *testing.B) {
	b := newTab(bench, serve(bench))
	b.open("#v=1&arch=u2net")
	b.panel("tables")
	b.do(`window.openTable = () => new Promise((done) => {
		const table = document.getElementById("layers"), start = performance.now();
		new MutationObserver((_, observer) => {
			if (!table.querySelector("tbody")) return;
			observer.disconnect();
			requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
		}).observe(table, { childList: true, subtree: true });
		table.querySelector("summary").click();
	});` + longTasks)
	rows := func(n string) { b.waitFor(`document.querySelectorAll("#layers tbody tr").length ` + n) }
	var opened, longest []float64
	for range min(max(bench.N, 3), 9) {
		call(b, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: 4})
		b.do("tasks = [0]")
		opened = append(opened, eval[float64](b, "openTable()"))
		rows("=== 120")
		b.do(el("#layers > button") + ".click()")
		rows("> 400")
		longest = append(longest, eval[float64](b, "Math.max(...tasks)"))
		call(b, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: 1})
		b.do(el("#layers > summary") + ".click()")
		rows("=== 0")
	}
	bench.ReportMetric(quantile(opened, 50), "ms-open")
	bench.ReportMetric(quantile(longest, 50), "ms-longest")
	bench.ReportMetric(0, "ns/op")
}

// BenchmarkNumber measures how long the page takes to say which networks have a number
// of parameters: until its first words appear, and until the search is over, for the first
// number that a visitor asks for and for a later one. It tells how many configurations
// were searched, and the longest task of the page's thread meanwhile, which is 0 where
// none takes 50 ms. The second program is loaded.
func BenchmarkNumber(bench *testing.B) {
	var first, cold, warm, longest, searched []float64
	for range 3 {
		b := newTab(bench, serve(bench))
		b.open("")
		b.panel("why")
		b.waitFor(el("#why-found") + ".children.length") // the second program runs
		b.do(`window.asked = (text) => new Promise((done) => {
			const found = document.getElementById("why-found"), field = document.getElementById("why");
			const before = found.innerText, start = performance.now();
			let began = false, first = 0;
			const observer = new MutationObserver(() => {
				const busy = found.getAttribute("aria-busy") === "true";
				began ||= busy;
				if (!first && found.innerText.trim() && found.innerText !== before) first = performance.now() - start;
				if (!began || busy || !document.querySelector("#explain .searched")) return;
				observer.disconnect();
				done([first, performance.now() - start]);
			});
			observer.observe(document.getElementById("explain"), { childList: true, subtree: true, attributes: true, characterData: true });
			field.value = text;
			field.dispatchEvent(new Event("input", { bubbles: true }));
		})`)
		b.frame()
		b.do(longTasks)
		took := eval[[]float64](b, `asked("31,042,434")`)
		searched = append(searched, eval[float64](b, `Number(document.querySelector("#explain .searched").innerText.match(/\d[\d,]*/)[0].replaceAll(",", ""))`))
		first, cold = append(first, took[0]), append(cold, took[1])
		warm = append(warm, eval[[]float64](b, `asked("12,034,978")`)[1])
		b.frame() // a task is reported once it is over
		longest = append(longest, eval[float64](b, "Math.max(...tasks)"))
	}
	bench.ReportMetric(quantile(first, 50), "ms-first")
	bench.ReportMetric(quantile(cold, 50), "ms-cold")
	bench.ReportMetric(quantile(warm, 50), "ms-warm")
	bench.ReportMetric(quantile(longest, 50), "ms-longest")
	bench.ReportMetric(quantile(searched, 0), "searched")
	bench.ReportMetric(0, "ns/op")
}

// BenchmarkIdle measures how long the page's thread works in a second in which
// nothing happens.
func BenchmarkIdle(bench *testing.B) {
	b := newTab(bench, serve(bench))
	b.open("")
	b.do(`new Promise((done) => setTimeout(done, 2000))`)
	b.do(`{
		window.resumed = 0;
		const call = setTimeout;
		window.setTimeout = (...a) => { resumed++; return call(...a); };
		window.requestAnimationFrame = () => { resumed++; };
	}`)
	b.do(`new Promise((done) => { const c = new MessageChannel(), end = performance.now() + 3000; c.port1.onmessage = () => performance.now() < end ? c.port2.postMessage(0) : done(); c.port2.postMessage(0); })`)
	bench.ReportMetric(eval[float64](b, "resumed"), "timers")
	bench.ReportMetric(0, "ns/op")
}

// BenchmarkEngine measures the engine in the browser, compiled as the program is:
// package zoo's own BenchmarkAnswer runs there.
func BenchmarkEngine(bench *testing.B) {
	engine := filepath.Join(bench.TempDir(), "engine.wasm")
	if err := program.Test("../..", "./counter/zoo", engine); err != nil {
		bench.Fatal(err)
	}
	s := serve(bench)
	s.intercept(func(w http.ResponseWriter, r *http.Request) bool {
		if strings.HasSuffix(r.URL.Path, "/engine.wasm") {
			http.ServeFile(w, r, engine)
			return true
		}
		// The program's own stays away.
		return strings.HasSuffix(r.URL.Path, ".wasm")
	})
	b := newTab(bench, s)
	b.allow(`.`)
	b.load("")
	b.do(`window.engine = async (times) => {
		const go = new Go(), text = new TextDecoder();
		let printed = "";
		fs.writeSync = (fd, bytes) => { printed += text.decode(bytes); return bytes.length; };
		fs.write = (fd, bytes, from, n, at, done) => { printed += text.decode(bytes.subarray(from, from + n)); done(null, n); };
		go.env = { GOGC: "400" }; // as in build/browser
		go.argv = ["engine", "-test.run=^$", "-test.bench=^BenchmarkAnswer$", "-test.benchtime=" + times + "x"];
		await go.run((await WebAssembly.instantiateStreaming(fetch("engine.wasm"), go.importObject)).instance);
		return Number(printed.match(/([\d.]+) ns\/op/)[1]);
	}`)
	var spent []float64
	for range 5 {
		spent = append(spent, eval[float64](b, fmt.Sprintf("engine(%d)", max(20*bench.N, 100))))
	}
	bench.ReportMetric(quantile(spent, 50), "ns/answer")
	bench.ReportMetric(0, "ns/op")
}

// watchStart is the JavaScript that takes note, from the beginning of a page, of its
// long tasks, of the shifts of its layout, and of when it is the program's.
const watchStart = `{
	window.tasks = [0];
	window.shifted = 0;
	const watch = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
	watch("longtask", (e) => tasks.push(e.duration));
	watch("layout-shift", (e) => { shifted += e.value; });
	new MutationObserver(() => { window.readyAt ??= "ready" in document.documentElement.dataset ? performance.now() : undefined; })
		.observe(document, { subtree: true, attributes: true, attributeFilter: ["data-ready"] });
}`

// BenchmarkStart measures ten starts of the program on a machine four times as slow:
// how long the longest task takes, in the middle one of the ten and in the worst but
// one, when the page is the program's, and by how much its layout shifts, at worst, on
// a wide screen and on a phone, in both languages.
func BenchmarkStart(bench *testing.B) {
	var longest, ready, shifted []float64
	start := func(path string, width int64) *tab {
		b := newTab(bench, serve(bench))
		b.size(width, 900)
		call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watchStart})
		call(b, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: 4})
		b.open(path)
		b.do(`new Promise((done) => setTimeout(done, 500))`)
		shifted = append(shifted, eval[float64](b, "shifted"))
		return b
	}
	// A tab that is held back keeps a core busy, doing nothing, as long as it is
	// open: the next one would be held back by it too.
	end := func(b *tab) {
		call(b, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: 1})
		b.leave()
	}
	for range 10 {
		b := start("", 1280)
		longest = append(longest, eval[float64](b, "Math.max(...tasks)"))
		ready = append(ready, eval[float64](b, "readyAt"))
		end(b)
	}
	for path, width := range map[string]int64{"": 412, "zh/": 412, "zh/#": 1280} {
		end(start(path, width))
	}
	bench.ReportMetric(quantile(longest, 0), "ms-longest-min")
	bench.ReportMetric(quantile(longest, 50), "ms-longest")
	bench.ReportMetric(quantile(longest, 80), "ms-longest-90") // the ninth of ten
	bench.ReportMetric(quantile(ready, 50), "ms-ready")
	bench.ReportMetric(quantile(shifted, 100), "shift")
	bench.ReportMetric(0, "ns/op")
}

// longTasks is the JavaScript that takes note of how many milliseconds each task takes
// from now on that takes 50 or more.
const longTasks = `
	window.tasks = [0];
	new PerformanceObserver((list) => { for (const e of list.getEntries()) tasks.push(e.duration); }).observe({ type: "longtask" });`

// quantile returns the value below which so many per cent of the values lie.
func quantile(values []float64, percent int) float64 {
	slices.Sort(values)
	return values[min(len(values)*percent/100, len(values)-1)]
}
