package e2e

import (
	"strings"
	"testing"
)

// TestSeveral checks that files that don't belong together are listed, each with what
// it is and its total, that any can be opened, and that any two are compared.
func TestSeveral(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("")
	same := func(name string) string { return name }
	file := func(name, text string) fallen { return fallen{name, []byte(text), 0} }
	b.dropFiles(
		model(t, "a.safetensors", "milesial", "n_classes=5 bilinear=on", same),
		file("unet3d.yaml", "model:\n  name: UNet3D\n  in_channels: 1\n  out_channels: 1\n  f_maps: 32\n"),
		model(t, "b.safetensors", "milesial", "bilinear=on", same),
		file("cut.safetensors", "\xff\x00\x00\x00\x00\x00\x00\x00{}"),
		file("<img src=x>.txt", "The quick brown fox."),
	)
	rows := `document.querySelectorAll("#open-things tr")`
	b.waitFor(rows + `.length === 4 && ` + el("#open-said") + `.getAttribute("aria-busy") === "false"`)
	b.waitFor(el("#open-things") + `.innerText.split("U-Net (milesial)").length === 3`)
	table := eval[string](b, el("#open-said")+".innerText")
	for _, want := range []string{"5 files", "a.safetensors", "unet3d.yaml", "4,081,267", "pytorch-3dunet", "can't be read", "Not recognized: 1"} {
		if !strings.Contains(table, want) {
			t.Errorf("%q is not in %s", want, table)
		}
	}
	pick := func(name string) {
		b.Helper()
		b.click(`#open-things [data-pick][aria-label$=` + js(name) + `]`)
		b.waitFor(el(`#open-said [data-pick=""]`))
	}
	pick("unet3d.yaml")
	b.waitTotal("4,081,267")
	b.click(`#open-said [data-pick=""]`)
	b.waitFor(rows + `.length === 4`)
	pick("a.safetensors")
	b.waitFor(el("#open-said") + `.innerText.includes("exactly the tensors")`)
	b.waitFor(`location.hash.includes("n_classes=5")`)
	b.click(`#open-said [data-pick=""]`)
	b.waitFor(rows + `.length === 4`)

	b.do(`for (const [i, name] of ["a.safetensors", "b.safetensors"].entries()) {
		const field = document.querySelector("[data-side=\"" + i + "\"]");
		field.value = [...field.options].find((o) => o.text === name).value;
	}`)
	b.click("#open-said [data-pair]")
	b.waitFor(el("#open-said") + `.innerText.includes("outc.conv.weight 5×64×1×1 → 2×64×1×1")`)

	// A checkpoint and a configuration: the difference is shown at once.
	b.dropFiles(
		model(t, "net.safetensors", "pt3dunet-unet3d", "f_maps=32 out_channels=2", same),
		file("unet3d.yaml", "model:\n  name: UNet3D\n  in_channels: 1\n  out_channels: 1\n  f_maps: 32\n"),
	)
	b.waitFor(rows + `.length === 2`)
	b.waitFor(el("#open-said") + `.innerText.includes("Another shape: 2.")`)
	b.size(360, 800)
	b.waitFor(`document.documentElement.scrollWidth <= innerWidth`)
}

// TestFolder checks that the files of a folder are read, with their paths.
func TestFolder(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("")
	b.do(`(() => {
		const file = (path, text) => ({ isDirectory: false, name: path.replace(/.*\//, ""), fullPath: path, file: (ok) => ok(new File([text], path.replace(/.*\//, ""))) });
		const folder = (name, ...entries) => ({ isDirectory: true, name, createReader: () => ({ readEntries: (ok) => ok(entries.splice(0, 1)) }) });
		const text = "model:\n  name: UNet3D\n  in_channels: 1\n  out_channels: 1\n  f_maps: ";
		const entry = folder("net", folder("a", file("/net/a/config.yaml", text + "32\n")), folder("b", file("/net/b/config.yaml", text + "16\n")), file("/net/.hidden", "x"));
		const event = new Event("drop", { bubbles: true, cancelable: true });
		event.dataTransfer = { types: ["Files"], files: [], items: [{ webkitGetAsEntry: () => entry }] };
		document.body.dispatchEvent(event);
	})()`)
	b.waitFor(`document.querySelectorAll("#open-things tr").length === 2`)
	if said := b.said(); !strings.Contains(said, "net/a/config.yaml") || !strings.Contains(said, "net/b/config.yaml") || !strings.Contains(said, "4,081,267") {
		t.Errorf("of a folder is said %s", said)
	}
}
