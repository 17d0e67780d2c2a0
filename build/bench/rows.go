package main

import (
	"fmt"
	"strconv"
	"strings"
)

// A row is a metric with its target, its measured value and an optional limit, which it
// must not exceed.
type row struct {
	What    string  `json:"what"`
	Metric  string  `json:"metric"`
	Unit    string  `json:"unit"`
	Target  float64 `json:"target"`
	Reached float64 `json:"reached"`
	Limit   float64 `json:"limit,omitempty"`

	scale float64 // from the metric's unit to this one
}

// targets are the rows, in the order in which a visitor encounters them. Bytes,
// allocations and ratios have a limit; times have none.
var targets = []row{
	{What: "before the first paint, brotli", Metric: "paint.br", Unit: "kB", Target: 60, Limit: 60, scale: 1e-3},
	{What: "first visit, brotli", Metric: "visit.br", Unit: "MB", Target: 1.4, scale: 1e-6},
	{What: "first visit, gzip", Metric: "visit.gz", Unit: "MB", Target: 1.95, scale: 1e-6},
	{What: "embedded and untouched: embed.js, brotli", Metric: "embed.br", Unit: "kB", Limit: 6, scale: 1e-3},
	{What: "embedded and touched: its program, brotli", Metric: "embed.wasm.br", Unit: "MB", Target: 0.9, scale: 1e-6},
	{What: "start: longest task, 4× slower", Metric: "browser Start ms-longest", Unit: "ms", Target: 120},
	{What: "start: ready, 4× slower", Metric: "browser Start ms-ready", Unit: "ms", Target: 1200},
	{What: "keystroke, median", Metric: "browser Keystroke/default ms-median", Unit: "ms", Target: 5},
	{What: "keystroke, 95 %", Metric: "browser Keystroke/default ms-p95", Unit: "ms", Target: 10},
	{What: "the same in plain JavaScript, median", Metric: "browser Keystroke/default ms-limit", Unit: "ms"},
	{What: "keystroke to plain JavaScript", Metric: "browser Keystroke/default ratio", Unit: "×", Target: 1.8, Limit: 6},
	{What: "largest architecture, 95 %", Metric: "browser Keystroke/largest ms-p95", Unit: "ms", Target: 30},
	{What: "… its longest table open, 95 %", Metric: "browser Keystroke/largest-open ms-p95", Unit: "ms", Target: 30},
	{What: "… to plain JavaScript", Metric: "browser Keystroke/largest-open ratio", Unit: "×", Target: 2, Limit: 6},
	{What: "opening the table of U²-Net's layers, 4× slower", Metric: "browser Table ms-open", Unit: "ms", Target: 200},
	{What: "… longest task until all rows are there", Metric: "browser Table ms-longest", Unit: "ms"},
	{What: "why a number: first words", Metric: "browser Number ms-first", Unit: "ms", Target: 200},
	{What: "… all of the search, the first time", Metric: "browser Number ms-cold", Unit: "ms", Target: 3000},
	{What: "… a further number", Metric: "browser Number ms-warm", Unit: "ms", Target: 300},
	{What: "edits: heap grows by", Metric: "browser Edits %heap", Unit: "%", Target: 5, Limit: 20},
	{What: "edits: document grows by", Metric: "browser Edits %nodes", Unit: "%", Target: 5, Limit: 5},
	{What: "edits: listeners grow by", Metric: "browser Edits %listeners", Unit: "%", Target: 5, Limit: 5},
	{What: "edits: the program's memory grows by", Metric: "browser Edits %memory", Unit: "%", Target: 5},
	{What: "memory of the program, loaded", Metric: "browser Memory MB-loaded", Unit: "MB", Target: 48},
	{What: "… with the second program, after 20,000 edits and 600 searches", Metric: "memory MB", Unit: "MB", Target: 96},
	{What: "at rest: timers and frames asked for", Metric: "browser Idle timers", Unit: "", Limit: 0.5},
	{What: "answer, native", Metric: "Answer ns/op", Unit: "µs", scale: 1e-3},
	{What: "answer, allocations", Metric: "Answer allocs/op", Unit: "", Limit: 3000},
	{What: "answer, in the browser to native", Metric: "wasm/native ratio", Unit: "×", Target: 3},
	{What: "report, native", Metric: "Report/unet ns/op", Unit: "µs", Target: 20, scale: 1e-3},
	{What: "report, allocations", Metric: "Report/unet allocs/op", Unit: "", Limit: 120},
	{What: "count, native", Metric: "Count/unet ns/op", Unit: "µs", Target: 4, scale: 1e-3},
	{What: "count, allocations", Metric: "Count/unet allocs/op", Unit: "", Limit: 80},
	{What: "report of SDXL, native", Metric: "SDXL/report ns/op", Unit: "ms", Target: 3, scale: 1e-6},
	{What: "report of SDXL, allocated", Metric: "SDXL/report B/op", Unit: "MB", Limit: 1.3, scale: 1e-6},
	{What: "count of SDXL, native", Metric: "SDXL/count ns/op", Unit: "ms", Target: 1, scale: 1e-6},
	{What: "count of SDXL, allocations", Metric: "SDXL/count allocs/op", Unit: "", Limit: 900},
	{What: "the classic U-Net without normalization: count, native", Metric: "peer ours ms", Unit: "µs", scale: 1e3},
	{What: "… PyTorch builds it and adds up", Metric: "peer PyTorch ms", Unit: "ms"},
	{What: "… to ours", Metric: "peer PyTorch ratio", Unit: "×"},
	{What: "… TensorFlow.js builds it in node, countParams", Metric: "peer TensorFlow.js ms", Unit: "ms"},
	{What: "… to ours", Metric: "peer TensorFlow.js ratio", Unit: "×"},
	{What: "a layer's cost among 10 to 10,000: the same ±", Metric: "Layers ±", Unit: "%", Target: 25},
	{What: "a network of a search, native", Metric: "Search ns/op", Unit: "µs", scale: 1e-3},
	{What: "a network of a search, allocations", Metric: "Search allocs/op", Unit: "", Limit: 80},
	{What: "picture, native", Metric: "SVG/base=64/narrow=false ns/op", Unit: "µs", scale: 1e-3},
	{What: "picture, allocations", Metric: "SVG/base=64/narrow=false allocs/op", Unit: "", Limit: 1000},
	{What: "all texts of a keystroke, native", Metric: "Keystroke ns/op", Unit: "µs", scale: 1e-3},
	{What: "all texts of a keystroke, allocations", Metric: "Keystroke allocs/op", Unit: "", Limit: 8000},
	{What: "a link, native", Metric: "Parse ns/op", Unit: "µs", scale: 1e-3},
	{What: "PyTorch file, native", Metric: "File ns/op", Unit: "µs", scale: 1e-3},
}

// rows returns the targets with the measured values.
func (m metrics) rows() []row {
	var rows []row
	for _, r := range targets {
		v, ok := m[r.Metric]
		if !ok {
			continue
		}
		if r.scale != 0 {
			v *= r.scale
		}
		r.Reached = v
		rows = append(rows, r)
	}
	return rows
}

// timed is the prefix of the metrics of the browser's times.
const timed = "browser Keystroke"

// table returns the rows as Markdown, and lists those that fail: they exceed their
// limit, or have one and were not measured. A short run does not measure the browser's
// times.
func (m metrics) table(short bool) (text string, failed []string) {
	var b strings.Builder
	b.WriteString("| what | target | reached | of the target |\n| --- | ---: | ---: | ---: |\n")
	for _, r := range m.rows() {
		target, share := "", ""
		if r.Target != 0 {
			target, share = "≤ "+number(r.Target)+" "+r.Unit, number(100*r.Reached/r.Target)+" %"
		}
		if r.Limit != 0 && r.Reached > r.Limit {
			failed = append(failed, fmt.Sprintf("%s: %s %s, limit %s", r.What, number(r.Reached), r.Unit, number(r.Limit)))
		}
		fmt.Fprintf(&b, "| %s | %s | %s %s | %s |\n", r.What, target, number(r.Reached), r.Unit, share)
	}
	for _, r := range targets {
		if _, ok := m[r.Metric]; !ok && r.Limit != 0 && !(short && strings.HasPrefix(r.Metric, timed)) {
			failed = append(failed, r.What+": not measured")
		}
	}
	return b.String(), failed
}

// number formats a number with three significant digits.
func number(v float64) string {
	if v >= 100 || v <= -100 {
		return strconv.FormatFloat(v, 'f', 0, 64)
	}
	return strconv.FormatFloat(v, 'g', 3, 64)
}
