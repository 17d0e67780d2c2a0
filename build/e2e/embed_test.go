package e2e

import (
	"fmt"
	"strings"
	"testing"
)

// wide is a network of many that no page shows by default, and its total.
const wide, wideTotal = "v=1&amp;arch=unet&amp;base=64", "31,042,434"

// openPost serves the site and a blog and opens a post, in which SITE stands for
// the site's address.
func openPost(t *testing.T, content string) *tab {
	t.Helper()
	s := serve(t)
	g := blogFor(t, s)
	b := newTab(t, s)
	_ = g
	b.readPost(strings.ReplaceAll(content, "SITE", s.url))
	return b
}

// unmoved is what an embed must leave as it was in the page around it.
type unmoved struct {
	History int
	Focus   string
	Scroll  float64
}

func (b *tab) unmoved() unmoved {
	b.Helper()
	return eval[unmoved](b, `({ History: history.length, Focus: document.activeElement.id, Scroll: scrollY })`)
}

// TestEmbedFrame embeds the page in a plain frame, in both sandboxes, and where
// storage is forbidden.
func TestEmbedFrame(t *testing.T) {
	t.Parallel()
	for _, sandbox := range []string{"", `sandbox="allow-scripts"`, `sandbox="allow-scripts allow-same-origin"`} {
		t.Run(sandbox, func(t *testing.T) {
			t.Parallel()
			b := openPost(t, "")
			b.do(`mine.focus(); document.body.style.minHeight = "3000px"; scrollTo(0, 40)`)
			before := b.unmoved()
			b.do(`end.insertAdjacentHTML("beforebegin", ` + js(fmt.Sprintf(
				`<iframe %s src="%sembed/#%s&amp;stage=dec4&amp;theme=dark" width="100%%" height="900" title="U-Net"></iframe>`,
				sandbox, b.site.url, wide)) + `)`)
			b.frameTotal(0, wideTotal)
			if got, _ := inFrame[string](b, 0, el("#stage-title .n")+".innerText"); got != "9,178,624" {
				b.Errorf("stage: %s", got)
			}
			if got, _ := inFrame[string](b, 0, "document.documentElement.dataset.theme"); got != "dark" {
				b.Errorf("theme %s", got)
			}
			// Another stage, another setting: the way back leads to just that.
			b.clickFrame(0, `#diagram .u svg [data-stage="enc2"]`)
			b.waitFrame(0, el("#stage")+`.dataset.stage === "enc2"`)
			_, _ = inFrame[bool](b, 0, `(() => { const f = `+field("base")+`; f.value = "16"; f.dispatchEvent(new Event("input", { bubbles: true })); f.dispatchEvent(new Event("change", { bubbles: true })); return true })()`)
			b.frameTotal(0, grouped(7574*16*16+302*16+2))
			b.waitFrame(0, el(".back a")+`.href === `+js(b.site.url+"#v=1&arch=unet&base=16&stage=enc2"))
			if after := b.unmoved(); after != before {
				b.Errorf("the post had %+v, and now %+v", before, after)
			}
			if got := eval[int](b, `heard.filter((d) => !/^{"context":"iframe.resize","height":\d+}$/.test(d)).length`); got > 0 {
				b.Errorf("the frame said more than its height: %v", eval[[]string](b, "heard"))
			}
			if n := b.site.asked["sw.js"]; n > 0 {
				b.Error("a service worker was asked for")
			}
		})
	}
}
