package practice

import (
	"slices"
	"strings"

	"unetparams/counter"
	"unetparams/counter/layer"
)

// A Wrong is an answer that a slip leads to.
type Wrong struct {
	Slip    Slip
	Value   int64
	Formula counter.Formula // of the wrong layer, where there is one
	A, B    int64           // see [Slip]
	Layer   counter.Layer   // where it was made, or what was left out
	Stage   counter.Stage   // likewise
	Path    string          // of the layer
	Inner   *Wrong          // of LayerSlip
}

// A mistaken layer owns what a slip makes of a layer's tensors. The engine counts
// it like any other.
type mistaken struct {
	counter.Layer
	tensors []counter.Tensor
}

// Register states the changed tensors.
func (m mistaken) Register(t *counter.Tensors) {
	for _, s := range m.tensors {
		if s.Learn {
			t.Parameter(s.Name, s.Dims...)
		} else {
			t.Buffer(s.Name, s.Dims...)
		}
	}
}

// An edit makes wrong tensors of right ones, which it does not change.
type edit struct {
	slip Slip
	a, b int64
	do   func([]counter.Tensor) []counter.Tensor
}

// of returns the wrong answer that one or two edits lead to. It reports false where
// nothing changes or a number is too large.
func of(l counter.Layer, right int64, edits ...edit) (Wrong, bool) {
	tensors := counter.TensorsOf(l)
	for _, e := range edits {
		tensors = e.do(tensors)
	}
	w := Wrong{Slip: edits[0].slip, A: edits[0].a, B: edits[0].b, Layer: l, Formula: counter.FormulaOf(mistaken{l, tensors})}
	n, err := w.Formula.Value()
	w.Value = n
	return w, err == nil && n != right
}

// Symbols of axes. Groups divide the channels of one side: C_in/g.
func isIn(d counter.Dim) bool     { return symbol(d) == "C_in" || d.Sym == "n_in" }
func isOut(d counter.Dim) bool    { return symbol(d) == "C_out" || d.Sym == "n_out" }
func isKernel(d counter.Dim) bool { return strings.HasPrefix(d.Sym, "k") }

func symbol(d counter.Dim) string {
	s, _, _ := strings.Cut(d.Sym, "/")
	return s
}

// change returns the tensors with other lengths of axes; 0 leaves an axis out.
func change(tensors []counter.Tensor, length func(t *counter.Tensor, axis int) int64) []counter.Tensor {
	out := make([]counter.Tensor, len(tensors))
	for i := range tensors {
		t := tensors[i]
		t.Dims = make([]counter.Dim, 0, len(t.Dims)+1)
		for j, d := range tensors[i].Dims {
			if n := length(&tensors[i], j); n > 0 {
				d.N = n
				t.Dims = append(t.Dims, d)
			}
		}
		out[i] = t
	}
	return out
}

// isWeight reports whether a tensor joins inputs to outputs.
func isWeight(t *counter.Tensor) bool {
	return slices.ContainsFunc(t.Dims, isIn) && slices.ContainsFunc(t.Dims, isOut)
}

// A shape is what edits ask of a layer.
type shape struct {
	in, out  int64 // channels, 0 for a layer without a weight
	bias     bool
	kernel   []int64
	stride   int64 // product over the axes
	groups   int64
	c        int64 // of a normalization
	stats    bool  // it tracks them
	counter  bool
	isNorm   bool
	tensors  int
	hasInOut bool
}

func shapeOf(l counter.Layer) shape {
	s := shape{groups: 1, stride: 1, isNorm: counter.IsNorm(l)}
	switch c := l.(type) {
	case layer.Conv:
		s.in, s.out, s.groups = c.In, c.Out, max(c.Groups, 1)
	case layer.ConvTranspose:
		s.in, s.out, s.groups = c.In, c.Out, max(c.Groups, 1)
	case layer.Linear:
		s.in, s.out = c.In, c.Out
	}
	s.hasInOut = s.in > 0 && s.out > 0
	if w, ok := l.(counter.Windowed); ok && s.hasInOut {
		s.kernel = slices.Clone(w.Window().KernelSize())
		for i := range w.Window().ND {
			s.stride *= max(w.Window().Stride[i], 1)
		}
	}
	for _, t := range counter.TensorsOf(l) {
		switch {
		case t.Learn:
			s.tensors++
			if s.hasInOut && !isWeight(&t) {
				s.bias = true
			}
			if s.isNorm && len(t.Dims) > 0 {
				s.c = t.Dims[0].N
			}
		case len(t.Dims) > 0:
			s.stats = true
		default:
			s.counter = true
		}
	}
	return s
}

func product(ns []int64) int64 {
	p := int64(1)
	for _, n := range ns {
		p *= n
	}
	return p
}

// edits returns the slips that one layer allows by itself, in the order of Slip.
// inputs are the channels that a concatenation joins before it, kernels those of
// other layers of the network.
func edits(l counter.Layer, inputs []int64, kernels [][]int64, halved bool) []edit {
	s := shapeOf(l)
	var list []edit
	add := func(slip Slip, a, b int64, do func([]counter.Tensor) []counter.Tensor) {
		list = append(list, edit{slip, a, b, do})
	}
	for _, c := range concatenated(inputs) {
		add(NoConcat, c, sum(inputs), func(ts []counter.Tensor) []counter.Tensor {
			return change(ts, func(t *counter.Tensor, i int) int64 {
				if isIn(t.Dims[i]) && s.hasInOut {
					if d := t.Dims[i]; strings.Contains(d.Sym, "/") {
						return max(c/s.groups, 1)
					}
					return c
				}
				if s.isNorm && i == 0 {
					return c
				}
				return t.Dims[i].N
			})
		})
	}
	if s.hasInOut {
		list = append(list, weightEdits(s, kernels, halved)...)
	}
	if s.isNorm && s.c > 0 {
		list = append(list, normEdits(s)...)
	}
	if !s.hasInOut && !s.isNorm {
		list = append(list, tableEdits(l)...)
	}
	slices.SortStableFunc(list, func(a, b edit) int { return int(a.slip) - int(b.slip) })
	return list
}

func sum(ns []int64) int64 {
	n := int64(0)
	for _, m := range ns {
		n += m
	}
	return n
}

// concatenated returns what may be taken for the channels after a concatenation:
// one of its inputs, or all but one.
func concatenated(inputs []int64) []int64 {
	if len(inputs) < 2 {
		return nil
	}
	var list []int64
	add := func(n int64) {
		if n > 0 && n != sum(inputs) && !slices.Contains(list, n) {
			list = append(list, n)
		}
	}
	for _, n := range inputs {
		add(n)
	}
	for _, n := range inputs {
		add(sum(inputs) - n)
	}
	return list
}

// set returns an edit's function that gives the axes of some tensors a length.
func set(of func(t *counter.Tensor) bool, axis func(counter.Dim) bool, n int64) func([]counter.Tensor) []counter.Tensor {
	return func(ts []counter.Tensor) []counter.Tensor {
		return change(ts, func(t *counter.Tensor, i int) int64 {
			if of(t) && axis(t.Dims[i]) {
				return n
			}
			return t.Dims[i].N
		})
	}
}

func isBias(t *counter.Tensor) bool  { return !isWeight(t) }
func anyTensor(*counter.Tensor) bool { return true }
func dropBias(t counter.Tensor) bool { return t.Learn && !isWeight(&t) }
func divided(d counter.Dim) bool     { return strings.Contains(d.Sym, "/") }
func undivided(d counter.Dim) bool   { return (isIn(d) || isOut(d)) && !divided(d) }

func without(ts []counter.Tensor, drop func(counter.Tensor) bool) []counter.Tensor {
	return slices.DeleteFunc(slices.Clone(ts), drop)
}

// weightEdits are the slips of convolutions, transposed convolutions and fully
// connected layers.
func weightEdits(s shape, kernels [][]int64, halved bool) []edit {
	var list []edit
	add := func(slip Slip, a, b int64, do func([]counter.Tensor) []counter.Tensor) {
		list = append(list, edit{slip, a, b, do})
	}
	k := product(s.kernel)
	if s.bias {
		add(NoBias, 0, s.out, func(ts []counter.Tensor) []counter.Tensor { return without(ts, dropBias) })
		if s.in != s.out {
			add(BiasByInput, s.in, s.out, set(isBias, isOut, s.in))
			add(Swapped, s.in, s.out, swapped)
		}
		if s.out > 1 {
			add(OneBias, 1, s.out, set(isBias, isOut, 1))
		}
	}
	list = append(list, kernelEdits(s, kernels)...)
	if s.stride > 1 {
		add(StrideCounted, s.stride, k, func(ts []counter.Tensor) []counter.Tensor { return scaled(ts, s.stride) })
	}
	if s.groups > 1 {
		add(GroupsIgnored, s.groups, 0, func(ts []counter.Tensor) []counter.Tensor { return scaled(ts, s.groups) })
		add(GroupsTwice, s.groups, 0, func(ts []counter.Tensor) []counter.Tensor {
			return change(ts, func(t *counter.Tensor, i int) int64 {
				if isWeight(t) && undivided(t.Dims[i]) {
					return max(t.Dims[i].N/s.groups, 1)
				}
				return t.Dims[i].N
			})
		})
	}
	if k == 1 && s.out == 3*s.in {
		for n := int64(1); n <= 2; n++ {
			add(SomeOfQKV, n, 3, set(anyTensor, isOut, n*s.in))
		}
	}
	if s.in > 1 && s.groups == 1 {
		add(OneInput, s.in, 0, set(isWeight, isIn, 1))
	}
	if s.out > 1 && s.groups == 1 {
		add(OneOutput, s.out, 0, set(isWeight, isOut, 1))
	}
	if halved && s.groups == 1 {
		add(NotHalved, 2*s.out, s.out, set(anyTensor, isOut, 2*s.out))
		add(NotHalved, 2*s.in, s.in, set(anyTensor, isIn, 2*s.in))
	}
	return list
}

// swapped exchanges input and output channels.
func swapped(ts []counter.Tensor) []counter.Tensor {
	var in, out int64
	for i := range ts {
		if isWeight(&ts[i]) {
			for _, d := range ts[i].Dims {
				switch {
				case isIn(d):
					in = d.N
				case isOut(d):
					out = d.N
				}
			}
		}
	}
	return change(ts, func(t *counter.Tensor, i int) int64 {
		switch d := t.Dims[i]; {
		case isIn(d):
			return out
		case isOut(d):
			return in
		}
		return t.Dims[i].N
	})
}

// scaled multiplies the weights.
func scaled(ts []counter.Tensor, by int64) []counter.Tensor {
	out := slices.Clone(ts)
	for i := range out {
		if isWeight(&out[i]) {
			out[i].Dims = append(slices.Clone(out[i].Dims), counter.Dim{N: by})
		}
	}
	return out
}

// kernelEdits are the slips of a kernel's size.
func kernelEdits(s shape, kernels [][]int64) []edit {
	var list []edit
	k := product(s.kernel)
	if len(s.kernel) > 1 && k > 1 {
		// One axis left out, or two of three.
		for left := len(s.kernel) - 1; left > 0; left-- {
			axes := left
			list = append(list, edit{KernelNotSquare, product(s.kernel[:axes]), k, func(ts []counter.Tensor) []counter.Tensor {
				seen := 0
				return change(ts, func(t *counter.Tensor, i int) int64 {
					if isKernel(t.Dims[i]) {
						if seen++; seen > axes {
							return 0
						}
					}
					return t.Dims[i].N
				})
			}})
		}
	}
	for _, other := range kernels {
		if len(other) != len(s.kernel) || slices.Equal(other, s.kernel) || product(other) == k {
			continue
		}
		list = append(list, edit{OtherKernel, product(other), k, func(ts []counter.Tensor) []counter.Tensor {
			at := 0
			return change(ts, func(t *counter.Tensor, i int) int64 {
				if isKernel(t.Dims[i]) {
					at++
					return other[at-1]
				}
				return t.Dims[i].N
			})
		}})
	}
	return list
}

// normEdits are the slips of normalizations.
func normEdits(s shape) []edit {
	learnAll := func(also func(counter.Tensor) bool) func([]counter.Tensor) []counter.Tensor {
		return func(ts []counter.Tensor) []counter.Tensor {
			out := slices.Clone(ts)
			for i := range out {
				out[i].Learn = out[i].Learn || also(out[i])
			}
			return out
		}
	}
	list := []edit{{NormOnce, s.c, 0, func(ts []counter.Tensor) []counter.Tensor {
		first := true
		return without(ts, func(t counter.Tensor) bool {
			drop := t.Learn && !first
			first = first && !t.Learn
			return drop
		})
	}}}
	if s.stats {
		list = append(list, edit{NormStats, s.c, 0, learnAll(func(t counter.Tensor) bool { return len(t.Dims) > 0 })})
	} else {
		list = append(list, edit{NormStats, s.c, 0, func(ts []counter.Tensor) []counter.Tensor { return append(slices.Clone(ts), ts...) }})
	}
	if s.counter {
		list = append(list, edit{NormCounter, s.c, 0, learnAll(func(counter.Tensor) bool { return true })})
	}
	return list
}

// tableEdits are the slips of tables, such as embeddings: an axis forgotten.
func tableEdits(l counter.Layer) []edit {
	var list []edit
	for at, t := range counter.TensorsOf(l) {
		if !t.Learn {
			continue
		}
		for axis, d := range t.Dims {
			if d.N < 2 {
				continue
			}
			list = append(list, edit{AxisForgotten, d.N, 0, func(ts []counter.Tensor) []counter.Tensor {
				out := slices.Clone(ts)
				if at < len(out) && axis < len(out[at].Dims) {
					out[at].Dims = slices.Delete(slices.Clone(out[at].Dims), axis, axis+1)
				}
				return out
			}})
		}
	}
	return list
}
