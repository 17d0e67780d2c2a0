package section

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/counter/exercise"
)

// A choice offers the exercises that can be chosen, beside the one at hand.
type choice struct {
	session *session.Session
	now     exercise.Task
	begin   func(exercise.Task) app.EventHandler
}

func (c *choice) view() app.UI {
	l, w := c.session.Lang, &text.Practice
	return app.Div().Class("modes").Body(
		app.Div().Class("row").Role("group").Aria("label", l.T(w.Exercise)).Body(app.Range(w.Modes[:]).Slice(func(i int) app.UI {
			return app.Button().Type("button").Aria("pressed", dom.BoolText(exercise.Mode(i) == c.now.Mode)).
				OnClick(c.begin(taskOf(exercise.Mode(i))), i).Text(l.T(w.Modes[i]))
		})),
		app.P().Class("help").Text(l.T(w.ModeHelp[c.now.Mode])),
		c.stages(),
	)
}

// homework is what the tutorial ends with: U-Net++, whose paper says 9.04M.
const homework = "unetfamily-nested"

// taskOf is the exercise that a mode's button begins.
func taskOf(m exercise.Mode) exercise.Task {
	t := exercise.Task{Mode: m}
	if m == exercise.Homework {
		t.Arch = homework
	}
	return t
}

// stages chooses the stage of an exercise that is about one.
func (c *choice) stages() app.UI {
	if !c.now.Mode.OfStage() {
		return app.Div()
	}
	r := c.session.State.Report
	return app.Div().Class("row").Body(app.Range(r.Stages).Slice(func(i int) app.UI {
		s := &r.Stages[i]
		if s.Learnable == 0 {
			return app.Span()
		}
		t := c.now
		t.Stage = s.Stage.String()
		return app.Button().Type("button").Class("quiet").Aria("pressed", dom.BoolText(t.Stage == c.session.State.Stage)).OnClick(c.begin(t), t.Stage).
			Text(c.session.Lang.Stage(s.Stage))
	}))
}
