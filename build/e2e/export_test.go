package e2e

import (
	"bytes"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// downloads makes the tab save files, and returns a function that waits for one.
func (b *tab) downloads() func(name string) []byte {
	b.Helper()
	dir := b.TempDir()
	c := chromedp.FromContext(b.ctx)
	ctx, cancel := b.limited()
	defer cancel()
	_, err := cdp.Call(ctx, c.Browser, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: dir, BrowserContextID: c.BrowserContextID,
	})
	b.must(err)
	return func(name string) []byte {
		b.Helper()
		b.waitUntil("a file "+name, func() bool {
			partial, _ := filepath.Glob(filepath.Join(dir, "*.crdownload"))
			_, err := os.Stat(filepath.Join(dir, name))
			return err == nil && len(partial) == 0
		})
		data, err := os.ReadFile(filepath.Join(dir, name))
		b.must(err)
		return data
	}
}

// takeaway opens the part that offers files and chooses one of them.
func (b *tab) takeaway(label string) {
	b.Helper()
	b.panel("export") // whose only fold opens
	b.waitFor(el("#take-save") + "?.disabled === false")
	b.do(`(() => {
		const select = ` + el("#take-what") + `;
		select.value = [...select.options].find((o) => o.text === ` + js(label) + `).value;
		select.dispatchEvent(new Event("change", { bubbles: true }));
	})()`)
}

// TestExports: every file that is offered can be saved, is what its name says,
// and says the total and the link; what can be copied is the same.
func TestExports(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.allowClipboard()
	file := b.downloads()
	b.open("#v=1&arch=unet&base=64&norm=none")
	const total, link = "31,030,658", "#v=1&arch=unet&base=64&norm=none"
	base := "unet-base_64-norm_none"
	for label, ext := range map[string]string{
		"Picture, SVG":              ".svg",
		"Table of the stages, CSV":  "-stages.csv",
		"Table of every layer, CSV": "-layers.csv", "Table of every tensor, CSV": "-tensors.csv",
		"Table of the stages, Markdown": "-stages.md", "Table of every layer, LaTeX": "-layers.tex",
		"Derivation, Markdown": "-derivation.md", "Derivation, LaTeX": "-derivation.tex",
		"Everything (JSON), JSON": ".json",
	} {
		b.takeaway(label)
		b.waitText("#take-name", base+ext)
		b.click("#take-save")
		data := string(file(base + ext))
		b.waitText("#take-status", "Saved: "+base+ext)
		if !strings.Contains(strings.ReplaceAll(data, "&amp;", "&"), b.site.url+link) || !strings.Contains(strings.ReplaceAll(data, "{,}", ","), total) && ext != ".json" {
			b.Errorf("%s has not the link or the total: %.300s", label, data)
		}
		var err error
		switch filepath.Ext(ext) {
		case ".svg":
			err = xml.Unmarshal([]byte(data), new(struct{}))
		case ".csv":
			_, err = csv.NewReader(strings.NewReader(data)).ReadAll()
		case ".json":
			var v struct{ Parameters int64 }
			if err = json.Unmarshal([]byte(data), &v); v.Parameters != number(total) {
				b.Errorf("JSON says %d", v.Parameters)
			}
		}
		if err != nil {
			b.Errorf("%s: %v", label, err)
		}
		b.click("#take-copy")
		b.waitText("#take-status", "Copied: "+base+ext)
		if got := eval[string](b, "navigator.clipboard.readText()"); got != strings.ReplaceAll(data, "\r\n", "\n") && got != data {
			b.Errorf("%s: copied %.200q", label, got)
		}
	}
}

// TestExportConfiguration: what the network's library reads can be saved, and opened
// here again.
func TestExportConfiguration(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	file := b.downloads()
	b.open("#v=1&arch=pt3dunet-unet3d&f_maps=48")
	total := b.read().Total
	b.panel("export")
	const option = `[...document.querySelectorAll("#take-what option")].find((o) => o.text.includes("config.yml"))`
	b.waitFor(option + ` && document.querySelector("#take-save")?.disabled === false`)
	b.takeaway("Configuration for its library, config.yml")
	b.waitFor(el("#take-name") + `.innerText.endsWith("-config.yml") && !` + el("#take-save") + `.disabled`)
	name := b.text("#take-name")
	b.click("#take-save")
	text := string(file(name))
	b.open("")
	b.pasteInto("#open-field", text)
	b.waitTotal(total)
}

// TestPNG: the picture at each size has exactly that many pixels, in the theme
// that the reader sees, and can be copied.
func TestPNG(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.allowClipboard()
	file := b.downloads()
	b.open("")
	b.takeaway("Picture, SVG")
	b.click("#take-save")
	var svg struct {
		Width  int `xml:"width,attr"`
		Height int `xml:"height,attr"`
	}
	b.must(xml.Unmarshal(file("unet-tutorial.svg"), &svg))
	check := func(data []byte, scale int, paper color.Color) {
		b.Helper()
		m, err := png.Decode(bytes.NewReader(data))
		b.must(err)
		if got := m.Bounds().Size(); got.X != svg.Width*scale || got.Y != svg.Height*scale {
			b.Errorf("%d×: %v, want %d×%d", scale, got, svg.Width*scale, svg.Height*scale)
		}
		r, g, bl, a := m.At(1, 1).RGBA()
		if wr, wg, wb, wa := paper.RGBA(); r != wr || g != wg || bl != wb || a != wa {
			b.Errorf("%d×: the background is %v, want %v", scale, m.At(1, 1), paper)
		}
		inked := map[color.Color]bool{}
		for y := 0; y < m.Bounds().Dy(); y += 3 {
			for x := 0; x < m.Bounds().Dx(); x += 3 {
				inked[m.At(x, y)] = true
			}
		}
		if len(inked) < 20 {
			b.Errorf("%d×: %d colors", scale, len(inked))
		}
	}
	white, night := color.RGBA{255, 255, 255, 255}, color.RGBA{0x14, 0x17, 0x1c, 255}
	for scale, label := range map[int]string{1: "Picture, PNG 1×", 2: "Picture, PNG 2×", 4: "Picture, PNG 4×"} {
		b.takeaway(label)
		b.click("#take-save")
		check(file("unet-tutorial"+map[int]string{1: "", 2: "@2x", 4: "@4x"}[scale]+".png"), scale, white)
	}
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}})
	b.takeaway("Picture, PNG 2×")
	b.click("#take-copy")
	b.waitText("#take-status", "Copied: unet-tutorial@2x.png")
	copied := eval[string](b, `(async () => {
		const [item] = await navigator.clipboard.read();
		const bytes = new Uint8Array(await (await item.getType("image/png")).arrayBuffer());
		let s = "";
		for (const byte of bytes) s += String.fromCharCode(byte);
		return btoa(s);
	})()`)
	data, err := base64.StdEncoding.DecodeString(copied)
	b.must(err)
	check(data, 2, night)
}

// TestSavedPicture: a saved picture opens without scripts, and shows the total
// and the link.
func TestSavedPicture(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	file := b.downloads()
	b.open("zh/#v=1&arch=unet&base=64")
	b.takeaway("图片，SVG")
	b.click("#take-save")
	svg := file("unet-tutorial-64.svg")
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	call(b, page.Navigate, page.NavigateParams{URL: "data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString(svg)})
	b.waitFor(`document.documentElement.localName === "svg"`)
	texts := eval[[]string](b, `[...document.querySelectorAll("text")].filter((e) => e.getBBox().width > 0).map((e) => e.textContent)`)
	if len(texts) < 20 || texts[0] != "31,042,434 个参数" {
		b.Errorf("%q", texts)
	}
	if href := eval[string](b, `document.querySelector("a").href.baseVal`); href != b.site.url+"zh/#v=1&arch=unet&base=64" {
		b.Error(href)
	}
	if fill := eval[string](b, `getComputedStyle(document.querySelector(".map")).fill`); fill != "rgb(143, 182, 234)" && fill != "rgb(213, 217, 224)" {
		b.Errorf("without its style sheet: %s", fill)
	}
}

// TestExportScriptFails: where the script that makes files can't be loaded, the
// reader is told, and can try again.
func TestExportScriptFails(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b := newTab(t, s)
	b.allow(`export\.`)
	b.open("")
	b.do(`(() => { const m = document.querySelector('meta[name="export.js"]'); m.dataset.right = m.content; m.content = "missing.export.js"; })()`)
	b.panel("export")
	b.waitText("#take-status", "A part of the page could not be loaded. Close and open this to try again.")
	b.do(`(() => { const m = document.querySelector('meta[name="export.js"]'); m.content = m.dataset.right; })()`)
	b.click("#take summary")
	b.waitFor("!" + el("#take-details") + ".open")
	b.frame() // the page has been told that it is closed
	b.click("#take summary")
	b.waitFor(el("#take-save") + "?.disabled === false")
}
