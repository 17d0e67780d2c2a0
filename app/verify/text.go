package verify

import (
	"math"
	"math/bits"
	"strconv"
	"strings"
)

// splitLines returns the lines of a text without the space around them. Full-width
// forms and unusual spaces, as pasting from elsewhere brings them, become plain.
func splitLines(text string) []string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '\u3000' || r == '\u00a0' || r == '\u2009' || r == '\u202f' || r == '\t':
			return ' '
		case r == '\r' || r == '\u2028':
			return '\n'
		case r == '\ufeff' || r == '\u200b':
			return -1
		}
		return r
	}, text)
	lines := strings.Split(text, "\n")
	kept := lines[:0]
	for _, line := range lines {
		if line = strings.TrimSpace(line); line != "" {
			kept = append(kept, line)
		}
	}
	return kept
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLetter(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80
}

// isWord reports whether a string is a name in Python's sense, or a number.
func isWord(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) && !isLetter(s[i]) {
			return false
		}
	}
	return s != ""
}

// whole parses a number without a sign whose digits may be grouped by commas.
func whole(s string) (n int64, ok, fits bool) {
	digits := 0
	fits = true
	for i := range len(s) {
		if s[i] == ',' && digits > 0 && i+1 < len(s) {
			continue
		}
		if !isDigit(s[i]) {
			return 0, false, true
		}
		digits++
		d := int64(s[i] - '0')
		if n > (math.MaxInt64-d)/10 {
			fits = false
			n = 0
			continue
		}
		if fits {
			n = n*10 + d
		}
	}
	return n, digits > 0, fits
}

// parseShape reads a shape that begins at s: (64, 1, 3, 3), [64, 1, 3, 3], [] or
// torch.Size([64, 1, 3, 3]). It returns what stands behind it.
func parseShape(s string) (shape []int64, rest string, ok, fits bool) {
	closing := ""
	for {
		switch {
		case strings.HasPrefix(s, "torch.Size("):
			s, closing = s[len("torch.Size("):], ")"+closing
			continue
		case strings.HasPrefix(s, "TensorShape("):
			s, closing = s[len("TensorShape("):], ")"+closing
			continue
		}
		break
	}
	if s == "" || s[0] != '(' && s[0] != '[' {
		return nil, "", false, true
	}
	end := byte(')')
	if s[0] == '[' {
		end = ']'
	}
	shape, fits = []int64{}, true
	i := 1
	for {
		for i < len(s) && s[i] == ' ' {
			i++
		}
		if i >= len(s) {
			return nil, "", false, true
		}
		if s[i] == end {
			i++
			break
		}
		j := i
		for j < len(s) && isDigit(s[j]) {
			j++
		}
		n, number, small := whole(s[i:j])
		if !number {
			return nil, "", false, true
		}
		fits = fits && small
		if shape = append(shape, n); len(shape) > 16 {
			return nil, "", false, true
		}
		for i = j; i < len(s) && s[i] == ' '; i++ {
		}
		if i < len(s) && s[i] == ',' {
			i++
		} else if i >= len(s) || s[i] != end {
			return nil, "", false, true
		}
	}
	rest = s[i:]
	for range len(closing) {
		if !strings.HasPrefix(rest, ")") {
			return nil, "", false, true
		}
		rest = rest[1:]
	}
	return shape, rest, true, fits
}

// elements returns the product of a shape's axes.
func elements(shape []int64) (n int64, fits bool) {
	n = 1
	for _, d := range shape {
		if d == 0 {
			return 0, true
		}
	}
	for _, d := range shape {
		hi, lo := bits.Mul64(uint64(n), uint64(d))
		if hi != 0 || lo > math.MaxInt64 {
			return 0, false
		}
		n = int64(lo)
	}
	return n, true
}

// plus adds two numbers that are not negative.
func plus(a, b int64) (n int64, fits bool) {
	n = a + b
	return n, n >= 0
}

// shapeKey writes a shape as 64x1x3x3.
func shapeKey(shape []int64) string {
	var b []byte
	for i, n := range shape {
		if i > 0 {
			b = append(b, 'x')
		}
		b = strconv.AppendInt(b, n, 10)
	}
	return string(b)
}

// splitTop splits at the commas that stand in no brackets.
func splitTop(s string) []string {
	var parts []string
	depth, from := 0, 0
	for i := range len(s) {
		switch s[i] {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth--
		case ',':
			if depth == 0 {
				parts = append(parts, strings.TrimSpace(s[from:i]))
				from = i + 1
			}
		}
	}
	return append(parts, strings.TrimSpace(s[from:]))
}

// base takes the number of axes off a class's name.
func base(kind string) string {
	if n := len(kind); n > 2 && (kind[n-1] == 'd' || kind[n-1] == 'D') && kind[n-2] >= '1' && kind[n-2] <= '3' {
		return kind[:n-2]
	}
	return kind
}
