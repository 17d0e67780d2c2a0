package program

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"unetparams/build/wasm"
)

// A Program is a browser program as it is shipped.
type Program struct {
	File []byte
	// Unstripped says why the program keeps what only stack traces read, although
	// nobody asked for that: its toolchain is one that this build does not know.
	// It works, and is about a third larger.
	Unstripped error
}

// Build returns a browser program: the page's, [Page], the one that answers what that
// leaves out, [Worker], or the one that reads model files, [Reader]. Whole, it is as the linker made it.
func Build(root, pkg string, whole bool) (Program, error) {
	file, _, err := compile(root, pkg, "-s -w") // no list of names: the function table has them too
	if err != nil || whole {
		return Program{File: file}, err
	}
	return strip(file)
}

// The packages that are programs of the browser.
const (
	Page   = "./build/browser"
	Worker = "./build/worker"
	Reader = "./build/modelreader"
)

var programs = []string{Page, Worker, Reader}

// References returns what the linker found to refer to what, a line for each
// pair. It explains why something is in a program.
func References(root, pkg string) ([]byte, error) {
	_, out, err := compile(root, pkg, "-dumpdep")
	return out, err
}

// compile compiles a package for WebAssembly. It returns the program, and what the
// linker said.
func compile(root, pkg, ldflags string) (file, said []byte, err error) {
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
	out := filepath.Join(dir, "app.wasm")
	args := slices.Concat([]string{"build"}, leanFlags, compilerFlags(), []string{
		"-trimpath",       // no folder of this machine
		"-buildvcs=false", // the same bytes before and after a commit
		"-ldflags=" + ldflags,
		"-o", out, pkg,
	})
	if said, err = goCommand(root, true, args...).CombinedOutput(); err != nil {
		return nil, nil, fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, said)
	}
	file, err = os.ReadFile(out)
	return file, said, err
}

// Test compiles a package's tests as the program is compiled, and writes them to
// the file out.
func Test(root, pkg, out string) error {
	_, err := Go(root, true, slices.Concat([]string{"test", "-c"}, compilerFlags(), []string{"-o", out, pkg})...)
	return err
}

// compilerFlags leave nothing inlined, which is a tenth less to download, except
// what every keystroke spends its time in.
func compilerFlags() []string {
	flags := []string{"-gcflags=all=-l"}
	for _, p := range hot {
		flags = append(flags, "-gcflags="+p+"=")
	}
	return flags
}

// hot are the packages whose functions are small and called most. With these as
// ever, an answer takes about as long as with everything inlined; without them,
// half as long again.
var hot = []string{
	"runtime", "internal/...", "cmp", "context", "errors", "slices", "strconv", "strings", "sync/...",
	"syscall/js", "unicode/utf8", "github.com/...", "unetparams/counter", "unetparams/counter/layer",
}

// gap is the shortest run of zeros that is left out of the file. Compressed,
// zeros cost next to nothing: this spares the browser the large runs.
const gap = 512

// strip takes out of the program what the page never reads. It is a quarter of
// what a reader downloads. The program of an unknown toolchain stays whole: to
// guess would be to ship a broken one.
func strip(file []byte) (Program, error) {
	m, err := wasm.Parse(file)
	if err != nil {
		return Program{}, err
	}
	memory, err := m.Memory()
	if err != nil {
		return Program{}, err
	}
	table, err := wasm.FindTable(memory)
	if err == nil {
		err = table.Strip()
	}
	if err != nil {
		return Program{File: file, Unstripped: err}, nil
	}
	m.SetMemory(memory, gap)
	return Program{File: m.Bytes()}, nil
}
