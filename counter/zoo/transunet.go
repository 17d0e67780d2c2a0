package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// TransUNet is the VisionTransformer of Beckschen/TransUNet (commit 02ef001): Chen
// et al., "TransUNet: Transformers Make Strong Encoders for Medical Image
// Segmentation" (2021, https://arxiv.org/abs/2102.04306). Three stages of a ResNet
// with weight-standardized convolutions lead to a vision transformer, whose tokens a
// convolutional decoder enlarges; n_skip of the ResNet's maps are joined to it.
// Knobs have the names of its configuration; the class ignores num_classes. Without a
// grid there is no ResNet, and no skip connection.
type TransUNet struct {
	parts.Image
	Classes, ImgSize, Hidden, MLP, Heads, Layers, Patch, Factor, NSkip int64
	Grid, Units, Decoder, Skips                                        []int64
}

func init() {
	config.Register(&config.Arch{
		ID: "transunet", Family: parts.FamilyTransformer,
		Name: Text{EN: "TransUNet", ZH: "TransUNet"},
		About: Text{
			EN: "A ResNet and a vision transformer encode, convolutions decode.",
			ZH: "ResNet 加视觉 Transformer 编码，卷积解码。",
		},
		Sources: []config.Source{
			{Title: "Chen et al.: TransUNet: Transformers Make Strong Encoders for Medical Image Segmentation", Year: 2021, URL: "https://arxiv.org/abs/2102.04306"},
			{Title: "Beckschen/TransUNet", Year: 2021, URL: "https://github.com/Beckschen/TransUNet", Commit: "02ef0010b36eb8328b5e689eadaf613602edf9b8"},
		},
		Class: "VisionTransformer",
		New:   newTransUNet,
	})
}

func newTransUNet(k *config.Knobs) config.Model {
	k.Fixes("gray images are repeated to three channels", config.Inputs)
	m := &TransUNet{}
	k.Section(parts.SectionData)
	k.Number(&m.Classes, "n_classes", 9, 1, 65536, parts.LabelClasses, parts.HelpClasses).As(config.Classes)
	k.Section(parts.SectionNet)
	k.Number(&m.ImgSize, "img_size", 224, 16, 4096, parts.LabelMadeFor,
		Text{EN: "Height and width. Position embeddings grow with it.", ZH: "高与宽。位置嵌入随之增长。"})
	k.Number(&m.Hidden, "hidden_size", 768, 1, 65536,
		Text{EN: "Width of the transformer", ZH: "Transformer 宽度"},
		Text{EN: "Channels of a token: 768 for ViT-B, 1024 for ViT-L.", ZH: "每个词元的通道数：ViT-B 为 768，ViT-L 为 1024。"}).As(config.Width).Scales()
	k.Number(&m.MLP, "mlp_dim", 3072, 1, 65536, parts.LabelMLP, parts.HelpMLP)
	k.Number(&m.Heads, "num_heads", 12, 1, 65536, parts.LabelHeads, parts.HelpHeads)
	k.Number(&m.Layers, "num_layers", 12, 1, 64, parts.LabelBlocks, parts.HelpBlocks)
	k.Numbers(&m.Grid, "grid", []int64{14}, 0, 1, 1, 256,
		Text{EN: "Grid of patches behind the ResNet", ZH: "ResNet 之后的图块网格"},
		Text{EN: "Patches along each axis; none leaves the ResNet out.", ZH: "每轴图块数；none 表示不用 ResNet。"})
	k.Number(&m.Patch, "patch_size", 16, 1, 256,
		Text{EN: "Patch", ZH: "图块大小"},
		Text{EN: "Height and width of the patches that a transformer without ResNet sees.", ZH: "不用 ResNet 时，图块的高与宽。"})
	k.Numbers(&m.Units, "resnet_num_layers", []int64{3, 4, 9}, 3, 3, 1, 64,
		Text{EN: "Residual blocks", ZH: "残差块数"},
		Text{EN: "One number for each of the ResNet's three stages.", ZH: "ResNet 三个阶段各一个数。"})
	k.Number(&m.Factor, "width_factor", 1, 1, 64,
		Text{EN: "Width of the ResNet", ZH: "ResNet 宽度倍数"},
		Text{EN: "Multiplies its channels, which begin at 64.", ZH: "乘以其通道数（从 64 开始）。"})
	k.Numbers(&m.Decoder, "decoder_channels", []int64{256, 128, 64, 16}, 4, 4, 1, 65536,
		Text{EN: "Channels of the decoder", ZH: "解码器通道数"},
		Text{EN: "From the deepest level up.", ZH: "从最深级往上。"})
	k.Numbers(&m.Skips, "skip_channels", []int64{512, 256, 64, 16}, 4, 4, 0, 65536,
		Text{EN: "Channels of the skip connections", ZH: "跳跃连接通道数"},
		Text{EN: "From the deepest level up; those that n_skip leaves out don't count.", ZH: "从最深级往上；n_skip 之外的不起作用。"})
	k.Number(&m.NSkip, "n_skip", 3, 0, 3,
		Text{EN: "Skip connections", ZH: "跳跃连接数"},
		Text{EN: "From the deepest level up.", ZH: "从最深级往上。"})
	parts.InputSize(k, &m.Size, 224)
	return m
}

// Check implements [config.Model].
func (m *TransUNet) Check() error {
	of := m.Patch
	if len(m.Grid) > 0 {
		of = 16
		if n := m.ImgSize / 16; n < m.Grid[0] {
			return &config.ValueError{Key: "grid", Value: config.Join(m.Grid, ","), Nearest: []string{strconv.FormatInt(n, 10)},
				Text: config.Textf("needs a patch of the ResNet's %d positions", "每个图块至少占 ResNet 输出的一个位置（每轴共 %d 个）", n)}
		}
	} else if m.NSkip > 0 {
		return &config.ValueError{Key: "n_skip", Value: strconv.FormatInt(m.NSkip, 10), Nearest: []string{"0"},
			Text: Text{EN: "needs a ResNet, and so a grid", ZH: "需要 ResNet，即需要 grid"}}
	}
	if m.ImgSize < of || len(m.Grid) > 0 && m.ImgSize%16 != 0 {
		return &config.ValueError{Key: "img_size", Value: strconv.FormatInt(m.ImgSize, 10), Nearest: []string{strconv.FormatInt(max(m.ImgSize-m.ImgSize%of, of), 10)},
			Text: config.Textf("must be a multiple of %d", "须为 %d 的倍数", of)}
	}
	return parts.CheckHeads("num_heads", m.Heads, m.Hidden)
}

// ClosedForm implements [config.Model]: the polynomial in the transformer's width.
func (m *TransUNet) ClosedForm() (int64, counter.Poly, error) {
	p, err := parts.Polynomial(m.Heads, m.build)
	return m.Hidden, p, err
}

// Build implements [config.Model].
func (m *TransUNet) Build(net *counter.Net) { m.build(net, m.Hidden) }

func (m *TransUNet) build(net *counter.Net, hidden int64) {
	root, x := net.Root(), net.Input(3, 2)
	transformer := root.Child("transformer")
	embed := transformer.Child("embeddings")
	patch, in := m.Patch, int64(3)
	n := m.ImgSize / patch
	if len(m.Grid) > 0 {
		patch, in = m.ImgSize/16/m.Grid[0], 1024*m.Factor
		n = m.ImgSize / (16 * patch)
	}
	position := embed.Own("position_embeddings", layer.PositionEmbedding{C: hidden, ND: 2, Size: counter.Cube(n)})
	var features []counter.Value
	if len(m.Grid) > 0 {
		x, features = m.resnet(net, embed.Child("hybrid_model"), x)
	}
	net.At(counter.Bottleneck, 5)
	x = embed.Apply("patch_embeddings", layer.Conv{ND: 2, In: in, Out: hidden, Kernel: counter.Cube(patch), Stride: counter.Cube(patch), Bias: true}, x)
	x = position.Run(x)
	encoder := transformer.Child("encoder")
	list := encoder.Child("layer")
	norm := layer.LayerNorm{C: hidden, Affine: true, Eps: "1e-6"}
	var blocks []parts.Forward
	for i := range m.Layers {
		blocks = append(blocks, m.block(net, list.Child(strconv.FormatInt(i, 10)), hidden, norm))
	}
	last := encoder.Own("encoder_norm", norm)
	x = last.Run(parts.InTurn(blocks)(x))
	decoder := root.Child("decoder")
	x = convNormReLU(decoder.Child("conv_more"), hidden, 512)(x)
	x = m.decode(net, decoder.Child("blocks"), x, features)
	net.At(counter.Head, 1)
	net.Output(root.Child("segmentation_head").Apply("0", parts.Conv2D(m.Decoder[3], m.Classes, 3), x))
}

// decode runs the four steps of the decoder.
func (m *TransUNet) decode(net *counter.Net, list *counter.Module, x counter.Value, features []counter.Value) counter.Value {
	in := int64(512)
	for i, out := range m.Decoder {
		net.At(counter.Decoder, 4-i)
		b := list.Child(strconv.Itoa(i))
		x = net.Do(layer.Upsample{ND: 2, Linear: true, AlignCorners: true, Scale: counter.Cube(2)}, x)
		if int64(i) < m.NSkip {
			in += m.Skips[i]
			x = net.Do(layer.Concat{}, x, features[2-i])
		}
		x = convNormReLU(b.Child("conv1"), in, out)(parts.Fit(net, x, in))
		x = convNormReLU(b.Child("conv2"), out, out)(x)
		in = out
	}
	return x
}

// convNormReLU registers a convolution of 3, batch normalization and a ReLU.
func convNormReLU(m *counter.Module, in, out int64) parts.Forward {
	conv := parts.Conv2D(in, out, 3)
	conv.Bias = false
	return parts.Sequential(m, conv, parts.BatchNorm2D(out), layer.ReLU)
}

// block registers and describes a layer of the transformer.
func (m *TransUNet) block(net *counter.Net, b *counter.Module, c int64, norm counter.Layer) parts.Forward {
	norm1, norm2 := b.Own("attention_norm", norm), b.Own("ffn_norm", norm)
	mlp := b.Child("ffn")
	in, out := mlp.Own("fc1", layer.Linear{In: c, Out: m.MLP, Bias: true}), mlp.Own("fc2", layer.Linear{In: m.MLP, Out: c, Bias: true})
	attn := b.Child("attn")
	var qkv [3]*counter.Module
	for i, name := range []string{"query", "key", "value"} {
		qkv[i] = attn.Own(name, layer.Linear{In: c, Out: c, Bias: true})
	}
	proj := attn.Own("out", layer.Linear{In: c, Out: c, Bias: true})
	return func(x counter.Value) counter.Value {
		y := norm1.Run(x)
		y = net.Do(layer.Attention{Heads: m.Heads}, qkv[0].Run(y), qkv[1].Run(y), qkv[2].Run(y))
		x = net.Do(layer.Add{}, proj.Run(y), x)
		return net.Do(layer.Add{}, out.Run(net.Do(parts.GELU, in.Run(norm2.Run(x)))), x)
	}
}

// resnet describes the ResNet; it returns its output and its maps for the skip
// connections, the finest first.
func (m *TransUNet) resnet(net *counter.Net, b *counter.Module, x counter.Value) (counter.Value, []counter.Value) {
	w := 64 * m.Factor
	root := b.Child("root")
	net.At(counter.Encoder, 2)
	x = net.Do(layer.SizeMultipleOf{Of: counter.Cube(16)}, x)
	x = root.Apply("conv", layer.StdConv{Conv: layer.Conv{ND: 2, In: 3, Out: w, Kernel: counter.Cube(7), Stride: counter.Cube(2), Padding: counter.Cube(3)}}, x)
	x = root.Apply("relu", layer.ReLU, root.Apply("gn", groups(w), x))
	features := []counter.Value{x}
	body, in := b.Child("body"), w
	for i, n := range m.Units {
		net.At(counter.Encoder, i+3)
		stage, stride := body.Child("block"+strconv.Itoa(i+1)), int64(2)
		if i == 0 {
			x = net.Do(layer.Pool{ND: 2, Kernel: counter.Cube(3), Stride: counter.Cube(2)}, x)
			stride = 1
		}
		if i == 2 {
			net.At(counter.Bottleneck, 5)
		}
		for j := range n {
			x = bottleneck(net, stage.Child("unit"+strconv.FormatInt(j+1, 10)), x, in, w<<i, stride)
			in, stride = 4*w<<i, 1
		}
		switch i {
		case 0: // the pooling loses one row, which a skip connection gets back as zeros
			features = append(features, net.Do(layer.WindowPad{ND: 2, Window: counter.Cube(2), Small: true}, x))
		case 1:
			features = append(features, x)
		}
	}
	return x, features
}

// groups returns a group normalization of 32 groups.
func groups(c int64) counter.Layer {
	return layer.GroupNorm{Groups: 32, C: c, Affine: true, Eps: "1e-6"}
}

// bottleneck describes a residual block with c channels in its middle.
func bottleneck(net *counter.Net, b *counter.Module, x counter.Value, in, c, stride int64) counter.Value {
	conv := func(in, out, kernel, stride int64) counter.Layer {
		return layer.StdConv{Conv: layer.Conv{ND: 2, In: in, Out: out, Kernel: counter.Cube(kernel), Stride: counter.Cube(stride), Padding: counter.Cube(kernel / 2)}}
	}
	out := 4 * c
	gn1, conv1 := b.Own("gn1", groups(c)), b.Own("conv1", conv(in, c, 1, 1))
	gn2, conv2 := b.Own("gn2", groups(c)), b.Own("conv2", conv(c, c, 3, stride))
	gn3, conv3 := b.Own("gn3", groups(out)), b.Own("conv3", conv(c, out, 1, 1))
	relu := b.Own("relu", layer.ReLU)
	residual := x
	if stride != 1 || in != out {
		residual = b.Apply("downsample", conv(in, out, 1, stride), x)
		residual = b.Apply("gn_proj", layer.GroupNorm{Groups: out, C: out, Affine: true}, residual)
	}
	y := relu.Run(gn1.Run(conv1.Run(x)))
	y = gn3.Run(conv3.Run(relu.Run(gn2.Run(conv2.Run(y)))))
	return relu.Run(net.Do(layer.Add{}, residual, y))
}
