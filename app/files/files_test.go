package files

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"golang.org/x/net/html"

	"unetparams/app/export"
	"unetparams/app/link"
	"unetparams/app/state"
	"unetparams/app/text"
	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/number"
	"unetparams/counter/zoo"
)

const home = "https://example.org/unet/"

// everyExport calls f for every architecture and preset, for counts that no
// float64 holds, and for a network that can't run on its input size, in one
// language after the other.
func everyExport(t *testing.T, f func(t *testing.T, n *Net)) {
	var all []*config.Config
	for _, a := range zoo.Archs() {
		all = append(all, config.New(a))
	}
	for _, p := range zoo.Presets() {
		all = append(all, p.Config())
	}
	for _, settings := range []string{"base=65536 levels=10 kernel=15", "size=250", "filters=35,70,141", "convs=3 grow=last heads=on residual=on"} {
		c, err := config.Make(zoo.Lookup("unet"), settings)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	for i, c := range all {
		s, l := &state.State{}, text.Langs()[i%len(text.Langs())]
		if err := s.Count(c); err != nil {
			t.Fatal(err)
		}
		n := New(s, l, home+"#"+link.Encode(link.State{Config: c}))
		t.Run(c.Arch.ID+"/"+string(l), func(t *testing.T) { f(t, n) })
	}
}

// sumOf adds numbers up, of whatever look.
func sumOf(t *testing.T, texts []string) (sum int64) {
	t.Helper()
	for _, s := range texts {
		sum += parseInt(t, s)
	}
	return sum
}

func parseInt(t *testing.T, s string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(strings.ReplaceAll(s, ",", ""), 10, 64)
	if err != nil {
		t.Error(err)
	}
	return n
}

// value works a sum of products out: "3*3*1*32 + 32".
func value(t *testing.T, s, times string) (sum int64) {
	t.Helper()
	for _, term := range strings.Split(s, "+") {
		p := int64(1)
		for _, factor := range strings.Split(term, times) {
			p *= parseInt(t, strings.TrimSpace(factor))
		}
		sum += p
	}
	return sum
}

// TestCSV: a CSV reader finds a row for each, and its sum is the total.
func TestCSV(t *testing.T) {
	everyExport(t, func(t *testing.T, n *Net) {
		r := n.Report
		for table, rows := range map[Table]int{
			Stages: len(r.Stages), Layers: len(r.Layers), Tensors: len(r.Tensors),
		} {
			text := strings.TrimPrefix(n.Write(table, CSV), "\ufeff")
			all, err := csv.NewReader(strings.NewReader(text)).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			if len(all) != rows+1 {
				t.Errorf("table %d: %d rows, want %d", table, len(all)-1, rows)
			}
			column := map[string][]string{}
			for i, key := range all[0] {
				for _, row := range all[1:] {
					column[key] = append(column[key], row[i])
				}
			}
			if got := sumOf(t, column["parameters"]); got != r.Learnable {
				t.Errorf("table %d: %d parameters, want %d", table, got, r.Learnable)
			}
			if got := sumOf(t, column["buffers"]); got != r.Buffers {
				t.Errorf("table %d: %d buffers, want %d", table, got, r.Buffers)
			}
			if !strings.Contains(column["network"][0], number.Grouped(r.Learnable)) || column["conventions"][0] != n.Conventions || column["link"][0] != n.Link {
				t.Errorf("table %d is of %q, %q, %q", table, column["network"][0], column["conventions"][0], column["link"][0])
			}
			switch table {
			case Layers:
				for i, s := range column["calculation"] {
					if got := column["parameters"][i]; s != "" && value(t, s, "*") != parseInt(t, got) || column["name"][i] != r.Layers[i].Path {
						t.Errorf("%s: %s = %s", column["name"][i], s, got)
					}
				}
			case Tensors:
				for i, s := range column["shape"] {
					want := int64(1)
					if s != "" {
						want = value(t, s, "x")
					}
					got := parseInt(t, column["parameters"][i]) + parseInt(t, column["buffers"][i])
					if shared := column["note"][i] == "shared"; shared != r.Tensors[i].Shared || !shared && got != want {
						t.Errorf("%s: %s, %d", column["name"][i], s, got)
					}
				}
			}
		}
	})
}

// exported is what [export.Net.JSON] writes, as another program reads it.
type exported struct {
	Name, Conventions, Link, Architecture string
	Settings                              map[string]string
	Parameters, Buffers, Unused, MACs     json.RawMessage
	Input                                 *struct{ Size []int64 }
	Polynomial                            *struct {
		Width        int64
		Coefficients [3]int64
		Denominator  int64
	}
	Stages, Layers []struct {
		ID, Name, Stage, Kind, Formula, Numbers string
		Parameters, Buffers, MACs               json.RawMessage
	}
	Tensors []struct {
		Name              string
		Layer             int
		Shape             []int64
		Elements          json.RawMessage
		Learnable, Shared bool
	}
}

// exact reads a count; a number that a float64 can't hold must be a string.
func exact(t *testing.T, m json.RawMessage) int64 {
	t.Helper()
	s := strings.Trim(string(m), `"`)
	n := parseInt(t, s)
	if quoted := s != string(m); quoted != (n > 1<<53-1) {
		t.Errorf("%s", m)
	}
	return n
}

// TestJSON: it is valid by its schema, and its numbers are the report's.
func TestJSON(t *testing.T) {
	schema := compiledSchema(t)
	big := false
	everyExport(t, func(t *testing.T, n *Net) {
		text := n.JSON()
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(v); err != nil {
			t.Fatal(err)
		}
		var e exported
		if err := json.Unmarshal([]byte(text), &e); err != nil {
			t.Fatal(err)
		}
		r := n.Report
		big = big || r.Learnable > 1<<53
		if exact(t, e.Parameters) != r.Learnable || exact(t, e.Buffers) != r.Buffers || exact(t, e.Unused) != r.Unused ||
			e.Name != n.Name || e.Conventions != n.Conventions || e.Link != n.Link || e.Architecture != n.Config.Arch.ID {
			t.Errorf("%s %s %s %+v", e.Parameters, e.Buffers, e.Unused, e)
		}
		if (e.Input != nil) != (n.Trace != nil) || n.Trace != nil && exact(t, e.MACs) != n.Trace.Total {
			t.Errorf("input %v, MACs %s", e.Input, e.MACs)
		}
		if p := e.Polynomial; p != nil {
			if got, err := (counter.Poly{C: p.Coefficients, Den: p.Denominator}).At(p.Width); err != nil || got != r.Learnable {
				t.Errorf("%+v is %d, %v", p, got, err)
			}
		}
		// What the settings say is the same network.
		c := config.New(zoo.Lookup(e.Architecture))
		for _, k := range n.Config.Knobs {
			if k.Implied() {
				continue
			}
			if err := c.Set(k.Key, e.Settings[k.Key]); err != nil {
				t.Error(err)
			}
		}
		if !c.Equal(n.Config) {
			t.Errorf("settings %v", e.Settings)
		}
		var sums [3]int64
		for _, s := range e.Stages {
			sums[0] += exact(t, s.Parameters)
		}
		for _, l := range e.Layers {
			sums[1] += exact(t, l.Parameters)
			if l.Numbers != "" && value(t, l.Numbers, "*") != exact(t, l.Parameters) {
				t.Errorf("%s: %s is %s", l.Name, l.Numbers, l.Parameters)
			}
		}
		for _, x := range e.Tensors {
			want := int64(1)
			for _, n := range x.Shape {
				want *= n
			}
			got := exact(t, x.Elements)
			if got != want || !strings.HasPrefix(x.Name, "") || x.Layer >= len(e.Layers) {
				t.Errorf("%+v", x)
			}
			if x.Learnable && !x.Shared {
				sums[2] += got
			}
		}
		if want := [3]int64{r.Learnable, r.Learnable, r.Learnable}; sums != want {
			t.Errorf("stages, layers and tensors add up to %v, want %d", sums, r.Learnable)
		}
	})
	if !big {
		t.Error("no network was large enough for strings")
	}
}

// rendered parses Markdown as GitHub's page would show it.
func rendered(t *testing.T, markdown string) *html.Node {
	t.Helper()
	var b bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM)).Convert([]byte(markdown), &b); err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(&b)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// all returns the elements of a name below a node.
func all(n *html.Node, name string) (found []*html.Node) {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == name {
			found = append(found, d)
		}
	}
	return found
}

// words returns what is read of a node.
func plainText(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.TrimSpace(b.String())
}

// checkMarkdown checks what holds of every Markdown file: its only link is that
// to the configuration.
func checkMarkdownFile(t *testing.T, n *Net, markdown string) *html.Node {
	t.Helper()
	doc := rendered(t, markdown)
	links := all(doc, "a")
	if len(links) != 1 || plainText(links[0]) != n.Link {
		t.Errorf("%d links", len(links))
	}
	for _, want := range []string{n.Name, n.Conventions, n.Total} {
		if !strings.Contains(plainText(doc), want) {
			t.Errorf("the file does not say %q", want)
		}
	}
	return doc
}

// TestMarkdownTables: a Markdown renderer makes one table of it, whose columns
// add up.
func TestMarkdownTables(t *testing.T) {
	everyExport(t, func(t *testing.T, n *Net) {
		r := n.Report
		for table, rows := range map[Table]int{
			Stages: len(r.Stages), Layers: len(r.Layers), Tensors: len(r.Tensors),
		} {
			doc := checkMarkdownFile(t, n, n.Write(table, Markdown))
			if tables := len(all(doc, "table")); tables != 1 {
				t.Fatalf("%d tables", tables)
			}
			trs := all(doc, "tr")
			if len(trs) != rows+2 {
				t.Errorf("table %d: %d rows, want %d", table, len(trs)-2, rows)
			}
			at := -1
			for i, th := range all(trs[0], "th") {
				if plainText(th) == n.Words.Parameters {
					at = i
				}
			}
			var counts []string
			for _, tr := range trs[1:] {
				tds := all(tr, "td")
				if len(tds) != len(all(trs[0], "th")) {
					t.Errorf("a row of %d", len(tds))
				}
				counts = append(counts, plainText(tds[at]))
			}
			last := len(counts) - 1
			if sum := sumOf(t, counts[:last]); counts[last] != number.Grouped(r.Learnable) || sum != r.Learnable {
				t.Errorf("table %d: the rows make %d, the sum says %s", table, sum, counts[last])
			}
		}
	})
}

// TestMarkdownDerivation: every line is right, the lines make the stages, and
// the stages the total.
func TestMarkdownDerivation(t *testing.T) {
	everyExport(t, func(t *testing.T, n *Net) {
		doc := checkMarkdownFile(t, n, n.Derivation(Markdown))
		var stages []int64
		lines := int64(0) // of the stage so far
		// chain checks an equation and returns its value.
		chain := func(s string) int64 {
			parts := strings.Split(s, " = ")
			last := parseInt(t, parts[len(parts)-1])
			for _, part := range parts {
				if got := value(t, part, "·"); got != last {
					t.Errorf("%s: %s is %d", s, part, got)
				}
			}
			return last
		}
		for d := range doc.Descendants() {
			if d.Type != html.ElementNode {
				continue
			}
			s := plainText(d)
			switch d.Data {
			case "li":
				s = strings.TrimSuffix(s, " ("+n.Words.NeverRun+")")
				if codes := all(d, "code"); len(codes) > 0 && strings.Contains(s, "·") {
					_, s, _ = strings.Cut(s, plainText(codes[len(codes)-1])+" = ") // after the symbols
					lines += chain(s)
				} else if !strings.HasSuffix(s, " = 0") {
					_, s, _ = strings.Cut(s, " = ")
					lines += chain(s)
				}
			case "p":
				if rest, ok := strings.CutPrefix(s, n.Words.StageSum+n.Words.Colon); ok {
					sum := chain(rest)
					if sum != lines {
						t.Errorf("%s: the lines make %d", s, lines)
					}
					stages, lines = append(stages, sum), 0
				} else if rest, ok := strings.CutPrefix(s, n.Words.Sum+n.Words.Colon); ok {
					total := int64(0)
					for _, v := range stages {
						total += v
					}
					if got := chain(rest); got != total || got != n.Report.Learnable {
						t.Errorf("%s: the stages make %d", s, total)
					}
					stages = nil
				}
			}
		}
		if stages != nil || lines != 0 {
			t.Error("no total")
		}
	})
}

// TestFileNames: names are of plain characters, and differ with the settings.
func TestFileNames(t *testing.T) {
	seen := map[string]string{}
	everyExport(t, func(t *testing.T, n *Net) {
		name, of := export.FileName(n.Config), link.Encode(link.State{Config: n.Config})
		if strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") != "" || name == "" || len(name) > 100 {
			t.Error(name)
		}
		if other, ok := seen[name]; ok && other != of {
			t.Errorf("%s is %s and %s", name, other, of)
		}
		seen[name] = of
	})
}
