package diagram

import (
	"slices"
	"strings"
	"testing"

	"unetparams/counter"
)

// TestAttention pins which stages have the mark of attention, and that the legend
// says of which kind it is.
func TestAttention(t *testing.T) {
	for _, c := range []struct {
		arch        string
		self, cross string
	}{
		{"unet", "", ""},
		{"lee-attunet", "", ""}, // its gates weigh, and compare no positions
		{"monai-unetr", "enc2 enc3 enc4 mid5", ""},
		{"imagen", "cond2 mid5", "enc1 enc2 enc3 enc4 mid5 dec4 dec3 dec2 dec1"},
		{"ldm", "enc1 enc2 enc3 mid5 dec3 dec2 dec1", "enc1 enc2 enc3 mid5 dec3 dec2 dec1"},
	} {
		d := arch(t, c.arch)
		layouts(func(name string, w *Words, isNarrow bool) {
			s := layoutOf(d, nil, w, isNarrow)
			var self, cross []string
			for i := range s.stages {
				n := &s.stages[i]
				if n.self {
					self = append(self, n.id)
				}
				if n.cross {
					cross = append(cross, n.id)
				}
				if (n.self || n.cross) != (n.mark.W > 0) {
					t.Errorf("%s, %s: the mark of %s is %v", c.arch, name, n.id, n.mark)
				}
				if n.self != strings.Contains(n.label, w.SelfAttention) || n.cross != strings.Contains(n.label, w.CrossAttention) {
					t.Errorf("%s, %s: the label of %s is %q", c.arch, name, n.id, n.label)
				}
			}
			if a, b := strings.Join(self, " "), strings.Join(cross, " "); a != c.self || b != c.cross {
				t.Errorf("%s, %s: self-attention in %q, cross-attention in %q", c.arch, name, a, b)
			}
			var said []string
			for _, it := range s.entries {
				if it.kind == "attention" {
					said = append(said, it.s)
				}
			}
			var want []string
			if c.self != "" {
				want = []string{w.SelfAttention}
			}
			if c.cross != "" {
				want = []string{w.SelfAttention + " / " + w.CrossAttention}
			}
			if !slices.Equal(said, want) {
				t.Errorf("%s, %s: the legend says %q, want %q", c.arch, name, said, want)
			}
		})
	}
}

// TestEarlierBar: the arrow down from a stage of UNETR's encoder begins at the
// transformer's map, which is the first one, and not at what is enlarged for the
// decoder. That of a plain U begins at the last.
func TestEarlierBar(t *testing.T) {
	for _, c := range []struct {
		arch string
		want int
	}{{"monai-unetr", 0}, {"unet", -1}, {"resunet", -1}} {
		d := arch(t, c.arch)
		for _, isNarrow := range []bool{false, true} {
			s := layoutOf(d, nil, english(), isNarrow)
			found := false
			for _, a := range s.arrows {
				from := &s.stages[a.from]
				if a.kind != counter.Down || from.id != "enc2" {
					continue
				}
				found = true
				b := from.last()
				if c.want >= 0 {
					b = &from.bars[c.want]
				}
				if a.bar != c.want || a.route[0].X < b.X || a.route[0].X > b.right() {
					t.Errorf("%s: the arrow begins at %v, of bar %d, want bar %d at %v", c.arch, a.route[0], a.bar, c.want, b.rect)
				}
			}
			if !found {
				t.Errorf("%s: no arrow down", c.arch)
			}
		}
	}
}
