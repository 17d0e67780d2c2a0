package configfile

import (
	"strconv"
	"strings"
)

// A yaml reads the YAML that configuration files are written in, as PyYAML would:
// block and flow collections, quoted and plain texts, block texts, comments,
// anchors, aliases and merge keys. Tags are refused, and keys that are not texts
// are not there.
type yaml struct {
	lines   []yamlLine
	i       int // the present line
	left    budget
	anchors map[string]*value
	open    map[string]bool // anchors whose value is being read
	twice   []twice
}

// A yamlLine is a line without its indent.
type yamlLine struct {
	indent, no int
	text       string
}

// readYAML reads a text's first document.
func readYAML(src string) (*value, []twice, error) {
	y := &yaml{left: maxNodes, anchors: map[string]*value{}, open: map[string]bool{}}
	content := false
	for no, s := range strings.Split(src, "\n") {
		t := strings.TrimLeft(s, " ")
		if strings.HasPrefix(t, "\t") && strings.TrimLeft(t, " \t") != "" && !strings.HasPrefix(strings.TrimLeft(t, " \t"), "#") {
			return nil, nil, failf("A tab indents line %s: YAML allows spaces only.|第 %s 行用制表符缩进：YAML 只允许空格。", dec(int64(no+1)))
		}
		if t == "---" || t == "..." || strings.HasPrefix(t, "%YAML") {
			if content {
				break
			}
			continue
		}
		content = content || t != "" && t[0] != '#'
		y.lines = append(y.lines, yamlLine{len(s) - len(t), no + 1, strings.TrimRight(t, " \t\r")})
	}
	y.skip()
	if y.i == len(y.lines) {
		return &value{}, nil, nil
	}
	v, err := y.block(y.lines[y.i].indent, 0)
	if err != nil {
		return nil, nil, err
	}
	if y.skip(); y.i < len(y.lines) {
		return nil, nil, y.unexpected()
	}
	return v, y.twice, nil
}

// skip skips empty lines and comments.
func (y *yaml) skip() {
	for y.i < len(y.lines) && (y.lines[y.i].text == "" || y.lines[y.i].text[0] == '#') {
		y.i++
	}
}

func (y *yaml) no() int { return y.lines[min(y.i, len(y.lines)-1)].no }

//go:noinline
func (y *yaml) unexpected() error {
	l := y.lines[min(y.i, len(y.lines)-1)]
	return failf("Line %s does not fit into the YAML around it: %s|第 %s 行与前后的 YAML 不符：%s", dec(int64(l.no)), shorten(l.text))
}

func isItem(s string) bool { return s == "-" || strings.HasPrefix(s, "- ") }

// block reads what begins at the present line, which has the given indent.
func (y *yaml) block(indent, depth int) (*value, error) {
	if depth > maxDepth {
		return nil, tooDeep(y.no())
	}
	l := y.lines[y.i]
	if isItem(l.text) {
		return y.sequence(indent, depth)
	}
	if _, _, ok := splitKey(l.text); ok {
		return y.mapping(indent, depth)
	}
	y.i++
	return y.inline(l.text, indent-1, l.no, depth)
}

func (y *yaml) sequence(indent, depth int) (*value, error) {
	v := &value{kind: list, line: y.no()}
	for y.skip(); y.i < len(y.lines); y.skip() {
		l := y.lines[y.i]
		if l.indent != indent || !isItem(l.text) {
			break
		}
		if err := y.left.take(1); err != nil {
			return nil, err
		}
		rest := strings.TrimLeft(l.text[1:], " ")
		var item *value
		var err error
		switch _, _, keyed := splitKey(rest); {
		case isItem(rest) || keyed:
			y.lines[y.i] = yamlLine{l.indent + len(l.text) - len(rest), l.no, rest}
			item, err = y.block(y.lines[y.i].indent, depth+1)
		default:
			y.i++
			item, err = y.inline(rest, indent, l.no, depth+1)
		}
		if err != nil {
			return nil, err
		}
		v.items = append(v.items, item)
	}
	return y.closed(v, indent)
}

// closed ends a collection: what follows has a smaller indent.
func (y *yaml) closed(v *value, indent int) (*value, error) {
	if y.i < len(y.lines) && y.lines[y.i].indent > indent {
		return nil, y.unexpected()
	}
	return v.sized(), nil
}

func (y *yaml) mapping(indent, depth int) (*value, error) {
	v := &value{kind: object, line: y.no()}
	var merges []*value
	for y.skip(); y.i < len(y.lines); y.skip() {
		l := y.lines[y.i]
		if l.indent != indent || isItem(l.text) {
			break
		}
		key, rest, ok := splitKey(l.text)
		if !ok {
			return nil, y.unexpected()
		}
		if err := y.left.take(1); err != nil {
			return nil, err
		}
		y.i++
		item, err := y.inline(rest, indent, l.no, depth+1)
		if err != nil {
			return nil, err
		}
		switch {
		case key == "<<" && item.kind == list:
			merges = append(merges, item.items...)
		case key == "<<":
			merges = append(merges, item)
		default:
			y.put(v, key, item)
		}
	}
	return y.closed(merged(v, merges), indent)
}

// put sets a key and remembers one that stands twice.
func (y *yaml) put(v *value, key string, item *value) {
	if old := v.get(key); old != nil {
		y.twice = append(y.twice, twice{key, old, item})
	}
	v.set(key, item)
}

// merged fills in what merge keys bring.
func merged(v *value, merges []*value) *value {
	for _, m := range merges {
		for i, k := range m.keys {
			if v.get(k) == nil {
				v.set(k, m.items[i])
			}
		}
	}
	return v
}

// inline reads what follows a key or a dash; nothing means the lines below.
func (y *yaml) inline(rest string, indent, no, depth int) (*value, error) {
	if strings.HasPrefix(rest, "&") {
		name, after, _ := strings.Cut(rest[1:], " ")
		y.open[name] = true
		v, err := y.inline(strings.TrimLeft(after, " "), indent, no, depth)
		if err != nil {
			return nil, err
		}
		delete(y.open, name)
		y.anchors[name] = v
		return v, nil
	}
	switch {
	case rest == "" || rest[0] == '#':
		return y.below(indent, no, depth)
	case rest[0] == '*' || rest[0] == '!':
		return y.special(strings.TrimRight(cutComment(rest), " "), no)
	case rest[0] == '|' || rest[0] == '>':
		return y.blockText(indent)
	case strings.IndexByte(`[{"'`, rest[0]) >= 0:
		return y.flow(rest, no, depth)
	case strings.IndexByte("%@`", rest[0]) >= 0:
		return nil, failf("Line %s: a text can't begin with \"%s\" without quotes.|第 %s 行：不加引号的文本不能以 \"%s\" 开头。", dec(int64(no)), rest[:1])
	}
	return y.plain(rest, indent), nil
}

// special reads an alias; a tag is refused.
func (y *yaml) special(s string, no int) (*value, error) {
	switch name := s[1:]; {
	case s[0] == '!':
		tag, _, _ := strings.Cut(s, " ")
		return nil, failf("Line %s: the tag %s is not read, and never run.|第 %s 行：标签 %s 不会读取，也绝不会执行。", dec(int64(no)), shorten(tag))
	case y.open[name]:
		return nil, failf("Line %s: the alias *%s contains itself.|第 %s 行：别名 *%s 包含自身。", dec(int64(no)), shorten(name))
	case y.anchors[name] == nil:
		return nil, failf("Line %s: there is no anchor &%s.|第 %s 行：没有锚点 &%s。", dec(int64(no)), shorten(name))
	default:
		v := y.anchors[name]
		return v, y.left.take(v.size)
	}
}

// below reads the lines below a key or a dash. A list below a key may stand as far
// left as the key.
func (y *yaml) below(indent, no, depth int) (*value, error) {
	if y.skip(); y.i < len(y.lines) {
		l := y.lines[y.i]
		if l.indent > indent {
			return y.block(l.indent, depth)
		}
		if l.indent == indent && isItem(l.text) && y.i > 0 && !isItem(y.before()) {
			return y.sequence(indent, depth)
		}
	}
	return &value{line: no, size: 1}, nil
}

// before returns the last line that is not empty before the present one.
func (y *yaml) before() string {
	for i := y.i - 1; i >= 0; i-- {
		if t := y.lines[i].text; t != "" && t[0] != '#' {
			return t
		}
	}
	return ""
}

// plain reads a text without quotes, with the deeper lines that go on with it.
func (y *yaml) plain(rest string, indent int) *value {
	s := strings.TrimRight(cutComment(rest), " ")
	if len(s) == len(rest) {
		var more []string
		for y.i < len(y.lines) && y.lines[y.i].indent > indent && y.lines[y.i].text != "" && y.lines[y.i].text[0] != '#' {
			if _, _, keyed := splitKey(y.lines[y.i].text); keyed {
				break
			}
			more = append(more, cutComment(y.lines[y.i].text))
			y.i++
		}
		if len(more) > 0 {
			s += " " + strings.Join(more, " ")
		}
	}
	return scalar(s)
}

// blockText reads the lines of a text after | or >.
func (y *yaml) blockText(indent int) (*value, error) {
	var b strings.Builder
	for ; y.i < len(y.lines) && (y.lines[y.i].text == "" || y.lines[y.i].indent > indent); y.i++ {
		b.WriteString(y.lines[y.i].text + "\n")
	}
	return textValue(b.String()), nil
}

// flow reads a collection in brackets or a quoted text, which may go on in the
// lines below.
func (y *yaml) flow(rest string, no, depth int) (*value, error) {
	var b strings.Builder
	b.WriteString(rest)
	f := &flow{y: y, no: no}
	state := balance{}
	for state.add(rest + "\n"); !state.closed() && y.i < len(y.lines); y.i++ {
		rest = y.lines[y.i].text
		state.add(rest + "\n")
		b.WriteString("\n" + rest)
	}
	f.src = b.String()
	v, err := f.value(depth)
	if err != nil {
		return nil, err
	}
	if f.space(); f.at < len(f.src) {
		return nil, f.unexpected()
	}
	return v, nil
}

// A balance counts brackets and quotes, to see where a flow ends.
type balance struct {
	open  int
	quote byte
	any   bool
	last  byte
}

func (s *balance) add(t string) {
	for i := 0; i < len(t); i++ {
		c := t[i]
		switch {
		case s.quote != 0:
			if c == '\\' && s.quote == '"' {
				i++
			} else if c == s.quote {
				s.quote = 0
			}
		case c == '"' || c == '\'':
			if s.last == 0 || strings.IndexByte("[{,: \n", s.last) >= 0 {
				s.quote, s.any = c, true
			}
		case c == '#' && (s.last == ' ' || s.last == '\n'):
			return
		case c == '[' || c == '{':
			s.open++
			s.any = true
		case c == ']' || c == '}':
			s.open--
		}
		s.last = c
	}
}

func (s *balance) closed() bool { return s.open <= 0 && s.quote == 0 }

// A flow reads a collection in brackets.
type flow struct {
	y   *yaml
	src string
	at  int
	no  int
}

//go:noinline
func (f *flow) unexpected() error {
	return failf("Line %s: the brackets or quotes are not closed, or something follows them.|第 %s 行：括号或引号没有闭合，或其后还有内容。", dec(int64(f.no)))
}

//go:noinline
func (f *flow) space() {
	for f.at < len(f.src) {
		switch c := f.src[f.at]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			f.at++
		case c == '#' && (f.at == 0 || strings.IndexByte(" \n\t", f.src[f.at-1]) >= 0):
			if n := strings.IndexByte(f.src[f.at:], '\n'); n >= 0 {
				f.at += n
			} else {
				f.at = len(f.src)
			}
		default:
			return
		}
	}
}

//go:noinline
func (f *flow) peek() byte {
	if f.at < len(f.src) {
		return f.src[f.at]
	}
	return 0
}

func (f *flow) value(depth int) (*value, error) {
	if depth > maxDepth {
		return nil, tooDeep(f.no)
	}
	if err := f.y.left.take(1); err != nil {
		return nil, err
	}
	f.space()
	switch c := f.peek(); c {
	case '[', '{':
		return f.collection(c, depth)
	case '"', '\'':
		s, err := f.quoted(c)
		return textValue(s), err
	case 0:
		return nil, f.unexpected()
	}
	s := f.plain()
	if s != "" && (s[0] == '*' || s[0] == '!') {
		return f.y.special(s, f.no)
	}
	return scalar(s), nil
}

func (f *flow) collection(open byte, depth int) (*value, error) {
	f.at++
	v, end := &value{kind: list, line: f.no}, byte(']')
	if open == '{' {
		v.kind, end = object, '}'
	}
	for {
		if f.space(); f.at < len(f.src) && f.peek() == end {
			f.at++
			return v.sized(), nil
		}
		item, err := f.value(depth + 1)
		if err != nil {
			return nil, err
		}
		if f.space(); f.peek() == ':' {
			key := item.String()
			f.at++
			if item, err = f.value(depth + 1); err != nil {
				return nil, err
			}
			if v.kind == object {
				f.y.put(v, key, item)
			} else {
				pair := &value{kind: object}
				pair.set(key, item)
				v.items = append(v.items, pair.sized())
			}
		} else if v.kind == object {
			v.set(item.String(), &value{size: 1})
		} else {
			v.items = append(v.items, item)
		}
		switch f.space(); f.peek() {
		case ',':
			f.at++
		case end:
		default:
			return nil, f.unexpected()
		}
	}
}

func (f *flow) quoted(quote byte) (string, error) {
	f.at++
	start, escaped := f.at, false
	for ; f.at < len(f.src); f.at++ {
		c := f.src[f.at]
		if c == '\\' && quote == '"' {
			escaped = true
			f.at++
			continue
		}
		if c != quote {
			continue
		}
		if quote == '\'' && strings.HasPrefix(f.src[f.at:], "''") {
			escaped = true
			f.at++
			continue
		}
		s := f.src[start:f.at]
		f.at++
		switch {
		case escaped && quote == '"':
			s = unescape(s)
		case escaped:
			s = strings.ReplaceAll(s, "''", "'")
		}
		return strings.ReplaceAll(s, "\n", " "), nil
	}
	return "", f.unexpected()
}

func (f *flow) plain() string {
	start := f.at
	for ; f.at < len(f.src); f.at++ {
		c := f.src[f.at]
		if strings.IndexByte(",[]{}", c) >= 0 {
			break
		}
		if c == ':' && (f.at+1 == len(f.src) || strings.IndexByte(" \n,]}", f.src[f.at+1]) >= 0) {
			break
		}
		if c == '#' && f.at > start && (f.src[f.at-1] == ' ' || f.src[f.at-1] == '\n') {
			break
		}
	}
	return strings.TrimSpace(f.src[start:f.at])
}

// cutComment cuts off a comment.
func cutComment(s string) string {
	for i := 1; i < len(s); i++ {
		if s[i] == '#' && (s[i-1] == ' ' || s[i-1] == '\t') {
			return s[:i]
		}
	}
	return s
}

// splitKey splits a line at the colon after its key.
func splitKey(s string) (key, rest string, ok bool) {
	if s == "" {
		return "", "", false
	}
	i := 0
	if q := s[0]; q == '"' || q == '\'' {
		n := strings.IndexByte(s[1:], q)
		if n < 0 {
			return "", "", false
		}
		key = s[1 : n+1]
		if i = n + 2; i >= len(s) || s[i] != ':' {
			return "", "", false
		}
	} else {
		if strings.IndexByte("[{#*!|>%@`&", s[0]) >= 0 {
			return "", "", false
		}
		for ; i < len(s); i++ {
			if s[i] == ':' && (i+1 == len(s) || s[i+1] == ' ' || s[i+1] == '\t') {
				break
			}
			if s[i] == '#' && i > 0 && s[i-1] == ' ' {
				return "", "", false
			}
		}
		if i == len(s) {
			return "", "", false
		}
		key = strings.TrimRight(s[:i], " ")
	}
	if i+1 < len(s) && s[i+1] != ' ' && s[i+1] != '\t' {
		return "", "", false
	}
	return key, strings.TrimLeft(s[i+1:], " \t"), true
}

// scalar returns what PyYAML makes of a text without quotes.
func scalar(s string) *value {
	v := &value{kind: text, s: s, size: 1}
	switch strings.ToLower(s) {
	case "", "~", "null":
		v.kind, v.s = null, ""
		return v
	case "true", "yes", "on":
		return boolValue(true)
	case "false", "no", "off":
		return boolValue(false)
	case ".inf", "-.inf", "+.inf", ".nan":
		v.kind = fraction
		return v
	}
	digits := strings.ReplaceAll(strings.TrimLeft(s, "+-"), "_", "")
	if len(s)-len(strings.TrimLeft(s, "+-")) > 1 || digits == "" || strings.IndexByte("0123456789.", digits[0]) < 0 {
		return v
	}
	if len(digits) > 1 && digits[0] == '0' && digits[1] != '.' {
		base, d := 8, digits[1:]
		switch digits[1] {
		case 'x', 'b':
			base, d = map[byte]int{'x': 16, 'b': 2}[digits[1]], digits[2:]
		}
		if n, err := strconv.ParseInt(d, base, 64); err == nil {
			if s[0] == '-' {
				n = -n
			}
			v.kind, v.n = whole, n
		}
		return v
	}
	dot, exp := strings.Contains(digits, "."), strings.IndexAny(digits, "eE")
	if exp >= 0 && (!dot || exp+1 == len(digits) || strings.IndexByte("+-", digits[exp+1]) < 0) {
		return v // text to PyYAML
	}
	if !setNumber(v, s) {
		v.kind = text
	}
	return v
}
