package compare

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// config parses "arch key=value …".
func configOf(t testing.TB, text string) *config.Config {
	t.Helper()
	id, settings, _ := strings.Cut(text, " ")
	a := zoo.Lookup(id)
	if a == nil {
		t.Fatalf("no architecture %q", id)
	}
	c, err := config.Make(a, settings)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return c
}

// say writes steps in one line: what changes, and by how much.
func say(steps []Step) string {
	var parts []string
	for _, s := range steps {
		var names []string
		for _, c := range s.Changes {
			name := "arch"
			if c.Knob != nil {
				name = c.Knob.Key
			}
			names = append(names, name+"="+c.To)
		}
		parts = append(parts, fmt.Sprintf("%s%+d", strings.Join(names, ","), s.Diff()))
	}
	return strings.Join(parts, " ")
}

func TestSteps(t *testing.T) {
	for _, tt := range []struct{ a, b, want string }{
		{"unet", "unet", ""},
		{"unet", "unet base=64", "base=64+23276992"},
		{"unet base=64", "unet", "base=32-23276992"},
		{"unet norm=none", "unet base=64", "base=64+23271104 norm=batch+11776"},
		// The example of the help page: wide first, then milesial's deep levels halved.
		{"unet base=64", "milesial n_classes=1 bilinear=on",
			"in=3+1152 classes=1-65 arch=milesial-5888 bilinear=on-13774656"},
		// A choice without effect is listed.
		{"unet", "unet padding=valid size=572", "padding=valid+0 size=572+0"},
		// The groups must divide the width: the width has to go with them.
		{"unet norm=group groups=8", "unet norm=group groups=3 base=36", "base=36,groups=3+2061336"},
		// Where another order helps, no step is of two knobs.
		{"unet norm=group groups=8", "unet base=36", "norm=batch+0 base=36+2061336"},
		// A list that follows from base and levels, and back.
		{"unet", "unet filters=35,70,140,280,561", "filters=35,70,140,280,561+1537015"},
		{"unet filters=35,70,141,280,560", "unet base=35", "filters=35,70,140,280,560-14679"},
		{"u2net-full", "vnet", ""},
		{"lee-unet", "lee-attunet img_ch=1", "img_ch=1-1152 arch=lee-attunet+351532"},
	} {
		c, err := Of(configOf(t, tt.a), configOf(t, tt.b))
		if err != nil {
			t.Fatal(err)
		}
		if got := say(c.Steps); got != tt.want {
			t.Errorf("%s -> %s:\n\t%s\nwant\n\t%s", tt.a, tt.b, got, tt.want)
		}
	}
}

// TestMeanings: settings of two architectures correspond if they have the same role,
// and an architecture has at most one number for a role.
func TestMeanings(t *testing.T) {
	for _, a := range zoo.Archs() {
		c := config.New(a)
		keys := map[config.Role]string{}
		for _, k := range c.Knobs {
			if k.Role == config.NoRole || k.Role == config.Uncounted || !isNumber(k) {
				continue
			}
			if other := keys[k.Role]; other != "" {
				t.Errorf("%s has both %s and %s for one role", a.ID, other, k.Key)
			}
			keys[k.Role] = k.Key
		}
	}
	bigmb := config.New(zoo.Lookup("bigmb-dict"))
	if k := meaning(config.New(zoo.Lookup("milesial")), bigmb.Knob("n_labels")); k == nil || k.Key != "n_classes" {
		t.Errorf("n_labels means %v, want n_classes", k)
	}
}

// TestSums: for random pairs from the whole zoo, steps and tables sum exactly to
// the difference, and every intermediate total is that of a network.
func TestSums(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 7))
	archs := zoo.Archs()
	many := 1500
	if testing.Short() {
		many = 150
	}
	merged := 0
	for i := range many {
		a := random(rnd, archs[rnd.IntN(len(archs))])
		b := random(rnd, archs[rnd.IntN(len(archs))])
		if i%2 == 0 {
			b = random(rnd, a.Arch)
		}
		c, err := Of(a, b)
		if err != nil {
			t.Fatal(err)
		}
		name := a.Arch.ID + " -> " + b.Arch.ID + ": " + say(c.Steps)
		at := c.Total.A
		for _, s := range c.Steps {
			if s.A != at || len(s.Changes) == 0 {
				t.Fatalf("%s: a step begins at %d, not %d", name, s.A, at)
			}
			at = s.B
			if len(s.Changes) > 1 {
				merged++
			}
			for _, ch := range s.Changes {
				if ch.From == ch.To {
					t.Errorf("%s: a change from %s to itself", name, ch.From)
				}
			}
		}
		if len(c.Steps) > 0 && at != c.Total.B || len(c.Steps) == 0 && a.Arch == b.Arch && !a.Equal(b) {
			t.Fatalf("%s: ends at %d, not %d", name, at, c.Total.B)
		}
		var stages, kinds, levels Row
		for _, r := range c.Stages {
			stages.A, stages.B = stages.A+r.A, stages.B+r.B
			if r.A != 0 && !r.InA || r.B != 0 && !r.InB || !r.InA && !r.InB {
				t.Errorf("%s: stage %s is on the wrong side", name, r.Stage)
			}
		}
		for _, r := range c.Kinds {
			kinds.A, kinds.B = kinds.A+r.A, kinds.B+r.B
		}
		for _, r := range c.Levels {
			levels.A, levels.B = levels.A+r.A, levels.B+r.B
		}
		for what, r := range map[string]Row{"stages": stages, "kinds": kinds, "levels": levels} {
			if r != c.Total {
				t.Errorf("%s: %s sum to %v, want %v", name, what, r, c.Total)
			}
		}
	}
	if merged == 0 {
		t.Error("no step of several knobs was tried")
	}
}

// TestWay: the changes that a step names lead to a network that has the step's
// count.
func TestWay(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 1))
	for range 300 {
		a := random(rnd, zoo.Lookup(zoo.Default))
		b := random(rnd, a.Arch)
		c, err := Of(a, b)
		if err != nil {
			t.Fatal(err)
		}
		at := a.Clone()
		for _, s := range c.Steps {
			for _, ch := range s.Changes {
				if !ch.Knob.Implied() || len(s.Changes) == 1 {
					_ = at.Set(ch.Knob.Key, ch.To)
				}
			}
			if n, err := at.Count(); err != nil || n != s.B {
				t.Fatalf("%s: %d, %v; want %d", say(c.Steps), n, err, s.B)
			}
		}
	}
}

// random returns a configuration that can be built, with random values of its
// knobs.
func random(rnd *rand.Rand, a *config.Arch) *config.Config {
	for {
		c := config.New(a)
		often := rnd.IntN(4)
		for _, k := range c.Knobs {
			if rnd.IntN(4) < often {
				_ = k.Set(value(rnd, k))
			}
		}
		if _, err := c.Count(); err == nil {
			return c
		}
	}
}

func value(rnd *rand.Rand, k *config.Knob) string {
	number := func() string {
		return strconv.FormatInt(k.Min+rnd.Int64N(min(k.Max-k.Min, 70)+1)/k.Step*k.Step, 10)
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
	case config.Numbers, config.SizeLists:
		return list(min(2+rnd.IntN(4), k.MaxLen), ",")
	case config.Sizes:
		return list(1, "x")
	case config.Word:
		letters := slices.Clone(k.Choices)
		rnd.Shuffle(len(letters), func(i, j int) { letters[i], letters[j] = letters[j], letters[i] })
		word := ""
		for _, l := range letters[:1+rnd.IntN(len(letters))] {
			word += l.Value
		}
		return word
	}
	return k.Choices[rnd.IntN(len(k.Choices))].Value
}

func BenchmarkOf(b *testing.B) {
	x, y := configOf(b, "unet base=64"), configOf(b, "milesial n_classes=1 bilinear=on")
	for b.Loop() {
		if _, err := Of(x, y); err != nil {
			b.Fatal(err)
		}
	}
}
