package practice

import "unetparams/counter"

// An Arrow is a connection of the drawing that may lead to the layer in question, and
// the channels that it brings there: 0 where it does not.
type Arrow struct {
	From     counter.Stage
	Channels int64
}

// Arrows returns what meets at the concatenation before the layer of a question, and
// one stage that does not; none where there is no concatenation.
func (s *Sheet) Arrows(q *Question) []Arrow {
	if q.Stage < 0 || q.Line < 0 || len(q.Fields) == 0 || len(q.Fields[0].Inputs) < 2 {
		return nil
	}
	r, here := s.paper.r, q.Stage
	at := joining(r, s.paper.lines[q.Stage][q.Line].step)
	if at < 0 {
		return nil
	}
	var list []Arrow
	for _, i := range r.Steps[at].In {
		from := i
		for r.Steps[from].Stage == here && len(r.Steps[from].In) > 0 {
			from = r.Steps[from].In[0]
		}
		a := Arrow{r.Stages[r.Steps[from].Stage].Stage, r.Steps[i].Out.C}
		for _, b := range list {
			if b.From == a.From {
				return nil // one arrow for two inputs: the drawing does not tell them apart
			}
		}
		list = append(list, a)
	}
	for i := range r.Stages {
		other := r.Stages[i].Stage
		free := i != here && r.Stages[i].Learnable > 0
		for _, b := range list {
			free = free && b.From != other
		}
		if free && other.Level == r.Stages[here].Stage.Level-1 {
			return append(list, Arrow{From: other})
		}
	}
	return list
}

// joining returns the concatenation before a step, as [joined] finds it, or -1.
func joining(r *counter.Report, step int) int {
	if step < 0 {
		return -1
	}
	for at := step; len(r.Steps[at].In) == 1; {
		at = r.Steps[at].In[0]
		if c, ok := r.Steps[at].Layer.(counter.Combiner); ok && c.Combines() == counter.Concatenated {
			return at
		}
	}
	return -1
}
