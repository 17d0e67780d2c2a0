package classic

import (
	"unetparams/counter"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// The names of its modules.
var (
	unetConvs = parts.Numbered("conv", maxConvs)
	unetNorms = parts.Numbered("norm", maxConvs)
	unetActs  = parts.Numbered("act", maxConvs)
	unetReLUs = parts.Numbered("relu", maxConvs)
)

// A unetBlock builds the block of one level.
type unetBlock struct {
	*unetBuilder
	m       *counter.Module
	convs   int64
	kernel  int64
	dilated int64
	narrow  int64 // channels of all but the last convolution
	out     int64
	norm    bool
	stride  int64 // of the first convolution
	image   bool  // the first convolution takes the image, which is never normalized
}

// block returns the block of a level, which leads to its channels.
func (u *unetBuilder) block(m *counter.Module, level int, norm bool) unetBlock {
	b := unetBlock{unetBuilder: u, m: m, convs: u.Convs, kernel: u.Kernel, norm: norm, stride: 1}
	b.out = u.widths[level-1]
	b.narrow = b.out
	b.dilated = parts.OfStage(u.Dilation, level-1)
	if u.LevelConvs != nil {
		b.convs = parts.OfStage(u.LevelConvs, level-1)
	}
	if u.LevelKernels != nil {
		b.kernel = parts.OfStage(u.LevelKernels, level-1)
	}
	return b
}

// build adds the block: all convolutions but the last lead to narrow channels, the
// last to out.
func (b *unetBlock) build(x counter.Value) counter.Value {
	in := x
	if b.Block == "recurrent" || b.Block == "convnext" && x.C != b.out {
		x = b.m.Apply("project", b.conv(x.C, b.out, 1, b.Bias), x)
		if b.Block == "recurrent" {
			in = x
		}
	}
	if b.Block == "recurrent" || b.Block == "convnext" {
		b.narrow = b.out
	}
	var before []counter.Value // of a dense block
	for i := range int(b.convs) {
		c := b.narrow
		if i == int(b.convs)-1 {
			c = b.out
		}
		if b.Block == "dense" {
			before = append(before, x)
			x = b.all(before)
		}
		x = b.unit(i, x, c)
	}
	x = b.squeeze(x)
	if !b.Residual || b.addsItself() {
		return x
	}
	return b.shortcut(in, x)
}

// all concatenates what a dense block has so far.
func (b *unetBlock) all(values []counter.Value) counter.Value {
	last := values[len(values)-1]
	if len(values) == 1 {
		return last
	}
	for i := range values[:len(values)-1] {
		values[i] = b.fit(values[i], last)
	}
	return b.net.Do(layer.Concat{}, values...)
}

// unit adds what stands for convolution i.
func (b *unetBlock) unit(i int, x counter.Value, out int64) counter.Value {
	switch b.Block {
	case "inverted":
		return b.inverted(b.m.Child(unetConvs[i]), x, out)
	case "convnext":
		return b.convNeXt(b.m.Child(unetConvs[i]), x)
	case "recurrent":
		return b.recurrent(i, x, out)
	}
	r := unetRun{x: x}
	b.layers(&r, i, x.C, out)
	return r.x
}

// recurrent runs convolution i, with its norm and activation, on the input, and
// then again and again on the input and what it gave: Alom et al., "Recurrent
// Residual Convolutional Neural Network based on U-Net" (2018,
// https://arxiv.org/abs/1802.06955).
func (b *unetBlock) recurrent(i int, x counter.Value, out int64) counter.Value {
	r := unetRun{registers: true}
	b.layers(&r, i, x.C, out)
	again := parts.InTurn(r.registered)
	y := again(x)
	for range b.Steps {
		y = again(b.sum(x, y))
	}
	return y
}

// A unetRun runs layers one after another, each on the output of the one before, or
// only registers them, to be run later.
type unetRun struct {
	x          counter.Value
	registers  bool
	registered []parts.Forward
}

// put runs a layer, or registers it.
func (r *unetRun) put(m *counter.Module, name string, l counter.Layer) {
	if r.registers {
		r.registered = append(r.registered, parts.Maybe(m, name, l))
	} else {
		r.x = m.Apply(name, l, r.x)
	}
}

// putLayer is put for a layer of a known type, which it counts without an allocation.
func putLayer[L counter.Layer](r *unetRun, m *counter.Module, name string, l L) {
	if r.registers {
		r.put(m, name, l)
	} else {
		r.x = counter.Apply(m, name, l, r.x)
	}
}

// layers puts convolution i with its norm and activation, in the order that is chosen.
// The last activation of a residual block comes after the sum.
func (b *unetBlock) layers(r *unetRun, i int, in, out int64) {
	channels, order := out, b.Order
	if order == "nac" {
		if channels = in; i == 0 && b.image {
			order = "c"
		}
	}
	summed := i == int(b.convs)-1 && b.Residual && order != "nac" && b.Block != "recurrent"
	for _, step := range order {
		switch {
		case step == 'c':
			b.convolution(r, i, in, out)
		case step == 'a' && !summed:
			r.put(b.m, b.actName(i), b.act(channels))
		case step == 'n' && b.norm:
			if n, ok := b.batchNorm(channels); ok {
				putLayer(r, b.m, unetNorms[i], n)
			} else {
				r.put(b.m, unetNorms[i], b.normOf(channels))
			}
		}
	}
}

// convolution puts convolution i, as one layer or as two.
func (b *unetBlock) convolution(r *unetRun, i int, in, out int64) {
	bias := b.Bias && (b.NormBias || !b.norm || b.Order != "cna")
	c := b.conv(in, out, b.kernel, bias)
	c.Same = b.Padding == "same"
	if b.dilated > 1 {
		c.Dilation = counter.Cube(b.dilated)
	}
	if i == 0 && b.stride > 1 {
		c.Stride = counter.Cube(b.stride)
		if c.Same {
			c.Same, c.Padding = false, counter.Cube(b.dilated*(b.kernel-1)/2)
		}
	}
	if b.Block != "separable" {
		putLayer(r, b.m, unetConvs[i], c)
		return
	}
	m := b.m.Child(unetConvs[i])
	c.Out, c.Groups, c.Bias = in, in, false
	putLayer(r, m, "depthwise", c)
	putLayer(r, m, "pointwise", b.conv(in, out, 1, bias))
}

// inverted adds an inverted residual: Sandler et al., "MobileNetV2: Inverted
// Residuals and Linear Bottlenecks" (2018, https://arxiv.org/abs/1801.04381). The
// input is added where it has as many channels as the output.
func (b *unetBlock) inverted(m *counter.Module, x counter.Value, out int64) counter.Value {
	hidden := x.C * b.Expansion
	y := x
	if b.Expansion > 1 {
		y = b.sequence(m, "expand", b.conv(x.C, hidden, 1, b.Bias), y, true)
	}
	y = b.sequence(m, "depthwise", b.depthwise(hidden), y, true)
	y = b.sequence(m, "project", b.conv(hidden, out, 1, b.Bias), y, false)
	if x.C != out {
		return y
	}
	return b.sum(x, y)
}

// convNeXt adds a block of Liu et al., "A ConvNet for the 2020s" (2022,
// https://arxiv.org/abs/2201.03545), with the norm and the activation that are
// chosen, and without its scale.
func (b *unetBlock) convNeXt(m *counter.Module, x counter.Value) counter.Value {
	c := x.C
	y := b.sequence(m, "depthwise", b.depthwise(c), x, false)
	y = m.Apply("expand", b.conv(c, b.Expansion*c, 1, b.Bias), y)
	y = m.Apply("act", b.act(b.Expansion*c), y)
	y = m.Apply("project", b.conv(b.Expansion*c, c, 1, b.Bias), y)
	return b.sum(x, y)
}

// depthwise returns a convolution of each channel by itself.
func (b *unetBlock) depthwise(c int64) layer.Conv {
	d := b.conv(c, c, b.kernel, b.Bias)
	d.Groups, d.Same = c, b.Padding == "same"
	if b.dilated > 1 {
		d.Dilation = counter.Cube(b.dilated)
	}
	return d
}

// sequence adds a convolution, a norm if the block has any, and an activation.
func (b *unetBlock) sequence(m *counter.Module, name string, c layer.Conv, x counter.Value, act bool) counter.Value {
	c.Bias = c.Bias && (b.NormBias || !b.norm)
	x = m.Apply(name, c, x)
	if b.norm {
		x = m.Apply(name+"norm", b.normOf(c.Out), x)
	}
	if act {
		x = m.Apply(name+"act", b.act(c.Out), x)
	}
	return x
}

// shortcut adds the input of the block to its output.
func (b *unetBlock) shortcut(in, x counter.Value) counter.Value {
	if in.C != b.out || b.stride > 1 {
		c := b.conv(in.C, b.out, 1, b.Bias && (b.NormBias || !b.norm || b.Order == "nac"))
		if b.stride > 1 {
			c.Same, c.Stride = false, counter.Cube(b.stride)
		}
		in = b.m.Apply("shortcut", c, in)
		if b.norm && b.Order != "nac" {
			in = b.m.Apply("shortcutnorm", b.normOf(b.out), in)
		}
	}
	x = b.sum(in, x)
	if b.Order == "nac" || b.Block == "recurrent" {
		return x
	}
	name := "act"
	if b.Act == "relu" {
		name = "relu"
	}
	return b.m.Apply(name, b.act(b.out), x)
}

// sum adds what a block took to what it gave. Where nothing is padded, the former
// is larger.
func (b *unetBlock) sum(in, x counter.Value) counter.Value {
	return b.net.Do(layer.Add{}, x, b.fit(in, x))
}

// fit crops a value to another one's size, where nothing is padded.
func (b *unetBlock) fit(x, like counter.Value) counter.Value {
	if b.Padding != "valid" {
		return x
	}
	return b.net.Do(layer.Crop{}, x, like)
}

// addsItself reports whether each unit of a block is residual by itself.
func (u *UNet) addsItself() bool { return u.Block == "inverted" || u.Block == "convnext" }

// squeeze adds the attention of a block, if there is any.
func (b *unetBlock) squeeze(x counter.Value) counter.Value {
	if b.Squeeze == "none" {
		return x
	}
	m := b.m.Child("attention")
	if b.Squeeze == "cbam" {
		return b.cbam(m, x)
	}
	weights := m.Child("channels")
	pooled := b.pool(weights, "pool", true, x)
	y := b.net.Do(layer.Mul{}, x, b.excite(weights, x.C)(pooled))
	if b.Squeeze == "scse" {
		space := parts.Sequential(m.Child("positions"), b.conv(x.C, 1, 1, true), layer.Sigmoid)
		y = b.net.Do(layer.Add{}, y, b.net.Do(layer.Mul{}, x, space(x)))
	}
	return y
}

// cbam adds the attention of Woo et al., "CBAM: Convolutional Block Attention
// Module" (2018, https://arxiv.org/abs/1807.06521): first of the channels, by
// averages and maxima, then of the positions, by the average and the maximum of
// their channels, as https://github.com/Jongchan/attention-module at commit 5d3a54a
// has it.
func (b *unetBlock) cbam(m *counter.Module, x counter.Value) counter.Value {
	weights := m.Child("channels")
	reduce, expand := b.bottleneck(weights, x.C)
	mlp := func(v counter.Value) counter.Value { return expand(reduce(v)) }
	sum := b.net.Do(layer.Add{}, mlp(b.pool(weights, "average", true, x)), mlp(b.pool(weights, "max", false, x)))
	x = b.net.Do(layer.Mul{}, x, weights.Apply("sigmoid", layer.Sigmoid, sum))

	positions := m.Child("positions")
	y := b.net.Do(layer.Concat{}, b.net.Do(layer.ChannelPool{}, x), b.net.Do(layer.ChannelPool{Average: true}, x))
	y = positions.Apply("conv", b.conv(2, 1, 7, false), y)
	y = positions.Apply("norm", layer.BatchNorm{ND: int(b.ND), C: 1, Affine: true, TrackStats: true}, y)
	return b.net.Do(layer.Mul{}, x, positions.Apply("sigmoid", layer.Sigmoid, y))
}

// pool adds the average or the maximum over all positions.
func (b *unetBlock) pool(m *counter.Module, name string, average bool, x counter.Value) counter.Value {
	return m.Apply(name, layer.AdaptivePool{ND: int(b.ND), Average: average, Size: counter.Cube(1)}, x)
}

// bottleneck registers the two layers that make weights of channels.
func (b *unetBlock) bottleneck(m *counter.Module, c int64) (reduce, expand parts.Forward) {
	hidden := max(c/b.Ratio, 1)
	first, relu := m.Own("reduce", b.conv(c, hidden, 1, true)), m.Own("relu", layer.ReLU)
	last := m.Own("expand", b.conv(hidden, c, 1, true))
	return func(x counter.Value) counter.Value { return relu.Run(first.Run(x)) },
		func(x counter.Value) counter.Value { return last.Run(x) }
}

// excite registers squeeze and excitation: Hu et al., "Squeeze-and-Excitation
// Networks" (2018, https://arxiv.org/abs/1709.01507); with weights of the positions
// besides, Roy et al. (2018, https://arxiv.org/abs/1803.02579).
func (b *unetBlock) excite(m *counter.Module, c int64) parts.Forward {
	reduce, expand := b.bottleneck(m, c)
	sigmoid := m.Own("sigmoid", layer.Sigmoid)
	return func(x counter.Value) counter.Value { return sigmoid.Run(expand(reduce(x))) }
}

// conv returns a convolution that keeps the size.
func (u *unetBuilder) conv(in, out, kernel int64, bias bool) layer.Conv {
	return layer.Conv{ND: int(u.ND), In: in, Out: out, Kernel: counter.Cube(kernel), Same: true, Bias: bias}
}

// normOf returns the normalization of c channels that is chosen.
func (u *unetBuilder) normOf(c int64) counter.Layer {
	switch u.Norm {
	case "instance":
		return layer.InstanceNorm{ND: int(u.ND), C: c, Affine: true}
	case "plain":
		return layer.InstanceNorm{ND: int(u.ND), C: c}
	case "group":
		return layer.GroupNorm{Groups: u.Groups, C: c, Affine: true}
	case "layer":
		return layer.LayerNorm{C: c, Affine: true}
	}
	n, _ := u.batchNorm(c)
	return n
}

// batchNorm returns batch normalization of c channels, and whether that is chosen.
func (u *unetBuilder) batchNorm(c int64) (n layer.BatchNorm, chosen bool) {
	return layer.BatchNorm{ND: int(u.ND), C: c, Affine: true, TrackStats: true}, u.Norm == "batch"
}

// activations are PyTorch's names of those without parameters.
var activations = map[string]counter.Layer{
	"leaky": layer.Activation{Name: "LeakyReLU"},
	"elu":   layer.Activation{Name: "ELU"},
	"gelu":  layer.Activation{Name: "GELU"},
	"silu":  layer.Activation{Name: "SiLU"},
}

// act returns the activation of c channels that is chosen.
func (u *unetBuilder) act(c int64) counter.Layer {
	switch u.Act {
	case "relu":
		return layer.ReLU
	case "prelu":
		return layer.PReLU{C: 1}
	case "prelus":
		return layer.PReLU{C: c}
	}
	return activations[u.Act]
}

// actName returns the name of activation i of a block.
func (u *unetBuilder) actName(i int) string {
	if u.Act == "relu" {
		return unetReLUs[i]
	}
	return unetActs[i]
}
