package pytorch

import (
	"fmt"
	"slices"
	"strings"

	"unetparams/counter/block"
	"unetparams/counter/layer"
)

// adjust moves functions without a module between containers, in two cases: a
// function between two runs of a chain moves out of the chain, and a function that
// completes a block moves into the block.
func (g *generator) adjust(containers []*block.Block) []*block.Block {
	steps := g.r.Steps
	var next *block.Block // the module that runs next
	for i := len(steps) - 1; i >= 0; i-- {
		if m := steps[i].Module; m != nil {
			next = g.Of(m)
		} else if k := containers[i]; k.Parent != nil && next != nil && k.Counted() && k.Children[0].Block == next {
			containers[i] = k.Parent
		}
	}
	for i := range steps {
		if k := g.finished(i, containers); k != nil {
			containers[i] = k
		}
	}
	return containers
}

// finished returns the block that a function completes, inside the function's
// current container, or nil. A function completes a block if it directly follows
// the block's steps, is an activation or a join, consumes outputs of the block that
// nothing else needs, and otherwise takes only inputs of the block.
func (g *generator) finished(i int, containers []*block.Block) *block.Block {
	s := g.r.Steps[i]
	switch s.Layer.(type) {
	case layer.Add, layer.Mul, layer.Concat, layer.Activation, layer.Dropout, layer.InstanceNorm:
	default:
		return nil
	}
	if s.Module != nil || i == 0 {
		return nil
	}
	k := containers[i].Under(containers[i-1])
	for k != nil && k.Counted() {
		k = k.Under(containers[i-1])
	}
	if k == nil {
		return nil
	}
	first := i
	for first > 0 && containers[first-1].Inside(k) {
		first--
	}
	if !g.takesOnly(i, first) {
		return nil
	}
	return k
}

// takesOnly reports whether step i consumes outputs of the steps from first to i
// that nothing else needs, and otherwise takes only inputs of those steps.
func (g *generator) takesOnly(i, first int) bool {
	given := map[int]bool{}
	for j := first; j < i; j++ {
		for _, in := range g.r.Steps[j].In {
			given[in] = given[in] || in < first
		}
	}
	made := false
	for _, j := range g.r.Steps[i].In {
		if j < first {
			if !given[j] {
				return false
			}
			continue
		}
		made = true
		later := func(user int) bool { return user > i }
		if slices.ContainsFunc(g.Users[j], later) || slices.Contains(g.r.Outputs, j) || slices.Contains(g.r.EvalOutputs, j) {
			return false
		}
	}
	return made
}

// shape describes a run so that two runs can be compared: which layers run, on
// which inputs, and which of their outputs are used outside.
func (g *generator) shape(run []int) string {
	var s strings.Builder
	index := map[int]int{}
	for i, step := range run {
		index[step] = i
	}
	in := g.Inputs(run)
	for _, step := range run {
		t := g.r.Steps[step]
		if t.Module != nil {
			fmt.Fprint(&s, t.Module.Path())
		} else {
			fmt.Fprintf(&s, "%T%v", t.Layer, t.Layer)
		}
		for _, j := range t.In {
			if i, ok := index[j]; ok {
				fmt.Fprint(&s, " ", i)
			} else {
				fmt.Fprint(&s, " x", slices.Index(in, j))
			}
		}
		s.WriteByte('\n')
	}
	for _, step := range g.Outputs(run) {
		fmt.Fprint(&s, index[step], " ")
	}
	return s.String()
}
