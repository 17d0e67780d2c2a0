package e2e

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
)

// tutorialAnswers are the tutorial's counts, stage by stage in the order in which the
// network runs, then the checkpoints and the total; as people write them.
var tutorialAnswers = []string{
	"3*3*1*32+32 + 3*3*32*32+32 + 2*32+2*32", "55,680", "221952", "88.6272万", "3,542,016",
	"524544 + 1769984 + 1024 = 2295552", "574336", "32832+110720+256", "36064", "1*1*32*2+2",
	"7,759,554", "5888", "7759554 + 5888 = 7765442",
}

// TestPractice: the tutorial's whole count by typing, on a screen and on a phone, in
// both languages; a slip is named, and nothing shows a count before it is found.
func TestPractice(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		path  string
		width int64
	}{{"", 1440}, {"", 360}, {"zh/", 1440}, {"zh/", 360}} {
		t.Run(fmt.Sprint(c.path, c.width), func(t *testing.T) {
			b := newTab(t, serve(t))
			b.size(c.width, 800)
			b.open(c.path + "#v=1&arch=unet&practice=whole&seed=7")
			b.waitFor(el("#answer-0"))
			b.waitText("#count", "?")
			for _, n := range []string{"9,696", "7,765,442", "55,680", "1,179,904"} {
				if strings.Contains(b.visibleText(), n) {
					t.Errorf("%s is shown", n)
				}
			}
			b.shot("practice")
			b.click("#answer-0")
			b.insert("9632") // a slip: the bias of one convolution, or a normalization
			b.enter()
			b.waitFor(el("#practice-said") + `.innerText.startsWith("✗")`)
			if !eval[bool](b, `document.activeElement.id === "answer-0"`) {
				t.Error("the field has lost the focus")
			}
			b.shot("practice-slip")
			b.do(el("#answer-0") + `.value = ""`)
			for i, answer := range tutorialAnswers {
				b.waitFor(fmt.Sprintf(el("#practice .head .help")+`.innerText.includes("%d")`, i+1))
				b.waitFor(el("#answer-0") + `.value === ""`)
				b.click("#answer-0")
				b.insert(answer)
				b.enter()
				b.waitFor(el("#practice-said") + `.innerText.startsWith("✓")`)
				b.enter() // goes on
			}
			b.waitText("#count", "7,765,442")
			b.shot("practice-done")
			if s := b.text("#practice-said"); !strings.Contains(s, "10") {
				t.Errorf("the result is %q", s)
			}
			if hash := eval[string](b, "location.hash"); hash != "#v=1&arch=unet&practice=whole&seed=7" {
				t.Errorf("the link has become %s", hash)
			}
			if c.width == 360 && eval[bool](b, "document.documentElement.scrollWidth > innerWidth") {
				t.Error("the page is wider than the phone")
			}
		})
	}
}

// TestPracticeEntry: the button opens the worked example; leaving restores the page.
func TestPracticeEntry(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("")
	before := b.visibleText()
	b.click("#practise")
	b.waitFor(`location.hash.includes("practice=watch,fill,alone,whole&seed=1")`)
	b.waitFor(el("#practice .steps"))
	b.shot("practice-watch")
	for range 8 {
		b.click("#practice-check")
		b.frame()
	}
	b.shot("practice-watched")
	b.clickOn(`document.querySelectorAll("#practice .modes button")[1]`)
	b.waitFor(el("#answer-2"))
	b.shot("practice-fill")
	for i, n := range []string{"32", "64", "64"} {
		b.click(fmt.Sprint("#answer-", i))
		b.insert(n)
	}
	b.enter()
	b.waitFor(el("#practice-said") + `.innerText.startsWith("✓")`)
	b.clickOn(`document.querySelectorAll("#practice .modes button")[2]`)
	b.waitFor(el("#practice .choices"))
	b.shot("practice-alone")
	b.do(`window.print = () => {}`)
	for id, shown := range map[string]bool{"#practice-print": false, "#practice-solved": true} {
		b.do(el("#practice .teachers") + `.open = true`)
		b.do(el(id) + `.click()`)
		b.waitFor(el("#practice .worksheet .sheet"))
		b.waitFor(el("#practice .worksheet") + `.textContent.includes("1,179,904") === ` + js(shown))
		call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
		b.shot("practice" + strings.TrimPrefix(id, "#practice"))
		call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{})
	}
	b.click("#practice-leave")
	b.waitFor(`!document.querySelector("#practice")`)
	b.waitTotal("7,765,442")
	b.frame()
	if after := b.visibleText(); after != before {
		t.Errorf("after leaving the page says\n%s\nnot\n%s", after, before)
	}
}

// TestPracticeTwin: after two misses the calculation is shown, and then the same
// question comes with other numbers.
func TestPracticeTwin(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("#v=1&arch=unet&practice=fill:dec4&seed=3")
	b.waitFor(el("#answer-2"))
	for range 2 {
		for i := range 3 {
			b.do(el(fmt.Sprint("#answer-", i)) + `.value = "7"`)
		}
		b.click("#practice-check")
		b.frame()
	}
	b.waitFor(el("#practice .hints"))
	b.shot("practice-worked")
	was := b.text("#asked")
	b.click("#practice-check")
	b.waitFor(el("#answer-0") + `.value === ""`)
	b.waitUntil("other numbers", func() bool { return b.text("#asked") != was })
	b.shot("practice-twin")
}

// TestPracticeEmbed: an embed is the exercise too.
func TestPracticeEmbed(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("embed/#v=1&arch=unet&practice=homework")
	b.waitFor(el("#answer-0"))
	b.waitText("#count", "?")
	b.click("#answer-0")
	b.insert("7,068,642")
	b.enter()
	b.waitFor(el("#practice-said") + `.innerText.includes("696,800")`)
	b.shot("practice-embed")
	b.do(el("#answer-0") + `.value = "7765442"`)
	b.enter()
	b.waitFor(el("#practice-said") + `.innerText.startsWith("✓")`)
}

// shot keeps a picture of what is in sight where PRACTICE_SHOTS names a folder.
func (b *tab) shot(name string) {
	if dir := os.Getenv("PRACTICE_SHOTS"); dir != "" {
		b.Helper()
		b.frame()
		name = strings.NewReplacer("/", "-", "#", "").Replace(b.Name() + "-" + name)
		if err := os.WriteFile(dir+"/"+name+".png", b.screenshot(), 0o666); err != nil {
			b.Error(err)
		}
	}
}

// TestPracticeArrows: the channels that meet at a concatenation are answered by
// picking the arrows, on the drawing or with the keyboard.
func TestPracticeArrows(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("#v=1&arch=unet&practice=fill:dec4&seed=7")
	b.waitFor(el("#answer-2"))
	for i, n := range []string{"512", "256", "256"} {
		b.click(fmt.Sprint("#answer-", i))
		b.insert(n)
	}
	b.enter()
	b.waitFor(el("#practice-said") + `.innerText.startsWith("✓")`)
	b.enter()
	b.waitFor(el("#practice .arrows button"))
	b.waitFor(el("#answer-0") + `.value === ""`)
	arrow := func(from, to string) {
		b.do(fmt.Sprintf(`document.querySelector('#diagram [data-from=%q][data-to=%q]').dispatchEvent(new MouseEvent("click", { bubbles: true }))`, from, to))
	}
	arrow("enc3", "dec3")
	b.waitFor(el("#practice-said") + `.innerText.includes("Decoder 3")`)
	arrow("enc4", "dec4")
	b.waitFor(el("#answer-0") + `.value === "256"`)
	b.waitFor(`document.querySelectorAll("#diagram [data-picked]").length === 1`)
	b.do(`[...document.querySelectorAll("#practice .arrows button")].find((e) => e.innerText.includes("Bottleneck")).focus()`)
	b.enter()
	b.waitFor(el("#answer-0") + `.value === "256 + 256"`)
	b.shot("practice-arrows")
	for i, n := range []string{"256", "256"} {
		b.click(fmt.Sprint("#answer-", i+1))
		b.insert(n)
	}
	b.enter()
	b.waitFor(el("#practice-said") + `.innerText.startsWith("✓")`)
}

// TestPracticeKept: progress is kept only if the reader wants that, and then the same
// link goes on where it was.
func TestPracticeKept(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	const link = "#v=1&arch=unet&practice=whole&seed=7"
	solve := func() {
		b.waitFor(el("#answer-0"))
		b.click("#answer-0")
		b.insert("9696")
		b.enter()
		b.waitFor(el("#practice-said") + `.innerText.startsWith("✓")`)
		b.enter()
		b.waitFor(el("#practice .head .help") + `.innerText.includes("2 of 13")`)
	}
	b.open(link)
	solve()
	b.reload()
	b.waitFor(el("#answer-0"))
	b.waitFor(el("#practice .head .help") + `.innerText.includes("1 of 13")`)
	if eval[bool](b, `localStorage.getItem("unetparams.practice") !== null`) {
		t.Error("progress was kept unasked")
	}
	b.click("#practice-keep")
	solve()
	b.reload()
	b.waitFor(el("#answer-0"))
	b.waitFor(el("#practice .head .help") + `.innerText.includes("2 of 13")`)
	b.waitText("#count", "9,696 + ?")
	b.click("#practice-keep")
	b.waitFor(`localStorage.getItem("unetparams.practice") === null`)
}

// TestPracticeClock: the clock runs only if it is started, and nothing ends with it.
func TestPracticeClock(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("#v=1&arch=unet&practice=interview")
	b.waitFor(el("#answer-0"))
	if s := b.text(`#practice .clock [role="timer"]`); s != "" {
		t.Errorf("the clock shows %s before it is started", s)
	}
	b.do(`{ const after = setInterval; window.setInterval = (f, ms) => after(f, ms / 100) }`)
	b.click("#answer-0")
	b.insert("8M")
	b.click("#practice-clock")
	b.waitFor(el("#clock-said") + `.innerText.includes("Nothing is lost")`)
	if s := b.value("#answer-0"); s != "8M" {
		t.Errorf("the field has become %q", s)
	}
	b.click("#answer-0")
	b.enter()
	b.waitFor(el("#practice-said") + `.innerText.startsWith("✓")`)
	b.shot("practice-clock")
}

// TestPracticeForTeachers: a set of exercises on several stages and networks becomes a
// link and a worksheet.
func TestPracticeForTeachers(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("#v=1&arch=unet&practice=interview&seed=7")
	b.waitFor(el("#answer-0"))
	b.click("#practice .teachers summary")
	b.waitFor(el("#teach-add"))
	choose := func(id, value string) {
		b.do(fmt.Sprintf(`{ const e = document.querySelector(%q); e.value = %q; e.dispatchEvent(new Event("change", { bubbles: true })) }`, id, value))
		b.frame()
	}
	choose("#teach-mode", "alone")
	choose("#teach-stage", "dec2")
	b.click("#teach-add")
	b.waitFor(`document.querySelectorAll("#practice .set li").length === 1`)
	choose("#teach-arch", "milesial")
	choose("#teach-mode", "whole")
	b.click("#teach-add")
	b.waitFor(el("#practice-address") + `.innerText.endsWith("#v=1&arch=unet&practice=alone:dec2,whole@milesial&seed=7")`)
	b.shot("practice-teachers")
	b.do(`window.print = () => { window.printed = true }`)
	b.click("#practice-solved")
	b.waitFor(`window.printed`)
	b.waitFor(`document.querySelectorAll("#practice .worksheet .sheet svg").length === 2`)
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	b.shot("practice-set-printed")
}

// TestPracticeInSandbox: an exercise works in a frame that has no origin.
func TestPracticeInSandbox(t *testing.T) {
	t.Parallel()
	s := serve(t)
	blogFor(t, s)
	b := newTab(t, s)
	b.allow(`a request to elsewhere: blob:null`) // the worker's own text
	b.readPost(fmt.Sprintf(`<iframe sandbox="allow-scripts" src="%sembed/#v=1&amp;arch=unet&amp;practice=homework" width="100%%" height="900"></iframe>`, s.url))
	b.waitFrame(0, el("#answer-0"))
	b.waitFrame(0, el("#answer-0")+`.value = "7,762,016"`)
	b.clickFrame(0, "#practice-check")
	b.waitFrame(0, el("#practice-said")+`.innerText.includes("biases are missing")`)
}
