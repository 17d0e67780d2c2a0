package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"unetparams/build/program"
)

// explain prints the chain of references from the program's entry point to a symbol.
// Each line refers to the next one.
func explain(w io.Writer, root, pkg, symbol string) error {
	references, err := program.References(root, pkg)
	if err != nil {
		return err
	}
	from := map[string]string{} // symbol → the first symbol that refers to it
	s := bufio.NewScanner(bytes.NewReader(references))
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		if a, b, ok := strings.Cut(s.Text(), " -> "); ok {
			a, b = bare(a), bare(b)
			if _, known := from[b]; !known {
				from[b] = a
			}
		}
	}
	if err := s.Err(); err != nil {
		return err
	}
	if from[symbol] == "" {
		return fmt.Errorf("the program does not link %s", symbol)
	}
	var chain []string
	for at := symbol; at != "" && at != "_"; at = from[at] {
		chain = append(chain, at)
	}
	slices.Reverse(chain)
	for i, name := range chain {
		fmt.Fprintf(w, "%*s%s\n", 2*i, "", name)
	}
	return nil
}

// bare returns a symbol's name without the linker's annotations.
func bare(name string) string {
	name, _, _ = strings.Cut(name, " <")
	return name
}
