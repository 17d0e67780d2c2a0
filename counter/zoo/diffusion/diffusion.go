// Package diffusion holds the U-Nets of diffusion models. They have more than one
// input: the noisy image, the time step, and often a class or a text. The layers that
// turn a time step into an embedding are outside the U; each residual block applies
// its own fully connected layer to the embedding.
package diffusion

import (
	"slices"
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// Short names for the declarations of settings.
type (
	Text   = config.Text
	Choice = config.Choice
)

// Family is the group of these architectures.
var Family = parts.FamilyDiffusion

// groups is the number of groups of every group norm; channels are multiples of it.
const groups = 32

// norm is the group norm that all of these networks use.
func norm(c int64) counter.Layer { return layer.GroupNorm{Groups: groups, C: c, Affine: true} }

// conv1 is a convolution over a sequence of positions, with kernel size 1.
func conv1(in, out int64) counter.Layer {
	return layer.Conv{ND: 1, In: in, Out: out, Kernel: counter.Cube(1), Bias: true}
}

func linear(in, out int64) counter.Layer { return layer.Linear{In: in, Out: out, Bias: true} }

var (
	silu    = layer.Activation{Name: "SiLU"}
	gelu    = layer.Activation{Name: "GELU"}
	average = layer.Pool{ND: 2, Average: true, Kernel: counter.Cube(2)}
	nearest = layer.Upsample{ND: 2, Scale: counter.Cube(2)}
)

// down is a convolution that halves the sizes.
func down(c int64) counter.Layer {
	l := parts.Conv2D(c, c, 3)
	l.Stride = counter.Cube(2)
	return l
}

// Stages outside the U.
const (
	stageTime = iota + 1 // of the time step and of a class
	stageText
)

// timesteps adds the time step as an input, and returns its sinusoidal embedding.
func timesteps(net *counter.Net, sines layer.Sinusoid) counter.Value {
	net.At(counter.Condition, stageTime)
	return net.Do(sines, net.NamedInput("timesteps", counter.Shape{C: 1}))
}

// tokens adds a text of n tokens as an input.
func tokens(net *counter.Net, name string, n, features int64) counter.Value {
	net.At(counter.Condition, stageText)
	return net.NamedInput(name, counter.Shape{C: features, ND: 1, Size: counter.Axes{n}})
}

// mlp registers two fully connected layers with a SiLU between them under the
// names 0 and 2, and runs them.
func mlp(m *counter.Module, x counter.Value, c int64) counter.Value {
	return parts.Sequential(m, linear(x.C, c), silu, linear(c, c))(x)
}

// chunks divides the channels of x into equal parts; see [layer.Chunk].
func chunks(net *counter.Net, x counter.Value, n, groups int64) []counter.Value {
	all := make([]counter.Value, n)
	for i := range all {
		all[i] = net.Do(layer.Chunk{Parts: n, Index: int64(i), Groups: groups}, x)
	}
	return all
}

// child returns the i-th container under m.
func child(m *counter.Module, i int) *counter.Module { return m.Child(strconv.Itoa(i)) }

// An attend runs an attention whose layers are registered already; x attends to tokens.
type attend func(x, tokens counter.Value) counter.Value

// attention registers the layers of a multi-head attention, from c channels to tokens
// of the given number of features, and returns a function that runs it.
func attention(net *counter.Net, m *counter.Module, c, features, heads int64) attend {
	q := m.Own("to_q", layer.Linear{In: c, Out: c})
	k := m.Own("to_k", layer.Linear{In: features, Out: c})
	v := m.Own("to_v", layer.Linear{In: features, Out: c})
	out := parts.Sequential(m.Child("to_out"), linear(c, c), layer.Dropout{})
	return func(x, tokens counter.Value) counter.Value {
		return out(net.Do(layer.Attention{Heads: heads}, q.Run(x), k.Run(tokens), v.Run(tokens)))
	}
}

// feedForward registers the two layers after an attention. The first one computes
// values and gates, each with four times as many channels (Shazeer, "GLU Variants
// Improve Transformer", 2020, https://arxiv.org/abs/2002.05202).
func feedForward(net *counter.Net, m *counter.Module, c int64) parts.Forward {
	m = m.Child("net")
	proj := m.Child("0").Own("proj", linear(c, 8*c))
	drop := m.Own("1", layer.Dropout{})
	out := m.Own("2", linear(4*c, c))
	return func(x counter.Value) counter.Value {
		both := chunks(net, proj.Run(x), 2, 1)
		return out.Run(drop.Run(net.Do(layer.Mul{}, both[0], net.Do(gelu, both[1]))))
	}
}

// residual returns a function that computes f(norm(x)) + x.
func residual(net *counter.Net, norm *counter.Module, f parts.Forward) parts.Forward {
	return func(x counter.Value) counter.Value {
		return net.Do(layer.Add{}, f(norm.Run(x)), x)
	}
}

// multiple returns an error if a width is not a multiple of the given number.
func multiple(key string, n, of int64) error {
	if n%of == 0 {
		return nil
	}
	nearest := max(n/of*of, of)
	return &config.ValueError{Key: key, Value: strconv.FormatInt(n, 10), Nearest: []string{strconv.FormatInt(nearest, 10)}, Text: config.Textf(
		"must be a multiple of %d here: a group norm divides all widths into 32 groups", "在此须为 %d 的倍数：组归一化把各级通道分成 32 组", of)}
}

// headsFit returns an error if the number of heads does not divide the width.
func headsFit(key string, heads, width int64) error {
	if width%heads == 0 {
		return nil
	}
	return &config.ValueError{Key: key, Value: strconv.FormatInt(heads, 10), Nearest: []string{strconv.FormatInt(parts.GCD(heads, width), 10)}, Text: config.Textf(
		"can't share %d channels equally", "无法平分 %d 个通道", width)}
}

// multiples returns an error if not all widths are multiples of the number of groups.
func multiples(key string, ns []int64, groups int64) error {
	fit := slices.Clone(ns)
	for i, c := range fit {
		fit[i] = max(c/groups*groups, groups)
		if up := fit[i] + groups; fit[i] < c && up <= 65536 {
			fit[i] = up
		}
	}
	if slices.Equal(fit, ns) {
		return nil
	}
	return &config.ValueError{Key: key, Value: config.Join(ns, ","), Nearest: []string{config.Join(fit, ",")}, Text: config.Textf(
		"must be multiples of %d: a group norm divides them into as many groups", "须为 %d 的倍数：组归一化把通道分成这么多组", groups)}
}
