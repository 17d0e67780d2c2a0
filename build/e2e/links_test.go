package e2e

import (
	"net/url"
	"strings"
	"testing"
)

// TestPinnedLinks opens links as they stand in posts: they show their number for
// ever.
func TestPinnedLinks(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("")
	for _, test := range []struct{ hash, total, stage string }{
		{"#v=1&arch=unet", "7,765,442", "enc1"},
		{"#v=1&arch=unet&base=64", "31,042,434", "enc1"},
		{"#v=1&arch=unet&norm=none", "7,759,554", "enc1"},
		{"#v=1&arch=unet&base=64&padding=valid&norm=none&size=572", "31,030,658", "enc1"},
		{"#v=1&arch=unet&in=3&classes=3&nd=3&base=64&levels=4&norm=none&grow=last&upout=keep&upbias=off&size=128", "19,069,955", "enc1"},
		{"#v=1&arch=unet&filters=35,70,140,280,560&stage=dec4", "9,288,722", "dec4"},
		{"#v=1&arch=unet&filters=35%2C70%2C140%2C280%2C561", "9,302,457", "enc1"},
		{"#v=1&arch=unet&base=16&levels=4&norm=group&groups=4&residual=on&heads=on&kernel=5&convs=3&size=64x96", "1,963,894", "enc1"},
	} {
		b.load(test.hash)
		s := b.waitTotal(test.total)
		if s.selected() != test.stage || s.Notice != "" || len(s.Errors) > 0 {
			b.Errorf("%s: stage %s, %q, %v", test.hash, s.selected(), s.Notice, s.Errors)
		}
	}
	// And fresh, with nothing loaded before.
	b.load("zh/#v=1&arch=unet&filters=35,70,140,280,560&stage=dec4")
	b.waitFor(`document.documentElement.lang === "zh" && ` + ready)
	if s := b.waitTotal("9,288,722"); s.selected() != "dec4" || !strings.Contains(s.Hash, "stage=dec4") {
		b.Errorf("fresh: stage %s, %s", s.selected(), s.Hash)
	}
}

// TestHostileLinks: any text at all as a fragment gives a page that works, names
// what it did not use as text, and runs nothing.
func TestHostileLinks(t *testing.T) {
	t.Parallel()
	const script = `<img src=x onerror=alert(1)>`
	long := strings.Repeat("x", 1<<20)
	junk := make([]byte, 256)
	for i := range junk {
		junk[i] = byte(i)
	}
	links := []struct{ name, hash, total, notice string }{
		{"half an escape", "#%zz", "7,765,442", "%zz"},
		{"newer version", "#v=2", "7,765,442", "2"},
		{"no version", "#v=x&base=64", "31,042,434", "x"},
		{"unknown architecture", "#v=1&arch=nope&base=64", "7,765,442", "nope"},
		{"unknown key", "#v=1&arch=unet&colour=red&base=64", "31,042,434", "colour"},
		{"no such stage", "#v=1&arch=unet&base=64&stage=dec77", "31,042,434", "dec77"},
		{"out of range", "#v=1&arch=unet&base=99999&classes=4", grouped(7_765_442 + 2*33), "65,536"},
		{"twice", "#v=1&arch=unet&base=64&base=32", "31,042,434", "32"},
		{"script in a value", "#v=1&arch=unet&base=" + script, "7,765,442", script},
		{"script in a value, escaped", "#v=1&arch=unet&base=" + url.PathEscape(script), "7,765,442", script},
		{"script in a value, escaped twice", "#v=1&arch=unet&base=" + url.PathEscape(url.PathEscape(script)), "7,765,442", "%3Cimg"},
		{"script in a key", "#" + script + "=1", "7,765,442", "<img src"},
		{"script in a key, escaped", "#" + url.PathEscape(`"><script>alert(1)</script>`) + "=1", "7,765,442", "<script>"},
		{"script as a stage", "#stage=" + url.PathEscape(`x"] , <svg onload=alert(1)>`), "7,765,442", "<svg"},
		{"script as an architecture", "#arch=" + url.PathEscape(`<iframe srcdoc="<script>alert(1)</script>">`), "7,765,442", "<iframe"},
		{"a scheme", "#javascript:alert(1)", "7,765,442", "javascript:alert(1)"},
		{"a megabyte", "#" + long, "7,765,442", "…"},
		{"a megabyte of value", "#v=1&base=64&in=" + long, "31,042,434", "…"},
		{"a megabyte of pairs", "#" + strings.Repeat("a=1&", 1<<18), "7,765,442", "a"},
		{"a million elements", "#filters=" + strings.Repeat("1,", 1<<19), "7,765,442", ""},
		{"bytes", "#" + url.PathEscape(string(junk)), "7,765,442", ""},
		{"bytes as a value", "#base=" + url.QueryEscape(string(junk)), "7,765,442", ""},
		{"only separators", "#&&&===&&&", "7,765,442", ""},
		{"right to left", "#" + url.PathEscape("\u202eevil\u202c") + "=1", "7,765,442", "evil"},
	}
	check := func(b *tab, name, total, notice string) {
		b.Helper()
		b.waitUntil(name+": "+total, func() bool { return b.read().Total == total })
		if notice != "" {
			b.waitUntil(name+": the notice", func() bool { return strings.Contains(b.read().Notice, notice) })
		}
		s := b.agree()
		if s.selected() != "enc1" {
			b.Errorf("%s: selected %s", name, s.selected())
		}
		if len(s.Notice) > 4000 {
			b.Errorf("%s: the notice has %d bytes", name, len(s.Notice))
		}
		if made := eval[int](b, `document.querySelectorAll("img, iframe, object, embed, #page script, [onerror], [onload], svg svg").length`); made > 0 {
			b.Errorf("%s: %d elements of the link's making", name, made)
		}
		if wide := eval[int](b, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
			b.Errorf("%s: the page is %d pixels too wide", name, wide)
		}
	}
	t.Run("opened", func(t *testing.T) {
		t.Parallel()
		s := serve(t)
		b := newTab(t, s)
		for i := 0; i < len(links); i += 3 { // a start costs seconds; all of them are pasted below
			l := links[i]
			b.leave() // so that the page starts anew
			b.open(l.hash)
			check(b, l.name, l.total, l.notice)
		}
	})
	t.Run("pasted", func(t *testing.T) {
		t.Parallel()
		b := newTab(t, serve(t))
		b.open("")
		for _, l := range links {
			// The browser's own address field cannot be typed in from here; this is
			// what it does.
			b.paste("#v=1&arch=unet&base=48")
			b.waitTotal(count(48))
			b.paste(l.hash)
			check(b, l.name, l.total, l.notice)
			b.fill("classes", "3") // it still works
			b.waitUntil("a change to count", func() bool { return b.read().Total != l.total })
			b.agree()
		}
	})
	t.Run("Chinese", func(t *testing.T) {
		t.Parallel()
		b := newTab(t, serve(t))
		b.open("zh/")
		for _, l := range links {
			b.paste(l.hash)
			check(b, l.name, l.total, l.notice)
		}
	})
	t.Run("dismissed", func(t *testing.T) {
		t.Parallel()
		b := newTab(t, serve(t))
		b.open("#v=1&arch=unet&base=64&colour=red")
		b.waitUntil("the notice", func() bool { return b.read().Notice != "" })
		b.click("#notice button")
		b.waitUntil("the notice is gone", func() bool { return b.read().Notice == "" })
		b.waitTotal("31,042,434")
	})
}
