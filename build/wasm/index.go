package wasm

import (
	"encoding/binary"
	"errors"
)

// OmitIndex clears what the program can calculate from the rest of its function table
// in well under a millisecond, and adds a start function that does so before anything
// else runs. That is the index of the table, with an entry for each function: its address
// and the place of its record, which begins with the address again. These numbers grow
// from entry to entry, so that they hardly compress: they are a thirtieth of the download.
func (m *Module) OmitIndex(memory []byte) (err error) {
	defer catch(&err)
	t, err := FindTable(memory)
	if err != nil {
		return err
	}
	// The start function in Go, which must find what is there.
	entry, record := t.word(t.funcs), t.funcs+8*len(t.Funcs)+4
	for i, f := range t.Funcs {
		at := t.funcs + 8*i
		if t.word(at) != entry+i || t.word(at+4) != record-t.funcs || t.word(record) != entry+i {
			return errors.New("the function table is in another order than that of Go 1.26")
		}
		clear(memory[at : at+8])
		clear(memory[record : record+4])
		record += funcSize + 4*(len(f.pcs)+len(f.datas))
	}
	return m.addStart(startIndex(entry, t.funcs, len(t.Funcs)))
}

// startIndex returns the body of the start function for n functions from the address
// entry on, whose index is at the address funcs:
//
//	for at := funcs; at < funcs+8*n; at += 8 {
//		*at, *(at+4), *record = entry, record-funcs, entry
//		record += funcSize + 4*(*(record+funcPCs) + *(record+funcDatas))
//		entry++
//	}
func startIndex(entry, funcs, n int) []byte {
	const ( // numbers of local variables, and further instructions
		varEntry, varAt, varRecord = 0, 1, 2

		opLoadByte = 0x2d // i32.load8_u
		opLess     = 0x49 // i32.lt_u
		opShift    = 0x74 // i32.shl
	)
	s := shortener{out: []byte{1, 3, typeInt}} // one declaration: three variables
	access := func(op byte, align, offset byte) { s.out = append(s.out, op, align, offset) }
	set := func(variable int64, value int) {
		s.op(opConst, int64(value))
		s.op(opLocalSet, variable)
	}
	set(varEntry, entry)
	set(varAt, funcs)
	set(varRecord, funcs+8*n+4)
	s.out = append(s.out, opLoop, noResult)

	s.op(opLocalGet, varAt)
	s.op(opLocalGet, varEntry)
	access(opStore, 2, 0)
	s.op(opLocalGet, varAt)
	s.op(opLocalGet, varRecord)
	s.op(opConst, int64(funcs))
	s.out = append(s.out, opSub)
	access(opStore, 2, 4)
	s.op(opLocalGet, varRecord)
	s.op(opLocalGet, varEntry)
	access(opStore, 2, 0)

	s.op(opLocalGet, varRecord)
	access(opLoad, 2, funcPCs)
	s.op(opLocalGet, varRecord)
	access(opLoadByte, 0, funcDatas)
	s.out = append(s.out, opAdd)
	s.op(opConst, 2)
	s.out = append(s.out, opShift)
	s.op(opConst, funcSize)
	s.out = append(s.out, opAdd)
	s.op(opLocalGet, varRecord)
	s.out = append(s.out, opAdd)
	s.op(opLocalSet, varRecord)

	s.op(opLocalGet, varEntry)
	s.op(opConst, 1)
	s.out = append(s.out, opAdd)
	s.op(opLocalSet, varEntry)
	s.op(opLocalGet, varAt)
	s.op(opConst, 8)
	s.out = append(s.out, opAdd)
	s.op(opLocalTee, varAt)
	s.op(opConst, int64(funcs+8*n))
	s.out = append(s.out, opLess)
	s.op(opBrIf, 0)
	return append(s.out, opEnd, opEnd)
}

// addStart adds a function that runs when the module is instantiated, after the memory
// has its initial contents.
func (m *Module) addStart(body []byte) error {
	for i, s := range m.sections {
		if s.id == start {
			return errors.New("the module has a start function")
		}
		if s.id == exports {
			m.sections = append(m.sections[:i+1:i+1], append([]section{{id: start}}, m.sections[i+1:]...)...)
		}
	}
	kind := m.find(types).push([]byte{typeFunction, 0, 0}) // no parameters, no results
	function, err := m.addFunction(kind, body)
	m.find(start).body = binary.AppendUvarint(nil, function)
	return err
}

// addFunction adds a function of a type and returns its number. Numbers begin with the
// functions that are imported.
func (m *Module) addFunction(kind uint64, body []byte) (uint64, error) {
	n, err := m.imported()
	if err != nil {
		return 0, err
	}
	own := m.find(functions).push(binary.AppendUvarint(nil, kind))
	m.find(code).push(appendBytes(nil, body))
	return n + own, nil
}

// imported returns the number of functions that are imported.
func (m *Module) imported() (uint64, error) {
	r := reader{m.find(imports).body}
	n := r.uint()
	for range n {
		r.bytes() // module
		r.bytes() // name
		if r.byte() != 0 {
			return 0, errors.New("an import that is no function")
		}
		r.uint()
	}
	return n, nil
}

// push adds an element to a section that is a list, and returns its number.
func (s *section) push(element []byte) uint64 {
	r := reader{s.body}
	n := r.uint()
	s.body = append(append(binary.AppendUvarint(nil, n+1), r.rest...), element...)
	return n
}
