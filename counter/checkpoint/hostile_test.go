package checkpoint

import (
	"archive/zip"
	"encoding/binary"
	"strings"
	"testing"
)

// rawSafetensors writes a header with its length before and data after it.
func rawSafetensors(header string, data int) []byte {
	return append(append(binary.LittleEndian.AppendUint64(nil, uint64(len(header))), header...), make([]byte, data)...)
}

func torchOf(write func(p *pickler)) []byte { return writeTorch(pickled(write), zip.Store) }

// nestedIfs is a graph in an attribute of a node of a graph, and so on.
func nestedIfs(depth int) []byte {
	var inner pb
	for range depth {
		var attribute, node, graph pb
		attribute.bytes(6, inner.Bytes())
		node.bytes(5, attribute.Bytes())
		graph.bytes(1, node.Bytes())
		inner = graph
	}
	var m pb
	m.bytes(7, inner.Bytes())
	return m.Bytes()
}

// cyclicGroups links a group to the root, to itself and its dataset twice.
func cyclicGroups() []byte {
	return writeHDF(func(w *hdfWriter) uint64 {
		data := w.dataset([]int64{3, 6})
		at := w.Len()
		inner := w.group([]hdfLink{{"data", data}, {"self", 0}})
		b := w.Bytes()
		i := strings.Index(string(b[at:]), "SNOD") + at
		binary.LittleEndian.PutUint64(b[i+8+40+8:], inner)
		return w.group([]hdfLink{{"a", inner}, {"b", inner}, {"data", data}})
	})
}

// TestRefused reads malformed, cyclic and exploding files, each with the expected
// kind of error, or with the remaining totals.
func TestRefused(t *testing.T) {
	honest := `"d":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}`
	for _, x := range []struct {
		name       string
		data       []byte
		kind       Kind
		parameters int64
		faults     int
	}{
		{"overlap", rawSafetensors(`{`+honest+`,"e":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}`, 16), 0, 4, 1},
		{"beyond", rawSafetensors(`{`+honest+`,"e":{"dtype":"F32","shape":[3],"data_offsets":[16,99]},"f":{"dtype":"U8","shape":[9],"data_offsets":[16,25]}}`, 16), 0, 4, 2},
		{"negative", rawSafetensors(`{`+honest+`,"e":{"dtype":"F32","shape":[-1],"data_offsets":[16,12]}}`, 16), 0, 4, 1},
		{"cut", rawSafetensors(`{`+honest+`}`, 15), Truncated, 0, 0},
		{"twice", rawSafetensors(`{`+honest+`,`+honest+`}`, 16), Duplicate, 0, 0},
		{"header", rawSafetensors(`{`+honest, 16), Malformed, 0, 0},
		{"deep JSON", rawSafetensors(`{"__metadata__":{"a":`+strings.Repeat("[", 1000)+`}}`, 0), TooDeep, 0, 0},
		{"no tensors", rawSafetensors(`{}`, 0), NoTensors, 0, 0},
		{"long header", append(binary.LittleEndian.AppendUint64(nil, 1<<63), "{}"...), Truncated, 0, 0},
		{"counts", []byte("GGUF\x03\x00\x00\x00" + strings.Repeat("\x00\x00\x00\x00\x00\x00\x00\x10", 2)), TooLarge, 0, 0},
		{"deep tuples", torchOf(func(p *pickler) { p.u8(')'); p.str(strings.Repeat("\x85", 5000)) }), TooDeep, 0, 0},
		{"memo bomb", torchOf(func(p *pickler) {
			p.str("]q\x00")
			for i := range 60 {
				p.u8(']', '(', 'h', byte(i), 'h', byte(i), 'e', 'q', byte(i+1))
			}
		}), NoTensors, 0, 0},
		{"marks", torchOf(func(p *pickler) { p.str(strings.Repeat("(", maxMarks+1)) }), TooLarge, 0, 0},
		{"empty stack", torchOf(func(p *pickler) { p.str("R") }), EmptyStack, 0, 0},
		{"no such memo", torchOf(func(p *pickler) { p.str("h\x07") }), Malformed, 0, 0},
		{"no opcode", torchOf(func(p *pickler) { p.str("\xff") }), Malformed, 0, 0},
		{"a dict in itself", torchOf(func(p *pickler) {
			p.str("}q\x00(")
			p.text("self")
			p.str("h\x00")
			p.text("net")
			p.stateDict(small[:1], "")
			p.str("u")
		}), 0, 18, 0},
		{"outside its storage", torchOf(func(p *pickler) {
			p.storages = append(p.storages, small[1])
			p.str("}(")
			p.text("a")
			p.view("0", entry{"", []int64{3}, "float32"}, 2, 0, []int64{1})
			p.text("b")
			p.view("0", entry{"", []int64{2}, "float32"}, 2, 1, []int64{1})
			p.text("c")
			p.view("0", entry{"", []int64{1 << 39, 1 << 39}, "float32"}, 2, 0, []int64{0, 0})
			p.text("d")
			p.view("0", entry{"", []int64{2}, "float32"}, 2, 0, []int64{1})
			p.str("u")
		}), 0, 2, 3},
		{"nested graphs", nestedIfs(3000), TooDeep, 0, 0},
		{"groups of protobuf", []byte{1<<3 | 3, 0, 0, 0}, NotAModel, 0, 0},
		{"negative axis", writeONNX(func(g *pb) {
			g.node("Conv", "x w b", "y")
			g.initializer(5, entry{"w", []int64{-1}, "float32"}, false)
			g.initializer(5, entry{"b", []int64{2}, "float32"}, true)
			g.initializer(5, entry{"b", []int64{2}, "float32"}, true)
		}), 0, 2, 2},
		{"cyclic groups", cyclicGroups(), 0, 18, 0},
	} {
		t.Run(x.name, func(t *testing.T) {
			c, err := open(x.data, x.name)
			sane(t, c, err)
			if kindOf(err) != x.kind {
				t.Fatalf("error %v, want kind %d", err, x.kind)
			}
			if x.kind != 0 {
				return
			}
			if got := c.Totals(); got.Parameters != x.parameters || got.Faults != x.faults {
				t.Errorf("%+v, want %d parameters and %d faults", got, x.parameters, x.faults)
			}
		})
	}
}
