package diffusion

import (
	"unetparams/counter"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// meanNorm is imagen-pytorch's layer normalization without a bias, of tokens or of a
// vector.
func meanNorm(nd int, c int64) counter.Layer { return layer.ChannelNorm{ND: nd, C: c, Flat: true} }

// stands registers what takes the place of a missing text.
func (b *imagen) stands(root *counter.Module) {
	b.nullText = root.Own("null_text_embed", layer.NullCondition{N: b.maxText, C: b.cond})
	b.nullHidden = root.Own("null_text_hidden", layer.NullCondition{C: b.time})
}

// embed registers and runs what embeds the time steps and the text.
func (b *imagen) embed(root *counter.Module) {
	net := b.net
	net.At(counter.Condition, stageTime)
	var tokens []counter.Value
	b.emb = b.embedTime(root, "to_time", "time", &tokens)
	if b.lowres {
		b.emb = net.Do(layer.Add{}, b.emb, b.embedTime(root, "to_lowres_time", "lowres_noise_times", &tokens))
	}
	norm := root.Own("norm_cond", layer.LayerNorm{C: b.cond, Affine: true})
	if text := b.embedText(root); text != nil {
		tokens = append(tokens, *text)
	}
	if b.c = tokens[0]; len(tokens) > 1 {
		b.c = net.Do(layer.TokenConcat{}, tokens...)
	}
	b.c = norm.Run(b.c)
}

// embedTime registers and runs what embeds a time step; its tokens are added to the
// list.
func (b *imagen) embedTime(root *counter.Module, prefix, name string, all *[]counter.Value) counter.Value {
	net, m := b.net, root.Child(prefix+"_hiddens")
	t := m.Child("0").Apply("weights", layer.FourierFeatures{N: b.waves / 2, Keep: true}, net.NamedInput(name, counter.Shape{C: 1}))
	t = net.Do(silu, m.Apply("1", linear(t.C, b.time), t))
	emb := root.Child(prefix+"_cond").Apply("0", linear(b.time, b.time), t)
	tokens := root.Child(prefix+"_tokens").Apply("0", linear(b.time, b.cond*b.timeTokens), t)
	*all = append(*all, b.split(tokens))
	return emb
}

// split makes tokens of a vector.
func (b *imagen) split(x counter.Value) counter.Value {
	return b.net.Do(layer.Regroup{C: b.cond}, b.net.Do(layer.Unsqueeze{ND: 1}, x))
}

// mean returns the mean of tokens.
func (b *imagen) mean(x counter.Value) counter.Value {
	x = b.net.Do(layer.AdaptivePool{ND: 1, Average: true, Size: counter.Cube(1)}, x)
	return b.net.Do(layer.Flatten{Size: counter.Axes{1}}, x)
}

// embedText registers what embeds a text, and runs it if there is one: a text's tokens
// are also pooled into the embedding of the time step.
func (b *imagen) embedText(root *counter.Module) *counter.Value {
	net, pool := b.net, parts.InTurn(nil)
	var project *counter.Module
	if b.text {
		project = root.Own("text_to_cond", linear(b.textDim, b.cond))
	}
	if b.pool {
		pool = b.perceiver(root.Child("attn_pool"))
	}
	if !b.text {
		return nil
	}
	hidden := parts.Sequential(root.Child("to_text_non_attn_cond"), layer.LayerNorm{C: b.cond, Affine: true}, linear(b.cond, b.time), silu, linear(b.time, b.time))
	text := project.Run(tokens(net, "text_embeds", b.tokens, b.textDim))
	mask := net.NamedInput("text_mask", counter.Shape{C: b.tokens})
	text = pool(b.nullText.Run(text, mask))
	b.emb = net.Do(layer.Add{}, b.emb, b.nullHidden.Run(hidden(b.mean(text))))
	return &text
}

// perceiver registers the layers that pool a text into a few tokens.
func (b *imagen) perceiver(m *counter.Module) parts.Forward {
	net, c := b.net, b.cond
	latents := m.Own("latents", layer.LearnedTokens{N: b.latents, C: c})
	places := m.Own("pos_emb", layer.PositionTable{N: 512, C: c})
	pooled := parts.Sequential(m.Child("to_latents_from_mean_pooled_seq"), meanNorm(0, c), linear(c, 4*c))
	var attends []func(x, latents counter.Value) counter.Value
	var mlps []parts.Forward
	layers := m.Child("layers")
	for i := range 2 {
		block := child(layers, i)
		attends = append(attends, b.pooling(block.Child("0")))
		mlps = append(mlps, b.feedForward(block.Child("1"), c, 4))
	}
	return func(x counter.Value) counter.Value {
		placed := places.Run(x)
		y := latents.Run(b.split(pooled(b.mean(x))))
		for i := range attends {
			y = net.Do(layer.Add{}, attends[i](placed, y), y)
			y = net.Do(layer.Add{}, mlps[i](y), y)
		}
		return y
	}
}

// pooling registers an attention of a few tokens to a text and to themselves.
func (b *imagen) pooling(m *counter.Module) func(x, latents counter.Value) counter.Value {
	net, c, inner := b.net, b.cond, b.heads*b.headDim
	unit := layer.HeadNorm{Heads: b.heads, Dim: b.headDim}
	qScale, kScale := m.Own("q_scale", unit), m.Own("k_scale", unit)
	norm, normLatents := m.Own("norm", layer.LayerNorm{C: c, Affine: true}), m.Own("norm_latents", layer.LayerNorm{C: c, Affine: true})
	q, kv := m.Own("to_q", layer.Linear{In: c, Out: inner}), m.Own("to_kv", layer.Linear{In: c, Out: 2 * inner})
	out := parts.Sequential(m.Child("to_out"), layer.Linear{In: inner, Out: c}, layer.LayerNorm{C: c, Affine: true})
	return func(x, latents counter.Value) counter.Value {
		x, latents = norm.Run(x), normLatents.Run(latents)
		both := chunks(net, kv.Run(net.Do(layer.TokenConcat{}, x, latents)), 2, 1)
		return out(net.Do(layer.Attention{Heads: b.heads, Scale: 8}, qScale.Run(q.Run(latents)), kScale.Run(both[0]), both[1]))
	}
}

// feedForward registers two fully connected layers, each behind a norm.
func (b *imagen) feedForward(m *counter.Module, c, ratio int64) parts.Forward {
	return parts.Sequential(m, meanNorm(1, c), layer.Linear{In: c, Out: ratio * c}, gelu, meanNorm(1, ratio*c), layer.Linear{In: ratio * c, Out: c})
}

// crossAttention registers an attention to the conditions.
func (b *imagen) crossAttention(m *counter.Module, c int64, crossed crossing) parts.Forward {
	net, inner := b.net, crossed.heads*crossed.dim
	unit := layer.HeadNorm{Heads: crossed.heads, Dim: crossed.dim}
	null := m.Own("null_kv", layer.NullToken{Heads: crossed.heads, Dim: crossed.dim})
	qScale, kScale := m.Own("q_scale", unit), m.Own("k_scale", unit)
	norm := m.Own("norm", meanNorm(1, c))
	q, kv := m.Own("to_q", layer.Linear{In: c, Out: inner}), m.Own("to_kv", layer.Linear{In: b.cond, Out: 2 * inner})
	out := parts.Sequential(m.Child("to_out"), layer.Linear{In: inner, Out: c}, meanNorm(1, c))
	return func(x counter.Value) counter.Value {
		flat := net.Do(layer.FlattenSizes{}, x)
		both := chunks(net, null.Run(kv.Run(b.c)), 2, 1)
		h := net.Do(layer.Attention{Heads: crossed.heads, Scale: 8}, qScale.Run(q.Run(norm.Run(flat))), kScale.Run(both[0]), both[1])
		return net.Do(layer.UnflattenSizes{}, net.Do(layer.Add{}, out(h), flat), x)
	}
}

// transformer registers blocks of attention, whose heads share keys and values, and of
// two fully connected layers. With conditions it attends to them as well.
func (b *imagen) transformer(m *counter.Module, c, depth int64, conditions bool) parts.Forward {
	net := b.net
	var blocks []parts.Forward
	layers := m.Child("layers")
	for i := range int(depth) {
		m := child(layers, i)
		attend, mlp := b.selfAttention(m.Child("0"), c, conditions), b.feedForward(m.Child("1"), c, b.ffRatio(conditions))
		blocks = append(blocks, func(x counter.Value) counter.Value {
			x = net.Do(layer.Add{}, attend(x), x)
			return net.Do(layer.Add{}, mlp(x), x)
		})
	}
	return func(x counter.Value) counter.Value {
		return net.Do(layer.UnflattenSizes{}, parts.InTurn(blocks)(net.Do(layer.FlattenSizes{}, x)), x)
	}
}

// ffRatio returns the expansion of a transformer's fully connected layers: that of the
// bottleneck has no setting.
func (b *imagen) ffRatio(level bool) int64 {
	if level {
		return b.ff
	}
	return 2
}

// selfAttention registers the attention of a transformer.
func (b *imagen) selfAttention(m *counter.Module, c int64, conditions bool) parts.Forward {
	net, d, inner := b.net, b.headDim, b.heads*b.headDim
	null := m.Own("null_kv", layer.NullToken{Heads: 1, Dim: d})
	qScale, kScale := m.Own("q_scale", layer.HeadNorm{Heads: b.heads, Dim: d}), m.Own("k_scale", layer.HeadNorm{Heads: 1, Dim: d})
	norm := m.Own("norm", meanNorm(1, c))
	q, kv := m.Own("to_q", layer.Linear{In: c, Out: inner}), m.Own("to_kv", layer.Linear{In: c, Out: 2 * d})
	var context parts.Forward
	if conditions {
		context = parts.Sequential(m.Child("to_context"), layer.LayerNorm{C: b.cond, Affine: true}, linear(b.cond, 2*d))
	}
	out := parts.Sequential(m.Child("to_out"), layer.Linear{In: inner, Out: c}, meanNorm(1, c))
	return func(x counter.Value) counter.Value {
		x = norm.Run(x)
		keys := null.Run(kv.Run(x))
		if context != nil {
			keys = net.Do(layer.TokenConcat{}, context(b.c), keys)
		}
		both := chunks(net, keys, 2, 1)
		return out(net.Do(layer.Attention{Heads: b.heads, Scale: 8, Shared: true}, qScale.Run(q.Run(x)), kScale.Run(both[0]), both[1]))
	}
}
