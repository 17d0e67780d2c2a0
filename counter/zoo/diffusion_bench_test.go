package zoo_test

import (
	"testing"

	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// BenchmarkSDXL counts, and reports, the largest network of the zoo.
func BenchmarkSDXL(b *testing.B) {
	c := config.New(zoo.Lookup("sgm"))
	b.Run("count", func(b *testing.B) {
		for b.Loop() {
			if _, err := c.Count(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("report", func(b *testing.B) {
		for b.Loop() {
			if _, _, err := c.Build(); err != nil {
				b.Fatal(err)
			}
		}
	})
}
