package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/css"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// A tab is a browser's tab that watches what must never happen.
type tab struct {
	testing.TB
	site *site
	ctx  context.Context

	patientPosts sync.Once // see readPost

	mu       sync.Mutex
	problems []string
	allowed  []*regexp.Regexp
}

// newTab opens an empty tab in a browser of its own: no cookies, no storage, no
// cache of another test.
func newTab(t testing.TB, s *site) *tab {
	t.Helper()
	return openTab(t, s, allTabs, chromedp.WithNewBrowserContext())
}

// another opens a second tab in the same browser.
func (b *tab) another() *tab {
	b.Helper()
	return openTab(b.TB, b.site, b.ctx)
}

func openTab(t testing.TB, s *site, parent context.Context, opts ...chromedp.ContextOption) *tab {
	t.Helper()
	b := &tab{TB: t, site: s}
	ctx, cancel := chromedp.NewContext(parent, append(opts, chromedp.WithListener(b.watch))...)
	b.ctx = ctx
	t.Cleanup(func() {
		cancel()
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, p := range b.problems {
			t.Errorf("the page: %s", p)
		}
	})
	b.must(chromedp.Do(ctx))
	// The library follows every change of the document for queries that are not
	// used here.
	call(b, css.Disable, cdp.Empty{})
	call(b, dom.Disable, cdp.Empty{})
	// A tab in the background has the focus too, as far as its page can tell.
	call(b, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	b.size(1280, 900)
	b.throttle()
	return b
}

// throttle makes the tab's page as slow as E2E_SLOW asks for.
func (b *tab) throttle() {
	b.Helper()
	if slow > 1 {
		call(b, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: slow})
	}
}

// watch takes note of everything that must not happen.
func (b *tab) watch(ev any) {
	switch e := ev.(type) {
	case *runtime.EventConsoleAPICalled:
		var args []string
		for _, a := range e.Args {
			args = append(args, string(a.Value)+a.Description)
		}
		b.problem("console.%s: %s", e.Type, strings.Join(args, " "))
	case *runtime.EventExceptionThrown:
		text := e.ExceptionDetails.Text
		if x := e.ExceptionDetails.Exception; x != nil {
			text += " " + x.Description
		}
		b.problem("exception: %s", text)
	case *log.EventEntryAdded:
		b.problem("log: %s %s: %s (%s)", e.Entry.Level, e.Entry.Source, e.Entry.Text, e.Entry.URL)
	case *page.EventJavascriptDialogOpening:
		b.problem("dialog: %s", e.Message)
		go chromedp.Call(b.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
	case *network.EventRequestWillBeSent:
		if u := e.Request.URL; !strings.HasPrefix(u, b.site.url) && !b.site.posted(u) && !strings.HasPrefix(u, "data:") && u != "about:blank" {
			b.problem("a request to elsewhere: %.200s", u)
		}
	}
}

func (b *tab) problem(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, re := range b.allowed {
		if re.MatchString(text) {
			return
		}
	}
	b.problems = append(b.problems, text)
}

// allow excuses what a test provokes on purpose.
func (b *tab) allow(pattern string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.allowed = append(b.allowed, regexp.MustCompile(pattern))
}

func (b *tab) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// limited is the tab's context with an end.
func (b *tab) limited() (context.Context, context.CancelFunc) {
	return context.WithTimeout(b.ctx, patience)
}

// call sends a command of the DevTools protocol to the tab.
func call[P, R any](b *tab, c cdp.Command[P, R], params P) R {
	b.Helper()
	ctx, cancel := b.limited()
	defer cancel()
	r, err := chromedp.Call(ctx, c, params)
	if err != nil {
		b.Fatalf("%s: %v", c.Method, err)
	}
	return r
}

// eval returns the value of a JavaScript expression; a promise is waited for.
func eval[T any](b *tab, expr string) T {
	b.Helper()
	v, err := tryEval[T](b, expr)
	if err != nil {
		b.Fatalf("%s: %v", expr, err)
	}
	return v
}

func tryEval[T any](b *tab, expr string) (T, error) {
	ctx, cancel := b.limited()
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](expr, chromedp.EvalAwaitPromise))
}

// do runs JavaScript for its effect.
func (b *tab) do(expr string) { b.Helper(); eval[chromedp.Void](b, expr) }

// waitFor waits until a JavaScript condition holds; it may be a promise.
func (b *tab) waitFor(condition string) {
	b.Helper()
	if err := b.poll(patience, condition); err != nil {
		b.Fatalf("waited for %s: %v\nthe page: %.300s", condition, err, b.visibleText())
	}
}

func (b *tab) poll(d time.Duration, condition string) error {
	var last error
	for end := time.Now().Add(d); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		ok, err := tryEval[bool](b, "(async () => Boolean(await ("+condition+")))()")
		if err == nil && ok {
			return nil
		}
		if last = err; err == nil {
			last = fmt.Errorf("still not so after %s", d)
		}
	}
	return last
}

// waitUntil waits until a condition of the test's own holds.
func (b *tab) waitUntil(what string, ok func() bool) {
	b.Helper()
	for end := time.Now().Add(patience); !ok(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			b.Fatalf("waited for %s\nthe page: %.300s", what, b.visibleText())
		}
	}
}

func (b *tab) visibleText() string {
	text, err := tryEval[string](b, `document.body.innerText`)
	if err != nil {
		return err.Error()
	}
	return text
}

// open loads an address below the site's and waits until the program has taken
// the page over.
func (b *tab) open(path string) {
	b.Helper()
	b.load(path)
	b.waitFor(ready)
}

const ready = `"ready" in document.documentElement.dataset`

// load loads an address below the site's and waits until its document is there.
// The address may differ from the page's only in its fragment: then the page
// stays.
func (b *tab) load(path string) {
	b.Helper()
	if r := call(b, page.Navigate, page.NavigateParams{URL: b.site.url + path}); r.ErrorText != "" {
		b.Fatalf("%s%.100s: %s", b.site.url, path, r.ErrorText)
	}
	b.waitFor(`document.readyState !== "loading" && location.href !== "about:blank"`)
}

// leave goes away from the site.
func (b *tab) leave() {
	b.Helper()
	call(b, page.Navigate, page.NavigateParams{URL: "about:blank"})
	b.waitFor(`location.href === "about:blank"`)
}

// reload loads the page again and waits for the program.
func (b *tab) reload() {
	b.Helper()
	b.do(`document.documentElement.dataset.old = ""`)
	call(b, page.Reload, page.ReloadParams{})
	b.waitFor(`!("old" in document.documentElement.dataset) && ` + ready)
}

// size sets the size of the window in CSS pixels, on a screen of scale 1.
func (b *tab) size(width, height int64) { b.Helper(); b.sizeScaled(width, height, 1) }

func (b *tab) sizeScaled(width, height int64, scale float64) {
	b.Helper()
	call(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: width, Height: height, DeviceScaleFactor: scale})
	b.frame()
}

// frame waits until the page has been painted as it is now.
func (b *tab) frame() {
	b.Helper()
	b.do(`new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))`)
}

// paste changes the address's fragment as typing in the address field does, and
// waits until the page has been told: its listener comes before this one. The
// fragment must be another one than the page has.
func (b *tab) paste(hash string) {
	b.Helper()
	b.do(`new Promise((done) => {
		addEventListener("popstate", () => done(), { once: true });
		location.hash = ` + js(hash) + `;
	})`)
}

// waitEntries waits until the history has so many entries and checks that no
// further one follows. The browser tells the page their number only after a while.
func (b *tab) waitEntries(n int) {
	b.Helper()
	b.waitFor(fmt.Sprintf("history.length >= %d", n))
	b.frame()
	if got := eval[int](b, "history.length"); got > n {
		b.Errorf("the history has %d entries, want %d", got, n)
	}
}

// clipboard is held by the test that uses it: all tabs have one and the same.
var clipboard sync.Mutex

// allowClipboard lets the page read and write the clipboard, as a reader's click
// does. Until the end of the test no other one does so.
func (b *tab) allowClipboard() {
	b.Helper()
	clipboard.Lock()
	b.Cleanup(clipboard.Unlock)
	c := chromedp.FromContext(b.ctx)
	for _, name := range []string{"clipboard-read", "clipboard-write"} {
		ctx, cancel := b.limited()
		_, err := cdp.Call(ctx, c.Browser, browser.SetPermission, browser.SetPermissionParams{
			Permission:       &browser.PermissionDescriptor{Name: name},
			Setting:          browser.PermissionSettingGranted,
			BrowserContextID: c.BrowserContextID,
		})
		cancel()
		b.must(err)
	}
}

// js writes a Go value as a JavaScript literal.
func js(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(data)
}

// el is the JavaScript for an element.
func el(selector string) string { return "document.querySelector(" + js(selector) + ")" }

// text returns what a reader sees of an element.
func (b *tab) text(selector string) string {
	b.Helper()
	return eval[string](b, el(selector)+".innerText.trim()")
}

// waitText waits until an element reads so.
func (b *tab) waitText(selector, want string) {
	b.Helper()
	if err := b.poll(patience, el(selector)+".innerText.trim() === "+js(want)); err != nil {
		got, _ := tryEval[string](b, el(selector)+".innerText")
		b.Fatalf("%s reads %.300q, want %q", selector, got, want)
	}
}

// value returns what stands in a field.
func (b *tab) value(selector string) string {
	b.Helper()
	return eval[string](b, el(selector)+".value")
}

// key presses and releases a key or a run of them, as package kb names them.
func (b *tab) key(keys string, modifiers ...chromedp.Modifier) {
	b.Helper()
	ctx, cancel := b.limited()
	defer cancel()
	b.must(chromedp.Do(ctx, chromedp.KeyEvent(keys, chromedp.KeyModifiers(modifiers...))))
}

// enter presses Enter as a keyboard does: a handler that forbids what the key does
// prevents all of it. (key sends the character in any case.)
func (b *tab) enter() {
	b.Helper()
	for _, press := range []input.DispatchKeyEventParams{
		{Type: input.DispatchKeyEventTypeKeyDown, Text: "\r"}, {Type: input.DispatchKeyEventTypeKeyUp},
	} {
		press.Key, press.Code, press.WindowsVirtualKeyCode = "Enter", "Enter", 13
		call(b, input.DispatchKeyEvent, press)
	}
}

// insert puts a text in at the caret at once, as pasting does.
func (b *tab) insert(text string) {
	b.Helper()
	call(b, input.InsertText, input.InsertTextParams{Text: text})
}

// click clicks the middle of the first element that a selector finds, if that is
// what a reader would hit there.
func (b *tab) click(selector string) { b.Helper(); b.mouse(el(selector), true) }

// clickOn clicks the element that a JavaScript expression gives.
func (b *tab) clickOn(expr string) { b.Helper(); b.mouse(expr, true) }

// hover moves the pointer over an element.
func (b *tab) hover(expr string) { b.Helper(); b.mouse(expr, false) }

func (b *tab) mouse(expr string, press bool) {
	b.Helper()
	at := eval[struct {
		X, Y float64
		Hit  string
	}](b, `(() => {
		const e = `+expr+`;
		`+unfold+`
		e.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
		const r = e.getBoundingClientRect();
		const X = r.x + r.width / 2, Y = r.y + r.height / 2;
		const hit = document.elementFromPoint(X, Y);
		const fine = hit && (e.contains(hit) || hit.contains(e) && hit !== document.body && hit !== document.documentElement);
		return { X, Y, Hit: fine ? "" : String(hit?.outerHTML).slice(0, 200) };
	})()`)
	if at.Hit != "" {
		b.Fatalf("%s is covered by %s", expr, at.Hit)
	}
	send := func(kind input.DispatchMouseEventType, button input.MouseButton, count int64) {
		call(b, input.DispatchMouseEvent, input.DispatchMouseEventParams{
			Type: kind, X: at.X, Y: at.Y, Button: button, ClickCount: count})
	}
	send(input.DispatchMouseEventTypeMouseMoved, input.MouseButtonNone, 0)
	if press {
		send(input.DispatchMouseEventTypeMousePressed, input.MouseButtonLeft, 1)
		send(input.DispatchMouseEventTypeMouseReleased, input.MouseButtonLeft, 1)
	}
}

// fill replaces the text of a field, as a reader does who selects it all and
// pastes. The field keeps the focus: nothing is committed.
func (b *tab) fill(knob, text string) {
	b.Helper()
	b.do(`{ const e = ` + field(knob) + `; ` + unfold + ` e.focus(); e.select(); }`)
	if text == "" {
		b.key("\b")
		return
	}
	b.insert(text)
}

// unfold is the JavaScript that opens what a setting e of the form is folded away in.
const unfold = `for (let d = e.closest("#settings .field") && e.closest("details.more"); d; d = d.parentElement.closest("details.more")) d.open = true;`

// field is the JavaScript for the control of a setting.
func field(knob string) string { return el("#knob-" + knob) }

// choose chooses an option of a menu, as a reader does: the browser's own menu
// cannot be driven, so the value is set and the events are sent that follow.
func (b *tab) choose(selector, value string) {
	b.Helper()
	b.do(`(() => {
		const e = ` + el(selector) + `;
		if (![...e.options].some((o) => o.value === ` + js(value) + ` && !o.disabled)) throw new Error("no such option");
		` + unfold + `
		e.focus();
		e.value = ` + js(value) + `;
		e.dispatchEvent(new Event("input", { bubbles: true }));
		e.dispatchEvent(new Event("change", { bubbles: true }));
	})()`)
}
