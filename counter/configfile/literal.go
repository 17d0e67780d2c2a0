package configfile

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// A scanner reads JSON, or what Python writes of literals. Expressions of Python
// are not worked out: they become code, to be named.
type scanner struct {
	src    string
	at     int
	python bool
	left   budget
	names  map[string]*value // bound names, of Python
	twice  []twice
	nan    int // line of a NaN or Infinity in JSON
	from   int // where the last line number was asked for
	lines  int // line ends before it
}

// A twice is a key that stands twice in an object.
type twice struct {
	key         string
	first, last *value
}

func newScanner(src string, python bool) *scanner {
	return &scanner{src: src, python: python, left: maxNodes}
}

// readJSON reads a whole text.
func (s *scanner) readJSON() (*value, error) {
	v, err := s.value(0)
	if err != nil {
		return nil, err
	}
	if s.space(); s.at < len(s.src) {
		return nil, s.unexpected()
	}
	return v, nil
}

func (s *scanner) line() int { return s.lineOf(s.at) }

// lineOf returns the number of a position's line. It counts from the last one
// that was asked for, so that many questions take no longer than one.
func (s *scanner) lineOf(at int) int {
	if at >= s.from {
		s.lines += strings.Count(s.src[s.from:at], "\n")
	} else {
		s.lines -= strings.Count(s.src[at:s.from], "\n")
	}
	s.from = at
	return s.lines + 1
}

// space skips white space and, in Python, comments and joined lines.
//
//go:noinline
func (s *scanner) space() {
	for s.at < len(s.src) {
		switch c := s.src[s.at]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			s.at++
		case s.python && c == '\\' && strings.HasPrefix(s.src[s.at:], "\\\n"):
			s.at += 2
		case s.python && c == '#':
			s.toEnd()
		default:
			return
		}
	}
}

// toEnd skips the rest of a line.
func (s *scanner) toEnd() {
	if n := strings.IndexByte(s.src[s.at:], '\n'); n >= 0 {
		s.at += n
	} else {
		s.at = len(s.src)
	}
}

//go:noinline
func (s *scanner) peek() byte {
	if s.at < len(s.src) {
		return s.src[s.at]
	}
	return 0
}

//go:noinline
func (s *scanner) unexpected() error {
	line := s.line()
	column := s.at - strings.LastIndexByte(s.src[:s.at], '\n')
	if s.at >= len(s.src) {
		return failf("The file ends in the middle, at line %s, column %s: it looks cut off.|文件在第 %s 行第 %s 列中断，似乎不完整。", dec(int64(line)), dec(int64(column)))
	}
	r, _ := utf8.DecodeRuneInString(s.src[s.at:])
	return failf("Line %s, column %s: \"%s\" is not expected here.|第 %s 行第 %s 列：此处不应出现 \"%s\"。", dec(int64(line)), dec(int64(column)), string(r))
}

func (s *scanner) node(k kind) (*value, error) {
	v := &value{kind: k, line: 0, size: 1}
	return v, s.left.take(1)
}

// value reads a value and what stands before it.
func (s *scanner) value(depth int) (*value, error) {
	if s.space(); depth > maxDepth {
		return nil, tooDeep(s.line())
	}
	if !s.python {
		return s.primary(depth)
	}
	start := s.at
	v, err := s.primary(depth)
	if err != nil {
		return nil, err
	}
	end := s.at
	if depth > 0 {
		s.space()
	} else {
		for s.peek() == ' ' || s.peek() == '\t' {
			s.at++
		}
	}
	if c := s.peek(); s.at >= len(s.src) || strings.IndexByte(",)]}:\n#", c) >= 0 {
		return v, nil
	}
	s.at = end
	s.skipExpression(depth)
	v, err = s.node(code)
	if err == nil {
		v.s = strings.TrimSpace(s.src[start:s.at])
		v.line = s.lineOf(start)
	}
	return v, err
}

// skipExpression goes to the end of an expression of Python: a comma or a bracket
// that is not its own, or the end of the line outside of brackets.
func (s *scanner) skipExpression(depth int) {
	open := 0
	for s.at < len(s.src) {
		switch c := s.src[s.at]; c {
		case '(', '[', '{':
			open++
		case ')', ']', '}':
			if open == 0 {
				return
			}
			open--
		case ',':
			if open == 0 && depth > 0 {
				return
			}
		case '\n':
			if open == 0 && depth == 0 {
				return
			}
		case '#':
			s.toEnd()
			continue
		case '"', '\'':
			if _, err := s.quoted(); err == nil {
				continue
			}
			if s.at >= len(s.src) {
				return // a text that is not closed
			}
		}
		s.at++
	}
}

func (s *scanner) primary(depth int) (*value, error) {
	switch c := s.peek(); {
	case c == '{':
		return s.object(depth, '}')
	case c == '[':
		return s.list(depth, ']')
	case c == '(' && s.python:
		return s.list(depth, ')')
	case c == '"' || c == '\'' && s.python:
		return s.text()
	case c >= '0' && c <= '9' || c == '-' || s.python && (c == '+' || c == '.'):
		return s.number()
	case c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
		return s.word(depth)
	}
	return nil, s.unexpected()
}

func (s *scanner) object(depth int, end byte) (*value, error) {
	v, err := s.node(object)
	if err != nil {
		return nil, err
	}
	v.line = s.line()
	s.at++
	for first := true; ; first = false {
		if s.space(); s.peek() == end && (first || s.python) {
			s.at++
			return v.sized(), nil
		}
		key, err := s.key(end)
		if err != nil {
			return nil, err
		}
		item, err := s.value(depth + 1)
		if err != nil {
			return nil, err
		}
		if old := v.get(key); old != nil {
			s.twice = append(s.twice, twice{key, old, item})
		}
		v.set(key, item)
		if done, err := s.next(end); done || err != nil {
			return v.sized(), err
		}
	}
}

// key reads an object's key and what separates it from the value: a quoted text
// and a colon, or a name and an equals sign in dict().
func (s *scanner) key(end byte) (string, error) {
	var key string
	sep := byte(':')
	switch c := s.peek(); {
	case end == ')':
		key, sep = s.name(), '='
	case c == '"' || c == '\'' && s.python:
		var err error
		if key, err = s.quoted(); err != nil {
			return "", err
		}
	case s.python:
		start := s.at
		for s.at < len(s.src) && strings.IndexByte(":,{}[]()\n", s.src[s.at]) < 0 {
			s.at++
		}
		key = strings.TrimSpace(s.src[start:s.at])
	}
	if s.space(); s.peek() != sep || key == "" && sep == '=' {
		return "", s.unexpected()
	}
	s.at++
	return key, nil
}

// next reads what follows an item: a comma, or the end.
func (s *scanner) next(end byte) (done bool, err error) {
	switch s.space(); {
	case s.peek() == end && s.at < len(s.src):
		s.at++
		return true, nil
	case s.peek() == ',':
		s.at++
		return false, nil
	}
	return true, s.unexpected()
}

func (s *scanner) list(depth int, end byte) (*value, error) {
	v, err := s.node(list)
	if err != nil {
		return nil, err
	}
	v.line = s.line()
	s.at++
	commas := 0
	for {
		if s.space(); s.peek() == end && s.at < len(s.src) && (len(v.items) == 0 || s.python) {
			s.at++
			break
		}
		item, err := s.value(depth + 1)
		if err != nil {
			return nil, err
		}
		v.items = append(v.items, item)
		done, err := s.next(end)
		if err != nil {
			return nil, err
		}
		if done {
			break
		}
		commas++
	}
	if end == ')' && len(v.items) == 1 && commas == 0 {
		return v.items[0], nil // brackets, no tuple
	}
	return v.sized(), nil
}

// name reads a name of Python.
func (s *scanner) name() string {
	start := s.at
	for s.at < len(s.src) {
		c := s.src[s.at]
		if c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			break
		}
		s.at++
	}
	return s.src[start:s.at]
}

func (s *scanner) word(depth int) (*value, error) {
	start := s.at
	name := s.name()
	if s.python && name == "dict" && s.peek() == '(' {
		return s.dict(depth, start)
	}
	v, err := s.node(null)
	if err != nil {
		return nil, err
	}
	constants := "null true false"
	if s.python {
		constants = "None True False"
	}
	for i, c := range strings.Fields(constants) {
		if name == c {
			if i > 0 {
				return boolValue(i == 1), nil
			}
			return v, nil
		}
	}
	if bound := s.names[name]; bound != nil && s.python {
		return bound, s.left.take(bound.size)
	}
	switch {
	case s.python:
		v.kind, v.s, v.line = code, name, s.line()
		return v, nil
	case name == "NaN" || name == "Infinity":
		s.nan = s.line()
		v.kind, v.s = fraction, name
		return v, nil
	}
	s.at = start
	return nil, s.unexpected()
}

// dict reads dict(key=value). What it can't read of it becomes code.
func (s *scanner) dict(depth, start int) (*value, error) {
	v, err := s.object(depth, ')')
	if err == nil || s.left < 0 || depth > maxDepth-10 {
		return v, err
	}
	s.at = start + len("dict")
	s.skipExpression(depth)
	v, err = s.node(code)
	if err == nil {
		v.s, v.line = s.src[start:s.at], s.lineOf(start)
	}
	return v, err
}

func (s *scanner) text() (*value, error) {
	v, err := s.node(text)
	if err != nil {
		return nil, err
	}
	if v.s, err = s.quoted(); err != nil {
		return nil, err
	}
	for s.python { // adjacent texts are one
		at := s.at
		if s.space(); s.peek() != '"' && s.peek() != '\'' || strings.Contains(s.src[at:s.at], "\n") {
			s.at = at
			break
		}
		more, err := s.quoted()
		if err != nil {
			return nil, err
		}
		v.s += more
	}
	return v, nil
}

// quoted reads a text in quotes.
func (s *scanner) quoted() (string, error) {
	quote := s.src[s.at : s.at+1]
	if long := strings.Repeat(quote, 3); s.python && strings.HasPrefix(s.src[s.at:], long) {
		quote = long
	}
	start := s.at
	s.at += len(quote)
	begin, plain := s.at, true
	for s.at < len(s.src) {
		switch c := s.src[s.at]; {
		case strings.HasPrefix(s.src[s.at:], quote):
			raw := s.src[begin:s.at]
			s.at += len(quote)
			if plain {
				return raw, nil
			}
			return unescape(raw), nil
		case c == '\\':
			plain = false
			s.at++
		case c == '\n' && len(quote) == 1:
			s.at = start
			return "", failf("Line %s: a text that is not closed.|第 %s 行：字符串没有闭合。", dec(int64(s.line())))
		}
		s.at++
	}
	s.at = len(s.src)
	return "", s.unexpected()
}

// unescape takes the escapes of JSON and Python out of a text.
func unescape(raw string) string {
	var b strings.Builder
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' || i+1 == len(raw) {
			b.WriteByte(raw[i])
			continue
		}
		i++
		switch c := raw[i]; c {
		case 'n':
			b.WriteByte('\n')
		case 't':
			b.WriteByte('\t')
		case 'r':
			b.WriteByte('\r')
		case 'b', 'f':
			b.WriteByte(' ')
		case 'u':
			r := hex4(raw[i+1:])
			if r < 0 {
				b.WriteRune(utf8.RuneError)
				continue
			}
			i += 4
			if utf16.IsSurrogate(r) && strings.HasPrefix(raw[i+1:], `\u`) {
				if low := hex4(raw[i+3:]); low >= 0 {
					r = utf16.DecodeRune(r, low)
					i += 6
				}
			}
			b.WriteRune(r)
		default:
			b.WriteByte(c)
		}
	}
	return strings.ToValidUTF8(b.String(), "\uFFFD")
}

func hex4(s string) rune {
	if len(s) < 4 {
		return -1
	}
	n, err := strconv.ParseUint(s[:4], 16, 32)
	if err != nil {
		return -1
	}
	return rune(n)
}

func (s *scanner) number() (*value, error) {
	v, err := s.node(whole)
	if err != nil {
		return nil, err
	}
	start := s.at
	if c := s.peek(); c == '-' || c == '+' {
		s.at++
	}
	if strings.HasPrefix(s.src[s.at:], "Infinity") {
		s.at += len("Infinity")
		v.kind, v.s, s.nan = fraction, s.src[start:s.at], s.line()
		return v, nil
	}
	for s.at < len(s.src) {
		c := s.src[s.at]
		sign := (c == '-' || c == '+') && strings.IndexByte("eE", s.src[s.at-1]) >= 0
		if (c < '0' || c > '9') && c != '.' && c != 'e' && c != 'E' && !sign && !(s.python && c == '_') {
			break
		}
		s.at++
	}
	raw := s.src[start:s.at]
	if !setNumber(v, raw) {
		s.at = start
		return nil, s.unexpected()
	}
	return v, nil
}

// setNumber makes a value the number that a text is.
func setNumber(v *value, raw string) bool {
	raw = strings.ReplaceAll(raw, "_", "")
	digits := strings.TrimLeft(raw, "+-")
	if len(raw)-len(digits) > 1 || digits == "" {
		return false
	}
	if strings.Trim(digits, "0123456789") == "" {
		n, err := strconv.ParseInt(strings.TrimPrefix(raw, "+"), 10, 64)
		if v.kind, v.n = whole, n; err != nil {
			v.kind, v.s = big, raw
		}
		return true
	}
	v.kind, v.s = fraction, raw
	mantissa, exp, has := strings.Cut(strings.ToLower(digits), "e")
	before, after, _ := strings.Cut(mantissa, ".")
	exp = strings.TrimLeft(exp, "+-")
	return before+after != "" && strings.Trim(before+after+exp, "0123456789") == "" && (exp != "") == has
}
