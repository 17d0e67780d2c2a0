package parts

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
)

// Texts that several transformers share.
var (
	LabelHeads   = Text{EN: "Attention heads", ZH: "注意力头数"}
	HelpHeads    = Text{EN: "They divide the channels; no projection depends on it.", ZH: "各头分担通道；投影的参数量不受影响。"}
	LabelQKVBias = Text{EN: "Bias of queries, keys and values", ZH: "Q、K、V 的偏置"}
	HelpQKVBias  = Text{EN: "Of the layer that makes them.", ZH: "生成它们的全连接层的偏置。"}

	LabelMadeFor = Text{EN: "Size it is made for", ZH: "所针对的图像尺寸"}
	LabelMLP     = Text{EN: "Width of the MLP", ZH: "MLP 宽度"}
	HelpMLP      = Text{EN: "Channels of its hidden layer.", ZH: "其隐层的通道数。"}
	LabelBlocks  = Text{EN: "Transformer blocks", ZH: "Transformer 块数"}
	HelpBlocks   = Text{EN: "One after another.", ZH: "依次串联。"}
	HelpBlocks4  = Text{EN: "One number for each of the four levels.", ZH: "四级各一个数。"}
	LabelFilters = Text{EN: "Filters", ZH: "通道数"}
	HelpDoubled  = Text{EN: "Of the first level, doubled with every level.", ZH: "首级通道数，逐级加倍。"}
	LabelWindow  = Text{EN: "Window", ZH: "窗口大小"}
	HelpWindow   = Text{EN: "Height and width of the windows that attention sees.", ZH: "注意力所见窗口的高与宽。"}
	LabelRatio   = Text{EN: "Expansion of the MLP", ZH: "MLP 扩展倍数"}
	HelpRatio    = Text{EN: "How many times as many channels its hidden layer has.", ZH: "隐层通道数的倍数。"}
	LabelOut     = Text{EN: "Output channels", ZH: "输出通道数"}
	HelpOut      = Text{EN: "Of the restored image.", ZH: "复原图像的通道数。"}
)

// FamilyTransformer is the group of transformers.
var FamilyTransformer = Text{EN: "Transformers", ZH: "Transformer"}

// FamilyRestoration is the group of networks that restore images.
var FamilyRestoration = Text{EN: "Image restoration", ZH: "图像复原"}

// GELU is the activation of most transformers.
var GELU counter.Layer = layer.Activation{Name: "GELU"}

// SelfAttention runs attention on the output of a single layer, which consists of
// queries, keys and values, one after another, and on further inputs.
func SelfAttention(net *counter.Net, attention counter.Layer, qkv counter.Value, more ...counter.Value) counter.Value {
	return net.Do(attention, Chunks(net, qkv, more...)...)
}

// Chunks divides the output of a single layer into queries, keys and values, and
// returns them followed by more.
func Chunks(net *counter.Net, qkv counter.Value, more ...counter.Value) []counter.Value {
	var in []counter.Value
	for i := range int64(3) {
		in = append(in, net.Do(layer.Chunk{Parts: 3, Index: i}, qkv))
	}
	return append(in, more...)
}

// CheckHeads returns a [config.ValueError] of the given knob if heads does not divide
// channels.
func CheckHeads(key string, heads, channels int64) error {
	if channels%heads == 0 {
		return nil
	}
	return &config.ValueError{Key: key, Value: strconv.FormatInt(heads, 10),
		Nearest: []string{strconv.FormatInt(GCD(heads, channels), 10)},
		Text:    config.Textf("can't divide %d channels", "无法等分 %d 个通道", channels)}
}

// CheckHeadList is [CheckHeads] for channels that double from stage to stage.
func CheckHeadList(key string, heads []int64, channels int64) error {
	fits := make([]int64, len(heads))
	for i, n := range heads {
		fits[i] = GCD(n, channels<<i)
	}
	value, nearest := config.Join(heads, ","), config.Join(fits, ",")
	if value == nearest {
		return nil
	}
	return &config.ValueError{Key: key, Value: value, Nearest: []string{nearest},
		Text: config.Textf("must divide the channels of their stage, of which the first has %d", "须整除所在阶段的通道数（首阶段为 %d）", channels)}
}

// Swin describes blocks of a Swin Transformer: attention inside windows and an MLP,
// each after a layer normalization and added to its input.
type Swin struct {
	ND     int
	Heads  int64
	Window counter.Axes
	Eps    string    // of the norms; empty for PyTorch's default
	MLP    [2]string // names of its layers
	Act    string    // name of its activation, which is registered between or after them
	NoBias bool      // of queries, keys and values
	Pad    bool      // to multiples of the window
	Ratio  int64     // how many times as many channels the MLP has inside
	// Size is that of the maps where the mask of shifted windows is a buffer.
	Size counter.Axes
	// Flawed selects the index of nnFormer, Unmasked shifted windows without a mask;
	// see package layer.
	Flawed, Unmasked bool
}

// Block registers a block for c channels, shifted or not.
func (s Swin) Block(net *counter.Net, m *counter.Module, c int64, shifted bool) Forward {
	norm := layer.LayerNorm{C: c, Affine: true, Eps: s.Eps}
	mask := InTurn(nil)
	if shifted && s.Size != (counter.Axes{}) {
		mask = Maybe(m, "attn_mask", layer.AttentionMask{ND: s.ND, Size: s.Size, Window: s.Window, Shift: s.shift()})
	}
	norm1 := m.Own("norm1", norm)
	attend := s.attention(net, m.Child("attn"), c, shifted, mask)
	norm2 := m.Own("norm2", norm)
	mlp := MLP(m.Child("mlp"), c, max(s.Ratio, 1)*c, s.MLP, s.Act)
	return func(x counter.Value) counter.Value {
		x = net.Do(layer.Add{}, x, attend(norm1.Run(x)))
		return net.Do(layer.Add{}, x, mlp(norm2.Run(x)))
	}
}

// shift returns how far the windows of every second block are shifted.
func (s Swin) shift() counter.Axes {
	var shift counter.Axes
	for i, w := range s.Window[:s.ND] {
		shift[i] = w / 2
	}
	return shift
}

// tables registers attention inside windows, and the index of its table.
func (s Swin) tables(m *counter.Module, shifted bool) (table, index *counter.Module) {
	attention := layer.WindowAttention{ND: s.ND, Heads: s.Heads, Window: s.Window, Unmasked: s.Unmasked}
	if shifted {
		attention.Shift = s.shift()
	}
	table = m.Own("relative_position_bias_table", attention)
	return table, m.Own("relative_position_index", layer.RelativePositionIndex{ND: s.ND, Window: s.Window, Flawed: s.Flawed})
}

// CrossBlock registers a block whose queries are up itself, and whose keys and values
// are computed from skip; its result is added to up + skip.
func (s Swin) CrossBlock(net *counter.Net, m *counter.Module, c int64) func(up, skip counter.Value) counter.Value {
	norm := layer.LayerNorm{C: c, Affine: true, Eps: s.Eps}
	norm1, attn := m.Own("norm1", norm), m.Child("attn")
	table, index := s.tables(attn, false)
	kv := attn.Own("kv", layer.Linear{In: c, Out: 2 * c, Bias: !s.NoBias})
	proj := attn.Own("proj", layer.Linear{In: c, Out: c, Bias: true})
	norm2 := m.Own("norm2", norm)
	mlp := MLP(m.Child("mlp"), c, s.Ratio*c, s.MLP, s.Act)
	pad := layer.WindowPad{ND: s.ND, Window: s.Window}
	return func(up, skip counter.Value) counter.Value {
		x := net.Do(layer.Add{}, up, skip)
		keys := kv.Run(net.Do(pad, norm1.Run(skip)))
		q := net.Do(pad, norm1.Run(up))
		y := table.Run(q, net.Do(layer.Chunk{Parts: 2}, keys), net.Do(layer.Chunk{Parts: 2, Index: 1}, keys), index.Run(q))
		x = net.Do(layer.Add{}, x, net.Do(layer.TrimLike{}, proj.Run(y), x))
		return net.Do(layer.Add{}, x, mlp(norm2.Run(x)))
	}
}

// attention registers attention inside windows, with projections.
func (s Swin) attention(net *counter.Net, m *counter.Module, c int64, shifted bool, mask Forward) Forward {
	table, index := s.tables(m, shifted)
	qkv := m.Own("qkv", layer.Linear{In: c, Out: 3 * c, Bias: !s.NoBias})
	proj := m.Own("proj", layer.Linear{In: c, Out: c, Bias: true})
	return func(x counter.Value) counter.Value {
		y := x
		if s.Pad {
			y = net.Do(layer.WindowPad{ND: s.ND, Window: s.Window}, x)
		}
		y = qkv.Run(y)
		y = proj.Run(table.Run(Chunks(net, y, mask(index.Run(y)))...))
		if s.Pad {
			y = net.Do(layer.TrimLike{}, y, x)
		}
		return y
	}
}

// MLP registers two fully connected layers with a GELU between them. The GELU is
// registered after both unless its name is "act".
func MLP(m *counter.Module, c, hidden int64, names [2]string, act string) Forward {
	first := layer.Linear{In: c, Out: hidden, Bias: true}
	last := layer.Linear{In: hidden, Out: c, Bias: true}
	if act == "act" {
		return InTurn([]Forward{Maybe(m, names[0], first), Maybe(m, act, GELU), Maybe(m, names[1], last)})
	}
	in, out, gelu := Maybe(m, names[0], first), Maybe(m, names[1], last), Maybe(m, act, GELU)
	return InTurn([]Forward{in, gelu, out})
}

// PatchMerging registers layers that halve the sizes and double the channels. It runs
// the rearrangement of each patch's positions into channels, a layer normalization and
// a fully connected layer; if normFirst is set, it registers them in this order too.
func PatchMerging(net *counter.Net, m *counter.Module, nd int, c int64, order layer.PatchOrder, normFirst bool) Forward {
	in := c << nd
	norm := layer.LayerNorm{C: in, Affine: true}
	reduction := layer.Linear{In: in, Out: 2 * c}
	var first, last Forward
	if normFirst {
		first = Maybe(m, "norm", norm)
		last = Maybe(m, "reduction", reduction)
	} else {
		last = Maybe(m, "reduction", reduction)
		first = Maybe(m, "norm", norm)
	}
	return func(x counter.Value) counter.Value {
		return last(first(net.Do(layer.PatchChannels{ND: nd, Patch: counter.Cube(2), Order: order}, x)))
	}
}
