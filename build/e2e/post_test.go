package e2e

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// A blog serves posts from an origin of its own.
type blog struct {
	url    string
	policy string // its Content-Security-Policy

	mu    sync.Mutex
	files map[string]string // by path
}

// blogFor starts a blog whose posts may embed a site.
func blogFor(t testing.TB, s *site) *blog {
	g := &blog{files: map[string]string{}}
	server := httptest.NewServer(g)
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	g.url, s.blog = server.URL+"/", g
	return g
}

// posted reports whether an address is that of a post.
func (s *site) posted(url string) bool { return s.blog != nil && strings.HasPrefix(url, s.blog.url) }

// ServeHTTP implements [http.Handler].
func (g *blog) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	text, ok := g.files[strings.TrimPrefix(r.URL.Path, "/")]
	policy := g.policy
	g.mu.Unlock()
	switch {
	case r.URL.Path == "/favicon.ico":
		w.WriteHeader(http.StatusNoContent)
		return
	case !ok:
		http.NotFound(w, r)
		return
	case strings.HasSuffix(r.URL.Path, ".svg"):
		w.Header().Set("Content-Type", "image/svg+xml")
	case strings.HasSuffix(r.URL.Path, ".png"):
		w.Header().Set("Content-Type", "image/png")
	default:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
	}
	if policy != "" {
		w.Header().Set("Content-Security-Policy", policy)
	}
	_, _ = w.Write([]byte(text))
}

// write puts a file on the blog.
func (g *blog) write(name, text string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.files[name] = text
}

// postStart is the start of a post as blogs have it: a column of text, pictures
// that fit into it, and something that keeps what frames say.
const postStart = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A post</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body { margin: 1rem auto; max-width: 680px; padding: 0 1rem; font: 17px/1.6 serif } img { max-width: 100%; height: auto }</style>
<script>const heard = []; addEventListener("message", (e) => heard.push(e.data));</script>
</head><body><p><input id="mine" value="a field of the post's">
`

// patientPost makes posts as patient as the tests are: an element gives its page
// up after half a minute, which a slow machine may need.
const patientPost = `if (top === window) {
	const after = setTimeout;
	window.setTimeout = (f, ms, ...a) => after(f, ms >= 10000 ? 1e9 : ms, ...a);
}`

// readPost opens a post with this content, scripts and all.
func (b *tab) readPost(content string) {
	b.Helper()
	b.patientPosts.Do(func() {
		call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: patientPost})
	})
	g := b.site.blog
	g.write("post", postStart+content+`<p id="end">The post goes on.</p></body></html>`)
	if r := call(b, page.Navigate, page.NavigateParams{URL: g.url + "post"}); r.ErrorText != "" {
		b.Fatalf("the post: %s", r.ErrorText)
	}
	b.waitFor(`document.readyState !== "loading" && document.getElementById("end")`)
}

// frames returns the frames in the page, in the order in which they were made.
func (b *tab) frames() (ids []cdp.FrameID) {
	b.Helper()
	for _, f := range call(b, page.GetFrameTree, cdp.Empty{}).FrameTree.ChildFrames {
		ids = append(ids, f.Frame.ID)
	}
	return ids
}

// inFrame returns the value of a JavaScript expression in the frame with this
// number, seen from a world of the test's own: the document, none of its scripts.
func inFrame[T any](b *tab, frame int, expr string) (v T, ok bool) {
	b.Helper()
	ids := b.frames()
	if frame >= len(ids) {
		return v, false
	}
	ctx, cancel := b.limited()
	defer cancel()
	world, err := chromedp.Call(ctx, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: ids[frame]})
	if err != nil {
		return v, false // the frame is on its way to another page
	}
	yes := true
	r, err := chromedp.Call(ctx, runtime.Evaluate, runtime.EvaluateParams{
		Expression: expr, ContextID: world.ExecutionContextID, ReturnByValue: &yes, AwaitPromise: &yes})
	if err != nil || r.ExceptionDetails != nil || r.Result == nil {
		return v, false
	}
	b.must(json.Unmarshal([]byte(r.Result.Value), &v))
	return v, true
}

// waitFrame waits until a condition holds in a frame.
func (b *tab) waitFrame(frame int, condition string) {
	b.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(30 * time.Millisecond) {
		if v, ok := inFrame[bool](b, frame, "(async () => Boolean("+condition+"))()"); ok && v {
			return
		}
		if time.Now().After(end) {
			text, _ := inFrame[string](b, frame, "document.documentElement.outerHTML.slice(0, 600) + document.body.innerText")
			b.Fatalf("frame %d: waited for %s\nit says %.2000s", frame, condition, text)
		}
	}
}

// frameTotal waits until an embedded page shows a total.
func (b *tab) frameTotal(frame int, total string) {
	b.Helper()
	b.waitFrame(frame, ready+` && `+el("#count")+`?.innerText === `+js(total)+` && `+el("#count")+`.checkVisibility({ visibilityProperty: true })`)
}

// clickFrame clicks an element of a frame, as the page inside sees it.
func (b *tab) clickFrame(frame int, selector string) {
	b.Helper()
	if _, ok := inFrame[bool](b, frame, el(selector)+`.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }))`); !ok {
		b.Fatalf("frame %d has no %s", frame, selector)
	}
}
