package diffusion

import (
	"slices"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// A ScoreSDE is the NCSNpp or the DDPM of yang-song/score_sde_pytorch (2021,
// https://github.com/yang-song/score_sde_pytorch, commit cb1f359): one list holds all
// modules in the order of running. Settings are those of its configuration files. A
// level of the decoder has one attention, where Ho et al. have one in each block. The
// frequencies of Fourier features are a parameter without gradient.
type ScoreSDE struct {
	parts.Image
	ddpm                                         bool
	size, channels, nf, blocks, scales, sigmaMax int64
	mult, resolutions                            []int64
	embedding, kind, out, in, combine            string
	conv, conditional, fir, rescale              bool
	bySigma, centered                            bool
}

func init() {
	repository := config.Source{Title: "yang-song/score_sde_pytorch", Year: 2021, URL: "https://github.com/yang-song/score_sde_pytorch", Commit: "cb1f359f4aadf0ff9a5e122fe8fffc9451fd6e44"}
	for _, ddpm := range []bool{false, true} {
		a := &config.Arch{
			ID: "score-sde-ncsnpp", Family: Family, Class: "NCSNpp",
			Name:  Text{EN: "NCSN++, DDPM++ (score_sde)", ZH: "NCSN++、DDPM++（score_sde）"},
			About: Text{EN: "The networks of score-based models: noise levels as an input, and sizes that change inside of residual blocks.", ZH: "基于得分的扩散模型：以噪声强度为输入，在残差块内改变尺寸。"},
			Sources: []config.Source{
				{Title: "Song et al.: Score-Based Generative Modeling through Stochastic Differential Equations", Year: 2020, URL: "https://arxiv.org/abs/2011.13456"}, repository},
		}
		if ddpm {
			a.ID, a.Class, a.Name = "score-sde-ddpm", "DDPM", Text{EN: "DDPM (score_sde)", ZH: "DDPM（score_sde）"}
			a.About = Text{EN: "DDPM's network with one attention a level of the decoder.", ZH: "DDPM 网络，解码器每级只有一个注意力。"}
			a.Sources = []config.Source{{Title: "Ho, Jain, Abbeel: Denoising Diffusion Probabilistic Models", Year: 2020, URL: "https://arxiv.org/abs/2006.11239"}, repository}
		}
		a.New = func(k *config.Knobs) config.Model {
			m := &ScoreSDE{ddpm: ddpm, embedding: "positional", kind: "ddpm", out: "none", in: "none"}
			m.declare(k)
			return m
		}
		config.Register(a)
	}
}

// declare declares the settings; the defaults are those of
// vp/cifar10_ddpmpp_continuous.py and vp/ddpm/cifar10.py.
func (m *ScoreSDE) declare(k *config.Knobs) {
	k.Fixes("predictions have as many channels as images", config.Classes)
	k.Section(parts.SectionData)
	k.Number(&m.size, "image_size", 32, 1, 65536,
		Text{EN: "Image size", ZH: "图像尺寸"}, Text{EN: "Settles where attention stands.", ZH: "决定注意力的位置。"})
	k.Number(&m.channels, "num_channels", 3, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
	k.Switch(&m.centered, "centered", true, Text{EN: "Values from −1 to 1", ZH: "取值 −1 到 1"},
		Text{EN: "Else the network maps values from 0 to 1 there.", ZH: "否则由网络把 0 到 1 映射过去。"}).As(config.Uncounted)
	k.Section(parts.SectionNet)
	step := int64(4)
	if m.ddpm {
		step = groups
	}
	k.Number(&m.nf, "nf", 128, step, 65536,
		Text{EN: "Base channels", ZH: "基础通道数"}, config.Textf("A multiple of %d.", "%d 的倍数。", step)).As(config.Width).Scales().Step = step
	k.Numbers(&m.mult, "ch_mult", []int64{1, 2, 2, 2}, 1, 8, 1, 64, labelMult, helpMult)
	blocks := int64(4)
	if m.ddpm {
		blocks = 2
	}
	k.Number(&m.blocks, "num_res_blocks", blocks, 1, 16, labelBlocks, helpBlocks).As(config.Repeats)
	k.Numbers(&m.resolutions, "attn_resolutions", []int64{16}, 0, 8, 1, 65536,
		Text{EN: "Attention at resolutions", ZH: "注意力所在分辨率"},
		Text{EN: "Sizes of the maps that have attention; the bottleneck always has it.", ZH: "有注意力的特征图边长；瓶颈层总有注意力。"})
	k.Switch(&m.conditional, "conditional", true, Text{EN: "Noise level as an input", ZH: "以噪声强度为输入"},
		Text{EN: "An embedding joins every residual block.", ZH: "其嵌入加到每个残差块。"})
	if !m.ddpm {
		m.declareNCSN(k)
	}
	k.Switch(&m.conv, "resamp_with_conv", true, Text{EN: "Convolutions resize", ZH: "用卷积改变尺寸"},
		Text{EN: "Else sizes are changed by pooling and interpolation alone.", ZH: "否则只用池化和插值。"}).When(func() bool { return m.kind == "ddpm" })
	k.Number(&m.scales, "num_scales", 1000, 1, 65536, Text{EN: "Noise levels", ZH: "噪声级数"},
		Text{EN: "Their table is a buffer.", ZH: "其数值表为缓冲区。"})
	k.Switch(&m.bySigma, "scale_by_sigma", false, Text{EN: "Divided by the noise level", ZH: "除以噪声强度"},
		Text{EN: "The output is.", ZH: "指网络的输出。"}).As(config.Uncounted)
	k.Number(&m.sigmaMax, "sigma_max", 50, 1, 65536, Text{EN: "Largest noise level", ZH: "最大噪声强度"},
		Text{EN: "The smallest one is 0.01.", ZH: "最小为 0.01。"}).As(config.Uncounted)
	parts.InputSize(k, &m.Size, 32)
}

// declareNCSN declares what NCSN++ has besides.
func (m *ScoreSDE) declareNCSN(k *config.Knobs) {
	none := Choice{Value: "none", Label: labelNone}
	k.Select(&m.embedding, "embedding_type", Text{EN: "Embedding", ZH: "嵌入方式"},
		Text{EN: "Of the noise level.", ZH: "噪声强度的嵌入。"},
		Choice{Value: "positional", Label: Text{EN: "sines", ZH: "正弦"}}, Choice{Value: "fourier", Label: Text{EN: "random frequencies", ZH: "随机频率"}})
	k.Select(&m.kind, "resblock_type", Text{EN: "Residual block", ZH: "残差块"},
		Text{EN: "BigGAN's change the sizes themselves.", ZH: "BigGAN 的残差块自身改变尺寸。"},
		Choice{Value: "biggan", Label: Text{EN: "BigGAN", ZH: "BigGAN"}}, Choice{Value: "ddpm", Label: Text{EN: "DDPM", ZH: "DDPM"}})
	k.Switch(&m.fir, "fir", false, Text{EN: "Low-pass filter", ZH: "低通滤波"},
		Text{EN: "1, 3, 3, 1 where sizes change; it has no parameters.", ZH: "改变尺寸处用 1, 3, 3, 1 滤波，没有参数。"})
	k.Switch(&m.rescale, "skip_rescale", true, Text{EN: "Sums divided by √2", ZH: "求和后除以 √2"},
		Text{EN: "So that the variance stays.", ZH: "以保持方差。"}).As(config.Uncounted)
	k.Select(&m.out, "progressive", Text{EN: "Outputs of all levels", ZH: "各级输出"},
		Text{EN: "Images, or features, of all levels are summed.", ZH: "各级图像或特征相加。"},
		none, Choice{Value: "output_skip", Label: Text{EN: "summed", ZH: "相加"}}, Choice{Value: "residual", Label: Text{EN: "features summed", ZH: "特征相加"}})
	k.Select(&m.in, "progressive_input", Text{EN: "Smaller inputs", ZH: "缩小的输入"},
		Text{EN: "The encoder's levels get the image in their size.", ZH: "编码器各级获得缩小的图像。"},
		none, Choice{Value: "input_skip", Label: Text{EN: "the image", ZH: "图像"}}, Choice{Value: "residual", Label: Text{EN: "features of it", ZH: "图像的特征"}})
	k.Select(&m.combine, "progressive_combine", Text{EN: "Joined by", ZH: "合并方式"},
		Text{EN: "How the smaller image joins.", ZH: "缩小图像的合并方式。"},
		Choice{Value: "sum", Label: Text{EN: "addition", ZH: "相加"}}, Choice{Value: "cat", Label: Text{EN: "concatenation", ZH: "拼接"}}).When(func() bool { return m.in == "input_skip" })
}

// Check implements [config.Model].
func (m *ScoreSDE) Check() error {
	if least := int64(1) << (len(m.mult) - 1); m.size < least {
		return &config.ValueError{Key: "image_size", Value: config.Join([]int64{m.size}, ","), Nearest: []string{config.Join([]int64{least}, ",")},
			Text: config.Textf("must be at least %d for so many levels", "这么多级时最小为 %d", least)}
	}
	if m.ddpm && !m.conditional {
		return &config.ValueError{Key: "conditional", Value: "off", Nearest: []string{"on"}, Text: Text{
			EN: "must be on: without it the published code fails", ZH: "须为开：关闭时原代码报错"}}
	}
	if m.ddpm {
		return multiple("nf", m.nf, groups)
	}
	if m.groupsFit() {
		return nil
	}
	return &config.ValueError{Key: "nf", Value: config.Join([]int64{m.nf}, ","), Nearest: []string{config.Join([]int64{max(m.nf/groups*groups, groups)}, ",")}, Text: config.Textf(
		"must be a multiple of %d here: a group norm divides all widths", "在此须为 %d 的倍数：组归一化要整除各级通道", groups)}
}

// groupsFit reports whether group norms divide all widths: a sum of two levels has a
// quarter as many groups, and no more than 32.
func (m *ScoreSDE) groupsFit() bool {
	_, err := counter.Count(func(net *counter.Net) { m.describe(net, m.nf) })
	return err == nil
}

// Build implements [config.Model].
func (m *ScoreSDE) Build(net *counter.Net) { m.describe(net, m.nf) }

// ClosedForm implements [config.Model]: the polynomial in the base channels.
func (m *ScoreSDE) ClosedForm() (int64, counter.Poly, error) {
	p, err := parts.Polynomial(groups, m.describe)
	return m.nf, p, err
}

// A scoreSDE describes one network of a [ScoreSDE].
type scoreSDE struct {
	*ScoreSDE
	net  *counter.Net
	nf   int64
	list *counter.Module
	n    int // of the next module
	emb  counter.Value
}

// next returns the next entry of the list of modules.
func (b *scoreSDE) next() *counter.Module {
	b.n++
	return child(b.list, b.n-1)
}

// apply registers and runs the next entry of the list, a single layer.
func (b *scoreSDE) apply(l counter.Layer, x counter.Value) counter.Value {
	b.n++
	return b.list.Apply(config.Join([]int64{int64(b.n - 1)}, ""), l, x)
}

// describe describes the network of the settings, with another width.
func (m *ScoreSDE) describe(net *counter.Net, nf int64) {
	b := &scoreSDE{ScoreSDE: m, net: net, nf: nf}
	root := net.Root()
	sigmas := root.Own("sigmas", layer.NumberTable{N: m.scales, Buffer: true, Max: m.sigmaMax, Min: 1})
	b.list = root.Child("all_modules")
	image := net.Input(m.channels, 2)
	sigma := b.embed(nf, sigmas)
	net.At(counter.Encoder, 1)
	if !m.centered {
		image = net.Do(layer.Center{}, image)
	}
	skips := b.encoder(image, nf)
	net.At(counter.Bottleneck, len(m.mult)+1)
	x := skips[len(skips)-1]
	x = b.block(b.attention(b.block(x, x.C, 0)), x.C, 0)
	x = b.decoder(x, skips, nf)
	if m.bySigma && sigma.C > 0 {
		x = net.Do(layer.DivideBy{}, x, sigma)
	}
	net.Output(x)
}

// embed registers and runs what embeds the noise level, and returns the level itself
// where the output is divided by it.
func (b *scoreSDE) embed(nf int64, sigmas *counter.Module) (sigma counter.Value) {
	net := b.net
	if !b.conditional && !b.bySigma && b.embedding == "positional" {
		return sigma
	}
	net.At(counter.Condition, stageTime)
	t := net.NamedInput("time_cond", counter.Shape{C: 1})
	var h counter.Value
	if b.embedding == "fourier" {
		sigma = t
		h = b.next().Apply("W", layer.FourierFeatures{N: nf, Log: true}, t)
	} else {
		if b.bySigma {
			sigma = sigmas.Run(t)
		}
		h = net.Do(layer.Sinusoid{C: nf, Shift: 1}, t)
	}
	if b.conditional {
		h = b.apply(linear(h.C, 4*nf), h)
		b.emb = b.apply(linear(4*nf, 4*nf), net.Do(silu, h))
	}
	return sigma
}

// norm is a group norm; NCSN++ has at least four channels in a group.
func (b *scoreSDE) norm(c int64) counter.Layer {
	l := layer.GroupNorm{Groups: groups, C: c, Affine: true, Eps: "1e-6"}
	if !b.ddpm {
		l.Groups = max(min(groups, c/4), 1)
	}
	return l
}

// attends reports whether a level has attention.
func (b *scoreSDE) attends(level int) bool { return slices.Contains(b.resolutions, b.size>>level) }

// add adds, and divides by √2 where sums are rescaled.
func (b *scoreSDE) add(x, y counter.Value) counter.Value {
	x = b.net.Do(layer.Add{}, x, y)
	if b.rescale {
		return b.net.Do(layer.RootScale{N: 2}, x)
	}
	return x
}

// resize halves sizes if resize is −1 and doubles them if it is 1, without weights.
func (b *scoreSDE) resize(x counter.Value, resize int) counter.Value {
	switch {
	case b.fir:
		return b.net.Do(layer.FilteredConv{In: x.C, Out: x.C, Up: resize > 0, Long: true, Fixed: true}, x)
	case resize > 0:
		return b.net.Do(nearest, x)
	}
	return b.net.Do(average, x)
}

// block registers and runs a residual block, the next one of the list.
func (b *scoreSDE) block(x counter.Value, out int64, resize int) counter.Value {
	net, m, in := b.net, b.next(), x.C
	h := net.Do(silu, m.Apply("GroupNorm_0", b.norm(in), x))
	if resize != 0 {
		h, x = b.resize(h, resize), b.resize(x, resize)
	}
	h = m.Apply("Conv_0", parts.Conv2D(in, out, 3), h)
	if b.conditional {
		emb := m.Apply("Dense_0", linear(b.emb.C, out), net.Do(silu, b.emb))
		h = net.Do(layer.Add{}, h, net.Do(layer.Unsqueeze{ND: 2}, emb))
	} else {
		m.Own("Dense_0", linear(4*b.nf, out)) // is made all the same
	}
	h = net.Do(silu, m.Apply("GroupNorm_1", b.norm(out), h))
	h = m.Apply("Conv_1", parts.Conv2D(out, out, 3), m.Apply("Dropout_0", layer.Dropout{}, h))
	switch {
	case b.kind == "ddpm" && in != out:
		x = m.Apply("NIN_0", layer.NIN{In: in, Out: out}, x)
	case b.kind != "ddpm" && (in != out || resize != 0):
		x = m.Apply("Conv_2", parts.Conv2D(in, out, 1), x)
	}
	return b.add(x, h)
}

// attention registers and runs an attention, the next one of the list.
func (b *scoreSDE) attention(x counter.Value) counter.Value {
	m, nin := b.next(), layer.NIN{In: x.C, Out: x.C}
	h := m.Apply("GroupNorm_0", b.norm(x.C), x)
	q, k, v := m.Apply("NIN_0", nin, h), m.Apply("NIN_1", nin, h), m.Apply("NIN_2", nin, h)
	return b.add(x, m.Apply("NIN_3", nin, b.net.Do(layer.Attention{Heads: 1}, q, k, v)))
}

// half registers and runs what halves the sizes.
func (b *scoreSDE) half(x counter.Value) counter.Value {
	if b.kind != "ddpm" {
		return b.block(x, x.C, -1)
	}
	return b.downsample(x, x.C, b.conv)
}

// downsample registers and runs a convolution with a stride, or none.
func (b *scoreSDE) downsample(x counter.Value, out int64, conv bool) counter.Value {
	m := b.next()
	switch {
	case !conv:
		return b.resize(x, -1)
	case b.fir:
		return m.Apply("Conv2d_0", layer.FilteredConv{In: x.C, Out: out, Kernel: 3, Long: true, Fixed: true, Strided: true}, x)
	}
	l := downUnpadded(x.C).(layer.Conv)
	l.Out = out
	return m.Apply("Conv_0", l, b.net.Do(cornerPad, x))
}

// double registers and runs what doubles the sizes.
func (b *scoreSDE) double(x counter.Value) counter.Value {
	if b.kind != "ddpm" {
		return b.block(x, x.C, 1)
	}
	return b.upsample(x, x.C, b.conv)
}

// upsample registers and runs a convolution that doubles the sizes, or none.
func (b *scoreSDE) upsample(x counter.Value, out int64, conv bool) counter.Value {
	m := b.next()
	switch {
	case !conv:
		return b.resize(x, 1)
	case b.fir:
		return m.Apply("Conv2d_0", layer.FilteredConv{In: x.C, Out: out, Kernel: 3, Up: true, Long: true, Fixed: true}, x)
	}
	return m.Apply("Conv_0", parts.Conv2D(x.C, out, 3), b.net.Do(nearest, x))
}

// encoder registers and runs the encoder, and returns what skip connections take.
func (b *scoreSDE) encoder(image counter.Value, nf int64) []counter.Value {
	net, small := b.net, image
	x := b.apply(parts.Conv2D(b.channels, nf, 3), image)
	skips := []counter.Value{x}
	for level, n := range b.mult {
		net.At(counter.Encoder, level+1)
		for range b.blocks {
			x = b.block(x, n*nf, 0)
			if b.attends(level) {
				x = b.attention(x)
			}
			skips = append(skips, x)
		}
		if level+1 == len(b.mult) {
			break
		}
		net.At(counter.Encoder, level+2)
		x = b.half(x)
		switch b.in {
		case "input_skip":
			small = b.resize(small, -1)
			h := b.next().Apply("Conv_0", parts.Conv2D(b.channels, x.C, 1), small)
			if b.combine == "cat" {
				x = net.Do(layer.Concat{}, h, x)
			} else {
				x = net.Do(layer.Add{}, h, x)
			}
		case "residual":
			small = b.add(b.downsample(small, x.C, true), x)
			x = small
		}
		skips = append(skips, x)
	}
	return skips
}

// decoder registers and runs the decoder and the output.
func (b *scoreSDE) decoder(x counter.Value, skips []counter.Value, nf int64) counter.Value {
	net := b.net
	convolve := func(x counter.Value, out int64) counter.Value {
		h := net.Do(silu, b.apply(b.norm(x.C), x))
		return b.apply(parts.Conv2D(x.C, out, 3), h)
	}
	var sum counter.Value
	for level, n := range slices.Backward(b.mult) {
		net.At(counter.Decoder, level+1)
		for range b.blocks + 1 {
			x = b.block(net.Do(layer.Concat{}, x, skips[len(skips)-1]), n*nf, 0)
			skips = skips[:len(skips)-1]
		}
		if b.attends(level) {
			x = b.attention(x)
		}
		switch {
		case b.out == "output_skip" && sum.C > 0:
			sum = net.Do(layer.Add{}, b.resize(sum, 1), convolve(x, b.channels))
		case b.out == "output_skip":
			sum = convolve(x, b.channels)
		case b.out == "residual" && sum.C > 0:
			sum = b.add(b.upsample(sum, x.C, true), x)
			x = sum
		case b.out == "residual":
			sum = convolve(x, x.C)
		}
		if level > 0 {
			net.At(counter.Decoder, level)
			x = b.double(x)
		}
	}
	net.At(counter.Head, 1)
	if b.out == "output_skip" {
		return sum
	}
	return convolve(x, b.channels)
}
