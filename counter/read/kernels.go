package read

import "strings"

// kernelNames are the names of kernels in TensorFlow, Keras, TF-Slim, flax and Haiku.
// Their shapes have the channels last: (height, width, in, out), for a transposed
// convolution of Keras (height, width, out, in).
var kernelNames = map[string]bool{"kernel": true, "weights": true, "w": true, "pointwise_kernel": true, "depthwise_kernel": true}

// channelsFirst converts the shapes of kernels with the channels last to those of
// PyTorch: (out, in, height, width) for a convolution, (in, out, height, width) for a
// transposed one, (out, in) for a linear layer. It changes nothing unless the names
// show that such a framework wrote the list.
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
