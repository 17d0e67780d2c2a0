package diagram

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"unetparams/counter"
)

// The tests of this file pin what a reader sees and no count proves: where
// arrows begin and end, the order of the bars, which numbers are printed.

// uOf lays a network out as a U.
func uOf(t testing.TB, d *drawn, st style) *uShape {
	t.Helper()
	n := &network{report: d.r, trace: d.t, words: english()}
	u, ok := newPicture(n, newScene(n, st, nil)).(*uShape)
	if !ok {
		t.Fatalf("%s is no U", d.name)
	}
	u.arrange()
	u.annotate()
	return u
}

// TestBarOrder: the bars of a stage are drawn from left to right in the order in
// which they are computed, and each arrow between two leads from the left one to
// the right one, across most of the gap, at the middle of both.
func TestBarOrder(t *testing.T) {
	steps := 0
	everyArch(t, func(d *drawn) {
		for _, isNarrow := range []bool{false, true} {
			s := layoutOf(d, d.t, english(), isNarrow)
			for i := range s.stages {
				bars := s.stages[i].bars
				for j := 1; j < len(bars); j++ {
					if bars[j].X <= bars[j-1].right() {
						t.Errorf("%s: bar %d of %s is not right of the one before", d.name, j, s.stages[i].id)
					}
				}
			}
			next := map[int]int{}
			for _, a := range s.steps {
				st := &s.stages[a.from]
				j := next[a.from]
				next[a.from]++
				from, to := &st.bars[j], &st.bars[j+1]
				p, q := a.route[0], a.route[len(a.route)-1]
				if len(a.route) != 2 || p.X < from.right() || p.X > from.right()+3 || q.X > to.X || q.X < to.X-3 ||
					p.Y != q.Y || p.Y != from.midY() || p.Y != to.midY() {
					t.Errorf("%s: the arrow %v of %s is not from %v to %v", d.name, a.route, st.id, from.rect, to.rect)
				}
				steps++
			}
			// There is an arrow wherever a tip and a line have room.
			for i := range s.stages {
				st, want := &s.stages[i], 0
				for want+1 < len(st.bars) && st.bars[want+1].X-st.bars[want].right() >= 8 && st.frame.W == 0 {
					want++
				}
				if next[i] != want {
					t.Errorf("%s: %s has %d bars, room for %d arrows, and %d", d.name, st.id, len(st.bars), want, next[i])
				}
			}
		}
	})
	if steps < 200 {
		t.Errorf("only %d arrows between bars", steps)
	}
}

// TestRoutes: every arrow begins and ends near the stages it connects, and the
// tip is longer than half of its own length never reaches beyond its beginning.
func TestRoutes(t *testing.T) {
	near := func(p point, s *stage) bool {
		const most = 6
		for _, r := range append([]rect{s.frame, s.group, s.block}, barRects(s)...) {
			if r.W > 0 && r.grown(most).overlaps(rect{p.X, p.Y, 0.01, 0.01}) {
				return true
			}
		}
		return false
	}
	everyArch(t, func(d *drawn) {
		for _, isNarrow := range []bool{false, true} {
			s := layoutOf(d, d.t, english(), isNarrow)
			for _, a := range s.arrows {
				from, to := &s.stages[a.from], &s.stages[a.to]
				if p := a.route[0]; !near(p, from) && from.Role != counter.Condition { // else a short arrow by its goal
					t.Errorf("%s, narrow %v: the arrow from %s to %s begins at %.0f, far from %.0f", d.name, isNarrow, from.id, to.id, p, from.group)
				}
				if q := a.route[len(a.route)-1]; !near(q, to) {
					t.Errorf("%s, narrow %v: the arrow from %s to %s ends at %.0f, far from %.0f", d.name, isNarrow, from.id, to.id, q, to.group)
				}
				length := 0.0
				for _, leg := range a.legs() {
					length += leg.W + leg.H
				}
				if length < s.tip {
					t.Errorf("%s, narrow %v: the arrow from %s to %s is %.1f long, less than its tip", d.name, isNarrow, from.id, to.id, length)
				}
			}
		}
	})
}

func barRects(s *stage) (list []rect) {
	for _, b := range s.bars {
		list = append(list, b.rect)
	}
	return list
}

// TestDirections: down is down, up is up, and copies go from left to right at
// one height.
func TestDirections(t *testing.T) {
	for _, settings := range []string{"", "base=64", "levels=3 heads=on", "levels=8 convs=1", "padding=valid size=572"} {
		d := draw(t, settings)
		for _, isNarrow := range []bool{false, true} {
			s := layoutOf(d, d.t, english(), isNarrow)
			for _, a := range s.arrows {
				p, q := a.route[0], a.route[len(a.route)-1]
				ok := true
				switch a.kind {
				case counter.Down:
					ok = p.Y < q.Y && p.Y > s.stages[a.from].last().bottom() && q.Y < s.stages[a.to].first().Y
				case counter.Up:
					ok = p.Y > q.Y && p.Y < s.stages[a.from].last().Y && q.Y > s.stages[a.to].first().bottom()
				case counter.Skip:
					ok = p.Y == q.Y && q.X-p.X >= s.style.u.across-6.01
				}
				if !ok {
					t.Errorf("%q, narrow %v: %s to %s: %v", settings, isNarrow, s.stages[a.from].id, s.stages[a.to].id, a.route)
				}
			}
		}
	}
}

// TestArrivals: what comes up arrives at the part of a join that no skip
// connection brought, and what goes down leaves from the last bar.
func TestArrivals(t *testing.T) {
	for _, settings := range []string{"base=64", "base=8 levels=3", "base=64 convs=1"} {
		for _, st := range []style{wide, narrow} {
			u := uOf(t, draw(t, settings), st)
			for _, a := range u.arrows {
				from, to := &u.stages[a.from], &u.stages[a.to]
				p, q := a.route[0], a.route[len(a.route)-1]
				switch a.kind {
				case counter.Up:
					if r := to.arrives(); q.X < r.X || q.X > r.right() {
						t.Errorf("%s: %s to %s arrives at %v, outside of %v", settings, from.id, to.id, q, r)
					}
				case counter.Down:
					if b := from.last(); p.X < b.X || p.X > b.right() {
						t.Errorf("%s: %s to %s leaves at %v, outside of %v", settings, from.id, to.id, p, b.rect)
					}
				}
			}
		}
	}
}

// TestLanes: arrows over several levels go up and down in lanes of their own,
// left of all of the decoder's bars, in the room kept for them.
func TestLanes(t *testing.T) {
	for _, id := range []string{"unetversion-3plus", "zjugiveup-unet3plus"} {
		if lookup(id) == nil {
			continue
		}
		d := arch(t, id)
		for _, st := range []style{wide, narrow} {
			u := uOf(t, d, st)
			if !u.lanes {
				t.Fatalf("%s has no lanes", id)
			}
			edge := u.width
			for _, s := range u.dec {
				if s != nil {
					edge = min(edge, s.group.X)
				}
			}
			far, uprights := 0, map[counter.EdgeKind]float64{}
			for _, a := range u.arrows {
				from, to := &u.stages[a.from], &u.stages[a.to]
				if !u.isFar(from, to) {
					continue
				}
				far++
				n := len(a.route)
				x := a.route[n-2].X
				if x != a.route[n-3].X {
					t.Errorf("%s: %s to %s has no upright lane: %v", id, from.id, to.id, a.route)
				}
				if was, ok := uprights[a.kind]; ok && was != x {
					t.Errorf("%s: kind %v uses lanes at %v and %v", id, a.kind, was, x)
				}
				uprights[a.kind] = x
				if end := a.route[n-1].Y; (end < to.group.midY()) != (a.kind == counter.Skip) {
					t.Errorf("%s: %s to %s ends at %v, on the wrong side of %v", id, from.id, to.id, end, to.group.midY())
				}
				if x >= edge-u.tip || x <= edge-u.laneRoom() {
					t.Errorf("%s: the lane at %v is not within %v of %v", id, x, u.laneRoom(), edge)
				}
			}
			if far < 8 || len(uprights) != 2 || uprights[counter.Skip] <= uprights[counter.Up] ||
				uprights[counter.Skip]-uprights[counter.Up] < u.tip {
				t.Errorf("%s: %d far arrows in lanes %v", id, far, uprights)
			}
		}
	}
}

// TestLaneRoom pins the room for two lanes: two tips, side by side.
func TestLaneRoom(t *testing.T) {
	u := uOf(t, arch(t, "unetversion-3plus"), wide)
	if got := u.laneRoom(); got < 2*2*tipHalf*u.tip || got > 4*u.tip {
		t.Errorf("room for the lanes is %v, for tips of %v", got, u.tip)
	}
	if plain := uOf(t, draw(t, ""), wide); plain.laneRoom() != 0 {
		t.Error("a plain U keeps room for lanes")
	}
}

// TestZeroSum: a stage without parameters names its channels all the same, and
// its count.
func TestZeroSum(t *testing.T) {
	checked := 0
	everyArch(t, func(d *drawn) {
		for _, isNarrow := range []bool{false, true} {
			s := layoutOf(d, d.t, english(), isNarrow)
			for i := range s.stages {
				st := &s.stages[i]
				if d.r.Stages[i].Learnable > 0 || st.isLine() {
					continue
				}
				checked++
				if len(st.chans) == 0 || st.chans[0].s != fmt.Sprint(st.last().c) {
					t.Errorf("%s: %s without parameters does not name its %d channels", d.name, st.id, st.last().c)
				}
				counts := 0
				for _, l := range st.lines {
					if l.class == "t-count" && l.s == "0" {
						counts++
					}
				}
				if want := min(1, int(st.Role)); counts != want { // the input has no count
					t.Errorf("%s: %s says 0 %d times, want %d", d.name, st.id, counts, want)
				}
			}
		}
	})
	if checked < 100 {
		t.Errorf("only %d stages without parameters", checked)
	}
}

// TestShortened: of too many maps the first two and the last one stay; the bar
// between is the coarsest of what is left out.
func TestShortened(t *testing.T) {
	fs := func(res ...float64) (list []feature) {
		for i, r := range res {
			list = append(list, feature{c: int64(i + 1), res: r, join: i == 2, copied: 1})
		}
		return list
	}
	for _, c := range []struct {
		res   []float64
		chain bool
		want  string
	}{
		{[]float64{8, 8, 8, 8, 8}, false, "1:8 2:8 3:8 4:8 5:8"},
		{[]float64{8, 8, 7, 6, 5, 4}, false, "1:8 2:8 …:5 6:4"},
		{[]float64{8, 7, 5, 3, 6, 8}, false, "1:8 2:7 …:3 6:8"},
		{[]float64{8, 8, 8, 8, 8, 8, 8, 8, 8}, true, "1:8 2:8 3:8 4:8 5:8 6:8 7:8 8:8 9:8"},
		{[]float64{8, 8, 8, 8, 4, 8, 8, 8, 8, 7}, true, "1:8 2:8 …:4 10:7"},
	} {
		var got []string
		for _, f := range shorten(fs(c.res...), c.chain) {
			name := fmt.Sprint(f.c)
			if f.more {
				name = "…"
				if f.join || f.copied != 0 {
					t.Errorf("%v: what is left out looks like a join", c.res)
				}
			}
			got = append(got, fmt.Sprintf("%s:%g", name, f.res))
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%v, chain %v: %s, want %s", c.res, c.chain, s, c.want)
		}
	}
}

// TestOmittedBar: in the narrow picture the bar that stands for others has their
// least height, is dashed, and says no number; in the wide one thin bars show the
// U inside of a stage: down and up again.
func TestOmittedBar(t *testing.T) {
	u2 := arch(t, "u2net")
	if in, err := configOf(u2.name).Input(); err == nil {
		u2.t, _ = netOf(t, u2.name).Trace(in)
	}
	e := uOf(t, u2, narrow).enc[1]
	if len(e.bars) != 4 || !e.bars[2].more || e.bars[2].H >= e.bars[1].H {
		t.Errorf("encoder 1 of U²-Net has bars %v", e.bars)
	}
	if len(e.chans) > 3 {
		t.Errorf("%d numbers above 3 named bars", len(e.chans))
	}
	if n := strings.Count(SVG(u2.r, u2.t, *english(), Options{Narrow: true}), "map more"); n < 10 {
		t.Errorf("%d dashed bars", n)
	}
	if strings.Contains(SVG(draw(t, "").r, nil, *english(), Options{}), "map more") {
		t.Error("the classic U-Net has a dashed bar")
	}

	var heights []float64
	e = uOf(t, u2, wide).enc[1]
	for i, b := range e.bars {
		if thin := i > 1 && i < len(e.bars)-1; b.thin != thin {
			t.Fatalf("encoder 1 of U²-Net has bars %v", e.bars)
		}
		heights = append(heights, b.H)
	}
	low := slices.Index(heights, slices.Min(heights))
	if len(heights) < 10 || low < 3 || low > len(heights)-4 || !slices.IsSortedFunc(heights[:low], func(a, b float64) int { return cmp.Compare(b, a) }) ||
		!slices.IsSorted(heights[low:]) {
		t.Errorf("the heights in encoder 1 of U²-Net are %v", heights)
	}
}

// TestLengths: the tip of an arrow in the text ends where its route ends, and the
// arrow between bars has the smaller tip.
func TestLengths(t *testing.T) {
	var w writer
	w.arrow([]point{{10, 20}, {40, 20}}, 9)
	want := `<path class="line" d="M10 20L34 20"/><path class="tip" d="M31 25.4L40 20L31 14.6Z"/>`
	if string(w) != want {
		t.Errorf("%s, want %s", w, want)
	}
	w = nil
	w.arrow([]point{{10, 20}, {10, 30}, {15, 30}}, 9) // the tip is no longer than the last leg
	want = `<path class="line" d="M10 20L10 30L11.67 30"/><path class="tip" d="M10 33L15 30L10 27Z"/>`
	if string(w) != want {
		t.Errorf("%s, want %s", w, want)
	}
	w = nil
	if w.arrow([]point{{1, 1}, {1, 1}}, 9); len(w) > 0 {
		t.Errorf("an arrow of no length is %s", w)
	}

	// From bar to bar the tip is two thirds of that between stages.
	root := parse(t, SVG(draw(t, "").r, nil, *english(), Options{}))
	length := func(e *element) float64 {
		var x, y [3]float64
		if _, err := fmt.Sscanf(e.all("tip")[0].attr("d"), "M%f %fL%f %fL%f %fZ", &x[0], &y[0], &x[1], &y[1], &x[2], &y[2]); err != nil {
			t.Fatal(err)
		}
		return math.Hypot(x[1]-(x[0]+x[2])/2, y[1]-(y[0]+y[2])/2)
	}
	for _, e := range root.all("arrow") {
		want := wide.tip
		if e.attr("class") == "arrow a-conv" && e.attr("data-from") == "" {
			want *= 0.67
		}
		if got := length(e); math.Abs(got-want) > 0.05 {
			t.Errorf("a tip of %q is %.2f long, want %.2f", e.attr("class"), got, want)
		}
	}
}
