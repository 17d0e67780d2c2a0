package read

import "strings"

// kernelNames are what TensorFlow, Keras, TF-Slim, flax and Haiku call a kernel.
// Theirs have the channels last: (height, width, in, out), and a transposed
// convolution of Keras (height, width, out, in).
var kernelNames = map[string]bool{"kernel": true, "weights": true, "w": true, "pointwise_kernel": true, "depthwise_kernel": true}

// channelsFirst gives kernels that have the channels last the shapes that PyTorch
// has for the same layers: a convolution (out, in, height, width), a transposed one
// (in, out, height, width), a linear layer (out, in). Where names don't show that
// it was such a framework that wrote the list, nothing is changed.
func (l *Listing) channelsFirst() {
	if l.Format != StateDict && l.Format != Flax && l.Format != ParameterTable {
		return
	}
	kernels := 0
	for i := range l.Tensors {
		t := &l.Tensors[i]
		switch last := lastName(t.Name); {
		case kernelNames[last] && len(t.Shape) > 1:
			kernels++
		case last == "weight" && len(t.Shape) > 1:
			return
		}
	}
	if kernels == 0 {
		return
	}
	l.note(ChannelsLast)
	for i := range l.Tensors {
		t := &l.Tensors[i]
		last, n := lastName(t.Name), len(t.Shape)
		if !kernelNames[last] || n < 2 {
			continue
		}
		shape := append([]int64{t.Shape[n-1], t.Shape[n-2]}, t.Shape[:n-2]...)
		switch {
		case last == "depthwise_kernel": // (height, width, in, multiplier)
			if m, fits := elements(shape[:2]); fits {
				shape[0], shape[1] = m, 1
			}
		case n > 2 && strings.Contains(t.Name, "ConvTranspose_"): // flax's: (height, width, in, out)
			shape[0], shape[1] = shape[1], shape[0]
		}
		t.Shape = shape
	}
}

// lastName returns the last part of a path, without TensorFlow's ":0".
func lastName(path string) string {
	path = strings.TrimSuffix(path, ":0")
	return path[strings.LastIndexAny(path, "./")+1:]
}
