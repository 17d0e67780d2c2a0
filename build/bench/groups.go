package main

// A group is a part of the table that is measured alone.
type group struct {
	name    string
	timed   bool // it measures nothing but time: a short run leaves it out
	measure func(b *bench) error
	rows    []row
}

// groups are those of the table, in the order in which a visitor encounters what they
// measure. Bytes, allocations and ratios have a limit; times have none.
var groups = []group{
	{name: "size", measure: (*bench).weigh, rows: []row{
		{What: "before the first paint, brotli", Metric: "paint.br", Unit: "kB", Target: 60, Limit: 60, scale: 1e-3},
		{What: "first visit, brotli", Metric: "visit.br", Unit: "MB", Target: 1.4, scale: 1e-6},
		{What: "first visit, gzip", Metric: "visit.gz", Unit: "MB", Target: 1.95, scale: 1e-6},
		{What: "… the part of its program that is nearest its budget", Metric: "part %", Unit: "%", Target: 100},
		{What: "embedded and untouched: embed.js, brotli", Metric: "embed.br", Unit: "kB", Limit: 6, scale: 1e-3},
		{What: "embedded and touched: its program, brotli", Metric: "embed.wasm.br", Unit: "MB", Target: 0.9, scale: 1e-6},
		{What: "all files of the site", Metric: "dist", Unit: "MB", Target: 60, scale: 1e-6},
		{What: "a clean build of it", Metric: "build s", Unit: "s", Target: 90},
	}},
	{name: "start", timed: true, measure: inBrowser("10x", "10x", "Start"), rows: []row{
		{What: "start: layout shifts, 4× slower", Metric: "browser Start shift", Op: "="},
		{What: "start: longest task, 4× slower, median", Metric: "browser Start ms-longest", Unit: "ms"},
		{What: "… in nine of ten runs", Metric: "browser Start ms-longest-90", Unit: "ms", Target: 120},
		{What: "start: ready, 4× slower", Metric: "browser Start ms-ready", Unit: "ms", Target: 1200},
	}},
	{name: "keys", timed: true, measure: inBrowser("300x", "300x", "Keystroke"), rows: []row{
		{What: "keystroke, median", Metric: "browser Keystroke/default ms-median", Unit: "ms", Target: 5},
		{What: "keystroke, 95 %", Metric: "browser Keystroke/default ms-p95", Unit: "ms", Target: 10},
		{What: "the same in plain JavaScript, median", Metric: "browser Keystroke/default ms-limit", Unit: "ms"},
		{What: "keystroke to plain JavaScript", Metric: "browser Keystroke/default ratio", Unit: "×", Target: 1.8, Limit: 6},
		{What: "largest architecture, 95 %", Metric: "browser Keystroke/largest ms-p95", Unit: "ms", Target: 30},
		{What: "… its longest table open, 95 %", Metric: "browser Keystroke/largest-open ms-p95", Unit: "ms", Target: 30},
		{What: "… to plain JavaScript", Metric: "browser Keystroke/largest-open ratio", Unit: "×", Target: 2, Limit: 6},
	}},
	{name: "tables", timed: true, measure: inBrowser("9x", "9x", "Table"), rows: []row{
		{What: "opening the table of U²-Net's layers, 4× slower", Metric: "browser Table ms-open", Unit: "ms", Target: 200},
		{What: "… longest task until all rows are there", Metric: "browser Table ms-longest", Unit: "ms"},
	}},
	{name: "search", timed: true, measure: inBrowser("3x", "3x", "Number"), rows: []row{
		{What: "why a number: first words", Metric: "browser Number ms-first", Unit: "ms", Target: 200},
		{What: "… all of the search, the first time", Metric: "browser Number ms-cold", Unit: "ms", Target: 3000},
		{What: "… a further number", Metric: "browser Number ms-warm", Unit: "ms", Target: 300},
		{What: "… longest task of the page meanwhile (0: none of 50 ms)", Metric: "browser Number ms-longest", Unit: "ms", Target: 50},
		{What: "… configurations searched", Metric: "browser Number searched", Unit: "million", Op: "≥", Target: 50, scale: 1e-6},
	}},
	{name: "edits", measure: inBrowser("5000x", "100x", "Edits", "Idle"), rows: []row{
		{What: "edits over all architectures, everything opened: heap", Metric: "browser Edits %heap", Unit: "%", Op: "±", Target: 5, Limit: 100},
		{What: "… further nodes in the document", Metric: "browser Edits nodes", Op: "=", Limit: 0.5},
		{What: "… further listeners", Metric: "browser Edits listeners", Op: "=", Limit: 0.5},
		{What: "… nodes in memory, also removed ones, grow by", Metric: "browser Edits %nodes", Unit: "%", Limit: 100},
		{What: "… edits", Metric: "browser Edits edits", Op: "≥", Target: 5000},
		{What: "… the page's buffers grow by", Metric: "browser Edits %memory", Unit: "%"},
		{What: "at rest: timers and frames asked for", Metric: "browser Idle timers", Limit: 0.5},
	}},
	{name: "memory", timed: true, measure: (*bench).memory, rows: []row{
		{What: "memory of the program, loaded", Metric: "browser Memory MB-loaded", Unit: "MB", Target: 48},
		{What: "… after 10,000 edits", Metric: "browser Memory MB-halfway", Unit: "MB"},
		{What: "… after 20,000 edits", Metric: "browser Memory MB-edited", Unit: "MB"},
		{What: "… with the second program, after 20,000 edits and 600 searches", Metric: "memory MB", Unit: "MB", Target: 96},
	}},
	{name: "native", measure: (*bench).native, rows: []row{
		{What: "answer, native", Metric: "Answer ns/op", Unit: "µs", scale: 1e-3},
		{What: "answer, allocations", Metric: "Answer allocs/op", Limit: 3000},
		{What: "report, native", Metric: "Report/unet ns/op", Unit: "µs", Target: 20, scale: 1e-3},
		{What: "report, allocations", Metric: "Report/unet allocs/op", Limit: 120},
		{What: "count, native", Metric: "Count/unet ns/op", Unit: "µs", Target: 4, scale: 1e-3},
		{What: "count, allocations", Metric: "Count/unet allocs/op", Limit: 80},
		{What: "report of SDXL, native", Metric: "SDXL/report ns/op", Unit: "ms", Target: 3, scale: 1e-6},
		{What: "report of SDXL, allocated", Metric: "SDXL/report B/op", Unit: "MB", Limit: 1.3, scale: 1e-6},
		{What: "count of SDXL, native", Metric: "SDXL/count ns/op", Unit: "ms", Target: 1, scale: 1e-6},
		{What: "count of SDXL, allocations", Metric: "SDXL/count allocs/op", Limit: 900},
		{What: "a layer's cost among 10 to 10,000: the same ±", Metric: "Layers ±", Unit: "%", Target: 25},
		{What: "a network of a search, native", Metric: "Search ns/op", Unit: "µs", scale: 1e-3},
		{What: "a network of a search, allocations", Metric: "Search allocs/op", Limit: 80},
		{What: "picture, native", Metric: "SVG/base=64/narrow=false ns/op", Unit: "µs", scale: 1e-3},
		{What: "picture, allocations", Metric: "SVG/base=64/narrow=false allocs/op", Limit: 1000},
		{What: "all texts of a keystroke, native", Metric: "Keystroke ns/op", Unit: "µs", scale: 1e-3},
		{What: "all texts of a keystroke, allocations", Metric: "Keystroke allocs/op", Limit: 8000},
		{What: "a link, native", Metric: "Parse ns/op", Unit: "µs", scale: 1e-3},
		{What: "PyTorch file, native", Metric: "File ns/op", Unit: "µs", scale: 1e-3},
	}},
	{name: "engine", timed: true, measure: (*bench).engine, rows: []row{
		{What: "answer, in the browser to native, one thread each", Metric: "wasm/native ratio", Unit: "×", Target: 3},
	}},
	{name: "peers", timed: true, measure: (*bench).peers, rows: []row{
		{What: "the classic U-Net without normalization: count, native", Metric: "peer ours ms", Unit: "µs", scale: 1e3},
		{What: "… PyTorch builds it and adds up", Metric: "peer PyTorch ms", Unit: "ms"},
		{What: "… to ours", Metric: "peer PyTorch ratio", Unit: "×"},
		{What: "… PyTorch builds it, torchinfo sums it up", Metric: "peer torchinfo ms", Unit: "ms"},
		{What: "… to ours", Metric: "peer torchinfo ratio", Unit: "×"},
		{What: "… TensorFlow.js builds it in node, countParams", Metric: "peer TensorFlow.js ms", Unit: "ms"},
		{What: "… to ours", Metric: "peer TensorFlow.js ratio", Unit: "×"},
		{What: "its ONNX file, from navigation to the total, our page", Metric: "browser ONNX/ours ms-total", Unit: "ms"},
		{What: "… of that from the choice of the file", Metric: "browser ONNX/ours ms-opened", Unit: "ms"},
		{What: "… from navigation to the drawn graph, without a total, Netron's page", Metric: "browser ONNX/netron ms-drawn", Unit: "ms"},
		{What: "… to ours", Metric: "peer Netron ratio", Unit: "×"},
	}},
}

// names returns the names of the groups.
func names() (names []string) {
	for _, g := range groups {
		names = append(names, g.name)
	}
	return names
}
