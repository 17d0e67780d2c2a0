// Command size prints the size of each package in a browser program:
//
//	go run ./build/size [-program page|embed|worker|reader] [-by package|function] [-n 40] [-in unetparams/counter]
//
// It compiles the program as the site generator does, and lists the code by package: see
// [program.Share]. Generics, closures and methods count for the package of their source.
// Below the page's program are the budgets of its packages; it fails if one is exceeded.
//
// -why explains why a package is linked: it prints the shortest chain of imports, and
// of calls and references from main to the package's first function.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"unetparams/build/program"
	"unetparams/build/wasm"
)

func main() {
	which := flag.String("program", "page", "which program: page, embed (the page in a post), worker (code, files, search) or reader (model files)")
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
		pkg, ok := map[string]string{"page": program.Page, "worker": program.Worker, "embed": program.Embed, "reader": program.Reader}[*which]
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
		if err := report(os.Stdout, built.File, *by, *in, *n); err != nil || pkg != program.Page {
			return err
		}
		table, err := program.CheckShares(built.File)
		fmt.Print(table)
		return err
	}()
	if err != nil {
		fmt.Fprintln(os.Stderr, "size:", err)
		os.Exit(1)
	}
}

// report prints the parts of the file, and then its code by package or function.
func report(w io.Writer, file []byte, by, in string, n int) error {
	m, err := wasm.Parse(file)
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

	lines, total, err := program.Shares(file, func(function string) string {
		name := function
		if by == "package" {
			name = program.PackageOf(function)
		}
		if !strings.HasPrefix(name, in) {
			return ""
		}
		return name
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "\n%10s %10s %9s  %s\n", "bytes", "gzip", "functions", by)
	for i, l := range lines {
		if i == n && n > 0 {
			fmt.Fprintf(w, "%32s %d more\n", "", len(lines)-n)
			break
		}
		fmt.Fprintf(w, "%10d %10d %9d  %s\n", l.Bytes, l.Gzip, l.Functions, l.Name)
	}
	fmt.Fprintf(w, "%10d %10d %9d  all\n", total.Bytes, total.Gzip, total.Functions)
	return nil
}
