package state

import (
	"testing"

	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

func TestCanonical(t *testing.T) {
	c, nnunet := config.New(zoo.Lookup(zoo.Default)), config.New(zoo.Lookup("nnunet-plain"))
	knob := func(key string) *config.Knob {
		if k := c.Knob(key); k != nil {
			return k
		}
		return nnunet.Knob(key)
	}
	for _, tt := range []struct{ key, typed, want string }{
		{"base", "64", "64"},
		{"base", " 64 ", "64"},
		{"base", "６４", "64"},
		{"base", "1,024", "1024"},
		{"base", "1，024", "1024"},
		{"base", "1 024", "1024"},
		{"base", "1\u202f024", "1024"},
		{"base", "1'024", "1024"},
		{"base", "1_024", "1024"},
		{"base", "1e3", "1000"},
		{"base", "１ｅ３", "1000"},
		{"base", "1.5E3", "1500"},
		{"base", "1e+3", "1000"},
		{"base", "64.0", "64"},
		{"base", "007", "7"},
		{"base", "0", "0"},
		{"base", "0e5", "0"},
		// What is no whole number stays, and is refused by the knob.
		{"base", "", ""},
		{"base", "1,5", "1,5"},
		{"base", "1.5", "1.5"},
		{"base", "1e-3", "1e-3"},
		{"base", "1e999", "1e999"},
		{"base", "1e", "1e"},
		{"base", "-1", "-1"},
		{"base", "0x10", "0x10"},
		{"base", "∞", "∞"},
		{"filters", "64, 128, 256", "64,128,256"},
		{"filters", "64 128\t256", "64,128,256"},
		{"filters", "６４，１２８；256", "64,128,256"},
		{"filters", "64、1e2", "64,100"},
		{"size", "256 x 192", "256x192"},
		{"size", "256×192", "256x192"},
		{"size", "256*192", "256x192"},
		{"size", "５７２", "572"},
		{"strides", "1, 2×2×1，２", "1,2x2x1,2"},
	} {
		if got := Canonical(knob(tt.key), tt.typed); got != tt.want {
			t.Errorf("%s %q: %q, want %q", tt.key, tt.typed, got, tt.want)
		}
	}
}

// FuzzCanonical: any text typed into any field neither panics nor changes what
// is canonical already.
func FuzzCanonical(f *testing.F) {
	c := config.New(zoo.Lookup(zoo.Default))
	for _, k := range c.Knobs {
		f.Add(k.Key, k.Get())
	}
	f.Add("base", "1e3")
	f.Add("size", "２５６×１９２")
	f.Fuzz(func(t *testing.T, key, typed string) {
		k := c.Knob(key)
		if k == nil {
			return
		}
		once := Canonical(k, typed)
		if twice := Canonical(k, once); k.Set(once) == nil && twice != once {
			t.Errorf("%s %q: %q becomes %q", key, typed, once, twice)
		}
	})
}
