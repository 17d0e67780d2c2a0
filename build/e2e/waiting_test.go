package e2e

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
)

// visible is the JavaScript for whether a reader sees an element.
func visible(selector string) string {
	return `Boolean(` + el(selector) + `?.checkVisibility({ visibilityProperty: true }))`
}

// before runs a script ahead of those of every page.
func (b *tab) before(script string) {
	b.Helper()
	call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: "{" + script + "}"})
}

// TestLinkWaits: until the program has read a link, no other network's number is
// seen, and nothing moves when the right one comes.
func TestLinkWaits(t *testing.T) {
	t.Parallel()
	for path, width := range map[string]int64{"": 1280, "zh/": 360} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			s := serve(t)
			release := s.holdProgram(t)
			b := newTab(t, s)
			b.size(width, 900)
			b.load(path + "#v=1&arch=unet&base=64")
			b.waitFor(held + ` && document.fonts.status === "loaded"`)
			b.do(`window.moved = []; new PerformanceObserver((list) => {
				for (const e of list.getEntries()) moved.push(e.value + " " + e.sources.map((s) => s.node?.outerHTML?.slice(0, 80)));
			}).observe({ type: "layout-shift", buffered: true })`)
			for selector, want := range map[string]bool{"#count": false, "#knob-base": false, "#diagram svg": false, "#waiting": true, "h1": true} {
				if eval[bool](b, visible(selector)) != want {
					b.Errorf("%s: visible %v", selector, !want)
				}
			}
			if text := b.visibleText(); strings.Contains(text, "7,765,442") || strings.Contains(text, "7.77M") {
				b.Errorf("the default network's number is on the page:\n%s", text)
			}
			b.frame()
			release()
			b.waitFor(ready)
			b.waitTotal("31,042,434")
			b.frame()
			if !eval[bool](b, visible("#count")+` && !`+visible("#waiting")) {
				b.Error("the answer is not seen, or still waited for")
			}
			if moved := eval[[]string](b, "moved"); len(moved) > 0 {
				b.Errorf("things moved: %v", moved)
			}
		})
	}
	t.Run("pasted", func(t *testing.T) {
		t.Parallel()
		s := serve(t)
		release := s.holdProgram(t)
		b := newTab(t, s)
		b.load("")
		b.waitFor(held)
		if !eval[bool](b, visible("#count")+` && !`+visible("#waiting")) {
			b.Error("without a link the default network is not seen")
		}
		b.do(`location.hash = "#v=1&arch=unet&base=64"`)
		b.waitFor(`!` + visible("#count") + ` && ` + visible("#waiting"))
		release()
		b.waitFor(ready)
		b.waitTotal("31,042,434")
	})
}

// TestStalledProgram: where loading makes no progress the page says so and offers
// to try again; where it goes on, the page does too.
func TestStalledProgram(t *testing.T) {
	t.Parallel()
	s := serve(t)
	files, err := filepath.Glob(filepath.Join(siteDir, "app.*.wasm"))
	b := newTab(t, s)
	b.must(err)
	program, err := os.ReadFile(files[0])
	b.must(err)
	proceed := make(chan bool)
	s.intercept(func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, ".wasm") {
			return false
		}
		w.Header().Set("Content-Type", "application/wasm")
		_, _ = w.Write(program[:len(program)/2])
		w.(http.Flusher).Flush()
		select {
		case <-proceed:
			_, _ = w.Write(program[len(program)/2:])
		case <-r.Context().Done():
		}
		return true
	})
	// The page's ten seconds.
	b.before(`const set = setTimeout; window.setTimeout = (f, ms, ...a) => set(f, ms === 10000 ? 300 : ms, ...a);`)
	b.load("#v=1&arch=unet&base=64")
	b.waitFor(visible("#boot-status"))
	if got := b.text("#boot-status span"); !strings.Contains(got, "nothing has arrived") {
		b.Errorf("the page says %q", got)
	}
	if eval[bool](b, visible("#count")) {
		b.Error("the default network is seen")
	}
	proceed <- true
	b.waitFor(ready)
	b.waitTotal("31,042,434")
	if eval[bool](b, visible("#boot-status")) {
		b.Error("it still says so")
	}

	// Trying again is loading the page again.
	b.leave()
	b.load("#v=1&arch=unet&base=64")
	b.waitFor(visible("#boot-status button"))
	s.intercept(nil)
	b.click("#boot-status button")
	b.waitFor(ready)
	b.waitTotal("31,042,434")
}

// TestNoBoot: where boot.js is not there, or is too new for the browser, the page
// says which network it shows.
func TestNoBoot(t *testing.T) {
	t.Parallel()
	for name, script := range map[string]string{"missing": "", "too new": `const x = a ?= ;`} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t)
			s.intercept(func(w http.ResponseWriter, r *http.Request) bool {
				if !strings.Contains(r.URL.Path, "/boot.") {
					return false
				}
				w.Header().Set("Content-Type", "text/javascript")
				if script == "" {
					w.WriteHeader(http.StatusNotFound)
				}
				_, _ = io.WriteString(w, script)
				return true
			})
			b := newTab(t, s)
			b.allow(`boot\.|SyntaxError`)
			b.load("#v=1&arch=u2net")
			b.waitFor(visible("#boot-status"))
			if got := b.text("#boot-status span"); !strings.Contains(got, "not the one in the link") {
				b.Errorf("the page says %q", got)
			}
			if got := eval[string](b, `getComputedStyle(`+el("#count")+`).textDecorationLine`); got != "line-through" {
				b.Errorf("the default network's number is not marked: %s", got)
			}
			s.intercept(nil)
			b.click("#boot-status button")
			b.waitFor(ready)
			if eval[bool](b, visible("#boot-status")) {
				b.Error("the sentence is still there")
			}
		})
	}
}

// TestNoScript: without scripts the page says that it shows the default network.
func TestNoScript(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.load("zh/#v=1&arch=u2net")
	b.waitFor(visible("noscript p"))
	if got := b.text("noscript p"); !strings.Contains(got, "默认网络") {
		b.Errorf("it says %q", got)
	}
	if !eval[bool](b, visible("#count")) {
		b.Error("the default network is not seen")
	}
}
