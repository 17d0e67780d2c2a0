package configfile

import (
	"math/rand/v2"
	"strings"
	"testing"

	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// TestWrite writes networks with random settings and reads them back: the file
// must be that of the same count.
func TestWrite(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	written := map[string]int{}
	for _, a := range zoo.Archs() {
		for range 40 {
			c := config.New(a)
			for range rng.IntN(6) {
				k := c.Knobs[rng.IntN(len(c.Knobs))]
				old := k.Get()
				if k.Set(random(rng, k)) == nil && c.Check() != nil {
					k.Set(old)
				}
			}
			want, err := c.Count()
			if err != nil {
				continue
			}
			for _, w := range Write(c) {
				if w.Name == "" {
					if !strings.Contains(w.Text, "(\n") {
						t.Errorf("%s: no call: %s", a.ID, w.Text)
					}
					continue
				}
				r := Read([]File{{w.Name, w.Text}}, Answer{"num_classes", get(c, "num_classes")}, Answer{"input_channels", get(c, "input_channels")})
				b := r.Best()
				if b == nil || b.Verdict != Exact || b.Total != want || b.Config.Arch != a {
					t.Fatalf("%s: want %d, got %+v\n%v\n%s", a.ID, want, b, r.Problems, w.Text)
				}
				written[a.ID]++
			}
		}
	}
	if len(written) < 15 {
		t.Errorf("only %d architectures were written: %v", len(written), written)
	}
}

func get(c *config.Config, key string) string {
	if k := c.Knob(key); k != nil {
		return k.Get()
	}
	return ""
}

func random(rng *rand.Rand, k *config.Knob) string {
	switch k.Kind {
	case config.Number:
		return dec(k.Min + rng.Int64N(min(k.Max-k.Min, 20)+1))
	case config.Select, config.Switch:
		return k.Choices[rng.IntN(len(k.Choices))].Value
	case config.Word:
		return []string{"gcr", "cr", "bcl", "NDA", "A", "NA"}[rng.IntN(6)]
	}
	var parts []string
	for range 1 + rng.IntN(6) {
		parts = append(parts, dec(max(k.Min, 1)*(1+rng.Int64N(3))*[]int64{1, 8}[rng.IntN(2)]))
	}
	return strings.Join(parts, ",")
}
