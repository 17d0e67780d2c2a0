package number

import (
	"math"
	"testing"
)

func TestNumbers(t *testing.T) {
	for _, tt := range []struct {
		n                        int64
		grouped, rounded, binary string
	}{
		{0, "0", "0", "0 B"},
		{999, "999", "999", "999 B"},
		{1000, "1,000", "1,000", "1,000 B"},
		{1024, "1,024", "1,024", "1.0 KiB"},
		{999_994, "999,994", "999,994", "976.6 KiB"},
		{999_995, "999,995", "1.00 M", "976.6 KiB"},
		{7_759_554, "7,759,554", "7.76 M", "7.4 MiB"},
		{7_765_442, "7,765,442", "7.77 M", "7.4 MiB"},
		{7_765_442 * 4, "31,061,768", "31.06 M", "29.6 MiB"},
		{1_999_995_000, "1,999,995,000", "2.00 G", "1.9 GiB"},
		{999_994_999, "999,994,999", "999.99 M", "953.7 MiB"},
		{math.MaxInt64, "9,223,372,036,854,775,807", "9.22 E", "8.0 EiB"},
	} {
		if got := Grouped(tt.n); got != tt.grouped {
			t.Errorf("grouped(%d) = %s, want %s", tt.n, got, tt.grouped)
		}
		if got := Rounded(tt.n); got != tt.rounded {
			t.Errorf("rounded(%d) = %s, want %s", tt.n, got, tt.rounded)
		}
		if got := Binary(tt.n); got != tt.binary {
			t.Errorf("binary(%d) = %s, want %s", tt.n, got, tt.binary)
		}
	}
}

func TestShare(t *testing.T) {
	for _, tt := range []struct {
		part, whole int64
		want        string
	}{
		{0, 100, "0%"},
		{1, 0, "0%"},
		{66, 7_765_442, "< 0.1%"},
		{9_696, 7_765_442, "0.1%"},
		{3_542_016, 7_765_442, "45.6%"},
		{100, 100, "100.0%"},
		{1, 2000, "0.1%"}, // an exact half of a tenth is rounded up
		{3, 2000, "0.2%"},
		{2499, 1_000_000, "0.2%"},
		{2500, 1_000_000, "0.3%"},
		{math.MaxInt64 / 2, math.MaxInt64, "50.0%"},
	} {
		if got := Share(tt.part, tt.whole); got != tt.want {
			t.Errorf("share(%d, %d) = %s, want %s", tt.part, tt.whole, got, tt.want)
		}
	}
}

// TestParameters: a billion parameters are written with B; MACs use G.
func TestParameters(t *testing.T) {
	for n, want := range map[int64]string{2_565_793_000: "2.57 B", 7_765_442: "7.77 M", 66: "66", 1_200_000_000_000: "1.20 T"} {
		if got := Parameters(n); got != want {
			t.Errorf("Parameters(%d) = %s, want %s", n, got, want)
		}
	}
}
