package e2e

import (
	"github.com/chromedp/chromedp/kb"

	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"

	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// tutorial is the table that the tutorial counts by hand: level, filters,
// convolutions of the encoder, of the decoder, up-convolution, batch norm, head.
var tutorial = [][]string{
	{"1", "32", "9,568", "27,712", "8,224", "256", "66"},
	{"2", "64", "55,424", "110,720", "32,832", "512", "0"},
	{"3", "128", "221,440", "442,624", "131,200", "1,024", "0"},
	{"4", "256", "885,248", "1,769,984", "524,544", "2,048", "0"},
	{"5", "512", "3,539,968", "0", "0", "2,048", "0"},
}

func TestDefaultPage(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"en", "zh"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b := newTab(t, serve(t))
			b.open(map[string]string{"en": "", "zh": "zh/"}[lang])
			checkDefault(b, lang)
			if s := b.read(); s.selected() != "enc1" {
				b.Errorf("selected: %s", s.selected())
			}
		})
	}
}

// checkDefault checks the tutorial's numbers on the page as it opens.
func checkDefault(b *tab, lang string) {
	b.Helper()
	s := b.agree()
	if s.Total != "7,765,442" {
		b.Errorf("total %s", s.Total)
	}
	for _, fact := range []string{"7.77 M", "29.6 MiB", "5,906"} {
		if !strings.Contains(s.Facts, fact) {
			b.Errorf("%q does not say %s", s.Facts, fact)
		}
	}
	if len(s.Levels) != len(tutorial)+2 {
		b.Fatalf("%d rows by level", len(s.Levels))
	}
	for i, want := range tutorial {
		if got := s.Levels[i+1]; !slices.Equal(got[:len(got)-1], want) {
			b.Errorf("by level: %v, want %v", got, want)
		}
	}
	if s.subtotal() != "7,759,554" {
		b.Errorf("all convolutions: %s", s.subtotal())
	}
	if !slices.ContainsFunc(s.Kinds, func(row []string) bool { return row[2] == "5,888" }) {
		b.Errorf("batch norm's 5,888 is not in %v", s.Kinds)
	}
	for _, coefficient := range []string{"7,574", "302"} {
		if !strings.Contains(s.Formula, coefficient) {
			b.Errorf("the formula is %q", s.Formula)
		}
	}
	if got := eval[string](b, "document.documentElement.lang"); got != lang {
		b.Errorf("lang=%s, want %s", got, lang)
	}
	if n := eval[int](b, `document.querySelectorAll("h1").length`); n != 1 {
		b.Errorf("%d h1", n)
	}
}

// Both pages stand on a host that does nothing but send files, wherever.
func TestPlainHost(t *testing.T) {
	t.Parallel()
	for _, prefix := range []string{"/", "/tools/unet/"} {
		t.Run(prefix, func(t *testing.T) {
			t.Parallel()
			if skip != "" {
				t.Skip(skip)
			}
			b := newTab(t, serveAt(t, prefix, plainHost(prefix)))
			b.open("#v=1&arch=unet&base=64")
			b.waitTotal("31,042,434")
			b.click("a.lang")
			b.waitFor(`document.documentElement.lang === "zh" && ` + ready)
			b.waitTotal("31,042,434")
		})
	}
}

func TestWithoutJavaScript(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"en", "zh"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b := newTab(t, serve(t))
			call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
			b.load(map[string]string{"en": "", "zh": "zh/"}[lang])
			checkDefault(b, lang)
			s := b.read()
			for _, row := range s.Stages {
				if row.Open {
					continue
				}
				b.click(`.stage-row[data-stage="` + row.Stage + `"] > summary`)
				b.waitFor(el(`.stage-row[data-stage="`+row.Stage+`"]`) + ".open")
				b.agree()
				b.click(`.stage-row[data-stage="` + row.Stage + `"] > summary`)
				b.waitFor("!" + el(`.stage-row[data-stage="`+row.Stage+`"]`) + ".open")
			}
			b.click("#tensors > summary")
			if got := eval[string](b, el("#tensors table tfoot .n")+".innerText"); got != "7,765,442" {
				b.Errorf("the tensors sum to %s", got)
			}
		})
	}
}

func TestLanguages(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("#v=1&arch=unet&base=48&up=nearest&stage=dec2")
	before := b.agree()
	b.click("a.lang")
	b.waitFor(`document.documentElement.lang === "zh" && ` + ready)
	after := b.waitTotal(before.Total)
	if after.Hash != before.Hash || after.selected() != "dec2" {
		b.Errorf("in Chinese: %s, stage %s; was %s", after.Hash, after.selected(), before.Hash)
	}
	if !strings.HasSuffix(eval[string](b, "location.pathname"), "/unet/zh/") {
		b.Error("the Chinese page is not at zh/")
	}
	// What is changed there comes back along.
	b.fill("classes", "7")
	b.key("\r")
	b.waitFor(`location.hash.includes("classes=7")`)
	changed := b.agree()
	b.click("a.lang")
	b.waitFor(`document.documentElement.lang === "en" && ` + ready)
	if back := b.waitTotal(changed.Total); back.Hash != changed.Hash {
		b.Errorf("back in English: %s, was %s", back.Hash, changed.Hash)
	}
}

func TestTheme(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("")
	background := func() string { return eval[string](b, "getComputedStyle(document.body).backgroundColor") }
	light := background()
	b.choose("#theme", "dark")
	b.waitFor(`document.documentElement.dataset.theme === "dark"`)
	dark := background()
	if dark == light {
		b.Fatalf("dark and light are both %s", dark)
	}
	b.reload()
	b.waitFor(el("#theme") + `.value === "dark"`)
	if got := background(); got != dark {
		b.Errorf("after a reload: %s, want %s", got, dark)
	}
	for _, prefer := range []string{"dark", "light"} {
		call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: prefer}}})
		b.choose("#theme", "")
		b.waitFor(`!("theme" in document.documentElement.dataset)`)
		if got, want := background(), map[string]string{"dark": dark, "light": light}[prefer]; got != want {
			b.Errorf("auto on a %s desktop: %s, want %s", prefer, got, want)
		}
		b.reload()
		b.waitFor(el("#theme") + `.value === ""`) // auto lasts
	}
}

// Every published net in the menu shows the number that it is published with.
func TestPresets(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("")
	for _, p := range zoo.Presets() {
		b.choose("#preset", p.ID)
		s := b.waitTotal(grouped(p.Total))
		if got := b.value("#preset"); got != p.ID {
			b.Errorf("%s: the menu says %q", p.ID, got)
		}
		if option := b.text("#preset option:checked"); !strings.HasSuffix(option, s.Total) {
			b.Errorf("%s: the menu says %q, the page %s", p.ID, option, s.Total)
		}
	}
	// The menu knows a net by its settings, however they came about.
	b.choose("#preset", "unet-2015")
	b.waitTotal("31,030,658")
	b.click("#reset")
	b.waitTotal("7,765,442")
	b.waitFor(el("#preset") + `.value === "tutorial"`)
	b.fill("in", "4")
	b.waitFor(el("#preset") + `.value === ""`)
}

// The list of architectures can be read at once and searched with the keyboard;
// its totals are those of the networks.
func TestPicker(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("")
	b.do(el("#picker summary") + `.focus()`)
	b.enter()
	b.waitFor(`document.querySelectorAll("#picker .archs .card").length === ` + fmt.Sprint(len(zoo.Archs())))
	b.waitFor(`[...document.querySelectorAll("#picker .archs .n")].every((e) => e.textContent !== "…")`)
	totals := eval[map[string]string](b, `Object.fromEntries([...document.querySelectorAll("#picker .archs .card")].map((e) => [e.dataset.arch, e.querySelector(".n").firstChild.data]))`)
	for _, g := range zoo.Groups() {
		for _, a := range append([]*config.Arch{g.Arch}, g.Variants...) {
			c := config.New(a)
			if a == g.Arch && g.Preset != nil {
				c = g.Preset.Config()
			}
			n, err := c.Count()
			if err != nil {
				b.Fatal(err)
			}
			if totals[a.ID] != grouped(n) {
				b.Errorf("%s has %s in the list, want %s", a.ID, totals[a.ID], grouped(n))
			}
		}
	}
	if n := eval[int](b, `document.querySelectorAll("#picker .thumb-box svg *").length`); n < 5*len(totals) {
		b.Errorf("the pictures have %d elements", n)
	}

	// Down from the search leads along the rows that can be seen.
	b.do(el("#arch-search") + `.focus()`)
	b.key(kb.ArrowDown)
	b.waitFor(`document.activeElement.dataset.arch === "unet"`)
	b.do(el("#arch-search") + `.focus()`)
	b.insert("u-net milesial")
	b.waitFor(`document.querySelectorAll("#picker .archs .card").length === 1`)
	b.enter()
	b.waitTotal("31,037,698")
	b.waitFor(`document.activeElement === document.querySelector("#picker summary") && !document.querySelector("#picker").open`)
	if name := b.text("#picker summary .name"); name != "U-Net (milesial)" {
		b.Errorf("the picker says %q", name)
	}

	// A row that is pressed is gone with the list. What follows is done all the
	// same: the focus comes back, and no field keeps what was typed there before.
	b.do(field("size") + `.focus()`)
	b.do(field("size") + `.select()`)
	b.insert("never mind")
	b.do(el("#picker summary") + `.focus()`)
	b.enter()
	b.waitFor(el("#picker .archs button"))
	b.do(el("#picker .archs button") + `.focus()`)
	b.enter()
	b.waitTotal("31,030,658")
	b.waitFor(`document.activeElement === document.querySelector("#picker summary")`)
	b.waitFor(field("size") + `.value === "572"`)
	b.key("\t") // the list is folded: the next stop is beyond it
	b.waitFor(`!document.activeElement.closest("#picker")`)
	b.do(el("#picker summary") + `.focus()`)

	// Nothing matches: nothing is taken.
	b.enter()
	b.waitFor(el("#picker .archs button"))
	b.key("\t")
	b.insert("no such network")
	b.waitFor(`document.querySelectorAll("#picker .archs button").length === 0`)
	b.enter()
	b.key("\x1b")
	b.frame()
	b.agree()
	if name := b.text("#picker summary .name"); name != "Classic U-Net" {
		b.Errorf("after a search in vain the picker says %q", name)
	}
}

func TestFeatureScale(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("")
	for _, test := range []struct{ button, base string }{{"÷1", "64"}, {"÷2", "32"}, {"÷4", "16"}} {
		b.clickOn(`[...document.querySelectorAll(".buttons button")].find((e) => e.textContent === ` + js(test.button) + `)`)
		b.waitFor(field("base") + ".value === " + js(test.base))
		w := number(test.base) // the tutorial's net has a formula of its width
		s := b.waitTotal(grouped(7574*w*w + 302*w + 2))
		if pressed := eval[string](b, `[...document.querySelectorAll(".buttons [aria-pressed=true]")].map((e) => e.textContent).join()`); pressed != test.button {
			b.Errorf("%s: pressed is %q", test.button, pressed)
		}
		if s.Stale != "" || len(s.Errors) > 0 {
			b.Errorf("%s: %q %v", test.button, s.Stale, s.Errors)
		}
	}
}

// TestPanelsOutOfSight: a panel keeps what it showed while another one is in sight, and
// shows the present network when it is chosen again, or printed.
func TestPanelsOutOfSight(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("")
	const levels = `#by-level tbody tr:first-child td:nth-child(2)`
	filters := func(want string) string { return el(levels) + `?.textContent === ` + js(want) }
	edit := func(base, total string) {
		b.put("#knob-base", base)
		b.waitText("#count", total)
	}
	b.panel("tables")
	b.waitFor(filters("32"))
	edit("48", "17,464,994")
	b.waitFor(filters("48"))
	b.panel("stages")
	edit("50", "18,950,102")
	b.waitFor(filters("48"))
	b.do(`dispatchEvent(new Event("beforeprint"))`)
	b.waitFor(filters("50"))
	edit("32", "7,765,442")
	b.panel("tables")
	b.waitFor(filters("32"))
}

// TestSelectedTab: where the row of tabs is narrow, it shows the one that something else
// selects.
func TestSelectedTab(t *testing.T) {
	b := newTab(t, serve(t))
	b.size(360, 800)
	for _, path := range []string{"", "zh/"} {
		b.open(path)
		b.do(`document.querySelector("[href='#panel-code']").click()`)
		b.waitFor(`(() => {
			const tab = document.querySelector("#tab-code[aria-selected=true]")?.getBoundingClientRect();
			const row = document.querySelector("#panels [role=tablist]").getBoundingClientRect();
			return tab && tab.left >= row.left - 1 && tab.right <= row.right + 1 && document.activeElement.id === "tab-code";
		})()`)
	}
}
