package e2e

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"unetparams/build/serve/static"
)

// prefix is where the site stands unless a test says otherwise: below a path,
// as on most hosts.
const prefix = "/tools/unet/"

// A site serves the built files at an address of its own, so that nothing a
// test stores in the browser is seen by another.
type site struct {
	url string // of the start page, with its slash

	server *httptest.Server
	blog   *blog // where posts embed the site; nil: nowhere
	prefix string
	mu     sync.Mutex
	files  http.Handler
	hook   func(http.ResponseWriter, *http.Request) bool
	asked  map[string]int // by path below the prefix
	stray  []string       // what was asked for outside the prefix
}

// serve starts a site with the built files.
func serve(t testing.TB) *site { return serveAt(t, prefix, static.Handler(siteDir, prefix)) }

func serveAt(t testing.TB, prefix string, files http.Handler) *site {
	t.Helper()
	if skip != "" {
		t.Skip(skip)
	}
	s := &site{prefix: prefix, files: files, asked: map[string]int{}}
	s.server = httptest.NewServer(s)
	s.url = s.server.URL + prefix
	t.Cleanup(func() {
		s.stop()
		for _, path := range s.stray {
			t.Errorf("a request outside %s: %s", prefix, path)
		}
	})
	return s
}

// ServeHTTP implements [http.Handler].
func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	name, inside := strings.CutPrefix(r.URL.Path, s.prefix)
	if inside {
		s.asked[name]++
	} else {
		s.stray = append(s.stray, r.Method+" "+r.URL.String())
	}
	hook, files := s.hook, s.files
	s.mu.Unlock()
	if hook == nil || !hook(w, r) {
		files.ServeHTTP(w, r)
	}
}

// intercept lets a test answer requests; what it returns false for is served
// as ever.
func (s *site) intercept(hook func(http.ResponseWriter, *http.Request) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hook = hook
}

// replace puts other files in place of the site's, as an upload does.
func (s *site) replace(dir string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files = static.Handler(dir, s.prefix)
}

// holdProgram makes requests for the program wait until the returned function
// is called.
func (s *site) holdProgram(t testing.TB) (release func()) {
	gate := make(chan struct{})
	release = sync.OnceFunc(func() { close(gate) })
	t.Cleanup(release)
	s.intercept(func(_ http.ResponseWriter, r *http.Request) bool {
		if strings.HasSuffix(r.URL.Path, ".wasm") {
			select {
			case <-gate:
			case <-r.Context().Done():
			case <-time.After(patience):
			}
		}
		return false
	})
	return release
}

// stop pulls the plug.
func (s *site) stop() {
	s.server.CloseClientConnections()
	s.server.Close()
}

// plainHost serves files as the simplest of hosts: right types and nothing else,
// no compression, no caching rules.
func plainHost(prefix string) http.Handler {
	files := http.StripPrefix(prefix, http.FileServer(http.Dir(siteDir)))
	types := map[string]string{".wasm": "application/wasm", ".js": "text/javascript", ".css": "text/css",
		".svg": "image/svg+xml", ".webmanifest": "application/manifest+json"}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for ext, kind := range types {
			if strings.HasSuffix(r.URL.Path, ext) {
				w.Header().Set("Content-Type", kind)
			}
		}
		files.ServeHTTP(w, r)
	})
}
