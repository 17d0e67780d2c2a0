package diffusion

import (
	"slices"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// A Karras is the KarrasUnet of lucidrains/denoising-diffusion-pytorch (2023,
// https://github.com/lucidrains/denoising-diffusion-pytorch, commit faed4db):
// configuration G of EDM2, whose layers keep magnitudes as they are. Settings are the
// constructor's arguments, with 0 for None.
type Karras struct {
	parts.Image
	imageSize, dim, dimMax, classes, channels, steps, blocks, waves, headDim int64
	resolutions                                                              []int64
	self                                                                     bool
}

func init() {
	config.Register(&config.Arch{
		ID: "lucidrains-karrasunet", Family: Family, Class: "KarrasUnet",
		Name:  Text{EN: "KarrasUnet, EDM2 (lucidrains)", ZH: "KarrasUnet，EDM2（lucidrains）"},
		About: Text{EN: "A U-Net without biases and norms: every layer keeps the magnitude of activations.", ZH: "没有偏置和归一化参数的 U-Net：每层都保持激活值的幅度。"},
		Sources: []config.Source{
			{Title: "Karras et al.: Analyzing and Improving the Training Dynamics of Diffusion Models", Year: 2023, URL: "https://arxiv.org/abs/2312.02696"},
			{Title: "lucidrains/denoising-diffusion-pytorch", Year: 2024, URL: "https://github.com/lucidrains/denoising-diffusion-pytorch", Commit: "faed4db28e724735323fa91c70aa9b28a6e1cbac"},
		},
		New: func(k *config.Knobs) config.Model {
			m := new(Karras)
			m.declare(k)
			return m
		},
	})
}

// declare declares the settings.
func (m *Karras) declare(k *config.Knobs) {
	k.Fixes("a prediction has as many channels as the image", config.Classes)
	k.Section(parts.SectionData)
	k.Number(&m.channels, "channels", 4, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
	k.Number(&m.imageSize, "image_size", 64, 2, 4096,
		Text{EN: "Image size", ZH: "图像尺寸"}, Text{EN: "The only one that the network accepts; settles where attention stands.", ZH: "网络只接受此尺寸；决定注意力的位置。"})
	k.Number(&m.classes, "num_classes", 0, 0, 65536,
		Text{EN: "Classes", ZH: "类别数"}, Text{EN: "A further input; 0: none.", ZH: "额外输入；0 表示没有。"})
	k.Switch(&m.self, "self_condition", false,
		Text{EN: "Self-conditioning", ZH: "自条件"}, Text{EN: "The last prediction is a further input.", ZH: "上一次预测作为额外输入。"})
	k.Section(parts.SectionNet)
	k.Number(&m.dim, "dim", 192, 1, 8192,
		Text{EN: "Base channels", ZH: "基础通道数"}, Text{EN: "Doubled from level to level.", ZH: "逐级加倍。"}).As(config.Width).Scales()
	k.Number(&m.dimMax, "dim_max", 768, 1, 8192,
		Text{EN: "Channels at most", ZH: "通道数上限"}, Text{EN: "Of the levels below the first.", ZH: "指首级以下各级。"})
	k.Number(&m.steps, "num_downsamples", 3, 1, 7,
		Text{EN: "Down-samplings", ZH: "降采样次数"}, Text{EN: "Levels, less one.", ZH: "级数减一。"}).As(config.Depth)
	k.Number(&m.blocks, "num_blocks_per_stage", 4, 1, 16, labelBlocks,
		Text{EN: "Of the encoder, besides the down-sampling one; the decoder has one more.", ZH: "指编码器，降采样块除外；解码器多一个。"}).As(config.Repeats)
	k.Numbers(&m.resolutions, "attn_res", []int64{16, 8}, 0, 8, 1, 4096,
		Text{EN: "Attention at resolutions", ZH: "注意力所在分辨率"}, Text{EN: "Sizes of the maps that have attention.", ZH: "有注意力的特征图边长。"})
	k.Number(&m.headDim, "attn_dim_head", 64, 1, 1024,
		Text{EN: "Channels of a head", ZH: "每头通道数"}, Text{EN: "Two heads at least.", ZH: "至少两个头。"})
	k.Number(&m.waves, "fourier_dim", 16, 2, 1024,
		Text{EN: "Sines of the time step", ZH: "时间步正弦数"}, Text{EN: "Their frequencies are random parameters that do not learn.", ZH: "其频率为不训练的随机参数。"}).Step = 2
	parts.InputSize(k, &m.Size, 64)
}

// Build implements [config.Model].
func (m *Karras) Build(net *counter.Net) { m.describe(net, m.dim, m.dimMax) }

// ClosedForm implements [config.Model]: the polynomial in the base channels, where the
// limit does not apply and heads have whole numbers of channels.
func (m *Karras) ClosedForm() (int64, counter.Poly, error) {
	step := int64(1)
	for level := range m.steps + 1 {
		if slices.Contains(m.resolutions, m.imageSize>>level) {
			step = m.headDim
		}
	}
	if m.dim<<m.steps > m.dimMax || m.dim%step != 0 || slices.Contains(m.resolutions, m.imageSize) {
		return 0, counter.Poly{}, counter.ErrNotPolynomial
	}
	p, err := parts.Polynomial(step, func(net *counter.Net, dim int64) { m.describe(net, dim, dim<<m.steps) })
	return m.dim, p, err
}

// A karras describes one network of a [Karras].
type karras struct {
	*Karras
	net  *counter.Net
	time int64 // channels of the embedding
	emb  counter.Value
}

var magnitudeSiLU = layer.MagnitudeSiLU{}

// magnitude is a magnitude-preserving convolution.
func magnitude(in, out, kernel int64) layer.MagnitudeConv {
	return layer.MagnitudeConv{Conv: layer.Conv{ND: 2, In: in, Out: out, Kernel: counter.Cube(kernel), Padding: counter.Cube(kernel / 2)}}
}

// describe describes the network of the settings, with other widths.
func (m *Karras) describe(net *counter.Net, dim, most int64) {
	b := &karras{Karras: m, net: net, time: 4 * dim}
	root, x := net.Root(), net.Input(m.channels, 2)
	x = net.Do(layer.SizeMultipleOf{Of: counter.Axes{m.imageSize, m.imageSize}, Only: true}, x)
	if m.self {
		x = net.Do(layer.Concat{}, net.ScaledInput("self_cond", m.channels, 2, 1), x)
	}
	net.At(counter.Encoder, 1)
	first := magnitude(x.C, dim, 3)
	first.Ones = true
	start := root.Own("input_block", first)
	last := root.Child("output_block")
	out, gain := last.Own("0", magnitude(dim, m.channels, 3)), last.Own("1", layer.Gain{})
	b.embed(root)
	widths := []int64{dim}
	for i := range int(m.steps) {
		widths = append(widths, min(most, 2*widths[i]))
	}
	net.At(counter.Encoder, 1)
	down, up := b.encoder(root.Child("downs"), widths), b.decoder(root.Child("ups"), widths)
	mids, n := root.Child("mids"), len(widths)-1
	c := widths[n]
	middle := []parts.Forward{b.block(child(mids, 0), c, c, n, false, false), b.block(child(mids, 1), c, c, n, false, false)}
	x, skips := down(start.Run(x))
	net.At(counter.Bottleneck, n+2)
	x = up(parts.InTurn(middle)(x), skips)
	net.At(counter.Head, 1)
	net.Output(gain.Run(out.Run(x)))
}

// embed registers and runs what embeds the time step and the class.
func (b *karras) embed(root *counter.Module) {
	net, m := b.net, root.Child("to_time_emb")
	net.At(counter.Condition, stageTime)
	t := m.Child("0").Apply("weights", layer.FourierFeatures{N: b.waves / 2}, net.NamedInput("time", counter.Shape{C: 1}))
	b.emb = m.Apply("1", layer.MagnitudeLinear{In: b.waves, Out: b.time}, net.Do(layer.RootScale{N: 2, Times: true}, t))
	if b.classes > 0 {
		y := net.Do(layer.RootScale{N: b.classes, Times: true}, net.NamedInput("class_labels", counter.Shape{C: b.classes}))
		y = root.Apply("to_class_emb", layer.MagnitudeLinear{In: b.classes, Out: b.time}, y)
		b.emb = net.Do(layer.MagnitudeAdd{Tenths: 5}, b.emb, y)
	}
	b.emb = net.Do(magnitudeSiLU, b.emb)
}

// block registers a block of a level, counted from 0; those of the encoder normalize the
// channels of every position first, and have no convolution on their shortcut. Only the
// block that doubles the sizes attends at the level of the image.
func (b *karras) block(m *counter.Module, in, out int64, level int, encodes, doubles bool) parts.Forward {
	net, embed := b.net, m.Child("to_emb")
	scale, gain := embed.Own("0", layer.MagnitudeLinear{In: b.time, Out: out}), embed.Own("1", layer.Gain{})
	conv1, second := m.Child("block1").Own("1", magnitude(in, out, 3)), m.Child("block2")
	drop, conv2 := second.Own("1", layer.Dropout{}), second.Own("2", magnitude(out, out, 3))
	skip, attend := parts.InTurn(nil), parts.InTurn(nil)
	if in != out {
		skip = parts.Maybe(m, "res_conv", magnitude(in, out, 1))
	}
	if (level > 0 || doubles) && slices.Contains(b.resolutions, b.imageSize>>level) {
		attend = b.attention(m.Child("attn"), out)
	}
	return func(x counter.Value) counter.Value {
		if encodes {
			x = net.Do(layer.ChannelNorm{ND: 2, C: in, RMS: true, None: true, Eps: "1e-4"}, x)
		}
		h := conv1.Run(net.Do(magnitudeSiLU, x))
		h = net.Do(layer.ScaleShift{}, h, net.Do(layer.Unsqueeze{ND: 2}, gain.Run(scale.Run(b.emb))))
		h = conv2.Run(drop.Run(net.Do(magnitudeSiLU, h)))
		return attend(net.Do(layer.MagnitudeAdd{Tenths: 3}, h, skip(x)))
	}
}

// attention registers self-attention of all positions.
func (b *karras) attention(m *counter.Module, c int64) parts.Forward {
	net, heads := b.net, max((c+b.headDim-1)/b.headDim, 2)
	inner := heads * b.headDim
	attend := m.Own("mem_kv", layer.MemoryAttention{Heads: heads, Dim: b.headDim, Memory: 4, Unit: true})
	qkv, out := m.Own("to_qkv", magnitude(c, 3*inner, 1)), m.Own("to_out", magnitude(inner, c, 1))
	return func(x counter.Value) counter.Value {
		h := out.Run(attend.Run(chunks(net, qkv.Run(x), 3, 1)...))
		return net.Do(layer.MagnitudeAdd{Tenths: 3}, h, x)
	}
}

// encoder registers the encoder and returns what runs it. Each of its values is a skip
// connection, the first convolution's too.
func (b *karras) encoder(m *counter.Module, widths []int64) func(x counter.Value) (counter.Value, []counter.Value) {
	type stage struct {
		blocks []parts.Forward
		half   parts.Forward
	}
	var stages []stage
	n := 0
	next := func() *counter.Module { n++; return child(m, n-1) }
	for i, c := range widths {
		var s stage
		if i > 0 {
			block := next()
			point := block.Own("downsample_conv", magnitude(widths[i-1], c, 1))
			run := b.block(block, c, c, i, true, false)
			s.half = func(x counter.Value) counter.Value { // interpolating to half of the sizes is this mean
				return run(point.Run(b.net.Do(average, x)))
			}
		}
		for range b.blocks {
			s.blocks = append(s.blocks, b.block(next(), c, c, i, true, false))
		}
		stages = append(stages, s)
	}
	return func(x counter.Value) (counter.Value, []counter.Value) {
		skips := []counter.Value{x}
		for i, s := range stages {
			b.net.At(counter.Encoder, i+1)
			if s.half != nil {
				x = s.half(x)
				skips = append(skips, x)
			}
			for _, run := range s.blocks {
				x = run(x)
				skips = append(skips, x)
			}
		}
		return x, skips
	}
}

// decoder registers the decoder and returns what runs it.
func (b *karras) decoder(m *counter.Module, widths []int64) func(x counter.Value, skips []counter.Value) counter.Value {
	type stage struct {
		double parts.Forward
		blocks []parts.Forward
	}
	var stages []stage
	n := 0
	next := func() *counter.Module { n++; return child(m, n-1) }
	for i, c := range slices.Backward(widths) {
		var s stage
		if i+1 < len(widths) {
			run := b.block(next(), widths[i+1], c, i, false, true)
			s.double = func(x counter.Value) counter.Value {
				return run(b.net.Do(layer.Upsample{ND: 2, Scale: counter.Cube(2), Linear: true}, x))
			}
		}
		for range b.blocks + 1 {
			s.blocks = append(s.blocks, b.block(next(), 2*c, c, i, false, false))
		}
		stages = append(stages, s)
	}
	return func(x counter.Value, skips []counter.Value) counter.Value {
		for i, s := range stages {
			b.net.At(counter.Decoder, len(stages)-i)
			if s.double != nil {
				x = s.double(x)
			}
			for _, run := range s.blocks {
				x = run(b.net.Do(layer.MagnitudeConcat{}, x, skips[len(skips)-1]))
				skips = skips[:len(skips)-1]
			}
		}
		return x
	}
}
