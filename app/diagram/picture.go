package diagram

import (
	"slices"

	"unetparams/counter"
)

// A picture arranges a network. To add a kind, write its type and let newPicture
// choose it; the scene and the other kinds need no change.
type picture interface {
	// arrange places every stage of the scene, adds the arrows, and sets the
	// height.
	arrange()
	// annotate writes the numbers at bars and arrows, and determines the areas that
	// react to the pointer.
	annotate()
}

// A network is the network to draw, with its texts.
type network struct {
	report *counter.Report
	trace  *counter.Trace // may be nil
	words  *Words
	note   func(counter.Stage) string // may be nil
}

// newPicture returns the picture that suits a network.
func newPicture(n *network, sc *scene) picture {
	for i := range sc.stages {
		if s := &sc.stages[i]; s.Role == counter.Decoder && s.Col > 0 {
			return &triangle{scene: sc, network: n, grid: hasColumnZero(sc)}
		}
	}
	return newU(n, sc)
}

// hasColumnZero reports whether a stage of the decoder is in the column of the encoder's.
func hasColumnZero(sc *scene) bool {
	return slices.ContainsFunc(sc.stages, func(s stage) bool { return s.Role == counter.Decoder && s.Col == 0 })
}

// noteOn returns the note on a stage, or "".
func (n *network) noteOn(s counter.Stage) string {
	if n.note == nil {
		return ""
	}
	return n.note(s)
}

// quantity returns what is shown of a stage.
func (n *network) quantity(row *counter.StageRow) Quantity {
	if of := n.words.Quantity; of != nil {
		return of(row.Stage)
	}
	q := Quantity{Value: n.words.Number(row.Learnable), Share: n.words.Share(row.Learnable, n.report.Learnable)}
	if n.report.Learnable > 0 {
		q.Part = float64(row.Learnable) / float64(n.report.Learnable)
	}
	return q
}

// newScene returns the stages of a network with their bars, but without positions.
func newScene(n *network, st style, want *scale) *scene {
	sc := &scene{style: st, stages: make([]stage, len(n.report.Stages))}
	if want != nil {
		sc.want = *want
	}
	for i := range n.report.Stages {
		row, s := &n.report.Stages[i], &sc.stages[i]
		s.Stage, s.id = row.Stage, row.String()
		s.noted = n.noteOn(row.Stage) != ""
		q := n.quantity(row)
		s.share, s.tint = q.Part, q.Tint
		s.label = label(n.words, row, q, output(n.report, n.trace, row))
		if row.Role == counter.Head && row.Level > 1 { // deep supervision: a line of text
			continue
		}
		if st.small > 0 && row.Role != counter.Input {
			s.self, s.cross = attention(n.report, row)
			if s.self {
				s.label += ", " + n.words.SelfAttention
			}
			if s.cross {
				s.label += ", " + n.words.CrossAttention
			}
		}
		fs, chain := features(n.report, n.trace, row)
		if st.thin > 0 && n.trace != nil {
			fs = thinOut(fs, chain)
		} else {
			fs = shorten(fs, chain)
		}
		for _, f := range fs {
			s.bars = append(s.bars, bar{feature: f})
		}
	}
	return sc
}

// layout lays out a network.
func layout(n *network, o Options) *scene {
	st := wide
	if o.Narrow {
		st = narrow
	}
	if o.Sizes {
		st.pad += st.small * 0.6 // sizes are between bars, and to their left
		st.gap *= 1.4
		st.bar *= 0.7
		st.u.bars.step *= 0.88
	}
	n.note = o.Note
	sc := newScene(n, st, o.scale)
	p := newPicture(n, sc)
	p.arrange()
	p.annotate()
	if o.Sizes {
		sc.writeSizes()
	}
	legend{sc}.explain(n)
	return sc
}
