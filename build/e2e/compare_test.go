package e2e

import (
	"net/url"
	"strings"
	"testing"
)

// TestCompareByLink opens a link that holds two networks, as the help page has
// it: both totals, the steps between them, and both pictures on one scale.
func TestCompareByLink(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("#v=1&arch=unet&base=64&b.arch=milesial&b.n_classes=1&b.bilinear=on")
	b.waitTotal("31,042,434")
	b.waitText("#compare-difference", "B − A = −13,779,457, B is 0.56 × A")
	steps := eval[[][]string](b, `[...document.querySelectorAll(".waterfall tbody tr")].map((tr) => [...tr.querySelectorAll("td.n")].map((e) => e.innerText))`)
	if n := len(steps); n != 6 {
		t.Fatalf("%d rows: %v", n, steps)
	}
	at := number(steps[0][1])
	for _, s := range steps[1:5] {
		at += number(strings.NewReplacer("+", "", "−", "-").Replace(s[0]))
		if at != number(s[1]) {
			t.Errorf("the way is at %d, the row says %s", at, s[1])
		}
	}
	if at != 17_262_977 || steps[5][1] != "17,262,977" {
		t.Errorf("the way ends at %d, B is %s", at, steps[5][1])
	}

	for _, size := range [][2]int64{{1440, 900}, {768, 900}, {360, 800}} {
		b.size(size[0], size[1])
		// A bar of 64 channels at full size is the same in both, to the pixel; one
		// of the bottleneck, 1024 and 512 channels, is not.
		bars := eval[[][]float64](b, `[...document.querySelectorAll(".pair svg")].map((svg) => {
			const box = (s) => [...svg.querySelectorAll(s)].at(-1).getBoundingClientRect();
			const e = box(".enc .map"), first = svg.querySelector(".enc .map").getBoundingClientRect(), m = box(".mid .map");
			return [first.width, first.height, e.width, m.width, m.height];
		})`)
		if len(bars) != 2 {
			t.Fatalf("%d pictures", len(bars))
		}
		for i, same := range []bool{true, true, true, false, true} {
			if d := bars[0][i] - bars[1][i]; (d > -0.05 && d < 0.05) != same {
				t.Errorf("%d wide: bar %d is %.2f and %.2f", size[0], i, bars[0][i], bars[1][i])
			}
		}
		if wide := eval[float64](b, sideways); wide > 0 {
			t.Errorf("%d wide: the page is %v too wide", size[0], wide)
		}
		for _, wrong := range eval[[]string](b, strings.Replace(labels, "#diagram svg", ".pair svg", 1)) {
			t.Errorf("%d wide: %s", size[0], wrong)
		}
	}
}

// TestCompareByButton pins a network, changes the page's, swaps and closes; the
// link follows, and Back leads back.
func TestCompareByButton(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("")
	if eval[bool](b, el("#compare")+".checkVisibility() || "+el("#compare-difference")+" !== null") {
		t.Error("a comparison is shown that nobody asked for")
	}
	b.click("#compare-with")
	b.waitText("#compare-difference", "the same count")
	b.waitFor(`location.hash === "#v=1&arch=unet&b.arch=unet"`)
	b.fill("base", "64")
	b.waitText("#compare-difference", "B − A = −23,276,992, B is 0.25 × A")
	b.click("#compare-swap")
	b.waitText("#compare-difference", "B − A = +23,276,992, B is 4.00 × A")
	b.waitTotal("7,765,442")
	b.waitFor(`location.hash === "#v=1&arch=unet&b.arch=unet&b.base=64"`)
	b.choose("#compare-b", "a:milesial")
	b.waitFor(`location.hash === "#v=1&arch=unet&b.arch=milesial"`)
	b.waitText("#compare-difference", "B − A = +23,272,256, B is 4.00 × A")
	b.choose("#compare-b", "p:unet-2015")
	b.waitText("#compare-difference", "B − A = +23,265,216, B is 4.00 × A")
	b.waitFor(`location.hash !== "#v=1&arch=unet&b.arch=milesial"`)
	b.do(`history.back()`)
	b.waitText("#compare-difference", "B − A = +23,272,256, B is 4.00 × A")
	b.reload()
	b.waitText("#compare-difference", "B − A = +23,272,256, B is 4.00 × A")
	b.click("#compare-close")
	b.waitFor(`!` + el("#compare-difference") + ` && ` + el("#compare .pairs a") + ` && location.hash === "#v=1&arch=unet"`)
}

// TestCompareHostile: whatever B's part of a link holds, the page works, names
// it as text, and runs nothing. A link that says nothing of B that can be used opens
// no comparison.
func TestCompareHostile(t *testing.T) {
	t.Parallel()
	const script = `<img src=x onerror=alert(1)>`
	b := newTab(t, serve(t))
	b.open("")
	for _, test := range []struct{ hash, difference, notice string }{
		{"#b.base=" + script, "", script},
		{"#b.base=" + url.PathEscape(script), "", script},
		{"#b." + url.PathEscape(`"><script>alert(1)</script>`) + "=1", "", "<script>"},
		{"#b.arch=" + url.PathEscape(`<svg onload=alert(1)>`) + "&b.base=64", "", "<svg"},
		{"#b.b.base=64", "", "b.base"},
		{"#b.=", "", "“b.”"},
		{"#b.base=64&b.base=32", "B − A = +23,276,992, B is 4.00 × A", "twice"},
		{"#b.base=64&b.in=" + strings.Repeat("x", 1<<20), "B − A = +23,276,992, B is 4.00 × A", "…"},
		{"#b.filters=" + strings.Repeat("1,", 1<<19), "", ""},
	} {
		b.load(test.hash)
		if test.difference != "" {
			b.waitText("#compare-difference", test.difference)
		}
		b.waitUntil(test.hash[:min(len(test.hash), 60)]+": the notice", func() bool { return strings.Contains(b.text("#notice"), test.notice) })
		if test.difference == "" {
			b.waitFor("!" + visible("#panel-compare"))
		}
	}
}
