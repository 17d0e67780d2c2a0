package zoo_test

import (
	"math"
	"math/rand"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// eachRandom calls f with random valid configurations of every architecture,
// made from the declarations of its knobs alone: an architecture is covered as
// soon as it is registered. Failures repeat, since the seed is fixed.
func eachRandom(t *testing.T, n int, f func(t *testing.T, r *rand.Rand, c *config.Config)) {
	for _, a := range zoo.Archs() {
		t.Run(a.ID, func(t *testing.T) {
			r := rand.New(rand.NewSource(1))
			n := enough(n, a)
			f(t, r, config.New(a))
			for valid, tries := 1, 0; valid < n; tries++ {
				if tries > 100*n {
					t.Fatalf("%d of %d random configurations are valid", valid, tries)
				}
				c := randomConfig(r, a)
				if _, _, err := c.Build(); err != nil {
					continue // TestSuggestions looks at those
				}
				valid++
				f(t, r, c)
				if t.Failed() {
					t.Fatalf("with %q", settings(c))
				}
			}
		})
	}
}

// enough scales a number of random configurations, meant for the classic U-Net:
// no other architecture has as many knobs. WebAssembly is slow, and only has to
// show that it gives the same.
func enough(n int, a *config.Arch) int {
	if a.ID != zoo.Default {
		n /= 20
	}
	if testing.Short() || runtime.GOARCH == "wasm" {
		n /= 10
	}
	return n + 3
}

// randomConfig sets some of the knobs. Each value suits its knob; all together
// may contradict each other.
func randomConfig(r *rand.Rand, a *config.Arch) *config.Config {
	c := config.New(a)
	often := r.Intn(4)
	for _, k := range c.Knobs {
		if r.Intn(4) <= often {
			_ = k.Set(randomValue(r, k)) // a list may be too short: then the old value stays
		}
	}
	return c
}

// randomValue returns a value within the bounds of one knob.
func randomValue(r *rand.Rand, k *config.Knob) string {
	number := func() string {
		switch r.Intn(16) {
		case 0:
			return strconv.FormatInt(k.Min, 10)
		case 1:
			return strconv.FormatInt(k.Max, 10)
		}
		// Small numbers are as likely as large ones.
		steps := float64((k.Max-k.Min)/k.Step + 1)
		n := int64(math.Exp(r.Float64()*math.Log(steps))) - 1
		return strconv.FormatInt(k.Min+k.Step*n, 10)
	}
	list := func(sep string) string {
		parts := make([]string, 1+r.Intn(k.MaxLen))
		for i := range parts {
			parts[i] = number()
		}
		return strings.Join(parts, sep)
	}
	switch k.Kind {
	case config.Number:
		return number()
	case config.Numbers:
		return list(",")
	case config.Sizes:
		return list("x")
	case config.SizeLists:
		parts := make([]string, 1+r.Intn(k.MaxLen))
		for i := range parts {
			parts[i] = strings.Join([]string{number(), number(), number()}[:1+r.Intn(3)], "x")
		}
		return strings.Join(parts, ",")
	case config.Word:
		word := ""
		for _, i := range r.Perm(len(k.Choices))[:1+r.Intn(k.MaxLen)] {
			word += k.Choices[i].Value
		}
		return word
	}
	return k.Choices[r.Intn(len(k.Choices))].Value
}
