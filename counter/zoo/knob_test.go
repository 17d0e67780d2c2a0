package zoo_test

import (
	"errors"
	"testing"

	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// TestWordsAndSizeLists: what such knobs take, and what they suggest instead.
func TestWordsAndSizeLists(t *testing.T) {
	for _, tt := range []struct {
		arch, key, value, near string
		refused                bool
	}{
		{"pt3dunet-unet3d", "layer_order", "gcr", "", false},
		{"pt3dunet-unet3d", "layer_order", "bcrD", "", false},
		{"pt3dunet-unet3d", "layer_order", "", "", true},
		{"pt3dunet-unet3d", "layer_order", "gcx", "", true},
		{"pt3dunet-unet3d", "layer_order", "gccr", "", true},
		{"pt3dunet-unet3d", "layer_order", "gcrgcrgcrgcr", "", true},
		{"nnunet-plain", "strides", "1", "", false},
		{"nnunet-plain", "strides", "1,1x2x2,2", "", false},
		{"nnunet-plain", "strides", "1,0x2x2,17", "1,1x2x2,16", true},
		{"nnunet-plain", "strides", "1,,2", "", true},
		{"nnunet-plain", "strides", "1,a,0", "", true},
		{"nnunet-plain", "strides", "1,2x2x2x2", "", true},
		{"nnunet-plain", "strides", "1,1,1,1,1,1,1,1,1,1,1", "", true},
	} {
		c := config.New(zoo.Lookup(tt.arch))
		k := c.Knob(tt.key)
		err := k.Set(tt.value)
		var v *config.ValueError
		switch {
		case !tt.refused && (err != nil || k.Get() != tt.value):
			t.Errorf("%s=%s: %v, %s", tt.key, tt.value, err, k.Get())
		case tt.refused && (!errors.As(err, &v) || !k.IsDefault()):
			t.Errorf("%s=%s: %v, %s", tt.key, tt.value, err, k.Get())
		case tt.refused && (len(v.Nearest) > 0) != (tt.near != ""), tt.near != "" && v.Nearest[0] != tt.near:
			t.Errorf("%s=%s: suggests %v, want %s", tt.key, tt.value, v.Nearest, tt.near)
		}
	}
}

// TestContradictions: settings that contradict each other, and the way out.
func TestContradictions(t *testing.T) {
	for _, tt := range []struct{ arch, settings, key, near string }{
		{"pt3dunet-unet3d", "layer_order=gr", "layer_order", "cgr"},
		{"pt3dunet-unet3d", "layer_order=rcg", "layer_order", "crg"},
		{"pt3dunet-unet3d", "f_maps=36 num_groups=8", "num_groups", "2"}, // 18 in the first block
		{"pt3dunet-residualunet3d", "f_maps=36 num_groups=8", "num_groups", "4"},
		{"pt3dunet-unet3d", "conv_padding=1,2", "conv_padding", "1"},
		{"nnunet-plain", "n_stages=3", "features_per_stage", "32,64,128"},
		{"nnunet-plain", "strides=1x2", "strides", "1"},
		{"nnunet-plain", "conv_op=Conv2d kernel_sizes=1x3x3,3,3x3", "kernel_sizes", "1,3,3x3"},
		{"unet", "up=unpool down=average", "down", "max"},
		{"unet", "up=unpool padding=valid", "padding", "same"},
		{"unet", "up=unpool upconv=none", "upconv", "1"},
		{"unet", "up=unpool upout=keep", "upout", "level"},
		{"unet", "skip=add up=bilinear upconv=none", "skip", "concat"},
		{"unet", "down=block block=dense", "down", "conv"},
		{"unet", "middle=attention heads2=7", "heads2", "1"},
		{"unet", "heads=on headlevels=2,9", "headlevels", "1,2"},
		{"unetfamily", "edit_width=1", "feature_scale", "1"},
		{"agn-ct", "edit_width=2", "feature_scale", "2"},
		{"nnunet-resenc", "block=BottleneckD", "bottleneck_channels", "8"},
	} {
		c, err := config.Make(zoo.Lookup(tt.arch), tt.settings)
		if err != nil {
			t.Fatal(err)
		}
		var v *config.ValueError
		if err := c.Check(); !errors.As(err, &v) || v.Key != tt.key || len(v.Nearest) != 1 || v.Nearest[0] != tt.near {
			t.Errorf("%s %s: %v suggests %v, want %s=%s", tt.arch, tt.settings, err, v.Nearest, tt.key, tt.near)
		}
	}
}
