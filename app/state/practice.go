package state

import (
	"slices"
	"strconv"
	"strings"

	"unetparams/app/link"
	"unetparams/counter"
	"unetparams/counter/catalog"
	"unetparams/counter/config"
	"unetparams/counter/exercise"
)

// A Practice is a set of exercises that is being done. What the reader has done in
// the exercise at hand is a list of moves; what follows from them is said by package
// tutor, which is not in the page's program.
type Practice struct {
	Set   exercise.Set
	Seed  uint32
	At    int      // the exercise at hand
	Moves []string // in it, as package tutor has them

	Sum  int64 // of the stages that are known
	Done bool  // all questions are answered

	known []string       // stages whose count has been found
	own   *config.Config // the page's network; an exercise may be about another one
	stage string         // that was selected
}

// Practise begins a set of exercises, which must have one at least.
func (s *State) Practise(set exercise.Set, seed uint32) {
	p := &Practice{Set: set, Seed: seed, own: s.Config, stage: s.Stage}
	if was := s.Practice; was != nil {
		p.own, p.stage = was.own, was.stage
	}
	p.open(s)
}

// Task returns the exercise at hand.
func (p *Practice) Task() exercise.Task { return p.Set[p.At] }

// ToTask goes to an exercise of the set, after the given moves in it. One that there
// is not changes nothing.
func (s *State) ToTask(at int, moves []string) {
	if p := s.Practice; p != nil && at >= 0 && at < len(p.Set) {
		next := *p
		next.At, next.Moves = at, moves
		next.open(s)
	}
}

// open opens the exercise at hand, with its network.
func (p *Practice) open(s *State) {
	if c := p.NetworkOf(p.Task()); !c.Equal(s.Config) {
		s.Use(c)
	}
	p.Sum, p.Done, p.known = 0, false, nil
	s.Practice = p
	s.Select(p.Task().Stage)
	s.Version++
}

// NetworkOf returns the network that an exercise is about.
func (p *Practice) NetworkOf(t exercise.Task) *config.Config {
	if t.Arch == "" {
		return p.own
	}
	return config.New(catalog.Lookup(t.Arch))
}

// Move takes note of what the reader did in the exercise.
func (s *State) Move(move string) {
	s.Practice.Moves = append(slices.Clip(s.Practice.Moves), move)
}

// Learn takes over what an answer of package tutor says about the exercise at hand:
// the stage that is asked about, and what is known. It reports whether any of this is
// new.
func (s *State) Learn(answer map[string]string) bool {
	p, was := s.Practice, *s.Practice
	stage := s.Stage
	p.known = strings.Fields(answer["known"])
	p.Sum, _ = strconv.ParseInt(answer["sum"], 10, 64)
	p.Done = answer["done"] != ""
	s.Select(answer["stage"])
	if slices.Equal(p.known, was.known) && p.Sum == was.Sum && p.Done == was.Done && s.Stage == stage {
		return false
	}
	s.Version++
	return true
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
	return p != nil && !slices.Contains(p.known, stage.String())
}

// Network returns the link to the network of the exercise at hand alone.
func (p *Practice) Network() string { return link.Encode(link.State{Config: p.NetworkOf(p.Task())}) }

// OwnNetwork returns the link to the page's network alone.
func (p *Practice) OwnNetwork() string { return link.Encode(link.State{Config: p.own}) }

// LinkTo returns the link to other exercises on the page's network.
func (p *Practice) LinkTo(set exercise.Set) string {
	return link.Encode(link.State{Config: p.own, Practice: set, Seed: p.Seed})
}

// After names the moment of an exercise after so many moves: an answer about another
// one is old.
func After(t exercise.Task, moves int) string { return t.String() + " " + strconv.Itoa(moves) }
