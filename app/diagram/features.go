package diagram

import (
	"math"

	"unetparams/counter"
	"unetparams/counter/layer"
)

// A feature is a feature map that is drawn as a bar.
type feature struct {
	c      int64   // channels
	copied int64   // of which a skip connection brought so many
	more   bool    // it stands for several that are left out
	join   bool    // a concatenation: copied and the rest are told apart
	res    float64 // log2 of its resolution, or minus its level where that is not known
}

// features returns the maps of a stage worth a bar: what pooling,
// concatenations and convolutions with a kernel larger than 1 make; without such
// a convolution, what the last one makes, or whatever comes out. So every
// convolution of a block leads from one bar to the next. What the way up makes
// before it is joined with a skip connection is a part of the join's bar. A
// module that runs again, as in a recurrent block, gets no further bar.
func features(r *counter.Report, t *counter.Trace, row *counter.StageRow) []feature {
	fs := make([]feature, 0, 10)
	convs, last := 0, -1
	joined, chain := false, true
	for _, i := range row.Steps {
		s := &r.Steps[i]
		switch l := s.Layer.(type) {
		case layer.Conv:
			if s.Again {
				continue
			}
			last = i
			if spreads(&l) {
				convs++
				fs = append(fs, newFeature(r, t, i))
			}
		case layer.ConvTranspose:
			last = i
		case layer.Pool:
			fs = append(fs, newFeature(r, t, i))
		case layer.Add:
			chain = false
		case layer.Concat:
			f := newFeature(r, t, i)
			f.copied = 0
			if !joined {
				f.copied = copied(r, s)
			}
			switch {
			case row.Role != counter.Decoder:
				f.join = f.copied > 0
			case f.copied == f.c && len(s.In) > 1 && gathers(r, s):
				continue // two gates' outputs: not the join yet
			case !joined && f.copied > 0:
				joined, f.join = true, true
				fs, convs, chain = fs[:0], 0, true
			}
			chain = chain && (f.join || len(fs) == 0)
			last = -1
			fs = append(fs, f)
		}
	}
	if len(row.Steps) == 0 { // nothing runs here
		return append(fs, feature{c: 1, res: -float64(row.Level)})
	}
	if convs > 0 {
		return shorten(fs, chain)
	}
	if last < 0 && len(fs) == 0 {
		last = row.Steps[len(row.Steps)-1]
	}
	if last >= 0 {
		fs = append(fs, newFeature(r, t, last))
	}
	return shorten(fs, chain)
}

// shorten leaves four bars of too many, one of which stands for all that are left
// out. A plain chain of convolutions may be longer than residual and nested
// blocks, whose bars do not follow from each other anyhow.
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

// spreads reports whether a convolution looks at more than one position.
func spreads(l *layer.Conv) bool {
	for _, k := range l.Kernel[:l.ND] {
		if k > 1 {
			return true
		}
	}
	return false
}

// copied returns how many channels of a join come from another stage that is
// not deeper, through whatever gate, crop or convolution.
func copied(r *counter.Report, join *counter.Step) int64 {
	n := int64(0)
	for _, i := range join.In {
		if skips(r, join.Stage, i) {
			n += r.Steps[i].Out.C
		}
	}
	return n
}

// gathers reports whether all that a concatenation takes was made in its own
// stage.
func gathers(r *counter.Report, join *counter.Step) bool {
	for _, i := range join.In {
		if r.Steps[i].Stage != join.Stage {
			return false
		}
	}
	return true
}

// skips walks back from a step of the given stage, through what it takes first,
// or of a gate what it weighs, and reports whether that is a skip connection.
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
		if _, ok := s.Layer.(layer.Mul); ok {
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
	f := feature{c: max(s.Out.C, 1), res: -float64(r.Stages[s.Stage].Level)}
	if t != nil && t.Out[step].Known() && t.Out[step].ND > 0 {
		sum := 0.0
		for _, n := range t.Out[step].Sizes() {
			sum += math.Log2(float64(max(n, 1)))
		}
		f.res = sum / float64(t.Out[step].ND)
	}
	return f
}

// output returns the channels and sizes that leave a stage.
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

// A link is an arrow to be drawn from one stage to another.
type link struct {
	from, to int // indices into Report.Stages
	kind     counter.EdgeKind
	crop     bool // the skip connection is cropped
	point    bool // a 1×1 convolution takes it
	edge     int  // index into Report.Edges
}

// links returns the edges of the report, each pair of stages once: a residual
// block takes its input twice, and a gate looks at it before it lets it pass,
// and that is still one arrow. It looks like the most telling of them.
func links(r *counter.Report) []link {
	ls := make([]link, 0, len(r.Edges))
	ranks := make([]int, 0, len(r.Edges))
next:
	for i, e := range r.Edges {
		l := link{from: e.From, to: e.To, kind: e.Kind, edge: i}
		rank := 1
		switch layer := r.Steps[e.Step].Layer.(type) {
		case layer.Crop:
			l.crop, rank = true, 3
		case layer.Concat, layer.Add, layer.Mul, layer.ConvTranspose, layer.Upsample, layer.Interpolate:
			rank = 2
		case layer.Conv:
			l.point = e.Kind == counter.Forward && !spreads(&layer)
			if !spreads(&layer) {
				rank = 0
			}
		}
		switch {
		case e.Kind != counter.Skip:
		case r.Stages[e.To].Role == counter.Decoder:
			rank += 4
		default: // the input, round a residual block
			rank = -1
		}
		for i := range ls {
			if ls[i].from == e.From && ls[i].to == e.To {
				if rank > ranks[i] {
					ls[i], ranks[i] = l, rank
				}
				continue next
			}
		}
		ls, ranks = append(ls, l), append(ranks, rank)
	}
	return ls
}
