package app

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// layers are the packages of the program, from the bottom up: none imports one
// that is listed after it.
var layers = []string{
	"counter", "counter/number", "counter/layer", "counter/config", "counter/read", "counter/checkpoint",
	"counter/zoo/parts", "counter/catalog", "counter/zoo/classic", "counter/zoo/encoder", "counter/zoo/monai", "counter/zoo/smp", "counter/zoo/diffusion", "counter/zoo", "counter/field", "counter/memory", "counter/budget", "counter/configfile", "counter/identify", "counter/modelfile", "counter/infer",
	"counter/block", "counter/python", "counter/pytorch", "counter/keras", "counter/published", "counter/find", "counter/compare", "counter/match", "counter/tools", "counter/exercise", "counter/practice",
	"app/turn", "app/diagram", "app/text", "app/verify", "app/link", "app/state", "app/html", "app/recognize", "app/export", "app/files", "app/tutor", "app/worker", "app/dom",
	"app/session", "app/section", "app/page", "app/embed", "app/static",
	"web",
}

// TestImportsRunDownward: no file of a lower package needs one above, and nothing
// that only the site generator prints is linked into the program.
func TestImportsRunDownward(t *testing.T) {
	for i, name := range layers {
		files, err := filepath.Glob(filepath.Join("..", name, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
			if err != nil {
				t.Fatal(err)
			}
			for _, spec := range f.Imports {
				path, _ := strconv.Unquote(spec.Path.Value)
				other, ours := strings.CutPrefix(path, "unetparams/")
				if !ours || other == "web" {
					continue
				}
				switch j := slices.Index(layers, other); {
				case j < 0:
					t.Errorf("%s imports %s, which has no place in the list of packages", file, other)
				case j >= i:
					t.Errorf("%s imports %s, which is above it", file, other)
				case other == "app/worker":
					t.Errorf("%s imports %s, which only its program and the site generator may", file, other)
				case other == "app/static":
					t.Errorf("%s imports %s, which only build/site may", file, other)
				}
			}
		}
	}
}
