package find

import (
	"maps"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"unetparams/counter/config"
	"unetparams/counter/published"
	"unetparams/counter/zoo"
)

// full is a catalogue that knows everything.
var full = sync.OnceValue(func() *Catalogue {
	c := NewCatalogue()
	for c.grow() {
	}
	return c
})

func search(t testing.TB, text string) (Reading, Answer) {
	t.Helper()
	r, err := Read(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	s := full().Search(r)
	for s.Step() {
	}
	return r, s.Answer(true)
}

// has reports whether a configuration has the given settings.
func has(c *config.Config, settings string) bool {
	for _, kv := range strings.Fields(settings) {
		key, value, _ := strings.Cut(kv, "=")
		if k := c.Knob(key); k == nil || k.Get() != value {
			return false
		}
	}
	return true
}

// TestFacts: every number that people quarrel about comes out, with what it
// takes to get it.
func TestFacts(t *testing.T) {
	for _, tt := range []struct {
		quoted, arch, settings string
		total                  int64
		miscount               Miscount
	}{
		{"7.76M", "unet", "base=32 norm=none", 7_759_554, None},
		{"7.77M", "unet", "base=32 norm=batch where=blocks", 7_765_442, None},
		{"7,765,442", "unet", "base=32 norm=batch where=blocks", 7_765_442, None},
		{"7,763,522", "unet", "where=encoder", 7_763_522, None},
		{"7,763,522", "unetfamily", "is_batchnorm=on", 7_763_522, None},
		{"7,763,074", "milesial", "edit_width=32 version=v3", 7_763_074, None},
		{"4,318,401", "milesial", "edit_width=32 bilinear=on n_classes=1", 4_318_401, None},
		{"7,771,330", "unet", "base=32 norm=batch where=blocks", 7_771_330, WithStats},
		{"31M", "unet", "base=64 norm=none", 31_030_658, None},
		{"31M", "unet", "base=64 norm=batch where=blocks", 31_042_434, None},
		{"31.03M", "unet", "base=64 norm=none", 31_030_658, None},
		{"31.04M", "unet", "base=64 norm=batch where=blocks", 31_042_434, None},
		{"31.04M", "unet", "base=64 where=encoder", 31_038_594, None},
		{"31.04M", "unet", "in=3 classes=1 base=64 bias=off", 31_037_633, None},
		{"31,043,521", "unet", "in=3 classes=1 base=64 bias=on", 31_043_521, None},
		{"28.9M", "unet", "base=64 norm=none up=bilinear", 28_941_698, None},
		{"28,949,634", "unet", "base=64 where=encoder up=bilinear", 28_949_634, None},
		{"28.24M", "unet", "base=64 norm=none up=transposed", 28_244_418, NoUp},
		{"17.26M", "milesial", "bilinear=on", 17_263_042, None},
		{"17,262,977", "milesial", "bilinear=on n_channels=3 n_classes=1", 17_262_977, None},
		{"34.5M", "lee-unet", "", 34_527_041, None},
		{"34.5M", "unet", "in=3 classes=1 base=64 up=nearest upconv=3 where=up", 34_527_041, None},
		{"34,525,954", "unet", "in=1 classes=2 base=64 up=nearest upconv=3 where=up", 34_525_954, None},
		{"19.07M", "unet", "nd=3 base=64 levels=4 norm=none upbias=off", 19_069_955, None},
		{"9.04M", "unetfamily-nested", "is_batchnorm=off n_classes=2", 9_041_832, None},
		{"9,045,800", "unetfamily-nested", "is_batchnorm=on n_classes=2", 9_045_800, None},
		{"36.2M", "unetfamily-nested", "feature_scale=1", 36_165_192, None},
	} {
		r, a := search(t, tt.quoted)
		if !r.Has(tt.total) {
			t.Errorf("%s does not mean %d", tt.quoted, tt.total)
		}
		var configs []*config.Config
		groups := a.Findings
		if tt.miscount != None {
			groups = a.Miscounts
		}
		for _, k := range a.Known {
			if c := k.Config(); c != nil && k.Total == tt.total && tt.miscount == None {
				configs = append(configs, c)
			}
		}
		for _, g := range groups[:min(len(groups), 6)] {
			if c, ok := g.Config(); g.Total == tt.total && g.Miscount == tt.miscount && ok {
				configs = append(configs, c)
			}
		}
		if !slices.ContainsFunc(configs, func(c *config.Config) bool { return c.Arch.ID == tt.arch && has(c, tt.settings) }) {
			t.Errorf("%s: %s with %q is not among the first answers", tt.quoted, tt.arch, tt.settings)
		}
	}
}

// TestOffByOneClass: one class more or less is named as such.
func TestOffByOneClass(t *testing.T) {
	_, a := search(t, "7,765,409") // the tutorial's net with one class
	if len(a.Findings) == 0 || a.Findings[0].Departures != 1 || !a.Findings[0].OffByOneClass() {
		t.Fatalf("7,765,409: %+v", a)
	}
	if _, a = search(t, "7,765,475"); len(a.Findings) == 0 || !a.Findings[0].OffByOneClass() { // with three
		t.Errorf("7,765,475: %+v", a)
	}
	if _, a = search(t, "7,765,508"); len(a.Findings) == 0 || a.Findings[0].OffByOneClass() { // with four
		t.Errorf("7,765,508: %+v", a)
	}
}

// TestAnswersRecount: every answer has the number asked for, once the engine has
// built it, and nothing is found twice.
func TestAnswersRecount(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	questions := []string{"31M", "28.24M", "7.76M", "9.13M", "17.26M", "34.5M", "1.9e7", "2M", "100M"}
	for range 12 {
		n := 100_000 + rng.Int64N(60_000_000)
		questions = append(questions, decimal(n), decimal(n/100)+"e2")
	}
	for _, q := range questions {
		r, a := search(t, q)
		for _, k := range a.Known {
			c := k.Config()
			if c == nil {
				continue
			}
			if n, err := c.Count(); err != nil || n != k.Total || k.Verdict == published.Exact && k.Printed == "" && !r.Has(n) {
				t.Errorf("%s: a known network has %d, %v", q, n, err)
			}
		}
		for _, list := range [][]*Group{a.Findings, a.Miscounts, a.Coincidences, a.Nearest} {
			for i, g := range list {
				if runtime.GOOS == "js" && i%13 > 0 || i > 200 {
					continue // as many as there is time for
				}
				recount(t, r, g, !slices.Contains(a.Nearest, g))
			}
		}
		for _, list := range [][]*Group{a.Findings, a.Miscounts, a.Coincidences} {
			if !slices.IsSortedFunc(list, (*Group).compare) {
				t.Errorf("%s: not in order", q)
			}
		}
		if a.Outcome != Missing && len(a.Nearest) > 0 {
			t.Errorf("%s: there is something better to say than what is nearest", q)
		}
	}
}

// recount counts a group's networks anew: they have the number, or not, and what
// is said of their departures is true.
func recount(t *testing.T, r Reading, g *Group, has bool) {
	t.Helper()
	members := []*Group{g}
	if has {
		members = g.Members(r, 3)
		if len(members) != min(g.Size, 3) || members[0].p != g.p {
			t.Errorf("%d members of %d", len(members), g.Size)
		}
	}
	for _, m := range members {
		if m.Net != g.Net || m.compare(g) < 0 {
			t.Error("a member is nearer than the leading network")
		}
		c, ok := m.Config()
		if !ok || r.Has(m.Total) != has {
			t.Errorf("%+v does not have it", m)
			continue
		}
		if n, err := c.Count(); m.Miscount == None && (err != nil || n != m.Total) {
			t.Errorf("%s counts %d, %v", c.Arch.ID, n, err)
		}
		evidence := m.Evidence()
		if len(evidence) != m.Departures {
			t.Errorf("%s: %d departures are named, of %d", c.Arch.ID, len(evidence), m.Departures)
		}
		for _, d := range evidence {
			for i, key := range d.Keys {
				if was, is := m.Net.config.Knob(key).Get(), c.Knob(key).Get(); was != d.From[i] || is != d.To[i] || was == is {
					t.Errorf("%s: %s goes from %s to %s, not %s to %s", c.Arch.ID, key, was, is, d.From[i], d.To[i])
				}
			}
		}
	}
}

// TestPolynomials: every family's polynomial agrees with the engine where it was
// not found, and so do those of its parts.
func TestPolynomials(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	point := func(f *family) point {
		return point{f.step * (1 + rng.Int64N(maxWidth/f.step)), 1 + rng.Int64N(7), 1 + rng.Int64N(200)}
	}
	for _, f := range full().families {
		for _, h := range f.anchors {
			c, err := h.config(h.neighbors[0].Net, h.v)
			if err != nil {
				t.Fatal(err)
			}
			p := point(f)
			p[width] = max(p[width], (minWidth+f.step-1)/f.step*f.step)
			got, err := h.count(c, p)
			if want, ok := f.value(p); err != nil || !ok || got != want {
				t.Errorf("%s %v at %v: %d, %v; the polynomial says %d", h.arch.ID, h.v, p, got, err, want)
			}
		}
	}
	for _, s := range full().splits {
		h := s.anchors[0]
		c, err := h.config(h.neighbors[0].Net, h.v)
		if err != nil {
			t.Fatal(err)
		}
		p := point(s.family)
		p[width] = max(p[width], 16)
		if err := h.set(c, p); err != nil {
			t.Fatal(err)
		}
		got, err := partsAt(c)
		if err != nil {
			t.Fatal(err)
		}
		for i := range got {
			if want, ok := s.part[i].value(p); !ok || got[i] != want {
				t.Errorf("%s at %v: part %d is %d, the polynomial says %d", h.arch.ID, p, i, got[i], want)
			}
		}
	}
}

// TestDrafts checks that a configuration that is used again has nothing left of the family
// that it was used for before.
func TestDrafts(t *testing.T) {
	for i, f := range full().families {
		if testing.Short() && i%20 != 0 {
			continue
		}
		h := f.anchors[0]
		for _, n := range []*Net{h.neighbors[0].Net, h.nets[i%len(h.nets)]} {
			want, err1 := h.config(n, h.v)
			got, err2 := h.draft(n, h.v)
			if (err1 == nil) != (err2 == nil) || err1 == nil && !got.Equal(want) {
				t.Fatalf("%s %v: it differs from a new one; errors %v, %v", h.arch.ID, h.v, err1, err2)
			}
			if err2 == nil {
				_ = h.set(got, point{48, 2, 5})
			}
		}
	}
}

// TestPublishedHaveFamilies: every published network stands in a family, where
// it departs from nothing, also if another architecture has the same polynomial.
func TestPublishedHaveFamilies(t *testing.T) {
	home := map[*Net]*family{}
	for _, f := range full().families {
		for _, h := range f.anchors {
			for _, n := range h.neighbors {
				if n.settings == 0 && home[n.Net] == nil {
					home[n.Net] = f
				}
			}
		}
	}
	without := map[string]bool{}
	for _, n := range full().nets {
		f := home[n]
		if k := n.config.ByRole(config.Width); f == nil && k != nil && k.Step > unit {
			continue // its widths lie further apart than the nodes of a polynomial
		}
		if f == nil {
			without[n.config.Arch.ID] = true
			continue
		}
		if g := f.candidate(f.polynomial, None, n.p, n.total); g.Departures != 0 || g.Net.total != n.total {
			t.Errorf("%s departs from a published network in %d settings", n.config.Arch.ID, g.Departures)
		}
	}
	// Of these the count is no polynomial in a width: tables of relative positions
	// have a size of their own, group counts depend on the width, hidden channels are
	// rounded, heads of attention divide lists of widths, widths have a limit, and layers
	// cut waveforms into as many steps.
	if len(without) > 17 {
		t.Errorf("%d architectures are in no family: %v", len(without), slices.Sorted(maps.Keys(without)))
	}
}

// TestEveryMemberIsFound compares the solution of polynomials with trying all
// members one by one.
func TestEveryMemberIsFound(t *testing.T) {
	families := full().families
	for i := 0; i < len(families); i += 37 {
		f := families[i]
		h := f.anchors[0]
		mid, _ := f.value(point{64, 2, 3})
		for _, r := range []Reading{{Lo: mid, Hi: mid, Quantum: 1}, {Lo: mid - mid/20, Hi: mid + mid/10, Quantum: 2}} {
			var want, got []point
			tried := int64(0)
			from, count := f.widths()
			for w := from; w < from+count*f.step; w += f.step {
				for _, in := range f.values(inputs, r.Exact()) {
					for _, c := range f.values(outputs, r.Exact()) {
						tried++
						if n, ok := f.value(point{w, max(in, 1), max(c, 1)}); ok && r.Has(n) {
							want = append(want, point{w, in, c})
						}
					}
				}
			}
			n := f.each(f.polynomial, r.Lo, r.Hi, r.Exact(), func(p point, total int64) {
				got = append(got, p)
				if v, ok := f.value(point{p[width], max(p[inputs], 1), max(p[outputs], 1)}); !ok || v != total {
					t.Errorf("%s: %d at %v, want %d", h.arch.ID, total, p, v)
				}
			})
			order := func(a, b point) int { return slices.Compare(a[:], b[:]) }
			slices.SortFunc(want, order)
			slices.SortFunc(got, order)
			if !slices.Equal(got, want) || n != tried {
				t.Errorf("%s: %d of %d, want %d of %d", h.arch.ID, len(got), n, len(want), tried)
			}
		}
	}
}

// TestMiscounts recounts the parts from the names of the tensors.
func TestMiscounts(t *testing.T) {
	for _, a := range zoo.Archs() {
		_, r, err := config.New(a).Build()
		if err != nil {
			t.Fatal(err)
		}
		got := partsOf(r)
		var want parts
		for _, x := range r.Tensors {
			kind := r.Layers[x.Layer].Layer.Kind()
			name := x.Name[strings.LastIndex(x.Name, ".")+1:]
			switch {
			case x.Shared:
			case strings.HasPrefix(name, "running_"):
				want[partStats] += x.Count
			case !x.Tensor.Learn: // steps counted, and indices looked up
			default:
				want[partTotal] += x.Count
				if strings.Contains(kind, "Norm") {
					want[partNorm] += x.Count
				} else if name == "bias" {
					want[partBias] += x.Count
				}
				if strings.HasPrefix(kind, "ConvTranspose") {
					want[partUp] += x.Count
				}
				want[partRepeat] += x.Count * int64(max(r.Layers[x.Layer].Runs-1, 0))
			}
		}
		if got[partUp] < want[partUp] {
			t.Errorf("%s: %d in transposed convolutions, but %d in transposed ones", a.ID, got[partUp], want[partUp])
		}
		got[partUp], want[partUp] = 0, 0
		if got != want {
			t.Errorf("%s: parts %v, want %v", a.ID, got, want)
		}
	}
	// The tutorial's parts, counted by hand.
	c := config.New(zoo.Lookup(zoo.Default))
	_, r, err := c.Build()
	if err != nil {
		t.Fatal(err)
	}
	if p, want := partsOf(r), (parts{7_765_442, 696_800, 3_426, 5_888, 5_888, 0}); p != want {
		t.Errorf("the tutorial's parts are %v, want %v", p, want)
	}
	// Its neighbor with interpolation: the convolutions after it go up.
	if c, err = c.With("up=bilinear"); err != nil {
		t.Fatal(err)
	}
	if _, r, err = c.Build(); err != nil {
		t.Fatal(err)
	}
	if p, want := partsOf(r), int64(512*256+256*128+128*64+64*32+256+128+64+32); p[partUp] != want {
		t.Errorf("%d in the convolutions after interpolation, want %d", p[partUp], want)
	}
}

// TestSearchAgain: what a search finds does not depend on those before it, nor
// on how far another one came.
func TestSearchAgain(t *testing.T) {
	r, err := Read("31.04M")
	if err != nil {
		t.Fatal(err)
	}
	c := NewCatalogue()
	other := c.Search(Reading{Lo: 1, Hi: 1, Quantum: 1})
	for range 500 {
		other.Step()
	}
	var totals [2][]int64
	for i, c := range []*Catalogue{c, full()} {
		s := c.Search(r)
		for s.Step() {
		}
		if s.Searched < 5_000_000 {
			t.Errorf("only %d configurations were searched", s.Searched)
		}
		a := s.Answer(true)
		for _, g := range slices.Concat(a.Findings, a.Miscounts, a.Coincidences) {
			totals[i] = append(totals[i], g.Total, int64(g.Size), int64(g.Departures))
		}
	}
	if !slices.Equal(totals[0], totals[1]) {
		t.Error("a second search finds something else")
	}
}

// BenchmarkFind is a whole search: the first one, which finds the polynomials,
// and one that knows them.
func BenchmarkFind(b *testing.B) {
	for _, text := range []string{"31M", "12,034,978"} {
		r, err := Read(text)
		if err != nil {
			b.Fatal(err)
		}
		run := func(b *testing.B, c *Catalogue) {
			s := c.Search(r)
			for s.Step() {
			}
			s.Answer(true)
			b.ReportMetric(float64(s.Searched), "configurations")
		}
		b.Run(text+"/first", func(b *testing.B) {
			for b.Loop() {
				run(b, NewCatalogue())
			}
		})
		full()
		b.Run(text+"/next", func(b *testing.B) {
			for b.Loop() {
				run(b, full())
			}
		})
	}
}

// TestListsOfWidths: architectures whose width is a list of every level's are
// searched by scaling the list.
func TestListsOfWidths(t *testing.T) {
	for _, tt := range []struct{ number, arch, settings string }{
		{"124,754,383", "nnunet-plain", "features_per_stage=64,128,256,512,640"},
		{"22,986,050", "monai-basicunet", "features=64,64,128,256,512,64"},
	} {
		if _, a := search(t, tt.number); !finds(a.Findings, tt.arch, tt.settings) {
			t.Errorf("%s: %s with %s is not among the %d findings", tt.number, tt.arch, tt.settings, len(a.Findings))
		}
	}
	// Every list can be scaled, or it is said here why not.
	fixed := map[string]string{
		"monai-dynunet": "by default there is no list: the widths follow from the kernels",
	}
	for _, a := range zoo.Archs() {
		k := config.New(a).ByRole(config.Width)
		if s := newSpace(a); k != nil && !(k.Edit && divided(a)) && (s.knobs[width] == "") != (fixed[a.ID] != "") {
			t.Errorf("%s: the setting %s is searched as %q", a.ID, k.Key, s.knobs[width])
		}
	}
}

// finds reports whether a configuration with the given settings leads one of some
// groups.
func finds(groups []*Group, arch, settings string) bool {
	return slices.ContainsFunc(groups, func(g *Group) bool {
		c, ok := g.Config()
		return ok && c.Arch.ID == arch && has(c, settings)
	})
}

// TestAxesFit: a vector holds a value for every axis, and every value has a byte.
func TestAxesFit(t *testing.T) {
	for _, a := range zoo.Archs() {
		s := newSpace(a)
		axes := s.axes
		if !s.classic {
			axes = axesOf(config.New(a))
		}
		if len(axes) > maxAxes {
			t.Errorf("%s has %d axes; %d of them are searched", a.ID, len(axes), maxAxes)
		}
		for _, axis := range s.axes {
			if len(axis) > 256 {
				t.Errorf("%s: %d values of %s", a.ID, len(axis), axis[0])
			}
		}
	}
	// One that has more is searched in part.
	many := &config.Arch{ID: "many", New: func(k *config.Knobs) config.Model {
		on := make([]bool, maxAxes+3)
		for i := range on {
			k.Switch(&on[i], "on"+decimal(int64(i)), false, config.Text{}, config.Text{})
		}
		return nil
	}}
	if s := newSpace(many); len(s.axes) != maxAxes || len(s.costs) != maxAxes {
		t.Errorf("%d axes of %d are searched", len(s.axes), maxAxes+3)
	}
}
