package e2e

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
)

// wide is a network of many that no page shows by default, and its total.
const wide, wideTotal = "v=1&amp;arch=unet&amp;base=64", "31,042,434"

// openPost serves the site and a blog and opens a post, in which SITE stands for
// the site's address.
func openPost(t *testing.T, content string) *tab {
	t.Helper()
	s := serve(t)
	blogFor(t, s)
	b := newTab(t, s)
	b.readPost(strings.ReplaceAll(content, "SITE", s.url))
	return b
}

// unmoved is what an embed must leave as it was in the page around it.
type unmoved struct {
	History int
	Focus   string
	Scroll  float64
}

func (b *tab) unmoved() unmoved {
	b.Helper()
	return eval[unmoved](b, `({ History: history.length, Focus: document.activeElement.id, Scroll: scrollY })`)
}

// TestEmbedFrame embeds the page in a plain frame, in both sandboxes, and where
// storage is forbidden.
func TestEmbedFrame(t *testing.T) {
	t.Parallel()
	for _, sandbox := range []string{"", `sandbox="allow-scripts"`, `sandbox="allow-scripts allow-same-origin"`} {
		t.Run(sandbox, func(t *testing.T) {
			t.Parallel()
			b := openPost(t, "")
			b.do(`mine.focus(); document.body.style.minHeight = "3000px"; scrollTo(0, 40)`)
			before := b.unmoved()
			b.do(`end.insertAdjacentHTML("beforebegin", ` + js(fmt.Sprintf(
				`<iframe %s src="%sembed/#%s&amp;stage=dec4&amp;theme=dark" width="100%%" height="900" title="U-Net"></iframe>`,
				sandbox, b.site.url, wide)) + `)`)
			b.frameTotal(0, wideTotal)
			if got, _ := inFrame[string](b, 0, el("#stage-title .n")+".innerText"); got != "9,178,624" {
				b.Errorf("stage: %s", got)
			}
			if got, _ := inFrame[string](b, 0, "document.documentElement.dataset.theme"); got != "dark" {
				b.Errorf("theme %s", got)
			}
			// Another stage, another setting: the way back leads to just that.
			b.clickFrame(0, `#diagram .u svg [data-stage="enc2"]`)
			b.waitFrame(0, el("#stage")+`.dataset.stage === "enc2"`)
			_, _ = inFrame[bool](b, 0, `(() => { const f = `+field("base")+`; f.value = "16"; f.dispatchEvent(new Event("input", { bubbles: true })); f.dispatchEvent(new Event("change", { bubbles: true })); return true })()`)
			b.frameTotal(0, grouped(7574*16*16+302*16+2))
			b.waitFrame(0, el(".back a")+`.href === `+js(b.site.url+"#v=1&arch=unet&base=16&stage=enc2"))
			if after := b.unmoved(); after != before {
				b.Errorf("the post had %+v, and now %+v", before, after)
			}
			if got := eval[int](b, `heard.filter((d) => !/^{"context":"iframe.resize","height":\d+}$/.test(d)).length`); got > 0 {
				b.Errorf("the frame said more than its height: %v", eval[[]string](b, "heard"))
			}
			if n := b.site.asked["sw.js"]; n > 0 {
				b.Error("a service worker was asked for")
			}
		})
	}
}

// TestEmbedProgram: an embed of the classic U-Net loads the small program, one of
// another architecture that of the page, at once or when its link changes.
func TestEmbedProgram(t *testing.T) {
	t.Parallel()
	const small, whole = "embed.*.wasm", "app.*.wasm"
	for _, test := range []struct{ link, programs, total string }{
		{"", small, "7,765,442"},
		{"v=1&arch=unet&base=64&practice=", small, "31,042,434"},
		{"v=1&%61rch=unet&base=64", small, "31,042,434"},
		{"v=1&arch=milesial", whole, "31,037,698"},
		{"v=1&%61rch=milesial", whole, "31,037,698"},
		{"v=1&arch=unet&b.arch=milesial", whole, "7,765,442"},
		{"v=1&arch=unet&practice=whole@milesial", whole, ""},
		{"v=1&arch=nothing%", whole, "7,765,442"},
	} {
		t.Run(test.link, func(t *testing.T) {
			t.Parallel()
			s := serve(t)
			b := newTab(t, s)
			b.open("embed/#" + test.link)
			total := func(want string) { b.waitFor(el("#count") + `.innerText.trim() === ` + js(want)) }
			if test.total != "" {
				total(test.total)
			}
			if got := s.programs(); got != test.programs {
				t.Errorf("it loads %s, want %s", got, test.programs)
			}
			b.do(`location.hash = "v=1&arch=milesial"`)
			total("31,037,698")
			if got := s.programs(); got != test.programs && got != whole+" "+small {
				t.Errorf("then it has loaded %s", got)
			}
		})
	}
}

// programs lists the programs that were asked for, without their hashes, those of
// workers apart.
func (s *site) programs() string {
	var list []string
	for _, name := range strings.Fields(s.requests()) {
		if kind, rest, _ := strings.Cut(name, "."); strings.HasSuffix(rest, ".wasm") {
			list = append(list, kind+".*.wasm")
		}
	}
	return strings.Join(list, " ")
}

// element is an element of a post as the share dialog hands it out.
func element(attributes string) string {
	return `<unet-calculator href="SITE#` + wide + `" ` + attributes + `><a href="SITE#` + wide + `">` +
		`<picture><source media="(max-width: 600px)" srcset="SITEp/tutorial/poster-narrow.svg" width="344" height="597">` +
		`<img src="SITEp/tutorial/poster.svg" alt="poster" width="960" height="645" style="max-width: 100%; height: auto"></picture></a></unet-calculator>`
}

const embedScript = `<script async src="SITEembed.js"></script>`

// The JavaScript for the nth element of a post, and for what its shadow holds.
func nth(n int) string    { return fmt.Sprintf(`document.querySelectorAll("unet-calculator")[%d]`, n) }
func button(n int) string { return nth(n) + `.shadowRoot?.querySelector("button")` }
func iframe(n int) string { return nth(n) + `.shadowRoot?.querySelector("iframe")` }
func live(n int) string {
	return iframe(n) + ` && !` + iframe(n) + `.className && ` + iframe(n) + `.style.height`
}

// A phone gets the picture that can be read on it, and that one alone; the live
// page takes its place too.
func TestElementOnPhone(t *testing.T) {
	t.Parallel()
	s := serve(t)
	blogFor(t, s)
	b := newTab(t, s)
	b.size(360, 800)
	b.readPost(strings.ReplaceAll(embedScript+element(""), "SITE", s.url))
	b.waitFor(button(0) + `?.checkVisibility() && document.querySelector("img").complete`)
	if got, want := s.requests(), "embed.js p/tutorial/poster-narrow.svg"; got != want {
		b.Errorf("on a phone an untouched post asks for %s, want %s", got, want)
	}
	if r := eval[float64](b, `(() => { const r = document.querySelector("img").getBoundingClientRect(); return r.width > 300 && r.width <= 328 ? r.height / r.width : 0; })()`); r < 1.6 || r > 2.1 {
		b.Errorf("the picture is %.2f times as high as wide", r)
	}
	b.click("img")
	b.waitFor(live(0))
	b.frameTotal(0, wideTotal)
}

// TestElement: nothing is loaded until the reader starts it; then the page takes
// the poster's place at the height that it asks for, and moves nothing else.
func TestElement(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"script first": embedScript + element(""),
		"script last":  element("") + strings.Replace(embedScript, "async ", "", 1),
		"twice":        embedScript + element("") + embedScript,
		"deferred":     strings.Replace(embedScript, "async", "defer", 1) + element(""),
		"a module":     strings.Replace(embedScript, "async", `type="module"`, 1) + element(""),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t)
			blogFor(t, s)
			release := s.holdProgram(t)
			b := newTab(t, s)
			b.readPost(strings.ReplaceAll(content, "SITE", s.url))
			b.waitFor(button(0) + `?.checkVisibility()`)
			if got := eval[string](b, button(0)+".innerText"); got != "Open the live calculator" {
				b.Errorf("the button says %q", got)
			}
			b.waitFor(`document.querySelector("img").complete`)
			untouched := s.requests()
			if want := "embed.js p/tutorial/poster.svg"; untouched != want {
				b.Errorf("an untouched post asks for %s, want %s", untouched, want)
			}
			before := b.unmoved()
			b.do(button(0) + `.focus()`)
			b.key("\r") // the keyboard does it too
			b.waitFor(iframe(0))
			b.waitFrame(0, held)
			if !eval[bool](b, el("img")+`.checkVisibility() && `+iframe(0)+`.inert`) {
				b.Error("the poster is gone before there is anything in its place")
			}
			release()
			b.waitFor(live(0))
			b.frameTotal(0, wideTotal)
			if eval[bool](b, el("img")+`.checkVisibility() || `+button(0)+`.checkVisibility()`) {
				b.Error("poster or button are still there")
			}
			if got := eval[string](b, iframe(0)+".title"); got != "U-Net parameter calculator" {
				b.Errorf("title %q", got)
			}
			b.followsHeight(0)
			after := b.unmoved()
			if after.History != before.History || after.Scroll != before.Scroll {
				b.Errorf("the post had %+v, and now %+v", before, after)
			}
		})
	}
}

// requests lists what was asked for, each once, in order of names.
func (s *site) requests() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(slices.Sorted(maps.Keys(s.asked)), " ")
}

// followsHeight checks that a frame is as high as its page, also when that
// changes, and that it then stays so.
func (b *tab) followsHeight(frame int) {
	b.Helper()
	fits := func() bool { return b.fits(frame, frame) }
	b.waitUntil("the first height", fits)
	small := eval[float64](b, iframe(frame)+".clientHeight")
	b.clickFrame(frame, "#settings summary")
	b.waitUntil("the height of the open form", func() bool { return eval[float64](b, iframe(frame)+".clientHeight") > small+200 && fits() })
	b.clickFrame(frame, "#settings summary")
	b.waitUntil("the height of the closed form", func() bool { return eval[float64](b, iframe(frame)+".clientHeight") == small })
	// A frame that told its height because it was given one would do so with every
	// picture that is painted.
	b.frameTurn(frame, "at rest")
	told := `heard.filter((d) => d.includes("iframe.resize")).length`
	n := eval[int](b, told)
	for i := range 10 {
		b.frameTurn(frame, fmt.Sprintf("still at rest %d", i))
	}
	if again := eval[int](b, told); again != n {
		b.Errorf("at rest the frame goes on telling its height: %v", eval[[]string](b, "heard"))
	}
}

// fits reports whether the iframe of the nth element is as high as the page in
// the frame with this number.
func (b *tab) fits(n, frame int) bool {
	b.Helper()
	want, ok := inFrame[float64](b, frame, `Math.ceil(document.body.getBoundingClientRect().height)`)
	return ok && want > 100 && eval[float64](b, iframe(n)+".clientHeight") == want
}

// frameTurn waits until a frame and the post around it have been painted, and
// what the frame told the post meanwhile has been heard. Messages come in order:
// the last of them is the mark, which must be a new one.
func (b *tab) frameTurn(frame int, mark string) {
	b.Helper()
	const painted = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))`
	b.frame()
	b.waitFrame(frame, `await `+painted+`.then(() => { parent.postMessage(`+js(mark)+`, "*"); return true; })`)
	b.waitFor(`heard.includes(` + js(mark) + `)`)
	b.frame()
}

// TestElementPicture: a click on the poster starts the page; with a modifier it
// stays a link, and where nothing may run it never is anything else.
func TestElementPicture(t *testing.T) {
	t.Parallel()
	b := openPost(t, embedScript+element(`lang="zh" theme="dark" height="500"`))
	b.waitFor(button(0) + `?.checkVisibility() && document.querySelector("img").complete`)
	if got := eval[string](b, button(0)+".innerText"); got != "打开交互式计算器" {
		b.Errorf("the button says %q", got)
	}
	b.click("img")
	b.waitFor(live(0))
	b.frameTotal(0, wideTotal)
	if got, _ := inFrame[string](b, 0, `document.documentElement.lang + document.documentElement.dataset.theme + location.pathname + location.hash`); got != "zhdark/tools/unet/zh/embed/#v=1&arch=unet&base=64&theme=dark" {
		b.Errorf("the frame is %s", got)
	}
	if h := eval[float64](b, iframe(0)+".clientHeight"); h != 500 {
		b.Errorf("height %v, wanted 500 as said", h)
	}
	// Attributes change: the frame follows, and the post's history knows nothing.
	n := eval[int](b, "history.length")
	b.do(nth(0) + `.setAttribute("theme", "light")`)
	b.waitFrame(0, `document.documentElement.dataset.theme === "light"`)
	b.do(nth(0) + `.setAttribute("href", "#v=1&arch=unet&base=16")`)
	b.frameTotal(0, grouped(7574*16*16+302*16+2))
	b.do(nth(0) + `.removeAttribute("height")`)
	b.waitFor(iframe(0) + ".clientHeight > 600")
	b.do(nth(0) + `.setAttribute("lang", "en")`)
	b.waitFrame(0, `document.documentElement.lang === "en" && `+ready)
	if got := eval[int](b, "history.length"); got != n {
		b.Errorf("history %d, was %d", got, n)
	}
}

// TestElementNoScript: picture and link stay.
func TestElementNoScript(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	blogFor(t, b.site)
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.readPost(strings.ReplaceAll(embedScript+element("")+`<iframe src="SITEembed/#`+wide+`" width="100%" height="600"></iframe>`, "SITE", b.site.url))
	b.waitFor(`document.querySelector("img").checkVisibility() && document.querySelector("img").naturalWidth === 960`)
	if got := eval[string](b, `document.querySelector("unet-calculator a").href`); got != b.site.url+"#v=1&arch=unet&base=64" {
		b.Errorf("the link is %s", got)
	}
	// A frame can't know its fragment then, and says so beside the default.
	b.waitFrame(0, `document.querySelector("noscript p").checkVisibility()`)
	if n := b.site.asked["embed.js"]; n > 0 {
		b.Error("the script was asked for")
	}
}

// TestElementLoads: the author can have it start by itself.
func TestElementLoads(t *testing.T) {
	t.Parallel()
	b := openPost(t, embedScript+element(`load="eager"`)+`<div style="height: 4000px"></div>`+element(`load="visible"`)+element(`load="click"`))
	b.waitFor(live(0))
	b.frameTotal(0, wideTotal)
	b.frame() // the browser has told by then what is in sight
	if eval[bool](b, `Boolean(`+iframe(1)+` || `+iframe(2)+`)`) {
		b.Fatal("what is out of sight has started")
	}
	b.do(nth(1) + `.scrollIntoView({ block: "center", behavior: "instant" })`)
	b.waitFor(live(1))
	b.frameTotal(1, wideTotal)
	if eval[bool](b, `Boolean(`+iframe(2)+`)`) {
		b.Error("what waits for a click has started")
	}
	b.do(button(2) + `.click()`)
	b.waitFor(live(2))
	b.frameTotal(2, wideTotal)
	// Each keeps to itself.
	_, _ = inFrame[bool](b, 1, `(() => { const f = `+field("base")+`; f.value = "16"; f.dispatchEvent(new Event("input", { bubbles: true })); return true })()`)
	b.frameTotal(1, grouped(7574*16*16+302*16+2))
	b.frameTotal(0, wideTotal)
	b.frameTotal(2, wideTotal)
}

// TestElementComesAndGoes adds, moves and removes elements: no listener, no
// observer, no frame is left.
func TestElementComesAndGoes(t *testing.T) {
	t.Parallel()
	b := openPost(t, `<script>
		const listening = new Set(), watching = new Set();
		const add = addEventListener, remove = removeEventListener;
		window.addEventListener = (type, f) => { if (type === "message") listening.add(f); add.call(window, type, f); };
		window.removeEventListener = (type, f) => { listening.delete(f); remove.call(window, type, f); };
		const { observe, disconnect } = IntersectionObserver.prototype;
		IntersectionObserver.prototype.observe = function (e) { watching.add(this); observe.call(this, e); };
		IntersectionObserver.prototype.disconnect = function () { watching.delete(this); disconnect.call(this); };
	</script><div id="here"></div><div id="there"></div>`+embedScript)
	b.waitFor(`customElements.get("unet-calculator")`)
	b.do(`(async () => {
		for (let i = 0; i < 50; i++) {
			here.innerHTML = ` + js(strings.ReplaceAll(element(""), "SITE", b.site.url)) + `;
			const e = here.firstElementChild;
			if (i % 3 === 0) e.setAttribute("load", "visible");
			else e.shadowRoot.querySelector("button").click();
			if (i % 2) there.append(e);
			await new Promise(requestAnimationFrame);
			e.remove();
		}
	})()`)
	b.waitUntil("the frames to be gone", func() bool { return len(b.frames()) == 0 })
	if got := eval[[]int](b, `[listening.size, watching.size, document.querySelectorAll("unet-calculator").length]`); !slices.Equal(got, []int{0, 0, 0}) {
		b.Errorf("left: %d listeners, %d observers, %d elements", got[0], got[1], got[2])
	}
	// What was started starts again where it is moved to.
	b.do(`here.innerHTML = ` + js(strings.ReplaceAll(element(""), "SITE", b.site.url)) + `; ` + nth(0) + `.shadowRoot.querySelector("button").click()`)
	b.waitFor(live(0))
	b.do(`there.append(` + nth(0) + `)`)
	b.waitFor(live(0))
	b.frameTotal(0, wideTotal)
}

// TestElementStrangers: nothing that a stranger says, from whatever window,
// changes a frame; what its own page says is believed within bounds.
func TestElementStrangers(t *testing.T) {
	t.Parallel()
	b := openPost(t, embedScript+element("")+`<iframe id="stranger" srcdoc="<p>A stranger"></iframe>`)
	b.waitFor(button(0))
	b.do(button(0) + `.click()`)
	b.waitFor(live(0))
	b.frameTotal(1, wideTotal)
	b.waitFrame(1, `document.readyState === "complete"`)
	b.waitUntil("the height", func() bool { return b.fits(0, 1) })
	b.frameTurn(1, "at rest") // it has told all by then
	before := eval[float64](b, iframe(0)+".clientHeight")
	const bad = `["hello", "{", "null", "[]", 7, null, { context: "iframe.resize", height: 5 }, '{"context":"iframe.resize","height":77}',
		'{"context":"iframe.resize","height":"999px"}', '{"context":"iframe.resize"}', '{"context":"iframe.resize","height":1e999}']`
	// From the post itself, and from another frame in it.
	b.do(bad + `.forEach((m) => postMessage(m, "*"))`)
	b.do(`stranger.contentWindow.eval(` + js(bad+`.forEach((m) => parent.postMessage(m, "*"))`) + `)`)
	// From the right window with a wrong origin, from the right origin without the
	// right window, and from neither.
	b.do(`{
		const good = '{"context":"iframe.resize","height":222}', source = ` + iframe(0) + `.contentWindow, origin = new URL(` + iframe(0) + `.src).origin;
		for (const from of [{ source, origin: "https://example.org" }, { source, origin: "null" }, { source: stranger.contentWindow, origin }, { origin }, {}]) {
			dispatchEvent(new MessageEvent("message", { data: good, ...from }));
		}
		for (const data of ` + bad + `.filter((m) => !String(m).includes("77"))) dispatchEvent(new MessageEvent("message", { data, source, origin }));
	}`)
	// Messages come in order: what is said last is heard last.
	b.do(`postMessage("the post's last", "*"); stranger.contentWindow.eval('parent.postMessage("the stranger\'s last", "*")')`)
	b.waitFor(`heard.includes("the post's last") && heard.includes("the stranger's last")`)
	b.frame()
	if got := eval[float64](b, iframe(0)+".clientHeight"); got != before {
		b.Errorf("the height is %v, was %v", got, before)
	}
	// Its own page, were it hostile. Nothing to show is no height.
	for _, test := range []struct {
		told string
		want float64
	}{{"0", before}, {"-5", 120}, {"1e308", 6000}, {"300.4", 301}, {"0", 301}, {"119.99999", 120}, {"6000.1", 6000}} {
		// In one go, before the page inside can say what it wants itself.
		got := eval[float64](b, `(() => {
			dispatchEvent(new MessageEvent("message", { data: '{"context":"iframe.resize","height":`+test.told+`}', source: `+iframe(0)+`.contentWindow, origin: new URL(`+iframe(0)+`.src).origin }));
			return `+iframe(0)+`.clientHeight;
		})()`)
		if got != test.want {
			b.Errorf("told %s, the height is %v, want %v", test.told, got, test.want)
		}
	}
	// And the page inside is deaf: the parent can tell it what it will.
	b.waitFrame(1, `addEventListener("message", (e) => { if (e.data === "last") document.documentElement.dataset.heard = ""; }) ?? true`)
	b.do(bad + `.concat(["reload", { type: "set", key: "base", value: "1" }, "last"]).forEach((m) => ` + iframe(0) + `.contentWindow.postMessage(m, "*"))`)
	b.waitFrame(1, `"heard" in document.documentElement.dataset`)
	b.frameTurn(1, "all heard")
	b.frameTotal(1, wideTotal)
}

// TestElementPolicy: a blog that forbids inline styles and scripts need allow no
// more than the script and the frame.
func TestElementPolicy(t *testing.T) {
	t.Parallel()
	s := serve(t)
	g := blogFor(t, s)
	host := strings.TrimSuffix(s.url, prefix)
	g.policy = "default-src 'none'; script-src " + host + "; frame-src " + host + "; img-src " + host
	b := newTab(t, s)
	b.allow(`Content Security Policy`) // of the post's own style and script
	b.readPost(strings.ReplaceAll(embedScript+element(""), "SITE", s.url))
	b.waitFor(button(0) + `?.checkVisibility()`)
	b.do(button(0) + `.click()`)
	b.waitFor(live(0))
	b.frameTotal(0, wideTotal)
	if got := eval[[]float64](b, `[`+iframe(0)+`.clientWidth, `+nth(0)+`.clientWidth]`); got[0] != got[1] || got[0] < 300 {
		b.Errorf("the frame is %v wide in %v", got[0], got[1])
	}
}

// TestEmbedPolicy checks that the page in a post has the site's policy, although it gets
// it from a script: scripts of its own and other hosts are refused.
func TestEmbedPolicy(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.allow(`Content Security Policy`)
	b.open("embed/")
	b.do(`(() => {
		window.refused = [];
		addEventListener("securitypolicyviolation", (e) => refused.push(e.effectiveDirective));
		const script = document.createElement("script");
		script.textContent = "window.ran = true";
		document.body.append(script);
		fetch("http://127.0.0.1:1/").catch(() => {});
	})()`)
	b.waitFor(`["connect-src", "script-src-elem"].every((d) => refused.includes(d)) && !window.ran`)
}

// TestElementGone: where the live page does not come, the poster stays usable.
func TestElementGone(t *testing.T) {
	t.Parallel()
	s := serve(t)
	blogFor(t, s)
	s.intercept(func(w http.ResponseWriter, r *http.Request) bool {
		if strings.HasSuffix(r.URL.Path, ".wasm") {
			http.NotFound(w, r)
			return true
		}
		return false
	})
	b := newTab(t, s)
	b.allow(`embed\.[0-9a-f]+\.wasm`)
	b.readPost(strings.ReplaceAll(embedScript+element(`load="eager"`), "SITE", s.url))
	b.waitFor(live(0)) // it tells the height of what it has to say
	b.waitFrame(0, el("#boot-status")+`.checkVisibility() && !`+el("#count")+`.checkVisibility()`)
	if got, _ := inFrame[string](b, 0, el(".back a")+`.checkVisibility() && (() => { const a = `+el(".back a")+`; a.dispatchEvent(new MouseEvent("contextmenu", { bubbles: true })); return a.href })()`); got != s.url+"#v=1&arch=unet&base=64" {
		b.Errorf("the way back is %s", got)
	}
}

// TestElementWeight: what a post pays for an embed that nobody touches.
func TestElementWeight(t *testing.T) {
	data, err := os.ReadFile("../../web/embed.js")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	_, _ = w.Write(data)
	w.Close()
	if b.Len() >= 3000 {
		t.Errorf("embed.js has %d bytes after compression, the promise is less than 3 kB", b.Len())
	}
}
