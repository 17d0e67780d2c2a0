package tools

import (
	"testing"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo"
	"unetparams/counter/zoo/zootest"
)

func counts(t *testing.T, n *counter.Net, size counter.Axes) map[string]Count {
	t.Helper()
	r, err := n.Report()
	if err != nil {
		t.Fatal(err)
	}
	tr, err := n.Trace(size)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]Count{}
	for _, c := range Of(r, tr) {
		all[c.ID] = c
	}
	return all
}

// tiny is a network of one layer of each kind that the rules distinguish, at 8×8.
func tiny() *counter.Net {
	n := counter.New()
	m := n.Root()
	cube := counter.Cube
	x := n.Input(3, 2)                                                                                            // 3·64 = 192
	x = m.Apply("conv", layer.Conv{ND: 2, In: 3, Out: 4, Kernel: cube(3), Same: true, Bias: true}, x)             // 4·64 = 256 elements, 64·108 = 6,912 MACs
	x = m.Apply("norm", layer.BatchNorm{ND: 2, C: 4, Affine: true, TrackStats: true}, x)                          // 256
	x = m.Apply("act", layer.ReLU, x)                                                                             // 256
	x = n.Do(layer.Pool{ND: 2, Kernel: cube(2)}, x)                                                               // 4·16 = 64, of 256
	x = m.Apply("up", layer.ConvTranspose{ND: 2, In: 4, Out: 2, Kernel: cube(2), Stride: cube(2), Bias: true}, x) // 2·64 = 128; 16·32 = 512 MACs, 2,048 at the output
	x = n.Do(layer.ReLU, x)                                                                                       // 128
	m.Apply("larger", layer.Upsample{ND: 2, Linear: true, Scale: cube(2)}, x)                                     // 2·256 = 512, of 128
	return n
}

// TestTiny: the expected numbers are calculated by hand from the rules.
func TestTiny(t *testing.T) {
	got := counts(t, tiny(), counter.Cube(8))
	for id, want := range map[string]int64{
		"thop":       6_912 + 4*256 + 2_048 + 11*512,
		"ptflops":    (6_912 + 256) + 2*256 + 2*256 + 256 + (2_048 + 128) + 128 + (2*128 + 512),
		"fvcore":     6_912 + 2*256 + 512 + 4*512,
		"torchinfo":  64*(108+4) + 8 + 64*(32+2),
		"deepspeed":  6_912 + 512,
		"tensorflow": (2*6_912 + 256) + 4*64 + (2*512 + 128),
	} {
		if got[id].N != want || !got[id].OK {
			t.Errorf("%s: %d, want %d", id, got[id].N, want)
		}
	}
}

// TestMilesial: thop printed 83.922432 G for the U-Net of milesial with two classes at
// 420×240 (milesial/Pytorch-UNet, issue 477). Its ReLUs are modules, and at this size
// it pads only one map.
func TestMilesial(t *testing.T) {
	n := zootest.Build(t, "milesial", "n_classes=2").Net
	got := counts(t, n, counter.Axes{240, 420})
	if c := got["thop"]; c.N != 83_922_432_000 || !c.OK {
		t.Errorf("thop: %d", c.N)
	}
	if c := got["deepspeed"]; c.N != 73_863_966_720 {
		t.Errorf("DeepSpeed: %d", c.N)
	}
}

// TestClassic: the classic U-Net of base 2 with two levels, one convolution a block
// and no normalization at 4×4, by hand: 1→2 and 2→4 (at 2×2), up 4→2 by 2×2, 4→2 and
// a 1×1 to one class.
func TestClassic(t *testing.T) {
	n := zootest.Build(t, "unet", "base=2 levels=2 convs=1 norm=none classes=1 bias=on").Net
	got := counts(t, n, counter.Cube(4))
	macs := int64(16*18 + 4*72 + 4*32 + 16*72 + 16*2)
	for id, want := range map[string]int64{
		"deepspeed":  macs,
		"fvcore":     macs,
		"thop":       macs + 3*4*32,
		"torchinfo":  16*(18+2) + 4*(72+4) + 16*(32+2) + 16*(72+2) + 16*(2+1),
		"tensorflow": 2*macs + 16*2 + 4*4 + 16*2 + 16*2 + 16 + 4*8,
	} {
		if got[id].N != want || !got[id].OK {
			t.Errorf("%s: %d, want %d", id, got[id].N, want)
		}
	}
}

// TestNoRule: a tool has no count for a network with a layer that it has no rule for.
func TestNoRule(t *testing.T) {
	for _, settings := range []string{"nd=3 size=32", "norm=group base=32"} {
		if c := counts(t, zootest.Build(t, "unet", settings).Net, counter.Cube(32))["tensorflow"]; c.OK {
			t.Errorf("%s: %d", settings, c.N)
		}
	}
	// What doesn't fit is no number.
	n := counter.New()
	n.Root().Apply("norm", layer.BatchNorm{ND: 2, C: 1 << 40, Affine: true}, n.Input(1<<40, 2))
	if c := counts(t, n, counter.Cube(1<<11))["thop"]; c.OK {
		t.Errorf("%d", c.N)
	}
}

// TestAll: every tool has a plausible count for every architecture.
func TestAll(t *testing.T) {
	for _, a := range zoo.Archs() {
		c := config.New(a)
		n, r, err := c.Build()
		if err != nil {
			t.Fatal(err)
		}
		tr, err := c.Trace(n)
		if err != nil {
			continue // runs at no size, or not at this one
		}
		for _, k := range Of(r, tr) {
			if k.Why.EN == "" || k.Why.ZH == "" || k.OK && k.N < 1 && a.ID != "lucidrains-karrasunet" { // all its layers are of its own
				t.Errorf("%s: %s counts %d", a.ID, k.ID, k.N)
			}
			if k.ID == "deepspeed" && k.N != tr.Total+tr.FeatureTotal {
				t.Errorf("%s: DeepSpeed counts %d, we %d", a.ID, k.N, tr.Total)
			}
		}
	}
}
