package zoo_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"unetparams/counter"
	"unetparams/counter/zoo"
)

// An oracle is a case of testdata: facts about published code, and the
// settings of ours that stand beside them. See testdata/README.md.
type oracle struct {
	id       string
	settings string
	why      string // the settings come near only; what is different

	params, buffers int64
	input           string // empty: the published forward pass fails
	output          string
	macs            int64
	tensors         map[string]int // how often each "param 64x32x3x3" occurs
}

// family reads one file of testdata.
func family(t *testing.T, path string) []*oracle {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	number := func(s string) int64 {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		return n
	}
	var cases []*oracle
	var o *oracle
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		key, rest, _ := strings.Cut(lines.Text(), " ")
		switch key {
		case "", "#", "source", "class", "note": // for the reader
		case "case":
			o = &oracle{id: rest, tensors: map[string]int{}}
			cases = append(cases, o)
		case "knobs", "near":
			o.settings = rest
		case "why":
			o.why = rest
		case "params":
			o.params = number(rest)
		case "buffers":
			o.buffers = number(rest)
		case "input":
			o.input = rest
		case "output":
			o.output = rest
		case "macs":
			o.macs = number(rest)
		case "param", "buffer":
			for _, run := range strings.Fields(rest) {
				shape, times, many := strings.Cut(run, "*")
				n := 1
				if many {
					n = int(number(times))
				}
				o.tensors[key+" "+shape] += n
			}
		default:
			t.Fatalf("%s: a line begins with %q", path, key)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return cases
}

// config returns the settings of the case, and its input size.
func (o *oracle) config(t *testing.T) *zoo.Config {
	t.Helper()
	settings := o.settings
	if o.input != "" {
		settings += " size=" + o.input
	}
	return unet(t, settings)
}

// differs compares a configuration with the facts and returns the first
// difference, or nothing. The cheap comparisons come first.
func (o *oracle) differs(c *zoo.Config) string {
	net, r, err := c.Build()
	switch {
	case err != nil:
		return err.Error()
	case r.Learnable != o.params:
		return fmt.Sprintf("%d parameters, want %d", r.Learnable, o.params)
	case r.Buffers != o.buffers:
		return fmt.Sprintf("%d buffer elements, want %d", r.Buffers, o.buffers)
	}
	left := map[string]int{}
	for shape, n := range o.tensors {
		left[shape] = n
	}
	for _, row := range r.Tensors {
		shape := "buffer " + dims(row.Tensor)
		if row.Tensor.Learn {
			shape = "param " + dims(row.Tensor)
		}
		if left[shape]--; left[shape] < 0 {
			return fmt.Sprintf("%s: there are only %d tensors %q", row.Name, o.tensors[shape], shape)
		}
	}
	for shape, n := range left {
		if n != 0 {
			return fmt.Sprintf("%d tensors %q are missing", n, shape)
		}
	}
	if o.input == "" {
		return ""
	}
	trace, err := c.Trace(net)
	if err != nil {
		return err.Error()
	}
	out := trace.Out[len(trace.Out)-1]
	switch {
	case trace.Total != o.macs:
		return fmt.Sprintf("%d MACs, want %d", trace.Total, o.macs)
	case shape(out) != o.output:
		return fmt.Sprintf("output %s, want %s", shape(out), o.output)
	}
	return ""
}

func dims(t counter.Tensor) string {
	if len(t.Dims) == 0 {
		return "scalar"
	}
	s := make([]string, len(t.Dims))
	for i, d := range t.Dims {
		s[i] = fmt.Sprint(d.N)
	}
	return strings.Join(s, "x")
}

func shape(s counter.Shape) string { return strings.ReplaceAll(s.String(), "×", "x") }

// TestGolden measures the classic U-Net against published ones.
func TestGolden(t *testing.T) {
	// How many cases of each family the knobs express, and how many they don't.
	// A number that changes says that testdata or the knobs did.
	want := map[string][2]int{
		"agn":            {0, 19},
		"bigmb":          {2, 1},
		"buda":           {5, 0},
		"elektronn3":     {21, 9},
		"jaxony":         {14, 7},
		"jvanvugt":       {44, 0},
		"leejunhyun":     {2, 0},
		"milesial":       {8, 9},
		"monai":          {3, 16},
		"nested4ui":      {2, 0},
		"nikhilroxtomar": {1, 1},
		"pt3dunet":       {4, 16},
		"rishikksh20":    {0, 7},
		"unetfamily":     {22, 0},
		"unetversion":    {0, 4},
		"usuyama":        {1, 0},
	}
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) != len(want) {
		t.Fatalf("%d files, %v; want %d", len(files), err, len(want))
	}
	for _, path := range files {
		name := strings.TrimSuffix(filepath.Base(path), ".txt")
		t.Run(name, func(t *testing.T) {
			var got [2]int
			for _, o := range family(t, path) {
				o.sound(t)
				if o.why != "" {
					got[1]++
					o.stillDiffers(t)
					continue
				}
				got[0]++
				if d := o.differs(o.config(t)); d != "" {
					t.Errorf("%s with %q: %s", o.id, o.settings, d)
				}
			}
			if got != want[name] {
				t.Errorf("%d cases expressed and %d not, want %d and %d", got[0], got[1], want[name][0], want[name][1])
			}
		})
	}
}

// sound checks that the case was read whole: its tensors make up its totals.
func (o *oracle) sound(t *testing.T) {
	sums := map[string]int64{}
	for key, times := range o.tensors {
		kind, shape, _ := strings.Cut(key, " ")
		n := int64(times)
		if shape != "scalar" {
			for _, s := range strings.Split(shape, "x") {
				d, err := strconv.ParseInt(s, 10, 64)
				if err != nil {
					t.Fatalf("%s: %v", o.id, err)
				}
				n *= d
			}
		}
		sums[kind] += n
	}
	if sums["param"] != o.params || sums["buffer"] != o.buffers {
		t.Errorf("%s: testdata has tensors of %d parameters and %d buffer elements, and says %d and %d",
			o.id, sums["param"], sums["buffer"], o.params, o.buffers)
	}
}

// stillDiffers fails where a case listed as not expressible is one after all:
// with the settings that come near, or with one or two more choices changed.
func (o *oracle) stillDiffers(t *testing.T) {
	near := o.config(t)
	try := func(c *zoo.Config) {
		if o.differs(c) == "" {
			t.Errorf("%s is listed because %q, but these settings match it: %s", o.id, o.why, settings(c))
		}
	}
	try(near)
	eachChange(near, 0, func(c *zoo.Config, next int) {
		try(c)
		eachChange(c, next, func(c *zoo.Config, _ int) { try(c) })
	})
}

// eachChange calls f with every copy of c that has another choice for one of
// the knobs from the given one on.
func eachChange(c *zoo.Config, from int, f func(c *zoo.Config, next int)) {
	for i := from; i < len(c.Knobs); i++ {
		k := c.Knobs[i]
		if k.Idle() {
			continue
		}
		for _, choice := range k.Choices {
			if choice.Value == k.Get() {
				continue
			}
			d := c.Clone()
			if d.Set(k.Key, choice.Value) == nil {
				f(d, i+1)
			}
		}
	}
}
