package memory

// checkpointed returns what is kept where each stage is checkpointed, as
// torch.utils.checkpoint does it: every run of consecutive steps of a stage is a
// function that keeps what it is given, and nothing of its own. In the backward pass one
// after the other is run again, and then all that autograd keeps of it is there; of the
// largest, this is added to what is kept.
//
// It is the most that there can be: by the time that a stage is run again, what later
// stages were given has mostly been freed.
func (g *graph) checkpointed() Saved {
	r, run := g.r, g.runs()
	s := Saved{ByStage: make([]int64, len(r.Stages)), Exact: true}
	given := make([]bool, len(r.Steps)) // by the step in whose memory it lies
	again := make([]int64, len(r.Steps))
	kept := make([]bool, len(r.Steps))
	add := func(step int, bytes int64) { again[run[step]] += bytes }
	for i := range r.Steps {
		if !g.trains(i) {
			continue
		}
		for _, j := range r.Steps[i].In {
			if m := g.memory[j]; run[j] != run[i] && !given[m] {
				given[m] = true
				s.Bytes += g.bytes(m)
				s.ByStage[r.Steps[m].Stage] += g.bytes(m)
			}
		}
		ok := g.step(i, func(step int) {
			if m := g.memory[step]; run[m] == run[i] && !kept[m] {
				kept[m] = true
				add(m, g.bytes(m))
			}
		}, add)
		s.Exact = s.Exact && ok
	}
	largest := 0
	for i := range again {
		if again[i] > again[largest] {
			largest = i
		}
	}
	if len(again) > 0 {
		s.Again, s.AgainStage = again[largest], r.Steps[largest].Stage
		s.Bytes += s.Again
		s.ByStage[s.AgainStage] += s.Again
	}
	return s
}

// runs returns for each step the first one of the consecutive steps of its stage.
func (g *graph) runs() []int {
	first := make([]int, len(g.r.Steps))
	for i := range first {
		if first[i] = i; i > 0 && g.r.Steps[i].Stage == g.r.Steps[i-1].Stage {
			first[i] = first[i-1]
		}
	}
	return first
}
