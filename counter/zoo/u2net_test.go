package zoo_test

import (
	"testing"

	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

func init() {
	const repo = "xuebinqin/U-2-Net"
	reproduces(repo, "U2NET", reproduction{Arch: "u2net"})
	reproduces(repo, "U2NETP", reproduction{Arch: "u2netp"})
	reproduces(repo, "u2net_refactor.U2NET_full", reproduction{Arch: "u2net-full"})
	reproduces(repo, "u2net_refactor.U2NET_lite", reproduction{Arch: "u2net-lite"})
}

// TestU2NetSizes: poolings round up and what comes up is resized, so that
// U²-Net runs at every size, and each of its outputs has that of the input. Both
// versions of it do the same work.
func TestU2NetSizes(t *testing.T) {
	for _, size := range []string{"1", "2", "3", "31x1", "33", "97x64", "320"} {
		macs := map[int64]bool{}
		for _, id := range []string{"u2net", "u2net-full"} {
			c, err := config.Make(zoo.Lookup(id), "size="+size)
			if err != nil {
				t.Fatal(err)
			}
			net, r := build(t, c)
			trace, err := c.Trace(net)
			if err != nil {
				t.Errorf("%s at %s: %v", id, size, err)
				continue
			}
			macs[trace.Total] = true
			for _, i := range r.Outputs {
				if out := trace.Out[i]; out.C != 1 || out.Size != trace.Out[0].Size {
					t.Errorf("%s at %s: output %v", id, size, out)
				}
			}
			if len(r.Outputs) != 7 {
				t.Errorf("%s: %d outputs, want 7", id, len(r.Outputs))
			}
		}
		if len(macs) != 1 {
			t.Errorf("at %s: MACs of the two versions are %v", size, macs)
		}
	}
}
