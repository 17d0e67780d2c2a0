package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// typeIn types a text into the field that takes everything.
func (b *tab) typeIn(text string) {
	b.Helper()
	b.do(`{ const field = ` + el("#open-field") + `; field.focus(); field.value = ` + js(text) + `; field.dispatchEvent(new Event("input", { bubbles: true })); }`)
}

// said waits for the answer to what was brought, and returns it.
func (b *tab) said() string {
	b.Helper()
	b.waitFor(el("#open-said") + `.getAttribute("aria-busy") === "false" && ` + el("#open-said") + `.innerText !== ""`)
	return eval[string](b, el("#open-said")+".innerText")
}

// TestDoor: a name, a number, a link, a printout and a configuration are told apart in
// one field; what was understood is said, and can be corrected.
func TestDoor(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("")
	b.typeIn("milesial")
	b.waitFor(`document.querySelector("#open-list [role=option] .name")`)
	b.key(kb.ArrowDown)
	b.waitFor(el("#open-field") + `.getAttribute("aria-activedescendant") === "open-option-0"`)
	b.enter()
	b.waitFor(`location.hash.includes("arch=milesial")`)
	b.waitFor(el("#open-field") + `.value === "" && ` + el("#open-list") + `.hidden`)

	b.typeIn("31,030,658")
	b.enter()
	if got := b.said(); !strings.Contains(got, "31,030,658") {
		t.Errorf("of a number is said %q", got)
	}
	b.waitFor(el("#why") + `.value === "31,030,658" && ` + el("#panel-why") + `.checkVisibility()`)

	b.pasteInto("#open-field", "https://example.org/unet/#v=1&arch=unet&base=64")
	b.waitTotal("31,042,434")

	b.pasteInto("#open-field", "Total params: 31,042,434\nTrainable params: 31,042,434\n")
	b.waitFor(`document.querySelector("#verify .verdict").classList.contains("agrees")`)
	if got := b.value("#verify-text"); !strings.Contains(got, "31,042,434") {
		t.Errorf("to be verified is %q", got)
	}

	b.pasteInto("#open-field", "model:\n  name: UNet3D\n  in_channels: 1\n  out_channels: 1\n  f_maps: 32\n")
	b.waitTotal("4,081,267")

	b.typeIn("2015") // a year, too
	b.enter()
	b.waitFor(el("#open-said [data-as=name]"))
	b.click("#open-said [data-as=name]")
	b.waitFor(el("#open-said [data-use]"))
	b.click("#open-close")
	b.waitFor(el("#open-answer") + ".hidden")
}

// dropFiles lets several files fall on the page, each given by its bytes, with zeros
// behind them.
func (b *tab) dropFiles(files ...fallen) {
	b.Helper()
	list := ""
	for _, f := range files {
		list += fmt.Sprintf("files.items.add(new File([new Uint8Array([%s]), new Uint8Array(%d)], %q));\n",
			strings.ReplaceAll(strings.Trim(fmt.Sprint(f.start), "[]"), " ", ","), f.zeros, f.name)
	}
	b.do(`(() => {
		const files = new DataTransfer();
		` + list + `
		document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
	})()`)
}

// TestUTF16 checks that a long text in UTF-16, as PowerShell writes what a program
// prints, is read to its end.
func TestUTF16(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("")
	text := strings.Repeat("# a comment\r\n", 400) + "model:\r\n  name: UNet3D\r\n  in_channels: 1\r\n  out_channels: 1\r\n  f_maps: 32\r\n"
	start := []byte("\xff\xfe")
	for _, c := range []byte(text) {
		start = append(start, c, 0)
	}
	b.dropFiles(fallen{"unet3d.yaml", start, 0})
	b.waitTotal("4,081,267")
}

type fallen struct {
	name  string
	start []byte
	zeros int64
}

// model returns the file of a configuration's tensors, with names that a function
// gives.
func model(t *testing.T, name, arch, settings string, rename func(string) string) fallen {
	t.Helper()
	c, err := config.Make(zoo.Lookup(arch), settings)
	if err != nil {
		t.Fatal(err)
	}
	start, data := safetensorsOf(t, c, rename)
	return fallen{name, start, data}
}

// TestTwoModels: two files that are dropped at once are compared.
func TestTwoModels(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("")
	same := func(name string) string { return name }
	b.dropFiles(model(t, "a.safetensors", "milesial", "n_classes=5 bilinear=on", same), model(t, "b.safetensors", "milesial", "bilinear=on", same))
	b.waitFor(el("#open-said") + `.innerText.includes("Another shape: 2")`)
	b.waitFor(el("#open-said") + `.innerText.includes("outc.conv.weight 5×64×1×1 → 2×64×1×1")`)
	b.dropFiles(model(t, "b.safetensors", "milesial", "bilinear=on", same))
	b.waitFor(el("#open-said [data-compare]"))
}

// TestUnknownModel: a network that is not known is drawn, and said to be a guess.
func TestUnknownModel(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("zh/")
	b.dropFiles(model(t, "mine.safetensors", "dlinknet34", "", strings.NewReplacer("encoder", "down", "decoder", "up", "conv", "kk", "norm", "nn", "downsample", "zz", "layer", "yy").Replace))
	b.waitFor(el("#inferred svg") + ` && ` + el("#inferred .ledger-total"))
	b.waitFor(el("#open-said") + `.innerText.includes("推测")`)
}
