// Package compare says how the counts of two configurations differ: step by
// step from one to the other, stage by stage, and by kind of layer and level.
//
// # The steps
//
// The steps lead from A's total to B's, changing one knob at a time. Every
// intermediate configuration is built and counted, so the steps sum to the
// difference exactly.
//
// They follow the order of the form: inputs and outputs, then the size of the
// network, then its blocks, then the decoder. So the two networks first get the
// same task and the same width, and the effect of every later choice is measured at
// B's width. In another order the steps would differ, since a choice costs more in a
// wider network; only their sum would be the same.
//
// If an intermediate network can't be built, a later knob is changed first. If no
// knob can be changed alone, those that depend on each other change in one step.
//
// Between architectures, the settings that both have in common change first, then
// the architecture itself, then the settings that only B has.
package compare

import (
	"cmp"
	"slices"

	"unetparams/counter"
	"unetparams/counter/config"
)

// A Comparison holds every difference of two configurations, B minus A.
type Comparison struct {
	A, B  *config.Config
	Total Row

	// Steps lead from A to B. There are none if nothing differs, or if the only step
	// would be the change of the architecture.
	Steps []Step

	Stages []StageRow // from the input down the encoder and up the decoder
	Kinds  []KindRow
	Levels []LevelRow
}

// A Row is a count on both sides.
type Row struct{ A, B int64 }

// Diff returns B − A.
func (r Row) Diff() int64 { return r.B - r.A }

// A StageRow is a stage on both sides.
type StageRow struct {
	counter.Stage
	Row
	InA, InB bool // whether the side has such a stage
}

// A KindRow is a kind of layer and kernel size on both sides.
type KindRow struct {
	Kind   string
	Kernel []int64
	Row
}

// A LevelRow is a level on both sides.
type LevelRow struct {
	Level int
	Row
}

// A Step is one step from A to B.
type Step struct {
	Changes []Change // more than one if they can't be made one by one
	Row              // the totals before and after
}

// A Change is a change of a knob's value or, if Knob is nil, of the architecture,
// with From and To the IDs.
type Change struct {
	Knob     *config.Knob
	From, To string
}

// Of compares two configurations. The error is that of building one of them.
func Of(a, b *config.Config) (*Comparison, error) {
	_, ra, err := a.Build()
	if err != nil {
		return nil, err
	}
	_, rb, err := b.Build()
	if err != nil {
		return nil, err
	}
	return Reports(a, b, ra, rb), nil
}

// Reports is like [Of], for configurations whose reports are known.
func Reports(a, b *config.Config, ra, rb *counter.Report) *Comparison {
	c := &Comparison{A: a, B: b, Total: Row{ra.Learnable, rb.Learnable}}
	c.Steps = steps(a, b, c.Total)
	c.stages(ra, rb)
	c.kinds(ra, rb)
	c.levels(ra, rb)
	return c
}

// stages matches the stages by role, level and column.
func (c *Comparison) stages(ra, rb *counter.Report) {
	row := func(s counter.Stage) *StageRow {
		for i := range c.Stages {
			if c.Stages[i].Stage == s {
				return &c.Stages[i]
			}
		}
		c.Stages = append(c.Stages, StageRow{Stage: s})
		return &c.Stages[len(c.Stages)-1]
	}
	for _, s := range ra.Stages {
		r := row(s.Stage)
		r.A, r.InA = s.Learnable, true
	}
	for _, s := range rb.Stages {
		r := row(s.Stage)
		r.B, r.InB = s.Learnable, true
	}
	slices.SortStableFunc(c.Stages, func(x, y StageRow) int {
		down := cmp.Compare(x.Level, y.Level)
		if x.Role == counter.Decoder {
			down = -down
		}
		return cmp.Or(cmp.Compare(x.Role, y.Role), down, cmp.Compare(x.Col, y.Col))
	})
}

func (c *Comparison) kinds(ra, rb *counter.Report) {
	row := func(k counter.KindRow) *KindRow {
		for i := range c.Kinds {
			if c.Kinds[i].Kind == k.Kind && slices.Equal(c.Kinds[i].Kernel, k.Kernel) {
				return &c.Kinds[i]
			}
		}
		c.Kinds = append(c.Kinds, KindRow{Kind: k.Kind, Kernel: k.Kernel})
		return &c.Kinds[len(c.Kinds)-1]
	}
	for _, k := range ra.Kinds() {
		row(k).A = k.Learnable
	}
	for _, k := range rb.Kinds() {
		row(k).B = k.Learnable
	}
}

func (c *Comparison) levels(ra, rb *counter.Report) {
	la, lb := ra.Levels(), rb.Levels()
	for i := range max(len(la), len(lb)) {
		r := LevelRow{Level: i + 1}
		if i < len(la) {
			r.A = la[i].Learnable
		}
		if i < len(lb) {
			r.B = lb[i].Learnable
		}
		c.Levels = append(c.Levels, r)
	}
}
