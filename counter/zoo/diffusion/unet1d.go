package diffusion

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// A Unet1D is the class of that name of lucidrains/denoising-diffusion-pytorch (2020,
// https://github.com/lucidrains/denoising-diffusion-pytorch, commit faed4db), for
// sequences: every level has linear attention. Settings are the constructor's
// arguments, with 0 for None.
type Unet1D struct {
	size                                                    []int64
	dim, initDim, outDim, channels, waves, headDim, headsOf int64
	mults                                                   []int64
	self, variance, learned, random                         bool
}

func init() {
	config.Register(&config.Arch{
		ID: "lucidrains-unet1d", Family: Family, Class: "Unet1D",
		Name:  Text{EN: "Unet1D (lucidrains)", ZH: "Unet1D（lucidrains）"},
		About: Text{EN: "The same U-Net for sequences: signals, trajectories, time series.", ZH: "同一 U-Net 的序列版本：信号、轨迹、时间序列。"},
		Sources: []config.Source{
			{Title: "Ho, Jain, Abbeel: Denoising Diffusion Probabilistic Models", Year: 2020, URL: "https://arxiv.org/abs/2006.11239"},
			{Title: "lucidrains/denoising-diffusion-pytorch", Year: 2022, URL: "https://github.com/lucidrains/denoising-diffusion-pytorch", Commit: "faed4db28e724735323fa91c70aa9b28a6e1cbac"},
		},
		New: func(k *config.Knobs) config.Model {
			m := new(Unet1D)
			m.declare(k)
			return m
		},
	})
}

// declare declares the settings.
func (m *Unet1D) declare(k *config.Knobs) {
	k.Section(parts.SectionData)
	k.Number(&m.channels, "channels", 3, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
	k.Number(&m.outDim, "out_dim", 0, 0, 65536, labelOut,
		Text{EN: "0: as many as channels, or twice as many with a learned variance.", ZH: "0 表示与输入相同，学习方差时加倍。"}).As(config.Classes)
	k.Switch(&m.variance, "learned_variance", false,
		Text{EN: "Learned variance", ZH: "学习方差"}, Text{EN: "Twice as many output channels.", ZH: "输出通道加倍。"}).When(func() bool { return m.outDim == 0 })
	k.Switch(&m.self, "self_condition", false,
		Text{EN: "Self-conditioning", ZH: "自条件"}, Text{EN: "The last prediction is a further input.", ZH: "上一次预测作为额外输入。"})
	k.Section(parts.SectionNet)
	k.Number(&m.dim, "dim", 64, 4, 65536,
		Text{EN: "Base channels", ZH: "基础通道数"}, Text{EN: "Even, and 4 at least.", ZH: "偶数，至少为 4。"}).As(config.Width).Scales().Step = 2
	k.Numbers(&m.mults, "dim_mults", []int64{1, 2, 4, 8}, 1, 8, 1, 64, labelMult, helpMult)
	k.Number(&m.initDim, "init_dim", 0, 0, 65536,
		Text{EN: "Channels of the first convolution", ZH: "首个卷积的通道数"}, Text{EN: "0: the base channels.", ZH: "0 表示基础通道数。"})
	k.Switch(&m.learned, "learned_sinusoidal_cond", false,
		Text{EN: "Learned frequencies", ZH: "可训练频率"}, Text{EN: "Of the time step's sines.", ZH: "指时间步的正弦编码。"})
	k.Switch(&m.random, "random_fourier_features", false,
		Text{EN: "Random frequencies", ZH: "随机频率"}, Text{EN: "Parameters that do not learn.", ZH: "不训练的参数。"})
	k.Number(&m.waves, "learned_sinusoidal_dim", 16, 2, 65536,
		Text{EN: "Sines of the time step", ZH: "时间步正弦数"}, Text{EN: "Where frequencies are learned or random.", ZH: "用于可训练或随机频率。"}).When(func() bool { return m.learned || m.random }).Step = 2
	k.Number(&m.headsOf, "attn_heads", 4, 1, 256,
		Text{EN: "Attention heads", ZH: "注意力头数"}, Text{EN: "Of the bottleneck; the levels have 4.", ZH: "指瓶颈层；各级为 4。"})
	k.Number(&m.headDim, "attn_dim_head", 32, 1, 1024,
		Text{EN: "Channels of a head", ZH: "每头通道数"}, Text{EN: "Of the bottleneck; the levels have 32.", ZH: "指瓶颈层；各级为 32。"})
	parts.InputSize(k, &m.size, 128)
}

// Check implements [config.Model].
func (*Unet1D) Check() error { return nil }

// Input implements [config.Model].
func (m *Unet1D) Input() (counter.Axes, error) { return parts.InputAxes(m.size, 1) }

// Build implements [config.Model].
func (m *Unet1D) Build(net *counter.Net) { m.describe(net, m.dim) }

// ClosedForm implements [config.Model]: the polynomial in the base channels.
func (m *Unet1D) ClosedForm() (int64, counter.Poly, error) {
	p, err := parts.Polynomial(4, m.describe)
	return m.dim, p, err
}

// A unet1D describes one network of a [Unet1D].
type unet1D struct {
	*Unet1D
	net  *counter.Net
	emb  counter.Value
	time int64 // its channels
}

// conv3 is a convolution over a sequence that keeps its length.
func conv3(in, out, kernel int64) layer.Conv {
	return layer.Conv{ND: 1, In: in, Out: out, Kernel: counter.Cube(kernel), Padding: counter.Cube(kernel / 2), Bias: true}
}

func rms(c int64) counter.Layer { return layer.ChannelNorm{ND: 1, C: c, RMS: true} }

// describe describes the network of the settings, with another width.
func (m *Unet1D) describe(net *counter.Net, dim int64) {
	b := &unet1D{Unet1D: m, net: net, time: 4 * dim}
	root, x := net.Root(), net.Input(m.channels, 1)
	if m.self {
		x = net.Do(layer.Concat{}, net.ScaledInput("x_self_cond", m.channels, 1, 1), x)
	}
	widths := []int64{dim}
	if m.initDim > 0 {
		widths[0] = m.initDim
	}
	for _, n := range m.mults {
		widths = append(widths, n*dim)
	}
	net.At(counter.Encoder, 1)
	start := root.Apply("init_conv", conv3(x.C, widths[0], 7), x)
	b.embed(root.Child("time_mlp"), dim)
	down, up := b.encoder(root.Child("downs"), widths), b.decoder(root.Child("ups"), widths)
	last := widths[len(widths)-1]
	middle := parts.InTurn([]parts.Forward{b.res(root.Child("mid_block1"), last, last), b.attention(root.Child("mid_attn"), last, m.headsOf, m.headDim, true), b.res(root.Child("mid_block2"), last, last)})
	end := b.res(root.Child("final_res_block"), 2*widths[0], widths[0])
	out := m.outDim
	if out == 0 {
		if out = m.channels; m.variance {
			out *= 2
		}
	}
	conv := root.Own("final_conv", conv1(widths[0], out))
	x, skips := down(start)
	net.At(counter.Bottleneck, len(m.mults)+1)
	x = up(middle(x), skips)
	net.At(counter.Head, 1)
	net.Output(conv.Run(end(net.Do(layer.Concat{}, x, start))))
}

// embed registers and runs what embeds the time step.
func (b *unet1D) embed(m *counter.Module, dim int64) {
	b.net.At(counter.Condition, stageTime)
	t := b.net.NamedInput("time", counter.Shape{C: 1})
	if b.learned || b.random {
		t = m.Child("0").Apply("weights", layer.FourierFeatures{N: b.waves / 2, Keep: true}, t)
	} else {
		t = b.net.Do(layer.Sinusoid{C: dim, Shift: 1}, t)
	}
	b.emb = m.Apply("3", linear(b.time, b.time), b.net.Do(gelu, m.Apply("1", linear(t.C, b.time), t)))
}

// res registers a residual block.
func (b *unet1D) res(m *counter.Module, in, out int64) parts.Forward {
	return rmsRes(b.net, m, 1, in, out, b.emb, rms)
}

// rmsRes registers a residual block with RMS norms over nd axes, between which the
// embedding of a time step scales and shifts.
func rmsRes(net *counter.Net, m *counter.Module, nd int, in, out int64, emb counter.Value, norm func(c int64) counter.Layer) parts.Forward {
	conv := func(in, out, kernel int64) counter.Layer {
		return layer.Conv{ND: nd, In: in, Out: out, Kernel: counter.Cube(kernel), Padding: counter.Cube(kernel / 2), Bias: true}
	}
	embed := m.Child("mlp").Own("1", linear(emb.C, 2*out))
	var convs, norms [2]*counter.Module
	for i, c := range [...]int64{in, out} {
		block := m.Child("block" + strconv.Itoa(i+1))
		convs[i], norms[i] = block.Own("proj", conv(c, out, 3)), block.Own("norm", norm(out))
	}
	skip := parts.InTurn(nil)
	if in != out {
		skip = parts.Maybe(m, "res_conv", conv(in, out, 1))
	}
	return func(x counter.Value) counter.Value {
		h := norms[0].Run(convs[0].Run(x))
		emb := net.Do(layer.Unsqueeze{ND: nd}, embed.Run(net.Do(silu, emb)))
		both := chunks(net, emb, 2, 1)
		h = net.Do(silu, net.Do(layer.ScaleShift{}, h, both[0], both[1]))
		h = net.Do(silu, norms[1].Run(convs[1].Run(h)))
		return net.Do(layer.Add{}, h, skip(x))
	}
}

// attention registers an attention, full or linear, behind a norm.
func (b *unet1D) attention(m *counter.Module, c, heads, dim int64, full bool) parts.Forward {
	m = m.Child("fn")
	to, inner := m.Child("fn"), heads*dim
	qkv := to.Own("to_qkv", layer.Conv{ND: 1, In: c, Out: 3 * inner, Kernel: counter.Cube(1)})
	var attend counter.Layer = layer.LinearAttention{Heads: heads, Dim: dim, QuerySoftmax: true}
	var out parts.Forward
	if full {
		attend, out = layer.Attention{Heads: heads}, parts.Maybe(to, "to_out", conv1(inner, c))
	} else {
		out = parts.Sequential(to.Child("to_out"), conv1(inner, c), rms(c))
	}
	norm := m.Own("norm", rms(c))
	return func(x counter.Value) counter.Value {
		h := b.net.Do(attend, chunks(b.net, qkv.Run(norm.Run(x)), 3, 1)...)
		return b.net.Do(layer.Add{}, out(h), x)
	}
}

// encoder registers the encoder and returns what runs it.
func (b *unet1D) encoder(m *counter.Module, widths []int64) func(x counter.Value) (counter.Value, []counter.Value) {
	type level struct{ res1, res2, attend, down parts.Forward }
	var levels []level
	last := len(widths) - 2
	for i, in := range widths[:last+1] {
		m := child(m, i)
		var half counter.Layer = conv3(in, widths[i+1], 3)
		if i < last {
			half = layer.Conv{ND: 1, In: in, Out: widths[i+1], Kernel: counter.Cube(4), Stride: counter.Cube(2), Padding: counter.Cube(1), Bias: true}
		}
		levels = append(levels, level{b.res(m.Child("0"), in, in), b.res(m.Child("1"), in, in), b.attention(m.Child("2"), in, 4, 32, false), parts.Maybe(m, "3", half)})
	}
	return func(x counter.Value) (counter.Value, []counter.Value) {
		var skips []counter.Value
		for i, l := range levels {
			b.net.At(counter.Encoder, i+1)
			x = l.res1(x)
			skips = append(skips, x)
			x = l.attend(l.res2(x))
			skips = append(skips, x)
			b.net.At(counter.Encoder, min(i+1, last)+1)
			x = l.down(x)
		}
		return x, skips
	}
}

// decoder registers the decoder and returns what runs it.
func (b *unet1D) decoder(m *counter.Module, widths []int64) func(x counter.Value, skips []counter.Value) counter.Value {
	type level struct{ res1, res2, attend, up parts.Forward }
	var levels []level
	n := len(widths) - 1
	for i := range n {
		in, out, m := widths[n-1-i], widths[n-i], child(m, i)
		l := level{b.res(m.Child("0"), out+in, out), b.res(m.Child("1"), out+in, out), b.attention(m.Child("2"), out, 4, 32, false), nil}
		if i < n-1 {
			l.up = parts.Sequential(m.Child("3"), layer.Upsample{ND: 1, Scale: counter.Cube(2)}, conv3(out, in, 3))
		} else {
			l.up = parts.Maybe(m, "3", conv3(out, in, 3))
		}
		levels = append(levels, l)
	}
	return func(x counter.Value, skips []counter.Value) counter.Value {
		for i, l := range levels {
			b.net.At(counter.Decoder, n-i)
			x = l.res1(b.net.Do(layer.Concat{}, x, skips[len(skips)-1]))
			x = l.attend(l.res2(b.net.Do(layer.Concat{}, x, skips[len(skips)-2])))
			skips = skips[:len(skips)-2]
			b.net.At(counter.Decoder, max(n-i-1, 1))
			x = l.up(x)
		}
		return x
	}
}
