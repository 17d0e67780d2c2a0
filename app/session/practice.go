package session

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/counter/practice"
)

// Practise starts exercises on the page's network, and scrolls to them.
func (s *Session) Practise(set practice.Set, seed uint32) {
	s.State.Practise(set, seed)
	s.Status = ""
	s.Commit("practice")
	s.Renew()
	s.After(func(app.Context) { ToPractice() })
}

// LeavePractice ends the exercises and returns to the page.
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

// ToPractice moves the keyboard focus to the input of the current question.
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
