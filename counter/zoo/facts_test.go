package zoo_test

import (
	"slices"
	"testing"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo"
)

// TestQuoted has the numbers that papers, blog posts and repositories give for
// "the U-Net", as they are quoted, with what it takes to get each. Those marked
// torch were read off the real code running in PyTorch, tfjs off TensorFlow.js.
func TestQuoted(t *testing.T) {
	for _, tt := range []struct {
		quoted   string
		settings string
		exact    int64
	}{
		{"7.76M", "norm=none", 7_759_554},                                                                        // tutorial; UNet-family without batch norm, torch
		{"7.77M", "", 7_765_442},                                                                                 // tutorial with batch norm, tfjs
		{"7,763,522", "where=encoder", 7_763_522},                                                                // UNet-family today, torch
		{"31M", "base=64 norm=none", 31_030_658},                                                                 // torch
		{"31M, the 2015 paper", "base=64 norm=none padding=valid", 31_030_658},                                   // padding changes no count
		{"31.04M", "base=64", 31_042_434},                                                                        // tfjs, torch
		{"31.04M, encoder only", "base=64 where=encoder", 31_038_594},                                            // torch
		{"28.9M", "base=64 norm=none up=bilinear", 28_941_698},                                                   // UNet-family without transposed convolutions, torch
		{"28.9M, encoder norm", "base=64 where=encoder up=bilinear", 28_949_634},                                 // torch
		{"31.04M, milesial", "in=3 classes=1 base=64 bias=off", 31_037_633},                                      // torch
		{"31.04M, milesial v2", "in=3 classes=1 base=64", 31_043_521},                                            // torch
		{"34.5M", "in=3 classes=1 base=64 up=nearest upconv=3 where=up", 34_527_041},                             // LeeJunHyun, torch
		{"34.5M, 1 to 2", "base=64 up=nearest upconv=3 where=up", 34_525_954},                                    // LeeJunHyun, torch
		{"19.07M", "in=3 classes=3 nd=3 base=64 levels=4 norm=none grow=last upout=keep upbias=off", 19_069_955}, // the 3D U-Net paper
	} {
		if n, err := unet(t, tt.settings).Count(); err != nil || n != tt.exact {
			t.Errorf("%s: %d, %v; want %d", tt.quoted, n, err, tt.exact)
		}
	}
}

// TestMiscount: 28.24M is the sum of the 31M net without its transposed
// convolutions.
func TestMiscount(t *testing.T) {
	_, r := build(t, unet(t, "base=64 norm=none"))
	n := r.Learnable
	for _, k := range r.Kinds() {
		if k.Kind == "ConvTranspose2d" {
			n -= k.Learnable
		}
	}
	if n != 28_244_418 {
		t.Errorf("%d, want 28,244,418", n)
	}
}

// TestZhixuhao: zhixuhao/unet has 31,031,685 parameters. All but its ending is
// the classic U-Net: a 3×3 convolution 64 → 2 and a 1×1 convolution 2 → 1 are
// where that has one 1×1 convolution to the classes.
func TestZhixuhao(t *testing.T) {
	_, r := build(t, config.New(zoo.Lookup("zhixuhao")))
	_, classic := build(t, unet(t, "classes=1 base=64 norm=none up=nearest upconv=2"))
	const head, ending = 64*1 + 1, 3*3*64*2 + 2 + 2*1 + 1
	if r.Learnable != 31_031_685 || r.Learnable != classic.Learnable-head+ending {
		t.Errorf("%d, want 31,031,685, and as the classic U-Net %d", r.Learnable, classic.Learnable-head+ending)
	}
}

// TestTutorial follows the tutorial's way by hand, level by level.
func TestTutorial(t *testing.T) {
	_, r := build(t, unet(t, ""))

	type row struct{ encoder, decoder, norm int64 }
	want := []row{
		{9_568, 27_712, 256},
		{55_424, 110_720, 512},
		{221_440, 442_624, 1_024},
		{885_248, 1_769_984, 2_048},
		{3_539_968, 0, 2_048},
	}
	got := make([]row, 5)
	var up []int64
	var convs, norms, final int64
	for _, l := range r.Layers {
		level := &got[l.Stage.Level-1]
		switch l.Layer.(type) {
		case layer.BatchNorm:
			level.norm += l.Learnable
			norms += l.Learnable
			continue
		case layer.ConvTranspose:
			up = append(up, l.Learnable)
		case layer.Conv:
			switch l.Stage.Role {
			case counter.Encoder, counter.Bottleneck:
				level.encoder += l.Learnable
			case counter.Decoder:
				level.decoder += l.Learnable
			default:
				final += l.Learnable
			}
		}
		convs += l.Learnable
	}
	if !slices.Equal(got, want) {
		t.Errorf("levels %v, want %v", got, want)
	}
	if want := []int64{524_544, 131_200, 32_832, 8_224}; !slices.Equal(up, want) {
		t.Errorf("transposed convolutions %v, want %v", up, want)
	}
	if final != 66 || convs != 7_759_554 || norms != 5_888 || r.Learnable != 7_765_442 {
		t.Errorf("final %d, convolutions %d, batch norm %d, total %d; want 66, 7,759,554, 5,888, 7,765,442",
			final, convs, norms, r.Learnable)
	}

	// The four kinds of component that the tutorial names.
	kinds := map[string]int64{}
	for _, k := range r.Kinds() {
		kind := k.Kind
		if k.Kernel != nil {
			kind += " " + string('0'+rune(k.Kernel[0]))
		}
		kinds[kind] = k.Learnable
	}
	if len(kinds) != 4 || kinds["Conv2d 3"] != 7_062_688 || kinds["Conv2d 1"] != 66 ||
		kinds["ConvTranspose2d 2"] != 696_800 || kinds["BatchNorm2d"] != 5_888 {
		t.Errorf("kinds %v", kinds)
	}

	// Keras adds the running statistics, without PyTorch's 18 step counters.
	if n := r.Learnable + r.Buffers - 18; n != 7_771_330 {
		t.Errorf("%d with the running statistics, want 7,771,330", n)
	}
}

// TestTutorialClosedForm: 7574·w² + 302·w + 2.
func TestTutorialClosedForm(t *testing.T) {
	for _, tt := range []struct {
		settings string
		width    int64
		want     counter.Poly
	}{
		{"", 32, counter.Poly{C: [3]int64{2, 302, 7574}, Den: 1}},
		{"base=7", 7, counter.Poly{C: [3]int64{2, 302, 7574}, Den: 1}},
		{"base=64", 64, counter.Poly{C: [3]int64{2, 302, 7574}, Den: 1}},
		{"norm=group", 32, counter.Poly{C: [3]int64{2, 302, 7574}, Den: 1}},
		{"levels=2 convs=1 kernel=1 norm=none bias=off upbias=off", 32, counter.Poly{C: [3]int64{2, 3, 2 + 8 + 2}, Den: 1}},
	} {
		if width, p, err := unet(t, tt.settings).ClosedForm(); err != nil || width != tt.width || p != tt.want {
			t.Errorf("%q: width %d, %v, %v; want %d, %v", tt.settings, width, p, err, tt.width, tt.want)
		}
	}

	// Half the width first: 27·1·w/2 is no whole multiple of w.
	_, p, err := unet(t, "nd=3 grow=last convs=2 levels=3").ClosedForm()
	if err != nil || p.Den != 2 {
		t.Errorf("with halved channels: %v, %v; want a denominator of 2", p, err)
	}

	if _, p, err := unet(t, "filters=32,64,128,256,500").ClosedForm(); err != counter.ErrNotPolynomial {
		t.Errorf("without a base channels: %v, %v", p, err)
	}
}

// TestPaperFigure reads the sizes off figure 1 of the 2015 paper: a tile of
// 572×572 and no padding.
func TestPaperFigure(t *testing.T) {
	c := unet(t, "base=64 norm=none padding=valid size=572")
	net, r := build(t, c)
	trace, err := c.Trace(net)
	if err != nil {
		t.Fatal(err)
	}
	var got []int64
	for i, s := range r.Steps {
		size := trace.Out[i].Size[0]
		if trace.Out[i].Size[1] != size {
			t.Errorf("step %d is not square: %v", i, trace.Out[i])
		}
		switch s.Layer.(type) {
		case layer.Activation, layer.Crop: // change nothing, or are drawn as dashed boxes
		default:
			got = append(got, size)
		}
	}
	want := []int64{
		572, 570, 568,
		284, 282, 280,
		140, 138, 136,
		68, 66, 64,
		32, 30, 28,
		56, 56, 54, 52, // up, joined, two convolutions
		104, 104, 102, 100,
		200, 200, 198, 196,
		392, 392, 390, 388,
		388,
	}
	if !slices.Equal(got, want) {
		t.Errorf("sizes\n\t%v\nwant\n\t%v", got, want)
	}
}

// TestPaper3D: the 3D U-Net paper's tile of 132×132×116 voxels comes out as
// 44×44×28.
func TestPaper3D(t *testing.T) {
	c := unet(t, "in=3 classes=3 nd=3 base=64 levels=4 grow=last upout=keep padding=valid size=132x132x116")
	net, _ := build(t, c)
	trace, err := c.Trace(net)
	if err != nil {
		t.Fatal(err)
	}
	if out := trace.Out[len(trace.Out)-1]; out.String() != "3×44×44×28" {
		t.Errorf("output %v, want 3×44×44×28", out)
	}
}

// TestLayers: choices that change no number reach the layers all the same.
func TestLayers(t *testing.T) {
	two := counter.Cube(2)
	for _, tt := range []struct {
		settings string
		want     counter.Layer
	}{
		{"", layer.Pool{ND: 2, Kernel: two}},
		{"nd=3", layer.Pool{ND: 3, Kernel: two}},
		{"up=bilinear", layer.Upsample{ND: 2, Linear: true, Scale: two}},
		{"up=nearest", layer.Upsample{ND: 2, Scale: two}},
		{"nd=1 up=bilinear upconv=none", layer.Upsample{ND: 1, Linear: true, Scale: two}},
		{"norm=group groups=4", layer.GroupNorm{Groups: 4, C: 512, Affine: true}},
		{"norm=instance", layer.InstanceNorm{ND: 2, C: 512, Affine: true}},
		{"padding=valid", layer.Conv{ND: 2, In: 512, Out: 512, Kernel: counter.Cube(3), Bias: true}},
		{"padding=valid", layer.Conv{ND: 2, In: 32, Out: 2, Kernel: counter.Cube(1), Same: true, Bias: true}},
		{"padding=valid", layer.Crop{}},
		{"residual=on", layer.Add{}},
	} {
		_, r := build(t, unet(t, tt.settings))
		if !slices.ContainsFunc(r.Steps, func(s counter.Step) bool { return s.Layer == tt.want }) {
			t.Errorf("%q: no step runs %+v", tt.settings, tt.want)
		}
	}
}
