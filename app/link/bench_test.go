package link

import "testing"

// BenchmarkRoundTrip reads a link and writes it again.
func BenchmarkRoundTrip(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		s, problems := Parse("v=1&base=64&norm=none&padding=valid&size=572")
		if len(problems) > 0 {
			b.Fatal(problems)
		}
		Encode(s)
	}
}
