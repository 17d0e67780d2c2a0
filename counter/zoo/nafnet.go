package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// NAFNet is the NAFNet of megvii-research/NAFNet (commit 2b4af71), and its
// Baseline: Chen et al., "Simple Baselines for Image Restoration" (2022,
// https://arxiv.org/abs/2204.04676). Blocks have no activation but products: one
// half of the channels times the other, and features times their means. The
// baseline has a GELU and squeeze-and-excitation in their place. Skip connections
// are added, and so is the image at the end. Sizes are padded to a multiple of what
// the levels divide by, and cut again.
type NAFNet struct {
	parts.Image
	In, Width, Middle, DW, FFN int64
	Enc, Dec                   []int64
	Baseline                   bool
}

func init() {
	for _, a := range []struct {
		id, class string
		about     Text
		baseline  bool
	}{
		{"nafnet", "NAFNet", Text{EN: "Image restoration without activation functions: products take their place.", ZH: "不用激活函数的图像复原网络，以相乘代替。"}, false},
		{"nafnet-baseline", "Baseline", Text{EN: "The baseline that NAFNet simplifies: GELU and squeeze-and-excitation.", ZH: "NAFNet 所简化的基线：GELU 与通道注意力。"}, true},
	} {
		name := a.class + " (NAFNet)"
		if !a.baseline {
			name = a.class
		}
		config.Register(&config.Arch{
			ID: a.id, Family: parts.FamilyRestoration, Name: Text{EN: name, ZH: name}, About: a.about,
			Sources: []config.Source{
				{Title: "Chen, Chu, Zhang, Sun: Simple Baselines for Image Restoration", Year: 2022, URL: "https://arxiv.org/abs/2204.04676"},
				{Title: "megvii-research/NAFNet", Year: 2022, URL: "https://github.com/megvii-research/NAFNet", Commit: "2b4af71ebe098a92a75910c233a3965a3e93ede4"},
			},
			Class: a.class,
			New:   func(k *config.Knobs) config.Model { return newNAFNet(k, a.baseline) },
		})
	}
}

func newNAFNet(k *config.Knobs, baseline bool) config.Model {
	k.Fixes("the output has as many channels as the input", config.Classes)
	m := &NAFNet{Baseline: baseline, DW: 2, FFN: 2}
	k.Section(parts.SectionData)
	k.Number(&m.In, "img_channel", 3, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
	k.Section(parts.SectionNet)
	k.Number(&m.Width, "width", 16, 1, 65536,
		Text{EN: "Filters", ZH: "通道数"},
		Text{EN: "Of the first level, doubled with every level.", ZH: "首级通道数，逐级加倍。"}).As(config.Width).Scales()
	k.Number(&m.Middle, "middle_blk_num", 1, 0, 64,
		Text{EN: "Blocks at the bottom", ZH: "最深层块数"},
		Text{EN: "Between encoder and decoder.", ZH: "编码器与解码器之间。"})
	k.Numbers(&m.Enc, "enc_blk_nums", []int64{1, 1, 1, 28}, 0, 10, 0, 64,
		Text{EN: "Blocks on the way down", ZH: "下行块数"},
		Text{EN: "One number a level.", ZH: "逐级给出。"})
	k.Numbers(&m.Dec, "dec_blk_nums", []int64{1, 1, 1, 1}, 0, 10, 0, 64,
		Text{EN: "Blocks on the way up", ZH: "上行块数"},
		Text{EN: "From the deepest level up, as many numbers as on the way down.", ZH: "从最深层往上，个数与下行相同。"})
	if baseline {
		help := Text{EN: "How many times as many channels there are inside of a block.", ZH: "块内通道数的倍数。"}
		k.Number(&m.DW, "dw_expand", 1, 1, 64, Text{EN: "Expansion of the convolutions", ZH: "卷积部分扩展倍数"}, help)
		k.Number(&m.FFN, "ffn_expand", 2, 1, 64, Text{EN: "Expansion of the feed-forward part", ZH: "前馈部分扩展倍数"}, help)
	}
	parts.InputSize(k, &m.Size, 256)
	return m
}

// Check implements [config.Model].
func (m *NAFNet) Check() error {
	if n := len(m.Enc); len(m.Dec) != n {
		fits := append([]int64(nil), m.Dec[:min(n, len(m.Dec))]...)
		for len(fits) < n {
			fits = append(fits, 1)
		}
		return &config.ValueError{Key: "dec_blk_nums", Value: config.Join(m.Dec, ","), Nearest: []string{config.Join(fits, ",")},
			Text: config.Textf("needs %d numbers, as many as on the way down", "需要 %d 个数，与下行相同", n)}
	}
	if m.Baseline && m.Width*m.DW < 2 {
		return &config.ValueError{Key: "width", Value: "1", Nearest: []string{"2"},
			Text: Text{EN: "is halved inside of the blocks, which needs 2", ZH: "块内会减半，至少为 2"}}
	}
	return nil
}

// ClosedForm implements [config.Model]: the polynomial in the first level's filters.
func (m *NAFNet) ClosedForm() (int64, counter.Poly, error) {
	if m.Baseline && m.Width%2 != 0 {
		return 0, counter.Poly{}, counter.ErrNotPolynomial
	}
	step := int64(1)
	if m.Baseline {
		step = 2
	}
	p, err := parts.Polynomial(step, m.build)
	return m.Width, p, err
}

// Build implements [config.Model].
func (m *NAFNet) Build(net *counter.Net) { m.build(net, m.Width) }

func (m *NAFNet) build(net *counter.Net, width int64) {
	root, n := net.Root(), len(m.Enc)
	image := net.Input(m.In, 2)
	intro, ending := root.Own("intro", parts.Conv2D(m.In, width, 3)), root.Own("ending", parts.Conv2D(width, m.In, 3))
	enc, dec := make([]parts.Forward, n), make([]parts.Forward, n) // by level
	list := root.Child("encoders")
	for i := range n {
		enc[i] = m.blocks(net, list.Child(strconv.Itoa(i)), width<<i, m.Enc[i])
	}
	list = root.Child("decoders")
	for i := range n {
		dec[n-1-i] = m.blocks(net, list.Child(strconv.Itoa(i)), width<<(n-1-i), m.Dec[i])
	}
	middle := m.blocks(net, root.Child("middle_blks"), width<<n, m.Middle)
	ups, downs := make([]*counter.Module, n), make([]*counter.Module, n)
	list = root.Child("ups")
	for i := range n {
		c := width << (n - i)
		conv := parts.Conv2D(c, 2*c, 1)
		conv.Bias = false
		ups[n-1-i] = list.Child(strconv.Itoa(i)).Own("0", conv)
	}
	list = root.Child("downs")
	for i := range n {
		c := width << i
		downs[i] = list.Own(strconv.Itoa(i), layer.Conv{ND: 2, In: c, Out: 2 * c, Kernel: counter.Cube(2), Stride: counter.Cube(2), Bias: true})
	}
	net.At(counter.Encoder, 1)
	padded := net.Do(layer.WindowPad{ND: 2, Window: counter.Cube(1 << n), Small: true}, image)
	x := intro.Run(padded)
	skips := make([]counter.Value, n)
	for i := range n {
		net.At(counter.Encoder, i+1)
		skips[i] = enc[i](x)
		if i+1 == n {
			net.At(counter.Bottleneck, n+1)
		} else {
			net.At(counter.Encoder, i+2)
		}
		x = downs[i].Run(skips[i])
	}
	x = middle(x)
	for i := n - 1; i >= 0; i-- {
		net.At(counter.Decoder, i+1)
		x = net.Do(layer.PixelShuffle{ND: 2, Factor: 2}, ups[i].Run(x))
		x = dec[i](net.Do(layer.Add{}, x, skips[i]))
	}
	net.At(counter.Head, 1)
	x = net.Do(layer.Add{}, ending.Run(x), padded)
	net.Output(net.Do(layer.TrimLike{}, x, image))
}

// blocks registers n blocks of c channels.
func (m *NAFNet) blocks(net *counter.Net, list *counter.Module, c, n int64) parts.Forward {
	var run []parts.Forward
	for i := range n {
		run = append(run, m.block(net, list.Child(strconv.FormatInt(i, 10)), c))
	}
	return parts.InTurn(run)
}

// block registers a block of c channels: depthwise convolution, attention to
// channels, and a feed-forward part.
func (m *NAFNet) block(net *counter.Net, b *counter.Module, c int64) parts.Forward {
	scale := layer.ChannelScale{C: c, ND: 2}
	beta, gamma := b.Own("beta", scale), b.Own("gamma", scale)
	dw, ffn, halve := m.DW*c, m.FFN*c, int64(2)
	if m.Baseline {
		halve = 1
	}
	depthwise := parts.Conv2D(dw, dw, 3)
	depthwise.Groups = dw
	conv1, conv2, conv3 := b.Own("conv1", parts.Conv2D(c, dw, 1)), b.Own("conv2", depthwise), b.Own("conv3", parts.Conv2D(dw/halve, c, 1))
	weigh := m.channelAttention(net, b, dw)
	act := func(x counter.Value) counter.Value {
		return net.Do(layer.Mul{}, net.Do(layer.Chunk{Parts: 2}, x), net.Do(layer.Chunk{Parts: 2, Index: 1}, x))
	}
	if m.Baseline {
		act = parts.Maybe(b, "gelu", parts.GELU)
	}
	conv4, conv5 := b.Own("conv4", parts.Conv2D(c, ffn, 1)), b.Own("conv5", parts.Conv2D(ffn/halve, c, 1))
	norm := layer.LayerNorm{C: c, Affine: true, Eps: "1e-6"}
	norm1, norm2 := b.Own("norm1", norm), b.Own("norm2", norm)
	return func(x counter.Value) counter.Value {
		y := act(conv2.Run(conv1.Run(norm1.Run(x))))
		x = net.Do(layer.Add{}, x, beta.Run(conv3.Run(weigh(y))))
		y = conv5.Run(act(conv4.Run(norm2.Run(x))))
		return net.Do(layer.Add{}, x, gamma.Run(y))
	}
}

// channelAttention registers the layers that compute weights of the channels from their
// means: one convolution, or two with activations in the baseline.
func (m *NAFNet) channelAttention(net *counter.Net, b *counter.Module, dw int64) parts.Forward {
	pool := layer.AdaptivePool{ND: 2, Average: true, Size: counter.Cube(1)}
	weights := func() parts.Forward {
		if m.Baseline {
			return parts.Sequential(b.Child("se"), pool, parts.Conv2D(dw, dw/2, 1), layer.ReLU, parts.Conv2D(dw/2, dw, 1), layer.Sigmoid)
		}
		return parts.Sequential(b.Child("sca"), pool, parts.Conv2D(dw/2, dw/2, 1))
	}()
	return func(x counter.Value) counter.Value { return net.Do(layer.Mul{}, x, weights(x)) }
}
