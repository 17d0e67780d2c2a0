package field_test

import (
	"testing"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/field"
	"unetparams/counter/layer"
	"unetparams/counter/zoo"
	"unetparams/counter/zoo/zootest"
)

func built(t *testing.T, arch, settings string) (*counter.Report, *counter.Trace) {
	t.Helper()
	n := zootest.Build(t, arch, settings)
	return n.Report, n.Trace
}

// TestClassic: the sizes are calculated by hand in the package comment.
func TestClassic(t *testing.T) {
	r, tr := built(t, "unet", "")
	want := map[string][3]int64{ // size, least, stride
		"in1": {1, 1, 1}, "enc1": {5, 5, 1}, "enc2": {14, 14, 2}, "enc3": {32, 32, 4}, "enc4": {68, 68, 8},
		"mid5": {140, 140, 16}, "dec4": {172, 172, 8}, "dec3": {188, 188, 4}, "dec2": {204, 188, 2}, "dec1": {204, 188, 1}, "head1": {204, 188, 1},
	}
	for i := range r.Stages {
		f, ok := field.Of(r, tr, field.Stage(r, i))
		name := r.Stages[i].Stage.String()
		for axis := range 2 {
			a := f.Axes[axis]
			if got := [3]int64{a.Size, a.Least, a.Stride.Num}; !ok || got != want[name] || a.Stride.Den != 1 || a.All {
				t.Errorf("%s: %v, want %v", name, got, want[name])
			}
		}
	}
	f, _ := field.Of(r, tr, field.Stage(r, 5))
	// The first position of level 5 is the middle of 0 … 15.
	if f.Axes[0].Start != (field.Ratio{Num: 15, Den: 2}) || f.Axes[1].Middle != (counter.Span{Lo: 66, Hi: 205}) {
		t.Errorf("bottleneck: %+v", f.Axes[0])
	}
	if c := f.Cover(); c != (field.Ratio{Num: 140 * 140 / 16, Den: 256 * 256 / 16}) {
		t.Errorf("it covers %v", c)
	}
}

// TestClaimVNet: V-Net's paper gives receptive fields of 5×5×5 for stage 1 and 22×22×22 for
// stage 2 (its table as quoted in https://github.com/mattmacy/vnet.pytorch/issues/2). The
// second has two convolutions 5×5×5 there, 5 + 1 + 2·4·2 = 22; mattmacy's code has one,
// and sees 14.
func TestClaimVNet(t *testing.T) {
	r, tr := built(t, "vnet", "")
	for i, want := range map[int]int64{1: 5, 2: 14} {
		f, ok := field.Of(r, tr, field.Stage(r, i))
		if !ok || f.Axes[0].Size != want || f.Axes[0].Least != want {
			t.Errorf("%v: %+v, want %d", r.Stages[i].Stage, f, want)
		}
	}
	convs := 0
	for _, i := range r.Stages[2].Steps {
		if c, ok := r.Steps[i].Layer.(layer.Conv); ok && c.Kernel[0] == 5 {
			convs++
		}
	}
	if convs != 1 {
		t.Errorf("stage 2 has %d convolutions", convs)
	}
	n := counter.New()
	x := n.Do(layer.Conv{ND: 1, In: 1, Out: 1, Kernel: counter.Cube(5), Padding: counter.Cube(2)}, n.Input(1, 1))
	x = n.Do(layer.Conv{ND: 1, In: 1, Out: 1, Kernel: counter.Cube(2), Stride: counter.Cube(2)}, x)
	for range 2 {
		x = n.Do(layer.Conv{ND: 1, In: 1, Out: 1, Kernel: counter.Cube(5), Padding: counter.Cube(2)}, x)
	}
	r, err := n.Report()
	if err != nil {
		t.Fatal(err)
	}
	if tr, err = n.Trace(counter.Axes{64}); err != nil {
		t.Fatal(err)
	}
	if f, _ := field.Of(r, tr, 4); f.Axes[0].Size != 22 {
		t.Errorf("the paper's stage 2: %+v", f.Axes[0])
	}
}

// one returns the field of a network of one layer on 16 positions.
func one(t *testing.T, l counter.Layer) field.Axis {
	t.Helper()
	n := counter.New()
	n.Do(l, n.Input(1, 1))
	r, err := n.Report()
	if err != nil {
		t.Fatal(err)
	}
	tr, err := n.Trace(counter.Axes{16})
	if err != nil {
		t.Fatal(err)
	}
	f, ok := field.Of(r, tr, 1)
	if !ok {
		t.Fatal("no field")
	}
	return f.Axes[0]
}

// TestLayers: what single layers look at, by hand.
func TestLayers(t *testing.T) {
	conv := layer.Conv{ND: 1, In: 1, Out: 1, Kernel: counter.Cube(3), Padding: counter.Cube(2), Dilation: counter.Cube(2)}
	up := layer.ConvTranspose{ND: 1, In: 1, Out: 1, Kernel: counter.Cube(4), Stride: counter.Cube(2), Padding: counter.Cube(1)}
	double := counter.Cube(2)
	for _, c := range []struct {
		layer       counter.Layer
		size, least int64
		stride      field.Ratio
	}{
		{conv, 5, 5, field.Ratio{Num: 1, Den: 1}},
		{layer.Pool{ND: 1, Kernel: counter.Cube(3), Stride: double}, 3, 3, field.Ratio{Num: 2, Den: 1}},
		{up, 2, 2, field.Ratio{Num: 1, Den: 2}},
		{layer.ConvTranspose{ND: 1, In: 1, Out: 1, Kernel: counter.Cube(3), Stride: double}, 2, 1, field.Ratio{Num: 1, Den: 2}},
		{layer.Upsample{ND: 1, Scale: double}, 1, 1, field.Ratio{Num: 1, Den: 2}},
		{layer.Upsample{ND: 1, Scale: double, Linear: true}, 2, 2, field.Ratio{Num: 1, Den: 2}},
		{layer.Upsample{ND: 1, Scale: counter.Cube(3), Linear: true}, 2, 1, field.Ratio{Num: 1, Den: 3}},
		{layer.ReLU, 1, 1, field.Ratio{Num: 1, Den: 1}},
	} {
		a := one(t, c.layer)
		if a.Size != c.size || a.Least != c.least || a.Stride != c.stride || a.All {
			t.Errorf("%+v: %+v", c.layer, a)
		}
	}
	if a := one(t, layer.AdaptivePool{ND: 1, Average: true, Size: counter.Cube(1)}); !a.All || a.Middle != (counter.Span{Lo: 0, Hi: 15}) {
		t.Errorf("global pooling: %+v", a)
	}
}

// TestGrows: along every path a field only grows, in every architecture.
func TestGrows(t *testing.T) {
	for i, a := range zoo.Archs() {
		if testing.Short() && i%8 != 0 {
			continue // it is long in WebAssembly
		}
		c := config.New(a)
		n, r, err := c.Build()
		if err != nil {
			t.Fatal(err)
		}
		tr, err := c.Trace(n)
		if err != nil || len(r.Steps) > 400 {
			continue
		}
		fields := make([]field.Field, len(r.Steps))
		for i := range r.Steps {
			f, ok := field.Of(r, tr, i)
			if !ok {
				continue
			}
			fields[i] = f
			for k, j := range r.Steps[i].In {
				if reader, ok := r.Steps[i].Layer.(counter.SizeReader); ok && reader.ReadsSize(k) {
					continue
				}
				for axis := range fields[j].ND {
					before, after := fields[j].Axes[axis], f.Axes[axis]
					if before.Least > after.Size && !after.All {
						t.Errorf("%s, step %d: %d after %d", a.ID, i, after.Size, before.Size)
					}
				}
			}
		}
	}
}

// BenchmarkOf is what a keystroke adds: the field of one stage.
func BenchmarkOf(b *testing.B) {
	for _, arch := range []string{"unet", "u2net", "unetversion-3plus", "nnunet-plain"} {
		c := config.New(zoo.Lookup(arch))
		n, r, err := c.Build()
		if err != nil {
			b.Fatal(err)
		}
		tr, err := c.Trace(n)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(arch, func(b *testing.B) {
			for b.Loop() {
				field.Of(r, tr, len(r.Steps)-1)
			}
		})
	}
}
