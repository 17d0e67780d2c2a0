package checkpoint

import "strings"

// member is one entry of a zip directory.
type member struct {
	name         string
	method       uint16
	size, packed int64 // inflated and as stored
	header       int64 // offset of the local header
}

// archive is the directory of a zip file. Like PyTorch, it trusts only the
// directory: local headers may have sizes of 0 or other names.
type archive struct {
	s       *source
	members []member
	byName  map[string]int
	twice   string // a name that appears twice
}

const endSize = 22 // of the end-of-central-directory record, without its comment

func readArchive(s *source) (*archive, error) {
	tail := min(s.size, endSize+65535)
	b, err := s.bytes(s.size-tail, tail)
	if err != nil {
		return nil, err
	}
	i := strings.LastIndex(string(b), "PK\x05\x06")
	if i < 0 || int64(i)+endSize > tail {
		return nil, fail(Truncated, TheDirectory, -1)
	}
	end := s.size - tail + int64(i)
	r := s.at(end+10, s.size)
	count, size, off := uint64(r.u16()), uint64(r.u32()), uint64(r.u32())
	if end >= 20 {
		r = s.at(end-20, end)
		if r.u32() == 0x07064b50 { // zip64: the locator leads to a wider record
			r.skip(4)
			at := r.u64()
			if at > uint64(end) {
				return nil, &Error{Kind: Truncated, Part: TheDirectory, Offset: end - 20, Want: clip(at), Have: s.size}
			}
			z := s.at(int64(at), end)
			if z.u32() != 0x06064b50 {
				return nil, fail(Malformed, TheDirectory, int64(at))
			}
			z.skip(28)
			count, size, off = z.u64(), z.u64(), z.u64()
			r = z
		}
	}
	if r.err != nil {
		return nil, fail(Truncated, TheDirectory, -1)
	}
	if off > uint64(end) || size > uint64(end)-off {
		return nil, &Error{Kind: Truncated, Part: TheDirectory, Offset: -1, Want: clip(size), Have: end}
	}
	if size > maxDir {
		return nil, limit(TheDirectory, clip(size), maxDir)
	}
	if count > size/46 {
		return nil, limit(TheDirectory, clip(count), int64(size/46))
	}
	a := &archive{s: s, byName: map[string]int{}}
	return a, a.directory(s.at(int64(off), int64(off+size)), count)
}

func (a *archive) directory(r *cursor, count uint64) error {
	for range count {
		at := r.pos
		if r.u32() != 0x02014b50 {
			return fail(Malformed, TheDirectory, at)
		}
		r.skip(6)
		m := member{method: r.u16()}
		r.skip(8)
		packed, size := uint64(r.u32()), uint64(r.u32())
		nameLen, extraLen, commentLen := r.u16(), r.u16(), r.u16()
		r.skip(8)
		header := uint64(r.u32())
		m.name = r.str(uint64(nameLen))
		next := r.pos + int64(extraLen)
		if extraLen > 0 {
			wide(a.s.at(r.pos, min(next, r.end)), &size, &packed, &header)
		}
		r.skip(uint64(extraLen) + uint64(commentLen))
		if r.err != nil {
			return fail(Truncated, TheDirectory, at)
		}
		if packed > uint64(a.s.size) || header > uint64(a.s.size) {
			return &Error{Kind: Truncated, Part: TheMember, Entry: m.name, Offset: at, Want: clip(packed), Have: a.s.size}
		}
		m.packed, m.size, m.header = int64(packed), clip(size), int64(header)
		if _, ok := a.byName[m.name]; ok && a.twice == "" {
			a.twice = m.name
		}
		a.byName[m.name] = len(a.members)
		a.members = append(a.members, m)
	}
	return nil
}

// wide reads the 64-bit values of extra field 1, which contains, in this order, those
// whose 32-bit field is 0xFFFFFFFF.
func wide(r *cursor, fields ...*uint64) {
	for r.left() >= 4 && r.err == nil {
		id, n := r.u16(), r.u16()
		from := r.pos
		if id == 1 {
			for _, f := range fields {
				if *f == 0xFFFFFFFF && r.pos+8 <= from+int64(n) {
					*f = r.u64()
				}
			}
		}
		if from+int64(n) > r.end {
			return
		}
		r.pos = from + int64(n)
	}
}

// find returns the member with the shortest name that is suffix or ends in a slash
// and suffix, or nil.
func (a *archive) find(suffix string) *member {
	var best *member
	for i := range a.members {
		m := &a.members[i]
		whole := m.name == suffix || strings.HasSuffix(m.name, "/"+suffix)
		if whole && a.byName[m.name] == i && (best == nil || len(m.name) < len(best.name)) {
			best = m
		}
	}
	return best
}

// data returns the offset of a member's bytes. The lengths of the local header's
// name and extra field may differ from the directory's: PyTorch uses them for
// alignment.
func (a *archive) data(m *member) (int64, error) {
	r := a.s.at(m.header, a.s.size)
	if r.u32() != 0x04034b50 {
		return 0, &Error{Kind: Malformed, Part: TheMember, Entry: m.name, Offset: m.header}
	}
	r.skip(22)
	name, extra := r.u16(), r.u16()
	r.skip(uint64(name) + uint64(extra))
	if r.err != nil || !a.s.within(r.pos, m.packed) {
		return 0, &Error{Kind: Truncated, Part: TheMember, Entry: m.name, Offset: m.header, Want: m.packed, Have: a.s.size}
	}
	return r.pos, nil
}

// open returns the bytes of a member, inflated if need be.
func (a *archive) open(m *member) (*source, error) {
	at, err := a.data(m)
	if err != nil {
		return nil, err
	}
	switch {
	case m.method == 0 && m.packed == m.size:
		return section(a.s.file, a.s.base+at, m.packed), nil
	case m.method == 8:
		if m.size > maxInflated {
			return nil, &Error{Kind: TooLarge, Part: TheMember, Entry: m.name, Offset: -1, Have: m.size, Want: maxInflated}
		}
		b, err := inflate(a.s.at(at, at+m.packed), int(m.size))
		if err == nil && int64(len(b)) != m.size {
			err = &Error{Kind: Truncated, Part: TheMember, Entry: m.name, Offset: -1, Want: m.size, Have: int64(len(b))}
		}
		return newSource(memory(b)), err
	}
	return nil, &Error{Kind: Malformed, Part: TheMember, Entry: m.name, Offset: m.header}
}

// readZip reads an archive of PyTorch or Keras.
func readZip(c *Checkpoint, s *source) error {
	a, err := readArchive(s)
	if err != nil {
		return err
	}
	if a.twice != "" {
		c.note(TwoMembers, a.twice, 0, 0)
	}
	f, m, err := a.kind()
	if c.Format = f; err != nil {
		return err
	}
	if f == KerasZip {
		return readKerasZip(c, a, m)
	}
	return readTorchZip(c, a, m)
}

// kind identifies an archive by its members, and returns the main one.
func (a *archive) kind() (Format, *member, error) {
	if m := a.find("data.pkl"); m != nil {
		if a.find("constants.pkl") != nil || a.find("bytecode.pkl") != nil {
			return TorchScript, m, nil
		}
		return PyTorchZip, m, nil
	}
	if m := a.find("model.weights.h5"); m != nil {
		return KerasZip, m, nil
	}
	if a.find("serialized_state_dict.pt") != nil || a.find("archive_format") != nil {
		return 0, nil, &Error{Kind: NotRead, Part: PT2, Offset: -1}
	}
	if a.find("saved_model.pb") != nil {
		return 0, nil, &Error{Kind: NotRead, Part: SavedModel, Offset: -1}
	}
	return 0, nil, &Error{Kind: NotAModel, Offset: -1}
}
