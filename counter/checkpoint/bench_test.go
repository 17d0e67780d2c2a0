package checkpoint

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// counted counts the reads of a file.
type counted struct {
	f     *os.File
	size  int64
	reads int
	bytes int64
}

func (c *counted) Size() int64 { return c.size }

func (c *counted) ReadAt(p []byte, off int64) (int, error) {
	c.reads++
	c.bytes += int64(len(p))
	return c.f.ReadAt(p, off)
}

// sparse is a file of a head, a hole and a tail.
func sparse(b *testing.B, name string, head []byte, size int64, tail []byte) *counted {
	f, err := os.Create(filepath.Join(b.TempDir(), name))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { f.Close() })
	total := size + int64(len(tail))
	for _, err := range []error{f.Truncate(total), second(f.WriteAt(head, 0)), second(f.WriteAt(tail, size))} {
		if err != nil {
			b.Fatal(err)
		}
	}
	return &counted{f: f, size: total}
}

func second(_ int, err error) error { return err }

func benchmark(b *testing.B, c *counted, parameters int64) {
	b.ResetTimer()
	for b.Loop() {
		c.reads, c.bytes = 0, 0
		x, err := Open(Input{"large", c})
		if err != nil {
			b.Fatal(err)
		}
		if got := x.Totals(); got.Parameters != parameters || got.Faults != 0 {
			b.Fatalf("%+v, want %d", got, parameters)
		}
	}
	b.ReportMetric(float64(c.reads), "reads")
	b.ReportMetric(float64(c.bytes), "B-read")
}

// BenchmarkSafetensors7GB opens 1,200 tensors in 7.2 GB.
func BenchmarkSafetensors7GB(b *testing.B) {
	var head strings.Builder
	const n, side = 1200, 1225
	for i := range int64(n) {
		fmt.Fprintf(&head, `,"model.blocks.%d.attention.weight":{"dtype":"F32","shape":[%d,%d],"data_offsets":[%d,%d]}`, i, side, side, i*side*side*4, (i+1)*side*side*4)
	}
	text := "{" + head.String()[1:] + "}"
	all := append(binary.LittleEndian.AppendUint64(nil, uint64(len(text))), text...)
	benchmark(b, sparse(b, "a.safetensors", all, int64(len(all))+n*side*side*4, nil), n*side*side)
}

// BenchmarkTorch1GB opens a checkpoint of 300 tensors in 1.2 GB with its
// directory at the end.
func BenchmarkTorch1GB(b *testing.B) {
	const n = 300
	e := entry{"", []int64{1000, 1000}, "float32"}
	p := pickled(func(p *pickler) {
		p.u8('}', '(')
		for i := range n {
			p.text(fmt.Sprintf("layers.%d.conv.weight", i))
			p.tensor(e)
		}
		p.u8('u')
	})
	var front bytes.Buffer
	w := zip.NewWriter(&front)
	f, _ := w.CreateHeader(&zip.FileHeader{Name: "net/data.pkl", Method: zip.Store})
	f.Write(p.Bytes())
	w.Flush()
	size := int64(front.Len()) + n*4_000_000
	var dir buf
	member := func(name string, size, at int64) {
		dir.str("PK\x01\x02")
		dir.Write(make([]byte, 16))
		dir.u32(uint32(size))
		dir.u32(uint32(size))
		dir.u16(uint16(len(name)))
		dir.Write(make([]byte, 12))
		dir.u32(uint32(at))
		dir.str(name)
	}
	member("net/data.pkl", int64(p.Len()), 0)
	for i := range int64(n) {
		member(fmt.Sprint("net/data/", i), 4_000_000, int64(front.Len())+i*4_000_000)
	}
	length := dir.Len()
	dir.str("PK\x05\x06\x00\x00\x00\x00")
	dir.u16(n + 1)
	dir.u16(n + 1)
	dir.u32(uint32(length))
	dir.u32(uint32(size))
	dir.u16(0)
	benchmark(b, sparse(b, "a.pth", front.Bytes(), size, dir.Bytes()), n*1_000_000)
}

// BenchmarkONNX1GB opens 200 convolutions of 5 MB each, with the values inside.
func BenchmarkONNX1GB(b *testing.B) {
	const n = 200
	e := entry{"", []int64{380, 380, 3, 3}, "float32"}
	values := sizeOf(e)
	var pieces [][]byte // each followed by a hole of so many bytes
	graph := int64(0)
	for i := range n {
		var node, t, field pb
		node.node("Conv", fmt.Sprintf("x w%d", i), "y")
		for _, d := range e.shape {
			t.varint(1, uint64(d))
		}
		t.varint(2, 1)
		t.text(8, fmt.Sprint("w", i))
		t.Write(binary.AppendUvarint([]byte{9<<3 | 2}, uint64(values)))
		field.Write(node.Bytes())
		field.Write(binary.AppendUvarint([]byte{5<<3 | 2}, uint64(t.Len())+uint64(values)))
		field.Write(t.Bytes())
		pieces = append(pieces, field.Bytes())
		graph += int64(field.Len()) + values
	}
	head := binary.AppendUvarint([]byte{7<<3 | 2}, uint64(graph))
	c := sparse(b, "a.onnx", head, int64(len(head))+graph, nil)
	at := int64(len(head))
	for _, p := range pieces {
		if _, err := c.f.WriteAt(p, at); err != nil {
			b.Fatal(err)
		}
		at += int64(len(p)) + values
	}
	benchmark(b, c, n*elements(e.shape))
}

var _ io.ReaderAt = (*counted)(nil)
