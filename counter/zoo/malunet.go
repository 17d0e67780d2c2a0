package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// MALUNet is the MALUNet of JCruan519/MALUNet (commit e184b47): Ruan et al., "MALUNet:
// A Multi-Attention and Light-weight UNet for Skin Lesion Segmentation" (2022,
// https://arxiv.org/abs/2211.01784). Both kinds of split_att have equal counts.
type MALUNet struct {
	smallUNet
	split string
}

func init() {
	config.Register(&config.Arch{
		ID: "malunet", Family: parts.FamilyAttention, Class: "MALUNet",
		Name: Text{EN: "MALUNet", ZH: "MALUNet"},
		About: Text{
			EN: "A U-Net of 178 thousand parameters, with four kinds of attention.",
			ZH: "仅 17.8 万参数的 U-Net，带四种注意力。",
		},
		Sources: []config.Source{
			{Title: "Ruan et al.: MALUNet: A Multi-Attention and Light-weight UNet for Skin Lesion Segmentation", Year: 2022, URL: "https://arxiv.org/abs/2211.01784"},
			{Title: "JCruan519/MALUNet", Year: 2022, URL: "https://github.com/JCruan519/MALUNet", Commit: "e184b47de99b3fda6b7880fcf3ff99b806308d2b"},
		},
		New: func(k *config.Knobs) config.Model {
			m := &MALUNet{}
			m.declare(k, Text{EN: "Attention over positions and channels of all skip connections.", ZH: "对所有跳跃连接的位置与通道注意力。"})
			k.Select(&m.split, "split_att", Text{EN: "Channel weights", ZH: "通道权重"},
				Text{EN: "The layer that makes them; as many parameters.", ZH: "生成通道权重的层；参数量相同。"},
				Choice{Value: "fc", Label: Text{EN: "fully connected", ZH: "全连接"}},
				Choice{Value: "conv", Label: Text{EN: "convolution", ZH: "卷积"}}).When(func() bool { return m.bridge })
			parts.InputSize(k, &m.Size, 256)
			return m
		},
	})
}

// Build implements [config.Model].
func (m *MALUNet) Build(net *counter.Net) {
	root, x := net.Root(), net.Input(m.in, 2)
	down, path := m.paths()
	encode := m.blocks(root, "encoder", down, func(i int) bool { return i < 3 }, func(b *counter.Module, in, out int64) parts.Forward {
		return parts.InTurn([]parts.Forward{external(net, b.Child("0"), in), dilated(net, b.Child("1"), in, out)})
	})
	var bridge func(skips []counter.Value) []counter.Value
	if m.bridge {
		bridge = m.bridgeOf(net, root.Child("scab"))
	}
	decode := m.blocks(root, "decoder", path, func(i int) bool { return i > 2 }, func(b *counter.Module, in, out int64) parts.Forward {
		return parts.InTurn([]parts.Forward{dilated(net, b.Child("0"), in, out), external(net, b.Child("1"), out)})
	})
	norms, decoderNorms, final := m.ends(root)
	skips := m.down(net, x, encode, norms)
	last := skips[4]
	if m.bridge {
		skips = bridge(skips)
	}
	net.At(counter.Bottleneck, 7)
	x = net.Do(gelu, encode[5](last))
	for i, f := range decode {
		x = up(net, i, x, f, decoderNorms[i])
		x = net.Do(layer.Add{}, x, skips[4-i])
	}
	net.Output(end(net, x, final))
}

// external registers external attention (Guo et al., "Beyond Self-attention", 2021,
// https://arxiv.org/abs/2105.02358): keys and values are learned.
func external(net *counter.Net, m *counter.Module, c int64) parts.Forward {
	first := m.Own("conv1", parts.Conv2D(c, c, 1))
	keys := m.Own("linear_0", layer.Conv{ND: 1, In: c, Out: 4 * c, Kernel: counter.Cube(1)})
	values := m.Own("linear_1", layer.Conv{ND: 1, In: 4 * c, Out: c, Kernel: counter.Cube(1)})
	second := parts.Conv2D(c, c, 1)
	second.Bias = false
	last, norm := m.Own("conv2", second), m.Own("norm_layer", groupNorm4(c))
	return func(x counter.Value) counter.Value {
		y := first.Run(x)
		weights := net.Do(layer.AttentionWeights{Softmax: true}, keys.Run(net.Do(layer.FlattenSizes{}, y)))
		z := values.Run(net.Do(layer.ChannelShare{}, weights))
		z = norm.Run(last.Run(net.Do(layer.UnflattenSizes{}, z, y)))
		return net.Do(gelu, net.Do(layer.Add{}, z, x))
	}
}

// separable registers a depthwise convolution, a norm and a 1×1 convolution.
func separable(m *counter.Module, in, out, kernel int64, act counter.Layer) parts.Forward {
	b := m.Child("0")
	return parts.InTurn([]parts.Forward{parts.Maybe(b, "conv1", depthwise(2, in, kernel, 1)), parts.Maybe(b, "norm_layer", groupNorm4(in)), parts.Maybe(b, "conv2", parts.Conv2D(in, out, 1)), parts.Maybe(m, "1", act)})
}

// dilated registers convolutions of unequal dilation on quarters of the channels, and
// a gated unit.
func dilated(net *counter.Net, m *counter.Module, in, out int64) parts.Forward {
	var quarters [4]parts.Forward
	for i, dilation := range [...]int64{7, 5, 2, 1} {
		quarters[i] = parts.Maybe(m, "mda"+strconv.Itoa(i), depthwise(2, in/4, 3, dilation))
	}
	norm, conv, g := m.Own("norm_layer", groupNorm4(in)), m.Own("conv", parts.Conv2D(in, in, 1)), m.Child("gau")
	gate, value := separable(g.Child("w1"), in, in, 3, layer.Sigmoid), separable(g.Child("w2"), in, in, 5, gelu)
	last, short := separable(g.Child("wo"), in, out, 3, gelu), g.Own("cw", parts.Conv2D(in, out, 1))
	return func(x counter.Value) counter.Value {
		var all [4]counter.Value
		for i, f := range quarters {
			all[i] = f(net.Do(layer.Chunk{Parts: 4, Index: int64(i)}, x))
		}
		x = net.Do(gelu, conv.Run(norm.Run(net.Do(layer.Concat{}, all[:]...))))
		y := last(net.Do(layer.Mul{}, gate(x), value(x)))
		return net.Do(layer.Add{}, y, short.Run(x))
	}
}

// bridgeOf registers what weighs positions and then channels of all skip connections.
func (m *MALUNet) bridgeOf(net *counter.Net, b *counter.Module) func(skips []counter.Value) []counter.Value {
	channels, positions := b.Child("catt"), b.Child("satt")
	var sum int64
	for _, c := range m.list[:5] {
		sum += c
	}
	pool := channels.Own("avgpool", layer.AdaptivePool{ND: 2, Average: true, Size: counter.Cube(1)})
	mix := channels.Own("get_all_att", layer.Conv{ND: 1, In: 1, Out: 1, Kernel: counter.Cube(3), Padding: counter.Cube(1)})
	var weigh []*counter.Module
	for i, c := range m.list[:5] {
		var l counter.Layer = layer.Linear{In: sum, Out: c, Bias: true}
		if m.split != "fc" {
			l = layer.Conv{ND: 1, In: sum, Out: c, Kernel: counter.Cube(1), Bias: true}
		}
		weigh = append(weigh, channels.Own("att"+strconv.Itoa(i+1), l))
	}
	sigmoid := channels.Own("sigmoid", layer.Sigmoid)
	shared := parts.Sequential(positions.Child("shared_conv2d"), layer.Conv{ND: 2, In: 2, Out: 1, Kernel: counter.Cube(7), Padding: counter.Cube(9), Dilation: counter.Cube(3), Bias: true}, layer.Sigmoid)
	return func(skips []counter.Value) []counter.Value {
		var weighed, sums, means []counter.Value
		for i, t := range skips {
			net.At(counter.Encoder, i+2)
			both := net.Do(layer.Concat{}, net.Do(layer.ChannelPool{Average: true}, t), net.Do(layer.ChannelPool{}, t))
			y := net.Do(layer.Mul{}, shared(both), t)
			weighed, sums = append(weighed, y), append(sums, net.Do(layer.Add{}, y, t))
			means = append(means, pool.Run(sums[i]))
		}
		all := net.Do(layer.Flatten{Size: counter.Axes{sum}}, mix.Run(net.Do(layer.Regroup{C: 1}, net.Do(layer.Concat{}, means...))))
		out := make([]counter.Value, len(skips))
		for i, t := range sums {
			net.At(counter.Encoder, i+2)
			var w counter.Value
			if m.split == "fc" {
				w = net.Do(layer.Unsqueeze{ND: 2}, sigmoid.Run(weigh[i].Run(all)))
			} else {
				w = net.Do(layer.AlongAxis{}, sigmoid.Run(weigh[i].Run(net.Do(layer.Unsqueeze{ND: 1}, all))))
			}
			out[i] = net.Do(layer.Add{}, net.Do(layer.Mul{}, w, t), weighed[i])
		}
		return out
	}
}
