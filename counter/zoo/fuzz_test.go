package zoo_test

import (
	"errors"
	"math/big"
	"math/rand"
	"strconv"
	"strings"
	"testing"

	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// FuzzSet: any text for any key is either refused, and the old value stays, or
// accepted, and Get writes it so that Set understands it again.
func FuzzSet(f *testing.F) {
	f.Add("unet", "base", "64")
	f.Add("unet", "filters", "32,64,128")
	f.Add("unet", "size", "256x192")
	f.Add("unet", "kernel", "4")
	f.Add("unet", "up", "bilinear")
	f.Add("unet", "", "")
	for _, a := range zoo.Archs() {
		for _, k := range config.New(a).Knobs {
			f.Add(a.ID, k.Key, k.Default)
		}
	}
	f.Fuzz(func(t *testing.T, arch, key, text string) {
		a := zoo.Lookup(arch)
		if a == nil {
			a = zoo.Lookup(zoo.Default)
		}
		c := config.New(a)
		before := c.Clone()
		if err := c.Set(key, text); err != nil {
			var v *config.ValueError
			if !errors.As(err, &v) || v.Key != key || v.Text.EN == "" || v.Text.ZH == "" {
				t.Errorf("%s=%q: %v", key, text, err)
			}
			if !c.Equal(before) {
				t.Errorf("%s=%q was refused, and left %q", key, text, settings(c))
			}
			return
		}
		value := c.Knob(key).Get()
		if d := c.Clone(); !d.Equal(c) {
			t.Errorf("%s=%q gives %q, and the copy %q", key, text, settings(c), settings(d))
		}
		if err := before.Set(key, value); err != nil || !before.Equal(c) {
			t.Errorf("%s=%q is written as %q, which gives %v, %q", key, text, value, err, settings(before))
		}
	})
}

// FuzzBuild: no settings of the classic U-Net make the program fail, and its
// count is the one by hand, which knows no layers and no networks.
func FuzzBuild(f *testing.F) {
	for _, p := range zoo.Presets() {
		if p.Arch == "unet" {
			f.Add(p.Settings)
		}
	}
	f.Add("residual=on heads=on convs=3 kernel=5 nd=1 upout=keep where=up")
	f.Add("filters=32,48,7 grow=last up=nearest upconv=none padding=valid size=3x5")
	f.Add("nd=3 kernel=15 convs=8 levels=10 base=65536")
	f.Fuzz(func(t *testing.T, text string) {
		c := unet(t, "")
		for _, s := range strings.Fields(text) {
			key, value, _ := strings.Cut(s, "=")
			_ = c.Set(key, value) // FuzzSet looks at those
		}
		checkByHand(t, c)
	})
}

// TestByHand is FuzzBuild with random settings that suit their knobs.
func TestByHand(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	a := zoo.Lookup("unet")
	for range enough(2000, a) {
		checkByHand(t, randomConfig(r, a))
	}
}

func checkByHand(t *testing.T, c *config.Config) {
	t.Helper()
	for _, k := range c.Knobs { // what PyTorch alone counts beside us, see TestProof
		if k.More {
			_ = k.Set(k.Default)
		}
	}
	net, r, err := c.Build()
	want := byHand(c)
	var v *config.ValueError
	switch {
	case err == nil:
		if !want.IsInt64() || r.Learnable != want.Int64() {
			t.Fatalf("%q: %d parameters, by hand %v", settings(c), r.Learnable, want)
		}
		if _, err := c.Trace(net); err != nil && !errors.As(err, &v) {
			t.Fatalf("%q: %v", settings(c), err)
		}
	case !errors.As(err, &v):
		t.Fatalf("%q: %v", settings(c), err)
	case v.Key == "groups" || v.Key == "grow", c.Knob("up").Get() == "unpool" && v.Key != "base" && v.Key != "filters": // can't be counted at all
	default:
		// Batch normalization's buffers are fewer than the parameters, so that
		// only these can be too many.
		if want.IsInt64() {
			t.Fatalf("%q: %v, by hand %v", settings(c), err, want)
		}
	}
}

// byHand counts a classic U-Net as one does with pencil and paper, in numbers
// of any size.
func byHand(c *config.Config) *big.Int {
	value := func(key string) string { return c.Knob(key).Get() }
	number := func(key string) int64 {
		n, _ := strconv.ParseInt(value(key), 10, 64)
		return n
	}
	is := func(key, want string) bool { return value(key) == want }

	sum := new(big.Int)
	count := func(factors ...int64) {
		p := big.NewInt(1)
		for _, n := range factors {
			p.Mul(p, big.NewInt(n))
		}
		sum.Add(sum, p)
	}
	power := func(kernel int64) int64 {
		n := int64(1)
		for range number("nd") {
			n *= kernel
		}
		return n
	}
	conv := func(kernel, in, out int64, bias bool) {
		count(power(kernel), in, out)
		if bias {
			count(out)
		}
	}
	normed := !is("norm", "none")
	affine := int64(2)
	if is("norm", "plain") {
		affine = 0
	}
	block := func(in int64, widths []int64, norm bool) int64 {
		x := in
		for _, w := range widths {
			conv(number("kernel"), x, w, is("bias", "on"))
			if norm {
				count(affine, w)
			}
			x = w
		}
		if is("residual", "on") && in != x {
			conv(1, in, x, is("bias", "on"))
			if norm {
				count(affine, x)
			}
		}
		return x
	}
	widths := func(narrow, out int64) []int64 {
		w := make([]int64, number("convs"))
		for i := range w {
			w[i] = narrow
		}
		w[len(w)-1] = out
		return w
	}

	var filters []int64
	for _, s := range strings.Split(value("filters"), ",") {
		n, _ := strconv.ParseInt(s, 10, 64)
		filters = append(filters, n)
	}
	x := number("in")
	for _, f := range filters {
		narrow := f
		if is("grow", "last") {
			narrow = f / 2
		}
		x = block(x, widths(narrow, f), normed)
	}
	for i := len(filters) - 2; i >= 0; i-- {
		f, out := filters[i], filters[i]
		if is("upout", "keep") {
			out = x
		}
		kernel := number("upkernel")
		switch value("up") {
		case "bilinear", "nearest", "unpool":
			kernel = number("upconv")
		case "shuffle": // 1×1, to four times the channels in two dimensions
			conv(1, x, out*power(2), is("upbias", "on"))
			if normed && is("where", "up") {
				count(affine, out)
			}
			x, kernel = out, 0
		}
		if kernel > 0 { // else interpolation alone, which has no parameters
			conv(kernel, x, out, is("upbias", "on"))
			if normed && is("where", "up") {
				count(affine, out)
			}
			x = out
		}
		x = block(f+x, widths(f, f), normed && !is("where", "encoder"))
		if i == 0 || is("heads", "on") {
			conv(1, f, number("classes"), true)
		}
	}
	return sum
}
