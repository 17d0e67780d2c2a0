package state

import (
	"strings"
	"testing"

	"unetparams/counter/practice"
)

// TestPractice: a link restores its exercise; leaving restores the page.
func TestPractice(t *testing.T) {
	const fragment = "v=1&arch=unet&base=64&practice=fill:enc2,whole@milesial&seed=7"
	s := New(fragment)
	if s.Practice == nil || s.Practice.Sheet.Task.Stage != "enc2" || s.Stage != "enc2" || s.Link() != fragment {
		t.Fatalf("%+v %s", s.Practice, s.Link())
	}
	s.NextTask()
	if s.Config.Arch.ID != "milesial" || s.Practice.Sheet.Task.Mode != practice.Whole || s.Link() != fragment {
		t.Errorf("%s: %s", s.Config.Arch.ID, s.Link())
	}
	if n := len(s.Practice.Sheets()); n != 2 {
		t.Errorf("%d exercises to print", n)
	}
	s.Leave()
	if s.Practice != nil || s.Config.Arch.ID != "unet" || s.Link() != "v=1&arch=unet&base=64" || s.Report.Learnable != 31_042_434 {
		t.Errorf("after leaving: %s", s.Link())
	}
	s.Leave()

	s.Practise(practice.Course(), 1)
	if !s.Practice.Hides(s.Report.Stages[1].Stage) {
		t.Error("a count is not hidden")
	}
	if s.Type("base", "32"); s.Practice != nil || strings.Contains(s.Link(), "practice") {
		t.Error("another network, and the exercise goes on")
	}
}
