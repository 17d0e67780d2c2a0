package layer_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"unetparams/counter"
	"unetparams/counter/layer/layertest"
)

// TestExamples: every exported type of the package that is a layer has an
// example, which runs; no two types have the same kind.
func TestExamples(t *testing.T) {
	types, kinds := map[string]bool{}, map[string]string{}
	for _, e := range layertest.Examples() {
		name := reflect.TypeOf(e.Layer).Name()
		types[name] = true
		if other, ok := kinds[e.Layer.Kind()]; ok {
			t.Errorf("%s and %s are both of kind %q", other, name, e.Layer.Kind())
		}
		kinds[e.Layer.Kind()] = name
		if _, err := e.Layer.Forward(e.In...); err != nil && name != "RuntimeError" && !strings.Contains(err.Error(), counter.Fails.String()) {
			t.Errorf("%s does not run on its example's inputs: %v", name, err)
		}
	}
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Name.Name != "Kind" || f.Recv == nil {
				continue
			}
			if name, ok := f.Recv.List[0].Type.(*ast.Ident); ok && name.IsExported() && !types[name.Name] {
				t.Errorf("%s has no example in package layertest", name.Name)
			}
		}
	}
}
