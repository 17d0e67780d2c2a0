package parts

import (
	"strconv"

	"unetparams/counter"
)

// A Node is the node X^{i,j} in the triangle of a U-Net++ of five levels: i is the
// level and j the column, both from 0; column 0 is the encoder.
type Node struct{ I, J int }

// Name returns the node's published name: prefix, i, separator, j.
func (n Node) Name(prefix, sep string) string {
	return prefix + strconv.Itoa(n.I) + sep + strconv.Itoa(n.J)
}

// ByColumn returns all nodes, column by column and from the finest level down.
func ByColumn() []Node {
	var all []Node
	for j := range 5 {
		for i := range 5 - j {
			all = append(all, Node{i, j})
		}
	}
	return all
}

// ByDiagonal returns all nodes, each as soon as it can be computed: after each level of
// the encoder, the diagonal that leads from it up to the finest level.
func ByDiagonal() []Node {
	var all []Node
	for level := range 5 {
		for j := range level + 1 {
			all = append(all, Node{level - j, j})
		}
	}
	return all
}

// Nest runs the nodes of a U-Net++ on x in the given order, each in a stage of
// its own, and returns the finest level, X^{0,0} to X^{0,4}. A node of the encoder takes
// the output of the node above it, or x; any other node takes the output of the node
// below it in the previous column, and of all nodes to its left.
func Nest(net *counter.Net, x counter.Value, order []Node,
	down func(n Node, x counter.Value) counter.Value,
	up func(n Node, below counter.Value, left []counter.Value) counter.Value,
) []counter.Value {
	var grid [5][5]counter.Value
	for _, n := range order {
		i, j := n.I, n.J
		switch {
		case j > 0:
			net.AtCol(counter.Decoder, i+1, j)
			grid[i][j] = up(n, grid[i+1][j-1], grid[i][:j])
			continue
		case i == 4:
			net.At(counter.Bottleneck, 5)
		default:
			net.At(counter.Encoder, i+1)
		}
		if i > 0 {
			x = grid[i-1][0]
		}
		grid[i][0] = down(n, x)
	}
	return grid[0][:]
}
