package zoo_test

import (
	"runtime"
	"testing"

	"unetparams/counter/config"
)

// TestAllocations guards what a count and a report allocate, with a margin of a
// half: it fails where something is allocated for each layer that was not.
func TestAllocations(t *testing.T) {
	if runtime.Compiler != "gc" || testing.CoverMode() != "" {
		t.Skip("another compiler allocates otherwise")
	}
	for _, tt := range []struct {
		what string
		most float64
		f    func(c *config.Config) error
	}{
		{"count", 30, func(c *config.Config) error { _, err := c.Count(); return err }},
		{"report", 90, func(c *config.Config) error { _, _, err := c.Build(); return err }},
		{"closed form", 350, func(c *config.Config) error { _, _, err := c.ClosedForm(); return err }},
		{"set", 3, func(c *config.Config) error { return c.Set("base", "64") }},
		{"clone", 150, func(c *config.Config) error { c.Clone(); return nil }},
	} {
		c := unet(t, "")
		got := testing.AllocsPerRun(20, func() {
			if err := tt.f(c); err != nil {
				t.Fatal(err)
			}
		})
		if got > tt.most {
			t.Errorf("%s: %v allocations, at most %v are expected", tt.what, got, tt.most)
		}
	}
	c := unet(t, "")
	net, _ := build(t, c)
	if got := testing.AllocsPerRun(20, func() { _, _ = c.Trace(net) }); got > 12 {
		t.Errorf("trace: %v allocations", got)
	}
}
