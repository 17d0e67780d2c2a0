package section

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/counter/exercise"
)

// progressKey is where the progress is kept, if the reader wants that: the link of the
// exercises, the one at hand and the moves in it, one a line.
const progressKey = "unetparams.practice"

// keeping lets the reader choose that progress is kept. A post's visitors are asked
// nothing: an embed keeps nothing.
func (p *Practice) keeping() app.UI {
	if p.Session.History.Off {
		return app.Div()
	}
	return app.P().Class("keep").Body(app.Label().Body(
		app.Input().Type("checkbox").ID("practice-keep").Checked(p.kept).OnChange(p.onKeep),
		app.Text(" "+p.Session.Lang.T(text.Practice.Keep)),
	))
}

func (p *Practice) onKeep(ctx app.Context, e app.Event) {
	p.kept = e.Get("target").Get("checked").Bool()
	if !p.kept {
		dom.Store(progressKey, "")
		return
	}
	p.keep()
}

// keep keeps the progress, if the reader wants that.
func (p *Practice) keep() {
	if st := p.Session.State; p.kept {
		dom.Store(progressKey, strings.Join(append([]string{st.Link(), strconv.Itoa(st.Practice.At)}, st.Practice.Moves...), "\n"))
	}
}

// restore goes on where the reader was in these exercises.
func (p *Practice) restore() {
	if p.Session.History.Off {
		return
	}
	stored := dom.Stored(progressKey)
	p.kept = stored != ""
	list := strings.Split(stored, "\n")
	if len(list) < 2 || list[0] != p.Session.State.Link() {
		return
	}
	if at, err := strconv.Atoi(list[1]); err == nil {
		p.Session.State.ToTask(at, list[2:])
		p.Session.Renew()
	}
}

// A clock runs for a minute, if the reader starts it.
type clock struct {
	left    int // seconds
	over    bool
	ticking app.Value
	tick    app.Func
}

const minute = 60

func (c *clock) start(ctx app.Context) {
	c.stop()
	c.left, c.over = minute, false
	c.tick = app.FuncOf(func(app.Value, []app.Value) any {
		ctx.Dispatch(func(app.Context) {
			if c.left--; c.left <= 0 && c.ticking != nil {
				c.over = true
				c.stop()
			}
		})
		return nil
	})
	c.ticking = app.Window().Call("setInterval", c.tick, 1000)
}

func (c *clock) stop() {
	if c.ticking != nil {
		app.Window().Call("clearInterval", c.ticking)
		c.tick.Release()
	}
	c.ticking, c.left = nil, 0
}

// face shows the clock of an interview. Nothing ends with it.
func (c *clock) face(l text.Lang, t exercise.Task, toggle app.EventHandler) app.UI {
	w := &text.Practice
	if t.Mode != exercise.Interview {
		return app.Div()
	}
	left, label, said := "", l.T(w.Clock), ""
	if c.ticking != nil {
		left, label = strconv.Itoa(c.left/60)+":"+strconv.Itoa(c.left%60/10)+strconv.Itoa(c.left%10), l.T(w.StopClock)
	} else if c.over {
		said = l.T(w.ClockOver)
	}
	return app.Div().Class("clock").Body(
		app.Button().Type("button").ID("practice-clock").Class("quiet").OnClick(toggle).Text(label),
		app.Span().Role("timer").Aria("live", "off").Text(left),
		app.Span().ID("clock-said").Role("status").Text(said),
	)
}

func (p *Practice) onClock(ctx app.Context, e app.Event) {
	if p.clock.ticking != nil {
		p.clock.stop()
		return
	}
	p.clock.start(p.ctx)
	session.ToPractice()
}
