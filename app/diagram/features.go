package diagram

import (
	"math"
	"slices"
	"strings"

	"unetparams/counter"
)

// A feature is a feature map that is drawn as a bar.
type feature struct {
	c      int64   // channels
	copied int64   // how many of them come from a skip connection
	more   bool    // represents several omitted maps
	thin   bool    // it is drawn thin, as part of the profile of several maps
	join   bool    // a concatenation: the copied channels are drawn separately
	res    float64 // log2 of its resolution, or minus its level if that is unknown
	size   string  // 572, 128×64; "" if unknown
	step   int     // index into Report.Steps of the step that produces it
}

// features returns the maps of a stage that are drawn as bars: the outputs of
// pooling, of concatenations, and of convolutions with a kernel larger than 1; if
// there is no such convolution, the output of the last convolution or of the stage. So
// every convolution of a block leads from one bar to the next. In a decoder, maps
// before the join with a skip connection are part of the join's bar. A
// module that runs again, as in a recurrent block, gets no additional bar. Features
// also reports whether each map is computed from the previous one.
func features(r *counter.Report, t *counter.Trace, row *counter.StageRow) (fs []feature, chain bool) {
	if len(row.Steps) == 0 { // nothing runs here
		return []feature{{c: 1, res: -float64(row.Level)}}, true
	}
	c := collector{r: r, t: t, row: row, fs: make([]feature, 0, 10), last: -1, chain: true}
	for _, i := range row.Steps {
		c.step(i)
	}
	if c.convs == 0 {
		if c.last < 0 && len(c.fs) == 0 {
			c.last = row.Steps[len(row.Steps)-1]
		}
		if c.last >= 0 {
			c.add(c.last)
		}
	}
	return c.fs, c.chain
}

// A collector collects the feature maps of a stage, step by step.
type collector struct {
	r   *counter.Report
	t   *counter.Trace
	row *counter.StageRow

	fs     []feature
	convs  int  // convolutions with a kernel larger than 1 since the last join
	last   int  // the last convolution of any kind since then, or -1
	joined bool // a skip connection has been joined
	chain  bool // each map is computed from the previous one
}

func (c *collector) add(step int) { c.fs = append(c.fs, newFeature(c.r, c.t, step)) }

func (c *collector) step(i int) {
	s := &c.r.Steps[i]
	if how, ok := combination(s.Layer); ok {
		switch how {
		case counter.Added:
			c.chain = false
		case counter.Concatenated:
			c.concat(i)
		}
		return
	}
	l, ok := s.Layer.(counter.Windowed)
	switch {
	case !ok:
	case isPool(l):
		c.add(i)
	case l.Window().Transposed:
		c.last = i
	case !s.Again:
		c.last = i
		if isSpatial(l) {
			c.convs++
			c.add(i)
		}
	}
}

// concat adds the bar of a concatenation. In a decoder the first one with a skip
// connection is the join, and its bar replaces the bars before it.
func (c *collector) concat(i int) {
	s := &c.r.Steps[i]
	f := newFeature(c.r, c.t, i)
	if !c.joined {
		f.copied = copied(c.r, s)
	}
	switch {
	case c.row.Role != counter.Decoder:
		f.join = f.copied > 0
	case f.copied == f.c && len(s.In) > 1 && gathers(c.r, s):
		return // the outputs of two gates: not the join yet
	case !c.joined && f.copied > 0:
		c.joined, f.join = true, true
		c.fs, c.convs, c.chain = c.fs[:0], 0, true
	}
	c.chain = c.chain && (f.join || len(c.fs) == 0)
	c.last = -1
	c.fs = append(c.fs, f)
}

// shorten reduces too many bars to four, one of which represents all omitted ones. A
// plain chain of convolutions may be longer than residual and nested blocks, whose
// bars are not computed from one another anyway.
func shorten(fs []feature, chain bool) []feature {
	most := 5
	if chain {
		most = 9
	}
	n := len(fs)
	if n <= most {
		return fs
	}
	gap := fs[2]
	for _, f := range fs[3 : n-1] {
		gap.res = min(gap.res, f.res)
	}
	gap.more, gap.join, gap.copied = true, false, 0
	return append(fs[:2], gap, fs[n-1])
}

// thinOut shortens the maps as shorten does. If the resolutions of the omitted maps
// change, as in a U inside a stage, they are drawn as thin bars instead of one dashed
// bar.
func thinOut(fs []feature, chain bool) []feature {
	n := len(fs)
	if short := shorten(slices.Clone(fs), chain); len(short) == n {
		return short
	}
	thin := make([]feature, 0, n)
	for _, f := range fs[2 : n-1] {
		if last := len(thin) - 1; last < 0 || thin[last].res != f.res {
			f.thin, f.join, f.copied = true, false, 0
			thin = append(thin, f)
		}
	}
	if len(thin) < 3 {
		return shorten(fs, chain)
	}
	return append(append(slices.Clone(fs[:2]), thin...), fs[n-1])
}

// combination returns how a layer combines its inputs, if it does.
func combination(l counter.Layer) (counter.Combination, bool) {
	c, ok := l.(counter.Combiner)
	if !ok {
		return 0, false
	}
	return c.Combines(), true
}

// resampling returns how a layer changes sizes, by what factor, and whether it changes
// them at all.
func resampling(l counter.Layer) (counter.Resampling, int64, bool) {
	r, ok := l.(counter.Resampler)
	if !ok {
		return 0, 1, false
	}
	how, factor := r.Resamples()
	return how, factor, factor != 1
}

// isPool reports whether a layer is a pooling, with or without a stride.
func isPool(l counter.Layer) bool {
	if r, ok := l.(counter.Resampler); ok {
		how, _ := r.Resamples()
		return how == counter.MaxPooling || how == counter.AveragePooling
	}
	return false
}

// isSpatial reports whether a convolution has a kernel larger than 1.
func isSpatial(l counter.Windowed) bool {
	w := l.Window()
	for _, k := range w.KernelSize() {
		if k > 1 {
			return true
		}
	}
	return false
}

// isPointwise reports whether a layer is a convolution with a kernel of size 1.
func isPointwise(l counter.Layer) bool {
	w, ok := l.(counter.Windowed)
	return ok && !isPool(l) && !w.Window().Transposed && !isSpatial(w)
}

// copied returns how many channels of a join come from another stage that is
// not deeper, possibly through a gate, a crop or a convolution.
func copied(r *counter.Report, join *counter.Step) int64 {
	n := int64(0)
	for _, i := range join.In {
		if skips(r, join.Stage, i) {
			n += r.Steps[i].Out.C
		}
	}
	return n
}

// gathers reports whether all inputs of a concatenation come from its own stage.
func gathers(r *counter.Report, join *counter.Step) bool {
	for _, i := range join.In {
		if r.Steps[i].Stage != join.Stage {
			return false
		}
	}
	return true
}

// skips walks back from a step of the given stage, along first inputs or, at a gate,
// along the gated input, and reports whether it reaches a skip connection.
func skips(r *counter.Report, stage, i int) bool {
	for {
		s := &r.Steps[i]
		if s.Stage != stage {
			return r.Stages[s.Stage].Level <= r.Stages[stage].Level
		}
		if len(s.In) == 0 {
			return false
		}
		i = s.In[0]
		if how, ok := combination(s.Layer); ok && how == counter.Multiplied {
			for _, j := range s.In[1:] {
				if r.Steps[j].Out.C > r.Steps[i].Out.C {
					i = j
				}
			}
		}
	}
}

func newFeature(r *counter.Report, t *counter.Trace, step int) feature {
	s := &r.Steps[step]
	f := feature{step: step, c: max(s.Out.C, 1), res: -float64(r.Stages[s.Stage].Level)}
	if t != nil && t.Out[step].Known() && t.Out[step].ND > 0 {
		sum := 0.0
		for _, n := range t.Out[step].Sizes() {
			sum += math.Log2(float64(max(n, 1)))
		}
		f.res = sum / float64(t.Out[step].ND)
		f.size = strings.TrimRight(sizeText(t.Out[step]), "²³")
	}
	return f
}

// output returns the shape of a stage's output.
func output(r *counter.Report, t *counter.Trace, row *counter.StageRow) counter.Shape {
	if len(row.Steps) == 0 {
		return counter.Shape{}
	}
	i := row.Steps[len(row.Steps)-1]
	if t != nil {
		return t.Out[i]
	}
	return r.Steps[i].Out
}
