// Package pytorch writes a network as a Python file that anyone can run: torch
// modules with the same state_dict names in the same order, a forward pass, and
// a check of the count.
//
// The code is derived from the same two records as every number: the module
// tree says what __init__ registers, the steps say what forward runs. Containers
// of the tree become classes; containers of equal structure share one class,
// whose arguments are the numbers in which they differ; plain chains become
// nn.Sequential. A container whose runs differ, or produce no output, gets no
// forward of its own: its parent calls its layers.
package pytorch

import (
	"errors"
	"slices"

	"unetparams/counter"
	"unetparams/counter/block"
	"unetparams/counter/layer"
	"unetparams/counter/python"
)

// Options are the options of [File].
type Options struct {
	Class  string // of the network; a valid Python name
	Header []string
	Size   []int64 // of the input that the file runs the network on; nil: it doesn't
}

// ErrUnknownLayer says that a network has a layer without PyTorch code.
var ErrUnknownLayer = errors.New("no PyTorch code for a layer")

// File returns the Python file of a network.
func File(net *counter.Net, o Options) (string, error) {
	r, err := net.Report()
	if err != nil {
		return "", err
	}
	tree := block.New(net, r)
	g := &generator{
		Tree: tree, r: r, blocks: make([]blockCode, tree.Len),
		classes: map[string]*class{}, helpers: map[string]bool{},
	}
	g.containers = g.adjust(tree.Containers())
	root, err := g.generate()
	if err != nil {
		return "", err
	}
	g.resolve(root, o.Class)
	return g.print(o), nil
}

// A form is how a container is written.
type form int

const (
	leaf       form = iota // a leaf, or a container that is not decided yet
	sequential             // nn.Sequential, called as a whole
	list                   // nn.ModuleList, whose elements the parent calls
	classed                // a class with a forward method
	holder                 // a class without one, whose layers the parent calls
)

// A blockCode holds what is decided about a container.
type blockCode struct {
	form form
	expr python.Expr // creates it, in its parent's __init__
}

// A class is a Python class: its body is that of __init__.
type class struct {
	python.Def
	inputs  []string
	forward []string // lines of the body; nil for a holder
}

// A generator writes one file.
type generator struct {
	*block.Tree
	r          *counter.Report
	containers []*block.Block // by step
	blocks     []blockCode    // by ID
	classes    map[string]*class
	list       []*class // in the order in which they must be defined
	helpers    map[string]bool
	err        error
}

func (g *generator) form(b *block.Block) form { return g.blocks[b.ID].form }

// A call is a line of a forward method: it calls a leaf, a function, or a
// container.
type call struct {
	target *block.Block // nil for a function
	layer  counter.Layer
	in     []int // values, numbered by the steps that produce them
	out    []int
}

// A results holds the values that a forward method returns, and those that it
// returns in evaluation mode if they differ.
type results struct{ always, eval []int }

// all returns the values that are returned in one mode or the other.
func (r results) all() []int { return append(slices.Clone(r.always), r.eval...) }

// last returns the index of the call after which all values for evaluation mode are
// available, or -1 if both modes return the same values.
func (r results) last(calls []call) int {
	last := -1
	for i, c := range calls {
		if slices.ContainsFunc(r.eval, func(value int) bool { return slices.Contains(c.out, value) }) {
			last = i
		}
	}
	return last
}

// generate generates all classes, and returns that of the network.
func (g *generator) generate() (*class, error) {
	g.blocks[g.Root.ID].form = classed
	steps := g.Steps()
	calls := g.body(g.Root, [][]int{steps})
	g.construct(g.Root, calls, g.networkInputs(), results{g.r.Outputs, g.r.EvalOutputs})
	if g.err != nil {
		return nil, g.err
	}
	return g.list[len(g.list)-1], nil
}

// networkInputs returns the values of the network's inputs, used or not.
func (g *generator) networkInputs() []int {
	in := make([]int, len(g.r.Inputs))
	for i, row := range g.r.Inputs {
		in[i] = row.Step
	}
	return in
}

// inputNames returns the names of the network's inputs if k is the root, and nil for
// any other container.
func (g *generator) inputNames(k *block.Block) []string {
	if k != g.Root {
		return nil
	}
	names := make([]string, len(g.r.Inputs))
	for i, row := range g.r.Inputs {
		names[i] = row.Name
	}
	return names
}

// body returns the calls that a container's forward method makes in the given runs,
// after deciding the forms of the containers in it.
func (g *generator) body(c *block.Block, all [][]int) []call {
	var pieces []block.Piece
	runs := map[*block.Block][][]int{}
	for _, steps := range all {
		pieces = append(pieces, block.Pieces(c, g.containers, steps)...)
	}
	for _, p := range pieces {
		if p.Block != nil {
			runs[p.Block] = append(runs[p.Block], p.Steps)
		}
	}
	for _, child := range c.Children {
		if !child.Alias && child.Module.Layer() == nil && g.form(child.Block) == leaf {
			g.decide(child.Block, runs[child.Block])
		}
	}
	var calls []call
	for _, p := range pieces {
		switch {
		case p.Block == nil:
			s := g.r.Steps[p.Steps[0]]
			calls = append(calls, call{target: g.Of(s.Module), layer: s.Layer, in: s.In, out: p.Steps})
		case g.form(p.Block) == sequential || g.form(p.Block) == classed:
			calls = append(calls, call{target: p.Block, in: g.Inputs(p.Steps), out: g.Outputs(p.Steps)})
		default:
			calls = append(calls, g.body(p.Block, [][]int{p.Steps})...)
		}
	}
	return calls
}

// decide chooses the form of a container from its runs, and generates its class.
func (g *generator) decide(k *block.Block, runs [][]int) {
	code := &g.blocks[k.ID]
	if !g.callable(runs) {
		code.form = holder
		if k.Counted() {
			code.form = list
		}
		g.body(k, runs) // its own containers still take a form
		g.construct(k, nil, nil, results{})
		return
	}
	code.form = classed
	calls := g.body(k, runs[:1])
	in, out := g.Inputs(runs[0]), g.Outputs(runs[0])
	if k.Counted() && chain(k, calls, in, out) && g.oneLayout(calls) {
		code.form = sequential
	}
	g.construct(k, calls, in, results{always: out})
}

// callable reports whether runs can be calls of one forward method: they are all
// equal and have an output.
func (g *generator) callable(runs [][]int) bool {
	if len(runs) == 0 || len(g.Outputs(runs[0])) == 0 {
		return false
	}
	for _, run := range runs[1:] {
		if g.shape(run) != g.shape(runs[0]) {
			return false
		}
	}
	return true
}

// oneLayout reports whether calls agree on where the channels of a map lie: those
// that act on the last axis can't stand in one nn.Sequential with convolutions.
func (g *generator) oneLayout(calls []call) bool {
	var last, second bool
	for _, c := range calls {
		if g.r.Steps[c.out[0]].Out.ND == 0 {
			continue
		}
		switch c.layer.(type) {
		case layer.Activation, layer.Dropout:
			continue
		}
		if g.lastAxis(c.target) {
			last = true
		} else {
			second = true
		}
	}
	return !last || !second
}

// chain reports whether calls run every child once, one after another.
func chain(k *block.Block, calls []call, in, out []int) bool {
	if len(calls) != len(k.Children) || len(in) != 1 || len(out) != 1 {
		return false
	}
	x := in[0]
	for i, c := range calls {
		child := k.Children[i]
		if c.target == nil || child.Alias || c.target != child.Block || len(c.in) != 1 || len(c.out) != 1 || c.in[0] != x {
			return false
		}
		x = c.out[0]
	}
	return x == out[0]
}
