package layertest

import (
	"slices"
	"testing"

	"unetparams/counter"
)

// unstated are the kinds of layers that do not say what autograd keeps of them: their
// networks' memory is an estimate.
var unstated = []string{
	"KANLinear",
	"LSTM", "Frames", "Unframes", "DecayAttention", "Standardize", "Destandardize", "PadValid", "DoubleRate", // of sounds
	"CropEdges", "CropFrom", "SplitSources", "AxisToBatch", "BatchToAxis", "DropAxis", "Spectrogram", "InverseSpectrogram",
	"RowEmbedding", "MultiheadAttention", "TransformerEncoderLayer", "SwapChannels", "Reshape",
	"Fourier2D", "CenterLines", "CoilsToBatch", "BatchToCoils", "PadAround", "DivideByRoot", "CoilReduce", "CoilExpand", "DataConsistency", // of complex images
}

// TestSavers: every kind of layer says what autograd keeps of it, or is listed.
func TestSavers(t *testing.T) {
	for _, e := range Examples() {
		kind := e.Layer.Kind()
		s, ok := e.Layer.(counter.Saver)
		if ok == slices.Contains(unstated, kind) {
			t.Errorf("%s: states what is kept: %v", kind, ok)
		}
		out, err := e.Layer.Forward(e.In...)
		if !ok || err != nil {
			continue
		}
		grads := make([]bool, len(e.In))
		for i := range grads {
			grads[i] = true
		}
		kept := s.Saves(&counter.Run{In: e.In, Grads: grads, Out: out})
		if kept.Values < 0 || kept.Stats < 0 || kept.Indices < 0 || kept.Masks < 0 {
			t.Errorf("%s keeps %+v", kind, kept)
		}
	}
}
