package checkpoint

import "testing"

// latestHeader writes a version 2 object header in one block.
func (w *hdfWriter) latestHeader(messages ...[]byte) uint64 {
	w.pad()
	at, size := w.Len(), 0
	for _, m := range messages {
		size += len(m)
	}
	w.str("OHDR")
	w.u8(2, 2)
	w.u32(uint32(size))
	for _, m := range messages {
		w.Write(m)
	}
	w.u32(0) // checksum, which is not read
	return uint64(at)
}

func latestMessage(kind byte, body []byte) []byte {
	var b buf
	b.u8(kind)
	b.u16(uint16(len(body)))
	b.u8(0)
	b.Write(body)
	return b.Bytes()
}

func latestLink(l hdfLink) []byte {
	var b buf
	b.u8(1, 0, byte(len(l.name)))
	b.str(l.name)
	b.u64(l.addr)
	return b.Bytes()
}

func (w *hdfWriter) latestDataset(shape []int64) uint64 {
	var s, l buf
	s.u8(2, byte(len(shape)), 0, 1)
	for _, d := range shape {
		s.u64(uint64(d))
	}
	l.u8(3, 2) // chunked: nothing is said of the bytes
	return w.latestHeader(latestMessage(1, s.Bytes()), latestMessage(3, hdfFloat()), latestMessage(8, l.Bytes()))
}

// latestGroup keeps few links in its header, or all of them in a heap.
func (w *hdfWriter) latestGroup(links []hdfLink, dense bool) uint64 {
	var messages [][]byte
	if !dense {
		for _, l := range links {
			messages = append(messages, latestMessage(6, latestLink(l)))
		}
		return w.latestHeader(messages...)
	}
	heap, index := w.denseLinks(links)
	var info buf
	info.u8(0, 0)
	info.u64(heap, index)
	return w.latestHeader(latestMessage(2, info.Bytes()))
}

// denseLinks writes a fractal heap of an indirect block with blocks of 64
// bytes, as many links in each as fit, and an index with one leaf.
func (w *hdfWriter) denseLinks(links []hdfLink) (heap, index uint64) {
	const size, header = 64, 21 // FHDB, version, heap, offset of 4 bytes, checksum
	var records buf
	var blocks []uint64
	var block buf
	flush := func() {
		w.pad()
		blocks = append(blocks, uint64(w.Len()))
		w.Write(block.Bytes())
		w.Write(make([]byte, size-block.Len()))
		block.Reset()
	}
	for _, l := range links {
		m := latestLink(l)
		if block.Len() > 0 && block.Len()+len(m) > size {
			flush()
		}
		if block.Len() == 0 {
			block.str("FHDB")
			block.Write(make([]byte, header-4))
		}
		records.u32(0)
		records.u8(0)
		records.u32(uint32(len(blocks)*size + block.Len()))
		records.u16(uint16(len(m)))
		block.Write(m)
	}
	flush()
	return w.denseHeap(blocks, size), w.denseIndex(records.Bytes(), len(links))
}

// denseHeap writes the root of a heap, two rows of four blocks, and its header.
func (w *hdfWriter) denseHeap(blocks []uint64, size uint64) uint64 {
	w.pad()
	root := uint64(w.Len())
	w.str("FHIB\x00")
	w.u64(0)
	w.u32(0)
	for i := range 8 {
		if i < len(blocks) {
			w.u64(blocks[i])
		} else {
			w.u64(undefined)
		}
	}
	w.pad()
	heap := uint64(w.Len())
	w.str("FRHP\x00")
	w.u16(7)
	w.u16(0)
	w.u8(0)
	w.u32(64)
	w.Write(make([]byte, 12*8))
	w.u16(4)
	w.u64(size, size)
	w.u16(32)
	w.u16(2)
	w.u64(root)
	w.u16(2)
	return heap
}

// denseIndex writes an index with one leaf.
func (w *hdfWriter) denseIndex(records []byte, links int) uint64 {
	w.pad()
	leaf := uint64(w.Len())
	w.str("BTLF\x00\x05")
	w.Write(records)
	w.pad()
	index := uint64(w.Len())
	w.str("BTHD\x00\x05")
	w.u32(512)
	w.u16(11)
	w.u16(0)
	w.u8(100, 40)
	w.u64(leaf)
	w.u16(uint16(links))
	w.u64(uint64(links))
	w.u32(0)
	return index
}

// kerasLatest has layers/…/vars/0 in the latest form of HDF5.
func kerasLatest(dense bool) []byte {
	w := &hdfWriter{}
	w.Write(make([]byte, 48))
	layer := func(name string, shapes ...[]int64) hdfLink {
		var links []hdfLink
		for i, s := range shapes {
			links = append(links, hdfLink{num(int64(i)), w.latestDataset(s)})
		}
		return hdfLink{name, w.latestGroup([]hdfLink{{"vars", w.latestGroup(links, dense)}}, false)}
	}
	layers := w.latestGroup([]hdfLink{layer("batch_normalization", []int64{2}, []int64{2}, []int64{2}, []int64{2}),
		layer("conv2d", []int64{3, 3, 1, 2}, []int64{2}), layer("conv2d_1", []int64{1, 1, 2, 1}, []int64{1})}, dense)
	root := w.latestGroup([]hdfLink{{"layers", layers}}, false)
	var b buf
	b.str(hdfMagic)
	b.u8(3, 8, 8, 0)
	b.u64(0, undefined, uint64(w.Len()), root)
	b.u32(0)
	out := w.Bytes()
	copy(out, b.Bytes())
	return out
}

// TestDenseGeometry checks the sizes of blocks and of counts.
func TestDenseGeometry(t *testing.T) {
	f := &fractal{width: 4, start: 64, direct: 128}
	for row, want := range []uint64{64, 64, 128, 256, 512} {
		if got := f.blockSize(uint64(row)); got != want {
			t.Errorf("row %d has blocks of %d bytes, want %d", row, got, want)
		}
	}
	for n, want := range map[uint64]int{0: 1, 1: 1, 255: 1, 256: 2, 65535: 2, 65536: 3} {
		if got := encoded(n); got != want {
			t.Errorf("%d takes %d bytes, want %d", n, got, want)
		}
	}
}
