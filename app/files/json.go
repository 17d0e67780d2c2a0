package files

import (
	"strconv"
	"strings"

	"unetparams/counter"
)

// Schema and SchemaVersion name what [Net.JSON] writes. No key ever goes or changes its
// meaning from one version to the next: a version has more keys than the ones before.
// schema.json describes it.
const (
	Schema        = "unet-parameters"
	SchemaVersion = 2
)

// maxSafe is the largest integer up to which every reader of JSON is exact:
// JavaScript's numbers have 53 bits.
const maxSafe = 1<<53 - 1

// A jsonWriter writes JSON by hand: package encoding/json would weigh more than
// all else here.
type jsonWriter struct {
	strings.Builder
	comma bool // something stands before, in this object or list
}

func (w *jsonWriter) next() {
	if w.comma {
		w.WriteString(", ")
	}
	w.comma = true
}

// str writes a string. What ends a script in a page is escaped too.
func (w *jsonWriter) str(s string) {
	const hex = "0123456789abcdef"
	w.WriteByte('"')
	for _, c := range strings.ToValidUTF8(s, "\uFFFD") {
		switch {
		case c == '"' || c == '\\':
			w.WriteByte('\\')
			w.WriteRune(c)
		case c < ' ' || c == '<' || c == '>' || c == 0x7f || c == 0x2028 || c == 0x2029:
			w.WriteString(`\u`)
			for shift := 12; shift >= 0; shift -= 4 {
				w.WriteByte(hex[c>>shift&15])
			}
		default:
			w.WriteRune(c)
		}
	}
	w.WriteByte('"')
}

// key writes a key; its value follows.
func (w *jsonWriter) key(k string) {
	w.next()
	w.str(k)
	w.WriteString(": ")
}

func (w *jsonWriter) text(k, v string) {
	w.key(k)
	w.str(v)
}

// int writes a number, as a string where a reader may lose digits.
func (w *jsonWriter) int(k string, v int64) {
	w.key(k)
	w.value(v)
}

func (w *jsonWriter) value(v int64) {
	s := strconv.FormatInt(v, 10)
	if v > maxSafe {
		s = `"` + s + `"`
	}
	w.WriteString(s)
}

func (w *jsonWriter) flag(k string, v bool) {
	w.key(k)
	w.WriteString(strconv.FormatBool(v))
}

func (w *jsonWriter) ints(k string, ns []int64) {
	w.key(k)
	w.WriteByte('[')
	for i, n := range ns {
		if i > 0 {
			w.WriteByte(',')
		}
		w.value(n)
	}
	w.WriteByte(']')
}

func (w *jsonWriter) shape(k string, s counter.Shape) {
	w.object(k, func() {
		w.int("channels", s.C)
		if s.Known() {
			w.ints("size", s.Sizes())
		}
	})
}

// object writes an object whose members write adds.
func (w *jsonWriter) object(k string, write func()) {
	w.key(k)
	w.WriteByte('{')
	w.comma = false
	write()
	w.WriteByte('}')
	w.comma = true
}

// list writes a list with a line for each of its objects.
func (w *jsonWriter) list(k string, n int, object func(i int)) {
	w.line(func() { w.key(k) })
	w.WriteByte('[')
	for i := range n {
		if i > 0 {
			w.WriteByte(',')
		}
		w.WriteString("\n {")
		w.comma = false
		object(i)
		w.WriteByte('}')
	}
	w.WriteString("\n]")
	w.comma = true
}

// line begins a line with what is written next.
func (w *jsonWriter) line(write func()) {
	if w.comma {
		w.WriteByte(',')
	}
	w.WriteByte('\n')
	w.comma = false
	write()
	w.comma = true
}

// A jsonReport writes the report of a network.
type jsonReport struct {
	*Net
	jsonWriter
}

// JSON writes the whole report; see schema.json.
func (n *Net) JSON() string {
	r := n.Report
	w := &jsonReport{Net: n}
	w.WriteByte('{')
	w.writeHeader()
	w.line(func() { w.int("parameters", r.Learnable) })
	w.line(func() { w.int("buffers", r.Buffers) })
	w.line(func() { w.int("unused", r.Unused) })
	if r.Unregistered > 0 {
		w.line(func() { w.int("unregistered", r.Unregistered) })
	}
	if t := n.Trace; t != nil {
		w.line(func() { w.shape("input", t.Out[0]) })
		w.line(func() { w.int("macs", t.Total) })
		if t.FeatureMACs != nil {
			w.line(func() { w.int("feature_macs", t.FeatureTotal) })
		}
	}
	w.writeRun()
	if len(r.Inputs) > 1 {
		w.writeInputs()
	}
	if p := n.Form; p.Den != 0 {
		w.line(func() {
			w.object("polynomial", func() {
				w.int("width", n.Width)
				w.ints("coefficients", p.C[:])
				w.int("denominator", p.Den)
			})
		})
	}
	w.writeTools()
	byStage, byLayer := n.macSums()
	w.writeStages(byStage)
	w.writeLayers(byLayer)
	w.writeTensors()
	w.WriteString("\n}\n")
	return w.String()
}

// writeHeader writes what names the network.
func (w *jsonReport) writeHeader() {
	w.line(func() { w.text("schema", Schema) })
	w.line(func() { w.int("version", SchemaVersion) })
	w.line(func() { w.text("name", w.Name) })
	w.line(func() { w.text("conventions", w.Conventions) })
	link, _ := Address(w.Link)
	w.line(func() { w.text("link", link) })
	w.line(func() { w.text("architecture", w.Config.Arch.ID) })
	w.line(func() {
		w.object("settings", func() {
			for _, k := range w.Config.Knobs {
				w.text(k.Key, k.Get())
			}
		})
	})
}

// writeStages writes the stages, with their multiply-accumulates.
func (w *jsonReport) writeStages(macs []int64) {
	r, features, costs := w.Report, w.featureSums(), w.costs()
	w.list("stages", len(r.Stages), func(i int) {
		s := &r.Stages[i]
		w.text("id", s.Stage.String())
		w.int("level", int64(s.Level))
		w.int("parameters", s.Learnable)
		w.int("buffers", s.Buffers)
		if w.Trace != nil {
			w.int("macs", macs[i])
		}
		if features != nil {
			w.int("feature_macs", features[i])
		}
		if costs != nil {
			w.writeCost(&costs[i])
		}
	})
}

// writeLayers writes the layers, with their multiply-accumulates.
func (w *jsonReport) writeLayers(macs []int64) {
	r, runs := w.Report, w.runs()
	w.list("layers", len(r.Layers), func(i int) {
		l := &r.Layers[i]
		w.text("name", l.Path)
		w.text("kind", l.Layer.Kind())
		w.text("stage", l.Stage.String())
		if f := counter.FormulaOf(l.Layer); len(f) > 0 {
			w.text("formula", product(f, symbol(plain), plain, "*", " + "))
			w.text("numbers", product(f, length(plain), plain, "*", " + "))
		}
		w.int("parameters", l.Learnable)
		w.int("buffers", l.Buffers)
		w.int("runs", int64(l.Runs))
		w.flag("unused", l.Unused)
		if steps := runs[i]; len(steps) > 0 {
			out := r.Steps[steps[0]].Out
			if w.Trace != nil {
				out = w.Trace.Out[steps[0]]
				w.int("macs", macs[i])
			}
			w.shape("output", out)
		}
	})
}

func (w *jsonReport) writeTensors() {
	r := w.Report
	w.list("tensors", len(r.Tensors), func(i int) {
		t := &r.Tensors[i]
		w.text("name", t.Name)
		w.int("layer", int64(t.Layer))
		w.ints("shape", lengths(t.Tensor))
		w.int("elements", t.Count)
		w.flag("learnable", t.Tensor.Learn)
		w.flag("shared", t.Shared)
	})
}

// writeInputs writes the inputs of a network that has several, and what their
// sizes follow.
func (w *jsonReport) writeInputs() {
	r := w.Report
	w.list("inputs", len(r.Inputs), func(i int) {
		in := &r.Inputs[i]
		shape := r.Steps[in.Step].Out
		switch {
		case w.Trace != nil:
			shape = w.Trace.Out[in.Step]
		case in.Divisor == 0:
			shape.Size = in.Size
		}
		w.text("name", in.Name)
		w.text("stage", r.Stages[r.Steps[in.Step].Stage].Stage.String())
		w.shape("shape", shape)
		if in.Divisor > 0 {
			w.int("divisor", in.Divisor)
		}
		if in.Factor > 1 {
			w.int("factor", in.Factor)
		}
	})
}

// writeTools writes what other tools print as the network's work, where they have
// rules for it.
func (w *jsonReport) writeTools() {
	counts := w.tools()
	if counts == nil {
		return
	}
	w.list("tools", len(counts), func(i int) {
		w.text("id", counts[i].ID)
		w.text("unit", counts[i].Unit)
		w.int("count", counts[i].N)
	})
}
