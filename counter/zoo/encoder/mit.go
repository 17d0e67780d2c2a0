package encoder

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// mit registers the Mix Transformer of SegFormer. Its first step divides sizes by 4; the
// feature at half the size has no channels.
func (b *builder) mit() {
	b.stage(b.in)
	b.out = append(b.out, 0)
	b.stages = append(b.stages, func(x counter.Value) (next, feature counter.Value) { return x, counter.Value{} })
	in := b.in
	var embed [4]parts.Forward
	channels := [4]int64{1, 2, 5, 8} // also the numbers of heads
	for i, n := range channels {
		c, kernel, stride := n*b.args[0], int64(3), int64(2)
		if i == 0 {
			kernel, stride = 7, 4
		}
		m := b.m.Child("patch_embed" + strconv.Itoa(i+1))
		proj := conv(in, c, kernel, stride, 1)
		proj.Bias = true
		embed[i] = parts.InTurn([]parts.Forward{own(m, "proj", proj), own(m, "norm", layer.LayerNorm{C: c, Affine: true})})
		in = c
	}
	for i, n := range b.repeats {
		c, level := channels[i]*b.args[0], strconv.Itoa(i+1)
		run := []parts.Forward{embed[i]}
		m := b.m.Child("block" + level)
		for j := range n {
			run = append(run, b.mixBlock(m.Child(strconv.Itoa(j)), c, channels[i], 8>>i))
		}
		b.stage(c, append(run, own(b.m, "norm"+level, mitNorm(c)))...)
	}
}

func mitNorm(c int64) counter.Layer { return layer.LayerNorm{C: c, Affine: true, Eps: "1e-6"} }

// mixBlock registers an attention whose keys and values are computed from patches, and
// an MLP with a depthwise convolution.
func (b *builder) mixBlock(m *counter.Module, c, heads, patch int64) parts.Forward {
	linear := func(m *counter.Module, name string, in, out int64) parts.Forward {
		return own(m, name, layer.Linear{In: in, Out: out, Bias: true})
	}
	norm1, a := own(m, "norm1", mitNorm(c)), m.Child("attn")
	q, kv, proj := linear(a, "q", c, c), linear(a, "kv", c, 2*c), linear(a, "proj", c, c)
	fewer := parts.InTurn(nil)
	if patch > 1 {
		sr := layer.Conv{ND: 2, In: c, Out: c, Kernel: counter.Cube(patch), Stride: counter.Cube(patch), Bias: true}
		fewer = parts.InTurn([]parts.Forward{own(a, "sr", sr), own(a, "norm", layer.LayerNorm{C: c, Affine: true})})
	}
	norm2, mlp := own(m, "norm2", mitNorm(c)), m.Child("mlp")
	depthwise := conv(4*c, 4*c, 3, 1, 4*c)
	depthwise.Bias = true
	mix := parts.InTurn([]parts.Forward{
		norm2, linear(mlp, "fc1", c, 4*c), own(mlp.Child("dwconv"), "dwconv", depthwise), own(mlp, "act", parts.GELU), linear(mlp, "fc2", 4*c, c),
	})
	return func(x counter.Value) counter.Value {
		y := norm1(x)
		keys := kv(fewer(y))
		y = b.net.Do(layer.Attention{Heads: heads}, q(y), b.net.Do(layer.Chunk{Parts: 2}, keys), b.net.Do(layer.Chunk{Parts: 2, Index: 1}, keys))
		x = b.net.Do(layer.Add{}, x, proj(y))
		return b.net.Do(layer.Add{}, x, mix(x))
	}
}
