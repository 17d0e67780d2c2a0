package page

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"golang.org/x/net/html"

	written "unetparams/app/files"
	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/keras"
	"unetparams/counter/layer"
	"unetparams/counter/number"
	"unetparams/counter/zoo"
)

// A source is what a network has, added up from its layers' tensors by other
// means than the report: every number that is printed follows from these.
type source struct {
	learnable, buffers, unused, stats int64
	unregistered                      int64
	stages                            map[string]int64 // by stage
	kinds                             map[string]int64 // by kind of layer
	levels                            map[int]int64
	macs                              int64
}

// sourceOf walks the module tree's layers. A layer that is listed under several
// names is one layer.
func sourceOf(r *counter.Report, t *counter.Trace) source {
	s := source{stages: map[string]int64{}, kinds: map[string]int64{}, levels: map[int]int64{}}
	for _, row := range r.Layers {
		if l, ok := row.Layer.(layer.UnregisteredTransformer); ok {
			s.unregistered += 4*l.C*l.C + 2*l.C*l.Hidden + 9*l.C + l.Hidden
		}
		_, norm := row.Layer.(counter.Normalizer)
		for _, tensor := range counter.TensorsOf(row.Layer) {
			n := int64(1)
			for _, d := range tensor.Dims {
				n *= d.N
			}
			if !tensor.Learn {
				s.buffers += n
				if norm && (tensor.Name == "running_mean" || tensor.Name == "running_var") {
					s.stats += n
				}
				continue
			}
			s.learnable += n
			if row.Unused {
				s.unused += n
			}
			s.stages[row.Stage.String()] += n
			s.levels[row.Stage.Level] += n
			s.kinds[row.Layer.Kind()] += n
		}
	}
	if t != nil {
		for i, step := range r.Steps {
			if step.Layer == nil {
				continue
			}
			var in []counter.Shape
			for _, j := range step.In {
				in = append(in, t.Out[j])
			}
			n, _ := step.Layer.MACs(in, t.Out[i])
			s.macs += n
		}
	}
	return s
}

// settingsTried are tried on every architecture that takes them: norms and
// widths by the names that constructors give them.
var settingsTried = []string{
	"", "norm=group", "norm=instance", "norm=none", "norm_op=BatchNorm", "norm_name=batch", "norm=batch",
	"base=48 levels=4", "feature_scale=2", "features=16,32,64,128,256,32", "features_per_stage=32,64,128,256,320,320",
	"bias=off up=bilinear", "heads=on", "deep_supervision=on", "is_ds=on", "size=250",
}

// TestEveryNumber compares every number that the page, its code and its exports
// print with its source, over the whole zoo and several settings, norms included.
func TestEveryNumber(t *testing.T) {
	tried := 0
	for _, a := range zoo.Archs() {
		seen := map[string]bool{}
		for _, settings := range settingsTried {
			c, err := config.Make(a, settings)
			if err != nil || c.Check() != nil {
				continue
			}
			ses := session.New(text.Langs()[tried%2])
			ses.State.Use(c)
			if link := ses.State.Link(); seen[link] || ses.State.Stale() {
				continue
			} else {
				seen[link] = true
			}
			tried++
			t.Run(a.ID+" "+settings, func(t *testing.T) { checkNumbers(t, ses) })
		}
	}
	if tried < 90 {
		t.Errorf("only %d networks were tried", tried)
	}
}

func checkNumbers(t *testing.T, ses *session.Session) {
	l, st := ses.Lang, ses.State
	src := sourceOf(st.Report, st.Trace)
	doc, err := html.Parse(strings.NewReader(app.HTMLString(&Page{session: ses})))
	if err != nil {
		t.Fatal(err)
	}
	same(t, "the total", textOf(byID(doc, "count")), number.Grouped(src.learnable))
	checkFacts(t, l, byID(doc, "total"), src, st.Trace)
	conventions := textOf(byID(doc, "conventions"))
	if want := l.F(text.Page.Convention[1], number.Grouped(src.learnable+src.stats)); !strings.Contains(conventions, want) {
		t.Errorf("what is counted: no %q in %q", want, conventions)
	}
	if trainable, total := keras.Counts(st.Report); trainable != src.learnable || total != src.learnable+src.stats {
		t.Errorf("Keras counts %d and %d, want %d and %d", trainable, total, src.learnable, src.learnable+src.stats)
	}
	checkStages(t, l, byID(doc, "derivation"), st.Report, src)
	if st.Trace != nil {
		checkColumn(t, "MACs by level", byID(doc, "by-level"), -1, src.macs)
		checkColumn(t, "by level", byID(doc, "by-level"), -2, src.learnable)
	} else {
		checkColumn(t, "by level", byID(doc, "by-level"), -1, src.learnable)
	}
	checkColumn(t, "every layer", byID(doc, "layers"), -2, src.learnable)
	checkFoot(t, "every tensor", byID(doc, "tensors"), -1, number.Grouped(src.learnable))
	checkFoot(t, "by kind", byID(doc, "by-kind"), 2, number.Grouped(src.learnable))
	checkFoot(t, "by kind", byID(doc, "by-kind"), 4, number.Grouped(src.buffers))
	checkFiles(t, written.New(st, l, "https://example.org/#"+st.Link()), src)
}

// checkFacts compares the list beside the total.
func checkFacts(t *testing.T, l text.Lang, total *html.Node, src source, trace *counter.Trace) {
	var facts []string
	for _, li := range elements(total, "li") {
		facts = append(facts, textOf(li))
	}
	want := []string{number.Parameters(src.learnable),
		l.F(text.Page.Float32, number.Binary(4*src.learnable)), l.F(text.Page.Float16, number.Binary(2*src.learnable)),
	}
	if src.buffers > 0 {
		want = append(want, l.F(text.Page.BuffersBeside, number.Grouped(src.buffers)))
	}
	if src.unused > 0 {
		want = append(want, l.F(text.Page.UnusedInside, number.Grouped(src.unused)))
	}
	if src.unregistered > 0 {
		want = append(want, l.F(text.Page.Unregistered, number.Grouped(src.unregistered)))
	}
	if trace != nil {
		size := make([]string, trace.Out[0].ND)
		for i := range size {
			size[i] = strconv.FormatInt(trace.Out[0].Size[i], 10)
		}
		want = append(want, l.F(text.Page.MACs, number.Rounded(src.macs), strings.Join(size, "×")), l.F(text.Page.FLOPs, number.Rounded(2*src.macs)))
	} else {
		want = append(want, l.T(text.Page.MACsUnknown))
	}
	if !slices.Equal(facts, want) {
		t.Errorf("facts %q, want %q", facts, want)
	}
}

// checkStages compares each stage's count, share and derivation.
func checkStages(t *testing.T, l text.Lang, ledger *html.Node, r *counter.Report, src source) {
	for _, row := range elements(ledger, "details") {
		stage := attr(row, "data-stage")
		want := src.stages[stage]
		summary := elements(row, "summary")[0]
		same(t, stage, textOf(byClass(summary, "n")), number.Grouped(want))
		same(t, "share of "+stage, textOf(byClass(summary, "share")), number.Share(want, src.learnable))
		checkColumn(t, "derivation of "+stage, row, -1, want)
		delete(src.stages, stage)
	}
	for stage, n := range src.stages {
		t.Errorf("%s is not derived: %d", stage, n)
	}
}

// checkFiles compares what CSV and JSON say.
func checkFiles(t *testing.T, n *written.Net, src source) {
	for _, table := range []written.Table{written.Stages, written.Layers} {
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(n.Write(table, written.CSV), "\ufeff"))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for column, want := range map[string]int64{"parameters": src.learnable, "buffers": src.buffers, "macs": src.macs} {
			i := slices.Index(rows[0], column)
			sum := int64(0)
			for _, row := range rows[1:] {
				v, err := strconv.ParseInt(row[i], 10, 64)
				if err != nil && column != "macs" {
					t.Fatalf("CSV: %s %q", column, row[i])
				}
				sum += v
			}
			if sum != want {
				t.Errorf("CSV table %d: %s add up to %d, want %d", table, column, sum, want)
			}
		}
	}
	var out map[string]any
	d := json.NewDecoder(strings.NewReader(n.JSON()))
	d.UseNumber()
	if err := d.Decode(&out); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]int64{"parameters": src.learnable, "buffers": src.buffers} {
		same(t, "JSON "+key, fmt.Sprint(out[key]), strconv.FormatInt(want, 10))
	}
	if n.Trace != nil {
		same(t, "JSON macs", fmt.Sprint(out["macs"]), strconv.FormatInt(src.macs, 10))
	}
}

func same(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %s, want %s", what, got, want)
	}
}

// checkColumn compares the sum of a column of a table, counted from its end, and
// its foot.
func checkColumn(t *testing.T, what string, in *html.Node, column int, want int64) {
	t.Helper()
	var sum int64
	for _, body := range elements(in, "tbody") {
		for _, tr := range elements(body, "tr") {
			cells := elements(tr, "td")
			n, err := strconv.ParseInt(strings.ReplaceAll(textOf(cells[len(cells)+column]), ",", ""), 10, 64)
			if err != nil {
				t.Fatalf("%s: %v", what, err)
			}
			sum += n
		}
	}
	if sum != want {
		t.Errorf("%s: adds up to %d, want %d", what, sum, want)
	}
	checkFoot(t, what, in, column, number.Grouped(want))
}

// checkFoot compares a cell of a table's foot: counted from the end where the
// column is negative, else from the start, with the head of the row.
func checkFoot(t *testing.T, what string, in *html.Node, column int, want string) {
	t.Helper()
	for _, foot := range elements(in, "tfoot") {
		cells := elements(elements(foot, "tr")[0], "td")
		if column < 0 {
			column += len(cells) + 1
		}
		same(t, what+", foot", textOf(cells[column-1]), want)
	}
}

// byID returns the element with an id.
func byID(n *html.Node, id string) *html.Node {
	if attr(n, "id") == id {
		return n
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if m := byID(c, id); m != nil {
			return m
		}
	}
	return nil
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// elements returns the elements of a name under a node.
func elements(n *html.Node, name string) (found []*html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && c.Data == name {
			found = append(found, c)
		}
		found = append(found, elements(c, name)...)
	}
	return found
}

func byClass(n *html.Node, class string) *html.Node {
	for _, span := range elements(n, "span") {
		if attr(span, "class") == class {
			return span
		}
	}
	return n
}

func textOf(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(textOf(c))
	}
	return b.String()
}
