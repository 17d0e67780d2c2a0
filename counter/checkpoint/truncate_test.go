package checkpoint

import (
	"os"
	"path/filepath"
	"testing"
)

// TestTruncation truncates every fixture at every length. The result is rejected,
// has the right totals, or says what is missing, but never has a smaller number
// without a warning. Only an ONNX file needs nothing after its graph, so that its
// list is complete without the last bytes.
func TestTruncation(t *testing.T) {
	for _, f := range fixtures() {
		t.Run(f.name, func(t *testing.T) {
			for n := range f.data {
				c, err := open(f.data[:n], f.name)
				sane(t, c, err)
				if err != nil {
					continue
				}
				if got := c.Totals(); got.Faults == 0 && (got.Parameters != f.parameters || got.Buffers != f.buffers) {
					t.Fatalf("cut at %d of %d: %+v", n, len(f.data), got)
				}
			}
		})
	}
}

// TestTruncatedOracle does the same to the oracle's files, at some lengths.
func TestTruncatedOracle(t *testing.T) {
	for _, x := range oracleTruth(t).Good {
		if x.Files != nil {
			continue
		}
		b, err := os.ReadFile(filepath.Join(oracle, x.File))
		if err != nil {
			t.Fatal(err)
		}
		whole, err := open(b, x.File)
		if err != nil {
			t.Fatal(err)
		}
		want := whole.Totals()
		for n := 0; n < len(b); n += 1 + len(b)/60 {
			c, err := open(b[:n], x.File)
			sane(t, c, err)
			if err != nil {
				continue
			}
			if got := c.Totals(); got.Faults == 0 && (got.Parameters != want.Parameters || got.Buffers != want.Buffers) {
				t.Errorf("%s cut at %d of %d: %+v", x.File, n, len(b), got)
			}
		}
	}
}
