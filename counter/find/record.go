package find

import (
	_ "embed"
	"encoding/binary"
	"hash/fnv"
	"io"
	"slices"
)

// Nearly all of the first search is counting: some 15,000 networks, each at several
// widths, inputs and classes. The counts never change, so the build of the site makes
// them once, and the browser's program reads them: see [Record].

// counted is what was counted ahead, the output of [Record]. The file is empty in the
// repository; the build of the site puts another one in its place, see package program.
//
//go:embed record.bin
var counted []byte

// Record counts all that a catalogue does, and returns it in the form in which
// record.bin is read. The result depends on the architectures alone.
func Record() []byte {
	r := &record{keep: true}
	c := newCatalogue(r)
	for c.grow() {
	}
	return append(c.fingerprint(r.data), r.data...)
}

// A record is what a catalogue counts, in the order in which it does so, as numbers.
// It is either written, or read instead of counting, or empty.
type record struct {
	data []byte // while it is read, what is left of it
	keep bool   // it is written
}

// read begins to read what [Record] has returned, if it was made of the same networks
// and is complete; otherwise they are counted.
func (c *Catalogue) read(file []byte) {
	const size = 8
	if len(file) > size && slices.Equal(c.fingerprint(file[size:]), file[:size]) {
		c.record.data = file[size:]
	}
}

// fingerprint returns the first bytes of a file with the given record: a hash of it and
// of what is searched.
func (c *Catalogue) fingerprint(data []byte) []byte {
	h := fnv.New64a()
	var s *searchSpace
	for _, j := range c.first {
		if j.searchSpace != s {
			s = j.searchSpace
			io.WriteString(h, s.arch.ID)
			for _, axis := range s.axes {
				for _, value := range axis {
					io.WriteString(h, value+";")
				}
			}
		}
		h.Write(j.v[:])
	}
	h.Write(data)
	return h.Sum(nil)
}

// reading reports whether there is something to read.
func (r *record) reading() bool { return !r.keep && len(r.data) > 0 }

// pass reads the next numbers, or writes them.
func (r *record) pass(numbers ...*int64) {
	for _, n := range numbers {
		switch {
		case r.keep:
			r.data = binary.AppendVarint(r.data, *n)
		case len(r.data) > 0:
			var size int
			*n, size = binary.Varint(r.data)
			r.data = r.data[max(size, 1):]
		}
	}
}

// number reads a number, or counts it.
func (r *record) number(n *int64, count func()) {
	if !r.reading() {
		count()
	}
	r.pass(n)
}

// family reads the polynomial and the step of a family, or counts them.
func (r *record) family(f *family) {
	if !r.reading() {
		f.count()
	}
	if r.pass(&f.step); f.step != 0 {
		r.pass(f.polynomial.terms()...)
	}
}

// split reads the parts of a family's polynomial, or counts them, and reports whether
// there are any.
func (r *record) split(s *split) bool {
	var n int64
	if !r.reading() && s.count() {
		n = numParts
	}
	r.pass(&n)
	for i := range s.part[:n] {
		r.pass(s.part[i].terms()...)
	}
	return n > 0
}

// terms returns the coefficients that a polynomial may have.
func (q *polynomial) terms() []*int64 {
	terms := make([]*int64, 0, len(nodes))
	for x := range q.at {
		for y := x; y < len(q.at); y++ {
			terms = append(terms, &q.at[x][y])
		}
	}
	return terms
}
