package zoo_test

import (
	"errors"
	"math"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// TestMessages pins what a reader is told about settings that don't go
// together, and what is suggested instead.
func TestMessages(t *testing.T) {
	for _, tt := range []struct {
		settings string
		message  string
		nearest  string
	}{
		{"size=250", "size: can't be joined at level 4 (Decoder 4): 31×31 meets 30×30", "240 256"},
		{"size=572", "size: can't be joined at level 4 (Decoder 4): 71×71 meets 70×70", "560 576"},
		{"size=256x250", "size: can't be joined at level 4 (Decoder 4): 32×31 meets 32×30", "256x240 256x256"},
		{"size=8", "size: is too small: nothing is left at level 5 (Bottleneck)", "16"},
		{"padding=valid size=180", "size: is too small: nothing is left at level 3 (Decoder 3)", "188"},
		{"nd=3 size=32x32", "size: needs one number, or 3: one for each dimension", "32"},
		{"nd=1 size=30x32", "size: needs one number, or 1: one for each dimension", "16 32"},
		{"size=65535", "size: can't be joined at level 4 (Decoder 4): 8191×8191 meets 8190×8190", "65520 65536"},
		{"levels=10 size=65530", "size: can't be joined at level 9 (Decoder 9): 255×255 meets 254×254", "65024 65536"},
		{"norm=group base=12", "groups: must divide the channels of every level, but level 1 has 12", "6 12"},
		{"norm=group groups=65536", "groups: must divide the channels of every level, but level 1 has 32", "32"},
		{"norm=group filters=7,11", "groups: must divide the channels of every level, but level 1 has 7", "1"},
		{"norm=group grow=last", "", ""},
		{"norm=group grow=last groups=32", "groups: must divide the channels of every level, but level 1 has 16", "16"},
		{"grow=last base=5", "grow: halves the channels, but level 1 has an odd number of them, 5", "first"},
		{"grow=last filters=4,6,1001", "grow: halves the channels, but level 3 has an odd number of them, 1,001", "first"},
		{"grow=last convs=1 base=5", "", ""},
	} {
		c := unet(t, tt.settings)
		net, _, err := c.Build()
		if err == nil {
			_, err = c.Trace(net)
		}
		if tt.message == "" {
			if err != nil {
				t.Errorf("%q: %v", tt.settings, err)
			}
			continue
		}
		if err == nil {
			t.Errorf("%q works; want %q", tt.settings, tt.message)
			continue
		}
		v := checkError(t, c, err)
		near := strings.Join(v.Nearest, " ")
		if err.Error() != tt.message || near != tt.nearest {
			t.Errorf("%q: %v (%s); want %s (%s)", tt.settings, err, near, tt.message, tt.nearest)
		}
	}
}

// TestOverflowSuggestion: where a count does not fit, the largest base width
// that fits is suggested, to the unit.
func TestOverflowSuggestion(t *testing.T) {
	c := unet(t, "nd=3 kernel=15 convs=8 levels=10 base=65536")
	_, _, err := c.Build()
	v := checkError(t, c, err)
	if v.Key != "base" || v.Value != "65536" || len(v.Nearest) != 1 || !strings.Contains(v.Text.EN, "at level 9 (Encoder 9)") {
		t.Fatalf("%v (%q), suggested %q", v, v.Value, v.Nearest)
	}
	best, err := strconv.ParseInt(v.Nearest[0], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	for n, fits := range map[int64]bool{best: true, best + 1: false} {
		d := c.Clone()
		if err := d.Set("base", strconv.FormatInt(n, 10)); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Count(); (err == nil) != fits {
			t.Errorf("base=%d: %v", n, err)
		}
	}

	c = unet(t, "nd=3 kernel=15 filters=33554432,33554431,33554432")
	_, _, err = c.Build()
	v = checkError(t, c, err)
	if v.Key != "filters" || len(v.Nearest) != 1 {
		t.Fatalf("%v, suggested %q", v, v.Nearest)
	}
	if _, err := unet(t, "nd=3 kernel=15 filters="+v.Nearest[0]).Count(); err != nil {
		t.Errorf("filters=%s, as suggested: %v", v.Nearest[0], err)
	}
}

// TestMACsOverflow: where the multiply-accumulates are too many, the message
// names the level and the largest size with which they are not.
func TestMACsOverflow(t *testing.T) {
	for _, tt := range []struct{ settings, where, nearest string }{
		{"nd=3 size=65536", "at level 2 (Encoder 2)", "34384"},
		{"nd=3 size=65530", "at level 2 (Encoder 2)", "34384"},
		{"nd=3 size=65530x60000x65000", "at level 2 (Encoder 2)", "34384x34384x34384"},
		{"nd=3 base=65536 kernel=9 levels=3 size=65536x12x36", "at level 1 (Encoder 1)", "1028x12x36"},
		{"nd=3 size=65533 levels=10 padding=valid convs=8 residual=on", "at level 1 (Encoder 1)", "28495"},
		{"nd=3 size=65535 levels=10 convs=8 residual=on heads=on", "at level 1 (Encoder 1)", "21504"},
		{"size=65536 base=65536 levels=4", "at level 1 (Encoder 1)", "3960"},
		{"nd=3 kernel=15 convs=8 filters=2000000,9000000 size=40", "at level 1 (Encoder 1)", "2"},
		{"nd=3 kernel=15 convs=8 filters=8000000,8000000 size=40", "at level 1 (Encoder 1)", ""},
	} {
		c := unet(t, tt.settings)
		net, _ := build(t, c)
		_, err := c.Trace(net)
		if err == nil {
			t.Errorf("%q runs", tt.settings)
			continue
		}
		v := checkError(t, c, err)
		if v.Key != "size" || !strings.Contains(v.Text.EN, "overflow a 64-bit integer "+tt.where) || strings.Join(v.Nearest, " ") != tt.nearest {
			t.Errorf("%q: %v (%s); want %s (%s)", tt.settings, v, v.Nearest, tt.where, tt.nearest)
			continue
		}
		if tt.nearest == "" || strings.Contains(tt.nearest, "x") {
			continue
		}
		n, _ := strconv.ParseInt(tt.nearest, 10, 64)
		if _, err := net.Trace(counter.Cube(n)); err != nil {
			t.Errorf("%q with size=%d, as suggested: %v", tt.settings, n, err)
		}
		for n++; net.Fits(counter.Cube(n)) != nil; n++ {
		}
		if _, err := net.Trace(counter.Cube(n)); err == nil {
			t.Errorf("%q: size=%d is larger and runs", tt.settings, n)
		}
	}
}

// TestNearestSizes: between a size and the ones suggested for it there is none
// that works. The check tries them all.
func TestNearestSizes(t *testing.T) {
	for _, tt := range []struct {
		settings string
		max      int64
	}{
		{"base=1", 600},
		{"base=1 levels=2", 40},
		{"base=1 levels=8", 600},
		{"base=1 padding=valid", 400},
		{"base=1 padding=valid levels=3 convs=3 kernel=5", 400},
		{"base=1 padding=valid residual=on", 300},
	} {
		c := unet(t, tt.settings)
		net, _ := build(t, c)
		works := func(n int64) bool {
			_, err := net.Trace(counter.Cube(n))
			return err == nil
		}
		for n := int64(1); n <= tt.max; n += 7 {
			if err := c.Set("size", strconv.FormatInt(n, 10)); err != nil {
				t.Fatal(err)
			}
			_, err := c.Trace(net)
			if (err == nil) != works(n) {
				t.Fatalf("%q at %d: %v", tt.settings, n, err)
			}
			if err == nil {
				continue
			}
			var want []string
			for m := n; m >= 1; m-- {
				if works(m) {
					want = append(want, strconv.FormatInt(m, 10))
					break
				}
			}
			for m := n; m <= 65536; m++ {
				if works(m) {
					want = append(want, strconv.FormatInt(m, 10))
					break
				}
			}
			if v := checkError(t, c, err); !slices.Equal(v.Nearest, want) {
				t.Errorf("%q at %d: suggested %q, want %q", tt.settings, n, v.Nearest, want)
			}
		}
	}
}

// TestListSuggestions: for a list the suggestion is a list, with each wrong
// number corrected.
func TestListSuggestions(t *testing.T) {
	for _, tt := range []struct{ key, value, nearest string }{
		{"filters", "32,0", "32,1"},
		{"filters", "0,99999999999,5", "1,33554432,5"},
		{"filters", "32,x", ""},
		{"filters", "0,x", ""},
		{"filters", "x,0", ""},
		{"in", "+5", ""}, // a link writes every value in one way
		{"in", "1_000", ""},
		{"in", " 5", ""},
		{"filters", "32", ""},
		{"size", "70000", "65536"},
		{"size", "0x70000x5", "1x65536x5"},
		{"convs", "9", "8"},
		{"kernel", "4", "3 5"},
		{"kernel", "16", "15"},
		{"bias", "yes", "off on"},
		{"padding", "", "same valid"},
	} {
		err := unet(t, "").Set(tt.key, tt.value)
		var v *config.ValueError
		if !errors.As(err, &v) || v.Key != tt.key || v.Value != tt.value || strings.Join(v.Nearest, " ") != tt.nearest {
			t.Errorf("%s=%s: %+v; want to suggest %q", tt.key, tt.value, v, tt.nearest)
		}
	}
}

// TestBounds: no value that someone crafts makes the program slow or large.
func TestBounds(t *testing.T) {
	const mega = 1 << 20
	texts := map[string]string{
		"nines":                strings.Repeat("9", mega),
		"zeros":                strings.Repeat("0", mega),
		"a small list":         strings.Repeat("1,", mega/2),
		"a small list of x":    strings.Repeat("1x", mega/2),
		"commas":               strings.Repeat(",", mega),
		"crosses":              strings.Repeat("x", mega),
		"a number, then zeros": "1x1x" + strings.Repeat("0", 115) + strings.Repeat("5", mega),
		"text":                 strings.Repeat("ö", mega/2),
		"the largest":          strconv.FormatInt(math.MaxInt64, 10),
		"the largest list":     strings.TrimSuffix(strings.Repeat("9223372036854775807,", 10), ","),
		"just too many":        strings.TrimSuffix(strings.Repeat("1,", 17), ","),
	}
	for _, a := range zoo.Archs() {
		for what, text := range texts {
			c := config.New(a)
			for _, k := range c.Knobs {
				bytes, took := cost(func() {
					if err := k.Set(text); err == nil && k.Get() != "0" { // many zeros are one
						t.Errorf("%s: %s accepts %s", a.ID, k.Key, what)
					}
				})
				if bytes > 4*mega || took > 5*time.Second {
					t.Errorf("%s: to refuse %s, %s took %v and %d bytes", a.ID, what, k.Key, took, bytes)
				}
			}
		}
	}

	// All knobs at their largest together, and all at their most: the answer,
	// whichever it is, comes soon.
	for _, settings := range []string{
		"in=65536 classes=65536 nd=3 base=65536 levels=10 convs=8 kernel=15 residual=on heads=on size=65536",
		"in=65536 classes=65536 nd=3 base=65536 levels=10 convs=8 kernel=15 residual=on heads=on norm=group groups=65536 grow=last size=65535",
		"base=1 levels=10 convs=8 residual=on heads=on nd=3 size=65533x65521x65519",
		"base=1 levels=10 convs=8 kernel=15 padding=valid residual=on nd=3 size=1x2x3",
		"base=1 levels=7 convs=8 kernel=9 padding=valid residual=on nd=3 size=1x2x3",
		"filters=33554432,33554432,33554432,33554432,33554432,33554432,33554432,33554432,33554432,33554431 nd=3 kernel=15",
	} {
		c := unet(t, settings)
		bytes, took := cost(func() {
			if net, _, err := c.Build(); err == nil {
				_, _ = c.Trace(net)
				_, _, _ = c.ClosedForm()
			}
		})
		limit := 5 * time.Second
		if runtime.GOARCH == "wasm" {
			limit *= 10
		}
		t.Logf("%v, %d KiB: %s", took.Round(time.Millisecond), bytes>>10, settings)
		if bytes > 256*mega || took > limit {
			t.Errorf("%s took %v and %d bytes", settings, took, bytes)
		}
	}
}

// cost returns how much f allocates and how long it takes.
func cost(f func()) (bytes uint64, took time.Duration) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	f()
	took = time.Since(start)
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc, took
}
