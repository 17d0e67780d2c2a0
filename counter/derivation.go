package counter

// A LineKind says why a line of a derivation adds to the count, or does not.
type LineKind int

// The kinds of lines.
const (
	Counted    LineKind = iota // adds its formula's value
	NoFormula                  // the layer has no parameters
	Repeated                   // the layer has run before: its weights are already counted
	NeverCalls                 // adds its formula's value although no step runs it
)

// A Line is what one step, or one layer that no step runs, adds to the count of
// its stage.
type Line struct {
	Kind    LineKind
	Layer   Layer
	Path    string  // of the module, as in state_dict; empty without parameters
	Inputs  []int64 // channels of each input; none for a layer that never runs
	Out     int64   // channels of the output; 0 for a layer that never runs
	Formula Formula // of the layer, even if it is not counted here
	Count   int64   // parameters: the formula's value, or 0
}

// In returns the channels of the line's only input, or 0 if it has several.
func (l *Line) In() int64 {
	if len(l.Inputs) != 1 {
		return 0
	}
	return l.Inputs[0]
}

// Derivation returns how the count of a stage is calculated: a line for each
// step, in order of execution, and then one for each layer that has parameters
// and never runs. The counts add up to the stage's.
func (r *Report) Derivation(stage int) []Line {
	row := &r.Stages[stage]
	lines := make([]Line, 0, len(row.Steps))
	channels := make([]int64, 0, 2*len(row.Steps))
	for _, i := range row.Steps {
		s := &r.Steps[i]
		if s.Layer == nil {
			continue
		}
		l := Line{Layer: s.Layer, Out: s.Out.C, Formula: FormulaOf(s.Layer), Count: r.First(*s)}
		from := len(channels)
		for _, j := range s.In {
			channels = append(channels, r.Steps[j].Out.C)
		}
		l.Inputs = channels[from:len(channels):len(channels)]
		if m := r.Row(*s); m != nil && len(l.Formula) > 0 {
			l.Path = m.Path
		}
		switch {
		case len(l.Formula) == 0:
			l.Kind = NoFormula
		case s.Again:
			l.Kind = Repeated
		}
		lines = append(lines, l)
	}
	for m := range r.NeverRun(stage) {
		lines = append(lines, Line{Kind: NeverCalls, Layer: m.Layer, Path: m.Path, Formula: FormulaOf(m.Layer), Count: m.Learnable})
	}
	return lines
}

// Terms returns the nonzero counts of a derivation's lines: the summands of the
// stage's count.
func Terms(lines []Line) []int64 {
	var terms []int64
	for i := range lines {
		if n := lines[i].Count; n > 0 {
			terms = append(terms, n)
		}
	}
	return terms
}
