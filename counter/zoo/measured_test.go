package zoo_test

import (
	"strings"
	"testing"

	"unetparams/counter/config"
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
		c, err := config.Make(zoo.Lookup(m.arch), m.settings)
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

// TestMeasured holds those of architectures that have no test file of their own.
func TestMeasured(t *testing.T) {
	measured(t, []measurement{
		// Squeeze-and-excitation without neurons: fc.0.weight is 0×8.
		{"resunetplusplus", "filters=8,16,32,64,128 size=32", 909476, 3442, 69277856, "1x32x32"},
		{"resunetplusplus", "filters=16,8,15,4,2 size=32", 33618, 750, 18045696, "1x32x32"},
		{"resunetplusplus", "filters=1,2,3,4,5 size=32", 3685, 252, 593488, "1x32x32"},

		// A number of steps that leaves a block without a result.
		{"bigmb-r2unet", "img_ch=1 output_ch=2 t=0 size=32", 39091330, 13718, 0, ""},
		{"bigmb-r2attunet", "in_ch=1 out_ch=2 t=0 size=32", 39442862, 15658, 0, ""},

		// Numbers of groups that are no power of two.
		{"elektronn3", "dim=2 n_blocks=2 start_filts=28 normalization=group7 attention=on size=8x12", 81147, 57, 4037712, "2x8x12"},
		{"elektronn3", "dim=2 n_blocks=2 start_filts=28 normalization=group14 attention=on size=8x12", 81147, 57, 4037712, "2x8x12"},
		{"elektronn3", "dim=2 n_blocks=2 start_filts=36 normalization=group9 attention=on size=8x12", 133707, 73, 6663600, "2x8x12"},
		{"elektronn3", "dim=2 n_blocks=2 start_filts=128 normalization=group128 attention=on size=8x12", 1676547, 257, 83891712, "2x8x12"},
	})
}
