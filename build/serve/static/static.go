// Package static serves a folder of plain files the way a good static host
// does: right MIME types, compressed siblings, no listing of folders.
package static

import (
	"io"
	"io/fs"
	"net/http"
	"os"
	"path"
	"regexp"
	"strings"
)

// types are the MIME types of the site's files. They don't come from the
// machine, which may know none of them: WebAssembly compiles while it loads
// only when its type is right.
var types = map[string]string{
	".css":         "text/css; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".txt":         "text/plain; charset=utf-8",
	".wasm":        "application/wasm",
	".webmanifest": "application/manifest+json",
}

// hashed matches the names that carry a hash of their content, which therefore
// never change.
var hashed = regexp.MustCompile(`\.[0-9a-f]{12}\.[a-z]+$`)

// Handler serves the files of dir under the path prefix, which starts and ends
// with a slash.
func Handler(dir, prefix string) http.Handler {
	files := os.DirFS(dir)
	return http.StripPrefix(strings.TrimSuffix(prefix, "/"), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
			return
		}
		if r.URL.Path == "" { // the prefix without its slash
			redirect(w, prefix)
			return
		}
		serve(w, r, files)
	}))
}

func serve(w http.ResponseWriter, r *http.Request, files fs.FS) {
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	} else if info, err := fs.Stat(files, name); err == nil && info.IsDir() {
		redirect(w, name)
		return
	}
	kind := types[path.Ext(name)]
	if kind == "" { // also what is not of the site, such as dot files
		http.NotFound(w, r)
		return
	}

	h := w.Header()
	file, coding := name, ""
	for _, c := range []struct{ coding, ext string }{{"br", ".br"}, {"gzip", ".gz"}} {
		if _, err := fs.Stat(files, name+c.ext); err != nil {
			continue
		}
		h.Set("Vary", "Accept-Encoding")
		if coding == "" && accepts(r, c.coding) {
			file, coding = name+c.ext, c.coding
		}
	}
	f, err := files.Open(file)
	if err != nil {
		h.Del("Vary")
		http.NotFound(w, r)
		return
	}
	defer f.Close()
	info, err := f.Stat()
	content, ok := f.(io.ReadSeeker)
	if err != nil || !ok || info.IsDir() {
		http.NotFound(w, r)
		return
	}

	h.Set("Content-Type", kind)
	h.Set("X-Content-Type-Options", "nosniff")
	// In a sandboxed frame the page has no origin, and asks for its program as a
	// stranger. There is nothing here that a stranger may not read.
	h.Set("Access-Control-Allow-Origin", "*")
	if coding != "" {
		h.Set("Content-Encoding", coding)
	}
	if hashed.MatchString(name) {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		h.Set("Cache-Control", "no-cache") // keep, but ask each time
	}
	http.ServeContent(w, r, name, info.ModTime(), content)
}

// redirect sends the browser to a folder's name with a slash: relative addresses
// in the page count from there. The redirect is relative too, so that it holds
// behind a proxy that adds a path of its own.
func redirect(w http.ResponseWriter, name string) {
	w.Header().Set("Location", "./"+path.Base(name)+"/")
	w.WriteHeader(http.StatusMovedPermanently)
}

// accepts reports whether the request's Accept-Encoding lists the coding
// without forbidding it.
func accepts(r *http.Request, coding string) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(strings.TrimSpace(name), coding) {
			return strings.TrimRight(strings.ReplaceAll(weight, " ", ""), ".0") != "q="
		}
	}
	return false
}
