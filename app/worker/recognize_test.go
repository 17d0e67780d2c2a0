package worker

import (
	"maps"
	"strconv"
	"strings"
	"testing"

	"unetparams/app/link"
	"unetparams/counter/config"
	"unetparams/counter/modelfile"
	"unetparams/counter/zoo"
)

// asked returns the whole answer to a question.
func asked(q Message) Message {
	var w Worker
	a := Message{}
	w.Answer(q, func() bool { return true }, func(part Message) {
		for k, v := range part {
			a[k] = v
		}
	})
	return a
}

// summary returns what the reader of model files says of a configuration's tensors.
func summary(t *testing.T, name, arch, settings, prefix string) *modelfile.Summary {
	t.Helper()
	c, err := config.Make(zoo.Lookup(arch), settings)
	if err != nil {
		t.Fatal(err)
	}
	_, r, err := c.Build()
	if err != nil {
		t.Fatal(err)
	}
	s := &modelfile.Summary{Name: name, Format: "safetensors", Parameters: r.Learnable, Buffers: r.Buffers, Names: len(r.Tensors), Distinct: len(r.Tensors), Ordered: true}
	for i := range r.Tensors {
		x := modelfile.Tensor{Name: prefix + r.Tensors[i].Name, DType: "float32"}
		for _, d := range r.Tensors[i].Tensor.Dims {
			x.Shape = append(x.Shape, d.N)
		}
		s.Tensors = append(s.Tensors, x)
	}
	return s
}

// TestBrought: each kind of thing is answered with what follows from it.
func TestBrought(t *testing.T) {
	for _, tt := range []struct {
		q          Message
		kind, link string // the beginning of the link
		html       []string
	}{
		{Message{"text0": "milesial"}, "name", "v=1&arch=milesial", nil},
		{Message{"text0": "31,030,658"}, "number", "", []string{"has exactly 31,030,658 parameters", "data-use", `data-reveal="explain"`}},
		{Message{"text0": "0"}, "number", "", []string{"Enter a number above 0"}},
		{Message{"text0": "2015"}, "number", "", []string{`data-as="name"`, `data-as="listing"`}},
		{Message{"text0": "2015", "as": "name"}, "name", "v=1&arch=", []string{`data-as="number"`, "data-use"}},
		{Message{"text0": "https://example.org/#v=1&arch=unet&base=64"}, "link", "v=1&arch=unet&base=64", nil},
		{Message{"text0": "Total params: 7,765,442\nTrainable params: 7,765,442\n"}, "listing", "", []string{`data-reveal="verify"`}},
		{Message{"text0": "model:\n  name: UNet3D\n  in_channels: 1\n  out_channels: 1\n  f_maps: 32\n"}, "configuration", "v=1&arch=pt3dunet", []string{"4,081,267"}},
		{Message{"text0": "The quick brown fox.", "lang": "zh"}, "", "", []string{"无法识别", `data-as="configuration"`}},
		{Message{"text0": "<script>alert(1)</script>"}, "", "", nil},
		{Message{"text0": `{"_class_name": "UNet2DModel", "in_channels": "\u202e3\u0000"}`}, "configuration", "", []string{`\u202e3\u0000`}},
	} {
		tt.q["topic"] = "open"
		a := asked(tt.q)
		if a["kind"] != tt.kind || !strings.HasPrefix(a["link"], tt.link) || tt.link == "" && a["link"] != "" {
			t.Errorf("%v: %q, %q", tt.q, a["kind"], a["link"])
		}
		for _, want := range tt.html {
			if !strings.Contains(a["html"], want) {
				t.Errorf("%v: %q is not in %s", tt.q, want, a["html"])
			}
		}
		if strings.Contains(a["html"], "<script") {
			t.Errorf("%v: %s", tt.q, a["html"])
		}
	}
}

// TestBroughtTogether: plans.json and dataset.json are one thing, and so are two
// printouts.
func TestBroughtTogether(t *testing.T) {
	plans := `{"configurations": {"2d": {"UNet_class_name": "PlainConvUNet", "UNet_base_num_features": 32, "unet_max_num_features": 512,
		"n_conv_per_stage_encoder": [2, 2], "n_conv_per_stage_decoder": [2], "conv_kernel_sizes": [[3, 3], [3, 3]],
		"pool_op_kernel_sizes": [[1, 1], [2, 2]], "num_pool_per_axis": [1, 1], "patch_size": [64, 64]}}}`
	dataset := `{"channel_names": {"0": "CT"}, "labels": {"background": 0, "liver": 1}}`
	a := asked(Message{"topic": "open", "name0": "plans.json", "text0": plans, "name1": "dataset.json", "text1": dataset})
	if a["kind"] != "configuration" || !strings.HasPrefix(a["link"], "v=1&arch=nnunet-plain") {
		t.Errorf("%q, %q: %s", a["kind"], a["link"], a["html"])
	}
	a = asked(Message{"topic": "open", "text0": "a.weight (8, 3, 3, 3)\na.bias (8,)", "text1": "a.weight (8, 3, 3, 3)\na.bias (9,)"})
	if a["kind"] != "listing" {
		t.Errorf("%q: %s", a["kind"], a["html"])
	}
}

// TestModel: a known network is shown, an unknown one is drawn, and two are compared.
func TestModel(t *testing.T) {
	known := summary(t, "a.pth", "milesial", "n_classes=5", "module.")
	a := asked(Message{"topic": "open", "model": known.Encode()})
	if got, _ := link.Parse(a["link"]); a["link"] == "" || got.Config.Knob("n_classes").Get() != "5" {
		t.Errorf("%q: %s", a["link"], a["html"])
	}
	unknown := summary(t, "b.pth", "milesial", "n_classes=5", "")
	for i := range unknown.Tensors {
		x := &unknown.Tensors[i]
		x.Name = strings.NewReplacer("double_conv", "zz", "maxpool_conv", "qq", "weight", "kernel").Replace(x.Name)
		if len(x.Shape) == 4 {
			x.Name = strings.TrimSuffix(x.Name, "kernel") + "weight"
		}
	}
	a = asked(Message{"topic": "open", "model": unknown.Encode()})
	if !strings.HasPrefix(a["link"], "v=1&arch=unet&") || !strings.Contains(a["html"], "Shape for shape") {
		t.Errorf("%q: %.2000s", a["link"], a["html"])
	}
	unknown.Tensors = append(unknown.Tensors, modelfile.Tensor{Name: "inc.extra.weight", Shape: []int64{7, 5, 11, 11}})
	a = asked(Message{"topic": "open", "model": unknown.Encode()})
	if a["link"] != "" || !strings.Contains(a["html"], `id="inferred"`) || strings.Count(a["html"], "<svg") != 2 || !strings.Contains(a["html"], "Inferred from names") {
		t.Errorf("%q: %.2000s", a["link"], a["html"])
	}
	fineTuned := summary(t, "e.pth", "milesial", "", "model.")
	for i := range fineTuned.Tensors {
		switch x := &fineTuned.Tensors[i]; x.Name {
		case "model.up2.conv.double_conv.0.weight":
			x.Shape = []int64{256, 512, 5, 5}
		case "model.down3.maxpool_conv.1.double_conv.4.bias":
			x.Name = "model.down3.maxpool_conv.1.double_conv.9.bias"
		}
	}
	fineTuned.Tensors = append(fineTuned.Tensors, modelfile.Tensor{Name: "model.outc.more.weight", Shape: []int64{2, 2}}, modelfile.Tensor{Name: "model.<b>.weight", Shape: []int64{7}})
	a = asked(Message{"topic": "open", "model": fineTuned.Encode()})
	for _, want := range []string{
		">≠1<", ">−1 +1<", ">+1<", "256×512×3×3 → 256×512×5×5 – Decoder 3", "down3.maxpool_conv.1.double_conv.4.bias</code> 512 – Encoder 4",
		"outc.more.weight</code> 2×2 – Output", "&lt;b&gt;.weight</code> 7<",
	} {
		if !strings.Contains(a["html"], want) {
			t.Errorf("%q is not in %.6000s", want, a["html"])
		}
	}
	renamed := summary(t, "d.pth", "dlinknet34", "", "")
	for i := range renamed.Tensors {
		x := &renamed.Tensors[i]
		x.Name = strings.NewReplacer("encoder", "down", "decoder", "up", "conv", "kk", "norm", "nn", "downsample", "zz", "layer", "yy").Replace(x.Name)
	}
	if a := asked(Message{"topic": "open", "model": renamed.Encode()}); !strings.Contains(a["html"], `id="inferred"`) {
		t.Errorf("%q: %.2000s", a["link"], a["html"])
	}
	other := summary(t, "c.pth", "milesial", "n_classes=2", "")
	a = asked(Message{"topic": "open", "model": known.Encode() + other.Encode()})
	n := strconv.Itoa(len(known.Tensors) - 2)
	for _, want := range []string{"Equal: " + n + " tensors. Another shape: 2.", "outc.conv.weight", "module.", "5×64×1×1 → 2×64×1×1"} {
		if !strings.Contains(a["html"], want) {
			t.Errorf("%q is not in %s", want, a["html"])
		}
	}
	printout := ""
	for _, x := range other.Tensors {
		shape := make([]string, len(x.Shape))
		for i, d := range x.Shape {
			shape[i] = strconv.FormatInt(d, 10)
		}
		printout += x.Name + " torch.Size([" + strings.Join(shape, ", ") + "])\n"
	}
	a = asked(Message{"topic": "open", "model": other.Encode(), "text0": printout})
	if !strings.Contains(a["html"], "Both have the same") {
		t.Error(a["html"])
	}
	faulty := summary(t, "f.safetensors", "milesial", "", "")
	faulty.Faults, faulty.Broken = 1, []modelfile.Text{{EN: "tensor <x>: the shape is impossible"}}
	if a := asked(Message{"topic": "open", "model": faulty.Encode()}); !strings.Contains(a["html"], "<li>Tensor &lt;x&gt;: the shape is impossible.</li>") {
		t.Error(a["html"])
	}
	bad := &modelfile.Summary{Error: modelfile.Text{EN: "the file is <b>cut</b> off", ZH: "文件不完整"}}
	a = asked(Message{"topic": "open", "lang": "zh", "model": bad.Encode()})
	if !strings.Contains(a["html"], "文件不完整") {
		t.Error(a["html"])
	}
}

// TestConfig: what a library would read is offered, and is written.
func TestConfig(t *testing.T) {
	q := Message{"topic": "config", "link": "v=1&arch=monai-unet"}
	if a := asked(q); a["name"] == "" || a["call"] != "true" {
		t.Errorf("%v", a)
	}
	for what, want := range map[string]string{"config": "_target_", "call": "monai.networks.nets.UNet("} {
		if a := asked(Message{"topic": "export", "link": "v=1&arch=monai-unet", "what": what}); !strings.Contains(a["text"], want) {
			t.Errorf("%s: %s", what, a["text"])
		}
	}
	if a := asked(Message{"topic": "config", "link": "v=1&arch=milesial"}); len(a) > 0 {
		t.Errorf("%v", a)
	}
}

// TestModelOfModules checks what is said of a file that holds a network beside other
// modules, and that names are shown as they are safe to show.
func TestModelOfModules(t *testing.T) {
	s := summary(t, "sd.ckpt", "milesial", "", "model.unet.")
	for range 20 {
		s.Tensors = append(s.Tensors, modelfile.Tensor{Name: "text\u202e<b>." + strconv.Itoa(len(s.Tensors)) + ".weight", Shape: []int64{100, 10}})
	}
	a := asked(Message{"topic": "open", "model": s.Encode()})
	if a["link"] != "v=1&arch=milesial" {
		t.Errorf("the link is %q", a["link"])
	}
	for _, want := range []string{"The module model.unet has exactly the tensors of", "Other modules in the file", `text\u202e&lt;b&gt;</td><td>20 tensors</td><td class="n">20,000<`} {
		if !strings.Contains(a["html"], want) {
			t.Errorf("%q is not in %s", want, a["html"])
		}
	}
}

// TestSeveral checks that things which don't belong together are listed, opened one by
// one, and compared.
func TestSeveral(t *testing.T) {
	plans := `{"configurations": {"2d": {"UNet_class_name": "PlainConvUNet", "UNet_base_num_features": 32, "unet_max_num_features": 512,
		"n_conv_per_stage_encoder": [2, 2], "n_conv_per_stage_decoder": [2], "conv_kernel_sizes": [[3, 3], [3, 3]],
		"pool_op_kernel_sizes": [[1, 1], [2, 2]], "num_pool_per_axis": [1, 1], "patch_size": [64, 64]}}}`
	const unet3d = "model:\n  name: UNet3D\n  in_channels: 1\n  out_channels: 1\n  f_maps: 32\n"
	broken := &modelfile.Summary{Name: "c.pth", Error: modelfile.Text{EN: "it is <b>cut</b> off"}}
	q := Message{
		"topic": "open", "more": "7",
		"name0": "plans.json", "text0": plans,
		"name1": "dataset.json", "text1": `{"channel_names": {"0": "CT"}, "labels": {"background": 0, "liver": 1}}`,
		"name2": "unet3d.yaml", "text2": unet3d,
		"name3": "<i>notes</i>.txt", "text3": "The quick brown fox.",
		"model": summary(t, "a.pth", "milesial", "n_classes=5 bilinear=on", "").Encode() + summary(t, "b.pth", "milesial", "", "module.").Encode() + broken.Encode(),
	}
	expect := func(what string, q Message, link string, want ...string) {
		t.Helper()
		a := asked(q)
		if !strings.HasPrefix(a["link"], link) || link == "" && a["link"] != "" {
			t.Errorf("%s: the link is %q", what, a["link"])
		}
		for _, w := range want {
			if !strings.Contains(a["html"], w) {
				t.Errorf("%s: %q is not in %s", what, w, a["html"])
			}
		}
	}
	with := func(key, value string) Message {
		q := maps.Clone(q)
		q[key] = value
		return q
	}
	expect("the list", q, "", "6 files that", "7 more files", "plans.json", "4,081,267", "17,263,237</td>", "&lt;b&gt;cut&lt;/b&gt; off",
		"Not recognized: 1", "&lt;i&gt;notes&lt;/i&gt;.txt", `data-pick="1"`, "U-Net (milesial) – safetensors", `data-side="1"`)
	expect("the plans", with("pick", "0"), "v=1&arch=nnunet-plain", `data-pick=""`, "All 6 files", "exact")
	expect("the YAML", with("pick", "1"), "v=1&arch=pt3dunet", "4,081,267")
	expect("a model", with("pick", "3"), "v=1&arch=milesial&n_classes=5", "exactly the tensors")
	expect("a broken one", with("pick", "5"), "", "&lt;b&gt;cut&lt;/b&gt; off")
	expect("nothing", with("pick", "99"), "", "6 files that")
	expect("two models", with("pair", "3,4"), "", "From a.pth to b.pth", "outc.conv.weight", "5×64×1×1 → 2×64×1×1")
	expect("a model and a configuration", with("pair", "4,1"), "", "From b.pth to unet3d.yaml", "Only in the first: 118")
	expect("no pair", with("pair", "4,5"), "", "6 files that")

	expect("one of two is recognized", Message{"topic": "open", "name0": "x.txt", "text0": "Nothing.", "name1": "unet3d.yaml", "text1": unet3d},
		"v=1&arch=pt3dunet", "2 files that", "Not recognized: 1")
	expect("a model and its configuration", Message{"topic": "open", "name0": "unet3d.yaml", "text0": unet3d, "model": summary(t, "n.pt", "pt3dunet-unet3d", "f_maps=32 out_channels=2", "").Encode()},
		"", "From unet3d.yaml to n.pt", "Another shape: 2.")
}
