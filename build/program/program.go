package program

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"unetparams/build/wasm"
	"unetparams/counter/find"
)

// A Program is a browser program to ship.
type Program struct {
	File   []byte
	Linked []byte // as the linker wrote it, for [CheckShares]
	// Unstripped says why the program still contains the data that only stack traces
	// need: it was built with a toolchain that this package does not know. The program
	// works, but is about a third larger.
	Unstripped error
}

// Build builds a browser program: [Page], the page's; [Embed], that of the page that
// posts embed; [Worker], which does what these leave out; or [Reader], which reads model
// files. If whole is set, it returns
// the linker's output unchanged.
func Build(root, pkg string, whole bool) (Program, error) {
	file, _, err := compile(root, pkg, "-s -w") // without the list of names, which are in the function table, too
	if err != nil || whole {
		return Program{File: file, Linked: file}, err
	}
	p, err := Rewrite(file, false)
	p.Linked = file
	return p, err
}

// The packages of the browser programs.
const (
	Page   = "./build/browser"
	Embed  = "./build/embed"
	Worker = "./build/worker"
	Reader = "./build/modelreader"
)

var programs = []string{Page, Embed, Worker, Reader}

// References returns the references that the linker found, a line for each pair. They
// explain why a symbol is in a program.
func References(root, pkg string) ([]byte, error) {
	_, out, err := compile(root, pkg, "-dumpdep")
	return out, err
}

// compile compiles a package for WebAssembly. It returns the program and the linker's
// output.
func compile(root, pkg, ldflags string) (file, output []byte, err error) {
	if err := prepare(root); err != nil {
		return nil, nil, err
	}
	if err := check(root, pkg); err != nil {
		return nil, nil, err
	}
	dir, err := os.MkdirTemp("", "unetparams")
	if err != nil {
		return nil, nil, err
	}
	defer os.RemoveAll(dir)
	var overlay []string
	if pkg == Worker {
		if overlay, err = countAhead(root); err != nil {
			return nil, nil, err
		}
	}
	out := filepath.Join(dir, "app.wasm")
	args := slices.Concat([]string{"build"}, leanFlags, compilerFlags(), overlay, []string{
		"-trimpath",       // no paths of this machine
		"-buildvcs=false", // the same bytes before and after a commit
		"-ldflags=" + ldflags,
		"-o", out, pkg,
	})
	if output, err = goCommand(root, true, args...).CombinedOutput(); err != nil {
		return nil, nil, fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, output)
	}
	file, err = os.ReadFile(out)
	return file, output, err
}

// countAhead returns the flags that put into a program what its first search would
// otherwise count: see package find.
func countAhead(root string) (flags []string, err error) {
	const record, overlay = Work + "/record.bin", Work + "/overlay.json"
	list, err := json.Marshal(map[string]map[string]string{"Replace": {"counter/find/record.bin": record}})
	if err != nil {
		return nil, err
	}
	for name, data := range map[string][]byte{record: find.Record(), overlay: list} {
		if err := Keep(filepath.Join(root, filepath.FromSlash(name)), data); err != nil {
			return nil, err
		}
	}
	return []string{"-overlay=" + overlay}, nil
}

// Test compiles a package's tests in the same way as the programs, and writes them to
// the file out.
func Test(root, pkg, out string) error {
	_, err := Go(root, true, slices.Concat([]string{"test", "-c"}, compilerFlags(), []string{"-o", out, pkg})...)
	if err != nil {
		return err
	}
	file, err := os.ReadFile(out)
	if err != nil {
		return err
	}
	p, err := Rewrite(file, true)
	if err != nil {
		return err
	}
	return os.WriteFile(out, p.File, 0o666)
}

// compilerFlags disable inlining, which makes the download a tenth smaller, except in
// the packages that determine the time of a keystroke.
func compilerFlags() []string {
	flags := []string{"-gcflags=all=-l"}
	for _, p := range hot {
		flags = append(flags, "-gcflags="+p+"=")
	}
	return flags
}

// hot are the packages whose small functions are called most often. With inlining in
// these, an update takes about as long as with inlining everywhere; without, half as
// long again.
var hot = []string{
	"runtime", "internal/...", "cmp", "context", "errors", "slices", "strconv", "strings", "sync/...",
	"syscall/js", "unicode/utf8", "github.com/...", "unetparams/counter", "unetparams/counter/find", "unetparams/counter/layer", "unetparams/counter/zoo/classic",
}

// gap is the shortest run of zeros that is omitted from the file. Compressed zeros cost
// almost nothing, but omitting long runs saves memory in the browser.
const gap = 512

// Rewrite shortens the code of what Go's linker wrote, and removes data that the page
// never reads, a quarter of the download: those that only stack traces need remain if
// traces is set, which tests print. It leaves the program of an unknown toolchain as it
// is, since guessing could break it.
func Rewrite(file []byte, traces bool) (Program, error) {
	m, err := wasm.Parse(file)
	if err != nil {
		return Program{}, err
	}
	memory, err := m.Memory()
	if err != nil {
		return Program{}, err
	}
	stripped := memory
	if traces {
		stripped = bytes.Clone(memory)
	}
	if err := rewrite(m, stripped); err != nil {
		return Program{File: file, Unstripped: err}, nil
	}
	if !traces {
		if err := m.OmitIndex(memory); err != nil {
			return Program{File: file, Unstripped: err}, nil
		}
	}
	m.SetMemory(memory, gap)
	return Program{File: m.Bytes()}, nil
}

// rewrite strips the function table in the memory, shortens the code, and folds functions.
func rewrite(m *wasm.Module, memory []byte) error {
	table, err := wasm.FindTable(memory)
	if err != nil {
		return err
	}
	if err := m.Shorten(); err != nil {
		return err
	}
	if err := table.Strip(); err != nil {
		return err
	}
	return m.Fold(memory)
}
