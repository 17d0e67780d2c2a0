package program

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// A License is the license of a part of the browser programs.
type License struct {
	Name    string // a module's path, or "Go"
	Version string // empty for this module itself
	Text    string
}

// goLicense is used if the Go installation lacks its license, as in some distributions.
//
//go:embed go-LICENSE
var goLicense string

// Licenses returns the licenses of everything that is linked into the browser programs:
// this module, Go with its standard library, and every module with a linked package. A
// module without a license is an error.
func Licenses(root string) ([]License, error) {
	if err := prepare(root); err != nil {
		return nil, err
	}
	const format = "{{with .Module}}{{.Path}}\t{{.Version}}\t{{with .Replace}}{{.Dir}}{{else}}{{.Dir}}{{end}}{{end}}"
	out, err := Go(root, true, slices.Concat([]string{"list", "-deps"}, leanFlags, []string{"-f", format}, programs)...)
	if err != nil {
		return nil, err
	}
	modules := strings.Split(strings.TrimSpace(string(out)), "\n")
	slices.Sort(modules)

	goVersion := strings.TrimPrefix(runtime.Version(), "go")
	list := []License{{}, {Name: "Go", Version: goVersion, Text: goLicense}}
	if text, err := licenseIn(runtimeRoot(root)); err == nil {
		list[1].Text = text
	}
	for _, line := range slices.Compact(modules) {
		name, rest, _ := strings.Cut(line, "\t")
		version, dir, ok := strings.Cut(rest, "\t")
		if !ok {
			continue // a package of the standard library
		}
		text, err := licenseIn(dir)
		if err != nil {
			return nil, fmt.Errorf("a browser program links %s: %w", name, err)
		}
		if version == "" {
			list[0] = License{Name: name, Text: text}
		} else {
			list = append(list, License{name, version, text})
		}
	}
	return list, nil
}

// runtimeRoot returns the GOROOT of the Go that compiles the program, or "".
func runtimeRoot(root string) string {
	out, _ := Go(root, false, "env", "GOROOT")
	return strings.TrimSpace(string(out))
}

// licenseIn returns the text of the license in a folder.
func licenseIn(dir string) (string, error) {
	for _, name := range []string{"LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "COPYING"} {
		if text, err := os.ReadFile(filepath.Join(dir, name)); err == nil {
			return string(text), nil
		}
	}
	return "", fmt.Errorf("no licence in %s", dir)
}
