package checkpoint

import "strconv"

// ggufSizes are the sizes of the types of values, indexed by type; 8 is a string, 9
// an array.
var ggufSizes = [...]uint64{1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8}

type gguf struct {
	c     *Checkpoint
	r     *cursor
	align uint64
}

// readGGUF reads the metadata and the list of tensors.
func readGGUF(c *Checkpoint, s *source) error {
	g := &gguf{c, s.at(4, s.size), 32}
	version := g.r.u32()
	if version > 0xFFFF {
		g.r.big = true
		version = version>>24 | version>>8&0xFF00
	}
	c.Version = strconv.Itoa(int(version))
	if g.r.err == nil && (version < 2 || version > 3) {
		return fail(Malformed, TheHeader, 4)
	}
	tensors, entries := g.r.u64(), g.r.u64()
	if g.r.err != nil {
		return fail(Truncated, TheHeader, -1)
	}
	if n := uint64(s.size) / 24; tensors > n {
		return limit(TheTensors, clip(tensors), int64(n))
	}
	if n := uint64(s.size) / 12; entries > n {
		return limit(TheMetadata, clip(entries), int64(n))
	}
	if tensors > maxTensors {
		return limit(TheTensors, clip(tensors), maxTensors)
	}
	for range entries {
		if err := g.entry(); err != nil {
			return err
		}
	}
	return g.tensors(tensors)
}

func clip(n uint64) int64 { return int64(min(n, maxElements)) }

func (g *gguf) entry() error {
	at := g.r.pos
	key := g.r.str(g.r.u64())
	kind := g.r.u32()
	if g.r.err != nil {
		return fail(Truncated, TheMetadata, at)
	}
	switch {
	case kind == 8:
		g.c.entry(key, g.r.str(g.r.u64()))
	case kind == 9:
		if err := g.array(key, 1); err != nil {
			return err
		}
	case kind < uint32(len(ggufSizes)):
		v := g.r.uint(int(ggufSizes[kind]))
		if kind != 6 && kind != 12 {
			g.c.entry(key, strconv.FormatUint(v, 10))
		}
		if key == "general.alignment" {
			g.align = v
		}
	default:
		return &Error{Kind: Malformed, Part: TheMetadata, Entry: key, Offset: at}
	}
	if g.r.err != nil {
		return &Error{Kind: Truncated, Part: TheMetadata, Entry: key, Offset: at}
	}
	return nil
}

func (g *gguf) array(key string, depth int) error {
	at := g.r.pos
	kind, n := g.r.u32(), g.r.u64()
	size := uint64(8) // the minimum size of a string
	switch {
	case g.r.err != nil || kind >= uint32(len(ggufSizes)):
		return &Error{Kind: Malformed, Part: TheMetadata, Entry: key, Offset: at}
	case kind == 9 && depth >= maxArrays:
		return &Error{Kind: TooDeep, Part: TheMetadata, Entry: key, Offset: at, Want: maxArrays}
	case kind == 9:
		size = 12
	case kind != 8:
		size = ggufSizes[kind]
	}
	if n > uint64(g.r.left())/size {
		return &Error{Kind: TooLarge, Part: TheMetadata, Entry: key, Offset: at, Have: clip(n), Want: g.r.left() / int64(size)}
	}
	switch kind {
	case 8:
		for i := uint64(0); i < n && g.r.err == nil; i++ {
			g.r.skip(g.r.u64())
		}
	case 9:
		for i := uint64(0); i < n && g.r.err == nil; i++ {
			if err := g.array(key, depth+1); err != nil {
				return err
			}
		}
	default:
		g.r.skip(n * size)
	}
	return nil
}

func (g *gguf) tensors(n uint64) error {
	type place struct{ begin, size int64 }
	var places []place
	seen := map[string]bool{}
	for range n {
		at := g.r.pos
		t := Tensor{Name: g.r.str(g.r.u64()), Certain: false}
		rank := g.r.u32()
		if g.r.err == nil && rank > 8 {
			return &Error{Kind: Malformed, Part: TheTensors, Entry: t.Name, Offset: at}
		}
		t.Shape = make([]int64, rank)
		for i := range t.Shape {
			t.Shape[len(t.Shape)-1-i] = int64(g.r.u64())
		}
		kind, off := g.r.u32(), g.r.u64()
		if g.r.err != nil {
			return fail(Truncated, TheTensors, at)
		}
		g.set(&t, kind)
		if seen[t.Name] && t.Fault == nil {
			t.Fault = &Error{Kind: Duplicate, Entry: t.Name, Offset: at}
		}
		seen[t.Name] = true
		g.c.Tensors = append(g.c.Tensors, t)
		places = append(places, place{clip(off), max(t.Bytes, 0)})
	}
	if g.align == 0 || g.align > 1<<20 || g.align&(g.align-1) != 0 {
		return &Error{Kind: Malformed, Part: TheMetadata, Entry: "general.alignment", Offset: -1}
	}
	start := (g.r.pos + int64(g.align) - 1) &^ (int64(g.align) - 1)
	end := int64(0)
	for i, p := range places {
		if t := &g.c.Tensors[i]; t.Fault == nil {
			end = max(end, start+p.begin+p.size)
		}
	}
	if size := g.r.s.size; end > size {
		return &Error{Kind: Truncated, Part: TheTensors, Offset: -1, Want: min(end, maxElements), Have: size}
	}
	return nil
}

func (g *gguf) set(t *Tensor, kind uint32) {
	if int(kind) < len(ggml) {
		t.DType = ggml[kind].name
	}
	t.size()
	if t.DType == "" && t.Fault == nil {
		t.Fault = &Error{Kind: UnknownType, Entry: t.Name, Offset: -1, Have: int64(kind)}
	}
	t.Stored = t.Bytes
}
