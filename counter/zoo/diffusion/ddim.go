package diffusion

import (
	"slices"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// A DDIM is the Model of ermongroup/ddim (2020, https://github.com/ermongroup/ddim,
// commit e8df66c): DDPM's network in PyTorch. Settings are those of its configuration
// files. The code accepts only images of its configured size; this is not checked here.
type DDIM struct {
	parts.Image
	kind                      string
	in, out, ch, blocks, size int64
	mult, resolutions         []int64
	conv                      bool
	steps                     int64
}

func init() {
	config.Register(&config.Arch{
		ID: "ddim", Family: Family,
		Name:  Text{EN: "DDPM, DDIM (ermongroup/ddim)", ZH: "DDPM、DDIM（ermongroup/ddim）"},
		About: Text{EN: "The network of DDPM in PyTorch, with an attention in each block of a resolution.", ZH: "DDPM 网络的 PyTorch 版本，指定分辨率的每个块都有注意力。"},
		Sources: []config.Source{
			{Title: "Song, Meng, Ermon: Denoising Diffusion Implicit Models", Year: 2020, URL: "https://arxiv.org/abs/2010.02502"},
			{Title: "ermongroup/ddim", Year: 2020, URL: "https://github.com/ermongroup/ddim", Commit: "e8df66cf02e457719930748b5c26e37e3126dfdd"},
		},
		Class: "Model",
		New: func(k *config.Knobs) config.Model {
			m := new(DDIM)
			m.declare(k)
			return m
		},
	})
}

// declare declares the settings; the defaults are those of cifar10.yml.
func (m *DDIM) declare(k *config.Knobs) {
	k.Section(parts.SectionData)
	k.Number(&m.size, "image_size", 32, 1, 65536,
		Text{EN: "Image size", ZH: "图像尺寸"}, Text{EN: "Settles where attention stands.", ZH: "决定注意力的位置。"})
	k.Number(&m.in, "in_channels", 3, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
	k.Number(&m.out, "out_ch", 3, 1, 65536, labelOut, Text{EN: "As many as the image has.", ZH: "与图像相同。"}).As(config.Classes)
	k.Section(parts.SectionNet)
	declareWidth(k, &m.ch, "ch", 128)
	k.Numbers(&m.mult, "ch_mult", []int64{1, 2, 2, 2}, 1, 8, 1, 64, labelMult, helpMult)
	k.Number(&m.blocks, "num_res_blocks", 2, 1, 16, labelBlocks, helpBlocks).As(config.Repeats)
	k.Numbers(&m.resolutions, "attn_resolutions", []int64{16}, 0, 8, 1, 65536,
		Text{EN: "Attention at resolutions", ZH: "注意力所在分辨率"},
		Text{EN: "Sizes of the maps that have attention; the bottleneck always has it.", ZH: "有注意力的特征图边长；瓶颈层总有注意力。"})
	k.Switch(&m.conv, "resamp_with_conv", true,
		Text{EN: "Convolutions resize", ZH: "用卷积改变尺寸"}, Text{EN: "Else sizes are changed by pooling and interpolation alone.", ZH: "否则只用池化和插值。"})
	k.Select(&m.kind, "type", Text{EN: "Type", ZH: "类型"},
		Text{EN: "bayesian adds a parameter for each time step, which nothing uses.", ZH: "bayesian 为每个时间步增加一个从不使用的参数。"},
		Choice{Value: "simple", Label: Text{EN: "simple", ZH: "simple"}}, Choice{Value: "bayesian", Label: Text{EN: "bayesian", ZH: "bayesian"}})
	k.Number(&m.steps, "num_diffusion_timesteps", 1000, 1, 65536,
		Text{EN: "Time steps", ZH: "时间步数"}, Text{EN: "Count with the type bayesian alone.", ZH: "仅在 bayesian 类型下影响参数量。"}).When(func() bool { return m.kind == "bayesian" })
	parts.InputSize(k, &m.Size, 32)
}

// Build implements [config.Model].
func (m *DDIM) Build(net *counter.Net) { m.describe(net, m.ch) }

// ClosedForm implements [config.Model]: the polynomial in the base channels.
func (m *DDIM) ClosedForm() (int64, counter.Poly, error) {
	p, err := parts.Polynomial(groups, m.describe)
	return m.ch, p, err
}

// A ddim describes one network of a [DDIM].
type ddim struct {
	*DDIM
	net *counter.Net
	res resStyle
	emb counter.Value
	ch  int64
}

func normSmall(c int64) counter.Layer {
	return layer.GroupNorm{Groups: groups, C: c, Affine: true, Eps: "1e-6"}
}

// describe describes the network of the settings, with the given width.
func (m *DDIM) describe(net *counter.Net, ch int64) {
	b := &ddim{DDIM: m, net: net, ch: ch, res: resStyle{"norm1", "conv1", "temb_proj", "norm2", "dropout", "conv2", "nin_shortcut", normSmall, false, nil}}
	root := net.Root()
	if m.kind == "bayesian" {
		root.Own("logvar", layer.NumberTable{N: m.steps}) // never run
	}
	x := net.Input(m.in, 2)
	dense := root.Child("temb").Child("dense")
	emb := timesteps(net, layer.Sinusoid{C: ch, Shift: 1})
	emb = dense.Apply("0", linear(ch, 4*ch), emb)
	b.emb = dense.Apply("1", linear(4*ch, 4*ch), net.Do(silu, emb))
	net.At(counter.Encoder, 1)
	x = root.Apply("conv_in", parts.Conv2D(m.in, ch, 3), x)
	skips := b.encoder(root.Child("down"), x)
	x = skips[len(skips)-1]
	net.At(counter.Bottleneck, len(m.mult)+1)
	mid := root.Child("mid")
	x = b.block(mid.Child("block_1"), x.C, x.C)(x)
	x = b.attention(mid.Child("attn_1"), x.C)(x)
	x = b.block(mid.Child("block_2"), x.C, x.C)(x)
	x = b.decoder(root.Child("up"), x, skips)
	net.At(counter.Head, 1)
	x = net.Do(silu, root.Apply("norm_out", normSmall(x.C), x))
	net.Output(root.Apply("conv_out", parts.Conv2D(x.C, m.out, 3), x))
}

// attends reports whether a level has attention.
func (b *ddim) attends(level int) bool { return slices.Contains(b.resolutions, b.size>>level) }

// block registers a residual block.
func (b *ddim) block(m *counter.Module, in, out int64) parts.Forward {
	run := b.res.register(b.net, m, in, out, b.emb.C, 0)
	return func(x counter.Value) counter.Value { return run(x, b.emb) }
}

// attention registers self-attention of all positions.
func (b *ddim) attention(m *counter.Module, c int64) parts.Forward {
	conv := parts.Conv2D(c, c, 1)
	norm, q, k, v, out := m.Own("norm", normSmall(c)), m.Own("q", conv), m.Own("k", conv), m.Own("v", conv), m.Own("proj_out", conv)
	return func(x counter.Value) counter.Value {
		h := norm.Run(x)
		h = b.net.Do(layer.Attention{Heads: 1}, q.Run(h), k.Run(h), v.Run(h))
		return b.net.Do(layer.Add{}, x, out.Run(h))
	}
}

// level registers residual blocks for inputs of these channels, and after all of them
// their attentions, and returns both in the order of running.
func (b *ddim) level(m *counter.Module, level int, in []int64) []parts.Forward {
	out := b.ch * b.mult[level]
	run := make([]parts.Forward, len(in))
	all := m.Child("block")
	for i, c := range in {
		run[i] = b.block(child(all, i), c, out)
	}
	if !b.attends(level) {
		return run
	}
	all = m.Child("attn")
	for i, f := range run {
		run[i] = parts.InTurn([]parts.Forward{f, b.attention(child(all, i), out)})
	}
	return run
}

// encoder registers and runs the encoder, and returns the skip connections.
func (b *ddim) encoder(m *counter.Module, x counter.Value) []counter.Value {
	skips := []counter.Value{x}
	for level, n := range b.mult {
		b.net.At(counter.Encoder, level+1)
		in := make([]int64, b.blocks)
		for i := range in {
			in[i] = b.ch * n
		}
		in[0] = x.C
		m := child(m, level)
		for _, f := range b.level(m, level, in) {
			x = f(x)
			skips = append(skips, x)
		}
		if level+1 < len(b.mult) {
			b.net.At(counter.Encoder, level+2)
			if b.conv {
				x = m.Child("downsample").Apply("conv", downUnpadded(x.C), b.net.Do(cornerPad, x))
			} else {
				x = b.net.Do(average, x)
			}
			skips = append(skips, x)
		}
	}
	return skips
}

// decoder registers and runs the decoder: the levels are listed from the first one.
func (b *ddim) decoder(m *counter.Module, x counter.Value, skips []counter.Value) counter.Value {
	c := x.C
	run := make([][]parts.Forward, len(b.mult))
	ups := make([]*counter.Module, len(b.mult))
	for level := range b.mult {
		out := b.ch * b.mult[level]
		in := make([]int64, b.blocks+1)
		first := len(skips) - 1 // the last of the level's skips
		for deeper := len(b.mult) - 1; deeper > level; deeper-- {
			first -= int(b.blocks) + 1
		}
		for i := range in {
			in[i] = out + skips[first-i].C
		}
		in[0] += c - out
		if level+1 < len(b.mult) {
			in[0] += b.ch*b.mult[level+1] - c
		}
		m := child(m, level)
		run[level] = b.level(m, level, in)
		if level > 0 && b.conv {
			ups[level] = m.Child("upsample").Own("conv", parts.Conv2D(out, out, 3))
		}
	}
	for level, blocks := range slices.Backward(run) {
		b.net.At(counter.Decoder, level+1)
		for _, f := range blocks {
			x = f(b.net.Do(layer.Concat{}, x, skips[len(skips)-1]))
			skips = skips[:len(skips)-1]
		}
		if level > 0 {
			b.net.At(counter.Decoder, level)
			if x = b.net.Do(nearest, x); ups[level] != nil {
				x = ups[level].Run(x)
			}
		}
	}
	return x
}
