package read

import (
	"math"
	"math/bits"
	"strings"

	"unetparams/counter/number"
)

// lower returns s with its ASCII letters in lower case; its length doesn't change.
func lower(s string) string {
	for i := range len(s) {
		if s[i] >= 'A' && s[i] <= 'Z' {
			b := []byte(s)
			for ; i < len(b); i++ {
				if b[i] >= 'A' && b[i] <= 'Z' {
					b[i] += 'a' - 'A'
				}
			}
			return string(b)
		}
	}
	return s
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLetter(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80
}

func isWordByte(c byte) bool { return isDigit(c) || isLetter(c) }

// isWord reports whether s is a name in Python's sense.
func isWord(s string) bool {
	for i := range len(s) {
		if !isWordByte(s[i]) {
			return false
		}
	}
	return s != "" && !isDigit(s[0])
}

func hasLetter(s string) bool {
	for i := range len(s) {
		if isLetter(s[i]) {
			return true
		}
	}
	return false
}

// integer parses an integer, with or without commas between its digits, as tables
// print counts: 1,792 or 1792.
func integer(s string) (int64, bool) {
	n, digits := int64(0), 0
	for i := range len(s) {
		if s[i] == ',' && digits > 0 && i+1 < len(s) {
			continue
		}
		if !isDigit(s[i]) {
			return 0, false
		}
		d := int64(s[i] - '0')
		if n > (math.MaxInt64-d)/10 {
			return 0, false
		}
		n, digits = n*10+d, digits+1
	}
	return n, digits > 0
}

func exactly(n int64) number.Number { return number.Exactly(n) }

// cellCount parses a count in a table's cell: 1,792, (9,408), 1792.0 or 31.04 M.
func cellCount(s string) (number.Number, bool) {
	s = strings.TrimSpace(s)
	if n, ok := integer(strings.Trim(s, "()")); ok {
		return exactly(n), true
	}
	if n, length, err := number.Scan(lower(s)); err == nil && length == len(s) && n.Unit == number.Count {
		return n, true
	}
	return number.Number{}, false
}

// shapeAt parses the shape at the beginning of s: (64, 1, 3, 3), [64, 1, 3, 3], []
// or torch.Size([64, 1, 3, 3]); -1, None and ? are axes of unknown length, -1.
// It also returns the rest of s.
func shapeAt(s string) (shape []int64, rest string, ok bool) {
	closing := 0
	for _, p := range []string{"torch.Size(", "TensorShape(", "torch.size("} {
		if t, found := strings.CutPrefix(s, p); found {
			s, closing = t, 1
		}
	}
	if s == "" || s[0] != '(' && s[0] != '[' {
		return nil, "", false
	}
	end := byte(')')
	if s[0] == '[' {
		end = ']'
	}
	shape, i := []int64{}, 1
	for {
		i = skipSpace(s, i)
		if i < len(s) && s[i] == end {
			i++
			break
		}
		n, next, fine := axisAt(s, i)
		if !fine || len(shape) >= 16 {
			return nil, "", false
		}
		shape = append(shape, n)
		if i = skipSpace(s, next); i < len(s) && s[i] == ',' {
			i++
		} else if i >= len(s) || s[i] != end {
			return nil, "", false
		}
	}
	if rest = s[i:]; closing > 0 {
		if rest, ok = strings.CutPrefix(rest, ")"); !ok {
			return nil, "", false
		}
	}
	return shape, rest, true
}

func skipSpace(s string, i int) int {
	for i < len(s) && s[i] == ' ' {
		i++
	}
	return i
}

// axisAt parses the length of an axis at s[i:].
func axisAt(s string, i int) (n int64, end int, ok bool) {
	for _, unknown := range []string{"None", "-1", "?"} {
		if strings.HasPrefix(s[i:], unknown) {
			return -1, i + len(unknown), true
		}
	}
	j := i
	for j < len(s) && isDigit(s[j]) {
		j++
	}
	n, ok = integer(s[i:j])
	return n, j, ok
}

// shapesIn returns the shapes in a cell, which may hold a list or a dict of them.
// If the last one is truncated, its known axes are returned, and cut is true.
func shapesIn(s string) (shapes [][]int64, cut bool) {
	for i := 0; i < len(s) && len(shapes) < 64; {
		if s[i] != '(' && s[i] != '[' {
			i++
			continue
		}
		if shape, rest, ok := shapeAt(s[i:]); ok {
			shapes = append(shapes, shape)
			i = len(s) - len(rest)
			continue
		}
		if shape, ok := cutShape(s[i:]); ok {
			return append(shapes, shape), true
		}
		i++
	}
	return shapes, false
}

// cutShape parses a shape without a closing bracket.
func cutShape(s string) (shape []int64, ok bool) {
	for i := 1; len(shape) < 16; {
		if i = skipSpace(s, i); i >= len(s) {
			return shape, len(shape) > 0
		}
		n, next, fine := axisAt(s, i)
		if !fine {
			return shape, len(shape) > 0 && strings.HasPrefix("None", s[i:])
		}
		shape = append(shape, n)
		if i = skipSpace(s, next); i < len(s) && s[i] != ',' {
			return nil, false
		}
		i++
	}
	return nil, false
}

// elements returns the product of a shape's axes, or false if it overflows or an
// axis is unknown.
func elements(shape []int64) (n int64, fits bool) {
	n = 1
	for _, d := range shape {
		if d < 0 {
			return 0, false
		}
	}
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

// cells splits a line into bracketed lists and words.
func cells(s string) []string {
	var list []string
	for len(list) < 32 {
		if s = strings.TrimLeft(s, " "); s == "" {
			break
		}
		end := strings.IndexByte(s, ' ')
		if end < 0 {
			end = len(s)
		}
		if strings.IndexByte("[({", s[0]) >= 0 {
			if k := closing(s); k > 0 {
				end = k
			}
		}
		list = append(list, s[:end])
		s = s[end:]
	}
	return list
}

// closing returns the end of the bracketed text that s begins with, or 0.
func closing(s string) int {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '[', '(', '{':
			depth++
		case ']', ')', '}':
			depth--
		}
		if depth == 0 {
			return i + 1
		}
	}
	return 0
}

// splitTop splits at the commas outside of brackets.
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
	if last := strings.TrimSpace(s[from:]); last != "" {
		parts = append(parts, last)
	}
	return parts
}

// quoted returns the strings between quotes in s.
func quoted(s string) []string {
	var list []string
	for {
		i := strings.IndexAny(s, "'\"")
		if i < 0 {
			return list
		}
		k := strings.IndexByte(s[i+1:], s[i])
		if k < 0 {
			return list
		}
		list = append(list, s[i+1:i+1+k])
		s = s[i+k+2:]
	}
}
