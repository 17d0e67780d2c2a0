package session

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/counter/practice"
)

// Practise begins exercises on the page's network, and brings them into sight.
func (s *Session) Practise(set practice.Set, seed uint32) {
	s.State.Practise(set, seed)
	s.Status = ""
	s.Commit("practice")
	s.Renew()
	s.After(func(app.Context) { ToPractice() })
}

// LeavePractice returns to the page as it was.
func (s *Session) LeavePractice() {
	s.State.Leave()
	s.Commit("practice")
	s.Renew()
	s.After(func(app.Context) {
		if b := app.Window().GetElementByID("practise"); b.Truthy() {
			b.Call("focus")
		}
	})
}

// ToPractice sets the keyboard's focus where the question at hand is answered.
func ToPractice() {
	if app.IsServer {
		return
	}
	for _, id := range []string{"answer-0", "practice-check"} {
		if e := app.Window().GetElementByID(id); e.Truthy() {
			e.Call("focus", map[string]any{"preventScroll": true})
			app.Window().GetElementByID("practice").Call("scrollIntoView", map[string]any{"block": "nearest"})
			return
		}
	}
}
