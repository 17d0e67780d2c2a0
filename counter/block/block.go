// Package block cuts the steps of a network into the blocks that code is written
// in: it lays the module tree over the steps, so that every step has a block that
// it runs in, and says what a block takes from outside and what it gives back.
// Both writers of Python code start from it.
package block

import (
	"slices"
	"strconv"

	"unetparams/counter"
)

// A Block is a module of the tree: a container, or a leaf with a layer.
type Block struct {
	Module   *counter.Module
	Name     string // under its parent, where it is met first
	Parent   *Block // nil for the root
	Children []Child
	ID       int // of all blocks of a tree, from 0: the root's
}

// A Child is a block under the name that it has in a container. An alias is a
// further name of a block that belongs to another place.
type Child struct {
	Name string
	*Block
	Alias bool
}

// A Tree is a network's module tree together with its steps.
type Tree struct {
	Root  *Block
	Users [][]int // by step: the steps that take its output
	Len   int     // the number of blocks

	report *counter.Report
	blocks map[*counter.Module]*Block
}

// New returns the tree of a network with the given report.
func New(net *counter.Net, r *counter.Report) *Tree {
	t := &Tree{report: r, blocks: map[*counter.Module]*Block{}, Users: make([][]int, len(r.Steps))}
	t.Root = t.add(net.Root(), "", nil)
	for i, s := range r.Steps {
		for _, j := range s.In {
			t.Users[j] = append(t.Users[j], i)
		}
	}
	return t
}

func (t *Tree) add(m *counter.Module, name string, parent *Block) *Block {
	b := &Block{Module: m, Name: name, Parent: parent, ID: t.Len}
	t.Len++
	t.blocks[m] = b
	for name, c := range m.Children() {
		if known, ok := t.blocks[c]; ok {
			b.Children = append(b.Children, Child{name, known, true})
			continue
		}
		b.Children = append(b.Children, Child{name, t.add(c, name, b), false})
	}
	return b
}

// Of returns the block of a module, or nil for a step without one.
func (t *Tree) Of(m *counter.Module) *Block { return t.blocks[m] }

// Steps returns the steps that run a layer: all but the inputs.
func (t *Tree) Steps() []int {
	var steps []int
	for i, s := range t.report.Steps {
		if s.Layer != nil {
			steps = append(steps, i)
		}
	}
	return steps
}

// Containers returns, for each step, the container that it runs in: that of its
// module. A function without a module runs in the innermost container that holds
// both the module before and the module after it.
func (t *Tree) Containers() []*Block {
	steps := t.report.Steps
	containers := make([]*Block, len(steps))
	last := t.Root
	for i, s := range steps {
		if s.Module != nil {
			last = t.blocks[s.Module].Parent
		}
		containers[i] = last
	}
	last = t.Root
	for i := len(steps) - 1; i >= 0; i-- {
		if steps[i].Module != nil {
			last = containers[i]
			continue
		}
		containers[i] = Common(containers[i], last)
	}
	return containers
}

// A Piece is a run of consecutive steps in one child of a container, or a single
// step of the container itself.
type Piece struct {
	Block *Block // nil for a step of the container itself
	Steps []int
}

// Pieces cuts consecutive steps of a container into pieces.
func Pieces(c *Block, containers []*Block, steps []int) []Piece {
	var pieces []Piece
	for i := 0; i < len(steps); {
		b := c.Under(containers[steps[i]])
		j := i + 1
		for b != nil && j < len(steps) && c.Under(containers[steps[j]]) == b {
			j++
		}
		pieces = append(pieces, Piece{b, steps[i:j]})
		i = j
	}
	return pieces
}

// Inputs returns the values that steps take from outside, in order of use. A
// value is the step that makes it.
func (t *Tree) Inputs(steps []int) []int {
	var in []int
	for _, i := range steps {
		for _, j := range t.report.Steps[i].In {
			if !slices.Contains(steps, j) && !slices.Contains(in, j) {
				in = append(in, j)
			}
		}
	}
	return in
}

// Outputs returns those of the steps whose values are used outside of them.
func (t *Tree) Outputs(steps []int) []int {
	var out []int
	for _, i := range steps {
		if t.Leaves(i, steps) {
			out = append(out, i)
		}
	}
	return out
}

// Leaves reports whether the value of a step is used outside of the given steps.
func (t *Tree) Leaves(step int, steps []int) bool {
	return slices.Contains(t.report.Outputs, step) || slices.Contains(t.report.EvalOutputs, step) ||
		slices.ContainsFunc(t.Users[step], func(u int) bool { return !slices.Contains(steps, u) })
}

// Under returns the child of c that b is or is inside of, or nil.
func (c *Block) Under(b *Block) *Block {
	for ; b != nil; b = b.Parent {
		if b.Parent == c {
			return b
		}
	}
	return nil
}

// Inside reports whether b is outer or inside of it.
func (b *Block) Inside(outer *Block) bool {
	for ; b != nil; b = b.Parent {
		if b == outer {
			return true
		}
	}
	return false
}

// Counted reports whether a container's children are called 0, 1, 2, ….
func (b *Block) Counted() bool {
	for i, c := range b.Children {
		if c.Name != strconv.Itoa(i) {
			return false
		}
	}
	return len(b.Children) > 0
}

// Common returns the innermost block that holds both.
func Common(a, b *Block) *Block {
	for !b.Inside(a) {
		a = a.Parent
	}
	return a
}

// Borrowed returns the blocks from outside that b or what is in it has under
// another name.
func (b *Block) Borrowed() []*Block {
	var borrowed []*Block
	var visit func(c *Block)
	visit = func(c *Block) {
		for _, child := range c.Children {
			switch {
			case !child.Alias:
				visit(child.Block)
			case !child.Inside(b) && !slices.Contains(borrowed, child.Block):
				borrowed = append(borrowed, child.Block)
			}
		}
	}
	visit(b)
	return borrowed
}
