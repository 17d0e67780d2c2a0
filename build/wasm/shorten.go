package wasm

import "encoding/binary"

// Shorten rewrites functions so that they do the same in fewer bytes, and in bytes that
// occur more often, which compress better: the code of the page's program becomes a
// sixth shorter, and the download a seventh. Go's compiler leaves six things that a
// pass over its output can improve.
//
// It computes addresses on the stack in three instructions where the instruction that
// uses the address could add the offset itself:
//
//	local.get 1, i64.extend_i32_u, i64.const 16, i64.add, i32.wrap_i64, …, i64.store 0
//	local.get 1, …, i64.store 16
//
// It leaves each call with two numbers that occur nowhere else: the return address,
// which contains the number of the function, and the distance to the end of the function,
// which is taken when the goroutine is suspended. The first becomes a variable of the
// function, with the number of the call added, and the second a return:
//
//	local.get 1, i64.const 0x1234_0005, i64.store 0, …, call f, global.get 0, local.set 1, br_if 23
//	local.get 1, local.get 2, i64.const 5, i64.or, i64.store 0, …, call f, global.get 0, local.set 1, if, i32.const 1, return, end
//
// Where a call always follows another one, its return address is that of the other one
// and mostly 1:
//
//	local.get 1, local.get 3, i64.const 1, i64.add, local.tee 3, i64.store 0, …
//
// It jumps with two numbers by way of the start of the function, where one is enough for
// those that lead forward; see [flow]:
//
//	if, i32.const 8, local.set 0, br 23, end
//	br_if 2
//
// Jumps back go by way of the start, too, where a loop of WebAssembly can be made of
// them; see [structure].
//
// It pops the frame of a function and the return address one after the other. And it
// copies and clears small blocks with instructions for blocks of any size; see [blocks].
//
// Local variable 0 is the number of the call that a function is resumed after, local
// variable 1 and global variable 0 the stack pointer. Return addresses in memory stay
// the same, since the garbage collector looks them up in the function table.
func (m *Module) Shorten() (err error) {
	defer catch(&err)
	bodies, err := m.Functions()
	if err != nil {
		return err
	}
	b := findBlocks(bodies)
	if err := b.add(m); err != nil {
		return err
	}
	section := m.find(code)
	r := reader{section.body}
	out := binary.AppendUvarint(nil, r.uint())
	for i := range bodies {
		out = appendBytes(out, shorten(structure(r.bytes()), (firstEntry+int64(i))<<16, b))
	}
	section.body = append(out, r.rest...) // with the functions of blocks
	return nil
}

// shorten returns the shorter body of the function whose return addresses begin at base.
func shorten(body []byte, base int64, b *blocks) []byte {
	s := shortener{body: body, list: instructions(body), base: base, blocks: b}
	if len(s.list) == 0 || s.list[len(s.list)-1].op != opEnd {
		panic(badFile("a function without an end"))
	}
	s.foldAddresses()
	s.findUnwinding()
	if s.flow = findFlow(body, s.list); s.flow != nil {
		s.findSteps()
	}
	s.declare()
	for i := 0; i < len(s.list); {
		in := s.list[i]
		switch in.op {
		case opBlock, opLoop, opIf:
			s.depth++
		case opEnd:
			if s.flow != nil {
				s.flow.ends(s.depth)
			}
			s.depth--
		}
		i += s.rewrite(i)
	}
	return s.out
}

// A shortener rewrites the body of a function.
type shortener struct {
	body []byte
	list []instruction
	base int64 // of its return addresses
	out  []byte

	folded map[int]int64 // loads and stores → what is added to their offsets
	gone   map[int]bool  // instructions that computed those addresses
	// unwinds is set if leaving the outermost block makes the function return 1.
	unwinds bool
	depth   int  // of blocks
	own     bool // there is a variable for base, with the number 2

	blocks *blocks

	flow  *flow         // nil: unknown
	steps map[int]int64 // return addresses → what to add to the one before
	kept  map[int]bool  // return addresses that others are calculated from
}

// foldAddresses finds loads and stores whose address is a constant distance from the
// stack pointer.
func (s *shortener) foldAddresses() {
	s.folded, s.gone = map[int]int64{}, map[int]bool{}
	var stack []int // the instruction that left each value
	for i, in := range s.list {
		takes, leaves, known := in.stackEffect()
		if !known {
			stack = stack[:0]
			continue
		}
		if takes > len(stack) { // of values that were left before a block
			takes = len(stack)
		} else if in.op >= opLoad && in.op < opMemory {
			s.fold(i, stack[len(stack)-takes])
		}
		stack = stack[:len(stack)-takes]
		if leaves {
			stack = append(stack, i)
		}
	}
}

// fold notes that the load or store i can add the offset of its address, which the
// instructions up to last compute.
func (s *shortener) fold(i, last int) {
	first := last - 4
	if first >= 0 && s.isAddress(first) {
		s.folded[i] = s.list[first+2].a
		for j := first + 1; j <= last; j++ {
			s.gone[j] = true
		}
	}
}

// isAddress reports whether five instructions compute an address above the stack
// pointer.
func (s *shortener) isAddress(i int) bool {
	return s.matches(i, opLocalGet, opExtend, opConstLong, opAddLong, opWrap) &&
		s.list[i].a == 1 && s.list[i+2].a >= 0 && s.list[i+2].a < 1<<20
}

// matches reports whether the instructions from i on are these.
func (s *shortener) matches(i int, ops ...byte) bool {
	if i+len(ops) > len(s.list) {
		return false
	}
	for j, op := range ops {
		if s.list[i+j].op != op || s.gone[i+j] {
			return false
		}
	}
	return true
}

// findUnwinding sets unwinds: the function is one block, and ends by returning 1.
func (s *shortener) findUnwinding() {
	last := len(s.list) - 3
	if last < 0 || !s.matches(last, opEnd, opConst, opEnd) || s.list[last+1].a != 1 {
		return
	}
	depth := 0
	for i, in := range s.list[:last+1] {
		switch in.op {
		case opBlock, opLoop, opIf:
			depth++
		case opEnd:
			depth--
		}
		if in.op == opEnd && depth == 0 && i < last {
			return
		}
	}
	s.unwinds = depth == 0
}

// findSteps finds return addresses that follow another one: each time that a call is
// reached, either the call before it has just returned, or the function was resumed
// there.
func (s *shortener) findSteps() {
	s.steps, s.kept = map[int]int64{}, map[int]bool{}
	f, depth := s.flow, 0
	before, last := -1, int64(-1) // the return address before, if it is known, and its number
	for i, in := range s.list {
		switch in.op {
		case opBlock, opLoop, opIf:
			depth++
		case opEnd:
			if f.ends(depth) && last >= 0 {
				segment := f.closed - 1
				if f.led[segment] || last >= int64(len(f.segments)) || f.segments[last] != segment {
					last = -1
				}
			}
			depth--
		}
		if depth != f.inner-f.closed || !s.isReturnAddress(i) {
			continue
		}
		n := s.list[i+1].a - s.base
		if last >= 0 && n > last {
			s.steps[i], s.kept[before] = n-last, true
		}
		before, last = i, n
	}
	f.closed = 0
}

// declare writes the declaration of the local variables. If the function stores return
// addresses, they become one more, which is set first.
func (s *shortener) declare() {
	locals := s.body[:s.list[0].at]
	for i := range s.list {
		s.own = s.own || s.isReturnAddress(i)
	}
	// The first declaration must be that of the stack pointer alone.
	if s.own = s.own && len(locals) >= 3 && locals[1] == 1 && locals[2] == typeInt; !s.own {
		s.out = append(s.out, locals...)
		return
	}
	r := reader{locals}
	s.out = binary.AppendUvarint(s.out, r.uint()+1)
	s.out = append(s.out, 1, typeInt, byte(s.added()), typeLong)
	r.take(2)
	s.out = append(s.out, r.rest...)
	s.op(opConstLong, s.base)
	if len(s.steps) > 0 {
		s.op(opLocalTee, 2)
		s.op(opLocalGet, 0)
		s.out = append(s.out, opExtend, opOrLong)
		s.op(opLocalSet, 3)
	} else {
		s.op(opLocalSet, 2)
	}
}

// added returns the number of variables that are added.
func (s *shortener) added() int {
	switch {
	case !s.own:
		return 0
	case len(s.steps) > 0:
		return 2
	}
	return 1
}

// isReturnAddress reports whether three instructions store a return address of the
// function at the stack pointer.
func (s *shortener) isReturnAddress(i int) bool {
	return s.matches(i, opLocalGet, opConstLong, opStoreLong) &&
		s.list[i].a == 1 && s.list[i+1].a&^0xffff == s.base && s.list[i+2].b == 0 && s.folded[i+2] == 0
}

// op writes an instruction with one number.
func (s *shortener) op(op byte, a int64) {
	s.out = append(s.out, op)
	if op == opConst || op == opConstLong {
		s.out = appendInt(s.out, a)
	} else {
		s.out = binary.AppendUvarint(s.out, uint64(a))
	}
}

// rewrite writes the instruction i, or a shorter form of several. It returns their
// number.
func (s *shortener) rewrite(i int) int {
	if n := s.rewriteBlock(i); n > 0 {
		return n
	}
	in := s.list[i]
	switch {
	case s.gone[i]:
		return 1
	case s.folded[i] != 0:
		s.op(in.op, in.a)
		s.out = binary.AppendUvarint(s.out, uint64(in.b+s.folded[i]))
		return 1
	case s.isAddress(i): // of memory.copy, which has no offset
		s.op(opLocalGet, 1)
		s.op(opConst, s.list[i+2].a)
		s.out = append(s.out, opAdd)
		return 5
	case s.own && s.isReturnAddress(i):
		s.op(opLocalGet, 1)
		if step, ok := s.steps[i]; ok {
			s.op(opLocalGet, 3)
			s.op(opConstLong, step)
			s.out = append(s.out, opAddLong)
		} else {
			s.op(opLocalGet, 2)
			s.op(opConstLong, s.list[i+1].a-s.base)
			s.out = append(s.out, opOrLong)
		}
		if s.kept[i] {
			s.op(opLocalTee, 3)
		}
		s.copy(i + 2)
		return 3
	case s.flow != nil && in.op == opIf && s.matches(i+1, opConst, opLocalSet, opBr, opEnd):
		if label, ok := s.jump(i+1, s.depth-1); ok {
			s.op(opBrIf, label)
			s.depth--
			return 5
		}
	case s.flow != nil && in.op == opConst:
		if label, ok := s.jump(i, s.depth); ok {
			s.op(opBr, label)
			return 3
		}
	case s.isUnwinding(i):
		s.out = append(s.out, opIf, noResult)
		s.op(opConst, 1)
		s.out = append(s.out, opReturn, opEnd)
		return 1
	case s.isEpilogue(i):
		s.op(opLocalGet, 1)
		s.op(opConst, s.list[i+1].a+8)
		s.out = append(s.out, opAdd)
		s.op(opGlobalSet, 0)
		return 10
	}
	s.copy(i)
	return 1
}

// jump returns the label that br needs at a depth instead of the jump at i, if that
// leads forward.
func (s *shortener) jump(i, depth int) (label int64, ok bool) {
	segment, ok := s.flow.jumps[i]
	if !ok {
		return 0, false
	}
	return s.flow.forward(segment, depth)
}

// isUnwinding reports whether an instruction leaves the function after a call that was
// suspended.
func (s *shortener) isUnwinding(i int) bool {
	return s.unwinds && s.isCall(i) && s.list[i].a == int64(s.depth-1)
}

// isCall reports whether an instruction is the last one of a call in which the goroutine
// may be suspended.
func (s *shortener) isCall(i int) bool {
	return i >= 3 && s.list[i].op == opBrIf &&
		(s.matches(i-3, opCall, opGlobalGet, opLocalSet) || s.matches(i-3, opIndirect, opGlobalGet, opLocalSet))
}

// isEpilogue reports whether ten instructions pop the frame and the return address, and
// the function returns then.
func (s *shortener) isEpilogue(i int) bool {
	return s.matches(i, opLocalGet, opConst, opAdd, opLocalTee, opGlobalSet,
		opLocalGet, opConst, opAdd, opLocalTee, opGlobalSet, opConst, opReturn) &&
		s.list[i].a == 1 && s.list[i+3].a == 1 && s.list[i+4].a == 0 &&
		s.list[i+5].a == 1 && s.list[i+6].a == 8 && s.list[i+8].a == 1 && s.list[i+9].a == 0
}

// copy writes the instruction i as it is, except that the variables of the return
// addresses come before others.
func (s *shortener) copy(i int) {
	in := s.list[i]
	if s.own && in.op >= opLocalGet && in.op <= opLocalTee && in.a >= 2 {
		s.op(in.op, in.a+int64(s.added()))
		return
	}
	s.out = append(s.out, s.body[in.at:in.end]...)
}
