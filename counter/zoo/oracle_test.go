package zoo_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// TestOracle measures the zoo against testdata/oracle: published code, tensor
// by tensor. A class is measured as soon as some architecture says that it
// reproduces it, in the init of a test file of its own:
//
//	func init() {
//		reproduces("milesial/Pytorch-UNet", "UNet", reproduction{Arch: "milesial"})
//	}
//
// Settings then follow mechanically from the constructor's arguments: the
// argument's name in lower case is the knob's key; True and False are on and
// off, None and () are none, a list is joined by commas (and lists in a list by
// x). The knob "size" is set to the size of the input. What does not follow so is
// corrected by a function:
//
//	reproduction{Arch: "vnet", Settings: func(c *published, s map[string]string) {
//		delete(s, "dropout")           // has no effect on anything counted
//		s["version"] = c.Commit[:8]    // facts that are no arguments
//		s["arch"] = "vnet2"            // another architecture after all
//	}}
//
// A case that can't be matched is listed in Except with its reason; the test
// fails when it matches after all. Cases of classes that nothing reproduces are
// counted and skipped.
func TestOracle(t *testing.T) {
	for _, source := range slices.Sorted(maps.Keys(reproductions)) {
		for class, r := range reproductions[source] {
			if zoo.Lookup(r.Arch) == nil {
				t.Errorf("%s %s: there is no architecture %q", source, class, r.Arch)
			}
		}
	}
	listed := map[string]bool{}
	var sum struct{ equal, except, skipped int }
	for _, name := range slices.Sorted(maps.Keys(oracleCases)) {
		t.Run(name, func(t *testing.T) {
			cases := readOracle(t, name)
			if len(cases) != oracleCases[name] {
				t.Errorf("read %d cases, want %d", len(cases), oracleCases[name])
			}
			var equal, except int
			skipped := map[string]int{}
			for _, c := range cases {
				c.sound(t)
				r, ok := reproductions[c.Source][c.Class]
				if !ok {
					skipped[c.Class]++
					continue
				}
				why, exempt := r.Except[c.ID]
				listed[c.ID] = exempt
				t.Run(c.ID, func(t *testing.T) {
					switch d := c.differs(r); {
					case exempt && d == "":
						t.Errorf("matches, but is listed because %s", why)
					case exempt:
						except++
						t.Logf("listed because %s: %s", why, d)
					case d != "":
						t.Error(d)
					default:
						equal++
					}
				})
			}
			n := 0
			for _, class := range skipped {
				n += class
			}
			t.Logf("%s: %d cases: %d equal, %d listed, %d skipped, as nothing reproduces their class: %v",
				name, len(cases), equal, except, n, slices.Sorted(maps.Keys(skipped)))
			sum.equal += equal
			sum.except += except
			sum.skipped += n
		})
	}
	t.Logf("in all: %d equal, %d listed, %d skipped", sum.equal, sum.except, sum.skipped)
	if testing.Short() || sum.equal+sum.except+sum.skipped < 400 {
		return // a part was run
	}
	for source, classes := range reproductions {
		for class, r := range classes {
			for id := range r.Except {
				if !listed[id] {
					t.Errorf("%s %s: there is no case %q", source, class, id)
				}
			}
		}
	}
}

// TestOracleMore checks the zoo against further cases: those in the *.txt files of
// the folder ORACLE_DIR, which are in the format of testdata/oracle, not compressed.
// A case that only says how the published code "raises" passes where the zoo refuses
// its arguments too.
func TestOracleMore(t *testing.T) {
	dir := os.Getenv("ORACLE_DIR")
	if dir == "" {
		t.Skip("ORACLE_DIR is not set")
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil || files == nil {
		t.Fatalf("%s has no cases: %v", dir, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range readCases(t, file, bytes.NewReader(text)) {
			t.Run(c.ID, func(t *testing.T) {
				c.sound(t)
				r, ok := reproductions[c.Source][c.Class]
				if !ok {
					t.Fatalf("nothing reproduces %s %s", c.Source, c.Class)
				}
				if c.raises != "" {
					config, net, _, err := c.build(r)
					if err == nil {
						_, err = config.Trace(net)
					}
					if err == nil {
						t.Errorf("is built and runs, but the published code raises %s", c.raises)
					}
				} else if d := c.differs(r); d != "" {
					t.Error(d)
				}
			})
		}
	}
}

// oracleCases holds the number of cases of each file.
var oracleCases = map[string]int{
	"agn": 36, "bigmb": 11, "buda": 5, "elektronn3": 30, "jaxony": 21,
	"jvanvugt": 44, "leejunhyun": 14, "milesial": 17, "monai": 61,
	"nested4ui": 7, "nikhilroxtomar": 5, "nnunet": 38, "pt3dunet": 29,
	"rishikksh20": 10, "u2net": 8, "unetfamily": 40, "unetversion": 17,
	"usuyama": 1, "vnet": 6, "smp": 76, "smphead": 15,
	"transunet": 8, "restormer": 5, "uformer": 5, "uctransnet": 3, "nnformer": 2, "unetrpp": 3, "missformer": 2,
	"dpir": 8, "fastmri": 8, "nafnet": 7, "pix2pix": 7, "swinunet": 4,
	"ternaus": 5, "dlinknet": 4, "cenet": 3,
	"multires": 5, "fepegar": 6, "kiunet": 5, "mmseg": 3, "ukan": 3, "unext": 5, "mednext": 10,
	"controlnet": 3, "ddim": 5, "diffusers": 15, "edm": 8, "guided": 14, "imagen": 4, "improved": 6,
	"egeunet": 4, "malunet": 4, "mprnet": 3, "demucs": 7, "waveunet": 5,
	"kdiff": 5, "ldm": 15, "lucidrains": 44, "scoresde": 8, "sgm": 8,
}

// A reproduction says how the cases of a published class become settings.
type reproduction struct {
	Arch string // ID of the architecture

	// Settings, where it is not nil, mends the settings that were made from a
	// case's arguments.
	Settings func(c *published, s map[string]string)

	// Unseen, where it is not nil, reports layers whose multiply-accumulates the figures
	// of the cases leave out.
	Unseen func(counter.Layer) bool

	// Except holds the cases that are not matched and the reasons, each the end
	// of a sentence.
	Except map[string]string
}

var reproductions = map[string]map[string]reproduction{} // by source and class

// reproduces registers that the cases of a class are to be matched.
func reproduces(source, class string, r reproduction) {
	if reproductions[source] == nil {
		reproductions[source] = map[string]reproduction{}
	}
	if _, ok := reproductions[source][class]; ok {
		panic(source + " " + class + " is reproduced twice")
	}
	reproductions[source][class] = r
}

// A published is a case of testdata/oracle: facts about published code.
type published struct {
	ID, Source, Commit, Class string
	Config                    map[string]any // the constructor's arguments, numbers as json.Number
	Note                      string

	raises          string // how the published code fails; such a case has no facts
	params, buffers int64
	input           []string // without the batch; nil: there is no MAC figure
	macs            int64
	outputs         []string // without a batch of 1
	unused          string   // names
	unusedKnown     bool
	tensors         []string // "param conv.weight 8x1x3x3", with " = name" for another name
}

// readOracle reads one file of testdata/oracle.
func readOracle(t *testing.T, name string) []*published {
	t.Helper()
	f, err := os.Open("testdata/oracle/" + name + ".txt.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	return readCases(t, name, z)
}

// readCases reads cases in the format of testdata/oracle.
func readCases(t *testing.T, name string, r io.Reader) []*published {
	t.Helper()
	number := func(s string) int64 {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return n
	}
	var cases []*published
	var source, commit string
	c := new(published)
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		key, rest, _ := strings.Cut(lines.Text(), " ")
		switch key {
		case "source":
			source, commit, _ = strings.Cut(rest, " ")
		case "case":
			c = &published{ID: rest, Source: source, Commit: commit}
			cases = append(cases, c)
		case "class":
			c.Class = rest
		case "config":
			d := json.NewDecoder(strings.NewReader(rest))
			d.UseNumber()
			if err := d.Decode(&c.Config); err != nil {
				t.Fatalf("%s: %v", c.ID, err)
			}
		case "note":
			c.Note = rest
		case "raises":
			c.raises = rest
		case "params":
			c.params = number(rest)
		case "buffers":
			c.buffers = number(rest)
		case "input":
			c.input = strings.Split(rest, "x")[1:]
		case "macs":
			c.macs = number(rest)
		case "output":
			for _, shape := range strings.Fields(rest) {
				c.outputs = append(c.outputs, strings.TrimPrefix(shape, "1x"))
			}
		case "unused":
			c.unused, c.unusedKnown = rest, true
		case "param", "buffer":
			c.tensors = append(c.tensors, lines.Text())
		default:
			t.Fatalf("%s: a line begins with %q", name, key)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return cases
}

// sound checks that the case was read whole: its tensors make up its totals.
func (c *published) sound(t *testing.T) {
	sums := map[string]int64{}
	for _, line := range c.tensors {
		w := strings.Fields(line)
		if len(w) > 3 {
			continue
		}
		n := int64(1)
		if w[2] != "-" {
			for _, s := range strings.Split(w[2], "x") {
				d, err := strconv.ParseInt(s, 10, 64)
				if err != nil {
					t.Fatalf("%s: %v", c.ID, err)
				}
				n *= d
			}
		}
		sums[w[0]] += n
	}
	if sums["param"] != c.params || sums["buffer"] != c.buffers {
		t.Errorf("%s: testdata has tensors of %d parameters and %d buffer elements, and says %d and %d",
			c.ID, sums["param"], sums["buffer"], c.params, c.buffers)
	}
}

// settings returns the case's arguments as settings, and the architecture under
// the key "arch".
func (c *published) settings(r reproduction) map[string]string {
	s := map[string]string{"arch": r.Arch}
	for arg, v := range c.Config {
		s[strings.ToLower(arg)] = spell(v, ",")
	}
	if len(c.input) > 1 {
		s["size"] = strings.Join(c.input[1:], "x")
	}
	if r.Settings != nil {
		r.Settings(c, s)
	}
	return s
}

// spell writes an argument's value as links do.
func spell(v any, sep string) string {
	switch v := v.(type) {
	case nil:
		return "none"
	case bool:
		if v {
			return "on"
		}
		return "off"
	case []any:
		if len(v) == 0 {
			return "none"
		}
		parts := make([]string, len(v))
		for i, e := range v {
			parts[i] = spell(e, "x")
		}
		return strings.Join(parts, sep)
	}
	return fmt.Sprint(v)
}

// build returns the network that reproduces the case. Settings are made in the
// order in which knobs are declared.
func (c *published) build(r reproduction) (*config.Config, *counter.Net, *counter.Report, error) {
	s := c.settings(r)
	a := zoo.Lookup(s["arch"])
	if a == nil {
		return nil, nil, nil, fmt.Errorf("there is no architecture %q", s["arch"])
	}
	delete(s, "arch")
	config := config.New(a)
	for _, k := range config.Knobs {
		v, ok := s[k.Key]
		if !ok {
			continue
		}
		if err := k.Set(v); err != nil {
			return nil, nil, nil, fmt.Errorf("%s=%s: %w", k.Key, v, err)
		}
		delete(s, k.Key)
	}
	if len(s) > 0 {
		return nil, nil, nil, fmt.Errorf("%s has no knobs for %v", a.ID, s)
	}
	net, report, err := config.Build()
	return config, net, report, err
}

// differs compares the network that an architecture builds with the facts, and
// returns the first difference, or nothing.
func (c *published) differs(r reproduction) string {
	config, net, report, err := c.build(r)
	if err != nil {
		return err.Error()
	}
	names := make([]string, len(report.Layers)) // the first one of each layer
	var unused []string
	for i, row := range report.Tensors {
		if i >= len(c.tensors) {
			return fmt.Sprintf("%s: there are only %d tensors", row.Name, len(c.tensors))
		}
		got := "buffer "
		if row.Tensor.Learn {
			got = "param "
		}
		got += row.Name + " " + axes(row.Tensor)
		if row.Shared {
			got += " = " + names[row.Layer]
			if row.Tensor.Name != "" {
				got += "." + row.Tensor.Name
			}
		} else {
			layer := report.Layers[row.Layer]
			names[row.Layer] = layer.Path
			if row.Tensor.Learn && layer.Unused {
				unused = append(unused, row.Name)
			}
		}
		if got != c.tensors[i] {
			return fmt.Sprintf("tensor %d is %q, want %q", i, got, c.tensors[i])
		}
	}
	switch n := len(report.Tensors); {
	case n < len(c.tensors):
		return fmt.Sprintf("%q is missing", c.tensors[n])
	case report.Learnable != c.params:
		return fmt.Sprintf("%d parameters, want %d", report.Learnable, c.params)
	case report.Buffers != c.buffers:
		return fmt.Sprintf("%d buffer elements, want %d", report.Buffers, c.buffers)
	case c.unusedKnown && strings.Join(unused, " ") != c.unused:
		return fmt.Sprintf("unused: %v, want %s", unused, c.unused)
	}
	if c.input == nil {
		return ""
	}
	trace, err := config.Trace(net)
	if err != nil {
		return err.Error()
	}
	total := trace.Total
	for i, s := range report.Steps {
		if r.Unseen != nil && s.Layer != nil && r.Unseen(s.Layer) {
			total -= trace.MACs[i]
		}
	}
	if total != c.macs {
		return fmt.Sprintf("%d MACs, want %d", total, c.macs)
	}
	var outputs []string
	for _, i := range report.Outputs {
		outputs = append(outputs, strings.ReplaceAll(trace.Out[i].String(), "×", "x"))
	}
	if in := strings.ReplaceAll(trace.Out[0].String(), "×", "x"); in != strings.Join(c.input, "x") {
		return fmt.Sprintf("input %s, want %s", in, c.input)
	}
	if !slices.Equal(outputs, c.outputs) {
		return fmt.Sprintf("outputs %v, want %v", outputs, c.outputs)
	}
	return ""
}

// axes returns the lengths of a tensor's axes.
func axes(t counter.Tensor) string {
	if len(t.Dims) == 0 {
		return "-"
	}
	s := make([]string, len(t.Dims))
	for i, d := range t.Dims {
		s[i] = fmt.Sprint(d.N)
	}
	return strings.Join(s, "x")
}
