package zoo_test

import (
	"testing"

	"unetparams/counter/config"
	papers "unetparams/counter/published"
	"unetparams/counter/zoo"
)

// TestGroups checks that every architecture is in one group, and that what is called as
// in the paper has a row in the gallery that says so.
func TestGroups(t *testing.T) {
	in := map[*config.Arch]int{}
	for _, g := range zoo.Groups() {
		for _, a := range append([]*config.Arch{g.Arch}, g.Variants...) {
			if a == nil {
				t.Fatalf("%s has a variant that is no architecture", g.Arch.ID)
			}
			in[a]++
		}
		c := config.New(g.Arch)
		if g.Preset != nil {
			c = g.Preset.Config()
		}
		if c.Arch != g.Arch {
			t.Errorf("%s recommends a preset of %s", g.Arch.ID, c.Arch.ID)
		}
		if g.Paper && !printedInPaper(t, c) {
			t.Errorf("%s: no paper in the gallery has the recommended network", g.Arch.ID)
		}
	}
	for _, a := range zoo.Archs() {
		if in[a] != 1 {
			t.Errorf("%s is in %d groups", a.ID, in[a])
		}
	}
}

// printedInPaper reports whether the gallery has a network's number from a paper.
func printedInPaper(t *testing.T, c *config.Config) bool {
	t.Helper()
	want, err := c.Count()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range papers.Rows() {
		if r.Verdict != papers.Exact || r.Arch != c.Arch.ID || r.Of().Year == 0 {
			continue
		}
		if n, err := r.Count(); err == nil && n == want {
			return true
		}
	}
	return false
}
