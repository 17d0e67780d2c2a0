package wasm

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// Fold makes one function of those that do the same, and of whose stack the table says the
// same: accessors of equal structs, wrappers of methods, instances of generic functions. One
// in six is such a copy. Calls, the table of functions that are called by their address,
// and exports lead to the first one. The others keep their number and their record, by
// which the runtime finds a goroutine's first function before it has run, but no code: the
// addresses on a stack are those of the first one.
//
// The function table in memory must have been stripped: names and lines would tell
// functions apart.
func (m *Module) Fold(memory []byte) (err error) {
	defer catch(&err)
	t, err := FindTable(memory)
	if err != nil {
		return err
	}
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
	c := copies{imported, make([]int, len(bodies))}
	for i := range c.of {
		c.of[i] = i
	}
	// Functions that call copies become copies of each other.
	for again := true; again; {
		again = false
		type function struct {
			kind         uint64
			needed, body string
		}
		known := map[function]int{}
		for _, f := range t.Funcs {
			if c.of[f.Index] != f.Index {
				continue
			}
			key := function{kind[f.Index], string(t.needed(f)), string(withoutAddresses(bodies[f.Index], f.Index, c.first))}
			if i, ok := known[key]; ok {
				c.of[f.Index], again = i, true
			} else {
				known[key] = f.Index
			}
		}
	}
	out := binary.AppendUvarint(nil, uint64(len(bodies)))
	for i, body := range bodies {
		if c.of[i] != i {
			body = noCode
		}
		out = appendBytes(out, redirect(body, c.first))
	}
	m.find(code).body = out
	return m.redirectTables(c.first)
}

// copies says of the functions of a module, in order, which one each is a copy of: itself,
// if it is none.
type copies struct {
	imported uint64
	of       []int
}

// first returns the number of the function that one is a copy of.
func (c *copies) first(number uint64) uint64 {
	if number < c.imported {
		return number
	}
	i := int(number - c.imported)
	for c.of[i] != i { // which has become a copy, too
		i = c.of[i]
	}
	return c.imported + uint64(i)
}

// needed returns what the runtime needs to know of a function but its address.
func (t *Table) needed(f Func) []byte {
	record := bytes.Clone(t.memory[f.at+4 : f.at+funcSize])
	for _, v := range append(append([]int(nil), f.pcs...), f.datas...) {
		record = binary.LittleEndian.AppendUint32(record, uint32(v))
	}
	return record
}

// noCode is the body of a function that nothing calls: without variables.
var noCode = []byte{0, opUnreachable, opEnd}

// ownAddress takes the place of i64.const before a return address of the function itself;
// what follows is the number of the call alone. No instruction begins with this byte.
const ownAddress = 0xff

// withoutAddresses returns what the body of a function has in common with its copies: its
// return addresses are replaced by the numbers of the calls, and what it calls by the first
// of its copies.
func withoutAddresses(body []byte, index int, first func(uint64) uint64) []byte {
	base := (firstEntry + int64(index)) << 16
	list := instructions(body)
	if len(list) == 0 {
		return body
	}
	out := bytes.Clone(body[:list[0].at])
	for _, in := range list {
		switch {
		case in.op == opConstLong && in.a&^0xffff == base:
			out = appendInt(append(out, ownAddress), in.a-base)
		case in.op == opCall:
			out = binary.AppendUvarint(append(out, in.op), first(uint64(in.a)))
		default:
			out = append(out, body[in.at:in.end]...)
		}
	}
	return out
}

// redirect returns a body that calls other functions.
func redirect(body []byte, first func(uint64) uint64) []byte {
	var out []byte
	done := 0
	for _, in := range instructions(body) {
		if in.op == opCall && first(uint64(in.a)) != uint64(in.a) {
			out = append(out, body[done:in.at]...)
			out = binary.AppendUvarint(append(out, opCall), first(uint64(in.a)))
			done = in.end
		}
	}
	return append(out, body[done:]...)
}

// redirectTables makes exports and the elements of the table lead to other functions.
func (m *Module) redirectTables(first func(uint64) uint64) error {
	section := m.find(exports)
	r := reader{section.body}
	n := r.uint()
	out := binary.AppendUvarint(nil, n)
	for range n {
		out = appendBytes(out, r.bytes())
		what := r.byte()
		number := r.uint()
		if what == 0 { // a function
			number = first(number)
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
		out = binary.AppendUvarint(out, first(r.uint()))
	}
	section.body = out
	return nil
}
