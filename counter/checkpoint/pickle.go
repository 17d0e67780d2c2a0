package checkpoint

import (
	"strconv"
	"strings"
)

// The values that a pickle produces. Nothing in it is ever called: a global is a
// name, and a call is a record of its name and arguments. Numbers are int64 and
// float64, strings are string, None is nil.
type (
	pyTuple []any
	pyList  struct {
		items       []any
		clean, busy bool
	}
	pyDict struct {
		keys, vals []any
		index      map[any]int // of keys that are strings or numbers, in large dicts
		clean      bool        // it contains no tensors
		busy       bool        // on the current path of the walk
	}
	pyGlobal struct{ module, name string }
	// pyObject is any other instance: its class, the arguments of its construction
	// and its state.
	pyObject struct {
		class       *pyGlobal
		args, state any
		clean, busy bool
	}
	// pyBytes is a byte string of which only the beginning is kept.
	pyBytes struct {
		head string
		size int64
	}
	// pyStorage is a persistent ID: the storage of a tensor's elements.
	pyStorage struct {
		key      string
		dtype    DType
		elements int64
		untyped  bool
		left     int64 // bytes not yet assigned to a tensor
	}
	// pyTensor is a tensor with the arguments of its rebuild function.
	pyTensor struct {
		storage       *pyStorage // nil if the elements are elsewhere
		offset        int64
		shape, stride []int64
		dtype         DType
		parameter     bool
		broken        bool // size, stride or offset were not integers
		bytes         int64
	}
)

func (g *pyGlobal) String() string { return g.module + "." + g.name }

// pickle runs the stack machine.
type pickle struct {
	records
	r     *cursor
	stack []any
	marks []int // positions in stack
	memo  map[uint32]any
	steps int
	err   *Error
}

func newPickle(r *cursor) *pickle {
	return &pickle{r: r, records: records{storages: map[string]*pyStorage{}}}
}

func (p *pickle) fail(k Kind, part Piece, want int64) {
	if p.err == nil {
		p.err = &Error{Kind: k, Part: part, Offset: p.r.pos, Want: want, Have: want + 1}
	}
}

// load runs one pickle up to its STOP and returns the top of the stack.
func (p *pickle) load() (any, error) {
	p.stack, p.marks, p.memo = p.stack[:0], p.marks[:0], map[uint32]any{}
	for p.err == nil {
		at := p.r.pos
		op := p.r.u8()
		if p.r.err != nil {
			break
		}
		if op == '.' {
			v := p.pop()
			if p.err != nil {
				return nil, p.err
			}
			return v, nil
		}
		if p.steps++; p.steps > maxSteps {
			p.fail(TooLarge, PickleSteps, maxSteps)
		}
		if len(p.stack) > maxStack {
			p.fail(TooLarge, PickleStack, maxStack)
		}
		if p.r.kept > maxPickle {
			p.fail(TooLarge, ThePickle, maxPickle)
		}
		if p.objects > maxObjects {
			p.fail(TooLarge, PickleObjects, maxObjects)
		}
		if !p.scalar(op) && !p.stacked(op) && !p.object(op) && p.err == nil {
			p.err = fail(Malformed, ThePickle, at)
		}
	}
	if p.err == nil {
		p.err = fail(Truncated, ThePickle, p.r.pos)
	}
	return nil, p.err
}

func (p *pickle) push(v any) { p.stack = append(p.stack, v) }

// floor returns the height of the stack below the last mark.
func (p *pickle) floor() int {
	if n := len(p.marks); n > 0 {
		return p.marks[n-1]
	}
	return 0
}

func (p *pickle) pop() any {
	n := len(p.stack) - 1
	if n < p.floor() {
		p.fail(EmptyStack, PickleStack, 0)
		return nil
	}
	v := p.stack[n]
	p.stack[n] = nil
	p.stack = p.stack[:n]
	return v
}

func (p *pickle) top() any {
	if len(p.stack) <= p.floor() {
		p.fail(EmptyStack, PickleStack, 0)
		return nil
	}
	return p.stack[len(p.stack)-1]
}

// toMark pops the values above the last mark, and the mark.
func (p *pickle) toMark() []any {
	n := len(p.marks) - 1
	if n < 0 {
		p.fail(EmptyStack, PickleStack, 0)
		return nil
	}
	out := append([]any(nil), p.stack[p.marks[n]:]...)
	clear(p.stack[p.marks[n]:])
	p.stack = p.stack[:p.marks[n]]
	p.marks = p.marks[:n]
	return out
}

func (p *pickle) remember(i uint32) {
	if len(p.memo) >= maxMemo {
		p.fail(TooLarge, PickleMemo, maxMemo)
		return
	}
	p.memo[i] = p.top()
}

func (p *pickle) recall(i uint32) {
	v, ok := p.memo[i]
	if !ok {
		p.fail(Malformed, PickleMemo, 0)
	}
	p.push(v)
}

// line reads to the end of the line.
func (p *pickle) line() string {
	var b strings.Builder
	for {
		c := p.r.u8()
		if c == '\n' || p.r.err != nil {
			return b.String()
		}
		if b.Len() < maxString {
			b.WriteByte(c)
			p.r.kept++
		}
	}
}

func (p *pickle) number() int64 {
	n, err := strconv.ParseInt(strings.TrimSuffix(p.line(), "L"), 10, 64)
	if err != nil {
		p.fail(Malformed, ThePickle, 0)
	}
	return n
}

// long reads a two's complement number of n bytes. A number of more than 64 bits
// becomes -1, which is no valid size or offset.
func (p *pickle) long(n uint64) int64 {
	if n > 8 {
		p.r.skip(n)
		return -1
	}
	if n == 0 {
		return 0
	}
	v := p.r.uint(int(n))
	shift := 64 - 8*n
	return int64(v<<shift) >> shift
}

func (p *pickle) raw(n uint64) {
	p.objects++
	p.push(&pyBytes{p.r.str(n), clip(n)})
}

// scalar runs the instructions that push a number, a string or a constant.
func (p *pickle) scalar(op byte) bool {
	switch op {
	case 0x80: // PROTO
		p.r.u8()
	case 0x95: // FRAME
		p.r.skip(8)
	case 'N':
		p.push(nil)
	case 0x88:
		p.push(true)
	case 0x89:
		p.push(false)
	case 'K':
		p.push(int64(p.r.u8()))
	case 'M':
		p.push(int64(p.r.u16()))
	case 'J':
		p.push(int64(int32(p.r.u32())))
	case 0x8A:
		p.push(p.long(uint64(p.r.u8())))
	case 0x8B:
		p.push(p.long(uint64(p.r.u32())))
	case 'I', 'L':
		p.push(p.number())
	case 'F':
		p.line()
		p.push(float64(0))
	case 'G':
		p.push(p.float())
	default:
		return p.text(op)
	}
	return true
}

// text runs the instructions that push a string or bytes.
func (p *pickle) text(op byte) bool {
	switch op {
	case 'X':
		p.push(p.r.str(uint64(p.r.u32())))
	case 0x8C, 'U':
		p.push(p.r.str(uint64(p.r.u8())))
	case 0x8D:
		p.push(p.r.str(p.r.u64()))
	case 'T':
		p.push(p.r.str(uint64(p.r.u32())))
	case 'V':
		p.push(p.line())
	case 'S':
		p.push(strings.Trim(p.line(), `'"`))
	case 'B':
		p.raw(uint64(p.r.u32()))
	case 'C':
		p.raw(uint64(p.r.u8()))
	case 0x8E, 0x96:
		p.raw(p.r.u64())
	case 0x97: // NEXT_BUFFER
		p.push(nil)
	case 0x98: // READONLY_BUFFER
	default:
		return false
	}
	p.objects++
	return true
}

// stacked runs the instructions on the stack, the memo, tuples, lists and
// dicts.
func (p *pickle) stacked(op byte) bool {
	switch op {
	case '(':
		if len(p.marks) >= maxMarks {
			p.fail(TooLarge, PickleMarks, maxMarks)
			return true
		}
		p.marks = append(p.marks, len(p.stack))
	case '0':
		if n := len(p.marks); n > 0 && p.marks[n-1] == len(p.stack) {
			p.marks = p.marks[:n-1] // POP of a mark
			return true
		}
		p.pop()
	case '1':
		p.toMark()
	case '2':
		p.push(p.top())
	case 'q':
		p.remember(uint32(p.r.u8()))
	case 'r':
		p.remember(p.r.u32())
	case 0x94:
		p.remember(uint32(len(p.memo)))
	case 'p':
		p.remember(uint32(p.number()))
	case 'h':
		p.recall(uint32(p.r.u8()))
	case 'j':
		p.recall(p.r.u32())
	case 'g':
		p.recall(uint32(p.number()))
	default:
		return p.collect(op)
	}
	return true
}

// take pops n values in their order.
func (p *pickle) take(n int) pyTuple {
	if len(p.stack)-n < p.floor() {
		p.fail(EmptyStack, PickleStack, 0)
		return nil
	}
	t := append(pyTuple(nil), p.stack[len(p.stack)-n:]...)
	clear(p.stack[len(p.stack)-n:])
	p.stack = p.stack[:len(p.stack)-n]
	return t
}

func (p *pickle) collect(op byte) bool {
	p.objects++
	switch op {
	case ')':
		p.push(pyTuple(nil))
	case 0x85, 0x86, 0x87:
		p.push(p.take(int(op) - 0x84))
	case 't':
		p.push(pyTuple(p.toMark()))
	case ']', 0x8F:
		p.push(&pyList{})
	case 'l', 0x91:
		p.push(&pyList{items: p.toMark()})
	case 'a':
		v := p.pop()
		p.extend([]any{v})
	case 'e', 0x90:
		p.extend(p.toMark())
	case '}':
		p.push(&pyDict{})
	case 'd':
		d := &pyDict{}
		d.set(p.toMark())
		p.push(d)
	case 's':
		p.update(p.take(2))
	case 'u':
		p.update(p.toMark())
	default:
		p.objects--
		return false
	}
	return true
}

func (p *pickle) extend(items []any) {
	switch l := p.top().(type) {
	case *pyList:
		l.items = append(l.items, items...)
	case *pyObject: // a subclass of list: its items are its state
		s, ok := l.state.(*pyList)
		if !ok {
			s = &pyList{}
			l.state = s
		}
		s.items = append(s.items, items...)
	}
}

func (p *pickle) update(items []any) {
	switch d := p.top().(type) {
	case *pyDict:
		d.set(items)
	case *pyObject: // a subclass of dict: its entries are its arguments
		a, ok := d.args.(*pyDict)
		if !ok {
			a = &pyDict{}
			d.args = a
		}
		a.set(items)
	}
}

// set adds alternating keys and values. As in Python, an existing key keeps its
// position and gets the new value.
func (d *pyDict) set(items []any) {
	for i := 0; i+1 < len(items); i += 2 {
		if j := d.find(items[i]); j >= 0 {
			d.vals[j] = items[i+1]
			continue
		}
		if d.index != nil && simple(items[i]) {
			d.index[items[i]] = len(d.keys)
		}
		d.keys = append(d.keys, items[i])
		d.vals = append(d.vals, items[i+1])
	}
}

func simple(k any) bool {
	switch k.(type) {
	case string, int64:
		return true
	}
	return false
}

// find returns the index of a key that is a string or a number, or -1. Keys of
// other kinds are never considered equal.
func (d *pyDict) find(key any) int {
	if !simple(key) {
		return -1
	}
	if d.index == nil && len(d.keys) > 16 {
		d.index = map[any]int{}
		for i, k := range d.keys {
			if simple(k) {
				d.index[k] = i
			}
		}
	}
	if d.index != nil {
		if i, ok := d.index[key]; ok {
			return i
		}
		return -1
	}
	for i, k := range d.keys {
		if simple(k) && k == key {
			return i
		}
	}
	return -1
}

// get returns the value under a name, or nil.
func (d *pyDict) get(name string) any {
	if i := d.find(name); i >= 0 {
		return d.vals[i]
	}
	return nil
}

// object runs the instructions on names, calls and instances.
func (p *pickle) object(op byte) bool {
	p.objects++
	switch op {
	case 'c':
		module := p.line()
		p.push(&pyGlobal{module, p.line()})
	case 0x93:
		t := p.take(2)
		if len(t) == 2 {
			module, _ := t[0].(string)
			name, _ := t[1].(string)
			p.push(&pyGlobal{module, name})
		}
	case 'R':
		args, f := p.pop(), p.pop()
		p.push(p.call(f, args))
	case 0x81: // NEWOBJ
		args, class := p.pop(), p.pop()
		p.push(p.make(class, args))
	case 0x92: // NEWOBJ_EX
		p.pop()
		args, class := p.pop(), p.pop()
		p.push(p.make(class, args))
	case 'i':
		module := p.line()
		class := &pyGlobal{module, p.line()}
		p.push(p.make(class, pyTuple(p.toMark())))
	case 'o':
		if t := p.toMark(); len(t) > 0 {
			p.push(p.make(t[0], pyTuple(t[1:])))
		} else {
			p.fail(EmptyStack, PickleStack, 0)
		}
	case 'b':
		state := p.pop()
		p.build(p.top(), state)
	case 'Q':
		p.push(p.persistent(p.pop()))
	case 'P':
		p.line()
		p.push(nil)
	case 0x82, 0x83, 0x84: // EXT: an index into a registry that is not in the file
		p.r.skip(1 << (op - 0x82))
		p.push(&pyObject{class: &pyGlobal{"copyreg", "extension"}})
	default:
		return false
	}
	return true
}

func (p *pickle) float() float64 {
	c := *p.r
	c.big = true
	bits := c.u64()
	p.r.skip(8)
	return floatOf(bits)
}
