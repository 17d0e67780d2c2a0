package checkpoint

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// scanner reads JSON from memory, value by value, in the order of the text, so that
// it reports a repeated name twice. After the first error it makes no progress.
type scanner struct {
	b     []byte
	i     int
	depth int
	err   *Error
}

func (s *scanner) fail() {
	if s.err == nil {
		s.err = fail(Malformed, TheJSON, int64(s.i))
		s.i = len(s.b)
	}
}

// peek skips white space and returns the next byte, or 0 at the end.
func (s *scanner) peek() byte {
	for ; s.i < len(s.b); s.i++ {
		switch c := s.b[s.i]; c {
		case ' ', '\t', '\n', '\r':
		default:
			return c
		}
	}
	return 0
}

func (s *scanner) take(c byte) bool {
	if s.peek() != c || s.err != nil {
		return false
	}
	s.i++
	return true
}

func (s *scanner) want(c byte) {
	if !s.take(c) {
		s.fail()
	}
}

func (s *scanner) enter() bool {
	if s.depth++; s.depth > maxJSON && s.err == nil {
		s.err = &Error{Kind: TooDeep, Part: TheJSON, Offset: int64(s.i), Want: maxJSON}
		s.i = len(s.b)
	}
	return s.err == nil
}

// list reads values between two brackets, calling item for each.
func (s *scanner) list(open, close byte, item func()) {
	s.want(open)
	if s.enter() && !s.take(close) {
		for s.err == nil {
			item()
			if !s.take(',') {
				s.want(close)
				break
			}
		}
	}
	s.depth--
}

// object reads an object, calling member for each name to read its value.
func (s *scanner) object(member func(name string)) {
	s.list('{', '}', func() {
		name := s.str()
		s.want(':')
		if s.err == nil {
			member(name)
		}
	})
}

func (s *scanner) array(item func()) { s.list('[', ']', item) }

// str reads a string.
func (s *scanner) str() string {
	s.want('"')
	from := s.i
	var out []byte
	for s.err == nil {
		if s.i >= len(s.b) {
			s.fail()
			break
		}
		switch c := s.b[s.i]; {
		case c == '"':
			out = append(out, s.b[from:s.i]...)
			s.i++
			return string(out)
		case c == '\\':
			out = append(out, s.b[from:s.i]...)
			out = s.escape(out)
			from = s.i
		case c < ' ':
			s.fail()
		default:
			s.i++
		}
	}
	return ""
}

func (s *scanner) escape(out []byte) []byte {
	if s.i+1 >= len(s.b) {
		s.fail()
		return out
	}
	c := s.b[s.i+1]
	s.i += 2
	switch c {
	case '"', '\\', '/':
		return append(out, c)
	case 'b':
		return append(out, '\b')
	case 'f':
		return append(out, '\f')
	case 'n':
		return append(out, '\n')
	case 'r':
		return append(out, '\r')
	case 't':
		return append(out, '\t')
	case 'u':
		r := s.hex()
		if utf16.IsSurrogate(r) && s.i+1 < len(s.b) && s.b[s.i] == '\\' && s.b[s.i+1] == 'u' {
			at := s.i
			s.i += 2
			if p := utf16.DecodeRune(r, s.hex()); p != utf8.RuneError {
				return utf8.AppendRune(out, p)
			}
			s.i = at
		}
		return utf8.AppendRune(out, r)
	}
	s.fail()
	return out
}

func (s *scanner) hex() rune {
	if s.i+4 > len(s.b) {
		s.fail()
		return 0
	}
	n, err := strconv.ParseUint(string(s.b[s.i:s.i+4]), 16, 32)
	if err != nil {
		s.fail()
		return 0
	}
	s.i += 4
	return rune(n)
}

// word reads a number or a literal as text.
func (s *scanner) word() string {
	s.peek()
	from := s.i
	for s.i < len(s.b) {
		c := s.b[s.i]
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') && c != '-' && c != '+' && c != '.' && c != 'E' && c != 'N' && c != 'I' {
			break
		}
		s.i++
	}
	if s.i == from {
		s.fail()
	}
	return string(s.b[from:s.i])
}

// int reads an integer. It skips a value of another kind and returns false.
func (s *scanner) int() (int64, bool) {
	switch s.peek() {
	case '{', '[', '"':
		s.skip()
		return 0, false
	}
	n, err := strconv.ParseInt(s.word(), 10, 64)
	return n, err == nil && s.err == nil
}

// text reads a string, a number or a literal as text. It skips any other value and
// returns false.
func (s *scanner) text() (string, bool) {
	switch s.peek() {
	case '{', '[':
		s.skip()
		return "", false
	case '"':
		return s.str(), s.err == nil
	}
	return s.word(), s.err == nil
}

func (s *scanner) skip() {
	switch s.peek() {
	case '{':
		s.object(func(string) { s.skip() })
	case '[':
		s.array(s.skip)
	case '"':
		s.str()
	default:
		s.word()
	}
}

// ints reads an array of integers.
func (s *scanner) ints() (out []int64, ok bool) {
	if s.peek() != '[' {
		s.skip()
		return nil, false
	}
	ok = true
	s.array(func() {
		n, good := s.int()
		ok = ok && good
		if len(out) <= maxRank {
			out = append(out, n)
		}
	})
	return out, ok && s.err == nil
}

// close checks that only white space follows.
func (s *scanner) close() error {
	if s.err == nil && s.peek() != 0 {
		s.fail()
	}
	if s.err != nil {
		return s.err
	}
	return nil
}
