package diffusion

import (
	"slices"
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// An EDM is SongUNet or DhariwalUNet of NVlabs/edm (2022,
// https://github.com/NVlabs/edm, commit 008a4e5): DDPM++, NCSN++ and ADM
// reimplemented. Settings are the constructor's arguments. The wrappers for training
// have no parameters.
type EDM struct {
	parts.Image
	adm                                     bool // DhariwalUNet
	resolution, in, out                     int64
	labels, augment, width, multEmb, blocks int64
	mult, resolutions                       []int64
	embedding, encoder, decoder, filter     string
	multNoise                               int64
}

func init() {
	repo := config.Source{Title: "NVlabs/edm", Year: 2022, URL: "https://github.com/NVlabs/edm", Commit: "008a4e5316c8e3bfe61a62f874bddba254295afb"}
	paper := config.Source{Title: "Karras et al.: Elucidating the Design Space of Diffusion-Based Generative Models", Year: 2022, URL: "https://arxiv.org/abs/2206.00364"}
	for _, adm := range []bool{false, true} {
		a := &config.Arch{
			ID: "edm-songunet", Family: Family, Sources: []config.Source{paper, repo}, Class: "SongUNet",
			Name:  Text{EN: "EDM SongUNet (DDPM++, NCSN++)", ZH: "EDM SongUNet（DDPM++、NCSN++）"},
			About: Text{EN: "The networks of “Score-Based Generative Modeling through SDEs”, as EDM trains them.", ZH: "“Score-Based Generative Modeling through SDEs”的网络，EDM 的版本。"},
		}
		if adm {
			a.ID, a.Class = "edm-dhariwalunet", "DhariwalUNet"
			a.Name = Text{EN: "EDM DhariwalUNet (ADM)", ZH: "EDM DhariwalUNet（ADM）"}
			a.About = Text{EN: "ADM as EDM trains it.", ZH: "EDM 版本的 ADM。"}
		}
		a.New = func(k *config.Knobs) config.Model {
			m := &EDM{adm: adm, embedding: "positional", encoder: "standard", decoder: "standard", filter: "box", multNoise: 1}
			m.declare(k)
			return m
		}
		config.Register(a)
	}
}

// declare declares the settings.
func (m *EDM) declare(k *config.Knobs) {
	k.Section(parts.SectionData)
	k.Number(&m.resolution, "img_resolution", 32, 1, 65536,
		Text{EN: "Image size", ZH: "图像尺寸"}, Text{EN: "Settles where attention stands.", ZH: "决定注意力的位置。"})
	k.Number(&m.in, "in_channels", 3, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
	k.Number(&m.out, "out_channels", 3, 1, 65536, labelOut, Text{EN: "As many as the image has.", ZH: "与图像相同。"}).As(config.Classes)
	k.Number(&m.labels, "label_dim", 0, 0, 65536,
		Text{EN: "Classes as an input", ZH: "输入类别数"}, Text{EN: "0: none.", ZH: "0 表示没有。"})
	k.Number(&m.augment, "augment_dim", 0, 0, 65536,
		Text{EN: "Augmentation values", ZH: "增强标签维数"}, Text{EN: "train.py gives 9, unless --augment=0.", ZH: "train.py 默认为 9，除非 --augment=0。"})
	k.Section(parts.SectionNet)
	width, mult, blocks, at, step := int64(128), []int64{1, 2, 2, 2}, int64(4), []int64{16}, int64(32)
	if m.adm {
		width, mult, blocks, at, step = 192, []int64{1, 2, 3, 4}, 3, []int64{32, 16, 8}, 32
	}
	k.Number(&m.width, "model_channels", width, step, 65536,
		Text{EN: "Base channels", ZH: "基础通道数"}, Text{EN: "Divided into groups and heads.", ZH: "须能分组、分头。"}).As(config.Width).Scales().Step = step
	k.Numbers(&m.mult, "channel_mult", mult, 1, 8, 1, 64, labelMult, helpMult)
	k.Number(&m.multEmb, "channel_mult_emb", 4, 1, 64,
		Text{EN: "Width of the embedding", ZH: "嵌入宽度"}, Text{EN: "Times the base channels.", ZH: "为基础通道数的倍数。"})
	k.Number(&m.blocks, "num_blocks", blocks, 1, 16, labelBlocks, helpBlocks).As(config.Repeats)
	k.Numbers(&m.resolutions, "attn_resolutions", at, 0, 8, 1, 65536,
		Text{EN: "Attention at resolutions", ZH: "注意力所在分辨率"},
		Text{EN: "Sizes of the maps that have attention; the bottleneck always has it.", ZH: "有注意力的特征图边长；瓶颈层总有注意力。"})
	if !m.adm {
		m.declareSong(k)
	}
	parts.InputSize(k, &m.Size, 32)
}

// declareSong declares the settings that distinguish DDPM++ from NCSN++.
func (m *EDM) declareSong(k *config.Knobs) {
	choices := func(values ...string) []Choice {
		c := make([]Choice, len(values))
		for i, v := range values {
			c[i] = Choice{Value: v, Label: Text{EN: v, ZH: v}}
		}
		return c
	}
	k.Select(&m.embedding, "embedding_type", Text{EN: "Noise level", ZH: "噪声编码"},
		Text{EN: "Sines (DDPM++), or random frequencies in a buffer (NCSN++).", ZH: "正弦（DDPM++），或缓冲区中的随机频率（NCSN++）。"}, choices("positional", "fourier")...)
	k.Number(&m.multNoise, "channel_mult_noise", 1, 1, 64,
		Text{EN: "Width of the noise level's sines", ZH: "噪声编码宽度"}, Text{EN: "Times the base channels; 2 in NCSN++.", ZH: "为基础通道数的倍数；NCSN++ 为 2。"})
	k.Select(&m.encoder, "encoder_type", Text{EN: "Encoder", ZH: "编码器"},
		Text{EN: "Whether a small copy of the image joins each level: residual in NCSN++.", ZH: "各级是否加入缩小的图像：NCSN++ 为 residual。"}, choices("standard", "residual", "skip")...)
	k.Select(&m.decoder, "decoder_type", Text{EN: "Decoder", ZH: "解码器"},
		Text{EN: "skip: outputs of all levels are summed.", ZH: "skip：各级输出相加。"}, choices("standard", "skip")...)
	k.Select(&m.filter, "resample_filter", Text{EN: "Resampling filter", ZH: "重采样滤波器"},
		Text{EN: "Of fixed weights, in buffers.", ZH: "权重固定，存于缓冲区。"},
		Choice{Value: "box", Label: Text{EN: "1, 1", ZH: "1, 1"}}, Choice{Value: "binomial", Label: Text{EN: "1, 3, 3, 1", ZH: "1, 3, 3, 1"}})
}

// Check implements [config.Model].
func (m *EDM) Check() error {
	if least := int64(1) << (len(m.mult) - 1); m.resolution < least {
		return &config.ValueError{Key: "img_resolution", Value: strconv.FormatInt(m.resolution, 10), Nearest: []string{strconv.FormatInt(least, 10)},
			Text: config.Textf("must be at least %d for so many levels", "这么多级时最小为 %d", least)}
	}
	if !m.adm {
		return nil
	}
	b := &edm{EDM: m}
	for level, n := range m.mult {
		c := n * m.width
		if heads := c / 64; heads > 0 && c%heads != 0 && (b.attends(level) || level == len(m.mult)-1) {
			return &config.ValueError{Key: "model_channels", Value: strconv.FormatInt(m.width, 10), Nearest: []string{strconv.FormatInt((m.width+63)/64*64, 10)},
				Text: config.Textf("makes %d channels, which %d heads can't share", "得到 %d 个通道，%d 个头无法均分", c, heads)}
		}
	}
	return nil
}

// Build implements [config.Model].
func (m *EDM) Build(net *counter.Net) { m.describe(net, m.width) }

// ClosedForm implements [config.Model]: the polynomial in the base channels.
func (m *EDM) ClosedForm() (int64, counter.Poly, error) {
	step := int64(32)
	if m.adm {
		step = 64
		if m.width%step != 0 {
			return 0, counter.Poly{}, counter.ErrNotPolynomial
		}
	}
	p, err := parts.Polynomial(step, m.describe)
	return m.width, p, err
}

// An edm describes one network of an [EDM].
type edm struct {
	*EDM
	net *counter.Net
	emb counter.Value
}

// norm returns a group norm with at least four channels in a group.
func (b *edm) norm(c int64) counter.Layer {
	l := layer.GroupNorm{Groups: min(groups, c/4), C: c, Affine: true}
	if !b.adm {
		l.Eps = "1e-6"
	}
	return l
}

// describe describes the network of the settings, with another width.
func (m *EDM) describe(net *counter.Net, width int64) {
	b := &edm{EDM: m, net: net}
	root := net.Root()
	image := net.Input(m.in, 2)
	b.embed(root, width)
	x, skips := b.enc(root.Child("enc"), image, width)
	out := b.dec(root, x, skips, width)
	net.Output(out)
}

// embed registers and runs the embedding of the noise level and the labels.
func (b *edm) embed(root *counter.Module, width int64) {
	net, c := b.net, b.multNoise*width
	net.At(counter.Condition, stageTime)
	t := net.NamedInput("noise_labels", counter.Shape{C: 1})
	if b.embedding == "fourier" {
		t = root.Child("map_noise").Apply("freqs", layer.FourierFeatures{N: c / 2, Buffer: true}, t)
	} else {
		wave := layer.Sinusoid{C: c, CosFirst: b.adm}
		if !b.adm {
			wave.Shift = 1
		}
		t = net.Do(wave, t)
	}
	label := func(c int64, bias bool) counter.Value {
		y := net.NamedInput("class_labels", counter.Shape{C: b.labels})
		if bias {
			y = net.Do(layer.RootScale{N: b.labels, Times: true}, y)
		}
		return root.Apply("map_label", layer.Linear{In: b.labels, Out: c, Bias: bias}, y)
	}
	if b.labels > 0 && !b.adm {
		t = net.Do(layer.Add{}, t, label(c, true))
	}
	if b.augment > 0 {
		y := net.NamedInput("augment_labels", counter.Shape{C: b.augment})
		t = net.Do(layer.Add{}, t, root.Apply("map_augment", layer.Linear{In: b.augment, Out: c}, y))
	}
	emb := b.multEmb * width
	t = root.Apply("map_layer0", linear(c, emb), t)
	t = root.Apply("map_layer1", linear(emb, emb), net.Do(silu, t))
	if b.labels > 0 && b.adm {
		t = net.Do(layer.Add{}, t, label(emb, false))
	}
	b.emb = net.Do(silu, t)
}

// name returns the name of a part of a level.
func (b *edm) name(level int, what string) string {
	n := strconv.FormatInt(b.resolution>>level, 10)
	return n + "x" + n + "_" + what
}

// attends reports whether a level has attention.
func (b *edm) attends(level int) bool { return slices.Contains(b.resolutions, b.resolution>>level) }

// root2 divides x by √2 in networks that preserve the variance of a sum.
func (b *edm) root2(x counter.Value) counter.Value {
	if b.adm {
		return x
	}
	return b.net.Do(layer.RootScale{N: 2}, x)
}

// filtered returns a convolution that resizes, with its filter.
func (b *edm) filtered(in, out, kernel int64, up bool) layer.FilteredConv {
	return layer.FilteredConv{In: in, Out: out, Kernel: kernel, Up: up, Long: b.filter == "binomial"}
}

// block registers and runs a residual block, which doubles the sizes if resize is 1
// and halves them if it is −1.
func (b *edm) block(m *counter.Module, x counter.Value, out int64, resize int, attends bool) counter.Value {
	net, in, affine := b.net, x.C, out
	var first, skip counter.Layer = parts.Conv2D(in, out, 3), nil
	if in != out {
		skip = parts.Conv2D(in, out, 1)
	}
	if resize != 0 {
		kernel := int64(1)
		if b.adm && in == out {
			kernel = 0
		}
		first, skip = b.filtered(in, out, 3, resize > 0), b.filtered(in, out, kernel, resize > 0)
	}
	if b.adm {
		affine *= 2
	}
	h := m.Apply("norm0", b.norm(in), x)
	h = m.Apply("conv0", first, net.Do(silu, h))
	emb := net.Do(layer.Unsqueeze{ND: 2}, m.Apply("affine", linear(b.emb.C, affine), b.emb))
	if b.adm {
		both := chunks(net, emb, 2, 1)
		h = net.Do(layer.ScaleShift{}, m.Apply("norm1", b.norm(out), h), both[0], both[1])
	} else {
		h = m.Apply("norm1", b.norm(out), net.Do(layer.Add{}, h, emb))
	}
	h = m.Apply("conv1", parts.Conv2D(out, out, 3), net.Do(silu, h))
	if skip != nil {
		x = m.Apply("skip", skip, x)
	}
	x = b.root2(net.Do(layer.Add{}, h, x))
	if attends && (!b.adm || x.C >= 64) { // else there are no heads
		return b.attention(m, x)
	}
	return x
}

// attention registers and runs the attention at the end of a block.
func (b *edm) attention(m *counter.Module, x counter.Value) counter.Value {
	net, heads := b.net, int64(1)
	if b.adm {
		heads = x.C / 64
	}
	h := m.Apply("qkv", parts.Conv2D(x.C, 3*x.C, 1), m.Apply("norm2", b.norm(x.C), x))
	h = net.Do(layer.Attention{Heads: heads}, chunks(net, h, 3, x.C)...)
	return b.root2(net.Do(layer.Add{}, m.Apply("proj", parts.Conv2D(x.C, x.C, 1), h), x))
}

// enc registers and runs the encoder, and returns its output and the skip connections.
func (b *edm) enc(m *counter.Module, x counter.Value, width int64) (counter.Value, []counter.Value) {
	net, aux := b.net, x
	var skips []counter.Value
	for level, n := range b.mult {
		net.At(counter.Encoder, level+1)
		if level == 0 {
			c := width
			if b.adm {
				c *= n
			}
			x = m.Apply(b.name(0, "conv"), parts.Conv2D(b.in, c, 3), x)
		} else {
			x = b.block(m.Child(b.name(level, "down")), x, x.C, -1, false)
			x, aux = b.small(m, level, x, aux)
		}
		skips = append(skips, x)
		for i := range int(b.blocks) {
			x = b.block(m.Child(b.name(level, "block"+strconv.Itoa(i))), x, n*width, 0, b.attends(level))
			skips = append(skips, x)
		}
	}
	return x, skips
}

// small registers and runs the layers that add a smaller image to a level of the encoder.
func (b *edm) small(m *counter.Module, level int, x, aux counter.Value) (sum, image counter.Value) {
	net := b.net
	switch b.encoder {
	case "skip":
		aux = m.Apply(b.name(level, "aux_down"), b.filtered(aux.C, aux.C, 0, false), aux)
		return net.Do(layer.Add{}, x, m.Apply(b.name(level, "aux_skip"), parts.Conv2D(aux.C, x.C, 1), aux)), aux
	case "residual":
		l := b.filtered(aux.C, x.C, 3, false)
		l.After = true
		x = b.root2(net.Do(layer.Add{}, x, m.Apply(b.name(level, "aux_residual"), l, aux)))
		return x, x
	}
	return x, aux
}

// dec registers and runs the bottleneck, the decoder and the output.
func (b *edm) dec(root *counter.Module, x counter.Value, skips []counter.Value, width int64) counter.Value {
	net, m := b.net, root.Child("dec")
	var aux counter.Value
	for level, n := range slices.Backward(b.mult) {
		if level == len(b.mult)-1 {
			net.At(counter.Bottleneck, level+2)
			x = b.block(m.Child(b.name(level, "in0")), x, x.C, 0, true)
			x = b.block(m.Child(b.name(level, "in1")), x, x.C, 0, false)
			net.At(counter.Decoder, level+1)
		} else {
			net.At(counter.Decoder, level+1)
			x = b.block(m.Child(b.name(level, "up")), x, x.C, 1, false)
		}
		for i := range int(b.blocks) + 1 {
			x = net.Do(layer.Concat{}, x, skips[len(skips)-1])
			skips = skips[:len(skips)-1]
			attends := b.attends(level) && (b.adm || i == int(b.blocks))
			x = b.block(m.Child(b.name(level, "block"+strconv.Itoa(i))), x, n*width, 0, attends)
		}
		if !b.adm && (b.decoder == "skip" || level == 0) {
			aux = b.output(m, level, x, aux)
		}
	}
	if !b.adm {
		return aux
	}
	net.At(counter.Head, 1)
	x = net.Do(silu, root.Apply("out_norm", b.norm(x.C), x))
	return root.Apply("out_conv", parts.Conv2D(x.C, b.out, 3), x)
}

// output registers and runs the layers that convert a level to an image, and adds the
// image of the level below.
func (b *edm) output(m *counter.Module, level int, x, aux counter.Value) counter.Value {
	net := b.net
	if level == 0 {
		net.At(counter.Head, 1)
	}
	if aux.C > 0 {
		aux = m.Apply(b.name(level, "aux_up"), b.filtered(b.out, b.out, 0, true), aux)
	}
	h := net.Do(silu, m.Apply(b.name(level, "aux_norm"), b.norm(x.C), x))
	h = m.Apply(b.name(level, "aux_conv"), parts.Conv2D(x.C, b.out, 3), h)
	if aux.C > 0 {
		h = net.Do(layer.Add{}, h, aux)
	}
	return h
}
