package wasm

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
)

// A Table is the part of a program's memory that describes its functions for the
// runtime: for unwinding a stack, for finding pointers on it, and for printing it. Go
// calls it pclntab; runtime/symtab.go reads it.
type Table struct {
	memory []byte
	at     int // address of its header
	Funcs  []Func

	names, units, files, pcs, funcs int // addresses of its parts
	end                             int
	data                            int // address that the data of functions counts from
}

// A Func is the description of one function in the table.
type Func struct {
	Index int // of its body in Module.Functions
	Name  string
	at    int // address of its record
	pcs   []int
	datas []int
}

// Offsets of the fields of a function's record, runtime._func.
const (
	funcEntry = 0
	funcName  = 4
	funcPCSP  = 16 // the stack's height
	funcFile  = 20
	funcLine  = 24
	funcPCs   = 28 // number of tables by program counter that follow
	funcUnit  = 32
	funcStart = 36 // line of the function
	funcDatas = 43 // number of data that follow
	funcSize  = 44
)

// The tables and data of a function that the program does not need, by their numbers in
// internal/abi/symtab.go.
const (
	pcUnsafe     = 0 // where a signal must not preempt; js/wasm has no signals
	pcInlined    = 2
	pcLiveArgs   = 3
	dataInlined  = 3
	dataArgs     = 5
	dataLiveArgs = 6
	noData       = 1<<32 - 1
)

// firstEntry is the address of the first function: addresses in js/wasm number the
// functions, and smaller ones are invalid.
const firstEntry = 0x1000

// FindTable finds the table in a program's memory.
func FindTable(memory []byte) (t *Table, err error) {
	defer func() { // every address below comes from the file
		if recover() != nil {
			t, err = nil, errors.New("the function table is not that of Go 1.26")
		}
	}()
	t = &Table{memory: memory}
	// Magic number, padding, size of an instruction and of a pointer.
	t.at = bytes.Index(memory, []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8})
	if t.at < 0 || t.at%8 != 0 {
		return nil, errors.New("no function table")
	}
	n := t.long(t.at + 8)
	part := func(i int) int { return t.at + t.long(t.at+32+8*i) }
	t.names, t.units, t.files, t.pcs, t.funcs = part(0), part(1), part(2), part(3), part(4)

	for i := range n {
		f := Func{at: t.funcs + t.word(t.funcs+8*i+4)}
		entry := t.word(f.at + funcEntry)
		if entry != t.word(t.funcs+8*i) || entry < firstEntry {
			return nil, fmt.Errorf("function %d begins at two places", i)
		}
		f.Index = entry - firstEntry
		name := memory[t.names+t.word(f.at+funcName):]
		f.Name = string(name[:bytes.IndexByte(name, 0)])
		next := f.at + funcSize
		for range t.word(f.at + funcPCs) {
			f.pcs = append(f.pcs, t.word(next))
			next += 4
		}
		for range memory[f.at+funcDatas] {
			f.datas = append(f.datas, t.word(next))
			next += 4
		}
		t.end = max(t.end, next)
		t.Funcs = append(t.Funcs, f)
	}

	// runtime.moduledata begins with the table's address, and then the names'.
	start := binary.LittleEndian.AppendUint64(nil, uint64(t.at))
	start = binary.LittleEndian.AppendUint64(start, uint64(t.names))
	module := bytes.Index(memory, start)
	if module < 0 || t.long(module+8*41) < t.end {
		return nil, errors.New("no module data, or not that of Go 1.26")
	}
	t.data = t.long(module + 8*40)
	return t, nil
}

func (t *Table) word(at int) int { return int(binary.LittleEndian.Uint32(t.memory[at:])) }
func (t *Table) long(at int) int { return int(binary.LittleEndian.Uint64(t.memory[at:])) }

// Sizes returns the names of the table's parts and their sizes in bytes.
func (t *Table) Sizes() (names []string, sizes []int) {
	return []string{"names of functions", "names of files", "by program counter", "functions"},
		[]int{t.units - t.names, t.pcs - t.units, t.funcs - t.pcs, t.end - t.funcs}
}

// pcTable returns one table by program counter: pairs of differences, which end where
// the first number of a pair other than the first is zero.
func (t *Table) pcTable(off int) []byte {
	b := t.memory[t.pcs+off : t.funcs]
	for i := 0; ; {
		if b[i] == 0 && i > 0 {
			return b[:i+1]
		}
		for range 2 {
			_, n := binary.Uvarint(b[i:])
			if n <= 0 {
				panic("a number without an end")
			}
			i += n
		}
	}
}

// Strip removes the contents that only stack traces need: the names of functions and
// files, line numbers, and inlining information. That is most of the table, and nobody
// sees the stack traces of a program on a page. A panic still prints its message.
func (t *Table) Strip() (err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("the function table is not that of Go 1.26")
		}
	}()
	s := stripper{Table: t, names: newPool(), pcs: newPool(), settled: map[int]bool{noData: true}}
	for _, f := range t.Funcs {
		for kind, off := range f.datas {
			if !forTraces(kind) {
				s.settled[off] = true
			}
		}
	}
	s.funcs = bytes.Clone(t.memory[t.funcs : t.funcs+8*len(t.Funcs)+4])
	for i, f := range t.Funcs {
		binary.LittleEndian.PutUint32(s.funcs[8*i+4:], uint32(len(s.funcs)))
		s.add(f)
	}
	return s.store()
}

// A stripper builds the new contents of a table.
type stripper struct {
	*Table
	names, pcs *pool
	funcs      []byte
	// The data of functions lie among other data and stay in place. Equal ones are
	// one, so what goes must not be what another function keeps.
	settled map[int]bool
}

// pc keeps a table by program counter, and returns its new offset.
func (s *stripper) pc(off int) int {
	if off == 0 {
		return 0
	}
	return s.pcs.add(s.pcTable(off))
}

// add keeps the data of a function that are not only for stack traces, and clears the
// rest.
func (s *stripper) add(f Func) {
	var tables, datas []int
	for kind, off := range f.pcs {
		if kind == pcUnsafe || kind == pcInlined || kind == pcLiveArgs {
			off = 0
		}
		tables = append(tables, s.pc(off))
	}
	for kind, off := range f.datas {
		if forTraces(kind) {
			if !s.settled[off] {
				clear(s.traceData(f, kind, off))
				s.settled[off] = true
			}
			off = noData
		}
		datas = append(datas, off)
	}
	tables, datas = trim(tables, 0), trim(datas, noData)

	record := bytes.Clone(s.memory[f.at : f.at+funcSize])
	for field, value := range map[int]int{
		funcName: s.names.add(append([]byte(shortName(f.Name)), 0)),
		funcPCSP: s.pc(s.word(f.at + funcPCSP)),
		funcFile: 0, funcLine: 0, funcUnit: 0, funcStart: 0,
		funcPCs: len(tables),
	} {
		binary.LittleEndian.PutUint32(record[field:], uint32(value))
	}
	record[funcDatas] = byte(len(datas))
	s.funcs = append(s.funcs, record...)
	for _, v := range append(tables, datas...) {
		s.funcs = binary.LittleEndian.AppendUint32(s.funcs, uint32(v))
	}
}

// store writes the new contents into the program's memory.
func (s *stripper) store() error {
	for _, part := range []struct {
		at, end int
		now     []byte
	}{
		{s.Table.names, s.units, s.names.data},
		{s.units, s.Table.pcs, nil}, // files by compilation unit, and their names
		{s.Table.pcs, s.Table.funcs, s.pcs.data},
		{s.Table.funcs, s.end, s.funcs},
	} {
		old := s.memory[part.at:part.end]
		if len(part.now) > len(old) {
			return errors.New("the function table grew by stripping it")
		}
		clear(old[copy(old, part.now):])
	}
	return nil
}

// shortName returns the part of a function's name that must be kept. The runtime
// interprets three kinds of names: it recognizes its own goroutines by their package and
// two stubs by their full names, and panicwrap parses the names of methods.
func shortName(name string) string {
	switch {
	case name == "reflect.makeFuncStub", name == "reflect.methodValueCall":
		return name
	case strings.HasPrefix(name, "runtime."):
		return "runtime.(*_)._"
	default:
		return "_.(*_)._"
	}
}

// forTraces reports whether only a stack trace reads this kind of data.
func forTraces(kind int) bool {
	return kind == dataInlined || kind == dataArgs || kind == dataLiveArgs
}

// traceData returns the data of a function that only a stack trace reads.
func (t *Table) traceData(f Func, kind, off int) []byte {
	data := t.memory[t.data+off:]
	switch kind {
	case dataArgs: // ends with a terminating byte
		return data[:bytes.IndexByte(data, 0xff)+1]
	case dataInlined: // as many entries as the table by program counter refers to
		last := -1
		value := -1
		table := t.pcTable(f.pcs[pcInlined])
		for i := 0; i < len(table)-1; {
			change, n := binary.Varint(table[i:]) // of the value
			i += n
			_, n = binary.Uvarint(table[i:]) // of the program counter
			i += n
			value += int(change)
			last = max(last, value)
		}
		return data[:16*(last+1)]
	}
	return nil // js/wasm has no others
}

// trim removes trailing elements that equal nothing.
func trim(list []int, nothing int) []int {
	for len(list) > 0 && list[len(list)-1] == nothing {
		list = list[:len(list)-1]
	}
	return list
}

// A pool holds pieces of data, equal ones once. Its first byte belongs to no piece:
// offset 0 means that there is none.
type pool struct {
	data []byte
	at   map[string]int
}

func newPool() *pool { return &pool{[]byte{0}, map[string]int{}} }

// add adds a piece, unless it is there, and returns its offset.
func (p *pool) add(piece []byte) int {
	at, ok := p.at[string(piece)]
	if !ok {
		at = len(p.data)
		p.at[string(piece)] = at
		p.data = append(p.data, piece...)
	}
	return at
}
