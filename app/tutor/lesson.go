package tutor

import (
	"strconv"
	"strings"

	"unetparams/app/diagram"
	"unetparams/app/html"
	"unetparams/app/text"
	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/exercise"
	"unetparams/counter/practice"
)

// A Lesson is one exercise that is being done.
type Lesson struct {
	report *counter.Report
	sheet  *practice.Sheet
	moves  []string // that were played

	// Of the last move.
	judged  []practice.Judgement
	solved  *practice.Question // that was solved by it
	chose   *practice.Question // whose layers were chosen
	wrong   int                // the first of these that is wrong, or -1
	stepped bool               // it went on
}

// New opens an exercise on a network, whose numbers further questions take from seed.
func New(c *config.Config, t exercise.Task, seed uint32) (*Lesson, error) {
	_, r, err := c.Build()
	if err != nil {
		return nil, err
	}
	return &Lesson{report: r, sheet: practice.Open(practice.New(r), t, seed, doubled(c))}, nil
}

// doubled returns the count of a network with twice the base channels, or 0 where
// that can't be had.
func doubled(c *config.Config) int64 {
	d := c.Clone()
	k := d.ByRole(config.Width)
	if k == nil || k.Kind != config.Number {
		return 0
	}
	n, err := strconv.ParseInt(k.Get(), 10, 64)
	if err != nil || k.Set(strconv.FormatInt(2*n, 10)) != nil {
		return 0
	}
	count, err := d.Count()
	if err != nil {
		return 0
	}
	return count
}

// Follows reports whether moves are those that were played and more.
func (s *Lesson) Follows(moves []string) bool {
	if len(moves) < len(s.moves) {
		return false
	}
	for i, m := range s.moves {
		if moves[i] != m {
			return false
		}
	}
	return true
}

// Play plays the moves that were not played yet. A move is one of
//
//	a\tTEXT\tTEXT…  what stands in the fields
//	w\t0\t1…        which layers were chosen
//	h               a hint
//	n               on to the next question
//
// What is none of these changes nothing.
func (s *Lesson) Play(moves []string) {
	for _, m := range moves[len(s.moves):] {
		s.play(m)
		s.moves = append(s.moves, m)
	}
}

func (s *Lesson) play(move string) {
	kind, rest, _ := strings.Cut(move, "\t")
	q := s.sheet.Now()
	if kind != "h" {
		s.judged, s.solved, s.chose, s.stepped = nil, nil, nil, false
	}
	switch kind {
	case "a":
		if s.judged = s.sheet.Answer(strings.Split(rest, "\t")); s.sheet.Solved {
			s.solved = q
		}
	case "w":
		var has []bool
		for part := range strings.SplitSeq(rest, "\t") {
			has = append(has, part == "1")
		}
		if q != nil && q.Kind == practice.Which && len(has) == len(q.Lines) {
			s.chose, s.wrong = q, s.sheet.Choose(has)
		}
	case "h":
		s.sheet.Hint()
	case "n":
		if q != nil && (q.Kind == practice.Show || s.sheet.Solved || s.sheet.Worked) {
			s.sheet.Next()
			s.stepped = true
		}
	}
}

// Show returns what the page shows, as texts by name.
//
//	stage, known, sum    the stage at hand, those that are known, and their sum
//	question, progress   what is asked, as HTML, and how far that is
//	label0, label1 …     the names of the fields
//	choice0, choice1 …   the layers to choose from
//	arrows               of a question for channels: stages and what comes from them
//	mark0, mark1 …       "1" for a field that is right, "0" for one that is not
//	said, help           what is said about the last answer, and the hints, as HTML
//	go                   what the button says; moving is "n" where it goes on
//	hint                 "1" where there is one more
//	done                 "1" at the end: said is the result
func (s *Lesson) Show(lang text.Lang) map[string]string {
	l, q := tutor{lang}, s.sheet.Now()
	m := map[string]string{"said": s.said(l), "known": s.known(), "help": "<div></div>", "question": "<div></div>"}
	if sum, _ := s.sheet.SoFar(); sum > 0 {
		m["sum"] = strconv.FormatInt(sum, 10)
	}
	if q == nil {
		m["done"] = "1"
		return m
	}
	m["progress"] = l.Fill(words.Progress, strconv.Itoa(s.sheet.At+1), strconv.Itoa(len(s.sheet.Questions)))
	if q.Stage >= 0 {
		m["stage"] = s.report.Stages[q.Stage].Stage.String()
	}
	m["question"] = s.question(l, q)
	m["help"] = s.help(l, q)
	for i, c := range q.Lines {
		m["choice"+strconv.Itoa(i)] = l.Layer(c.Line.Layer)
	}
	for i, f := range q.Fields {
		m["label"+strconv.Itoa(i)] = l.T(text.Practice.AskHow)
		if q.Kind == practice.FillIn {
			m["label"+strconv.Itoa(i)] = l.box(f)
		}
	}
	if len(q.Fields) > 0 && q.Fields[0].Ask == practice.AskInput && !q.Twin {
		m["arrows"] = s.arrows(q)
	}
	for i, j := range s.judged {
		m["mark"+strconv.Itoa(i)] = "0"
		if j.Verdict.Solves() {
			m["mark"+strconv.Itoa(i)] = "1"
		}
	}
	s.buttons(l, q, m)
	return m
}

// buttons says what can be done.
func (s *Lesson) buttons(l tutor, q *practice.Question, m map[string]string) {
	sheet := s.sheet
	m["moving"] = "n"
	switch {
	case q.Kind == practice.Show:
		m["go"] = l.T(words.Continue)
	case sheet.Solved:
		m["go"] = l.T(words.Next)
	case sheet.Worked && !q.Twin && q.Line >= 0:
		m["go"] = l.T(words.TwinNext)
	case sheet.Worked:
		m["go"] = l.T(words.Continue)
	default:
		m["go"], m["moving"] = l.T(words.Check), ""
		if sheet.Hints < 3 {
			m["hint"] = "1"
		}
	}
}

// known lists the stages whose count has been found.
func (s *Lesson) known() string {
	var list []string
	for i := range s.report.Stages {
		if stage := s.report.Stages[i].Stage; s.sheet.Known(stage) {
			list = append(list, stage.String())
		}
	}
	return strings.Join(list, " ")
}

// question is what is asked.
func (s *Lesson) question(l tutor, q *practice.Question) string {
	var m html.Writer
	where := l.T(words.TheNetwork)
	if q.Stage >= 0 {
		where = l.Stage(s.report.Stages[q.Stage].Stage)
	}
	m.WriteString(`<div>`)
	m.Element("p", where, "class", "where")
	if q.Twin {
		m.Element("p", l.T(words.Twin), "class", "help")
	}
	if q.Kind == practice.Show {
		m.WriteString(`<div class="scroll">` + html.StepsTo(l.Lang, s.report, q.Stage, q.Line) + `</div></div>`)
		return m.String()
	}
	m.Element("p", l.question(q), "class", "asked", "id", "asked")
	if len(q.Fields) > 0 && len(q.Fields[0].Inputs) > 1 && (q.Kind == practice.FillIn && (q.Twin || s.arrows(q) == "") || q.Fields[0].Ask != practice.AskInput) {
		m.Element("p", l.joins(q.Fields[0].Inputs), "class", "help")
	}
	if q.Kind == practice.FillIn {
		m.WriteString(boxes(q.Fields[0]))
	}
	m.WriteString(`</div>`)
	return m.String()
}

// help is the hints that were asked for, or the whole calculation after two misses.
func (s *Lesson) help(l tutor, q *practice.Question) string {
	level := s.sheet.Hints
	if s.sheet.Worked {
		level = 3
	}
	switch {
	case q.Kind == practice.Show || level == 0:
		return "<div></div>"
	case q.Kind == practice.Which:
		return whichHint(l, q, level)
	}
	f := q.Fields[0]
	if q.Kind == practice.FillIn && level > 1 {
		f = q.Count
	}
	return hint(l, f, level)
}

// said is what is said about the last move: of an answer one sentence, about the first
// that is wrong, or that all are right.
func (s *Lesson) said(l tutor) string {
	switch {
	case s.sheet.Done():
		return s.result(l)
	case s.chose != nil:
		return l.which(s.chose, s.wrong) + s.worked(l)
	case s.solved != nil && s.solved.Kind == practice.FillIn:
		j := s.solved.Count.JudgeText(strconv.FormatInt(s.solved.Count.Want, 10))
		return l.judgement(&j)
	}
	q := s.sheet.Now()
	for i := range s.judged {
		j := &s.judged[i]
		switch {
		case j.Verdict.Solves() && s.solved == nil:
		case len(s.judged) > 1:
			return l.box(q.Fields[i]) + l.T(text.Describe.Colon) + l.judgement(j) + s.worked(l)
		default:
			return l.judgement(j) + s.worked(l)
		}
	}
	return ""
}

// worked says that the calculation follows, after two misses.
func (s *Lesson) worked(l tutor) string {
	if s.sheet.Worked && !s.sheet.Solved {
		return " " + l.T(words.Worked)
	}
	return ""
}

// result says how the exercise went.
func (s *Lesson) result(l tutor) string {
	said := l.T(words.Done)
	if s.sheet.Stages > 0 && s.sheet.Task.Mode != exercise.Watch {
		said += l.gap() + l.Fill(words.DoneStages, strconv.Itoa(s.sheet.Unaided), strconv.Itoa(s.sheet.Stages))
	}
	return said
}

// arrows lists from which stages the channels that are asked for come, and how many
// from each: "bottleneck=256 enc4=256"; other stages have none.
func (s *Lesson) arrows(q *practice.Question) string {
	var list []string
	for _, a := range s.sheet.Arrows(q) {
		list = append(list, a.From.String()+"="+strconv.FormatInt(a.Channels, 10))
	}
	if len(list) < 2 {
		return ""
	}
	return strings.Join(list, " ")
}

// Worksheets returns exercises for print, with their solutions or with room for them.
// The network is that of exercises which name none.
func Worksheets(lang text.Lang, c *config.Config, set exercise.Set, seed uint32, lookup func(arch string) *config.Config, solved bool) string {
	l := tutor{lang}
	var m html.Writer
	m.Element("h1", l.T(words.Sheet))
	m.Element("p", l.T(words.Name))
	var drawn *config.Config // the network whose drawing is above
	for _, t := range set {
		net := c
		if t.Arch != "" {
			net = lookup(t.Arch)
		}
		s, err := New(net, t, seed)
		if err != nil {
			continue
		}
		title := l.T(text.Practice.Modes[t.Mode]) + " · " + l.Config(net)
		picture := ""
		if t.Mode != exercise.Watch && (drawn == nil || !net.Equal(drawn)) {
			picture, drawn = drawing(l, s.report), net
		}
		m.WriteString(sheet(l, s.sheet, s.report, title, picture, solved))
	}
	return `<div>` + m.String() + `</div>`
}

// drawing draws a network without its counts.
func drawing(l tutor, r *counter.Report) string {
	w := text.Diagram(l.Lang, r)
	w.Number = func(int64) string { return "?" }
	w.Share = func(int64, int64) string { return "" }
	w.ShareBar, w.Desc = "", l.T(text.Practice.PractiseHelp)
	return diagram.SVG(r, nil, w, diagram.Options{Still: true, ID: "sheet"})
}
