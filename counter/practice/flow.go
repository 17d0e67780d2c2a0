package practice

import "unetparams/counter"

// joined returns the channels that a concatenation joins before a step, if nothing
// between them changes the channels.
func joined(r *counter.Report, step int) []int64 {
	for s := r.Steps[step]; len(s.In) == 1; {
		from := r.Steps[s.In[0]]
		if c, ok := from.Layer.(counter.Combiner); ok && c.Combines() == counter.Concatenated {
			var inputs []int64
			for _, j := range from.In {
				inputs = append(inputs, r.Steps[j].Out.C)
			}
			return inputs
		}
		if from.Layer == nil || len(from.In) != 1 || r.Steps[from.In[0]].Out.C != from.Out.C || shapeOf(from.Layer).hasInOut {
			return nil
		}
		s = from
	}
	return nil
}

// back returns the layer with parameters that a step's data comes from, or -1.
func back(r *counter.Report, step int) int {
	for range r.Steps {
		s := r.Steps[step]
		if s.Layer == nil || len(s.In) == 0 {
			return -1
		}
		if l := r.Index(s); l >= 0 && shapeOf(s.Layer).hasInOut {
			return l
		}
		step = s.In[0]
	}
	return -1
}

// projections finds the layers that make queries, keys and values, and those that
// project what attention returns, where each is a layer by itself.
func projections(r *counter.Report) map[int]Slip {
	gone := map[int]Slip{}
	put := func(l int, s Slip) {
		if l < 0 {
			return
		}
		if was, ok := gone[l]; ok && was != s {
			s = NoSlip // one layer for several: no name of its own
		}
		gone[l] = s
	}
	outputs := map[int]bool{}
	for i, s := range r.Steps {
		if s.Layer == nil {
			continue
		}
		switch kind := s.Layer.Kind(); {
		case (kind == "Attention" || kind == "WindowAttention") && len(s.In) >= 3:
			put(back(r, s.In[0]), QueryLeftOut)
			put(back(r, s.In[1]), KeyLeftOut)
			put(back(r, s.In[2]), ValueLeftOut)
			outputs[i] = true
		case (kind == "PairDot" || kind == "PairSum") && len(s.In) == 2:
			put(back(r, s.In[0]), QueryLeftOut)
			put(back(r, s.In[1]), KeyLeftOut)
		case kind == "PairWeighted" && len(s.In) == 3:
			put(back(r, s.In[1]), ValueLeftOut)
			outputs[i] = true
		case len(s.In) == 1 && outputs[s.In[0]]:
			if l := r.Index(s); l >= 0 && shapeOf(s.Layer).hasInOut {
				put(l, ProjectionLeftOut)
			} else {
				outputs[i] = true
			}
		}
	}
	return gone
}
