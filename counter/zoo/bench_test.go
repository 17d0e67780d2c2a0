package zoo_test

import (
	"runtime"
	"testing"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// The default network, which the tutorial counts by hand, and the largest ones.
var benched = []string{zoo.Default, "u2net", "unetversion-3plus", "nnunet-resenc", "bigmb-nested", "monai-dynunet"}

// eachBenched runs a benchmark for the default configuration of each of them.
func eachBenched(b *testing.B, f func(c *config.Config) error) {
	for _, id := range benched {
		b.Run(id, func(b *testing.B) {
			c := config.New(zoo.Lookup(id))
			b.ReportAllocs()
			for b.Loop() {
				if err := f(c); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkReport builds a network and counts it in full.
func BenchmarkReport(b *testing.B) {
	eachBenched(b, func(c *config.Config) error {
		_, _, err := c.Build()
		return err
	})
}

// BenchmarkCount finds the total alone.
func BenchmarkCount(b *testing.B) {
	eachBenched(b, func(c *config.Config) error {
		_, err := c.Count()
		return err
	})
}

// BenchmarkSearch sets a knob and finds the total, as a search does.
func BenchmarkSearch(b *testing.B) {
	c := config.New(zoo.Lookup(zoo.Default))
	k := c.Knob("base")
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if err := k.Set([...]string{"32", "64"}[i%2]); err != nil {
			b.Fatal(err)
		}
		if _, err := c.Count(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkTrace derives all shapes and MACs.
func BenchmarkTrace(b *testing.B) {
	for _, id := range benched {
		b.Run(id, func(b *testing.B) {
			c := config.New(zoo.Lookup(id))
			net, _ := build(b, c)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.Trace(net); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkClosedForm finds the polynomial.
func BenchmarkClosedForm(b *testing.B) {
	eachBenched(b, func(c *config.Config) error {
		if _, _, err := c.ClosedForm(); err != counter.ErrNotPolynomial {
			return err
		}
		return nil
	})
}

// BenchmarkNew declares an architecture's knobs.
func BenchmarkNew(b *testing.B) {
	eachBenched(b, func(c *config.Config) error {
		config.New(c.Arch)
		return nil
	})
}

// BenchmarkClone copies a configuration.
func BenchmarkClone(b *testing.B) {
	eachBenched(b, func(c *config.Config) error {
		c.Clone()
		return nil
	})
}

// BenchmarkAnswer is what one key stroke costs: the tutorial's net described,
// counted, cut in every way and run on an image.
func BenchmarkAnswer(b *testing.B) {
	c := unet(b, "")
	b.ReportAllocs()
	for b.Loop() {
		runtime.Gosched() // as the page waits for the next key: garbage is collected meanwhile
		net, r, err := c.Build()
		if err != nil {
			b.Fatal(err)
		}
		for _, l := range r.Layers {
			counter.FormulaOf(l.Layer)
		}
		r.Levels()
		r.Kinds()
		if _, err := c.Trace(net); err != nil {
			b.Fatal(err)
		}
		if _, _, err := c.ClosedForm(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkNearest is the most an input size can cost: in the deepest and longest
// net none of the three sizes fits.
func BenchmarkNearest(b *testing.B) {
	c := unet(b, "base=1 levels=10 convs=8 residual=on heads=on nd=3 size=65533x65521x65519")
	net, _ := build(b, c)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Trace(net); err == nil {
			b.Fatal("the size works")
		}
	}
}
