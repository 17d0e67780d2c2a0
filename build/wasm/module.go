// Package wasm parses the modules that Go's linker writes for js/wasm, in as much
// detail as it takes to determine the size of each function, to remove data that a page
// never reads, and to shorten the code. It knows the layout of Go 1.26 and rejects any
// other.
package wasm

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// The relevant sections, by their numbers in the binary format:
// https://webassembly.github.io/spec/core/binary/modules.html
const (
	custom    = 0
	types     = 1
	imports   = 2
	functions = 3 // the types of the module's own functions
	exports   = 7
	start     = 8
	elements  = 9 // of tables of functions
	code      = 10
	segments  = 11 // data: the initial contents of memory
)

const header = "\x00asm\x01\x00\x00\x00"

// A Module is a WebAssembly file, split into its sections.
type Module struct {
	sections []section
}

type section struct {
	id   byte
	body []byte
}

// Parse splits a file into sections, which share the bytes of the file.
func Parse(file []byte) (m *Module, err error) {
	defer catch(&err)
	r := reader{file}
	if string(r.take(len(header))) != header {
		return nil, errors.New("no WebAssembly file of version 1")
	}
	m = &Module{}
	for len(r.rest) > 0 {
		m.sections = append(m.sections, section{r.byte(), r.bytes()})
	}
	return m, nil
}

// Bytes returns the file.
func (m *Module) Bytes() []byte {
	out := []byte(header)
	for _, s := range m.sections {
		out = append(out, s.id)
		out = appendBytes(out, s.body)
	}
	return out
}

// Functions returns the encoded bodies of the module's own functions, in order.
// Go numbers them from 0, in the order of their addresses.
func (m *Module) Functions() (bodies [][]byte, err error) {
	defer catch(&err)
	r := reader{m.find(code).body}
	for range r.uint() {
		bodies = append(bodies, r.bytes())
	}
	return bodies, nil
}

// Memory returns the initial contents of memory, up to the last nonzero byte.
func (m *Module) Memory() (memory []byte, err error) {
	defer catch(&err)
	r := reader{m.find(segments).body}
	for range r.uint() {
		if r.uint() != 0 || r.byte() != 0x41 { // memory 0, i32.const
			return nil, errors.New("a data segment of an unknown kind")
		}
		at := int(r.int())
		if r.byte() != 0x0b { // end
			return nil, errors.New("a data segment at an address that is computed")
		}
		data := r.bytes()
		if end := at + len(data); end > len(memory) {
			if end > 1<<30 {
				return nil, errors.New("a data segment beyond a gigabyte")
			}
			memory = append(memory, make([]byte, end-len(memory))...)
		}
		copy(memory[at:], data)
	}
	return memory, nil
}

// SetMemory replaces the initial contents of memory. It omits runs of zeros of at least
// gap bytes.
//
// The linker omits runs of 8. That results in 100,000 segments, whose addresses cost
// more than the zeros once the file is compressed.
func (m *Module) SetMemory(memory []byte, gap int) {
	var n uint64
	var all []byte
	for at := 0; at < len(memory); {
		if memory[at] == 0 {
			at++
			continue
		}
		end := at // the end of the nonzero bytes so far
		for i := at; i < len(memory) && i-end < gap; i++ {
			if memory[i] != 0 {
				end = i + 1
			}
		}
		all = append(all, 0, 0x41)
		all = appendInt(all, int64(at))
		all = append(all, 0x0b)
		all = appendBytes(all, memory[at:end])
		n++
		at = end
	}
	m.find(segments).body = append(binary.AppendUvarint(nil, n), all...)
}

// find returns the first section of a kind. If there is none, it panics with a badFile.
func (m *Module) find(id byte) *section {
	for i := range m.sections {
		if m.sections[i].id == id {
			return &m.sections[i]
		}
	}
	panic(badFile(fmt.Sprintf("no section %d", id)))
}

// Sizes returns the names of the sections and their sizes in bytes.
func (m *Module) Sizes() (names []string, sizes []int) {
	known := []string{"custom", "types", "imports", "function list", "table", "memory", "globals", "exports", "start", "elements", "code", "data"}
	for _, s := range m.sections {
		name := fmt.Sprintf("section %d", s.id)
		if int(s.id) < len(known) {
			name = known[s.id]
		}
		if s.id == custom {
			r := reader{s.body}
			name += " " + string(r.bytes())
		}
		names, sizes = append(names, name), append(sizes, len(s.body))
	}
	return names, sizes
}

// A badFile is the value with which a reader panics. catch turns it into an error.
type badFile string

func catch(err *error) {
	switch r := recover().(type) {
	case nil:
	case badFile:
		*err = errors.New(string(r))
	default:
		panic(r)
	}
}

// A reader reads the numbers and lists of the binary format.
type reader struct{ rest []byte }

func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.rest) {
		panic(badFile("the file ends too early"))
	}
	taken := r.rest[:n:n]
	r.rest = r.rest[n:]
	return taken
}

func (r *reader) byte() byte { return r.take(1)[0] }

// uint reads an unsigned LEB128 number, which is what Go calls a uvarint.
func (r *reader) uint() uint64 {
	v, n := binary.Uvarint(r.rest)
	if n <= 0 {
		panic(badFile("a number without an end"))
	}
	r.take(n)
	return v
}

// int reads a signed LEB128 number.
func (r *reader) int() int64 {
	var v int64
	for shift := 0; shift < 64; shift += 7 {
		b := r.byte()
		v |= int64(b&0x7f) << shift
		if b < 0x80 {
			unused := 64 - 7 - shift
			return v << max(unused, 0) >> max(unused, 0) // extends the sign
		}
	}
	panic(badFile("a number without an end"))
}

// bytes reads a length and that many bytes.
func (r *reader) bytes() []byte {
	n := r.uint()
	if n > uint64(len(r.rest)) {
		panic(badFile("the file ends too early"))
	}
	return r.take(int(n))
}

func appendInt(to []byte, v int64) []byte {
	for {
		b := byte(v & 0x7f)
		v >>= 7
		if v == 0 && b&0x40 == 0 || v == -1 && b&0x40 != 0 {
			return append(to, b)
		}
		to = append(to, b|0x80)
	}
}

func appendBytes(to, b []byte) []byte {
	to = binary.AppendUvarint(to, uint64(len(b)))
	return append(to, b...)
}
