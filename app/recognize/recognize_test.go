package recognize

import (
	"slices"
	"strings"
	"testing"

	"unetparams/app/link"
)

const (
	stateDict = "inc.double_conv.0.weight (64, 3, 3, 3)\ninc.double_conv.1.weight (64,)\ninc.double_conv.1.bias (64,)\n"
	module    = "UNet(\n  (conv1): Conv2d(1, 64, kernel_size=(3, 3), stride=(1, 1))\n  (bn1): BatchNorm2d(64)\n)"
	totals    = "Total params: 7,765,442\nTrainable params: 7,765,442\nNon-trainable params: 0\n"
	loadError = "RuntimeError: Error(s) in loading state_dict for UNet:\n\tMissing key(s) in state_dict: \"inc.0.weight\".\n"
	yaml      = "model:\n  name: UNet3D\n  in_channels: 1\n  out_channels: 1\n  f_maps: 32\n"
	diffusers = `{"_class_name": "UNet2DModel", "block_out_channels": [32, 64], "down_block_types": ["DownBlock2D", "DownBlock2D"], "up_block_types": ["UpBlock2D", "UpBlock2D"]}`
	flags     = "--image_size 64 --num_channels 128 --num_res_blocks 3"
	mmseg     = "model = dict(\n    type='EncoderDecoder',\n    backbone=dict(type='UNet', in_channels=3, base_channels=64))\n"
)

func TestRecognize(t *testing.T) {
	for _, tt := range []struct {
		text  string
		kinds []Kind // the first ones
	}{
		{"", nil},
		{" \n\t", nil},
		{"31M", []Kind{Number}},
		{"31,030,658", []Kind{Number}},
		{"３１Ｍ", []Kind{Number}},
		{"3100万", []Kind{Number}},
		{"7.76 M", []Kind{Number}},
		{"118.38 MB", []Kind{Number}},
		{"0", []Kind{Number}},
		{"Total params: 31,031,685 (118.38 MB)", []Kind{Number, Listing}},
		{"2015", []Kind{Number, Listing, Name}},
		{"milesial", []Kind{Name}},
		{"attention u-net", []Kind{Name}},
		{"3D U-Net", []Kind{Name}},
		{"nnU-Net", []Kind{Name}},
		{"unet", []Kind{Name}},
		{"注意力", []Kind{Name}},
		{"U-Net 2015", []Kind{Name}},
		{"#v=1&arch=unet&base=64", []Kind{Link}},
		{"v=1", []Kind{Link}},
		{"https://example.org/unet/#v=1&arch=milesial", []Kind{Link}},
		{"https://example.org/unet/zh/p/unet-2015/", []Kind{Link}},
		{"<iframe src=\"https://example.org/embed/#v=1&amp;arch=unet&amp;base=48\" width=\"100%\"></iframe>", []Kind{Link}},
		{"[U-Net](https://example.org/#v=1&arch=unet)", []Kind{Link}},
		{stateDict, []Kind{Listing}},
		{module, []Kind{Listing}},
		{totals, []Kind{Listing}},
		{loadError, []Kind{Listing}},
		{"Conv2d(1, 32, kernel_size=(3, 3))", []Kind{Listing}},
		{yaml, []Kind{Configuration}},
		{diffusers, []Kind{Configuration}},
		{flags, []Kind{Configuration}},
		{mmseg, []Kind{Configuration}},
		{"model = dict(\n    backbone=dict(type='UNet',\n        strides=(1, 1, 1, 1, 1),\n        enc_num_convs=(2, 2, 2, 2, 2),\n        dec_num_", []Kind{Configuration, Listing}},
		{"model:\n  name: UNet3D\n  f_maps: [32, 64]\n  layer_order: [", []Kind{Configuration, Listing}},
		{"{\"a\": 1,\n\"b\": [", []Kind{Configuration}},
		{"The quick brown fox jumps over the lazy dog.", nil},
		{"v=one", nil},
		{"https://example.org/", nil},
	} {
		got := Recognize(tt.text).Kinds
		if len(got) < len(tt.kinds) || !slices.Equal(got[:len(tt.kinds)], tt.kinds) || tt.kinds == nil && len(got) > 0 {
			t.Errorf("%q: %v, want %v", tt.text, got, tt.kinds)
		}
	}
}

// TestLinks: the whole fragment is found, and nothing else of what is around it.
func TestLinks(t *testing.T) {
	for text, want := range map[string]string{
		"https://example.org/#v=1&arch=unet&base=64":                     "v=1&arch=unet&base=64",
		"see https://example.org/#v=1&arch=unet&base=64 for it":          "v=1&arch=unet&base=64",
		`<a href="https://example.org/#v=1&amp;arch=unet&amp;base=48">`:  "v=1&arch=unet&base=48",
		"https://example.org/unet/p/unet-2015/":                          "v=1&arch=unet&base=64&in=1&classes=2",
		"![7,765,442](poster.svg)\n(https://example.org/#v=1&arch=unet)": "v=1&arch=unet",
		"v=1&unet": "",
	} {
		got := Recognize(text).Link
		if strings.Contains(text, "/p/") {
			s, problems := link.Parse(got)
			total, err := s.Config.Count()
			if len(problems) > 0 || err != nil || total != 31_030_658 {
				t.Errorf("%q: %q has %d, %v", text, got, total, err)
			}
		} else if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestKinds(t *testing.T) {
	for k := range Kind(Kinds) {
		if KindOf(k.String()) != k {
			t.Errorf("%d is %q", k, k)
		}
	}
	if KindOf("file") != Nothing {
		t.Error("unknown kinds are something")
	}
}

// FuzzRecognize: whatever the text is, each kind is there once, and has what belongs
// to it.
func FuzzRecognize(f *testing.F) {
	for _, s := range []string{stateDict, module, totals, loadError, yaml, diffusers, flags, mmseg, "31M", "milesial", "#v=1&arch=unet", "https://example.org/p/unet-2015/"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r := Recognize(s)
		seen := map[Kind]bool{}
		for _, k := range r.Kinds {
			if k <= Nothing || k >= Kinds || seen[k] {
				t.Fatalf("%q: %v", s, r.Kinds)
			}
			seen[k] = true
		}
		if seen[Link] != (r.Link != "") || seen[Name] != (len(r.Names) > 0) {
			t.Fatalf("%q: %v without what belongs to it: %q, %d names", s, r.Kinds, r.Link, len(r.Names))
		}
	})
}
