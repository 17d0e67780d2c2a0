package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/layer"
)

// familyNested is what nested and full-scale architectures are grouped under.
var familyNested = Text{"Nested and full-scale", "嵌套与全尺度"}

var paperNested = Source{
	Title: "Zhou, Siddiquee, Tajbakhsh, Liang: UNet++: A Nested U-Net Architecture for Medical Image Segmentation",
	Year:  2018, URL: "https://arxiv.org/abs/1807.10165",
}

// A node is a place X^{i,j} in the triangle of a U-Net++ of five levels: i
// counts the levels from 0 on, j the columns; column 0 is the encoder.
type node struct{ i, j int }

// name returns the node's published name: prefix, i, separator, j.
func (n node) name(prefix, sep string) string {
	return prefix + strconv.Itoa(n.i) + sep + strconv.Itoa(n.j)
}

// byColumn returns all nodes, column by column and from the finest level down.
func byColumn() []node {
	var all []node
	for j := range 5 {
		for i := range 5 - j {
			all = append(all, node{i, j})
		}
	}
	return all
}

// byDiagonal returns all nodes as soon as they can be reached: after each level
// of the encoder the diagonal that leads from it up to the finest level.
func byDiagonal() []node {
	var all []node
	for level := range 5 {
		for j := range level + 1 {
			all = append(all, node{level - j, j})
		}
	}
	return all
}

// nest runs the nodes of a U-Net++ on x in the given order, each in a stage of
// its own, and returns the finest level, X^{0,0} to X^{0,4}. An encoder's node
// gets the one above it, or x; any other the one below it to the left, and all
// to the left of it.
func nest(net *counter.Net, x counter.Value, order []node,
	down func(n node, x counter.Value) counter.Value,
	up func(n node, below counter.Value, left []counter.Value) counter.Value,
) []counter.Value {
	var grid [5][5]counter.Value
	for _, n := range order {
		i, j := n.i, n.j
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

// vggNest runs the U-Net++ that 4uiiurz1 and bigmb share: bilinear up-sampling
// without a convolution, and in every node two 3×3 convolutions with batch
// normalisation. They differ in the names of modules without parameters.
func vggNest(net *counter.Net, x counter.Value, filters []int64, up, relu string) []counter.Value {
	root := net.Root()
	pool := root.Own("pool", maxPool2d(2))
	upsample := root.Own(up, layer.Upsample{ND: 2, Linear: true, Scale: counter.Cube(2)})
	mods := map[node]*counter.Module{}
	for _, n := range byColumn() {
		mods[n] = root.Child(n.name("conv", "_"))
	}
	block := func(n node, x counter.Value) counter.Value {
		m, out := mods[n], filters[n.i]
		relu := m.Own(relu, layer.ReLU)
		x = m.Apply("conv1", conv2d(x.C, out, 3), x)
		x = relu.Run(m.Apply("bn1", batchNorm2d(out), x))
		x = m.Apply("conv2", conv2d(out, out, 3), x)
		return relu.Run(m.Apply("bn2", batchNorm2d(out), x))
	}
	return nest(net, x, byDiagonal(),
		func(n node, x counter.Value) counter.Value {
			if n.i > 0 {
				x = pool.Run(x)
			}
			return block(n, x)
		},
		func(n node, below counter.Value, left []counter.Value) counter.Value {
			join := append(append([]counter.Value(nil), left...), upsample.Run(below))
			return block(n, net.Do(layer.Concat{}, join...))
		})
}
