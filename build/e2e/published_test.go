package e2e

import (
	"encoding/json"
	"testing"
)

// TestPublishedPages reads pages of published networks on a phone and on a wide
// screen, in both languages, and follows them into the calculator, which must
// show the same total.
func TestPublishedPages(t *testing.T) {
	for _, path := range []string{"p/unet-2015/", "zh/p/unetfamily-nested/", "p/u2net/", "zh/p/monai-segresnetds/"} {
		t.Run(path, func(t *testing.T) {
			b := newTab(t, serve(t))
			b.load(path)
			for _, width := range []int64{360, 768, 1440} {
				b.size(width, 900)
				if over := eval[int](b, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
					t.Errorf("at %d px the page is %d px too wide", width, over)
				}
				if !eval[bool](b, el("a.main")+`.checkVisibility({ visibilityProperty: true })`) {
					t.Errorf("at %d px there is no way to the calculator", width)
				}
			}
			total := b.text("#count")
			if !eval[bool](b, `document.title.includes(`+js(total)+`)`) {
				t.Errorf("the title lacks %s", total)
			}
			var data map[string]any
			if err := json.Unmarshal([]byte(eval[string](b, el(`script[type="application/ld+json"]`)+".textContent")), &data); err != nil {
				t.Error(err)
			}
			if eval[bool](b, `[...document.querySelectorAll("img, .diagram")].some((e) => e.matches("[role=button], [tabindex]"))`) {
				t.Error("a finished page has buttons")
			}
			b.click("a.main")
			b.waitFor(ready)
			b.waitText("#count", total)
		})
	}
}

// TestPublishedList finds a network in the list of all, by its picture and total.
func TestPublishedList(t *testing.T) {
	b := newTab(t, serve(t))
	b.load("p/")
	b.click(`a[href="./unet-2015/"]`)
	b.waitFor(`document.readyState === "complete" && location.pathname.endsWith("/p/unet-2015/")`)
	b.waitText("#count", "31,030,658")
	b.click(`.lang`)
	b.waitFor(`document.documentElement.lang === "zh" && location.pathname.endsWith("/zh/p/unet-2015/")`)
	b.waitText("#count", "31,030,658")
}
