package diffusion

import (
	"slices"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// A Lucidrains is the Unet of lucidrains/denoising-diffusion-pytorch (2020,
// https://github.com/lucidrains/denoising-diffusion-pytorch), in five versions that
// differ in what they count: 0.6.8 (commit dadbf20), 0.16.1 (a291da5), 0.27.6
// (c78709f), 1.10.14 (e39893b), and 2.1.1 (1d9d8df) or later. Settings are the
// constructor's arguments, with 0 or none for None.
type Lucidrains struct {
	parts.Image
	version                          string
	dim, initDim, outDim, in, groups int64
	mults, full, heads, headDim      []int64
	variance, self, learned, random  bool
	timed                            bool
	waves                            int64
}

func init() {
	config.Register(&config.Arch{
		ID: "lucidrains-unet", Family: Family,
		Name:  Text{EN: "denoising-diffusion-pytorch (lucidrains)", ZH: "denoising-diffusion-pytorch（lucidrains）"},
		About: Text{EN: "The U-Net that most people learn diffusion with; its versions have unequal counts.", ZH: "多数人学习扩散模型所用的 U-Net；各版本参数量不同。"},
		Sources: []config.Source{
			{Title: "Ho, Jain, Abbeel: Denoising Diffusion Probabilistic Models", Year: 2020, URL: "https://arxiv.org/abs/2006.11239"},
			{Title: "lucidrains/denoising-diffusion-pytorch", Year: 2020, URL: "https://github.com/lucidrains/denoising-diffusion-pytorch", Commit: "1d9d8dffb72e02172da8a77bee039b1c72b7c6d5"},
		},
		Class: "Unet",
		New: func(k *config.Knobs) config.Model {
			m := new(Lucidrains)
			m.declare(k)
			return m
		},
	})
}

// at returns the index of the version.
func (m *Lucidrains) at() int { return slices.Index(lucidrainsVersions, m.version) }

var lucidrainsVersions = []string{"0.6.8", "0.16.1", "0.27.6", "1.10.14", "2.1.1"}

// since returns a function that reports whether the version is the given one or later.
func (m *Lucidrains) since(at int) func() bool { return func() bool { return m.at() >= at } }

// declare declares the settings.
func (m *Lucidrains) declare(k *config.Knobs) {
	k.Section(parts.SectionData)
	k.Number(&m.in, "channels", 3, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
	k.Number(&m.outDim, "out_dim", 0, 0, 65536, labelOut,
		Text{EN: "0: as many as channels, or twice as many with a learned variance.", ZH: "0 表示与输入相同，学习方差时加倍。"}).As(config.Classes)
	k.Switch(&m.variance, "learned_variance", false,
		Text{EN: "Learned variance", ZH: "学习方差"}, Text{EN: "Twice as many output channels.", ZH: "输出通道加倍。"}).When(func() bool { return m.outDim == 0 && m.at() > 0 })
	k.Switch(&m.self, "self_condition", false,
		Text{EN: "Self-conditioning", ZH: "自条件"}, Text{EN: "The last prediction is a further input.", ZH: "上一次预测作为额外输入。"}).When(m.since(2))
	k.Section(parts.SectionNet)
	var versions []Choice
	for _, v := range slices.Backward(lucidrainsVersions) {
		versions = append(versions, Choice{Value: v, Label: Text{EN: v, ZH: v}})
	}
	k.Select(&m.version, "version", Text{EN: "Version", ZH: "版本"},
		Text{EN: "The package's; 2.1.1 holds for later ones, too.", ZH: "软件包版本；2.1.1 之后相同。"}, versions...)
	k.Number(&m.dim, "dim", 64, 8, 65536,
		Text{EN: "Base channels", ZH: "基础通道数"}, Text{EN: "A multiple of 8.", ZH: "8 的倍数。"}).As(config.Width).Scales().Step = 8
	k.Numbers(&m.mults, "dim_mults", []int64{1, 2, 4, 8}, 1, 8, 1, 64, labelMult, helpMult)
	k.Number(&m.initDim, "init_dim", 0, 0, 65536,
		Text{EN: "Channels of the first convolution", ZH: "首个卷积的通道数"},
		Text{EN: "0: the base channels, before 0.27 two thirds of them.", ZH: "0 表示基础通道数；0.27 之前为其三分之二。"}).When(m.since(1))
	k.Number(&m.groups, "resnet_block_groups", 8, 1, 1024,
		Text{EN: "Groups of a norm", ZH: "归一化组数"}, Text{EN: "They divide the channels. Change no count.", ZH: "须整除通道数。不影响参数量。"}).When(func() bool { return m.at() > 0 && m.at() < 4 })
	k.Switch(&m.timed, "with_time_emb", true,
		Text{EN: "Time step as an input", ZH: "以时间步为输入"}, Text{EN: "Off: residual blocks take the map alone.", ZH: "关闭时残差块只接收特征图。"}).When(func() bool { return m.at() < 2 })
	k.Numbers(&m.full, "full_attn", nil, 0, 8, 0, 1,
		Text{EN: "Full attention", ZH: "完整注意力"},
		Text{EN: "Level by level, 1 for full and 0 for linear attention, or one number for all; none: full in the last level alone.", ZH: "逐级：1 为完整注意力，0 为线性注意力，也可一数通用；none 表示仅最后一级完整。"}).When(m.since(3))
	k.Numbers(&m.heads, "attn_heads", []int64{4}, 1, 8, 1, 256,
		Text{EN: "Attention heads", ZH: "注意力头数"}, Text{EN: "One number, or one a level.", ZH: "一个数，或每级一个。"}).When(m.since(3))
	k.Numbers(&m.headDim, "attn_dim_head", []int64{32}, 1, 8, 1, 1024,
		Text{EN: "Channels of a head", ZH: "每头通道数"}, Text{EN: "One number, or one a level.", ZH: "一个数，或每级一个。"}).When(m.since(3))
	k.Switch(&m.learned, "learned_sinusoidal_cond", false,
		Text{EN: "Learned frequencies", ZH: "可训练频率"}, Text{EN: "Of the time step's sines.", ZH: "指时间步的正弦编码。"}).When(m.since(2))
	k.Switch(&m.random, "random_fourier_features", false,
		Text{EN: "Random frequencies", ZH: "随机频率"}, Text{EN: "Parameters that do not learn.", ZH: "不训练的参数。"}).When(m.since(3))
	k.Number(&m.waves, "learned_sinusoidal_dim", 16, 4, 65536,
		Text{EN: "Sines of the time step", ZH: "时间步正弦数"}, Text{EN: "Where frequencies are learned or random.", ZH: "用于可训练或随机频率。"}).When(m.fourier).Step = 4
	parts.InputSize(k, &m.Size, 128)
}

// fourier reports whether frequencies are learned or random.
func (m *Lucidrains) fourier() bool {
	return m.learned && m.at() >= 2 || m.random && m.at() >= 3
}

// first returns the channels of the first convolution.
func (m *Lucidrains) first(dim int64) int64 {
	switch {
	case m.at() == 0:
		return m.in
	case m.initDim > 0:
		return m.initDim
	case m.at() == 1:
		return dim / 3 * 2
	}
	return dim
}

// Check implements [config.Model].
func (m *Lucidrains) Check() error {
	if n := len(m.mults); m.at() >= 3 {
		for _, list := range []struct {
			key string
			ns  []int64
		}{{"full_attn", m.full}, {"attn_heads", m.heads}, {"attn_dim_head", m.headDim}} {
			if len(list.ns) > 1 && len(list.ns) != n {
				return listError(list.key, list.ns, n, false)
			}
		}
	}
	if at := m.at(); at > 0 && at < 4 {
		if err := headsFit("resnet_block_groups", m.groups, m.dim); err != nil {
			return err
		}
		if at > 1 && m.initDim%m.groups != 0 {
			return multiples("init_dim", []int64{m.initDim}, m.groups)
		}
	}
	return nil
}

// Build implements [config.Model].
func (m *Lucidrains) Build(net *counter.Net) { m.describe(net, m.dim) }

// ClosedForm implements [config.Model]: the polynomial in the base channels.
func (m *Lucidrains) ClosedForm() (int64, counter.Poly, error) {
	step := int64(24)
	if m.at() > 0 && m.at() < 4 {
		step = step / parts.GCD(step, m.groups) * m.groups
	}
	if m.dim%step != 0 {
		return 0, counter.Poly{}, counter.ErrNotPolynomial
	}
	p, err := parts.Polynomial(step, m.describe)
	return m.dim, p, err
}

// A lucid describes one network of a [Lucidrains].
type lucid struct {
	*Lucidrains
	net  *counter.Net
	emb  counter.Value
	time int64 // its channels; 0 if blocks do not take it
	at   int   // the version
}

// describe describes the network of the settings, with the given width.
func (m *Lucidrains) describe(net *counter.Net, dim int64) {
	b := &lucid{Lucidrains: m, net: net, at: m.at(), time: 4 * dim}
	root := net.Root()
	x := net.Input(m.in, 2)
	in := m.in
	if m.self && b.at >= 2 {
		x, in = net.Do(layer.Concat{}, net.ScaledInput("x_self_cond", m.in, 2, 1), x), 2*m.in
	}
	first := m.first(dim)
	net.At(counter.Encoder, 1)
	if b.at > 0 {
		x = root.Apply("init_conv", parts.Conv2D(in, first, 7), x)
	}
	start := x
	if m.timed || b.at >= 2 {
		b.embed(root.Child("time_mlp"), dim)
	} else {
		b.time = 0
	}
	widths := []int64{first}
	for _, n := range m.mults {
		widths = append(widths, n*dim)
	}
	down, up := b.encoder(root.Child("downs"), widths), b.decoder(root.Child("ups"), widths)
	middle := b.bottleneck(root, widths[len(widths)-1])
	last := b.last(root, dim, start.C)
	x, skips := down(x)
	net.At(counter.Bottleneck, len(m.mults)+1)
	x = up(middle(x), skips)
	net.At(counter.Head, 1)
	net.Output(last(x, start))
}

// embed registers and runs the embedding of the time step.
func (b *lucid) embed(m *counter.Module, dim int64) {
	net := b.net
	net.At(counter.Condition, stageTime)
	t := net.NamedInput("time", counter.Shape{C: 1})
	if b.fourier() {
		t = m.Child("0").Apply("weights", layer.FourierFeatures{N: b.waves / 2, Keep: true}, t)
	} else {
		t = net.Do(layer.Sinusoid{C: dim, Shift: 1}, t)
	}
	out, act := b.time, counter.Layer(gelu)
	if b.at == 0 {
		out, act = dim, mish
	}
	b.emb = m.Apply("3", linear(b.time, out), net.Do(act, m.Apply("1", linear(t.C, b.time), t)))
	b.time = out
}

var mish = layer.Activation{Name: "Mish"}

// act is the activation of residual blocks.
func (b *lucid) act() counter.Layer {
	if b.at == 0 {
		return mish
	}
	return silu
}

// conv registers a convolution and its norm, and returns both.
func (b *lucid) conv(m *counter.Module, in, out int64) (conv, norm *counter.Module) {
	c := parts.Conv2D(in, out, 3)
	groups := layer.GroupNorm{Groups: b.groups, C: out, Affine: true}
	switch b.at {
	case 0:
		groups.Groups = 8
		m = m.Child("block")
		return m.Own("0", c), m.Own("1", groups)
	case 2:
		return m.Own("proj", layer.StandardizedConv{Conv: c}), m.Own("norm", groups)
	case 4:
		return m.Own("proj", c), m.Own("norm", layer.ChannelNorm{ND: 2, C: out, RMS: true})
	}
	return m.Own("proj", c), m.Own("norm", groups)
}

// res registers a residual block; timed ones take the embedding.
func (b *lucid) res(m *counter.Module, in, out int64, timed bool) parts.Forward {
	net, act := b.net, b.act()
	var embed *counter.Module
	if timed && b.time > 0 {
		c := 2 * out
		if b.at == 0 {
			c = out
		}
		embed = m.Child("mlp").Own("1", linear(b.time, c))
	}
	conv1, norm1 := b.conv(m.Child("block1"), in, out)
	conv2, norm2 := b.conv(m.Child("block2"), out, out)
	skip := parts.InTurn(nil)
	if in != out {
		skip = parts.Maybe(m, "res_conv", parts.Conv2D(in, out, 1))
	}
	return func(x counter.Value) counter.Value {
		h := norm1.Run(conv1.Run(x))
		if embed == nil {
			h = net.Do(act, h)
		} else {
			emb := net.Do(layer.Unsqueeze{ND: 2}, embed.Run(net.Do(act, b.emb)))
			if b.at == 0 {
				h = net.Do(layer.Add{}, net.Do(act, h), emb)
			} else {
				both := chunks(net, emb, 2, 1)
				h = net.Do(act, net.Do(layer.ScaleShift{}, h, both[0], both[1]))
			}
		}
		h = net.Do(act, norm2.Run(conv2.Run(h)))
		return net.Do(layer.Add{}, h, skip(x))
	}
}

// attention registers an attention, full or linear, at a level.
func (b *lucid) attention(m *counter.Module, c int64, level int, full bool) parts.Forward {
	net, heads, dim := b.net, int64(4), int64(32)
	if b.at >= 3 {
		heads, dim = parts.OfStage(b.heads, level), parts.OfStage(b.headDim, level)
	}
	inner := heads * dim
	norm, to := m, m
	if b.at < 3 {
		norm = m.Child("fn")
		to = norm.Child("fn")
	}
	attend, mem := b.kind(heads, dim, full), (*counter.Module)(nil)
	if b.at >= 3 {
		mem = m.Own("mem_kv", attend)
	}
	var normed *counter.Module
	if b.at >= 3 {
		normed = m.Own("norm", b.norm(c))
	}
	qkv := to.Own("to_qkv", layer.Conv{ND: 2, In: c, Out: 3 * inner, Kernel: counter.Cube(1)})
	var out parts.Forward
	if b.at == 0 || full {
		out = parts.Maybe(to, "to_out", parts.Conv2D(inner, c, 1))
	} else {
		out = parts.Sequential(to.Child("to_out"), parts.Conv2D(inner, c, 1), b.norm(c))
	}
	if normed == nil {
		normed = norm.Own("norm", b.norm(c))
	}
	return func(x counter.Value) counter.Value {
		in := chunks(net, qkv.Run(normed.Run(x)), 3, 1)
		var h counter.Value
		if mem != nil {
			h = mem.Run(in...)
		} else {
			h = net.Do(attend, in...)
		}
		return net.Do(layer.Add{}, out(h), x)
	}
}

// kind returns the layer that computes an attention.
func (b *lucid) kind(heads, dim int64, full bool) counter.Layer {
	memory := int64(0)
	if b.at >= 3 {
		memory = 4
	}
	switch {
	case !full:
		return layer.LinearAttention{Heads: heads, Dim: dim, Memory: memory, QuerySoftmax: b.at > 0, Mean: b.at == 2}
	case b.at == 2:
		return layer.MemoryAttention{Heads: heads, Dim: dim, Scale: 10}
	}
	return layer.MemoryAttention{Heads: heads, Dim: dim, Memory: memory}
}

// norm is the norm around an attention.
func (b *lucid) norm(c int64) counter.Layer {
	switch b.at {
	case 0:
		return layer.InstanceNorm{ND: 2, C: c, Affine: true}
	case 1, 2:
		return layer.ChannelNorm{ND: 2, C: c, Bias: b.at == 1}
	}
	return layer.ChannelNorm{ND: 2, C: c, RMS: true}
}

// isFull reports whether a level has full attention.
func (b *lucid) isFull(level int) bool {
	switch {
	case b.at < 3:
		return false
	case len(b.full) == 0:
		return level == len(b.mults)-1
	}
	return parts.OfStage(b.full, level) == 1
}

// lucidSkips are the values of the skip connections that have the size of a level.
type lucidSkips []counter.Value

// encoder registers the encoder and returns a function that runs it.
func (b *lucid) encoder(m *counter.Module, widths []int64) func(x counter.Value) (counter.Value, lucidSkips) {
	type level struct{ res1, res2, attend, down parts.Forward }
	var levels []level
	last := len(widths) - 2
	for i, in := range widths[:last+1] {
		m, out := child(m, i), widths[i+1]
		mid := out
		if b.at >= 2 {
			mid = in
		}
		levels = append(levels, level{b.res(m.Child("0"), in, mid, true), b.res(m.Child("1"), mid, mid, true),
			b.attention(m.Child("2"), mid, i, b.isFull(i)), b.half(m, mid, out, i == last)})
	}
	return func(x counter.Value) (counter.Value, lucidSkips) {
		var skips lucidSkips
		for i, l := range levels {
			b.net.At(counter.Encoder, i+1)
			x = l.res1(x)
			if b.at >= 2 {
				skips = append(skips, x)
			}
			x = l.attend(l.res2(x))
			skips = append(skips, x)
			if i < last {
				b.net.At(counter.Encoder, i+2)
			}
			x = l.down(x)
		}
		return x, skips
	}
}

// half registers the last layer of a level of the encoder, as 3 under m.
func (b *lucid) half(m *counter.Module, in, out int64, last bool) parts.Forward {
	strided := layer.Conv{ND: 2, In: in, Out: out, Kernel: counter.Cube(4), Stride: counter.Cube(2), Padding: counter.Cube(1), Bias: true}
	switch {
	case last && b.at < 2:
		return parts.InTurn(nil)
	case last:
		return parts.Maybe(m, "3", parts.Conv2D(in, out, 3))
	case b.at == 0:
		return parts.Maybe(m.Child("3"), "conv", down(in))
	case b.at < 3:
		return parts.Maybe(m, "3", strided)
	}
	conv := m.Child("3").Own("1", parts.Conv2D(4*in, out, 1))
	return func(x counter.Value) counter.Value {
		return conv.Run(b.net.Do(layer.PatchChannels{ND: 2, Patch: counter.Cube(2)}, x))
	}
}

// decoder registers the decoder and returns a function that runs it.
func (b *lucid) decoder(m *counter.Module, widths []int64) func(x counter.Value, skips lucidSkips) counter.Value {
	type level struct{ res1, res2, attend, up parts.Forward }
	var levels []level
	n := len(widths) - 1
	for i := range n {
		at := n - 1 - i
		in, out := widths[at], widths[at+1]
		if b.at < 2 && at == 0 {
			break
		}
		m := child(m, i)
		if b.at < 2 {
			levels = append(levels, level{b.res(m.Child("0"), 2*out, in, true), b.res(m.Child("1"), in, in, true),
				b.attention(m.Child("2"), in, at, false), b.double(m, in, in, false)})
			continue
		}
		levels = append(levels, level{b.res(m.Child("0"), out+in, out, true), b.res(m.Child("1"), out+in, out, true),
			b.attention(m.Child("2"), out, at, b.isFull(at)), b.double(m, out, in, at == 0)})
	}
	return func(x counter.Value, skips lucidSkips) counter.Value {
		take := func(x counter.Value) counter.Value {
			skip := skips[len(skips)-1]
			skips = skips[:len(skips)-1]
			return b.net.Do(layer.Concat{}, x, skip)
		}
		for i, l := range levels {
			b.net.At(counter.Decoder, n-i)
			x = l.res1(take(x))
			if b.at >= 2 {
				x = take(x)
			}
			x = l.attend(l.res2(x))
			b.net.At(counter.Decoder, max(n-i-1, 1))
			x = l.up(x)
		}
		return x
	}
}

// double registers the last layer of a level of the decoder, as 3 under m.
func (b *lucid) double(m *counter.Module, in, out int64, last bool) parts.Forward {
	transposed := layer.ConvTranspose{ND: 2, In: in, Out: out, Kernel: counter.Cube(4), Stride: counter.Cube(2), Padding: counter.Cube(1), Bias: true}
	switch {
	case b.at == 0:
		return parts.Maybe(m.Child("3"), "conv", transposed)
	case b.at == 1:
		return parts.Maybe(m, "3", transposed)
	case last:
		return parts.Maybe(m, "3", parts.Conv2D(in, out, 3))
	}
	return parts.Sequential(m.Child("3"), nearest, parts.Conv2D(in, out, 3))
}

// bottleneck registers two residual blocks with an attention between them.
func (b *lucid) bottleneck(root *counter.Module, c int64) parts.Forward {
	return parts.InTurn([]parts.Forward{
		b.res(root.Child("mid_block1"), c, c, true),
		b.attention(root.Child("mid_attn"), c, len(b.mults)-1, b.at > 0),
		b.res(root.Child("mid_block2"), c, c, true),
	})
}

// last registers the layers that compute the output from the decoder's result x and the
// first convolution's output start.
func (b *lucid) last(root *counter.Module, dim, start int64) func(x, start counter.Value) counter.Value {
	out := b.outDim
	if out == 0 {
		out = b.in
		if b.variance && b.at > 0 {
			out *= 2
		}
	}
	net := b.net
	if b.at < 2 {
		m := root.Child("final_conv")
		var res parts.Forward
		if b.at == 0 {
			conv, norm := b.conv(m.Child("0"), dim, dim)
			res = func(x counter.Value) counter.Value { return net.Do(mish, norm.Run(conv.Run(x))) }
		} else {
			res = b.res(m.Child("0"), dim, dim, false)
		}
		conv := m.Own("1", parts.Conv2D(dim, out, 1))
		return func(x, _ counter.Value) counter.Value { return conv.Run(res(parts.Fit(net, x, dim))) }
	}
	width := dim
	if b.at == 4 {
		width = start
	}
	res := b.res(root.Child("final_res_block"), 2*width, width, true)
	conv := root.Own("final_conv", parts.Conv2D(width, out, 1))
	return func(x, start counter.Value) counter.Value {
		return conv.Run(res(parts.Fit(net, net.Do(layer.Concat{}, x, start), 2*width)))
	}
}
