package keras

import (
	"fmt"
	"strings"

	"unetparams/counter"
	"unetparams/counter/layer"
	"unetparams/counter/python"
)

// A piece is one Keras layer of the one or two that do what a layer does.
type piece struct {
	text  string // with "§" for a slot and "◊" for the name
	slot  []slot
	owner bool // it has the weights, and so the name
	join  bool // it takes a list of all inputs, and not the first alone
}

// linearUp begins the call of the helper for linear interpolation.
const linearUp = "upsample_linear("

// plain returns a single layer without weights.
func plain(text string, slots ...slot) []piece { return []piece{{text: text, slot: slots}} }

// translate returns the Keras layers that do what a layer does to inputs of the
// given shapes, or the reason why there are none. No layer at all means that
// there is nothing to do.
func translate(l counter.Layer, in []counter.Shape, out counter.Shape) ([]piece, Reason, bool) {
	x := in[0]
	switch l := l.(type) {
	case layer.Conv:
		return convolution(l)
	case layer.ConvTranspose:
		return transposed(l)
	case layer.BatchNorm:
		if l.TrackStats { // Keras has no batch norm without
			return []piece{{text: "layers.BatchNormalization(momentum=0.9, epsilon=1e-5" + affine(l.Affine) + "◊)", owner: true}}, 0, true
		}
	case layer.InstanceNorm:
		if !l.TrackStats {
			return []piece{{text: "layers.GroupNormalization(groups=-1, epsilon=1e-5" + affine(l.Affine) + "◊)", owner: l.Affine}}, 0, true
		}
	case layer.GroupNorm:
		return []piece{{text: "layers.GroupNormalization(groups=§, epsilon=1e-5" + affine(l.Affine) + "◊)", slot: []slot{{"groups", l.Groups}}, owner: l.Affine}}, 0, true
	case layer.Linear:
		if l.Out == 0 { // Keras has no layer without neurons
			return nil, NoLayer, false
		}
		return []piece{{text: "layers.Dense(§" + python.Off("use_bias", l.Bias) + "◊)", slot: []slot{{"units", l.Out}}, owner: true}}, 0, true
	case layer.PReLU:
		shared := []int{1, 2, 3, 4}[:x.ND]
		if l.C == 1 {
			shared = []int{1, 2, 3, 4}[:x.ND+1]
		}
		return []piece{{text: "layers.PReLU(keras.initializers.Constant(0.25), shared_axes=" + strings.ReplaceAll(fmt.Sprint(shared), " ", ", ") + "◊)", owner: true}}, 0, true
	case layer.Activation:
		switch l.Name {
		case "ReLU":
			return plain("layers.ReLU()"), 0, true
		case "LeakyReLU":
			if l.Slope != "" {
				return plain("layers.LeakyReLU(" + l.Slope + ")"), 0, true
			}
			return plain("layers.LeakyReLU(0.01)"), 0, true
		case "ELU":
			return plain("layers.ELU(" + l.Slope + ")"), 0, true
		case "Sigmoid", "Tanh", "Softmax":
			return plain(fmt.Sprintf("layers.Activation(%q)", strings.ToLower(l.Name))), 0, true
		case "SiLU":
			return plain(`layers.Activation("swish")`), 0, true
		}
	case layer.Dropout:
		return plain("layers.Dropout(0.5)"), 0, true
	case layer.Pool:
		return pooling(l, x)
	case layer.AdaptivePool:
		if axes(l.Size, l.ND) == counter.Cube(1) {
			name := "Max"
			if l.Average {
				name = "Average"
			}
			return plain(fmt.Sprintf("layers.Global%sPooling%dD(keepdims=True)", name, l.ND)), 0, true
		}
	case layer.Upsample:
		return upsampling(l.Linear, l.AlignCorners, l.ND, l.Scale, x)
	case layer.Interpolate:
		if !x.Known() {
			return nil, NeedsSize, false
		}
		var scale counter.Axes
		for i := range x.ND {
			scale[i] = out.Size[i] / x.Size[i]
			if out.Size[i]%x.Size[i] != 0 {
				if l.Linear && !l.AlignCorners && x.ND == 2 {
					return plain("layers.Resizing(§, §)", slot{"height", out.Size[0]}, slot{"width", out.Size[1]}), 0, true
				}
				return nil, NoLayer, false
			}
		}
		return upsampling(l.Linear, l.AlignCorners, x.ND, scale, x)
	case layer.Concat:
		return []piece{{text: "layers.Concatenate()", join: true}}, 0, true
	case layer.Add:
		return []piece{{text: "layers.Add()", join: true}}, 0, true
	case layer.Mul:
		return []piece{{text: "layers.Multiply()", join: true}}, 0, true
	case layer.Mean:
		return []piece{{text: "layers.Average()", join: true}}, 0, true
	case layer.Maximum:
		return []piece{{text: "layers.Maximum()", join: true}}, 0, true
	case layer.ConstantPad:
		return resize(x.ND, l.Before, l.After), 0, true
	case layer.Crop, layer.PadLike, layer.TrimOdd, layer.ReplicateOne:
		return fitting(l, in, out)
	case layer.SizeMultipleOf:
		return nil, 0, true
	case layer.ChannelMismatch, layer.RuntimeError:
		return nil, CannotRun, false
	}
	return nil, NoLayer, false
}

// convolution writes padding="same" where Keras means the same by it: it pads
// what keeps the size, half of it (rounded down) at the beginning, and with a
// stride less than PyTorch does.
func convolution(l layer.Conv) ([]piece, Reason, bool) {
	stride, dilation := axes(l.Stride, l.ND), axes(l.Dilation, l.ND)
	if stride != counter.Cube(1) && dilation != counter.Cube(1) {
		return nil, NoLayer, false
	}
	same, padded := l.Same, false
	if !same && stride == counter.Cube(1) {
		same = true
		for i := range l.ND {
			same = same && 2*l.Padding[i] == dilation[i]*(l.Kernel[i]-1)
		}
	}
	padding := ""
	if same && axes(l.Kernel, l.ND) != counter.Cube(1) {
		padding = `, padding="same"`
	}
	var pieces []piece
	for _, p := range l.Padding[:l.ND] {
		padded = padded || p > 0
	}
	if !same && padded {
		pieces = plain(fmt.Sprintf("layers.ZeroPadding%dD(%s)", l.ND, python.Axes(l.Padding, l.ND)))
	}
	slots := []slot{{"filters", l.Out}}
	groups := ""
	if l.Groups > 1 {
		groups = ", groups=§"
		slots = append(slots, slot{"groups", l.Groups})
	}
	text := fmt.Sprintf("layers.Conv%dD(§, %s%s%s%s%s%s◊)", l.ND, python.Axes(l.Kernel, l.ND),
		python.Option("strides", l.Stride, l.ND, 1), padding, python.Option("dilation_rate", l.Dilation, l.ND, 1),
		groups, python.Off("use_bias", l.Bias))
	return append(pieces, piece{text: text, slot: slots, owner: true}), 0, true
}

// transposed cuts off what PyTorch's padding leaves out: Keras's own leaves it
// out at the other end. A stride longer than the kernel makes Keras add positions
// that hold the bias alone, and so does PyTorch's output padding.
func transposed(l layer.ConvTranspose) ([]piece, Reason, bool) {
	if l.Groups > 1 || axes(l.Dilation, l.ND) != counter.Cube(1) {
		return nil, NoLayer, false
	}
	stride := axes(l.Stride, l.ND)
	var before, after counter.Axes
	for i := range l.ND {
		before[i] = -l.Padding[i]
		after[i] = l.OutputPadding[i] - l.Padding[i] - max(stride[i]-l.Kernel[i], 0)
		if after[i] > 0 {
			return nil, NoLayer, false
		}
	}
	text := fmt.Sprintf("layers.Conv%dDTranspose(§, %s%s%s◊)", l.ND, python.Axes(l.Kernel, l.ND),
		python.Option("strides", l.Stride, l.ND, 1), python.Off("use_bias", l.Bias))
	return append([]piece{{text: text, slot: []slot{{"filters", l.Out}}, owner: true}}, resize(l.ND, before, after)...), 0, true
}

// pooling has padding where Keras's "same" is what PyTorch does: the windows of
// two that an odd size leaves half full.
func pooling(l layer.Pool, x counter.Shape) ([]piece, Reason, bool) {
	stride := l.Stride
	for i := range l.ND {
		if stride[i] == 0 {
			stride[i] = l.Kernel[i]
		}
	}
	name, padding := "Max", ""
	if l.Average {
		name = "Average"
	}
	ceil := l.Ceil && !x.Known()
	for i, n := range x.Sizes() {
		ceil = ceil || l.Ceil && (n+2*l.Padding[i]-l.Kernel[i])%stride[i] != 0
	}
	if ceil {
		if axes(l.Kernel, l.ND) != counter.Cube(2) || axes(stride, l.ND) != counter.Cube(2) {
			return nil, NoLayer, false
		}
		padding = `, padding="same"`
	}
	for _, p := range l.Padding[:l.ND] {
		if p > 0 && (!l.Average || ceil) {
			return nil, NoLayer, false // no zeros: the maximum may be negative
		}
	}
	pieces := resize(l.ND, l.Padding, l.Padding)
	strides := ""
	if s := python.Axes(stride, l.ND); s != python.Axes(l.Kernel, l.ND) {
		strides = ", strides=" + s
	}
	return append(pieces, plain(fmt.Sprintf("layers.%sPooling%dD(%s%s%s)", name, l.ND, python.Axes(l.Kernel, l.ND), strides, padding))...), 0, true
}

// upsampling interpolates: Keras does so linearly for images only, and in other
// dimensions the helper does it axis by axis.
func upsampling(linear, aligned bool, nd int, scale counter.Axes, x counter.Shape) ([]piece, Reason, bool) {
	size := python.Axes(scale, nd)
	switch {
	case axes(scale, nd) == counter.Cube(1):
		return nil, 0, true
	case !linear:
		return plain(fmt.Sprintf("layers.UpSampling%dD(%s)", nd, size)), 0, true
	case aligned && !x.Known():
		return nil, NeedsSize, false
	case aligned:
		return plain(fmt.Sprintf("%s%s)", alignedUp, strings.ReplaceAll(fmt.Sprint(scale[:nd]), " ", ", "))), 0, true
	case nd == 2:
		return plain(fmt.Sprintf(`layers.UpSampling2D(%s, interpolation="bilinear")`, size)), 0, true
	case !x.Known():
		return nil, NeedsSize, false
	}
	return plain(fmt.Sprintf("%s%s)", linearUp, strings.ReplaceAll(fmt.Sprint(scale[:nd]), " ", ", "))), 0, true
}

// fitting makes the first input as large as the second, by what sizes are.
func fitting(l counter.Layer, in []counter.Shape, out counter.Shape) ([]piece, Reason, bool) {
	x := in[0]
	if !x.Known() {
		return nil, NeedsSize, false
	}
	var before, after counter.Axes
	for i := range x.ND {
		more := out.Size[i] - x.Size[i]
		switch l.(type) {
		case layer.Crop:
			before[i] = -((x.Size[i] - out.Size[i]) / 2)
		case layer.PadLike:
			before[i] = more >> 1 // rounded down, as Python does
		case layer.ReplicateOne:
			if more != 0 {
				return nil, NoLayer, false
			}
		}
		after[i] = more - before[i]
	}
	return resize(x.ND, before, after), 0, true
}

// resize pads with zeros, or cuts off where numbers are negative.
func resize(nd int, before, after counter.Axes) []piece {
	var pieces []piece
	for _, f := range []struct {
		class string
		sign  int64
	}{{"Cropping", -1}, {"ZeroPadding", 1}} {
		var slots []slot
		var sides []string
		any, even := false, true
		for i := range nd {
			b, a := max(f.sign*before[i], 0), max(f.sign*after[i], 0)
			any = any || b+a > 0
			even = even && a == b && b == max(f.sign*before[0], 0)
			slots = append(slots, slot{"before", b}, slot{"after", a})
			sides = append(sides, "(§, §)")
		}
		if !any {
			continue
		}
		text := "(" + strings.Join(sides, ", ") + ")"
		if nd == 1 {
			text = sides[0]
		}
		if even {
			text, slots = "§", []slot{{"border", slots[0].n}}
		}
		pieces = append(pieces, piece{text: fmt.Sprintf("layers.%s%dD(%s)", f.class, nd, text), slot: slots})
	}
	return pieces
}

// axes returns the first axes with 1 in place of zero, and 1 for the others.
func axes(a counter.Axes, nd int) counter.Axes {
	b := counter.Cube(1)
	for i := range nd {
		b[i] = max(a[i], 1)
	}
	return b
}

func affine(on bool) string {
	if on {
		return ""
	}
	return ", center=False, scale=False"
}
