package zoo_test

import (
	"testing"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// TestNames checks that the children of a module have different names, at the
// defaults of every architecture and at every choice of every setting: two modules of
// one name count right and are one in generated code.
func TestNames(t *testing.T) {
	check := func(c *config.Config) {
		t.Helper()
		net, _, err := c.Build()
		if err != nil {
			return // the choice contradicts another setting
		}
		if path := twice(net.Root()); path != "" {
			t.Errorf("%s %s: two modules are called %s", c.Arch.ID, settings(c), path)
		}
	}
	for _, a := range zoo.Archs() {
		c := config.New(a)
		check(c)
		for _, k := range c.Knobs {
			for _, choice := range k.Choices {
				if d := c.Clone(); d.Set(k.Key, choice.Value) == nil {
					check(d)
				}
			}
		}
	}
}

// twice returns the path of a module that has the name of a sibling, or "".
func twice(m *counter.Module) string {
	names := map[string]bool{}
	for name, child := range m.Children() {
		if names[name] {
			return child.Path()
		}
		names[name] = true
		if path := twice(child); path != "" {
			return path
		}
	}
	return ""
}
