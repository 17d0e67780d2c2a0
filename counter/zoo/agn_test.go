package zoo_test

import (
	"strings"
	"testing"

	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

func init() {
	const repo = "ozan-oktay/Attention-Gated-Networks"
	for class, id := range map[string]string{
		"unet_2D":                   "agn-2d",
		"unet_3D":                   "agn-3d",
		"unet_CT_dsv_3D":            "agn-ct",
		"unet_CT_single_att_dsv_3D": "agn-ct-single",
		"unet_CT_multi_att_dsv_3D":  "agn-ct-multi",
		"unet_grid_attention_3D":    "agn-grid",
		"unet_nonlocal_2D":          "agn-nonlocal-2d",
		"unet_nonlocal_3D":          "agn-nonlocal-3d",
	} {
		reproduces(repo, class, reproduction{Arch: id})
	}
}

// TestAGNModes: modes that testdata/oracle lacks, also read off the published
// code running in PyTorch 1.13.
func TestAGNModes(t *testing.T) {
	for _, tt := range []struct {
		arch, settings        string
		params, buffers, macs int64
	}{
		{"agn-ct-multi", "feature_scale=4 n_classes=3 in_channels=3 is_batchnorm=on nonlocal_mode=concatenation attention_dsample=2,1,3 size=16x32x32", 6387897, 4828, 1167807488},
		{"agn-ct-multi", "feature_scale=5 n_classes=3 in_channels=3 is_batchnorm=on nonlocal_mode=concatenation_residual attention_dsample=2,2,1 size=32x32x16", 3996691, 3840, 701802112},
		{"agn-ct-single", "feature_scale=4 n_classes=6 in_channels=3 is_batchnorm=on nonlocal_mode=concatenation_debug size=32x16x16", 6215585, 4377, 579863808},
		{"agn-grid", "feature_scale=8 n_classes=3 is_deconv=off in_channels=3 is_batchnorm=off attention_dsample=3 size=32x32x5", 657670, 227, 70743376},
		{"agn-nonlocal-2d", "feature_scale=8 n_classes=1 in_channels=2 is_batchnorm=off nonlocal_mode=concatenation nonlocal_sf=1,1 size=16", 616727, 50, 3373440},
		{"agn-nonlocal-2d", "feature_scale=16 n_classes=7 in_channels=3 is_batchnorm=off nonlocal_mode=concat_proper nonlocal_sf=2,4 size=32", 154525, 26, 3482624},
		{"agn-nonlocal-2d", "feature_scale=16 n_classes=7 in_channels=3 is_batchnorm=off nonlocal_mode=dot_product nonlocal_sf=2,4 size=64x16", 154520, 26, 3473408},
		{"agn-nonlocal-3d", "feature_scale=16 n_classes=1 in_channels=4 is_batchnorm=off nonlocal_mode=concatenation nonlocal_sf=1 size=16x32x5", 155063, 298, 8779520},
		{"agn-nonlocal-3d", "feature_scale=4 n_classes=2 in_channels=1 is_batchnorm=off nonlocal_mode=concat_proper_down nonlocal_sf=2,2,1 size=32x32x3", 2469540, 1162, 162091008},
		{"agn-nonlocal-3d", "feature_scale=5 n_classes=6 is_deconv=off in_channels=2 is_batchnorm=off nonlocal_mode=concat_proper nonlocal_sf=1 size=32x32x8", 1248544, 922, 300412416},
	} {
		c, err := config.Make(zoo.Lookup(tt.arch), tt.settings)
		if err != nil {
			t.Fatal(err)
		}
		net, r := build(t, c)
		trace, err := c.Trace(net)
		if err != nil {
			t.Errorf("%s with %s: %v", tt.arch, tt.settings, err)
		} else if r.Learnable != tt.params || r.Buffers != tt.buffers || trace.Total != tt.macs {
			t.Errorf("%s with %s: %d parameters, %d buffer elements, %d MACs, want %d, %d, %d", tt.arch, tt.settings,
				r.Learnable, r.Buffers, trace.Total, tt.params, tt.buffers, tt.macs)
		}
	}
}

// TestAGNFails: what the published code can build and not run is counted and not
// traced.
func TestAGNFails(t *testing.T) {
	for _, tt := range []struct{ arch, settings, want string }{
		{"agn-2d", "is_deconv=off", "level 4 (Decoder 4) the published code passes 384 channels to a layer that expects 256"},
		{"agn-3d", "feature_scale=5", "level 2 (Decoder 2) the published code passes 50 channels to a layer that expects 51"},
		{"agn-nonlocal-2d", "nonlocal_mode=concat_proper_down", "stops with an error at level 2"},
		{"agn-nonlocal-3d", "nonlocal_mode=gaussian", "stops with an error at level 2"},
		{"lee-r2unet", "t=0", "stops with an error at level 1"},
	} {
		c, err := config.Make(zoo.Lookup(tt.arch), tt.settings)
		if err != nil {
			t.Fatal(err)
		}
		net, _ := build(t, c)
		if _, err := c.Trace(net); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s with %s: %v, want %q", tt.arch, tt.settings, err, tt.want)
		}
	}
}
