package diffusion

import (
	"slices"
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// listError returns an error for a list whose length is neither 1 nor the number of
// levels; if all is set, 1 is not allowed either.
func listError(key string, ns []int64, levels int, all bool) error {
	fit := make([]int64, levels)
	for i := range fit {
		fit[i] = parts.OfStage(ns, i)
	}
	text := config.Textf("needs one number, or %s: one a level", "需要 1 个数，或每级一个共 %s 个", strconv.Itoa(levels))
	if all {
		text = config.Textf("needs %s numbers: one a level", "需要每级一个共 %s 个数", strconv.Itoa(levels))
	}
	return &config.ValueError{Key: key, Value: config.Join(ns, ","), Nearest: []string{config.Join(fit, ",")}, Text: text}
}

// checkHeads returns an error if heads and channels do not fit.
func (m *Diffusers) checkHeads() error {
	least := m.leastAttended()
	if !m.cond {
		if m.headDim > least {
			return tooMany("attention_head_dim", m.headDim, strconv.FormatInt(least, 10), least)
		}
		return nil
	}
	fit := slices.Clone(m.heads)
	for i := range fit {
		fit[i] = min(fit[i], least)
	}
	if slices.Equal(fit, m.heads) {
		return nil
	}
	return tooMany("attention_head_dim", slices.Max(m.heads), config.Join(fit, ","), least)
}

// leastAttended returns the channels of the narrowest level that has attention.
func (m *Diffusers) leastAttended() int64 {
	last := len(m.channels) - 1
	least := int64(1) << 62
	for level, c := range m.channels {
		if m.down[level] == 1 || m.up[last-level] == 1 || level == last && m.addAttention && m.mid != "none" {
			least = min(least, c)
		}
	}
	return least
}

func tooMany(key string, n int64, near string, least int64) error {
	return &config.ValueError{Key: key, Value: strconv.FormatInt(n, 10), Nearest: []string{near}, Text: config.Textf(
		"must be at most %d, the channels of the narrowest level with attention", "最大为 %d，即有注意力的最窄一级的通道数", least)}
}

// A diffusers describes one network of a [Diffusers].
type diffusers struct {
	*Diffusers
	net     *counter.Net
	res     resStyle
	embeds  int64 // channels of the embedding that blocks take
	emb     counter.Value
	tokens  counter.Value
	deepest int
}

func (b *diffusers) norm(c int64) counter.Layer {
	l := layer.GroupNorm{Groups: b.groups, C: c, Affine: true}
	if b.eps == "1e-06" {
		l.Eps = "1e-6"
	}
	return l
}

// Build implements [config.Model].
func (m *Diffusers) Build(net *counter.Net) { m.describe(net, m.channels) }

// describe describes the network of the settings, with the given widths.
func (m *Diffusers) describe(net *counter.Net, channels []int64) {
	other := *m
	other.channels = channels
	b := &diffusers{Diffusers: &other, net: net, deepest: len(channels)}
	b.res = resStyle{"norm1", "conv1", "time_emb_proj", "norm2", "dropout", "conv2", "conv_shortcut", b.norm, m.scaleShift == "scale_shift", nil}
	root := net.Root()
	width := channels[0]
	x := net.Input(m.in, 2)
	first := root.Own("conv_in", parts.Conv2D(m.in, width, m.inKernel))
	time := b.embed(root)
	encoder, skips := b.encoder(root.Child("down_blocks"))
	decoder := b.decoder(root.Child("up_blocks"), skips)
	bottleneck := b.bottleneck(root.Child("mid_block"))
	norm := root.Own("conv_norm_out", b.norm(width))
	last := root.Own("conv_out", parts.Conv2D(width, m.out, m.outKernel))

	net.At(counter.Encoder, 1)
	values := encoder(first.Run(x))
	net.At(counter.Bottleneck, b.deepest+1)
	x = decoder(bottleneck(values[len(values)-1]), values)
	net.At(counter.Head, 1)
	x = last.Run(net.Do(silu, norm.Run(x)))
	if m.timeType == "fourier" {
		x = net.Do(layer.DivideBy{}, x, time)
	}
	net.Output(x)
}

// timeWidth returns the channels of the time step's embedding.
func (m *Diffusers) timeWidth() int64 {
	if m.timeDim > 0 {
		return m.timeDim
	}
	return 4 * m.channels[0]
}

// twoLayers registers and runs two fully connected layers; a condition that has
// channels is added before the first one.
func (b *diffusers) twoLayers(m *counter.Module, x counter.Value, condition int64) counter.Value {
	width := b.timeWidth()
	first := m.Own("linear_1", linear(x.C, width))
	if condition > 0 {
		c := b.net.NamedInput("timestep_cond", counter.Shape{C: condition})
		x = b.net.Do(layer.Add{}, x, m.Own("cond_proj", layer.Linear{In: condition, Out: x.C}).Run(c))
	}
	last := m.Own("linear_2", linear(width, width))
	return last.Run(b.net.Do(silu, first.Run(x)))
}

// embed registers and runs the embeddings of the time step, the text and the class. It
// returns the time step.
func (b *diffusers) embed(root *counter.Module) counter.Value {
	net := b.net
	net.At(counter.Condition, stageTime)
	t := net.NamedInput("timesteps", counter.Shape{C: 1})
	waves := func(x counter.Value) counter.Value {
		return net.Do(layer.Sinusoid{C: b.channels[0], CosFirst: b.flip, Shift: b.shift}, x)
	}
	if b.timeType == "fourier" {
		m := root.Child("time_proj")
		w := m.Own("weight", layer.FourierFeatures{N: b.channels[0], Log: true})
		m.Alias("W", w)
		waves = func(x counter.Value) counter.Value { return w.Run(x) }
	}
	b.emb = b.twoLayers(root.Child("time_embedding"), waves(t), b.post)
	if b.cond {
		b.embedText(root)
	}
	net.At(counter.Condition, stageTime)
	b.embedClass(root, waves)
	if b.add == "text_time" {
		y := net.NamedInput("added_cond", counter.Shape{C: b.projection})
		b.emb = net.Do(layer.Add{}, b.emb, b.twoLayers(root.Child("add_embedding"), y, 0))
	}
	b.embeds = b.emb.C
	return t
}

// embedText adds the text as an input, and the layers that adapt it to the attention.
func (b *diffusers) embedText(root *counter.Module) {
	features := b.hidden
	if features == 0 {
		features = slices.Max(b.context)
		if slices.Min(b.context) != features {
			return // attentions of different widths can only attend to their own map
		}
	}
	b.tokens = tokens(b.net, "encoder_hidden_states", b.Diffusers.tokens, features)
	if b.hidden > 0 {
		b.tokens = root.Apply("encoder_hid_proj", linear(features, b.context[0]), b.tokens)
	}
}

// embedClass registers and runs the embedding of the class or vector, if there is one.
func (b *diffusers) embedClass(root *counter.Module, waves parts.Forward) {
	net, width := b.net, b.timeWidth()
	input := func(c int64) counter.Value { return net.NamedInput("class_labels", counter.Shape{C: c}) }
	var y counter.Value
	switch {
	case b.class == "timestep":
		y = b.twoLayers(root.Child("class_embedding"), waves(input(1)), 0)
	case b.class == "identity":
		y = input(width)
	case b.class == "projection":
		y = b.twoLayers(root.Child("class_embedding"), input(b.projection), 0)
	case b.class == "simple_projection":
		y = root.Apply("class_embedding", linear(b.projection, width), input(b.projection))
	case b.classes > 0:
		y = root.Apply("class_embedding", layer.Embedding{N: b.classes, C: width}, input(1))
	default:
		return
	}
	var join counter.Layer = layer.Add{}
	if b.concat {
		join = layer.Concat{}
	}
	b.emb = net.Do(join, b.emb, y)
}

// resnet registers a residual block.
func (b *diffusers) resnet(m *counter.Module, in, out int64, resize int) parts.Forward {
	run := b.res.register(b.net, m, in, out, b.embeds, resize)
	return func(x counter.Value) counter.Value { return run(x, b.emb) }
}

// block registers the attentions, if there are any, and the residual blocks of a
// level, whose inputs have these channels, and returns both in the order of running.
func (b *diffusers) block(m *counter.Module, level int, in []int64, attends bool, depth int64) []parts.Forward {
	c := b.channels[level]
	run := make([]parts.Forward, len(in))
	var attend []parts.Forward
	if attends {
		all := m.Child("attentions")
		for i := range in {
			attend = append(attend, b.attention(child(all, i), level, depth))
		}
	}
	all := m.Child("resnets")
	for i, n := range in {
		run[i] = b.resnet(child(all, i), n, c, 0)
		if attends {
			run[i] = parts.InTurn([]parts.Forward{run[i], attend[i]})
		}
	}
	return run
}

// encoder registers the blocks of the encoder. It returns a function that runs them
// and returns the skip connections, and the channels of these.
func (b *diffusers) encoder(m *counter.Module) (func(x counter.Value) []counter.Value, []int64) {
	c := b.channels[0]
	skips := []int64{c}
	var run [][]parts.Forward
	for level, width := range b.channels {
		in := make([]int64, parts.OfStage(b.layers, level))
		for i := range in {
			in[i], c = c, width
			skips = append(skips, width)
		}
		block := child(m, level)
		run = append(run, b.block(block, level, in, b.down[level] == 1, parts.OfStage(b.depth, level)))
		if level+1 < len(b.channels) {
			run = append(run, []parts.Forward{b.half(block.Child("downsamplers").Child("0"), c, b.down[level] == 1)})
			skips = append(skips, c)
		}
	}
	return func(x counter.Value) []counter.Value {
		values := []counter.Value{x}
		for i, level := range run {
			b.net.At(counter.Encoder, (i+1)/2+1)
			for _, f := range level {
				x = f(x)
				values = append(values, x)
			}
		}
		return values
	}, skips
}

// half registers the layer that halves the sizes. Blocks without attention ignore
// downsample_type.
func (b *diffusers) half(m *counter.Module, c int64, attends bool) parts.Forward {
	switch {
	case attends && b.downType == "resnet":
		return b.resnet(m, c, c, -1)
	case b.pad == 1:
		return parts.Maybe(m, "conv", down(c))
	}
	conv := m.Own("conv", downUnpadded(c))
	return func(x counter.Value) counter.Value { return conv.Run(b.net.Do(cornerPad, x)) }
}

// double registers the layers that double the sizes. Blocks without attention ignore
// upsample_type.
func (b *diffusers) double(m *counter.Module, c int64, attends bool) parts.Forward {
	if attends && b.upType == "resnet" {
		return b.resnet(m, c, c, 1)
	}
	conv := m.Own("conv", parts.Conv2D(c, c, 3))
	return func(x counter.Value) counter.Value { return conv.Run(b.net.Do(nearest, x)) }
}

// decoder registers the blocks of the decoder and returns a function that runs them.
func (b *diffusers) decoder(m *counter.Module, skips []int64) func(x counter.Value, values []counter.Value) counter.Value {
	c := b.channels[b.deepest-1]
	var run [][]parts.Forward
	var ups []parts.Forward
	for i := range b.deepest {
		level := b.deepest - 1 - i
		in := make([]int64, parts.OfStage(b.layers, level)+1)
		for j := range in {
			in[j], c = c+skips[len(skips)-1], b.channels[level]
			skips = skips[:len(skips)-1]
		}
		depth := parts.OfStage(b.depth, level)
		if len(b.depthUp) > 0 {
			depth = b.depthUp[i]
		}
		block := child(m, i)
		run = append(run, b.block(block, level, in, b.up[i] == 1, depth))
		if level > 0 {
			ups = append(ups, b.double(block.Child("upsamplers").Child("0"), c, b.up[i] == 1))
		}
	}
	return func(x counter.Value, values []counter.Value) counter.Value {
		for i, level := range run {
			b.net.At(counter.Decoder, b.deepest-i)
			for _, f := range level {
				x = f(b.net.Do(layer.Concat{}, x, values[len(values)-1]))
				values = values[:len(values)-1]
			}
			if i < len(ups) {
				b.net.At(counter.Decoder, b.deepest-i-1)
				x = ups[i](x)
			}
		}
		return x
	}
}

// bottleneck registers two residual blocks and an attention between them.
func (b *diffusers) bottleneck(m *counter.Module) parts.Forward {
	if b.mid == "none" {
		return parts.InTurn(nil)
	}
	level := b.deepest - 1
	c := b.channels[level]
	attend := parts.InTurn(nil)
	if b.addAttention {
		attend = b.middle(m.Child("attentions").Child("0"), level)
	}
	res := m.Child("resnets")
	return parts.InTurn([]parts.Forward{b.resnet(res.Child("0"), c, c, 0), attend, b.resnet(res.Child("1"), c, c, 0)})
}

// middle registers the bottleneck's attention. It has no norm of its own if the
// embedding also scales, and always attends to its own map first.
func (b *diffusers) middle(m *counter.Module, level int) parts.Forward {
	if b.cond {
		own := *b
		d := *b.Diffusers
		d.only, own.Diffusers = []int64{0}, &d
		run := own.attention(m, level, parts.OfStage(b.depth, level))
		return func(x counter.Value) counter.Value {
			own.tokens = b.tokens
			return run(x)
		}
	}
	return b.plain(m, b.channels[level], !b.res.scaleShift)
}

// attention registers an attention of a level: a transformer, or self-attention of all
// positions.
func (b *diffusers) attention(m *counter.Module, level int, depth int64) parts.Forward {
	c := b.channels[level]
	if !b.cond {
		return b.plain(m, c, true)
	}
	heads := parts.OfStage(b.heads, level)
	inner := c / heads * heads
	in, out := counter.Layer(layer.Conv{ND: 2, In: c, Out: inner, Kernel: counter.Cube(1), Bias: true}), counter.Layer(layer.Conv{ND: 2, In: inner, Out: c, Kernel: counter.Cube(1), Bias: true})
	if b.linear {
		in, out = linear(c, inner), linear(inner, c)
	}
	run := []parts.Forward{
		parts.Maybe(m, "norm", layer.GroupNorm{Groups: b.groups, C: c, Affine: true, Eps: "1e-6"}),
		parts.Maybe(m, "proj_in", in),
	}
	blocks := m.Child("transformer_blocks")
	for i := range int(depth) {
		run = append(run, b.transformer(child(blocks, i), level, inner, heads))
	}
	run = append(run, parts.Maybe(m, "proj_out", out))
	return func(x counter.Value) counter.Value { return b.net.Do(layer.Add{}, parts.InTurn(run)(x), x) }
}

// transformer registers a block: attention to the map itself, attention to the text,
// and two fully connected layers.
func (b *diffusers) transformer(m *counter.Module, level int, c, heads int64) parts.Forward {
	net, features, own := b.net, parts.OfStage(b.context, level), c
	toText := parts.OfStage(b.only, level) == 1
	if toText {
		own = features
	}
	norm := func(i string) *counter.Module { return m.Own("norm"+i, layer.LayerNorm{C: c, Affine: true}) }
	text := func(x counter.Value) counter.Value { // what the attention attends to
		if b.tokens.C == 0 {
			return parts.Fit(net, x, features)
		}
		return parts.Fit(net, b.tokens, features)
	}
	norm1, self := norm("1"), attention(net, m.Child("attn1"), c, own, heads)
	norm2, cross := norm("2"), attention(net, m.Child("attn2"), c, features, heads)
	norm3, ff := norm("3"), feedForward(net, m.Child("ff"), c)
	return parts.InTurn([]parts.Forward{
		residual(net, norm1, func(x counter.Value) counter.Value {
			if toText {
				return self(x, text(x))
			}
			return self(x, x)
		}),
		residual(net, norm2, func(x counter.Value) counter.Value { return cross(x, text(x)) }),
		residual(net, norm3, ff),
	})
}

// plain registers self-attention of all positions.
func (b *diffusers) plain(m *counter.Module, c int64, normed bool) parts.Forward {
	dim := b.headDim
	if dim == 0 {
		dim = c
	}
	heads := c / dim
	inner := heads * dim
	norm := parts.InTurn(nil)
	if normed {
		norm = parts.Maybe(m, "group_norm", b.norm(c))
	}
	q, k, v := m.Own("to_q", linear(c, inner)), m.Own("to_k", linear(c, inner)), m.Own("to_v", linear(c, inner))
	out := parts.Sequential(m.Child("to_out"), linear(inner, c), layer.Dropout{})
	return func(x counter.Value) counter.Value {
		h := norm(x)
		return b.net.Do(layer.Add{}, out(b.net.Do(layer.Attention{Heads: heads}, q.Run(h), k.Run(h), v.Run(h))), x)
	}
}

// ClosedForm implements [config.Model]: the polynomial in the first level's channels.
func (m *Diffusers) ClosedForm() (int64, counter.Poly, error) {
	base := m.channels[0]
	for _, c := range m.channels {
		if c%base != 0 {
			return 0, counter.Poly{}, counter.ErrNotPolynomial
		}
	}
	step := m.groups
	for _, h := range append(slices.Clone(m.heads), max(m.headDim, 1)) {
		step = step / parts.GCD(step, h) * h
	}
	if m.timeDim > 0 || len(m.context) > 1 || step > 1<<20 {
		return 0, counter.Poly{}, counter.ErrNotPolynomial
	}
	if base%step != 0 {
		return 0, counter.Poly{}, counter.ErrNotPolynomial
	}
	p, err := parts.Polynomial(step, func(net *counter.Net, w int64) {
		channels := slices.Clone(m.channels)
		for i := range channels {
			channels[i] = channels[i] / base * w
		}
		m.describe(net, channels)
	})
	return base, p, err
}
