package zoo_test

import (
	"testing"

	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

func init() {
	const repo = "LeeJunHyun/Image_Segmentation"
	reproduces(repo, "U_Net", reproduction{Arch: "lee-unet"})
	reproduces(repo, "AttU_Net", reproduction{Arch: "lee-attunet"})
	reproduces(repo, "R2U_Net", reproduction{Arch: "lee-r2unet"})
	reproduces(repo, "R2AttU_Net", reproduction{Arch: "lee-r2attunet"})
}

// TestRecurrence: the number of recurrent steps changes the work, by the same
// amount a step, and not the count.
func TestRecurrence(t *testing.T) {
	var params, macs [3]int64
	for i, settings := range []string{"t=1", "t=2", "t=3"} {
		c, err := config.Make(zoo.Lookup("lee-r2attunet"), settings)
		if err != nil {
			t.Fatal(err)
		}
		net, r := build(t, c)
		trace, err := c.Trace(net)
		if err != nil {
			t.Fatal(err)
		}
		params[i], macs[i] = r.Learnable, trace.Total
	}
	if params[0] != params[1] || params[1] != params[2] || macs[2]-macs[1] != macs[1]-macs[0] || macs[1] == macs[0] {
		t.Errorf("for t = 1, 2, 3: %d parameters, %d MACs", params, macs)
	}
}
