package practice

import (
	"slices"

	"unetparams/counter"
)

// halved reports whether the channels of a line may be halved because the network
// goes up by interpolation: on the way up and at the bottleneck.
func (p *Paper) halved(stage int) bool {
	role := p.r.Stages[stage].Role
	return p.up && (role == counter.Decoder || role == counter.Bottleneck)
}

// layerWrongs returns the wrong counts of a layer, in the order of Slip.
func (p *Paper) layerWrongs(stage, at int) []Wrong {
	l := &p.lines[stage][at]
	right := l.Line.Count
	own, err := l.Formula.Value()
	if err != nil {
		return nil
	}
	var list []Wrong
	add := func(w Wrong) {
		if w.Value != right && w.Value >= 0 {
			if w.Layer == nil {
				w.Layer = l.Layer
			}
			list = append(list, w)
		}
	}
	if l.Kind == counter.Repeated {
		add(Wrong{Slip: CountedAgain, Value: own, Formula: l.Formula, A: own})
		return list
	}
	if right == 0 {
		return nil
	}
	slip := Nothing
	if l.Kind == counter.NeverCalls {
		slip = NeverRuns
	}
	add(Wrong{Slip: slip, A: right})
	for _, e := range edits(l.Layer, l.inputs, p.kernels, p.halved(stage)) {
		if w, ok := of(l.Layer, right, e); ok {
			add(w)
		}
	}
	if l.layer >= 0 {
		if n, ok := counter.Mul(right, int64(p.r.Layers[l.layer].Runs)); ok && n > right {
			add(Wrong{Slip: EachRun, Value: n, A: int64(p.r.Layers[l.layer].Runs)})
		}
	}
	for i := range p.lines[stage] {
		o := &p.lines[stage][i]
		if i != at && o.Line.Count > 0 && o.Layer.Kind() == l.Layer.Kind() && slices.Equal(shapeOf(o.Layer).kernel, shapeOf(l.Layer).kernel) {
			add(Wrong{Slip: LikeSibling, Value: o.Line.Count, Formula: o.Formula, A: shapeOf(o.Layer).in, B: shapeOf(l.Layer).in, Layer: o.Layer, Path: o.Path})
		}
	}
	for _, s := range p.neighbors(stage) {
		if o := p.counterpart(stage, at, s); o != nil {
			add(Wrong{Slip: NeighborStage, Value: o.Line.Count, Formula: o.Formula, Layer: o.Layer, Stage: p.r.Stages[s].Stage})
		}
	}
	slices.SortStableFunc(list, func(a, b Wrong) int { return int(a.Slip) - int(b.Slip) })
	return list
}

// neighbors returns the stages one level above and below, on the same path, and
// those of the same level on the other one.
func (p *Paper) neighbors(stage int) []int {
	var list []int
	here := p.r.Stages[stage].Stage
	for i := range p.r.Stages {
		s := p.r.Stages[i].Stage
		d := s.Level - here.Level
		if i == stage || s.Role == counter.Input || s.Role == counter.Condition || here.Role == counter.Condition || s.Role == counter.Head || here.Role == counter.Head {
			continue
		}
		if d == 0 && s.Role != here.Role || (d == 1 || d == -1) && (s.Role == here.Role || s.Role == counter.Bottleneck || here.Role == counter.Bottleneck) {
			list = append(list, i)
		}
	}
	return list
}

// counterpart returns the line of another stage that stands where the given one
// stands: the same kind and kernel, and as many of these before it.
func (p *Paper) counterpart(stage, at, other int) *line {
	l := &p.lines[stage][at]
	same := func(o *line) bool {
		return o.Line.Count > 0 && o.Layer.Kind() == l.Layer.Kind() && slices.Equal(shapeOf(o.Layer).kernel, shapeOf(l.Layer).kernel)
	}
	n := 0
	for i := range at {
		if same(&p.lines[stage][i]) {
			n++
		}
	}
	for i := range p.lines[other] {
		if o := &p.lines[other][i]; same(o) {
			if n == 0 {
				return o
			}
			n--
		}
	}
	return nil
}

// boxWrongs returns the wrong numbers of one factor of a formula.
func boxWrongs(f *Field, s shape) []Wrong {
	var list []Wrong
	add := func(slip Slip, value, a, b int64) {
		if value != f.Want && value > 0 {
			list = append(list, Wrong{Slip: slip, Value: value, A: a, B: b, Layer: f.Layer})
		}
	}
	switch f.Ask {
	case AskInput:
		for _, c := range concatenated(f.Inputs) {
			add(NoConcat, c, c, sum(f.Inputs))
		}
		add(OutputForInput, s.out, s.out, f.Want)
		if s.isNorm {
			add(NormOnce, 2*s.c, s.c, 0)
			add(NormStats, 4*s.c, s.c, 0)
		}
		add(GroupsIgnored, s.in, s.groups, 0)
	case AskOutput:
		add(InputForOutput, s.in, s.in, f.Want)
		add(GroupsIgnored, s.out, s.groups, 0)
	case AskBias:
		add(BiasByInput, s.in, s.in, f.Want)
		add(OneBias, 1, 1, f.Want)
	}
	slices.SortStableFunc(list, func(a, b Wrong) int { return int(a.Slip) - int(b.Slip) })
	return list
}

// sumWrongs returns the wrong sums of layers, in the order of Slip.
func (p *Paper) sumWrongs(f *Field, takes func(row int) bool) []Wrong {
	var list []Wrong
	add := func(w Wrong) {
		if w.Value != f.Want && w.Value >= 0 {
			list = append(list, w)
		}
	}
	var rows []int
	for i := range p.r.Layers {
		if p.r.Layers[i].Learnable > 0 && takes(i) {
			rows = append(rows, i)
		}
	}
	for _, d := range p.deltas(rows, f) {
		add(Wrong{Slip: d.slip, Value: f.Want + d.by, A: max(d.by, -d.by)})
	}
	for _, i := range rows {
		row := &p.r.Layers[i]
		slip := LayerLeftOut
		if s := p.gone[i]; s != NoSlip {
			slip = s
		} else if row.Runs == 0 {
			slip = NeverRunLeftOut
		}
		w := Wrong{Slip: slip, Value: f.Want - row.Learnable, A: row.Learnable, Layer: row.Layer, Stage: row.Stage, Path: row.Path}
		add(w)
		w.Slip, w.Value = LayerTwice, f.Want+row.Learnable
		add(w)
	}
	if f.Ask == AskStage {
		for _, s := range p.neighbors(p.stage(f.Stage)) {
			add(Wrong{Slip: OtherStage, Value: p.r.Stages[s].Learnable, Stage: p.r.Stages[s].Stage})
		}
	} else {
		p.wholeWrongs(f, rows, add)
	}
	list = append(list, p.layerSlips(rows, f)...)
	slices.SortStableFunc(list, func(a, b Wrong) int { return int(a.Slip) - int(b.Slip) })
	return list
}

func (p *Paper) stage(s counter.Stage) int {
	return slices.IndexFunc(p.r.Stages, func(r counter.StageRow) bool { return r.Stage == s })
}

// wholeWrongs adds what only sums over the whole network can be.
func (p *Paper) wholeWrongs(f *Field, rows []int, add func(Wrong)) {
	for i := range p.r.Stages {
		n := int64(0)
		for _, row := range rows {
			if p.r.Layers[row].Stage == p.r.Stages[i].Stage {
				n += p.r.Layers[row].Learnable
			}
		}
		if n > 0 && n < f.Want {
			w := Wrong{Slip: StageLeftOut, Value: f.Want - n, A: n, Stage: p.r.Stages[i].Stage}
			add(w)
			w.Slip, w.Value = StageTwice, f.Want+n
			add(w)
		}
	}
	if f.Ask == AskTotal {
		add(Wrong{Slip: AllBuffers, Value: f.Want + p.r.Buffers, A: p.r.Buffers})
		return
	}
	add(Wrong{Slip: OnlyConvs, Value: p.r.Learnable, A: p.r.Learnable})
	add(Wrong{Slip: NormsForConvs, Value: p.r.Learnable - f.Want, A: p.r.Learnable - f.Want})
}

// A delta is by how much a slip that is made everywhere changes a sum.
type delta struct {
	slip Slip
	by   int64
}

// everywhere are the slips that are made at every layer alike.
var everywhere = []Slip{NoConcat, NoBias, BiasByInput, OneBias, NormOnce, NormStats, NormCounter, KernelNotSquare, StrideCounted, GroupsIgnored, EachRun, Swapped}

// deltas returns by how much the slips change a sum of layers that are made at all of
// them. A slip that changes one layer alone is left to [Paper.layerSlips].
func (p *Paper) deltas(rows []int, f *Field) []delta {
	by := [NumSlips]int64{}
	var ok [NumSlips]int
	note := func(s Slip, d int64) {
		if d != 0 {
			by[s] += d
			ok[s]++
		}
	}
	for _, i := range rows {
		row := &p.r.Layers[i]
		var seen [NumSlips]bool
		for _, e := range edits(row.Layer, p.inputsOf(i), p.kernels, false) {
			if w, changed := of(row.Layer, row.Learnable, e); changed && !seen[e.slip] && slices.Contains(everywhere, e.slip) {
				seen[e.slip] = true
				note(e.slip, w.Value-row.Learnable)
				if e.slip == NoBias {
					note(NoBiasNoNorm, w.Value-row.Learnable)
				}
			}
		}
		if counter.IsNorm(row.Layer) && f.Ask != AskNorms {
			note(NoNorm, -row.Learnable)
			note(NoBiasNoNorm, -row.Learnable)
		}
		if p.goesUp(i) {
			note(UpLeftOut, -row.Learnable)
		}
		if n, fits := counter.Mul(row.Learnable, int64(row.Runs-1)); fits && row.Runs > 1 {
			note(EachRun, n)
		}
	}
	var list []delta
	for s := range NumSlips {
		if ok[s] > 0 && by[s] != 0 && (s != int(NoBiasNoNorm) || by[NoBias] != 0 && by[NoNorm] != 0) {
			list = append(list, delta{Slip(s), by[s]})
		}
	}
	return list
}

func (p *Paper) inputsOf(row int) []int64 {
	if s := p.first[row]; s >= 0 {
		return joined(p.r, s)
	}
	return nil
}

// goesUp reports whether a layer is a transposed convolution, or a convolution right
// after an interpolation.
func (p *Paper) goesUp(row int) bool {
	l := p.r.Layers[row].Layer
	if transposed(l) {
		return true
	}
	s := p.first[row]
	if s < 0 || !shapeOf(l).hasInOut || len(p.r.Steps[s].In) == 0 {
		return false
	}
	from := p.r.Steps[p.r.Steps[s].In[0]]
	g, ok := from.Layer.(counter.Resampler)
	if !ok || len(counter.FormulaOf(from.Layer)) > 0 {
		return false
	}
	how, _ := g.Resamples()
	return how.Enlarges() && how != counter.SubPixel
}

// layerSlips returns the sums with a slip at one layer.
func (p *Paper) layerSlips(rows []int, f *Field) []Wrong {
	const most = 400 // layers; a network of more is no exercise for a hand
	if len(rows) > most {
		return nil
	}
	var list []Wrong
	for _, i := range rows {
		row := &p.r.Layers[i]
		for _, e := range edits(row.Layer, p.inputsOf(i), p.kernels, false) {
			if w, ok := of(row.Layer, row.Learnable, e); ok {
				w.Path, w.Stage = row.Path, row.Stage
				list = append(list, Wrong{Slip: LayerSlip, Value: f.Want - row.Learnable + w.Value, Layer: row.Layer, Stage: row.Stage, Path: row.Path, Inner: &w})
			}
		}
	}
	return list
}
