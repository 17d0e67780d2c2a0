package zoo

import (
	"unetparams/counter"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// vggNest runs the U-Net++ that 4uiiurz1 and bigmb share: bilinear up-sampling
// without a convolution, and in every node two 3×3 convolutions with batch
// normalization. They differ in the names of modules without parameters.
func vggNest(net *counter.Net, x counter.Value, filters []int64, up, relu string) []counter.Value {
	root := net.Root()
	pool := root.Own("pool", parts.MaxPool2D(2))
	upsample := root.Own(up, layer.Upsample{ND: 2, Linear: true, AlignCorners: true, Scale: counter.Cube(2)})
	mods := map[parts.Node]*counter.Module{}
	for _, n := range parts.ByColumn() {
		mods[n] = root.Child(n.Name("conv", "_"))
	}
	block := func(n parts.Node, x counter.Value) counter.Value {
		m, out := mods[n], filters[n.I]
		relu := m.Own(relu, layer.ReLU)
		x = m.Apply("conv1", parts.Conv2D(x.C, out, 3), x)
		x = relu.Run(m.Apply("bn1", parts.BatchNorm2D(out), x))
		x = m.Apply("conv2", parts.Conv2D(out, out, 3), x)
		return relu.Run(m.Apply("bn2", parts.BatchNorm2D(out), x))
	}
	return parts.Nest(net, x, parts.ByDiagonal(),
		func(n parts.Node, x counter.Value) counter.Value {
			if n.I > 0 {
				x = pool.Run(x)
			}
			return block(n, x)
		},
		func(n parts.Node, below counter.Value, left []counter.Value) counter.Value {
			join := append(append([]counter.Value(nil), left...), upsample.Run(below))
			return block(n, net.Do(layer.Concat{}, join...))
		})
}
