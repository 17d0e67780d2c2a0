package static

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/text"
	"unetparams/app/text/texttest"
)

// TestLearn: the article has the tutorial's sum and the numbers that are quoted
// most, in both languages.
func TestLearn(t *testing.T) {
	texttest.Walk(t, "learnWords", learnWords)
	for _, l := range text.Langs() {
		s := app.HTMLString(NewLearn(l, "../", "../"))
		for _, want := range []string{
			"7,759,554 + 5,888 = 7,765,442", "https://zhuanlan.zhihu.com/p/57437131",
			"31,042,434", "31,030,658", "28,941,698", "7,763,522", // the table
			"7,766,018", // with three input channels: 2·9·32 more
			"unet-calculator", "poster-narrow.svg",
		} {
			if !strings.Contains(s, want) {
				t.Errorf("%s: no %s", l, want)
			}
		}
		if strings.Contains(s, "%!") {
			t.Errorf("%s: a place was not filled in", l)
		}
	}
}
