package session

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/counter/exercise"
)

// Practise begins exercises on the page's network. They come into sight with the
// first question.
func (s *Session) Practise(set exercise.Set, seed uint32) {
	s.State.Practise(set, seed)
	s.ToWork = true
	s.Status = ""
	s.Commit("practice")
	s.Renew()
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

// ToStage brings the stage at hand into sight where a phone shows a part of the drawing.
func ToStage() {
	u := app.Window().Get("document").Call("querySelector", "#diagram .u")
	if !u.Truthy() {
		return
	}
	stage := u.Call("querySelector", ".narrow [data-selected] .hit")
	if !stage.Truthy() {
		return
	}
	middle := func(e app.Value) float64 {
		r := e.Call("getBoundingClientRect")
		return (r.Get("top").Float() + r.Get("bottom").Float()) / 2
	}
	u.Set("scrollTop", u.Get("scrollTop").Float()+middle(stage)-middle(u))
}
