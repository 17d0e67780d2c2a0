package checkpoint

// message walks the fields of one protobuf message in the file, without copying it.
type message struct {
	r     *cursor
	field uint64
	wire  byte
	value uint64 // for wire types 0, 1 and 5
	size  int64  // for wire type 2; the cursor is at its first byte
	next  int64  // the offset of the next field
	bad   *Error
}

func protobuf(s *source, from, end int64) *message {
	return &message{r: s.at(from, end), next: from}
}

func (m *message) varint() uint64 {
	var v uint64
	for i := 0; i < 10; i++ {
		b := m.r.u8()
		v |= uint64(b&0x7F) << (7 * i)
		if b < 0x80 {
			return v
		}
	}
	m.fail(Malformed)
	return 0
}

func (m *message) fail(k Kind) {
	if m.bad == nil {
		m.bad = fail(k, TheMessage, m.r.pos)
	}
}

// step advances to the next field and reports whether there is one.
func (m *message) step() bool {
	if m.bad != nil || m.next >= m.r.end {
		return false
	}
	m.r.pos = m.next
	key := m.varint()
	m.field, m.wire = key>>3, byte(key&7)
	switch m.wire {
	case 0:
		m.value = m.varint()
	case 1:
		m.value = m.r.u64()
	case 2:
		n := m.varint()
		if m.r.err == nil && n > uint64(m.r.left()) {
			m.bad = &Error{Kind: Truncated, Part: TheMessage, Offset: m.r.pos, Want: clip(n), Have: m.r.left()}
			return false
		}
		m.size = int64(n)
	case 5:
		m.value = uint64(m.r.u32())
	default:
		m.fail(Malformed)
	}
	if m.field == 0 {
		m.fail(Malformed)
	}
	if m.r.err != nil {
		m.fail(Truncated)
	}
	m.next = m.r.pos
	if m.wire == 2 {
		m.next += m.size
	}
	return m.bad == nil
}

// err returns the error that ended the walk, or nil at the end of the message.
func (m *message) err() error {
	if m.bad != nil {
		return m.bad
	}
	return nil
}

// text reads the field as a string.
func (m *message) text() string {
	if m.wire != 2 {
		return ""
	}
	s := m.r.str(uint64(m.size))
	if m.r.err != nil {
		m.fail(Truncated)
	}
	return s
}

// sub returns the message in the field.
func (m *message) sub() *message {
	if m.wire != 2 {
		return protobuf(m.r.s, m.r.pos, m.r.pos)
	}
	return protobuf(m.r.s, m.r.pos, m.r.pos+m.size)
}

// join adopts the error of a nested message.
func (m *message) join(sub *message) {
	if m.bad == nil {
		m.bad = sub.bad
	}
	m.r.fail(sub.r.err)
}

// numbers appends a repeated number, packed or not, up to the limit on axes.
func (m *message) numbers(out []int64) []int64 {
	if m.wire == 0 {
		if len(out) <= maxRank {
			out = append(out, int64(m.value))
		}
		return out
	}
	sub := m.sub()
	for sub.r.left() > 0 && sub.bad == nil && sub.r.err == nil && len(out) <= maxRank {
		out = append(out, int64(sub.varint()))
	}
	if sub.r.err != nil {
		sub.fail(Truncated)
	}
	m.join(sub)
	return out
}
