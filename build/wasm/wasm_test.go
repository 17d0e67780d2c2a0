package wasm

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
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

func stripped(t *testing.T, file []byte) []byte {
	t.Helper()
	m, err := Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	memory, err := m.Memory()
	if err != nil {
		t.Fatal(err)
	}
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

// TestFunctions checks that names and bodies are those of one function.
func TestFunctions(t *testing.T) {
	m, err := Parse(build(t))
	if err != nil {
		t.Fatal(err)
	}
	bodies, err := m.Functions()
	if err != nil {
		t.Fatal(err)
	}
	memory, err := m.Memory()
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
	if _, err := FindTable(make([]byte, 1000)); err == nil {
		t.Error("a table is found in nothing")
	}
}
