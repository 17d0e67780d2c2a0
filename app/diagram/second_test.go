package diagram

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"unetparams/counter"
)

// TestShareBars: the thin bars of all stages are as long, and what is filled of
// them is the stage's share.
func TestShareBars(t *testing.T) {
	everyArch(t, func(d *drawn) {
		for _, isNarrow := range []bool{false, true} {
			s := layoutOf(d, d.t, english(), isNarrow)
			length, whole := 0.0, 0.0
			for i := range s.stages {
				st := &s.stages[i]
				if st.isLine() || st.Role == counter.Input {
					whole += float64(d.r.Stages[i].Learnable)
					continue
				}
				if length == 0 {
					length = st.meter[0].W
				}
				want := length * float64(d.r.Stages[i].Learnable) / float64(max(d.r.Learnable, 1))
				if st.meter[0].W != length || math.Abs(st.meter[1].W-want) > 0.001 {
					t.Errorf("%s: %s fills %v of %v, want %v of %v", d.name, st.id, st.meter[1].W, st.meter[0].W, want, length)
				}
				whole += st.meter[1].W / length * float64(d.r.Learnable)
			}
			if math.Abs(whole-float64(d.r.Learnable)) > 1e-6*whole {
				t.Errorf("%s: the bars sum to %v of %v", d.name, whole, d.r.Learnable)
			}
		}
	})
	w := english()
	w.ShareBar = ""
	if strings.Contains(SVG(draw(t, "").r, nil, *w, Options{}), "share") {
		t.Error("shares are drawn though nothing names them")
	}
}

// TestOwned pins the parameters of gates and transposed convolutions.
func TestOwned(t *testing.T) {
	for _, c := range []struct {
		arch, from, to string
		want           int64
	}{
		// Two 1×1 convolutions to F_int channels with batch norm, one to 1 with its:
		// 2·(64·32+32+64) + (32+1+2).
		{"lee-attunet", "enc1", "dec1", 4323},
		{"lee-attunet", "enc2", "dec2", 16835},
		{"unet", "dec2", "dec1", 8224}, // 2·2·64·32 + 32
		{"unet", "mid5", "dec4", 524544},
		{"unet", "enc1", "dec1", 0},
		{"unetversion-3plus", "mid5", "dec1", 0}, // interpolation
	} {
		d := arch(t, c.arch)
		found := false
		for _, a := range arrows(d.r) {
			if d.r.Stages[a.from].String() == c.from && d.r.Stages[a.to].String() == c.to {
				found = true
				if got := ownedBy(d.r, &a); got != c.want {
					t.Errorf("%s: %s to %s has %d, want %d", c.arch, c.from, c.to, got, c.want)
				}
			}
		}
		if !found {
			t.Errorf("%s: no arrow from %s to %s", c.arch, c.from, c.to)
		}
	}
}

// TestOwnedIsPart: no gate and no transposed convolution has more than its stage.
func TestOwnedIsPart(t *testing.T) {
	everyArch(t, func(d *drawn) {
		for _, a := range arrows(d.r) {
			if n := ownedBy(d.r, &a); n < 0 || n > d.r.Stages[a.to].Learnable {
				t.Errorf("%s: the arrow to %s has %d of %d", d.name, d.r.Stages[a.to].String(), n, d.r.Stages[a.to].Learnable)
			}
		}
	})
}

// TestSpecial: gates are signs on skip connections, with their counts; recurrence
// is said.
func TestSpecial(t *testing.T) {
	svg := SVG(arch(t, "lee-attunet").r, nil, *english(), Options{})
	if n := strings.Count(svg, `class="gate"`); n != 5 { // one in the legend
		t.Errorf("%d gates, want 5", n)
	}
	if !strings.Contains(svg, ">16,835<") {
		t.Error("no gate says its count")
	}
	svg = SVG(arch(t, "lee-r2unet").r, nil, *english(), Options{})
	if n := strings.Count(svg, "×3, same weights"); n != 9 {
		t.Errorf("%d of 9 stages of R2U-Net run three times", n)
	}
	if svg = SVG(draw(t, "").r, nil, *english(), Options{}); strings.Contains(svg, "same weights") || strings.Contains(svg, "gate") {
		t.Error("the classic U-Net has gates or repeats")
	}
	for _, n := range []string{"8,224", "32,832", "131,200", "524,544"} { // base 32
		if !strings.Contains(svg, ">"+n+"<") {
			t.Errorf("no transposed convolution says %s", n)
		}
	}
}

// TestTabs: the arrow that leads up to a decoder answers for that decoder, from
// its frame down to where the arrow begins.
func TestTabs(t *testing.T) {
	for _, st := range []style{wide, narrow} {
		u := uOf(t, draw(t, ""), st)
		for _, a := range u.arrows {
			if a.kind != counter.Up {
				continue
			}
			s := &u.stages[a.to]
			p := a.route[0]
			if s.tab.W == 0 || p.X < s.tab.X || p.X > s.tab.right() || s.tab.bottom() != p.Y || s.tab.Y > s.hits[0].bottom() {
				t.Errorf("%s: the tab %v does not hold the arrow %v", s.id, s.tab, a.route)
			}
		}
	}
}

// TestSizes: with sizes, every map of the 2015 net that the paper's figure names
// says how large it is; without, none does.
func TestSizes(t *testing.T) {
	d := draw(t, "base=64 norm=none padding=valid size=572")
	svg := SVG(d.r, d.t, *english(), Options{Sizes: true})
	for _, size := range []int{572, 570, 568, 284, 282, 280, 140, 138, 136, 68, 66, 64, 56, 54, 52, 104, 102, 100, 200, 198, 196, 392, 390, 388} {
		if !strings.Contains(svg, fmt.Sprintf(">%d</text>", size)) {
			t.Errorf("no map says %d", size)
		}
	}
	parse(t, svg)
	if strings.Contains(SVG(d.r, d.t, *english(), Options{}), "rotate") {
		t.Error("sizes are written unasked")
	}
}

// TestNames: the stages of a nested network have the paper's names in both
// widths.
func TestNames(t *testing.T) {
	for _, isNarrow := range []bool{false, true} {
		svg := SVG(arch(t, "unetfamily-nested").r, nil, *english(), Options{Narrow: isNarrow})
		for _, name := range []string{"X⁰·⁰", "X⁰·³", "X⁴·⁰"} {
			if !strings.Contains(svg, ">"+name+"<") {
				t.Errorf("narrow %v: no %s", isNarrow, name)
			}
		}
	}
}

// TestResized: skip connections to other levels look different from those along
// one, in the picture and in the legend.
func TestResized(t *testing.T) {
	root := parse(t, SVG(arch(t, "unetversion-3plus").r, nil, *english(), Options{}))
	resized, straight, keys := 0, 0, 0
	for _, e := range root.all("arrow") {
		from, to := e.attr("data-from"), e.attr("data-to")
		dashed := strings.Contains(e.attr("class"), "a-resized")
		switch {
		case from == "" && dashed:
			keys++
		case !strings.HasPrefix(from, "enc") || !strings.HasPrefix(to, "dec"):
		case dashed != (from[3:] != to[3:]):
			t.Errorf("%s to %s is of class %q", from, to, e.attr("class"))
		case dashed:
			resized++
		default:
			straight++
		}
	}
	if resized != 6 || straight != 4 || keys != 1 {
		t.Errorf("%d skip connections to other levels, %d along one, %d entries; want 6, 4, 1", resized, straight, keys)
	}
}

// TestGatePlace: the sign of a gate is on its arrow, before the tip.
func TestGatePlace(t *testing.T) {
	for _, isNarrow := range []bool{false, true} {
		s := layoutOf(arch(t, "lee-attunet"), nil, english(), isNarrow)
		n := 0
		for i := range s.arrows {
			a := &s.arrows[i]
			g, ok := s.gateAt(a)
			if !ok {
				continue
			}
			n++
			p, q := a.route[0], a.route[1]
			r := s.tip * gateRadius
			if g.Y != p.Y || g.X-r < p.X || g.X+r > q.X-s.tip {
				t.Errorf("narrow %v: the gate at %v is not on the arrow %v", isNarrow, g, a.route)
			}
		}
		if n != 4 {
			t.Errorf("narrow %v: %d gates, want 4", isNarrow, n)
		}
	}
}
