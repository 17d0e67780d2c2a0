package state

import (
	"strconv"

	"unetparams/app/link"
	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/practice"
	"unetparams/counter/zoo"
)

// A Practice is a set of exercises that is being done.
type Practice struct {
	Set   practice.Set
	Seed  uint32
	At    int // the exercise at hand
	Sheet *practice.Sheet

	own   *config.Config // the page's network; an exercise may be about another one
	stage string         // that was selected
}

// Practise begins a set of exercises, which must have one at least.
func (s *State) Practise(set practice.Set, seed uint32) {
	p := &Practice{Set: set, Seed: seed, own: s.Config, stage: s.Stage}
	if was := s.Practice; was != nil {
		p.own, p.stage = was.own, was.stage
	}
	p.open(s)
}

// NextTask goes on to the next exercise of the set, if there is one.
func (s *State) NextTask() {
	if p := s.Practice; p != nil && p.At+1 < len(p.Set) {
		next := *p
		next.At++
		next.open(s)
	}
}

// Again begins the exercise at hand anew, with other numbers where there are further
// ones.
func (s *State) Again() {
	next := *s.Practice
	next.open(s)
}

// open opens the exercise at hand, with its network.
func (p *Practice) open(s *State) {
	task := p.Set[p.At]
	if c := p.network(task); !c.Equal(s.Config) {
		s.Use(c)
	}
	s.Practice = p
	p.Sheet = practice.Open(practice.New(s.Report), task, p.Seed, doubled(s.Config))
	s.Version++
	p.follow(s)
}

// network returns the network that an exercise is about.
func (p *Practice) network(t practice.Task) *config.Config {
	if t.Arch == "" {
		return p.own
	}
	return config.New(zoo.Lookup(t.Arch))
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

// NextQuestion goes on to the next question of the exercise.
func (s *State) NextQuestion() {
	s.Practice.Sheet.Next()
	s.Version++
	s.Practice.follow(s)
}

// follow selects the stage that is asked about.
func (p *Practice) follow(s *State) {
	if q := p.Sheet.Now(); q != nil && q.Stage >= 0 {
		s.Stage = s.Report.Stages[q.Stage].Stage.String()
	}
}

// Leave ends the exercises and returns to the page's network.
func (s *State) Leave() {
	p := s.Practice
	if p == nil {
		return
	}
	s.Practice = nil
	s.Version++
	if !p.own.Equal(s.Config) {
		s.Use(p.own)
	}
	s.Select(p.stage)
}

// Sheets returns all exercises of the set as they begin, for print.
func (p *Practice) Sheets() []Printed {
	var list []Printed
	for _, t := range p.Set {
		c := p.network(t)
		_, r, err := c.Build()
		if err != nil {
			continue
		}
		list = append(list, Printed{practice.Open(practice.New(r), t, p.Seed, doubled(c)), c, r})
	}
	return list
}

// A Printed is an exercise with its network.
type Printed struct {
	Sheet  *practice.Sheet
	Config *config.Config
	Report *counter.Report
}

// linked adds the exercises to what a link carries: it is about the page's network,
// whatever the exercise at hand is about. p may be nil: there are none.
func (p *Practice) linked(l link.State) link.State {
	if p != nil {
		l.Config, l.Stage, l.Practice, l.Seed = p.own, "", p.Set, p.Seed
	}
	return l
}

// Hides reports whether a stage's count is still to be found. p may be nil: nothing is.
func (p *Practice) Hides(stage counter.Stage) bool {
	return p != nil && !p.Sheet.Known(stage)
}
