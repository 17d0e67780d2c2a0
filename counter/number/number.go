package number

import (
	"strconv"
	"strings"
)

// Grouped formats a number with its thousands separated: 7,765,442.
func Grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	if len(s) <= 3 {
		return s
	}
	b := make([]byte, 0, len(s)+len(s)/3)
	for i, c := range []byte(s) {
		if i > 0 && (len(s)-i)%3 == 0 {
			b = append(b, ',')
		}
		b = append(b, c)
	}
	return string(b)
}

// Rounded formats a number of a million or more with two decimals and a unit, which
// is a power of ten, rounding half up: 7.77 M. Smaller numbers are formatted as by
// [Grouped].
func Rounded(n int64) string {
	units := []struct {
		size int64
		name string
	}{{1e18, "E"}, {1e15, "P"}, {1e12, "T"}, {1e9, "G"}, {1e6, "M"}}
	for _, u := range units {
		if n >= u.size-u.size/200_000 { // 999,995 is 1.00 M
			return Hundredths(n, u.size) + " " + u.name
		}
	}
	return Grouped(n)
}

// Parameters formats a number of parameters as [Rounded] does, but with B for a
// billion, as papers do: 2.57 B.
func Parameters(n int64) string {
	s := Rounded(n)
	if rest, ok := strings.CutSuffix(s, " G"); ok {
		return rest + " B"
	}
	return s
}

// Binary formats a number of bytes with one decimal in KiB, MiB, …, powers of 1024.
func Binary(n int64) string {
	units := []string{"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"}
	if n < 1024 {
		return Grouped(n) + " B"
	}
	size, i := int64(1024), 0
	for i < len(units)-1 && n/1024 >= size {
		size *= 1024
		i++
	}
	whole, rest := n/size, n%size
	tenths := (rest/(size/1024)*10 + 512) / 1024
	if tenths == 10 {
		whole, tenths = whole+1, 0
	}
	return Grouped(whole) + "." + strconv.FormatInt(tenths, 10) + " " + units[i]
}

// Share formats part of whole as a percentage with one decimal. A part that is not
// zero never becomes 0%: it is "< 0.1%" at least.
func Share(part, whole int64) string {
	if whole == 0 || part == 0 {
		return "0%"
	}
	// The numbers may be too large to multiply by 1000, so scale both down first.
	for whole > 1<<52 {
		part, whole = part>>1, whole>>1
	}
	permille := (part*1000 + whole/2) / whole
	if permille == 0 {
		return "< 0.1%"
	}
	return strconv.FormatInt(permille/10, 10) + "." + strconv.FormatInt(permille%10, 10) + "%"
}

// Hundredths formats n/size with two decimals, rounding half up.
func Hundredths(n, size int64) string {
	whole, rest := n/size, n%size
	h := (rest/(size/1000) + 5) / 10
	if h == 100 {
		whole, h = whole+1, 0
	}
	s := strconv.FormatInt(h, 10)
	if h < 10 {
		s = "0" + s
	}
	return strconv.FormatInt(whole, 10) + "." + s
}
