package configfile

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// plansOf returns plans of one configuration in the new style.
func plansOf(kwargs string) string {
	return `{"configurations": {"3d_fullres": {"normalization_schemes": ["CTNormalization"], "patch_size": [128, 128, 128],
	"architecture": {"network_class_name": "dynamic_network_architectures.architectures.unet.PlainConvUNet", "arch_kwargs": {` + kwargs + `}}}}}`
}

const newStyle = `"n_stages": 6, "features_per_stage": [32, 64, 128, 256, 320, 320], "conv_op": "torch.nn.modules.conv.Conv3d",
	"kernel_sizes": [[3,3,3],[3,3,3],[3,3,3],[3,3,3],[3,3,3],[3,3,3]], "strides": [[1,1,1],[2,2,2],[2,2,2],[2,2,2],[2,2,2],[2,2,2]],
	"n_conv_per_stage": [2,2,2,2,2,2], "n_conv_per_stage_decoder": [2,2,2,2,2], "conv_bias": true,
	"norm_op": "torch.nn.modules.instancenorm.InstanceNorm3d", "norm_op_kwargs": {"eps": 1e-05, "affine": true}, "dropout_op": null,
	"dropout_op_kwargs": null, "nonlin": "torch.nn.LeakyReLU", "nonlin_kwargs": {"inplace": true}`

const oldStyle = `{"configurations": {
	"3d_lowres": {"normalization_schemes": ["A"], "UNet_class_name": "PlainConvUNet", "UNet_base_num_features": 32, "unet_max_num_features": 320,
		"n_conv_per_stage_encoder": [2,2,2,2,2,2], "n_conv_per_stage_decoder": [2,2,2,2,2], "num_pool_per_axis": [5,5,5], "patch_size": [128,128,128],
		"pool_op_kernel_sizes": [[1,1,1],[2,2,2],[2,2,2],[2,2,2],[2,2,2],[2,2,2]],
		"conv_kernel_sizes": [[3,3,3],[3,3,3],[3,3,3],[3,3,3],[3,3,3],[3,3,3]]},
	"cascade": {"inherits_from": "3d_lowres", "previous_stage": "3d_lowres"}}}`

const datasetOf = `{"channel_names": {"0": "CT"}, "labels": {"background": 0, "a": 1}}`

func monaiOf(rest string) string { return `{"network_def": {` + rest + `}}` }

const pt3d = "model:\n  name: %s\n  in_channels: 1\n  out_channels: 1\n  layer_order: gcr\n  f_maps: 32\n  num_groups: 8\n"

const fcnUNet = `bn = dict(type='SyncBN', requires_grad=True)
model = dict(type='EncoderDecoder', backbone=dict(type='UNet', norm_cfg=bn), decode_head=dict(type='FCNHead', in_channels=64,
  channels=64, num_convs=1, concat_input=False, num_classes=2, norm_cfg=bn))
`

// TestTotals reads files written anew from the facts, whose totals were made by
// running the libraries (or, where 2 classes are meant, follow from those).
func TestTotals(t *testing.T) {
	for _, c := range []struct {
		name  string
		files []string
		pick  string
		want  int64
	}{
		{"nnU-Net, new style", []string{plansOf(newStyle), datasetOf}, "3d_fullres", 31195594},
		{"nnU-Net, old style", []string{oldStyle, datasetOf}, "3d_lowres", 31195594},
		{"nnU-Net, cascade", []string{datasetOf, oldStyle}, "cascade", 31195594 + 27*32},
		{"pytorch-3dunet 3D", []string{strings.Replace(pt3d, "%s", "UNet3D", 1)}, "", 4081267},
		{"pytorch-3dunet 2D", []string{strings.Replace(pt3d, "%s", "UNet2D", 1)}, "", 1362259},
		{"pytorch-3dunet residual", []string{strings.Replace(pt3d, "%s", "ResidualUNet3D", 1)}, "", 28437281},
		{"pytorch-3dunet list", []string{"model: {name: UNet3D, in_channels: 1, out_channels: 3, f_maps: [32, 64, 128, 256], is_segmentation: true}"}, "", 4081333},
		{"MONAI UNet", []string{monaiOf(`"_target_": "UNet", "spatial_dims": 2, "in_channels": 1, "out_channels": 4, "channels": [16, 32, 64, 128, 256], "strides": [2, 2, 2, 2], "num_res_units": 2`)}, "network_def", 1625849},
		{"MONAI UNet, batch norm", []string{monaiOf(`"_target_": "monai.networks.nets.UNet", "spatial_dims": 3, "in_channels": 1, "out_channels": 2, "channels": [16, 32, 64, 128, 256], "strides": [2, 2, 2, 2], "num_res_units": 2, "norm": "batch"`)}, "network_def", 4808917},
		{"MONAI SegResNet", []string{monaiOf(`"_target_": "SegResNet", "init_filters": 16, "in_channels": 4, "out_channels": 3, "dropout_prob": 0.2`)}, "network_def", 4702227},
		{"MONAI BasicUNet", []string{monaiOf(`"_target_": "BasicUNet", "spatial_dims": 2, "in_channels": 5, "out_channels": 1, "features": [32, 64, 128, 256, 512, 32]`)}, "network_def", 7784001},
		{"MONAI DynUNet, expressions", []string{`{"labels": {"a": 1, "b": 0}, "extra": 1, "network_def": {"_target_": "DynUNet", "spatial_dims": 3, "in_channels": "$len(@labels) + @extra", "out_channels": "$len(@labels)",
			"kernel_size": [3,3,3,3,3,3], "strides": [1,2,2,2,2,[2,2,1]], "upsample_kernel_size": [2,2,2,2,[2,2,1]], "norm_name": "instance", "res_block": true}}`}, "network_def", 31001282},
		{"MONAI YAML, reference", []string{"n: 4\nnetwork_def:\n  _target_: UNet\n  spatial_dims: 3\n  in_channels: 1\n  out_channels: '@n'\n  channels: [8, 16, 32, 64]\n  strides: [2, 2, 2]\n  num_res_units: 2\nnetwork: $@network_def.to(@device)\n"}, "network_def", 298829},
	} {
		var files []File
		for _, text := range c.files {
			files = append(files, File{Text: text})
		}
		r := Read(files)
		got := pick(r, c.pick)
		if got == nil || got.Verdict != Exact || got.Total != c.want {
			t.Errorf("%s: %+v, want %d; %v", c.name, got, c.want, r.Problems)
		}
	}
}

// all returns everything that a result says, in English.
func all(r Result) string {
	var s []string
	for _, t := range append(r.Problems, r.Notes...) {
		s = append(s, t.EN)
	}
	for _, c := range r.Candidates {
		for _, t := range append(append(append([]Item{}, c.Read...), c.Aside...), c.Doubts...) {
			s = append(s, t.Key+" "+t.Value+" "+t.Text.EN)
		}
		for _, t := range append(c.Why, c.Notes...) {
			s = append(s, t.EN)
		}
		for _, a := range c.Asks {
			s = append(s, a.Key+": "+a.Text.EN)
		}
	}
	return strings.Join(s, "\n")
}

// sentences are files with what must be said of them.
var sentences = []struct {
	name, text string
	verdict    Verdict // of the last candidate; -1: none
	say        []string
}{
	{"empty", "", -1, []string{"The file is empty"}},
	{"null", "null", -1, []string{"nothing in the file"}},
	{"a list", "[1, 2, 3]", -1, []string{"none of the known formats starts with one"}},
	{"cut off", `{"configurations": {"2d": {"UNet_class_name": "Plain`, -1, []string{"line 1, column 53", "cut off"}},
	{"a pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", -1, []string{"git lfs pull"}},
	{"a web page", "<!DOCTYPE html>\n<html></html>", -1, []string{"Raw button"}},
	{"conflict", "<<<<<<< HEAD\n{}\n=======\n", -1, []string{"conflict markers"}},
	{"pickle", "\x80\x04\x95.", -1, []string{"Python pickle", "Generic_UNet"}},
	{"deep", strings.Repeat("[", 20000), -1, []string{"nested too deeply"}},
	{"deep YAML", strings.Repeat("- ", 5000) + "a", -1, []string{"nested too deeply"}},
	{"tabs", "model:\n\tname: UNet3D\n", -1, []string{"A tab indents line 2"}},
	{"tag", "model: !!python/object/apply:os.system [\"true\"]\n", -1, []string{"!!python/object/apply:os.system", "never run"}},
	{"circle", "model: &m\n  name: UNet3D\n  self: *m\n", -1, []string{"*m contains itself"}},
	{"bomb", bomb(), -1, []string{"too many values"}},
	{"v1 dataset", `{"modality": {"0": "CT"}, "labels": {"0": "background", "1": "a", "2": "b"}}`, -1, []string{"numbers with names", "1 input channels and 3 classes"}},
	{"stages", plansOf(strings.Replace(newStyle, `"n_stages": 6`, `"n_stages": 1000000000`, 1)), Refused, []string{"features_per_stage has 6 entries", "n_stages = 1,000,000,000"}},
	{"kernels", plansOf(strings.Replace(newStyle, "[[3,3,3],", "[", 1)), Refused, []string{"kernel_sizes has 5 entries, and for n_stages = 6 it needs 6"}},
	{"decoder", plansOf(strings.Replace(newStyle, `"n_conv_per_stage_decoder": [2`, `"n_conv_per_stage_decoder": [2, 2`, 1)), Refused, []string{"n_conv_per_stage_decoder has 6 entries", "needs 5"}},
	{"even kernel", plansOf(strings.Replace(newStyle, "[[3,3,3],", "[[2,2,2],", 1)), Asking, []string{"kernel of 2 is even"}},
	{"no classes", plansOf(newStyle), Asking, []string{"num_classes: The number of classes is in dataset.json only"}},
	{"unknown argument", plansOf(newStyle + `, "squeeze": true`), Refused, []string{"has no argument squeeze"}},
	{"doubling", `{"configurations": {"2d": {"UNet_class_name": "PlainConvUNet", "UNet_base_num_features": 32, "unet_max_num_features": 9223372036854775807, "num_pool_per_axis": [1], "patch_size": [8, 8],
		"pool_op_kernel_sizes": [], "conv_kernel_sizes": [], "n_conv_per_stage_decoder": [], "n_conv_per_stage_encoder": [` + strings.Repeat("2, ", 63) + `2]}}}`, Refused, []string{"Stage 13 would have 131,072 features"}},
	{"inheritance", `{"configurations": {"a": {"inherits_from": "b"}, "b": {"inherits_from": "a"}}}`, Refused, []string{"a, b, a inherit from each other"}},
	{"no parent", `{"configurations": {"a": {"inherits_from": "b"}}}`, Refused, []string{"a inherits from b, which is not in the file"}},
	{"old key", strings.Replace(oldStyle, `"UNet_base_num_features": 32,`, "", 1), Refused, []string{"UNet_base_num_features is missing", "writes 32"}},
	{"unknown class", strings.Replace(plansOf(newStyle), "dynamic_network_architectures.architectures.unet.PlainConvUNet", "lab.SuperUNet", 1), Unknown, []string{"lab.SuperUNet is not a class that is known"}},
	{"moved class", strings.Replace(plansOf(newStyle), "architectures.unet.", "architectures.residual_unet.", 1), Asking, []string{"by the last part of its name"}},
	{"MONAI circle", `{"a": "@b", "b": "@a", "network_def": {"_target_": "UNet", "spatial_dims": 3, "in_channels": "@a", "out_channels": 2, "channels": [16, 32], "strides": [2]}}`, Refused, []string{"@a, @b refer to each other"}},
	{"MONAI missing", monaiOf(`"_target_": "UNet", "spatial_dims": "@dims", "in_channels": 1, "out_channels": 2, "channels": [16, 32], "strides": [2]`), Asking, []string{"dims: @dims is not in this file"}},
	{"MONAI code", monaiOf(`"_target_": "UNet", "spatial_dims": 3, "in_channels": "$__import__('os').getpid()", "out_channels": "$10**10**10", "channels": "$[16]*10**9", "strides": [2]`), Asking,
		[]string{"$__import__('os').getpid() is Python, and is not run", "$10**10**10 is Python", "$[16]*10**9 is Python"}},
	{"MONAI strides", monaiOf(`"_target_": "UNet", "spatial_dims": 3, "in_channels": 1, "out_channels": 2, "channels": [16, 32, 64], "strides": [2]`), Refused, []string{"strides has 1 entries"}},
	{"MONAI default", monaiOf(`"_target_": "UNet", "spatial_dims": 3, "in_channels": 1, "out_channels": 2, "channels": [16, 32], "strides": [2]`), Exact, []string{"num_res_units 0 not in the file: the default of MONAI"}},
	{"own code", monaiOf(`"_target_": "scripts.nets.UNet"`), Unknown, []string{"scripts.nets.UNet is not a class"}},
	{"3D U-Net, swallowed", strings.Replace(pt3d, "%s", "UNet3D", 1) + "  conv_kernel_size: 5\n", Exact, []string{"pytorch-3dunet ignores it: kernels stay 3"}},
	{"3D U-Net, fork", strings.Replace(pt3d, "%s", "NoNewNet", 1), Unknown, []string{"NoNewNet is not a class"}},
	{"3D U-Net, no channels", "model:\n  name: UNet3D\n  out_channels: 1\n  f_maps: 32\n", Asking, []string{"in_channels is not in the file"}},
	{"mmseg code", "import os\nmodel = dict(backbone=dict(type='UNet', base_channels=2**6), decode_head=dict(type='FCNHead', in_channels=64, channels=64, num_classes=int(os.environ['N'])))\n", Asking,
		[]string{"model.backbone.base_channels: Line 2: base_channels is 2**6", "model.decode_head.num_classes: Line 2: num_classes is int(os.environ['N'])"}},
	{"mmseg base", "_base_ = ['./fcn.py']\nmodel = dict(test_cfg=dict(mode='slide'))\n", -1, []string{"in a file that _base_ names: [./fcn.py]"}},
	{"negative", `{"_class_name": "UNet2DModel", "block_out_channels": [-320]}`, Refused, []string{"block_out_channels[0] is −320"}},
	{"zero", `{"_class_name": "UNet2DModel", "in_channels": 0}`, Refused, []string{"in_channels is 0"}},
	{"text", `{"_class_name": "UNet2DModel", "in_channels": "4"}`, Refused, []string{`the text "4", not a number`, "Is 4 meant?"}},
	{"word", `{"_class_name": "UNet2DConditionModel", "cross_attention_dim": "seven"}`, Refused, []string{`the text "seven"`}},
	{"true", `{"_class_name": "UNet2DModel", "in_channels": true}`, Refused, []string{"in_channels is true where a number is wanted"}},
	{"huge", `{"_class_name": "UNet2DModel", "in_channels": 9223372036854775808}`, Refused, []string{"9223372036854775808, beyond the limit"}},
	{"null list", `{"_class_name": "UNet2DModel", "block_out_channels": null}`, Refused, []string{"null is not the same as absent"}},
	{"layers", `{"_class_name": "UNet2DModel", "layers_per_block": 10000000}`, Refused, []string{"10,000,000, beyond the limit of 1,000"}},
	{"lengths", `{"_class_name": "UNet2DModel", "down_block_types": ["DownBlock2D"]}`, Refused, []string{"1 down_block_types and 4 up_block_types"}},
	{"groups", `{"_class_name": "UNet2DModel", "block_out_channels": [224, 448, 1000, 896]}`, Refused, []string{"the 1000 channels of block 3", "32 groups"}},
	{"HTML", `{"_class_name": "<img src=x>UNet"}`, Unknown, []string{"<img src=x>UNet is not a class"}},
	{"twice", `{"_class_name": "XUNet", "in_channels": 4, "in_channels": 9}`, Unknown, []string{"in_channels stands twice (4, then 9)"}},
	{"NaN", "{\"_class_name\": \"XUNet\",\n\"norm_eps\": NaN}", Unknown, []string{"Line 2 has NaN"}},
	{"Python dictionary", `{'_class_name': 'XUNet', 'add_attention': True, 'attention_head_dim': None}`, Unknown, []string{"dictionary of Python"}},
	{"no class", `{"learning_rate": 0.1}`, -1, []string{"it names no network"}},
	{"Karlo", "model:\n  type: t\n  hparams:\n    a: 1\n", -1, []string{"Karlo"}},
	{"autoencoder", "model:\n  target: ldm.models.autoencoder.AutoencoderKL\n  params: {}\n", -1, []string{"no U-Net in this file"}},
	{"flag", `MODEL_FLAGS="--image_size 256 --num_res_block 2 --colour red"`, Refused, []string{"--num_res_block is read as --num_res_blocks", "--colour is not a flag"}},
	{"size", "--image_size 100 --num_channels 64", Refused, []string{"An image size of 100 has no default"}},
	{"zero resolution", "--image_size 64 --num_channels 64 --attention_resolutions 0", Refused, []string{"divides by zero"}},
}

func bomb() string {
	s := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for _, n := range []string{"ab", "bc", "cd", "de", "ef", "fg"} {
		s += n[1:] + ": &" + n[1:] + " [" + strings.Repeat("*"+n[:1]+",", 9) + "]\n"
	}
	return s + "model:\n  name: UNet3D\n  out_channels: *g\n"
}

func TestSentences(t *testing.T) {
	for _, c := range sentences {
		r := Read([]File{{Text: c.text}})
		said := all(r)
		for _, s := range c.say {
			if !strings.Contains(said, s) {
				t.Errorf("%s: %q is not said, but\n%s", c.name, s, said)
			}
		}
		n := len(r.Candidates)
		switch {
		case n == 0 && c.verdict != -1, n > 0 && c.verdict == -1:
			t.Errorf("%s: %d candidates", c.name, n)
		case n > 0 && r.Candidates[n-1].Verdict != c.verdict:
			t.Errorf("%s: verdict %v, want %v\n%s", c.name, r.Candidates[n-1].Verdict, c.verdict, said)
		}
		if len(said) > 20_000 || strings.Contains(said, "%!") {
			t.Errorf("%s: says %d bytes: %.300s", c.name, len(said), said)
		}
	}
}

// TestAnswers gives what files can't tell.
func TestAnswers(t *testing.T) {
	for _, c := range []struct {
		text    string
		answers []Answer
		want    int64
	}{
		{plansOf(newStyle), []Answer{{"num_classes", "2"}}, 31195594},
		{"model:\n  name: UNet3D\n  out_channels: 1\n  f_maps: 32\n", []Answer{{"in_channels", "1"}}, 4081267},
		{monaiOf(`"_target_": "UNet", "spatial_dims": "@dims", "in_channels": 1, "out_channels": 4, "channels": [16, 32, 64, 128, 256], "strides": [2, 2, 2, 2], "num_res_units": 2`), []Answer{{"dims", "2"}}, 1625849},
		{monaiOf(`"_target_": "UNet", "spatial_dims": "$int(2)", "in_channels": 1, "out_channels": 4, "channels": [16, 32, 64, 128, 256], "strides": [2, 2, 2, 2], "num_res_units": 2`), []Answer{{"$int(2)", "2"}}, 1625849},
	} {
		r := Read([]File{{Text: c.text}}, c.answers...)
		if b := r.Best(); b == nil || b.Verdict != Exact || b.Total != c.want {
			t.Errorf("%v: %+v, want %d", c.answers, b, c.want)
		}
	}
}

// TestBases merges a file of mmsegmentation with one that _base_ names.
func TestBases(t *testing.T) {
	r := Read([]File{
		{Name: "fcn.py", Text: fcnUNet},
		{Name: "top.py", Text: "_base_ = './models/fcn.py'\nmodel = dict(decode_head=dict(num_classes=19))\n"},
	})
	if len(r.Candidates) != 1 || !strings.Contains(all(r), "decode_head.num_classes 19") || !strings.Contains(all(r), "decode_head.channels 64") {
		t.Errorf("%d candidates: %s", len(r.Candidates), all(r))
	}
}

// TestRows checks the table of classes: every argument has a type that is known.
func TestRows(t *testing.T) {
	for _, classes := range tables {
		for i := range classes {
			cl := &classes[i]
			for _, p := range cl.params() {
				if p.key == "" || strings.IndexByte("inlbsxILZSTw-", p.typ) < 0 {
					t.Errorf("%s: argument %+v", cl.name, p)
				}
			}
		}
	}
}

// TestLabels has the cases of nnU-Net's own label manager, which were run.
func TestLabels(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("testdata", "labels.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []struct {
			Case, Error         string
			Labels              json.RawMessage
			Regions_class_order json.RawMessage
			Num_classes         int64
			Extra               int64 `json:"cascade_extra_channels"`
		}
	}
	if err := json.Unmarshal(b, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Cases) != 21 {
		t.Errorf("%d cases", len(file.Cases))
	}
	for _, c := range file.Cases {
		text := `{"channel_names": {"0": "CT"}, "labels": ` + string(c.Labels)
		if c.Regions_class_order != nil {
			text += `, "regions_class_order": ` + string(c.Regions_class_order)
		}
		d, err := newScanner(text+"}", false).readJSON()
		if err != nil {
			t.Fatal(err)
		}
		l, err := readLabels(d)
		switch {
		case c.Error != "":
			if err == nil {
				t.Errorf("%s: no error", c.Case)
			}
		case err != nil || l.outputs != c.Num_classes || l.foreground != c.Extra:
			t.Errorf("%s: %+v, %v; want %d and %d", c.Case, l, err, c.Num_classes, c.Extra)
		}
	}
}

// TestYAML compares what PyYAML makes of scalars and collections.
func TestYAML(t *testing.T) {
	for text, want := range map[string]string{
		"a: 01": "{a: 1}", "a: 0x20": "{a: 32}", "a: 1e0": "{a: 1e0}", "a: 1.0e-05": "{a: 1.0e-05}", "a: ~": "{a: null}",
		"a: yes": "{a: true}", "a: 'x''y' # c": "{a: x'y}", "a: [1, 2,\n  3]": "{a: [1, 2, 3]}", "a:\n- 1\n- b: 2\n  c: 3": "{a: [1, {b: 2, c: 3}]}",
		"a: {b: 1, 'c': [x]}": "{a: {b: 1, c: [x]}}", "a: x\n  y": "{a: x y}", "a: |\n  x\nb: 1": "{a: x\n, b: 1}",
		"x: &x {p: 1, q: 2}\na:\n  <<: *x\n  q: 3": "{x: {p: 1, q: 2}, a: {q: 3, p: 1}}", "---\na: 1\n---\nb: 2": "{a: 1}",
		"- - 1\n  - 2\n- 3": "[[1, 2], 3]", "a:\nb: 1": "{a: null, b: 1}", "a: -5": "{a: -5}", "a: \"x: y\"": "{a: x: y}",
	} {
		v, _, err := readYAML(text)
		if err != nil || v.String() != want {
			t.Errorf("%q: %v, %v; want %s", text, v, err, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, c := range sentences {
		f.Add(c.text, "")
	}
	f.Add(oldStyle, datasetOf)
	f.Add(fcnUNet, "_base_ = 'fcn.py'\nmodel = dict()")
	f.Add(strings.Replace(pt3d, "%s", "UNet3D", 1), "")
	f.Add("x: &x {p: 1}\nmodel: {<<: *x, target: ldm.UNetModel, params: {a: '${x.p}'}}", "")
	f.Add("torchrun train.py --cond=1 --arch=adm --augment=0 --cres=1,2", "model_init_params = {'encoder_name': 'resnet50', 'decoder_channels': (1, 2)}")
	f.Fuzz(func(t *testing.T, a, b string) {
		r := Read([]File{{"a.json", a}, {"b.yaml", b}}, Answer{"num_classes", "3"}, Answer{"dims", "2"})
		if said := all(r); len(said) > 200_000+100*(len(a)+len(b)) {
			t.Errorf("says %d bytes", len(said))
		}
		for _, c := range r.Candidates {
			if c.Verdict == Exact && (c.Config == nil || c.Total <= 0 || len(c.Asks) > 0) {
				t.Errorf("exact without a total: %+v", c)
			}
		}
	})
}
