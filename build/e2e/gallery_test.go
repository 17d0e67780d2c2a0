package e2e

import (
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
)

// visibleRows is the JavaScript for the rows of the gallery in sight.
const visibleRows = `[...document.querySelectorAll("#gallery tbody tr")].filter((r) => r.checkVisibility())`

// TestGallery searches, filters and orders the published numbers, and follows a
// row into the calculator.
func TestGallery(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.load("gallery/")
	b.waitFor(el("#gallery-tools") + `.checkVisibility()`)
	names := func() []string {
		return eval[[]string](b, visibleRows+`.map((r) => r.querySelector(".name").innerText)`)
	}
	all := names()
	if len(all) < 30 {
		t.Fatalf("%d rows", len(all))
	}
	search := func(text string) {
		b.do(el("#gallery-search") + `.focus(); ` + el("#gallery-search") + `.select()`)
		if text == "" {
			b.key("\b")
		} else {
			b.insert(text)
		}
	}
	for _, test := range []struct {
		text string
		rows []string
	}{
		{"28244418", []string{"U-Net, “28.24M”"}},
		{"２８.２４M", []string{"U-Net, “28.24M”"}},
		{"zhixuhao 1,157", []string{"U-Net, zhixuhao"}},
		{"<script>", nil},
	} {
		search(test.text)
		b.waitUntil("the rows for "+test.text, func() bool { return slices.Equal(names(), test.rows) })
		points := eval[int](b, `[...document.querySelectorAll(".wide .sizes a")].filter((a) => a.checkVisibility()).length`)
		if points != len(test.rows) {
			t.Errorf("%s: %d points in the chart, %d rows", test.text, points, len(test.rows))
		}
	}
	b.waitText("#gallery-shown", "Nothing matches.")
	search("")
	b.choose("#gallery-verdict", "not-reproduced")
	b.waitFor(visibleRows + `.every((r) => r.dataset.verdict === "not-reproduced") && ` + visibleRows + `.length > 3`)
	b.choose("#gallery-verdict", "")
	b.choose("#gallery-sort", "-count")
	counts := eval[[]float64](b, visibleRows+`.map((r) => Number(r.dataset.count))`)
	if len(counts) != len(all) || !slices.IsSortedFunc(counts, func(x, y float64) int { return int(y - x) }) {
		t.Errorf("%d rows are not ordered by size: %v", len(counts), counts)
	}
	b.choose("#gallery-sort", "year")
	if years := eval[[]int](b, visibleRows+`.map((r) => Number(r.dataset.year))`); !slices.IsSorted(years) {
		t.Errorf("not ordered by year: %v", years)
	}
	b.choose("#gallery-sort", "")
	if !slices.Equal(names(), all) {
		t.Error("the first order does not come back")
	}

	// The pictures are all drawn, the ones that are used again too, and in color.
	pale := eval[[]string](b, `[...document.querySelectorAll("#gallery tbody tr")].filter((r) => {
		const map = r.querySelector("svg use") ?? r.querySelector(".map");
		const box = map.getBoundingClientRect();
		return box.width < 1 || box.height < 1;
	}).map((r) => r.id)`)
	if len(pale) > 0 {
		t.Errorf("no picture in %v", pale)
	}

	for _, width := range []int64{1440, 768, 360} {
		b.size(width, 900)
		if wide := eval[float64](b, sideways); wide > 0 {
			t.Errorf("%d wide: the page is %v too wide", width, wide)
		}
	}
	b.size(1280, 900)
	b.do(el(`#unetpp-wide td a[href^="../#"]`) + `.click()`)
	b.waitTotal("9,282,246")
}

// TestGalleryWithoutScripts: everything is there to read and to follow.
func TestGalleryWithoutScripts(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.load("zh/gallery/")
	if n := eval[int](b, visibleRows+`.length`); n < 30 {
		t.Errorf("%d rows in sight", n)
	}
	if eval[bool](b, el("#gallery-tools")+`.checkVisibility()`) {
		t.Error("controls are shown that can't work")
	}
	if s := b.text("#unetpp-wide"); !strings.Contains(s, "未能复现") || !strings.Contains(s, "9.13M") {
		t.Errorf("the wide U-Net reads %q", s)
	}
}

// TestHelp follows the example of the help page.
func TestHelp(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	for _, lang := range []string{"", "zh/"} {
		b.load(lang + "help/")
		for _, width := range []int64{1440, 360} {
			b.size(width, 900)
			if wide := eval[float64](b, sideways); wide > 0 {
				t.Errorf("%shelp/, %d wide: the page is %v too wide", lang, width, wide)
			}
		}
		links := eval[[]string](b, `[...document.querySelectorAll("#compare-two h3 a")].map((a) => a.getAttribute("href"))`)
		if len(links) != 2 {
			t.Fatalf("%d links", len(links))
		}
		for i, want := range [][2]string{{"7,765,442", "31,042,434"}, {"31,042,434", "17,262,977"}} {
			b.leave()
			b.open(lang + strings.TrimPrefix(links[i], "../"))
			b.waitTotal(want[0])
			if got := b.text("#compare .side:last-child .n"); got != want[1] {
				t.Errorf("%s: B has %s, want %s", links[i], got, want[1])
			}
		}
	}
	b.leave()
	b.open("")
	for _, width := range []int64{1440, 768, 360} {
		b.size(width, 900)
		if wide := eval[float64](b, sideways); wide > 0 {
			t.Errorf("the page, %d wide, is %v too wide", width, wide)
		}
	}
	b.click(`a[href="./help/"]`)
	b.waitFor(`location.pathname.endsWith("/help/") && document.readyState === "complete"`)
	b.click(`a[href="../gallery/"]`)
	b.waitFor(`location.pathname.endsWith("/gallery/")`)
}
