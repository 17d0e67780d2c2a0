package wasm

// A flow is how control moves through a function. Go's compiler cannot jump in
// WebAssembly as it does elsewhere, so it cuts a function into segments, each of which
// ends where a call returns or a jump leads. In front of them are as many blocks, one in
// another, and each segment follows the end of one:
//
//	loop, block, block, block, local.get 0, br_table 0 1 2, end, segment 0, end, segment 1, end, …
//
// Local variable 0 is the number of a call or of a label, which br_table takes to its
// segment: at the start of a function that is resumed after a call, and at each jump,
// which sets the variable and continues the loop. Calls of closures use it, too, to put
// the function's number on the stack after 0.
type flow struct {
	segments []int // by number of a call or of a label
	loop     int   // depth of the loop, from 1; 0: there are no jumps
	blocks   int
	inner    int // depth of the innermost block, which segment 0 follows
	start    int // the br_table

	jumps  map[int]int  // by instruction: the segment that it jumps to
	led    map[int]bool // segments that a jump leads to
	closed int          // blocks that have ended: the next segment
}

// findFlow returns the flow of a function, or nil if it has none, like those that are
// written in assembly.
func findFlow(body []byte, list []instruction) *flow {
	f := &flow{jumps: map[int]int{}, led: map[int]bool{}}
	for i, in := range list {
		if in.op != opLocalGet || in.a != 0 || list[i+1].op == opIndirect {
			continue
		}
		if f.start > 0 || list[i+1].op != opBrTable {
			return nil
		}
		f.start = i + 1
	}
	if f.start == 0 {
		return nil
	}
	r := reader{body[list[f.start].at+1 : list[f.start].end]}
	for range r.uint() + 1 {
		n := int(r.uint())
		f.segments = append(f.segments, n)
		f.blocks = max(f.blocks, n+1)
	}
	for i, in := range list[:f.start] {
		switch in.op {
		case opBlock, opLoop:
			f.inner++
		case opEnd:
			return nil
		}
		if in.op == opLoop {
			f.loop = f.inner
			if i != f.start-f.blocks-2 {
				return nil
			}
		}
	}
	f.findJumps(list)
	return f
}

// findJumps notes all jumps. It panics with a badFile if local variable 0 is set in any
// other way.
func (f *flow) findJumps(list []instruction) {
	depth := 0
	for i, in := range list {
		switch in.op {
		case opBlock, opLoop, opIf:
			depth++
		case opEnd:
			depth--
		}
		if in.op != opLocalSet && in.op != opLocalTee || in.a != 0 {
			continue
		}
		if i == 0 || i+3 >= len(list) {
			panic(badFile("a jump that Go's compiler does not emit"))
		}
		if list[i+2].op == opLocalGet && list[i+3].op == opIndirect {
			continue
		}
		if n := list[i-1].a; f.loop > 0 && list[i-1].op == opConst && list[i+1].op == opBr &&
			depth-int(list[i+1].a) == f.loop && n >= 0 && n < int64(len(f.segments)) {
			f.jumps[i-1] = f.segments[n]
			f.led[f.segments[n]] = true
			continue
		}
		panic(badFile("a jump that Go's compiler does not emit"))
	}
}

// ends notes the end of a block at a depth and reports whether a segment follows.
func (f *flow) ends(depth int) bool {
	if depth != f.inner-f.closed || f.closed >= f.blocks {
		return false
	}
	f.closed++
	return true
}

// forward returns what br needs to reach a segment from a depth, if that segment is
// further on.
func (f *flow) forward(segment, depth int) (label int64, ok bool) {
	return int64(depth - (f.inner - segment)), segment >= f.closed
}
