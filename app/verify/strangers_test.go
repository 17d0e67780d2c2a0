package verify

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/read"
	"unetparams/counter/zoo"
	"unetparams/counter/zoo/zootest"
)

// built returns a configuration with what it makes.
func built(t *testing.T, arch, settings string) (*config.Config, *counter.Report, *counter.Trace) {
	t.Helper()
	n := zootest.Build(t, arch, settings)
	return n.Config, n.Report, n.Trace
}

// axes are those of an output, channels last or first.
func axes(t *counter.Trace, step int, last bool) (shape []int64) {
	out := t.Out[step]
	shape = append(shape, out.Sizes()...)
	if last {
		return append(shape, out.C)
	}
	return append([]int64{out.C}, shape...)
}

// commaList writes numbers as both tools do.
func commaList(list []int64) string {
	return strings.Trim(strings.Join(strings.Fields(fmt.Sprint(list)), ", "), "[]")
}

// oldKeras prints a network as Keras 2.6 does, whose columns begin at 0, 32, 53 and
// 65 of 98 and cut what is longer. Up-sampling is by interpolation.
func oldKeras(r *counter.Report, t *counter.Trace, total string) string {
	rule := strings.Repeat("_", 98)
	text := "Model: \"model\"\n" + rule + "\n" + columns("Layer (type)", "Output Shape", "Param #", "Connected to") + "\n" + strings.Repeat("=", 98) + "\n"
	n := map[string]int{}
	for i, s := range r.Steps {
		class, count := "Activation", int64(0)
		switch s.Layer.(type) {
		case nil:
			class = "InputLayer"
		case layer.Conv:
			class = "Conv2D"
		case layer.BatchNorm:
			class = "BatchNormalization"
		case layer.Pool:
			class = "MaxPooling2D"
		case layer.Upsample:
			class = "UpSampling2D"
		case layer.Concat:
			class = "Concatenate"
		}
		if row := r.Row(s); row != nil {
			if count = row.Learnable; class == "BatchNormalization" {
				count *= 2
			}
		}
		n[class]++
		name := fmt.Sprintf("%s_%d (%s)", strings.ToLower(class), n[class], class)
		text += columns(name, "(None, "+commaList(axes(t, i, true))+")", fmt.Sprint(count), "x[0][0]") + "\n" + rule + "\n"
	}
	return text + "Total params: " + total + "\n"
}

// columns cuts and fills cells as Keras 2.6 does.
func columns(cells ...string) string {
	line := ""
	for i, end := range []int{32, 53, 65, 98} {
		if i > 0 {
			line = line[:len(line)-1] + " "
		}
		line += cells[i]
		line = line[:min(len(line), end)]
		line += strings.Repeat(" ", end-len(line))
	}
	return line
}

// torchSummary prints a network as torchsummary does. A block returns two tensors,
// so that its row has a list of shapes.
func torchSummary(r *counter.Report, t *counter.Trace) string {
	rule := strings.Repeat("-", 64)
	text := rule + "\n" + fmt.Sprintf("%20s  %25s %15s", "Layer (type)", "Output Shape", "Param #") + "\n" + strings.Repeat("=", 64) + "\n"
	k := 0
	add := func(kind, shape, count string) {
		k++
		text += fmt.Sprintf("%20s  %25s %15s\n", fmt.Sprintf("%s-%d", kind, k), shape, count)
	}
	for i, s := range r.Steps {
		row := r.Row(s)
		if row == nil {
			continue
		}
		shape := "[-1, " + commaList(axes(t, i, false)) + "]"
		add(s.Layer.Kind(), shape, fmt.Sprint(row.Learnable))
		if strings.HasSuffix(row.Path, "norm2") {
			add("Block", "["+shape+", "+shape+"]", "0")
		}
	}
	return text + strings.Repeat("=", 64) + "\nTotal params: " + fmt.Sprint(r.Learnable) + "\nTrainable params: " + fmt.Sprint(r.Learnable) + "\nNon-trainable params: 0\n" + rule + "\n"
}

// TestAskedListings: what strangers printed, and what is said of it.
func TestAskedListings(t *testing.T) {
	_, r, trace := built(t, "unet", "in=3 classes=3 base=64 levels=4")
	if got := Check(torchSummary(r, trace), r, trace); r.Learnable != 7_703_107 || got.Verdict != Equal || got.Theirs.N != r.Learnable {
		t.Errorf("two tensors: %d, verdict %d%s", r.Learnable, got.Verdict, say(got))
	}
	// Everything behind "# ", and a total with a decimal.
	_, r, trace = built(t, "unet", "in=3 classes=1 base=16 up=nearest upconv=2 size=256")
	text := "# " + strings.ReplaceAll(oldKeras(r, trace, "1,946,993.0"), "\n", "\n# ")
	if got := Check(text, r, trace); got.Verdict != Equal || got.Theirs.N != 1_944_049 || got.All.N != 1_946_993 || got.Rows < got.Seen {
		t.Errorf("commented: verdict %d, %+v%s", got.Verdict, got.Theirs, say(got))
	}
	// fastai's table is none of Keras's.
	text = "DynamicUnet (Input shape: 8 x 3 x 128 x 128)\n" + strings.Repeat("=", 76) + "\nLayer (type)         Output Shape         Param #    Trainable \n" + strings.Repeat("=", 76) +
		"\n                     8 x 64 x 64 x 64    \nConv2d                                    9408       False     \nBatchNorm2d                               128        True      \nReLU                                                           \n" + strings.Repeat("_", 76) +
		"\n\nTotal params: 41,221,668\nTotal trainable params: 19,954,020\nTotal non-trainable params: 21,267,648\n\nOptimizer used: <function Adam at 0x7f>\n"
	if got := Check(text, r, trace); got.Format != read.FastAI || got.Theirs.N != 41_221_668 || got.Verdict != Different || strings.Contains(say(got), "(8 elements") {
		t.Errorf("fastai's: %+v%s", got.Theirs, say(got))
	}
	// A rounded total, and a size in megabytes.
	text = "31.0 M    Trainable params\n0         Non-trainable params\n31.0 M    Total params\n124.151   Total estimated model params size (MB)"
	for settings, want := range map[string]Verdict{"in=3 classes=2 base=64 bias=off": Consistent, "base=64 norm=none": Different} {
		_, r, trace = built(t, "unet", settings)
		got := Check(text, r, trace)
		if got.Verdict != want || got.Theirs.Lo != 31_037_625 || got.Theirs.Hi < 31_037_874 || got.Theirs.Hi > 31_037_999 {
			t.Errorf("%s: verdict %d, %+v%s", settings, got.Verdict, got.Theirs, say(got))
		}
	}
	// ptflops' layers are those of print(model).
	doc := read.Text("UNet(\n  31.04 M, 100.000% Params, 54.76 GMac, 100.000% MACs, \n  (0): Conv2d(1.73 k, 0.006% Params, 113.25 MMac, 0.207% MACs, 3, 64, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1), bias=False)\n)")
	if len(doc.Listings) != 1 {
		t.Fatalf("ptflops': %+v", doc)
	}
	l := &doc.Listings[0]
	if total, ok := l.Figure(read.Total); !ok || !total.Has(31_037_698) || len(l.Rows) != 1 || l.Rows[0].Params.Value != 1_728 ||
		l.Rows[0].InChannels != 3 || l.Rows[0].Channels != 64 || l.Rows[0].Kind != "Conv2d" {
		t.Errorf("ptflops': %+v", l)
	}
}

// TestAskedHeads: a backbone whose decoder is registered from shallow to deep, with
// two heads on top, differs from the network that it is built on in these heads.
func TestAskedHeads(t *testing.T) {
	_, r, trace := built(t, "unet", "in=3 classes=2 base=64 bias=off upbias=off up=bilinear upconv=1 where=up")
	if r.Learnable != 28_949_568+130 {
		t.Fatal(r.Learnable)
	}
	type tensor struct{ module, name, shape string }
	var encoder, decoder []tensor
	for _, x := range r.Tensors {
		at := x.Name[:strings.IndexByte(x.Name, '.')]
		module := tensor{at, "backbone." + x.Name, shapeKey(dims(x.Tensor))}
		switch {
		case strings.HasPrefix(at, "enc") || at == "mid":
			encoder = append(encoder, module)
		case !strings.HasPrefix(at, "final") && !strings.HasPrefix(at, "head"):
			decoder = append(decoder, module)
		}
	}
	slices.SortStableFunc(decoder, func(a, b tensor) int { return int(a.module[len(a.module)-1]) - int(b.module[len(b.module)-1]) })
	var list []string
	for _, x := range append(encoder, decoder...) {
		list = append(list, x.name+" torch.Size(["+strings.ReplaceAll(x.shape, "x", ", ")+"])")
	}
	for i, c := range []string{"64", "128"} {
		head := []string{"decode_head.", "auxiliary_head."}[i]
		list = append(list, head+"conv_seg.weight torch.Size([2, 64, 1, 1])", head+"conv_seg.bias torch.Size([2])",
			head+"convs.0.conv.weight torch.Size([64, "+c+", 3, 3])", head+"convs.0.bn.weight torch.Size([64])", head+"convs.0.bn.bias torch.Size([64])",
			head+"convs.0.bn.running_mean torch.Size([64])", head+"convs.0.bn.running_var torch.Size([64])", head+"convs.0.bn.num_batches_tracked torch.Size([])")
	}
	got := Check(strings.Join(list, "\n"), r, trace)
	if got.Theirs.N != 29_060_676 || got.NMissing+got.NChange > 0 || got.NExtra != 14 {
		t.Errorf("%+v: %d missing, %d changed, %d extra%s", got.Theirs, got.NMissing, got.NChange, got.NExtra, say(got))
	}
	for _, d := range got.Extra {
		if !strings.Contains(d.Theirs.Name, "_head.") {
			t.Errorf("%+v", d.Theirs)
		}
	}
}

// TestAskedStages: multiply-accumulates stand beside the stages that people ask for.
func TestAskedStages(t *testing.T) {
	_, r, trace := built(t, "milesial", "n_channels=3 n_classes=2 size=512")
	macs := trace.ByStage(r)
	var encoder []int64
	for i, s := range r.Stages {
		if s.Role == counter.Encoder || s.Role == counter.Bottleneck {
			encoder = append(encoder, macs[i])
		}
	}
	if want := []int64{10_116_661_248, 14_495_514_624, 14_495_514_624, 14_495_514_624, 14_495_514_624}; !slices.Equal(encoder, want) {
		t.Errorf("%v", encoder)
	}
	_, r, trace = built(t, "milesial", "n_channels=3 n_classes=2 size=420x240")
	if trace.Total != 73_863_966_720 {
		t.Error(trace.Total)
	}
	if got := Check("a tool says 83.922432 GMACs", r, trace); got.MACsBy != Thop {
		t.Errorf("%+v%s", got.MACs, say(got))
	}
}

// TestAskedSizes: sizes at which the skip connections don't fit are refused, with the
// nearest that do.
func TestAskedSizes(t *testing.T) {
	for size, near := range map[string]string{"572": "576", "481x321": "480x320"} {
		c, err := config.Make(zoo.Lookup("unet"), "size="+size)
		if err != nil {
			t.Fatal(err)
		}
		net, _, err := c.Build()
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.Trace(net)
		v, ok := err.(*config.ValueError)
		if !ok || !slices.Contains(v.Nearest, near) {
			t.Errorf("%s: %v %+v", size, err, v)
		}
	}
}
