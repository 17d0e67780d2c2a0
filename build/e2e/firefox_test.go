package e2e

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"unetparams/build/serve/static"
	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// The tests of this package drive Chromium. TestFirefox and TestWebKit go through the
// site once in other browsers, to find what only those do otherwise.

// TestFirefox goes through the site in Firefox. It is skipped where Debian's package
// firefox-esr is not installed.
func TestFirefox(t *testing.T) {
	t.Parallel()
	s := serveGzip(t)
	b := &otherTab{t, s, firefox(t)}
	b.post()
	b.tour()
}

// serveGzip starts a site whose host knows no brotli, so that the page itself decodes the
// programs of its workers.
func serveGzip(t *testing.T) *site {
	files := static.Handler(siteDir, prefix)
	return serveAt(t, prefix, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Header.Set("Accept-Encoding", "gzip")
		files.ServeHTTP(w, r)
	}))
}

// An otherTab is a tab of another browser.
type otherTab struct {
	*testing.T
	site    *site
	browser driver
}

// A driver controls a browser with one tab.
type driver interface {
	navigate(url string) error
	run(script string) (any, error) // the body of a function; returns its result
	enter() error                   // the document of the first frame
}

// must fails the test.
func (b *otherTab) must(what string, err error) {
	b.Helper()
	if err != nil {
		b.Fatalf("%s: %v", what, err)
	}
}

// do runs a script, and waits until a condition holds after it.
func (b *otherTab) do(what, script, until string) {
	b.Helper()
	_, err := b.browser.run(script)
	b.must(what, err)
	var last any
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		last, err = b.browser.run("try { return !!(" + until + ") } catch (e) { return String(e) }")
		b.must(what, err)
		if last == true {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	now, _ := b.browser.run(`return [location.href, JSON.stringify(document.documentElement.dataset), "came: " + document.getElementById("boot-progress")?.value,
		document.getElementById("boot-status")?.innerText, document.body.innerText.slice(0, 2000)].join("\n")`)
	b.Fatalf("%s: %s is %v; the page is\n%v", what, until, last, now)
}

// write is the JavaScript that types a text in the place of what a field holds.
func write(selector, text string) string {
	return `const field = ` + el(selector) + `; field.focus(); field.select(); document.execCommand("insertText", false, ` + js(text) + `);`
}

// tour opens the page, types, chooses an architecture, asks for a number, opens a model
// file, compares, shares, and does an exercise.
func (b *otherTab) tour() {
	count := func(want string) string { return el("#count") + `.innerText.trim() === ` + js(want) }
	b.must("open", b.browser.navigate(b.site.url))
	b.do("open", "", `"ready" in document.documentElement.dataset && `+count("7,765,442"))
	b.do("type", write("#knob-base", "64"), count("31,042,434"))
	b.do("look for an architecture", write("#open-field", "milesial"), `document.querySelector("#open-list [role=option] .name")`)
	b.do("choose it", el("#open-list [role=option]")+`.click()`, count("31,037,698")+` && location.hash.includes("arch=milesial")`)
	b.do("ask", el("#tab-why")+".click(); "+write("#why", "31,030,658"),
		el("#why-found")+`.getAttribute("aria-busy") === "false" && `+el("#explain .searched"))

	c, err := config.Make(zoo.Lookup("milesial"), "n_channels=1 n_classes=5 bilinear=on")
	b.must("a model", err)
	start, data := safetensors(b.T, c, "module.")
	b.do("open a model file", fmt.Sprintf(`
		const files = new DataTransfer();
		files.items.add(new File([new Uint8Array([%s]), new Uint8Array(%d)], "unet.safetensors"));
		document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));`,
		strings.ReplaceAll(strings.Trim(fmt.Sprint(start), "[]"), " ", ","), data),
		el("#open-said")+`.innerText.includes("exactly the tensors") && `+count("17,262,085"))
	b.do("compare", el("#tab-compare")+".click(); "+el("#compare-with")+".click()", el("#compare-difference")+`.innerText.includes("the same count")`)
	b.do("share", el("#share")+".click()", el("#share-dialog")+`.open && document.querySelector(".snippet pre").textContent.includes("arch=milesial")`)
	b.do("close the dialog", el("#share-dialog")+".close()", "!"+el("#share-dialog")+".open")
	b.do("practise", `location.hash = "v=1&arch=unet&practice=whole&seed=7"`, el("#answer-0"))
	b.do("answer", write("#answer-0", "9,696")+`field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true })); field.form?.requestSubmit();`,
		el("#practice-said")+`.innerText.startsWith("✓")`)
}

// post reads a post that embeds the page in a sandbox.
func (b *otherTab) post() {
	b.site.intercept(func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/post") {
			return false
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!doctype html><title>A post</title><link rel="icon" href="data:,"><iframe sandbox="allow-scripts" src="embed/#%s" width="900" height="900"></iframe>`, wide)
		return true
	})
	b.must("read a post", b.browser.navigate(b.site.url+"post"))
	b.must("enter the frame", b.browser.enter())
	b.do("embed", "", el("#count")+`.innerText.trim() === `+js(wideTotal)+` && "ready" in document.documentElement.dataset`)
	b.do("select a stage", el(`#diagram .u svg [data-stage="enc2"]`)+`.dispatchEvent(new MouseEvent("click", { bubbles: true }))`,
		el("#stage")+`.dataset.stage === "enc2"`)
	if got := b.site.programs(); got != "embed.*.wasm" {
		b.Errorf("the post loads %s", got)
	}
}

// startProgram starts a program that ends with the test.
func startProgram(t *testing.T, env []string, name string, args ...string) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), env...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
}

// eventually calls a function until it succeeds.
func eventually(t *testing.T, what string, f func() error) {
	t.Helper()
	var err error
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if err = f(); err == nil {
			return
		}
	}
	t.Fatalf("%s: %v", what, err)
}

// A marionette is Firefox's own form of WebDriver (https://www.w3.org/TR/webdriver2/):
// messages over TCP, each after its length and a colon. A request is [0, number, command, parameters], a response
// [1, number, error, result].
type marionette struct {
	conn   net.Conn
	reader *bufio.Reader
	number int
}

// firefox starts Firefox.
func firefox(t *testing.T) *marionette {
	path, err := exec.LookPath("firefox-esr")
	if err != nil {
		t.Skip("no firefox-esr")
	}
	profile := t.TempDir()
	// Port 0 is one that is free; Firefox writes it into its profile.
	prefs := `user_pref("marionette.port", 0); user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false); user_pref("app.update.auto", false);
`
	if err := os.WriteFile(filepath.Join(profile, "user.js"), []byte(prefs), 0o666); err != nil {
		t.Fatal(err)
	}
	startProgram(t, []string{"HOME=" + profile}, path, "--headless", "--marionette", "--no-remote", "--profile", profile)
	m := &marionette{}
	eventually(t, "Firefox does not start", func() error {
		port, err := os.ReadFile(filepath.Join(profile, "MarionetteActivePort"))
		if err != nil {
			return err
		}
		m.conn, err = net.Dial("tcp", "127.0.0.1:"+strings.TrimSpace(string(port)))
		return err
	})
	t.Cleanup(func() {
		_, _ = m.send("Marionette:Quit", map[string]any{"flags": []string{"eForceQuit"}})
		m.conn.Close()
	})
	m.reader = bufio.NewReader(m.conn)
	if _, err := m.receive(); err != nil { // its version
		t.Fatal(err)
	}
	if _, err := m.send("WebDriver:NewSession", map[string]any{}); err != nil {
		t.Fatal(err)
	}
	return m
}

func (m *marionette) send(command string, parameters map[string]any) (any, error) {
	m.number++
	text, err := json.Marshal([]any{0, m.number, command, parameters})
	if err != nil {
		return nil, err
	}
	if err := m.conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return nil, err
	}
	if _, err := fmt.Fprintf(m.conn, "%d:%s", len(text), text); err != nil {
		return nil, err
	}
	answer, err := m.receive()
	if err != nil {
		return nil, err
	}
	var response []any
	if err := json.Unmarshal(answer, &response); err != nil || len(response) != 4 {
		return nil, fmt.Errorf("%s: %s", command, answer)
	}
	if response[2] != nil {
		return nil, fmt.Errorf("%s: %v", command, response[2])
	}
	result, _ := response[3].(map[string]any)
	return result["value"], nil
}

func (m *marionette) receive() ([]byte, error) {
	length, err := m.reader.ReadString(':')
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(strings.TrimSuffix(length, ":"))
	if err != nil {
		return nil, err
	}
	message := make([]byte, n)
	_, err = io.ReadFull(m.reader, message)
	return message, err
}

func (m *marionette) navigate(url string) error {
	_, err := m.send("WebDriver:Navigate", map[string]any{"url": url})
	return err
}

// run runs the body of a function in the current page or frame.
func (m *marionette) run(script string) (any, error) {
	return m.send("WebDriver:ExecuteScript", map[string]any{"script": script, "args": []any{}, "sandbox": nil})
}

// enter makes the first frame of the page the current one.
func (m *marionette) enter() error {
	_, err := m.send("WebDriver:SwitchToFrame", map[string]any{"id": 0})
	return err
}
