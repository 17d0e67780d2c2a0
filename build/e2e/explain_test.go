package e2e

import (
	"slices"
	"strings"
	"testing"
)

// ask replaces what stands in the field that explains a number.
func (b *tab) ask(text string) {
	b.Helper()
	if !eval[bool](b, el("#panel-why")+".checkVisibility()") {
		b.panel("why")
	}
	b.do(el("#why") + ".focus(); " + el("#why") + ".select()")
	if text == "" {
		b.key("\b")
		return
	}
	b.insert(text)
}

// answered waits until a number's search is through.
func (b *tab) answered() {
	b.Helper()
	b.waitFor(el("#why-found") + `.getAttribute("aria-busy") === "false" && ` + el("#explain .searched"))
}

// totals returns the totals in the explanation's lists, one after another.
func (b *tab) totals() []string {
	b.Helper()
	return eval[[]string](b, `[...document.querySelectorAll("#explain .found > li > .n")].map((e) => e.innerText.trim())`)
}

// A number is explained while it is typed, and the page stays responsive: it has
// its turn during a search. For how long it is busy, BenchmarkNumber measures.
func TestExplain(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"", "zh/"} {
		t.Run("lang="+lang, func(t *testing.T) {
			t.Parallel()
			b := newTab(t, serve(t))
			b.open(lang)
			b.do(`{
				window.turns = 0;
				const tick = () => {
					if (document.getElementById("why-found")?.getAttribute("aria-busy") === "true") turns++;
					setTimeout(tick);
				};
				tick();
			}`)
			b.ask("31M")
			b.waitFor(`document.querySelectorAll("#explain .found > li").length > 1`)
			got := b.totals()
			if first := got[:min(6, len(got))]; !slices.Contains(first, "31,030,658") || !slices.Contains(first, "31,042,434") {
				t.Errorf("first answers: %v", first)
			}
			b.answered()
			if turns := eval[int](b, "turns"); turns < 3 {
				t.Errorf("the page had its turn %d times during the search", turns)
			}
			// A question that is typed on is another question.
			b.ask("28.24M")
			b.ask("7,759,554")
			b.answered()
			if got := b.totals(); len(got) == 0 || got[0] != "7,759,554" || slices.Contains(got, "28,244,418") {
				t.Errorf("7,759,554: %v", got)
			}
			// An example is asked by a click; its miscount is among the answers.
			b.clickOn(`[...document.querySelectorAll("#explain .examples button")].find((e) => e.innerText === "28.24M")`)
			if got := b.value("#why"); got != "28.24M" {
				t.Errorf("the field says %q", got)
			}
			b.answered()
			if got := b.totals(); !slices.Contains(got, "28,244,418") {
				t.Errorf("28.24M: %v", got)
			}
			if text := b.text("#explain"); !strings.Contains(text, "31,030,658 − 2,786,240 = 28,244,418") {
				t.Errorf("28.24M is explained so: %s", text)
			}
		})
	}
}

// An answer is a real link. Clicked, it opens here, with Back to where one was.
func TestExplainOpens(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("")
	b.ask("31,042,434")
	b.answered()
	href := eval[string](b, el("#explain .found a")+`.getAttribute("href")`)
	if href != "#v=1&arch=unet&base=64" {
		t.Errorf("the link is %s", href)
	}
	b.click("#explain .found a")
	b.waitTotal("31,042,434")
	b.waitFor("location.hash === " + js(href+"&why=31%2C042%2C434"))
	if got := b.value("#why"); got != "31,042,434" {
		t.Errorf("the question is now %q", got)
	}
	b.do("history.back()")
	b.waitTotal("7,765,442")
	b.waitFor(el("#why") + `.value === "31,042,434" && location.hash.includes("why=") && !location.hash.includes("base=")`)
	b.do("history.back()")
	b.waitFor(el("#why") + `.value === "" && document.querySelectorAll("#explain .found").length === 0`)

	// The group of a published network opens, and each of it is a network.
	b.ask("7.76M")
	b.answered()
	b.click("#explain .found button")
	b.waitFor(`document.querySelectorAll("#explain .found .found a").length > 3`)
	want := eval[string](b, el("#explain .found .found .n")+".innerText.trim()")
	b.click("#explain .found .found a")
	b.waitTotal(want)
	if s := b.read(); s.Total != want || want == "7,765,442" {
		t.Errorf("the group's first member counts %s, the list says %s", s.Total, want)
	}
}

// A question is part of a link, in either language.
func TestExplainLink(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("#v=1&arch=unet&base=64&why=28.24%20M")
	b.waitTotal("31,042,434")
	b.answered()
	if got := b.totals(); b.value("#why") != "28.24 M" || !slices.Contains(got, "28,244,418") {
		t.Errorf("%q: %v", b.value("#why"), got)
	}
	b.click("a.lang")
	b.waitFor(`document.documentElement.lang === "zh" && ` + ready)
	b.answered()
	if got := b.totals(); b.value("#why") != "28.24 M" || !slices.Contains(got, "28,244,418") {
		t.Errorf("in Chinese, %q: %v", b.value("#why"), got)
	}
	b.load("zh/#v=1&arch=unet&why=9.13M")
	b.waitFor(el("#why") + `.value === "9.13M"`)
	b.answered()
	if text := b.text("#explain"); !strings.Contains(text, "未能复现") {
		t.Errorf("9.13M: %s", text)
	}
}

// Whatever is typed gets an answer or a sentence.
func TestExplainHostile(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("")
	for _, text := range []string{"-1", "1e999", "NaN", "<img src=x onerror=alert(1)>", "0", strings.Repeat("9", 1<<20)} {
		b.ask(text)
		b.waitFor(`document.querySelector("#why-reading").innerText.trim().length > 10 && !document.querySelector("#why-reading").innerText.includes("31,999,999")`)
		if n := eval[int](b, `document.querySelectorAll("#explain .found, #explain img").length`); n != 0 {
			t.Errorf("%.20q has answers", text)
		}
		b.ask("３１Ｍ")
		b.waitFor(`document.querySelector("#why-reading").innerText.includes("31,999,999")`)
	}
	b.agree()
}
