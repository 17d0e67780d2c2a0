package find

import (
	"math"
	"strings"
)

// A Reading is what a number means as people write it: the totals from Lo to Hi.
// A number that is written out means itself. A rounded one means every total
// that rounds or truncates to it at that many digits, since papers do both: 31M
// is 30,500,000 … 31,999,999.
type Reading struct {
	Value   int64 // as written: 31,000,000
	Quantum int64 // one unit of the last digit written: 1,000,000
	Lo, Hi  int64 // the totals that are meant, both included

	// Assumed says that no unit was written and millions were taken.
	Assumed bool
}

// Exact reports whether the number is written out.
func (r Reading) Exact() bool { return r.Quantum == 1 }

// Has reports whether a total is meant.
func (r Reading) Has(n int64) bool { return r.Lo <= n && n <= r.Hi }

// span returns how many totals are meant.
func (r Reading) span() int64 { return r.Hi - r.Lo + 1 }

// A Problem is why a text is no number of parameters.
type Problem int

// The problems of a text.
const (
	Empty    Problem = iota + 1 // nothing is written
	NoNumber                    // not a number
	Negative                    // less than nothing
	Zero                        // no network has no parameters
	TooLarge                    // more than 10¹⁵
	TooLong                     // more than a number needs
	Fraction                    // a fraction of a parameter, such as 0.5 with unit "1"
)

var problems = [...]string{
	Empty: "empty", NoNumber: "not a number", Negative: "negative", Zero: "zero",
	TooLarge: "too large", TooLong: "too long", Fraction: "a fraction of a parameter",
}

// Error implements error, in English.
func (p Problem) Error() string { return "find: " + problems[p] }

const (
	maxText  = 80   // bytes of what is read, once spaces are off its ends
	maxValue = 1e15 // no network has more
)

// units by what people write after a number, and their powers of ten. What
// comes first is tried first.
var units = []struct {
	name string
	zero int
}{
	{"thousand", 3}, {"million", 6}, {"billion", 9}, {"trillion", 12},
	{"mio", 6}, {"mil", 6}, {"mn", 6}, {"bn", 9},
	{"百万", 6}, {"千万", 7}, {"十亿", 9}, {"百亿", 10}, {"千", 3}, {"万", 4}, {"萬", 4}, {"亿", 8}, {"億", 8},
	{"k", 3}, {"m", 6}, {"b", 9}, {"g", 9}, {"t", 12},
}

// frills stand around a number and say nothing about it.
var (
	before = []string{"about", "approx.", "approx", "ca.", "~", "≈", "∼", "約", "约", "=", "+"}
	after  = []string{"parameters", "params", "param", "个参数", "參數", "参数", "左右", "个", "."}
)

// Read reads a number of parameters as people write it: 31M, 28.24 M, 7.76,
// 31,030,658, 1.9e7, 776万, "31 million", full-width digits. A number below 1000
// without a unit means millions. The error is a [Problem].
func Read(text string) (Reading, error) {
	if len(text) > 16*maxText {
		text = text[:16*maxText] // a megabyte of spaces is not worth a look either
	}
	s := strings.TrimSpace(strings.Map(plain, text))
	if len(s) > maxText {
		return Reading{}, TooLong
	}
	s = trim(strings.ToLower(s), before, strings.CutPrefix)
	s = trim(s, after, strings.CutSuffix)
	switch {
	case s == "":
		return Reading{}, Empty
	case s[0] == '-' || strings.HasPrefix(s, "−"):
		return Reading{}, Negative
	}
	zeros, unit := 0, false
	for _, u := range units {
		if t, ok := strings.CutSuffix(s, u.name); ok {
			s, zeros, unit = strings.TrimRight(t, " "), u.zero, true
			break
		}
	}
	mantissa, exponent, scientific := strings.Cut(s, "e")
	if scientific {
		n, ok := power(exponent)
		if !ok {
			return Reading{}, NoNumber
		}
		zeros += n
	}
	digits, decimals, ok := mantissaOf(mantissa)
	if !ok {
		return Reading{}, NoNumber
	}
	return reading(digits, decimals, zeros, unit || scientific)
}

// reading makes a reading of digits, the last few of which are decimals, times a
// power of ten.
func reading(digits string, decimals, zeros int, unit bool) (Reading, error) {
	var r Reading
	v := strings.TrimLeft(digits, "0")
	if v == "" {
		return r, Zero
	}
	if !unit && len(v)-decimals <= 3 {
		zeros, r.Assumed = 6, true
	}
	if len(v)-decimals+zeros > 16 {
		return r, TooLarge
	}
	for zeros < decimals { // 31.000000000M: the last digits are worth nothing
		cut, zero := strings.CutSuffix(digits, "0")
		if !zero {
			return r, Fraction
		}
		digits, decimals = cut, decimals-1
	}
	for _, c := range []byte(digits) {
		r.Value = r.Value*10 + int64(c-'0')
	}
	r.Quantum = 1
	for range zeros - decimals {
		r.Value, r.Quantum = r.Value*10, r.Quantum*10
	}
	if r.Value > maxValue {
		return r, TooLarge
	}
	r.Lo, r.Hi = max(r.Value-r.Quantum/2, 1), r.Value+r.Quantum-1
	return r, nil
}

// mantissaOf returns the digits of a number without its separators, and how many
// of them are decimals.
func mantissaOf(s string) (digits string, decimals int, ok bool) {
	head, tail, point := strings.Cut(s, ".")
	if !point && !grouped(s) {
		// A comma that separates no thousands is a decimal comma: 7,76 M.
		if h, t, comma := strings.Cut(s, ","); comma {
			head, tail, point = h, t, true
		}
	}
	if !grouped(head) {
		return "", 0, false
	}
	head = strings.Map(func(r rune) rune {
		if strings.ContainsRune(separators, r) {
			return -1
		}
		return r
	}, head)
	tail = strings.TrimRight(tail, " ")
	if !number(head) && (head != "" || !point) || !number(tail) && (tail != "" || head == "") {
		return "", 0, false
	}
	return head + tail, len(tail), true
}

const separators = ", '’_"

// grouped reports whether separators stand where they separate thousands.
func grouped(s string) bool {
	groups := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(separators, r) })
	for i, g := range groups {
		if i > 0 && len(g) != 3 || i == 0 && len(groups) > 1 && len(g) > 3 {
			return false
		}
	}
	return true
}

func number(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// power reads the exponent of ten; one that is too large for any number is one
// that makes it so.
func power(s string) (int, bool) {
	s = strings.TrimPrefix(s, "+")
	if !number(s) {
		return 0, false
	}
	n := 0
	for _, c := range []byte(s) {
		n = min(n*10+int(c-'0'), math.MaxInt16)
	}
	return n, true
}

func trim(s string, frills []string, cut func(string, string) (string, bool)) string {
	for again := true; again; {
		again = false
		for _, f := range frills {
			if t, ok := cut(s, f); ok {
				s, again = strings.TrimSpace(t), true
			}
		}
	}
	return s
}

// plain maps the full-width forms that Chinese and Japanese keyboards produce to
// ASCII, and every kind of space to a plain one.
func plain(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	case r == '\u3000' || r == '\u00a0' || r == '\u2009' || r == '\u202f' || r == '\t' || r == '\n' || r == '\r':
		return ' '
	case r == '。':
		return '.'
	}
	return r
}
