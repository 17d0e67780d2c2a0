package diagram

import (
	"unetparams/counter"
	"unetparams/counter/layer"
)

// A Way is what happens on an arrow, so that the legend can say what is true of
// the network at hand.
type Way struct {
	Kind counter.EdgeKind // Down, Up or Skip
	How  How
	// Min and Max are the factors by which sizes change; 0 if there is none, or it
	// depends on the input.
	Min, Max int64
	Crop     bool // a skip connection is cropped
}

// How is by what means.
type How int

// The means. Of a skip connection it is the join.
const (
	Plain    How = iota // by no layer that could be named
	MaxPool             // down
	AvgPool             // down
	Strided             // down: a convolution with a stride
	Resize              // down or up: interpolation
	Nearest             // up
	Linear              // up
	Deconv              // up: a transposed convolution
	Shuffle             // up: positions made of channels
	Join                // skip: concatenated
	Sum                 // skip: added
	Gated               // skip: weighed by attention, then joined
	Resample            // skip: to another level, so resized on the way
)

// wayOf follows data from where it enters a stage to the step that resizes it
// or, of a skip connection, joins it. Where nothing in the stage resizes it, the
// stage that it comes from has done so.
func wayOf(r *counter.Report, e counter.Edge) Way {
	w := Way{Kind: e.Kind}
	across := r.Stages[e.From].Level != r.Stages[e.To].Level
	reached := map[int]bool{} // steps whose outputs follow from the data, at its size
	for _, i := range r.Stages[e.To].Steps {
		s := &r.Steps[i]
		here := false
		for _, j := range s.In {
			here = here || reached[j] || r.Steps[j].Stage == e.From
		}
		if !here {
			continue
		}
		how, factor := resizes(s.Layer)
		reached[i] = how == Plain
		if e.Kind != counter.Skip {
			// A block's shortcut may pool where its convolution has a stride.
			if how != Plain && (w.How == Plain || how == Strided) {
				w.How, w.Min, w.Max = how, factor, factor
			}
			continue
		}
		if across && how != Plain {
			break
		}
		switch s.Layer.(type) {
		case layer.Crop:
			w.Crop = true
		case layer.Mul:
			w.How = Gated
		case layer.Concat:
			if w.How == Plain {
				w.How = Join
			}
		case layer.Add:
			if w.How == Plain && joins(r, s) {
				w.How = Sum
			}
		default:
			continue
		}
		if w.How == Join || w.How == Sum {
			break
		}
	}
	if e.Kind == counter.Skip {
		if across {
			w.How = Resample
		}
		return w
	}
	for _, i := range r.Steps[e.Step].In {
		for w.How == Plain && r.Steps[i].Stage == e.From && len(r.Steps[i].In) > 0 {
			if how, factor := resizes(r.Steps[i].Layer); how != Plain {
				w.How, w.Min, w.Max = how, factor, factor
			}
			i = r.Steps[i].In[0]
		}
	}
	return w
}

// joins reports whether an addition brings stages together: inside of a gate or
// a block it is none of the picture's joins.
func joins(r *counter.Report, s *counter.Step) bool {
	for _, j := range s.In {
		if r.Steps[j].Stage != s.Stage {
			return true
		}
	}
	return false
}

// resizes returns how a layer changes sizes, and by what factor; Plain if it
// keeps them.
func resizes(l counter.Layer) (How, int64) {
	most := func(a counter.Axes, nd int) int64 { return max(a[0], a[min(1, nd-1)], a[nd-1]) }
	switch l := l.(type) {
	case layer.Pool:
		n := most(l.Stride, l.ND)
		if n == 0 {
			n = most(l.Kernel, l.ND)
		}
		if n == 1 {
			return Plain, 1
		}
		if l.Average {
			return AvgPool, n
		}
		return MaxPool, n
	case layer.Conv:
		if n := most(l.Stride, l.ND); n > 1 {
			return Strided, n
		}
	case layer.ConvTranspose:
		if n := most(l.Stride, l.ND); n > 1 {
			return Deconv, n
		}
	case layer.Upsample:
		if n := most(l.Scale, l.ND); n > 1 {
			if l.Linear {
				return Linear, n
			}
			return Nearest, n
		}
	case layer.PixelShuffle:
		return Shuffle, l.Factor
	case layer.Interpolate:
		return Resize, 0
	}
	return Plain, 1
}

// Ways returns what the arrows of a network's picture stand for, the ways down
// before the ways up and the skip connections; what is done alike is one entry.
func Ways(r *counter.Report) []Way {
	ways := make([]Way, 0, 8)
	ls := links(r)
	for _, kind := range [...]counter.EdgeKind{counter.Down, counter.Up, counter.Skip} {
	next:
		for _, l := range ls {
			if l.kind != kind {
				continue
			}
			w := wayOf(r, r.Edges[l.edge])
			for i := range ways {
				v := &ways[i]
				if v.Kind == w.Kind && v.How == w.How && v.Crop == w.Crop {
					v.Min, v.Max = min(v.Min, w.Min), max(v.Max, w.Max)
					continue next
				}
			}
			ways = append(ways, w)
		}
	}
	return ways
}
