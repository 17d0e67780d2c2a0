package practice

import (
	"slices"

	"unetparams/counter"
	"unetparams/counter/exercise"
)

// A Question is what is asked at one time.
type Question struct {
	Kind   QuestionKind
	Stage  int      // index into the report's stages; -1: the network
	Line   int      // of the stage's derivation; -1: all of it
	Fields []*Field // one, or the numbers of a formula; none where nothing is to be typed
	Count  *Field   // of Show and FillIn: the layer's count
	Lines  []Choice // of Which
	Twin   bool     // the question before with other numbers
}

// A Choice is a layer that a learner says has parameters, or has none.
type Choice struct {
	Line counter.Line
	Has  bool // it does
}

// A QuestionKind is how a question is answered.
type QuestionKind int

// The kinds of questions.
const (
	Show   QuestionKind = iota // nothing is asked: a line of a worked example
	FillIn                     // the numbers of a formula
	Which                      // which layers of a stage have parameters
	Type                       // one number, or a formula
)

// A Sheet is an exercise that is being worked on.
type Sheet struct {
	Task      exercise.Task
	Questions []Question
	At        int // the question at hand; len(Questions) when all is done

	Hints  int  // that were shown for the question at hand: formula, numbers, result
	Misses int  // answers to it that were wrong
	Worked bool // its solution is shown, after two misses
	Solved bool // its answer was right: Next goes on

	Stages, Unaided int // that were solved, and those without hint or solution
	known           map[int]bool
	helped          bool // a hint was used in the stage at hand
	seed            uint32
	paper           *Paper
}

// maxHints is how many hints there are: the formula, the numbers, the result.
const maxHints = 3

// Open begins a task. A stage that the network does not have is chosen anew. Doubled
// is the count of the network with twice the base channels, 0 where there is none.
func Open(p *Paper, t exercise.Task, seed uint32, doubled int64) *Sheet {
	s := &Sheet{Task: t, known: map[int]bool{}, seed: seed, paper: p}
	switch t.Mode {
	case exercise.Whole:
		s.whole()
	case exercise.Homework:
		s.ask(Question{Kind: Type, Stage: -1, Line: -1, Fields: []*Field{p.Total(AskTotal)}})
	case exercise.Interview:
		s.ask(Question{Kind: Type, Stage: -1, Line: -1, Fields: []*Field{p.Estimate()}})
		if doubled > 0 {
			s.ask(Question{Kind: Type, Stage: -1, Line: -1, Fields: []*Field{p.Doubled(doubled)}})
		}
	default:
		s.stage(p.choose(t))
	}
	return s
}

func (s *Sheet) ask(q Question) { s.Questions = append(s.Questions, q) }

// choose returns the stage of a task: what its name says, or else one that suits the
// mode. The first stage is watched, the second filled in, and alone is one with a
// concatenation.
func (p *Paper) choose(t exercise.Task) int {
	stages := p.Stages()
	for _, i := range stages {
		if p.r.Stages[i].Stage.String() == t.Stage {
			return i
		}
	}
	switch t.Mode {
	case exercise.Fill:
		return stages[min(1, len(stages)-1)]
	case exercise.Alone:
		for _, i := range stages {
			if p.r.Stages[i].Role == counter.Decoder && slices.ContainsFunc(p.lines[i], func(l line) bool { return len(l.inputs) > 1 }) {
				return i
			}
		}
	}
	return stages[0]
}

// stage asks about one stage.
func (s *Sheet) stage(stage int) {
	p := s.paper
	if s.Task.Mode == exercise.Alone {
		q := Question{Kind: Which, Stage: stage, Line: -1}
		for _, l := range p.lines[stage] {
			q.Lines = append(q.Lines, Choice{l.Line, l.Line.Count > 0})
		}
		s.ask(q)
	}
	for i := range p.lines[stage] {
		if p.lines[stage][i].Line.Count == 0 {
			if s.Task.Mode == exercise.Watch {
				s.ask(Question{Kind: Show, Stage: stage, Line: i, Count: p.Count(stage, i)})
			}
			continue
		}
		count := p.Count(stage, i)
		switch boxes := p.Boxes(stage, i); {
		case s.Task.Mode == exercise.Watch:
			s.ask(Question{Kind: Show, Stage: stage, Line: i, Count: count})
		case s.Task.Mode == exercise.Fill && len(boxes) > 0:
			s.ask(Question{Kind: FillIn, Stage: stage, Line: i, Fields: boxes, Count: count})
		default:
			if len(count.Inputs) > 1 && len(boxes) > 0 && s.Task.Mode == exercise.Alone {
				s.ask(Question{Kind: Type, Stage: stage, Line: i, Fields: boxes[:1], Count: count})
			}
			s.ask(Question{Kind: Type, Stage: stage, Line: i, Fields: []*Field{count}})
		}
	}
	sum := Question{Kind: Type, Stage: stage, Line: -1, Fields: []*Field{p.Stage(stage)}}
	if s.Task.Mode == exercise.Watch {
		sum.Kind, sum.Count, sum.Fields = Show, sum.Fields[0], nil
	}
	s.ask(sum)
}

// whole asks for every stage and the checkpoints.
func (s *Sheet) whole() {
	p := s.paper
	for _, i := range p.Stages() {
		s.ask(Question{Kind: Type, Stage: i, Line: -1, Fields: []*Field{p.Stage(i)}})
	}
	if norms := p.Total(AskNorms); norms.Want > 0 && norms.Want < p.r.Learnable {
		s.ask(Question{Kind: Type, Stage: -1, Line: -1, Fields: []*Field{p.Total(AskConvs)}})
		s.ask(Question{Kind: Type, Stage: -1, Line: -1, Fields: []*Field{norms}})
	}
	s.ask(Question{Kind: Type, Stage: -1, Line: -1, Fields: []*Field{p.Total(AskTotal)}})
}

// Now returns the question at hand, or nil when all is done.
func (s *Sheet) Now() *Question {
	if s.At >= len(s.Questions) {
		return nil
	}
	return &s.Questions[s.At]
}

// Answer judges what was typed into the fields of the question at hand. When all of
// it is right the question is solved; after two misses its solution is shown.
func (s *Sheet) Answer(texts []string) []Judgement {
	q := s.Now()
	if q == nil || s.Solved || len(texts) != len(q.Fields) {
		return nil
	}
	var list []Judgement
	right, read := true, true
	for i, f := range q.Fields {
		j := f.JudgeText(texts[i])
		right = right && j.Verdict.Solves()
		read = read && j.Verdict != Unread
		list = append(list, j)
	}
	s.judged(right, read)
	return list
}

// Choose judges which layers of a stage were said to have parameters. It returns the
// index of the first that is wrong, or -1.
func (s *Sheet) Choose(has []bool) int {
	q := s.Now()
	if q == nil || s.Solved || len(has) != len(q.Lines) {
		return -1
	}
	wrong := -1
	for i, c := range q.Lines {
		if has[i] != c.Has && wrong < 0 {
			wrong = i
		}
	}
	s.judged(wrong < 0, true)
	return wrong
}

// judged takes note of an answer. What can't be read is no miss.
func (s *Sheet) judged(right, read bool) {
	switch {
	case right:
		s.Solved = true
	case read:
		if s.Misses++; s.Misses >= 2 {
			s.Worked, s.helped = true, true
		}
	}
}

// Hint shows one more hint, if there is any. It costs nothing but that the stage is
// not one without a hint.
func (s *Sheet) Hint() {
	if s.Hints < maxHints {
		s.Hints++
		s.helped = true
	}
}

// Next goes on: after a solved question to the next one, after a solution to a twin
// of the question, where it has one, or else to the next.
func (s *Sheet) Next() {
	q := s.Now()
	if q == nil {
		return
	}
	if s.Worked && !s.Solved && !q.Twin {
		if twin, ok := s.twin(q); ok {
			s.Questions = slices.Insert(s.Questions, s.At+1, twin)
			s.to(s.At + 1)
			return
		}
	}
	if q.Stage >= 0 && q.Line < 0 && q.Kind != Which {
		s.known[q.Stage] = true
		s.Stages++
		if !s.helped {
			s.Unaided++
		}
		s.helped = false
	}
	s.to(s.At + 1)
}

func (s *Sheet) to(at int) {
	s.At = at
	s.Hints, s.Misses, s.Worked, s.Solved = 0, 0, false, false
}

// Known reports whether a stage's count has been found.
func (s *Sheet) Known(stage counter.Stage) bool { return s.known[s.paper.stage(stage)] }

// SoFar returns the sum of the stages that are known, and whether these are all.
func (s *Sheet) SoFar() (sum int64, all bool) {
	all = true
	for _, i := range s.paper.Stages() {
		if s.known[i] {
			sum += s.paper.r.Stages[i].Learnable
		} else {
			all = false
		}
	}
	return sum, all
}

// Done reports whether no question is left.
func (s *Sheet) Done() bool { return s.At >= len(s.Questions) }
