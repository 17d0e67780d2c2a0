package diffusion

import (
	"slices"
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// An Imagen is the Unet of lucidrains/imagen-pytorch (2022,
// https://github.com/lucidrains/imagen-pytorch, commit c166739). Settings are the
// constructor's arguments, with 0 for None; lists of switches are lists of 0 and 1.
// Without a text the modules that a text passes through are built all the same, but for
// two.
type Imagen struct {
	parts.Image
	channels, channelsOut, condImages                   int64
	dim, initDim, condDim, textDim, tokens, maxText     int64
	timeTokens, waves, headDim, heads, ff, latents      int64
	midDepth, initKernel, finalKernel                   int64
	mults, blocks, attns, depths, cross                 []int64
	crossKernels, downKernels                           []int64
	lowres, self, text, pool, efficient, context        bool
	middle, crossInit, crossDown, shuffle, scale, final bool
	startToEnd, combine                                 bool
}

func init() {
	config.Register(&config.Arch{
		ID: "imagen", Family: Family, Class: "Unet",
		Name:  Text{EN: "Imagen (lucidrains)", ZH: "Imagen（lucidrains）"},
		About: Text{EN: "The U-Net of a cascade from text to image: it attends to the tokens of a frozen language model.", ZH: "文本生成图像级联中的 U-Net：对冻结语言模型的词元做注意力。"},
		Sources: []config.Source{
			{Title: "Saharia et al.: Photorealistic Text-to-Image Diffusion Models with Deep Language Understanding", Year: 2022, URL: "https://arxiv.org/abs/2205.11487"},
			{Title: "lucidrains/imagen-pytorch", Year: 2022, URL: "https://github.com/lucidrains/imagen-pytorch", Commit: "c166739b03b06fbc2e7c00116ffc81724626ad08"},
		},
		New: func(k *config.Knobs) config.Model {
			m := new(Imagen)
			m.declare(k)
			return m
		},
	})
}

// declare declares the settings.
func (m *Imagen) declare(k *config.Knobs) {
	k.Section(parts.SectionData)
	k.Number(&m.channels, "channels", 3, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
	k.Number(&m.channelsOut, "channels_out", 0, 0, 65536, labelOut,
		Text{EN: "0: as many as channels.", ZH: "0 表示与输入相同。"}).As(config.Classes)
	k.Switch(&m.lowres, "lowres_cond", false,
		Text{EN: "Low-resolution image", ZH: "低分辨率图像"}, Text{EN: "A smaller sample, enlarged, is a further input, with a noise level of its own.", ZH: "放大的小图作为额外输入，并有自己的噪声强度。"})
	k.Switch(&m.self, "self_cond", false,
		Text{EN: "Self-conditioning", ZH: "自条件"}, Text{EN: "The last prediction is a further input.", ZH: "上一次预测作为额外输入。"})
	k.Number(&m.condImages, "cond_images_channels", 0, 0, 65536,
		Text{EN: "Channels of a conditioning image", ZH: "条件图像通道数"}, Text{EN: "0: there is none.", ZH: "0 表示没有。"})
	k.Switch(&m.text, "cond_on_text", true,
		Text{EN: "Text", ZH: "文本"}, Text{EN: "Off: most modules for it stay, unused.", ZH: "关闭后大部分相关模块仍在，但不使用。"})
	given := func() bool { return m.text }
	k.Number(&m.textDim, "text_embed_dim", 768, 1, 65536, labelContext, Text{EN: "768: T5 base.", ZH: "768 即 T5 base。"}).When(given)
	k.Number(&m.tokens, "tokens", 256, 1, 4096, labelTokens, helpTokens).When(given)
	k.Number(&m.maxText, "max_text_len", 256, 1, 512,
		Text{EN: "Tokens at most", ZH: "词元数上限"}, Text{EN: "As many are learned, to stand for those that are missing.", ZH: "另有同样多的可训练词元，代替缺失的词元。"})
	k.Section(parts.SectionNet)
	m.declareNet(k)
	m.declareConditions(k)
	parts.InputSize(k, &m.Size, 64)
}

// declareNet declares the settings of the U.
func (m *Imagen) declareNet(k *config.Knobs) {
	k.Number(&m.dim, "dim", 128, 8, 2048,
		Text{EN: "Base channels", ZH: "基础通道数"}, Text{EN: "A multiple of 8.", ZH: "8 的倍数。"}).As(config.Width).Scales().Step = 8
	k.Numbers(&m.mults, "dim_mults", []int64{1, 2, 4, 8}, 1, 8, 1, 64, labelMult, helpMult)
	k.Numbers(&m.blocks, "num_resnet_blocks", []int64{1}, 1, 8, 0, 16, labelBlocks,
		Text{EN: "One number, or one a level; each level has one more.", ZH: "一个数，或每级一个；每级另有一个。"})
	k.Numbers(&m.attns, "layer_attns", []int64{1}, 1, 8, 0, 1,
		Text{EN: "Transformers", ZH: "Transformer"}, Text{EN: "1 or 0, for all or level by level.", ZH: "1 或 0，统一或逐级。"})
	k.Numbers(&m.depths, "layer_attns_depth", []int64{1}, 1, 8, 1, 16, labelDepth,
		Text{EN: "One number, or one a level.", ZH: "一个数，或每级一个。"}).When(func() bool { return slices.Contains(m.attns, 1) })
	k.Numbers(&m.cross, "layer_cross_attns", []int64{1}, 1, 8, 0, 1,
		Text{EN: "Attention to conditions", ZH: "对条件的注意力"}, Text{EN: "In each level's first block: 1 or 0, for all or level by level.", ZH: "位于每级首个块：1 或 0，统一或逐级。"})
	k.Switch(&m.middle, "attend_at_middle", true,
		Text{EN: "Transformer in the bottleneck", ZH: "瓶颈层 Transformer"}, Text{EN: "It does not see the conditions.", ZH: "不接收条件。"})
	k.Number(&m.midDepth, "layer_mid_attns_depth", 1, 1, 16,
		Text{EN: "Its blocks", ZH: "其块数"}, Text{EN: "Of the bottleneck's transformer.", ZH: "指瓶颈层 Transformer。"}).When(func() bool { return m.middle })
	k.Number(&m.heads, "attn_heads", 8, 2, 64, Text{EN: "Attention heads", ZH: "注意力头数"}, Text{EN: "In transformers they share keys and values.", ZH: "Transformer 中各头共用键和值。"})
	k.Number(&m.headDim, "attn_dim_head", 64, 1, 256, Text{EN: "Channels of a head", ZH: "每头通道数"}, Text{EN: "As many, whatever the level.", ZH: "各级相同。"})
	k.Number(&m.ff, "ff_mult", 2, 1, 16, parts.LabelRatio, parts.HelpRatio)
	k.Switch(&m.efficient, "memory_efficient", false,
		Text{EN: "Memory-efficient", ZH: "节省内存"}, Text{EN: "Each level halves the sizes first, not last.", ZH: "每级先降采样，而非最后。"})
	k.Switch(&m.context, "use_global_context_attn", true,
		Text{EN: "Global context", ZH: "全局上下文"}, Text{EN: "Residual blocks scale their channels by a mean of all positions.", ZH: "残差块按全局加权平均缩放各通道。"})
	k.Switch(&m.shuffle, "pixel_shuffle_upsample", true,
		Text{EN: "Pixel shuffle", ZH: "像素重排"}, Text{EN: "Off: interpolation and a 3×3 convolution.", ZH: "关闭则为插值加 3×3 卷积。"})
	k.Switch(&m.scale, "scale_skip_connection", true,
		Text{EN: "Scaled skips", ZH: "缩放跳跃连接"}, Text{EN: "Divided by √2. Changes no count.", ZH: "除以 √2。不影响参数量。"}).As(config.Uncounted)
	k.Number(&m.initDim, "init_dim", 0, 0, 2048,
		Text{EN: "Channels of the first convolution", ZH: "首个卷积的通道数"}, Text{EN: "0: the base channels.", ZH: "0 表示基础通道数。"}).Seldom()
	k.Switch(&m.crossInit, "init_cross_embed", true,
		Text{EN: "First convolutions of several kernels", ZH: "首层多种卷积核"}, Text{EN: "Off: a single convolution.", ZH: "关闭则为单个卷积。"}).Seldom()
	k.Numbers(&m.crossKernels, "init_cross_embed_kernel_sizes", []int64{3, 7, 15}, 1, 5, 1, 31,
		Text{EN: "Their kernels", ZH: "卷积核尺寸"}, Text{EN: "Odd.", ZH: "奇数。"}).When(func() bool { return m.crossInit }).Seldom()
	k.Number(&m.initKernel, "init_conv_kernel_size", 7, 1, 31,
		Text{EN: "Kernel of the first convolution", ZH: "首个卷积核尺寸"}, Text{EN: "Odd.", ZH: "奇数。"}).When(func() bool { return !m.crossInit }).Seldom()
	k.Switch(&m.crossDown, "cross_embed_downsample", false,
		Text{EN: "Down-sampling by several kernels", ZH: "多种卷积核降采样"}, Text{EN: "Off: patches become channels.", ZH: "关闭则将图块转为通道。"}).Seldom()
	k.Numbers(&m.downKernels, "cross_embed_downsample_kernel_sizes", []int64{2, 4}, 1, 5, 2, 32,
		Text{EN: "Their kernels", ZH: "卷积核尺寸"}, Text{EN: "Even.", ZH: "偶数。"}).When(func() bool { return m.crossDown }).Seldom()
	k.Switch(&m.combine, "combine_upsample_fmaps", false,
		Text{EN: "All levels reach the end", ZH: "各级汇至末端"}, Text{EN: "A convolution of each decoder level's map.", ZH: "对解码器各级特征图各做一次卷积。"}).Seldom()
	k.Switch(&m.startToEnd, "init_conv_to_final_conv_residual", false,
		Text{EN: "Skip from the first convolution", ZH: "首个卷积的跳跃连接"}, Text{EN: "To the last block.", ZH: "连到末端残差块。"}).Seldom()
	k.Switch(&m.final, "final_resnet_block", true, Text{EN: "Residual block at the end", ZH: "末端残差块"}, Text{EN: "Always with a global context.", ZH: "总有全局上下文。"}).Seldom()
	k.Number(&m.finalKernel, "final_conv_kernel_size", 3, 1, 15,
		Text{EN: "Kernel of the last convolution", ZH: "末层卷积核尺寸"}, Text{EN: "Odd.", ZH: "奇数。"}).Seldom()
}

// declareConditions declares the settings of what embeds the conditions.
func (m *Imagen) declareConditions(k *config.Knobs) {
	k.Number(&m.condDim, "cond_dim", 0, 0, 8192,
		Text{EN: "Features of a condition's token", ZH: "条件词元特征维数"}, Text{EN: "0: the base channels.", ZH: "0 表示基础通道数。"})
	k.Number(&m.timeTokens, "num_time_tokens", 2, 1, 64,
		Text{EN: "Tokens of the time step", ZH: "时间步词元数"}, Text{EN: "Attention sees them next to the text's.", ZH: "与文本词元一同参与注意力。"}).Seldom()
	k.Number(&m.waves, "learned_sinu_pos_emb_dim", 16, 2, 1024,
		Text{EN: "Sines of the time step", ZH: "时间步正弦数"}, Text{EN: "Their frequencies are learned.", ZH: "其频率可训练。"}).Seldom().Step = 2
	k.Switch(&m.pool, "attn_pool_text", true,
		Text{EN: "Attention pooling of the text", ZH: "文本注意力池化"}, Text{EN: "A Perceiver that leaves a few tokens.", ZH: "用 Perceiver 归纳为少量词元。"})
	k.Number(&m.latents, "attn_pool_num_latents", 32, 1, 1024,
		Text{EN: "Its tokens", ZH: "池化词元数"}, Text{EN: "Four more follow from their mean.", ZH: "另有四个由均值得到。"}).When(func() bool { return m.pool })
}

// Check implements [config.Model].
func (m *Imagen) Check() error {
	for _, list := range []struct {
		key  string
		ns   []int64
		used bool
	}{
		{"num_resnet_blocks", m.blocks, true},
		{"layer_attns", m.attns, true},
		{"layer_attns_depth", m.depths, slices.Contains(m.attns, 1)},
		{"layer_cross_attns", m.cross, true},
	} {
		if n := len(m.mults); list.used && len(list.ns) != n && len(list.ns) != 1 {
			return listError(list.key, list.ns, n, false)
		}
	}
	for _, list := range []struct {
		key  string
		ns   []int64
		odd  int64
		used bool
	}{
		{"init_cross_embed_kernel_sizes", m.crossKernels, 1, m.crossInit},
		{"init_conv_kernel_size", []int64{m.initKernel}, 1, !m.crossInit},
		{"cross_embed_downsample_kernel_sizes", m.downKernels, 0, m.crossDown},
		{"final_conv_kernel_size", []int64{m.finalKernel}, 1, true},
	} {
		if list.used {
			if err := parity(list.key, list.ns, list.odd); err != nil {
				return err
			}
		}
	}
	return nil
}

// parity returns an error if a kernel is even that should be odd, or the reverse.
func parity(key string, ns []int64, odd int64) error {
	fit, text := slices.Clone(ns), Text{EN: "must be odd", ZH: "须为奇数"}
	for i, n := range fit {
		if n%2 != odd {
			fit[i] = n - 1
		}
	}
	if slices.Equal(fit, ns) {
		return nil
	}
	if odd == 0 {
		text = Text{EN: "must be even", ZH: "须为偶数"}
	}
	return &config.ValueError{Key: key, Value: config.Join(ns, ","), Nearest: []string{config.Join(fit, ",")}, Text: text}
}

// Build implements [config.Model].
func (m *Imagen) Build(net *counter.Net) { m.describe(net, m.dim) }

// ClosedForm implements [config.Model]: the polynomial in the base channels.
func (m *Imagen) ClosedForm() (int64, counter.Poly, error) {
	if m.dim%8 != 0 || len(m.crossKernels) > 3 || m.crossDown && len(m.downKernels) > 3 {
		return 0, counter.Poly{}, counter.ErrNotPolynomial
	}
	p, err := parts.Polynomial(8, m.describe)
	return m.dim, p, err
}

// An imagen describes one network of an [Imagen].
type imagen struct {
	*Imagen
	net        *counter.Net
	cond, time int64         // channels of a token, and of the embedding
	emb, c     counter.Value // the embedding and the tokens

	nullText, nullHidden *counter.Module // what takes a text's place
}

// describe describes the network of the settings, with another width.
func (m *Imagen) describe(net *counter.Net, dim int64) {
	b := &imagen{Imagen: m, net: net, cond: dim, time: 4 * dim}
	if m.condDim > 0 {
		b.cond = m.condDim
	}
	if m.lowres {
		b.time *= 2
	}
	root := net.Root()
	b.stands(root)
	x, small := b.image()
	first := dim
	if m.initDim > 0 {
		first = m.initDim
	}
	widths := []int64{first}
	for _, n := range m.mults {
		widths = append(widths, n*dim)
	}
	net.At(counter.Encoder, 1)
	var start parts.Forward
	if m.crossInit {
		start = b.several(root.Child("init_conv"), x.C, first, m.crossKernels, 1)
	} else {
		start = parts.Maybe(root, "init_conv", parts.Conv2D(x.C, first, m.initKernel))
	}
	b.embed(root)
	net.At(counter.Encoder, 1)
	x = start(x)
	begin := x
	if m.efficient {
		x = b.res(root.Child("init_resnet_block"), first, first, crossing{}, m.context)(x)
	}
	down, up := b.encoder(root.Child("downs"), widths), b.decoder(root.Child("ups"), widths)
	middle := b.bottleneck(root, widths[len(widths)-1])
	last := b.last(root, dim, first)
	x, skips := down(x)
	net.At(counter.Bottleneck, len(m.mults)+1+b.deeper())
	x, maps := up(middle(x), skips)
	net.At(counter.Head, 1)
	net.Output(last(x, begin, small, maps))
}

// deeper returns 1 if the levels begin at half of the sizes.
func (b *imagen) deeper() int {
	if b.efficient {
		return 1
	}
	return 0
}

// image adds the image and what is concatenated with it, and returns both with the
// low-resolution image, if there is one.
func (b *imagen) image() (x counter.Value, small []counter.Value) {
	net := b.net
	x = net.Input(b.channels, 2)
	if b.self {
		x = net.Do(layer.Concat{}, x, net.ScaledInput("self_cond", b.channels, 2, 1))
	}
	if b.lowres {
		small = append(small, net.ScaledInput("lowres_cond_img", b.channels, 2, 1))
		x = net.Do(layer.Concat{}, x, small[0])
	}
	if b.condImages > 0 {
		x = net.Do(layer.Concat{}, net.ScaledInput("cond_images", b.condImages, 2, 1), x)
	}
	return x, small
}

// several registers convolutions of several kernels, whose outputs are concatenated;
// the larger the kernel, the fewer its channels.
func (b *imagen) several(m *counter.Module, in, out int64, kernels []int64, stride int64) parts.Forward {
	m, kernels = m.Child("convs"), slices.Sorted(slices.Values(kernels))
	var convs []*counter.Module
	left := out
	for i, k := range kernels {
		c := out >> (i + 1)
		if i == len(kernels)-1 {
			c = left
		}
		left -= c
		convs = append(convs, m.Own(strconv.Itoa(i), layer.Conv{ND: 2, In: in, Out: c, Kernel: counter.Cube(k), Stride: counter.Cube(stride), Padding: counter.Cube((k - stride) / 2), Bias: true}))
	}
	return func(x counter.Value) counter.Value {
		maps := make([]counter.Value, len(convs))
		for i, conv := range convs {
			maps[i] = conv.Run(x)
		}
		if len(maps) == 1 {
			return maps[0]
		}
		return b.net.Do(layer.Concat{}, maps...)
	}
}

func gamma(c int64) counter.Layer { return layer.ChannelNorm{ND: 2, C: c, RMS: true, Gamma: true} }

// A crossing is the heads, and their channels, of a residual block's attention to the
// conditions; it has none if there are no heads.
type crossing struct{ heads, dim int64 }

// res registers a residual block; some attend to the conditions between their
// convolutions.
func (b *imagen) res(m *counter.Module, in, out int64, crossed crossing, context bool) parts.Forward {
	net := b.net
	embed := m.Child("time_mlp").Own("1", linear(b.time, 2*out))
	cross, scale := parts.InTurn(nil), parts.Forward(nil)
	if crossed.heads > 0 {
		cross = b.crossAttention(m.Child("cross_attn"), out, crossed)
	}
	var norms, convs [2]*counter.Module
	for i, c := range [...]int64{in, out} {
		block := m.Child("block" + strconv.Itoa(i+1))
		norms[i], convs[i] = block.Own("norm", gamma(c)), block.Own("project", parts.Conv2D(c, out, 3))
	}
	if context {
		scale = b.globalContext(m.Child("gca"), out)
	}
	skip := parts.InTurn(nil)
	if in != out {
		skip = parts.Maybe(m, "res_conv", parts.Conv2D(in, out, 1))
	}
	return func(x counter.Value) counter.Value {
		both := chunks(net, net.Do(layer.Unsqueeze{ND: 2}, embed.Run(net.Do(silu, b.emb))), 2, 1)
		h := cross(convs[0].Run(net.Do(silu, norms[0].Run(x))))
		h = convs[1].Run(net.Do(silu, net.Do(layer.ScaleShift{}, norms[1].Run(h), both[0], both[1])))
		if scale != nil {
			h = net.Do(layer.Mul{}, h, scale(h))
		}
		return net.Do(layer.Add{}, h, skip(x))
	}
}

// globalContext registers what scales channels by a weighted mean of all positions.
func (b *imagen) globalContext(m *counter.Module, c int64) parts.Forward {
	score, hidden := m.Own("to_k", parts.Conv2D(c, 1, 1)), max(3, c/2)
	gate := parts.Sequential(m.Child("net"), parts.Conv2D(c, hidden, 1), silu, parts.Conv2D(hidden, c, 1), layer.Activation{Name: "Sigmoid"})
	return func(x counter.Value) counter.Value {
		return gate(b.net.Do(layer.ContextPool{}, score.Run(x), x))
	}
}

// halves registers what halves the sizes.
func (b *imagen) halves(m *counter.Module, in, out int64) parts.Forward {
	if b.crossDown {
		return b.several(m, in, out, b.downKernels, 2)
	}
	conv := m.Own("1", parts.Conv2D(4*in, out, 1))
	return func(x counter.Value) counter.Value {
		return conv.Run(b.net.Do(layer.PatchChannels{ND: 2, Patch: counter.Cube(2)}, x))
	}
}

// A level of the encoder or the decoder: its first block, which may attend to the
// conditions, the others, and its transformer.
type imagenLevel struct {
	first, attend, before, after parts.Forward
	others                       []parts.Forward
}

// level registers the blocks of a level, the first one under the given name.
func (b *imagen) level(m *counter.Module, name, at int, in, out int64) imagenLevel {
	var crossed crossing
	if parts.OfStage(b.cross, at) == 1 {
		crossed = crossing{b.heads, b.headDim}
	}
	l := imagenLevel{first: b.res(child(m, name), in, out, crossed, false), attend: parts.InTurn(nil)}
	list := child(m, name+1)
	for i := range int(parts.OfStage(b.blocks, at)) {
		l.others = append(l.others, b.res(child(list, i), in, out, crossing{}, b.context))
	}
	if parts.OfStage(b.attns, at) == 1 {
		l.attend = b.transformer(child(m, name+2), out, parts.OfStage(b.depths, at), true)
	}
	return l
}

// encoder registers the encoder and returns what runs it.
func (b *imagen) encoder(m *counter.Module, widths []int64) func(x counter.Value) (counter.Value, []counter.Value) {
	var levels []imagenLevel
	last := len(widths) - 2
	for i, in := range widths[:last+1] {
		m, out := child(m, i), widths[i+1]
		before, after, c := parts.InTurn(nil), parts.InTurn(nil), in
		if b.efficient {
			before, c = b.halves(m.Child("0"), in, out), out
		}
		l := b.level(m, 1, i, c, c)
		switch {
		case b.efficient:
		case i < last:
			after = b.halves(m.Child("4"), in, out)
		default:
			both := m.Child("4").Child("fns")
			wide, point := both.Own("0", parts.Conv2D(in, out, 3)), both.Own("1", parts.Conv2D(in, out, 1))
			after = func(x counter.Value) counter.Value { return b.net.Do(layer.Add{}, wide.Run(x), point.Run(x)) }
		}
		l.before, l.after = before, after
		levels = append(levels, l)
	}
	return func(x counter.Value) (counter.Value, []counter.Value) {
		var skips []counter.Value
		for i, l := range levels {
			b.net.At(counter.Encoder, i+1+b.deeper())
			x = l.first(l.before(x))
			for _, res := range l.others {
				x = res(x)
				skips = append(skips, x)
			}
			x = l.attend(x)
			skips = append(skips, x)
			if i < last {
				b.net.At(counter.Encoder, i+2+b.deeper())
			}
			x = l.after(x)
		}
		return x, skips
	}
}

// decoder registers the decoder and returns what runs it; it returns the map of each
// level, too.
func (b *imagen) decoder(m *counter.Module, widths []int64) func(x counter.Value, skips []counter.Value) (counter.Value, []counter.Value) {
	var levels []imagenLevel
	n := len(widths) - 1
	for i := range n {
		at := n - 1 - i
		in, out, m := widths[at], widths[at+1], child(m, i)
		skip := in
		if b.efficient {
			skip = out
		}
		l := b.level(m, 0, at, out+skip, out)
		switch l.after = parts.InTurn(nil); {
		case at == 0 && !b.efficient:
		case b.shuffle:
			wide := parts.Sequential(m.Child("3").Child("net"), parts.Conv2D(out, 4*in, 1), silu)
			l.after = func(x counter.Value) counter.Value { return b.net.Do(layer.PixelShuffle{ND: 2, Factor: 2}, wide(x)) }
		default:
			l.after = parts.Sequential(m.Child("3"), nearest, parts.Conv2D(out, in, 3))
		}
		levels = append(levels, l)
	}
	return func(x counter.Value, skips []counter.Value) (counter.Value, []counter.Value) {
		take := func(x counter.Value) counter.Value {
			skip := skips[len(skips)-1]
			skips = skips[:len(skips)-1]
			if b.scale {
				skip = b.net.Do(layer.RootScale{N: 2}, skip)
			}
			return b.net.Do(layer.Concat{}, x, skip)
		}
		var maps []counter.Value
		for i, l := range levels {
			b.net.At(counter.Decoder, n-i+b.deeper())
			x = l.first(take(x))
			for _, res := range l.others {
				x = res(take(x))
			}
			x = l.attend(x)
			maps = append(maps, x)
			b.net.At(counter.Decoder, max(n-i-1+b.deeper(), 1))
			x = l.after(x)
		}
		return x, maps
	}
}

// bottleneck registers two residual blocks with a transformer between them. The number
// and the width of the blocks' heads do not follow the settings.
func (b *imagen) bottleneck(root *counter.Module, c int64) parts.Forward {
	crossed := crossing{8, 64}
	blocks := []parts.Forward{b.res(root.Child("mid_block1"), c, c, crossed, false)}
	if b.middle {
		blocks = append(blocks, b.transformer(root.Child("mid_attn"), c, b.midDepth, false))
	}
	return parts.InTurn(append(blocks, b.res(root.Child("mid_block2"), c, c, crossed, false)))
}

// last registers the layers behind the decoder and returns what runs them on its
// output, the first convolution's, the low-resolution image, and the levels' maps.
func (b *imagen) last(root *counter.Module, dim, first int64) func(x, start counter.Value, small, maps []counter.Value) counter.Value {
	net, c := b.net, dim
	type block struct{ norm, conv *counter.Module }
	var blocks []block
	if b.combine {
		list := root.Child("upsample_combiner").Child("fmap_convs")
		for i, n := range slices.Backward(b.mults) {
			m := child(list, len(b.mults)-1-i)
			blocks = append(blocks, block{m.Own("norm", gamma(n*dim)), m.Own("project", parts.Conv2D(n*dim, dim, 3))})
			c += dim
		}
	}
	if b.startToEnd {
		c += dim
	}
	res, out := parts.InTurn(nil), c
	if b.final {
		res, out = b.res(root.Child("final_res_block"), c, dim, crossing{}, true), dim
	}
	if b.lowres {
		out += b.channels
	}
	classes := b.channelsOut
	if classes == 0 {
		classes = b.channels
	}
	conv := root.Own("final_conv", parts.Conv2D(out, classes, b.finalKernel))
	return func(x, start counter.Value, small, maps []counter.Value) counter.Value {
		all := []counter.Value{parts.Fit(net, x, dim)}
		for i, m := range blocks {
			y := maps[i]
			if i+1 < len(blocks) || b.efficient {
				y = net.Do(layer.Interpolate{}, y, x)
			}
			all = append(all, m.conv.Run(net.Do(silu, m.norm.Run(y))))
		}
		if b.startToEnd {
			all = append(all, parts.Fit(net, start, dim))
		}
		if x = all[0]; len(all) > 1 {
			x = net.Do(layer.Concat{}, all...)
		}
		if x = res(x); len(small) > 0 {
			x = net.Do(layer.Concat{}, x, small[0])
		}
		return conv.Run(x)
	}
}
