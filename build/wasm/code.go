package wasm

// The instructions that this package tells apart, by their numbers in the binary format:
// https://webassembly.github.io/spec/core/binary/instructions.html
const (
	opUnreachable = 0x00
	opBlock       = 0x02
	opLoop        = 0x03
	opIf          = 0x04
	opElse        = 0x05
	opEnd         = 0x0b
	opBr          = 0x0c
	opBrIf        = 0x0d
	opBrTable     = 0x0e
	opReturn      = 0x0f
	opCall        = 0x10
	opIndirect    = 0x11
	opDrop        = 0x1a
	opSelect      = 0x1b
	opLocalGet    = 0x20
	opLocalSet    = 0x21
	opLocalTee    = 0x22
	opGlobalGet   = 0x23
	opGlobalSet   = 0x24
	opLoad        = 0x28 // the first load
	opLoadLong    = 0x29 // i64.load
	opStore       = 0x36 // the first store
	opStoreLong   = 0x37 // i64.store
	opMemory      = 0x3f // memory.size, and memory.grow after it
	opConst       = 0x41 // i32.const
	opConstLong   = 0x42 // i64.const
	opConst32     = 0x43 // f32.const
	opConst64     = 0x44 // f64.const
	opAdd         = 0x6a // i32.add
	opSub         = 0x6b // i32.sub
	opAddLong     = 0x7c // i64.add
	opOrLong      = 0x84 // i64.or
	opWrap        = 0xa7 // i32.wrap_i64
	opExtend      = 0xad // i64.extend_i32_u
	opLast        = 0xc4 // the last one of one byte
	opMore        = 0xfc // prefix of further instructions, which have a number of their own
	copyMemory    = 10   // memory.copy
	fillMemory    = 11   // memory.fill
	noResult      = 0x40 // type of a block
	typeFunction  = 0x60
	typeInt       = 0x7f // i32
	typeLong      = 0x7e // i64
)

// An instruction is one of a function's body: a and b are its numbers, at and end where
// it is in the body.
type instruction struct {
	op      byte
	a, b    int64
	at, end int
}

// instructions decodes the body of a function. The first instruction follows the
// declaration of the local variables.
func instructions(body []byte) (list []instruction) {
	r := reader{body}
	for range r.uint() {
		r.uint()
		r.byte()
	}
	for len(r.rest) > 0 {
		in := instruction{at: len(body) - len(r.rest)}
		in.op = r.byte()
		in.a, in.b = r.operands(in.op)
		in.end = len(body) - len(r.rest)
		list = append(list, in)
	}
	return list
}

// operands reads what follows the number of an instruction. It panics with a badFile if
// the instruction is none that Go's compiler emits.
func (r *reader) operands(op byte) (a, b int64) {
	switch {
	case op == opBlock, op == opLoop, op == opIf, op == opConst, op == opConstLong:
		a = r.int()
	case op == opBr, op == opBrIf, op == opCall, op >= opLocalGet && op <= opGlobalSet:
		a = int64(r.uint())
	case op == opIndirect, op >= opLoad && op < opMemory:
		a, b = int64(r.uint()), int64(r.uint())
	case op == opBrTable:
		for range r.uint() + 1 {
			r.uint()
		}
	case op == opMemory, op == opMemory+1:
		r.byte()
	case op == opConst32:
		r.take(4)
	case op == opConst64:
		r.take(8)
	case op == opMore:
		switch a = int64(r.uint()); {
		case a == copyMemory:
			r.take(2)
		case a == fillMemory:
			r.byte()
		case a > 7: // not a conversion
			panic(badFile("an instruction that Go's compiler does not emit"))
		}
	case op > opElse && op < opEnd, op > opIndirect && op < opDrop, op > opLast, op > opSelect && op < opLocalGet, op > opGlobalSet && op < opLoad:
		panic(badFile("an instruction that Go's compiler does not emit"))
	}
	return a, b
}

// stackEffect returns how many values an instruction takes from the stack and whether it
// leaves one; known is false for those that transfer control.
func (in instruction) stackEffect() (takes int, leaves, known bool) {
	switch op := in.op; {
	case op == opLocalGet, op == opGlobalGet, op >= opConst && op <= opConst64, op == opMemory:
		return 0, true, true
	case op == opLocalSet, op == opGlobalSet, op == opDrop:
		return 1, false, true
	case op == opLocalTee, op >= opLoad && op < opStore, op == opMemory+1, op == opMore && in.a <= 7, unary(op):
		return 1, true, true
	case op >= opStore && op < opMemory:
		return 2, false, true
	case op == opSelect:
		return 3, true, true
	case op == opMore: // memory.copy and memory.fill
		return 3, false, true
	case op > opConst64 && op <= opLast:
		return 2, true, true
	}
	return 0, false, false
}

// unary reports whether an instruction computes a value from one value.
func unary(op byte) bool {
	return op == 0x45 || op == 0x50 || // eqz
		op >= 0x67 && op <= 0x69 || op >= 0x79 && op <= 0x7b || // clz, ctz, popcnt
		op >= 0x8b && op <= 0x91 || op >= 0x99 && op <= 0x9f || // of floats
		op >= opWrap && op <= opLast // conversions
}
