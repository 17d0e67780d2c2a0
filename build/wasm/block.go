package wasm

import (
	"encoding/binary"
	"maps"
	"slices"
)

// blocks are functions that copy or clear a block of memory of one size, which replace
// the instructions that do so for any size. Browsers leave WebAssembly for these: for a
// block of two dozen bytes, which is what Go's compiler mostly uses them for, that takes
// longer than the work. An eighth of the engine's time went there.
//
//	…, i32.const 24, memory.copy
//	…, call copy24
//
//	…, i32.const 0, i32.const 40, memory.fill
//	…, call clear40
type blocks struct {
	copy, clear map[int64]int64 // sizes in bytes → numbers of functions
}

// The sizes of blocks that have functions. Go's compiler does not call for smaller ones,
// and larger ones are rare.
const (
	wordSize     = 8
	smallestSize = 2 * wordSize
	largestSize  = 256
)

// copied returns the size of the block that two instructions copy.
func (s *shortener) copied(i int) (size int64, ok bool) {
	if s.matches(i, opConst, opMore) && s.list[i+1].a == copyMemory {
		return s.list[i].a, isBlock(s.list[i].a)
	}
	return 0, false
}

// cleared returns the size of the block that three instructions clear.
func (s *shortener) cleared(i int) (size int64, ok bool) {
	if s.matches(i, opConst, opConst, opMore) && s.list[i].a == 0 && s.list[i+2].a == fillMemory {
		return s.list[i+1].a, isBlock(s.list[i+1].a)
	}
	return 0, false
}

func isBlock(size int64) bool {
	return size >= smallestSize && size <= largestSize && size%wordSize == 0
}

// rewriteBlock writes the call of a function if the instructions from i on copy or clear
// a block that has one. It returns their number, or 0.
func (s *shortener) rewriteBlock(i int) int {
	if size, ok := s.copied(i); ok {
		s.op(opCall, s.blocks.copy[size])
		return 2
	}
	if size, ok := s.cleared(i); ok {
		s.op(opCall, s.blocks.clear[size])
		return 3
	}
	return 0
}

// findBlocks finds the sizes of the blocks that functions copy and clear.
func findBlocks(functions [][]byte) *blocks {
	b := &blocks{map[int64]int64{}, map[int64]int64{}}
	for _, body := range functions {
		s := shortener{list: instructions(body)}
		for i := range s.list {
			if size, ok := s.copied(i); ok {
				b.copy[size] = 0
			}
			if size, ok := s.cleared(i); ok {
				b.clear[size] = 0
			}
		}
	}
	return b
}

// add adds the functions to a module.
func (b *blocks) add(m *Module) error {
	for _, kind := range []struct {
		sizes      map[int64]int64
		parameters []byte
		body       func(size int64) []byte
	}{
		{b.copy, []byte{typeInt, typeInt}, copyBody},
		{b.clear, []byte{typeInt}, clearBody},
	} {
		if len(kind.sizes) == 0 {
			continue
		}
		signature := append(appendBytes([]byte{typeFunction}, kind.parameters), 0) // no results
		number := m.find(types).push(signature)
		for _, size := range slices.Sorted(maps.Keys(kind.sizes)) {
			function, err := m.addFunction(number, kind.body(size))
			if err != nil {
				return err
			}
			kind.sizes[size] = int64(function)
		}
	}
	return nil
}

// copyBody returns the body of the function that copies size bytes: its parameters are
// the addresses to copy to and from. Blocks do not overlap, or are the same: Go's
// compiler calls memmove for others.
func copyBody(size int64) []byte {
	s := shortener{out: []byte{0}} // no variables
	for at := int64(0); at < size; at += wordSize {
		s.op(opLocalGet, 0)
		s.op(opLocalGet, 1)
		s.access(opLoadLong, at)
		s.access(opStoreLong, at)
	}
	return append(s.out, opEnd)
}

// clearBody returns the body of the function that clears size bytes from the address
// that is its parameter.
func clearBody(size int64) []byte {
	s := shortener{out: []byte{0}}
	for at := int64(0); at < size; at += wordSize {
		s.op(opLocalGet, 0)
		s.op(opConstLong, 0)
		s.access(opStoreLong, at)
	}
	return append(s.out, opEnd)
}

// access writes a load or store of a word, at an offset.
func (s *shortener) access(op byte, offset int64) {
	s.out = append(s.out, op, 3) // the word's alignment, as a power of two
	s.out = binary.AppendUvarint(s.out, uint64(offset))
}
