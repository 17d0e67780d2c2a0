package e2e

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
)

// installed is the condition that the page works offline from now on.
const installed = `navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)`

// caches is the JavaScript for the names of the caches of this origin.
const cacheNames = `caches.keys()`

// TestOffline: after the first visit the plug may be pulled.
func TestOffline(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b := newTab(t, s)
	b.open("")
	b.waitFor(installed)
	s.stop()
	b.allow(`sw\.js|ERR_CONNECTION_REFUSED`) // the browser looks for a newer worker

	b.reload()
	checkDefault(b, "en")
	b.load("zh/#v=1&arch=unet&base=64")
	b.waitFor(`document.documentElement.lang === "zh" && ` + ready)
	b.waitTotal("31,042,434")
	b.click("a.lang")
	b.waitFor(`document.documentElement.lang === "en" && ` + ready)
	b.waitTotal("31,042,434")
	b.fill("base", "48")
	b.waitTotal(count(48))

	other := b.another()
	other.allow(`sw\.js|ERR_CONNECTION_REFUSED`)
	other.open("?from=a-post#v=1&arch=unet&filters=35,70,140,280,560&stage=dec4")
	if got := other.waitTotal("9,288,722"); got.selected() != "dec4" {
		b.Errorf("a link opened offline: stage %s", got.selected())
	}
	other.load("index.html#v=1&arch=unet&base=48")
	other.waitFor(ready)
	other.waitTotal(count(48))
}

// TestLoadedOnce checks that a first visit loads the program once: the worker that keeps
// it for later has it from the browser's cache.
func TestLoadedOnce(t *testing.T) {
	t.Parallel()
	s := serve(t)
	var loaded atomic.Int32
	s.intercept(func(w http.ResponseWriter, r *http.Request) bool {
		if strings.HasSuffix(r.URL.Path, ".wasm") {
			loaded.Add(1)
		}
		return false
	})
	b := newTab(t, s)
	b.open("")
	b.waitFor(installed)
	if n := loaded.Load(); n != 1 {
		t.Errorf("the program was loaded %d times", n)
	}
}

// TestUpdate: a new version of the site comes up whole, and tidies up after the
// old one only.
func TestUpdate(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b := newTab(t, s)
	next, err := nextSite()
	b.must(err)
	b.open("")
	b.waitFor(installed)
	b.do(`caches.open("another site").then((c) => c.put("./kept", new Response("kept")))`)
	old := eval[[]string](b, cacheNames)
	if len(old) != 2 {
		b.Fatalf("caches: %v", old)
	}
	tagline := "header .title p"
	before := b.text(tagline)

	s.replace(next)
	// An open page of the old version goes on, whole.
	b.fill("base", "48")
	b.waitTotal(count(48))
	b.key("\r")
	b.waitFor(`location.hash.includes("base=48")`)
	// The next visit shows the new version, whole, while the old worker is still
	// in charge: its files are not the page's.
	b.reload()
	b.waitText(tagline, nextTagline)
	b.waitTotal(count(48))
	if before == nextTagline {
		b.Error("the two versions are one")
	}
	// Once no page of the old version is open, the new worker takes over.
	b.waitFor(`navigator.serviceWorker.getRegistration().then((r) => r.update()).then((r) => r.waiting || !r.installing)`)
	b.leave()
	b.waitUntil("the new version's worker", func() bool {
		b.load("")
		names, err := tryEval[[]string](b, cacheNames)
		ok := err == nil && len(names) == 2 && strings.Join(names, "|") != strings.Join(old, "|")
		if !ok {
			b.leave()
		}
		return ok
	})
	b.waitFor(ready)
	b.waitText(tagline, nextTagline)
	if kept := eval[bool](b, `caches.open("another site").then((c) => c.match("./kept")).then((r) => r !== undefined)`); !kept {
		b.Error("the cache of another site on this origin is gone")
	}
	for _, name := range eval[[]string](b, cacheNames) {
		if name != "another site" && strings.Contains(strings.Join(old, "|"), name) {
			b.Errorf("the old version's cache %q is still there", name)
		}
	}
	s.stop()
	b.allow(`sw\.js|ERR_CONNECTION_REFUSED`)
	b.reload()
	b.waitText(tagline, nextTagline)
	checkDefault(b, "en")
}
