package layer

import "unetparams/counter"

// UnregisteredTransformer is a layer of a transformer, PyTorch's
// nn.TransformerEncoderLayer, that published code keeps in a plain list: it runs, but
// the model doesn't know it, so that its parameters are in neither parameters() nor
// state_dict, and an optimizer never changes them. They are not counted:
//
//	unregistered = 4·C² + 2·C·hidden + 9·C + hidden
//
// https://pytorch.org/docs/stable/generated/torch.nn.TransformerEncoderLayer.html
type UnregisteredTransformer struct {
	C, Heads, Hidden int64
}

// Kind returns "TransformerEncoderLayer".
func (UnregisteredTransformer) Kind() string { return "TransformerEncoderLayer" }

// Register adds the parameters beside those that count.
func (l UnregisteredTransformer) Register(t *counter.Tensors) {
	t.Unregistered(4*l.C*l.C + 2*l.C*l.Hidden + 9*l.C + l.Hidden)
}

// Forward implements [counter.Layer]: the shape is unchanged.
func (l UnregisteredTransformer) Forward(in ...counter.Shape) (counter.Shape, error) {
	if l.Heads < 1 || l.Hidden < 1 || max(l.C, l.Hidden) > 1<<28 || l.C%l.Heads != 0 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	}
	return unchanged(in, channelwise(in, l.C, 1))
}

// MACs returns 4·C² for the projections and 2·C·hidden for the feed-forward part, for
// each position.
func (l UnregisteredTransformer) MACs(in []counter.Shape, out counter.Shape) (int64, error) {
	n, err := out.Positions()
	if err != nil {
		return 0, err
	}
	return counter.Product(n, 4*l.C*l.C+2*l.C*l.Hidden)
}

// FeatureMACs implements [counter.FeatureMultiplier]: as for [Attention].
func (UnregisteredTransformer) FeatureMACs(in []counter.Shape, out counter.Shape) (int64, error) {
	return Attention{}.FeatureMACs([]counter.Shape{in[0], in[0], in[0]}, out)
}

// Reach implements [counter.Reacher]: all positions.
func (UnregisteredTransformer) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}
