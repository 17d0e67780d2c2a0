package state

import (
	"strings"
	"testing"

	"unetparams/counter/exercise"
)

// TestPractice: a link restores its exercise; leaving restores the page.
func TestPractice(t *testing.T) {
	const fragment = "v=1&arch=unet&base=64&practice=fill:enc2,whole@milesial&seed=7"
	s := New(fragment)
	if s.Practice == nil || s.Practice.Task().Stage != "enc2" || s.Stage != "enc2" || s.Link() != fragment {
		t.Fatalf("%+v %s", s.Practice, s.Link())
	}
	s.ToTask(1, nil)
	if s.Config.Arch.ID != "milesial" || s.Practice.Task().Mode != exercise.Whole || s.Link() != fragment {
		t.Errorf("%s: %s", s.Config.Arch.ID, s.Link())
	}
	s.Move("n")
	if !s.Learn(map[string]string{"known": "enc1 enc2", "sum": "10", "stage": "enc3"}) || s.Learn(map[string]string{"known": "enc1 enc2", "sum": "10", "stage": "enc3"}) ||
		s.Practice.Hides(s.Report.Stages[1].Stage) || s.Stage != "enc3" || s.Practice.Sum != 10 || len(s.Practice.Moves) != 1 {
		t.Errorf("%+v", s.Practice)
	}
	s.Leave()
	if s.Practice != nil || s.Config.Arch.ID != "unet" || s.Link() != "v=1&arch=unet&base=64" || s.Report.Learnable != 31_042_434 {
		t.Errorf("after leaving: %s", s.Link())
	}
	s.Leave()

	s.Practise(exercise.Course(), 1)
	if !s.Practice.Hides(s.Report.Stages[1].Stage) {
		t.Error("a count is not hidden")
	}
	if s.Type("base", "32"); s.Practice != nil || strings.Contains(s.Link(), "practice") {
		t.Error("another network, and the exercise goes on")
	}
}
