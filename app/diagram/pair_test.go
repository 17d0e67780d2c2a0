package diagram

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"unetparams/counter"
)

// TestPair: over pairs of the whole zoo, bars of the same channels and the same
// resolution have one size in both pictures.
func TestPair(t *testing.T) {
	var all []*drawn
	everyArch(t, func(d *drawn) {
		if strings.HasSuffix(d.name, " defaults") {
			all = append(all, d)
		}
	})
	for _, settings := range []string{"", "base=64", "levels=10 base=1000", "levels=2", "nd=3 size=128x64x32", "padding=valid size=572"} {
		all = append(all, draw(t, settings))
	}
	pairs := 0
	for i, a := range all {
		for _, k := range []int{1, 7, 23} {
			b := all[(i+k)%len(all)]
			for _, narrow := range []bool{false, true} {
				pairs++
				o := Options{Narrow: narrow, Still: true, Note: func(counter.Stage) string { return "Δ −12,345,678" }}
				x, y := a.drawing(o), b.drawing(o)
				if x.Trace == nil || y.Trace == nil {
					x.Trace, y.Trace = nil, nil
				}
				sx, sy := common(x, y)
				if sx.used != sy.used {
					t.Errorf("%s and %s, narrow %v: scales %v and %v", a.name, b.name, narrow, sx.used, sy.used)
				}
				type look struct{ w, h float64 }
				looks := map[string]look{}
				for _, s := range []*scene{sx, sy} {
					for j := range s.stages {
						for _, bar := range s.stages[j].bars {
							if bar.thin { // of a profile, as thin in both
								continue
							}
							what := fmt.Sprint(bar.c, " ", bar.res)
							l := look{bar.W, bar.H}
							if was, ok := looks[what]; ok && was != l {
								t.Fatalf("%s and %s, narrow %v: %s is %v and %v", a.name, b.name, narrow, what, was, l)
							}
							looks[what] = l
						}
					}
				}
			}
		}
	}
	if pairs < 200 {
		t.Errorf("only %d pairs", pairs)
	}
}

func (d *drawn) drawing(o Options) Drawing { return Drawing{d.r, d.t, *english(), o} }

// TestStill: a picture of a comparison is a picture, without a button; stages
// with a note say it and are marked.
func TestStill(t *testing.T) {
	a, b := draw(t, ""), draw(t, "base=64")
	note := func(s counter.Stage) string {
		if s.Role == counter.Head {
			return ""
		}
		return "Δ +<1>"
	}
	o := Options{ID: "x", Still: true, Note: note}
	x, y := Pair(a.drawing(o), b.drawing(o))
	for _, svg := range []string{x, y} {
		if strings.Contains(svg, "tabindex") || strings.Contains(svg, "button") || !strings.Contains(svg, `role="img"`) {
			t.Error("the picture has buttons")
		}
		if n := strings.Count(svg, "Δ +&lt;1&gt;"); n != 9 {
			t.Errorf("%d notes, want 9", n)
		}
		if n := strings.Count(svg, `"differs"`); n != 10 { // the input has no room for a note
			t.Errorf("%d stages are marked, want 10", n)
		}
	}
	if barOf(x) == "" || barOf(x) == barOf(y) {
		t.Errorf("32 and 64 channels are bars of %s and %s", barOf(x), barOf(y))
	}
}

// barOf returns the width of the first encoder's first bar.
func barOf(svg string) string {
	m := regexp.MustCompile(`class="stage enc".*?class="map"[^>]* width="([^"]*)"`).FindStringSubmatch(svg)
	if m == nil {
		return ""
	}
	return m[1]
}
