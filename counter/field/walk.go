package field

import (
	"unetparams/counter"
)

// A walk goes back from a map to the image.
type walk struct {
	t        *counter.Trace
	nodes    []node  // by step
	seen     []sight // by step
	averages bool
}

// A node is what a walk asks of a step, once for all positions.
type node struct {
	in      []int // the steps that it takes more than sizes from
	layer   counter.Layer
	reacher counter.Reacher // nil: the layer is none
	window  *counter.Window // nil: the layer has none
}

// A sight is what is seen of a map: a span, and whether a layer looks everywhere.
type sight struct {
	counter.Span
	all bool
}

// newWalk prepares walks that begin at a step.
func newWalk(r *counter.Report, t *counter.Trace, step int) *walk {
	w := &walk{t: t, nodes: make([]node, step+1), seen: make([]sight, step+1)}
	w.seen[step].all = true // of what follows, that it leads there
	for i := step; i >= 0; i-- {
		s := &r.Steps[i]
		if !w.seen[i].all || s.Layer == nil {
			continue
		}
		n := &w.nodes[i]
		n.layer = s.Layer
		n.reacher, _ = s.Layer.(counter.Reacher)
		if l, ok := s.Layer.(counter.Windowed); ok {
			window := l.Window()
			n.window = &window
		}
		if a, ok := s.Layer.(counter.Averager); ok && a.Averages() {
			w.averages = true
		}
		n.in = s.In
		if l, ok := s.Layer.(counter.SizeReader); ok {
			n.in = nil
			for k, j := range s.In {
				if !l.ReadsSize(k) {
					n.in = append(n.in, j)
				}
			}
		}
		for _, j := range n.in {
			w.seen[j].all = true
		}
	}
	return w
}

// back returns what one position of a step's output depends on along an axis of the
// image; borders are those of the maps if bounded, and none otherwise.
func (w *walk) back(step, image, axis int, position int64, bounded bool) sight {
	for i := range w.seen {
		w.seen[i] = sight{Span: counter.Nowhere}
	}
	w.seen[step].Span = counter.Span{Lo: position, Hi: position}
	for i := step; i > image; i-- {
		at := w.seen[i]
		if at.Empty() && !at.all {
			continue
		}
		for _, j := range w.nodes[i].in {
			w.look(i, j, axis, at, bounded)
		}
	}
	return w.seen[image]
}

// look adds to what is seen of the output of step j what step i needs of it.
func (w *walk) look(i, j, axis int, at sight, bounded bool) {
	to := &w.seen[j]
	to.all = to.all || at.all
	if at.Empty() {
		return
	}
	in := w.reach(i, j, axis, at.Span)
	if in == counter.Everywhere {
		to.all = true
		return
	}
	if bounded {
		in = in.Within(w.t.Out[j].Size[axis])
	}
	to.Span = to.Join(in)
}

// reach returns what of the output of step j step i takes for a span of its own.
func (w *walk) reach(i, j, axis int, out counter.Span) counter.Span {
	n, x, y := &w.nodes[i], &w.t.Out[j], &w.t.Out[i]
	switch {
	case x.ND != y.ND || axis >= x.ND:
		return counter.Everywhere
	case n.reacher != nil:
		return n.reacher.Reach(axis, out, *x, *y)
	case n.window != nil:
		return n.window.Reach(axis, out)
	case x.Size[axis] == y.Size[axis]:
		return out
	case x.Size[axis] == 1: // repeated along the axis
		return counter.Span{}
	}
	return counter.Everywhere
}
