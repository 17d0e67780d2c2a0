// Package program builds the browser's programs, first of all app.wasm: build/browser,
// compiled against a lean copy of go-app, without the data that only stack traces need.
package program

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// The browser program is built against a copy of go-app that contains only what a page
// in a browser needs. go-app's package is a web server, a site generator and the page's
// engine in one, and much of the first two is linked into every
// program: net/http, text/template, regexp, encoding/json, ciphers. In the copy some of
// its files are omitted, some are replaced, and some are patched.

// GoApp is the import path of go-app's module.
const GoApp = "github.com/maxence-charriere/go-app/v9"

// leftOut are go-app's files that the page does not need.
var leftOut = []string{
	"pkg/app/action.go",
	"pkg/app/cache.go",
	"pkg/app/context.go",
	"pkg/app/contextmenu.go",
	"pkg/app/crypto.go",
	"pkg/app/dispatcher.go",
	"pkg/app/http.go",
	"pkg/app/library.go",
	"pkg/app/log.go",
	"pkg/app/notfound.go",
	"pkg/app/notification.go",
	"pkg/app/page.go",
	"pkg/app/resource.go",
	"pkg/app/route.go",
	"pkg/app/scripts.go",
	"pkg/app/scripts_wasm.go",
	"pkg/app/social.go",
	"pkg/app/state.go",
	"pkg/app/static.go",
	"pkg/app/storage.go",
	"pkg/app/tag.go",
	"pkg/app/testing.go",
	"pkg/app/wasm.go",
	"pkg/app/wasmexec.go",
}

// standIns holds replacements for go-app's files, at the same paths. The go command
// ignores them elsewhere, because of their build tag.
//
//go:embed goapp
var standIns embed.FS

// unwanted are the packages that must not get into the program unnoticed.
var unwanted = []string{
	"crypto", "encoding/json", "html/template", "net/http", "net/url", "regexp", "sort", "text/template",
}

// left are the packages that the program of the embedded page must not link either: it
// has the classic U-Net alone.
var left = []string{
	"unetparams/app/export", "unetparams/app/page", "unetparams/counter/zoo", "unetparams/counter/zoo/diffusion",
	"unetparams/counter/zoo/encoder", "unetparams/counter/zoo/monai", "unetparams/counter/zoo/smp",
}

// heavy are further packages that the pages' programs must not link: the worker's
// program does their work, which most visitors never need.
var heavy = []string{
	"unetparams/app/files", "unetparams/app/recognize", "unetparams/app/tutor", "unetparams/app/verify", "unetparams/app/worker",
	"unetparams/counter/block", "unetparams/counter/budget", "unetparams/counter/configfile", "unetparams/counter/find", "unetparams/counter/identify", "unetparams/counter/infer",
	"unetparams/counter/keras", "unetparams/counter/memory", "unetparams/counter/practice", "unetparams/counter/published", "unetparams/counter/python", "unetparams/counter/pytorch",
	"unetparams/counter/read", "unetparams/counter/tools",
}

// Work is the folder below the module's root for files that are needed only while
// building; git ignores it. The go command skips folders that start with a dot.
const Work = ".build"

// leanFlags make the go command use the copy. The path is relative to the module's
// root, so that no path of this machine gets into the program.
var leanFlags = []string{"-modfile=" + Work + "/go.mod", "-tags=lean"}

// prepare fills the work folder with the copy of go-app and a go.mod that
// points to it. It does not touch files that are up to date, so that concurrent builds,
// such as those of tests, don't disturb each other.
func prepare(root string) error {
	// Download first: a fresh machine does not have the module.
	out, err := Go(root, false, "mod", "download", "-json", GoApp)
	if err != nil {
		return err
	}
	var module struct{ Dir string }
	if err := json.Unmarshal(out, &module); err != nil {
		return err
	}
	copied, err := leanModule(module.Dir)
	if err != nil {
		return err
	}
	// The hash in the name ensures that no files of another copy remain there.
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(copied)) {
		fmt.Fprintf(sum, "%s %d %s", name, len(copied[name]), copied[name])
	}
	folder := fmt.Sprintf("%s/goapp-%x", Work, sum.Sum(nil)[:6])
	for name, data := range copied {
		if err := Keep(filepath.Join(root, filepath.FromSlash(folder), filepath.FromSlash(name)), data); err != nil {
			return err
		}
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

// leanModule returns the files of the copy: the license, and the files of go-app's
// packages app and errors, without those that are omitted, and with replacements and
// patches; and what go-app lacks: files of package app, and a package context.
func leanModule(dir string) (map[string][]byte, error) {
	names := []string{"go.mod", "LICENSE", "pkg/app/build.go", "pkg/app/listeners.go", "pkg/context/context.go"}
	for _, folder := range []string{"pkg/app", "pkg/errors"} {
		entries, err := os.ReadDir(filepath.Join(dir, filepath.FromSlash(folder)))
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if strings.HasSuffix(e.Name(), ".go") && !strings.HasSuffix(e.Name(), "_test.go") {
				names = append(names, folder+"/"+e.Name())
			}
		}
	}
	files := map[string][]byte{}
	for _, name := range names {
		if slices.Contains(leftOut, name) {
			continue
		}
		data, err := standIns.ReadFile("goapp/" + name)
		if err != nil {
			if data, err = os.ReadFile(filepath.Join(dir, filepath.FromSlash(name))); err != nil {
				return nil, err
			}
		}
		if files[name], err = patched(name, data); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// Keep ensures that a file has the given content. Another process never sees a
// partially written file.
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
	defer os.Remove(f.Name()) // does nothing after the rename
	_, err = f.Write(data)
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// check returns an error if a program would link a package that it must not.
func check(root, pkg string) error {
	linked, err := deps(root, pkg)
	if err != nil {
		return err
	}
	for _, p := range unwanted {
		if slices.Contains(linked, p) {
			return fmt.Errorf("%s links %s, which makes it far larger; find who imports it with: go list -deps", pkg, p)
		}
	}
	for _, p := range heavy {
		if (pkg == Page || pkg == Embed) && slices.Contains(linked, p) {
			return fmt.Errorf("%s links %s, which is for the worker to do: see package worker; find who imports it with: go list -deps", pkg, p)
		}
	}
	for _, p := range left {
		if pkg == Embed && slices.Contains(linked, p) {
			return fmt.Errorf("%s links %s, which the page in a post must do without; find who imports it with: go list -deps", pkg, p)
		}
	}
	return nil
}

// deps lists all packages that browser programs link.
func deps(root string, pkgs ...string) ([]string, error) {
	out, err := Go(root, true, slices.Concat([]string{"list", "-deps"}, leanFlags, pkgs)...)
	return strings.Fields(string(out)), err
}

// Root returns the folder of our go.mod, from any working directory inside the module.
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

// toolchain returns the GOTOOLCHAIN setting with which the go command uses the version
// of Go that compiled this program, whatever the machine's GOTOOLCHAIN. A version that
// is not a release can only be the one on PATH.
func toolchain(version string) string {
	if strings.HasPrefix(version, "go1.") && !strings.ContainsAny(version, " -") {
		return version
	}
	return "local"
}

// goCommand returns a go command. Settings that would make the program depend on the
// machine are reset to their defaults.
func goCommand(dir string, wasm bool, args ...string) *exec.Cmd {
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off", "GOWASM=", "GOEXPERIMENT=", "CGO_ENABLED=0", "GOTOOLCHAIN="+toolchain(runtime.Version()))
	if wasm {
		cmd.Env = append(cmd.Env, "GOOS=js", "GOARCH=wasm")
	}
	return cmd
}
