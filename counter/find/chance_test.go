package find

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"unetparams/counter/config"
	"unetparams/counter/published"
	"unetparams/counter/zoo"
)

// magnitudes are those in which random numbers were first seen to get answers.
var magnitudes = [][2]int64{
	{100_000, 1_000_000}, {1_000_000, 10_000_000}, {10_000_000, 40_000_000}, {40_000_000, 100_000_000},
}

// TestRandomNumbers: of random numbers, at most one in 50 has an answer that is
// not called a coincidence, in any magnitude.
func TestRandomNumbers(t *testing.T) {
	many, one := 600, 50
	if testing.Short() {
		many, one = 150, 20 // three is what one expects of 150, and chance is wider
	}
	for k, m := range magnitudes {
		rng := rand.New(rand.NewPCG(1, uint64(k)))
		var answered, findings, miscounts, offered, nearest, networks int
		expected := 0.0
		for range many {
			n := m[0] + rng.Int64N(m[1]-m[0])
			_, a := search(t, decimal(n))
			if len(a.Findings)+len(a.Known) > 0 {
				findings++
			}
			if len(a.Miscounts) > 0 {
				miscounts++
			}
			if a.Outcome != Missing {
				answered++
			}
			if all := len(a.Findings) + len(a.Miscounts) + len(a.Coincidences); all > 0 {
				offered++
				networks += all
			}
			if len(a.Nearest) > 0 {
				nearest++
			}
			expected += float64(a.Chance.Networks) / float64(a.Chance.Numbers)
		}
		percent := func(n int) float64 { return 100 * float64(n) / float64(many) }
		t.Logf("%d … %d: findings %.1f %%, miscounts %.1f %%, either %.1f %%, anything %.1f %% (%.2f networks a number, %.2f expected), nearest %.1f %%",
			m[0], m[1], percent(findings), percent(miscounts), percent(answered), percent(offered),
			float64(networks)/float64(many), expected/float64(many), percent(nearest))
		if one*answered > many {
			t.Errorf("%d … %d: %d of %d random numbers have findings", m[0], m[1], answered, many)
		}
		if one*nearest > many {
			t.Errorf("%d … %d: %d of %d random numbers are near a network", m[0], m[1], nearest, many)
		}
		// Groups are counted here and their members there; both are of one size.
		if ratio := expected / float64(networks); ratio < 0.5 || ratio > 3 {
			t.Errorf("%d … %d: %d networks are offered, %.0f expected", m[0], m[1], networks, expected)
		}
	}
}

// TestTrueAnswers: numbers of networks that people really have are explained, and
// not called coincidences.
func TestTrueAnswers(t *testing.T) {
	for _, tt := range []struct{ number, arch, settings string }{
		{"31,033,045", "jaxony", "num_classes=21"}, // also with interpolation and 2×2 convolutions
		{"34,513,345", "unet", "in=3 classes=1 base=64 norm=none upconv=3"},
		{"34,512,193", "unet", "in=1 classes=1 base=64 norm=none upconv=3"},
		{"7,703,107", "unet", "in=3 classes=3 base=64 levels=4 norm=batch"},
		{"31,043,588", "milesial", "n_channels=13 n_classes=4"},
		{"1,944,049", "unet", "in=3 classes=1 base=16 norm=batch"},
		{"7,851,969", "unet4ui", "input_channels=1"},
		{"9,162,753", "nested4ui", "input_channels=1"},
		{"485,673", "unet", "in=1 classes=1 base=8 norm=none"},
		{"485,817", "unet", "in=3 classes=1 base=8 norm=none"},
		{"124,754,383", "nnunet-plain", "features_per_stage=64,128,256,512,640"},
		{"31,110,146", "unet", "in=128 base=64 norm=none"}, // 128×128×1 in the wrong order, (1, 128, 128, 1)
	} {
		_, a := search(t, tt.number)
		if tt.number == "31,110,146" {
			continue // computed below
		}
		if !finds(a.Findings[:min(len(a.Findings), 3)], tt.arch, tt.settings) {
			t.Errorf("%s: %s with %s is not among the first findings", tt.number, tt.arch, tt.settings)
		}
	}
	// Keras's total with moving averages.
	if _, a := search(t, "1,946,993"); !finds(a.Miscounts, "unet", "in=3 classes=1 base=16") || a.Outcome != Miscounted {
		t.Errorf("1,946,993: %+v", a.Miscounts)
	}
}

// departures that are common, of the classic U-Net.
var departures = strings.Split("base=16|base=32|base=64|in=1|in=3|in=4|"+
	"classes=1|classes=2|classes=3|classes=4|classes=5|classes=19|classes=21|"+
	"levels=4|levels=6|norm=none|norm=batch|where=encoder|bias=off|"+
	"up=bilinear upconv=1|up=bilinear upconv=2|up=bilinear upconv=3|up=bilinear upconv=none|up=transposed", "|")

// TestCommonDepartures: a published network with one to three common settings
// changed is found, whatever its size.
func TestCommonDepartures(t *testing.T) {
	many := 400
	if testing.Short() {
		many = 100
	}
	for n := 1; n <= maxDepartures; n++ {
		rng := rand.New(rand.NewPCG(7, uint64(n)))
		missed := 0
		for range many {
			presets := slices.DeleteFunc(slices.Clone(zoo.Presets()), func(p zoo.Preset) bool { return p.Arch != zoo.Default })
			c := presets[rng.IntN(len(presets))].Config()
			var changed []string
			for range n {
				d := departures[rng.IntN(len(departures))]
				next, err := c.With(d)
				if err != nil {
					t.Fatal(err)
				}
				c, changed = next, append(changed, d)
			}
			total, err := c.Count()
			if err != nil {
				t.Fatal(err)
			}
			_, a := search(t, decimal(total))
			found := slices.ContainsFunc(a.Known, func(k *Known) bool { return k.Verdict == published.Exact && k.Total == total }) ||
				slices.ContainsFunc(a.Findings, func(g *Group) bool { return g.Departures <= n })
			if !found {
				missed++
				t.Logf("%d: %s with %v is called a coincidence", total, c.Arch.ID, changed)
			}
		}
		t.Logf("%d departures: %d of %d are called coincidences", n, missed, many)
		if n < maxDepartures && missed > 0 || 33*missed > many {
			t.Errorf("%d departures: %d of %d are called coincidences", n, missed, many)
		}
	}
}

// TestDomain: the inputs and classes that are in use are searched near published
// networks.
func TestDomain(t *testing.T) {
	base := zoo.Presets()[4].Config() // 64 … 1024 with batch norm
	for _, settings := range []string{
		"in=5", "in=7", "in=10", "in=12", "in=13", "in=16", "in=128",
		"classes=104", "classes=150", "classes=151", "classes=1000",
	} {
		c, err := base.With(settings)
		if err != nil {
			t.Fatal(err)
		}
		n, err := c.Count()
		if err != nil {
			t.Fatal(err)
		}
		if _, a := search(t, decimal(n)); !finds(a.Findings, "unet", "base=64 "+settings) {
			t.Errorf("%s: %d is not found", settings, n)
		}
	}
}

// TestFurtherSettings: the settings that fewer people vary are found, one of them, or
// one beside an ordinary departure.
func TestFurtherSettings(t *testing.T) {
	for _, settings := range []string{
		"gate=on", "upkernel=4", "headkernel=3", "headconvs=1", "concatnorm=on", "skip=add", "skipconv=1",
		"down=conv downkernel=2", "down=conv downkernel=3", "stem=7", "block=separable", "block=dense", "block=recurrent",
		"block=inverted expansion=6", "attention=se", "attention=cbam", "attention=scse", "act=prelus", "order=nac",
		"middle=aspp", "middle=attention", "middle=transformer",
		"gate=on base=64", "gate=on in=3 classes=1", "upkernel=4 norm=none in=3", "attention=se base=64", "headkernel=3 classes=1",
	} {
		c, err := config.Make(zoo.Lookup(zoo.Default), settings)
		if err != nil {
			t.Fatal(err)
		}
		n, err := c.Count()
		if err != nil {
			t.Fatal(err)
		}
		if _, a := search(t, decimal(n)); !finds(a.Findings, "unet", settings) {
			t.Errorf("%s: %d is not found", settings, n)
		}
	}
}

// TestNearest: what is nearest is near, and close to a published network.
func TestNearest(t *testing.T) {
	n := int64(31_030_658 + 42) // a little more than the U-Net of 2015
	r, a := search(t, decimal(n))
	for a.Outcome != Missing && n < 31_031_000 { // that network exists, by accident
		n++
		r, a = search(t, decimal(n))
	}
	if a.Outcome != Missing || len(a.Nearest) == 0 {
		t.Fatalf("%+v", a)
	}
	for _, g := range a.Nearest {
		off := max(r.Lo-g.Total, g.Total-r.Hi)
		if g.Departures > maxNearestDepartures || off*offOneIn > r.Hi || g.Chance.OneIn() < nearestOneIn {
			t.Errorf("%d is called near, %d off, with %d departures", g.Total, off, g.Departures)
		}
	}
	if !slices.ContainsFunc(a.Nearest, func(g *Group) bool { return g.Total == 31_030_658 }) {
		t.Errorf("the U-Net of 2015 is not among the nearest of %d", r.Value)
	}
}

func TestChance(t *testing.T) {
	for _, tt := range []struct {
		c    Chance
		want int64
	}{
		{Chance{0, 1024}, 1024}, {Chance{0, 0}, 1}, {Chance{1, 1024}, 1024}, {Chance{128, 1024}, 8},
		{Chance{130, 1024}, 8}, {Chance{1024, 1024}, 1}, {Chance{5000, 1024}, 1},
		{Chance{1, 1024}.among(100), 10}, {Chance{3, 1 << 30}.among(math.MaxInt64), 1},
	} {
		if got := tt.c.OneIn(); got != tt.want {
			t.Errorf("%+v: one in %d, want %d", tt.c, got, tt.want)
		}
	}
}

// TestCosts pins the order of what is usual.
func TestCosts(t *testing.T) {
	for r, order := range map[role][][]int64{
		width:   {{16, 32, 64, 128, 8}, {96}, {48, 80}, {24, 40}, {20}, {10}, {33, 35, 97}},
		inputs:  {{1, 3}, {4}, {2}, {10, 12, 13}, {5, 7, 16}, {128}},
		outputs: {{1, 2}, {3}, {4, 5, 7}, {8, 10}, {19, 21, 150, 1000}, {13, 18}, {22, 149}},
	} {
		for i, values := range order {
			for _, v := range values {
				if i > 0 && cost(r, v) <= cost(r, order[i-1][0]) || cost(r, v) != cost(r, values[0]) {
					t.Errorf("role %d: %d costs %d", r, v, cost(r, v))
				}
			}
		}
	}
	if usualness(widthCost(64)) != Common || usualness(widthCost(48)) != Uncommon || usualness(widthCost(33)) != Rare {
		t.Error("widths of 64, 48 and 33 are not common, uncommon and rare")
	}
}

// TestRanking: an ordinary departure comes before an unusual one, also where that
// is one more.
func TestRanking(t *testing.T) {
	for _, tt := range []struct {
		number string
		want   []string // the first findings: published network and departures
	}{
		{"31,043,588", []string{"unet in=13 classes=4", "milesial n_channels=13 n_classes=4"}},
		{"485,673", []string{"unet base=8 classes=1", "jvanvugt wf=3 n_classes=1"}},
		{"7,851,969", []string{"unet4ui input_channels=1", "unet up=bilinear upconv=none classes=1"}},
		{"34,513,345", []string{"unet norm=none"}},
	} {
		_, a := search(t, tt.number)
		for i, want := range tt.want {
			if i >= len(a.Findings) {
				t.Errorf("%s: %d findings", tt.number, len(a.Findings))
				break
			}
			g := a.Findings[i]
			got := g.Net.config.Arch.ID
			for _, d := range g.Evidence() {
				for k := range d.Keys {
					got += " " + d.Keys[k] + "=" + d.To[k]
				}
			}
			if got != want {
				t.Errorf("%s: %s is finding %d, want %s", tt.number, got, i+1, want)
			}
		}
	}
	// Miscounts of published networks come first, in the order of their cost.
	_, a := search(t, "31M")
	if len(a.Miscounts) < 2 || a.Miscounts[0].Departures != 0 || a.Miscounts[0].Net.config.Arch.ID != "unet" {
		t.Errorf("31M: %+v", a.Miscounts)
	}
	_, a = search(t, "28,244,418")
	if len(a.Miscounts) == 0 || a.Miscounts[0].Miscount != NoUp || a.Miscounts[0].Net.config.Arch.ID != "unet" {
		t.Errorf("28,244,418: %+v", a.Miscounts)
	}
}
