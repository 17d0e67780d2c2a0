// Package program makes the browser program, app.wasm: build/browser, compiled
// against a lean copy of go-app, with what only a stack trace reads left out.
package program

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// The browser program is built against a copy of go-app without its server
// half. Two of its files, http.go and resource.go, are compiled into every
// program though only a server needs them, and they pull in net/http and
// text/template: a quarter of what a reader would have to download.

// GoApp is the import path of go-app's module.
const GoApp = "github.com/maxence-charriere/go-app/v9"

// standIns replace the server half by what the rest of go-app's package refers to.
var standIns = map[string]string{
	"pkg/app/http.go": `package app

import "strings"

// Handler stands in for the server's handler, which a browser has no use for.
type Handler struct{}

func isRemoteLocation(path string) bool {
	return strings.HasPrefix(path, "https://") || strings.HasPrefix(path, "http://")
}

func isStaticResourcePath(path string) bool {
	return strings.HasPrefix(path, "/web/") || strings.HasPrefix(path, "web/")
}
`,
	"pkg/app/resource.go": "package app\n",
}

// unwanted are the packages that must not come back into the program unnoticed.
var unwanted = []string{"net/http", "text/template", "html/template"}

// Work is the ignored folder, below the module's root, for all that is needed
// only while building. The go command skips folders that start with a dot.
const Work = ".build"

// leanFlags makes the go command use the copy. The path is relative to the
// module's root, so that nothing of this machine gets into the program.
var leanFlags = []string{"-modfile=" + Work + "/go.mod"}

// prepare fills the work folder with the copy of go-app and a go.mod that
// points to it. What is right already is left alone, so that two builds at once,
// such as those of tests, don't pull files from under each other.
func prepare(root string) error {
	// download first: on a fresh machine there is no copy to find.
	out, err := Go(root, false, "mod", "download", "-json", GoApp)
	if err != nil {
		return err
	}
	var module struct{ Dir, Version string }
	if err := json.Unmarshal(out, &module); err != nil {
		return err
	}
	// With the version in the name no file of another one can linger there.
	folder := Work + "/goapp-" + module.Version
	if err := copyModule(module.Dir, filepath.Join(root, filepath.FromSlash(folder))); err != nil {
		return err
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		data, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return err
		}
		if name == "go.mod" {
			data = append(data, "\nreplace "+GoApp+" => ./"+folder+"\n"...)
		}
		if err := Keep(filepath.Join(root, Work, name), data); err != nil {
			return err
		}
	}
	return nil
}

// copyModule copies the files of a module that a program is built from, with
// the stand-ins for those that it replaces.
func copyModule(from, to string) error {
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		switch {
		case d.IsDir() && (rel == "docs" || rel == "pkg/app/gen"):
			return fs.SkipDir
		case d.IsDir():
			return nil
		case rel != "go.mod" && (!strings.HasSuffix(rel, ".go") || strings.HasSuffix(rel, "_test.go")):
			return nil
		}
		data := []byte(standIns[rel])
		if len(data) == 0 {
			if data, err = os.ReadFile(path); err != nil {
				return err
			}
		}
		if data, err = patched(rel, data); err != nil {
			return err
		}
		return Keep(filepath.Join(to, filepath.FromSlash(rel)), data)
	})
}

// Keep makes sure that a file has this content. It never shows half of it to
// another process.
func Keep(name string, data []byte) error {
	if old, err := os.ReadFile(name); err == nil && bytes.Equal(old, data) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), "new-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // does nothing once it is renamed
	_, err = f.Write(data)
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// check fails when the program would link a package it must not.
func check(root string) error {
	linked, err := deps(root)
	if err != nil {
		return err
	}
	for _, p := range unwanted {
		if slices.Contains(linked, p) {
			return fmt.Errorf("the browser program links %s, which makes it far larger; find who imports it with: go list -deps", p)
		}
	}
	return nil
}

// deps lists every package the browser program is made of.
func deps(root string) ([]string, error) {
	args := append([]string{"list", "-deps"}, leanFlags...)
	out, err := Go(root, true, append(args, "./build/browser")...)
	return strings.Fields(string(out)), err
}

// Root finds the folder of our go.mod, from wherever we were started.
func Root() (string, error) {
	out, err := Go("", false, "env", "GOMOD")
	if err != nil {
		return "", err
	}
	mod := strings.TrimSpace(string(out))
	if filepath.Base(mod) != "go.mod" {
		return "", errors.New("no go.mod here: run this inside the checkout")
	}
	return filepath.Dir(mod), nil
}

// Go runs the go command in dir and returns what it prints.
func Go(dir string, wasm bool, args ...string) ([]byte, error) {
	var stderr bytes.Buffer
	cmd := goCommand(dir, wasm, args...)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, stderr.Bytes())
	}
	return out, nil
}

// goCommand prepares a go command. Settings that would change the program from
// machine to machine are put back to their defaults.
func goCommand(dir string, wasm bool, args ...string) *exec.Cmd {
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off", "GOWASM=", "GOEXPERIMENT=", "CGO_ENABLED=0")
	if wasm {
		cmd.Env = append(cmd.Env, "GOOS=js", "GOARCH=wasm")
	}
	return cmd
}
