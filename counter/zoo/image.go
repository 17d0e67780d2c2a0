package zoo

import (
	"unetparams/counter"
	"unetparams/counter/layer"
)

// Texts that architectures share.
var (
	sectionData = Text{"Data", "数据"}
	sectionNet  = Text{"Network", "网络"}

	labelIn      = Text{"Input channels", "输入通道数"}
	helpIn       = Text{"1 for grey images, 3 for colour.", "灰度图为 1，彩色图为 3。"}
	labelClasses = Text{"Classes", "类别数"}
	helpClasses  = Text{"Channels of the output, the background counted.", "输出通道数，背景也算一类。"}
)

// image is embedded by architectures for two-dimensional images whose knobs
// never contradict each other.
type image struct{ size []int64 }

// Check implements [Model].
func (*image) Check() error { return nil }

// Input implements [Model].
func (m *image) Input() (counter.Axes, error) { return inputAxes(m.size, 2) }

// closedForm returns the count of a network as a polynomial in the first of its
// filters, if they are a base width doubled from level to level.
func closedForm(filters []int64, build func(net *counter.Net, filters []int64)) (int64, counter.Poly, error) {
	return closedFormBy(1, filters, build)
}

// closedFormBy is [closedForm] for widths that are multiples of step.
func closedFormBy(step int64, filters []int64, build func(net *counter.Net, filters []int64)) (int64, counter.Poly, error) {
	for i, n := range filters {
		if n != filters[0]<<i {
			return 0, counter.Poly{}, counter.ErrNotPolynomial
		}
	}
	p, err := polynomial(step, func(net *counter.Net, w int64) { build(net, doubling(w, len(filters))) })
	return filters[0], p, err
}

// conv2d returns a convolution of an odd kernel that keeps the size, with bias.
func conv2d(in, out, kernel int64) layer.Conv {
	return layer.Conv{ND: 2, In: in, Out: out, Kernel: counter.Cube(kernel), Padding: counter.Cube(kernel / 2), Bias: true}
}

// batchNorm2d returns a batch normalisation as PyTorch makes it by default.
func batchNorm2d(c int64) layer.BatchNorm {
	return layer.BatchNorm{ND: 2, C: c, Affine: true, TrackStats: true}
}

// maxPool2d returns a max-pooling that divides the size by n.
func maxPool2d(n int64) layer.Pool { return layer.Pool{ND: 2, Kernel: counter.Cube(n)} }

// fit hands x to a layer that published code made for c channels; where x has
// others, the network can be counted, and not run.
func fit(net *counter.Net, x counter.Value, c int64) counter.Value {
	if x.C == c {
		return x
	}
	return net.Do(layer.ChannelMismatch{C: c}, x)
}
