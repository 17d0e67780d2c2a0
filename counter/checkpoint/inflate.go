package checkpoint

// inflate decompresses raw deflate data (RFC 1951) to at most max bytes. It is
// meant for one small text per file: it is not fast, but a tenth of the size of
// compress/flate in WebAssembly.
func inflate(in *cursor, max int) ([]byte, error) {
	d := &inflater{in: in, max: max}
	for last := false; !last && d.err == nil; {
		last = d.bits(1) == 1
		switch d.bits(2) {
		case 0:
			d.stored()
		case 1:
			var lit [288]byte
			for i := range lit {
				switch {
				case i < 144:
					lit[i] = 8
				case i < 256:
					lit[i] = 9
				case i < 280:
					lit[i] = 7
				default:
					lit[i] = 8
				}
			}
			var dist [30]byte
			for i := range dist {
				dist[i] = 5
			}
			d.codes(newCode(lit[:]), newCode(dist[:]))
		case 2:
			d.dynamic()
		default:
			d.bad()
		}
		if d.err == nil {
			d.err = in.err
		}
	}
	return d.out, d.err
}

type inflater struct {
	in  *cursor
	out []byte
	max int
	bit uint32
	n   uint
	err error
}

func (d *inflater) bad() {
	if d.err == nil {
		d.err = fail(Malformed, TheDeflate, d.in.pos)
	}
}

func (d *inflater) bits(n uint) int {
	for d.n < n {
		d.bit |= uint32(d.in.u8()) << d.n
		d.n += 8
	}
	v := d.bit & (1<<n - 1)
	d.bit >>= n
	d.n -= n
	return int(v)
}

func (d *inflater) put(b byte) {
	if len(d.out) >= d.max {
		if d.err == nil {
			d.err = limit(TheDeflate, int64(d.max)+1, int64(d.max))
		}
		return
	}
	d.out = append(d.out, b)
}

func (d *inflater) stored() {
	d.bit, d.n = 0, 0
	n, not := d.in.u16(), d.in.u16()
	if n != ^not {
		d.bad()
	}
	for ; n > 0 && d.err == nil && d.in.err == nil; n-- {
		d.put(d.in.u8())
	}
}

// code is a canonical Huffman code: the number of codes of each length, and the
// symbols in the order of their codes.
type code struct {
	count  [16]int
	symbol []uint16
}

func newCode(lengths []byte) *code {
	c := &code{symbol: make([]uint16, len(lengths))}
	for _, n := range lengths {
		c.count[n]++
	}
	var at [16]int
	for i := 1; i < 15; i++ {
		at[i+1] = at[i] + c.count[i]
	}
	for i, n := range lengths {
		if n > 0 {
			c.symbol[at[n]] = uint16(i)
			at[n]++
		}
	}
	return c
}

// whole reports whether the code is neither over-subscribed nor incomplete. Like zlib, it
// accepts a code without symbols, and one of a single symbol with one bit.
func (c *code) whole() bool {
	left, used := 1, 0
	for i := 1; i < 16; i++ {
		left = left<<1 - c.count[i]
		used += c.count[i]
		if left < 0 {
			return false
		}
	}
	return left == 0 || used == 0 || used == 1 && c.count[1] == 1
}

func (d *inflater) decode(c *code) int {
	value, first, index := 0, 0, 0
	for n := 1; n < 16; n++ {
		value |= d.bits(1)
		if k := c.count[n]; value-k < first {
			return int(c.symbol[index+value-first])
		} else {
			index += k
			first = (first + k) << 1
		}
		value <<= 1
	}
	d.bad()
	return 0
}

var (
	lengthBase  = [29]uint16{3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258}
	lengthExtra = [29]uint8{0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0}
	distBase    = [30]uint16{1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577}
	codeOrder   = [19]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}
)

func (d *inflater) codes(lit, dist *code) {
	for d.err == nil && d.in.err == nil {
		s := d.decode(lit)
		switch {
		case s < 256:
			d.put(byte(s))
			continue
		case s == 256:
			return
		case s > 285:
			d.bad()
			return
		}
		n := int(lengthBase[s-257]) + d.bits(uint(lengthExtra[s-257]))
		if s = d.decode(dist); s > 29 {
			d.bad()
			return
		}
		back := int(distBase[s]) + d.bits(uint(max(0, s/2-1)))
		if back > len(d.out) {
			d.bad()
			return
		}
		for ; n > 0 && d.err == nil; n-- {
			d.put(d.out[len(d.out)-back])
		}
	}
}

func (d *inflater) dynamic() {
	nlit, ndist, ncode := d.bits(5)+257, d.bits(5)+1, d.bits(4)+4
	var lengths [320]byte
	for _, i := range codeOrder[:ncode] {
		lengths[i] = byte(d.bits(3))
	}
	c := newCode(lengths[:19])
	if !c.whole() || nlit > 286 || ndist > 30 {
		d.bad()
		return
	}
	lengths = [320]byte{}
	for i := 0; i < nlit+ndist && d.err == nil; {
		s, last, n := d.decode(c), byte(0), 1
		switch s {
		case 16:
			if i == 0 {
				d.bad()
				return
			}
			last, n = lengths[i-1], 3+d.bits(2)
		case 17:
			n = 3 + d.bits(3)
		case 18:
			n = 11 + d.bits(7)
		default:
			last = byte(s)
		}
		if i+n > nlit+ndist {
			d.bad()
			return
		}
		for ; n > 0; n-- {
			lengths[i] = last
			i++
		}
	}
	lit, dist := newCode(lengths[:nlit]), newCode(lengths[nlit:nlit+ndist])
	if !lit.whole() || !dist.whole() || lengths[256] == 0 {
		d.bad()
		return
	}
	d.codes(lit, dist)
}
