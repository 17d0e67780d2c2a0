package number

import (
	"strings"
	"testing"
)

// TestHostile: a text that looks like a number is read as that number or rejected,
// and never read as another one.
func TestHostile(t *testing.T) {
	for _, tt := range []struct {
		text   string
		lo, hi int64
		err    error
	}{
		{"0.01B", 5_000_000, 19_999_999, nil},
		{"1e7", 5_000_000, 19_999_999, nil},
		{"-7765442", 0, 0, Negative},
		{"7,765,442.5", 0, 0, Fraction},
		{"7.765.442", 7_765_442, 7_765_442, nil},
		{"7.765.442,0", 7_765_442, 7_765_442, nil},
		{"1e308", 0, 0, TooLarge},
		{strings.Repeat("9", 40), 0, 0, TooLarge},
		{"7765442.0", 7_765_442, 7_765_442, nil},
		{"7.76544", 7_765_435, 7_765_449, nil},
		{"118.38 MiB", 124_125_000, 124_141_000, nil},
		{"1,2,3", 0, 0, NoNumber},
		{"12.345.6", 0, 0, NoNumber},
	} {
		n, err := Parse(tt.text)
		if err != tt.err && (err == nil || tt.err == nil || err.Error() != tt.err.Error()) {
			t.Errorf("%q: %v, want %v", tt.text, err, tt.err)
			continue
		}
		if strings.HasSuffix(tt.text, "MiB") {
			if n.Unit != Bytes || n.Lo < tt.lo || n.Hi > tt.hi || n.Lo >= n.Hi {
				t.Errorf("%q: %+v", tt.text, n)
			}
			continue
		}
		if err == nil && (n.Lo != tt.lo || n.Hi != tt.hi) {
			t.Errorf("%q: %d … %d, want %d … %d", tt.text, n.Lo, n.Hi, tt.lo, tt.hi)
		}
	}
}

func TestPlain(t *testing.T) {
	for text, want := range map[string]string{
		"1 024": "1024", "1,024": "1024", "1'024": "1024", "１０２４": "1024", "1e3": "1000", "1.5e3": "1500",
		"1,5": "1,5", "abc": "abc", "0": "0", "007": "7", "1.5": "1.5",
	} {
		if got := Plain(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// FuzzParse: every number that Parse returns is consistent.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"31M", "7,76", "1.9e7", "776万", "118.38 MiB", "7.765.442,0", "1e308", "31,031,685 (118.38 MB)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := Parse(s)
		if err == nil && (n.Lo > n.Hi || n.Value < 1 || n.Quantum < 1 || !n.Has(n.Value) && n.Unit == Count) {
			t.Errorf("%q: %+v", s, n)
		}
	})
}
