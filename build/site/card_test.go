package main

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"unetparams/app/static"
	"unetparams/app/text"
	"unetparams/counter/zoo"
	"unetparams/web"
)

func testPalette(t *testing.T) palette {
	t.Helper()
	p, err := lightPalette(web.Diagram)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestCard draws the card of every published network and looks at its pixels:
// there must be a picture with maps and arrows in it, and nothing may touch the
// margins.
func TestCard(t *testing.T) {
	colors := testPalette(t)
	all := zoo.Networks()
	for i := range all {
		n := &all[i]
		p := static.NewNetworkPage(text.English, n, "../../", "")
		data, err := card{p.Name, p.Total, p.Unit, p.Source, "site", p.SVG}.png(colors)
		if err != nil {
			t.Errorf("%s: %v", n.ID, err)
			continue
		}
		img, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatalf("%s: %v", n.ID, err)
		}
		if got := img.Bounds(); got != image.Rect(0, 0, cardWidth, cardHeight) {
			t.Errorf("%s: is %v", n.ID, got)
		}
		found := map[color.Color]int{}
		for y := 10; y < cardHeight; y++ {
			for x := range cardWidth {
				c := color.RGBAModel.Convert(img.At(x, y))
				found[c]++
				white := c == color.RGBA{255, 255, 255, 255}
				if !white && (x < cardMargin/2 || x > cardWidth-cardMargin/2 || y > cardHeight-8) {
					t.Fatalf("%s: something stands in the margin at %d,%d", n.ID, x, y)
				}
			}
		}
		properties := []string{"--u-map", "--u-map-line", "--u-text", "--u-down", "--u-up"}
		if !strings.Contains(p.SVG, "a-up") {
			properties = properties[:4] // a classifier, or a branch beside a U-Net
		}
		for _, property := range properties {
			if found[colors[property]] < 20 {
				t.Errorf("%s: only %d pixels of %s", n.ID, found[colors[property]], property)
			}
		}
	}
}

// TestCardRefuses checks that a picture that a card can't show is an error, not
// an empty card.
func TestCardRefuses(t *testing.T) {
	for _, svg := range []string{
		``, `<svg viewBox="0 0 1 1"><circle r="1"/></svg>`, `<svg viewBox="x"/>`,
		`<svg viewBox="0 0 9 9"><path class="line" d="M0 0C1 1 2 2 3 3"/></svg>`, `<svg viewBox="0 0 9 9"><g></svg>`,
	} {
		if _, err := (card{SVG: svg}).png(testPalette(t)); err == nil {
			t.Errorf("%q was drawn", svg)
		}
	}
}

// TestCardSharp checks that the edges of maps are one pixel wide, without a paler pixel
// next to them.
func TestCardSharp(t *testing.T) {
	colors := testPalette(t)
	const svg = `<svg viewBox="0 0 960 400"><g class="stage enc"><rect class="map" x="100.3" y="50.6" width="200.5" height="100.2"/></g></svg>`
	data, err := card{SVG: svg}.png(colors)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	found := map[color.Color]bool{}
	for y := 200; y < cardHeight; y++ {
		for x := range cardWidth {
			found[color.RGBAModel.Convert(img.At(x, y))] = true
		}
	}
	if len(found) != 3 {
		t.Errorf("a map is drawn in %d colors, want those of paper, map and edge", len(found))
	}
}
