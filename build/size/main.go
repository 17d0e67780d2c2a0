// Command size prints the size of each package in a browser program:
//
//	go run ./build/size [-program page|worker|reader] [-by package|function] [-n 40] [-in unetparams/counter]
//
// It compiles the program as the site generator does, and lists the code by package.
// The compressed size is that of the code alone, compressed package by package with one
// compressor. It is an estimate, because code that two packages have in common counts
// for the first. Generics, closures and methods count for the package of their source.
//
// -why explains why a package is linked: it prints the shortest chain of imports, and
// of calls and references from main to the package's first function.
package main

import (
	"cmp"
	"compress/gzip"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"unetparams/build/program"
	"unetparams/build/wasm"
)

func main() {
	which := flag.String("program", "page", "which program: page, worker (code, files, search) or reader (model files)")
	by := flag.String("by", "package", "what to list: package or function")
	in := flag.String("in", "", "list only what begins with this, such as unetparams/counter")
	n := flag.Int("n", 40, "lines to list; 0 is all")
	why := flag.String("why", "", "say why the function, variable or type with this name is linked, such as time.LoadLocation")
	flag.Parse()

	err := func() error {
		root, err := program.Root()
		if err != nil {
			return err
		}
		pkg, ok := map[string]string{"page": program.Page, "worker": program.Worker, "reader": program.Reader}[*which]
		if !ok {
			return fmt.Errorf("no program %q", *which)
		}
		if *why != "" {
			return explain(os.Stdout, root, pkg, *why)
		}
		built, err := program.Build(root, pkg, true)
		if err != nil {
			return err
		}
		return report(os.Stdout, built.File, *by, *in, *n)
	}()
	if err != nil {
		fmt.Fprintln(os.Stderr, "size:", err)
		os.Exit(1)
	}
}

// A line is a line of the list.
type line struct {
	name      string
	functions int
	bytes     int
	gzip      int
}

// report prints the parts of the file, and then its code by package or function.
func report(w io.Writer, file []byte, by, in string, n int) error {
	m, err := wasm.Parse(file)
	if err != nil {
		return err
	}
	bodies, err := m.Functions()
	if err != nil {
		return err
	}
	memory, err := m.Memory()
	if err != nil {
		return err
	}
	table, err := wasm.FindTable(memory)
	if err != nil {
		return err
	}

	names, sizes := m.Sizes()
	for i, size := range sizes {
		if size > 10_000 {
			fmt.Fprintf(w, "%10d  %s\n", size, names[i])
		}
	}
	names, sizes = table.Sizes()
	for i, size := range sizes {
		fmt.Fprintf(w, "%10d    of it %s\n", size, names[i])
	}

	groups := map[string][][]byte{}
	for _, f := range table.Funcs {
		if f.Index >= len(bodies) {
			return fmt.Errorf("%s has no body", f.Name)
		}
		name := f.Name
		if by == "package" {
			name = packageOf(name)
		}
		if strings.HasPrefix(name, in) {
			groups[name] = append(groups[name], bodies[f.Index])
		}
	}
	lines, total := measure(groups)
	fmt.Fprintf(w, "\n%10s %10s %9s  %s\n", "bytes", "gzip", "functions", by)
	for i, l := range lines {
		if i == n && n > 0 {
			fmt.Fprintf(w, "%32s %d more\n", "", len(lines)-n)
			break
		}
		fmt.Fprintf(w, "%10d %10d %9d  %s\n", l.bytes, l.gzip, l.functions, l.name)
	}
	fmt.Fprintf(w, "%10d %10d %9d  all\n", total.bytes, total.gzip, total.functions)
	return nil
}

// measure sums up the groups, the largest first.
func measure(groups map[string][][]byte) (lines []line, total line) {
	for name, bodies := range groups {
		l := line{name: name, functions: len(bodies)}
		for _, b := range bodies {
			l.bytes += len(b)
		}
		lines = append(lines, l)
		total.bytes += l.bytes
		total.functions += l.functions
	}
	slices.SortFunc(lines, func(a, b line) int {
		return cmp.Or(cmp.Compare(b.bytes, a.bytes), cmp.Compare(a.name, b.name))
	})
	var written counter
	z, _ := gzip.NewWriterLevel(&written, gzip.BestCompression) // the level is valid
	for i, l := range lines {
		before := int(written)
		for _, b := range groups[l.name] {
			z.Write(b) // can't fail: it writes to a counter
		}
		z.Flush()
		lines[i].gzip = int(written) - before
		total.gzip += lines[i].gzip
	}
	return lines, total
}

// A counter is a writer that only counts.
type counter int

func (c *counter) Write(b []byte) (int, error) {
	*c += counter(len(b))
	return len(b), nil
}

// packageOf returns the import path in a function's name in the function table:
// path/of/package.(*Type).Method, package.Generic[...], and type:.eq.… for functions
// that the compiler adds.
func packageOf(name string) string {
	if strings.HasPrefix(name, "type:") || strings.HasPrefix(name, "go:") {
		return "(made by the compiler)"
	}
	path := name
	if i := strings.IndexByte(path, '['); i >= 0 { // may contain other packages' types
		path = path[:i]
	}
	slash := strings.LastIndexByte(path, '/') + 1
	pkg, _, found := strings.Cut(path[slash:], ".")
	if !found {
		return "(assembly)"
	}
	// A dot in the last element of a path is escaped.
	return path[:slash] + strings.ReplaceAll(pkg, "%2e", ".")
}
