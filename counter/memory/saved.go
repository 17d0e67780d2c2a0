package memory

import (
	"unetparams/counter"
)

// Saved is what autograd keeps from the forward pass for the backward pass.
type Saved struct {
	Bytes   int64
	ByStage []int64 // of the stages that made it
	// Exact is false where the network has layers of which it is not known what
	// PyTorch keeps, for which the inputs and the output are taken, or not known
	// whether it copies their inputs.
	Exact bool

	// Of Bytes, what is there of one stage only while it is run again: of the stage that
	// takes most, where stages are checkpointed.
	Again      int64
	AgainStage int // index into the report's stages
}

// Saves returns what autograd keeps while a network is trained on batches of so many
// images: each tensor once, however many layers keep it, and neither parameters nor
// buffers.
func Saves(r *counter.Report, t *counter.Trace, o Options) (Saved, error) {
	g, err := newGraph(r, t, o)
	if err != nil {
		return Saved{}, err
	}
	return g.saves(), nil
}

func (g *graph) saves() Saved {
	if g.o.Checkpoint {
		return g.checkpointed()
	}
	r := g.r
	s := Saved{ByStage: make([]int64, len(r.Stages)), Exact: true}
	kept := make([]bool, len(r.Steps))
	add := func(step int, bytes int64) {
		s.Bytes += bytes
		s.ByStage[r.Steps[step].Stage] += bytes
	}
	keep := func(step int) {
		if i := g.memory[step]; !kept[i] {
			kept[i] = true
			add(i, g.bytes(i))
		}
	}
	for i := range r.Steps {
		if g.trains(i) {
			ok := g.step(i, keep, add)
			s.Exact = s.Exact && ok
		}
	}
	return s
}

// trains reports whether autograd keeps anything of a step.
func (g *graph) trains(i int) bool { return g.live[i] && g.grads[i] && g.r.Steps[i].Layer != nil }

// step calls keep with the steps whose outputs are kept for a step, and add with what is
// kept besides, and reports whether that is known exactly.
func (g *graph) step(i int, keep func(step int), add func(step int, bytes int64)) bool {
	x, ok := g.saved(i)
	for k, j := range g.r.Steps[i].In {
		if x.Inputs>>k&1 != 0 {
			keep(j)
		}
	}
	if x.Output {
		keep(i)
	}
	add(i, x.Values*g.o.Type.Size()+4*x.Stats+8*x.Indices+g.o.mask()*x.Masks+8*x.Scalars)
	return ok
}

// A graph is a network on a batch.
type graph struct {
	r      *counter.Report
	o      Options
	out    []counter.Shape // by step, with the batch
	memory []int           // by step: the step in whose memory the output lies
	grads  []bool          // by step: something trained leads to it
	live   []bool          // by step: an output follows from it by way of a gradient
}

func newGraph(r *counter.Report, t *counter.Trace, o Options) (*graph, error) {
	n := len(r.Steps)
	g := &graph{r: r, o: o, out: make([]counter.Shape, n), memory: make([]int, n), grads: make([]bool, n), live: make([]bool, n)}
	left := int64(most)
	for i := range g.out {
		g.out[i] = t.Out[i]
		batch, ok := counter.Mul(max(t.Out[i].Batch, 1), max(o.Batch, 1))
		g.out[i].Batch = batch
		elements, err := g.out[i].Elements()
		if left -= elements; !ok || err != nil || elements > most || left < 0 {
			return nil, &counter.Error{Problem: counter.Overflow}
		}
	}
	for i := range r.Steps {
		s := &r.Steps[i]
		g.memory[i] = i
		if s.Layer == nil {
			continue
		}
		row := r.Row(*s)
		g.grads[i] = row != nil && row.Learnable > 0
		for k, j := range s.In {
			g.grads[i] = g.grads[i] || g.grads[j] && !sizeOnly(s.Layer, k)
		}
		if d, ok := s.Layer.(counter.Detacher); ok && d.Detaches() {
			g.grads[i] = false
		}
		if x, _ := g.saved(i); x.View {
			g.memory[i] = g.memory[s.In[0]]
		}
	}
	g.reach()
	return g, nil
}

// most is how many elements all tensors may have together, so that no sum of bytes
// can be too large.
const most = 1 << 50

// reach marks the steps from which outputs follow.
func (g *graph) reach() {
	for _, i := range g.r.Outputs {
		g.live[i] = true
	}
	for i := len(g.live) - 1; i >= 0; i-- {
		if !g.live[i] || !g.grads[i] {
			continue
		}
		for k, j := range g.r.Steps[i].In {
			if !sizeOnly(g.r.Steps[i].Layer, k) {
				g.live[j] = true
			}
		}
	}
}

// saved returns what is kept of a step, and whether its layer says so exactly.
func (g *graph) saved(i int) (counter.Saved, bool) {
	s := &g.r.Steps[i]
	l, ok := s.Layer.(counter.Saver)
	if !ok {
		return counter.Saved{Inputs: counter.AllInputs, Output: true}, false
	}
	run := counter.Run{Out: g.out[i]}
	for k, j := range s.In {
		run.In = append(run.In, g.out[j])
		run.Grads = append(run.Grads, g.grads[j] && !sizeOnly(s.Layer, k))
	}
	x := l.Saves(&run)
	return x, !x.Inexact
}

// bytes returns the bytes of a step's output.
func (g *graph) bytes(i int) int64 {
	n, _ := g.out[i].Elements() // newGraph has made sure that they fit
	return n * g.o.Type.Size()
}

func sizeOnly(l counter.Layer, input int) bool {
	s, ok := l.(counter.SizeReader)
	return ok && s.ReadsSize(input)
}
