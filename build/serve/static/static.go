// Package static serves a folder of files as a good static host does: with correct MIME
// types and compressed siblings, and without directory listings.
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

// types are the MIME types of the site's files. They don't depend on the machine, which
// may lack them: WebAssembly is compiled while it loads only if its type is correct.
var types = map[string]string{
	".css":         "text/css; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".txt":         "text/plain; charset=utf-8",
	".wasm":        "application/wasm",
	".wasmgz":      "application/octet-stream", // in gzip, for a script to decode
	".webmanifest": "application/manifest+json",
}

// hashed matches names that contain a hash of the content; these files never change.
var hashed = regexp.MustCompile(`\.[0-9a-f]{12}\.[a-z]+$`)

// Handler returns a handler that serves the files of dir under the path prefix, which
// must start and end with a slash.
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
	if kind == "" { // also files that are not part of the site, such as dot files
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
	// In a sandboxed frame the page has an opaque origin, so that its requests are
	// cross-origin. All files are public.
	h.Set("Access-Control-Allow-Origin", "*")
	if coding != "" {
		h.Set("Content-Encoding", coding)
	}
	if hashed.MatchString(name) {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		h.Set("Cache-Control", "no-cache") // cache, but revalidate each time
	}
	http.ServeContent(w, r, name, info.ModTime(), content)
}

// redirect redirects to a folder's name with a trailing slash, which the page's relative
// addresses require. The redirect is relative, too, so that it works behind a proxy that
// adds a path.
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
