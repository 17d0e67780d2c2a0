package diffusion

import (
	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// A UViT is the class of that name of lucidrains/denoising-diffusion-pytorch (2023,
// https://github.com/lucidrains/denoising-diffusion-pytorch, commit faed4db): a U-Net
// whose bottleneck is a transformer. Settings are the constructor's arguments, with 0
// for None; sizes are halved at every level, the last one too.
type UViT struct {
	parts.Image
	dim, initDim, outDim, channels, depth, headDim, heads, ff, waves int64
	mults                                                            []int64
}

func init() {
	config.Register(&config.Arch{
		ID: "lucidrains-uvit", Family: Family, Class: "UViT",
		Name:  Text{EN: "UViT, simple diffusion (lucidrains)", ZH: "UViT，simple diffusion（lucidrains）"},
		About: Text{EN: "A U-Net with a transformer at the bottom, for images of high resolution.", ZH: "底部为 Transformer 的 U-Net，用于高分辨率图像。"},
		Sources: []config.Source{
			{Title: "Hoogeboom, Heek, Salimans: simple diffusion: End-to-end diffusion for high resolution images", Year: 2023, URL: "https://arxiv.org/abs/2301.11093"},
			{Title: "lucidrains/denoising-diffusion-pytorch", Year: 2023, URL: "https://github.com/lucidrains/denoising-diffusion-pytorch", Commit: "faed4db28e724735323fa91c70aa9b28a6e1cbac"},
		},
		New: func(k *config.Knobs) config.Model {
			m := new(UViT)
			m.declare(k)
			return m
		},
	})
}

// declare declares the settings.
func (m *UViT) declare(k *config.Knobs) {
	k.Section(parts.SectionData)
	k.Number(&m.channels, "channels", 3, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
	k.Number(&m.outDim, "out_dim", 0, 0, 65536, labelOut,
		Text{EN: "0: as many as channels.", ZH: "0 表示与输入相同。"}).As(config.Classes)
	k.Section(parts.SectionNet)
	k.Number(&m.dim, "dim", 64, 1, 2048,
		Text{EN: "Base channels", ZH: "基础通道数"}, Text{EN: "Times the widths of the levels.", ZH: "乘以各级宽度。"}).As(config.Width).Scales()
	k.Numbers(&m.mults, "dim_mults", []int64{1, 2, 4, 8}, 1, 8, 1, 64, labelMult, helpMult)
	k.Number(&m.initDim, "init_dim", 0, 0, 2048,
		Text{EN: "Channels of the first convolution", ZH: "首个卷积的通道数"}, Text{EN: "0: the base channels.", ZH: "0 表示基础通道数。"})
	k.Number(&m.depth, "vit_depth", 6, 1, 24, labelDepth, Text{EN: "At the bottom.", ZH: "位于底部。"}).As(config.Repeats)
	k.Number(&m.heads, "attn_heads", 4, 1, 256,
		Text{EN: "Attention heads", ZH: "注意力头数"}, Text{EN: "Of the transformer; the levels have 4.", ZH: "指 Transformer；各级为 4。"})
	k.Number(&m.headDim, "attn_dim_head", 32, 1, 1024,
		Text{EN: "Channels of a head", ZH: "每头通道数"}, Text{EN: "Of the transformer; the levels have 32.", ZH: "指 Transformer；各级为 32。"})
	k.Number(&m.ff, "ff_mult", 4, 1, 16, parts.LabelRatio, parts.HelpRatio)
	k.Number(&m.waves, "learned_sinusoidal_dim", 16, 2, 1024,
		Text{EN: "Sines of the time step", ZH: "时间步正弦数"}, Text{EN: "Their frequencies are learned.", ZH: "其频率可训练。"}).Step = 2
	parts.InputSize(k, &m.Size, 64)
}

// Build implements [config.Model].
func (m *UViT) Build(net *counter.Net) { m.describe(net, m.dim) }

// ClosedForm implements [config.Model]: the polynomial in the base channels.
func (m *UViT) ClosedForm() (int64, counter.Poly, error) {
	p, err := parts.Polynomial(1, m.describe)
	return m.dim, p, err
}

// A uvit describes one network of a [UViT].
type uvit struct {
	*UViT
	net *counter.Net
	emb counter.Value
}

func flatRMS(c int64) counter.Layer { return layer.ChannelNorm{ND: 2, C: c, RMS: true, Flat: true} }

// describe describes the network of the settings, with another width.
func (m *UViT) describe(net *counter.Net, dim int64) {
	b := &uvit{UViT: m, net: net}
	root, x := net.Root(), net.Input(m.channels, 2)
	widths := []int64{dim}
	if m.initDim > 0 {
		widths[0] = m.initDim
	}
	for _, n := range m.mults {
		widths = append(widths, n*dim)
	}
	net.At(counter.Encoder, 1)
	start := root.Apply("init_conv", parts.Conv2D(m.channels, widths[0], 7), x)
	b.embed(root.Child("time_mlp"), 4*dim)
	down, up := b.encoder(root.Child("downs"), widths), b.decoder(root.Child("ups"), widths)
	var middle []parts.Forward
	layers := root.Child("vit").Child("layers")
	for i := range int(m.depth) {
		middle = append(middle, b.transformer(child(layers, i), widths[len(widths)-1]))
	}
	end := b.res(root.Child("final_res_block"), 2*widths[0], widths[0])
	out := m.outDim
	if out == 0 {
		out = m.channels
	}
	conv := root.Own("final_conv", parts.Conv2D(widths[0], out, 1))
	x, skips := down(start)
	x = up(parts.InTurn(middle)(x), skips)
	net.At(counter.Head, 1)
	net.Output(conv.Run(end(net.Do(layer.Concat{}, x, start))))
}

// embed registers and runs what embeds the time step.
func (b *uvit) embed(m *counter.Module, c int64) {
	b.net.At(counter.Condition, stageTime)
	t := m.Child("0").Apply("weights", layer.FourierFeatures{N: b.waves / 2, Keep: true}, b.net.NamedInput("time", counter.Shape{C: 1}))
	b.emb = m.Apply("3", linear(c, c), b.net.Do(gelu, m.Apply("1", linear(t.C, c), t)))
}

// res registers a residual block.
func (b *uvit) res(m *counter.Module, in, out int64) parts.Forward {
	return rmsRes(b.net, m, 2, in, out, b.emb, flatRMS)
}

// linear registers linear attention between two norms.
func (b *uvit) linear(m *counter.Module, c int64) parts.Forward {
	norm := m.Own("norm", flatRMS(c))
	qkv := m.Own("to_qkv", layer.Conv{ND: 2, In: c, Out: 384, Kernel: counter.Cube(1)})
	out := parts.Sequential(m.Child("to_out"), parts.Conv2D(128, c, 1), flatRMS(c))
	return func(x counter.Value) counter.Value {
		h := b.net.Do(layer.LinearAttention{Heads: 4, Dim: 32, QuerySoftmax: true}, chunks(b.net, qkv.Run(norm.Run(x)), 3, 1)...)
		return b.net.Do(layer.Add{}, out(h), x)
	}
}

// transformer registers an attention of queries and keys of unit length, and two fully
// connected layers that the time step scales and shifts.
func (b *uvit) transformer(m *counter.Module, c int64) parts.Forward {
	net, inner, wide := b.net, b.heads*b.headDim, c*b.ff
	a, f := m.Child("0"), m.Child("1")
	unit := layer.HeadNorm{Heads: b.heads, Dim: b.headDim}
	q, k := a.Own("q_scale", unit), a.Own("k_scale", unit)
	norm, qkv := a.Own("norm", flatRMS(c)), a.Own("to_qkv", layer.Linear{In: c, Out: 3 * inner})
	out := a.Own("to_out", layer.Linear{In: inner, Out: c})
	embed := f.Child("to_scale_shift").Own("1", linear(b.emb.C, 2*wide))
	first, last := f.Child("proj_in").Own("0", layer.Linear{In: c, Out: wide}), f.Child("proj_out").Own("1", layer.Linear{In: wide, Out: c})
	return func(x counter.Value) counter.Value {
		in := chunks(net, qkv.Run(norm.Run(x)), 3, 1)
		h := net.Do(layer.Attention{Heads: b.heads, Scale: 8}, q.Run(in[0]), k.Run(in[1]), in[2])
		x = net.Do(layer.Add{}, out.Run(h), x)
		h = net.Do(layer.ChannelNorm{ND: 2, C: c, RMS: true, None: true}, x)
		both := chunks(net, net.Do(layer.Unsqueeze{ND: 2}, embed.Run(net.Do(silu, b.emb))), 2, 1)
		h = net.Do(layer.ScaleShift{}, net.Do(silu, first.Run(h)), both[0], both[1])
		return net.Do(layer.Add{}, last.Run(h), x)
	}
}

// encoder registers the encoder and returns what runs it.
func (b *uvit) encoder(m *counter.Module, widths []int64) func(x counter.Value) (counter.Value, []counter.Value) {
	type level struct{ res1, res2, attend, down parts.Forward }
	var levels []level
	for i, c := range widths[:len(widths)-1] {
		m := child(m, i)
		levels = append(levels, level{b.res(m.Child("0"), c, c), b.res(m.Child("1"), c, c), b.linear(m.Child("2"), c), parts.Maybe(m.Child("3"), "1", parts.Conv2D(4*c, widths[i+1], 1))})
	}
	return func(x counter.Value) (counter.Value, []counter.Value) {
		var skips []counter.Value
		for i, l := range levels {
			b.net.At(counter.Encoder, i+1)
			x = l.res1(x)
			skips = append(skips, x)
			x = l.attend(l.res2(x))
			skips = append(skips, x)
			if i+1 < len(levels) {
				b.net.At(counter.Encoder, i+2)
			} else {
				b.net.At(counter.Bottleneck, i+2) // the transformer
			}
			x = l.down(b.net.Do(layer.PatchChannels{ND: 2, Patch: counter.Cube(2)}, x))
		}
		return x, skips
	}
}

// decoder registers the decoder and returns what runs it.
func (b *uvit) decoder(m *counter.Module, widths []int64) func(x counter.Value, skips []counter.Value) counter.Value {
	type level struct{ up, res1, res2, attend parts.Forward }
	var levels []level
	n := len(widths) - 1
	for i := range n {
		c, m := widths[n-1-i], child(m, i)
		up := parts.Sequential(m.Child("0").Child("net"), parts.Conv2D(widths[n-i], 4*c, 1), silu)
		levels = append(levels, level{up, b.res(m.Child("1"), 2*c, c), b.res(m.Child("2"), 2*c, c), b.linear(m.Child("3"), c)})
	}
	return func(x counter.Value, skips []counter.Value) counter.Value {
		for i, l := range levels {
			x = l.up(x) // at the level below
			b.net.At(counter.Decoder, n-i)
			x = l.res1(b.net.Do(layer.Concat{}, b.net.Do(layer.PixelShuffle{ND: 2, Factor: 2}, x), skips[len(skips)-1]))
			x = l.attend(l.res2(b.net.Do(layer.Concat{}, x, skips[len(skips)-2])))
			skips = skips[:len(skips)-2]
		}
		return x
	}
}
