package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// Uformer is the Uformer of ZhendongWang6/Uformer (commit 65fc970): Wang et al.,
// "Uformer: A General U-Shaped Transformer for Image Restoration" (2021,
// https://arxiv.org/abs/2106.03106). Attention is inside windows, the MLP contains a
// depthwise convolution (LeFF), and modulators are added inside the windows of the
// decoder. Images must be square, since the code takes the square root of the number of
// positions. With token_projection=conv the published code fails. cross_modulator has no
// setting: no published network uses it.
type Uformer struct {
	parts.Image
	ImgSize, In, DD, Embed, Window, Ratio int64
	Depths, Heads                         []int64
	Bias, Shift, Modulator                bool
	Projection, MLP                       string
}

func init() {
	config.Register(&config.Arch{
		ID: "uformer", Family: parts.FamilyRestoration,
		Name: Text{EN: "Uformer", ZH: "Uformer"},
		About: Text{
			EN: "Image restoration with attention in windows, and a convolution in each MLP.",
			ZH: "以窗口注意力复原图像，MLP 内含卷积。",
		},
		Sources: []config.Source{
			{Title: "Wang et al.: Uformer: A General U-Shaped Transformer for Image Restoration", Year: 2021, URL: "https://arxiv.org/abs/2106.03106"},
			{Title: "ZhendongWang6/Uformer", Year: 2021, URL: "https://github.com/ZhendongWang6/Uformer", Commit: "65fc970a8ffc09605faca74ed016ee93c9ad8a36"},
		},
		Class: "Uformer",
		New: func(k *config.Knobs) config.Model {
			m := &Uformer{}
			k.Section(parts.SectionData)
			k.Number(&m.DD, "dd_in", 3, 1, 65536, parts.LabelIn,
				Text{EN: "6 for pairs of images. Only with 3 is the image added at the end.", ZH: "双像素图像为 6。仅为 3 时末端加上原图。"}).As(config.Inputs)
			k.Number(&m.In, "in_chans", 3, 1, 65536, parts.LabelOut, parts.HelpOut).As(config.Classes)
			k.Section(parts.SectionNet)
			k.Number(&m.ImgSize, "img_size", 256, 16, 4096, parts.LabelMadeFor,
				Text{EN: "Windows are no larger than a level's share of it.", ZH: "窗口不大于各级的图像尺寸。"})
			k.Number(&m.Embed, "embed_dim", 32, 1, 65536, parts.LabelFilters, parts.HelpDoubled).As(config.Width).Scales()
			k.Numbers(&m.Depths, "depths", []int64{2, 2, 2, 2, 2, 2, 2, 2, 2}, 9, 9, 1, 64, parts.LabelBlocks,
				Text{EN: "Four levels down, the bottom, four levels up.", ZH: "下行四级、底部、上行四级。"})
			k.Numbers(&m.Heads, "num_heads", []int64{1, 2, 4, 8, 16, 16, 8, 4, 2}, 9, 9, 1, 65536, parts.LabelHeads,
				Text{EN: "As for the blocks. Each head has a table of relative positions.", ZH: "顺序同上。每个头都有相对位置偏置表。"})
			k.Number(&m.Window, "win_size", 8, 1, 64, parts.LabelWindow, parts.HelpWindow)
			k.Number(&m.Ratio, "mlp_ratio", 4, 1, 64, parts.LabelRatio, parts.HelpRatio)
			k.Switch(&m.Bias, "qkv_bias", true, parts.LabelQKVBias, parts.HelpQKVBias)
			k.Select(&m.Projection, "token_projection",
				Text{EN: "Queries, keys and values", ZH: "Q、K、V 的投影"},
				Text{EN: "Convolutions make the published code fail.", ZH: "选卷积时，已发布代码运行出错。"},
				Choice{Value: "linear", Label: Text{EN: "fully connected", ZH: "全连接"}},
				Choice{Value: "conv", Label: Text{EN: "convolutions", ZH: "卷积"}})
			k.Select(&m.MLP, "token_mlp",
				Text{EN: "MLP", ZH: "MLP"},
				Text{EN: "With a depthwise convolution inside, or without.", ZH: "内含深度卷积，或不含。"},
				Choice{Value: "leff", Label: Text{EN: "LeFF, with convolution", ZH: "LeFF，含卷积"}},
				Choice{Value: "fastleff", Label: Text{EN: "the same, faster", ZH: "同上，更快"}},
				Choice{Value: "mlp", Label: Text{EN: "MLP", ZH: "MLP"}},
				Choice{Value: "ffn", Label: Text{EN: "MLP, by another name", ZH: "MLP 的别名"}})
			k.Switch(&m.Shift, "shift_flag", true,
				Text{EN: "Shifted windows", ZH: "移位窗口"},
				Text{EN: "In every second block.", ZH: "每隔一块移位。"})
			k.Switch(&m.Modulator, "modulator", false,
				Text{EN: "Modulators", ZH: "调制器"},
				Text{EN: "Learned for each place in a window of the decoder.", ZH: "为解码器窗口内的每个位置学习。"})
			parts.InputSize(k, &m.Size, 256)
			return m
		},
	})
}

// Check implements [config.Model].
func (m *Uformer) Check() error {
	if n := m.ImgSize; n%16 != 0 {
		return &config.ValueError{Key: "img_size", Value: strconv.FormatInt(n, 10), Nearest: []string{strconv.FormatInt(n-n%16, 10)},
			Text: config.Textf("must be a multiple of %d", "须为 %d 的倍数", 16)}
	}
	fits := make([]int64, 9)
	for i, n := range m.Heads {
		fits[i] = parts.GCD(n, m.channels(i, m.Embed))
	}
	if value, near := config.Join(m.Heads, ","), config.Join(fits, ","); value != near {
		return &config.ValueError{Key: "num_heads", Value: value, Nearest: []string{near},
			Text: Text{EN: "must divide the channels of their stage", ZH: "须整除所在阶段的通道数"}}
	}
	return nil
}

// channels returns the channels of a stage, in the order of depths. In the decoder they
// are the sum of those of both inputs.
func (m *Uformer) channels(stage int, width int64) int64 {
	if stage <= 4 {
		return width << stage
	}
	return width << (9 - stage)
}

// ClosedForm implements [config.Model]: the polynomial in the first level's filters.
func (m *Uformer) ClosedForm() (int64, counter.Poly, error) {
	step := int64(1)
	for _, n := range m.Heads {
		step *= n / parts.GCD(step, n)
	}
	if step > 1<<20 || m.Embed%step != 0 {
		return 0, counter.Poly{}, counter.ErrNotPolynomial
	}
	p, err := parts.Polynomial(step, m.build)
	return m.Embed, p, err
}

// Build implements [config.Model].
func (m *Uformer) Build(net *counter.Net) { m.build(net, m.Embed) }

func (m *Uformer) build(net *counter.Net, width int64) {
	root, image := net.Root(), net.Input(m.DD, 2)
	in := parts.Sequential(root.Child("input_proj").Child("proj"), parts.Conv2D(m.DD, width, 3), layer.Activation{Name: "LeakyReLU"})
	out := root.Child("output_proj").Child("proj").Own("0", parts.Conv2D(2*width, m.In, 3))
	net.At(counter.Encoder, 1)
	of := min(m.Window<<4, m.ImgSize)
	x := in(net.Do(layer.SizeMultipleOf{Of: counter.Axes{of, of, 1}, Square: true}, image))
	var skips []counter.Value
	for i := range 4 {
		n := strconv.Itoa(i)
		net.At(counter.Encoder, i+1)
		x = m.blocks(net, root.Child("encoderlayer_"+n), x, i)
		skips = append(skips, x)
		net.At(counter.Encoder, i+2)
		if i == 3 {
			net.At(counter.Bottleneck, 5)
		}
		x = root.Child("dowsample_"+n).Child("conv").Apply("0", layer.Conv{ND: 2, In: x.C, Out: 2 * x.C,
			Kernel: counter.Cube(4), Stride: counter.Cube(2), Padding: counter.Cube(1), Bias: true}, x)
	}
	x = m.blocks(net, root.Child("conv"), x, 4)
	for i := range 4 {
		n := strconv.Itoa(i)
		net.At(counter.Decoder, 4-i)
		x = root.Child("upsample_"+n).Child("deconv").Apply("0", layer.ConvTranspose{ND: 2, In: x.C, Out: width << (3 - i),
			Kernel: counter.Cube(2), Stride: counter.Cube(2), Bias: true}, x)
		x = m.blocks(net, root.Child("decoderlayer_"+n), net.Do(layer.Concat{}, x, skips[3-i]), 5+i)
	}
	net.At(counter.Head, 1)
	x = out.Run(x)
	if m.DD == 3 {
		if m.In > 1 { // one channel is repeated
			x = parts.Fit(net, x, 3)
		}
		x = net.Do(layer.Add{}, image, x)
	}
	net.Output(x)
}

// blocks describes the blocks of a stage.
func (m *Uformer) blocks(net *counter.Net, stage *counter.Module, x counter.Value, i int) counter.Value {
	list := stage.Child("blocks")
	size := m.ImgSize >> min(i, 8-i)
	window := min(m.Window, size)
	for j := range m.Depths[i] {
		shift := int64(0)
		if m.Shift && j%2 == 1 && size > m.Window {
			shift = m.Window / 2
		}
		x = m.block(net, list.Child(strconv.FormatInt(j, 10)), x, m.Heads[i], window, shift, m.Modulator && i > 4)
	}
	return x
}

// block describes a block: attention in windows and an MLP, each after a layer
// normalization and added to its input.
func (m *Uformer) block(net *counter.Net, b *counter.Module, x counter.Value, heads, window, shift int64, modulated bool) counter.Value {
	c, norm := x.C, layer.LayerNorm{C: x.C, Affine: true}
	modulate := parts.InTurn(nil)
	if modulated {
		l := layer.WindowEmbedding{C: c, ND: 2, Window: counter.Cube(m.Window), Shift: counter.Cube(shift)}
		modulate = parts.Maybe(b, "modulator", l)
		if window != m.Window { // then modulators don't fit the windows
			modulate = parts.InTurn([]parts.Forward{modulate, func(x counter.Value) counter.Value { return net.Do(layer.RuntimeError{}, x) }})
		}
	}
	y := b.Apply("norm1", norm, x)
	y = m.attention(net, b.Child("attn"), modulate(y), layer.WindowAttention{ND: 2, Heads: heads, Window: counter.Cube(window), Shift: counter.Cube(shift)})
	x = net.Do(layer.Add{}, x, y)
	y = b.Apply("norm2", norm, x)
	return net.Do(layer.Add{}, x, m.feedForward(b.Child("mlp"), c)(y))
}

// attention describes attention in windows, with projections.
func (m *Uformer) attention(net *counter.Net, b *counter.Module, x counter.Value, attention layer.WindowAttention) counter.Value {
	c := x.C
	table := b.Own("relative_position_bias_table", attention)
	index := b.Own("relative_position_index", layer.RelativePositionIndex{ND: 2, Window: attention.Window})
	qkv := b.Child("qkv")
	var in []counter.Value
	if m.Projection == "linear" {
		q := qkv.Apply("to_q", layer.Linear{In: c, Out: c, Bias: m.Bias}, x)
		kv := qkv.Apply("to_kv", layer.Linear{In: c, Out: 2 * c, Bias: m.Bias}, x)
		in = []counter.Value{q, net.Do(layer.Chunk{Parts: 2}, kv), net.Do(layer.Chunk{Parts: 2, Index: 1}, kv)}
	} else { // the bias is handed on as dilation, which must be a number
		depthwise := parts.Conv2D(c, c, 3)
		depthwise.Groups = c
		x = net.Do(layer.RuntimeError{}, x)
		for _, name := range []string{"to_q", "to_k", "to_v"} {
			b := qkv.Child(name)
			y := b.Apply("depthwise", depthwise, x)
			in = append(in, b.Apply("pointwise", parts.Conv2D(c, c, 1), net.Do(layer.ReLU, y)))
		}
	}
	in = append(in, index.Run(x))
	return b.Apply("proj", layer.Linear{In: c, Out: c, Bias: true}, table.Run(in...))
}

// feedForward registers the MLP of a block.
func (m *Uformer) feedForward(b *counter.Module, c int64) parts.Forward {
	hidden := m.Ratio * c
	if m.MLP == "mlp" || m.MLP == "ffn" {
		return parts.MLP(b, c, hidden, [2]string{"fc1", "fc2"}, "act")
	}
	depthwise := parts.Conv2D(hidden, hidden, 3)
	depthwise.Groups = hidden
	return parts.InTurn([]parts.Forward{
		parts.Sequential(b.Child("linear1"), layer.Linear{In: c, Out: hidden, Bias: true}, parts.GELU),
		parts.Sequential(b.Child("dwconv"), depthwise, parts.GELU),
		parts.Sequential(b.Child("linear2"), layer.Linear{In: hidden, Out: c, Bias: true})})
}
