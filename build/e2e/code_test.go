package e2e

import "testing"

// TestCode: the file is PyTorch's or Keras's, as the reader chooses, and where
// Keras has none the page says why.
func TestCode(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("")
	b.panel("code")
	b.click("#pytorch summary")
	b.waitFor(`document.querySelector("#pytorch pre")?.textContent.includes("assert total == 7_765_442")`)
	b.click("#code-keras")
	b.waitFor(`document.querySelector("#pytorch pre")?.textContent.includes("assert total == 7_771_330")`)
	b.waitFor(`document.querySelector("#download-code").download == "net_keras.py" && decodeURIComponent(document.querySelector("#download-code").href).includes("import keras")`)
	b.load("#v=1&arch=rishikksh20-unet-small")
	b.waitFor(`!document.querySelector("#pytorch pre") && document.querySelector("#pytorch .help").textContent.includes("ReflectionPad2d")`)
	b.click("#code-pytorch")
	b.waitFor(`document.querySelector("#pytorch pre")?.textContent.includes("import torch")`)
}
