package page

import (
	"slices"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
	"unetparams/app/dom/domtest"
	"unetparams/app/section"
	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/app/worker"
	"unetparams/counter/config"
	"unetparams/counter/number"
	"unetparams/counter/zoo"
)

func TestPageAgrees(t *testing.T) {
	p := New(text.English)
	page := domtest.Show(t, p)
	domtest.Wants(t, page(), "7,765,442 trainable parameters", "7.77 M", "29.6 MiB in float32", "14.8 MiB in float16",
		"5,906 buffer values (not counted)", "12.04 G MACs at 256×256", "24.07 G FLOPs",
		"All convolutions 23 7,759,554", "Batch normalization 18 5,888", "Encoder 1: 9,696 = conv 320 + BN 64 + conv 9,248 + BN 64",
		"prints 7,771,330 as its total")
	p.session.Input("base", "64")
	now := page()
	domtest.Wants(t, now, "31,042,434 trainable parameters", "Encoder 1: 37,824 = conv 640 + BN 128 + conv 36,928 + BN 128")
	if strings.Contains(now, "7,765,442") && !strings.Contains(now, "Tutorial, with batch norm · 7,765,442") {
		t.Error("an old number is left on the page")
	}
	p.session.Input("base", "-1")
	domtest.Wants(t, page(), "31,042,434 trainable parameters", "Base channels must be at least 1", "showing the last valid result")
	p.session.Input("base", "64")
	p.session.Input("size", "250")
	domtest.Wants(t, page(), "31,042,434 trainable parameters", "can't be joined at level 4 (Decoder 4): 31×31 meets 30×30",
		"Use 240", "Use 256", "no shapes or MACs")
}

func TestPageSelects(t *testing.T) {
	p := New(text.Chinese)
	page := domtest.Show(t, p)
	domtest.Wants(t, page(), "编码器 1：9,696")
	p.session.SelectStage("dec4")
	domtest.Wants(t, page(), "解码器 4：2,295,552 = 转置卷积 524,544 + 卷积 1,179,904 + BN 512 + 卷积 590,080 + BN 512", "编码器 4 256 + 本级转置卷积 256 = 512", "转置卷积 2×2", "dec4.conv1")
}

// TestPageNamesWhatALinkHolds: hostile text appears as text.
func TestPageNamesWhatALinkHolds(t *testing.T) {
	p := New(text.English)
	p.session.State.Open("#v=1&arch=unet&base=<img src=x onerror=alert(1)>&%3Cscript%3E=1&norm=group&groups=7&x=" + strings.Repeat("y", 100))
	page := domtest.Show(t, p)
	domtest.Wants(t, page(), "Base channels can't be “<img src=x onerror=alert(1)>”: it needs a whole number from 1 to 65,536.",
		"There is no setting called “<script>”", "Groups “7” does not go with the other settings", "yyyy…")
	if s := app.HTMLString(p); strings.Contains(s, "<img") || strings.Contains(s, "<script>") {
		t.Error("text of a link stands in the page as markup")
	}
}

// TestEveryProblemHasItsSentence: no place of a sentence is left unfilled.
func TestEveryProblemHasItsSentence(t *testing.T) {
	p := New(text.English)
	for _, l := range text.Langs() {
		for _, f := range []string{"v=2", "v=x", "arch=q", "a=1&a=2", "base=64&filters=1,3", "base=x", "q=1",
			"norm=group&groups=7", "stage=enc77", "stage=!", strings.Repeat("z", 9999), "a&b&c&d&e&f&g&h&i&j&k"} {
			p.session.State.Open(f)
			if len(p.session.State.Problems) == 0 {
				t.Errorf("%.20s: no problem", f)
			}
			for _, q := range p.session.State.Problems {
				if s := section.Problem(l, p.session.State, q); strings.Contains(s, "%!") || len(s) > 400 {
					t.Errorf("%.20s: %s", f, s)
				}
			}
		}
	}
}

// TestPresetsOnThePage: each shows its number and where it comes from.
func TestPresetsOnThePage(t *testing.T) {
	p := New(text.English)
	page := domtest.Show(t, p)
	for _, q := range zoo.Presets() {
		p.session.State.Use(q.Config())
		domtest.Wants(t, page(), number.Grouped(q.Total)+" trainable parameters", q.Note.EN, q.Source.Title)
	}
}

// TestEditedOnThePage: published code at another width is called edited, and no check
// of the published code is claimed for it.
func TestEditedOnThePage(t *testing.T) {
	p := New(text.English)
	page := domtest.Show(t, p)
	p.session.State.Open("v=1&arch=milesial&n_classes=1&bilinear=on")
	domtest.Wants(t, page(), "17,262,977 trainable parameters", text.Page.Checked.EN)
	p.session.Set("edit_width", "32")
	now := page()
	domtest.Wants(t, now, "4,318,401 trainable parameters", text.Page.Edited.EN, "base channels edited to 32")
	if strings.Contains(now, text.Page.Checked.EN) {
		t.Error("edited code is said to be checked")
	}
	if link := p.session.State.Link(); link != "v=1&arch=milesial&n_classes=1&bilinear=on&edit_width=32" {
		t.Errorf("link %s", link)
	}
}

// TestDepartures: what is not at its default stands above the form, and goes back
// there.
func TestDepartures(t *testing.T) {
	ses := session.New(text.English)
	d := &departures{Session: ses}
	page := domtest.Show(t, d)
	if now := page(); strings.Contains(now, "✕") {
		t.Errorf("the defaults depart: %s", now)
	}
	ses.Set("concatnorm", "on")
	ses.Set("base", "64")
	d.Version = ses.State.Version
	domtest.Wants(t, page(), "base channels 64 ✕", "norm after the concatenation on ✕")
	d.remove("concatnorm", "off")
	d.Version = ses.State.Version
	if now := page(); strings.Contains(now, "norm after") || !strings.Contains(now, "base channels 64") {
		t.Errorf("after the removal: %s", now)
	}
}

// TestSettingsSearch: a search leaves only the settings that match it, in either
// language, folded or not.
func TestSettingsSearch(t *testing.T) {
	ses := session.New(text.English)
	f := &settings{Session: ses, Version: ses.State.Version, arch: "unet"}
	page := domtest.Show(t, f)
	page()
	for query, want := range map[string]string{"": "base levels norm up", "squeeze": "attention", "注意力门": "gate", "ＧＲＯＵＰＳ": "groups"} {
		f.query = query
		page()
		for _, k := range ses.State.Config.Knobs {
			if slices.Contains(strings.Fields(want), k.Key) && !section.Matches(k, query) {
				t.Errorf("%q does not find %s", query, k.Key)
			}
			if query == "squeeze" && k.Key == "base" && section.Matches(k, query) {
				t.Errorf("%q finds %s", query, k.Key)
			}
		}
	}
	f.query = "no such thing"
	domtest.Wants(t, page(), text.Page.NoSetting.EN)
	visible := 0
	for _, k := range ses.State.Config.Knobs {
		if !k.More && !k.Minor && !k.Idle() && k.Kind != config.Sizes {
			visible++
		}
	}
	if visible != 6 {
		t.Errorf("%d settings are in sight", visible)
	}
}

// TestVerification: what a reader pastes is compared with what is shown, also
// when that changes.
func TestVerification(t *testing.T) {
	ses := session.New(text.English)
	v := &verification{Session: ses, Version: ses.State.Version, pasted: "7,765,442 parameters"}
	page := domtest.Show(t, v)
	now := page()
	if v.verdict.Answer["agrees"] != "true" || v.verdict.Busy {
		t.Errorf("the tutorial's total: %+v", v.verdict)
	}
	domtest.Wants(t, now, "7,765,442")
	ses.Input("base", "64")
	v.Version = ses.State.Version
	now = page()
	if v.verdict.Answer["agrees"] == "true" {
		t.Error("the verdict is that of the network before")
	}
	domtest.Wants(t, now, "31,042,434")
}

// TestCodeFollows: the file is of the network that the page shows.
func TestCodeFollows(t *testing.T) {
	ses := session.New(text.English)
	c := &code{Session: ses, Version: ses.State.Version, open: true}
	page := domtest.Show(t, c)
	domtest.Wants(t, page(), "assert total == 7_765_442", "net.py")
	c.keras = true
	ses.Input("base", "64")
	domtest.Wants(t, page(), "import keras", "net_keras.py", "31_0")
}

// TestExplains: the page asks for what its link asks, for rows that are asked for,
// and without a question for what is often asked.
func TestExplains(t *testing.T) {
	ses := session.New(text.Chinese)
	x := &explain{Session: ses, Shown: true}
	page := domtest.Show(t, x)
	domtest.Wants(t, page(), "31,030,658", text.Explain.Famous.ZH)
	x.set("31,043,588")
	few := page()
	domtest.Wants(t, few, "理解为恰好 31,043,588")
	x.rows[3] += moreRows
	if more := page(); len(more) <= len(few) {
		t.Error("no more rows came")
	}
	x.Shown = false
	x.set("")
	if now := page(); strings.Contains(now, "31,030,658") || x.found.Answer != nil {
		t.Errorf("what was found is still there: %s", now)
	}
}

// TestFailure: what can't be answered says so, and can be asked again.
func TestFailure(t *testing.T) {
	ses := session.New(text.English)
	c := &code{Session: ses, Version: ses.State.Version, open: true}
	page := domtest.Show(t, c)
	page()
	c.file.Failed = true
	domtest.Wants(t, page(), text.Worker.Failed.EN, text.Worker.Again.EN)
	c.file.Again()
	if now := page(); strings.Contains(now, text.Worker.Failed.EN) || !strings.Contains(now, "assert total") {
		t.Error("it was not asked again")
	}
}

func init() {
	var w worker.Worker
	dom.Native = func(question map[string]string, say func(map[string]string)) {
		w.Answer(question, func() bool { return true }, say)
	}
}

// BenchmarkKeystroke is everything but the browser's part of a keystroke.
func BenchmarkKeystroke(b *testing.B) {
	p := New(text.English)
	for i := 0; b.Loop(); i++ {
		p.session.Input("base", []string{"32", "64"}[i%2])
		p.Render()
	}
}
