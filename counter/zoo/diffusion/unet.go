package diffusion

import (
	"slices"
	"strconv"

	"unetparams/counter"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// A unet is OpenAI's UNetModel, in the form that all its descendants share, with
// settings that are resolved: Nichol and Dhariwal, "Improved Denoising Diffusion
// Probabilistic Models" (2021, https://arxiv.org/abs/2102.09672).
//
// Every block of the encoder has a skip connection: the first convolution, each
// residual block with its attention, and each down-sampling. Each block of the decoder
// takes one of them, the last one first; so each level has one residual block more
// there.
type unet struct {
	in, out   int64
	width     int64   // of the time step's sines, and of the first and last convolution
	channels  []int64 // of the levels
	blocks    []int64 // residual blocks of the levels
	attends   []bool  // whether a level has attention
	depth     []int64 // transformer blocks of a level's attention
	middle    int64   // of that of the bottleneck
	heads     int64
	headsUp   int64 // of the decoder, where it has its own
	headDim   int64 // channels of a head, if not 0: the number of heads follows
	wideFirst bool  // the first and last convolution have the first level's width, not width

	scaleShift bool // the embedding also scales
	resUpDown  bool // residual blocks change the sizes, not convolutions
	resample   bool // sizes are changed by convolutions
	whole      bool // queries, keys and values are divided before the heads
	spatial    bool // attention is a transformer that also takes the text
	linearProj bool // with fully connected layers at both ends
	context    int64
	tokens     int64
	class      classInput

	frames      int64 // of a video; 0 for an image
	videoKernel counter.Axes
	noCross     bool
}

// A classInput is an input that conditions the network in addition to the time step.
type classInput struct {
	kind string // of: number, sequential, continuous, timestep; else there is none
	n    int64  // of classes, or of the elements of a vector
}

// A builder describes a network.
type builder struct {
	*unet
	net       *counter.Net
	emb, text counter.Value
	up        bool // in the decoder
}

// embed registers and runs the embeddings of the time step and the class.
func (b *builder) embed(root *counter.Module) {
	net, width := b.net, 4*b.width
	net.At(counter.Condition, stageTime)
	emb := net.Do(layer.Sinusoid{C: b.width, CosFirst: true}, b.given(net, "timesteps", counter.Shape{C: 1}))
	b.emb = mlp(root.Child("time_embed"), emb, width)
	if class := b.embedClass(root, width); class != nil {
		b.emb = net.Do(layer.Add{}, b.emb, *class)
	}
}

// embedClass registers the embedding of the class or vector, if there is one.
func (b *builder) embedClass(root *counter.Module, width int64) *counter.Value {
	net := b.net
	input := func(c int64) counter.Value { return b.given(net, "y", counter.Shape{C: c}) }
	var y counter.Value
	switch b.class.kind {
	case "number":
		y = root.Apply("label_emb", layer.Embedding{N: b.class.n, C: width}, input(1))
	case "continuous":
		y = root.Apply("label_emb", linear(1, width), input(1))
	case "timestep":
		m := root.Child("label_emb")
		y = mlp(m.Child("1"), net.Do(layer.Sinusoid{C: b.width, CosFirst: true}, input(1)), width)
	case "sequential":
		y = mlp(root.Child("label_emb").Child("0"), input(b.class.n), width)
	default:
		return nil
	}
	return &y
}

// describe describes the whole network. The function image adds the input image and
// what precedes the first convolution.
func (u *unet) describe(net *counter.Net, image func() counter.Value) {
	b := &builder{unet: u, net: net}
	root := net.Root()
	x := image()
	b.embed(root)
	if u.spatial && u.context > 0 {
		net.At(counter.Condition, stageText)
		b.text = b.given(net, "context", counter.Shape{C: u.context, ND: 1, Size: counter.Axes{u.tokens}})
	}
	skips := b.encoder(root.Child("input_blocks"), x, func(x counter.Value) counter.Value { return x })
	x = b.bottleneck(root.Child("middle_block"), skips[len(skips)-1])
	x = b.decoder(root.Child("output_blocks"), x, skips)
	net.At(counter.Head, 1)
	net.Output(parts.Sequential(root.Child("out"), norm(x.C), silu, parts.Conv2D(x.C, u.out, 3))(x))
}

// first returns the channels of the first convolution.
func (u *unet) first() int64 {
	if u.wideFirst {
		return u.channels[0]
	}
	return u.width
}

// encoder registers and runs the blocks of the encoder, and returns the output of each.
// hint is applied to the output of the first one.
func (b *builder) encoder(m *counter.Module, x counter.Value, hint parts.Forward) []counter.Value {
	b.net.At(counter.Encoder, 1)
	x = hint(child(m, 0).Apply("0", parts.Conv2D(b.in, b.first(), 3), x))
	skips := []counter.Value{x}
	for level, c := range b.channels {
		b.net.At(counter.Encoder, level+1)
		for range b.blocks[level] {
			block := child(m, len(skips))
			x = b.res(block.Child("0"), x, c, 0)
			if b.attends[level] {
				x = b.attention(block.Child("1"), x, b.depth[level])
			}
			skips = append(skips, x)
		}
		if level+1 < len(b.channels) {
			b.net.At(counter.Encoder, level+2)
			x = b.half(child(m, len(skips)).Child("0"), x)
			skips = append(skips, x)
		}
	}
	return skips
}

// half registers and runs the layers that halve the sizes.
func (b *builder) half(m *counter.Module, x counter.Value) counter.Value {
	switch {
	case b.resUpDown:
		return b.res(m, x, x.C, -1)
	case b.resample:
		return m.Apply("op", down(x.C), x)
	}
	return m.Apply("op", average, x)
}

// double registers and runs the layers that double the sizes.
func (b *builder) double(m *counter.Module, x counter.Value) counter.Value {
	if b.resUpDown {
		return b.res(m, x, x.C, 1)
	}
	x = b.net.Do(nearest, x)
	if b.resample {
		x = m.Apply("conv", parts.Conv2D(x.C, x.C, 3), x)
	}
	return x
}

// bottleneck registers and runs two residual blocks with an attention between them.
func (b *builder) bottleneck(m *counter.Module, x counter.Value) counter.Value {
	b.net.At(counter.Bottleneck, len(b.channels)+1)
	x = b.res(m.Child("0"), x, x.C, 0)
	x = b.attention(m.Child("1"), x, b.middle)
	return b.res(m.Child("2"), x, x.C, 0)
}

// decoder registers and runs the blocks of the decoder.
func (b *builder) decoder(m *counter.Module, x counter.Value, skips []counter.Value) counter.Value {
	b.up = true
	n := 0
	for level, c := range slices.Backward(b.channels) {
		b.net.At(counter.Decoder, level+1)
		for i := range b.blocks[level] + 1 {
			block := child(m, n)
			x = b.net.Do(layer.Concat{}, x, skips[len(skips)-1-n])
			x = b.res(block.Child("0"), x, c, 0)
			next := 1
			if b.attends[level] {
				x = b.attention(block.Child("1"), x, b.depth[level])
				next = 2
			}
			if level > 0 && i == b.blocks[level] {
				b.net.At(counter.Decoder, level)
				x = b.double(block.Child(strconv.Itoa(next)), x)
			}
			n++
		}
	}
	return x
}

// res registers and runs a residual block, which doubles the sizes if resize is 1
// and halves them if it is −1.
func (b *builder) res(m *counter.Module, x counter.Value, out int64, resize int) counter.Value {
	net := b.net
	in := m.Child("in_layers")
	h := in.Apply("1", silu, in.Apply("0", norm(x.C), x))
	if resize != 0 {
		var l counter.Layer = average
		if resize > 0 {
			l = nearest
		}
		h, x = m.Apply("h_upd", l, h), m.Apply("x_upd", l, x)
	}
	h = in.Apply("2", parts.Conv2D(x.C, out, 3), h)
	c := out
	if b.scaleShift {
		c *= 2
	}
	emb := parts.Sequential(m.Child("emb_layers"), silu, linear(b.emb.C, c))(b.emb)
	emb = net.Do(layer.Unsqueeze{ND: 2}, emb)
	last := m.Child("out_layers")
	if b.scaleShift {
		both := chunks(net, emb, 2, 1)
		h = net.Do(layer.ScaleShift{}, last.Apply("0", norm(out), h), both[0], both[1])
	} else {
		h = last.Apply("0", norm(out), net.Do(layer.Add{}, h, emb))
	}
	h = last.Apply("2", layer.Dropout{}, last.Apply("1", silu, h))
	h = last.Apply("3", parts.Conv2D(out, out, 3), h)
	if x.C != out {
		x = m.Apply("skip_connection", parts.Conv2D(x.C, out, 1), x)
	}
	x = net.Do(layer.Add{}, x, h)
	if b.frames > 0 {
		x = b.overFrames(m, x)
	}
	return x
}

// headsOf returns the number of heads for c channels.
func (u *unet) headsOf(c int64, up bool) int64 {
	switch {
	case u.headDim > 0:
		return max(c/u.headDim, 1)
	case up && u.headsUp > 0:
		return u.headsUp
	}
	return u.heads
}

// attention registers and runs self-attention of all positions of a map or, if it is a
// transformer, attention to the text as well.
func (b *builder) attention(m *counter.Module, x counter.Value, depth int64) counter.Value {
	switch {
	case b.frames > 0:
		return b.videoTransformer(m, x, depth)
	case b.spatial:
		return b.transformer(m, x, depth)
	}
	net, heads := b.net, b.headsOf(x.C, b.up)
	flat := net.Do(layer.FlattenSizes{}, x)
	h := m.Apply("qkv", conv1(x.C, 3*x.C), m.Apply("norm", norm(x.C), flat))
	shared := heads
	if b.whole {
		shared = 1
	}
	h = net.Do(layer.Attention{Heads: heads}, chunks(net, h, 3, shared)...)
	h = m.Apply("proj_out", conv1(x.C, x.C), h)
	return net.Do(layer.UnflattenSizes{}, net.Do(layer.Add{}, flat, h), x)
}

// transformer registers and runs the transformer that replaces an attention if there is
// a text (Rombach et al., "High-Resolution Image Synthesis with Latent Diffusion
// Models", 2021, https://arxiv.org/abs/2112.10752).
func (b *builder) transformer(m *counter.Module, x counter.Value, depth int64) counter.Value {
	var proj counter.Layer = parts.Conv2D(x.C, x.C, 1)
	if b.linearProj {
		proj = linear(x.C, x.C)
	}
	h := m.Apply("norm", layer.GroupNorm{Groups: groups, C: x.C, Affine: true, Eps: "1e-6"}, x)
	h = m.Apply("proj_in", proj, h)
	blocks := m.Child("transformer_blocks")
	h = b.net.Repeat(int(depth), h, func(i int, h counter.Value) counter.Value {
		return b.transformerBlock(child(blocks, i), h)
	})
	return b.net.Do(layer.Add{}, m.Apply("proj_out", proj, h), x)
}

// transformerBlock registers and runs attention to the map itself, attention to the
// text, and two fully connected layers.
func (b *builder) transformerBlock(m *counter.Module, x counter.Value) counter.Value {
	return b.registerBlock(m, x.C)(x)
}

// registerBlock registers such a block for c channels.
func (b *builder) registerBlock(m *counter.Module, c int64) parts.Forward {
	net, heads := b.net, b.headsOf(c, b.up)
	self := attention(net, m.Child("attn1"), c, c, heads)
	ff := feedForward(net, m.Child("ff"), c)
	features := b.context
	if features == 0 {
		features = c // there is no text
	}
	cross := attention(net, m.Child("attn2"), c, features, heads)
	var norms [3]*counter.Module
	for i := range norms {
		norms[i] = m.Own("norm"+strconv.Itoa(i+1), layer.LayerNorm{C: c, Affine: true})
	}
	return func(x counter.Value) counter.Value {
		x = residual(net, norms[0], func(x counter.Value) counter.Value { return self(x, x) })(x)
		x = residual(net, norms[1], func(x counter.Value) counter.Value {
			if b.context == 0 {
				return cross(x, x)
			}
			return cross(x, b.text)
		})(x)
		return residual(net, norms[2], ff)(x)
	}
}

// polynomial returns the count as a polynomial in the width; make returns the network
// of a width. The number of heads does not affect the count.
func polynomial(step int64, make func(width int64) *unet) (counter.Poly, error) {
	return parts.Polynomial(step, func(net *counter.Net, w int64) {
		u := make(w)
		u.heads, u.headsUp, u.headDim = 1, 1, 0
		u.describe(net, func() counter.Value { return u.image(net) })
	})
}
