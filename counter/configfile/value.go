package configfile

import (
	"math/bits"
	"strconv"
	"strings"

	"unetparams/counter/config"
)

// Limits of what is read.
const (
	MaxText  = 1 << 20 // bytes of a file
	maxFiles = 16
	maxDepth = 100     // of nesting
	maxNodes = 100_000 // values, aliases expanded
)

// A kind says what a value is.
type kind uint8

const (
	boolean  kind = 1 << iota // n is 0 or 1
	whole                     // n
	big                       // a whole number that needs more than 63 bits: s
	fraction                  // s
	text                      // s
	code                      // an expression that was not worked out: s
	list
	object

	null kind = 0
)

// A value is an item of a file, whatever its format.
type value struct {
	kind  kind
	n     int64
	s     string
	items []*value
	keys  []string // of an object, beside items
	index map[string]int
	line  int
	size  int // values in it, itself included, aliases expanded
}

// get returns an object's item, or nil.
//
//go:noinline
func (v *value) get(key string) *value {
	if v == nil || v.kind != object {
		return nil
	}
	if i, ok := v.find(key); ok {
		return v.items[i]
	}
	return nil
}

// path returns the item below the given keys, or nil.
//
//go:noinline
func (v *value) path(keys ...string) *value {
	for _, k := range keys {
		v = v.get(k)
	}
	return v
}

func (v *value) find(key string) (int, bool) {
	if v.index != nil {
		i, ok := v.index[key]
		return i, ok
	}
	for i, k := range v.keys {
		if k == key {
			return i, true
		}
	}
	return 0, false
}

// set sets an object's item, and reports whether there was one already.
//
//go:noinline
func (v *value) set(key string, item *value) bool {
	if i, ok := v.find(key); ok {
		v.items[i] = item
		return true
	}
	v.keys, v.items = append(v.keys, key), append(v.items, item)
	switch {
	case v.index != nil:
		v.index[key] = len(v.keys) - 1
	case len(v.keys) > 16:
		v.index = make(map[string]int, 64)
		for i, k := range v.keys {
			v.index[k] = i
		}
	}
	return false
}

// copy returns an object whose items may be replaced.
//
//go:noinline
func (v *value) copy() *value {
	c := &value{kind: object, line: v.line, size: v.size}
	for i, k := range v.keys {
		c.set(k, v.items[i])
	}
	return c
}

// merge overwrites items with another object's, one level deep.
//
//go:noinline
func (v *value) merge(own *value) *value {
	c := v.copy()
	for i, k := range own.keys {
		c.set(k, own.items[i])
	}
	return c
}

// is reports whether a value is of one of some kinds; nil is of none.
//
// Like the other small functions of this package, it is kept from being inlined:
// there are very many calls, and each would be larger than a call is.
//
//go:noinline
func (v *value) is(kinds kind) bool { return v != nil && v.kind&kinds != 0 }

// isNull reports whether a value is there, and null.
//
//go:noinline
func (v *value) isNull() bool { return v != nil && v.kind == null }

// isOrNull reports whether a value is null or of one of some kinds.
//
//go:noinline
func (v *value) isOrNull(kinds kind) bool { return v.isNull() || v.is(kinds) }

// str returns a text's content, and "" for anything else.
//
//go:noinline
func (v *value) str() string {
	if v.is(text) {
		return v.s
	}
	return ""
}

// last returns what follows the last dot of a text: the name of a class without
// its path.
//
//go:noinline
func (v *value) last() string {
	s := v.str()
	return s[strings.LastIndexByte(s, '.')+1:]
}

// isTrue reports whether a value is the boolean true.
//
//go:noinline
func (v *value) isTrue() bool { return v.is(boolean) && v.n == 1 }

// ints returns a list of whole numbers, or one number as a list of one; else nil.
//
//go:noinline
func (v *value) ints() []int64 {
	if v.is(whole) {
		return []int64{v.n}
	}
	if !v.is(list) {
		return nil
	}
	ns := make([]int64, len(v.items))
	for i, item := range v.items {
		if item.kind != whole {
			return nil
		}
		ns[i] = item.n
	}
	return ns
}

// String writes a value on one line, shortened.
func (v *value) String() string {
	var b strings.Builder
	v.write(&b, 0)
	return shorten(b.String())
}

func (v *value) write(b *strings.Builder, depth int) {
	if b.Len() > 200 {
		return
	}
	switch {
	case v == nil || v.kind == null:
		b.WriteString("null")
	case v.kind == boolean:
		b.WriteString(strconv.FormatBool(v.n == 1))
	case v.kind == whole:
		b.WriteString(strconv.FormatInt(v.n, 10))
	case v.kind == text:
		b.WriteString(shorten(v.s))
	case v.kind == list:
		b.WriteByte('[')
		for i, item := range v.items {
			if i > 0 {
				b.WriteString(", ")
			}
			if b.Len() > 200 {
				break
			}
			item.write(b, depth+1)
		}
		b.WriteByte(']')
	case v.kind == object:
		b.WriteByte('{')
		for i, k := range v.keys {
			if i > 0 {
				b.WriteString(", ")
			}
			if b.Len() > 200 {
				break
			}
			b.WriteString(shorten(k) + ": ")
			v.items[i].write(b, depth+1)
		}
		b.WriteByte('}')
	default:
		b.WriteString(shorten(v.s))
	}
}

// shorten cuts a text that stands in a message.
//
//go:noinline
func shorten(s string) string {
	const most = 80
	if len(s) <= most {
		return s
	}
	n := 0
	for i := range s {
		if n++; n > most {
			return s[:i] + "…"
		}
	}
	return s
}

// Values of whole numbers, texts and lists, for defaults and what is derived.
//
//go:noinline
func intValue(n int64) *value { return &value{kind: whole, n: n, size: 1} }

//go:noinline
func textValue(s string) *value { return &value{kind: text, s: s, size: 1} }

//go:noinline
func boolValue(b bool) *value {
	v := &value{kind: boolean, size: 1}
	if b {
		v.n = 1
	}
	return v
}

func listValue(items ...*value) *value { return &value{kind: list, items: items, size: len(items) + 1} }

//go:noinline
func intsValue(ns ...int64) *value {
	v := listValue()
	for _, n := range ns {
		v.items = append(v.items, intValue(n))
	}
	return v
}

// times multiplies two numbers that are not negative; !ok where the product needs
// more than 63 bits.
func times(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	return int64(lo), hi == 0 && lo < 1<<63
}

// A Problem is why a file or an item can't be read.
type Problem struct {
	Text config.Text
	ask  string // the key under which the reader can give the value
}

// Error implements error, in English.
func (p *Problem) Error() string { return p.Text.EN }

//go:noinline
func failf(text string, args ...string) error {
	return &Problem{Text: say(text, args...)}
}

// asking returns the error of a value that only the reader knows.
//
//go:noinline
func asking(key, text string, args ...string) error {
	return &Problem{say(text, args...), key}
}

// A budget is how many values may still be made.
type budget int

// take takes the room of n values.
//
//go:noinline
func (b *budget) take(n int) error {
	if *b -= budget(n); *b < 0 {
		return failf("The file holds too many values: more than %s, aliases expanded.|文件中的值过多：展开别名后超过 %s 个。", dec(int64(maxNodes)))
	}
	return nil
}

func tooDeep(line int) error {
	return failf("Line %s is nested too deeply: more than %s levels.|第 %s 行嵌套过深：超过 %s 层。", dec(int64(line)), dec(int64(maxDepth)))
}

// sized fills in how many values a list or an object holds.
func (v *value) sized() *value {
	v.size = 1
	for _, item := range v.items {
		v.size += item.size
	}
	return v
}

// say makes a sentence of "English|Chinese", filling each language's %s in order.
// There are many sentences, and the browser's program stays smaller without fmt.
//
//go:noinline
func say(text string, args ...string) config.Text {
	en, zh, _ := strings.Cut(text, "|")
	return config.Text{EN: fill(en, args), ZH: fill(zh, args)}
}

func fill(s string, args []string) string {
	for i, n := 0, 0; ; n++ {
		j := strings.Index(s[i:], "%s")
		if j < 0 || n == len(args) {
			return s
		}
		s = s[:i+j] + args[n] + s[i+j+2:]
		i += j + len(args[n])
	}
}

// dec writes a number.
//
//go:noinline
func dec(n int64) string { return strconv.FormatInt(n, 10) }
