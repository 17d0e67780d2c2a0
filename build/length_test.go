package build

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// Bounds of what a reader is asked to keep in mind at once.
const (
	longest = 60 // lines of a function
	most    = 25 // methods of a type
)

// TestLengths checks that no function is longer than a page of an editor, and that
// no type has more methods than a reader can keep apart. Tests and what is patched
// from go-app are not counted.
func TestLengths(t *testing.T) {
	exempt := []string{"app/verify", "counter/find", "build/program/goapp", ".build", "dist"}
	methods := map[string]int{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		dir := filepath.ToSlash(strings.TrimPrefix(path, ".."+string(filepath.Separator)))
		for _, e := range exempt {
			if d.IsDir() && dir == e {
				return filepath.SkipDir
			}
		}
		if d.IsDir() && len(d.Name()) > 2 && strings.HasPrefix(d.Name(), ".") { // what builds leave
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		return measure(t, path, methods)
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(methods) < 100 {
		t.Fatalf("%d types with methods: not the whole tree", len(methods))
	}
	for name, n := range methods {
		if n > most {
			t.Errorf("%s has %d methods, more than %d", name, n, most)
		}
	}
}

// measure reports the functions of a file that are too long, and counts methods
// by type.
func measure(t *testing.T, path string, methods map[string]int) error {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		if lines := set.Position(f.End()).Line - set.Position(f.Pos()).Line + 1; lines > longest {
			t.Errorf("%s: %s has %d lines, more than %d", path, f.Name.Name, lines, longest)
		}
		if f.Recv != nil {
			methods[filepath.Dir(path)+" "+receiver(f.Recv.List[0].Type)]++
		}
	}
	return nil
}

// receiver returns the name of a receiver's type.
func receiver(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return receiver(e.X)
	case *ast.IndexExpr:
		return receiver(e.X)
	case *ast.Ident:
		return e.Name
	}
	return ""
}
