package section

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/diagram"
	"unetparams/app/dom"
	"unetparams/app/session"
	"unetparams/app/state"
	"unetparams/app/text"
	"unetparams/counter"
	"unetparams/counter/exercise"
	"unetparams/counter/number"
)

// Work is what stands under the U: the calculation of the selected stage, or the
// exercise at hand.
func Work(s *session.Session) app.UI {
	st := s.State
	if st.Practice == nil {
		return dom.NewPart(func() app.UI { return Stage(s.Lang, st) }, st.Version, st.Stage)
	}
	return &Practice{Session: s, Version: st.Version, Status: s.Status}
}

// PageClass returns a page's class, which says whether an exercise is being done: the
// style sheet puts away what would give answers.
func PageClass(class string, s *state.State) string {
	if s.Practice == nil {
		return class
	}
	if class != "" {
		class += " "
	}
	return class + "practising"
}

// hidden returns the report with -1 for every count that is still to be found, for
// the picture alone.
func hidden(s *state.State) *counter.Report {
	r := *s.Report
	r.Stages = append([]counter.StageRow(nil), r.Stages...)
	for i := range r.Stages {
		if s.Practice.Hides(r.Stages[i].Stage) && r.Stages[i].Learnable > 0 {
			r.Stages[i].Learnable = -1
		}
	}
	r.Layers = append([]counter.LayerRow(nil), r.Layers...)
	for i := range r.Layers {
		if s.Practice.Hides(r.Layers[i].Stage) && r.Layers[i].Learnable > 0 {
			r.Layers[i].Learnable = -1
		}
	}
	return &r
}

// practiceWords returns the words of a picture in which counts are to be found: a
// tick behind the stages whose count is known.
func practiceWords(l text.Lang, s *state.State, w diagram.Words) diagram.Words {
	w.Number = unknown
	w.Share = func(part, whole int64) string {
		if part < 0 {
			return ""
		}
		return number.Share(part, whole)
	}
	w.ShareBar = ""
	w.Desc = l.T(text.Practice.PractiseHelp)
	w.Stage = func(stage counter.Stage) string {
		if i := s.StageIndex(stage.String()); !s.Practice.Hides(stage) && i >= 0 && s.Report.Stages[i].Learnable > 0 {
			return l.Stage(stage) + " ✓"
		}
		return l.Stage(stage)
	}
	return w
}

// unknown writes what is still to be found.
func unknown(n int64) string {
	if n < 0 {
		return "?"
	}
	return number.Grouped(n)
}

// practised returns the total as far as it is known.
func practised(s *state.State) string {
	p := s.Practice
	if p == nil || p.Done {
		return number.Grouped(s.Report.Learnable)
	}
	if p.Sum > 0 {
		return number.Grouped(p.Sum) + " + ?"
	}
	return "?"
}

// A Practice is the exercise that is being done: one question at a time. What it shows
// comes from package tutor, by way of the worker.
type Practice struct {
	app.Compo
	Session *session.Session
	Version int // of the state
	Status  string

	lesson dom.Thread
	paper  dom.Thread // the worksheet for print
	ctx    app.Context
	asked  string       // the question at hand
	chosen map[int]bool // layers that are said to have parameters
	picked []string     // stages whose arrows are said to meet
	said   string       // in the place of what the tutor says
	clock  clock
	kept   bool // progress is kept in this browser
}

// OnMount goes on where the reader was, if that was kept.
func (p *Practice) OnMount(ctx app.Context) {
	p.ctx = ctx
	if app.IsServer {
		return
	}
	p.Session.OnArrow = p.onArrow
	p.restore()
	ctx.Dispatch(func(app.Context) {})
}

// OnDismount implements go-app's Dismounter.
func (p *Practice) OnDismount() {
	p.clock.stop()
	p.Session.OnArrow = nil
}

// Render implements go-app's Composer.
func (p *Practice) Render() app.UI {
	if p.Session.State.Practice == nil {
		return app.Section().ID("practice")
	}
	p.ask()
	l, w := p.Session.Lang, &text.Practice
	a := p.lesson.Answer
	said := a["said"]
	if p.said != "" {
		said = p.said
	}
	task := p.Session.State.Practice.Task()
	return app.Section().ID("practice").Aria("labelledby", "practice-title").Aria("busy", dom.BoolText(p.lesson.Busy)).Body(
		app.Div().Class("head").Body(
			app.H2().ID("practice-title").Text(l.T(w.Title)+l.T(text.Describe.Colon)+l.T(w.Modes[task.Mode])),
			app.Span().Class("help").Text(a["progress"]),
			app.Button().Type("button").ID("practice-leave").Class("quiet").OnClick(p.onLeave).Text(l.T(w.Leave)),
		),
		app.Div().Class("unanswered").Body(Unanswered(l, &p.lesson)),
		app.Div().Class("question").Body(p.question(a)...),
		app.P().ID("practice-said").Role("status").Aria("live", "polite").Text(said),
		app.Div().Class("actions").Body(p.buttons(a)...),
		&dom.Markup{HTML: orEmpty(a["help"])},
		p.clock.face(p.Session.Lang, task, p.onClock),
		(&choice{p.Session, task, p.onMode}).view(),
		p.keeping(),
		&teacher{Session: p.Session, Version: p.Version, Print: p.print, Printing: p.paper.Busy},
		app.Div().Class("worksheet").Aria("hidden", true).Body(&dom.Markup{HTML: orEmpty(p.paper.Answer["html"])}),
	)
}

// ask asks the tutor what to show after what the reader has done.
func (p *Practice) ask() {
	s := p.Session
	now := s.State.Practice
	p.lesson.Ask(&s.Worker, p.ctx, map[string]string{
		"topic": "practice", "lang": string(s.Lang), "link": now.Network(), "task": now.Task().String(),
		"seed": strconv.FormatUint(uint64(now.Seed), 10), "moves": strings.Join(now.Moves, "\n"),
	})
	if p.lesson.Busy || app.IsServer {
		p.lesson.OnEnd(p.answered)
	}
}

// answered takes over what an answer says of the rest of the page, and begins a new
// question with empty fields.
func (p *Practice) answered() {
	a, st := p.lesson.Answer, p.Session.State
	if a == nil || st.Practice == nil {
		return
	}
	asked := st.Practice.Task().String() + a["progress"] + a["question"]
	fresh := asked != p.asked
	if fresh {
		p.asked, p.chosen, p.picked = asked, map[int]bool{}, nil
	}
	if st.Learn(a) {
		p.Session.Renew()
	}
	p.keep()
	if app.IsServer {
		return
	}
	p.Session.After(func(app.Context) {
		if fresh {
			for i := range fields(a) {
				if e := app.Window().GetElementByID("answer-" + strconv.Itoa(i)); e.Truthy() {
					e.Set("value", "")
				}
			}
		}
		p.pick()
		session.ToStage()
		if p.Session.ToWork {
			p.Session.ToWork = false
			session.ToPractice()
		}
	})
}

// orEmpty is HTML that may not be there.
func orEmpty(html string) string {
	if html == "" {
		return "<div></div>"
	}
	return html
}

// fields returns how many fields an answer asks for.
func fields(a map[string]string) int { return listed(a, "label") }

// listed returns how many texts an answer has by the names name0, name1 …
func listed(a map[string]string, name string) int {
	for n := 0; ; n++ {
		if a[name+strconv.Itoa(n)] == "" {
			return n
		}
	}
}

// question is what is asked, with what it is answered by. The page never writes to the
// fields but to empty them for the next question, and for arrows that are picked.
func (p *Practice) question(a map[string]string) []app.UI {
	return []app.UI{
		&dom.Markup{HTML: orEmpty(a["question"])},
		app.Div().Class("choices").Role("group").Aria("labelledby", "asked").Body(app.Range(make([]bool, listed(a, "choice"))).Slice(func(i int) app.UI {
			mark := "☐ "
			if p.chosen[i] {
				mark = "☑ "
			}
			return app.Button().Type("button").Aria("pressed", dom.BoolText(p.chosen[i])).OnClick(p.onChoice(i), i).Text(mark + a["choice"+strconv.Itoa(i)])
		})),
		p.arrows(a),
		app.Div().Class("answers").Body(app.Range(make([]bool, fields(a))).Slice(func(i int) app.UI {
			id, class, mark := "answer-"+strconv.Itoa(i), "answer", ""
			switch a["mark"+strconv.Itoa(i)] {
			case "0":
				class, mark = "answer wrong", "✗"
			case "1":
				class, mark = "answer right", "✓"
			}
			keys := "text" // a formula may be typed
			if fields(a) > 1 {
				keys = "tel" // digits, and + and * as well
			}
			return app.Div().Class(class).Body(
				app.Label().For(id).Text(a["label"+strconv.Itoa(i)]),
				app.Input().Type("text").ID(id).Attr("inputmode", keys).Attr("autocapitalize", "off").Attr("enterkeyhint", "done").
					AutoComplete(false).Spellcheck(false).Aria("describedby", "asked practice-said").OnKeyDown(p.onKey),
				app.Span().Class("mark").Aria("hidden", true).Text(mark),
			)
		})),
	}
}

// buttons are what can be done about the question.
func (p *Practice) buttons(a map[string]string) []app.UI {
	l, w := p.Session.Lang, &text.Practice
	now := p.Session.State.Practice
	check := app.Button().Type("button").ID("practice-check").Class("main").OnClick(func(app.Context, app.Event) { p.check() }).Disabled(a == nil)
	hint := app.Button().Type("button").ID("practice-hint").OnClick(p.onHint).Text(l.T(w.Hint)).Hidden(a["hint"] == "")
	if a["done"] == "" {
		go1 := a["go"]
		if go1 == "" {
			go1 = "…"
		}
		return []app.UI{check.Text(go1), hint, app.Span()}
	}
	next, again := l.T(w.Again), app.UI(app.Span())
	if now.At+1 < len(now.Set) {
		next = l.Fill(w.NextTask, l.T(w.Modes[now.Set[now.At+1].Mode]), "")
	}
	if now.Task().Mode == exercise.Homework {
		again = app.A().Href(p.Session.Root + "gallery/").Target("_blank").Rel("noopener").Text(l.T(w.Verdict))
	}
	return []app.UI{
		check.Text(next),
		app.Button().Type("button").ID("practice-copy").OnClick(p.onCopy).Text(l.T(w.CopyResult)),
		app.Span().Body(app.Span().Role("status").Text(p.Status), app.Text(" "), again),
	}
}

func (p *Practice) onKey(ctx app.Context, e app.Event) {
	if e.Get("key").String() == "Enter" && !e.Get("isComposing").Bool() {
		e.PreventDefault()
		p.check()
	}
}

func (p *Practice) check() {
	a, st := p.lesson.Answer, p.Session.State
	now := st.Practice
	if p.waits() {
		return
	}
	p.said, p.Session.Status, p.Session.ToWork = "", "", true
	switch n := listed(a, "choice"); {
	case a["done"] != "" && now.At+1 < len(now.Set):
		st.ToTask(now.At+1, nil)
		p.Session.Renew()
	case a["done"] != "":
		st.ToTask(now.At, nil)
		p.Session.Renew()
	case a["moving"] != "":
		st.Move("n")
	case n > 0:
		move := "w"
		for i := range n {
			move += map[bool]string{true: "\t1", false: "\t0"}[p.chosen[i]]
		}
		st.Move(move)
	default:
		move := "a"
		for i := range fields(a) {
			typed := app.Window().GetElementByID("answer-" + strconv.Itoa(i)).Get("value").String()
			move += "\t" + strings.Join(strings.Fields(typed), " ")
		}
		st.Move(move)
	}
}

// waits reports whether the last move is still being judged: a key that is pressed
// twice is one answer.
func (p *Practice) waits() bool {
	now := p.Session.State.Practice
	return p.lesson.Answer["after"] != state.After(now.Task(), len(now.Moves))
}

func (p *Practice) onHint(ctx app.Context, e app.Event) {
	if !p.waits() {
		p.Session.State.Move("h")
		p.Session.ToWork = true
	}
}

func (p *Practice) onLeave(ctx app.Context, e app.Event) { p.Session.LeavePractice() }

func (p *Practice) onChoice(i int) app.EventHandler {
	return func(ctx app.Context, e app.Event) {
		if p.lesson.Answer["moving"] == "" {
			p.chosen[i] = !p.chosen[i]
		}
	}
}

func (p *Practice) onMode(t exercise.Task) app.EventHandler {
	return func(ctx app.Context, e app.Event) {
		p.said = ""
		p.Session.Practise(exercise.Set{t}, p.Session.State.Practice.Seed)
	}
}

// onCopy puts the result on the clipboard as text.
func (p *Practice) onCopy(ctx app.Context, e app.Event) {
	l, s, result := p.Session.Lang, p.Session.State, p.lesson.Answer["said"]
	p.Session.Copy(ctx, l.T(text.Page.Title)+" · "+l.Summary(s.Config, s.Report)+"\n"+
		l.T(text.Practice.Modes[s.Practice.Task().Mode])+l.T(text.Describe.Colon)+result+"\n"+p.Session.Address(), result)
}

// print prints the worksheet of exercises, once it has come.
func (p *Practice) print(set exercise.Set, solved bool) {
	s := p.Session
	q := map[string]string{"topic": "worksheet", "lang": string(s.Lang), "link": s.State.Practice.OwnNetwork(), "set": set.String(),
		"seed": strconv.FormatUint(uint64(s.State.Practice.Seed), 10), "solved": map[bool]string{true: "1"}[solved]}
	p.paper.Ask(&s.Worker, p.ctx, q)
	p.paper.After(func() {
		p.ctx.Dispatch(func(app.Context) {})
		s.After(func(app.Context) { app.Window().Call("print") })
	})
	p.ctx.Dispatch(func(app.Context) {})
}

// PractiseButton begins the exercises. The worker is loaded as the pointer or the
// keyboard's focus comes near.
func PractiseButton(s *session.Session) app.UI {
	load := func(app.Context, app.Event) { s.Worker.Load() }
	return app.Button().Type("button").ID("practise").Title(s.Lang.T(text.Practice.PractiseHelp)).On("pointerenter", load).
		OnClick(func(ctx app.Context, e app.Event) { s.Practise(exercise.Course(), 1) }).Text(s.Lang.T(text.Practice.Practise))
}
