package program

import (
	"os"
	"path/filepath"

	"unetparams/build/wasm"
)

// Build returns the browser program. Whole, it is as the linker made it.
func Build(root string, whole bool) ([]byte, error) {
	file, err := compile(root)
	if err != nil || whole {
		return file, err
	}
	return strip(file)
}

// compile compiles build/browser for WebAssembly.
func compile(root string) ([]byte, error) {
	if err := prepare(root); err != nil {
		return nil, err
	}
	if err := check(root); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "unetparams")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	out := filepath.Join(dir, "app.wasm")
	args := append([]string{"build"}, leanFlags...)
	args = append(args,
		"-trimpath",       // no folder of this machine
		"-buildvcs=false", // the same bytes before and after a commit
		"-ldflags=-s -w",  // no list of names: the function table has them too
		"-o", out, "./build/browser")
	if _, err := Go(root, true, args...); err != nil {
		return nil, err
	}
	return os.ReadFile(out)
}

// gap is the shortest run of zeros that is left out of the file. Compressed,
// zeros cost next to nothing: this spares the browser the large runs.
const gap = 512

// strip takes out of the program what the page never reads. It is a quarter of
// what a reader downloads.
func strip(file []byte) ([]byte, error) {
	m, err := wasm.Parse(file)
	if err != nil {
		return nil, err
	}
	memory, err := m.Memory()
	if err != nil {
		return nil, err
	}
	table, err := wasm.FindTable(memory)
	if err != nil {
		return nil, err
	}
	if err := table.Strip(); err != nil {
		return nil, err
	}
	m.SetMemory(memory, gap)
	return m.Bytes(), nil
}
