package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/chromedp/kb"
)

// count is what the tutorial's net has at a base width.
func count(w int64) string { return grouped(7574*w*w + 302*w + 2) }

// TestTyping types digit by digit: at every moment, all of the page says the
// same.
func TestTyping(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("")
	length := eval[int](b, "history.length")
	b.click("#knob-base")
	b.key(kb.End)
	b.key("\b\b") // now empty: the last good result is that of 3
	b.waitText("#count", count(3))
	for _, step := range []struct {
		key   string
		width int64
		field string
	}{
		{"1", 1, "1"}, {"2", 12, "12"}, {"8", 128, "128"}, {"0", 1280, "1280"}, {"\b", 128, "128"},
		{kb.ArrowLeft + kb.ArrowLeft + "5", 1528, "1528"}, {kb.Delete, 158, "158"},
	} {
		b.key(step.key)
		b.waitFor(field("base") + ".value === " + js(step.field))
		s := b.waitTotal(count(step.width))
		if s.Stale != "" || len(s.Errors) > 0 {
			b.Errorf("width %d: %q %v", step.width, s.Stale, s.Errors)
		}
		if s.Levels[1][1] != grouped(step.width) {
			b.Errorf("width %d: level 1 has %s filters", step.width, s.Levels[1][1])
		}
		// Caret and text are the reader's.
		if got := eval[bool](b, field("base")+" === document.activeElement"); !got {
			b.Error("the field has lost the focus")
		}
	}
	if caret := eval[int](b, field("base")+".selectionStart"); caret != 2 {
		b.Errorf("the caret is at %d, want 2", caret)
	}
	b.waitEntries(length) // typing makes none
}

// TestArrowKeys: the arrow keys and the buttons beside a field count up and down.
func TestArrowKeys(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("")
	b.click("#knob-base")
	b.key(kb.ArrowUp)
	b.waitTotal(count(33))
	b.key(kb.ArrowDown)
	b.waitTotal(count(32))
	b.clickOn(field("base") + ".parentElement.lastElementChild")
	b.waitTotal(count(33))
	b.fill("kernel", "3")
	b.key(kb.ArrowUp)
	b.waitFor(field("kernel") + `.value === "5"`)
	b.agree()
	b.fill("base", "1")
	b.key(kb.ArrowDown)
	b.waitFor(field("base") + `.value === "1"`)
	b.agree()
}

// TestUsableInput: numbers as people write them are understood, and shown as
// understood once typing ends.
func TestUsableInput(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("")
	for _, test := range []struct {
		knob, typed, kept, total string
	}{
		{"base", "64", "64", count(64)},
		{"base", "1e3", "1000", count(1000)},
		{"base", "６４", "64", count(64)},
		{"base", " 1,024 ", "1024", count(1024)},
		{"base", "1 024", "1024", count(1024)},
		{"base", "0032", "32", count(32)},
		{"filters", "35、70 140，280;561", "35,70,140,280,561", "9,302,457"},
	} {
		b.fill(test.knob, test.typed)
		s := b.waitTotal(test.total)
		if len(s.Errors) > 0 || s.Stale != "" {
			b.Errorf("%q: %v %q", test.typed, s.Errors, s.Stale)
		}
		if got := b.value("#knob-" + test.knob); got != test.typed {
			b.Errorf("%q became %q while it was typed", test.typed, got)
		}
		b.key("\r")
		b.waitFor(field(test.knob) + ".value === " + js(test.kept))
	}
}

// TestBadInput: what can't be used is said beside its field, with the range; the
// last good result stays and is called old.
func TestBadInput(t *testing.T) {
	t.Parallel()
	for lang, path := range map[string]string{"en": "", "zh": "zh/"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b := newTab(t, serve(t))
			b.open(path + "#v=1&arch=unet&base=64")
			good := b.agree()
			for _, test := range []struct{ knob, typed, says string }{
				{"base", "", "65,536"},
				{"base", "-1", "1"},
				{"base", "0", "1"},
				{"base", "abc", "65,536"},
				{"base", "3.5", "65,536"},
				{"base", "99999999999999999999", "65,536"},
				{"base", "65537", "65,536"},
				{"base", "1e99", "65,536"},
				{"base", "<img src=x onerror=alert(1)>", "65,536"},
				{"base", "٣٢", "65,536"},
				{"base", strings.Repeat("9", 1<<20), "65,536"},
				{"levels", "1", "2"},
				{"levels", "11", "10"},
				{"kernel", "4", ""},
				{"kernel", "17", "15"},
			} {
				name := test.knob + " " + test.typed[:min(len(test.typed), 30)]
				b.fill(test.knob, test.typed)
				b.waitFor(el("#knob-"+test.knob+"-error") + `.innerText.trim() !== ""`)
				s := b.agree()
				if s.Total != good.Total {
					b.Errorf("%s: the total is %s, want the last good %s", name, s.Total, good.Total)
				}
				if s.Stale == "" {
					b.Errorf("%s: nothing says that the result is an old one", name)
				}
				if !strings.Contains(s.Errors[test.knob], test.says) || len(s.Errors) != 1 {
					b.Errorf("%s: %v does not say %s", name, s.Errors, test.says)
				}
				if got := eval[string](b, field(test.knob)+`.getAttribute("aria-invalid")`); got != "true" {
					b.Errorf("%s: aria-invalid=%s", name, got)
				}
				if got := eval[int](b, field(test.knob)+".value.length"); got != len([]rune(test.typed)) {
					b.Errorf("%s: %d characters stand in the field", name, got)
				}
				// Leaving the field changes nothing of that.
				b.key(kb.Tab)
				if s := b.agree(); s.Total != good.Total || s.Errors[test.knob] == "" {
					b.Errorf("%s, after leaving: %s, %v", name, s.Total, s.Errors)
				}
				b.fill(test.knob, map[string]string{"base": "64", "levels": "5", "kernel": "3"}[test.knob])
				b.waitFor(el("#knob-"+test.knob+"-error") + `.innerText.trim() === ""`)
				if s := b.agree(); s.Stale != "" || s.Total != good.Total {
					b.Errorf("%s, mended: %s %q", name, s.Total, s.Stale)
				}
			}
		})
	}
}

// TestSuggestions: where a value that works is near, one click takes it.
func TestSuggestions(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("")
	for _, test := range []struct {
		knob, typed, suggestion, total string
	}{
		{"base", "70000", "65536", count(65536)},
		{"base", "0", "1", count(1)},
		{"base", "32", "", count(32)},
		{"size", "250", "", ""},
	} {
		b.fill(test.knob, test.typed)
		if test.suggestion == "" && test.total != "" {
			b.waitTotal(test.total)
			continue
		}
		button := "#knob-" + test.knob + "-error button"
		b.waitFor(el(button))
		if test.total == "" {
			// The size does not matter to the count: it stays, and is not old.
			if s := b.waitTotal(count(32)); s.Stale != "" || s.Errors["size"] == "" {
				b.Errorf("size %s: %q, %v", test.typed, s.Stale, s.Errors)
			}
			b.click(button)
			b.waitFor(el("#knob-size-error") + `.innerText.trim() === ""`)
			b.agree()
			continue
		}
		if got := b.text(button); !strings.Contains(got, test.suggestion) {
			b.Errorf("%s %s: the button says %q", test.knob, test.typed, got)
		}
		b.click(button)
		b.waitTotal(test.total)
		b.waitFor(field(test.knob) + ".value === " + js(test.suggestion))
	}
	// A count too large for any integer names what to turn down.
	b.fill("levels", "10")
	b.fill("base", "65536")
	b.fill("kernel", "15")
	b.fill("convs", "8")
	b.frame()
	s := b.agree()
	if s.Stale == "" && number(s.Total) <= 0 {
		b.Errorf("the largest net reads %s", s.Total)
	}
}

// TestSwitches sets what is not typed.
func TestSwitches(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("")
	b.choose("#knob-norm", "none")
	b.waitTotal("7,759,554")
	b.choose("#knob-norm", "batch")
	b.waitTotal("7,765,442")
	b.choose("#knob-where", "encoder")
	b.waitTotal("7,763,522")
	before := b.read()
	b.click("#knob-heads")
	b.waitFor(`location.hash.includes("heads=on")`)
	b.waitUntil("a head at every level", func() bool { return len(b.read().Stages) == len(before.Stages)+3 })
	b.agree()
	b.click("#knob-heads")
	b.waitTotal("7,763,522")
	b.choose("#knob-up", "bilinear")
	b.waitFor(field("upconv") + ".getClientRects().length > 0")
	b.agree()
}

// TestStages selects stages by pointer.
func TestStages(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("")
	length := eval[int](b, "history.length")
	for _, row := range b.read().Stages {
		b.clickOn(stageInSight(row.Stage))
		b.waitUntil(row.Stage+" is selected", func() bool { return b.read().selected() == row.Stage })
		s := b.agree()
		if len(s.Steps) == 0 || s.Steps[len(s.Steps)-1][2] != row.N {
			b.Errorf("%s: the derivation reads %v", row.Stage, s.Steps)
		}
		if !strings.HasPrefix(s.Pointed, row.Name) {
			b.Errorf("%s: below the diagram stands %q", row.Stage, s.Pointed)
		}
	}
	b.waitEntries(length) // looking around makes none
	if s := b.read(); !strings.Contains(s.Hash, "stage=") {
		b.Errorf("the address %s does not name the stage", s.Hash)
	}

	// Hovering says what a stage has and selects nothing.
	before := b.read()
	first := before.Stages[1]
	b.hover(stageInSight(first.Stage))
	b.waitUntil("the hovered stage to be named", func() bool { return strings.HasPrefix(b.read().Pointed, first.Name) })
	if s := b.read(); s.selected() != before.selected() || !strings.Contains(s.Pointed, first.N) {
		b.Errorf("hovering: selected %s, %q", s.selected(), s.Pointed)
	}
	b.hover(el("h1"))
	b.waitUntil("the selected stage to be named again", func() bool { return b.read().Pointed == before.Pointed })

	// Rows of the ledger open whatever else is open, and select nothing.
	for _, stage := range []string{"dec1", "enc2"} {
		b.click(`.stage-row[data-stage="` + stage + `"] > summary`)
		b.waitFor(el(`.stage-row[data-stage="`+stage+`"] .steps tfoot`) + ` !== null`)
	}
	if s := b.agree(); s.selected() != before.selected() || len(s.Stages[len(s.Stages)-2].Opened) == 0 {
		b.Errorf("after opening rows: selected %s, %v", s.selected(), s.Stages)
	}
	b.click("#open-all")
	b.waitUntil("all rows are open", func() bool {
		for _, row := range b.read().Stages {
			if len(row.Opened) == 0 && row.N != "0" {
				return false
			}
		}
		return true
	})
	b.fill("base", "48")
	b.waitUntil("the open rows follow", func() bool { s := b.read(); return s.Levels[1][1] == "48" && len(s.disagreements()) == 0 })
	b.click("#open-all")
	b.waitFor(`document.querySelectorAll(".stage-row[open]").length === 0`)
	b.agree()

	// A stage that goes away hands over to one that exists.
	b.open("#v=1&arch=unet&stage=mid5")
	b.waitUntil("the link's stage", func() bool { return b.read().selected() == "mid5" })
	b.clickOn(stageInSight(b.read().Stages[4].Stage))
	b.fill("levels", "2")
	b.waitUntil("two levels", func() bool { return len(b.read().Levels) == 4 })
	if s := b.agree(); s.selected() != "enc1" {
		b.Errorf("after its stage went away: %s", s.selected())
	}
}

// stageInSight is the JavaScript for a stage in the diagram that is in sight.
func stageInSight(stage string) string {
	return `[...document.querySelectorAll("#diagram svg [data-stage=` + stage + `]")].find((e) => e.getClientRects().length > 0)`
}

// TestKeyboard goes through the page with Tab alone: every stage of the diagram
// in the order in which one reads the U, the form's fields in theirs.
func TestKeyboard(t *testing.T) {
	t.Parallel()
	for name, width := range map[string]int64{"wide": 1280, "narrow": 360} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newTab(t, serve(t))
			b.size(width, 900)
			b.open("")
			want := b.read()
			if name == "narrow" {
				b.click("#settings-fold")
				b.waitFor(field("base") + ".checkVisibility()")
				b.do(`document.activeElement.blur(); scrollTo(0, 0)`)
				b.do(el(".skip") + `.focus()`)
			}
			var stages, fields []string
			for i, stop := 0, 0; i < 200; i++ {
				// The U is one stop; arrow keys go through its stages.
				if stop > 0 && stop < len(want.Stages) {
					y := eval[float64](b, "scrollY")
					b.key([]string{kb.ArrowRight, kb.ArrowDown}[i%2])
					if eval[float64](b, "scrollY") != y {
						b.Error("an arrow key in the picture scrolls the page")
					}
				} else {
					b.key(kb.Tab)
				}
				at := eval[struct{ Stage, Knob, Svg string }](b, `(() => {
					const e = document.activeElement;
					return { Stage: e.closest("svg [data-stage]")?.dataset.stage ?? "", Knob: (e.id ?? "").startsWith("knob-") ? e.id.slice(5) : "",
						Svg: e.closest("svg")?.getClientRects().length === 0 ? "hidden" : "" };
				})()`)
				if at.Svg != "" {
					b.Fatal("Tab reaches a picture that is not in sight")
				}
				if at.Knob != "" {
					fields = append(fields, at.Knob)
				}
				if at.Stage != "" {
					if stop == 0 && at.Stage != want.Stages[0].Stage {
						if at.Stage != want.Stage {
							b.Errorf("Tab reaches %s, not the selected stage", at.Stage)
						}
						b.key(kb.Home)
						at.Stage = want.Stages[0].Stage
					}
					stop++
					stages = append(stages, at.Stage)
					b.waitUntil(at.Stage+" is selected by focus", func() bool { return b.read().selected() == at.Stage })
					if outline := eval[string](b, `getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement.querySelector("rect, path") ?? document.activeElement).stroke`); strings.HasPrefix(outline, "none") && strings.HasSuffix(outline, "none") {
						b.Errorf("%s: the focus can't be seen", at.Stage)
					}
				}
				if eval[bool](b, "document.activeElement === document.body") {
					break
				}
			}
			var order []string
			for _, row := range want.Stages {
				order = append(order, row.Stage)
			}
			if got := strings.Join(stages, " "); got != strings.Join(order, " ") {
				b.Errorf("Tab goes through the stages as\n%s, want\n%s", got, strings.Join(order, " "))
			}
			all := eval[[]string](b, `[...document.querySelectorAll("[id^=knob-]:is(input, select)")].filter((e) => e.checkVisibility()).map((e) => e.id.slice(5))`)
			if strings.Join(fields, " ") != strings.Join(all, " ") {
				b.Errorf("Tab goes through the fields as\n%v, want\n%v", fields, all)
			}
			b.agree()

			// The first thing that Tab reaches leads to the answer, without touching
			// the configuration in the address.
			b.open("#v=1&arch=unet&base=64")
			b.do(`document.activeElement.blur(); scrollTo(0, 0)`)
			b.reload()
			b.key(kb.Tab)
			b.key("\r")
			b.waitFor(`document.activeElement.id === "answer"`)
			if s := b.waitTotal("31,042,434"); s.Hash != "#v=1&arch=unet&base=64" {
				b.Errorf("the skip link made the address %s", s.Hash)
			}
		})
	}
}

// TestAccessibleNames asks the browser what it tells a screen reader.
func TestAccessibleNames(t *testing.T) {
	t.Parallel()
	for lang, path := range map[string]string{"en": "", "zh": "zh/"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b := newTab(t, serve(t))
			b.open(path)
			b.fill("base", "") // with an error in sight
			controls := map[string]bool{"button": true, "textbox": true, "combobox": true, "checkbox": true, "link": true,
				"spinbutton": true, "slider": true, "radio": true, "switch": true, "group": true, "region": true, "DisclosureTriangle": true, "graphics-document": true}
			seen := map[string]int{}
			for _, n := range call(b, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{}).Nodes {
				if n.Ignored || n.Role == nil {
					continue
				}
				role := strings.Trim(string(n.Role.Value), `"`)
				if !controls[role] {
					continue
				}
				seen[role]++
				if n.Name == nil || strings.Trim(string(n.Name.Value), `" `) == "" {
					if role == "group" { // a fieldset's legend or nothing
						continue
					}
					b.Errorf("a %s without a name (node %d)", role, n.BackendDOMNodeID)
				}
			}
			if seen["button"] < 10 || seen["textbox"] < 5 || seen["combobox"] < 3 {
				b.Errorf("controls seen: %v", seen)
			}
			if twice := eval[[]string](b, `(() => { const n = {}; for (const e of document.querySelectorAll("[id]")) n[e.id] = (n[e.id] ?? 0) + 1; return Object.keys(n).filter((k) => n[k] > 1); })()`); len(twice) > 0 {
				b.Errorf("ids that stand twice: %v", twice)
			}
			if lost := eval[[]string](b, `(() => { const lost = [];
				for (const a of ["aria-describedby", "aria-labelledby", "for"]) for (const e of document.querySelectorAll("[" + a + "]"))
					for (const id of e.getAttribute(a).split(" ")) if (!document.getElementById(id)) lost.push(a + "=" + id);
				return lost; })()`); len(lost) > 0 {
				b.Errorf("references that lead nowhere: %v", lost)
			}
		})
	}
}
