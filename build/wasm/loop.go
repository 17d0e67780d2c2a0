package wasm

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// structure returns the body of a function in which loops without calls are loops of
// WebAssembly. Go's compiler makes each jump back by way of br_table, at the start of
// the function (see [flow]), which takes longer than what many loops do, and keeps a
// browser from seeing the loop. A loop whose segments nothing enters but at one of them
// need not be resumed in the middle, and that one can come first:
//
//	…, br entry, end, body, end, entry, if, i32.const body, local.set 0, br …, end
//	…, end, loop, block, entry, br_if 0, br …, end, body, br 0, end
func structure(body []byte) []byte {
	list := instructions(body)
	f := findFlow(body, list)
	if f == nil || f.loop == 0 {
		return body
	}
	s := structurer{shortener: shortener{body: body, list: list, flow: f}}
	if !s.findSegments() {
		return body
	}
	s.findLoops()
	if len(s.loops) == 0 {
		return body
	}
	s.write()
	return s.out
}

// A structurer rewrites the loops of a function.
type structurer struct {
	shortener
	segments []segment
	number   []int64 // of each segment: one of the numbers that br_table takes to it
	loops    []cycle // in order
}

// A segment is a part of a function that control enters at its start only.
type segment struct {
	from, to int   // its instructions
	jumps    []int // those of them that jump
	resumed  bool  // it follows a call
	falls    bool  // it may end by going on with the next one
}

// A cycle is a loop of the segments from first to last, which is entered at entry.
type cycle struct{ first, last, entry int }

// findSegments reports whether it understands the function.
func (s *structurer) findSegments() bool {
	f := s.flow
	depth := f.inner
	last := segment{from: f.start + 1}
	for i := f.start + 1; i < len(s.list); i++ {
		in := s.list[i]
		switch in.op {
		case opBlock, opLoop, opIf:
			depth++
		case opEnd:
			// The end of a block, or behind all of them that of the loop.
			if f.ends(depth) || depth == f.loop {
				if f.closed > 1 || depth == f.loop {
					last.to = i
					s.segments = append(s.segments, last)
				}
				last = segment{from: i + 1, resumed: s.isCall(i - 1)}
			}
			depth--
		case opBr, opBrIf, opBrTable:
			if target := depth - int(in.a); in.op == opBrTable || target > f.loop && target <= f.inner-f.closed {
				return false
			}
		}
		if _, ok := f.jumps[i]; ok {
			last.jumps = append(last.jumps, i)
		}
		if depth < f.loop {
			break
		}
	}
	f.closed = 0
	if len(s.segments) != f.blocks {
		return false
	}
	s.number = make([]int64, f.blocks)
	for n, segment := range slices.Backward(f.segments) {
		s.number[segment] = int64(n)
	}
	for i := range s.segments {
		p := &s.segments[i]
		end := s.list[p.to-1].op
		p.falls = p.from == p.to || end != opBr && end != opReturn && end != opUnreachable
	}
	return true
}

// findLoops finds the loops, the shortest first, and of those that share segments the
// shortest only.
func (s *structurer) findLoops() {
	last := map[int]int{} // by first segment
	for i, p := range s.segments {
		for _, j := range p.jumps {
			if to := s.flow.jumps[j]; to <= i {
				last[to] = i
			}
		}
	}
	var found []cycle
	for first, last := range last {
		found = append(found, cycle{first: first, last: last})
	}
	slices.SortFunc(found, func(a, b cycle) int {
		return cmp.Or((a.last-a.first)-(b.last-b.first), a.first-b.first)
	})
	for _, c := range found {
		if s.enters(&c) && !slices.ContainsFunc(s.loops, func(d cycle) bool { return c.first <= d.last && d.first <= c.last }) {
			s.loops = append(s.loops, c)
		}
	}
	slices.SortFunc(s.loops, func(a, b cycle) int { return a.first - b.first })
}

// enters sets where a loop is entered, and reports whether that is one segment, all jumps
// to which are the only ones that lead back, once the loop begins with it.
func (s *structurer) enters(c *cycle) bool {
	entries := map[int]bool{}
	for i, p := range s.segments {
		inside := c.has(i)
		if inside && p.resumed {
			entries[i] = true
		}
		if p.falls && !inside && c.has(i+1) {
			entries[i+1] = true
		}
		for _, j := range p.jumps {
			if to := s.flow.jumps[j]; !inside && c.has(to) {
				entries[to] = true
			}
		}
	}
	if len(entries) != 1 {
		return false
	}
	for c.entry = range entries {
	}
	// What goes on behind the loop must jump there, if the loop ends elsewhere.
	if c.entry != c.first && s.segments[c.last].falls && c.last+1 == len(s.segments) {
		return false
	}
	for i := c.first; i <= c.last; i++ {
		for _, j := range s.segments[i].jumps {
			if to := s.flow.jumps[j]; c.has(to) && to != c.entry && c.place(to) <= c.place(i) {
				return false
			}
		}
	}
	return true
}

func (c cycle) has(segment int) bool { return c.first <= segment && segment <= c.last }

// place returns the place of a segment in a loop that begins with its entry.
func (c cycle) place(segment int) int {
	n := c.last - c.first + 1
	return (segment - c.entry + n) % n
}

// segment returns the segment at a place.
func (c cycle) segment(place int) int {
	n := c.last - c.first + 1
	return c.first + (c.entry-c.first+place)%n
}

// write writes the function with its loops.
func (s *structurer) write() {
	f := s.flow
	// The blocks of the function that remain, and by segment the one that it follows.
	block := make([]uint64, len(s.segments))
	n, next := uint64(0), s.loops
	for i := range s.segments {
		block[i] = n
		if len(next) > 0 && next[0].has(i) {
			if i < next[0].last {
				continue
			}
			next = next[1:]
		}
		n++
	}
	first := f.start - f.blocks - 1 // the first block
	s.out = append(s.out, s.body[:s.list[first].at]...)
	for range n {
		s.out = append(s.out, opBlock, noResult)
	}
	s.op(opLocalGet, 0)
	s.out = append(s.out, opBrTable)
	s.out = binary.AppendUvarint(s.out, uint64(len(f.segments)-1))
	for _, segment := range f.segments {
		s.out = binary.AppendUvarint(s.out, block[segment])
	}
	next = s.loops
	for i := 0; i < len(s.segments); i++ {
		s.out = append(s.out, opEnd)
		outside := f.loop + int(n-block[i]) - 1 // the depth
		if len(next) == 0 || !next[0].has(i) {
			s.writeSegment(i, outside, nil)
			continue
		}
		c := next[0]
		next = next[1:]
		s.out = append(s.out, opLoop, noResult)
		size := c.last - c.first + 1
		for range size - 1 {
			s.out = append(s.out, opBlock, noResult)
		}
		for place := range size {
			if place > 0 {
				s.out = append(s.out, opEnd)
			}
			s.writeSegment(c.segment(place), outside+size-place, &c)
		}
		s.out = append(s.out, opEnd)
		i = c.last
	}
	s.out = append(s.out, s.body[s.list[s.segments[len(s.segments)-1].to].at:]...)
}

// writeSegment writes a segment at a depth, in a loop or not.
func (s *structurer) writeSegment(number, depth int, c *cycle) {
	p := s.segments[number]
	was := s.flow.inner - number - 1 // its depth
	// goTo writes a jump to a segment, from so many blocks in this one.
	goTo := func(op byte, to, inner int) bool {
		switch {
		case c == nil || !c.has(to):
			return false
		case to == c.entry:
			s.op(op, int64(inner+c.last-c.first-c.place(number)))
		default:
			s.op(op, int64(inner+c.place(to)-c.place(number)-1))
		}
		return true
	}
	inner := 0 // blocks of the segment
	for i := p.from; i < p.to; i++ {
		in := s.list[i]
		switch in.op {
		case opBlock, opLoop:
			inner++
		case opIf:
			if to, ok := s.flow.jumps[i+1]; ok && s.matches(i+1, opConst, opLocalSet, opBr, opEnd) && goTo(opBrIf, to, inner) {
				i += 4
				continue
			}
			inner++
		case opEnd:
			inner--
		case opConst:
			if to, ok := s.flow.jumps[i]; ok && goTo(opBr, to, inner) {
				i += 2
				continue
			}
		case opBr, opBrIf:
			if int(in.a) >= inner {
				s.op(in.op, in.a+int64(depth-was))
				continue
			}
		}
		s.out = append(s.out, s.body[in.at:in.end]...)
	}
	if c == nil || !p.falls {
		return
	}
	switch to := number + 1; {
	case to == c.entry:
		goTo(opBr, to, 0)
	case number == c.last && c.place(number) < c.last-c.first:
		s.op(opConst, s.number[to])
		s.op(opLocalSet, 0)
		s.op(opBr, int64(depth-s.flow.loop))
	}
}
