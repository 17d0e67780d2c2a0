package diagram

import "unetparams/counter"

// A Connection describes arrows from stage to stage, so that the legend can describe
// the network in the picture.
type Connection struct {
	Kind      counter.EdgeKind // Down, Up or Skip
	Operation Operation
	// Min and Max are the smallest and the largest factor by which sizes change; 0 if
	// there is none, or if it depends on the input.
	Min, Max int64
	Crop     bool // a skip connection is cropped
}

// An Operation is what a connection does to the data: how it is resized or, for a
// skip connection, joined.
type Operation int

// The operations.
const (
	Plain          Operation = iota // none that has a name
	MaxPool                         // down
	AvgPool                         // down
	StridedConv                     // down
	Unshuffle                       // down
	MergePatches                    // down
	Interpolate                     // down or up, to the sizes of another map
	Nearest                         // up
	Linear                          // up
	TransposedConv                  // up
	PixelShuffle                    // up
	MaxUnpool                       // up
	Concat                          // skip
	Add                             // skip
	Gate                            // skip: weighted by attention, then joined
	Resample                        // skip: to another level, and therefore resized
)

var resamplings = [...]Operation{
	counter.MaxPooling: MaxPool, counter.AveragePooling: AvgPool, counter.StridedConvolution: StridedConv,
	counter.Unshuffling: Unshuffle, counter.PatchMerging: MergePatches,
	counter.TransposedConvolution: TransposedConv, counter.NearestNeighbor: Nearest, counter.LinearInterpolation: Linear,
	counter.InterpolationTo: Interpolate, counter.SubPixel: PixelShuffle, counter.MaxUnpooling: MaxUnpool,
}

// Connections returns the meanings of the arrows in a network's picture: first those
// down, then those up and the skip connections. Equal operations share an entry.
func Connections(r *counter.Report) []Connection {
	list := make([]Connection, 0, 8)
	as := arrows(r)
	for _, kind := range [...]counter.EdgeKind{counter.Down, counter.Up, counter.Skip} {
	next:
		for i := range as {
			if as[i].kind != kind {
				continue
			}
			c := connectionOf(r, r.Edges[as[i].edge])
			for j := range list {
				v := &list[j]
				if v.Kind == c.Kind && v.Operation == c.Operation && v.Crop == c.Crop {
					v.Min, v.Max = min(v.Min, c.Min), max(v.Max, c.Max)
					continue next
				}
			}
			list = append(list, c)
		}
	}
	return list
}

// arrows returns the edges of the report, with one arrow for each pair of stages: a
// residual block and a gate, for example, use their input twice. The most important
// of the edges determines the arrow's appearance.
func arrows(r *counter.Report) []arrow {
	as := make([]arrow, 0, len(r.Edges))
	ranks := make([]int, 0, len(r.Edges))
next:
	for i, e := range r.Edges {
		a, rank := newArrow(r, i)
		for j := range as {
			if as[j].from == e.From && as[j].to == e.To {
				if rank > ranks[j] {
					as[j], ranks[j] = a, rank
				}
				continue next
			}
		}
		as, ranks = append(as, a), append(ranks, rank)
	}
	for i := range as {
		if a := &as[i]; a.kind == counter.Skip {
			a.gate = connectionOf(r, r.Edges[a.edge]).Operation == Gate
		}
	}
	return as
}

// newArrow returns the arrow of an edge, and its importance.
func newArrow(r *counter.Report, edge int) (a arrow, rank int) {
	e := r.Edges[edge]
	a = arrow{from: e.From, to: e.To, kind: e.Kind, edge: edge, bar: -1}
	a.resized = e.Kind == counter.Skip && r.Stages[e.From].Level != r.Stages[e.To].Level
	l := r.Steps[e.Step].Layer
	rank = 1
	switch how, ok := combination(l); {
	case ok && how == counter.Cropped:
		a.crop, rank = true, 3
	case ok:
		rank = 2
	case isPointwise(l):
		a.point, rank = e.Kind == counter.Forward, 0
	default:
		if s, ok := l.(counter.Resampler); ok {
			if how, _ := s.Resamples(); how.Enlarges() {
				rank = 2
			}
		}
	}
	switch {
	case e.Kind != counter.Skip:
	case r.Stages[e.To].Role == counter.Decoder:
		rank += 4
	default: // the input of a residual block, passed around it
		rank = -1
	}
	return a, rank
}

// connectionOf returns the connection of an edge.
func connectionOf(r *counter.Report, e counter.Edge) Connection {
	c := Connection{Kind: e.Kind}
	if e.Kind == counter.Skip {
		c.skip(r, e)
		return c
	}
	for _, i := range following(r, e) {
		// A block's shortcut may pool where its convolution has a stride.
		how, factor, ok := resampling(r.Steps[i].Layer)
		if op := resamplings[how]; ok && leads(how, e.Kind) && (c.Operation == Plain || op == StridedConv) {
			c.Operation, c.Min, c.Max = op, factor, factor
		}
	}
	// If nothing in this stage resizes the data, the previous stage has done so.
	for _, i := range r.Steps[e.Step].In {
		for c.Operation == Plain && r.Steps[i].Stage == e.From && len(r.Steps[i].In) > 0 {
			if how, factor, ok := resampling(r.Steps[i].Layer); ok && leads(how, e.Kind) {
				c.Operation, c.Min, c.Max = resamplings[how], factor, factor
			}
			i = r.Steps[i].In[0]
		}
	}
	return c
}

// leads reports whether a method changes sizes in the direction of an edge. A stage may
// enlarge what comes from a finer level, as UNETR does with its tokens.
func leads(how counter.Resampling, kind counter.EdgeKind) bool {
	switch kind {
	case counter.Down:
		return !how.Enlarges() || how == counter.InterpolationTo
	case counter.Up:
		return how.Enlarges()
	}
	return true
}

// skip determines how a skip connection is joined.
func (c *Connection) skip(r *counter.Report, e counter.Edge) {
	across := r.Stages[e.From].Level != r.Stages[e.To].Level
	for _, i := range following(r, e) {
		s := &r.Steps[i]
		if _, _, ok := resampling(s.Layer); ok && across {
			break
		}
		how, ok := combination(s.Layer)
		switch {
		case !ok:
		case how == counter.Cropped:
			c.Crop = true
		case how == counter.Multiplied:
			c.Operation = Gate
		case how == counter.Concatenated && c.Operation == Plain:
			c.Operation = Concat
		case how == counter.Added && c.Operation == Plain && joins(r, s):
			c.Operation = Add
		}
		if c.Operation == Concat || c.Operation == Add {
			break
		}
	}
	if across {
		c.Operation = Resample
	}
}

// following returns the steps of a stage that use the data of an edge, up to and
// including the step that changes its size.
func following(r *counter.Report, e counter.Edge) []int {
	var steps []int
	follows := map[int]bool{}
	for _, i := range r.Stages[e.To].Steps {
		s := &r.Steps[i]
		takes := false
		for _, j := range s.In {
			takes = takes || follows[j] || r.Steps[j].Stage == e.From
		}
		if takes {
			_, _, changes := resampling(s.Layer)
			follows[i] = !changes
			steps = append(steps, i)
		}
	}
	return steps
}

// joins reports whether an addition joins stages. One inside a gate or a block is not
// shown as a join.
func joins(r *counter.Report, s *counter.Step) bool {
	for _, j := range s.In {
		if r.Steps[j].Stage != s.Stage {
			return true
		}
	}
	return false
}
