package diagram

import "unetparams/counter"

// ownedBy returns the parameters shown at an arrow: those of the attention gate on a
// skip connection, or of the transposed convolution of an arrow up.
func ownedBy(r *counter.Report, a *arrow) int64 {
	e := r.Edges[a.edge]
	switch {
	case a.gate:
		return gateParameters(r, e)
	case a.kind == counter.Up:
		for _, i := range following(r, e) {
			s := &r.Steps[i]
			if how, _, ok := resampling(s.Layer); ok {
				if how == counter.TransposedConvolution {
					return r.First(*s)
				}
				return 0
			}
		}
	}
	return 0
}

// gateParameters returns the parameters of the gates on a skip connection: of the
// steps from which every path to the end of the stage leads through a gate's product.
func gateParameters(r *counter.Report, e counter.Edge) int64 {
	products := map[int]bool{}
	for _, i := range following(r, e) {
		if how, ok := combination(r.Steps[i].Layer); ok && how == counter.Multiplied {
			products[i] = true
		}
	}
	steps := r.Stages[e.To].Steps
	beside := reaching(r, e.To, steps[len(steps)-1], products)
	counted := map[int]bool{}
	n := int64(0)
	for p := range products {
		for i := range reaching(r, e.To, p, nil) {
			if !beside[i] && !counted[i] {
				counted[i] = true
				n += r.First(r.Steps[i])
			}
		}
	}
	return n
}

// sourceBar returns the index of the bar at which an edge down from a stage starts, or
// -1 for the last bar. It is another one only if the edge does not depend on the last
// one, for example because the stage also enlarges its map for the decoder.
func sourceBar(r *counter.Report, e counter.Edge, bars []bar) int {
	for _, i := range r.Steps[e.Step].In {
		if r.Steps[i].Stage != e.From || len(bars) < 2 {
			continue
		}
		from := reaching(r, e.From, i, nil)
		for j := len(bars) - 1; j >= 0; j-- {
			if from[bars[j].step] && !bars[j].more && !bars[j].thin {
				if j == len(bars)-1 {
					return -1
				}
				return j
			}
		}
	}
	return -1
}

// reaching returns a step of a stage and all steps of the stage that it depends on,
// along paths that avoid the given steps.
func reaching(r *counter.Report, stage, step int, without map[int]bool) map[int]bool {
	found := map[int]bool{}
	todo := []int{step}
	for len(todo) > 0 {
		i := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if found[i] || without[i] || r.Steps[i].Stage != stage {
			continue
		}
		found[i] = true
		todo = append(todo, r.Steps[i].In...)
	}
	return found
}

// repeats returns how often the convolutions of a stage run with the same
// weights: 1 except in recurrent blocks.
func repeats(r *counter.Report, row *counter.StageRow) int {
	n := 1
	for _, i := range row.Steps {
		s := &r.Steps[i]
		if l, ok := s.Layer.(counter.Windowed); ok && s.Again && !isPool(l) {
			n = max(n, r.Row(*s).Runs)
		}
	}
	return n
}
