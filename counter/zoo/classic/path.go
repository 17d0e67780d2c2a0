package classic

import (
	"slices"
	"strconv"

	"unetparams/counter"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// The names of its modules.
var (
	unetDown = parts.Numbered("down", maxLevels)
	unetEnc  = parts.Numbered("enc", maxLevels)
	unetSkip = parts.Numbered("skip", maxLevels)
	unetGate = parts.Numbered("gate", maxLevels)
	unetUp   = parts.Numbered("up", maxLevels)
	unetJoin = parts.Numbered("norm", maxLevels)
	unetDec  = parts.Numbered("dec", maxLevels)
	unetHead = parts.Numbered("head", maxLevels)
)

// A unetBuilder builds a network.
type unetBuilder struct {
	*UNet
	net    *counter.Net
	widths []int64 // channels of each level
	pool   counter.Layer
}

// descend adds a level of the encoder, or the bottleneck.
func (u *unetBuilder) descend(level int, x counter.Value) counter.Value {
	name := unetEnc[level-1]
	if level < len(u.widths) {
		u.net.At(counter.Encoder, level)
	} else {
		u.net.At(counter.Bottleneck, level)
		name = "mid"
	}
	b := u.block(nil, level, u.Norm != "none")
	switch {
	case level > 1:
		x = u.down(level-1, x)
	case u.StemKernel > 0:
		x = u.stem(x)
	default:
		b.image = true
	}
	if u.halves() {
		b.narrow = b.out / 2
	}
	if level > 1 && u.Down == "block" {
		b.stride = 2
	}
	b.m = u.net.Root().Child(name)
	return b.build(x)
}

// stem adds a convolution before the first block.
func (u *unetBuilder) stem(x counter.Value) counter.Value {
	m, c, k := u.net.Root().Child("stem"), u.widths[0], u.StemKernel
	conv := u.conv(x.C, c, k, u.Bias && (u.NormBias || u.Norm == "none"))
	conv.Same, conv.Padding, conv.Stride = false, counter.Cube((k-1)/2), counter.Cube(u.StemStride)
	x = counter.Apply(m, "conv", conv, x)
	if u.Norm != "none" {
		x = m.Apply("norm", u.normOf(c), x)
	}
	return m.Apply("act", u.act(c), x)
}

// down leads from a level to the one below.
func (u *unetBuilder) down(level int, x counter.Value) counter.Value {
	nd := int(u.ND)
	switch u.Down {
	case "average":
		return u.net.Do(layer.Pool{ND: nd, Average: true, Kernel: counter.Cube(2)}, x)
	case "conv":
		return counter.Apply(u.net.Root(), unetDown[level-1], layer.Conv{ND: nd, In: x.C, Out: x.C, Kernel: counter.Cube(u.DownKernel),
			Stride: counter.Cube(2), Padding: counter.Cube((u.DownKernel - 1) / 2), Bias: u.Bias}, x)
	case "block":
		return x
	case "unshuffle":
		return u.net.Do(layer.PatchChannels{ND: nd, Patch: counter.Cube(2)}, x)
	}
	if u.pool == nil {
		u.pool = layer.Pool{ND: nd, Kernel: counter.Cube(2)}
	}
	return u.net.Do(u.pool, x)
}

// middle adds what follows the block of the deepest level.
func (u *unetBuilder) middle(x counter.Value) counter.Value {
	root := u.net.Root()
	switch u.Middle {
	case "dilated":
		for i, rate := range u.rates(2, 4, 8, 16) {
			x = u.dilatedUnit(root.Child("dilated"+strconv.Itoa(i+1)), x, u.Kernel, rate)
		}
	case "aspp":
		m := root.Child("aspp")
		branches := []counter.Value{u.dilatedUnit(m.Child("branch1"), x, 1, 1)}
		for i, rate := range u.rates(6, 12, 18) {
			branches = append(branches, u.dilatedUnit(m.Child("branch"+strconv.Itoa(i+2)), x, u.Kernel, rate))
		}
		joined := u.net.Do(layer.Concat{}, branches...)
		x = u.unitOf(m.Child("join"), u.conv(joined.C, x.C, 1, u.Bias), joined)
	case "attention":
		x = u.attention(root.Child("attention"), x, false)
	case "transformer":
		for i := range int(u.MiddleBlocks) {
			m := root.Child("block" + strconv.Itoa(i+1))
			x = u.attention(m.Child("attention"), x, true)
			x = u.mlp(m.Child("mlp"), x)
		}
	}
	return x
}

// rates returns the dilation rates that are chosen, or the usual ones.
func (u *unetBuilder) rates(usual ...int64) []int64 {
	if u.Rates != nil {
		return u.Rates
	}
	return usual
}

// dilatedUnit adds a dilated convolution with norm and activation.
func (u *unetBuilder) dilatedUnit(m *counter.Module, x counter.Value, kernel, rate int64) counter.Value {
	c := u.conv(x.C, x.C, kernel, u.Bias)
	if rate > 1 {
		c.Dilation = counter.Cube(rate)
	}
	return u.unitOf(m, c, x)
}

// unitOf adds a convolution, a norm if there is any, and an activation.
func (u *unetBuilder) unitOf(m *counter.Module, c layer.Conv, x counter.Value) counter.Value {
	c.Bias = c.Bias && (u.NormBias || u.Norm == "none")
	x = counter.Apply(m, "conv", c, x)
	if u.Norm != "none" {
		x = m.Apply("norm", u.normOf(c.Out), x)
	}
	return m.Apply("act", u.act(c.Out), x)
}

// attention adds self-attention over all positions to its input; behind a layer
// normalization where it is part of a transformer.
func (u *unetBuilder) attention(m *counter.Module, in counter.Value, normed bool) counter.Value {
	x, c := in, in.C
	if normed {
		x = m.Apply("norm", layer.LayerNorm{C: c, Affine: true}, x)
	}
	qkv := m.Apply("qkv", u.conv(c, 3*c, 1, true), x)
	y := parts.SelfAttention(u.net, layer.Attention{Heads: u.MiddleHeads}, qkv)
	return u.net.Do(layer.Add{}, in, m.Apply("proj", u.conv(c, c, 1, true), y))
}

// mlp adds the second half of a transformer's block to its input.
func (u *unetBuilder) mlp(m *counter.Module, in counter.Value) counter.Value {
	c := in.C
	x := m.Apply("norm", layer.LayerNorm{C: c, Affine: true}, in)
	x = m.Apply("expand", u.conv(c, 4*c, 1, true), x)
	x = m.Apply("act", parts.GELU, x)
	return u.net.Do(layer.Add{}, in, m.Apply("project", u.conv(4*c, c, 1, true), x))
}

// ascend adds a level of the decoder.
func (u *unetBuilder) ascend(level int, x, skip counter.Value) counter.Value {
	root := u.net.Root()
	x = u.up(root.Child(unetUp[level-1]), x, skip, u.widths[level-1])
	if u.skips() {
		x = u.join(level, x, skip)
	}
	b := u.block(root.Child(unetDec[level-1]), level, u.Norm != "none" && u.Where != "encoder")
	return b.build(x)
}

// join brings in the skip connection.
func (u *unetBuilder) join(level int, x, skip counter.Value) counter.Value {
	root := u.net.Root()
	if u.Padding == "valid" {
		skip = u.net.Do(layer.Crop{}, skip, x)
	}
	if u.SkipKernel > 0 {
		c := u.conv(skip.C, skip.C, u.SkipKernel, u.Bias)
		skip = u.unitOf(root.Child(unetSkip[level-1]), c, skip)
	}
	if u.Gate {
		skip = u.gate(root.Child(unetGate[level-1]), x, skip)
	}
	if u.Skip == "add" {
		x = u.net.Do(layer.Add{}, x, skip)
	} else {
		x = u.net.Do(layer.Concat{}, skip, x)
	}
	if u.ConcatNorm && u.Norm != "none" {
		x = root.Apply(unetJoin[level-1], u.normOf(x.C), x)
	}
	return x
}

// gate weighs the positions of a skip connection by what it and the decoder say:
// Oktay et al., "Attention U-Net" (2018, https://arxiv.org/abs/1804.03999), as
// https://github.com/LeeJunHyun/Image_Segmentation has it.
func (u *unetBuilder) gate(m *counter.Module, x, skip counter.Value) counter.Value {
	hidden := max(skip.C/2, 1)
	project := func(name string, v counter.Value, out int64) counter.Value {
		m := m.Child(name)
		v = m.Apply("conv", u.conv(v.C, out, 1, true), v)
		return m.Apply("norm", layer.BatchNorm{ND: int(u.ND), C: out, Affine: true, TrackStats: true}, v)
	}
	sum := u.net.Do(layer.Add{}, project("decoder", x, hidden), project("skip", skip, hidden))
	weights := project("weights", m.Apply("relu", layer.ReLU, sum), 1)
	return u.net.Do(layer.Mul{}, skip, m.Apply("sigmoid", layer.Sigmoid, weights))
}

// up doubles the size and, where a convolution does so or is beside it, leads to the
// channels of the level, whose encoder has pooled what is given.
func (u *unetBuilder) up(m *counter.Module, x, pooled counter.Value, level int64) counter.Value {
	nd, out := int(u.ND), level
	if u.UpOut == "keep" {
		out = x.C
	}
	switch u.Up {
	case "transposed":
		k := u.UpKernel
		x = m.Apply("conv", layer.ConvTranspose{ND: nd, In: x.C, Out: out, Kernel: counter.Cube(k), Stride: counter.Cube(2),
			Padding: counter.Cube((k - 1) / 2), OutputPadding: counter.Cube(k % 2), Bias: u.UpBias}, x)
	case "shuffle":
		x = counter.Apply(m, "conv", u.conv(x.C, out<<nd, 1, u.UpBias), x)
		x = u.net.Do(layer.PixelShuffle{ND: nd, Factor: 2}, x)
	case "unpool":
		if u.UpConv == "none" {
			return u.net.Do(layer.MaxUnpool{ND: nd, Factor: 2}, x, pooled)
		}
		k, _ := strconv.ParseInt(u.UpConv, 10, 64)
		x = counter.Apply(m, "conv", u.conv(x.C, out, k, u.UpBias), x)
		x = u.net.Do(layer.MaxUnpool{ND: nd, Factor: 2}, x, pooled)
	default:
		x = u.net.Do(layer.Upsample{ND: nd, Linear: u.Up == "bilinear", Scale: counter.Cube(2)}, x)
		if u.UpConv == "none" {
			return x
		}
		k, _ := strconv.ParseInt(u.UpConv, 10, 64)
		x = counter.Apply(m, "conv", u.conv(x.C, out, k, u.UpBias), x)
	}
	if u.Norm != "none" && u.Where == "up" {
		x = m.Apply("norm", u.normOf(out), x)
		x = m.Apply("relu", u.act(out), x)
	}
	return x
}

// hasHead reports whether a level of the decoder has an output.
func (u *UNet) hasHead(level int) bool {
	return level == u.finest() || u.Heads && (u.HeadLevels == nil || slices.Contains(u.HeadLevels, int64(level)))
}

// head adds the output of a level.
func (u *unetBuilder) head(level int, x counter.Value) counter.Value {
	root := u.net.Root()
	for i := range int(u.HeadConvs) {
		m := root.Child(unetHead[level-1] + unetConvs[i])
		x = u.unitOf(m, u.conv(x.C, u.widths[0], u.Kernel, u.Bias), x)
	}
	x = counter.Apply(root, unetHead[level-1], u.conv(x.C, u.Classes, u.HeadKernel, u.HeadBias), x)
	if u.StemKernel > 0 && u.StemStride > 1 {
		x = u.net.Do(layer.Upsample{ND: int(u.ND), Linear: true, Scale: counter.Cube(u.StemStride)}, x)
	}
	return x
}
