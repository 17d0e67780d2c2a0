package e2e

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// offline are the messages of a browser without a network.
const offline = `sw\.js|ERR_CONNECTION_REFUSED|ERR_FAILED|ERR_INTERNET_DISCONNECTED`

// kept is the condition that the service worker has kept the page below a path.
func kept(path string) string {
	return `caches.match(new URL(` + js(path) + `, new URL(document.baseURI).origin + ` + js(prefix) + `)).then(Boolean)`
}

// visit loads a page and waits until the worker has kept it.
func (b *tab) visit(path string) {
	b.Helper()
	b.load(path)
	folder, _, _ := strings.Cut(path, "#")
	b.waitFor(kept(folder))
}

// heading is what a page shows first.
const heading = `document.querySelector("h1").innerText`

// TestStalledNetwork: an installed page opens although the network takes
// requests and never answers, or stops in the middle of the page.
func TestStalledNetwork(t *testing.T) {
	t.Parallel()
	for name, begin := range map[string]string{"no answer": "", "half a page": "<!doctype html><title>Half of"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t)
			b := newTab(t, s)
			b.open("")
			b.waitFor(installed)
			b.visit("gallery/")
			s.intercept(func(w http.ResponseWriter, r *http.Request) bool {
				if begin != "" {
					w.Header().Set("Content-Type", "text/html; charset=utf-8")
					_, _ = w.Write([]byte(begin))
					w.(http.Flusher).Flush()
				}
				<-r.Context().Done()
				return true
			})
			b.allow(`sw\.js`)
			b.open("?again#v=1&arch=unet&base=64")
			b.waitTotal("31,042,434")
			b.load("gallery/")
			b.waitFor(heading)
			s.stop() // what hangs ends
		})
	}
}

// TestVisitedOffline: pages on which the program does not run, and the page for
// posts, work offline once they were visited.
func TestVisitedOffline(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b := newTab(t, s)
	b.open("")
	b.waitFor(installed)
	pages := []string{"gallery/", "help/", "p/", "p/tutorial/", "zh/gallery/", "zh/p/tutorial/"}
	headings := map[string]string{}
	for _, path := range pages {
		b.visit(path)
		headings[path] = eval[string](b, heading)
	}
	b.visit("embed/#v=1&arch=unet&base=64")
	s.stop()
	b.allow(offline)
	for _, path := range pages {
		b.load(path + "?offline")
		if got := eval[string](b, heading); got != headings[path] {
			b.Errorf("%s offline: %q, was %q", path, got, headings[path])
		}
		if !eval[bool](b, `getComputedStyle(document.body).margin === "0px"`) {
			b.Errorf("%s offline: no style sheet", path)
		}
		if strings.Contains(path, "p/tutorial/") {
			b.waitFor(`document.querySelector("picture img").naturalWidth > 0`)
		}
	}
	// The gallery's own script too.
	b.load("gallery/")
	b.waitFor(`document.getElementById("gallery-tools").hidden === false`)
	// Without its slash an address leads to the same page, whose links count from it.
	b.load("p/tutorial")
	b.waitFor(`location.pathname === ` + js(prefix+"p/tutorial/") + ` && getComputedStyle(document.body).margin === "0px"`)
	b.load("embed/#v=1&arch=unet&base=64")
	b.waitFor(ready + ` && ` + el("#count") + `.innerText === "31,042,434"`)
}

// TestVisitedBounded: the worker keeps the pages that were visited last, and no
// page that is not of its version.
func TestVisitedBounded(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b := newTab(t, s)
	b.open("")
	b.waitFor(installed)
	folders, err := filepath.Glob(filepath.Join(siteDir, "p", "*", "index.html"))
	b.must(err)
	if len(folders) < 45 {
		b.Fatalf("%d pages", len(folders))
	}
	b.visit("help/")
	for i, name := range folders[:44] {
		b.visit("p/" + filepath.Base(filepath.Dir(name)) + "/")
		if i == 20 {
			b.visit("gallery/")
		}
	}
	list := eval[[]string](b, `caches.keys().then((names) => caches.open(names[0])).then((c) => c.keys()).then((all) => all.map((r) => r.url).filter((u) => /\/(p\/.+|help|gallery)\/$/.test(u)))`)
	pictures := eval[[]string](b, `caches.keys().then((names) => caches.open(names[0])).then((c) => c.keys()).then((all) => all.map((r) => r.url).filter((u) => u.endsWith(".svg") && u.includes("/p/")))`)
	if len(pictures) == 0 || len(pictures) > 40 {
		b.Errorf("%d pictures are kept: %v", len(pictures), pictures)
	}
	if len(list) != 40 || strings.Contains(strings.Join(list, " "), "help/") || !strings.Contains(strings.Join(list, " "), "gallery/") {
		b.Errorf("%d pages are kept: %v", len(list), list)
	}

	foreign, err := os.ReadFile(filepath.Join(siteDir, "help", "index.html"))
	b.must(err)
	for name, text := range map[string]string{
		"another version": string(foreign) + "<!-- boot.0123456789ab.js -->",
		"a hotel":         "<!doctype html><title>Welcome</title><link rel=icon href=data:,><h1>Welcome to the hotel's network</h1>",
	} {
		s.intercept(func(w http.ResponseWriter, r *http.Request) bool {
			if !strings.HasSuffix(r.URL.Path, "/help/") {
				return false
			}
			_, _ = w.Write([]byte(text))
			return true
		})
		b.load("help/")
		b.visit("p/tutorial/") // by then the page before is done with
		if eval[bool](b, kept("help/")) {
			b.Errorf("a page of %s is kept", name)
		}
	}
}

// TestVisitedUpdated: an update keeps what was visited, in its new version.
func TestVisitedUpdated(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b := newTab(t, s)
	next, err := nextSite()
	b.must(err)
	b.open("")
	b.waitFor(installed)
	b.visit("help/")
	old := eval[[]string](b, cacheNames)
	s.replace(next)
	b.do(`navigator.serviceWorker.getRegistration().then((r) => r.update())`)
	b.leave()
	b.waitUntil("the new version's worker", func() bool {
		b.load("gallery/")
		names, err := tryEval[[]string](b, cacheNames)
		ok := err == nil && len(names) == 1 && names[0] != old[0]
		if !ok {
			b.leave()
		}
		return ok
	})
	s.stop()
	b.allow(offline)
	b.load("help/")
	if got := eval[string](b, heading); got == "" {
		b.Error("the help is gone")
	}
	name := eval[string](b, `document.querySelector("link[rel=stylesheet]").href`)
	if !eval[bool](b, fmt.Sprintf(`caches.match(%s).then(Boolean)`, js(name))) {
		b.Errorf("the help is of another version: %s", name)
	}
	b.open("")
	b.waitText("header .title p", nextTagline)
}
