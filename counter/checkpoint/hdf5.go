package checkpoint

import (
	"strings"
)

// undefined is the undefined address.
const undefined = 1<<64 - 1

// hdf reads the parts of HDF5 that contain names, types and shapes. It never reads
// data, whatever its layout.
type hdf struct {
	s       *source        // begins at the base address
	objects int            // headers, blocks and nodes read, against maxHDF
	seen    map[uint64]int // address → index in data, -1 for a group
	links   int
	headers int   // number of messages in headers
	text    int64 // bytes of strings in heaps
	data    []dataset
	attrs   map[string]map[string][]string // of groups
	strings map[uint64]map[uint16]heapObject
	skipped int64 // soft and external links
	second  []string
	err     *Error
}

type dataset struct {
	path    string
	shape   []int64
	dtype   DType
	stored  int64
	chunked bool
	shared  string
}

type heapObject struct{ at, size int64 }

// object holds the content of the messages of one object header.
type object struct {
	dataset        bool
	shape          []int64
	dtype          DType
	stored         int64
	chunked        bool
	tree, names    uint64 // of an old group
	links          []link
	fractal, index uint64 // of a dense group
	attrs          map[string][]string
	skipped        int64
	hasType        bool
}

type link struct {
	name string
	addr uint64
}

// userBlock returns the offset of the superblock after a user block, or 0.
func userBlock(s *source) int64 {
	for off := int64(512); off <= s.size-8 && off <= 1<<20; off *= 2 {
		if b, err := s.bytes(off, 8); err == nil && string(b) == hdfMagic {
			return off
		}
	}
	return 0
}

// openHDF reads the superblock and walks all objects, starting at the root.
func openHDF(s *source) (*hdf, error) {
	at := int64(0)
	if b, err := s.bytes(0, min(8, s.size)); err == nil && string(b) != hdfMagic {
		at = userBlock(s)
	}
	r := s.at(at+8, s.size)
	version := r.u8()
	sizes, gap := uint64(4), uint64(9)
	switch version {
	case 0:
	case 1:
		gap = 13
	case 2, 3:
		sizes, gap = 0, 1
	default:
		return nil, fail(Malformed, TheSuperblock, at+8)
	}
	r.skip(sizes)
	if o, l := r.u8(), r.u8(); r.err == nil && (o != 8 || l != 8) {
		return nil, fail(Malformed, TheSuperblock, r.pos)
	}
	r.skip(gap) // consistency flags, and in old files the sizes of tree nodes
	base := r.u64()
	r.skip(8)
	end := r.u64()
	if version < 2 {
		r.skip(16) // driver information, name of the root
	}
	root := r.u64()
	if r.err != nil {
		return nil, fail(Truncated, TheSuperblock, at)
	}
	if base > uint64(s.size) || end > uint64(s.size) {
		return nil, &Error{Kind: Truncated, Part: TheSuperblock, Offset: -1, Want: clip(end), Have: s.size}
	}
	h := &hdf{s: section(s.file, s.base+int64(base), s.size-int64(base)), seen: map[uint64]int{},
		attrs: map[string]map[string][]string{}, strings: map[uint64]map[uint16]heapObject{}}
	h.walk(root, "", 0)
	if h.err != nil {
		return nil, h.err
	}
	return h, nil
}

func (h *hdf) fail(p Piece, at uint64) {
	if h.err == nil {
		h.err = fail(Malformed, p, clip(at))
	}
}

// at returns a cursor at an address, and counts it as an object.
func (h *hdf) at(p Piece, addr uint64) *cursor {
	if h.objects++; h.objects > maxHDF && h.err == nil {
		h.err = limit(p, maxHDF+1, maxHDF)
	}
	if addr > uint64(h.s.size) && h.err == nil {
		h.err = &Error{Kind: Truncated, Part: p, Offset: -1, Want: clip(addr), Have: h.s.size}
	}
	if h.err != nil {
		return h.s.at(h.s.size, h.s.size)
	}
	return h.s.at(int64(addr), h.s.size)
}

// check turns the error of a cursor into one that names the piece.
func (h *hdf) check(r *cursor, p Piece, addr uint64) {
	if r.err != nil && h.err == nil {
		h.err = fail(Truncated, p, clip(addr))
	}
}

func (r *cursor) tag() string { return string([]byte{r.u8(), r.u8(), r.u8(), r.u8()}) }

// walk lists the datasets at and below an object.
func (h *hdf) walk(addr uint64, path string, depth int) {
	if depth > maxHDFDepth && h.err == nil {
		h.err = &Error{Kind: TooDeep, Part: TheHDFGroup, Entry: path, Offset: -1, Want: maxHDFDepth}
	}
	if h.err != nil {
		return
	}
	if i, ok := h.seen[addr]; ok {
		h.again(path, i)
		return
	}
	h.seen[addr] = -1
	o := &object{tree: undefined, fractal: undefined, attrs: map[string][]string{}}
	h.header(o, addr)
	if h.err != nil {
		return
	}
	if o.dataset {
		h.seen[addr] = len(h.data)
		h.data = append(h.data, dataset{path: path, shape: o.shape, dtype: o.dtype, stored: o.stored, chunked: o.chunked})
		return
	}
	if len(o.attrs) > 0 {
		h.attrs[path] = o.attrs
	}
	if o.tree != undefined {
		h.oldGroup(o)
	}
	if o.fractal != undefined {
		h.denseGroup(o)
	}
	h.skipped += o.skipped
	for _, l := range o.links {
		name := l.name
		if path != "" {
			name = path + "/" + name
		}
		h.walk(l.addr, name, depth+1)
	}
}

// again records a second name of an object: a dataset is listed again, but a group is
// not entered twice, so that cycles terminate.
func (h *hdf) again(path string, i int) {
	if i >= 0 {
		d := h.data[i]
		d.path, d.shared, d.stored = path, d.path, 0
		h.data = append(h.data, d)
		return
	}
	if len(h.second) < 20 {
		h.second = append(h.second, path)
	}
}

// block is a run of messages in an object header.
type block struct {
	at, size uint64
}

// header reads the messages of an object header of either version.
func (h *hdf) header(o *object, addr uint64) {
	r := h.at(TheObjectHeader, addr)
	first := r.u8()
	if first == 1 {
		r.skip(7) // to the size of the block, which begins at 16
		size := r.u32()
		h.check(r, TheObjectHeader, addr)
		h.blocks(o, block{addr + 16, uint64(size)}, 1, false)
		return
	}
	r = h.s.at(min(int64(addr), h.s.size), h.s.size)
	if r.tag() != "OHDR" || r.u8() != 2 {
		h.check(r, TheObjectHeader, addr)
		h.fail(TheObjectHeader, addr)
		return
	}
	flags := r.u8()
	if flags&0x20 != 0 {
		r.skip(16)
	}
	if flags&0x10 != 0 {
		r.skip(4)
	}
	size := r.uint(1 << (flags & 3))
	h.check(r, TheObjectHeader, addr)
	h.blocks(o, block{uint64(r.pos), size}, 2, flags&4 != 0)
}

// blocks reads the first block of messages and its continuations.
func (h *hdf) blocks(o *object, b block, version int, ordered bool) {
	queue := []block{b}
	for n := 0; len(queue) > 0 && h.err == nil; n++ {
		b, queue = queue[0], queue[1:]
		r := h.at(TheObjectHeader, b.at)
		if b.size > uint64(r.left()) {
			h.check(&cursor{err: fail(Truncated, TheFile, 0)}, TheObjectHeader, b.at)
			return
		}
		r.end = r.pos + int64(b.size)
		if version == 2 && n > 0 {
			if r.tag() != "OCHK" || b.size < 8 {
				h.fail(TheObjectHeader, b.at)
				return
			}
			r.end -= 4
		}
		queue = append(queue, h.messages(o, r, version, ordered)...)
	}
}

func (h *hdf) messages(o *object, r *cursor, version int, ordered bool) (more []block) {
	least := int64(8)
	if version == 2 {
		least = 4
	}
	for r.left() >= least && h.err == nil {
		at := uint64(r.pos)
		var kind, size uint16
		var flags byte
		if version == 1 {
			kind, size, flags = r.u16(), r.u16(), r.u8()
			r.skip(3)
		} else {
			kind, size, flags = uint16(r.u8()), r.u16(), r.u8()
			if ordered {
				r.skip(2)
			}
		}
		from := r.pos
		if int64(size) > r.left() {
			h.fail(TheObjectHeader, at)
			return nil
		}
		if h.headers++; h.headers > maxMessages {
			h.err = limit(TheObjectHeader, maxMessages+1, maxMessages)
			return nil
		}
		body := h.s.at(from, from+int64(size))
		if kind == 0x10 {
			more = append(more, block{body.u64(), body.u64()})
		} else {
			h.message(o, body, kind, flags)
		}
		h.check(body, TheObjectHeader, at)
		r.skip(uint64(size))
	}
	return more
}

func (h *hdf) message(o *object, r *cursor, kind uint16, flags byte) {
	if flags&2 != 0 && kind == 3 { // a type defined elsewhere
		o.dtype, o.hasType = "named type", true
		h.sharedType(o, r)
		return
	}
	switch kind {
	case 0x01:
		o.shape = h.space(r)
	case 0x02:
		h.linkInfo(o, r)
	case 0x03:
		o.dtype, _ = datatype(r)
		o.hasType = true
	case 0x06:
		h.link(o, r)
	case 0x08:
		o.dataset = true
		h.layout(o, r)
	case 0x0C:
		h.attribute(o, r)
	case 0x11:
		o.tree, o.names = r.u64(), r.u64()
	}
}

// sharedType follows a datatype message to the committed type that it refers to.
func (h *hdf) sharedType(o *object, r *cursor) {
	version, _ := r.u8(), r.u8()
	if version == 1 {
		r.skip(6)
	}
	addr := r.u64()
	if r.err != nil || addr > uint64(h.s.size) || h.objects > maxHDF-2 {
		return
	}
	if _, ok := h.seen[addr|1<<63]; ok {
		return // a type that refers to itself
	}
	h.seen[addr|1<<63] = -1
	t := &object{attrs: map[string][]string{}}
	h.header(t, addr)
	delete(h.seen, addr|1<<63)
	if t.hasType && !t.dataset {
		o.dtype = t.dtype
	}
}

// space reads a dataspace message.
func (h *hdf) space(r *cursor) []int64 {
	version, rank := r.u8(), r.u8()
	if version == 1 {
		r.skip(6)
	} else {
		r.skip(2)
	}
	if rank > maxRank {
		h.fail(TheObjectHeader, uint64(r.pos))
		return nil
	}
	shape := make([]int64, rank)
	for i := range shape {
		shape[i] = int64(r.u64())
	}
	return shape
}

// datatype reads a datatype message: the type and the size of one element.
func datatype(r *cursor) (DType, uint32) {
	class := r.u8() & 15
	bits := r.u8()
	r.skip(2)
	size := r.u32()
	name := num(int64(size) * 8)
	switch class {
	case 0:
		if bits&8 != 0 {
			return DType("int" + name), size
		}
		return DType("uint" + name), size
	case 1:
		if size == 2 {
			r.skip(5)
			if r.u8() == 8 { // bits of the exponent
				return "bfloat16", size
			}
		}
		return DType("float" + name), size
	case 3:
		return "string", size
	case 8:
		if size == 1 {
			return "bool", size
		}
		return "enum", size
	case 9:
		return "variable length", size
	}
	return "compound", size
}

// layout reads how much of a dataset's data is in the file.
func (h *hdf) layout(o *object, r *cursor) {
	o.stored = -1
	version := r.u8()
	if version != 3 && version != 4 {
		return
	}
	switch r.u8() {
	case 0:
		o.stored = int64(r.u16())
	case 1:
		addr, size := r.u64(), r.u64()
		switch {
		case r.err != nil:
		case addr == undefined:
			o.stored = 0
		case addr > uint64(h.s.size) || size > uint64(h.s.size)-addr:
			h.err = &Error{Kind: Truncated, Part: TheStorage, Offset: -1, Want: clip(size), Have: h.s.size}
		default:
			o.stored = int64(size)
		}
	default:
		o.chunked = true
	}
}

// link reads a link message of a new group.
func (h *hdf) link(o *object, r *cursor) {
	r.u8()
	flags := r.u8()
	kind := byte(0)
	if flags&8 != 0 {
		kind = r.u8()
	}
	if flags&4 != 0 {
		r.skip(8)
	}
	if flags&16 != 0 {
		r.skip(1)
	}
	name := r.str(r.uint(1 << (flags & 3)))
	if kind != 0 {
		o.skipped++
		return
	}
	addr := r.u64()
	if r.err == nil {
		h.child(o, name, addr)
	}
}

func (h *hdf) child(o *object, name string, addr uint64) {
	if h.links++; h.links > maxHDF && h.err == nil {
		h.err = limit(TheHDFGroup, maxHDF+1, maxHDF)
	}
	o.links = append(o.links, link{name, addr})
}

func (h *hdf) linkInfo(o *object, r *cursor) {
	r.u8()
	flags := r.u8()
	if flags&1 != 0 {
		r.skip(8)
	}
	o.fractal, o.index = r.u64(), r.u64()
}

// oldGroup reads a symbol table: a tree of nodes, with the names in a heap.
func (h *hdf) oldGroup(o *object) {
	r := h.at(TheHDFGroup, o.names)
	if r.tag() != "HEAP" {
		h.check(r, TheHDFGroup, o.names)
		h.fail(TheHDFGroup, o.names)
		return
	}
	r.skip(4)
	size := r.u64()
	r.skip(8)
	at := r.u64()
	h.check(r, TheHDFGroup, o.names)
	if h.err == nil && (at > uint64(h.s.size) || size > uint64(h.s.size)-at) {
		h.err = &Error{Kind: Truncated, Part: TheHDFGroup, Offset: -1, Want: clip(size), Have: h.s.size}
	}
	if h.err == nil {
		h.tree(o, o.tree, -1, int64(at), int64(at+size))
	}
}

// tree reads a version 1 B-tree. The level must decrease by one at each step, which
// excludes cycles.
func (h *hdf) tree(o *object, addr uint64, level int, names, end int64) {
	r := h.at(TheHDFGroup, addr)
	tag, kind := r.tag(), r.u8()
	have, n := int(r.u8()), r.u16()
	r.skip(16)
	h.check(r, TheHDFGroup, addr)
	if h.err == nil && (tag != "TREE" || kind != 0 || level >= 0 && have != level) {
		h.fail(TheHDFGroup, addr)
	}
	for range n {
		r.skip(8)
		child := r.u64()
		h.check(r, TheHDFGroup, addr)
		if h.err != nil {
			return
		}
		if have > 0 {
			h.tree(o, child, have-1, names, end)
		} else {
			h.leaf(o, child, names, end)
		}
	}
}

func (h *hdf) leaf(o *object, addr uint64, names, end int64) {
	r := h.at(TheHDFGroup, addr)
	tag := r.tag()
	r.skip(2)
	n := r.u16()
	if tag != "SNOD" {
		h.check(r, TheHDFGroup, addr)
		h.fail(TheHDFGroup, addr)
	}
	for range n {
		name, child := r.u64(), r.u64()
		kind := r.u32()
		r.skip(20)
		h.check(r, TheHDFGroup, addr)
		if h.err != nil {
			return
		}
		if kind == 2 || child == undefined {
			o.skipped++
			continue
		}
		if name >= uint64(end-names) {
			h.fail(TheHDFGroup, addr)
			return
		}
		c := h.s.at(names+int64(name), end)
		var b strings.Builder
		for x := c.u8(); x != 0 && c.err == nil && b.Len() < maxString; x = c.u8() {
			b.WriteByte(x)
		}
		h.check(c, TheHDFGroup, addr)
		h.child(o, b.String(), child)
	}
}
