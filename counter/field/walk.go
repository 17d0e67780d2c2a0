package field

import (
	"unetparams/counter"
)

// A walk goes back from a map to the image.
type walk struct {
	r        *counter.Report
	t        *counter.Trace
	seen     []sight // by step
	averages bool
}

// A sight is what is seen of a map: a span, and whether a layer looks everywhere.
type sight struct {
	counter.Span
	all bool
}

// back returns what one position of a step's output depends on along an axis of the
// image; borders are those of the maps if bounded, and none otherwise.
func (w *walk) back(step, image, axis int, position int64, bounded bool) sight {
	for i := range w.seen {
		w.seen[i] = sight{Span: counter.Nowhere}
	}
	w.seen[step].Span = counter.Span{Lo: position, Hi: position}
	for i := step; i > image; i-- {
		s, at := &w.r.Steps[i], w.seen[i]
		if s.Layer == nil || at.Empty() && !at.all {
			continue
		}
		if a, ok := s.Layer.(counter.Averager); ok && a.Averages() {
			w.averages = true
		}
		for k, j := range s.In {
			if sizeOnly(s.Layer, k) {
				continue
			}
			w.look(i, j, axis, at, bounded)
		}
	}
	return w.seen[image]
}

func sizeOnly(l counter.Layer, input int) bool {
	r, ok := l.(counter.SizeReader)
	return ok && r.ReadsSize(input)
}

// look adds to what is seen of the output of step j what step i needs of it.
func (w *walk) look(i, j, axis int, at sight, bounded bool) {
	x, y, to := w.t.Out[j], w.t.Out[i], &w.seen[j]
	to.all = to.all || at.all
	if at.Empty() {
		return
	}
	in := reach(w.r.Steps[i].Layer, axis, at.Span, x, y)
	if in == counter.Everywhere {
		to.all = true
		return
	}
	if bounded {
		in = in.Within(x.Size[axis])
	}
	to.Span = to.Join(in)
}

// reach returns what of an input of shape x a layer takes for a span of its output.
func reach(l counter.Layer, axis int, out counter.Span, x, y counter.Shape) counter.Span {
	if x.ND != y.ND || axis >= x.ND {
		return counter.Everywhere
	}
	switch l := l.(type) {
	case counter.Reacher:
		return l.Reach(axis, out, x, y)
	case counter.Windowed:
		w := l.Window()
		return w.Reach(axis, out)
	}
	switch n := x.Size[axis]; n {
	case y.Size[axis]:
		return out
	case 1: // repeated along the axis
		return counter.Span{}
	}
	return counter.Everywhere
}
