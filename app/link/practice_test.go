package link

import (
	"testing"

	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// TestPractice: exercises are carried as they are, and a link without them says
// nothing of them.
func TestPractice(t *testing.T) {
	for _, want := range []string{
		"v=1&arch=unet",
		"v=1&arch=unet&practice=whole",
		"v=1&arch=unet&base=64&practice=watch:enc1,fill,alone:dec4,whole@milesial&seed=7",
		"v=1&arch=unet&why=31M&practice=interview&seed=4294967295",
	} {
		s, problems := Parse(want)
		if got := Encode(s); got != want || len(problems) > 0 {
			t.Errorf("%s becomes %s, %v", want, got, problems)
		}
	}
	for _, bad := range []string{"practice=x", "practice=", "seed=-1", "practice=whole&seed=x", "practice=whole@nosuch"} {
		s, problems := Parse("v=1&arch=unet&" + bad)
		if len(problems) != 1 || s.Seed != 0 {
			t.Errorf("%s: %+v", bad, problems)
		}
	}
}

// TestPracticeKeysApart: no setting has a key of the exercises.
func TestPracticeKeysApart(t *testing.T) {
	for _, a := range zoo.Archs() {
		for _, key := range []string{"practice", "seed"} {
			if config.New(a).Knob(key) != nil {
				t.Errorf("%s has a setting %s", a.ID, key)
			}
		}
	}
}
