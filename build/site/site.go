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
	"slices"
	"strings"

	"unetparams/app/text"
	"unetparams/build/program"
)

// files are the files of the site: slash-separated paths and contents.
type files map[string][]byte

// makeSite returns every file of the site, none of them compressed. The programs of
// the browser have names: app.wasm, worker.wasm, modelreader.wasm.
func makeSite(root string, programs map[string][]byte, url string) (files, error) {
	out := files{}
	assets, err := out.addAssets(root, programs)
	if err != nil {
		return nil, err
	}
	docs, err := out.addPages(root, assets, len(programs["app.wasm"]), url)
	if err != nil {
		return nil, err
	}
	for _, l := range text.Langs() {
		if out[langDir(l)+"manifest.webmanifest"], err = manifest(l, assets); err != nil {
			return nil, err
		}
	}
	worker, err := os.ReadFile(filepath.Join(root, "web", "sw.js"))
	if err != nil {
		return nil, err
	}
	if out["sw.js"], err = fillWorker(worker, out, docs); err != nil {
		return nil, err
	}
	return out, nil
}

// addAssets adds the files that pages load, and returns their names by their plain
// names: they carry a hash of their content, so that a page can only ever load the
// very files it was made with, whatever a cache on the way still holds.
func (out files) addAssets(root string, programs map[string][]byte) (assets map[string]string, err error) {
	assets = map[string]string{}
	add := func(name string, data []byte) {
		ext := path.Ext(name)
		hashed := strings.TrimSuffix(name, ext) + "." + hash(data) + ext
		assets[name], out[hashed] = hashed, data
	}
	for name, data := range programs {
		add(name, data)
	}
	// The toolchain's own loader: the one inside go-app belongs to an older Go.
	goroot, err := program.Go(root, false, "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	loader, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(goroot)), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return nil, err
	}
	add("wasm_exec.js", loader)
	for _, name := range []string{
		"boot.js", "modelreader.js", "worker.js", "theme.js", "frame.js", "export.js", "gallery.js", "gallery.css",
		"icons/icon.svg", "icons/icon-180.png", "icons/icon-192.png", "icons/icon-512.png", "icons/maskable-512.png",
	} {
		data, err := os.ReadFile(filepath.Join(root, "web", filepath.FromSlash(name)))
		if err != nil {
			return nil, err
		}
		add(name, data)
	}

	// One style sheet for the page and its picture: they are two files because the
	// picture's is also of use without the page.
	var style []byte
	for _, name := range []string{"style.css", "diagram.css"} {
		data, err := os.ReadFile(filepath.Join(root, "web", name))
		if err != nil {
			return nil, err
		}
		style = append(style, data...)
	}
	add("style.css", style)

	// Posts name this one by its address, which therefore never changes.
	out["embed.js"], err = os.ReadFile(filepath.Join(root, "web", "embed.js"))
	return assets, err
}

// addPages adds the pages and the list of them, if the site has an address.
func (out files) addPages(root string, assets map[string]string, wasm int, url string) ([]document, error) {
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
		if out[d.Dir()+"index.html"], err = d.html(assets, wasm, url); err != nil {
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

// fillWorker puts the version and the lists of files into the service worker.
// It installs the live pages and what all pages need: nobody's first visit should
// pay for the pages of all networks, which are kept as they are visited.
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
		case in("modelreader."), in("worker."):
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

// version names this set of files: it changes when any of them does.
func (f files) version() string {
	var b strings.Builder
	for _, name := range f.names() {
		fmt.Fprintln(&b, name, hash(f[name]))
	}
	return hash([]byte(b.String()))
}

// names returns the paths in order.
func (f files) names() []string { return slices.Sorted(maps.Keys(f)) }

// write makes the folder anew. It refuses to empty one that it did not make.
func (f files) write(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	// A service worker that speaks of us tells a folder that an earlier run made.
	worker, _ := os.ReadFile(filepath.Join(dir, "sw.js"))
	if len(entries) > 0 && !bytes.Contains(worker, []byte("unetparams")) {
		return fmt.Errorf("%s holds files that are not of this program: empty it, or name another folder with -out", dir)
	}
	// The folder itself stays: a server may be looking at it.
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

// summary is a table of the files and their sizes as they stand, as gzip and as
// brotli.
func (f files) summary() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-32s %10s %10s %10s\n", "file", "bytes", "gzip", "brotli")
	for _, name := range f.names() {
		if ext := path.Ext(name); ext == ".gz" || ext == ".br" {
			continue
		}
		fmt.Fprintf(&b, "%-32s %10d", name, len(f[name]))
		if gz, ok := f[name+".gz"]; ok {
			fmt.Fprintf(&b, " %10d %10d", len(gz), len(f[name+".br"]))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// hash is short enough for a file name and long enough never to repeat.
func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:6])
}
