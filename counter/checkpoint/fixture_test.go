package checkpoint

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// The fixtures are one small network, written in every format: a
// convolution, a batch norm and a 1×1 convolution. 27 parameters, and 5
// numbers in buffers: 2 + 2 + 1.
type entry struct {
	name  string
	shape []int64
	dtype string
}

var small = []entry{
	{"conv.weight", []int64{2, 1, 3, 3}, "float32"}, {"conv.bias", []int64{2}, "float32"},
	{"norm.weight", []int64{2}, "float32"}, {"norm.bias", []int64{2}, "float32"},
	{"norm.running_mean", []int64{2}, "float32"}, {"norm.running_var", []int64{2}, "float32"},
	{"norm.num_batches_tracked", nil, "int64"},
	{"out.weight", []int64{1, 2, 1, 1}, "float32"}, {"out.bias", []int64{1}, "float32"},
}

func elements(shape []int64) int64 {
	n, _ := product(shape)
	return n
}

func sizeOf(e entry) int64 { return DType(e.dtype).Bytes(elements(e.shape)) }

// buf writes little-endian numbers.
type buf struct{ bytes.Buffer }

func (b *buf) u8(v ...byte)    { b.Write(v) }
func (b *buf) u16(v uint16)    { binary.Write(b, binary.LittleEndian, v) }
func (b *buf) u32(v uint32)    { binary.Write(b, binary.LittleEndian, v) }
func (b *buf) u64(v ...uint64) { binary.Write(b, binary.LittleEndian, v) }
func (b *buf) str(s ...string) {
	for _, x := range s {
		b.WriteString(x)
	}
}

func writeSafetensors(list []entry, metadata string) []byte {
	var head strings.Builder
	head.WriteString("{")
	if metadata != "" {
		head.WriteString(`"__metadata__":` + metadata + ",")
	}
	off := int64(0)
	names := map[string]string{"float32": "F32", "int64": "I64", "float16": "F16"}
	for i, e := range list {
		if i > 0 {
			head.WriteString(",")
		}
		shape := e.shape
		if shape == nil {
			shape = []int64{}
		}
		s, _ := json.Marshal(shape)
		fmt.Fprintf(&head, `%q:{"dtype":%q,"shape":%s,"data_offsets":[%d,%d]}`, e.name, names[e.dtype], s, off, off+sizeOf(e))
		off += sizeOf(e)
	}
	head.WriteString("}")
	for head.Len()%8 != 0 {
		head.WriteString(" ")
	}
	var b buf
	b.u64(uint64(head.Len()))
	b.str(head.String())
	b.Write(make([]byte, off))
	return b.Bytes()
}

// pickler writes instructions of the pickle machine, protocol 2.
type pickler struct {
	buf
	storages []entry
	legacy   bool
}

func (p *pickler) text(s string) { p.u8('X'); p.u32(uint32(len(s))); p.str(s) }
func (p *pickler) int(n int64) {
	if n >= 0 && n < 256 {
		p.u8('K', byte(n))
		return
	}
	if n == int64(int32(n)) {
		p.u8('J')
		p.u32(uint32(n))
		return
	}
	p.u8(0x8A, 8)
	p.u64(uint64(n))
}
func (p *pickler) global(module, name string) { p.str("c", module, "\n", name, "\n") }
func (p *pickler) ints(v []int64) {
	p.u8('(')
	for _, n := range v {
		p.int(n)
	}
	p.u8('t')
}

func strides(shape []int64) []int64 {
	out := make([]int64, len(shape))
	n := int64(1)
	for i := len(shape) - 1; i >= 0; i-- {
		out[i] = n
		n *= shape[i]
	}
	return out
}

var classOf = map[string]string{"float32": "FloatStorage", "int64": "LongStorage", "float16": "HalfStorage"}

// tensor writes _rebuild_tensor_v2 over a storage of its own.
func (p *pickler) tensor(e entry) {
	k := fmt.Sprint(len(p.storages))
	p.storages = append(p.storages, e)
	p.view(k, e, elements(e.shape), 0, strides(e.shape))
}

func (p *pickler) view(key string, e entry, total, offset int64, stride []int64) {
	p.global("torch._utils", "_rebuild_tensor_v2")
	p.u8('(', '(')
	p.text("storage")
	p.global("torch", classOf[e.dtype])
	p.text(key)
	p.text("cpu")
	p.int(total)
	if p.legacy {
		p.u8('N')
	}
	p.u8('t', 'Q')
	p.int(offset)
	p.ints(e.shape)
	p.ints(stride)
	p.u8(0x89)
	p.global("collections", "OrderedDict")
	p.u8(')', 'R', 't', 'R')
}

// stateDict writes an OrderedDict of tensors with _metadata.
func (p *pickler) stateDict(list []entry, prefix string) {
	p.global("collections", "OrderedDict")
	p.u8(')', 'R', '(')
	for _, e := range list {
		p.text(prefix + e.name)
		p.tensor(e)
	}
	p.u8('u', '}')
	p.text("_metadata")
	p.global("collections", "OrderedDict")
	p.u8(')', 'R', 's', 'b')
}

func pickled(write func(p *pickler)) *pickler {
	p := &pickler{}
	p.u8(0x80, 2)
	write(p)
	p.u8('.')
	return p
}

// writeTorch packs a pickle as torch.save does.
func writeTorch(p *pickler, method uint16, more ...string) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	add := func(name string, b []byte) {
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		if err != nil {
			panic(err)
		}
		f.Write(b)
	}
	add("archive/data.pkl", p.Bytes())
	for i, e := range p.storages {
		add(fmt.Sprint("archive/data/", i), make([]byte, sizeOf(e)))
	}
	add("archive/version", []byte("3\n"))
	for i := 0; i < len(more); i += 2 {
		add("archive/"+more[i], []byte(more[i+1]))
	}
	w.Close()
	return out.Bytes()
}

func torchStateDict() []byte {
	return writeTorch(pickled(func(p *pickler) { p.stateDict(small, "") }), zip.Store)
}

// torchCheckpoint wraps the network as training scripts do, with Adam's state,
// an average of the weights and a few settings.
func torchCheckpoint() []byte {
	return writeTorch(pickled(func(p *pickler) {
		p.u8('}', '(')
		p.text("epoch")
		p.int(7)
		p.text("state_dict")
		p.stateDict(small, "module._orig_mod.")
		p.text("ema")
		p.stateDict(append([]entry{{"n_averaged", nil, "int64"}}, small...), "module.")
		p.text("optimizer")
		p.u8('}', '(')
		p.text("state")
		p.u8('}', '(')
		for i, e := range small[:4] {
			p.int(int64(i))
			p.u8('}', '(')
			for _, n := range []string{"exp_avg", "exp_avg_sq"} {
				p.text(n)
				p.tensor(e)
			}
			p.u8('u')
		}
		p.u8('u')
		p.text("param_groups")
		p.u8(']', 'u')
		p.u8('u')
	}), zip.Deflate)
}

// torchModule pickles the network itself.
func torchModule() []byte {
	module := func(p *pickler, class string, params, buffers []entry, children func()) {
		p.global("net", class)
		p.u8(')', 0x81, '}', '(')
		for _, x := range []struct {
			name string
			list []entry
		}{{"_parameters", params}, {"_buffers", buffers}} {
			p.text(x.name)
			p.u8('}', '(')
			for _, e := range x.list {
				p.text(e.name[strings.Index(e.name, ".")+1:])
				p.tensor(e)
			}
			p.u8('u')
		}
		p.text("_modules")
		p.u8('}', '(')
		children()
		p.u8('u', 'u', 'b')
	}
	leaf := func() {}
	return writeTorch(pickled(func(p *pickler) {
		module(p, "Net", nil, nil, func() {
			p.text("conv")
			module(p, "Conv2d", small[:2], nil, leaf)
			p.u8('q', 1)
			p.text("norm")
			module(p, "BatchNorm2d", small[2:4], small[4:7], leaf)
			p.text("out")
			module(p, "Conv2d", small[7:], nil, leaf)
			p.text("again")
			p.u8('h', 1)
		})
	}), zip.Store)
}

// torchScript writes tensors and modules, and the code that states their roles. The
// names of its weight and its buffer are in no list of names.
func torchScript() []byte {
	p := pickled(func(p *pickler) {
		p.global("__torch__.net.___torch_mangle_0", "Net")
		p.u8(')', 0x81, '}', '(')
		p.text("training")
		p.u8(0x89)
		p.text("scale")
		p.tensor(entry{"", []int64{3}, "float32"})
		p.text("offset")
		p.tensor(entry{"", []int64{5}, "float32"})
		p.u8('u', 'b')
	})
	return writeTorch(p, zip.Store, "constants.pkl", "\x80\x02).",
		"code/__torch__/net/___torch_mangle_0.py", "class Net(Module):\n  __parameters__ = [\"scale\", ]\n  __buffers__ = [\"offset\", ]\n")
}

func torchLegacy() []byte {
	p := &pickler{legacy: true}
	p.str(legacyMagic, "\x80\x02M\xe9\x03.", "\x80\x02}.", "\x80\x02")
	p.stateDict(small, "")
	p.u8('.', 0x80, 2, ']', '(')
	for i := range p.storages {
		p.text(fmt.Sprint(i))
	}
	p.u8('e', '.')
	for _, e := range p.storages {
		p.u64(uint64(elements(e.shape)))
		p.Write(make([]byte, sizeOf(e)))
	}
	return p.Bytes()
}

// pb writes protobuf.
type pb struct{ buf }

func (p *pb) varint(field int, v uint64) {
	p.Write(binary.AppendUvarint(binary.AppendUvarint(nil, uint64(field)<<3), v))
}
func (p *pb) bytes(field int, b []byte) {
	p.Write(binary.AppendUvarint(binary.AppendUvarint(nil, uint64(field)<<3|2), uint64(len(b))))
	p.Write(b)
}
func (p *pb) text(field int, s string) { p.bytes(field, []byte(s)) }
func (p *pb) message(field int, write func(*pb)) {
	var sub pb
	write(&sub)
	p.bytes(field, sub.Bytes())
}

func (p *pb) initializer(field int, e entry, values bool) {
	p.message(field, func(t *pb) {
		for _, d := range e.shape {
			t.varint(1, uint64(d))
		}
		t.varint(2, map[string]uint64{"float32": 1, "int64": 7}[e.dtype])
		t.text(8, e.name)
		if values {
			t.bytes(9, make([]byte, sizeOf(e)))
			return
		}
		t.message(13, func(x *pb) { x.text(1, "location"); x.text(2, "net.data") })
		t.message(13, func(x *pb) { x.text(1, "length"); x.text(2, fmt.Sprint(sizeOf(e))) })
		t.varint(14, 1)
	})
}

func (p *pb) node(op string, in, out string) {
	p.message(1, func(n *pb) {
		for s := range strings.FieldsSeq(in) {
			n.text(1, s)
		}
		n.text(2, out)
		n.text(4, op)
	})
}

func writeONNX(write func(g *pb)) []byte {
	var m pb
	m.varint(1, 8)
	m.text(2, "fixture")
	m.text(3, "1.0")
	m.message(7, write)
	m.message(8, func(o *pb) { o.varint(2, 17) })
	return m.Bytes()
}

func onnxSmall(values bool) []byte {
	return writeONNX(func(g *pb) {
		g.node("Conv", "x conv.weight conv.bias", "a")
		g.node("BatchNormalization", "a norm.weight norm.bias norm.running_mean norm.running_var", "b")
		g.node("Reshape", "b shape", "c")
		g.node("Conv", "c out.weight out.bias", "y")
		for i := range small {
			if e := small[len(small)-1-i]; e.dtype == "float32" {
				g.initializer(5, e, values)
			}
		}
		g.initializer(5, entry{"shape", []int64{4}, "int64"}, true)
	})
}

func writeGGUF(list []entry) []byte {
	var b buf
	b.str("GGUF")
	b.u32(3)
	b.u64(uint64(len(list)), 3)
	str := func(s string) { b.u64(uint64(len(s))); b.str(s) }
	str("general.architecture")
	b.u32(8)
	str("unet")
	str("words")
	b.u32(9)
	b.u32(8)
	b.u64(2)
	str("one")
	str("two")
	str("general.alignment")
	b.u32(4)
	b.u32(32)
	off := int64(0)
	for _, e := range list {
		str(e.name)
		b.u32(uint32(len(e.shape)))
		for i := range e.shape {
			b.u64(uint64(e.shape[len(e.shape)-1-i]))
		}
		b.u32(map[string]uint32{"float32": 0, "int64": 27}[e.dtype])
		b.u64(uint64(off))
		off += (sizeOf(e) + 31) &^ 31
	}
	for b.Len()%32 != 0 {
		b.u8(0)
	}
	b.Write(make([]byte, off))
	return b.Bytes()
}

// hdfWriter writes HDF5 in the old form: superblock 0, symbol tables.
type hdfWriter struct{ buf }

func (w *hdfWriter) pad() {
	for w.Len()%8 != 0 {
		w.u8(0)
	}
}

// header writes a version 1 object header of messages and returns its address.
func (w *hdfWriter) header(messages ...[]byte) uint64 {
	w.pad()
	at, size := w.Len(), 0
	for _, m := range messages {
		size += len(m)
	}
	w.u8(1, 0)
	w.u16(uint16(len(messages)))
	w.u32(1)
	w.u32(uint32(size))
	w.u32(0)
	for _, m := range messages {
		w.Write(m)
	}
	return uint64(at)
}

func hdfMessage(kind uint16, body []byte) []byte {
	var b buf
	for len(body)%8 != 0 {
		body = append(body, 0)
	}
	b.u16(kind)
	b.u16(uint16(len(body)))
	b.u32(0)
	b.Write(body)
	return b.Bytes()
}

func hdfSpace(shape []int64) []byte {
	var b buf
	b.u8(1, byte(len(shape)), 0, 0, 0, 0, 0, 0)
	for _, d := range shape {
		b.u64(uint64(d))
	}
	return b.Bytes()
}

func hdfFloat() []byte {
	var b buf
	b.u8(0x11, 0x20, 31, 0)
	b.u32(4)
	b.u8(0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0)
	return b.Bytes()
}

func (w *hdfWriter) dataset(shape []int64) uint64 {
	w.pad()
	at := w.Len()
	n := elements(shape) * 4
	w.Write(make([]byte, n))
	var l buf
	l.u8(3, 1)
	l.u64(uint64(at), uint64(n))
	return w.header(hdfMessage(1, hdfSpace(shape)), hdfMessage(3, hdfFloat()), hdfMessage(8, l.Bytes()))
}

// strings makes an attribute of fixed-length strings.
func hdfStrings(name string, values []string) []byte {
	size := 1
	for _, v := range values {
		size = max(size, len(v))
	}
	var b, t buf
	t.u8(0x13, 0, 0, 0)
	t.u32(uint32(size))
	space := hdfSpace([]int64{int64(len(values))})
	pad := func(p []byte) []byte {
		for len(p)%8 != 0 {
			p = append(p, 0)
		}
		return p
	}
	b.u8(1, 0)
	b.u16(uint16(len(name) + 1))
	b.u16(uint16(t.Len()))
	b.u16(uint16(len(space)))
	b.Write(pad([]byte(name + "\x00")))
	b.Write(pad(t.Bytes()))
	b.Write(pad(space))
	for _, v := range values {
		b.Write(append([]byte(v), make([]byte, size-len(v))...))
	}
	return hdfMessage(0x0C, b.Bytes())
}

type hdfLink struct {
	name string
	addr uint64
}

// group writes a heap, a symbol node and a tree for links in name order.
func (w *hdfWriter) group(links []hdfLink, attrs ...[]byte) uint64 {
	w.pad()
	var names buf
	names.u64(0)
	var offsets []uint64
	for _, l := range links {
		offsets = append(offsets, uint64(names.Len()))
		names.str(l.name, "\x00")
	}
	data := uint64(w.Len())
	w.Write(names.Bytes())
	w.pad()
	heap := uint64(w.Len())
	w.str("HEAP", "\x00\x00\x00\x00")
	w.u64(uint64(names.Len()), 1, data)
	node := uint64(w.Len())
	w.str("SNOD", "\x01\x00")
	w.u16(uint16(len(links)))
	for i, l := range links {
		w.u64(offsets[i], l.addr, 0, 0, 0)
	}
	tree := uint64(w.Len())
	w.str("TREE", "\x00\x00\x01\x00")
	w.u64(undefined, undefined, 0, node, 0)
	var m buf
	m.u64(tree, heap)
	return w.header(append(attrs, hdfMessage(0x11, m.Bytes()))...)
}

func writeHDF(fill func(w *hdfWriter) uint64) []byte {
	w := &hdfWriter{}
	w.Write(make([]byte, 96))
	root := fill(w)
	var b buf
	b.str(hdfMagic)
	b.u8(0, 0, 0, 0, 0, 8, 8, 0)
	b.u16(4)
	b.u16(16)
	b.u32(0)
	b.u64(0, undefined, uint64(w.Len()), undefined, 0, root, 0, 0, 0)
	out := w.Bytes()
	copy(out, b.Bytes()[:96])
	return out
}

// kerasClassic is the network with its batch norm named so that it precedes conv_out
// only in layer_names.
func kerasClassic() []byte {
	return writeHDF(func(w *hdfWriter) uint64 {
		layer := func(name string, weights []string, shapes ...[]int64) hdfLink {
			var links []hdfLink
			var full []string
			for i, n := range weights {
				links = append(links, hdfLink{n, w.dataset(shapes[i])})
				full = append(full, name+"/"+n)
			}
			inner := w.group(links)
			return hdfLink{name, w.group([]hdfLink{{name, inner}}, hdfStrings("weight_names", full))}
		}
		first := layer("b_conv", []string{"kernel:0", "bias:0"}, []int64{3, 3, 1, 2}, []int64{2})
		norm := layer("z_norm", []string{"gamma:0", "beta:0", "moving_mean:0", "moving_variance:0"}, []int64{2}, []int64{2}, []int64{2}, []int64{2})
		last := layer("a_out", []string{"kernel:0", "bias:0"}, []int64{1, 1, 2, 1}, []int64{1})
		weights := w.group([]hdfLink{last, first, norm}, hdfStrings("layer_names", []string{"b_conv", "z_norm", "a_out"}))
		step := w.group([]hdfLink{{"iter:0", w.dataset(nil)}})
		return w.group([]hdfLink{{"model_weights", weights}, {"optimizer_weights", step}}, hdfStrings("keras_version", []string{"2.3.1"}))
	})
}

// kerasNumbered has layers/…/vars/0 as Keras 3 writes them.
func kerasNumbered() []byte {
	return writeHDF(func(w *hdfWriter) uint64 {
		layer := func(name string, shapes ...[]int64) hdfLink {
			var links []hdfLink
			for i, s := range shapes {
				links = append(links, hdfLink{fmt.Sprint(i), w.dataset(s)})
			}
			return hdfLink{name, w.group([]hdfLink{{"vars", w.group(links)}})}
		}
		layers := w.group([]hdfLink{layer("batch_normalization", []int64{2}, []int64{2}, []int64{2}, []int64{2}),
			layer("conv2d", []int64{3, 3, 1, 2}, []int64{2}), layer("conv2d_1", []int64{1, 1, 2, 1}, []int64{1})})
		return w.group([]hdfLink{{"layers", layers}, layer("optimizer", []int64{3})})
	})
}

func kerasZip() []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, x := range []struct{ name, text string }{
		{"metadata.json", `{"keras_version": "3.9.2", "date_saved": "2025-01-01"}`},
		{"config.json", `{"class_name": "Functional", "config": {"name": "net", "trainable": true, "layers": [
			{"class_name": "InputLayer", "config": {"name": "in"}},
			{"class_name": "Conv2D", "config": {"name": "first", "trainable": false}},
			{"class_name": "BatchNormalization", "config": {"name": "norm"}},
			{"class_name": "Conv2D", "config": {"name": "last"}}]}}`},
		{"model.weights.h5", string(kerasNumbered())},
	} {
		f, _ := w.CreateHeader(&zip.FileHeader{Name: x.name, Method: zip.Store})
		f.Write([]byte(x.text))
	}
	w.Close()
	return out.Bytes()
}

// deflated compresses with the standard library.
func deflated(level int, b []byte) []byte {
	var out bytes.Buffer
	w, _ := flate.NewWriter(&out, level)
	w.Write(b)
	w.Close()
	return out.Bytes()
}

type fixture struct {
	name                string
	data                []byte
	format              Format
	parameters, buffers int64
}

func fixtures() []fixture {
	return []fixture{
		{"small.safetensors", writeSafetensors(small, `{"format":"pt"}`), Safetensors, 27, 5},
		{"small.pth", torchStateDict(), PyTorchZip, 27, 5},
		{"checkpoint.pth", torchCheckpoint(), PyTorchZip, 27, 5},
		{"module.pt", torchModule(), PyTorchZip, 27, 5},
		{"script.pt", torchScript(), TorchScript, 3, 5},
		{"legacy.pth", torchLegacy(), PyTorchLegacy, 27, 5},
		{"small.onnx", onnxSmall(true), ONNX, 27, 4},
		{"external.onnx", onnxSmall(false), ONNX, 27, 4},
		{"classic.h5", kerasClassic(), KerasHDF5, 27, 4},
		{"small.weights.h5", kerasNumbered(), KerasWeights, 27, 4},
		{"latest.weights.h5", kerasLatest(false), KerasWeights, 27, 4},
		{"dense.weights.h5", kerasLatest(true), KerasWeights, 27, 4},
		{"small.keras", kerasZip(), KerasZip, 27, 4},
		{"small.gguf", writeGGUF(small), GGUF, 27, 5},
	}
}

func open(data []byte, name string) (*Checkpoint, error) {
	return Open(Input{name, memory(data)})
}

func TestFixtures(t *testing.T) {
	for _, f := range fixtures() {
		t.Run(f.name, func(t *testing.T) {
			c, err := open(f.data, "under.another.name")
			if err != nil {
				t.Fatal(err)
			}
			got := c.Totals()
			if c.Format != f.format || got.Parameters != f.parameters || got.Buffers != f.buffers || got.Faults != 0 {
				t.Errorf("%v %+v, want %v with %d and %d", c.Format, got, f.format, f.parameters, f.buffers)
			}
			for _, p := range c.Parts() {
				if p.Stored > c.FileBytes {
					t.Errorf("part %+v of a file of %d bytes", p, c.FileBytes)
				}
			}
		})
	}
}
