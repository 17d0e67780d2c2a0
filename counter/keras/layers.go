package keras

import (
	"fmt"
	"strings"

	"unetparams/counter"
	"unetparams/counter/layer"
	"unetparams/counter/python"
)

// A piece is one of the Keras layers that together implement a layer.
type piece struct {
	text     string // with "§" for a slot and "◊" for the name
	slot     []slot
	owner    bool // it has the weights, and so the name
	join     bool // it takes a list of all inputs, not only the first
	training bool // it is always called in training mode
}

// A use holds the shapes of a layer's inputs and output. Sizes may be unknown.
type use struct {
	in  []counter.Shape
	out counter.Shape
}

// x returns the first input's shape.
func (u use) x() counter.Shape { return u.in[0] }

// A row says how layers of one type are written.
type row interface {
	// pieces returns the Keras layers that implement a layer, or the reason why
	// there are none. If both are zero, there is nothing to do. Mine is false for a
	// layer of another type.
	pieces(counter.Layer, use) (p []piece, reason Reason, mine bool)
}

// as is the row of layers of type L; it is nil if Keras has no such layer.
type as[L counter.Layer] func(L, use) ([]piece, Reason)

func (r as[L]) pieces(l counter.Layer, u use) (p []piece, reason Reason, mine bool) {
	x, mine := l.(L)
	switch {
	case mine && r != nil:
		p, reason = r(x, u)
	case mine:
		reason = NoLayer
	}
	return p, reason, mine
}

// rows has a row for every type of layer, in the order of package layer.
var rows = [...]row{
	// act.go
	as[layer.Activation](activation),
	as[layer.PReLU](prelu),
	as[layer.Dropout](fixed[layer.Dropout]("layers.Dropout(0.5)")),
	as[layer.Argmax](nil),
	// attention.go
	as[layer.PairDot](sized[layer.PairDot](pairDot + ")")),
	as[layer.PairSum](nil),
	as[layer.AttentionWeights](attentionWeights),
	as[layer.PairWeighted](sized[layer.PairWeighted](pairWeighted + ")")),
	// channelpool.go
	as[layer.ChannelPool](nil),
	// conv.go
	as[layer.Conv](convolution),
	as[layer.ConvTranspose](transposed),
	// embed.go
	as[layer.Embedding](nil),
	as[layer.Sinusoid](nil),
	as[layer.Unsqueeze](nil),
	as[layer.ScaleShift](nil),
	// fourier.go
	as[layer.FourierFeatures](nil),
	as[layer.DivideBy](nil),
	as[layer.Center](nil),
	as[layer.RootScale](nil),
	as[layer.Times](nil),
	as[layer.NumberTable](nil),
	// filtered.go
	as[layer.FilteredConv](nil),
	// memory.go
	as[layer.ChannelNorm](nil),
	as[layer.MemoryAttention](nil),
	as[layer.LinearAttention](nil),
	as[layer.StandardizedConv](nil),
	// join.go
	as[layer.BatchConcat](nil),
	as[layer.Stack](sized[layer.Stack](stack + ")")),
	as[layer.Concat](joined[layer.Concat]("layers.Concatenate()")),
	as[layer.Add](joined[layer.Add]("layers.Add()")),
	as[layer.Mul](joined[layer.Mul]("layers.Multiply()")),
	as[layer.Crop](fitting(func(_ layer.Crop, x, out int64) (int64, bool) { return -((x - out) / 2), true })),
	as[layer.Maximum](joined[layer.Maximum]("layers.Maximum()")),
	as[layer.Mean](joined[layer.Mean]("layers.Average()")),
	// linear.go
	as[layer.Linear](linear),
	// norm.go
	as[layer.BatchNorm](batchNorm),
	as[layer.InstanceNorm](instanceNorm),
	as[layer.GroupNorm](groupNorm),
	as[layer.LayerNorm](nil),
	// pad.go
	as[layer.ConstantPad](func(l layer.ConstantPad, u use) ([]piece, Reason) { return resize(l.ND, l.Before, l.After), 0 }),
	// A shift rounds down, as in Python: a padding may be negative.
	as[layer.PadLike](fitting(func(_ layer.PadLike, x, out int64) (int64, bool) { return (out - x) >> 1, true })),
	as[layer.TrimOdd](fitting(func(_ layer.TrimOdd, x, out int64) (int64, bool) { return 0, true })),
	as[layer.ReflectionPad](nil),
	as[layer.ReplicateOne](fitting(func(_ layer.ReplicateOne, x, out int64) (int64, bool) { return 0, x == out })),
	// pool.go
	as[layer.AdaptivePool](adaptive),
	as[layer.Pool](pooling),
	as[layer.MaxUnpool](nil), // it has no places of maxima
	// reshape.go
	as[layer.FlattenPositions](nil),
	as[layer.Flatten](nil),   // Keras has the channels on another axis
	as[layer.Reordered](nil), // as for Flatten
	as[layer.Unflatten](unflatten),
	// resize.go
	as[layer.Interpolate](interpolation),
	as[layer.PixelShuffle](nil),
	as[layer.Upsample](func(l layer.Upsample, u use) ([]piece, Reason) {
		return upsampling(l.Linear, l.AlignCorners, l.ND, l.Scale, u.x())
	}),
	// sinc.go
	as[layer.SincResample](nil),
	// stops.go
	as[layer.RuntimeError](func(layer.RuntimeError, use) ([]piece, Reason) { return nil, CannotRun }),
	as[layer.ChannelMismatch](func(layer.ChannelMismatch, use) ([]piece, Reason) { return nil, CannotRun }),
	as[layer.SizeMultipleOf](func(layer.SizeMultipleOf, use) ([]piece, Reason) { return nil, 0 }),
	// bare.go, tokens.go, patch.go, window.go
	as[layer.PositionEmbedding](nil),
	as[layer.ChannelScale](nil),
	as[layer.Attention](nil),
	as[layer.Chunk](nil),
	as[layer.Slice](nil),
	as[layer.AxialShift](nil),
	as[layer.KANLinear](nil),
	as[layer.PatchChannels](nil),
	as[layer.WindowAttention](nil),
	as[layer.RelativePositionIndex](nil),
	as[layer.WindowPad](nil),
	as[layer.TrimLike](nil),
	as[layer.ReflectOne](nil),
	as[layer.AttentionMask](nil),
	as[layer.PatchPositions](nil),
	as[layer.FlattenSizes](nil),
	as[layer.UnflattenSizes](nil),
	as[layer.StdConv](nil),
	as[layer.BiasFreeNorm](nil),
	as[layer.TemperatureAttention](nil),
	as[layer.CrossChannelAttention](nil),
	as[layer.L2Normalize](nil),
	as[layer.WindowEmbedding](nil),
	as[layer.PositionLinear](nil),
	as[layer.Regroup](nil),
	as[layer.Ungroup](nil),
	as[layer.LearnedMap](nil),
	as[layer.AlongAxis](nil),
	as[layer.ChannelShare](nil),
	as[layer.LowPass](nil),
	as[layer.HeadNorm](nil),
	as[layer.NIN](nil),
	as[layer.AxisPart](nil),
	as[layer.AxisConcat](nil),
	as[layer.FirstToken](nil),
	as[layer.TokenConcat](nil),
	as[layer.NullToken](nil),
	as[layer.LearnedTokens](nil),
	as[layer.NullCondition](nil),
	as[layer.PositionTable](nil),
	as[layer.ContextPool](nil),
	as[layer.MagnitudeConv](nil),
	as[layer.MagnitudeLinear](nil),
	as[layer.MagnitudeSiLU](nil),
	as[layer.MagnitudeConcat](nil),
	as[layer.MagnitudeAdd](nil),
	as[layer.Gain](nil),
	as[layer.FramesToBatch](nil),
	as[layer.BatchToFrames](nil),
	as[layer.TokensOverFrames](nil),
	as[layer.FrameNumber](nil),
	as[layer.FirstFrame](nil),
	as[layer.Blend](nil),
	as[layer.GLU](nil),
	as[layer.LSTM](nil), // two biases a gate, of which Keras has one
	as[layer.Frames](nil),
	as[layer.Unframes](nil),
	as[layer.DecayAttention](nil),
	as[layer.Standardize](nil),
	as[layer.Destandardize](nil),
	as[layer.PadValid](nil),
	as[layer.DoubleRate](nil),
	as[layer.CropEdges](nil),
	as[layer.CropFrom](nil),
	as[layer.SplitSources](nil),
	as[layer.AxisToBatch](nil),
	as[layer.BatchToAxis](nil),
	as[layer.DropAxis](nil),
	as[layer.Spectrogram](nil),
	as[layer.InverseSpectrogram](nil),
	as[layer.RowEmbedding](nil),
	as[layer.MultiheadAttention](nil),
	as[layer.SinusoidalPositions](nil),
	as[layer.Fourier2D](nil),
	as[layer.CenterLines](nil),
	as[layer.CoilsToBatch](nil),
	as[layer.BatchToCoils](nil),
	as[layer.PadAround](nil),
	as[layer.RootOfCoils](nil),
	as[layer.CoilReduce](nil),
	as[layer.CoilExpand](nil),
	as[layer.DataConsistency](nil),
	as[layer.Subtract](joined[layer.Subtract]("layers.Subtract()")),
	as[layer.UnregisteredTransformer](nil), // Keras finds the layers of a list
	as[layer.SwapChannels](nil),
	as[layer.Reshape](nil),
}

// pieces returns the Keras layers that implement a layer for inputs of the given
// shapes, or the reason why there are none. If both are zero, there is nothing to
// do.
func pieces(l counter.Layer, u use) ([]piece, Reason) {
	for _, r := range rows {
		if p, reason, mine := r.pieces(l, u); mine {
			return p, reason
		}
	}
	return nil, NoLayer
}

// single returns a single layer without weights.
func single(text string, slots ...slot) []piece { return []piece{{text: text, slot: slots}} }

// fixed writes layers without settings.
func fixed[L counter.Layer](text string) as[L] {
	return func(L, use) ([]piece, Reason) { return single(text), 0 }
}

// joined writes layers that take a list of inputs.
func joined[L counter.Layer](text string) as[L] {
	return func(L, use) ([]piece, Reason) { return []piece{{text: text, join: true}}, 0 }
}

// sized writes layers without settings whose code depends on sizes.
func sized[L counter.Layer](text string) as[L] {
	return func(_ L, u use) ([]piece, Reason) {
		for _, x := range u.in {
			if !x.Known() {
				return nil, NeedsSize
			}
		}
		return single(text), 0
	}
}

// fitting writes layers that pad or crop the first input to the size of the second,
// for known sizes. The function returns the padding at the beginning of an axis that
// grows from size x to out, negative for cropping, or false if Keras can't do it.
func fitting[L counter.Layer](before func(l L, x, out int64) (int64, bool)) as[L] {
	return func(l L, u use) ([]piece, Reason) {
		x := u.x()
		if !x.Known() {
			return nil, NeedsSize
		}
		var b, a counter.Axes
		for i := range x.ND {
			var ok bool
			if b[i], ok = before(l, x.Size[i], u.out.Size[i]); !ok {
				return nil, NoLayer
			}
			a[i] = u.out.Size[i] - x.Size[i] - b[i]
		}
		return resize(x.ND, b, a), 0
	}
}

func activation(l layer.Activation, _ use) ([]piece, Reason) {
	switch l.Name {
	case "ReLU":
		return single("layers.ReLU()"), 0
	case "LeakyReLU":
		if l.Slope != "" {
			return single("layers.LeakyReLU(" + l.Slope + ")"), 0
		}
		return single("layers.LeakyReLU(0.01)"), 0
	case "ELU":
		return single("layers.ELU(" + l.Slope + ")"), 0
	case "Sigmoid", "Tanh", "Softmax":
		return single(fmt.Sprintf("layers.Activation(%q)", strings.ToLower(l.Name))), 0
	case "SiLU":
		return single(`layers.Activation("swish")`), 0
	}
	return nil, NoLayer
}

func prelu(l layer.PReLU, u use) ([]piece, Reason) {
	shared := []int{1, 2, 3, 4}[:u.x().ND]
	if l.C == 1 {
		shared = []int{1, 2, 3, 4}[:u.x().ND+1]
	}
	return []piece{{text: "layers.PReLU(keras.initializers.Constant(0.25), shared_axes=" + strings.ReplaceAll(fmt.Sprint(shared), " ", ", ") + "◊)", owner: true}}, 0
}

func attentionWeights(l layer.AttentionWeights, _ use) ([]piece, Reason) {
	if !l.Softmax || l.Axis < 0 {
		return nil, NoLayer
	}
	return single(fmt.Sprintf("layers.Softmax(axis=%d)", l.Axis+1)), 0
}

func linear(l layer.Linear, _ use) ([]piece, Reason) {
	if l.Out == 0 { // Keras has no layer without units
		return nil, NoLayer
	}
	return []piece{{text: "layers.Dense(§" + python.Off("use_bias", l.Bias) + "◊)", slot: []slot{{"units", l.Out}}, owner: true}}, 0
}

func batchNorm(l layer.BatchNorm, _ use) ([]piece, Reason) {
	if !l.TrackStats { // Keras always tracks statistics
		return nil, NoLayer
	}
	text := "layers.BatchNormalization(momentum=0.9" + epsilon(l.Eps) + affine(l.Affine) + "◊)"
	return []piece{{text: text, owner: true, training: l.AlwaysTraining}}, 0
}

func instanceNorm(l layer.InstanceNorm, _ use) ([]piece, Reason) {
	if l.TrackStats {
		return nil, NoLayer
	}
	return []piece{{text: "layers.GroupNormalization(groups=-1" + epsilon(l.Eps) + affine(l.Affine) + "◊)", owner: l.Affine}}, 0
}

func groupNorm(l layer.GroupNorm, _ use) ([]piece, Reason) {
	text := "layers.GroupNormalization(groups=§" + epsilon(l.Eps) + affine(l.Affine) + "◊)"
	return []piece{{text: text, slot: []slot{{"groups", l.Groups}}, owner: l.Affine}}, 0
}

// epsilon writes the number that a norm adds to the variance: Keras's default is
// larger than PyTorch's.
func epsilon(decimal string) string {
	if decimal == "" {
		decimal = "1e-5"
	}
	return ", epsilon=" + decimal
}

func adaptive(l layer.AdaptivePool, _ use) ([]piece, Reason) {
	if axes(l.Size, l.ND) != counter.Cube(1) {
		return nil, NoLayer
	}
	name := "Max"
	if l.Average {
		name = "Average"
	}
	return single(fmt.Sprintf("layers.Global%sPooling%dD(keepdims=True)", name, l.ND)), 0
}

func unflatten(_ layer.Unflatten, u use) ([]piece, Reason) {
	size := u.in[1]
	switch {
	case !size.Known():
		return nil, NeedsSize
	case axes(size.Size, size.ND) != counter.Cube(1):
		return nil, NoLayer // Keras has the channels on another axis
	}
	return single("layers.Reshape(" + shapeTuple(u.out) + ")"), 0
}

// interpolation resizes by integer factors if possible: to arbitrary sizes Keras
// resizes only images, and only bilinearly.
func interpolation(l layer.Interpolate, u use) ([]piece, Reason) {
	x, out := u.x(), u.out
	if !x.Known() {
		return nil, NeedsSize
	}
	var scale counter.Axes
	for i := range x.ND {
		scale[i] = out.Size[i] / x.Size[i]
		if out.Size[i]%x.Size[i] != 0 {
			if l.Linear && !l.AlignCorners && x.ND == 2 {
				return single("layers.Resizing(§, §)", slot{"height", out.Size[0]}, slot{"width", out.Size[1]}), 0
			}
			return nil, NoLayer
		}
	}
	return upsampling(l.Linear, l.AlignCorners, x.ND, scale, x)
}

// convolution writes padding="same" where it means in Keras what PyTorch does:
// Keras pads just enough to keep the size, half of it (rounded down) at the
// beginning, and with a stride it pads less than PyTorch.
func convolution(l layer.Conv, _ use) ([]piece, Reason) {
	stride, dilation := axes(l.Stride, l.ND), axes(l.Dilation, l.ND)
	if stride != counter.Cube(1) && dilation != counter.Cube(1) {
		return nil, NoLayer
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
		pieces = single(fmt.Sprintf("layers.ZeroPadding%dD(%s)", l.ND, python.Axes(l.Padding, l.ND)))
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
	return append(pieces, piece{text: text, slot: slots, owner: true}), 0
}

// transposed crops what PyTorch's padding removes: Keras's own padding removes it
// at the other end. If the stride is larger than the kernel, Keras adds positions
// that hold only the bias, as PyTorch's output padding does.
func transposed(l layer.ConvTranspose, _ use) ([]piece, Reason) {
	if l.Groups > 1 || axes(l.Dilation, l.ND) != counter.Cube(1) {
		return nil, NoLayer
	}
	stride := axes(l.Stride, l.ND)
	var before, after counter.Axes
	for i := range l.ND {
		before[i] = -l.Padding[i]
		after[i] = l.OutputPadding[i] - l.Padding[i] - max(stride[i]-l.Kernel[i], 0)
		if after[i] > 0 {
			return nil, NoLayer
		}
	}
	text := fmt.Sprintf("layers.Conv%dDTranspose(§, %s%s%s◊)", l.ND, python.Axes(l.Kernel, l.ND),
		python.Option("strides", l.Stride, l.ND, 1), python.Off("use_bias", l.Bias))
	return append([]piece{{text: text, slot: []slot{{"filters", l.Out}}, owner: true}}, resize(l.ND, before, after)...), 0
}

// pooling writes padding="same" where it means in Keras what PyTorch does: for
// windows of two, the last of which is partial if the size is odd.
func pooling(l layer.Pool, u use) ([]piece, Reason) {
	x := u.x()
	stride := l.Stride
	for i := range l.ND {
		if stride[i] == 0 {
			stride[i] = l.Kernel[i]
		}
	}
	if l.Inside && l.Padding != (counter.Axes{}) {
		return nil, NoLayer
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
		if two := axes(counter.Cube(2), l.ND); axes(l.Kernel, l.ND) != two || axes(stride, l.ND) != two {
			return nil, NoLayer
		}
		padding = `, padding="same"`
	}
	for _, p := range l.Padding[:l.ND] {
		if p > 0 && (!l.Average || ceil) {
			return nil, NoLayer // padding with zeros would be wrong: the maximum may be negative
		}
	}
	pieces := resize(l.ND, l.Padding, l.Padding)
	strides := ""
	if s := python.Axes(stride, l.ND); s != python.Axes(l.Kernel, l.ND) {
		strides = ", strides=" + s
	}
	return append(pieces, single(fmt.Sprintf("layers.%sPooling%dD(%s%s%s)", name, l.ND, python.Axes(l.Kernel, l.ND), strides, padding))...), 0
}

// upsampling interpolates. Keras interpolates linearly only in two dimensions; for
// others a helper does it axis by axis.
func upsampling(linear, aligned bool, nd int, scale counter.Axes, x counter.Shape) ([]piece, Reason) {
	size := python.Axes(scale, nd)
	switch {
	case axes(scale, nd) == counter.Cube(1):
		return nil, 0
	case !linear:
		return single(fmt.Sprintf("layers.UpSampling%dD(%s)", nd, size)), 0
	case aligned && !x.Known():
		return nil, NeedsSize
	case aligned:
		return single(fmt.Sprintf("%s%s)", alignedUp, strings.ReplaceAll(fmt.Sprint(scale[:nd]), " ", ", "))), 0
	case nd == 2:
		return single(fmt.Sprintf(`layers.UpSampling2D(%s, interpolation="bilinear")`, size)), 0
	case !x.Known():
		return nil, NeedsSize
	}
	return single(fmt.Sprintf("%s%s)", linearUp, strings.ReplaceAll(fmt.Sprint(scale[:nd]), " ", ", "))), 0
}

// resize pads with zeros, and crops where numbers are negative.
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

// axes returns the first nd axes with 1 instead of zero, and 1 for the others.
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
