package checkpoint

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf8"
)

// sane checks properties that hold for every file, however broken.
func sane(t *testing.T, c *Checkpoint, err error) {
	t.Helper()
	if err != nil {
		var e *Error
		if !errors.As(err, &e) || e.Kind == 0 || e.sentence() == "" || c != nil {
			t.Fatalf("error %#v beside %v", err, c)
		}
		return
	}
	if len(c.Tensors) == 0 {
		t.Fatal("neither tensors nor an error")
	}
	total := c.Totals()
	if !total.Overflow && (total.Parameters < 0 || total.Buffers < 0 || total.Undetermined < 0) {
		t.Fatalf("totals %+v", total)
	}
	for i := range c.Tensors {
		x := &c.Tensors[i]
		if _, ok := x.Elements(); !ok && x.Fault == nil {
			t.Fatalf("the shape %v has no fault", x.Shape)
		}
		x.TorchShape()
		if s := Show(x.Name); !utf8.ValidString(s) {
			t.Fatalf("%q is shown as %q", x.Name, s)
		}
	}
	for _, n := range c.Notes {
		if n.String() == "" {
			t.Fatalf("note %v says nothing", n)
		}
	}
	c.Parts()
}

// seed adds the fixtures and the oracle's files of some formats.
func seed(f *testing.F, formats ...Format) {
	for _, x := range fixtures() {
		for _, want := range formats {
			if x.format == want {
				f.Add(x.data)
			}
		}
	}
	files, _ := filepath.Glob(filepath.Join(oracle, "hostile", "*"))
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil || len(b) > 10_000 || filepath.Base(name) == "deep_tuples.pth" { // a million instructions a run
			continue
		}
		got, _ := Detect(memory(b), name)
		for _, want := range formats {
			if got == want || want == KerasHDF5 && got == HDF5 {
				f.Add(b)
			}
		}
	}
}

func fuzzOpen(f *testing.F, formats ...Format) {
	seed(f, formats...)
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := open(b, "fuzz")
		sane(t, c, err)
	})
}

func FuzzSafetensors(f *testing.F) { fuzzOpen(f, Safetensors, SafetensorsIndex) }
func FuzzZip(f *testing.F)         { fuzzOpen(f, PyTorchZip, TorchScript, KerasZip) }
func FuzzLegacy(f *testing.F)      { fuzzOpen(f, PyTorchLegacy) }
func FuzzONNX(f *testing.F)        { fuzzOpen(f, ONNX) }
func FuzzGGUF(f *testing.F)        { fuzzOpen(f, GGUF) }
func FuzzHDF5(f *testing.F)        { fuzzOpen(f, KerasHDF5, KerasWeights) }

// FuzzPickle runs the pickle machine and the walk without an archive.
func FuzzPickle(f *testing.F) {
	for _, write := range []func(*pickler){
		func(p *pickler) { p.stateDict(small, "module.") },
		func(p *pickler) { p.u8('}', 'q', 0, '('); p.text("a"); p.u8('h', 0, 'u') },
		func(p *pickler) { p.u8(']', 'q', 0, '('); p.tensor(small[0]); p.u8('h', 0, 'e') },
		func(p *pickler) {
			p.global("numpy.core.multiarray", "_reconstruct")
			p.u8(')', 'R', '(', 'K', 1)
			p.ints([]int64{2, 2})
			p.global("numpy", "dtype")
			p.u8('(')
			p.text("f4")
			p.u8('t', 'R', 0x89, 'B', 16, 0, 0, 0)
			p.Write(make([]byte, 16))
			p.u8('t', 'b')
		},
	} {
		f.Add(pickled(write).Bytes())
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		c := &Checkpoint{Format: Pickle}
		s := newSource(memory(b))
		p := newPickle(s.at(0, s.size))
		v, err := p.load()
		if err == nil {
			err = (&finder{c: c, p: p}).run(v)
		}
		c, err = finish(c, err)
		sane(t, c, err)
	})
}

// FuzzJSON compares the scanner with encoding/json: it must accept everything that
// encoding/json accepts, with equal strings.
func FuzzJSON(f *testing.F) {
	for _, s := range []string{`{"a":[1,2,{"b":null}],"c":"d\u00e9\ud83d\ude00\n"}`, `[]`, `"x"`, `-1.5e3`, `{"a":1,"a":2}`, `["\ud800x"]`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		sc := &scanner{b: b}
		sc.skip()
		err := sc.close()
		if json.Valid(b) && err != nil && sc.err.Kind != TooDeep {
			t.Fatalf("%q: %v", b, err)
		}
		var want string
		if json.Unmarshal(b, &want) == nil && len(b) > 0 && (&scanner{b: b}).peek() == '"' {
			if got := (&scanner{b: b}).str(); got != want && utf8.Valid(b) {
				t.Fatalf("%q read as %q, want %q", b, got, want)
			}
		}
	})
}

// FuzzInflate compares the decompressor with compress/flate.
func FuzzInflate(f *testing.F) {
	text := bytes.Repeat([]byte("encoder1.enc1conv1.weight 012 "), 40)
	for level := -2; level <= 9; level++ {
		f.Add(deflated(level, text))
		f.Add(deflated(level, text[:7]))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		const max = 1 << 16
		want, wantErr := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(b)), max+1))
		s := newSource(memory(b))
		got, err := inflate(s.at(0, s.size), max)
		switch {
		case len(want) > max:
			if err == nil {
				t.Fatal("no end to the data")
			}
		case wantErr == nil && err != nil:
			t.Fatalf("%x: %v", b, err)
		case wantErr == nil && !bytes.Equal(got, want):
			t.Fatalf("%x inflated to %q, want %q", b, got, want)
		case wantErr != nil && err == nil:
			t.Fatalf("%x inflated, want %v", b, wantErr)
		}
	})
}
