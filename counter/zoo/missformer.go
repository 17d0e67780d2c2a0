package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// MISSFormer is the MISSFormer of ZhifangDeng/MISSFormer (commit 007424e): Huang et
// al., "MISSFormer: An Effective Medical Image Segmentation Transformer" (2021,
// https://arxiv.org/abs/2109.07162). A SegFormer encodes: attention with fewer keys
// than queries, and a depthwise convolution in each MLP. A bridge of four blocks
// attends across all levels, and the decoder expands patches. The deepest decoder is
// built, but only its last part runs. Images are 224×224. In the list of
// stages, the first level is that of the patches, a quarter of the image's size.
type MISSFormer struct {
	parts.Image
	Classes int64
	MLP     string
}

func init() {
	config.Register(&config.Arch{
		ID: "missformer", Family: parts.FamilyTransformer,
		Name: Text{EN: "MISSFormer", ZH: "MISSFormer"},
		About: Text{
			EN: "A SegFormer with a bridge that attends across all levels, and patch expanding.",
			ZH: "SegFormer 编码，桥接模块跨层级做注意力，图块展开解码。",
		},
		Sources: []config.Source{
			{Title: "Huang et al.: MISSFormer: An Effective Medical Image Segmentation Transformer", Year: 2021, URL: "https://arxiv.org/abs/2109.07162"},
			{Title: "ZhifangDeng/MISSFormer", Year: 2021, URL: "https://github.com/ZhifangDeng/MISSFormer", Commit: "007424e8f1c5f9f452d37f83ce85d57f5a7dbffb"},
		},
		Class: "MISSFormer",
		New: func(k *config.Knobs) config.Model {
			k.Fixes("the constructor fixes widths, and gray images are repeated to three channels", config.Width, config.Inputs)
			m := &MISSFormer{}
			k.Section(parts.SectionData)
			k.Number(&m.Classes, "num_classes", 9, 1, 65536, parts.LabelClasses, parts.HelpClasses).As(config.Classes)
			k.Section(parts.SectionNet)
			k.Select(&m.MLP, "token_mlp_mode",
				Text{EN: "MLP", ZH: "MLP"},
				Text{EN: "Of encoder and decoder, with a depthwise convolution; the bridge has the first.", ZH: "编码器与解码器所用，均含深度卷积；桥接模块固定为第一种。"},
				Choice{Value: "mix_skip", Label: Text{EN: "with skip and norm", ZH: "含跳跃与归一化"}},
				Choice{Value: "mix", Label: Text{EN: "plain", ZH: "普通"}})
			parts.InputSize(k, &m.Size, 224)
			return m
		},
	})
}

// What the constructor fixes, level by level.
var (
	missDims   = [4]int64{64, 128, 320, 512}
	missHeads  = [4]int64{1, 2, 5, 8}
	missReduce = [4]int64{8, 4, 2, 1}
	missFrom   = [4]int64{0, 3136, 4704, 5684} // the level's tokens in the bridge
)

// ClosedForm implements [config.Model]: the widths are fixed.
func (*MISSFormer) ClosedForm() (int64, counter.Poly, error) {
	return 0, counter.Poly{}, counter.ErrNotPolynomial
}

// Build implements [config.Model].
func (m *MISSFormer) Build(net *counter.Net) {
	root, image := net.Root(), net.Input(3, 2)
	skips := m.encode(net, root.Child("backbone"), net.Do(layer.SizeMultipleOf{Of: counter.Cube(224), Only: true}, image))
	m.bridge(net, root.Child("bridge"), &skips)
	x := skips[3]
	for i := 3; i >= 0; i-- {
		b, c := root.Child("decoder_"+strconv.Itoa(i)), missDims[i]
		net.At(counter.Decoder, i+1)
		in := 2 * c
		if i < 3 {
			in = x.C + c
		} else {
			net.At(counter.Bottleneck, 4)
		}
		linear := b.Own("concat_linear", layer.Linear{In: in, Out: c, Bias: true})
		up, factor := b.Child("layer_up"), int64(2)
		expand := layer.Linear{In: c, Out: 2 * c}
		if i == 0 {
			factor, expand.Out = 4, 16*c
		}
		expands := up.Own("expand", expand)
		norm := up.Own("norm", layer.LayerNorm{C: expand.Out / (factor * factor), Affine: true})
		var head *counter.Module
		if i == 0 {
			head = b.Own("last_layer", parts.Conv2D(c, m.Classes, 1))
		}
		former1, former2 := m.block(net, b.Child("layer_former_1"), i), m.block(net, b.Child("layer_former_2"), i)
		if i < 3 {
			x = former2(former1(linear.Run(net.Do(layer.Concat{}, x, skips[i]))))
		}
		if i == 0 {
			net.At(counter.Head, 1)
		}
		x = norm.Run(net.Do(layer.PatchPositions{ND: 2, Factor: factor}, expands.Run(x)))
		if i == 0 {
			x = head.Run(x)
		}
	}
	net.Output(x)
}

// encode describes the encoder; it returns the map of each level.
func (m *MISSFormer) encode(net *counter.Net, b *counter.Module, x counter.Value) (maps [4]counter.Value) {
	var embeds [4]parts.Forward
	in := int64(3)
	for i, c := range missDims {
		conv := layer.Conv{ND: 2, In: in, Out: c, Kernel: counter.Cube(3), Stride: counter.Cube(2), Padding: counter.Cube(1), Bias: true}
		if i == 0 {
			conv.Kernel, conv.Stride, conv.Padding = counter.Cube(7), counter.Cube(4), counter.Cube(3)
		}
		e := b.Child("patch_embed" + strconv.Itoa(i+1))
		embeds[i] = parts.InTurn([]parts.Forward{parts.Maybe(e, "proj", conv), parts.Maybe(e, "norm", layer.LayerNorm{C: c, Affine: true})})
		in = c
	}
	for i, embed := range embeds {
		net.At(counter.Encoder, i+1)
		if i == 3 {
			net.At(counter.Bottleneck, 4)
		}
		x = embed(x)
		list := b.Child("block" + strconv.Itoa(i+1))
		for j := range 2 {
			x = m.block(net, list.Child(strconv.Itoa(j)), i)(x)
		}
		x = b.Apply("norm"+strconv.Itoa(i+1), layer.LayerNorm{C: x.C, Affine: true}, x)
		maps[i] = x
	}
	return maps
}

// block registers a transformer block of a level.
func (m *MISSFormer) block(net *counter.Net, b *counter.Module, level int) parts.Forward {
	c, reduce := missDims[level], missReduce[level]
	norm := layer.LayerNorm{C: c, Affine: true}
	norm1, attn := b.Own("norm1", norm), b.Child("attn")
	q, kv := attn.Own("q", layer.Linear{In: c, Out: c, Bias: true}), attn.Own("kv", layer.Linear{In: c, Out: 2 * c, Bias: true})
	proj := attn.Own("proj", layer.Linear{In: c, Out: c, Bias: true})
	fewer := parts.InTurn(nil)
	if reduce > 1 {
		fewer = parts.InTurn([]parts.Forward{parts.Maybe(attn, "sr", reducing(c, reduce)), parts.Maybe(attn, "norm", norm)})
	}
	norm2 := b.Own("norm2", norm)
	mlp := mixFFN(net, b.Child("mlp"), c, m.MLP == "mix_skip")
	return func(x counter.Value) counter.Value {
		y := norm1.Run(x)
		query := q.Run(y)
		x = net.Do(layer.Add{}, x, proj.Run(attendTo(net, missHeads[level], query, kv.Run(fewer(y)))))
		return net.Do(layer.Add{}, x, mlp(norm2.Run(x)))
	}
}

// reducing returns a convolution that divides the size by n.
func reducing(c, n int64) counter.Layer {
	return layer.Conv{ND: 2, In: c, Out: c, Kernel: counter.Cube(n), Stride: counter.Cube(n), Bias: true}
}

// attendTo runs attention on queries, and on keys and values that are the output of a
// single layer.
func attendTo(net *counter.Net, heads int64, q, kv counter.Value) counter.Value {
	return net.Do(layer.Attention{Heads: heads}, q, net.Do(layer.Chunk{Parts: 2}, kv), net.Do(layer.Chunk{Parts: 2, Index: 1}, kv))
}

// mixFFN registers an MLP with a depthwise convolution. With skip, the convolution's
// input is added to its output and normalized; two further norms are never run, and the
// first layer runs twice.
func mixFFN(net *counter.Net, b *counter.Module, c int64, skip bool) parts.Forward {
	hidden := 4 * c
	fc1 := b.Own("fc1", layer.Linear{In: c, Out: hidden, Bias: true})
	conv := parts.Conv2D(hidden, hidden, 3)
	conv.Groups = hidden
	depthwise := b.Child("dwconv").Own("dwconv", conv)
	act, fc2 := b.Own("act", parts.GELU), b.Own("fc2", layer.Linear{In: hidden, Out: c, Bias: true})
	if !skip {
		return func(x counter.Value) counter.Value { return fc2.Run(act.Run(depthwise.Run(fc1.Run(x)))) }
	}
	norm := layer.LayerNorm{C: hidden, Affine: true}
	norm1 := b.Own("norm1", norm)
	b.Own("norm2", norm)
	b.Own("norm3", norm)
	return func(x counter.Value) counter.Value {
		y := depthwise.Run(fc1.Run(x))
		return fc2.Run(act.Run(norm1.Run(net.Do(layer.Add{}, y, fc1.Run(x)))))
	}
}

// bridge describes the blocks that attend across all levels, and replaces the maps.
func (m *MISSFormer) bridge(net *counter.Net, b *counter.Module, maps *[4]counter.Value) {
	net.At(counter.Bottleneck, 4)
	tokens := make([]counter.Value, 4)
	for i, x := range maps {
		tokens[i] = net.Do(layer.Regroup{C: 64}, x)
	}
	x := net.Do(layer.TokenConcat{}, tokens...)
	for i := range 4 {
		x = m.bridgeBlock(net, b.Child("bridge_layer"+strconv.Itoa(i+1)), x, maps)
	}
	for i, like := range maps {
		net.At(counter.Encoder, i+1)
		if i == 3 {
			net.At(counter.Bottleneck, 4)
		}
		maps[i] = net.Do(layer.Ungroup{From: missFrom[i]}, x, like)
	}
}

// bridgeBlock describes one of them: keys and values are those of all levels, each
// reduced to the size of the deepest.
func (m *MISSFormer) bridgeBlock(net *counter.Net, b *counter.Module, x counter.Value, maps *[4]counter.Value) counter.Value {
	const c = 64
	norm := layer.LayerNorm{C: c, Affine: true}
	y := b.Apply("norm1", norm, x)
	attn := b.Child("attn")
	q := attn.Apply("q", layer.Linear{In: c, Out: c, Bias: true}, y)
	kv, proj := attn.Own("kv", layer.Linear{In: c, Out: 2 * c, Bias: true}), attn.Own("proj", layer.Linear{In: c, Out: c, Bias: true})
	scale := attn.Child("scale_reduce")
	fewer := make([]counter.Value, 4)
	for i, like := range maps {
		part := net.Do(layer.Ungroup{From: missFrom[i]}, y, like)
		if i < 3 {
			part = scale.Apply("sr"+strconv.Itoa(i), reducing(part.C, missReduce[i]), part)
		}
		fewer[i] = net.Do(layer.Regroup{C: c, Outside: i < 3}, part)
	}
	keys := scale.Apply("norm", norm, net.Do(layer.TokenConcat{}, fewer...))
	x = net.Do(layer.Add{}, x, proj.Run(attendTo(net, 1, q, kv.Run(keys))))
	y = b.Apply("norm2", norm, x)
	for i, like := range maps {
		part := net.Do(layer.Ungroup{From: missFrom[i]}, y, like)
		part = mixFFN(net, b.Child("mixffn"+strconv.Itoa(i+1)), part.C, true)(part)
		fewer[i] = net.Do(layer.Regroup{C: c}, part)
	}
	return net.Do(layer.Add{}, x, net.Do(layer.TokenConcat{}, fewer...))
}
