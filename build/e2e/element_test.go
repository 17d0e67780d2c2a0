package e2e

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
)

// impatient makes the elements of posts give up after so many milliseconds
// instead of 30,000.
func (b *tab) impatient(ms string) {
	b.Helper()
	b.patientPosts.Do(func() {
		call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `if (top === window) {
			const after = setTimeout;
			window.setTimeout = (f, ms, ...a) => after(f, ms === 30000 ? ` + ms + ` : ms, ...a);
		}`})
	})
}

// note is the JavaScript for the sentence of the nth element.
func note(n int) string { return nth(n) + `.shadowRoot.querySelector("p")` }

// TestElementSlow: a page that comes slowly, but comes, is waited for.
func TestElementSlow(t *testing.T) {
	t.Parallel()
	s := serve(t)
	blogFor(t, s)
	files, err := filepath.Glob(filepath.Join(siteDir, "embed.*.wasm"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	program, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	s.intercept(func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, ".wasm") {
			return false
		}
		w.Header().Set("Content-Type", "application/wasm")
		const parts = 24
		for i := range parts {
			_, _ = w.Write(program[i*len(program)/parts : (i+1)*len(program)/parts])
			w.(http.Flusher).Flush()
			time.Sleep(500 * time.Millisecond) // all of it takes longer than patience
		}
		return true
	})
	b := newTab(t, s)
	b.impatient("6000")
	b.readPost(strings.ReplaceAll(embedScript+element(""), "SITE", s.url))
	b.waitFor(button(0) + `?.checkVisibility()`)
	b.do(button(0) + `.click()`)
	b.waitFor(live(0))
	b.frameTotal(0, wideTotal)
	if got := eval[[]string](b, `heard.filter((d) => !/^{"context":"iframe.resize","height":\d+}$/.test(d))`); len(got) < 5 || got[0] != `{"context":"unet-calculator.loading"}` {
		b.Errorf("while it came the frame said %v", got)
	}
}

// TestElementStalled: where nothing comes the picture is back, in words, and the
// next try may succeed.
func TestElementStalled(t *testing.T) {
	t.Parallel()
	for lang, want := range map[string]string{"en": "nothing arrived", "zh": "没有收到数据"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			s := serve(t)
			blogFor(t, s)
			s.holdProgram(t)
			b := newTab(t, s)
			b.impatient("1500")
			b.readPost(strings.ReplaceAll(embedScript+element(`lang="`+lang+`"`), "SITE", s.url))
			b.waitFor(button(0) + `?.checkVisibility()`)
			if eval[bool](b, note(0)+`.checkVisibility()`) {
				b.Error("it complains before anything has happened")
			}
			b.do(button(0) + `.click()`)
			b.waitFor(iframe(0))
			b.waitFor(note(0) + `.checkVisibility() && ` + button(0) + `.checkVisibility() && document.querySelector("img").checkVisibility() && !` + iframe(0))
			if got := eval[string](b, note(0)+`.innerText`); !strings.Contains(got, want) {
				b.Errorf("it says %q", got)
			}
			// From now on it is patient, and the program comes.
			b.do(`window.setTimeout = ((set) => (f, ms, ...a) => set(f, ms === 30000 ? 1e9 : ms, ...a))(setTimeout.bind(window))`)
			s.intercept(nil)
			b.do(button(0) + `.click()`)
			b.waitFor(live(0))
			b.frameTotal(0, wideTotal)
			if eval[bool](b, note(0)+`.checkVisibility()`) {
				b.Error("it still says so")
			}
		})
	}
}

// TestElementNoAddress: an href that is no address leaves picture and link, and
// no button that does nothing; one that becomes an address brings it.
func TestElementNoAddress(t *testing.T) {
	t.Parallel()
	b := openPost(t, embedScript+`<unet-calculator href="http://[" theme="&#xD800;"><a href="#mine"><img src="SITEp/tutorial/poster.svg" alt="poster" width="96" height="64"></a></unet-calculator>`+
		`<unet-calculator href="http://[" load="eager"><a href="#mine">link</a></unet-calculator>`)
	b.waitFor(button(0) + ` && document.querySelector("img").complete`)
	if eval[bool](b, button(0)+`.checkVisibility() || `+button(1)+`.checkVisibility() || Boolean(`+iframe(1)+`)`) {
		b.Error("there is a button, or a frame, that leads nowhere")
	}
	b.click("img")
	b.waitFor(`location.hash === "#mine"`)
	for _, n := range []int{0, 1} {
		b.do(nth(n) + `.setAttribute("href", ` + js(b.site.url+"#v=1&arch=unet&base=64") + `)`)
	}
	b.waitFor(button(0) + `.checkVisibility()`)
	b.waitFor(live(1)) // it was to start by itself
	b.frameTotal(0, wideTotal)
	b.do(nth(1) + `.setAttribute("href", "http://[")`)
	b.waitFor(`!` + iframe(1) + ` && !` + button(1) + `.checkVisibility()`)
}
