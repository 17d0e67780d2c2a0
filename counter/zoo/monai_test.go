package zoo_test

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"testing"

	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

func init() {
	const repo = "Project-MONAI/MONAI"
	for class, id := range map[string]string{
		"UNet":              "monai-unet",
		"AttentionUnet":     "monai-attentionunet",
		"DynUNet":           "monai-dynunet",
		"BasicUNet":         "monai-basicunet",
		"BasicUNetPlusPlus": "monai-basicunetpp",
		"UNETR":             "monai-unetr",
		"SwinUNETR":         "monai-swinunetr",
	} {
		reproduces(repo, class, reproduction{Arch: id, Settings: monaiSettings})
	}
	for class, id := range map[string]string{"SegResNet": "monai-segresnet", "SegResNetVAE": "monai-segresnetvae"} {
		reproduces(repo, class, reproduction{Arch: id, Settings: func(c *published, s map[string]string) {
			if name := c.Config["norm_name"]; name == nil || name == "" {
				delete(s, "num_groups") // it only has an effect with the other
			}
			monaiSettings(c, s)
			delete(s, "vae_default_std") // scales random numbers
		}})
	}
	reproduces(repo, "SegResNetDS", reproduction{Arch: "monai-segresnetds", Settings: func(c *published, s map[string]string) {
		monaiSettings(c, s)
		if lengths, ok := c.Config["resolution"].([]any); ok {
			var whole []string // in thousandths
			for _, n := range lengths {
				f, _ := strconv.ParseFloat(spell(n, ","), 64)
				whole = append(whole, strconv.FormatInt(int64(math.Round(1000*f)), 10))
			}
			s["resolution"] = strings.Join(whole, ",")
		}
	}})
	reproduces(repo, "VNet", reproduction{Arch: "monai-vnet", Settings: func(c *published, s map[string]string) {
		spelled := c.Config["act"]
		monaiSettings(c, s)
		delete(s, "num_parameters")
		if s["act"] == "prelu" && spelled != "prelu" {
			s["act"] = "PRELU" // one slope, as by any other spelling
		}
	}})
}

// monaiSettings takes norms and activations that come with keyword arguments
// apart: what is not given then has PyTorch's default.
func monaiSettings(c *published, s map[string]string) {
	for _, key := range []string{"norm", "norm_name", "act", "act_name"} {
		spec, ok := c.Config[key]
		if !ok {
			continue
		}
		var kwargs map[string]any
		if pair, ok := spec.([]any); ok {
			spec = pair[0]
			kwargs, _ = pair[1].(map[string]any)
		}
		name := strings.ToLower(spell(spec, ","))
		if name == "" {
			name = "none"
		}
		s[key] = name
		known := map[string]string{"num_parameters": "1", "negative_slope": "0.01"}
		if strings.HasPrefix(key, "norm") {
			known = map[string]string{"affine": "default", "track_running_stats": "default", "num_groups": ""}
		}
		if name != "leakyrelu" {
			delete(known, "negative_slope")
		}
		for arg, value := range known {
			if v, ok := kwargs[arg]; ok {
				value = spell(v, ",")
			}
			if value != "" {
				s[arg] = value
			}
		}
	}
	for _, key := range strings.Fields("dropout_rate drop_rate attn_drop_rate dropout_path_rate use_checkpoint save_attn") {
		delete(s, key) // of no effect on what is counted
	}
	for key, v := range s {
		if strings.HasPrefix(key, "dropout") && key != "dropout_dim" {
			s[key] = "on"
			if strings.HasPrefix(v, "none") {
				s[key] = "off"
			}
		}
	}
}

// TestAutoencoder: whether the autoencoder runs changes the work and what is
// unused, and not the count; the size it is made for changes the count.
func TestAutoencoder(t *testing.T) {
	var params, unused, macs [3]int64
	for i, settings := range []string{"training=off", "training=on", "training=on vae_estimate_std=on"} {
		c, err := config.Make(zoo.Lookup("monai-segresnetvae"), settings)
		if err != nil {
			t.Fatal(err)
		}
		net, r := build(t, c)
		trace, err := c.Trace(net)
		if err != nil {
			t.Fatal(err)
		}
		params[i], unused[i], macs[i] = r.Learnable, r.Unused, trace.Total
	}
	if params[0] != params[1] || params[1] != params[2] {
		t.Errorf("%d parameters", params)
	}
	if unused[0] <= unused[1] || unused[2] != 0 {
		t.Errorf("%d unused parameters", unused)
	}
	if macs[0] >= macs[1] || macs[1] >= macs[2] {
		t.Errorf("%d MACs", macs)
	}
}

// TestResolution: strides leave the longest axis of a voxel alone until the
// others have caught up, and with it the size that is asked for.
func TestResolution(t *testing.T) {
	for _, tt := range []struct {
		settings string
		runs     bool
	}{
		{"size=40x40x40", true},
		{"size=8x8x5", false},
		{"resolution=1,1,5 size=8x8x2", true},
		{"resolution=1,1,5 size=8x8x1", false},
		{"resolution=1,1,8 size=8x8x1", true},
		{"resolution=1,1,8 size=4x8x1", false},
		{"resolution=1,2,4 size=8x4x2", true},
		{"resolution=1,2,4 size=8x4x1", false},
	} {
		c, err := config.Make(zoo.Lookup("monai-segresnetds"), tt.settings)
		if err != nil {
			t.Fatal(err)
		}
		net, _ := build(t, c)
		if _, err := c.Trace(net); (err == nil) != tt.runs {
			t.Errorf("%s: %v", tt.settings, err)
		}
	}
}

// TestMonaiArguments: of values at the edge of what the constructors take.
func TestMonaiArguments(t *testing.T) {
	const small = "spatial_dims=2 num_parameters=16 act=prelu training=on "
	measured(t, []measurement{
		{"monai-attentionunet", "spatial_dims=2 channels=3,2,1 strides=2,2 size=16", 627, 60, 87312, "2x16x16"},
		{"monai-attentionunet", "spatial_dims=2 channels=4,1 strides=2 size=16", 639, 46, 131648, "2x16x16"},
		{"monai-dynunet", "spatial_dims=2 out_channels=2 kernel_size=3,3,3 strides=1,2,2 upsample_kernel_size=2,2 filters=4,8,16 deep_supr_num=0 size=16", 7470, 0, 396288, "2x16x16"},
		{"monai-segresnetds", "spatial_dims=2 init_filters=8 blocks_down=1 blocks_up=1,1 resolution=1,1 size=16", 1274, 34, 0, ""},

		// The autoencoder's vector has its elements for channels.
		{"monai-segresnetvae", small + "init_filters=16 blocks_down=1 blocks_up=none input_image_size=4,4 size=4", 57363, 0, 0, ""},
		{"monai-segresnetvae", small + "init_filters=16 blocks_down=1 blocks_up=none input_image_size=2,2 size=2", 20451, 0, 29952, "2x2x2 1x2x2"},
		{"monai-segresnetvae", small + "num_parameters=4 blocks_down=1,1 blocks_up=1 input_image_size=12,12 vae_nz=8 size=12", 14755, 0, 0, ""},
	})
}

// TestMonaiRefusals: what the constructors refuse, or could build and not run,
// is refused with values that work.
func TestMonaiRefusals(t *testing.T) {
	for _, tt := range []struct{ arch, settings, key, near string }{
		{"monai-attentionunet", "channels=1,2,1 strides=2,2", "channels", "2,2,1"},
		{"monai-dynunet", "deep_supervision=on deep_supr_num=0", "deep_supr_num", "1"},
	} {
		c, err := config.Make(zoo.Lookup(tt.arch), tt.settings)
		if err != nil {
			t.Fatal(err)
		}
		var v *config.ValueError
		if err := c.Check(); !errors.As(err, &v) || v.Key != tt.key || len(v.Nearest) != 1 || v.Nearest[0] != tt.near {
			t.Errorf("%s %s: %v, want a suggestion of %s=%s", tt.arch, tt.settings, err, tt.key, tt.near)
		}
	}
}
