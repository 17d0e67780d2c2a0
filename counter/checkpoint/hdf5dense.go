package checkpoint

import "math/bits"

// fractal is the heap in which a dense group of the latest format keeps its
// link messages. Its space is divided into rows of blocks: the first two rows have
// blocks of the starting size, and the block size doubles with each further row.
type fractal struct {
	h                  *hdf
	width              uint64
	start, direct      uint64 // sizes of blocks
	bits               uint16 // of an offset in the heap
	root               uint64
	rows               uint16
	offBytes, lenBytes int
}

// denseGroup reads the links of a group from its index by name.
func (h *hdf) denseGroup(o *object) {
	r := h.at(TheHDFGroup, o.fractal)
	tag := r.tag()
	r.skip(1)
	idLen, filters := r.u16(), r.u16()
	r.skip(1 + 4 + 12*8)
	f := &fractal{h: h, width: uint64(r.u16()), start: r.u64(), direct: r.u64(), bits: r.u16()}
	r.skip(2)
	f.root, f.rows = r.u64(), r.u16()
	h.check(r, TheHDFGroup, o.fractal)
	f.offBytes = int(f.bits+7) / 8
	f.lenBytes = int(idLen) - 1 - f.offBytes
	sane := tag == "FRHP" && filters == 0 && f.width > 0 && f.width < 1<<16 && bits.OnesCount64(f.start) == 1 &&
		bits.OnesCount64(f.direct) == 1 && f.start <= f.direct && f.direct < 1<<40 && f.bits <= 64 && f.lenBytes > 0 && f.lenBytes <= 8
	if h.err == nil && !sane {
		h.fail(TheHDFGroup, o.fractal)
	}
	if h.err == nil {
		h.nameIndex(o, f)
	}
}

// nodes is the geometry of a version 2 B-tree.
type nodes struct {
	f          *fractal
	o          *object
	size, rec  uint64
	countBytes int   // of the number of records in a child
	totalBytes []int // of the number of records below a child, by depth
}

func encoded(n uint64) int { return (bits.Len64(max(n, 1))-1)/8 + 1 }

func (h *hdf) nameIndex(o *object, f *fractal) {
	r := h.at(TheHDFGroup, o.index)
	tag := r.tag()
	r.skip(2)
	t := &nodes{f: f, o: o, size: uint64(r.u32()), rec: uint64(r.u16())}
	depth := int(r.u16())
	r.skip(2)
	root, n := r.u64(), r.u16()
	h.check(r, TheHDFGroup, o.index)
	if h.err != nil {
		return
	}
	if tag != "BTHD" || t.size < 32 || t.rec < 5 || t.rec > t.size-10 || depth > 16 || t.rec != 4+1+uint64(f.offBytes+f.lenBytes) {
		h.fail(TheHDFGroup, o.index)
		return
	}
	total := (t.size - 10) / t.rec
	t.countBytes = encoded(total)
	t.totalBytes = []int{0}
	for d := 1; d <= depth; d++ {
		pointer := uint64(8 + t.countBytes + t.totalBytes[d-1])
		if pointer+t.rec > t.size-10 {
			h.fail(TheHDFGroup, o.index)
			return
		}
		most := (t.size - 10 - pointer) / (t.rec + pointer)
		total = min((most+1)*total+most, 1<<48)
		t.totalBytes = append(t.totalBytes, encoded(total))
	}
	if root != undefined {
		t.node(root, uint64(n), depth)
	}
}

// node reads the records of one node, and its children one level below.
func (t *nodes) node(addr, n uint64, depth int) {
	h := t.f.h
	r := h.at(TheHDFGroup, addr)
	tag := r.tag()
	r.skip(2)
	h.check(r, TheHDFGroup, addr)
	if h.err != nil {
		return
	}
	if want := "BTLF"; depth == 0 && tag != want || depth > 0 && tag != "BTIN" || n*t.rec > t.size {
		h.fail(TheHDFGroup, addr)
		return
	}
	for range n {
		r.skip(4 + 1) // hash, flags of the heap id
		off, size := r.uint(t.f.offBytes), r.uint(t.f.lenBytes)
		h.check(r, TheHDFGroup, addr)
		t.f.link(t.o, off, size)
		if h.err != nil {
			return
		}
	}
	if depth == 0 {
		return
	}
	for range n + 1 {
		child, count := r.u64(), r.uint(t.countBytes)
		r.skip(uint64(t.totalBytes[depth-1]))
		h.check(r, TheHDFGroup, addr)
		if h.err != nil {
			return
		}
		t.node(child, count, depth-1)
	}
}

// link reads the link message at an offset of the heap.
func (f *fractal) link(o *object, off, size uint64) {
	addr, ok := f.find(f.root, uint64(f.rows), off, 0)
	if !ok {
		f.h.fail(TheHDFGroup, o.fractal)
	}
	if f.h.err != nil {
		return
	}
	r := f.h.at(TheHDFGroup, addr)
	if size > uint64(r.left()) {
		f.h.fail(TheHDFGroup, addr)
		return
	}
	r.end = r.pos + int64(size)
	f.h.link(o, r)
	f.h.check(r, TheHDFGroup, addr)
}

// blockSize returns the size of the blocks in a row.
func (f *fractal) blockSize(row uint64) uint64 {
	if row < 2 {
		return f.start
	}
	return f.start << min(row-1, 40)
}

// find returns the address of an offset within a block with the given number of
// rows; a block without rows is a direct one.
func (f *fractal) find(addr, rows, off uint64, depth int) (uint64, bool) {
	if rows == 0 {
		return addr + off, off < f.direct && addr < 1<<62
	}
	r := f.h.at(TheHDFGroup, addr)
	if r.tag() != "FHIB" || depth > 16 || rows > 64 {
		return 0, false
	}
	r.skip(1 + 8 + uint64(f.offBytes))
	at := uint64(r.pos)
	for row := range rows {
		size := f.blockSize(row)
		if size == 0 || size > 1<<60 {
			return 0, false
		}
		if span := size * f.width; off >= span {
			off -= span
			at += 8 * f.width
			continue
		}
		r = f.h.at(TheHDFGroup, at+8*(off/size))
		child := r.u64()
		f.h.check(r, TheHDFGroup, at)
		if child == undefined || f.h.err != nil {
			return 0, false
		}
		inner := uint64(0)
		if size > f.direct { // an indirect block: its rows fill its size
			inner = uint64(bits.Len64(size / (f.start * f.width)))
		}
		return f.find(child, inner, off%size, depth+1)
	}
	return 0, false
}
