package e2e

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp/kb"
)

// held is the condition that the page is there and the program is not.
const held = `document.readyState !== "loading" && document.querySelector("#boot-progress")`

// domText is the JavaScript that writes the page's elements as text, so that the
// page before the program and after it can be compared. Four things are evened
// out, of which allText evens out the first and the last. What a field holds is read from the field, as a person sees it: the
// generator writes an attribute, the program sets the property. What stands in
// the folded parts is left out: the program fills them when they are opened,
// while a page without it must hold all. So is a picture that is out of sight,
// which the program doesn't draw, and the link that stands on paper only: without
// the program the page does not know its own address. And attributes are sorted.
const (
	domText = `((all) => {` + domWalk + `})(false)`
	allText = `((all) => {` + domWalk + `})(true)`
)

const domWalk = `
	const lines = [];
	const walk = (node, depth) => {
		const pad = " ".repeat(depth);
		if (!all && node.localName === "svg" && node.getClientRects().length === 0) return;
		if (!all && node.className === "handout") return;
		if (node.nodeType === Node.TEXT_NODE) { if (node.data.trim()) lines.push(pad + node.data.trim()); return; }
		if (node.nodeType !== Node.ELEMENT_NODE) { lines.push(pad + "?" + node.nodeType); return; }
		const state = node.localName === "input" ? ["value", "checked"] : node.localName === "option" ? ["selected"] : [];
		const attributes = [...node.attributes].filter((a) => !state.includes(a.name)).map((a) => a.name + "=" + a.value).sort();
		for (const name of state) attributes.push("." + name + "=" + node[name]);
		lines.push(pad + "<" + node.localName + " " + attributes.join(" ") + ">");
		for (const child of node.childNodes) {
			if (!all && node.localName === "details" && !node.open && child.localName !== "summary") continue;
			walk(child, depth + 1);
		}
	};
	walk(document.body.firstElementChild, 0);
	return lines.join("\n");`

// TestTakeOver: the program replaces the page by itself, and nobody sees it.
func TestTakeOver(t *testing.T) {
	t.Parallel()
	for lang, path := range map[string]string{"en": "", "zh": "zh/"} {
		for name, width := range map[string]int64{"desktop": 1280, "phone": 360} {
			t.Run(lang+" "+name, func(t *testing.T) {
				t.Parallel()
				s := serve(t)
				release := s.holdProgram(t)
				b := newTab(t, s)
				b.size(width, 900)
				b.neverStalled()
				b.load(path)
				b.waitFor(held + ` && document.fonts.status === "loaded"`)
				b.do(`window.moved = []; const start = performance.now(); new PerformanceObserver((list) => {
					for (const e of list.getEntries()) if (e.startTime > start && e.value > 0.001) moved.push( // less can't be seen
						e.value + " " + e.sources.map((s) => s.node?.outerHTML?.slice(0, 80)));
				}).observe({ type: "layout-shift", buffered: true })`)
				checkDefault(b, lang)
				b.do(el("#boot-progress") + `.style.visibility = "hidden"`) // it goes, and may
				b.frame()
				before, shot := eval[string](b, domText), b.screenshot()
				same := 0
				b.waitUntil("the page to be painted", func() bool { // the same in many frames: nothing is fading in any more
					last := shot
					b.frame()
					if shot = b.screenshot(); !bytes.Equal(shot, last) {
						same = 0
					}
					same++
					return same > 4
				})
				release()
				b.waitFor(ready)
				b.frame()
				diffLines(t, before, eval[string](b, domText))
				// The first picture after it may be taken before the last frame is drawn.
				var differ image.Rectangle
				t.Cleanup(func() {
					if !differ.Empty() {
						t.Logf("the pictures differ within %v", differ)
					}
				})
				b.waitUntil("the page to look as it did before the program took over", func() bool {
					differ = difference(t, shot, b.screenshot())
					return differ.Empty()
				})
				if moved := eval[[]string](b, "moved"); len(moved) > 0 {
					b.Errorf("things moved: %v", moved)
				}
			})
		}
	}
}

// TestAdopted checks that the program keeps the elements that are there, also where a
// link asks for another network than was drawn, and that the page is the same as one
// that it builds from nothing.
func TestAdopted(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		path string
		kept float64 // of the elements in sight, at least
	}{
		"default":  {"", 0.99},
		"Chinese":  {"zh/", 0.99},
		"embedded": {"embed/", 0.99},
		"link":     {"#v=1&arch=unet&base=48&levels=4&stage=dec2", 0.2},
		"another":  {"#v=1&arch=smp-unet&tab=tables", 0.1},
		"unknown":  {"zh/#v=1&arch=nothing&base=48&tab=compare", 0.2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t)
			texts := map[bool]string{}
			for _, empty := range []bool{false, true} {
				release := s.holdProgram(t)
				b := newTab(t, s)
				b.size(1280, 900)
				b.neverStalled()
				b.load(test.path)
				b.waitFor(held)
				b.do(`if (` + strconv.FormatBool(empty) + `) document.body.firstElementChild.replaceChildren();
					window.were = [...document.querySelectorAll("#page *")].filter((e) => e.checkVisibility())`)
				release()
				b.waitFor(ready)
				b.waitUntil("nothing changes any more", func() bool {
					last := texts[empty]
					b.frame()
					texts[empty] = eval[string](b, allText)
					return texts[empty] == last
				})
				if empty {
					continue
				}
				kept := eval[float64](b, `were.filter((e) => e.isConnected).length / were.length`)
				if t.Logf("%.1f %% of the elements are left", 100*kept); kept < test.kept {
					t.Errorf("want %.0f %%", 100*test.kept)
				}
			}
			diffLines(t, texts[true], texts[false])
		})
	}
}

// neverStalled keeps boot.js from saying that nothing comes any more: on a slow
// machine this test holds the program back for longer than the page is patient.
func (b *tab) neverStalled() {
	b.Helper()
	call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `{
		const set = setTimeout;
		window.setTimeout = (f, ms, ...a) => ms >= 10000 ? 0 : set(f, ms, ...a);
	}`})
}

func (b *tab) screenshot() []byte {
	b.Helper()
	return call(b, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormatPng}).Data
}

// difference returns where two pictures differ by more than a few pixels: a corner
// that is painted again may be smoothed in another way.
func difference(t *testing.T, a, b []byte) image.Rectangle {
	t.Helper()
	if bytes.Equal(a, b) {
		return image.Rectangle{}
	}
	x, err := png.Decode(bytes.NewReader(a))
	if err != nil {
		t.Fatal(err)
	}
	y, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	size := x.Bounds()
	if y.Bounds() != size {
		return size.Union(y.Bounds())
	}
	var where image.Rectangle
	differ := 0
	for j := range size.Dy() {
		for i := range size.Dx() {
			if x.At(i, j) != y.At(i, j) {
				differ++
				where = where.Union(image.Rect(i, j, i+1, j+1))
			}
		}
	}
	if differ <= 20 {
		return image.Rectangle{}
	}
	return where
}

// diffLines reports where two texts differ, a few lines at most.
func diffLines(t *testing.T, before, after string) {
	t.Helper()
	x, y := strings.Split(before, "\n"), strings.Split(after, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			t.Errorf("the program changes line %d of the page from\n%s\nto\n%s", i, x[i], y[i])
			return
		}
	}
	if len(x) != len(y) {
		t.Errorf("the page has %d lines, with the program %d", len(x), len(y))
	}
}

// TestKept: what a reader did before the program came is kept, and counts.
func TestKept(t *testing.T) {
	t.Parallel()
	s := serve(t)
	release := s.holdProgram(t)
	b := newTab(t, s)
	b.load("")
	b.waitFor(held)
	b.click("#knob-kernel") // committed before
	b.do(field("kernel") + ".select()")
	b.key("5")
	b.click("#knob-heads")
	b.click(`.stage-row[data-stage="dec2"] > summary`)
	b.waitFor(el(`.stage-row[data-stage="dec2"]`) + ".open")
	b.click("#knob-base") // still typed in
	b.do(field("base") + ".select()")
	b.key("48" + kb.ArrowLeft)
	b.frame()
	scroll := eval[float64](b, "scrollY")
	b.do(field("base") + ".setSelectionRange(0, 1)")
	if got := b.read().Total; got != "7,765,442" {
		b.Errorf("without the program the total is %s", got)
	}
	release()
	b.waitFor(ready)
	b.waitFor(field("base") + `.value === "48"`)
	b.waitUntil("what was typed is counted", func() bool { return b.read().Levels[1][1] == "48" })
	got := b.agree()
	if !eval[bool](b, el(`.stage-row[data-stage="dec2"]`)+`.open && `+el(`.stage-row[data-stage="dec2"] .steps`)+` !== null`) {
		b.Error("the row that was opened is closed or empty")
	}
	if b.value("#knob-kernel") != "5" || !eval[bool](b, field("heads")+".checked") {
		b.Errorf("kernel %s, heads %v", b.value("#knob-kernel"), eval[bool](b, field("heads")+".checked"))
	}
	if at := eval[[]int](b, `[document.activeElement === `+field("base")+` ? 1 : 0, `+field("base")+".selectionStart, "+field("base")+".selectionEnd]"); at[0] != 1 || at[1] != 0 || at[2] != 1 {
		b.Errorf("focus and selection: %v, want [1 0 1]", at)
	}
	if now := eval[float64](b, "scrollY"); now != scroll {
		b.Errorf("the page scrolled from %v to %v", scroll, now)
	}
	// The same settings by hand in another tab give the same number.
	other := b.another()
	other.open("#v=1&arch=unet&base=48&kernel=5&heads=on")
	other.waitTotal(got.Total)
	// And the reader types on.
	b.key("6")
	b.waitFor(field("base") + `.value === "68"`)
	b.waitUntil("the next key counts", func() bool { return b.read().Levels[1][1] == "68" })
	b.agree()
}

// TestNotLoaded: without the program the page says so, and can be read.
func TestNotLoaded(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]func(http.ResponseWriter){
		"missing": func(w http.ResponseWriter) { w.WriteHeader(http.StatusNotFound) },
		"broken":  func(w http.ResponseWriter) { _, _ = w.Write([]byte("\x00asm\x01\x00\x00\x00 and then nonsense")) },
		"a page": func(w http.ResponseWriter) {
			_, _ = w.Write([]byte("<!doctype html><p>Welcome to the hotel's network"))
		},
		"empty":     func(w http.ResponseWriter) {},
		"cut short": func(w http.ResponseWriter) { panic(http.ErrAbortHandler) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t)
			s.intercept(func(w http.ResponseWriter, r *http.Request) bool {
				if !strings.HasSuffix(r.URL.Path, ".wasm") {
					return false
				}
				answer(w)
				return true
			})
			b := newTab(t, s)
			b.allow(`app\.[0-9a-f]+\.wasm`) // the browser says it too
			b.load("zh/#v=1&arch=unet&base=64")
			b.waitFor(el("#boot-status") + `.checkVisibility()`)
			if got := b.text("#boot-status"); len([]rune(got)) < 10 {
				b.Errorf("the message reads %q", got)
			}
			if role := eval[string](b, el("#boot-status")+".role"); role != "alert" {
				b.Errorf("the message has role %q", role)
			}
			if eval[bool](b, `Boolean(`+el("#boot-progress")+`?.checkVisibility())`) {
				b.Error("the progress line is still there")
			}
			checkDefault(b, "zh")
		})
	}
}

// The start is not one long task: the browser has its turn after the runtime, the
// packages and the counting, and before the page comes into sight. A browser
// without scheduler.postTask starts the page too.
func TestTurns(t *testing.T) {
	t.Parallel()
	for name, script := range map[string]string{
		"scheduler": `window.turns = 0; const post = scheduler.postTask; scheduler.postTask = function (...a) { turns++; return post.apply(this, a); }`,
		"timer":     `window.turns = 0; delete window.scheduler; if (window.scheduler) Object.defineProperty(window, "scheduler", { value: undefined }); const set = setTimeout; window.setTimeout = (f, ms, ...a) => { if (ms === undefined) turns++; return set(f, ms, ...a); }`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newTab(t, serve(t))
			call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: "{" + script + "}"})
			b.open("#v=1&arch=unet&base=64")
			b.waitTotal("31,042,434")
			if n := eval[int](b, "turns"); n < 4 {
				b.Errorf("the browser had %d turns while the program started", n)
			}
			b.agree()
		})
	}
}
