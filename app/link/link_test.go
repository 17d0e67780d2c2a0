package link

import (
	"cmp"
	"math/rand/v2"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

func configOf(t testing.TB, settings string) *config.Config {
	t.Helper()
	c, err := config.Make(zoo.Lookup(zoo.Default), settings)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestPinnedComparisons pins links that put two networks side by side.
func TestPinnedComparisons(t *testing.T) {
	for _, tt := range []struct {
		fragment, written string
		a, b              int64
	}{
		{"v=1&arch=unet&base=64&b.arch=milesial&b.n_classes=1&b.bilinear=on", "", 31_042_434, 17_262_977},
		{"v=1&arch=unet&b.arch=unet&b.base=64", "", 7_765_442, 31_042_434},
		{"v=1&arch=unet&base=64&stage=dec4&b.arch=unet", "", 31_042_434, 7_765_442},
		{"b.base=64", "v=1&arch=unet&b.arch=unet&b.base=64", 7_765_442, 31_042_434},
		{"b.filters=35%2C70%2C140%2C280%2C561&arch=u2net", "v=1&arch=u2net&b.arch=unet&b.filters=35,70,140,280,561", 44_009_869, 9_302_457},
	} {
		s, problems := Parse("#" + tt.fragment)
		if len(problems) > 0 || s.Other == nil {
			t.Errorf("%s: %v, %v", tt.fragment, problems, s.Other)
			continue
		}
		a, _ := s.Config.Count()
		if b, _ := s.Other.Count(); a != tt.a || b != tt.b {
			t.Errorf("%s: %d and %d, want %d and %d", tt.fragment, a, b, tt.a, tt.b)
		}
		if want := tt.written; want == "" && Encode(s) != tt.fragment || want != "" && Encode(s) != want {
			t.Errorf("%s: written as %s", tt.fragment, Encode(s))
		}
	}
}

// TestKeys: what is before a dot is a configuration, what has none a
// setting; and the link's own keys are no settings.
func TestKeys(t *testing.T) {
	for _, a := range zoo.Archs() {
		for _, k := range config.New(a).Knobs {
			if strings.ContainsAny(k.Key, ".&=#%") || k.Key == "v" || k.Key == "arch" || k.Key == "stage" || k.Key == "why" {
				t.Errorf("%s: a setting can't be called %q", a.ID, k.Key)
			}
		}
	}
}

// TestPinned pins links that are in posts: they keep working, with the
// number they had.
func TestPinned(t *testing.T) {
	for _, tt := range []struct {
		fragment string
		total    int64
		stage    string
	}{
		{"", 7_765_442, ""},
		{"v=1&arch=unet", 7_765_442, ""},
		{"v=1&arch=unet&base=64", 31_042_434, ""},
		{"v=1&arch=unet&norm=none", 7_759_554, ""},
		{"v=1&arch=unet&where=encoder", 7_763_522, ""},
		{"v=1&arch=unet&base=64&up=bilinear", 28_953_474, ""},
		{"v=1&arch=unet&base=64&norm=none&up=bilinear", 28_941_698, ""},
		{"v=1&arch=unet&base=64&padding=valid&norm=none&size=572", 31_030_658, ""},
		{"v=1&arch=unet&in=3&classes=1&base=64&bias=off", 31_037_633, ""},
		{"v=1&arch=unet&in=3&classes=1&base=64&where=up&up=nearest&upconv=3", 34_527_041, ""},
		{"v=1&arch=unet&in=3&classes=3&nd=3&base=64&levels=4&norm=none&grow=last&upout=keep&upbias=off&size=128", 19_069_955, ""},
		{"v=1&arch=unet&filters=35,70,140,280,560&stage=dec4", 9_288_722, "dec4"},
		{"v=1&arch=unet&filters=35%2C70%2C140%2C280%2C561", 9_302_457, ""},
		{"v=1&arch=unet&base=16&levels=4&norm=group&groups=4&residual=on&heads=on&kernel=5&convs=3&size=64x96", 1_963_894, ""},
	} {
		s, problems := Parse("#" + tt.fragment)
		if len(problems) > 0 {
			t.Errorf("%s: %v", tt.fragment, problems)
		}
		if n, err := s.Config.Count(); err != nil || n != tt.total {
			t.Errorf("%s: %d parameters, %v; want %d", tt.fragment, n, err, tt.total)
		}
		if s.Stage != tt.stage {
			t.Errorf("%s: stage %q, want %q", tt.fragment, s.Stage, tt.stage)
		}
	}
}

// TestPinnedViews pins the keys with which posts say how an embed looks.
func TestPinnedViews(t *testing.T) {
	for _, tt := range []struct {
		fragment string
		view     View
	}{
		{"v=1&arch=unet&base=64&stage=dec4&controls=off&theme=dark&lang=zh", View{"off", "dark", "zh"}},
		{"v=1&arch=unet&controls=open&theme=light&lang=en", View{"open", "light", "en"}},
		{"v=1&arch=unet&controls=folded&theme=auto", View{}},
		{"lang=zh&arch=milesial", View{Lang: "zh"}},
		{"lang=zh&arch=nonet", View{Lang: "zh"}},
	} {
		s, problems := Parse(tt.fragment)
		if len(problems) > 0 && !strings.Contains(tt.fragment, "nonet") {
			t.Errorf("%s: %v", tt.fragment, problems)
		}
		if s.View != tt.view {
			t.Errorf("%s: %+v, want %+v", tt.fragment, s.View, tt.view)
		}
		if again, _ := Parse(Encode(s)); again.View != tt.view {
			t.Errorf("%s: %s", tt.fragment, Encode(s))
		}
	}
	s, _ := Parse("theme=dark&stage=dec4&controls=off&base=64")
	if got, want := Encode(s), "v=1&arch=unet&base=64&stage=dec4&controls=off&theme=dark"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestWhy pins links with a number to be explained, which is any short text.
func TestWhy(t *testing.T) {
	for _, tt := range []struct{ fragment, why, written string }{
		{"v=1&arch=unet&why=31M", "31M", ""},
		{"v=1&arch=unet&base=64&stage=dec4&theme=dark&why=28.24M", "28.24M", ""},
		{"v=1&arch=milesial&why=31%2C030%2C658", "31,030,658", ""},
		{"why=31,030,658", "31,030,658", "v=1&arch=unet&why=31%2C030%2C658"},
		{"v=1&arch=unet&why=28.24%20M%26base%3D64", "28.24 M&base=64", ""},
		{"v=1&arch=unet&why=%E7%BA%A6776%E4%B8%87", "约776万", ""},
		{"why=1.9e%2B7&base=64", "1.9e+7", "v=1&arch=unet&base=64&why=1.9e%2B7"},
		{"why=%3Cscript%3E", "<script>", "v=1&arch=unet&why=%3Cscript%3E"},
		{"why=", "", "v=1&arch=unet"},
	} {
		s, problems := Parse(tt.fragment)
		if s.Why != tt.why || len(problems) > 0 {
			t.Errorf("%s: %q, %v; want %q", tt.fragment, s.Why, problems, tt.why)
		}
		if want := cmp.Or(tt.written, tt.fragment); Encode(s) != want {
			t.Errorf("%s: written as %s, want %s", tt.fragment, Encode(s), want)
		}
	}
	s, problems := Parse("why=" + strings.Repeat("9", MaxWhy+1))
	if s.Why != "" || len(problems) != 1 || problems[0].Kind != BadValue || problems[0].Err == nil {
		t.Errorf("a long text: %q, %v", s.Why, problems)
	}
}

// TestPinnedCosts pins the keys that say how a network is run, and their defaults.
func TestPinnedCosts(t *testing.T) {
	for _, tt := range []struct {
		fragment string
		cost     Cost
		written  string
	}{
		{"v=1&arch=unet&base=64&batch=8&dtype=mixed&optimizer=adam8bit", Cost{8, "mixed", "adam8bit", ""}, ""},
		{"v=1&arch=unet&dtype=float16&optimizer=sgd", Cost{0, "float16", "sgd", ""}, ""},
		{"optimizer=momentum&batch=65536", Cost{65536, "", "momentum", ""}, "v=1&arch=unet&batch=65536&optimizer=momentum"},
		{"v=1&arch=unet&batch=2&checkpoint=on", Cost{2, "", "", "on"}, ""},
		{"batch=1&dtype=float32&optimizer=adam&checkpoint=off", Cost{}, "v=1&arch=unet"},
	} {
		s, problems := Parse(tt.fragment)
		if s.Cost != tt.cost || len(problems) > 0 {
			t.Errorf("%s: %+v, %v", tt.fragment, s.Cost, problems)
		}
		if want := cmp.Or(tt.written, tt.fragment); Encode(s) != want {
			t.Errorf("%s: written as %s, want %s", tt.fragment, Encode(s), want)
		}
	}
	for _, bad := range []string{"batch=0", "batch=65537", "batch=-1", "batch=many", "dtype=int8", "optimizer=lion", "checkpoint=yes"} {
		s, problems := Parse(bad)
		if s.Cost != (Cost{}) || len(problems) != 1 || problems[0].Kind != BadValue || problems[0].Err == nil {
			t.Errorf("%s: %+v, %v", bad, s.Cost, problems)
		}
	}
}

// TestPinnedTables pins the keys of tables for papers, and their defaults.
func TestPinnedTables(t *testing.T) {
	for _, tt := range []struct {
		fragment, written string
		networks          int
		columns           string
		rounded           bool
		size              string
	}{
		{"v=1&arch=unet&p1.arch=unet&p1.base=64&p2.arch=milesial&p2.bilinear=on&columns=params,macs,inference&numbers=rounded&at=512x256", "", 2, "params macs inference", true, "512x256"},
		{"p1.arch=unet", "v=1&arch=unet&p1.arch=unet", 1, "params macs training field source", false, ""},
		{"p3.base=64&p1.arch=vnet&columns=source,params,,params&numbers=exact", "v=1&arch=unet&p1.arch=vnet&p2.arch=unet&p2.base=64&columns=params,source", 2, "params source", false, ""},
		{"p1.arch=unet&columns=source,params,macs,training,field", "v=1&arch=unet&p1.arch=unet", 1, "params macs training field source", false, ""},
		{"v=1&arch=unet&p1.arch=unet&columns=", "", 1, "", false, ""},
		{"columns=params&numbers=rounded&at=64", "v=1&arch=unet", 0, "params macs training field source", false, ""},
	} {
		s, problems := Parse(tt.fragment)
		if got := strings.Join(s.Table.Shown(), " "); len(problems) > 0 || len(s.Table.Networks) != tt.networks || got != tt.columns || s.Table.Rounded != tt.rounded || s.Table.Size != tt.size {
			t.Errorf("%s: %+v, %v", tt.fragment, s.Table, problems)
		}
		if want := cmp.Or(tt.written, tt.fragment); Encode(s) != want {
			t.Errorf("%s: written as %s, want %s", tt.fragment, Encode(s), want)
		}
	}
	for fragment, key := range map[string]string{"p1.arch=nonet": "p1.arch", "p1.arch=unet&p1.q=1": "p1.q", "p1.arch=unet&p1.base=x": "p1.base",
		"p17.arch=unet": "p17.arch", "p0.arch=unet": "p0.arch", "columns=size": "columns", "numbers=few": "numbers", "at=0": "at", "at=1x2x3x4": "at", "at=064": "at", "at=": "at"} {
		if _, problems := Parse(fragment); len(problems) != 1 || problems[0].Key != key {
			t.Errorf("%s: %v", fragment, problems)
		}
	}
}

// TestPinnedShows pins what a drawing can show.
func TestPinnedShows(t *testing.T) {
	for show, written := range map[string]string{"parameters": "", "macs": "macs", "activations": "activations", "memory": "memory", "field": "field"} {
		s, problems := Parse("v=1&arch=unet&show=" + show)
		if s.Show != written || len(problems) > 0 || (written != "") != strings.Contains(Encode(s), "&show="+show) {
			t.Errorf("%s: %q, %v, %s", show, s.Show, problems, Encode(s))
		}
	}
	if _, problems := Parse("show=time"); len(problems) != 1 || problems[0].Kind != BadValue {
		t.Error(problems)
	}
}

// TestToggle checks that columns can be added and removed, and keep their order.
func TestToggle(t *testing.T) {
	with := Table{}.Toggle("inference")
	if got := strings.Join(with.Columns, ","); got != "params,macs,training,inference,field,source" {
		t.Error(got)
	}
	if back := with.Toggle("inference"); back.Columns != nil {
		t.Error(back.Columns)
	}
	none := Table{}
	for _, c := range usualColumns {
		none = none.Toggle(c)
	}
	if none.Columns == nil || len(none.Shown()) != 0 {
		t.Errorf("%v", none.Columns)
	}
}

// TestKeysApart: a setting that has a key of a link's own could never be set.
func TestKeysApart(t *testing.T) {
	own := map[string]bool{"v": true, "arch": true, "stage": true, "why": true, "practice": true, "seed": true, "batch": true, "dtype": true, "optimizer": true, "checkpoint": true, "show": true, "columns": true, "numbers": true, "at": true}
	for _, o := range new(View).options() {
		if own[o.key] {
			t.Errorf("%s means two things", o.key)
		}
		own[o.key] = true
	}
	for _, a := range zoo.Archs() {
		for _, k := range config.New(a).Knobs {
			if own[k.Key] || strings.HasPrefix(k.Key, OtherPrefix) {
				t.Errorf("%s has a setting with the key %s", a.ID, k.Key)
			}
		}
	}
}

// TestEncode pins what is written: defaults are left out, an implied value is
// never written, a list that only doubles is written as base and levels.
func TestEncode(t *testing.T) {
	for _, tt := range []struct{ settings, want string }{
		{"", "v=1&arch=unet"},
		{"base=64", "v=1&arch=unet&base=64"},
		{"filters=64,128,256", "v=1&arch=unet&base=64&levels=3"},
		{"filters=35,70,141", "v=1&arch=unet&filters=35,70,141"},
		{"size=256x192 up=bilinear upconv=none", "v=1&arch=unet&up=bilinear&upconv=none&size=256x192"},
		{"base=64 base=32", "v=1&arch=unet"},
	} {
		if got := Encode(State{Config: configOf(t, tt.settings)}); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.settings, got, tt.want)
		}
	}
}

// TestRoundTrip: any configuration gives a link that gives the configuration.
func TestRoundTrip(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	var before *config.Config // another one, to compare with
	for _, a := range zoo.Archs() {
		n := 50 // the classic U-Net has the most knobs
		if a.ID == zoo.Default {
			n = 2000
		}
		for range n {
			c := config.New(a)
			for _, k := range c.Knobs {
				if rnd.IntN(3) == 0 {
					_ = k.Set(anyValue(rnd, k)) // a refused value leaves the default
				}
			}
			if _, _, err := c.Build(); err != nil {
				continue
			}
			in := State{Config: c, Stage: []string{"", "enc1", "mid5"}[rnd.IntN(3)]}
			if rnd.IntN(2) == 0 {
				in.Other = before
			}
			before = c
			text := Encode(in)
			out, problems := Parse(text)
			if len(problems) > 0 || !out.Config.Equal(c) || out.Stage != in.Stage || !same(out.Other, in.Other) {
				t.Fatalf("%s: came back as %s, %v", text, Encode(out), problems)
			}
		}
	}
}

func same(a, b *config.Config) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Equal(b)
}

func anyValue(rnd *rand.Rand, k *config.Knob) string {
	number := func() string {
		return strconv.FormatInt(k.Min+rnd.Int64N(min(k.Max-k.Min, 100)+1)/k.Step*k.Step, 10)
	}
	list := func(n int, sep string) string {
		parts := make([]string, n)
		for i := range parts {
			parts[i] = number()
		}
		return strings.Join(parts, sep)
	}
	switch k.Kind {
	case config.Number:
		return number()
	case config.Numbers:
		return list(min(2+rnd.IntN(k.MaxLen), k.MaxLen), ",")
	case config.Sizes:
		return list(1+rnd.IntN(3), "x")
	case config.SizeLists:
		return list(1+rnd.IntN(3), "x") + "," + number()
	case config.Word:
		word := ""
		for _, i := range rnd.Perm(len(k.Choices))[:1+rnd.IntN(k.MaxLen)] {
			word += k.Choices[i].Value
		}
		return word
	}
	return k.Choices[rnd.IntN(len(k.Choices))].Value
}

// TestProblems: what can't be used is named, and the rest is kept.
func TestProblems(t *testing.T) {
	for _, tt := range []struct {
		fragment string
		kinds    []Kind
		kept     string
	}{
		{"v=1&arch=unet&base=64&colour=red", []Kind{UnknownKey}, "v=1&arch=unet&base=64"},
		{"v=1&arch=unet&base=0&in=3", []Kind{BadValue}, "v=1&arch=unet&in=3"},
		{"v=1&arch=unet&base=1e3&in=+3", []Kind{BadValue, BadValue}, "v=1&arch=unet"},
		{"v=1&arch=unet&up=<script>alert(1)</script>", []Kind{BadValue}, "v=1&arch=unet"},
		{"v=1&arch=unet&base=64&base=32", []Kind{Repeated}, "v=1&arch=unet&base=64"},
		{"v=1&arch=unet&base=64&filters=35,70,141", []Kind{Overridden}, "v=1&arch=unet&filters=35,70,141"},
		{"v=2&arch=unet&base=64", []Kind{NewerVersion}, "v=1&arch=unet&base=64"},
		{"v=x&base=64", []Kind{BadVersion}, "v=1&arch=unet&base=64"},
		{"v=1&arch=nonet&base=64", []Kind{UnknownArch}, "v=1&arch=unet"},
		{"v=1&arch=unet&norm=group&groups=7&base=64", []Kind{Contradiction}, "v=1&arch=unet&base=64&norm=group"},
		{"v=1&arch=unet&base=65536&levels=10&kernel=15&nd=3&convs=8", []Kind{Contradiction}, "v=1&arch=unet&nd=3&levels=10&convs=8&kernel=15"},
		{"v=1&arch=unet&theme=pink&lang=&controls=<b>", []Kind{BadValue, BadValue, BadValue}, "v=1&arch=unet"},
		{"v=1&arch=unet&stage=%3Cb%3E", []Kind{BadValue}, "v=1&arch=unet"},
		{"hello", []Kind{UnknownKey}, "v=1&arch=unet"},
		{"base=64&b.base=0&b.in=3", []Kind{BadValue}, "v=1&arch=unet&base=64&b.arch=unet&b.in=3"},
		{"b.arch=<script>&b.base=64", []Kind{UnknownArch}, "v=1&arch=unet"},
		{"b.v=1&b.stage=enc1&b.b.base=2", []Kind{UnknownKey, UnknownKey, UnknownKey}, "v=1&arch=unet"},
		{"b.base=64&b.base=32", []Kind{Repeated}, "v=1&arch=unet&b.arch=unet&b.base=64"},
		{"b.norm=group&b.groups=7", []Kind{Contradiction}, "v=1&arch=unet&b.arch=unet&b.norm=group"},
		{"b.", []Kind{UnknownKey}, "v=1&arch=unet"},
		{"b.x=1", []Kind{UnknownKey}, "v=1&arch=unet"},
		{"base=-1&b.base=-1", []Kind{BadValue, BadValue}, "v=1&arch=unet"},
		{"%zz=%zz", []Kind{UnknownKey}, "v=1&arch=unet"},
		{"a=1&b=1&c=1&d=1&e=1&f=1&g=1&h=1&i=1&j=1", []Kind{0, 0, 0, 0, 0, 0, 0, 0, TooMany}, "v=1&arch=unet"},
		{"v=1&base=64&" + strings.Repeat("x", 1<<20), []Kind{TooLong, UnknownKey}, "v=1&arch=unet&base=64"},
	} {
		s, problems := Parse(tt.fragment)
		var kinds []Kind
		for _, p := range problems {
			kinds = append(kinds, p.Kind)
			if p.Kind == BadValue && p.Err == nil && p.Key != "stage" {
				t.Errorf("%.60s: no reason for %s", tt.fragment, p.Key)
			}
		}
		if len(kinds) != len(tt.kinds) {
			t.Errorf("%.60s: problems %v, want kinds %v", tt.fragment, problems, tt.kinds)
			continue
		}
		if others := strings.HasPrefix(tt.fragment, "b."); others && !strings.HasPrefix(problems[0].Key, OtherPrefix) {
			t.Errorf("%.60s: the problem is said to be of %q", tt.fragment, problems[0].Key)
		}
		for i := range kinds {
			if kinds[i] != tt.kinds[i] {
				t.Errorf("%.60s: problem %d is %d, want %d", tt.fragment, i, kinds[i], tt.kinds[i])
			}
		}
		if got := Encode(s); got != tt.kept {
			t.Errorf("%.60s: kept %s, want %s", tt.fragment, got, tt.kept)
		}
	}
}

// FuzzParse: any text gives a configuration that can be built, whose link is
// understood without a problem.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"", "#", "v=1&arch=unet&base=64&up=bilinear", "v=1&arch=unet&filters=35,70,140,280,561&stage=dec4",
		"base=99999999999999999999", "%", "=&=&==", "norm=group&groups=3", "lang=zh&theme=dark&controls=off", "v=1&&&in=1&in=2", "size=1x1x1x1", "\xff=\x00",
		"b.arch=milesial&b.bilinear=on&stage=enc1", "b.b.=b.&b.", "b.norm=group&b.groups=3&arch=u2net",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, _ := Parse(text)
		if _, _, err := s.Config.Build(); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if s.Other != nil {
			if _, _, err := s.Other.Build(); err != nil {
				t.Fatalf("%q: %v", text, err)
			}
		}
		again, problems := Parse(Encode(s))
		if len(problems) > 0 || !again.Config.Equal(s.Config) || again.Stage != s.Stage || !same(again.Other, s.Other) || again.View != s.View {
			t.Fatalf("%q: %s is not understood: %v", text, Encode(s), problems)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		Parse("v=1&arch=unet&in=3&classes=1&base=64&where=up&up=nearest&upconv=3")
	}
}

// TestPercent compares our way of undoing escapes with the standard library's.
func TestPercent(t *testing.T) {
	for _, s := range []string{
		"", "a", "a%2Cb", "%2c%2C", "%", "%4", "%41", "a%", "a%zz", "%+1", "%-1", "%0x", "%E5%8D%B7", "%ff", "100%", "%25", "a+b", "%%41", "%_1",
	} {
		want, err := url.PathUnescape(s)
		if err != nil {
			want = s
		}
		if got := percent(s); got != want {
			t.Errorf("%q: got %q, want %q", s, got, want)
		}
		if got, want := escape(s), strings.ReplaceAll(url.QueryEscape(s), "+", "%20"); got != want {
			t.Errorf("%q: got %q, want %q", s, got, want)
		}
	}
}

// TestLimits: a fragment is read up to 4,096 bytes and a number to explain up to
// 80; what is beyond is reported, not used.
func TestLimits(t *testing.T) {
	pad := func(n int) string { return "v=1&arch=unet&x=" + strings.Repeat("y", n-len("v=1&arch=unet&x=")) }
	for n, want := range map[int]bool{4096: false, 4097: true} {
		_, problems := Parse(pad(n))
		if got := slices.ContainsFunc(problems, func(p Problem) bool { return p.Kind == TooLong }); got != want {
			t.Errorf("a fragment of %d bytes: too long %v, want %v", n, got, want)
		}
	}
	for n, want := range map[int]bool{80: true, 81: false} {
		why := strings.Repeat("1", n)
		if opened, _ := Parse("v=1&arch=unet&why=" + why); (opened.Why == why) != want {
			t.Errorf("a number of %d bytes: read %v, want %v", n, opened.Why == why, want)
		}
	}
}
