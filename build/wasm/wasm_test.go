package wasm

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

// build compiles testdata/hello.
func build(t *testing.T) []byte {
	t.Helper()
	if testing.Short() {
		t.Skip("compiles a program")
	}
	out := filepath.Join(t.TempDir(), "hello.wasm")
	cmd := exec.Command("go", "build", "-ldflags=-s -w", "-o", out, "./testdata/hello")
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOFLAGS=", "CGO_ENABLED=0")
	if msg, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, msg)
	}
	file, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// run runs a program in node and returns what it prints.
func run(t *testing.T, file []byte) string {
	t.Helper()
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("no node")
	}
	name := filepath.Join(t.TempDir(), "hello.wasm")
	if err := os.WriteFile(name, file, 0o666); err != nil {
		t.Fatal(err)
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("node", filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec_node.js"), name).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}

// parsed returns a program's module and its memory.
func parsed(t *testing.T, file []byte) (*Module, []byte) {
	t.Helper()
	m, err := Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	memory, err := m.Memory()
	if err != nil {
		t.Fatal(err)
	}
	return m, memory
}

func stripped(t *testing.T, file []byte) []byte {
	t.Helper()
	m, memory := parsed(t, file)
	table, err := FindTable(memory)
	if err != nil {
		t.Fatal(err)
	}
	if err := table.Strip(); err != nil {
		t.Fatal(err)
	}
	m.SetMemory(memory, 8)
	return m.Bytes()
}

// TestParse takes a program apart and puts it together again.
func TestParse(t *testing.T) {
	file := build(t)
	m, err := Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	// The linker writes lengths with zeros at the end, so the bytes may differ.
	if again, err := Parse(m.Bytes()); err != nil || !reflect.DeepEqual(again, m) {
		t.Errorf("not the same sections, %v", err)
	}
	memory, err := m.Memory()
	if err != nil {
		t.Fatal(err)
	}
	for _, gap := range []int{1, 8, 512, 1 << 30} {
		m.SetMemory(memory, gap)
		if again, err := m.Memory(); err != nil || !bytes.Equal(again, memory) {
			t.Errorf("gap %d: not the same memory, %v", gap, err)
		}
	}
}

// TestStrip checks that a stripped program does what it did, with nothing of the
// names in it.
func TestStrip(t *testing.T) {
	file := build(t)
	small := stripped(t, file)
	if bytes.Contains(small, []byte("main.deep")) || bytes.Contains(small, []byte("symtab.go")) {
		t.Error("names are left")
	}
	if !bytes.Equal(stripped(t, small), small) {
		t.Error("stripping twice is not the same as once")
	}
	if len(small) > len(file)*9/10 {
		t.Errorf("%d bytes of %d are left", len(small), len(file))
	}
	got, want := run(t, small), run(t, file)
	want = strings.ReplaceAll(want, "main.point.Sum", "_._._")
	want = strings.ReplaceAll(want, "*point", "*_")
	if got != want {
		t.Errorf("stripped, the program says\n%s\nand not\n%s", got, want)
	}
}

// shortened returns the program with shorter code.
func shortened(t *testing.T, file []byte) []byte {
	t.Helper()
	m, err := Parse(file)
	if err == nil {
		err = m.Shorten()
	}
	if err != nil {
		t.Fatal(err)
	}
	return m.Bytes()
}

// TestOmitIndex checks that a program calculates what is omitted: it does what it did,
// with all that is done to it.
func TestOmitIndex(t *testing.T) {
	file := build(t)
	whole := shortened(t, stripped(t, file))
	m, memory := parsed(t, whole)
	if err := m.OmitIndex(memory); err != nil {
		t.Fatal(err)
	}
	m.SetMemory(memory, 8)
	small := m.Bytes()
	if got, want := run(t, small), run(t, whole); got != want {
		t.Errorf("without the index, the program says\n%s\nand not\n%s", got, want)
	}
	if got, want := packed(t, small), packed(t, whole); got > want*98/100 {
		t.Errorf("%d bytes of gzip of %d are left", got, want)
	}
	if err := m.OmitIndex(memory); err == nil {
		t.Error("an index is omitted twice")
	}
}

// packed returns the size of a file as gzip.
func packed(t *testing.T, file []byte) int {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(file); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// TestShorten checks that a program with shorter code does what it did.
func TestShorten(t *testing.T) {
	file := build(t)
	small := shortened(t, file)
	if got, want := run(t, small), run(t, file); got != want {
		t.Errorf("shortened, the program says\n%s\nand not\n%s", got, want)
	}
	if !bytes.Equal(shortened(t, small), small) {
		t.Error("shortening twice is not the same as once")
	}
	if len(small) > len(file)*98/100 {
		t.Errorf("%d bytes of %d are left", len(small), len(file))
	}
}

// TestShortenBodies checks what becomes of the passages that are rewritten, and of
// those that only look like them.
func TestShortenBodies(t *testing.T) {
	const (
		base  = firstEntry<<16 | 7<<16
		begin = "02 40 "             // block
		end   = "0b 41 01 0b"        // end, i32.const 1, end
		call  = "10 05 23 00 21 01 " // call, global.get 0, local.set 1
	)
	address := hex(appendInt([]byte{opConstLong}, base|5))
	const (
		loop     = "03 40 "
		dispatch = "02 40 02 40 20 00 0e 02 00 01 01 0b " // two blocks, local.get 0, br_table, end
	)
	store := func(n int64) string {
		return "20 01 " + hex(appendInt([]byte{opConstLong}, base|n)) + "37 03 00 41 00 "
	}
	own := hex(appendInt([]byte{opConstLong}, base))
	enter := own + "22 02 20 00 ad 84 21 03 "
	other := hex(appendInt([]byte{opConstLong}, base+1<<16))
	b := &blocks{copy: map[int64]int64{24: 300}, clear: map[int64]int64{40: 5}}
	for _, test := range []struct{ what, locals, body, want, wantLocals string }{
		{"an address to store at", "01 01 7f", begin + "20 01 ad 42 10 7c a7 42 00 37 03 08 " + end,
			begin + "20 01 42 00 37 03 18 " + end, ""},
		{"an address to load from", "01 01 7f", begin + "20 01 ad 42 10 7c a7 29 03 08 1a " + end,
			begin + "20 01 29 03 18 1a " + end, ""},
		{"one behind a value that was loaded", "01 01 7f", begin + "20 01 ad 42 10 7c a7 20 01 28 02 00 36 02 00 " + end,
			begin + "20 01 20 01 28 02 00 36 02 10 " + end, ""},
		{"below the stack pointer", "01 01 7f", begin + "20 01 ad 42 78 7c a7 29 03 08 1a " + end,
			begin + "20 01 ad 42 78 7c a7 29 03 08 1a " + end, ""},
		{"an address to copy from", "01 01 7f", begin + "20 01 ad 42 10 7c a7 20 01 41 08 fc 0a 00 00 " + end,
			begin + "20 01 41 10 6a 20 01 41 08 fc 0a 00 00 " + end, ""},
		{"a call", "02 01 7f 02 7e", begin + "20 01 " + address + "37 03 00 41 00 " + call + "0d 00 20 02 21 03 " + end,
			own + "21 02 " + begin + "20 01 20 02 42 05 84 37 03 00 41 00 " + call + "04 40 41 01 0f 0b 20 03 21 04 " + end, "03 01 7f 01 7e 02 7e"},
		{"another function's address", "01 01 7f", begin + "20 01 " + other + "37 03 00 " + end,
			begin + "20 01 " + other + "37 03 00 " + end, ""},
		{"the way out of an inner block", "01 01 7f", begin + begin + call + "0d 00 0b " + end,
			begin + begin + call + "0d 00 0b " + end, ""},
		{"the way out of an outer block", "01 01 7f", begin + begin + call + "0d 01 0b " + end,
			begin + begin + call + "04 40 41 01 0f 0b 0b " + end, ""},
		{"a function of two blocks", "01 01 7f", begin + call + "0d 00 0b " + begin + end,
			begin + call + "0d 00 0b " + begin + end, ""},
		{"a jump forward, and one back", "01 01 7f", begin + loop + dispatch + "20 01 1a 41 02 21 00 0c 01 0b 41 00 21 00 0c 00 0b 0b 41 01 0b",
			begin + loop + dispatch + "20 01 1a 0c 00 0b 41 00 21 00 0c 00 0b 0b 41 01 0b", ""},
		{"a jump on a condition", "01 01 7f", begin + loop + dispatch + "20 01 04 40 41 02 21 00 0c 02 0b 0b 0b 0b 41 01 0b",
			begin + loop + dispatch + "20 01 0d 00 0b 0b 0b 41 01 0b", ""},
		{"two calls", "01 01 7f", begin + dispatch + store(1) + call + "1a 0b " + store(2) + call + "0b 41 01 0b",
			enter + begin + dispatch + "20 01 20 02 42 01 84 22 03 37 03 00 41 00 " + call + "1a 0b 20 01 20 03 42 01 7c 37 03 00 41 00 " + call + "0b 41 01 0b", "02 01 7f 02 7e"},
		{"two calls, and a jump between", "01 01 7f", begin + loop + dispatch + store(1) + call + "41 01 21 00 0c 01 0b " + store(2) + call + "0b 0b 41 01 0b",
			own + "21 02 " + begin + loop + dispatch + "20 01 20 02 42 01 84 37 03 00 41 00 " + call + "0c 00 0b 20 01 20 02 42 02 84 37 03 00 41 00 " + call + "0b 0b 41 01 0b", "02 01 7f 01 7e"},
		{"a block to copy", "01 01 7f", begin + "20 01 20 00 41 18 fc 0a 00 00 " + end, begin + "20 01 20 00 10 ac 02 " + end, ""},
		{"a block to clear", "01 01 7f", begin + "20 01 41 00 41 28 fc 0b 00 " + end, begin + "20 01 10 05 " + end, ""},
		{"the frame and the return address", "01 01 7f", "20 01 41 18 6a 22 01 24 00 20 01 41 08 6a 22 01 24 00 41 00 0f 0b",
			"20 01 41 20 6a 24 00 41 00 0f 0b", ""},
	} {
		if test.wantLocals == "" {
			test.wantLocals = test.locals
		}
		got := hex(shorten(unhex(t, test.locals+" "+test.body), base, b))
		if want := hex(unhex(t, test.wantLocals+" "+test.want)); got != want {
			t.Errorf("%s:\n%s\nbecomes\n%s\nand not\n%s", test.what, test.body, got, want)
		}
	}
}

// TestFold checks that a program in which copies of functions are one does what it did.
func TestFold(t *testing.T) {
	whole := shortened(t, stripped(t, build(t)))
	m, memory := parsed(t, whole)
	if err := m.Fold(memory); err != nil {
		t.Fatal(err)
	}
	called(t, m)
	small := m.Bytes()
	if got, want := run(t, small), run(t, whole); got != want {
		t.Errorf("folded, the program says\n%s\nand not\n%s", got, want)
	}
	if got, want := packed(t, small), packed(t, whole); got >= want {
		t.Errorf("%d bytes of gzip of %d are left", got, want)
	}
	if err := m.Fold(memory); err != nil || !bytes.Equal(m.Bytes(), small) {
		t.Errorf("folding twice is not the same as once, %v", err)
	}
}

// called checks that all functions that calls and the table lead to have code, and that
// some others have none.
func called(t *testing.T, m *Module) {
	t.Helper()
	bodies, err := m.Functions()
	if err != nil {
		t.Fatal(err)
	}
	imported, err := m.imported()
	if err != nil {
		t.Fatal(err)
	}
	leads := func(number uint64) {
		if number >= imported && bytes.Equal(bodies[number-imported], noCode) {
			t.Errorf("something leads to function %d, which has no code", number)
		}
	}
	gone := 0
	for _, body := range bodies {
		if bytes.Equal(body, noCode) {
			gone++
		}
		for _, in := range instructions(body) {
			if in.op == opCall {
				leads(uint64(in.a))
			}
		}
	}
	r := reader{m.find(elements).body}
	r.take(3) // one list, of table 0, from a place
	r.int()
	r.byte()
	for range r.uint() {
		leads(r.uint())
	}
	if gone < len(bodies)/50 {
		t.Errorf("%d functions of %d are copies", gone, len(bodies))
	}
}

// TestStructure checks what becomes of jumps that lead back, and of those that only look
// like loops.
func TestStructure(t *testing.T) {
	const (
		begin = "01 01 7f 02 40 03 40 "          // a variable, block, loop
		end   = "0b 00 0b 41 01 0b "             // of the loop, unreachable, end, i32.const 1, end
		three = "02 40 02 40 02 40 "             // blocks
		table = "20 00 0e 04 00 01 02 03 03 0b " // local.get 0, br_table, end
		work  = "20 01 1a "                      // local.get 1, drop
		leave = "41 00 0f "                      // i32.const 0, return
		call  = "10 05 23 00 21 01 0d 03 "       // call, global.get 0, local.set 1, br_if
	)
	jump := func(segment, label int) string { return fmt.Sprintf("41 %02x 21 00 0c %02x ", segment, label) }
	branch := func(segment, label int) string { return "20 01 04 40 " + jump(segment, label) + "0b " }
	for _, test := range []struct{ what, body, want string }{
		{"a loop that is entered at its start",
			begin + three + "20 00 0e 03 00 01 02 02 0b " + work + "0b " + work + branch(1, 2) + "0b " + leave + end,
			begin + three + "20 00 0e 03 00 01 02 02 0b " + work + "0b 03 40 " + work + "20 01 0d 00 0b 0b " + leave + end},
		{"a loop that is entered at its end",
			begin + three + "02 40 " + table + jump(2, 3) + "0b " + work + "0b " + branch(1, 2) + "0b " + leave + end,
			begin + three + "20 00 0e 04 00 01 01 02 02 0b " + jump(2, 2) + "0b 03 40 02 40 20 01 0d 00 " + jump(3, 3) + "0b " + work + "0c 00 0b 0b " + leave + end},
		{"a loop that is left in the middle",
			begin + three + "02 40 " + table + work + "0b " + branch(3, 3) + work + "0b " + work + jump(1, 1) + "0b " + leave + end,
			begin + three + "20 00 0e 04 00 01 01 02 02 0b " + work + "0b 03 40 02 40 " + branch(3, 4) + work + "0b " + work + "0c 00 0b 0b " + leave + end},
		{"a loop with a call", begin + three + "02 40 " + table + work + "0b " + call + "0b " + branch(1, 2) + "0b " + leave + end, ""},
		{"a loop that is entered in two places", begin + three + "02 40 " + table + branch(2, 4) + "0b " + work + "0b " + branch(1, 2) + "0b " + leave + end, ""},
		{"a loop with two ways back", begin + three + "02 40 " + table + work + "0b " + work + "0b " + branch(1, 2) + branch(2, 2) + "0b " + leave + end,
			begin + three + "02 40 " + table + work + "0b " + work + "0b 03 40 " + branch(1, 3) + "20 01 0d 00 0b 0b " + leave + end},
		{"jumps forward", begin + three + "02 40 " + table + branch(2, 4) + "0b " + work + "0b " + work + "0b " + leave + end, ""},
	} {
		if test.want == "" {
			test.want = test.body
		}
		if got, want := hex(structure(unhex(t, test.body))), hex(unhex(t, test.want)); got != want {
			t.Errorf("%s:\n%s\nbecomes\n%s\nand not\n%s", test.what, test.body, got, want)
		}
	}
}

func hex(b []byte) string { return fmt.Sprintf("% x ", b) }

func unhex(t *testing.T, text string) (b []byte) {
	t.Helper()
	for _, field := range strings.Fields(text) {
		v, err := strconv.ParseUint(field, 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		b = append(b, byte(v))
	}
	return b
}

// TestFunctions checks that names and bodies are those of one function.
func TestFunctions(t *testing.T) {
	m, memory := parsed(t, build(t))
	bodies, err := m.Functions()
	if err != nil {
		t.Fatal(err)
	}
	table, err := FindTable(memory)
	if err != nil {
		t.Fatal(err)
	}
	sizes := map[string]int{}
	for _, f := range table.Funcs {
		sizes[f.Name] = len(bodies[f.Index])
	}
	if big, small := sizes["fmt.(*pp).printValue"], sizes["main.point.Sum"]; small == 0 || small > 500 || big < 10_000 {
		t.Errorf("printValue has %d bytes and Sum %d", big, small)
	}
}

// TestParseRefuses checks that what is no such program is an error.
func TestParseRefuses(t *testing.T) {
	for _, file := range []string{
		"", "PK", header[:7],
		header + "\x0b",             // no length
		header + "\x0b\x05\x01",     // too short
		header + "\x0b\x01\x01",     // a segment is missing
		header + "\x0b\x02\x01\x01", // of a kind we don't know
		header + "\x0b\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
	} {
		m, err := Parse([]byte(file))
		if err == nil {
			_, err = m.Memory()
		}
		if err == nil {
			t.Errorf("%q is taken", file)
		}
	}
	for _, body := range []string{"\x00\xfd\x00\x0b", "\x00\x02", "\x00\x02\x40\x20\x00\x0e\x00\x00\x0b\x41\x00\x21\x00\x0b", "\x00\x08\x0b", "\x00", ""} {
		m := &Module{[]section{{code, append([]byte{1, byte(len(body))}, body...)}}}
		if err := m.Shorten(); err == nil {
			t.Errorf("code %q is taken", body)
		}
	}
	if _, err := FindTable(make([]byte, 1000)); err == nil {
		t.Error("a table is found in nothing")
	}
}
