package diagram

import (
	"math"

	"unetparams/counter"
)

// A feature is a feature map that is drawn as a bar.
type feature struct {
	c      int64   // channels
	copied int64   // of which a skip connection brought so many
	join   bool    // a concatenation: copied and the rest are told apart
	res    float64 // log2 of its resolution, or minus its level where that is not known
}

// features returns the maps of a stage worth a bar: what pooling,
// concatenations and convolutions with a kernel larger than 1 make; without such
// a convolution, what the last one makes, or whatever comes out. So every
// convolution of a block leads from one bar to the next. What the way up makes
// before it is concatenated is a part of the concatenation's bar.
func features(r *counter.Report, t *counter.Trace, row *counter.StageRow) []feature {
	fs := make([]feature, 0, 10)
	convs, last := 0, -1
	for _, i := range row.Steps {
		s := &r.Steps[i]
		switch l := s.Layer.(type) {
		case counter.Conv:
			last = i
			if spreads(&l) {
				convs++
				fs = append(fs, newFeature(r, t, i))
			}
		case counter.ConvTranspose:
			last = i
		case counter.Pool:
			fs = append(fs, newFeature(r, t, i))
		case counter.Concat:
			if row.Role == counter.Decoder && (len(fs) == 0 || !fs[0].join) {
				fs, convs = fs[:0], 0
			}
			last = -1
			f := newFeature(r, t, i)
			f.join, f.copied = true, copied(r, s)
			fs = append(fs, f)
		}
	}
	if len(row.Steps) == 0 { // nothing runs here
		return append(fs, feature{c: 1, res: -float64(row.Level)})
	}
	if convs > 0 {
		return fs
	}
	if last < 0 && len(fs) == 0 {
		last = row.Steps[len(row.Steps)-1]
	}
	if last >= 0 {
		fs = append(fs, newFeature(r, t, last))
	}
	return fs
}

// spreads reports whether a convolution looks at more than one position.
func spreads(l *counter.Conv) bool {
	for _, k := range l.Kernel[:l.ND] {
		if k > 1 {
			return true
		}
	}
	return false
}

// copied returns how many channels of a join come from another stage, cropped
// or not.
func copied(r *counter.Report, join *counter.Step) int64 {
	n := int64(0)
	for _, i := range join.In {
		s := &r.Steps[i]
		if _, ok := s.Layer.(counter.Crop); ok && len(s.In) > 0 {
			i = s.In[0]
		}
		if r.Steps[i].Stage != join.Stage {
			n += s.Out.C
		}
	}
	return n
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
}

// links returns the edges of the report, each pair of stages once: a residual
// block takes its input twice, and that is still one arrow.
func links(r *counter.Report) []link {
	ls := make([]link, 0, len(r.Edges))
next:
	for _, e := range r.Edges {
		for i := range ls {
			if ls[i].from == e.From && ls[i].to == e.To {
				continue next
			}
		}
		l := link{from: e.From, to: e.To, kind: e.Kind}
		switch layer := r.Steps[e.Step].Layer.(type) {
		case counter.Crop:
			l.crop = true
		case counter.Conv:
			l.point = !spreads(&layer)
		}
		ls = append(ls, l)
	}
	return ls
}
