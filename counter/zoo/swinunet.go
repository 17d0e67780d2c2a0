package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// SwinUnet is the SwinUnet of HuCaoFighting/Swin-Unet (commit f48f623): Cao et al.,
// "Swin-Unet: Unet-like Pure Transformer for Medical Image Segmentation" (2021,
// https://arxiv.org/abs/2105.05537). Encoder and decoder are Swin Transformers;
// patches are merged on the way down and expanded on the way up, and after each
// join a fully connected layer halves the channels. Knobs have the names of its
// configuration file. DECODER_DEPTHS has none: the code never reads it, and uses DEPTHS
// for the decoder too.
//
// In the list of stages, the first level is that of the patches, a quarter of the
// image's size.
type SwinUnet struct {
	parts.Image
	In, Classes, ImgSize, Embed, Window, Ratio int64
	Depths, Heads                              []int64
	Bias, APE, PatchNorm                       bool
}

func init() {
	config.Register(&config.Arch{
		ID: "swinunet", Family: parts.FamilyTransformer,
		Name: Text{EN: "Swin-Unet", ZH: "Swin-Unet"},
		About: Text{
			EN: "A U-Net of Swin Transformer blocks alone: patches are merged and expanded.",
			ZH: "纯 Swin Transformer 的 U-Net：下行合并图块，上行展开图块。",
		},
		Sources: []config.Source{
			{Title: "Cao et al.: Swin-Unet: Unet-like Pure Transformer for Medical Image Segmentation", Year: 2021, URL: "https://arxiv.org/abs/2105.05537"},
			{Title: "HuCaoFighting/Swin-Unet", Year: 2021, URL: "https://github.com/HuCaoFighting/Swin-Unet", Commit: "f48f623e226e25b6e395c37207915c50aaa9c776"},
		},
		Class: "SwinUnet",
		New: func(k *config.Knobs) config.Model {
			m := &SwinUnet{}
			k.Section(parts.SectionData)
			k.Number(&m.In, "in_chans", 3, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
			k.Number(&m.Classes, "num_classes", 9, 1, 65536, parts.LabelClasses, parts.HelpClasses).As(config.Classes)
			k.Section(parts.SectionNet)
			k.Number(&m.ImgSize, "img_size", 224, 32, 4096,
				Text{EN: "Size it is made for", ZH: "所针对的图像尺寸"},
				Text{EN: "Height and width. Windows must fit into it at every level.", ZH: "高与宽；各级都要能划分成窗口。"})
			k.Number(&m.Embed, "embed_dim", 96, 1, 65536,
				Text{EN: "Filters", ZH: "通道数"},
				Text{EN: "Of the first level, doubled with every level.", ZH: "首级通道数，逐级加倍。"}).As(config.Width).Scales()
			k.Numbers(&m.Depths, "depths", []int64{2, 2, 2, 2}, 4, 4, 1, 64,
				Text{EN: "Transformer blocks", ZH: "Transformer 块数"},
				Text{EN: "One number for each of the four levels, on both ways.", ZH: "四级各一个数，上下行相同。"})
			k.Numbers(&m.Heads, "num_heads", []int64{3, 6, 12, 24}, 4, 4, 1, 65536, parts.LabelHeads,
				Text{EN: "One number a level. Each head has a table of relative positions.", ZH: "每级一个数。每个头都有相对位置偏置表。"})
			k.Number(&m.Window, "window_size", 7, 1, 32,
				parts.LabelWindow, parts.HelpWindow)
			k.Number(&m.Ratio, "mlp_ratio", 4, 1, 64,
				parts.LabelRatio, parts.HelpRatio)
			k.Switch(&m.Bias, "qkv_bias", true, parts.LabelQKVBias, parts.HelpQKVBias)
			k.Switch(&m.APE, "ape", false,
				Text{EN: "Absolute position embedding", ZH: "绝对位置嵌入"},
				Text{EN: "Learned for each patch, beside the relative ones.", ZH: "除相对位置外，为每个图块学习。"})
			k.Switch(&m.PatchNorm, "patch_norm", true,
				Text{EN: "Normalized patches", ZH: "图块归一化"},
				Text{EN: "Layer normalization after the patch embedding.", ZH: "图块嵌入之后做层归一化。"})
			parts.InputSize(k, &m.Size, 224)
			return m
		},
	})
}

// Check implements [config.Model].
func (m *SwinUnet) Check() error {
	fits := m.ImgSize%32 == 0
	for i := range 4 {
		if n := m.ImgSize / 4 >> i; n > m.Window && n%m.Window != 0 {
			fits = false
		}
	}
	if !fits {
		n := 32 * m.Window
		return &config.ValueError{Key: "img_size", Value: strconv.FormatInt(m.ImgSize, 10),
			Nearest: []string{strconv.FormatInt(max(m.ImgSize-m.ImgSize%n, n), 10)},
			Text:    config.Textf("can't be cut into windows of %d at every level", "无法在每一级划分成 %d 的窗口", m.Window)}
	}
	return parts.CheckHeadList("num_heads", m.Heads, m.Embed)
}

// ClosedForm implements [config.Model]: the polynomial in the first level's filters.
func (m *SwinUnet) ClosedForm() (int64, counter.Poly, error) {
	step := int64(2)
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
func (m *SwinUnet) Build(net *counter.Net) { m.build(net, m.Embed) }

func (m *SwinUnet) build(net *counter.Net, width int64) {
	root := net.Root().Child("swin_unet")
	x := net.Input(m.In, 2)
	embed := m.embedding(root, width)
	list := root.Child("layers")
	downs, merges := make([]parts.Forward, 4), make([]parts.Forward, 4)
	for i := range 4 {
		stage := list.Child(strconv.Itoa(i))
		downs[i] = m.blocks(net, stage, width<<i, i)
		if i < 3 {
			merges[i] = parts.PatchMerging(net, stage.Child("downsample"), 2, width<<i, layer.LastAxisFirst, false)
		}
	}
	ups := m.decoder(net, root, width)
	norm := func(name string, c int64) parts.Forward {
		return parts.Maybe(root, name, layer.LayerNorm{C: c, Affine: true})
	}
	last, lastUp := norm("norm", width<<3), norm("norm_up", width)
	enlarge := m.expand(net, root.Child("up"), width, 16*width, 4)
	head := parts.Conv2D(width, m.Classes, 1)
	head.Bias = false
	output := root.Own("output", head)

	skips := make([]counter.Value, 4)
	for i := range 4 {
		if i < 3 {
			net.At(counter.Encoder, i+1)
		} else {
			net.At(counter.Bottleneck, 4)
		}
		if i == 0 {
			x = embed(x)
		} else {
			x = merges[i-1](x)
		}
		skips[i] = x
		x = downs[i](x)
	}
	x = last(x)
	for i := 2; i >= 0; i-- {
		net.At(counter.Decoder, i+1)
		x = ups[i](x, skips[i])
	}
	x = lastUp(x)
	net.At(counter.Head, 1)
	net.Output(output.Run(enlarge(x)))
}

// embedding registers the layers that convert patches to tokens.
func (m *SwinUnet) embedding(root *counter.Module, width int64) parts.Forward {
	add := parts.InTurn(nil)
	if m.APE {
		add = parts.Maybe(root, "absolute_pos_embed", layer.PositionEmbedding{C: width, ND: 2, Size: counter.Cube(m.ImgSize / 4)})
	}
	b := root.Child("patch_embed")
	run := []parts.Forward{parts.Maybe(b, "proj", layer.Conv{ND: 2, In: m.In, Out: width, Kernel: counter.Cube(4), Stride: counter.Cube(4), Bias: true})}
	if m.PatchNorm {
		run = append(run, parts.Maybe(b, "norm", layer.LayerNorm{C: width, Affine: true}))
	}
	return parts.InTurn(append(run, add))
}

// blocks registers the blocks of a level.
func (m *SwinUnet) blocks(net *counter.Net, stage *counter.Module, c int64, level int) parts.Forward {
	size := m.ImgSize / 4 >> level
	swin := parts.Swin{ND: 2, Heads: m.Heads[level], Window: counter.Cube(min(m.Window, size)), MLP: [2]string{"fc1", "fc2"}, Act: "act",
		Ratio: m.Ratio, NoBias: !m.Bias, Size: counter.Cube(size)}
	list := stage.Child("blocks")
	var run []parts.Forward
	for i := range int(m.Depths[level]) {
		run = append(run, swin.Block(net, list.Child(strconv.Itoa(i)), c, i%2 == 1 && size > m.Window))
	}
	return parts.InTurn(run)
}

// decoder registers the decoder. It returns a function for each level, which takes the
// output of the level below and the skip connection.
func (m *SwinUnet) decoder(net *counter.Net, root *counter.Module, width int64) []func(x, skip counter.Value) counter.Value {
	list := root.Child("layers_up")
	expands := make([]parts.Forward, 4) // by level below
	expands[3] = m.expand(net, list.Child("0"), width<<3, width<<4, 2)
	blocks := make([]parts.Forward, 3)
	for i := 2; i >= 0; i-- {
		stage := list.Child(strconv.Itoa(3 - i))
		blocks[i] = m.blocks(net, stage, width<<i, i)
		if i > 0 {
			expands[i] = m.expand(net, stage.Child("upsample"), width<<i, width<<(i+1), 2)
		}
	}
	list = root.Child("concat_back_dim")
	ups := make([]func(x, skip counter.Value) counter.Value, 3)
	for i := 2; i >= 0; i-- {
		narrow := list.Own(strconv.Itoa(3-i), layer.Linear{In: width << (i + 1), Out: width << i, Bias: true})
		ups[i] = func(x, skip counter.Value) counter.Value {
			return blocks[i](narrow.Run(net.Do(layer.Concat{}, expands[i+1](x), skip)))
		}
	}
	return ups
}

// expand registers patch expanding: a fully connected layer, whose channels become
// positions, and a normalization.
func (m *SwinUnet) expand(net *counter.Net, b *counter.Module, in, out, factor int64) parts.Forward {
	linear := b.Own("expand", layer.Linear{In: in, Out: out})
	norm := b.Own("norm", layer.LayerNorm{C: out / (factor * factor), Affine: true})
	return func(x counter.Value) counter.Value {
		return norm.Run(net.Do(layer.PatchPositions{ND: 2, Factor: factor}, linear.Run(x)))
	}
}
