package e2e

import (
	"fmt"
	"testing"
)

// labels is the JavaScript that lists what is wrong with the writing in the
// diagram that is in sight: labels that touch each other, leave the picture or
// are too small to read.
const labels = `(() => {
	const svg = [...document.querySelectorAll("#diagram svg")].find((e) => e.checkVisibility());
	if (!svg) return ["no diagram is in sight"];
	const wrong = [];
	const frame = svg.getBoundingClientRect();
	const texts = [...svg.querySelectorAll("text")].filter((e) => e.textContent.trim() && e.checkVisibility({ opacityProperty: true, visibilityProperty: true }));
	if (texts.length < 10) wrong.push("only " + texts.length + " labels");
	const boxes = texts.map((e) => ({ name: e.textContent.trim(), r: e.getBoundingClientRect(),
		size: parseFloat(getComputedStyle(e).fontSize) * Math.hypot(e.getScreenCTM().a, e.getScreenCTM().b) }));
	for (const { name, r, size } of boxes) {
		if (size < 9.99) wrong.push("“" + name + "” is " + size.toFixed(1) + " px high");
		if (r.left < frame.left - 0.5 || r.right > frame.right + 0.5 || r.top < frame.top - 0.5 || r.bottom > frame.bottom + 0.5)
			wrong.push("“" + name + "” leaves the picture: " + [r.left - frame.left, frame.right - r.right, r.top - frame.top, frame.bottom - r.bottom].map((n) => n.toFixed(1)));
	}
	// Boxes are as high as the font's tallest letters, so lines may touch by a hair.
	const hair = 1;
	for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
		const a = boxes[i].r, b = boxes[j].r;
		const w = Math.min(a.right, b.right) - Math.max(a.left, b.left), h = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
		if (w > hair && h > hair) wrong.push("“" + boxes[i].name + "” and “" + boxes[j].name + "” overlap by " + w.toFixed(1) + "×" + h.toFixed(1));
	}
	return wrong;
})()`

// sideways is the JavaScript for by how much the page is wider than the window.
const sideways = `document.documentElement.scrollWidth - innerWidth`

// TestDiagram measures the picture, where large numbers and many levels are hard
// on it, on screens from a small phone's to a 4K one.
func TestDiagram(t *testing.T) {
	t.Parallel()
	nets := []struct{ name, hash string }{
		{"default", ""},
		{"ten levels", "&base=65536&levels=10"},
		{"two levels", "&levels=2&base=1"},
		{"eight convolutions", "&convs=8"},
		{"volumes", "&nd=3&size=128x96x64"},
		{"signals", "&nd=1&size=65536"},
		{"heads", "&heads=on"},
		{"irregular", "&filters=35,70,140,280,561"},
		{"2015 paper", "&base=64&norm=none&padding=valid&size=572"},
		{"wide ends", "&in=65536&classes=65536&base=65536&levels=10&heads=on&nd=3&convs=8&size=1024"},
		{"no shapes", "&size=250"},
		{"residual, nearest", "&residual=on&up=nearest&upconv=none"},
	}
	for lang, path := range map[string]string{"en": "", "zh": "zh/"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b := newTab(t, serve(t))
			b.open(path)
			for _, net := range nets {
				b.paste("#v=1&arch=unet" + net.hash)
				b.waitUntil(net.name, func() bool { return len(b.read().disagreements()) == 0 })
				if s := b.read(); s.Notice != "" {
					b.Errorf("%s: %s", net.name, s.Notice)
				}
				for _, width := range []int64{360, 768, 1440, 3840} {
					b.size(width, 900)
					name := fmt.Sprintf("%s at %d", net.name, width)
					b.checkLabels(name)
				}
				b.sizeScaled(640, 450, 2) // a window of 1280 at 200 % zoom
				b.checkLabels(net.name + " at 200 %")
			}
		})
	}
}

// checkLabels reports what is wrong with the picture at the window's size, the
// first few things.
func (b *tab) checkLabels(name string) {
	b.Helper()
	wrong := eval[[]string](b, labels)
	if n := eval[int](b, sideways); n > 0 {
		wrong = append(wrong, fmt.Sprintf("the page scrolls sideways by %d", n))
	}
	for _, w := range wrong[:min(len(wrong), 3)] {
		b.Errorf("%s: %s", name, w)
	}
	if len(wrong) > 3 {
		b.Errorf("%s: and %d more", name, len(wrong)-3)
	}
}
