package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"unetparams/app/text"
	"unetparams/build/program"
)

// files are the files of the site: slash-separated paths and contents.
type files map[string][]byte

// makeSite returns all files of the site, without compressed siblings. The browser
// programs are passed by name: app.wasm, embed.wasm, worker.wasm, modelreader.wasm.
func makeSite(root string, programs map[string][]byte, url string) (files, error) {
	out := files{}
	assets, err := out.addAssets(root, programs)
	if err != nil {
		return nil, err
	}
	sizes := map[string]int{}
	for name, data := range programs {
		sizes[name] = len(data)
	}
	docs, err := out.addPages(root, assets, sizes, url)
	if err != nil {
		return nil, err
	}
	for _, l := range text.Langs() {
		if out[langDir(l)+"manifest.webmanifest"], err = manifest(l, assets); err != nil {
			return nil, err
		}
	}
	worker, err := source(root, "sw.js")
	if err != nil {
		return nil, err
	}
	if out["sw.js"], err = fillWorker(worker, out, docs); err != nil {
		return nil, err
	}
	return out, nil
}

// addAssets adds the files that pages load, and maps their plain names to names that
// contain a hash of the content, so that a page only loads the files that it was built
// with, whatever is in a cache.
func (out files) addAssets(root string, programs map[string][]byte) (assets map[string]string, err error) {
	assets = map[string]string{}
	add := func(name string, data []byte) {
		ext := path.Ext(name)
		hashed := strings.TrimSuffix(name, ext) + "." + hash(data) + ext
		assets[name], out[hashed] = hashed, data
	}
	for name, data := range programs {
		if slices.Contains(workers, strings.TrimSuffix(name, ".wasm")) {
			if data, err = inGzip.encode(data); err != nil {
				return nil, err
			}
			name = strings.TrimSuffix(name, ".wasm") + packedProgram
		}
		add(name, data)
	}
	// The toolchain's loader: the one in go-app is for an older version of Go.
	goroot, err := program.Go(root, false, "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	loader, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(goroot)), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return nil, err
	}
	add("wasm_exec.js", loader)
	sources := map[string][]string{
		// One style sheet for the page and its picture. There are two source files because
		// the picture's is also used without the page.
		"style.css": {"style.css", "diagram.css"},
	}
	for _, name := range []string{
		"boot.js", "theme.js", "frame.js", "export.js", "gallery.js", "gallery.css",
		"icons/icon.svg", "icons/icon-180.png", "icons/icon-192.png", "icons/icon-512.png", "icons/maskable-512.png",
	} {
		sources[name] = []string{name}
	}
	for _, name := range workers {
		sources[name+".js"] = []string{"instantiate.js", name + ".js"}
	}
	for name, list := range sources {
		data, err := source(root, list...)
		if err != nil {
			return nil, err
		}
		add(name, data)
	}

	// Posts refer to this file, so its address never changes.
	out["embed.js"], err = source(root, "embed.js")
	return assets, err
}

// workers are the programs that run in workers of their own, name.wasm, each with its
// script, name.js. They are loaded when a reader first needs them.
var workers = []string{"worker", "modelreader"}

// packedProgram is the extension of programs that the site has only in compressed form:
// the file itself is in gzip, whatever the host does. It is not .gz, which some hosts
// and download managers treat specially, and no siblings of files end in it.
const packedProgram = ".wasmgz"

// source returns files of the folder web one after the other, as the site has them.
func source(root string, names ...string) (all []byte, err error) {
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(root, "web", filepath.FromSlash(name)))
		if err != nil {
			return nil, err
		}
		all = append(all, data...)
	}
	return bare(names[0], all), nil
}

var (
	// scriptBallast matches lines of comments and indentation. No string in our scripts
	// has them but the style sheet in embed.js, to which they mean nothing.
	scriptBallast = regexp.MustCompile(`(?m)^\s*//.*\n|^\t+`)
	styleBallast  = regexp.MustCompile(`(?s)/\*.*?\*/\s*|(?m)^\s+`)
)

// bare returns a script or a style sheet without comments and indentation, and other
// files as they are.
func bare(name string, data []byte) []byte {
	switch path.Ext(name) {
	case ".js":
		return scriptBallast.ReplaceAll(data, nil)
	case ".css":
		return styleBallast.ReplaceAll(data, nil)
	}
	return data
}

// addPages adds the pages and, if the site has an address, the site map.
func (out files) addPages(root string, assets map[string]string, sizes map[string]int, url string) ([]document, error) {
	docs := documents()
	networks, err := published(url, out)
	if err != nil {
		return nil, err
	}
	docs = append(docs, networks...)
	list, err := program.Licenses(root)
	if err != nil {
		return nil, err
	}
	docs = append(docs, licenses(list)...)
	for _, d := range docs {
		if out[d.Dir()+"index.html"], err = d.html(assets, sizes, url); err != nil {
			return nil, fmt.Errorf("page %s: %w", d.Dir(), err)
		}
	}
	if url != "" {
		if out["sitemap.xml"], err = sitemap(docs, url); err != nil {
			return nil, err
		}
	}
	return docs, nil
}

// fillWorker inserts the version and the lists of files into the service worker.
// The worker installs the live pages and the files that all pages need. The pages of
// networks are cached when they are visited, so that a first visit does not load them.
func fillWorker(worker []byte, out files, docs []document) ([]byte, error) {
	var pages, static []string
	for _, d := range docs {
		if d.Live && !d.Embed { // an embed has no worker
			pages = append(pages, "./"+d.Dir())
		} else {
			static = append(static, d.Dir())
		}
	}
	var rest, later []string
	for _, name := range out.names() {
		in := func(dir string) bool { return strings.HasPrefix(name, dir) }
		switch {
		case slices.ContainsFunc(workers, func(w string) bool { return in(w + ".") }), in("embed.") && name != "embed.js":
			later = append(later, "./"+name)
		case path.Base(name) != "index.html" && name != "embed.js" && !slices.ContainsFunc(static, in):
			rest = append(rest, "./"+name)
		}
	}
	for mark, value := range map[string]any{
		`"VERSION"`: out.version(),
		`["PAGES"]`: pages,
		`["FILES"]`: rest,
		`["LATER"]`: later,
	} {
		text, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		if bytes.Count(worker, []byte(mark)) != 1 {
			return nil, fmt.Errorf("web/sw.js should say %s once", mark)
		}
		worker = bytes.Replace(worker, []byte(mark), text, 1)
	}
	return worker, nil
}

// version returns a version of this set of files, which changes when any of them does.
func (f files) version() string {
	var b strings.Builder
	for _, name := range f.names() {
		fmt.Fprintln(&b, name, hash(f[name]))
	}
	return hash([]byte(b.String()))
}

// names returns the sorted paths.
func (f files) names() []string { return slices.Sorted(maps.Keys(f)) }

// write replaces the contents of the folder. It refuses if the folder is not empty and
// was not written by this program.
func (f files) write(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	// A service worker that contains our name identifies the output of an earlier run.
	worker, _ := os.ReadFile(filepath.Join(dir, "sw.js"))
	if len(entries) > 0 && !bytes.Contains(worker, []byte("unetparams")) {
		return fmt.Errorf("%s holds files that are not of this program: empty it, or name another folder with -out", dir)
	}
	// The folder itself is kept: a server may be serving it.
	for _, e := range entries {
		if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
			return err
		}
	}
	for name, data := range f {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(full, data, 0o666); err != nil {
			return err
		}
	}
	return nil
}

// summary returns a table of the files with their sizes, uncompressed, as gzip and as
// brotli.
func (f files) summary() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-32s %10s %10s %10s\n", "file", "bytes", "gzip", "brotli")
	for _, name := range f.names() {
		if ext := path.Ext(name); ext == ".gz" || ext == ".br" {
			continue
		}
		fmt.Fprintf(&b, "%-32s %10d", name, len(f[name]))
		if br, ok := f[name+".br"]; ok {
			fmt.Fprintf(&b, " %10d %10d", f.weight(name, ".gz"), len(br))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// hash returns a hash that is short enough for a file name and long enough to be
// unique.
func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:6])
}
