package verify

import (
	"os"
	"slices"
	"strings"
	"testing"

	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// corpus returns a text of counter/read's corpus.
func corpus(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile("../../counter/read/testdata/corpus/" + name + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestKerasLayouts: a network of 512×512 is equal in every layout in which Keras
// cuts or breaks its shapes, and behind comment markers, too.
func TestKerasLayouts(t *testing.T) {
	r := report(t, "unet", "in=3 classes=21 base=64 norm=none up=nearest upconv=2")
	if r.Learnable != 31_033_045 {
		t.Fatal(r.Learnable)
	}
	for _, layout := range []string{"keras-2.6", "keras-2.6-sequential", "keras-r", "keras-2.7", "keras-2.13", "keras-2.13-sequential",
		"keras-2.9-trainable", "keras-3", "keras-3-sequential", "keras-3-trainable", "torchsummary", "torchinfo", "torchinfo-names",
		"modules", "ptflops", "pytorch-model-summary", "fastai", "prettytable"} {
		text := corpus(t, layout+"-512x512-in3-out21-up")
		for _, s := range []string{text, "# " + strings.ReplaceAll(text, "\n", "\n# ")} {
			got := Check(s, r, nil)
			if got.Verdict != Equal && got.Verdict != OtherNames || got.Theirs.N != r.Learnable || got.SumDiffer || got.Rows < got.Seen {
				t.Errorf("%s: verdict %d, %+v%s", layout, got.Verdict, got.Theirs, say(got))
			}
		}
	}
	bn := report(t, "unet", "in=3 classes=1 base=64")
	for _, layout := range []string{"keras-2.6", "keras-r", "keras-2.7", "keras-2.13", "keras-3", "keras-3-trainable"} {
		got := Check(corpus(t, layout+"-256x192-in3-out1-bn"), bn, nil)
		if got.Verdict != Equal || got.Theirs.N != bn.Learnable || got.All.N != bn.KerasTotal() {
			t.Errorf("%s: verdict %d%s", layout, got.Verdict, say(got))
		}
	}
	if got := Check(corpus(t, "lightning-256x192-in3-out1-bn"), bn, nil); got.Verdict != Consistent || got.Theirs.Hi-got.Theirs.Lo > 400 {
		t.Errorf("lightning: verdict %d %+v%s", got.Verdict, got.Theirs, say(got))
	}
	if got := Check(corpus(t, "fvcore-256x192-in3-out1-bn"), bn, nil); got.Verdict != Consistent {
		t.Errorf("fvcore: verdict %d %+v%s", got.Verdict, got.Theirs, say(got))
	}
}

// TestUnreadRows: rows that were not understood are said, and the printed total is
// not contradicted because of them.
func TestUnreadRows(t *testing.T) {
	r := report(t, "unet", "in=3 classes=21 base=64 norm=none up=nearest upconv=2")
	text := corpus(t, "keras-2.6-512x512-in3-out21-up")
	i := strings.Index(text, "conv2d_5 (Conv2D)")
	text = text[:i] + "c%%%onv2d_5 ??? garbled [[[" + text[i+40:]
	got := Check(text, r, nil)
	if got.Verdict != SameTotal || got.Rows >= got.Seen || got.SumDiffer || got.NMissing+got.NChange+got.NExtra > 0 {
		t.Errorf("verdict %d, %d of %d rows%s", got.Verdict, got.Rows, got.Seen, say(got))
	}
}

// TestOffer: a listing that is not the page's network shows its settings, and the
// nearest classic U-Net is offered.
func TestOffer(t *testing.T) {
	r := report(t, "unet", "")
	for text, settings := range map[string]string{
		"keras-2.7-512x512-in3-out21-up":    "in=3 classes=21 base=64 norm=none up=nearest upconv=2",
		"torchsummary-512x512-in3-out21-up": "in=3 classes=21 base=64 norm=none up=nearest upconv=2",
		"keras-3-256x192-in3-out1-bn":       "in=3 classes=1 base=64",
		"torchinfo-256x192-in3-out1-bn":     "in=3 classes=1 base=64",
		"modules-64x64x64-in4-out3-bn":      "in=4 classes=3 nd=3 base=32 levels=3",
		"state-dict-64x64x64-in4-out3-bn":   "in=4 classes=3 nd=3 base=32 levels=3",
	} {
		want, err := config.Make(zoo.Lookup("unet"), settings)
		if err != nil {
			t.Fatal(err)
		}
		got := Check(corpus(t, text), r, nil)
		if got.Verdict != Different || got.Offer == nil || !got.Offer.SameNet(want) {
			t.Errorf("%s: offer %+v%s", text, got.Offer != nil, say(got))
		}
	}
}

// TestOfferSettings: whatever the classic U-Net can say, it is solved from a
// listing: a state_dict, parameters alone, or print(model).
func TestOfferSettings(t *testing.T) {
	r := report(t, "unet", "levels=4 base=24")
	// A table without kernels doesn't tell these from others.
	shapesOnly := []string{"attention=cbam", "block=recurrent", "stem=7"}
	for _, settings := range []string{
		"", "in=3 classes=4 base=16 convs=3", "convs=1", "in=2 kernel=5", "convs=4 levels=4 base=8 norm=none", "nd=3 base=16 levels=4", "nd=1 in=12 base=8",
		"up=bilinear upconv=none", "up=bilinear upconv=1", "up=nearest upconv=2 bias=off", "up=nearest upconv=3 norm=instance", "upbias=off bias=off",
		"upout=keep", "where=up", "where=encoder", "residual=on", "heads=on classes=3", "nd=3 base=64 levels=4 grow=last upout=keep upbias=off",
		"upkernel=3 norm=none", "upkernel=4 in=3", "headkernel=3 classes=1", "headconvs=1 in=3 classes=23", "concatnorm=on base=16", "gate=on", "gate=on in=3 norm=instance",
		"skip=none", "skip=add", "attention=se", "attention=scse base=16", "attention=cbam", "down=conv", "down=conv downkernel=3", "act=prelu", "act=prelus",
		"norm=layer", "block=separable in=3", "block=recurrent", "block=dense", "headbias=off", "stem=7", "middle=aspp", "upkernel=3 headconvs=1 in=3 classes=23",
		"filters=20,40,80,120", "filters=32,48,64,96,128 in=13 classes=6 convs=3 kernel=3 bias=off", "norm=none convs=3 up=nearest upconv=1 residual=on",
	} {
		_, theirs, trace := built(t, "unet", settings)
		for format, text := range map[string]string{"shapes": strings.Join(shapeList(theirs), "\n"), "torchsummary": torchSummary(theirs, trace)} {
			if format != "shapes" && slices.Contains(shapesOnly, settings) {
				continue
			}
			got := Check(text, r, nil)
			if got.Offer == nil {
				t.Errorf("%s, %q: no offer", format, settings)
				continue
			}
			if n, err := got.Offer.Count(); err != nil || n != theirs.Learnable {
				t.Errorf("%s, %q: %d parameters are offered, not %d", format, settings, n, theirs.Learnable)
			}
		}
	}
}

// TestLoadErrors: an error of load_state_dict is no number; what its shapes mean
// is said.
func TestLoadErrors(t *testing.T) {
	r := report(t, "unet", "")
	for _, tt := range []struct {
		text string
		why  Why
		hint Hint
	}{
		{`Error(s) in loading state_dict for Net: Missing key(s) in state_dict: "a.0.weight". size mismatch for b.weight: copying a param with shape torch.Size([1280, 1024]) from checkpoint, the shape in current model is torch.Size([1280, 768]).`, WhyIn, 0},
		{"size mismatch for outc.conv.weight: copying a param with shape torch.Size([2, 64, 1, 1]) from checkpoint, the shape in current model is torch.Size([1, 64, 1, 1]).", WhyClasses, 0},
		{"size mismatch for inc.0.weight: copying a param with shape torch.Size([64, 1, 3, 3]) from checkpoint, the shape in current model is torch.Size([64, 3, 3, 3]).", WhyInputs, 0},
		{"size mismatch for up.weight: copying a param with shape torch.Size([128, 64, 2, 2]) from checkpoint, the shape in current model is torch.Size([64, 128, 2, 2]).", WhyTransposed, 0},
		{"size mismatch for c.weight: copying a param with shape torch.Size([128, 64, 3, 3]) from checkpoint, the shape in current model is torch.Size([64, 32, 3, 3]).", WhyWidth, 0},
		{"size mismatch for c.weight: copying a param with shape torch.Size([64, 64, 3, 3]) from checkpoint, the shape in current model is torch.Size([64, 64, 3, 3, 3]).", WhyAxes, 0},
		{"size mismatch for c.weight: copying a param with shape torch.Size([64, 64, 3, 3]) from checkpoint, the shape in current model is torch.Size([64, 64, 5, 5]).", WhyKernel, 0},
		{`Missing key(s) in state_dict: "a.weight", "b.weight". Unexpected key(s) in state_dict: "module.a.weight", "module.b.weight".`, 0, HintPrefix},
		{`Missing key(s) in state_dict: "a.num_batches_tracked", "b.num_batches_tracked".`, 0, HintCounters},
	} {
		got := Check(tt.text, r, nil)
		if got.Input != Errors || got.Theirs.Known || got.Agrees() || len(got.LoadErrors) != 1 {
			t.Errorf("%s%s", tt.text, say(got))
			continue
		}
		e := got.LoadErrors[0]
		if tt.why != 0 && (len(e.Sizes) != 1 || e.Sizes[0].Why != tt.why) || tt.hint != 0 && (len(e.Hints) != 1 || e.Hints[0] != tt.hint) {
			t.Errorf("%+v%s", e, say(got))
		}
	}
}

// TestPair: two listings are compared with each other.
func TestPair(t *testing.T) {
	r := report(t, "unet", "")
	text := "A:\na.weight 576\na.bias 64\nb.weight 36864\nB:\na.weight 576\na.bias 64\nb.weight 73728\n"
	got := Check(text, r, nil)
	if got.Pair == nil || got.Pair.NChange != 1 || got.Pair.NMissing+got.Pair.NExtra != 0 || got.Pair.Changed[0].Theirs.Name != "b.weight" || got.Pair.Changed[0].Ours.Count != 73_728 {
		t.Errorf("%+v%s", got.Pair, say(got))
	}
	a := corpus(t, "torchsummary-512x512-in3-out21-up")
	if got := Check(a+"\n"+corpus(t, "keras-2.7-512x512-in3-out21-up"), r, nil); got.Pair == nil || got.Pair.Verdict != Equal {
		t.Errorf("%+v", got.Pair)
	}
	if got := Check(a+"\n"+a, r, nil); got.Pair == nil || got.Pair.Verdict != Equal {
		t.Errorf("%+v", got.Pair)
	}
}

// TestOtherOrder: a network whose decoder is registered the other way round, with
// two heads more, differs in the heads alone.
func TestOtherOrder(t *testing.T) {
	r := report(t, "unet", "levels=4 base=16")
	lines := shapeList(r)
	for i := range lines { // names that say nothing, as in another implementation
		_, shape, _ := strings.Cut(lines[i], ": ")
		lines[i] = "m." + string(rune('a'+i%26)) + string(rune('a'+i/26)) + ".weight: " + shape
	}
	half := len(lines) / 2
	turned := append(append([]string{}, lines[half:]...), lines[:half]...)
	turned = append(turned, "head.weight: (7, 16, 1, 1)", "head.bias: (7)")
	got := Check(strings.Join(turned, "\n"), r, nil)
	if got.NExtra+got.NChange+got.NMissing != 2 || !got.Reordered {
		t.Errorf("%d extra, %d changed, %d missing%s", got.NExtra, got.NChange, got.NMissing, say(got))
	}
}

// TestMACs: thop's count is explained.
func TestMACs(t *testing.T) {
	c, err := config.Make(zoo.Lookup("milesial"), "n_channels=3 n_classes=2 size=420x240")
	if err != nil {
		t.Skip(err)
	}
	net, r, err := c.Build()
	if err != nil {
		t.Fatal(err)
	}
	trace, err := c.Trace(net)
	if err != nil {
		t.Fatal(err)
	}
	for text, rule := range map[string]MACsRule{
		"MACs: 73,863,966,720": OurMACs, "FLOPs: 147.73G": DoubledMACs, "macs: 83725824000": TransposedOut,
		"(83922432000.0, 31037698.0)": Thop, "83.922G 31.038M": Thop, "FLOPs: 12.3G": OtherMACs,
	} {
		if got := Check(text, r, trace); got.MACsBy != rule || !got.MACs.Known {
			t.Errorf("%s: rule %d, want %d; %d%s", text, got.MACsBy, rule, trace.Total, say(got))
		}
	}
}
