// Package pytorch writes a network as a Python file that anyone can run: torch
// modules with the same state_dict names in the same order, a forward pass, and
// a check of the count.
//
// The code is derived from the same two records as every number: the module
// tree says what __init__ registers, the steps say what forward runs. Containers
// of the tree become classes; containers of equal structure become one class,
// whose arguments are the numbers in which they differ; plain chains become
// nn.Sequential. A container whose steps can't be told apart from its
// neighbours' gets no forward of its own: its parent calls its layers.
package pytorch

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"unetparams/counter"
	"unetparams/counter/layer"
)

// Options say what a file is about.
type Options struct {
	Class  string // of the network; a valid Python name
	Header []string
	Size   []int64 // of the input that is tried; nil: none is
}

// ErrUnknownLayer says that a network has a layer without PyTorch code.
var ErrUnknownLayer = errors.New("no PyTorch code for a layer")

// File returns the Python file of a network.
func File(net *counter.Net, o Options) (string, error) {
	r, err := net.Report()
	if err != nil {
		return "", err
	}
	g := &generator{r: r, byModule: map[*counter.Module]*node{}, classes: map[string]*class{}, helpers: map[string]bool{}}
	g.root = g.tree(net.Root(), "", nil)
	if err := g.generate(o.Class); err != nil {
		return "", err
	}
	return g.print(o), nil
}

// A node is a module of the tree with what is found out about it.
type node struct {
	m        *counter.Module
	name     string
	parent   *node
	children []childRef

	// Of containers:
	form  form
	class *class
	expr  template // how the parent makes it
	at    int      // where its slots begin among those of the class it stands in
}

type childRef struct {
	name string
	*node
	alias bool
}

// A form is how a container is written.
type form int

const (
	leaf       form = iota // or a container that is not decided yet
	sequential             // nn.Sequential, called as one
	list                   // nn.ModuleList, whose elements the parent calls
	classed                // a class with a forward
	holder                 // a class without one, whose layers the parent calls
)

// A template is code with slots: "§" for a number, "⟦path⟧" for a module that
// has another name elsewhere, and "⟪id⟫" for the arguments of a class.
type template struct {
	text  string
	slots []slot
	uses  []use // the classes in the text, in order, with where their slots begin
}

type use struct {
	class *class
	at    int
}

// A class is a Python class and the instances it has.
type class struct {
	name    string
	names   map[string]bool // of the modules that are instances
	init    []member
	forward []string // lines of the body; nil for a holder
	inputs  []string
	order   int
	vectors [][]int64 // an instance's slots each
	slots   []slot
	params  []param
	column  []int // by slot: index into params, or -1
	aliases []*node
}

type member struct {
	name string
	template
}

type param struct {
	name string
	rep  int // the slot that stands for it
}

type generator struct {
	r        *counter.Report
	root     *node
	byModule map[*counter.Module]*node
	classes  map[string]*class
	helpers  map[string]bool
	list     []*class // in the order in which they must be defined
	err      error
}

func (g *generator) tree(m *counter.Module, name string, parent *node) *node {
	n := &node{m: m, name: name, parent: parent}
	g.byModule[m] = n
	for name, c := range m.Children() {
		if known, ok := g.byModule[c]; ok {
			n.children = append(n.children, childRef{name, known, true})
			continue
		}
		n.children = append(n.children, childRef{name, g.tree(c, name, n), false})
	}
	return n
}

// homes returns, for each step, the container whose forward it belongs to: that
// of its module. A function without a module stands in the innermost container
// that holds both the module before and the module after it, with two
// exceptions: what comes between two runs of a chain is outside of the chain,
// and what finishes the work of a block belongs to the block.
func (g *generator) homes(users [][]int) []*node {
	steps := g.r.Steps
	homes := make([]*node, len(steps))
	before, after := make([]*node, len(steps)), make([]*node, len(steps))
	last := g.root
	for i, s := range steps {
		if s.Module != nil {
			last = g.byModule[s.Module].parent
			homes[i] = last
		}
		before[i] = last
	}
	last = g.root
	var leaf *node // the module that runs next
	for i := len(steps) - 1; i >= 0; i-- {
		if s := steps[i]; s.Module != nil {
			leaf = g.byModule[s.Module]
			last = leaf.parent
			continue
		}
		after[i] = last
		homes[i] = common(before[i], after[i])
		if k := homes[i]; k.parent != nil && leaf != nil && counted(k) && k.children[0].node == leaf {
			homes[i] = k.parent
		}
	}
	for i := range steps {
		if k := g.finishes(i, homes, users); k != nil {
			homes[i] = k
		}
	}
	return homes
}

// finishes returns the block, inside the function's home so far, whose work a
// function finishes: it directly follows the block's steps, is an activation or
// a join, and takes what nothing else needs of the block, and otherwise only
// what the block itself is given.
func (g *generator) finishes(i int, homes []*node, users [][]int) *node {
	s := g.r.Steps[i]
	switch s.Layer.(type) {
	case layer.Add, layer.Mul, layer.Concat, layer.Activation, layer.Dropout, layer.InstanceNorm:
	default:
		return nil
	}
	if s.Module != nil || i == 0 {
		return nil
	}
	k := under(homes[i], homes[i-1])
	for k != nil && counted(k) {
		k = under(k, homes[i-1])
	}
	if k == nil {
		return nil
	}
	first := i
	for first > 0 && inside(homes[first-1], k) {
		first--
	}
	given := map[int]bool{}
	for j := first; j < i; j++ {
		for _, in := range g.r.Steps[j].In {
			given[in] = given[in] || in < first
		}
	}
	made := false
	for _, j := range s.In {
		switch {
		case j >= first:
			made = true
			for _, u := range users[j] {
				if u > i {
					return nil
				}
			}
			if slices.Contains(g.r.Outputs, j) {
				return nil
			}
		case !given[j]:
			return nil
		}
	}
	if !made {
		return nil
	}
	return k
}

func common(a, b *node) *node {
	for x := a; x != nil; x = x.parent {
		for y := b; y != nil; y = y.parent {
			if x == y {
				return x
			}
		}
	}
	return nil
}

// under returns the child of c that n is or stands under, or nil.
func under(c, n *node) *node {
	for ; n != nil; n = n.parent {
		if n.parent == c {
			return n
		}
	}
	return nil
}

// A call is a line of a forward: a leaf, a function, or a container.
type call struct {
	target *node // nil for a function
	layer  counter.Layer
	in     []int // values: the steps that made them
	out    []int
}

func (g *generator) generate(name string) error {
	b := &builder{generator: g, users: make([][]int, len(g.r.Steps))}
	var steps []int
	for i, s := range g.r.Steps {
		for _, j := range s.In {
			b.users[j] = append(b.users[j], i)
		}
		if s.Layer != nil {
			steps = append(steps, i)
		}
	}
	b.home = g.homes(b.users)
	g.root.form = classed
	calls := b.body(g.root, [][]int{steps})
	if g.err != nil {
		return g.err
	}
	b.construct(g.root, calls, b.inputsOf(steps), g.r.Outputs)
	if g.err != nil {
		return g.err
	}
	g.root.class.names = map[string]bool{name: true}
	g.root.class.vectors = [][]int64{numbers(g.root.class.slots)}
	g.collect()
	g.nameClasses(name)
	return nil
}

func numbers(s []slot) []int64 {
	ns := make([]int64, len(s))
	for i, x := range s {
		ns[i] = x.n
	}
	return ns
}

type builder struct {
	*generator
	home  []*node
	users [][]int // by step: the steps that take its output
}

// body returns the calls that a container's forward makes for its runs, after
// deciding the forms of the containers in it, once for all.
func (b *builder) body(c *node, all [][]int) []call {
	runs := map[*node][][]int{}
	type piece struct {
		k     *node
		steps []int
	}
	var pieces []piece
	for _, steps := range all {
		for i := 0; i < len(steps); {
			k := under(c, b.home[steps[i]])
			j := i + 1
			for k != nil && j < len(steps) && under(c, b.home[steps[j]]) == k {
				j++
			}
			pieces = append(pieces, piece{k, steps[i:j]})
			if k != nil {
				runs[k] = append(runs[k], steps[i:j])
			}
			i = j
		}
	}
	for _, child := range c.children {
		if !child.alias && child.m.Layer() == nil && child.form == leaf {
			b.decide(child.node, runs[child.node])
		}
	}
	var calls []call
	for _, p := range pieces {
		switch {
		case p.k == nil:
			s := b.r.Steps[p.steps[0]]
			x := call{layer: s.Layer, in: s.In, out: p.steps}
			if s.Module != nil {
				x.target = b.byModule[s.Module]
			}
			calls = append(calls, x)
		case p.k.form == sequential || p.k.form == classed:
			calls = append(calls, call{target: p.k, in: b.inputsOf(p.steps), out: b.outputsOf(p.steps)})
		default:
			calls = append(calls, b.body(p.k, [][]int{p.steps})...)
		}
	}
	return calls
}

// decide chooses the form of a container from its runs, and makes its class.
func (b *builder) decide(k *node, runs [][]int) {
	callable := len(runs) > 0
	for _, run := range runs[min(1, len(runs)):] {
		callable = callable && b.shape(k, run) == b.shape(k, runs[0])
	}
	if !callable || len(b.outputsOf(runs[0])) == 0 {
		k.form = holder
		if counted(k) {
			k.form = list
		}
		b.body(k, runs) // its own containers still take a form
		b.construct(k, nil, nil, nil)
		return
	}
	k.form = classed
	calls := b.body(k, runs[:1])
	in, out := b.inputsOf(runs[0]), b.outputsOf(runs[0])
	if counted(k) && chain(k, calls, in, out) {
		k.form = sequential
	}
	b.construct(k, calls, in, out)
}

// shape describes a run so that two runs can be compared: what runs, on what,
// and what of it is used outside.
func (b *builder) shape(k *node, run []int) string {
	var s strings.Builder
	index := map[int]int{}
	for i, step := range run {
		index[step] = i
	}
	in := b.inputsOf(run)
	for _, step := range run {
		t := b.r.Steps[step]
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
	for _, step := range b.outputsOf(run) {
		fmt.Fprint(&s, index[step], " ")
	}
	return s.String()
}

// inputsOf returns the values that steps take from outside, in order of use.
func (b *builder) inputsOf(steps []int) []int {
	var in []int
	for _, i := range steps {
		for _, j := range b.r.Steps[i].In {
			if !slices.Contains(steps, j) && !slices.Contains(in, j) {
				in = append(in, j)
			}
		}
	}
	return in
}

// outputsOf returns the values of steps that are used outside.
func (b *builder) outputsOf(steps []int) []int {
	var out []int
	for _, i := range steps {
		used := slices.Contains(b.r.Outputs, i)
		for _, u := range b.users[i] {
			used = used || !slices.Contains(steps, u)
		}
		if used {
			out = append(out, i)
		}
	}
	return out
}

// counted reports whether a container's children are called 0, 1, 2, ….
func counted(k *node) bool {
	for i, c := range k.children {
		if c.name != fmt.Sprint(i) {
			return false
		}
	}
	return len(k.children) > 0
}

// chain reports whether calls run every child once, one after another.
func chain(k *node, calls []call, in, out []int) bool {
	if len(calls) != len(k.children) || len(in) != 1 || len(out) != 1 {
		return false
	}
	x := in[0]
	for i, c := range calls {
		if c.target == nil || k.children[i].alias || c.target != k.children[i].node || len(c.in) != 1 || len(c.out) != 1 || c.in[0] != x {
			return false
		}
		x = c.out[0]
	}
	return x == out[0]
}
