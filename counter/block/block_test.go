package block_test

import (
	"fmt"
	"strings"
	"testing"

	"unetparams/counter"
	"unetparams/counter/block"
	"unetparams/counter/layer"
)

// nested has a function between two layers of an inner block, one between two
// blocks, and an alias:
//
//	a.b.conv → relu → a.b.norm → relu → a.c → relu → d
func nested() *counter.Net {
	net := counter.New()
	conv := layer.Conv{ND: 2, In: 1, Out: 1, Kernel: counter.Cube(1)}
	x := net.Input(1, 2)
	a := net.Root().Child("a")
	b := a.Child("b")
	x = net.Do(layer.ReLU, b.Apply("conv", conv, x))
	x = net.Do(layer.ReLU, b.Apply("norm", layer.GroupNorm{Groups: 1, C: 1}, x))
	c := a.Own("c", conv)
	x = net.Do(layer.ReLU, c.Run(x))
	net.Root().Apply("d", conv, x)
	net.Root().Child("e").Alias("0", c)
	return net
}

func tree(t *testing.T) *block.Tree {
	t.Helper()
	net := nested()
	r, err := net.Report()
	if err != nil {
		t.Fatal(err)
	}
	return block.New(net, r)
}

// path returns a block's name from the root.
func path(b *block.Block) string {
	if b == nil {
		return "-"
	}
	if b.Parent == nil {
		return "."
	}
	return strings.TrimPrefix(path(b.Parent)+"/"+b.Name, "./")
}

func TestHomes(t *testing.T) {
	var got []string
	for _, b := range tree(t).Containers() {
		got = append(got, path(b))
	}
	// input, conv, relu, norm, relu, c, relu, d
	if s := strings.Join(got, " "); s != ". a/b a/b a/b a a . ." {
		t.Errorf("containers %s", s)
	}
}

func TestPieces(t *testing.T) {
	tree := tree(t)
	var got []string
	for _, p := range block.Pieces(tree.Root, tree.Containers(), tree.Steps()) {
		got = append(got, fmt.Sprint(path(p.Block), p.Steps))
	}
	if s := strings.Join(got, " "); s != "a[1 2 3 4 5] -[6] -[7]" {
		t.Errorf("pieces %s", s)
	}
	a := tree.Root.Children[0].Block
	got = nil
	for _, p := range block.Pieces(a, tree.Containers(), []int{1, 2, 3, 4, 5}) {
		got = append(got, fmt.Sprint(path(p.Block), p.Steps))
	}
	if s := strings.Join(got, " "); s != "a/b[1 2 3] -[4] -[5]" {
		t.Errorf("pieces %s", s)
	}
}

func TestInputsOutputs(t *testing.T) {
	tree := tree(t)
	for _, tt := range []struct {
		steps []int
		want  string
	}{
		{[]int{1, 2, 3}, "[0] [3]"},
		{[]int{2}, "[1] [2]"},
		{[]int{7}, "[6] [7]"}, // the output of the network
		{[]int{1, 5}, "[0 4] [1 5]"},
	} {
		if got := fmt.Sprint(tree.Inputs(tt.steps), tree.Outputs(tt.steps)); got != tt.want {
			t.Errorf("%v: %s, want %s", tt.steps, got, tt.want)
		}
	}
}

func TestBorrowed(t *testing.T) {
	root := tree(t).Root
	e := root.Children[2].Block
	var got []string
	for _, b := range e.Borrowed() {
		got = append(got, path(b))
	}
	if s := strings.Join(got, " "); s != "a/c" || len(root.Borrowed()) != 0 {
		t.Errorf("borrowed %s, by the root %d", s, len(root.Borrowed()))
	}
	if !e.Counted() || root.Counted() {
		t.Error("what is counted from 0")
	}
}
