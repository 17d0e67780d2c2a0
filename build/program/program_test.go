package program

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestUnknownToolchain: a program whose function table is not one that we know is
// shipped as it is, with the reason; that of this toolchain is stripped.
func TestUnknownToolchain(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles a program")
	}
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "hello.wasm")
	if _, err := Go(root, true, "build", "-ldflags=-s -w", "-o", out, "./build/wasm/testdata/hello"); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	known, err := Rewrite(bytes.Clone(file), false)
	if err != nil || known.Unstripped != nil || bytes.Equal(known.File, file) {
		t.Errorf("the program of this toolchain is not stripped: %v, %v", known.Unstripped, err)
	}

	// The magic number of Go 1.20 to 1.26, and one that no Go has.
	pretended := bytes.ReplaceAll(file, []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}, []byte{0xe0, 0xff, 0xff, 0xff, 0, 0, 1, 8})
	if bytes.Equal(pretended, file) {
		t.Fatal("the program has no function table with that magic number")
	}
	unknown, err := Rewrite(bytes.Clone(pretended), false)
	if err != nil || unknown.Unstripped == nil || !bytes.Equal(unknown.File, pretended) {
		t.Errorf("the program of an unknown toolchain: %d of %d bytes, %v, %v", len(unknown.File), len(pretended), unknown.Unstripped, err)
	}
}

// TestToolchain: the go command that compiles the program is the one that
// compiled this, whatever the machine's GOTOOLCHAIN says.
func TestToolchain(t *testing.T) {
	for version, want := range map[string]string{
		"go1.26.8": "go1.26.8", "go1.27": "go1.27", "go1.27rc1": "go1.27rc1",
		"devel go1.28-abcdef Thu Nov 26": "local", "go1.26.8-custom": "local",
	} {
		if got := toolchain(version); got != want {
			t.Errorf("%s: %s, want %s", version, got, want)
		}
	}
	t.Setenv("GOTOOLCHAIN", "go1.99.0")
	if _, err := Go("", false, "version"); err != nil {
		t.Errorf("the machine's GOTOOLCHAIN got through: %v", err)
	}
}

// TestPath: a checkout may be anywhere, also where the path has a space or a
// character that addresses escape, and the program does not depend on it.
func TestPath(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles the program twice")
	}
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "a b", "50% #1 é")
	for _, name := range []string{"go.mod", "go.sum", "app", "build", "counter", "web"} {
		copyTree(t, filepath.Join(root, name), filepath.Join(copied, name))
	}
	here, err := Build(root, Page, false)
	if err != nil {
		t.Fatal(err)
	}
	there, err := Build(copied, Page, false)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(here.File, there.File) {
		t.Errorf("the program depends on its path: %d bytes here, %d there", len(here.File), len(there.File))
	}
}

// copyTree copies a file, or a folder without tests and their data.
func copyTree(t *testing.T, from, to string) {
	t.Helper()
	err := filepath.WalkDir(from, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, name)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		switch {
		case d.IsDir() && d.Name() == "testdata":
			return fs.SkipDir
		case d.IsDir():
			return os.MkdirAll(target, 0o777)
		case strings.HasSuffix(name, "_test.go"):
			return nil
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Dir(target), 0o777); err != nil {
			return err
		}
		return os.WriteFile(target, data, 0o666)
	})
	if err != nil {
		t.Fatal(err)
	}
}
