package zoo_test

import (
	"strings"
	"testing"

	"unetparams/counter/zoo"
)

// A measurement is what published code makes of settings that testdata/oracle
// has no case of: read off it while it ran in PyTorch 1.13, at the commit that
// the architecture names.
type measurement struct {
	arch, settings  string
	params, buffers int64
	macs            int64  // 0: the code stops with an error; notRun
	outputs         string // channels and sizes
}

// notRun stands for the MACs of code that could be built only.
const notRun = -1

// measured checks that the zoo makes the same of them.
func measured(t *testing.T, list []measurement) {
	t.Helper()
	for _, m := range list {
		c, err := zoo.NewConfig(zoo.Lookup(m.arch)).With(m.settings)
		if err != nil {
			t.Errorf("%s %s: %v", m.arch, m.settings, err)
			continue
		}
		net, r, err := c.Build()
		if err != nil {
			t.Errorf("%s %s: %v", m.arch, m.settings, err)
			continue
		}
		if r.Learnable != m.params || r.Buffers != m.buffers {
			t.Errorf("%s %s: %d parameters and %d buffer elements, want %d and %d",
				m.arch, m.settings, r.Learnable, r.Buffers, m.params, m.buffers)
		}
		if m.macs == notRun {
			continue
		}
		trace, err := c.Trace(net)
		if err != nil {
			if m.macs != 0 {
				t.Errorf("%s %s: %v", m.arch, m.settings, err)
			}
			continue
		}
		var outputs []string
		for _, i := range r.Outputs {
			outputs = append(outputs, strings.ReplaceAll(trace.Out[i].String(), "×", "x"))
		}
		if got := strings.Join(outputs, " "); trace.Total != m.macs || got != m.outputs {
			t.Errorf("%s %s: %d MACs and %s, want %d and %s", m.arch, m.settings, trace.Total, got, m.macs, m.outputs)
		}
	}
}
