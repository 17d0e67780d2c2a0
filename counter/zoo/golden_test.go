package zoo_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"unetparams/counter/config"
)

// A claim is a case of testdata/classic.txt: which settings of the classic U-Net
// give a published network, whose facts stand in testdata/oracle.
type claim struct {
	*published
	settings string
	why      string // the settings come near only; what is different
}

// readClaims reads testdata/classic.txt, family by family.
func readClaims(t *testing.T) map[string][]*claim {
	t.Helper()
	text, err := os.ReadFile("testdata/classic.txt")
	if err != nil {
		t.Fatal(err)
	}
	facts := map[string]*published{}
	family := map[string]string{} // by case
	for name := range oracleCases {
		for _, c := range readOracle(t, name) {
			facts[c.ID], family[c.ID] = c, name
		}
	}
	claims := map[string][]*claim{}
	var c *claim
	for line := range strings.Lines(string(text)) {
		key, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		switch key {
		case "", "#", "note": // for the reader
		case "case":
			if facts[rest] == nil {
				t.Fatalf("testdata/oracle has no case %q", rest)
			}
			c = &claim{published: facts[rest]}
			claims[family[rest]] = append(claims[family[rest]], c)
		case "knobs", "near":
			c.settings = rest
		case "why":
			c.why = rest
		default:
			t.Fatalf("a line begins with %q", key)
		}
	}
	return claims
}

// config returns the settings of the case, and its input size.
func (c *claim) config(t *testing.T) *config.Config {
	t.Helper()
	settings := c.settings
	if c.input != nil {
		settings += " size=" + strings.Join(c.input[1:], "x")
	}
	return unet(t, settings)
}

// differs compares a configuration with the facts and returns the first
// difference, or nothing. Tensors have other names, and may stand in another
// order. The cheap comparisons come first.
func (c *claim) differs(config *config.Config) string {
	net, r, err := config.Build()
	switch {
	case err != nil:
		return err.Error()
	case r.Learnable != c.params:
		return fmt.Sprintf("%d parameters, want %d", r.Learnable, c.params)
	case r.Buffers != c.buffers:
		return fmt.Sprintf("%d buffer elements, want %d", r.Buffers, c.buffers)
	}
	left := map[string]int{} // how often each "param 64x32x3x3" is still to come
	for _, line := range c.tensors {
		if w := strings.Fields(line); len(w) == 3 {
			left[w[0]+" "+w[2]]++
		}
	}
	for _, row := range r.Tensors {
		shape := "buffer " + axes(row.Tensor)
		if row.Tensor.Learn {
			shape = "param " + axes(row.Tensor)
		}
		if left[shape]--; left[shape] < 0 {
			return fmt.Sprintf("%s: there are fewer tensors %q", row.Name, shape)
		}
	}
	for shape, n := range left {
		if n != 0 {
			return fmt.Sprintf("%d tensors %q are missing", n, shape)
		}
	}
	if c.input == nil {
		return ""
	}
	trace, err := config.Trace(net)
	if err != nil {
		return err.Error()
	}
	out := strings.ReplaceAll(trace.Out[len(trace.Out)-1].String(), "×", "x")
	switch {
	case trace.Total != c.macs:
		return fmt.Sprintf("%d MACs, want %d", trace.Total, c.macs)
	case out != c.outputs[0]:
		return fmt.Sprintf("output %s, want %s", out, c.outputs[0])
	}
	return ""
}

// TestGolden measures the classic U-Net against published ones.
func TestGolden(t *testing.T) {
	// How many cases of each family the knobs express, and how many they don't.
	// A number that changes says that testdata or the knobs did.
	want := map[string][2]int{
		"agn":            {2, 17},
		"bigmb":          {2, 1},
		"buda":           {5, 0},
		"elektronn3":     {24, 6},
		"jaxony":         {21, 0},
		"jvanvugt":       {44, 0},
		"leejunhyun":     {2, 0},
		"milesial":       {8, 9},
		"monai":          {3, 16},
		"nested4ui":      {2, 0},
		"nikhilroxtomar": {2, 0},
		"pt3dunet":       {4, 16},
		"rishikksh20":    {4, 3},
		"unetfamily":     {22, 0},
		"unetversion":    {0, 4},
		"usuyama":        {1, 0},
	}
	claims := readClaims(t)
	if len(claims) != len(want) {
		t.Errorf("%d families, want %d", len(claims), len(want))
	}
	for name, all := range claims {
		t.Run(name, func(t *testing.T) {
			var got [2]int
			for _, c := range all {
				if c.why != "" {
					got[1]++
					c.stillDiffers(t)
					continue
				}
				got[0]++
				if d := c.differs(c.config(t)); d != "" {
					t.Errorf("%s with %q: %s", c.ID, c.settings, d)
				}
			}
			if got != want[name] {
				t.Errorf("%d cases expressed and %d not, want %d and %d", got[0], got[1], want[name][0], want[name][1])
			}
		})
	}
}

// stillDiffers fails where a case listed as not expressible is one after all:
// with the settings that come near, or with one or two more choices changed.
func (c *claim) stillDiffers(t *testing.T) {
	near := c.config(t)
	try := func(other *config.Config) {
		if c.differs(other) == "" {
			t.Errorf("%s is listed because %q, but these settings match it: %s", c.ID, c.why, settings(other))
		}
	}
	try(near)
	eachChange(near, 0, func(one *config.Config, next int) {
		try(one)
		eachChange(one, next, func(two *config.Config, _ int) { try(two) })
	})
}

// eachChange calls f with every copy of c that has another choice for one of
// the knobs from the given one on.
func eachChange(c *config.Config, from int, f func(c *config.Config, next int)) {
	for i := from; i < len(c.Knobs); i++ {
		k := c.Knobs[i]
		if k.Idle() || k.More { // rare settings would make the changes too many
			continue
		}
		for _, choice := range k.Choices {
			if choice.Value == k.Get() {
				continue
			}
			d := c.Clone()
			if d.Set(k.Key, choice.Value) == nil {
				f(d, i+1)
			}
		}
	}
}
