package budget_test

import (
	"strconv"
	"testing"

	"unetparams/counter/budget"
	"unetparams/counter/config"
	"unetparams/counter/memory"
	"unetparams/counter/zoo"
)

// TestParse: what people write.
func TestParse(t *testing.T) {
	for s, want := range map[string]budget.Budget{
		"5M":        {Kind: budget.Parameters, Limit: 5_000_000},
		"7,765,442": {Kind: budget.Parameters, Limit: 7_765_442},
		"20 GMACs":  {Kind: budget.MACs, Limit: 20_000_000_000},
		"20g macs":  {Kind: budget.MACs, Limit: 20_000_000_000},
		"8 GiB":     {Kind: budget.Memory, Limit: 8 << 30},
		"8GB":       {Kind: budget.Memory, Limit: 8_000_000_000},
	} {
		if got, ok := budget.Parse(s); !ok || got != want {
			t.Errorf("%q: %+v, %v; want %+v", s, got, ok, want)
		}
	}
	for _, s := range []string{"", "MACs", "0", "-5M", "much", "8 GiB MACs", "99999999999999999999"} {
		if got, ok := budget.Parse(s); ok {
			t.Errorf("%q: %+v", s, got)
		}
	}
}

// TestLargest: the value found keeps the budget, and the next one doesn't.
func TestLargest(t *testing.T) {
	o := memory.Options{Optimizer: memory.Adam}
	for _, tt := range []struct {
		arch, settings, key string
		budget, want        string
	}{
		{"unet", "", "base", "7765442", "32"},
		{"unet", "", "base", "7765441", "31"},
		{"unet", "", "levels", "8M", "5"},
		{"unet", "", "levels", "32M", "6"},
		{"unet", "", "size", "12035555328 MACs", "256"},
		{"unet", "", "size", "12035555327 MACs", "240"}, // the next that four poolings go into
		{"unet", "norm=group", "base", "7M", "24"},      // groups of 8
		{"unet", "", "base", "0.0001M", ""},
	} {
		c, err := config.Make(zoo.Lookup(tt.arch), tt.settings)
		if err != nil {
			t.Fatal(err)
		}
		b, ok := budget.Parse(tt.budget)
		if !ok {
			t.Fatal(tt.budget)
		}
		best, taken, ok := b.Largest(c, tt.key, o)
		if ok != (tt.want != "") {
			t.Errorf("%+v: %v", tt, ok)
		}
		if !ok {
			continue
		}
		if got := best.Knob(tt.key).Get(); got != tt.want || taken > b.Limit {
			t.Errorf("%+v: %s, with %d", tt, got, taken)
		}
	}
	// Memory, with one more step.
	c := config.New(zoo.Lookup("unet"))
	b := budget.Budget{Kind: budget.Memory, Limit: 1 << 30}
	best, taken, ok := b.Largest(c, "base", o)
	if !ok || taken > b.Limit {
		t.Fatalf("%v, %d", ok, taken)
	}
	width := best.ByRole(config.Width)
	n, err := strconv.ParseInt(width.Get(), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	if err := best.Set("base", strconv.FormatInt(n+1, 10)); err != nil {
		t.Fatal(err)
	}
	if more, err := budget.Of(best, budget.Memory, o); err != nil || more <= b.Limit {
		t.Errorf("base %d takes %d bytes, one more %d", n, taken, more)
	}
	for _, k := range budget.Settings(c, budget.Memory) {
		if k.Key != "base" && k.Key != "levels" && k.Key != "size" {
			t.Errorf("a setting %s", k.Key)
		}
	}
}
