package worker

import (
	"strings"
	"testing"

	"unetparams/app/text"
)

// TestTools: what thop prints stands beside our count, with the reason.
func TestTools(t *testing.T) {
	var w Worker
	table := func(l text.Lang, link string) string {
		return complete(&w, Message{"topic": "tools", "lang": string(l), "link": link})["html"]
	}
	for _, l := range text.Langs() {
		got := table(l, "v=1&arch=milesial&n_classes=2&size=240x420")
		if !strings.HasPrefix(got, "<div>") || !strings.HasSuffix(got, "</div>") || strings.Count(got, "<div>") != 1 {
			t.Error("the table has more than one root")
		}
		for _, want := range []string{"73,863,966,720", "83,922,432,000", "thop", "TensorFlow", l.T(text.Tools.Why)} {
			if !strings.Contains(got, want) {
				t.Errorf("%s is missing in %s", want, got)
			}
		}
	}
	if got := table(text.English, "v=1&arch=unet&nd=3&size=32"); !strings.Contains(got, "no rule for a layer") {
		t.Error(got)
	}
	if got := table(text.English, "v=1&arch=unet&size=250"); got != "" {
		t.Errorf("where nothing goes through: %s", got)
	}
}
