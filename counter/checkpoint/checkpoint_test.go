package checkpoint

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func must(t *testing.T, c *Checkpoint, err error) *Checkpoint {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// tensor returns the tensor of a name.
func (c *Checkpoint) tensorNamed(t *testing.T, name string) *Tensor {
	t.Helper()
	for i := range c.Tensors {
		if c.Tensors[i].Name == name {
			return &c.Tensors[i]
		}
	}
	t.Fatalf("no tensor %q", name)
	return nil
}

func (c *Checkpoint) hasNote(k NoteKind) bool {
	return slices.ContainsFunc(c.Notes, func(n Note) bool { return n.Kind == k })
}

func kindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return 0
}

// The parts of a training checkpoint have the right sizes.
func TestParts(t *testing.T) {
	b := torchCheckpoint()
	c, err := open(b, "checkpoint.pth")
	must(t, c, err)
	want := []Part{
		{Group: Model, Path: "state_dict", Tensors: 9, Elements: 32, Bytes: 132, Stored: 132},
		{Group: Copy, Path: "ema", Tensors: 10, Elements: 33, Bytes: 140, Stored: 140},
		{Group: Optimizer, Path: "optimizer", Tensors: 8, Elements: 48, Bytes: 192, Stored: 192},
	}
	if got := c.Parts(); !slices.Equal(got, want) {
		t.Errorf("%+v\nwant %+v", got, want)
	}
	if c.Prefix != "module._orig_mod." || c.Path != "state_dict" {
		t.Errorf("prefix %q at %q", c.Prefix, c.Path)
	}
	if !slices.Contains(c.Entries, Entry{"epoch", "7"}) {
		t.Errorf("entries %v", c.Entries)
	}
}

// A pickled module states which tensors are parameters, and a module with two
// names is counted once.
func TestModuleRoles(t *testing.T) {
	c, err := open(torchModule(), "net.pt")
	must(t, c, err)
	if x := c.tensorNamed(t, "norm.weight"); x.Role != Parameter || !x.Certain || x.Owner != "net.BatchNorm2d" {
		t.Errorf("%+v", x)
	}
	if x := c.tensorNamed(t, "norm.running_mean"); x.Role != Buffer || !x.Certain {
		t.Errorf("%+v", x)
	}
	if x := c.tensorNamed(t, "again.weight"); x.Shared != "conv.weight" || x.Counted() {
		t.Errorf("%+v", x)
	}
	if got := c.Totals(); got.Names != 11 || got.Distinct != 9 {
		t.Errorf("%+v", got)
	}
	if len(c.Modules) != 5 || c.Modules[1] != (Module{"conv", "net.Conv2d"}) {
		t.Errorf("modules %v", c.Modules)
	}
}

// Two names are one tensor if and only if storage, offset, shape and strides are
// equal.
func TestSharing(t *testing.T) {
	e := entry{"", []int64{2, 3}, "float32"}
	p := pickled(func(p *pickler) {
		p.storages = append(p.storages, entry{"", []int64{12}, "float32"})
		p.u8('}', '(')
		for _, x := range []struct {
			name   string
			offset int64
			stride []int64
		}{{"a", 0, []int64{3, 1}}, {"b", 0, []int64{3, 1}}, {"c", 6, []int64{3, 1}}, {"d", 0, []int64{1, 2}}, {"e", 0, []int64{0, 0}}} {
			p.text(x.name)
			p.view("0", e, 12, x.offset, x.stride)
		}
		p.u8('u')
	})
	c, err := open(writeTorch(p, zip.Store), "flat.pth")
	must(t, c, err)
	var shared []string
	stored := int64(0)
	for _, x := range c.Tensors {
		shared = append(shared, x.Shared)
		stored += x.Stored
	}
	if !slices.Equal(shared, []string{"", "a", "", "", ""}) || stored != 48 {
		t.Errorf("shared %q, %d bytes stored", shared, stored)
	}
	if got := c.Totals(); got.Parameters != 24 || !c.hasNote(SharedNames) || !c.hasNote(StrideZero) {
		t.Errorf("%+v %v", got, c.Notes)
	}
}

// A key that is set twice has the last value at the first position, and counts
// once; keys that cannot be compared do no harm.
func TestRepeatedKey(t *testing.T) {
	p := pickled(func(p *pickler) {
		p.u8('}', '(')
		for i := range 40 {
			p.text(fmt.Sprint("w", i%20))
			p.tensor(entry{"", []int64{int64(i + 1)}, "float32"})
			p.u8(')')
			p.u8('N')
		}
		p.u8('u')
	})
	c, err := open(writeTorch(p, zip.Store), "a.pth")
	must(t, c, err)
	if got := c.Totals(); got.Names != 20 || got.Parameters != 20*20+20*21/2 || c.Tensors[0].Name != "w0" {
		t.Errorf("%+v", got)
	}
}

// A missing or incomplete storage is a fault of its tensor.
func TestMissingStorage(t *testing.T) {
	p := pickled(func(p *pickler) { p.stateDict(small, "") })
	p.storages = p.storages[:8]
	c, err := open(writeTorch(p, zip.Store), "cut.pth")
	must(t, c, err)
	x := c.tensorNamed(t, "out.bias")
	if x.Fault == nil || x.Fault.Kind != WrongSize || c.Totals().Parameters != 26 || c.Totals().Faults != 1 {
		t.Errorf("%+v %+v", x.Fault, c.Totals())
	}
}

// A call of a function outside the known libraries is noted, and the rest is read.
func TestForeignCall(t *testing.T) {
	p := pickled(func(p *pickler) {
		p.u8('}', '(')
		p.text("state_dict")
		p.stateDict(small, "")
		p.text("x")
		p.global("posix", "system")
		p.text("true")
		p.u8(0x85, 'R', 'u')
	})
	c, err := open(writeTorch(p, zip.Store), "a.pth")
	must(t, c, err)
	if !slices.Contains(c.Notes, Note{ForeignCall, "posix.system", 0, 0}) || c.Totals().Parameters != 27 {
		t.Errorf("%v", c.Notes)
	}
}

// A nested dict is merged into one list of names if no part of it is the whole
// network.
func TestNestedDict(t *testing.T) {
	p := pickled(func(p *pickler) {
		p.u8('}', '(')
		p.text("net")
		p.u8('}', '(')
		for _, part := range []string{"stem", "body", "head"} {
			p.text(part)
			p.u8('}', '(')
			p.text("weight")
			p.tensor(entry{"", []int64{2}, "float32"})
			p.text(part + "_bias")
			p.tensor(entry{"", []int64{1}, "float32"})
			p.u8('u')
		}
		p.u8('u', 'u')
	})
	c, err := open(writeTorch(p, zip.Store), "a.pth")
	must(t, c, err)
	c.tensorNamed(t, "body.weight")
	if got := c.Totals(); got.Parameters != 9 || c.Path != "net" {
		t.Errorf("%+v at %q", got, c.Path)
	}
}

func TestShards(t *testing.T) {
	a, b := writeSafetensors(small[:4], ""), writeSafetensors(small[4:], "")
	one := Input{"m-00001-of-00002.safetensors", memory(a)}
	two := Input{"m-00002-of-00002.safetensors", memory(b)}
	var names []string
	for i, e := range small {
		names = append(names, fmt.Sprintf("%q:%q", e.name, []string{one.Name, two.Name}[i/4&1]))
	}
	names[8] = fmt.Sprintf("%q:%q", small[8].name, two.Name)
	index := Input{"m.safetensors.index.json", memory(`{"metadata":{"total_size":132},"weight_map":{` + strings.Join(names, ",") + `}}`)}
	for _, x := range []struct {
		in                []Input
		parameters        int64
		faults            int
		missing, noShapes bool
	}{
		{[]Input{two, index, one}, 27, 0, false, false},
		{[]Input{two, one}, 27, 0, false, false},
		{[]Input{one}, 24, 0, true, false},
		{[]Input{index, one}, 24, 5, true, false},
		{[]Input{index}, 0, 9, true, true},
	} {
		c, err := Open(x.in...)
		must(t, c, err)
		got := c.Totals()
		if got.Parameters != x.parameters || got.Faults != x.faults || c.hasNote(MissingShard) != x.missing || c.hasNote(NoShapes) != x.noShapes {
			t.Errorf("%d files: %+v %v", len(x.in), got, c.Notes)
		}
	}
}

// A deflated text is read like a stored one, and a PyTorch shard like one of
// safetensors.
func TestTorchShards(t *testing.T) {
	in := []Input{{"index", memory(`{"weight_map":{"conv.weight":"a.bin"}}`)}, {"a.bin", memory(torchStateDict())}}
	c, err := Open(in...)
	must(t, c, err)
	if c.Format != PyTorchZip || c.Totals().Parameters != 27 {
		t.Errorf("%v %+v", c.Format, c.Totals())
	}
}

func TestDetect(t *testing.T) {
	table := make([]byte, 60)
	copy(table[52:], "\x57\xfb\x80\x8b\x24\x75\x47\xdb")
	tar := make([]byte, 600)
	copy(tar[257:], "ustar")
	for _, x := range []struct {
		name, data string
		format     Format
		kind       Kind
	}{
		{"empty", "", 0, EmptyFile},
		{"page", "\n<!DOCTYPE html><html>", 0, WebPage},
		{"pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:00", 0, PointerFile},
		{"gzip", "\x1f\x8b\x08\x00", 0, NotRead},
		{"tensorflow", string(table), 0, NotRead},
		{"tar", string(tar), 0, NotRead},
		{"text", "hello, world", 0, NotAModel},
		{"zip", "PK\x05\x06" + strings.Repeat("\x00", 18), 0, NotAModel},
		{"index", `{"weight_map": {}}`, SafetensorsIndex, 0},
		{"user block", strings.Repeat("\x00", 512) + string(kerasClassic()), HDF5, 0},
	} {
		f, err := Detect(memory(x.data), x.name)
		if f != x.format || kindOf(err) != x.kind {
			t.Errorf("%s: %v, %v", x.name, f, err)
		}
	}
	for _, x := range fixtures() {
		want := x.format
		if want == KerasHDF5 || want == KerasWeights {
			want = HDF5
		}
		if f, err := Detect(memory(x.data), "a.txt"); f != want || err != nil {
			t.Errorf("%s: %v, %v", x.name, f, err)
		}
	}
}

func onnxOf(t *testing.T, write func(g *pb)) *Checkpoint {
	t.Helper()
	c, err := open(writeONNX(write), "a.onnx")
	return must(t, c, err)
}

// Equal initializers that Identity nodes pass on are counted by use, and those that
// two nodes use under one name are counted once.
func TestONNXUses(t *testing.T) {
	c := onnxOf(t, func(g *pb) {
		g.node("Identity", "n.weight", "m.weight")
		g.node("InstanceNormalization", "x n.weight n.bias", "a")
		g.node("InstanceNormalization", "a m.weight n.bias", "b")
		g.node("MatMul", "b w", "c")
		g.node("Transpose", "v", "vt")
		g.node("MatMul", "c vt", "d")
		g.node("Add", "d shift", "e")
		g.node("Add", "e one", "f")
		g.node("Reshape", "f shape", "r")
		g.node("InstanceNormalization", "r ones zeros", "y")
		for _, e := range []entry{{"n.weight", []int64{4}, "float32"}, {"n.bias", []int64{4}, "float32"}, {"w", []int64{4, 5}, "float32"},
			{"v", []int64{6, 5}, "float32"}, {"shift", []int64{6}, "float32"}, {"one", []int64{1}, "float32"}, {"shape", []int64{3}, "int64"},
			{"ones", []int64{2}, "float32"}, {"zeros", []int64{2}, "float32"}} {
			g.initializer(5, e, true)
		}
	})
	if x := c.tensorNamed(t, "m.weight"); x.Source != "n.weight" || !x.Counted() {
		t.Errorf("%+v", x)
	}
	if w, v := c.tensorNamed(t, "w"), c.tensorNamed(t, "vt"); !slices.Equal(w.TorchShape(), []int64{5, 4}) || !slices.Equal(v.TorchShape(), []int64{6, 5}) {
		t.Errorf("%v %v", w.TorchShape(), v.TorchShape())
	}
	if x := c.tensorNamed(t, "ones"); x.Group != Constant {
		t.Errorf("%+v", x)
	}
	if got := c.Totals(); got.Parameters != 4+4+4+20+30+6 {
		t.Errorf("%+v", got)
	}
	for _, k := range []NoteKind{Merged, ManyUses, Probable} {
		if !c.hasNote(k) {
			t.Errorf("no note %d: %v", k, c.Notes)
		}
	}
}

// A file whose norms were folded has a note that they may have been.
func TestONNXFolded(t *testing.T) {
	c := onnxOf(t, func(g *pb) {
		g.node("Conv", "x w b", "y")
		g.initializer(5, entry{"w", []int64{2, 1, 3, 3}, "float32"}, true)
		g.initializer(5, entry{"b", []int64{2}, "float32"}, true)
	})
	if !slices.Contains(c.Notes, Note{MaybeFolded, "", 1, 0}) {
		t.Errorf("%v", c.Notes)
	}
}

// The role of a function's input follows from its use inside the function.
func TestONNXFunction(t *testing.T) {
	b := writeONNX(func(g *pb) {
		g.node("Block", "x w s", "y")
		g.initializer(5, entry{"w", []int64{2, 1, 3, 3}, "float32"}, true)
		g.initializer(5, entry{"s", []int64{2}, "float32"}, true)
	})
	var m pb
	m.message(25, func(f *pb) {
		f.text(1, "Block")
		f.text(4, "a")
		f.text(4, "b")
		f.text(4, "c")
		f.text(5, "o")
		f.message(7, func(n *pb) { n.text(1, "b"); n.text(2, "i"); n.text(4, "Identity") })
		f.message(7, func(n *pb) { n.text(1, "a"); n.text(1, "i"); n.text(2, "o"); n.text(4, "Conv") })
		f.message(7, func(n *pb) { n.text(1, "o"); n.text(1, "c"); n.text(2, "p"); n.text(4, "Reshape") })
	})
	c, err := open(append(b, m.Bytes()...), "a.onnx")
	must(t, c, err)
	if got := c.Totals(); got.Parameters != 18 {
		t.Errorf("%+v", got)
	}
}

func TestExternalData(t *testing.T) {
	model := Input{"net.onnx", memory(onnxSmall(false))}
	for _, x := range []struct {
		data   string
		faults int
	}{{strings.Repeat("x", 200), 0}, {"short", 7}} {
		c, err := Open(model, Input{"net.data", memory(x.data)})
		must(t, c, err)
		if got := c.Totals(); got.Faults != x.faults || !c.hasNote(ExternalData) {
			t.Errorf("%+v %v", got, c.Notes)
		}
		if c.FileBytes != model.File.Size()+int64(len(x.data)) {
			t.Errorf("%d bytes", c.FileBytes)
		}
	}
}

// layer_names has the order, and the last two variables of a batch norm are
// its statistics even without scale and center.
func TestKerasOrder(t *testing.T) {
	c, err := open(kerasClassic(), "a.h5")
	must(t, c, err)
	if !c.Ordered || c.Tensors[0].Name != "b_conv/b_conv/kernel:0" || c.Tensors[6].Name != "a_out/a_out/kernel:0" || c.Producer != "Keras 2.3.1" {
		t.Errorf("%v %v", c.Ordered, c.Tensors)
	}
	if got := c.Tensors[0].TorchShape(); !slices.Equal(got, []int64{2, 1, 3, 3}) {
		t.Errorf("shape %v", got)
	}
	c, err = open(kerasZip(), "a.keras")
	must(t, c, err)
	if !c.Ordered || c.Tensors[0].Name != "layers/conv2d/vars/0" || c.Tensors[2].Name != "layers/batch_normalization/vars/0" || !c.hasNote(NotTrainable) {
		t.Errorf("%v %v", c.Tensors, c.Notes)
	}
	k := &keras{c: &Checkpoint{}}
	x := Tensor{Name: "layers/batch_normalization_2/vars/0"}
	k.role(&x, map[string]int{"layers/batch_normalization_2/vars": 2})
	if x.Role != Buffer {
		t.Errorf("a mean without scale is a %v", x.Role)
	}
}

func TestNatural(t *testing.T) {
	names := []string{"conv_10/b", "conv_2/a", "conv/z", "conv_1/k", "b"}
	slices.SortFunc(names, natural)
	if want := []string{"b", "conv/z", "conv_1/k", "conv_2/a", "conv_10/b"}; !slices.Equal(names, want) {
		t.Errorf("%q, want %q", names, want)
	}
	for class, want := range map[string]string{"Conv2DTranspose": "conv2d_transpose", "BatchNormalization": "batch_normalization",
		"ReLU": "re_lu", "Dense": "dense", "PReLU": "p_re_lu", "LeakyReLU": "leaky_re_lu"} {
		if got := snake(class); got != want {
			t.Errorf("%s becomes %s, want %s", class, got, want)
		}
	}
}

// Impossible shapes are faults, and not counted.
func TestProduct(t *testing.T) {
	for _, x := range []struct {
		shape []int64
		n     int64
		ok    bool
	}{{nil, 1, true}, {[]int64{0, 1 << 40}, 0, true}, {[]int64{2, 3}, 6, true}, {[]int64{-1}, 0, false},
		{[]int64{1<<40 + 1}, 0, false}, {[]int64{1 << 40, 1 << 20}, 1 << 60, true}, {[]int64{1 << 40, 1 << 21}, 0, false},
		{make([]int64, 33), 0, false}, {[]int64{1 << 40, 1 << 40, 0}, 0, false}} {
		if n, ok := product(x.shape); n != x.n || ok != x.ok {
			t.Errorf("%v: %d, %v", x.shape, n, ok)
		}
	}
}

func TestDTypeBytes(t *testing.T) {
	for _, x := range []struct {
		d       DType
		n, want int64
	}{{"float32", 3, 12}, {"float4", 3, 2}, {"q4_k", 256, 144}, {"q4_k", 1, 144}, {"new", 3, -1}, {"float64", 1 << 60, -1}} {
		if got := x.d.Bytes(x.n); got != x.want {
			t.Errorf("%d of %s take %d, want %d", x.n, x.d, got, x.want)
		}
	}
}

// Every kind of error and note has its sentence.
func TestSentences(t *testing.T) {
	seen := map[string]Kind{}
	for k := NotAModel; k <= Unreadable; k++ {
		e := &Error{Kind: k, Part: ThePickle, Entry: "a\u202eb", Offset: -1, Want: 7, Have: 3}
		s := e.Error()
		if old, ok := seen[s]; ok || s == "" || strings.Contains(s, "\u202e") {
			t.Errorf("kind %d says %q, as kind %d", k, s, old)
		}
		seen[s] = k
	}
	for k := RolesByName; k <= OtherOrder; k++ {
		if s := (Note{k, "e", 1, 2}).String(); s == "" || strings.Contains(s, "%") {
			t.Errorf("note %d says %q", k, s)
		}
	}
	if int(OtherOrder)+1 != len(noteTexts) || int(PT2)+1 != len(pieces) || int(GGUF)+1 != len(formatNames) {
		t.Error("a table has another length than its constants")
	}
	if got := Show("a\x00b\xff<i>" + strings.Repeat("x", 300)); !strings.HasPrefix(got, `a\x00b\xff<i>xx`) || len(got) > 220 {
		t.Errorf("%q", got)
	}
}

var errGone = errors.New("the disk is gone")

// broken fails after some reads.
type broken struct {
	File
	left int
}

func (b *broken) ReadAt(p []byte, off int64) (int, error) {
	if b.left--; b.left < 0 {
		return 0, errGone
	}
	return b.File.ReadAt(p, off)
}

// TestUnreadable lets every read of the oracle's larger files fail in turn.
func TestUnreadable(t *testing.T) {
	for _, x := range oracleTruth(t).Good {
		if x.Files != nil {
			continue
		}
		in := load(t, filepath.Join(oracle, x.File))
		for n := 0; ; n++ {
			_, err := Open(Input{in.Name, &broken{in.File, n}})
			if err == nil {
				if n == 0 {
					t.Errorf("%s was opened without a read", x.File)
				}
				break
			}
			if e := new(Error); !errors.As(err, &e) || e.Kind != Unreadable || e.File != in.Name || e.Unwrap() != errGone {
				t.Errorf("%s, read %d: %v", in.Name, n, err)
			}
		}
	}
}

// Sequential pages are fetched in increasingly large reads, and memory stays
// bounded.
func TestReadAhead(t *testing.T) {
	data := make([]byte, 40<<20)
	for i := range data {
		data[i] = byte(i >> 10)
	}
	n := 0
	s := newSource(counting{memory(data), &n})
	c := s.at(0, s.size)
	for i := int64(0); i < s.size; i += 1024 {
		if b := c.u8(); b != byte(i>>10) {
			t.Fatalf("byte %d is %d", i, b)
		}
		c.skip(1023)
	}
	if n > 60 || len(s.pages) > maxPages+maxAhead {
		t.Errorf("%d reads, %d pages kept", n, len(s.pages))
	}
}

type counting struct {
	memory
	n *int
}

func (c counting) ReadAt(p []byte, off int64) (int, error) {
	*c.n++
	return c.memory.ReadAt(p, off)
}

// Inflating a zip bomb stops at its declared size.
func TestInflateLimit(t *testing.T) {
	bomb := deflated(9, make([]byte, 1<<20))
	s := newSource(memory(bomb))
	got, err := inflate(s.at(0, s.size), 1000)
	if kindOf(err) != TooLarge || len(got) > 1000 {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	s = newSource(memory(bomb))
	got, err = inflate(s.at(0, s.size), 1<<20)
	if err != nil || !bytes.Equal(got, make([]byte, 1<<20)) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

var _ io.ReaderAt = memory(nil)
