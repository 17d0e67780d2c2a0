package checkpoint

import "io"

const (
	pageSize = 64 << 10
	maxPages = 128 // in memory: 8 MiB
	maxAhead = 16  // pages per read
)

// source reads a section of a file through a cache of pages. A read takes
// about a millisecond in a browser, whatever its size, so sequential pages are
// fetched in increasingly large pieces.
type source struct {
	file       File
	base, size int64
	pages      map[int64][]byte
	order      []int64
	next       int64 // the page after the last one fetched
	ahead      int64
}

func newSource(f File) *source { return section(f, 0, f.Size()) }

func section(f File, base, size int64) *source {
	return &source{file: f, base: base, size: size, pages: map[int64][]byte{}}
}

// within reports whether n bytes at off are within the section.
func (s *source) within(off, n int64) bool {
	return off >= 0 && n >= 0 && off <= s.size && n <= s.size-off
}

// full reads exactly len(p) bytes at off.
func (s *source) full(p []byte, off int64) error {
	if !s.within(off, int64(len(p))) {
		return fail(Truncated, TheFile, off)
	}
	n, err := s.file.ReadAt(p, s.base+off)
	if n == len(p) {
		return nil
	}
	return &Error{Kind: Unreadable, Offset: off, Cause: err}
}

func (s *source) page(i int64) ([]byte, error) {
	if p, ok := s.pages[i]; ok {
		return p, nil
	}
	if i == s.next && i > 0 {
		s.ahead = min(s.ahead*2, maxAhead)
	} else {
		s.ahead = 1
	}
	off := i * pageSize
	buf := make([]byte, min(s.ahead*pageSize, s.size-off))
	if err := s.full(buf, off); err != nil {
		return nil, err
	}
	for j := i; len(buf) > 0; j++ {
		n := min(pageSize, len(buf))
		if _, ok := s.pages[j]; !ok {
			s.order = append(s.order, j)
		}
		s.pages[j] = buf[:n:n]
		buf = buf[n:]
		s.next = j + 1
	}
	if drop := len(s.order) - maxPages; drop > 0 {
		for _, j := range s.order[:drop] {
			delete(s.pages, j)
		}
		s.order = append(s.order[:0], s.order[drop:]...)
	}
	return s.fetch(i)
}

// fetch returns page i, which has just been read.
func (s *source) fetch(i int64) ([]byte, error) {
	p, ok := s.pages[i]
	if !ok {
		return nil, fail(Truncated, TheFile, i*pageSize)
	}
	return p, nil
}

// bytes returns n bytes at off, which may alias the cache. The caller must bound n;
// it is checked against the file size before memory is allocated.
func (s *source) bytes(off, n int64) ([]byte, error) {
	if !s.within(off, n) {
		return nil, fail(Truncated, TheFile, off)
	}
	if n == 0 {
		return nil, nil
	}
	i, at := off/pageSize, off%pageSize
	if at+n <= pageSize {
		p, err := s.page(i)
		if err != nil {
			return nil, err
		}
		return p[at : at+n], nil
	}
	out := make([]byte, n)
	if n > 2*pageSize {
		return out, s.full(out, off)
	}
	for done := int64(0); done < n; {
		p, err := s.page((off + done) / pageSize)
		if err != nil {
			return nil, err
		}
		done += int64(copy(out[done:], p[(off+done)%pageSize:]))
	}
	return out, nil
}

// at returns a cursor on the bytes from off to end.
func (s *source) at(off, end int64) *cursor {
	c := &cursor{s: s, pos: off, end: min(end, s.size)}
	if off < 0 || off > c.end {
		c.end = c.pos
		c.fail(fail(Truncated, TheFile, off))
	}
	return c
}

// cursor reads values sequentially. After the first error it reads zeros and keeps
// the error.
type cursor struct {
	s        *source
	pos, end int64
	big      bool // big-endian
	err      error
	kept     int64 // bytes of strings kept so far
	page     []byte
	from     int64 // offset of page
}

func (c *cursor) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

func (c *cursor) left() int64 { return c.end - c.pos }

func (c *cursor) u8() byte {
	if i := c.pos - c.from; i >= 0 && i < int64(len(c.page)) && c.pos < c.end {
		c.pos++
		return c.page[i]
	}
	if c.err != nil {
		return 0
	}
	if c.pos >= c.end {
		c.fail(fail(Truncated, TheFile, c.pos))
		return 0
	}
	p, err := c.s.page(c.pos / pageSize)
	if err != nil {
		c.fail(err)
		return 0
	}
	c.page, c.from = p, c.pos/pageSize*pageSize
	c.pos++
	return p[c.pos-1-c.from]
}

// uint reads an n-byte number.
func (c *cursor) uint(n int) uint64 {
	var v uint64
	for i := range n {
		b := uint64(c.u8())
		if c.big {
			v = v<<8 | b
		} else {
			v |= b << (8 * i)
		}
	}
	return v
}

func (c *cursor) u16() uint16 { return uint16(c.uint(2)) }
func (c *cursor) u32() uint32 { return uint32(c.uint(4)) }
func (c *cursor) u64() uint64 { return c.uint(8) }

// skip skips n bytes. It is an error if there are fewer.
func (c *cursor) skip(n uint64) {
	if c.err != nil {
		return
	}
	if n > uint64(c.left()) {
		c.fail(fail(Truncated, TheFile, c.pos))
		c.pos = c.end
		return
	}
	c.pos += int64(n)
}

// str reads n bytes and keeps the first maxString of them.
func (c *cursor) str(n uint64) string {
	from := c.pos
	c.skip(n)
	if c.err != nil {
		return ""
	}
	n = min(n, maxString)
	c.kept += int64(n)
	b, err := c.s.bytes(from, int64(n))
	if err != nil {
		c.fail(err)
	}
	return string(b)
}

// memory is a File in memory.
type memory []byte

func (m memory) Size() int64 { return int64(len(m)) }

func (m memory) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 || off > int64(len(m)) {
		return 0, io.EOF
	}
	n := copy(p, m[off:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}
