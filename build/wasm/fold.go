package wasm

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// Fold makes one function of those that do the same, and of whose stack the table says the
// same: accessors of equal structs, wrappers of methods, instances of generic functions. One
// in six is such a copy. Calls, the table of functions that are called by their address,
// and exports lead to the first one. The others keep their number and their record, by
// which the runtime finds a goroutine's first function before it has run, but no code: the
// addresses on a stack are those of the first one.
//
// The table must have been stripped: names and lines would tell functions apart.
func (m *Module) Fold(t *Table) (err error) {
	defer catch(&err)
	bodies, err := m.Functions()
	if err != nil {
		return err
	}
	imported, err := m.imported()
	if err != nil {
		return err
	}
	kinds := reader{m.find(functions).body}
	kind := make([]uint64, kinds.uint()) // of each function, the number of its type
	for i := range kind {
		kind[i] = kinds.uint()
	}
	first := make([]int, len(bodies)) // the function that each is a copy of, or itself
	for i := range first {
		first[i] = i
	}
	call := func(number uint64) uint64 {
		if number < imported {
			return number
		}
		i := number - imported
		for first[i] != int(i) { // which has become a copy, too
			i = uint64(first[i])
		}
		return imported + i
	}
	// Functions that call copies become copies of each other.
	for again := true; again; {
		again = false
		known := map[string]int{}
		for _, f := range t.Funcs {
			if first[f.Index] != f.Index {
				continue
			}
			key := fmt.Sprintf("%d %x %x", kind[f.Index], t.needed(f), comparable(bodies[f.Index], f.Index, call))
			if i, ok := known[key]; ok {
				first[f.Index], again = i, true
			} else {
				known[key] = f.Index
			}
		}
	}
	out := binary.AppendUvarint(nil, uint64(len(bodies)))
	for i, body := range bodies {
		if first[i] != i {
			body = copied
		}
		out = appendBytes(out, redirect(body, call))
	}
	m.find(code).body = out
	return m.redirectTables(call)
}

// needed returns what the runtime needs to know of a function but its address.
func (t *Table) needed(f Func) []byte {
	record := bytes.Clone(t.memory[f.at+4 : f.at+funcSize])
	for _, v := range append(append([]int(nil), f.pcs...), f.datas...) {
		record = binary.LittleEndian.AppendUint32(record, uint32(v))
	}
	return record
}

// copied is the body of a function that is a copy: no variables, and no code.
var copied = []byte{0, opUnreachable, opEnd}

// noInstruction begins what stands for a return address.
const noInstruction = 0xff

// comparable returns what the body of a function has in common with its copies: its
// instructions, with distances in the place of return addresses of its own, and calls of
// the first of their copies.
func comparable(body []byte, index int, call func(uint64) uint64) []byte {
	base := (firstEntry + int64(index)) << 16
	list := instructions(body)
	if len(list) == 0 {
		return body
	}
	out := bytes.Clone(body[:list[0].at])
	for _, in := range list {
		switch {
		case in.op == opConstLong && in.a&^0xffff == base:
			out = appendInt(append(out, noInstruction), in.a-base)
		case in.op == opCall:
			out = binary.AppendUvarint(append(out, in.op), call(uint64(in.a)))
		default:
			out = append(out, body[in.at:in.end]...)
		}
	}
	return out
}

// redirect returns a body that calls other functions.
func redirect(body []byte, call func(uint64) uint64) []byte {
	var out []byte
	done := 0
	for _, in := range instructions(body) {
		if in.op == opCall && call(uint64(in.a)) != uint64(in.a) {
			out = append(out, body[done:in.at]...)
			out = binary.AppendUvarint(append(out, opCall), call(uint64(in.a)))
			done = in.end
		}
	}
	return append(out, body[done:]...)
}

// redirectTables makes exports and the elements of the table lead to other functions.
func (m *Module) redirectTables(call func(uint64) uint64) error {
	section := m.find(exports)
	r := reader{section.body}
	n := r.uint()
	out := binary.AppendUvarint(nil, n)
	for range n {
		out = appendBytes(out, r.bytes())
		what := r.byte()
		number := r.uint()
		if what == 0 { // a function
			number = call(number)
		}
		out = binary.AppendUvarint(append(out, what), number)
	}
	section.body = out

	section = m.find(elements)
	r = reader{section.body}
	if r.uint() != 1 || r.uint() != 0 || r.byte() != opConst { // a list of functions for table 0
		return errors.New("elements of an unknown kind")
	}
	offset := r.int()
	if r.byte() != opEnd {
		return errors.New("elements at a place that is computed")
	}
	out = append(appendInt([]byte{1, 0, opConst}, offset), opEnd)
	n = r.uint()
	out = binary.AppendUvarint(out, n)
	for range n {
		out = binary.AppendUvarint(out, call(r.uint()))
	}
	section.body = out
	return nil
}
