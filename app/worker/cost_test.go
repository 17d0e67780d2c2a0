package worker

import (
	"strings"
	"testing"

	"unetparams/app/text"
)

// TestCost: memory and receptive fields of the tutorial's network, in both languages.
func TestCost(t *testing.T) {
	var w Worker
	ask := func(l text.Lang, link string) string {
		return complete(&w, Message{"topic": "cost", "lang": string(l), "link": link})["html"]
	}
	for _, l := range text.Langs() {
		got := ask(l, "v=1&arch=unet")
		for _, want := range []string{"171,465,728", "33,554,432", "62,123,536", "188–204×188–204", "140×140", "80 GiB", l.T(text.Costs.SavedExact), `href="#v=1&amp;arch=unet&amp;base=64"`} {
			if !strings.Contains(got, want) {
				t.Errorf("%s is missing in %s", want, got)
			}
		}
		if !strings.HasPrefix(got, "<div>") || !strings.HasSuffix(got, "</div>") {
			t.Error("the answer has more than one root")
		}
	}
	got := ask(text.English, "v=1&arch=unet&batch=8&dtype=mixed&optimizer=adam8bit")
	for _, want := range []string{"Batch size 8", "with copies in 16 bits", "Adam, 8-bit", "Training, batch 8", text.Costs.SavedHalf.EN} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is missing in %s", want, got)
		}
	}
	got = ask(text.English, "v=1&arch=unet&checkpoint=on")
	for _, want := range []string{"82,575,872", "Decoder 1 with 48.0 MiB"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is missing in %s", want, got)
		}
	}
	if got := ask(text.English, "v=1&arch=unext"); !strings.Contains(got, text.Costs.SavedNot.EN) {
		t.Errorf("no estimate: %s", got)
	}
	if got := ask(text.English, "v=1&arch=unet&size=250"); got != "" {
		t.Errorf("where nothing goes through: %s", got)
	}
	// No size of any link makes it fail.
	for _, link := range []string{"v=1&arch=unet&base=65536&size=4096&batch=65536", "v=1&arch=unet&nd=3&size=512&batch=65536"} {
		ask(text.English, link)
	}
}

// TestBudget: the largest settings for a number of parameters, and what is no budget.
func TestBudget(t *testing.T) {
	var w Worker
	ask := func(l text.Lang, budget string) string {
		return complete(&w, Message{"topic": "budget", "lang": string(l), "link": "v=1&arch=unet&base=64&batch=2", "text": budget})["html"]
	}
	got := ask(text.English, "7765442")
	for _, want := range []string{`href="#v=1&amp;arch=unet&amp;batch=2"`, "7,765,442 parameters", "The largest that fits"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is missing in %s", want, got)
		}
	}
	if got := ask(text.Chinese, "8 GiB"); !strings.Contains(got, "8.0 GiB 以内的最大网络") || !strings.Contains(got, "size=") {
		t.Error(got)
	}
	if got := ask(text.English, "<b>"); !strings.Contains(got, text.Costs.BudgetBad.EN) || strings.Contains(got, "<b>") {
		t.Error(got)
	}
}
