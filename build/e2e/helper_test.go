package e2e

import (
	"fmt"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"unetparams/build/serve/static"
	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// askCode opens the code of the network, which the second program writes.
func (b *tab) askCode() {
	b.Helper()
	b.panel("code")
	b.click("#pytorch summary")
}

// secondProgram reports whether a request is for the second program.
func secondProgram(r *http.Request) bool {
	return strings.Contains(r.URL.Path, "/worker.") && strings.HasSuffix(r.URL.Path, ".wasmgz")
}

// TestSecondProgramFails: where the second program can't be loaded, the panel says so
// and offers to try again, and the page goes on; then it is answered.
func TestSecondProgramFails(t *testing.T) {
	t.Parallel()
	for path, sentence := range map[string]string{"": "could not be loaded", "zh/": "未能加载"} {
		s := serve(t)
		b := newTab(t, s)
		b.allow(`worker\.|404|ERR_`)
		s.intercept(func(w http.ResponseWriter, r *http.Request) bool {
			if secondProgram(r) {
				w.WriteHeader(http.StatusNotFound)
			}
			return secondProgram(r)
		})
		b.open(path)
		b.askCode()
		b.waitFor(`document.querySelector("#pytorch .error")?.innerText.includes(` + js(sentence) + `)`)
		b.fill("base", "48")
		b.waitTotal(count(48))
		s.intercept(nil)
		// The other network's code was asked for, too: before the program could be
		// loaded, so that there is a button, or after.
		b.waitFor(`(() => {
			document.querySelector("#pytorch .again")?.click();
			return document.querySelector("#pytorch pre")?.textContent.includes("import torch") && !document.querySelector("#pytorch .error");
		})()`)
	}
}

// TestSecondProgramLazily: a visit that opens no such panel doesn't load it.
func TestSecondProgramLazily(t *testing.T) {
	t.Parallel()
	s := serve(t)
	asked := make(chan bool, 100)
	s.intercept(func(w http.ResponseWriter, r *http.Request) bool {
		if secondProgram(r) {
			asked <- true
		}
		return false
	})
	b := newTab(t, s)
	b.open("#v=1&arch=unet&base=64")
	b.waitFor(installed)
	b.fill("base", "48")
	b.waitTotal(count(48))
	b.panel("tables")
	b.panel("compare")
	if len(asked) != 0 {
		t.Error("the second program was loaded")
	}
	b.askCode()
	b.waitFor(`document.querySelector("#pytorch pre")?.textContent.includes("import torch")`)
	if len(asked) != 1 {
		t.Errorf("it was loaded %d times", len(asked))
	}
}

// packedHosts returns ways in which hosts send a program that lies there in gzip: with
// a brotli sibling, as it is, and labelled so that the browser decodes it.
func packedHosts() map[string]http.Handler {
	plain := plainHost(prefix)
	return map[string]http.Handler{
		"sibling": static.Handler(siteDir, prefix),
		"plain":   plain,
		"labelled": http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, ".wasmgz") {
				w.Header().Set("Content-Encoding", "gzip")
			}
			plain.ServeHTTP(w, r)
		}),
	}
}

// TestPackedPrograms checks that the second program and the reader of model files run,
// and the second one also without a network, however a host sends them.
func TestPackedPrograms(t *testing.T) {
	t.Parallel()
	for name, host := range packedHosts() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			testSecondProgramOffline(t, serveAt(t, prefix, host), func(b *tab) {
				start, data := safetensors(t, config.New(zoo.Lookup("milesial")), "")
				b.drop("unet.safetensors", start, data)
				b.waitFor(el("#open-said") + `.innerText.includes("exactly the tensors")`)
			})
		})
	}
}

// TestPackedProgramsOldBrowser checks that a browser that can't decode a program says
// that it can't be loaded, and that it runs it where the host sends it decoded.
func TestPackedProgramsOldBrowser(t *testing.T) {
	t.Parallel()
	for name, host := range packedHosts() {
		for kind, open := range map[string]func(*tab, bool){
			"worker": func(b *tab, works bool) {
				b.askCode()
				b.waitFor(map[bool]string{
					false: `document.querySelector("#pytorch .error")?.innerText.includes("could not be loaded")`,
					true:  `document.querySelector("#pytorch pre")?.textContent.includes("import torch")`,
				}[works])
			},
			"modelreader": func(b *tab, works bool) {
				start, data := safetensors(b, config.New(zoo.Lookup("milesial")), "")
				b.drop("unet.safetensors", start, data)
				b.waitFor(el("#open-said") + `.innerText.includes(` + js(map[bool]string{
					false: "the reader of model files could not be loaded", true: "exactly the tensors"}[works]) + `)`)
			},
		} {
			t.Run(name+" "+kind, func(t *testing.T) {
				t.Parallel()
				s := serveAt(t, prefix, host)
				s.intercept(func(w http.ResponseWriter, r *http.Request) bool { return sendOld(t, w, r, kind) })
				b := newTab(t, s)
				b.open("")
				open(b, name != "plain")
			})
		}
	}
}

// sendOld answers a request for a worker's script with one that takes away first what
// older browsers lack.
func sendOld(t *testing.T, w http.ResponseWriter, r *http.Request, kind string) bool {
	name := path.Base(r.URL.Path)
	if !strings.HasPrefix(name, kind+".") || path.Ext(name) != ".js" {
		return false
	}
	text, err := os.ReadFile(filepath.Join(siteDir, name))
	if err != nil {
		t.Error(err)
	}
	w.Header().Set("Content-Type", "text/javascript")
	fmt.Fprintf(w, "delete self.DecompressionStream;\n%s", text)
	return true
}

// testSecondProgramOffline checks that what was used once works without a network. Some
// more may be done before that is gone.
func testSecondProgramOffline(t *testing.T, s *site, before func(b *tab)) {
	b := newTab(t, s)
	b.open("")
	b.waitFor(installed)
	b.askCode()
	b.waitFor(`document.querySelector("#pytorch pre")?.textContent.includes("import torch")`)
	b.waitFor(`caches.keys().then(async (names) => {
		for (const name of names) for (const { url } of await (await caches.open(name)).keys()) if (/worker\.[0-9a-f]{12}\.wasmgz$/.test(url)) return true;
		return false;
	})`)
	before(b)
	s.stop()
	b.allow(offline)
	b.reload()
	b.waitFor(ready)
	b.ask("31,042,434")
	b.answered()
	if got := b.totals(); len(got) == 0 || got[0] != "31,042,434" {
		t.Errorf("%v", got)
	}
}

// pasteInto pastes a text into an element.
func (b *tab) pasteInto(selector, text string) {
	b.Helper()
	b.do(`(() => {
		const field = ` + el(selector) + `, data = new DataTransfer();
		field.focus();
		field.select();
		data.setData("text/plain", ` + js(text) + `);
		const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
		if (field.dispatchEvent(event)) document.execCommand("insertText", false, ` + js(text) + `);
	})()`)
}

// TestPasted: a configuration is opened wherever it is pasted, its question can be
// answered there, and a listing goes to the field that it is pasted into.
func TestPasted(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("")
	b.pasteInto("#knob-base", "model:\n  name: UNet3D\n  out_channels: 1\n  f_maps: 32\n")
	b.waitFor(el("#open-said [data-ask=in_channels]"))
	b.do(`{ const field = ` + el("#open-said [data-ask=in_channels]") + `; field.value = "1"; field.dispatchEvent(new Event("change", { bubbles: true })); }`)
	b.waitTotal("4,081,267")

	b.load("#v=1&arch=unet")
	b.waitTotal("7,765,442")
	b.panel("code")
	b.click("#verify summary")
	b.pasteInto("#verify-text", "Total params: 7,765,442\nTrainable params: 7,765,442\n")
	b.waitFor(`document.querySelector("#verify .verdict").classList.contains("agrees")`)
	if got := b.value("#verify-text"); !strings.Contains(got, "7,765,442") {
		t.Errorf("what was pasted is not in the field: %q", got)
	}
	b.pasteInto("#verify-text", "Total params: 31,042,434\nTrainable params: 31,042,434\n")
	b.waitFor(`!document.querySelector("#verify .verdict").classList.contains("agrees")`)
}

// TestOtherTools: the table of what other tools print opens.
func TestOtherTools(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("")
	b.panel("tables")
	b.click("#tools summary")
	b.waitFor(`document.querySelector("#tools table")?.innerText.includes("thop")`)
}
