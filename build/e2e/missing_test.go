package e2e

import "testing"

// TestOldBrowser: without modal dialogs, ResizeObserver, streams to look into and
// compiling while loading, everything works all the same.
func TestOldBrowser(t *testing.T) {
	t.Parallel()
	const old = `delete HTMLDialogElement.prototype.showModal; delete HTMLDialogElement.prototype.close;
		delete window.ResizeObserver; delete window.TransformStream; delete WebAssembly.compileStreaming;`
	s := serve(t)
	b := newTab(t, s)
	b.before(old)
	b.open("")
	checkDefault(b, "en")

	// The dialog opens, holds what it should, and closes by button and key.
	for _, closes := range []func(){func() { b.click("#share-close") }, func() { b.key("\x1b") }} {
		b.do(`document.getElementById("share").focus()`)
		b.click("#share")
		b.waitFor(visible("#share-dialog") + ` && document.getElementById("share-dialog").contains(document.activeElement)`)
		if got := eval[bool](b, `(() => { const r = document.getElementById("share-dialog").getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight && r.left >= 0 && r.right <= innerWidth })()`); !got {
			b.Error("the dialog is not within the window")
		}
		closes()
		b.waitFor(`!` + visible("#share-dialog") + ` && document.activeElement.id === "share"`)
	}

	// A narrower window has the other picture.
	b.waitFor(visible("#diagram .wide svg"))
	b.size(360, 800)
	b.waitFor(visible("#diagram .narrow svg") + ` && !` + visible("#diagram .wide svg"))
	b.click("#settings-fold") // below the answer they are folded
	b.fill("base", "48")
	b.waitTotal(count(48))

	// In a post the frame follows its content.
	blogFor(t, s)
	post := newTab(t, s)
	post.before(old)
	post.readPost(`<script async src="` + s.url + `embed.js"></script><unet-calculator href="` + s.url + `#v=1&amp;arch=unet&amp;base=64" load="eager"><a href="` + s.url + `">U</a></unet-calculator>`)
	post.waitFor(live(0))
	post.frameTotal(0, "31,042,434")
	post.followsHeight(0)
}
