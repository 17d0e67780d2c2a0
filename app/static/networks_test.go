package static

import (
	"testing"

	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// TestByFamily checks that every heading of the list stands once, over networks of its
// family, and that the published networks of an architecture stand beside it.
func TestByFamily(t *testing.T) {
	all := byFamily(zoo.Networks())
	if len(all) != len(zoo.Networks()) || !isQuoted(&all[0]) {
		t.Errorf("%d networks, the first one is %s", len(all), all[0].ID)
	}
	headings, archs := map[config.Text]bool{}, map[*config.Arch]bool{}
	for i := range all {
		if n := &all[i]; i == 0 || group(&all[i-1]) != group(n) {
			if headings[group(n)] {
				t.Errorf("%s has a second part, with %s", group(n).EN, n.ID)
			}
			headings[group(n)] = true
		}
		if a := all[i].Config.Arch; i == 0 || all[i-1].Config.Arch != a {
			if archs[a] && a.ID != zoo.Default {
				t.Errorf("the networks of %s are apart", a.ID)
			}
			archs[a] = true
		}
	}
}
