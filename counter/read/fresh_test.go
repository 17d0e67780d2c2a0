package read

import (
	"fmt"
	"strings"
	"testing"
)

// TestForums reads errors, warnings and lists in the wordings of programs that occur
// in forums, each rewritten.
func TestForums(t *testing.T) {
	size := "size mismatch for outc.conv.weight: copying a param with shape torch.Size([2, 64, 1, 1]) from checkpoint, the shape in current model is torch.Size([1, 64, 1, 1])."
	for _, tt := range []struct {
		what, text                 string
		missing, unexpected, sizes int
	}{
		{"a traceback", "Traceback (most recent call last):\n  File \"predict.py\", line 112, in <module>\n    net.load_state_dict(torch.load(args.model))\n  File \"/x/module.py\", line 839, in load_state_dict\n    self.__class__.__name__, \"\\n\\t\".join(error_msgs)))\nRuntimeError: Error(s) in loading state_dict for UNet:\n        Unexpected key(s) in state_dict: \"up1.up.weight\", \"up1.up.bias\". \n        " + size, 0, 2, 1},
		{"escaped line ends", `RuntimeError: Error(s) in loading state_dict for Net:\n\tsize mismatch for l.weight: copying a param with shape torch.Size([5, 10]) from checkpoint, the shape in current model is torch.Size([6, 10]).\n\tsize mismatch for l.bias: copying a param with shape torch.Size([5]) from checkpoint, the shape in current model is torch.Size([6]).`, 0, 0, 2},
		{"a capital", "Error(s) in loading state_dict for Net:\n\tSize mismatch for l.weight: copying a param with shape torch.Size([5, 10]) from checkpoint, the shape in current model is torch.Size([6, 10]).", 0, 0, 1},
		{"glued together", "RuntimeError: Error(s) in loading state_dict for ResNet:" + size + size, 0, 0, 2},
		{"words left out", `RuntimeError: Error(s) in loading state_dict: Missing key(s): "layer4.weight". Unexpected key(s): "module.layer4.weight"`, 1, 1, 0},
		{"an ellipsis", `Missing key(s) in state_dict: "layer1.weight", "layer1.bias"... Unexpected key(s) in state_dict: "fc.weight", "fc.bias"...`, 2, 2, 0},
		{"mmcv in bold", "**unexpected key in source state_dict:** backbone.encoder.0.0.convs.0.conv.weight, backbone.encoder.0.0.convs.0.bn.weight\n\n**missing keys in source state_dict:** encoder.0.weight, encoder.0.bias", 2, 2, 0},
		{"mmengine", "The model and loaded state dict do not match exactly\n\nsize mismatch for decode_head.conv_seg.weight: copying a param with shape torch.Size([2, 64, 1, 1]) from checkpoint, the shape in current model is torch.Size([19, 64, 1, 1]).\nunexpected key in source state_dict: head.fc.weight, head.fc.bias\n\nmissing keys in source state_dict: decode_head.x.weight\n", 1, 2, 1},
		{"PyTorch 0.3", `KeyError: 'unexpected key "module.conv1.weight" in state_dict'`, 0, 1, 0},
		{"PyTorch 0.3's set", `KeyError: "missing keys in state_dict: \"{'conv1.weight', 'conv1.bias'}\""`, 2, 0, 0},
		{"one key a line", "Unexpected key f.17.weight in state_dict with size torch.Size([512, 256, 3, 3])\nUnexpected key f.17.bias in state_dict with size torch.Size([512])", 0, 2, 0},
		{"diffusers", "ValueError: Cannot load <class 'UNet2DConditionModel'> from x because the following keys are missing: \n conv_in.weight, conv_in.bias. \n Please make sure to pass `low_cpu_mem_usage=False`", 2, 0, 0},
		{"diffusers' shapes", "ValueError: Cannot load x because conv_in.weight expected shape torch.Size([320, 4, 3, 3]), but got torch.Size([320, 9, 3, 3]). If you want to instead overwrite", 0, 0, 1},
		{"accelerate's shapes", "ValueError: Trying to set a tensor of shape torch.Size([320, 9, 3, 3]) in \"weight\" (which has shape torch.Size([320, 4, 3, 3])), this looks incorrect.", 0, 0, 1},
		{"transformers' shapes", "Some weights of Seg were not initialized from the model checkpoint at x and are newly initialized because the shapes did not match:\n- decode_head.classifier.weight: found shape torch.Size([150, 256, 1, 1]) in the checkpoint and torch.Size([19, 256, 1, 1]) in the model instantiated\n- decode_head.classifier.bias: found shape torch.Size([150]) in the checkpoint and torch.Size([19]) in the model instantiated\nYou should probably TRAIN this model", 0, 0, 2},
		{"transformers' names", "Some weights of the model checkpoint at x were not used when initializing Seg: ['head.weight', 'head.bias']\n- This IS expected", 0, 2, 0},
		{"transformers' new", "Some weights of Seg were not initialized from the model checkpoint at x and are newly initialized: ['classifier.weight', 'classifier.bias']", 2, 0, 0},
		{"detectron2", "Skip loading parameter 'sem_seg.predictor.weight' to the model due to incompatible shapes: (54, 128, 1, 1) in the checkpoint but (3, 128, 1, 1) in the model! You might want to double check if this is expected.", 0, 0, 1},
		{"strict=False", "<All keys matched successfully>", 0, 0, 0},
		{"Lightning", "RuntimeError: Error(s) in loading state_dict for LitUNet:\n\tMissing key(s) in state_dict: \"net.a.weight\". \n\tUnexpected key(s) in state_dict: \"a.weight\". ", 1, 1, 0},
		{"Keras", "ValueError: Layer #12 (named \"conv2d_23\"), weight <tf.Variable 'conv2d_23/kernel:0' shape=(1, 1, 64, 2) dtype=float32> has shape (1, 1, 64, 2), but the saved weight has shape (1, 1, 64, 1).", 0, 0, 1},
		{"Keras 3", "ValueError: A total of 1 objects could not be loaded. Example error message for object <Conv2D name=conv2d_22, built=True>:\n\nThe shape of the target variable and the shape of the target value in `variable.assign(value)` must match. variable.shape=(1, 1, 64, 2), Received: value.shape=(1, 1, 64, 1). Target variable: <KerasVariable shape=(1, 1, 64, 2)>", 0, 0, 1},
	} {
		doc := Text(tt.text)
		if len(doc.Numbers)+len(doc.Figures)+len(doc.Listings) > 0 || doc.Problem != 0 {
			t.Errorf("%s: %d listings, %d figures, %d numbers", tt.what, len(doc.Listings), len(doc.Figures), len(doc.Numbers))
		}
		var e LoadError
		for _, part := range doc.Errors {
			e.Missing, e.Unexpected, e.Sizes = append(e.Missing, part.Missing...), append(e.Unexpected, part.Unexpected...), append(e.Sizes, part.Sizes...)
		}
		if len(e.Missing) != tt.missing || len(e.Unexpected) != tt.unexpected || len(e.Sizes) != tt.sizes || len(doc.Errors) > 2 {
			t.Errorf("%s: %d errors, missing %q, unexpected %q, %v", tt.what, len(doc.Errors), e.Missing, e.Unexpected, e.Sizes)
		}
	}
}

// TestForumLists reads lists of tensors as people print them.
func TestForumLists(t *testing.T) {
	names := []string{"inc.0.weight", "inc.0.bias", "down.bn.weight"}
	shapes := []string{"64, 1, 3, 3", "64", "64"}
	for what, line := range map[string]func(name, shape string) string{
		"tabs":            func(n, s string) string { return n + "\t torch.Size([" + s + "])" },
		"bare torch.Size": func(n, s string) string { return n + " torch.Size([" + s + "])" },
		"a tuple":         func(n, s string) string { return "('" + n + "', torch.Size([" + s + "]))" },
		"an arrow":        func(n, s string) string { return n + " -> torch.Size([" + s + "])" },
		"a fat arrow":     func(n, s string) string { return n + " => [" + s + "]" },
		"equals":          func(n, s string) string { return n + " = (" + s + ",)" },
		"a bar":           func(n, s string) string { return n + " | torch.Size([" + s + "])" },
		"words":           func(n, s string) string { return "Layer: " + n + " | Size: torch.Size([" + s + "])" },
		"words and values": func(n, s string) string {
			return "Layer: " + n + " | Size: torch.Size([" + s + "]) | Values : tensor([[[[ 0.12, -0.3]]]], device='cuda:0')"
		},
		"requires_grad":   func(n, s string) string { return n + " torch.Size([" + s + "]) True" },
		"float":           func(n, s string) string { return n + " torch.Size([" + s + "]) torch.float32" },
		"numbered":        func(n, s string) string { return "12 " + n + " torch.Size([" + s + "])" },
		"numbered, colon": func(n, s string) string { return "[12] " + n + ": torch.Size([" + s + "])" },
		"name and shape":  func(n, s string) string { return "name: " + n + ", shape: torch.Size([" + s + "])" },
		"param:":          func(n, s string) string { return "param: " + n + " shape: [" + s + "]" },
		"numpy":           func(n, s string) string { return n + " (" + s + ",) float32" },
		"jax":             func(n, s string) string { return n + ": float32[" + strings.ReplaceAll(s, " ", "") + "]" },
		"safetensors": func(n, s string) string {
			return `"` + n + `": {"dtype": "F32", "shape": [` + s + `], "data_offsets": [0, 4]},`
		},
		"bullets": func(n, s string) string { return "- `" + n + "`: torch.Size([" + s + "])" },
		"crosses": func(n, s string) string { return n + ": " + strings.ReplaceAll(s, ", ", " x ") },
	} {
		text := ""
		for i, n := range names {
			text += line(n, shapes[i]) + "\n"
		}
		doc := Text(text)
		if len(doc.Listings) != 1 || len(doc.Listings[0].Tensors) != 3 || doc.NUnread > 0 {
			t.Errorf("%s: %d listings, unread %v, figures %v\n%s", what, len(doc.Listings), doc.Unread, doc.Figures, text)
			continue
		}
		l := &doc.Listings[0]
		for i, x := range l.Tensors {
			if x.Name != names[i] || strings.Trim(fmt.Sprint(x.Shape), "[]") != strings.ReplaceAll(shapes[i], ",", "") {
				t.Errorf("%s: %s %v", what, x.Name, x.Shape)
			}
		}
	}
	header := `{"__metadata__": {"format": "pt"}, "inc.0.weight": {"dtype": "F32", "shape": [64, 1, 3, 3], "data_offsets": [0, 4]}, "inc.0.bias": {"dtype": "F32", "shape": [64], "data_offsets": [4, 8]}}`
	if doc := Text(header); len(doc.Listings) != 1 || fmt.Sprint(doc.Listings[0].Tensors[0].Shape, len(doc.Listings[0].Tensors)) != "[64 1 3 3] 2" {
		t.Errorf("safetensors' header: %+v", doc)
	}
	for _, text := range []string{
		"dict_keys(['inc.0.weight', 'inc.0.bias', 'down.bn.weight'])",
		"KeysView(OrderedDict([('inc.0.weight', 1), ('inc.0.bias', 2), ('down.bn.weight', 3)]))",
		"['inc.0.weight',\n 'inc.0.bias',\n 'down.bn.weight']",
		"0 inc.0.weight\n1 inc.0.bias\n2 down.bn.weight",
		"'inc.0.weight', 'inc.0.bias', 'down.bn.weight'",
		"inc.0.weight, inc.0.bias, down.bn.weight",
	} {
		doc := Text(text)
		if len(doc.Listings) != 1 || len(doc.Listings[0].Tensors) != 3 || doc.Listings[0].Tensors[2].Name != names[2] || len(doc.Numbers) > 0 {
			t.Errorf("%q: %+v", text, doc)
		}
	}
}

// TestChildren reads what list(model.children()) prints.
func TestChildren(t *testing.T) {
	text := "[Conv2d(3, 64, kernel_size=(7, 7), stride=(2, 2), padding=(3, 3), bias=False),\n BatchNorm2d(64, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True),\n ReLU(inplace=True),\n" +
		" Sequential(\n   (0): Block(\n     (conv1): Conv2d(64, 64, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1), bias=False)\n   )\n ),\n AdaptiveAvgPool2d(output_size=(1, 1)),\n Linear(in_features=512, out_features=1000, bias=True)]\n"
	for what, s := range map[string]string{"one": text, "two": text + text, "nested last": strings.Replace(text, " Linear(in_features=512, out_features=1000, bias=True)]", " Sequential(\n   (0): Linear(in_features=512, out_features=1000, bias=True)\n )]", 1)} {
		doc := Text(s)
		if n := 1 + strings.Count(s[1:], "[Conv2d"); len(doc.Listings) != n || doc.NUnread > 0 {
			t.Errorf("%s: %d listings, unread %v", what, len(doc.Listings), doc.Unread)
			continue
		}
		l := &doc.Listings[0]
		if lo, _, ok := l.Sum(); !ok || lo != 9_408+128+36_864+513_000 || l.Rows[0].Path != "0" || l.Rows[5].Path != "3.0.conv1" {
			t.Errorf("%s: %d %+v", what, lo, l.Rows)
		}
	}
}
