package state

import (
	"errors"
	"maps"
	"slices"

	"unetparams/app/link"
	"unetparams/counter"
	"unetparams/counter/catalog"
	"unetparams/counter/config"
)

// Compare puts a network beside the page's; nil ends the comparison.
func (s *State) Compare(c *config.Config) {
	s.Other = c
	s.Version++
}

// Swap makes B the page's network and keeps A beside it.
func (s *State) Swap() {
	was := s.Config
	s.Use(s.Other)
	s.Compare(was)
}

// A State is the whole truth of the page: what the reader has set and what
// follows from it. It knows no browser. Each of its methods leaves everything
// else agreeing with what it changed.
type State struct {
	// Config is the last configuration that could be counted; result belongs to
	// it. What the reader has typed since and can't be used waits in pending.
	Config *config.Config
	Stage  string         // the selected stage
	Other  *config.Config // what it is compared with; nil: nothing
	View   link.View
	Why    string     // the number that is explained
	Cost   link.Cost  // how the network is run where its memory is shown
	Table  link.Table // networks that are pinned, for a paper
	Show   string     // what the drawing shows of the stages, as links name it; "": parameters
	Result

	Practice *Practice // the exercises that are being done; nil: none

	// Version changes with everything here but the selected stage: what was made
	// of another version is old.
	Version int

	pending  map[string]string             // by knob: text that is in a field
	errors   map[string]*config.ValueError // by knob
	Problems []link.Problem                // of the link that was opened
}

// A Result is what follows from a configuration.
type Result struct {
	Net     *counter.Net
	Report  *counter.Report
	Trace   *counter.Trace     // nil if SizeErr is not
	SizeErr *config.ValueError // why there are no shapes
}

// New returns the state that a fragment describes.
func New(fragment string) *State {
	s := &State{}
	s.Open(fragment)
	return s
}

// Open replaces everything by what a fragment describes.
func (s *State) Open(fragment string) {
	opened, problems := link.Parse(fragment)
	*s = State{Config: opened.Config, Stage: opened.Stage, Other: opened.Other, View: opened.View, Why: opened.Why, Cost: opened.Cost, Table: opened.Table, Show: opened.Show, Problems: problems, Version: s.Version + 1}
	s.Count(s.Config) // cannot fail: Parse returns what can be built
	if s.Stage != "" && !s.HasStage(s.Stage) {
		s.Problems = append(s.Problems, link.Problem{Kind: link.NoStage, Key: "stage", Value: s.Stage})
	}
	s.settle()
	if len(opened.Practice) > 0 {
		s.Practise(opened.Practice, opened.Seed)
	}
}

// Link returns the fragment of what is shown, without "#".
func (s *State) Link() string {
	return s.encode(s.Practice.linked(link.State{Config: s.Config, Stage: s.Stage, Other: s.Other, Why: s.Why, Cost: s.Cost, Table: s.Table, Show: s.Show}))
}

// LinkAs returns the same for an embed that looks so; it explains no number.
func (s *State) LinkAs(v link.View) string {
	l := link.State{Config: s.Config, Stage: s.Stage, Other: s.Other, View: v}
	if s.Show != "" { // the memory of a run is shown
		l.Show, l.Cost = s.Show, s.Cost
	}
	return s.encode(s.Practice.linked(l))
}

// encode leaves out the stage that the page chooses by itself.
func (s *State) encode(l link.State) string {
	if l.Stage == s.firstStage() {
		l.Stage = ""
	}
	return link.Encode(l)
}

// Type takes what is in a knob's field. What can't be used stays there,
// with its error, beside the last good result.
func (s *State) Type(key, text string) {
	if s.pending == nil {
		s.pending = map[string]string{}
	}
	s.pending[key] = text
	s.Practice = nil
	s.Version++
	s.apply()
}

// Use replaces the configuration by another one, such as a preset.
func (s *State) Use(c *config.Config) {
	s.pending, s.errors, s.Problems = nil, nil, nil
	s.Practice = nil
	s.Version++
	if err := s.Count(c); err != nil {
		s.errors = map[string]*config.ValueError{err.Key: err}
	}
	s.settle()
}

// Select selects a stage; one that does not exist changes nothing.
func (s *State) Select(stage string) {
	if s.HasStage(stage) {
		s.Stage = stage
	}
}

// Commit ends typing in a field: the problems of the link have been read.
func (s *State) Commit() { s.Problems = nil }

// Text returns what is in a knob's field.
func (s *State) Text(k *config.Knob) string {
	if t, ok := s.pending[k.Key]; ok {
		return t
	}
	return k.Get()
}

// Error returns what is wrong with a knob's field, or nil. An input size that
// does not fit is an error of its field, but no reason to keep an old count.
func (s *State) Error(k *config.Knob) *config.ValueError {
	if e := s.errors[k.Key]; e != nil {
		return e
	}
	if s.SizeErr != nil && s.SizeErr.Key == k.Key {
		return s.SizeErr
	}
	return nil
}

// Stale reports whether the result is older than what the fields say.
func (s *State) Stale() bool { return len(s.errors) > 0 }

// Preset returns the preset that the configuration is, or nil.
func (s *State) Preset() *catalog.Preset { return catalog.PresetOf(s.Config) }

// apply tries everything that is in the fields together.
func (s *State) apply() {
	c := s.Config.Clone()
	s.errors = map[string]*config.ValueError{}
	var used []string
	for _, key := range slices.Sorted(maps.Keys(s.pending)) {
		k := c.Knob(key)
		if k == nil {
			delete(s.pending, key)
			continue
		}
		if err := k.Set(Canonical(k, s.pending[key])); err != nil {
			s.errors[key] = asValueError(err)
		} else {
			used = append(used, key)
		}
	}
	if err := s.Count(c); err != nil {
		s.errors[err.Key] = err
		return
	}
	for _, key := range used {
		delete(s.pending, key)
	}
	s.settle()
}

// Count takes a configuration over if it can be counted.
func (s *State) Count(c *config.Config) *config.ValueError {
	if s.Report == nil || !c.SameNet(s.Config) {
		net, report, err := c.Build()
		if err != nil {
			return asValueError(err)
		}
		s.Result = Result{Net: net, Report: report}
	}
	s.Config = c
	s.SizeErr = nil
	var err error
	if s.Trace, err = c.Trace(s.Net); err != nil {
		s.SizeErr = asValueError(err)
	}
	return nil
}

// settle makes the selected stage one that exists.
func (s *State) settle() {
	if !s.HasStage(s.Stage) {
		s.Stage = s.firstStage()
	}
}

// firstStage is the stage that is selected when nothing says otherwise: the
// first one that owns parameters.
func (s *State) firstStage() string {
	for _, row := range s.Report.Stages {
		if row.Learnable > 0 {
			return row.Stage.String()
		}
	}
	return ""
}

// HasStage reports whether the network has a stage of that name.
func (s *State) HasStage(name string) bool { return s.StageIndex(name) >= 0 }

// StageIndex returns the place of a stage in the report, or -1.
func (s *State) StageIndex(name string) int {
	return slices.IndexFunc(s.Report.Stages, func(r counter.StageRow) bool { return r.Stage.String() == name })
}

func asValueError(err error) *config.ValueError {
	var e *config.ValueError
	if errors.As(err, &e) {
		return e
	}
	return &config.ValueError{Text: config.Text{EN: err.Error(), ZH: err.Error()}}
}
