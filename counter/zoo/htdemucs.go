package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// declareTransformer declares the settings of the transformer of HTDemucs.
func (m *HDemucs) declareTransformer(k *config.Knobs) {
	k.Section(Text{EN: "Transformer", ZH: "Transformer"})
	used := func() bool { return m.layers > 0 }
	k.Number(&m.bottom, "bottom_channels", 0, 0, 65536,
		Text{EN: "Channels", ZH: "通道数"}, Text{EN: "1×1 convolutions lead to them and back; 0: those of the last level, without them.", ZH: "由 1×1 卷积变换并还原；0 表示沿用末级通道数，无此卷积。"})
	k.Number(&m.layers, "t_layers", 5, 0, 64,
		Text{EN: "Layers", ZH: "层数"}, Text{EN: "Of each column: self-attention and cross-attention in turn.", ZH: "每列的层数：自注意力与交叉注意力交替。"})
	k.Number(&m.heads, "t_heads", 8, 1, 256, Text{EN: "Attention heads", ZH: "注意力头数"}, Text{EN: "They divide the channels.", ZH: "须整除通道数。"}).When(used)
	k.Number(&m.hiddenScale, "t_hidden_scale", 4, 1, 16,
		Text{EN: "Expansion", ZH: "扩展倍数"}, Text{EN: "Of the feed-forward part.", ZH: "指前馈部分。"}).When(used)
	k.Switch(&m.normIn, "t_norm_in", true, Text{EN: "Normalized input", ZH: "输入归一化"}, Text{EN: "Before the positions are added.", ZH: "在加位置编码之前。"}).When(used)
	k.Switch(&m.first, "t_norm_first", true, Text{EN: "Normalization first", ZH: "先归一化"}, Text{EN: "Before attention and feed-forward part, not after them.", ZH: "在注意力与前馈之前，而非之后。"}).When(used)
	k.Switch(&m.normOut, "t_norm_out", true, Text{EN: "Normalized layers", ZH: "层输出归一化"}, Text{EN: "At the end of each layer.", ZH: "每层末尾归一化。"}).
		When(func() bool { return m.layers > 0 && m.first })
	k.Switch(&m.groupNorm, "t_group_norm", false, Text{EN: "Group normalization", ZH: "组归一化"}, Text{EN: "Inside of the layers, instead of layer normalization.", ZH: "层内以组归一化代替层归一化。"}).When(used)
	k.Switch(&m.layerScale, "t_layer_scale", true, Text{EN: "Layer scale", ZH: "层缩放"}, Text{EN: "A learned factor for each channel of a residual branch.", ZH: "残差分支每个通道一个可训练系数。"}).When(used)
	k.Switch(&m.transGELU, "t_gelu", true, Text{EN: "GELU in the transformer", ZH: "Transformer 用 GELU"}, Text{EN: "Otherwise ReLU.", ZH: "否则用 ReLU。"}).When(used).As(config.Uncounted)
	k.Switch(&m.crossFirst, "t_cross_first", false, Text{EN: "Cross-attention first", ZH: "先交叉注意力"}, Text{EN: "The first layer is one of cross-attention.", ZH: "首层为交叉注意力。"}).When(used)
}

// checkTransformer refuses settings that don't go with the channels of the last level.
func (m *HDemucs) checkTransformer(c int64) error {
	key := "channels"
	if m.bottom > 0 {
		key, c = "bottom_channels", m.bottom
	}
	if m.layers == 0 {
		return nil
	}
	if c%4 != 0 {
		return &config.ValueError{Key: key, Value: strconv.FormatInt(c, 10), Text: Text{EN: "must give the transformer a multiple of 4 channels", ZH: "须使 Transformer 的通道数为 4 的倍数"}}
	}
	return parts.CheckHeads("t_heads", m.heads, c)
}

// middle registers the transformer, and the convolutions to its channels and back.
func (d *hybrid) middle(root *counter.Module) func(x, t counter.Value) (counter.Value, counter.Value) {
	c := d.channels
	for range d.depth - 1 {
		c *= d.growth
	}
	var up, down, upT, downT *counter.Module
	own := func(name string, in, out int64) *counter.Module {
		return root.Own(name, layer.Conv{ND: 1, In: in, Out: out, Kernel: counter.Cube(1), Bias: true})
	}
	inner := c
	if d.bottom > 0 {
		inner = d.bottom
		up, down = own("channel_upsampler", c, inner), own("channel_downsampler", inner, c)
		upT, downT = own("channel_upsampler_t", c, inner), own("channel_downsampler_t", inner, c)
	}
	if d.layers == 0 {
		return func(x, t counter.Value) (counter.Value, counter.Value) { return x, t }
	}
	run := d.columns(root.Child("crosstransformer"), inner)
	net := d.net
	return func(x, t counter.Value) (counter.Value, counter.Value) {
		if x.ND == 1 { // no frequencies are left
			x = net.Do(layer.AlongAxis{Axis: 1}, net.Do(layer.RuntimeError{}, x))
		}
		like := x
		x, t = parts.Fit(net, x, c), parts.Fit(net, t, c)
		if d.bottom > 0 {
			x = net.Do(layer.UnflattenSizes{}, up.Run(net.Do(layer.FlattenSizes{}, x)), like)
			t = upT.Run(t)
		}
		x, t = run(x, t)
		if d.bottom > 0 {
			x = net.Do(layer.UnflattenSizes{}, down.Run(net.Do(layer.FlattenSizes{}, x)), like)
			t = downT.Run(t)
		}
		return x, t
	}
}

// columns registers the transformer: a column of layers for the spectrogram and one for
// the waveform.
func (d *hybrid) columns(m *counter.Module, c int64) func(x, t counter.Value) (counter.Value, counter.Value) {
	norms := [2]parts.Forward{parts.InTurn(nil), parts.InTurn(nil)}
	if d.normIn {
		norms = [2]parts.Forward{parts.Maybe(m, "norm_in", layer.LayerNorm{C: c, Affine: true}), parts.Maybe(m, "norm_in_t", layer.LayerNorm{C: c, Affine: true})}
	}
	lists := [2]*counter.Module{m.Child("layers"), m.Child("layers_t")}
	var columns [2][]func(x, y counter.Value) counter.Value
	cross := func(i int64) bool { return (i%2 == 1) != d.crossFirst }
	for k, list := range lists {
		for i := range d.layers {
			columns[k] = append(columns[k], d.transformerLayer(list.Child(strconv.FormatInt(i, 10)), c, 2-k, cross(i)))
		}
	}
	net := d.net
	return func(x, t counter.Value) (counter.Value, counter.Value) {
		x = net.Do(layer.SinusoidalPositions{}, norms[0](x))
		t = net.Do(layer.SinusoidalPositions{}, norms[1](t))
		for i := range d.layers {
			y, s := x, t // what they attend to
			if cross(i) {
				y, s = t, x
			}
			x, t = columns[0][i](x, y), columns[1][i](t, s)
		}
		return x, t
	}
}

// transformerLayer registers a layer of a transformer over maps of nd axes.
func (d *hybrid) transformerLayer(m *counter.Module, c int64, nd int, cross bool) func(x, y counter.Value) counter.Value {
	norm := func(name string) parts.Forward {
		if d.groupNorm {
			return parts.Maybe(m, name, layer.GroupNorm{Groups: 1, C: c, Affine: true})
		}
		return parts.Maybe(m, name, layer.LayerNorm{C: c, Affine: true})
	}
	name, norms := "self_attn", []parts.Forward(nil)
	if cross {
		name = "cross_attn"
	}
	attention := m.Own(name, layer.MultiheadAttention{C: c, Heads: d.heads})
	wide, narrow := m.Own("linear1", layer.Linear{In: c, Out: c * d.hiddenScale, Bias: true}), m.Own("linear2", layer.Linear{In: c * d.hiddenScale, Out: c, Bias: true})
	norms = append(norms, norm("norm1"), norm("norm2"))
	if cross {
		norms = append(norms, norm("norm3"))
	}
	last := parts.InTurn(nil)
	if d.first && d.normOut {
		last = parts.Maybe(m, "norm_out", layer.GroupNorm{Groups: 1, C: c, Affine: true})
	}
	scales := [2]parts.Forward{parts.InTurn(nil), parts.InTurn(nil)}
	if d.layerScale {
		for i := range scales {
			scales[i] = parts.Maybe(m.Child("gamma_"+strconv.Itoa(i+1)), "scale", layer.ChannelScale{C: c, ND: nd, Flat: true})
		}
	}
	act := parts.GELU
	if !d.transGELU {
		act = layer.ReLU
	}
	add := func(x, y counter.Value) counter.Value { return d.net.Do(layer.Add{}, x, y) }
	forward := func(x counter.Value) counter.Value { return scales[1](narrow.Run(d.net.Do(act, wide.Run(x)))) }
	return func(x, y counter.Value) counter.Value {
		if !d.first {
			x = norms[0](add(x, scales[0](attention.Run(x, y))))
			return norms[1](add(x, forward(x)))
		}
		q := norms[0](x)
		if cross {
			y = norms[1](y)
		} else {
			y = q
		}
		x = add(x, scales[0](attention.Run(q, y)))
		return last(add(x, forward(norms[len(norms)-1](x))))
	}
}
