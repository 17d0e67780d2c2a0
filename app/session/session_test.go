package session

import (
	"testing"

	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// TestStep: a step stops at the bounds, and begins at what is in the field.
func TestStep(t *testing.T) {
	s := New(text.English)
	for _, tt := range []struct {
		key, from string
		by        int64
		want      string
	}{
		{"levels", "5", 1, "6"},
		{"levels", "10", 1, "10"},
		{"levels", "2", -1, "2"},
		{"levels", "99", 1, "10"},
		{"kernel", "15", 2, "15"},
		{"kernel", "3", -2, "1"},
		{"base", "１２", 1, "13"},
		{"base", "no number", 1, "14"},
	} {
		s.Input(tt.key, tt.from)
		if s.Step(s.State.Config.Knob(tt.key), tt.by); s.State.Config.Knob(tt.key).Get() != tt.want {
			t.Errorf("%s: %d from %s is %s, want %s", tt.key, tt.by, tt.from, s.State.Config.Knob(tt.key).Get(), tt.want)
		}
	}
}

// TestShown: while a reader types in a field the page writes nothing to it; what
// is entered, it writes as it was understood.
func TestShown(t *testing.T) {
	s := New(text.English)
	s.Input("base", "6")
	s.Input("base", "64 ")
	k := s.State.Config.Knob("base")
	if s.Shown(k) != "32" || k.Get() != "64" {
		t.Errorf("while typing the page writes %q, and counts with %s", s.Shown(k), k.Get())
	}
	if s.Commit("base"); s.Shown(k) != "64" {
		t.Errorf("entered, the page writes %q", s.Shown(k))
	}
}

// TestCommitClearsProblems: what was wrong with a link is said until the reader
// changes something.
func TestCommitClearsProblems(t *testing.T) {
	s := New(text.English)
	s.State.Open("v=1&arch=unet&q=1")
	if len(s.State.Problems) != 1 {
		t.Fatalf("problems %v", s.State.Problems)
	}
	if s.Commit("base"); len(s.State.Problems) != 0 {
		t.Errorf("problems are still said: %v", s.State.Problems)
	}
}

// TestStatusGoes: what was announced goes with the next change.
func TestStatusGoes(t *testing.T) {
	s := New(text.English)
	for _, tt := range []struct {
		name   string
		change func()
	}{
		{"typing", func() { s.Input("base", "64") }},
		{"another configuration", func() { s.Use(config.New(zoo.Lookup("vnet")), "arch") }},
	} {
		s.Announce(true, text.Page.Copied, text.Page.CopyFailed, "it")
		if s.Status != "Copied: it" {
			t.Errorf("announced %q", s.Status)
		}
		if tt.change(); s.Status != "" {
			t.Errorf("after %s the status is still %q", tt.name, s.Status)
		}
	}
}

// TestInputOfAnotherNetwork: a field of the network before changes nothing.
func TestInputOfAnotherNetwork(t *testing.T) {
	s := New(text.English)
	s.Use(config.New(zoo.Lookup("vnet")), "arch")
	now := s.State.Link()
	if s.Input("base", "64"); s.State.Link() != now {
		t.Errorf("the link is %s, want %s", s.State.Link(), now)
	}
}
