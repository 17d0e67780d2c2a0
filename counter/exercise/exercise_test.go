package exercise_test

import (
	"fmt"
	"testing"

	"unetparams/counter/exercise"
	"unetparams/counter/zoo"
)

func TestSetText(t *testing.T) {
	knows := func(a string) bool { return zoo.Lookup(a) != nil }
	for _, s := range []string{"watch", "watch:enc1,fill,alone:dec4,whole", "whole@milesial,homework@unetfamily-nested", "interview", exercise.Course().String()} {
		set, ok := exercise.ParseSet(s, knows)
		if !ok || set.String() != s {
			t.Errorf("%q: %v, %v", s, set, ok)
		}
	}
	for _, s := range []string{"", "x", "watch:", "watch:<b>", "whole:enc1", "whole@nosuch", "watch@", "watch,,fill", "watch," + fmt.Sprint(make([]int, 400))} {
		if set, ok := exercise.ParseSet(s, knows); ok {
			t.Errorf("%q is read as %v", s, set)
		}
	}
}

func FuzzParseSet(f *testing.F) {
	f.Add("watch:enc1,fill,alone:dec4,whole@milesial")
	f.Fuzz(func(t *testing.T, s string) {
		set, ok := exercise.ParseSet(s, func(string) bool { return true })
		if ok && set.String() != s {
			t.Errorf("%q becomes %q", s, set.String())
		}
	})
}
