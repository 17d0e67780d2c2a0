package practice

import (
	"slices"

	"unetparams/counter"
)

// An Ask is what a field asks for.
type Ask int

// What is asked.
const (
	AskCount    Ask = iota // the parameters of a layer
	AskInput               // the channels that a layer is given: C_in, n_in, or C of a normalization
	AskOutput              // C_out or n_out, as a factor
	AskBias                // the number of biases
	AskStage               // the sum of a stage
	AskConvs               // of all layers but normalizations
	AskNorms               // of all normalizations
	AskTotal               // of the network
	AskEstimate            // of the network, roughly
	AskDoubled             // roughly, of twice the base channels
)

// A Part is a summand of what is asked.
type Part struct {
	Layer   counter.Layer
	Stage   counter.Stage
	Path    string
	Formula counter.Formula
	Count   int64
}

// A Field is one question with its answer, and the context in which an answer is
// judged.
type Field struct {
	Ask    Ask
	Want   int64
	Layer  counter.Layer // of a field about one layer
	Line   counter.Line  // likewise: its inputs and outputs
	Inputs []int64       // the channels that a concatenation joins before the layer
	Stage  counter.Stage // that it stands in
	Parts  []Part        // of a count: one for a layer; of a sum the summands

	wrongs func() []Wrong
	made   bool
	known  []Wrong // what wrongs returned
}

// Wrongs returns the wrong answers that have a name, the likeliest first. Values may
// appear several times.
func (f *Field) Wrongs() []Wrong {
	if !f.made {
		f.made, f.known = true, f.wrongs()
	}
	return f.known
}

// A Paper makes questions of a network.
type Paper struct {
	r       *counter.Report
	kernels [][]int64 // that occur
	lines   [][]line  // by stage
	first   []int     // by layer of the report: the step that runs it first, or -1
	up      bool      // it goes up by interpolation alone
	gone    map[int]Slip
}

// A line is one of a stage's derivation, with what the judge needs of it.
type line struct {
	counter.Line
	step   int // -1 for a layer that never runs
	layer  int // index into Report.Layers; -1 without a module
	inputs []int64
}

// New returns the questions of a network.
func New(r *counter.Report) *Paper {
	p := &Paper{r: r, first: make([]int, len(r.Layers)), lines: make([][]line, len(r.Stages))}
	for i := range p.first {
		p.first[i] = -1
	}
	transposed, interpolated := false, false
	for i, s := range r.Steps {
		if s.Layer == nil {
			continue
		}
		if l := r.Index(s); l >= 0 && p.first[l] < 0 {
			p.first[l] = i
		}
		if g, ok := s.Layer.(counter.Resampler); ok {
			how, _ := g.Resamples()
			transposed = transposed || how == counter.TransposedConvolution
			interpolated = interpolated || how == counter.LinearInterpolation || how == counter.NearestNeighbor || how == counter.InterpolationTo
		}
		if k := shapeOf(s.Layer).kernel; k != nil && !slices.ContainsFunc(p.kernels, func(o []int64) bool { return slices.Equal(o, k) }) {
			p.kernels = append(p.kernels, k)
		}
	}
	p.up = interpolated && !transposed
	for i := range r.Stages {
		p.lines[i] = p.linesOf(i)
	}
	p.gone = projections(r)
	return p
}

// linesOf pairs the lines of a stage's derivation with their steps.
func (p *Paper) linesOf(stage int) []line {
	derivation := p.r.Derivation(stage)
	lines := make([]line, 0, len(derivation))
	for _, i := range p.r.Stages[stage].Steps {
		if s := p.r.Steps[i]; s.Layer != nil {
			l := line{Line: derivation[len(lines)], step: i, layer: p.r.Index(s)}
			l.inputs = joined(p.r, i)
			lines = append(lines, l)
		}
	}
	for m := range p.r.NeverRun(stage) {
		i := slices.IndexFunc(p.r.Layers, func(row counter.LayerRow) bool { return row.Path == m.Path })
		lines = append(lines, line{Line: derivation[len(lines)], step: -1, layer: i})
	}
	return lines
}

// Stages returns the stages that own parameters, in the order of the report.
func (p *Paper) Stages() []int {
	var list []int
	for i := range p.r.Stages {
		if p.r.Stages[i].Learnable > 0 {
			list = append(list, i)
		}
	}
	return list
}

// Lines returns the number of lines of a stage's derivation.
func (p *Paper) Lines(stage int) int { return len(p.lines[stage]) }

// Count asks for the parameters of a layer: of the given line of a stage's
// derivation.
func (p *Paper) Count(stage, at int) *Field {
	l := &p.lines[stage][at]
	f := p.field(stage, l, AskCount, l.Line.Count)
	if l.Line.Count > 0 {
		f.Parts = []Part{{l.Layer, f.Stage, l.Path, l.Formula, l.Line.Count}}
	}
	f.wrongs = func() []Wrong { return p.layerWrongs(stage, at) }
	return f
}

func (p *Paper) field(stage int, l *line, ask Ask, want int64) *Field {
	return &Field{Ask: ask, Want: want, Layer: l.Layer, Line: l.Line, Inputs: l.inputs, Stage: p.r.Stages[stage].Stage}
}

// Boxes asks for the numbers of a layer's formula: input channels, output channels
// and biases, or the channels of a normalization. Other layers have none.
func (p *Paper) Boxes(stage, at int) []*Field {
	l := &p.lines[stage][at]
	if l.Line.Count == 0 {
		return nil
	}
	return boxes(p.field(stage, l, AskInput, 0))
}

func boxes(f *Field) []*Field {
	s := shapeOf(f.Layer)
	var list []*Field
	add := func(ask Ask, want int64) {
		g := *f
		g.Ask, g.Want = ask, want
		g.wrongs = func() []Wrong { return boxWrongs(&g, s) }
		list = append(list, &g)
	}
	switch {
	case s.hasInOut:
		in, out := s.in/s.groups, s.out
		if transposed(f.Layer) {
			in, out = s.in, s.out/s.groups
		}
		add(AskInput, in)
		add(AskOutput, out)
		if s.bias {
			add(AskBias, s.out)
		}
	case s.isNorm && s.c > 0:
		add(AskInput, s.c)
	}
	return list
}

func transposed(l counter.Layer) bool {
	w, ok := l.(counter.Windowed)
	return ok && w.Window().Transposed
}

// Input asks what channels a layer is given.
func (p *Paper) Input(stage, at int) *Field {
	if b := p.Boxes(stage, at); len(b) > 0 {
		return b[0]
	}
	return nil
}

// Stage asks for the sum of a stage.
func (p *Paper) Stage(stage int) *Field {
	f := &Field{Ask: AskStage, Want: p.r.Stages[stage].Learnable, Stage: p.r.Stages[stage].Stage}
	for i := range p.lines[stage] {
		if l := &p.lines[stage][i]; l.Line.Count > 0 {
			f.Parts = append(f.Parts, Part{l.Layer, f.Stage, l.Path, l.Formula, l.Line.Count})
		}
	}
	f.wrongs = func() []Wrong { return p.sumWrongs(f, func(row int) bool { return p.r.Layers[row].Stage == f.Stage }) }
	return f
}

// Total asks for the sum of the network: of all layers, of the normalizations, or of
// all others.
func (p *Paper) Total(ask Ask) *Field {
	f := &Field{Ask: ask}
	takes := func(row int) bool {
		norm := counter.IsNorm(p.r.Layers[row].Layer)
		return ask == AskTotal || ask == AskEstimate || norm == (ask == AskNorms)
	}
	for i := range p.r.Layers {
		if row := &p.r.Layers[i]; row.Learnable > 0 && takes(i) {
			f.Want += row.Learnable
			f.Parts = append(f.Parts, Part{row.Layer, row.Stage, row.Path, counter.FormulaOf(row.Layer), row.Learnable})
		}
	}
	f.wrongs = func() []Wrong { return p.sumWrongs(f, takes) }
	return f
}

// Estimate asks roughly how many parameters a network has.
func (p *Paper) Estimate() *Field {
	f := p.Total(AskEstimate)
	f.wrongs = func() []Wrong { return nil }
	return f
}

// Doubled asks roughly how many parameters a network with twice the base channels
// has, when this one has the paper's.
func (p *Paper) Doubled(count int64) *Field {
	n := p.r.Learnable
	return &Field{Ask: AskDoubled, Want: count, wrongs: func() []Wrong {
		return []Wrong{{Slip: NotChanged, Value: n, A: n}, {Slip: TwiceNotFour, Value: 2 * n, A: n}, {Slip: MoreThanThree, Value: 8 * n, A: n}}
	}}
}
