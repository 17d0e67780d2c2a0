package keras

import (
	"reflect"
	"testing"

	"unetparams/counter/layer/layertest"
)

// without are the types of layers that Keras has no counterpart of.
var without = map[string]bool{
	"Argmax": true, "PairSum": true, "BatchConcat": true, "LayerNorm": true, "ReflectionPad": true, "ReplicateOne": true,
	"FlattenPositions": true, "Flatten": true, "Unflatten": true, "PixelShuffle": true,
	"PositionEmbedding": true, "ChannelScale": true, "Attention": true, "Chunk": true, "PatchChannels": true,
	"WindowAttention": true, "RelativePositionIndex": true, "WindowPad": true, "TrimLike": true,
}

// TestEveryKindIsWritten: every kind of layer is written, or is one of those that
// Keras is known to lack.
func TestEveryKindIsWritten(t *testing.T) {
	for _, e := range layertest.Examples() {
		name := reflect.TypeOf(e.Layer).Name()
		out, err := e.Layer.Forward(e.In...)
		if err != nil {
			continue // a stop of the published code
		}
		_, reason, ok := pieces(e.Layer, e.In, out)
		switch {
		case !ok && reason == NoLayer && !without[name]:
			t.Errorf("%s is not written; if Keras has no such layer, list it in without", name)
		case ok && without[name]:
			t.Errorf("%s is written, and listed in without", name)
		}
	}
}
