package checkpoint

import "strings"

// wanted reports whether an attribute is one that Keras writes and we need.
func wanted(name string) bool {
	return strings.HasPrefix(name, "layer_names") || strings.HasPrefix(name, "weight_names") ||
		name == "keras_version" || name == "backend" || name == "model_config" || name == "name"
}

// attribute reads an attribute message if it holds strings that we need.
func (h *hdf) attribute(o *object, r *cursor) {
	version, _ := r.u8(), r.u8()
	nameSize, typeSize, spaceSize := int64(r.u16()), int64(r.u16()), int64(r.u16())
	if version == 3 {
		r.skip(1)
	}
	pad := func(n int64) int64 {
		if version == 1 {
			return (n + 7) &^ 7
		}
		return n
	}
	from := r.pos
	name := strings.TrimRight(r.str(uint64(nameSize)), "\x00")
	if r.err != nil || !wanted(name) || len(o.attrs) > 1000 {
		r.err = nil
		return
	}
	typeAt := from + pad(nameSize)
	spaceAt := typeAt + pad(typeSize)
	valueAt := spaceAt + pad(spaceSize)
	if valueAt > r.end {
		h.fail(TheObjectHeader, uint64(from))
		return
	}
	kind, size := datatype(h.s.at(typeAt, spaceAt))
	shape := h.space(h.s.at(spaceAt, valueAt))
	n, ok := product(shape)
	left := r.end - valueAt
	if !ok || size == 0 || n > left/int64(size) {
		if kind == "string" || kind == "variable length" {
			h.fail(TheObjectHeader, uint64(from))
		}
		return
	}
	v := h.s.at(valueAt, r.end)
	var out []string
	for range n {
		switch kind {
		case "string":
			out = append(out, strings.TrimRight(v.str(uint64(size)), "\x00 "))
		case "variable length":
			length := v.u32()
			out = append(out, h.heap(v.u64(), uint16(v.u32()), int64(length)))
		default:
			return
		}
		if h.err != nil {
			return
		}
	}
	o.attrs[name] = out
}

// heap reads a string from a collection of the global heap.
func (h *hdf) heap(addr uint64, i uint16, n int64) string {
	if n == 0 {
		return ""
	}
	objects, ok := h.strings[addr]
	if !ok {
		objects = h.collection(addr)
		h.strings[addr] = objects
	}
	x, ok := objects[i]
	if !ok || n > x.size {
		h.fail(TheHDFString, addr)
		return ""
	}
	n = min(n, maxConfig)
	if h.text += n; h.text > 2*maxConfig {
		h.err = limit(TheHDFString, h.text, 2*maxConfig)
		return ""
	}
	b, err := h.s.bytes(x.at, n)
	if err != nil {
		h.check(&cursor{err: err}, TheHDFString, addr)
	}
	return strings.TrimRight(string(b), "\x00")
}

func (h *hdf) collection(addr uint64) map[uint16]heapObject {
	out := map[uint16]heapObject{}
	r := h.at(TheHDFString, addr)
	tag := r.tag()
	r.skip(4)
	size := r.u64()
	if r.err == nil && (tag != "GCOL" || size < 16 || size > uint64(h.s.size)-addr) {
		h.fail(TheHDFString, addr)
	}
	h.check(r, TheHDFString, addr)
	if h.err != nil {
		return out
	}
	r.end = int64(addr + size)
	for r.left() >= 16 {
		i := r.u16()
		r.skip(6)
		n := r.u64()
		if i == 0 {
			break
		}
		if n > uint64(r.left()) {
			h.fail(TheHDFString, addr)
			break
		}
		out[i] = heapObject{r.pos, int64(n)}
		r.skip(min((n+7)&^7, uint64(r.left())))
		if h.objects++; h.objects > maxHDF {
			h.err = limit(TheHDFString, maxHDF+1, maxHDF)
			break
		}
	}
	return out
}
