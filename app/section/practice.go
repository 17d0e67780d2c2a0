package section

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/diagram"
	"unetparams/app/dom"
	"unetparams/app/html"
	"unetparams/app/session"
	"unetparams/app/state"
	"unetparams/app/text"
	"unetparams/counter"
	"unetparams/counter/number"
	"unetparams/counter/practice"
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
			return "?"
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
	if p == nil || p.Sheet.Done() {
		return number.Grouped(s.Report.Learnable)
	}
	if sum, _ := p.Sheet.SoFar(); sum > 0 {
		return number.Grouped(sum) + " + ?"
	}
	return "?"
}

// A Practice is the exercise that is being done: one question at a time.
type Practice struct {
	app.Compo
	Session *session.Session
	Version int // of the state
	Status  string

	sheet  *practice.Sheet // that what follows belongs to
	at     int             // its question
	said   string          // about the last answer
	marks  []bool          // by field: right
	chosen map[int]bool    // layers that are said to have parameters
	print  string          // the worksheet that is being printed
}

// Render implements go-app's Composer.
func (p *Practice) Render() app.UI {
	s := p.Session.State
	sheet := s.Practice.Sheet
	if p.sheet != sheet || p.at != sheet.At {
		if p.sheet != sheet {
			p.said = ""
		}
		p.sheet, p.at, p.marks, p.chosen = sheet, sheet.At, nil, map[int]bool{}
	}
	l, w := p.Session.Lang, &text.Practice
	return app.Section().ID("practice").Aria("labelledby", "practice-title").Body(
		app.Div().Class("head").Body(
			app.H2().ID("practice-title").Text(l.T(w.Title)+l.T(text.Describe.Colon)+l.T(w.Modes[sheet.Task.Mode])),
			app.Span().Class("help").Text(p.progress()),
			app.Button().Type("button").ID("practice-leave").Class("quiet").OnClick(p.onLeave).Text(l.T(w.Leave)),
		),
		p.question(),
		app.P().ID("practice-said").Role("status").Aria("live", "polite").Text(p.said),
		app.Div().Class("actions").Body(p.buttons()...),
		&dom.Markup{HTML: p.help()},
		p.modes(),
		p.tools(),
		app.Div().Class("worksheet").Aria("hidden", true).Body(app.Raw(`<div>`+p.print+`</div>`)),
	)
}

func (p *Practice) progress() string {
	sheet := p.sheet
	if sheet.Done() {
		return ""
	}
	return p.Session.Lang.Fill(text.Practice.Progress, strconv.Itoa(sheet.At+1), strconv.Itoa(len(sheet.Questions)))
}

// question is what is asked, with its fields.
func (p *Practice) question() app.UI {
	l, w, q := p.Session.Lang, &text.Practice, p.sheet.Now()
	if q == nil {
		return app.Div().Class("question")
	}
	where := l.T(w.TheNetwork)
	if q.Stage >= 0 {
		where = l.Stage(p.Session.State.Report.Stages[q.Stage].Stage)
	}
	body := []app.UI{app.P().Class("where").Text(where)}
	if q.Twin {
		body = append(body, app.P().Class("help").Text(l.T(w.Twin)))
	}
	if q.Kind == practice.Show {
		return app.Div().Class("question").Body(append(body,
			app.Div().Class("scroll").Body(&dom.Markup{HTML: html.Watched(l, p.Session.State.Report, q.Stage, q.Line)}))...)
	}
	body = append(body, app.P().Class("asked").ID("asked").Text(l.Question(q)))
	if q.Kind == practice.Which {
		return app.Div().Class("question").Body(append(body, p.choices(q))...)
	}
	if len(q.Fields) > 0 && len(q.Fields[0].Inputs) > 1 && q.Fields[0].Ask != practice.AskInput {
		body = append(body, app.P().Class("help").Text(l.Joined(q.Fields[0].Inputs)))
	}
	if q.Kind == practice.FillIn {
		if len(q.Fields[0].Inputs) > 1 {
			body = append(body, app.P().Class("help").Text(l.Joined(q.Fields[0].Inputs)))
		}
		body = append(body, &dom.Markup{HTML: html.Boxes(q.Fields[0])})
	}
	return app.Div().Class("question").Body(append(body, p.fields(q))...)
}

// fields are what the answer is typed into. The page never writes to them but to
// empty them for the next question.
func (p *Practice) fields(q *practice.Question) app.UI {
	l, w := p.Session.Lang, &text.Practice
	return app.Div().Class("answers").Body(app.Range(q.Fields).Slice(func(i int) app.UI {
		id, class, mark := "answer-"+strconv.Itoa(i), "answer", ""
		if i < len(p.marks) {
			class, mark = "answer wrong", "✗"
			if p.marks[i] {
				class, mark = "answer right", "✓"
			}
		}
		label := l.T(w.AskHow)
		if q.Kind == practice.FillIn {
			label = l.Box(q.Fields[i])
		}
		return app.Div().Class(class).Body(
			app.Label().For(id).Text(label),
			app.Input().Type("text").ID(id).Attr("inputmode", "text").Attr("autocapitalize", "off").Attr("enterkeyhint", "done").
				AutoComplete(false).Spellcheck(false).Aria("describedby", "asked practice-said").OnKeyDown(p.onKey),
			app.Span().Class("mark").Aria("hidden", true).Text(mark),
		)
	}))
}

// choices are the layers of a stage, to be chosen.
func (p *Practice) choices(q *practice.Question) app.UI {
	return app.Div().Class("choices").Role("group").Aria("labelledby", "asked").Body(app.Range(q.Lines).Slice(func(i int) app.UI {
		mark := "☐ "
		if p.chosen[i] {
			mark = "☑ "
		}
		return app.Button().Type("button").Aria("pressed", dom.BoolText(p.chosen[i])).OnClick(p.onChoice(i), i).
			Text(mark + p.Session.Lang.Layer(q.Lines[i].Line.Layer))
	}))
}

// buttons are what can be done about the question.
func (p *Practice) buttons() []app.UI {
	l, w, sheet := p.Session.Lang, &text.Practice, p.sheet
	q := sheet.Now()
	check := app.Button().Type("button").ID("practice-check").Class("main").OnClick(p.onCheck)
	hint := app.Button().Type("button").ID("practice-hint").OnClick(p.onHint).Text(l.T(w.Hint))
	switch {
	case q == nil:
		next := ""
		if set := p.Session.State.Practice; set.At+1 < len(set.Set) {
			next = l.Fill(w.NextTask, l.T(w.Modes[set.Set[set.At+1].Mode]), "")
		}
		again := l.T(w.Again)
		if next == "" {
			next, again = again, ""
		}
		return []app.UI{
			check.Text(next),
			app.Button().Type("button").ID("practice-copy").OnClick(p.onCopy).Text(l.T(w.CopyResult)),
			app.Span().Role("status").Text(p.Status),
			app.A().Href(p.Session.Root + "gallery/").Target("_blank").Rel("noopener").Hidden(sheet.Task.Mode != practice.Homework).Text(l.T(w.Verdict)),
		}
	case q.Kind == practice.Show:
		return []app.UI{check.Text(l.T(w.Continue)), hint.Hidden(true), app.Span()}
	case sheet.Solved:
		check = check.Text(l.T(w.Next))
	case sheet.Worked && !q.Twin && q.Line >= 0:
		check = check.Text(l.T(w.TwinNext))
	case sheet.Worked:
		check = check.Text(l.T(w.Continue))
	default:
		check = check.Text(l.T(w.Check))
	}
	return []app.UI{check, hint.Hidden(sheet.Solved || sheet.Worked || sheet.Hints > 2), app.Span()}
}

// help is the hints that were asked for, or the whole calculation after two misses.
func (p *Practice) help() string {
	l, q, sheet := p.Session.Lang, p.sheet.Now(), p.sheet
	if q == nil || q.Kind == practice.Show {
		return "<div></div>"
	}
	level := sheet.Hints
	if sheet.Worked {
		level = 3
	}
	if level == 0 {
		return "<div></div>"
	}
	if q.Kind == practice.Which {
		said := ""
		for _, c := range q.Lines {
			if c.Has && level > 0 {
				said += `<li>` + l.Layer(c.Line.Layer) + `</li>`
			}
		}
		return `<div class="hints"><ul>` + said + `</ul></div>`
	}
	f := q.Fields[0]
	if q.Kind == practice.FillIn && (level > 1 || len(f.Inputs) < 2) {
		f = q.Count
	}
	return html.Hint(l, f, level)
}

// result says how the exercise went.
func (p *Practice) result() string {
	l, w := p.Session.Lang, &text.Practice
	said := l.T(w.Done)
	if p.sheet.Stages > 0 && p.sheet.Task.Mode != practice.Watch {
		said += " " + l.Fill(w.DoneStages, strconv.Itoa(p.sheet.Unaided), strconv.Itoa(p.sheet.Stages))
	}
	return said
}

// modes are the exercises that can be chosen.
func (p *Practice) modes() app.UI {
	l, w := p.Session.Lang, &text.Practice
	now := p.sheet.Task.Mode
	return app.Div().Class("modes").Body(
		app.Div().Class("row").Role("group").Aria("label", l.T(w.Exercise)).Body(app.Range(w.Modes[:]).Slice(func(i int) app.UI {
			return app.Button().Type("button").Aria("pressed", dom.BoolText(practice.Mode(i) == now)).
				OnClick(p.onMode(p.task(practice.Mode(i))), i).Text(l.T(w.Modes[i]))
		})),
		app.P().Class("help").Text(l.T(w.ModeHelp[now])),
		p.stages(),
	)
}

// homework is what the tutorial ends with: U-Net++, whose paper says 9.04M.
const homework = "unetfamily-nested"

// task is the exercise that a mode's button begins.
func (p *Practice) task(m practice.Mode) practice.Task {
	t := practice.Task{Mode: m}
	if m == practice.Homework {
		t.Arch = homework
	}
	return t
}

// stages chooses the stage of an exercise that is about one.
func (p *Practice) stages() app.UI {
	task, r := p.sheet.Task, p.Session.State.Report
	if !task.Mode.OfStage() {
		return app.Div()
	}
	return app.Div().Class("row").Body(app.Range(r.Stages).Slice(func(i int) app.UI {
		s := &r.Stages[i]
		if s.Learnable == 0 {
			return app.Span()
		}
		t := task
		t.Stage = s.Stage.String()
		return app.Button().Type("button").Class("quiet").Aria("pressed", dom.BoolText(t.Stage == p.Session.State.Stage)).OnClick(p.onMode(t), t.Stage).
			Text(p.Session.Lang.Stage(s.Stage))
	}))
}

// tools are for teachers: the link, and the worksheet on paper.
func (p *Practice) tools() app.UI {
	l, w := p.Session.Lang, &text.Practice
	return app.Details().Class("teachers").Body(
		app.Summary().Text(l.T(w.Tools)),
		app.Div().Class("actions").Body(
			app.Button().Type("button").ID("practice-link").OnClick(p.onLink).Text(l.T(w.Link)),
			app.Button().Type("button").ID("practice-print").OnClick(p.onPrint(false), false).Text(l.T(w.Print)),
			app.Button().Type("button").ID("practice-solved").OnClick(p.onPrint(true), true).Text(l.T(w.PrintSolved)),
		),
	)
}

// onCheck judges the answer, or goes on where that is done.
func (p *Practice) onCheck(ctx app.Context, e app.Event) { p.check() }

func (p *Practice) onKey(ctx app.Context, e app.Event) {
	if e.Get("key").String() == "Enter" && !e.Get("isComposing").Bool() {
		e.PreventDefault()
		p.check()
	}
}

func (p *Practice) check() {
	s, sheet := p.Session.State, p.sheet
	q := sheet.Now()
	switch {
	case q == nil && s.Practice.At+1 < len(s.Practice.Set):
		s.NextTask()
		p.next("")
	case q == nil:
		s.Again()
		p.next("")
	case q.Kind == practice.Show || sheet.Solved || sheet.Worked:
		s.NextQuestion()
		said := ""
		if sheet.Done() {
			p.at = sheet.At
			said = p.result()
		}
		p.next(said)
	case q.Kind == practice.Which:
		has := make([]bool, len(q.Lines))
		for i := range has {
			has[i] = p.chosen[i]
		}
		p.said = p.Session.Lang.WhichSentence(q, sheet.Choose(has))
		p.worked()
	default:
		p.answer(q)
	}
}

// answer judges what stands in the fields. One sentence is said: about the first that
// is wrong, or that all are right.
func (p *Practice) answer(q *practice.Question) {
	texts := make([]string, len(q.Fields))
	for i := range texts {
		texts[i] = app.Window().GetElementByID("answer-" + strconv.Itoa(i)).Get("value").String()
	}
	l := p.Session.Lang
	p.marks, p.said = nil, ""
	for i, j := range p.sheet.Answer(texts) {
		p.marks = append(p.marks, j.Verdict.Solves())
		if !j.Verdict.Solves() && p.said == "" {
			p.said = l.Judgement(j)
			if len(q.Fields) > 1 {
				p.said = l.Box(q.Fields[i]) + l.T(text.Describe.Colon) + p.said
			}
		}
		if p.sheet.Solved {
			p.said = l.Judgement(j)
		}
	}
	if p.sheet.Solved && q.Kind == practice.FillIn {
		p.said = l.Judgement(q.Count.JudgeText(strconv.FormatInt(q.Count.Want, 10)))
	}
	p.worked()
}

// worked says that the calculation follows, after two misses.
func (p *Practice) worked() {
	if p.sheet.Worked && !p.sheet.Solved {
		p.said += " " + p.Session.Lang.T(text.Practice.Worked)
	}
}

// next shows the next question, and says something of the last one.
func (p *Practice) next(said string) {
	p.said = said
	p.Session.Status = ""
	p.Session.Renew()
	p.Session.After(func(app.Context) {
		for i := range 4 {
			if e := app.Window().GetElementByID("answer-" + strconv.Itoa(i)); e.Truthy() {
				e.Set("value", "")
			}
		}
		session.ToPractice()
	})
}

func (p *Practice) onHint(ctx app.Context, e app.Event) {
	p.sheet.Hint()
	if p.sheet.Hints > 2 {
		session.ToPractice()
	}
}

func (p *Practice) onLeave(ctx app.Context, e app.Event) { p.Session.LeavePractice() }

func (p *Practice) onChoice(i int) app.EventHandler {
	return func(ctx app.Context, e app.Event) {
		if !p.sheet.Solved {
			p.chosen[i] = !p.chosen[i]
		}
	}
}

func (p *Practice) onMode(t practice.Task) app.EventHandler {
	return func(ctx app.Context, e app.Event) {
		p.Session.Practise(practice.Set{t}, p.Session.State.Practice.Seed)
	}
}

func (p *Practice) onLink(ctx app.Context, e app.Event) {
	p.Session.Copy(ctx, p.Session.Address(), "")
}

// onCopy puts the result on the clipboard as text.
func (p *Practice) onCopy(ctx app.Context, e app.Event) {
	l, s := p.Session.Lang, p.Session.State
	p.Session.Copy(ctx, l.T(text.Page.Title)+" · "+l.Summary(s.Config, s.Report)+"\n"+
		l.T(text.Practice.Modes[p.sheet.Task.Mode])+l.T(text.Describe.Colon)+p.result()+"\n"+p.Session.Address(), p.result())
}

// onPrint prints the worksheet of all exercises of the link.
func (p *Practice) onPrint(solved bool) app.EventHandler {
	return func(ctx app.Context, e app.Event) {
		p.print = Worksheets(p.Session.Lang, p.Session.State, solved)
		p.Session.After(func(app.Context) { app.Window().Call("print") })
	}
}

// Worksheets returns all exercises of the link for print.
func Worksheets(l text.Lang, s *state.State, solved bool) string {
	w := &text.Practice
	b := `<h1>` + l.T(w.Sheet) + `</h1><p>` + l.T(w.Name) + `</p>`
	for _, t := range s.Practice.Sheets() {
		title := l.T(w.Modes[t.Sheet.Task.Mode]) + " · " + l.Summary(t.Config, t.Report)
		b += html.Worksheet(l, t.Sheet, t.Report, title, solved)
	}
	return b
}

// PractiseButton begins the exercises.
func PractiseButton(s *session.Session) app.UI {
	return app.Button().Type("button").ID("practise").Title(s.Lang.T(text.Practice.PractiseHelp)).
		OnClick(func(ctx app.Context, e app.Event) { s.Practise(practice.Course(), 1) }).Text(s.Lang.T(text.Practice.Practise))
}
