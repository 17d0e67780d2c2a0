package diagram

import (
	"slices"
	"strings"
	"testing"

	"unetparams/counter"
)

// TestArrowsAvoidBars checks that no arrow passes through the bars of a stage, in the
// picture of any architecture.
func TestArrowsAvoidBars(t *testing.T) {
	everyArch(t, func(d *drawn) {
		if !strings.HasSuffix(d.name, " defaults") {
			return
		}
		layouts(func(name string, w *Words, isNarrow bool) {
			s := layoutOf(d, d.t, w, isNarrow)
			for _, a := range s.arrows {
				for _, leg := range a.legs() {
					if i := s.crossed(leg); i >= 0 {
						t.Errorf("%s, %s: the arrow from %s to %s passes through %s", d.name, name, s.stages[a.from].id, s.stages[a.to].id, s.stages[i].id)
					}
				}
			}
		})
	})
}

// crossed returns the index of a stage whose bars a leg of an arrow passes through, or -1.
func (sc *scene) crossed(leg rect) int {
	leg.W, leg.H = max(leg.W, 0.1), max(leg.H, 0.1)
	for i := range sc.stages {
		for _, b := range sc.stages[i].bars {
			if inner := b.rect.grown(-1); inner.W > 0 && inner.H > 0 && inner.overlaps(leg) {
				return i
			}
		}
	}
	return -1
}

// TestDiamond checks that KiU-Net's two branches mirror each other: above and below the
// level of the input, which is in the row that it leads to.
func TestDiamond(t *testing.T) {
	for _, st := range []style{wide, narrow} {
		u := uOf(t, arch(t, "kiunet"), st)
		if !u.isDiamond() || u.start != 4 {
			t.Fatalf("the input is at level %d", u.start)
		}
		if a, b := u.in.group.midY(), u.enc[4].group.midY(); a != b {
			t.Errorf("the input is at %v, the stage that it leads to at %v", a, b)
		}
		for k := 1; k <= 3; k++ {
			a, b := u.enc[4-k], u.enc[4+k]
			if a.group.X != b.group.X || a.group.X <= u.enc[4].group.X {
				t.Errorf("%s begins at %v, %s at %v", a.id, a.group.X, b.id, b.group.X)
			}
			if c, d := u.dec[4-k], u.dec[4+k]; k < 3 && (c.group.right() != d.group.right() || c.group.right() >= u.dec[4].group.right()) {
				t.Errorf("%s ends at %v, %s at %v", c.id, c.group.right(), d.id, d.group.right())
			}
		}
	}
	if u := uOf(t, arch(t, "kiunet-kitenet"), wide); u.start != 4 || u.enc[1] == nil || u.enc[1].group.Y >= u.in.group.Y {
		t.Error("Kite-Net does not lead up from its input")
	}
}

// TestGrid checks that a feature pyramid is drawn in columns, with the usual names.
func TestGrid(t *testing.T) {
	d := arch(t, "smp-fpn")
	s := layoutOf(d, d.t, english(), false)
	x := 0.0
	for i := range s.stages {
		switch st := &s.stages[i]; {
		case st.Role == counter.Encoder && x == 0:
			x = st.frame.midX()
		case st.Role == counter.Encoder && st.frame.midX() != x:
			t.Errorf("%s is at %v, the first stage of the encoder at %v", st.id, st.frame.midX(), x)
		case st.id == "dec3.1" && st.lines[0].s != "Decoder 3.1":
			t.Errorf("%s is called %s", st.id, st.lines[0].s)
		}
	}
}

// TestResamplings checks what the legend says of arrows down and up.
func TestResamplings(t *testing.T) {
	for _, tt := range []struct {
		id   string
		kind counter.EdgeKind
		want []Operation
	}{
		{"restormer", counter.Down, []Operation{Unshuffle}},
		{"restormer", counter.Up, []Operation{PixelShuffle}},
		{"swinunet", counter.Down, []Operation{MergePatches}},
		{"monai-swinunetr", counter.Down, []Operation{StridedConv, MergePatches}},
		{"nikhilroxtomar-unetr2d", counter.Down, nil},
		{"kiunet", counter.Down, []Operation{MaxPool, Interpolate}},
		{"kiunet", counter.Up, []Operation{Linear}},
	} {
		var got []Operation
		for _, c := range Connections(arch(t, tt.id).r) {
			if c.Kind == tt.kind && c.Operation != Plain {
				got = append(got, c.Operation)
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: operations %v, want %v", tt.id, got, tt.want)
		}
	}
}
