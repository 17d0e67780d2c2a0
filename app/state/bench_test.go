package state

import (
	"testing"
)

// BenchmarkType measures what follows from a keystroke, without the page: the
// width changes the count, the input size the shapes alone.
func BenchmarkType(b *testing.B) {
	for key, values := range map[string][2]string{"base": {"32", "64"}, "size": {"256", "512"}} {
		b.Run(key, func(b *testing.B) {
			s := New("")
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				s.Type(key, values[i%2])
			}
		})
	}
}

// BenchmarkOpen reads a link and counts what it describes.
func BenchmarkOpen(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		New("v=1&base=64&norm=none&padding=valid&size=572")
	}
}
