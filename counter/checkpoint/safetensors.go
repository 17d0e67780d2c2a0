package checkpoint

import (
	"cmp"
	"strings"
)

// extent is the range of a tensor's bytes after the header.
type extent struct {
	tensor     int
	begin, end int64
}

type safetensors struct {
	c       *Checkpoint
	s       *scanner
	extents []extent
	seen    map[string]int // name → index in Checkpoint.Tensors plus 1
	twins   [][2]string    // pairs of strings in the metadata
}

// readSafetensors adds the tensors of one file, or shard, to c.
func readSafetensors(c *Checkpoint, s *source, seen map[string]int) error {
	head, err := s.bytes(0, 8)
	if err != nil {
		return fail(Truncated, TheHeader, 0)
	}
	n := uint64(0)
	for i := range 8 {
		n |= uint64(head[i]) << (8 * i)
	}
	if n > uint64(s.size-8) {
		return &Error{Kind: Truncated, Part: TheHeader, Offset: 0, Want: int64(min(n, maxElements)), Have: s.size - 8}
	}
	if n > maxHeader {
		return limit(TheHeader, int64(n), maxHeader)
	}
	text, err := s.bytes(8, int64(n))
	if err != nil {
		return err
	}
	r := &safetensors{c: c, s: &scanner{b: text}, seen: seen}
	first := len(c.Tensors)
	if err := r.header(); err != nil {
		return err
	}
	if err := r.cover(first, 8+int64(n), s.size); err != nil {
		return err
	}
	r.dropped()
	return nil
}

// dropped lists the names that save_model dropped because they repeat others: its
// metadata maps each to the name that was kept.
func (r *safetensors) dropped() {
	n := int64(0)
	for _, pair := range r.twins {
		i := r.seen[pair[1]]
		if i == 0 || r.seen[pair[0]] > 0 || len(r.c.Tensors) >= maxTensors {
			r.c.entry(pair[0], pair[1])
			continue
		}
		t := r.c.Tensors[i-1]
		t.Name, t.Shared, t.Stored = pair[0], pair[1], 0
		r.c.Tensors = append(r.c.Tensors, t)
		r.seen[t.Name] = len(r.c.Tensors)
		n++
	}
	if n > 0 {
		r.c.note(DroppedNames, "", n, 0)
	}
}

func (r *safetensors) header() error {
	s := r.s
	var dup *Error
	s.object(func(name string) {
		if name == "__metadata__" {
			r.metadata()
			return
		}
		if r.seen[name] > 0 && dup == nil {
			dup = &Error{Kind: Duplicate, Entry: name, Offset: 8 + int64(s.i)}
		}
		r.seen[name] = len(r.c.Tensors) + 1
		if len(r.c.Tensors) >= maxTensors {
			dup = cmp.Or(dup, limit(TheTensors, maxTensors+1, maxTensors))
			s.skip()
			return
		}
		r.tensor(name)
	})
	if err := s.close(); err != nil {
		return err
	}
	if dup != nil {
		return dup
	}
	return nil
}

func (r *safetensors) metadata() {
	if r.s.peek() != '{' {
		r.c.note(BadEntry, "__metadata__", 0, 0)
		r.s.skip()
		return
	}
	r.s.object(func(key string) {
		value, ok := r.s.text()
		switch {
		case !ok:
			r.c.note(BadEntry, key, 0, 0)
		case len(r.twins) < maxTensors:
			r.twins = append(r.twins, [2]string{key, value})
		}
	})
}

func (r *safetensors) tensor(name string) {
	t := Tensor{Name: name, Bytes: -1}
	kind, okShape, okOff := "", false, false
	var off []int64
	if r.s.peek() != '{' {
		r.c.note(BadEntry, name, 0, 0)
		r.s.skip()
		return
	}
	r.s.object(func(key string) {
		switch key {
		case "dtype":
			kind, _ = r.s.text()
		case "shape":
			t.Shape, okShape = r.s.ints()
		case "data_offsets":
			off, okOff = r.s.ints()
		default:
			r.s.skip()
		}
	})
	t.DType = DType(lookup(safetensorsTypes, kind))
	if t.DType == "" {
		t.DType = DType(strings.ToLower(kind))
	}
	if !okShape || !okOff || len(off) != 2 || kind == "" {
		t.Fault = &Error{Kind: Malformed, Part: TheHeader, Entry: name, Offset: 8 + int64(r.s.i)}
		r.c.Tensors = append(r.c.Tensors, t)
		return
	}
	t.size()
	t.Stored = off[1] - off[0]
	switch {
	case t.Fault != nil:
	case off[0] < 0 || t.Stored < 0:
		t.Fault = &Error{Kind: OutOfBounds, Entry: name, Offset: -1, Want: off[1], Have: off[0]}
	case t.Bytes < 0:
		t.Bytes = t.Stored
	case t.Bytes != t.Stored:
		t.Fault = &Error{Kind: WrongSize, Entry: name, Offset: -1, Want: t.Bytes, Have: t.Stored}
	}
	if t.Fault == nil {
		r.extents = append(r.extents, extent{len(r.c.Tensors), off[0], off[1]})
	}
	r.c.Tensors = append(r.c.Tensors, t)
}

// cover checks that the tensors cover the data without gaps or overlaps. If the
// header is consistent and the data is too short, the file was truncated; if the
// header itself is wrong, each wrong tensor gets a fault.
func (r *safetensors) cover(first int, start, size int64) error {
	order := sorted(len(r.extents), func(i, j int) bool {
		a, b := &r.extents[i], &r.extents[j]
		return a.begin < b.begin || a.begin == b.begin && a.end < b.end
	})
	data, end, gaps := size-start, int64(0), int64(0)
	faulty := len(r.extents) < len(r.c.Tensors)-first
	for _, i := range order {
		x := &r.extents[i]
		t := &r.c.Tensors[x.tensor]
		if x.begin < end {
			t.Fault = &Error{Kind: Overlapping, Entry: t.Name, Offset: -1, Want: start + x.begin}
			faulty = true
			continue
		}
		gaps += x.begin - end
		end = x.end
	}
	if end > data && !faulty && gaps == 0 {
		return &Error{Kind: Truncated, Part: TheHeader, Offset: -1, Want: start + end, Have: size}
	}
	for _, x := range r.extents {
		if t := &r.c.Tensors[x.tensor]; x.end > data && t.Fault == nil {
			t.Fault = &Error{Kind: OutOfBounds, Entry: t.Name, Offset: -1, Want: start + x.end, Have: size}
		}
	}
	if gaps > 0 {
		r.c.note(Gap, "", gaps, 0)
	}
	if end < data {
		r.c.note(TrailingBytes, "", data-end, 0)
	}
	return nil
}

// index is the JSON file that lists the shards of a checkpoint.
type index struct {
	names  []string
	shards []string // by name
	files  []string // distinct, in order
	bad    []string
	total  string
}

// readIndex reads {"metadata": {…}, "weight_map": {name: file}}.
func readIndex(s *source) (*index, error) {
	if s.size > maxHeader {
		return nil, limit(TheIndex, s.size, maxHeader)
	}
	text, err := s.bytes(0, s.size)
	if err != nil {
		return nil, err
	}
	x, sc, found := &index{}, &scanner{b: text}, false
	seen := map[string]bool{}
	sc.object(func(key string) {
		switch {
		case key == "weight_map" && sc.peek() == '{':
			found = true
			sc.object(func(name string) { x.add(sc, name, seen) })
		case key == "metadata" && sc.peek() == '{':
			sc.object(func(key string) {
				if v, ok := sc.text(); ok && key == "total_size" {
					x.total = v
				}
			})
		default:
			sc.skip()
		}
	})
	if err := sc.close(); err != nil {
		return nil, err
	}
	if !found {
		return nil, &Error{Kind: NotAModel, Offset: -1}
	}
	return x, nil
}

func (x *index) add(sc *scanner, name string, seen map[string]bool) {
	if sc.peek() != '"' {
		sc.skip()
		x.bad = append(x.bad, name)
		return
	}
	file := sc.str()
	if plain(file) != file {
		x.bad = append(x.bad, name)
	}
	x.names = append(x.names, name)
	x.shards = append(x.shards, file)
	if !seen[file] {
		seen[file] = true
		x.files = append(x.files, file)
	}
}

// plain returns the part of a name after the last slash of either kind.
func plain(name string) string {
	return name[strings.LastIndexAny(name, `/\`)+1:]
}

// shard splits "model-00001-of-00003.safetensors" into 1 and 3.
func shard(name string) (i, n int64, ok bool) {
	j := strings.LastIndex(name, "-of-")
	if j < 5 || len(name) < j+9 {
		return 0, 0, false
	}
	i, ok = digits(name[j-5 : j])
	n, good := digits(name[j+4 : j+9])
	return i, n, ok && good && i > 0 && i <= n
}

func digits(s string) (n int64, ok bool) {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' || n > maxAxis {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, s != ""
}
