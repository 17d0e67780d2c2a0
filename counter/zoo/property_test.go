package zoo_test

import (
	"errors"
	"math/rand"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// TestSums: every way of cutting the count adds up to it.
func TestSums(t *testing.T) {
	eachRandom(t, 200, func(t *testing.T, _ *rand.Rand, c *config.Config) {
		_, r := build(t, c)
		check := func(what string, learnable, buffers int64) {
			t.Helper()
			if learnable != r.Learnable || buffers != r.Buffers {
				t.Errorf("%s: %d learnable and %d buffers, totals are %d and %d", what, learnable, buffers, r.Learnable, r.Buffers)
			}
		}
		var n, b int64
		for _, row := range r.Tensors {
			switch {
			case row.Shared:
			case row.Tensor.Learn:
				n += row.Count
			default:
				b += row.Count
			}
		}
		check("tensors", n, b)

		n, b = 0, 0
		var unused int64
		for _, l := range r.Layers {
			n += l.Learnable
			b += l.Buffers
			if l.Unused {
				unused += l.Learnable
			}
			if v, err := counter.FormulaOf(l.Layer).Value(); err != nil || v != l.Learnable {
				t.Errorf("%s: the formula gives %d, %v; the count is %d", l.Path, v, err, l.Learnable)
			}
		}
		check("layers", n, b)
		if unused != r.Unused {
			t.Errorf("unused layers have %d parameters, Unused is %d", unused, r.Unused)
		}

		n, b = 0, 0
		for _, k := range r.Kinds() {
			n += k.Learnable
			b += k.Buffers
		}
		check("kinds", n, b)

		n, b = 0, 0
		for _, s := range r.Stages {
			n += s.Learnable
			b += s.Buffers
		}
		check("stages", n, b)

		n = 0
		for i, l := range r.Levels() {
			var roles int64
			for _, m := range l.ByRole {
				roles += m
			}
			aside := l.Level == 0 && l.ByRole[counter.Condition] == l.Learnable // the last row
			if l.Level != i+1 && !aside || roles != l.Learnable {
				t.Errorf("row %d is level %d, its roles sum to %d of %d", i, l.Level, roles, l.Learnable)
			}
			n += l.Learnable
		}
		check("levels", n, r.Buffers)
	})
}

// TestCount: the count alone is the report's, and where there is none, the error
// is the same, whether settings contradict each other or a number is too large.
func TestCount(t *testing.T) {
	for _, a := range zoo.Archs() {
		r := rand.New(rand.NewSource(3))
		seen := map[bool]int{}
		for range enough(300, a) {
			c := randomConfig(r, a)
			for _, k := range c.Knobs { // often too large a count
				if k.Kind == config.Number && k.Max >= 1<<16 && r.Intn(4) == 0 {
					_ = k.Set(strconv.FormatInt(k.Max, 10))
				}
			}
			var want int64
			_, report, wantErr := c.Build()
			if wantErr == nil {
				want = report.Learnable
			}
			if got, err := c.Count(); got != want || !reflect.DeepEqual(err, wantErr) {
				t.Fatalf("%s with %q: %d, %v; the report says %d, %v", a.ID, settings(c), got, err, want, wantErr)
			}
			seen[wantErr == nil]++
		}
		if a.ID == zoo.Default && (seen[true] == 0 || seen[false] == 0) {
			t.Errorf("of the counts of %s %d succeed and %d fail", a.ID, seen[true], seen[false])
		}
	}
}

// TestShape: the report is a network: names are unique, steps take what ran
// before them, every stage has a place and every step a stage. (Some published
// code computes what it then drops; the classic U-Net does not.)
func TestShape(t *testing.T) {
	eachRandom(t, 200, func(t *testing.T, _ *rand.Rand, c *config.Config) {
		_, r := build(t, c)
		names := map[string]bool{}
		for _, row := range r.Tensors {
			if names[row.Name] || strings.Contains("."+row.Name+".", "..") {
				t.Errorf("the tensor's name %q is not unique or has an empty part", row.Name)
			}
			names[row.Name] = true
		}
		paths := map[string]bool{}
		for _, l := range r.Layers {
			if paths[l.Path] {
				t.Errorf("two layers are called %q", l.Path)
			}
			paths[l.Path] = true
		}
		stages := map[counter.Stage]bool{}
		var steps int
		for i, s := range r.Stages {
			if stages[s.Stage] || s.Level < 1 {
				t.Errorf("the stage %v stands twice or nowhere", s.Stage)
			}
			stages[s.Stage] = true
			for _, j := range s.Steps {
				if r.Steps[j].Stage != i {
					t.Errorf("step %d is listed in stage %d and stands in %d", j, i, r.Steps[j].Stage)
				}
			}
			steps += len(s.Steps)
		}
		if steps != len(r.Steps) {
			t.Errorf("stages list %d steps of %d", steps, len(r.Steps))
		}
		used := make([]bool, len(r.Steps))
		for i, s := range r.Steps {
			if (s.Layer == nil) != (len(s.In) == 0) {
				t.Errorf("step %d takes %v", i, s.In)
			}
			for _, j := range s.In {
				if j < 0 || j >= i {
					t.Fatalf("step %d takes the output of step %d", i, j)
				}
				used[j] = true
			}
			if row := r.Row(s); (row == nil) != (s.Module == nil) || row != nil && row.Layer != s.Layer {
				t.Errorf("step %d has the row %+v", i, row)
			}
		}
		for i, s := range r.Steps {
			if role := r.Stages[s.Stage].Role; c.Arch.ID == "unet" && !used[i] && role != counter.Head {
				t.Errorf("nothing takes the output of step %d, %v in %v", i, s.Layer, r.Stages[s.Stage].Stage)
			}
		}
		for _, e := range r.Edges {
			if e.From == e.To || r.Steps[e.Step].Stage != e.To {
				t.Errorf("the edge %+v leads nowhere", e)
			}
		}
	})
}

// TestClone: a copy is equal and independent, and every value is accepted again.
func TestClone(t *testing.T) {
	eachRandom(t, 200, func(t *testing.T, r *rand.Rand, c *config.Config) {
		before := settings(c)
		d := c.Clone()
		if !c.Equal(d) || !d.Equal(c) || settings(d) != before {
			t.Errorf("the copy is %q", settings(d))
		}
		for _, k := range c.Knobs {
			if k.Implied() {
				continue // it says what another knob settles, and may not be able to
			}
			if err := k.Set(k.Get()); err != nil || !c.Equal(d) {
				t.Errorf("%s=%s set again: %v, %q", k.Key, k.Get(), err, settings(c))
			}
		}
		for _, k := range d.Knobs {
			v := randomValue(r, k)
			changes := v != k.Get()
			if k.Set(v) != nil {
				continue
			}
			if settings(c) != before {
				t.Fatalf("setting %s in the copy changed the original to %q", k.Key, settings(c))
			}
			if same := c.Equal(d); changes && k.Get() == v && same {
				t.Errorf("with %s=%s the copy is equal all the same", k.Key, v)
			}
			break
		}
		if e, err := c.With(before); err != nil || !e.Equal(c) {
			t.Errorf("With its own settings: %v, %v", e, err)
		}
		if again, err := config.Make(c.Arch, before); err != nil || !again.Equal(c) {
			t.Errorf("from the defaults with its settings: %v", err)
		}
		for _, a := range zoo.Archs() {
			if a != c.Arch && c.Equal(config.New(a)) {
				t.Errorf("equals %s", a.ID)
			}
		}
	})
}

// TestSameNet: the size of the input changes no network; any other setting may.
func TestSameNet(t *testing.T) {
	eachRandom(t, 60, func(t *testing.T, r *rand.Rand, c *config.Config) {
		_, want := build(t, c)
		d := c.Clone()
		for _, k := range d.Knobs {
			if k.Kind == config.Sizes {
				_ = k.Set(randomValue(r, k))
			}
		}
		if _, got := build(t, d); !d.SameNet(c) || !c.SameNet(d) || !reflect.DeepEqual(got.Tensors, want.Tensors) || !reflect.DeepEqual(got.Stages, want.Stages) {
			t.Errorf("%q is another network", settings(d))
		}
		d = c.Clone()
		if k := d.Knobs[r.Intn(len(d.Knobs))]; k.Kind != config.Sizes && k.Set(randomValue(r, k)) == nil && d.SameNet(c) != d.Equal(c) {
			t.Errorf("with %s=%s SameNet is %v", k.Key, k.Get(), d.SameNet(c))
		}
	})
	if unet(t, "").SameNet(config.New(zoo.Lookup("milesial"))) {
		t.Error("two architectures are the same network")
	}
}

// TestIdle: a knob that is idle changes nothing.
func TestIdle(t *testing.T) {
	eachRandom(t, 100, func(t *testing.T, r *rand.Rand, c *config.Config) {
		want, err := c.Count()
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range c.Knobs {
			if !k.Idle() {
				continue
			}
			d := c.Clone()
			v := randomValue(r, k)
			if d.Set(k.Key, v) != nil {
				continue
			}
			if got, err := d.Count(); err != nil || got != want {
				t.Errorf("idle %s=%s: %d, %v; want %d", k.Key, v, got, err, want)
			}
		}
	})
}

// TestTrace: a network either runs at its size, with all shapes known and all
// MACs in the sum, or says why not.
func TestTrace(t *testing.T) {
	eachRandom(t, 200, func(t *testing.T, _ *rand.Rand, c *config.Config) {
		net, r := build(t, c)
		trace, err := c.Trace(net)
		if err != nil {
			checkError(t, c, err)
			return
		}
		if len(trace.Out) != len(r.Steps) || len(trace.MACs) != len(r.Steps) {
			t.Fatalf("%d shapes and %d MACs for %d steps", len(trace.Out), len(trace.MACs), len(r.Steps))
		}
		var sum int64
		for i, out := range trace.Out {
			sum += trace.MACs[i]
			if s := r.Steps[i]; out.C != s.Out.C || out.ND != s.Out.ND || out.C < 1 {
				t.Errorf("step %d gives %v, and was described as giving %v", i, out, s.Out)
			}
			for _, n := range out.Sizes() {
				if n < 1 {
					t.Errorf("step %d gives %v", i, out)
				}
			}
		}
		if sum != trace.Total {
			t.Errorf("MACs sum to %d, the total is %d", sum, trace.Total)
		}
		if n, err := c.Count(); err != nil || n != r.Learnable {
			t.Errorf("Count gives %d, %v; the report %d", n, err, r.Learnable)
		}
	})
}

// TestClosedForms: the polynomial gives the count, at this width and, where the
// base width is a knob, at widths it was not built from.
func TestClosedForms(t *testing.T) {
	var found int
	eachRandom(t, 100, func(t *testing.T, r *rand.Rand, c *config.Config) {
		width, p, err := c.ClosedForm()
		var e *counter.Error
		if err == counter.ErrNotPolynomial || errors.As(err, &e) && e.Problem == counter.Overflow {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		found++
		_, report := build(t, c)
		if n, err := p.At(width); err != nil || n != report.Learnable {
			t.Errorf("%v at %d: %d, %v; want %d", p, width, n, err, report.Learnable)
		}
		base := c.Knob("base")
		if base == nil || base.Get() != strconv.FormatInt(width, 10) {
			return
		}
		for range 5 {
			w := 1 + r.Int63n(2000)
			d := c.Clone()
			if d.Set("base", strconv.FormatInt(w, 10)) != nil {
				continue
			}
			if _, _, err := d.ClosedForm(); err != nil {
				continue // halved or limited there
			}
			want, err := d.Count()
			if err != nil {
				continue
			}
			if n, err := p.At(w); err != nil || n != want {
				t.Errorf("%v at %d: %d, %v; want %d", p, w, n, err, want)
			}
		}
	})
	if found == 0 {
		t.Error("no closed form was found")
	}
}

// checkError: every error is a *ValueError of a knob, in both languages.
func checkError(t *testing.T, c *config.Config, err error) *config.ValueError {
	t.Helper()
	var v *config.ValueError
	if !errors.As(err, &v) {
		t.Fatalf("the error is no ValueError: %v", err)
	}
	checkSentence(t, v.Key, v.Text)
	if k := c.Knob(v.Key); k == nil || err.Error() != v.Key+": "+v.Text.EN {
		t.Errorf("the error %q is of the knob %q", err, v.Key)
	}
	return v
}

// TestSuggestions sets random values, suitable or not, and wherever an error
// suggests others, sets those.
func TestSuggestions(t *testing.T) {
	seen := map[string]int{} // suggestions taken, by what they mend
	for _, a := range zoo.Archs() {
		r := rand.New(rand.NewSource(2))
		for range enough(500, a) {
			c := randomConfig(r, a)
			net, _, err := c.Build()
			if err == nil {
				_, err = c.Trace(net)
			}
			if err == nil {
				continue
			}
			v := checkError(t, c, err)
			for _, near := range v.Nearest {
				d := c.Clone()
				if err := d.Set(v.Key, near); err != nil {
					t.Fatalf("%q: %v\n\tsuggested %s can't be set: %v", settings(c), v, near, err)
				}
				seen[v.Key]++
				net, _, err := d.Build()
				if err == nil {
					_, err = d.Trace(net)
				}
				if err == nil {
					continue
				}
				// Two settings may be wrong at once: then the other one is named now.
				if w := checkError(t, d, err); w.Key == v.Key {
					t.Errorf("%q: %v\n\twith %s=%s, as suggested: %v", settings(c), v, v.Key, near, w)
				}
			}
			if t.Failed() {
				return
			}
		}
	}
	for _, key := range []string{"size", "groups", "grow"} {
		if seen[key] == 0 {
			t.Errorf("no suggestion for %q was tried: %v", key, seen)
		}
	}
}

// TestRefusals: a value out of bounds is refused in both languages, what is
// suggested instead is accepted, and the old value stays.
func TestRefusals(t *testing.T) {
	texts := []string{
		"", " ", "x", "abc", "-1", "+5", "0", "00", "1.5", "1e3", "0x10", "１２", "1,000", "1_000", "two",
		"65537", "2147483648", "9223372036854775807", "9223372036854775808", "-9223372036854775809",
		"99999999999999999999999999", ",", "1,", ",1", "1,,2", "1,2,3,4,5,6,7,8,9,10,11", "1,0", "1x", "x1", "1x1x1x1",
		"0x0", "-1x5", "On", "true", "TRANSPOSED", "batch ", "<script>", "\x00", "\xff", strings.Repeat("9", 1000),
	}
	eachRandom(t, 20, func(t *testing.T, r *rand.Rand, c *config.Config) {
		before := c.Clone()
		for _, k := range c.Knobs {
			for _, text := range texts {
				err := k.Set(text)
				if err == nil {
					c = before.Clone() // accepted: FuzzSet looks at those
					k = c.Knob(k.Key)
					continue
				}
				v := checkError(t, c, err)
				if v.Key != k.Key {
					t.Errorf("%s=%q: the error is of %q", k.Key, text, v.Key)
				}
				if !c.Equal(before) {
					t.Fatalf("%s=%q was refused, and left %q", k.Key, text, settings(c))
				}
				for _, near := range v.Nearest {
					d := c.Clone()
					if err := d.Set(k.Key, near); err != nil {
						t.Errorf("%s=%q: suggested %q is refused: %v", k.Key, text, near, err)
					}
				}
			}
		}
	})
	c := unet(t, "")
	var v *config.ValueError
	if err := c.Set("nothing", "1"); !errors.As(err, &v) || v.Key != "nothing" || v.Value != "1" {
		t.Errorf("a knob that is not there: %v", err)
	} else {
		checkSentence(t, "unknown key", v.Text)
	}
	if _, err := c.With("base=64 nothing=1"); err == nil {
		t.Error("With accepts a knob that is not there")
	}
}
