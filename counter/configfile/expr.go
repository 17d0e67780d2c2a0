package configfile

import (
	"slices"
	"strings"

	"unetparams/counter/config"
)

// resolve works out references and expressions in an item: numbers, texts, lists,
// len, + - * // and brackets. Anything else is an error.
func (b *bundle) resolve(v *value, at string, open []string) (*value, error) {
	if b.steps++; b.steps > 10_000 || len(open) > maxDepth {
		return nil, failf("The references go on for too long.|引用链过长。")
	}
	switch {
	case v.is(text) && strings.HasPrefix(v.s, "%"):
		_, id, ok := strings.Cut(v.s, "::")
		if !ok {
			id = v.s[1:]
		}
		return b.item(id, at, open)
	case v.is(text) && strings.HasPrefix(v.s, "@"):
		return b.item(v.s[1:], at, open)
	case v.is(text) && strings.HasPrefix(v.s, "$"):
		return b.work(v.s, at, open)
	case v.is(list):
		c := &value{kind: list, line: v.line}
		for _, item := range v.items {
			r, err := b.resolve(item, at, open)
			if err != nil {
				return nil, err
			}
			c.items = append(c.items, r)
		}
		return c.sized(), nil
	case v.is(object) && v.get("_target_") == nil:
		c := &value{kind: object, line: v.line}
		for i, k := range v.keys {
			r, err := b.resolve(v.items[i], at, open)
			if err != nil {
				return nil, err
			}
			c.set(k, r)
		}
		return c.sized(), nil
	}
	return v, nil
}

// item returns what an id refers to, such as network_def::channels.
func (b *bundle) item(id, at string, open []string) (*value, error) {
	if slices.Contains(open, id) {
		return nil, failf("@%s refer to each other.|@%s 互相引用。", shorten(strings.Join(open, ", @")))
	}
	keys := strings.Split(strings.ReplaceAll(id, "#", "::"), "::")
	v := b.root
	if len(keys) > 1 && keys[0] == "" { // relative
		v, keys = b.root.get(at), keys[1:]
		for len(keys) > 0 && strings.HasPrefix(keys[0], ":") {
			v, keys[0] = b.root, keys[0][1:]
		}
	}
	for _, k := range keys {
		switch n := scalar(k); {
		case v.is(list) && n.is(whole) && n.n >= 0 && n.n < int64(len(v.items)):
			v = v.items[n.n]
		default:
			v = v.get(k)
		}
	}
	if v == nil {
		return nil, asking(id, "@%s is not in this file: another file of the bundle may define it. Add that file, or give the value.|@%s 不在此文件中：可能由 bundle 的其他文件定义。请加上该文件，或直接给出其值。", shorten(id))
	}
	return b.resolve(v, at, append(slices.Clone(open), id))
}

// work works out an expression.
func (b *bundle) work(s, at string, open []string) (*value, error) {
	if v := b.answer(s); v != nil {
		return v, nil
	}
	e := &expression{b: b, s: s[1:], at: at, open: open}
	v, err := e.sum(0)
	if err == nil {
		if e.space(); e.i < len(e.s) {
			err = errNotWorked
		}
	}
	if err == errNotWorked {
		err = asking(s, "%s is Python, and is not run: only numbers, lists, len(@x), + - * // and brackets are worked out.|%s 是 Python，不会执行：只计算数、列表、len(@x)、+ - * // 与括号。", shorten(s))
	}
	return v, err
}

var errNotWorked = &Problem{Text: config.Text{EN: "not worked out", ZH: "未计算"}}

// An expression is a text of Python that is worked out as far as numbers go.
type expression struct {
	b    *bundle
	s    string
	i    int
	at   string
	open []string
}

//go:noinline
func (e *expression) space() {
	for e.i < len(e.s) && (e.s[e.i] == ' ' || e.s[e.i] == '\n' || e.s[e.i] == '\t') {
		e.i++
	}
}

//go:noinline
func (e *expression) peek() byte {
	if e.space(); e.i < len(e.s) {
		return e.s[e.i]
	}
	return 0
}

// sum reads terms with + and - between them.
func (e *expression) sum(depth int) (*value, error) {
	v, err := e.product(depth)
	for err == nil && (e.peek() == '+' || e.peek() == '-') {
		op := e.s[e.i]
		e.i++
		var w *value
		if w, err = e.product(depth); err == nil {
			v, err = apply(op, v, w)
		}
	}
	return v, err
}

// product reads factors with * and // between them.
func (e *expression) product(depth int) (*value, error) {
	v, err := e.factor(depth)
	for err == nil {
		op := e.peek()
		switch {
		case strings.HasPrefix(e.s[e.i:], "**"):
			return nil, errNotWorked
		case op == '*':
			e.i++
		case strings.HasPrefix(e.s[e.i:], "//"):
			e.i += 2
		default:
			return v, nil
		}
		var w *value
		if w, err = e.factor(depth); err == nil {
			v, err = apply(op, v, w)
		}
	}
	return v, err
}

// apply works out one operation, within limits.
func apply(op byte, v, w *value) (*value, error) {
	const most = 1 << 31
	if op == '+' && v.is(list) && w.is(list) && len(v.items)+len(w.items) <= maxLayers {
		return listValue(append(slices.Clone(v.items), w.items...)...), nil
	}
	if op == '*' && v.is(list) && w.is(whole) && w.n >= 0 && w.n <= maxLayers && int64(len(v.items))*w.n <= maxLayers {
		return listValue(slices.Repeat(v.items, int(w.n))...), nil
	}
	if !v.is(whole) || !w.is(whole) || v.n > most || v.n < -most || w.n > most || w.n < -most {
		return nil, errNotWorked
	}
	switch op {
	case '+':
		return intValue(v.n + w.n), nil
	case '-':
		return intValue(v.n - w.n), nil
	case '*':
		return intValue(v.n * w.n), nil
	}
	if w.n == 0 {
		return nil, errNotWorked
	}
	q := v.n / w.n
	if v.n%w.n != 0 && (v.n < 0) != (w.n < 0) {
		q-- // Python rounds down
	}
	return intValue(q), nil
}

func (e *expression) factor(depth int) (*value, error) {
	if depth > 20 {
		return nil, errNotWorked
	}
	switch c := e.peek(); {
	case c == '(':
		e.i++
		v, err := e.sum(depth + 1)
		if err == nil && e.peek() != ')' {
			err = errNotWorked
		}
		e.i++
		return v, err
	case c == '[':
		return e.list(depth)
	case c == '-':
		e.i++
		v, err := e.factor(depth + 1)
		if err == nil {
			v, err = apply('-', intValue(0), v)
		}
		return v, err
	case c == '@':
		e.i++
		return e.b.item(e.id(), e.at, e.open)
	case strings.HasPrefix(e.s[e.i:], "len("):
		e.i += len("len(")
		v, err := e.sum(depth + 1)
		if err != nil || e.peek() != ')' || !v.is(list|object) {
			return nil, orNot(err)
		}
		e.i++
		return intValue(int64(len(v.items))), nil
	}
	return e.literal()
}

func orNot(err error) error {
	if err == nil {
		err = errNotWorked
	}
	return err
}

func (e *expression) list(depth int) (*value, error) {
	e.i++
	v := listValue()
	for e.peek() != ']' {
		item, err := e.sum(depth + 1)
		if err != nil || len(v.items) > maxLayers {
			return nil, orNot(err)
		}
		if v.items = append(v.items, item); e.peek() == ',' {
			e.i++
		} else if e.peek() != ']' {
			return nil, errNotWorked
		}
	}
	e.i++
	return v.sized(), nil
}

// id reads the id of a reference.
func (e *expression) id() string {
	start := e.i
	for e.i < len(e.s) {
		c := e.s[e.i]
		if c != '_' && c != '#' && c != ':' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			break
		}
		e.i++
	}
	return e.s[start:e.i]
}

// literal reads a number, a text or a constant.
func (e *expression) literal() (*value, error) {
	s := newScanner(e.s, true)
	s.at = e.i
	if s.at >= len(s.src) {
		return nil, errNotWorked
	}
	v, err := s.primary(maxDepth)
	if err != nil || v.is(code|list|object) {
		return nil, errNotWorked
	}
	e.i = s.at
	return v, nil
}
