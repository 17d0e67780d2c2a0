package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// Restormer is the Restormer of swz30/Restormer (commit df766d5): Zamir et al.,
// "Restormer: Efficient Transformer for High-Resolution Image Restoration" (2021,
// https://arxiv.org/abs/2111.09881). Attention is between channels, so that its
// operations are proportional to the number of positions; it and the gated feed-forward
// part contain depthwise convolutions. The decoder's finest level keeps twice the
// channels. The image is added at the end or, for pairs of images (dual_pixel_task), its
// embedding before the last convolution.
type Restormer struct {
	parts.Image
	In, Out, Dim, Refine, FFN int64
	Blocks, Heads             []int64
	Bias, Dual                bool
	Norm                      string
}

func init() {
	config.Register(&config.Arch{
		ID: "restormer", Family: parts.FamilyRestoration,
		Name: Text{EN: "Restormer", ZH: "Restormer"},
		About: Text{
			EN: "Image restoration with attention between channels, and depthwise convolutions.",
			ZH: "以通道间注意力和深度卷积复原图像。",
		},
		Sources: []config.Source{
			{Title: "Zamir et al.: Restormer: Efficient Transformer for High-Resolution Image Restoration", Year: 2021, URL: "https://arxiv.org/abs/2111.09881"},
			{Title: "swz30/Restormer", Year: 2021, URL: "https://github.com/swz30/Restormer", Commit: "df766d5521afd21cce56e24159f300b30ebf3fb0"},
		},
		Class: "Restormer",
		New: func(k *config.Knobs) config.Model {
			m := &Restormer{}
			k.Section(parts.SectionData)
			k.Number(&m.In, "inp_channels", 3, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
			k.Number(&m.Out, "out_channels", 3, 1, 65536, parts.LabelOut, parts.HelpOut).As(config.Classes)
			k.Section(parts.SectionNet)
			k.Number(&m.Dim, "dim", 48, 2, 65536, parts.LabelFilters, parts.HelpDoubled).As(config.Width)
			k.Numbers(&m.Blocks, "num_blocks", []int64{4, 6, 6, 8}, 4, 4, 1, 64, parts.LabelBlocks, parts.HelpBlocks4)
			k.Number(&m.Refine, "num_refinement_blocks", 4, 1, 64,
				Text{EN: "Blocks of refinement", ZH: "细化块数"},
				Text{EN: "At the end, at full resolution.", ZH: "位于末端，全分辨率。"})
			k.Numbers(&m.Heads, "heads", []int64{1, 2, 4, 8}, 4, 4, 1, 65536, parts.LabelHeads,
				Text{EN: "One number a level. Each head has a temperature.", ZH: "每级一个数。每个头有一个温度。"})
			k.Number(&m.FFN, "ffn_expansion_factor", 2660, 1, 64000,
				Text{EN: "Expansion of the feed-forward part, in thousandths", ZH: "前馈部分扩展倍数（千分之一）"},
				Text{EN: "2660 means 2.66 times as many channels inside, rounded down.", ZH: "2660 表示内部通道数为 2.66 倍，向下取整。"}).As(config.Thousandths)
			k.Switch(&m.Bias, "bias", false,
				Text{EN: "Biases", ZH: "偏置"},
				Text{EN: "Of all convolutions but those that change the size.", ZH: "除改变尺寸者外，所有卷积的偏置。"})
			k.Select(&m.Norm, "layernorm_type",
				Text{EN: "Layer normalization", ZH: "层归一化"},
				Text{EN: "Without bias no mean is subtracted either; one weight a channel is left.", ZH: "无偏置时也不减均值；每通道只剩一个权重。"},
				Choice{Value: "WithBias", Label: Text{EN: "with bias", ZH: "有偏置"}},
				Choice{Value: "BiasFree", Label: Text{EN: "without bias", ZH: "无偏置"}})
			k.Switch(&m.Dual, "dual_pixel_task", false,
				Text{EN: "Pairs of images", ZH: "双像素任务"},
				Text{EN: "Six channels in; the embedding is added in place of the image.", ZH: "输入六通道；相加的是嵌入而非图像。"})
			parts.InputSize(k, &m.Size, 256)
			return m
		},
	})
}

// Check implements [config.Model].
func (m *Restormer) Check() error {
	if m.Dim%2 != 0 {
		return &config.ValueError{Key: "dim", Value: strconv.FormatInt(m.Dim, 10), Nearest: []string{strconv.FormatInt(m.Dim-1, 10)},
			Text: Text{EN: "is halved where the size changes, and so must be even", ZH: "改变尺寸处会减半，须为偶数"}}
	}
	if m.Dim*m.FFN < 1000 {
		return &config.ValueError{Key: "ffn_expansion_factor", Value: strconv.FormatInt(m.FFN, 10), Nearest: []string{"1000"},
			Text: Text{EN: "leaves no channel", ZH: "没有剩下通道"}}
	}
	return parts.CheckHeadList("heads", m.Heads, m.Dim)
}

// ClosedForm implements [config.Model]: there is none, since hidden channels are rounded
// down.
func (m *Restormer) ClosedForm() (int64, counter.Poly, error) {
	return 0, counter.Poly{}, counter.ErrNotPolynomial
}

// Build implements [config.Model].
func (m *Restormer) Build(net *counter.Net) {
	root, image := net.Root(), net.Input(m.In, 2)
	c := parts.Doubling(m.Dim, 4)
	net.At(counter.Encoder, 1)
	embedded := root.Child("patch_embed").Apply("proj", m.conv(m.In, m.Dim, 3, 1, false), image)
	x := embedded
	var skips []counter.Value
	for i := range 3 {
		level := strconv.Itoa(i + 1)
		net.At(counter.Encoder, i+1)
		x = m.blocks(net, root.Child("encoder_level"+level), x, i, m.Blocks[i])
		skips = append(skips, x)
		net.At(counter.Encoder, i+2)
		if i == 2 {
			net.At(counter.Bottleneck, 4)
		}
		x = root.Child("down"+level+"_"+strconv.Itoa(i+2)).Child("body").Apply("0", m.conv(c[i], c[i]/2, 3, 1, false), x)
		x = net.Do(layer.PatchChannels{ND: 2, Patch: counter.Cube(2)}, x)
	}
	x = m.blocks(net, root.Child("latent"), x, 3, m.Blocks[3])
	for i := 2; i >= 0; i-- {
		net.At(counter.Decoder, i+1)
		level := strconv.Itoa(i + 1)
		x = root.Child("up"+strconv.Itoa(i+2)+"_"+level).Child("body").Apply("0", m.conv(x.C, 2*x.C, 3, 1, false), x)
		x = net.Do(layer.Concat{}, net.Do(layer.PixelShuffle{ND: 2, Factor: 2}, x), skips[i])
		if i > 0 {
			x = root.Apply("reduce_chan_level"+level, m.conv(x.C, c[i], 1, 1, m.Bias), x)
		}
		x = m.blocks(net, root.Child("decoder_level"+level), x, i, m.Blocks[i])
	}
	x = m.blocks(net, root.Child("refinement"), x, 0, m.Refine)
	net.At(counter.Head, 1)
	if m.Dual {
		x = net.Do(layer.Add{}, x, root.Apply("skip_conv", m.conv(m.Dim, 2*m.Dim, 1, 1, m.Bias), embedded))
	}
	x = root.Apply("output", m.conv(2*m.Dim, m.Out, 3, 1, m.Bias), x)
	if !m.Dual {
		if m.In > 1 && m.Out > 1 { // one channel is repeated
			x = parts.Fit(net, x, m.In)
		}
		x = net.Do(layer.Add{}, x, image)
	}
	net.Output(x)
}

func (m *Restormer) conv(in, out, kernel, groups int64, bias bool) counter.Layer {
	conv := parts.Conv2D(in, out, kernel)
	conv.Groups, conv.Bias = groups, bias
	return conv
}

// blocks describes n transformer blocks with the heads of a level.
func (m *Restormer) blocks(net *counter.Net, list *counter.Module, x counter.Value, level int, n int64) counter.Value {
	for i := range n {
		b := list.Child(strconv.FormatInt(i, 10))
		y := m.attention(net, b, m.norm(b.Child("norm1"), x), m.Heads[level])
		x = net.Do(layer.Add{}, x, y)
		x = net.Do(layer.Add{}, x, m.feedForward(net, b, m.norm(b.Child("norm2"), x)))
	}
	return x
}

func (m *Restormer) norm(b *counter.Module, x counter.Value) counter.Value {
	if m.Norm == "BiasFree" {
		return b.Apply("body", layer.BiasFreeNorm{C: x.C}, x)
	}
	return b.Apply("body", layer.LayerNorm{C: x.C, Affine: true}, x)
}

// attention describes attention between the channels of each head.
func (m *Restormer) attention(net *counter.Net, b *counter.Module, x counter.Value, heads int64) counter.Value {
	b, c := b.Child("attn"), x.C
	attend := b.Own("temperature", layer.TemperatureAttention{Heads: heads, Channels: true})
	x = b.Apply("qkv", m.conv(c, 3*c, 1, 1, m.Bias), x)
	x = b.Apply("qkv_dwconv", m.conv(3*c, 3*c, 3, 3*c, m.Bias), x)
	qkv := parts.Chunks(net, x)
	for i := range 2 {
		qkv[i] = net.Do(layer.L2Normalize{}, qkv[i])
	}
	return b.Apply("project_out", m.conv(c, c, 1, 1, m.Bias), attend.Run(qkv...))
}

// feedForward describes the part of a block after attention: one half of the
// channels gates the other.
func (m *Restormer) feedForward(net *counter.Net, b *counter.Module, x counter.Value) counter.Value {
	b = b.Child("ffn")
	c, hidden := x.C, x.C*m.FFN/1000
	x = b.Apply("project_in", m.conv(c, 2*hidden, 1, 1, m.Bias), x)
	x = b.Apply("dwconv", m.conv(2*hidden, 2*hidden, 3, 2*hidden, m.Bias), x)
	gate := net.Do(parts.GELU, net.Do(layer.Chunk{Parts: 2}, x))
	x = net.Do(layer.Mul{}, gate, net.Do(layer.Chunk{Parts: 2, Index: 1}, x))
	return b.Apply("project_out", m.conv(hidden, c, 1, 1, m.Bias), x)
}
