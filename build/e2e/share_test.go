package e2e

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp/kb"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/renderer/html"
)

// openShare opens the share dialog.
func (b *tab) openShare() {
	b.Helper()
	if !eval[bool](b, el("#share-dialog")+".open") {
		b.click("#share")
		b.waitFor(el("#share-dialog") + ".open && " + el("#share-panel"))
	}
}

// showSnippet brings one of the dialog's snippets into sight.
func (b *tab) showSnippet(tab, id string) {
	b.Helper()
	b.click("#share-tab-" + tab)
	b.waitFor(el("#share-tab-"+tab) + `.ariaSelected === "true"`)
	if way := `[data-way="` + id + `"]`; eval[bool](b, el(way)+" !== null") {
		b.click(way)
	}
	b.waitFor(el(`[data-snippet="`+id+`"] pre`) + `?.textContent`)
}

// tabOf are the tabs of the snippets.
var tabOf = map[string]string{
	"link": "link", "element": "embed", "frame": "embed", "html": "embed", "markdown": "markdown", "mixed": "markdown",
	"mdx": "mdx", "vitepress": "mdx", "notebook": "notebook",
}

// snippets reads what the share dialog offers, by name.
func (b *tab) snippets() map[string]string {
	b.Helper()
	b.openShare()
	texts := map[string]string{}
	for id, tab := range tabOf {
		b.showSnippet(tab, id)
		texts[id] = eval[string](b, el(".snippet pre")+".textContent")
	}
	return texts
}

// TestShareDialog opens, reads, uses and closes the dialog with the keyboard.
func TestShareDialog(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.allowClipboard()
	b.open("#v=1&arch=unet&base=48")
	if n := eval[int](b, el("#share-dialog")+".childElementCount"); n > 0 {
		b.Errorf("the closed dialog holds %d elements", n)
	}
	n := eval[int](b, "history.length")
	b.do(el("#share") + ".focus()")
	b.key("\r")
	b.waitFor(el("#share-dialog") + `.matches(":modal") && ` + el("#share-preview") + `?.naturalWidth > 300`)
	focused := func(id string) { b.Helper(); b.waitFor(`document.activeElement.id === ` + js(id)) }
	focused("share-tab-link")
	for range 25 { // round and round, it stays there
		b.key(kb.Tab)
		if !eval[bool](b, `document.activeElement === document.body || `+el("#share-dialog")+".contains(document.activeElement)") {
			b.Fatal("the focus leaves the dialog")
		}
	}
	b.do(el("#share-tab-link") + ".focus()")
	for _, step := range []struct{ key, tab string }{
		{kb.ArrowLeft, "figure"}, {kb.ArrowRight, "link"}, {kb.End, "figure"}, {kb.Home, "link"}, {kb.ArrowRight, "embed"},
	} {
		b.key(step.key)
		focused("share-tab-" + step.tab)
		b.waitFor(el("#share-tab-"+step.tab) + `.ariaSelected === "true" && ` + el("#share-panel") + `.getAttribute("aria-labelledby") === ` + js("share-tab-"+step.tab))
	}
	for id, text := range b.snippets() {
		b.showSnippet(tabOf[id], id)
		b.do(el("#share-copy") + ".focus()")
		b.key(" ")
		b.waitFor(`navigator.clipboard.readText().then((t) => t === ` + js(text) + `)`)
		b.waitFor(el("#share-copy") + `.textContent.includes("✓") && ` + el("#share-status") + `.innerText`)
	}
	b.showSnippet("embed", "element")
	b.choose("#share-look-theme", "dark")
	b.choose("#share-look-lang", "zh")
	b.waitFor(el(`[data-snippet="element"] pre`) + `.textContent.includes('lang="zh" theme="dark"')`)
	b.key(kb.Escape)
	b.waitFor("!" + el("#share-dialog") + ".open && document.activeElement?.id === 'share' && !" + el("#share-dialog") + ".childElementCount")
	b.click("#share")
	b.waitFor(el("#share-dialog") + ".open")
	b.click("#share-close")
	b.waitFor("!" + el("#share-dialog") + ".open")
	if got := eval[int](b, "history.length"); got != n {
		b.Errorf("the dialog made %d entries in the history", got-n)
	}
}

// TestFigure: the figure's tab shows what it saves, on request with the sizes of
// all maps.
func TestFigure(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("#v=1&arch=unet&base=64&padding=valid&norm=none&size=572")
	b.openShare()
	b.click("#share-tab-figure")
	shown := `atob(` + el("#share-preview") + `.src.split("base64,")[1])`
	b.waitFor(el("#share-sizes") + ` && !` + shown + `.includes(">568</text>")`)
	b.click("#share-sizes")
	b.waitFor(shown + `.includes(">568</text>")`)
	b.choose("#share-look-theme", "dark")
	b.waitFor(shown + `.includes("dark")`)
	b.waitFor(`window.unetExport && !` + el("#figure-tikz") + `.disabled`)
	b.do(`window.saved = []; unetExport.save = async (text, name, scale) => { saved.push([name, scale, text.slice(0, 14)].join(" ")) }`)
	for _, id := range []string{"svg", "png", "tikz"} {
		b.click("#figure-" + id)
	}
	b.waitFor(`saved.length === 3`)
	for i, want := range []string{".svg 0 <svg", ".png 4 <svg", `.tex 0 \documentclass`} {
		if got := eval[string](b, fmt.Sprintf("saved[%d]", i)); !strings.Contains(got, want) {
			b.Errorf("saved %q, want %q", got, want)
		}
	}
}

// TestSharedSnippets pastes every text that the dialog offers into a post and
// looks at what a reader gets: for a network that the site has pictures of, and
// for one that it has not.
func TestSharedSnippets(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ hash, total, picture, lang string }{
		{"#v=1&arch=unet&base=64&padding=valid&norm=none&size=572", "31,030,658", "site", "en"},
		{"#v=1&arch=unet&base=48", "17,464,994", "file", "zh"},
		{"#v=1&arch=unet&base=48", "17,464,994", "inline", "en"},
	} {
		t.Run(test.picture, func(t *testing.T) {
			t.Parallel()
			s := serve(t)
			g := blogFor(t, s)
			b := newTab(t, s)
			b.open(map[string]string{"en": "", "zh": "zh/"}[test.lang] + test.hash)
			b.openShare()
			b.showSnippet("embed", "element")
			b.choose("#share-look-picture", test.picture)
			b.waitFor(el("#share-look-picture") + ".value === " + js(test.picture))
			texts := b.snippets()
			b.showSnippet("embed", "element")
			if test.picture != "site" { // the author saves the picture beside the post
				name := eval[string](b, el("#share-save")+".download")
				_, data, _ := strings.Cut(eval[string](b, el("#share-save")+".href"), "base64,")
				svg, err := base64.StdEncoding.DecodeString(data)
				if err != nil || !strings.Contains(string(svg), test.total) {
					b.Errorf("the picture to save: %v, %.100s", err, svg)
				}
				g.write(name, string(svg))
				// and makes a PNG of it
				png := eval[string](b, `(async () => { const i = new Image(); i.src = `+el("#share-save")+`.href; await i.decode(); const c = document.createElement("canvas"); c.width = i.width; c.height = i.height; c.getContext("2d").drawImage(i, 0, 0); return c.toDataURL().split(",")[1] })()`)
				raw, err := base64.StdEncoding.DecodeString(png)
				b.must(err)
				g.write(strings.TrimSuffix(name, ".svg")+".png", string(raw))
			}
			pictured := func(what string) {
				t.Helper()
				b.waitFor(el("img") + ".complete")
				got := eval[string](b, `(() => { const i = `+el("img")+`; return i.naturalWidth > 300 && i.alt.includes(`+js(test.total)+`) ? "" : i.naturalWidth + " " + i.alt })()`)
				if got != "" {
					b.Errorf("%s: the picture is %s", what, got)
				}
			}
			followed := func(what string) {
				t.Helper()
				b.do(el("a") + ".click()")
				b.waitFor(ready)
				b.waitTotal(test.total)
				if got := eval[string](b, "document.documentElement.lang"); got != test.lang {
					b.Errorf("%s leads to the page in %s", what, got)
				}
			}

			b.readPost(`<a href="` + strings.ReplaceAll(texts["link"], "&", "&amp;") + `">a link</a>`)
			followed("link")

			b.readPost(texts["frame"])
			b.do(`document.querySelector("iframe").scrollIntoView()`)
			b.frameTotal(0, test.total)
			title := eval[string](b, `document.querySelector("iframe").title`)
			if !strings.Contains(title, test.total) {
				b.Errorf("the frame's title is %q", title)
			}
			// The height that the text states is about right where it is read on a screen.
			content, _ := inFrame[float64](b, 0, `document.body.getBoundingClientRect().height`)
			if frame := eval[float64](b, `document.querySelector("iframe").clientHeight`); frame < content*0.8 || frame > content*1.4 {
				b.Errorf("a frame of %v for a page of %v", frame, content)
			}

			b.readPost(texts["element"])
			b.waitFor(button(0) + `?.checkVisibility()`)
			pictured("element")
			b.click("img")
			b.waitFor(live(0))
			b.frameTotal(0, test.total)
			b.readPost(texts["element"])
			followed("element")

			for _, id := range []string{"markdown", "mixed"} {
				var md strings.Builder // a converter that leaves HTML out
				b.must(goldmark.Convert([]byte(texts[id]), &md))
				b.readPost(md.String())
				pictured("Markdown")
				followed("Markdown")
			}
			var md strings.Builder // and one that takes it
			b.must(goldmark.New(goldmark.WithRendererOptions(html.WithUnsafe())).Convert([]byte(texts["mixed"]), &md))
			b.readPost(md.String())
			b.waitFor(button(0) + `?.checkVisibility()`)
			b.click("img")
			b.waitFor(live(0))
			b.frameTotal(0, test.total)

			b.readPost(texts["html"])
			pictured("HTML")
			if got := b.text("p a:not(:has(img))"); !strings.Contains(got, test.total) {
				b.Errorf("HTML: the line reads %q", got)
			}
			followed("HTML")
		})
	}
}

// TestEmbedKeepsOff: the page in a frame reads nothing of what its visitor's
// browser keeps, and keeps nothing there; and it lives where that is forbidden.
func TestEmbedKeepsOff(t *testing.T) {
	t.Parallel()
	s := serve(t)
	blogFor(t, s)
	b := newTab(t, s)
	call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `if (top !== window) {
		const touched = (name) => { top.postMessage("touched " + name, "*"); throw new DOMException(name, "SecurityError"); };
		for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches", "cookieStore"]) {
			Object.defineProperty(window, name, { configurable: true, get: () => touched(name) });
		}
		Object.defineProperty(document, "cookie", { get: () => touched("cookie"), set: () => touched("cookie") });
		Object.defineProperty(navigator, "serviceWorker", { get: () => touched("serviceWorker") });
		for (const name of ["pushState", "replaceState"]) History.prototype[name] = () => touched(name);
		for (const name of ["focus", "scrollIntoView"]) HTMLElement.prototype[name] = () => touched(name);
	}`})
	b.readPost(fmt.Sprintf(`<iframe src="%sembed/#%s" width="100%%" height="900" title="U-Net"></iframe>`, s.url, wide))
	b.frameTotal(0, wideTotal)
	b.clickFrame(0, `#diagram .u svg [data-stage="dec2"]`)
	b.waitFrame(0, el("#stage")+`.dataset.stage === "dec2"`)
	_, _ = inFrame[bool](b, 0, `(() => { const f = `+field("base")+`; f.value = "16"; f.dispatchEvent(new Event("input", { bubbles: true })); f.dispatchEvent(new Event("change", { bubbles: true })); return true })()`)
	b.frameTotal(0, grouped(7574*16*16+302*16+2))
	for _, said := range eval[[]string](b, "heard") {
		if !strings.HasPrefix(said, `{"context":"iframe.resize"`) {
			b.Errorf("in the frame: %s", said)
		}
	}
}

// TestEmbedWaits: a link's network never shows the default's numbers first, not
// even while the program is on its way.
func TestEmbedWaits(t *testing.T) {
	t.Parallel()
	s := serve(t)
	blogFor(t, s)
	release := s.holdProgram(t)
	b := newTab(t, s)
	b.readPost(fmt.Sprintf(`<iframe src="%sembed/#%s" width="100%%" height="900"></iframe><iframe src="%sembed/" width="100%%" height="900"></iframe>`, s.url, wide, s.url))
	b.waitFrame(0, `document.readyState !== "loading" && document.querySelector("#waiting").checkVisibility()`)
	b.waitFrame(1, `document.readyState !== "loading" && document.querySelector("#count")?.innerText === "7,765,442"`)
	if shown, _ := inFrame[bool](b, 0, `[...document.querySelectorAll("#page *")].some((e) => e.checkVisibility({ visibilityProperty: true }))`); shown {
		b.Error("something of the default network is in sight")
	}
	release()
	b.frameTotal(0, wideTotal)
	b.frameTotal(1, "7,765,442")
}

// TestEmbedSandboxed: without the right to open windows, the calculator opens in
// the frame; and a host that allows no strangers gets a sentence and the link.
func TestEmbedSandboxed(t *testing.T) {
	t.Parallel()
	s := serve(t)
	blogFor(t, s)
	b := newTab(t, s)
	b.allow(`Blocked opening|allow-popups`)
	b.readPost(fmt.Sprintf(`<iframe sandbox="allow-scripts" src="%sembed/#%s" width="100%%" height="900"></iframe>`, s.url, wide))
	b.frameTotal(0, wideTotal)
	b.clickFrame(0, ".back a")
	b.waitFrame(0, ready+` && !document.querySelector(".embed") && `+el("#count")+`.innerText === `+js(wideTotal))

	s.intercept(func(w http.ResponseWriter, r *http.Request) bool {
		s.files.ServeHTTP(noCORS{w}, r)
		return true
	})
	b.allow(`CORS|net::ERR_FAILED`)
	b.readPost(fmt.Sprintf(`<iframe sandbox="allow-scripts" src="%sembed/#%s" width="100%%" height="900"></iframe>`, s.url, wide))
	b.waitFrame(0, el("#boot-status")+`.checkVisibility() && `+el(".back a")+`.checkVisibility() && !`+el("#count")+`.checkVisibility()`)
}

// noCORS answers as a host that lets no stranger read its files.
type noCORS struct{ http.ResponseWriter }

func (w noCORS) WriteHeader(code int) {
	w.Header().Del("Access-Control-Allow-Origin")
	w.ResponseWriter.WriteHeader(code)
}
