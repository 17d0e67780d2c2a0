package read

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "print testdata/corpus anew by the rules of layout_test.go")

// corpusNets are the networks of the corpus, by a part of the file name.
var corpusNets = map[string]recipe{
	"512x512-in3-out21-up": {[]int64{512, 512}, []int64{64, 128, 256, 512, 1024}, 3, 21, false, "nearest"},
	"256x192-in3-out1-bn":  {[]int64{256, 192}, []int64{64, 128, 256, 512, 1024}, 3, 1, true, "transposed"},
	"64x64x64-in4-out3-bn": {[]int64{64, 64, 64}, []int64{32, 64, 128}, 4, 3, true, "transposed"},
}

// corpusDir has texts as programs print them, and truth.txt, which lists for each its
// format, its total, and its number of rows or tensors.
const corpusDir = "testdata/corpus"

func writeCorpus(t *testing.T) {
	var truth []string
	write := func(name string, format Format, total int64, rows int, text string) {
		if err := os.WriteFile(filepath.Join(corpusDir, name+".txt"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		truth = append(truth, fmt.Sprintf("%s\t%v\t%d\t%d", name, format, total, rows))
	}
	for name, r := range corpusNets {
		p := unet(r)
		for _, lay := range layouts {
			total := p.total
			if lay.format != Keras && lay.format != Keras3 {
				total -= p.stats
			}
			text := lay.print(p)
			write(lay.name+"-"+name, lay.format, total, corpusRows(lay.name, p), text)
		}
		write("state-dict-"+name, StateDict, p.total-p.stats, len(p.tensors(true)), stateDict(p, spellings[len(name)%len(spellings)]))
	}
	if err := os.WriteFile(filepath.Join(corpusDir, "truth.txt"), []byte(strings.Join(truth, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}

// corpusRows returns how many rows and tensors a layout prints for a plan.
func corpusRows(layout string, p plan) int {
	names, _ := p.groups()
	blocks := 0
	for _, m := range names {
		if strings.HasPrefix(m, "enc") || strings.HasPrefix(m, "dec") {
			blocks++
		}
	}
	switch {
	case strings.HasPrefix(layout, "keras"):
		return len(p.layers)
	case layout == "torchinfo-depth1":
		return 1 + len(names)
	case strings.HasPrefix(layout, "torchinfo"):
		return 1 + blocks + len(p.modules())
	case layout == "modules", layout == "ptflops":
		return blocks + len(p.modules())
	case layout == "lightning":
		return len(names)
	case layout == "prettytable":
		return len(p.tensors(false))
	case layout == "fvcore":
		n := 1 + len(p.tensors(false))
		for _, m := range p.modules() {
			if m.params > 0 {
				n++
			}
		}
		return n
	}
	return len(p.modules())
}

// TestCorpus reads every text of the corpus completely, with its total.
func TestCorpus(t *testing.T) {
	if *update {
		writeCorpus(t)
	}
	truth, err := os.ReadFile(filepath.Join(corpusDir, "truth.txt"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(truth)), "\n")
	if len(lines) < 60 {
		t.Errorf("%d texts", len(lines))
	}
	for _, line := range lines {
		f := strings.Split(line, "\t")
		text, err := os.ReadFile(filepath.Join(corpusDir, f[0]+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		total, _ := strconv.ParseInt(f[2], 10, 64)
		doc := Text(string(text))
		if len(doc.Listings) != 1 || doc.NUnread > 0 {
			t.Errorf("%s: %d listings, %d lines unread", f[0], len(doc.Listings), doc.NUnread)
			continue
		}
		l := &doc.Listings[0]
		if rows := strconv.Itoa(len(l.Rows) + len(l.Tensors)); l.Format.String() != f[1] || rows != f[3] || l.NUnread > 0 {
			t.Errorf("%s: %v, %s rows, %d not; want %s, %s", f[0], l.Format, rows, l.NUnread, f[1], f[3])
		}
		if g, ok := l.Figure(Total); ok && !g.Has(total) {
			t.Errorf("%s: total %d … %d, want %d", f[0], g.Lo, g.Hi, total)
		}
		sum := learnableSum(l)
		if lo, hi, ok := l.Sum(); l.Format != StateDict && (!ok || total < lo || total > hi) || l.Format == StateDict && sum != total {
			t.Errorf("%s: sum %d … %d (%d), want %d", f[0], lo, hi, sum, total)
		}
	}
}

func learnableSum(l *Listing) (sum int64) {
	for _, t := range l.Tensors {
		if !t.Buffer {
			sum += t.Count
		}
	}
	return sum
}

// FuzzText: reading any text terminates, stays within its limits, and gives a
// consistent result.
func FuzzText(f *testing.F) {
	p := unet(recipe{[]int64{128, 128}, []int64{64, 128}, 3, 2, true, "transposed"})
	for _, lay := range layouts {
		f.Add(lay.print(p))
	}
	f.Add("size mismatch for c.weight: copying a param with shape torch.Size([2, 64, 1, 1]) from checkpoint, the shape in current model is torch.Size([1, 64, 1, 1]).")
	f.Add("odict_keys(['a.weight', 'a.bias', 'b.weight'])")
	f.Add("(0-2): 3 x Block(\n(a): LayerNorm((4, 4, 4), eps=1)\n")
	f.Add("31.0 M Trainable params\n124.151 Total estimated model params size (MB)")
	f.Fuzz(func(t *testing.T, s string) {
		doc := Text(s)
		if len(doc.Unread) > maxUnread || doc.NUnread < len(doc.Unread) {
			t.Errorf("%d unread, %d listed", doc.NUnread, len(doc.Unread))
		}
		rows := 0
		for i := range doc.Listings {
			l := &doc.Listings[i]
			rows += len(l.Rows) + len(l.Tensors)
			if l.NUnread < len(l.Unread) || l.Seen() < len(l.Rows) {
				t.Errorf("%d unread, %d listed", l.NUnread, len(l.Unread))
			}
			for k := range l.Rows {
				if n := l.Rows[k].Params; n.Lo > n.Hi || n.Lo < 0 {
					t.Errorf("a row of %d … %d parameters", n.Lo, n.Hi)
				}
			}
			if lo, hi, ok := l.Sum(); ok && (lo > hi || lo < 0) {
				t.Errorf("sum %d … %d", lo, hi)
			}
		}
		if rows > 2*MaxRows {
			t.Errorf("%d rows", rows)
		}
	})
}

// TestLoadErrors reads errors of load_state_dict, however they are wrapped.
func TestLoadErrors(t *testing.T) {
	text := "RuntimeError: Error(s) in loading state_dict for UNet:\n\tMissing key(s) in state_dict: \"up1.up.weight\", \"up1.up.bias\". \n\tUnexpected key(s) in state_dict: \"up1.conv.weight\".\n" +
		"\tsize mismatch for outc.conv.weight: copying a param with shape torch.Size([2, 64, 1, 1]) from checkpoint, the shape in current model is torch.Size([1, 64, 1, 1]).\n" +
		"\tsize mismatch for outc.conv.bias: copying a param with shape torch.Size([2]) from checkpoint, the shape in current model is torch.Size([1])."
	for _, s := range []string{text, strings.ReplaceAll(text, "\n\t", " "), strings.ReplaceAll(text, ", ", ",\n"), prefixed(text, "# "), strings.ReplaceAll(text, `"`, "&quot;")} {
		doc := Text(s)
		if len(doc.Errors) != 1 || len(doc.Numbers)+len(doc.Figures)+len(doc.Listings) > 0 {
			t.Errorf("%d errors, %d figures\n%s", len(doc.Errors), len(doc.Figures), s)
			continue
		}
		e := doc.Errors[0]
		if e.Model != "UNet" || len(e.Missing) != 2 || len(e.Unexpected) != 1 || len(e.Sizes) != 2 || fmt.Sprint(e.Sizes[0]) != "{outc.conv.weight [2 64 1 1] [1 64 1 1] false}" {
			t.Errorf("%+v\n%s", e, s)
		}
	}
	old := "While copying the parameter named fc.weight, whose dimensions in the model are torch.Size([2, 512]) and whose dimensions in the checkpoint are torch.Size([1000, 512])."
	if doc := Text(old); len(doc.Errors) != 1 || fmt.Sprint(doc.Errors[0].Sizes) != "[{fc.weight [1000 512] [2 512] false}]" {
		t.Errorf("%+v", doc.Errors)
	}
	if doc := Text("_IncompatibleKeys(missing_keys=['a.b', 'c.d'], unexpected_keys=[])"); len(doc.Errors) != 1 || len(doc.Errors[0].Missing) != 2 || !doc.Errors[0].Allowed {
		t.Errorf("%+v", doc.Errors)
	}
}

// TestFigures: a number is a total only if its line says so.
func TestFigures(t *testing.T) {
	for _, tt := range []struct {
		text   string
		what   What
		lo, hi int64
	}{
		{"Total params: 31,031,685", Total, 31_031_685, 31_031_685},
		{"Total params: 1,946,993.0", Total, 1_946_993, 1_946_993},
		{"# Total params: 31,031,685", Total, 31_031_685, 31_031_685},
		{"The model has 7,765,442 trainable parameters", Trainable, 7_765_442, 7_765_442},
		{"Params: 31.04 M", Total, 31_035_000, 31_049_999},
		{"Params(M): 31.04", Total, 31_035_000, 31_049_999},
		{"[INFO] Number of parameters: 31037698", Total, 31_037_698, 31_037_698},
		{"2024-05-01 12:00:00,123 - mmseg - INFO - params: 13.40M", Total, 13_395_000, 13_409_999},
		{"参数量：776万", Total, 7_755_000, 7_769_999},
		{"Flops: 12.04 GFLOPs", FLOPs, 12_035_000_000, 12_049_999_999},
		{"Computational complexity: 54.65 GMac", MACs, 54_645_000_000, 54_659_999_999},
		{"a tool says 83.922432 GMACs", MACs, 83_922_431_500, 83_922_432_999},
		{"it needs 54.6GFLOPs at 256 pixels", FLOPs, 54_550_000_000, 54_699_999_999},
		{"epoch 31031685 loss 0.5", 0, 0, 0},
		{"Adam: Parameter Group 0 lr: 0.001", 0, 0, 0},
		{"batch size 16, seed 42", 0, 0, 0},
	} {
		doc := Text(tt.text + "\nsomething else")
		if tt.what == 0 {
			if len(doc.Figures) > 0 {
				t.Errorf("%q: %+v", tt.text, doc.Figures)
			}
			continue
		}
		if f, ok := doc.Figure(tt.what); !ok || f.Lo != tt.lo || f.Hi != tt.hi {
			t.Errorf("%q: %+v", tt.text, doc.Figures)
		}
	}
	doc := Text("31.0 M    Trainable params\n0         Non-trainable params\n31.0 M    Total params\n124.151   Total estimated model params size (MB)")
	if f, ok := doc.Figure(Total); !ok || f.Lo != 31_037_625 || f.Hi > 31_037_999 {
		t.Errorf("Lightning's: %+v", doc.Figures)
	}
	if doc := Text("(83922432000.0, 31037698.0)"); len(doc.Figures) != 2 || doc.Figures[1].Value != 31_037_698 {
		t.Errorf("thop's: %+v", doc.Figures)
	}
	if doc := Text("83.922G 31.038M"); len(doc.Figures) != 2 || !doc.Figures[1].Has(31_037_698) {
		t.Errorf("thop's: %+v", doc.Figures)
	}
}

// TestSmall reads short texts of many tools.
func TestSmall(t *testing.T) {
	for _, tt := range []struct {
		text   string
		format Format
		rows   int   // and tensors
		total  int64 // of the figure, or the sum
	}{
		{"odict_keys(['inc.0.weight', 'inc.1.weight', 'inc.1.bias'])", Keys, 3, 0},
		{"inc.0.weight\ninc.1.weight\ninc.1.bias", Keys, 3, 0},
		{"| module | #parameters or shape | #flops |\n|:---|:---|:---|\n| model | 31.038M | 54.65G |\n|  inc |  38.8K | 2.5G |", Fvcore, 2, 31_037_698},
		{"UNet(\n  #params: 38.8K, #flops: 2.5G\n  (inc): Sequential(\n    #params: 38.8K, #flops: 2.5G\n    (0): Conv2d(\n      3, 64, kernel_size=(3, 3), stride=(1, 1), bias=False\n      #params: 1.73K, #flops: 0.11G\n    )\n  )\n)", FlopCountStr, 2, 38_820},
		{"<tf.Variable 'conv2d/kernel:0' shape=(3, 3, 1, 64) dtype=float32>\n<tf.Variable 'conv2d/bias:0' shape=(64,) dtype=float32>", StateDict, 2, 640},
		{"<KerasVariable shape=(3, 3, 1, 64), dtype=float32, path=m/conv2d/kernel>\n<KerasVariable shape=(64,), dtype=float32, path=m/conv2d/bias>", StateDict, 2, 640},
		{"[('conv1.weight', torch.Size([64, 1, 3, 3])), ('conv1.bias', torch.Size([64]))]", StateDict, 2, 640},
		{"{'conv1.weight': (64, 1, 3, 3), 'conv1.bias': (64,), 'bn.weight': (64,)}", StateDict, 3, 704},
		{"backbone.conv1.weight - torch.Size([64, 3, 7, 7]): \nPretrainedInit: load from torchvision://resnet50\n\nbackbone.bn1.weight - torch.Size([64]): \nPretrainedInit: load from torchvision://resnet50", StateDict, 2, 9_472},
		{"┏━━┳━━━┓\n┃   ┃ Name ┃ Type ┃ Params ┃\n┡━━╇━━━┩\n│ 0 │ net  │ UNet │ 31.0 M │\n└───┘\nTrainable params: 31.0 M\nNon-trainable params: 0\nTotal params: 31.0 M\nTotal estimated model params size (MB): 124", Lightning, 1, 31_037_698},
		{"Flops: 1.595T\nParams: 31.038M", 0, 0, 31_037_698},
		{"macs=54652354560.0, params=31037698.0\n(54652354560.0, 31037698.0)", 0, 0, 31_037_698},
		{"---------\nconv1/weights:0 (float32_ref 3x3x1x64) [576, bytes: 2304]\nconv1/biases:0 (float32_ref 64) [64, bytes: 256]\nTotal size of variables: 640\nTotal bytes of variables: 2560", StateDict, 2, 640},
		{"Number of trainable parameters: 31037698\nTotal number of parameters: 31037698", 0, 0, 31_037_698},
		{"{'Total': 31037698, 'Trainable': 31037698}", 0, 0, 31_037_698},
		{">>> sum(p.numel() for p in model.parameters())\n31037698", 0, 0, 31_037_698},
		{"In [3]: sum(p.numel() for p in net.parameters())\nOut[3]: 31037698", 0, 0, 31_037_698},
		{"2024-05-01 12:00:00.123456: Number of parameters: 31195594", 0, 0, 31_195_594},
		{"Model Size: 31.04M parameters", 0, 0, 31_037_698},
	} {
		doc := Text(tt.text)
		if doc.NUnread > 0 || len(doc.Listings) > 1 || (len(doc.Listings) == 1) != (tt.format != 0) {
			t.Errorf("%q: %d listings, unread %v", tt.text, len(doc.Listings), doc.Unread)
			continue
		}
		f, ok := doc.Figure(Total)
		if tt.format != 0 {
			l := &doc.Listings[0]
			if l.Format != tt.format || l.Seen() != tt.rows || l.NUnread > 0 {
				t.Errorf("%q: %v, %d rows, %d unread", tt.text, l.Format, l.Seen(), l.NUnread)
			}
			if f, ok = l.Figure(Total); !ok {
				f.Lo, f.Hi, ok = l.Sum()
			}
		}
		if tt.total > 0 && (!ok || !f.Has(tt.total)) {
			t.Errorf("%q: total %d … %d", tt.text, f.Lo, f.Hi)
		}
	}
	if doc := Text("Input shape: (1024, 2048)\nParams: 31.038M"); len(doc.Listings) > 0 || len(doc.Figures) != 1 {
		t.Errorf("an input's shape was read as a tensor's: %+v", doc)
	}
	for _, text := range []string{"total: 12\ntrainable: 3", "step 5 total: 31037698 images seen", "31037698\nsomething"} {
		if doc := Text(text); len(doc.Figures) > 0 {
			t.Errorf("%q: %+v", text, doc.Figures)
		}
	}
}
