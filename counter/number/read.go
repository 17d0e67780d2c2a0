package number

import (
	"math"
	"math/bits"
	"strconv"
	"strings"
)

// A Unit says what a number counts.
type Unit int

// The units.
const (
	Count Unit = iota // parameters, or operations
	Bytes
)

// A Number is a number as people and tools write it, with the range of values from
// Lo to Hi that it stands for. A number written in full stands for itself. A rounded
// one stands for every value that rounds or truncates to it at that many digits,
// since papers do both: 31M is 30,500,000 … 31,999,999. If a tool's own rule is
// known, the range follows that rule and is narrower.
type Number struct {
	Value   int64 // as written: 31,000,000
	Quantum int64 // one unit of the last digit written: 1,000,000
	Lo, Hi  int64 // the range of values, both included
	Unit    Unit

	// Binary says that the prefix of Bytes stands for a power of 1024, as in
	// MiB. MB is ambiguous: it is read as 10⁶ bytes, and [Number.In1024] returns
	// the other reading.
	Binary bool

	// Assumed says that no unit was written and millions were assumed.
	Assumed bool

	digits   int64 // all digits written
	decimals int   // how many of them are after the decimal point
	power    int   // of ten; for Bytes a power of the prefix's base
}

// Exactly returns the number n, written in full.
func Exactly(n int64) Number {
	return Number{Value: n, Quantum: 1, Lo: n, Hi: n, digits: n}
}

// Bare reports whether only digits were written: no unit, no exponent.
func (n Number) Bare() bool { return n.power == 0 && n.Unit == Count }

// IsZero reports whether all digits written are zeros.
func (n Number) IsZero() bool { return n.digits == 0 }

// Decimals returns the number of digits written after the decimal point.
func (n Number) Decimals() int { return n.decimals }

// IsWhole reports whether no digits are written after a decimal point.
func (n Number) IsWhole() bool { return n.decimals == 0 }

// Times returns a bare number in a unit that is written elsewhere, such as in the
// heading of a column: "Params (M)". It returns false if the number is too large or
// already has a unit of bytes.
func (n Number) Times(u Multiple) (Number, bool) {
	if n.decimals > 12 || n.digits > 1e15 || n.Unit != Count {
		return n, false
	}
	m, err := build(strconv.FormatInt(n.digits, 10), n.decimals, 0, unitName{power: u.Power, unit: u.Unit})
	return m, err == nil
}

// Millions returns a bare number below 1000 in millions, which it stands for where a
// count of parameters is expected. It returns false for other numbers.
func (n Number) Millions() (Number, bool) {
	if !n.Bare() || n.digits/pow10(n.decimals) > 999 || n.decimals > 6 {
		return n, false
	}
	m, ok := n.Times(Multiple{Power: 6})
	m.Assumed = true
	return m, ok
}

// A Multiple is a unit with its prefix: a power of ten, or of the prefix's base
// for Bytes.
type Multiple struct {
	Power int
	Unit  Unit
}

// MultipleAt parses a unit at the beginning of s, and returns its length, or 0 if
// there is none.
func MultipleAt(s string) (Multiple, int) {
	u, length := unitAt(s)
	return Multiple{u.power, u.unit}, length
}

// Exact reports whether the number stands for a single value.
func (n Number) Exact() bool { return n.Lo == n.Hi }

// Has reports whether v is in the number's range.
func (n Number) Has(v int64) bool { return n.Lo <= v && v <= n.Hi }

// In1024 returns the reading of a number of bytes in which kB, MB and GB are powers
// of 1024, as torchsummary and Keras print them.
func (n Number) In1024() Number {
	if n.Unit == Bytes {
		n.Binary = true
		n.span(-1, 2)
	}
	return n
}

// Parameters returns the smallest and the largest number of parameters that take n
// bytes, for parameters of the given number of bytes each. There is none if lo > hi.
// For a number that is not of bytes it returns Lo and Hi.
func (n Number) Parameters(each int64) (lo, hi int64) {
	if n.Unit != Bytes || each < 1 {
		return n.Lo, n.Hi
	}
	return n.Lo/each + min(n.Lo%each, 1), n.Hi / each
}

// Rounded returns the number with its range narrowed to the values that round to
// it. The range includes an exact half above, which formatting sometimes rounds down
// because binary fractions are inexact.
func (n Number) Rounded() Number {
	n.span(-1, 1)
	if n.Unit == Count && n.Quantum > 1 {
		n.Hi = max(n.Hi, n.Value+n.Quantum/2)
	}
	return n
}

// Truncated returns the number with its range narrowed to the values that truncate
// to it.
func (n Number) Truncated() Number { n.span(0, 2); return n }

// span sets the value and its range, which starts and ends at the given offsets from
// the value, in halves of the last digit's unit; the end is excluded.
func (n *Number) span(below, above int64) {
	f := n.factor()
	scale := int64(1)
	for range n.decimals {
		scale *= 10
	}
	n.Value = ceilDiv(n.digits, f, scale)
	if n.Quantum = f / scale; n.Quantum <= 1 {
		n.Quantum = 1
		if f <= scale {
			n.Lo, n.Hi = n.Value, n.Value
			return
		}
	}
	n.Lo = max(ceilDiv(2*n.digits+below, f, 2*scale), 0)
	n.Hi = max(ceilDiv(2*n.digits+above, f, 2*scale)-1, n.Lo)
}

func (n *Number) factor() int64 {
	f, base, power := int64(1), int64(10), n.power
	if n.Unit == Bytes {
		base = 1000
		if n.Binary {
			base = 1024
		}
	}
	for range power {
		f *= base
	}
	return f
}

// ceilDiv returns a × b / c rounded up, or the largest int64 if that overflows. If a
// is negative, it returns 0; b and c must be positive.
func ceilDiv(a, b, c int64) int64 {
	if a <= 0 {
		return 0
	}
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	lo, carry := bits.Add64(lo, uint64(c)-1, 0)
	hi += carry
	if hi >= uint64(c) {
		return math.MaxInt64
	}
	q, _ := bits.Div64(hi, lo, uint64(c))
	return int64(min(q, math.MaxInt64))
}

// A Problem says why a text is not a number of parameters. It implements error.
type Problem int

// The problems of a text.
const (
	Empty    Problem = iota + 1 // the text is empty
	NoNumber                    // not a number
	Negative                    // a negative number
	Zero                        // zero
	TooLarge                    // more than 10¹⁵
	TooLong                     // the text is longer than any number
	Fraction                    // a fraction of a parameter, such as 0.5 with unit "1"
)

var problems = [...]string{
	Empty: "empty", NoNumber: "not a number", Negative: "negative", Zero: "zero",
	TooLarge: "too large", TooLong: "too long", Fraction: "a fraction of a parameter",
}

// Error implements error, in English.
func (p Problem) Error() string { return "number: " + problems[p] }

const (
	maxNumber = 80   // bytes of a number that Parse accepts, after trimming spaces
	maxValue  = 1e15 // no network has more parameters
	maxDigits = 18   // of any number
)

// A unitName is a unit as it is written after a number, in lower case.
type unitName struct {
	name  string
	power int // of ten; for bytes of 1000 or 1024
	unit  Unit
	iec   bool // KiB, MiB and GiB
}

// unitNames are tried in order. A name made of letters matches only a whole word.
var unitNames = []unitName{
	{"thousand", 3, Count, false}, {"million", 6, Count, false}, {"billion", 9, Count, false}, {"trillion", 12, Count, false},
	{"mio", 6, Count, false}, {"mil", 6, Count, false}, {"mn", 6, Count, false}, {"bn", 9, Count, false},
	{"百万", 6, Count, false}, {"千万", 7, Count, false}, {"十亿", 9, Count, false}, {"百亿", 10, Count, false},
	{"千", 3, Count, false}, {"万", 4, Count, false}, {"萬", 4, Count, false}, {"亿", 8, Count, false}, {"億", 8, Count, false},
	{"kib", 1, Bytes, true}, {"mib", 2, Bytes, true}, {"gib", 3, Bytes, true}, {"tib", 4, Bytes, true},
	{"kb", 1, Bytes, false}, {"mb", 2, Bytes, false}, {"gb", 3, Bytes, false}, {"tb", 4, Bytes, false},
	{"bytes", 0, Bytes, false}, {"byte", 0, Bytes, false}, {"字节", 0, Bytes, false},
	{"k", 3, Count, false}, {"m", 6, Count, false}, {"b", 9, Count, false}, {"g", 9, Count, false}, {"t", 12, Count, false},
	{"p", 15, Count, false},
}

// operations may follow the prefix of a unit: 54.74 GMac, 12 GFLOPs.
var operations = []string{"macs", "mac", "flops", "flop", "ops"}

// Words and characters before and after a number that do not change its value.
var (
	before = []string{"about", "approx.", "approx", "ca.", "circa", "~", "≈", "∼", "約", "约", "=", "+"}
	after  = []string{"trainable parameters", "learnable parameters", "total parameters", "parameters", "params", "param",
		"个可训练参数", "可训练参数", "个参数", "參數", "参数", "左右", "个", ".", ",", ";"}
)

// Parse parses a number of parameters as people write it: 31M, 28.24 M, 7.76,
// 31,030,658, 31.030.658, 1.9e7, 776万, "31 million", 118.4 MB, full-width
// digits. A number below 1000 without a unit stands for millions. The error is a
// [Problem].
func Parse(text string) (Number, error) {
	if len(text) > 16*maxNumber {
		text = text[:16*maxNumber] // enough, even with many spaces
	}
	s := strings.TrimSpace(strings.Map(HalfWidth, text))
	if len(s) > maxNumber {
		return Number{}, TooLong
	}
	s = lower(s)
	return ParseBare(s)
}

// ParseBare is like [Parse] for a text that is already trimmed, half-width and in
// lower case. The error is a [Problem].
func ParseBare(s string) (Number, error) {
	s = trim(s, before, strings.CutPrefix)
	s = trim(s, after, strings.CutSuffix)
	if i := strings.LastIndexByte(s, '('); i > 0 && strings.HasSuffix(s, ")") {
		if n, length, err := Scan(s[i+1 : len(s)-1]); err == nil && n.Unit == Bytes && length == len(s)-i-2 {
			s = trim(strings.TrimSpace(s[:i]), after, strings.CutSuffix)
		}
	}
	switch {
	case s == "":
		return Number{}, Empty
	case s[0] == '-' || strings.HasPrefix(s, "−") || strings.HasPrefix(s, "–"):
		return Number{}, Negative
	}
	n, length, err := Scan(s)
	switch {
	case err == NoNumber || length != len(s):
		return Number{}, NoNumber
	case err == Fraction:
		// A small number without a unit stands for millions.
		if n.power != 0 || n.scientific(s) || n.digits == 0 || n.digits/pow10(n.decimals) > 999 {
			return Number{}, Fraction
		}
	case err != nil:
		return Number{}, err
	case n.digits == 0:
		return Number{}, Zero
	}
	if n.Unit == Count && n.power == 0 && !n.scientific(s) && n.digits/pow10(n.decimals) <= 999 {
		n.power, n.Assumed = 6, true
		if n.decimals > 6 {
			return Number{}, Fraction
		}
		n.span(-1, 2)
	}
	return Limited(n)
}

// scientific reports whether s, the text of the number, has an exponent, even zero.
func (n Number) scientific(s string) bool { return strings.ContainsAny(s, "eE") }

// Limited returns the number, with a range of at least one parameter, or [TooLarge]
// if no network has that many parameters.
func Limited(n Number) (Number, error) {
	if n.Value > maxValue {
		return n, TooLarge
	}
	if n.Unit == Count {
		n.Lo = max(n.Lo, 1)
	}
	return n, nil
}

// Scan parses the number at the beginning of s, which must be in lower case, with its
// unit, and returns its length. The error is a [Problem]; with [Fraction] the number
// is valid.
func Scan(s string) (n Number, length int, err error) {
	end := spanEnd(s)
	if end == 0 {
		return n, 0, NoNumber
	}
	digits, decimals, ok := mantissa(s[:end])
	if !ok {
		return n, end, NoNumber
	}
	comma := decimals > 0 && !strings.Contains(s[:end], ".")
	power, k := exponent(s[end:])
	end += k
	u, k := unitAt(s[end:])
	end += k
	if u.name != "" && u.name[0] >= 0x80 {
		if comma {
			return n, end, NoNumber // 31,03万: Chinese uses no decimal comma
		}
		// Zeros before 万 and 亿 are not significant: 3100万 is no more precise than 31 million.
		for decimals == 0 && len(digits) > 1 && strings.HasSuffix(digits, "0") {
			digits, power = digits[:len(digits)-1], power+1
		}
	}
	n, err = build(digits, decimals, power, u)
	return n, end, err
}

// build returns the number with the given digits, of which the last are decimals.
func build(digits string, decimals, power int, u unitName) (n Number, err error) {
	n.Unit, n.Binary = u.unit, u.iec
	if n.Unit == Bytes {
		power *= 0
	}
	power += u.power
	for decimals > 0 && (n.Unit == Count && decimals > power || decimals > 6) && strings.HasSuffix(digits, "0") {
		digits, decimals = digits[:len(digits)-1], decimals-1 // 31.000000000M: the last zeros mean nothing
	}
	digits = strings.TrimLeft(digits, "0")
	tens := power
	if n.Unit == Bytes {
		tens *= 3
	}
	if len(digits)-decimals+tens > maxDigits || len(digits) > maxDigits-1 {
		if digits == "" {
			return n, nil
		}
		return n, TooLarge
	}
	for _, c := range []byte(digits) {
		n.digits = n.digits*10 + int64(c-'0')
	}
	n.decimals, n.power = decimals, power
	if n.digits == 0 {
		n.decimals, n.Quantum = 0, 1
		return n, nil
	}
	if decimals > 12 || n.Unit == Count && decimals > power {
		return n, Fraction
	}
	n.span(-1, 2)
	return n, nil
}

func pow10(n int) int64 {
	p := int64(1)
	for range min(n, maxDigits) {
		p *= 10
	}
	return p
}

// spanEnd returns where digits and their separators end. A separator belongs to
// the number if a digit follows it, and a space only if a group of three follows.
func spanEnd(s string) int {
	i, run := 0, 0 // run counts the digits since the last separator
	if strings.HasPrefix(s, ".") && len(s) > 1 && isDigit(s[1]) {
		i = 1
	}
	for i < len(s) {
		if isDigit(s[i]) {
			i, run = i+1, run+1
			continue
		}
		size := separatorAt(s[i:])
		if size == 0 || i == 0 || i+size >= len(s) || !isDigit(s[i+size]) {
			break
		}
		if s[i] == ' ' && (run > 3 || !threeDigits(s[i+1:])) {
			break
		}
		i, run = i+size, 0
	}
	if run == 0 {
		return 0
	}
	return i
}

// separatorAt returns the length of the separator or point at the beginning of s.
func separatorAt(s string) int {
	switch {
	case strings.IndexByte(",.'_ ", s[0]) >= 0:
		return 1
	case strings.HasPrefix(s, "’"):
		return len("’")
	}
	return 0
}

func threeDigits(s string) bool {
	return len(s) >= 3 && isDigit(s[0]) && isDigit(s[1]) && isDigit(s[2]) && (len(s) == 3 || !isDigit(s[3]))
}

// mantissa returns the digits of a number without separators, and how many of them
// are decimals.
func mantissa(s string) (digits string, decimals int, ok bool) {
	head, tail := s, ""
	switch {
	case strings.Count(s, ".") == 1:
		head, tail, _ = strings.Cut(s, ".")
	case strings.Contains(s, "."):
		// Several points separate thousands, as in 31.031.685, and a comma is decimal.
		head, tail, _ = strings.Cut(s, ",")
		if !grouped(strings.ReplaceAll(head, ".", ",")) || strings.Trim(head, "0123456789.") != "" {
			return "", 0, false
		}
		head = strings.ReplaceAll(head, ".", "")
	case !grouped(s):
		// A comma that does not separate thousands is a decimal comma: 7,76 M.
		var comma bool
		if head, tail, comma = strings.Cut(s, ","); !comma {
			return "", 0, false
		}
	}
	if head != "" && !grouped(head) || strings.Trim(tail, "0123456789") != "" {
		return "", 0, false
	}
	head = strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, head)
	return head + tail, len(tail), head != "" || tail != ""
}

// grouped reports whether all separators are in positions that separate thousands.
func grouped(s string) bool {
	groups := strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	for i, g := range groups {
		if i > 0 && len(g) != 3 || i == 0 && len(groups) > 1 && len(g) > 3 {
			return false
		}
	}
	return len(groups) > 0
}

// exponent parses an exponent of ten. A very large one is capped, but remains too
// large for any number.
func exponent(s string) (power, length int) {
	if s == "" || s[0] != 'e' && s[0] != 'E' {
		return 0, 0
	}
	i := 1
	if i < len(s) && s[i] == '+' {
		i++
	}
	from := i
	for i < len(s) && isDigit(s[i]) {
		power = min(power*10+int(s[i]-'0'), math.MaxInt16)
		i++
	}
	if i == from {
		return 0, 0
	}
	return power, i
}

// unitAt parses a unit, which may follow up to two spaces.
func unitAt(s string) (u unitName, length int) {
	rest := s
	for len(rest) > 0 && rest[0] == ' ' && len(s)-len(rest) < 2 {
		rest = rest[1:]
	}
	for _, u := range unitNames {
		tail, ok := strings.CutPrefix(rest, u.name)
		if !ok {
			continue
		}
		if u.name[0] >= 0x80 || !startsWord(tail) {
			return u, len(s) - len(tail)
		}
		if len(u.name) == 1 {
			for _, op := range operations {
				if more, ok := strings.CutPrefix(tail, op); ok && !startsWord(more) {
					return u, len(s) - len(more)
				}
			}
		}
	}
	return unitName{}, 0
}

func startsWord(s string) bool {
	return s != "" && (isDigit(s[0]) || isLetter(s[0]) && s[0] < 0x80)
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

// HalfWidth maps the full-width forms that Chinese and Japanese keyboards
// produce to ASCII, every kind of space to a plain one and crosses to ×. It is a
// mapping for [strings.Map].
func HalfWidth(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	case r == '\u3000' || r == '\u00a0' || r >= '\u2000' && r <= '\u200a' || r == '\u202f' || r == '\t' || r == '\n' || r == '\r':
		return ' '
	case r == '。':
		return '.'
	case r == '✕' || r == '✖':
		return '×'
	case r == '\ufeff' || r == '\u200b':
		return -1
	}
	return r
}

// Plain returns the digits of an integer as people write it: "1 024", "1,024",
// "1'024", "1_024" and "１０２４" become 1024, "1e3" becomes 1000 and "1.5e3" becomes
// 1500. Any other text is returned trimmed and half-width, for the caller to reject.
func Plain(typed string) string {
	s := strings.TrimSpace(strings.Map(HalfWidth, typed))
	if len(s) > maxNumber || s == "" || !isDigit(s[0]) && s[0] != '.' {
		return s
	}
	low := lower(s)
	end := spanEnd(low)
	head, _, point := strings.Cut(low[:end], ".")
	if end == 0 || !grouped(head) && head != "" || point && strings.Count(low[:end], ".") > 1 {
		return s
	}
	digits, decimals, ok := mantissa(low[:end])
	power, k := exponent(low[end:])
	if !ok || end+k != len(low) || power > maxDigits {
		return s
	}
	for decimals > power && strings.HasSuffix(digits, "0") {
		digits, decimals = digits[:len(digits)-1], decimals-1
	}
	if decimals > power {
		return s
	}
	all := strings.TrimLeft(digits+strings.Repeat("0", power-decimals), "0")
	if all == "" {
		return "0"
	}
	return all
}

// lower returns s with its ASCII letters in lower case; its length doesn't change.
func lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] += 'a' - 'A'
		}
	}
	return string(b)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLetter(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80
}
