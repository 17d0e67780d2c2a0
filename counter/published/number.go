package published

import (
	"errors"
	"strconv"
	"strings"
)

// A Number is a printed number: Digits are all its digits, of which the last
// Decimals stand behind the point, in units of Unit parameters. Bytes are those
// of float32, four to a parameter.
type Number struct {
	Digits   int64
	Decimals int
	Unit     int64
	Bytes    bool
}

var units = []struct {
	suffix string
	unit   int64
	bytes  bool
}{{"MB", 1_000_000, true}, {"M", 1_000_000, false}, {"k", 1_000, false}, {"", 1, false}}

// Read reads a number as it is printed: "7.76M", "31,030,658", "176.3 MB".
func Read(printed string) (Number, error) {
	for _, u := range units {
		s, ok := strings.CutSuffix(printed, u.suffix)
		if !ok {
			continue
		}
		whole, fraction, _ := strings.Cut(strings.TrimSpace(s), ".")
		digits, err := strconv.ParseInt(strings.ReplaceAll(whole, ",", "")+fraction, 10, 64)
		if err != nil || digits < 0 || len(fraction) > 6 {
			break
		}
		return Number{digits, len(fraction), u.unit, u.bytes}, nil
	}
	return Number{}, errors.New("not a printed number: " + printed)
}

// Is reports whether a count rounds, or is cut off, to the printed number.
func (n Number) Is(count int64) bool {
	if n.Bytes {
		count *= 4
	}
	step := n.Unit
	for range n.Decimals {
		step /= 10
	}
	return count/step == n.Digits || (count+step/2)/step == n.Digits
}

// Off returns how far a count is from the printed number, in thousandths of the
// printed one.
func (n Number) Off(count int64) int64 {
	if n.Bytes {
		count *= 4
	}
	value := float64(n.Digits) * float64(n.Unit)
	for range n.Decimals {
		value /= 10
	}
	off := 1000 * (float64(count) - value) / value
	if off < 0 {
		return int64(off - 0.5)
	}
	return int64(off + 0.5)
}
