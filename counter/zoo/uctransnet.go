package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// UCTransNet is the UCTransNet of McGregorWwww/UCTransNet (commit 493bd81): Wang et
// al., "UCTransNet: Rethinking the Skip Connections in U-Net from a Channel-wise
// Perspective with Transformer" (2021, https://arxiv.org/abs/2109.04335). A
// transformer on the skip connections relates the channels of each level to those of
// all levels, and the decoder weighs the channels of its results. With Plain it is the
// U-Net of the same repository. Knobs have the names of its configuration; KV_size has
// none, since it must be the sum of all levels' channels.
type UCTransNet struct {
	parts.Image
	In, Classes, ImgSize, Base, Heads, Layers, Ratio int64
	Patches                                          []int64
	Plain                                            bool
}

func init() {
	sources := []config.Source{
		{Title: "Wang, Cao, Wang, Zaiane: UCTransNet: Rethinking the Skip Connections in U-Net from a Channel-wise Perspective with Transformer", Year: 2021, URL: "https://arxiv.org/abs/2109.04335"},
		{Title: "McGregorWwww/UCTransNet", Year: 2021, URL: "https://github.com/McGregorWwww/UCTransNet", Commit: "493bd8136b2bb7265d7876104f56688363c8d0d1"},
	}
	config.Register(&config.Arch{
		ID: "uctransnet", Family: parts.FamilyTransformer, Sources: sources, Class: "UCTransNet",
		Name: Text{EN: "UCTransNet", ZH: "UCTransNet"},
		About: Text{
			EN: "A U-Net with a transformer across the channels of all skip connections.",
			ZH: "U-Net，跳跃连接上有跨层级的通道 Transformer。",
		},
		New: func(k *config.Knobs) config.Model { return newUCTransNet(k, false) },
	})
	config.Register(&config.Arch{
		ID: "uctransnet-unet", Family: parts.FamilyTransformer, Sources: sources, Class: "UNet",
		Name: Text{EN: "U-Net (UCTransNet)", ZH: "U-Net（UCTransNet）"},
		About: Text{
			EN: "The baseline of UCTransNet: the deepest level keeps 512 channels.",
			ZH: "UCTransNet 的基线：最深层仍为 512 通道。",
		},
		New: func(k *config.Knobs) config.Model { return newUCTransNet(k, true) },
	})
}

func newUCTransNet(k *config.Knobs, plain bool) config.Model {
	m := &UCTransNet{Plain: plain, Base: 64}
	k.Section(parts.SectionData)
	k.Number(&m.In, "n_channels", 3, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
	classes := int64(1)
	if plain {
		classes = 9
	}
	k.Number(&m.Classes, "n_classes", classes, 1, 65536, parts.LabelClasses, parts.HelpClasses).As(config.Classes)
	if !plain {
		k.Section(parts.SectionNet)
		k.Number(&m.ImgSize, "img_size", 224, 16, 4096, parts.LabelMadeFor,
			Text{EN: "Height and width. Position embeddings grow with it.", ZH: "高与宽。位置嵌入随之增长。"})
		k.Number(&m.Base, "base_channel", 64, 1, 65536, parts.LabelFilters,
			Text{EN: "Of the first level, doubled down to the fourth.", ZH: "首级通道数，逐级加倍至第四级。"}).As(config.Width).Scales()
		k.Number(&m.Heads, "num_heads", 4, 1, 64, parts.LabelHeads,
			Text{EN: "Each has projections of all channels; their results are averaged.", ZH: "各头投影全部通道，结果取平均。"})
		k.Number(&m.Layers, "num_layers", 4, 1, 64, parts.LabelBlocks, parts.HelpBlocks)
		k.Number(&m.Ratio, "expand_ratio", 4, 1, 64, parts.LabelRatio, parts.HelpRatio)
		k.Numbers(&m.Patches, "patch_sizes", []int64{16, 8, 4, 2}, 4, 4, 1, 256,
			Text{EN: "Patches", ZH: "图块大小"},
			Text{EN: "One size a level; all levels must have as many patches.", ZH: "每级一个；各级图块数须相同。"})
	}
	if plain {
		parts.EditedWidth(k, &m.Base, 64)
	}
	parts.InputSize(k, &m.Size, 224)
	return m
}

// Check implements [config.Model].
func (m *UCTransNet) Check() error {
	if m.Plain {
		return nil
	}
	fits := make([]int64, 4)
	for i := range fits {
		fits[i] = max(m.Patches[0]>>i, 1)
	}
	if value, near := config.Join(m.Patches, ","), config.Join(fits, ","); value != near {
		return &config.ValueError{Key: "patch_sizes", Value: value, Nearest: []string{near},
			Text: Text{EN: "must halve from level to level, for as many patches", ZH: "须逐级减半，使图块数相同"}}
	}
	if of := max(m.Patches[0], 16); m.ImgSize%of != 0 {
		return &config.ValueError{Key: "img_size", Value: strconv.FormatInt(m.ImgSize, 10), Nearest: []string{strconv.FormatInt(max(m.ImgSize-m.ImgSize%of, of), 10)},
			Text: config.Textf("must be a multiple of %d", "须为 %d 的倍数", of)}
	}
	return nil
}

// ClosedForm implements [config.Model]: the polynomial in the first level's filters.
func (m *UCTransNet) ClosedForm() (int64, counter.Poly, error) {
	p, err := parts.Polynomial(1, m.build)
	return m.Base, p, err
}

// Build implements [config.Model].
func (m *UCTransNet) Build(net *counter.Net) { m.build(net, m.Base) }

func (m *UCTransNet) build(net *counter.Net, width int64) {
	root, c := net.Root(), []int64{width, 2 * width, 4 * width, 8 * width, 8 * width}
	x := net.Input(m.In, 2)
	inc := convNorm(root.Child("inc"), m.In, width)
	var down [4]parts.Forward
	for i := range down {
		b := root.Child("down" + strconv.Itoa(i+1))
		down[i] = parts.InTurn([]parts.Forward{parts.Maybe(b, "maxpool", parts.MaxPool2D(2)), twice(b.Child("nConvs"), c[i], c[i+1])})
	}
	net.At(counter.Encoder, 1)
	x = inc(x)
	skips := []counter.Value{x}
	for i, f := range down {
		net.At(counter.Encoder, i+2)
		if i == 3 {
			net.At(counter.Bottleneck, 5)
		}
		x = f(x)
		skips = append(skips, x)
	}
	if !m.Plain {
		m.transformer(net, root.Child("mtc"), skips[:4])
	}
	for i := 3; i >= 0; i-- {
		net.At(counter.Decoder, i+1)
		x = m.up(net, root.Child("up"+strconv.Itoa(i+1)), x, skips[i], c[max(i-1, 0)])
	}
	net.At(counter.Head, 1)
	x = root.Apply("outc", parts.Conv2D(width, m.Classes, 1), x)
	if m.Classes == 1 {
		x = root.Apply("last_activation", layer.Sigmoid, x)
	}
	net.Output(x)
}

// convNorm registers a convolution of 3 with bias, batch normalization and a ReLU.
func convNorm(b *counter.Module, in, out int64) parts.Forward {
	return parts.InTurn([]parts.Forward{parts.Maybe(b, "conv", parts.Conv2D(in, out, 3)),
		parts.Maybe(b, "norm", parts.BatchNorm2D(out)), parts.Maybe(b, "activation", layer.ReLU)})
}

// twice registers two convolutions; see [convNorm].
func twice(list *counter.Module, in, out int64) parts.Forward {
	return parts.InTurn([]parts.Forward{convNorm(list.Child("0"), in, out), convNorm(list.Child("1"), out, out)})
}

// up describes a step of the decoder, whose inputs have the same channels.
func (m *UCTransNet) up(net *counter.Net, b *counter.Module, x, skip counter.Value, out int64) counter.Value {
	c := skip.C
	if m.Plain {
		x = b.Apply("up", layer.ConvTranspose{ND: 2, In: c, Out: c, Kernel: counter.Cube(2), Stride: counter.Cube(2), Bias: true}, x)
		return twice(b.Child("nConvs"), 2*c, out)(net.Do(layer.Concat{}, x, skip))
	}
	x = b.Apply("up", layer.Upsample{ND: 2, Scale: counter.Cube(2)}, x)
	gate := b.Child("coatt")
	var sides []counter.Value
	for _, side := range []struct {
		name string
		x    counter.Value
	}{{"mlp_x", skip}, {"mlp_g", x}} {
		y := net.Do(layer.AdaptivePool{ND: 2, Average: true, Size: counter.Cube(1)}, side.x)
		y = gate.Child(side.name).Apply("1", layer.Linear{In: c, Out: c, Bias: true}, net.Do(layer.Flatten{Size: counter.Cube(1)}, y))
		sides = append(sides, y)
	}
	scale := net.Do(layer.Unsqueeze{ND: 2}, net.Do(layer.Sigmoid, net.Do(layer.Mean{}, sides...)))
	skip = gate.Apply("relu", layer.ReLU, net.Do(layer.Mul{}, skip, scale))
	return twice(b.Child("nConvs"), 2*c, out)(net.Do(layer.Concat{}, skip, x))
}

// transformer describes the transformer on the skip connections, and replaces their
// values.
func (m *UCTransNet) transformer(net *counter.Net, b *counter.Module, skips []counter.Value) {
	tokens := make([]counter.Value, 4)
	for i, x := range skips {
		net.At(counter.Encoder, i+1)
		size := counter.Cube(m.ImgSize >> i / m.Patches[i])
		e, patch := b.Child("embeddings_"+strconv.Itoa(i+1)), counter.Cube(m.Patches[i])
		position := e.Own("position_embeddings", layer.PositionEmbedding{C: x.C, ND: 2, Size: size})
		x = e.Apply("patch_embeddings", layer.Conv{ND: 2, In: x.C, Out: x.C, Kernel: patch, Stride: patch, Bias: true}, x)
		tokens[i] = position.Run(x)
	}
	encoder := b.Child("encoder")
	list := encoder.Child("layer")
	for i := range m.Layers {
		m.block(net, list.Child(strconv.FormatInt(i, 10)), tokens)
	}
	for i, x := range tokens {
		net.At(counter.Encoder, i+1)
		tokens[i] = encoder.Apply("encoder_norm"+strconv.Itoa(i+1), epsNorm(x.C), x)
	}
	for i, x := range tokens {
		net.At(counter.Encoder, i+1)
		r := b.Child("reconstruct_" + strconv.Itoa(i+1))
		x = net.Do(layer.Upsample{ND: 2, Scale: counter.Cube(m.Patches[i])}, x)
		x = r.Apply("norm", parts.BatchNorm2D(x.C), r.Apply("conv", parts.Conv2D(x.C, x.C, 1), x))
		skips[i] = net.Do(layer.Add{}, r.Apply("activation", layer.ReLU, x), skips[i])
	}
}

func epsNorm(c int64) counter.Layer { return layer.LayerNorm{C: c, Affine: true, Eps: "1e-6"} }

// block describes a block of the transformer on the tokens of all levels.
func (m *UCTransNet) block(net *counter.Net, b *counter.Module, tokens []counter.Value) {
	var normed [4]counter.Value
	for i, x := range tokens {
		net.At(counter.Encoder, i+1)
		normed[i] = b.Apply("attn_norm"+strconv.Itoa(i+1), epsNorm(x.C), x)
	}
	all := net.Do(layer.Concat{}, tokens...)
	all = b.Apply("attn_norm", epsNorm(all.C), all)
	attn := b.Child("channel_attn")
	var queries [4][]*counter.Module
	project := func(name string, c int64) []*counter.Module {
		list, all := attn.Child(name), make([]*counter.Module, m.Heads)
		for i := range all {
			all[i] = list.Own(strconv.Itoa(i), layer.Linear{In: c, Out: c})
		}
		return all
	}
	for i, x := range tokens {
		queries[i] = project("query"+strconv.Itoa(i+1), x.C)
	}
	keys, values := project("key", all.C), project("value", all.C)
	var k, v []counter.Value
	for i := range keys {
		k, v = append(k, keys[i].Run(all)), append(v, values[i].Run(all))
	}
	for i, x := range tokens {
		net.At(counter.Encoder, i+1)
		heads := make([]counter.Value, m.Heads)
		for j, q := range queries[i] {
			heads[j] = net.Do(layer.CrossChannelAttention{}, q.Run(normed[i]), k[j], v[j])
		}
		y := attn.Apply("out"+strconv.Itoa(i+1), layer.Linear{In: x.C, Out: x.C}, net.Do(layer.Mean{}, heads...))
		tokens[i] = net.Do(layer.Add{}, x, y)
	}
	for i, x := range tokens {
		net.At(counter.Encoder, i+1)
		normed[i] = b.Apply("ffn_norm"+strconv.Itoa(i+1), epsNorm(x.C), x)
	}
	for i, x := range tokens {
		net.At(counter.Encoder, i+1)
		mlp := b.Child("ffn" + strconv.Itoa(i+1))
		in, out := mlp.Own("fc1", layer.Linear{In: x.C, Out: m.Ratio * x.C, Bias: true}), mlp.Own("fc2", layer.Linear{In: m.Ratio * x.C, Out: x.C, Bias: true})
		gelu := mlp.Own("act_fn", parts.GELU)
		tokens[i] = net.Do(layer.Add{}, out.Run(gelu.Run(in.Run(normed[i]))), x)
	}
}
