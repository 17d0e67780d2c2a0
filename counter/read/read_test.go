package read

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// layouts print a plan, each in one of the formats.
var layouts = []struct {
	name   string
	format Format
	print  func(plan) string
}{
	{"keras-2.6", Keras, func(p plan) string { return oldKeras(p, 98, true) }},
	{"keras-2.6-sequential", Keras, func(p plan) string { return oldKeras(p, 65, false) }},
	{"keras-r", Keras, func(p plan) string { return oldKeras(p, 80, true) }},
	{"keras-2.7", Keras, func(p plan) string { return newKeras(p, 98, []float64{.33, .55, .67, 1}, false) }},
	{"keras-2.13", Keras, func(p plan) string { return newKeras(p, 98, []float64{.3, .6, .70, 1}, false) }},
	{"keras-2.13-sequential", Keras, func(p plan) string { return newKeras(p, 65, []float64{.45, .85, 1}, false) }},
	{"keras-2.9-trainable", Keras, func(p plan) string { return newKeras(p, 98, []float64{.33, .55, .67, 1}, true) }},
	{"keras-3", Keras3, func(p plan) string { return keras3(p, true, false) }},
	{"keras-3-sequential", Keras3, func(p plan) string { return keras3(p, false, false) }},
	{"keras-3-trainable", Keras3, func(p plan) string { return keras3(p, true, true) }},
	{"torchsummary", TorchSummary, torchSummary},
	{"torchinfo", TorchInfo, func(p plan) string { return torchInfo(p, false, 2) }},
	{"torchinfo-names", TorchInfo, func(p plan) string { return torchInfo(p, true, 2) }},
	{"torchinfo-depth1", TorchInfo, func(p plan) string { return torchInfo(p, true, 1) }},
	{"modules", Modules, func(p plan) string { return printModel(p, nil) }},
	{"ptflops", Ptflops, ptflops},
	{"pytorch-model-summary", ModelSummary, modelSummary},
	{"lightning", Lightning, lightning},
	{"fvcore", Fvcore, fvcore},
	{"fastai", FastAI, fastAI},
	{"prettytable", ParameterTable, prettyTable},
	{"gluon", Gluon, gluon},
	{"torchstat", TorchStat, torchStat},
	{"flax", Flax, flax},
}

// check compares the content read from a printed plan with the plan.
func check(t *testing.T, name string, format Format, p plan, text string) {
	t.Helper()
	doc := Text(text)
	if len(doc.Listings) != 1 || doc.Cut {
		t.Errorf("%s: %d listings, cut %v\n%s", name, len(doc.Listings), doc.Cut, text)
		return
	}
	l := &doc.Listings[0]
	if l.Format != format {
		t.Errorf("%s: read as %v\n%s", name, l.Format, text)
	}
	if l.NUnread > 0 || doc.NUnread > 0 {
		t.Errorf("%s: unread: %.5v %.5v\n%s", name, l.Unread, doc.Unread, text)
	}
	want := p.total
	if format != Keras && format != Keras3 && format != Flax {
		want -= p.stats
	}
	if f, ok := l.Figure(Total); format != ParameterTable && (!ok && format != Modules || ok && !f.Has(want)) {
		t.Errorf("%s: total %+v, want %d\n%s", name, f, want, text)
	}
	if lo, hi, ok := l.Sum(); !ok || want < lo || want > hi {
		t.Errorf("%s: rows sum to %d … %d, %v; want %d\n%s", name, lo, hi, ok, want, text)
	}
	var kinds []string
	for _, m := range p.layers {
		if format == Keras || format == Keras3 || m.torch != "" {
			kinds = append(kinds, kindIn(format, m))
		}
	}
	switch format {
	case Lightning, Fvcore, ParameterTable, TorchStat, Flax:
		return
	}
	if strings.HasSuffix(name, "depth1") {
		if !l.Has(DepthCut) {
			t.Errorf("%s: its depth isn't said to be cut", name)
		}
		return
	}
	if format == Gluon && l.Rows[0].Kind != "Input" {
		t.Errorf("%s: the input is %+v", name, l.Rows[0])
	}
	var got []string
	for i := range l.Rows {
		if b := baseKind(l.Rows[i].Kind); b != "UNet" && b != "Block" && !(format == Gluon && b == "Input") && !(b == "Functional") {
			got = append(got, l.Rows[i].Kind)
		}
	}
	if !slices.Equal(got, kinds) {
		t.Errorf("%s: kinds %q, want %q\n%s", name, got, kinds, text)
	}
}

func kindIn(format Format, m planned) string {
	if format != Keras && format != Keras3 {
		return m.torch
	}
	_, kind := kerasClass(m.class, m.name, false, [][]int64{append([]int64{-1}, m.shape...)})
	return kind
}

// TestSizes reads U-Nets of realistic sizes in every layout.
func TestSizes(t *testing.T) {
	for _, r := range []recipe{
		{[]int64{572, 572}, []int64{64, 128, 256, 512, 1024}, 1, 2, false, "transposed"},
		{[]int64{512, 512}, []int64{64, 128, 256, 512, 1024}, 3, 21, false, "nearest"},
		{[]int64{256, 192}, []int64{64, 128, 256, 512, 1024}, 3, 1, true, "transposed"},
		{[]int64{96, 96}, []int64{16, 32, 64}, 3, 1, true, "nearest"},
		{[]int64{2048, 2048}, []int64{64, 128, 256, 512, 1024}, 3, 19, true, "transposed"},
		{[]int64{128, 128, 128}, []int64{32, 64, 128, 256}, 4, 3, true, "transposed"},
	} {
		p := unet(r)
		for _, lay := range layouts {
			check(t, lay.name, lay.format, p, lay.print(p))
		}
	}
}

// TestRandom prints random networks in each layout and reads them back.
func TestRandom(t *testing.T) {
	g := rand.New(rand.NewPCG(1, 2))
	for range 40 {
		p := random(g)
		for _, lay := range layouts {
			if check(t, lay.name, lay.format, p, lay.print(p)); t.Failed() {
				return
			}
		}
	}
}

// disguises add to a text what usually surrounds copied texts.
var disguises = map[string]func(string) string{
	"comment":  func(s string) string { return prefixed(s, "# ") },
	"comments": func(s string) string { return prefixed(s, "## ") },
	"slashes":  func(s string) string { return prefixed(s, "// ") },
	"quote":    func(s string) string { return prefixed(s, "> ") },
	"windows":  func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
	"fence":    func(s string) string { return "```python\n" + s + "```\n" },
	"html": func(s string) string {
		return "<pre>" + strings.NewReplacer("<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(s) + "</pre>"
	},
	"bom":  func(s string) string { return "\ufeff" + s },
	"nbsp": func(s string) string { return strings.ReplaceAll(s, " ", "\u00a0") },
	"full width": func(s string) string {
		return strings.NewReplacer("(", "（", ")", "）", ":", "：", ",", "，").Replace(s)
	},
	"line number": func(s string) string { return counted(s) },
	"colors": func(s string) string {
		return "\x1b[1m" + strings.ReplaceAll(s, "\n", "\x1b[0m\n\x1b[38;5;34m") + "\x1b[0m"
	},
}

func prefixed(s, prefix string) string {
	return prefix + strings.ReplaceAll(strings.TrimSuffix(s, "\n"), "\n", "\n"+prefix) + "\n"
}

func counted(s string) string {
	var b strings.Builder
	for i, l := range strings.Split(strings.TrimSuffix(s, "\n"), "\n") {
		b.WriteString(strings.Repeat(" ", 3) + decimal(int64(i+1)) + "  " + l + "\n")
	}
	return b.String()
}

// TestDisguises: what surrounds a text doesn't matter.
func TestDisguises(t *testing.T) {
	p := unet(recipe{[]int64{256, 256}, []int64{64, 128, 256}, 3, 2, true, "transposed"})
	for name, disguise := range disguises {
		for _, lay := range layouts {
			if name == "full width" && strings.HasPrefix(lay.name, "keras-2.6") {
				continue
			}
			check(t, name+" "+lay.name, lay.format, p, disguise(lay.print(p)))
		}
	}
}

// TestSpellings reads state_dicts as people print them.
func TestSpellings(t *testing.T) {
	p := unet(recipe{[]int64{64, 64}, []int64{32, 64, 128}, 1, 2, true, "transposed"})
	want := p.tensors(true)
	for i, spell := range spellings {
		doc := Text(stateDict(p, spell))
		if len(doc.Listings) != 1 || len(doc.Listings[0].Tensors) != len(want) || doc.Listings[0].Format != StateDict {
			t.Errorf("%d: %d listings\n%.300s", i, len(doc.Listings), stateDict(p, spell))
			continue
		}
		for k, got := range doc.Listings[0].Tensors {
			if got.Name != want[k].name || !slices.Equal(got.Shape, want[k].shape) {
				t.Errorf("%d: %s %v, want %v", i, got.Name, got.Shape, want[k])
				break
			}
		}
	}
}

// TestNested: a nested model is counted once.
func TestNested(t *testing.T) {
	inner := unet(recipe{[]int64{128, 128}, []int64{64, 128}, 3, 2, true, "transposed"})
	outer := plan{name: "outer", total: inner.total + 9_226, stats: inner.stats, layers: []planned{
		{name: "input_9", class: "InputLayer", shape: []int64{3, 128, 128}},
		{name: "model", class: "Functional", shape: []int64{2, 128, 128}, params: inner.total, from: []string{"input_9"}},
		{name: "head", class: "Conv2D", shape: []int64{2, 128, 128}, params: 9_226, from: []string{"model"}},
	}}
	text := newKeras(outer, 98, []float64{.33, .55, .67, 1}, false, inner)
	doc := Text(text)
	if len(doc.Listings) != 1 {
		t.Fatalf("%d listings", len(doc.Listings))
	}
	l := &doc.Listings[0]
	if lo, hi, ok := l.Sum(); !ok || lo != outer.total || hi != lo || l.NUnread > 0 {
		t.Errorf("sum %d, %v, want %d; unread %v\n%s", lo, ok, outer.total, l.Unread, text)
	}
}

// keras3Nested is a nested model as Keras 3 prints it with expand_nested and
// show_trainable (keras/src/utils/summary_utils.py, print_summary).
const keras3Nested = `Model: "functional"
┏━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━┳━━━━━━━┓
┃ Layer (type)        ┃ Output Shape      ┃    Param # ┃ Connected to      ┃ Trai… ┃
┡━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━╇━━━━━━━┩
│ input_layer         │ (None, 64, 64, 3) │          0 │ -                 │   -   │
│ (InputLayer)        │                   │            │                   │       │
├─────────────────────┼───────────────────┼────────────┼───────────────────┼───────┤
│ encoder             │ (None, 32, 32,    │      1,920 │ input_layer[0][0] │   Y   │
│ (Functional)        │ 64)               │            │                   │       │
├─────────────────────┼───────────────────┼────────────┼───────────────────┼───────┤
│    └ input_layer_1  │ (None, 64, 64, 3) │          0 │ -                 │   -   │
│ (InputLayer)        │                   │            │                   │       │
├─────────────────────┼───────────────────┼────────────┼───────────────────┼───────┤
│    └ conv2d         │ (None, 64, 64,    │      1,792 │ -                 │   Y   │
│ (Conv2D)            │ 64)               │            │                   │       │
├─────────────────────┼───────────────────┼────────────┼───────────────────┼───────┤
│    └ prelu (PReLU)  │ (None, 64, 64,    │        128 │ -                 │   Y   │
│                     │ 64)               │            │                   │       │
├─────────────────────┼───────────────────┼────────────┼───────────────────┼───────┤
│ conv2d_1 (Conv2D)   │ (None, 32, 32, 2) │        130 │ encoder[0][0]     │   Y   │
└─────────────────────┴───────────────────┴────────────┴───────────────────┴───────┘
 Total params: 2,050 (8.01 KB)
 Trainable params: 2,050 (8.01 KB)
 Non-trainable params: 0 (0.00 B)
`

// TestKeras3Nested: the layers of a nested model are counted, and its row is not.
func TestKeras3Nested(t *testing.T) {
	doc := Text(keras3Nested)
	if len(doc.Listings) != 1 || doc.NUnread > 0 || doc.Listings[0].NUnread > 0 {
		t.Fatalf("%+v", doc)
	}
	l := &doc.Listings[0]
	if lo, hi, ok := l.Sum(); !ok || lo != 2_050 || hi != lo {
		t.Errorf("sum %d … %d, %v", lo, hi, ok)
	}
	for _, r := range l.Rows {
		inner := strings.HasPrefix(r.Name, "conv2d") && r.Name != "conv2d_1" || r.Name == "prelu" || r.Name == "input_layer_1"
		if (r.Depth > 0) != inner {
			t.Errorf("%s has the depth %d", r.Name, r.Depth)
		}
		if want := map[bool]Tri{true: Yes}[r.Params.Value > 0]; r.Trainable != want {
			t.Errorf("%s: trainable %d", r.Name, r.Trainable)
		}
	}
}
