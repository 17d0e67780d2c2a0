package static

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
)

func TestHandler(t *testing.T) {
	top := t.TempDir()
	dir := filepath.Join(top, "dist")
	for name, text := range map[string]string{
		"secret.txt":                    "secret",
		"dist/index.html":               "home",
		"dist/zh/index.html":            "中文",
		"dist/icons/a.svg":              "<svg/>",
		"dist/.hidden":                  "hidden",
		"dist/app.0123456789ab.wasm":    "wasm",
		"dist/app.0123456789ab.wasm.br": "br",
		"dist/app.0123456789ab.wasm.gz": "gz",
		"dist/manifest.webmanifest":     "{}",
	} {
		name = filepath.Join(top, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	const wasm = "app.0123456789ab.wasm"

	for _, prefix := range []string{"/", "/tools/unet/"} {
		h := Handler(dir, prefix)
		for _, test := range []struct {
			path, accept string
			code         int
			body         string
			header       map[string]string
		}{
			{"", "", 200, "home", map[string]string{"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-cache", "Vary": ""}},
			{"?x=1", "", 200, "home", nil},
			{"zh/", "", 200, "中文", nil},
			{"zh", "", 301, "", map[string]string{"Location": "./zh/"}},
			{"icons/", "", 404, "", nil},
			{"icons/a.svg", "br", 200, "<svg/>", map[string]string{"Content-Type": "image/svg+xml", "Content-Encoding": ""}},
			{".hidden", "", 404, "", nil},
			{"nothing.js", "", 404, "", nil},
			{"../secret.txt", "", 404, "", nil},
			{"%2e%2e/secret.txt", "", 404, "", nil},
			{"manifest.webmanifest", "", 200, "{}", map[string]string{"Content-Type": "application/manifest+json"}},
			{wasm, "", 200, "wasm", map[string]string{
				"Content-Type": "application/wasm", "Content-Encoding": "", "Vary": "Accept-Encoding",
				"Cache-Control": "public, max-age=31536000, immutable"}},
			{wasm, "gzip, deflate, br", 200, "br", map[string]string{"Content-Type": "application/wasm", "Content-Encoding": "br"}},
			{wasm, "gzip;q=0.5, br; q=0", 200, "gz", map[string]string{"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}},
			{wasm, "brotli", 200, "wasm", map[string]string{"Content-Encoding": ""}},
		} {
			r := httptest.NewRequest(http.MethodGet, prefix+test.path, nil)
			r.Header.Set("Accept-Encoding", test.accept)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != test.code || w.Code == 200 && w.Body.String() != test.body {
				t.Errorf("%s%s (%s): %d %q, want %d %q", prefix, test.path, test.accept, w.Code, w.Body, test.code, test.body)
			}
			for k, want := range test.header {
				if got := w.Header().Get(k); got != want {
					t.Errorf("%s%s (%s): %s is %q, want %q", prefix, test.path, test.accept, k, got, want)
				}
			}
		}
	}

	w := httptest.NewRecorder()
	Handler(dir, "/tools/unet/").ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/tools/unet", nil))
	if got := w.Header().Get("Location"); w.Code != 301 || got != "./unet/" {
		t.Errorf("prefix without slash: %d %q", w.Code, got)
	}
	w = httptest.NewRecorder()
	Handler(dir, "/").ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/", nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", w.Code)
	}
}
