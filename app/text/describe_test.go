package text

import (
	"strings"
	"testing"

	"unetparams/counter/config"
	"unetparams/counter/number"
	"unetparams/counter/zoo"
)

// TestDescribe pins what configurations are called.
func TestDescribe(t *testing.T) {
	for _, tt := range []struct{ arch, settings, en, zh string }{
		{"unet", "", "Classic U-Net: Tutorial, with batch norm", "经典 U-Net：教程，含批归一化"},
		{"unet", "base=64 norm=none padding=valid size=572", "Classic U-Net: 2015 paper", "经典 U-Net：2015 年论文"},
		{"unet", "base=48 norm=none up=bilinear", "Classic U-Net: base channels 48, normalization none, up-sampling linear interpolation",
			"经典 U-Net：基础通道数 48，归一化：无，上采样方式：线性插值"},
		{"unet", "filters=35,70,141 bias=off size=256x192", "Classic U-Net: filters 35,70,141, bias of convolutions off, input size 256×192",
			"经典 U-Net：各级通道数 35,70,141，卷积偏置：关，输入尺寸 256×192"},
		{"unet", "norm=none groups=4 levels=4", "Classic U-Net: levels 4, normalization none", "经典 U-Net：级数 4，归一化：无"},
		{"milesial", "", "U-Net (milesial)", "U-Net（milesial）"},
		{"monai-vnet", "dropout_prob_up=off", "VNet (MONAI): dropout (dropout_prob_up) off", "VNet（MONAI）：随机失活 (dropout_prob_up)：关"},
		{"monai-vnet", "act=PRELU", "VNet (MONAI): activation PReLU, one slope", "VNet（MONAI）：激活函数：PReLU（单个斜率）"},
	} {
		c, err := config.Make(zoo.Lookup(tt.arch), tt.settings)
		if err != nil {
			t.Fatal(err)
		}
		if got := English.Config(c); got != tt.en {
			t.Errorf("%s %s: %s, want %s", tt.arch, tt.settings, got, tt.en)
		}
		if got := Chinese.Config(c); got != tt.zh {
			t.Errorf("%s %s: %s, want %s", tt.arch, tt.settings, got, tt.zh)
		}
	}
}

func TestDifferences(t *testing.T) {
	for _, tt := range []struct{ from, to, en, zh string }{
		{"", "base=64 bias=off", "base channels 32 → 64, bias of convolutions on → off", "基础通道数 32 → 64，卷积偏置：开 → 关"},
		{"base=64", "", "base channels 64 → 32", "基础通道数 64 → 32"},
		{"", "filters=35,70,141", "filters 32,64,128,256,512 → 35,70,141", "各级通道数 32,64,128,256,512 → 35,70,141"},
		{"filters=35,70,141", "", "filters 35,70,141 → 32,64,128,256,512", "各级通道数 35,70,141 → 32,64,128,256,512"},
		{"filters=35,70,141", "filters=35,70,142", "filters 35,70,141 → 35,70,142", "各级通道数 35,70,141 → 35,70,142"},
		{"", "norm=group", "normalization batch → group", "归一化：批归一化 → 组归一化"},
		{"", "norm=group groups=4", "normalization batch → group, groups 4", "归一化：批归一化 → 组归一化，组数 4"},
		{"norm=group groups=4", "", "normalization group → batch", "归一化：组归一化 → 批归一化"},
		{"norm=none groups=4", "norm=none", "", ""},
		{"", "", "", ""},
	} {
		c := config.New(zoo.Lookup("unet"))
		from, err := c.With(tt.from)
		if err != nil {
			t.Fatal(err)
		}
		to, err := c.With(tt.to)
		if err != nil {
			t.Fatal(err)
		}
		if got := English.Differences(from, to); got != tt.en {
			t.Errorf("%s to %s: %s, want %s", tt.from, tt.to, got, tt.en)
		}
		if got := Chinese.Differences(from, to); got != tt.zh {
			t.Errorf("%s to %s: %s, want %s", tt.from, tt.to, got, tt.zh)
		}
	}
	two := English.Differences(config.New(zoo.Lookup("unet")), config.New(zoo.Lookup("milesial")))
	if two != "Classic U-Net → U-Net (milesial)" {
		t.Error(two)
	}
}

// TestEverySettingIsDescribed: turning any knob of any architecture that has an
// effect is said, in both languages, in one line.
func TestEverySettingIsDescribed(t *testing.T) {
	for _, a := range zoo.Archs() {
		start := config.New(a)
		for i, k := range start.Knobs {
			values := []string{"2", "3", "5", "4,4", "8,8,8", "3x2x2", "DA"}
			for _, c := range k.Choices {
				values = append(values, c.Value)
			}
			for _, v := range values {
				c, err := start.With(k.Key + "=" + v)
				if err != nil || c.Knobs[i].IsDefault() || c.Knobs[i].Idle() {
					continue
				}
				for _, l := range Langs() {
					want := l.Value(c.Knobs[i])
					name, diff := l.Config(c), l.Differences(start, c)
					if p := zoo.PresetOf(c); p != nil {
						want = l.T(p.Name)
					} else if !strings.Contains(diff, want) {
						t.Errorf("%s %s=%s: %q does not say %q", a.ID, k.Key, v, diff, want)
					}
					if !strings.Contains(name, want) || !strings.HasPrefix(name, l.T(a.Name)) {
						t.Errorf("%s %s=%s: %q does not say %q", a.ID, k.Key, v, name, want)
					}
					if strings.ContainsAny(name+diff, "\n\t%") {
						t.Errorf("%s %s=%s: %q, %q", a.ID, k.Key, v, name, diff)
					}
					if diff != "" && l.Differences(c, start) == "" {
						t.Errorf("%s %s=%s: nothing differs on the way back", a.ID, k.Key, v)
					}
				}
			}
		}
	}
}

// TestConventionsLine: what stands beside the count is said with its number.
func TestConventionsLine(t *testing.T) {
	for _, a := range zoo.Archs() {
		_, r, err := config.New(a).Build()
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range Langs() {
			s := l.Conventions(r)
			if r.Buffers > 0 && !strings.Contains(s, number.Grouped(r.Buffers)) {
				t.Errorf("%s: %s does not say %d buffers", a.ID, s, r.Buffers)
			}
			if r.Unused > 0 && !strings.Contains(s, number.Grouped(r.Unused)) {
				t.Errorf("%s: %s does not say %d unused", a.ID, s, r.Unused)
			}
			if strings.Contains(s, "%") {
				t.Errorf("%s: %s", a.ID, s)
			}
		}
	}
}

// TestSummaryNamesRareSettings: a name that leaves out a departure would be another
// network's.
func TestSummaryNamesRareSettings(t *testing.T) {
	c, err := config.Make(zoo.Lookup("unet"), "block=separable gate=on")
	if err != nil {
		t.Fatal(err)
	}
	_, r, err := c.Build()
	if err != nil {
		t.Fatal(err)
	}
	got := English.Summary(c, r)
	for _, want := range []string{"depthwise separable", "attention gates"} {
		if !strings.Contains(strings.ToLower(got), want) {
			t.Errorf("%q does not say %q", got, want)
		}
	}
}
