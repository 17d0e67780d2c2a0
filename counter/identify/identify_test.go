package identify_test

import (
	"slices"
	"strings"
	"testing"

	"unetparams/counter/config"
	"unetparams/counter/identify"
	"unetparams/counter/zoo"
)

// tensors returns those of a configuration, with a prefix before each name.
func tensors(t *testing.T, arch, settings, prefix string) []identify.Tensor {
	t.Helper()
	c, err := config.Make(zoo.Lookup(arch), settings)
	if err != nil {
		t.Fatal(err)
	}
	_, r, err := c.Build()
	if err != nil {
		t.Fatal(err)
	}
	var list []identify.Tensor
	for i := range r.Tensors {
		x := identify.Tensor{Name: prefix + r.Tensors[i].Name}
		for _, d := range r.Tensors[i].Tensor.Dims {
			x.Shape = append(x.Shape, d.N)
		}
		list = append(list, x)
	}
	return list
}

// TestPrepare checks that it can be ended and continued.
func TestPrepare(t *testing.T) {
	n := 0
	identify.Prepare(func() bool { n++; return n < 3 })
	identify.Prepare(nil)
	identify.Prepare(func() bool { t.Error("there was something left to do"); return false })
}

// TestModule checks that a network is found among other modules of a file, by a
// published configuration and by one that has to be searched, and that a small part of
// a file is not said to be its network.
func TestModule(t *testing.T) {
	other := []identify.Tensor{}
	for _, name := range strings.Split("abcdefghijklmnopqrst", "") {
		other = append(other, identify.Tensor{Name: "cond_stage_model." + name + ".weight", Shape: []int64{77, 768}})
	}
	for _, settings := range []string{"", "n_channels=7 n_classes=9"} {
		unet := tensors(t, "milesial", settings, "model.diffusion_model.")
		found := identify.Find(slices.Concat(other, unet), nil)
		if len(found) != 1 || !found[0].Exact() || found[0].Config.Arch.ID != "milesial" {
			t.Fatalf("%q: %d found", settings, len(found))
		}
		if m := found[0]; m.Prefix != "model.diffusion_model." || m.Outside != len(other) || m.Equal != len(unet) {
			t.Errorf("%q: %q, %d outside, %d equal", settings, m.Prefix, m.Outside, m.Equal)
		}
	}

	near := tensors(t, "milesial", "", "net.")
	near[0].Shape = []int64{64, 3, 5, 5}
	found := identify.Find(slices.Concat(other, near), nil)
	if len(found) == 0 || found[0].Reshaped != 1 || found[0].Outside != len(other) {
		t.Fatalf("one kernel is another: %+v", found)
	}
	_, r, err := found[0].Config.Build()
	if err != nil {
		t.Fatal(err)
	}
	if d := found[0].Differences(r, slices.Concat(other, near)); len(d) != 1 || d[0].Name != "inc.double_conv.0.weight" {
		t.Errorf("the differences are %+v", d)
	}

	for i := range 400 {
		other = append(other, identify.Tensor{Name: "text." + strings.Repeat("x", i) + ".weight", Shape: []int64{8}})
	}
	if found := identify.Find(slices.Concat(other, near), nil); len(found) > 0 && !found[0].Exact() {
		t.Errorf("a small part is near: %+v", found[0])
	}
}

// TestLongPrefix checks that a name of very many parts is no work.
func TestLongPrefix(t *testing.T) {
	long := strings.Repeat("a.", 50_000)
	list := tensors(t, "milesial", "", long)
	asked := 0
	identify.Find(list, func() bool { asked++; return asked < 1000 })
}

func BenchmarkFind(b *testing.B) {
	identify.Prepare(nil)
	for _, id := range []string{"unet-2015", "sdxl"} {
		for _, p := range zoo.Presets() {
			if p.ID != id {
				continue
			}
			b.Run(id, func(b *testing.B) {
				_, r, err := p.Config().Build()
				if err != nil {
					b.Fatal(err)
				}
				var list []identify.Tensor
				for i := range r.Tensors {
					x := identify.Tensor{Name: "module." + r.Tensors[i].Name}
					for _, d := range r.Tensors[i].Tensor.Dims {
						x.Shape = append(x.Shape, d.N)
					}
					list = append(list, x)
				}
				for b.Loop() {
					if found := identify.Find(list, nil); len(found) != 1 || !found[0].Exact() {
						b.Fatal("not found")
					}
				}
			})
		}
	}
}
