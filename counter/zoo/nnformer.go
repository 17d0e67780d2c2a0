package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// NNFormer is the nnFormer of 282857341/nnFormer (commit d48aaeb): Zhou et al.,
// "nnFormer: Interleaved Transformer for Volumetric Segmentation" (2021,
// https://arxiv.org/abs/2109.03201), in one of its three files: for Synapse, for
// tumors and for ACDC. Convolutions embed patches and change sizes, attention is
// inside windows, and the decoder attends from what comes up to the skip connection.
// Relative positions are looked up by a flawed index; shifted windows have no mask
// in the file for ACDC. The volume must have crop_size.
type NNFormer struct {
	parts.Volume
	file                       string
	In, Classes, Embed         int64
	Crop, Depths, Heads, Patch []int64
	Windows                    [][]int64
	Supervision                bool
}

func init() {
	sources := []config.Source{
		{Title: "Zhou et al.: nnFormer: Interleaved Transformer for Volumetric Segmentation", Year: 2021, URL: "https://arxiv.org/abs/2109.03201"},
		{Title: "282857341/nnFormer", Year: 2021, URL: "https://github.com/282857341/nnFormer", Commit: "d48aaeb05612a09538f70c38a2357149ea3a7ac0"},
	}
	cube := [][]int64{{4}, {4}, {8}, {4}}
	for _, a := range []struct {
		id, data string
		about    Text
		model    NNFormer
	}{
		{"nnformer", "Synapse", Text{EN: "Attention inside windows of volumes, between convolutions that change sizes.", ZH: "三维窗口注意力，以卷积改变尺寸。"},
			NNFormer{In: 1, Classes: 14, Embed: 192, Crop: []int64{64, 128, 128}, Heads: []int64{6, 12, 24, 48}, Patch: []int64{2, 4, 4}, Windows: cube}},
		{"nnformer-tumor", "tumor", Text{EN: "nnFormer for BraTS, half as wide; its decoder has twice the heads of the encoder.", ZH: "用于 BraTS 的 nnFormer，宽度减半；解码器的头数是编码器的两倍。"},
			NNFormer{In: 4, Classes: 4, Embed: 96, Crop: []int64{128, 128, 128}, Heads: []int64{3, 6, 12, 24}, Patch: []int64{4, 4, 4}, Windows: cube}},
		{"nnformer-acdc", "ACDC", Text{EN: "nnFormer for flat volumes, with windows of their shape.", ZH: "用于扁平体数据的 nnFormer，窗口形状随之。"},
			NNFormer{In: 1, Classes: 4, Embed: 96, Crop: []int64{14, 160, 160}, Heads: []int64{3, 6, 12, 24}, Patch: []int64{1, 4, 4},
				Windows: [][]int64{{3, 5, 5}, {3, 5, 5}, {7, 10, 10}, {3, 5, 5}}}},
	} {
		a.model.file = a.data
		config.Register(&config.Arch{
			ID: a.id, Family: parts.FamilyTransformer, Sources: sources, Class: "nnFormer", About: a.about,
			Name: config.Textf("nnFormer (%s)", "nnFormer（%s）", a.data),
			New:  a.model.declare,
		})
	}
}

// declare declares the settings, with the model's values as defaults.
func (m NNFormer) declare(k *config.Knobs) config.Model {
	u := &m
	k.Section(parts.SectionData)
	k.Number(&u.In, "input_channels", m.In, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
	k.Number(&u.Classes, "num_classes", m.Classes, 1, 65536, parts.LabelClasses, parts.HelpClasses).As(config.Classes)
	k.Section(parts.SectionNet)
	k.Numbers(&u.Crop, "crop_size", m.Crop, 3, 3, 1, 1024, parts.LabelMadeFor,
		Text{EN: "Windows are no larger than a level's share of it.", ZH: "窗口不大于各级的图像尺寸。"})
	k.Number(&u.Embed, "embedding_dim", m.Embed, 2, 65536, parts.LabelFilters, parts.HelpDoubled).As(config.Width).Scales()
	k.Numbers(&u.Depths, "depths", []int64{2, 2, 2, 2}, 4, 4, 1, 64, parts.LabelBlocks, parts.HelpBlocks4)
	k.Numbers(&u.Heads, "num_heads", m.Heads, 4, 4, 1, 65536, parts.LabelHeads,
		Text{EN: "One number a level. Each head has a table of relative positions.", ZH: "每级一个数。每个头都有相对位置偏置表。"})
	k.Numbers(&u.Patch, "patch_size", m.Patch, 3, 3, 1, 64,
		Text{EN: "Patch", ZH: "图块大小"},
		Text{EN: "Powers of two, one for each axis.", ZH: "2 的幂，每轴一个。"})
	k.SizeLists(&u.Windows, "window_size", m.Windows, 4, 1, 64, parts.LabelWindow,
		Text{EN: "One size a level.", ZH: "每级一个。"})
	k.Switch(&u.Supervision, "deep_supervision", true,
		Text{EN: "Deep supervision", ZH: "深监督"},
		Text{EN: "An output at each level of the decoder.", ZH: "解码器每级都有输出。"})
	parts.InputSizes(k, &u.Size, m.Crop...)
	return u
}

// Check implements [config.Model].
func (m *NNFormer) Check() error {
	if len(m.Windows) != 4 {
		var near []string
		for i := range 4 {
			near = append(near, config.Join(parts.OfStage(m.Windows, i), "x"))
		}
		return &config.ValueError{Key: "window_size", Value: config.JoinSizes(m.Windows), Nearest: []string{join(near)},
			Text: Text{EN: "needs four sizes, one a level", ZH: "需要四个尺寸，每级一个"}}
	}
	fits, patch := make([]int64, 3), make([]int64, 3)
	for i, n := range m.Crop {
		patch[i] = m.Patch[i]
		if m.file != "ACDC" || i > 0 {
			patch[i] = max(patch[i]&-patch[i], 2)
			of := 8 * m.Patch[i]
			fits[i] = max(n-n%of, of)
			continue
		}
		patch[i] = 1
		fits[i] = max(n-(n+2)%4, 6) // halved once exactly, and once to an odd number
	}
	if value, near := config.Join(m.Patch, ","), config.Join(patch, ","); value != near {
		return &config.ValueError{Key: "patch_size", Value: value, Nearest: []string{near}, Text: Text{EN: "must be powers of two", ZH: "须为 2 的幂"}}
	}
	if value, near := config.Join(m.Crop, ","), config.Join(fits, ","); value != near {
		return &config.ValueError{Key: "crop_size", Value: value, Nearest: []string{near}, Text: Text{EN: "doesn't fit the levels", ZH: "与各级尺寸不符"}}
	}
	if m.Embed%2 != 0 {
		return &config.ValueError{Key: "embedding_dim", Value: strconv.FormatInt(m.Embed, 10), Nearest: []string{strconv.FormatInt(m.Embed-1, 10)},
			Text: Text{EN: "must be even", ZH: "须为偶数"}}
	}
	if err := parts.CheckHeadList("num_heads", m.Heads, m.Embed); err != nil || m.file != "tumor" {
		return err
	}
	return parts.CheckHeadList("num_heads", append([]int64{1}, m.Heads[1:]...), m.Embed/2)
}

func join(list []string) string {
	s := ""
	for i, x := range list {
		if i > 0 {
			s += ","
		}
		s += x
	}
	return s
}

// ClosedForm implements [config.Model]: the polynomial in the first level's filters.
func (m *NNFormer) ClosedForm() (int64, counter.Poly, error) {
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
func (m *NNFormer) Build(net *counter.Net) { m.build(net, m.Embed) }

func (m *NNFormer) build(net *counter.Net, width int64) {
	root, x := net.Root(), net.Input(m.In, 3)
	down, up := root.Child("model_down"), root.Child("decoder").Child("layers")
	net.At(counter.Encoder, 1)
	x = net.Do(layer.SizeMultipleOf{Of: parts.AxesOf(m.Crop), Only: true}, x)
	x = m.embed(down.Child("patch_embed"), width)(x)
	list := down.Child("layers")
	var skips [4]counter.Value
	for i := range 4 {
		if i == 3 {
			net.At(counter.Bottleneck, 4)
		} else {
			net.At(counter.Encoder, i+1)
		}
		stage := list.Child(strconv.Itoa(i))
		blocks := stage.Child("blocks")
		for j := range m.Depths[i] {
			s, shifted := m.swin(i, m.Heads[i])
			x = s.Block(net, blocks.Child(strconv.FormatInt(j, 10)), x.C, shifted && j%2 == 1)(x)
		}
		skips[i] = x
		if i < 3 {
			net.At(counter.Encoder, i+2)
			if i == 2 {
				net.At(counter.Bottleneck, 4)
			}
			x = m.merge(net, stage.Child("downsample"), x, i)
		}
	}
	for i, skip := range skips {
		net.At(counter.Encoder, i+1)
		if i == 3 {
			net.At(counter.Bottleneck, 4)
		}
		skips[i] = down.Apply("norm"+strconv.Itoa(i), layer.LayerNorm{C: skip.C, Affine: true}, skip)
	}
	m.decode(net, root, up, skips[:], width)
}

// decode describes the way up, and the outputs.
func (m *NNFormer) decode(net *counter.Net, root, list *counter.Module, skips []counter.Value, width int64) {
	var ups [3]func(x, skip counter.Value) counter.Value
	for i := range ups {
		ups[i] = m.up(net, list.Child(strconv.Itoa(i)), width<<i, i)
	}
	final := root.Child("final")
	var heads []*counter.Module
	for i := range 3 {
		if i == 0 || m.Supervision {
			patch := parts.AxesOf(m.Patch)
			heads = append(heads, final.Child(strconv.Itoa(i)).Own("up", layer.ConvTranspose{ND: 3, In: width << i, Out: m.Classes, Kernel: patch, Stride: patch, Bias: true}))
		}
	}
	x, outputs := skips[3], make([]counter.Value, len(heads))
	for i := 2; i >= 0; i-- {
		net.At(counter.Decoder, i+1)
		x = ups[i](x, skips[i])
		if i < len(heads) {
			net.At(counter.Head, i+1)
			outputs[i] = heads[i].Run(x)
		}
	}
	net.Output(outputs...)
}

// up registers a level of the decoder.
func (m *NNFormer) up(net *counter.Net, b *counter.Module, c int64, i int) func(x, skip counter.Value) counter.Value {
	heads := m.Heads[i]
	if m.file == "tumor" {
		heads = m.Heads[i+1]
	}
	s, shifted := m.swin(i, heads)
	list := b.Child("blocks")
	cross := s.CrossBlock(net, list.Child("0"), c)
	var run []parts.Forward
	for j := int64(1); j < m.Depths[i]; j++ {
		run = append(run, s.Block(net, list.Child(strconv.FormatInt(j, 10)), c, shifted))
	}
	enlarge := b.Child("Upsample")
	norm := enlarge.Own("norm", layer.LayerNorm{C: 2 * c, Affine: true})
	two := layer.ConvTranspose{ND: 3, In: 2 * c, Out: c, Kernel: counter.Cube(2), Stride: counter.Cube(2), Bias: true}
	if m.file == "ACDC" {
		switch i {
		case 0:
			two.Kernel[0], two.Stride[0] = 1, 1
		case 2:
			two.OutputPadding[0] = 1
		}
	}
	conv := enlarge.Own("up", two)
	return func(x, skip counter.Value) counter.Value {
		return parts.InTurn(run)(cross(conv.Run(norm.Run(x)), skip))
	}
}

// swin returns the blocks of a level, and whether their windows can be shifted.
func (m *NNFormer) swin(level int, heads int64) (parts.Swin, bool) {
	s := parts.Swin{ND: 3, Heads: heads, Window: parts.AxesOf(m.Windows[level]), MLP: [2]string{"fc1", "fc2"}, Act: "act", Ratio: 4,
		Pad: true, Flawed: true, Unmasked: m.file == "ACDC"}
	size := m.sizes(level)
	if m.file == "ACDC" {
		return s, size != s.Window
	}
	least := min(size[0], size[1], size[2])
	if least <= s.Window[0] {
		s.Window = counter.Cube(least)
		return s, false
	}
	return s, true
}

// sizes returns the sizes of a level's maps.
func (m *NNFormer) sizes(level int) counter.Axes {
	var size counter.Axes
	for i, n := range m.Crop {
		size[i] = n / m.Patch[i] >> level
		if m.file == "ACDC" && i == 0 {
			size[i] = n >> max(level-1, 0)
		}
	}
	return size
}

// merge describes what leads to the next level: a convolution of half the size.
func (m *NNFormer) merge(net *counter.Net, b *counter.Module, x counter.Value, i int) counter.Value {
	conv := layer.Conv{ND: 3, In: x.C, Out: 2 * x.C, Kernel: counter.Cube(3), Stride: counter.Cube(2), Padding: counter.Cube(1), Bias: true}
	if m.file == "ACDC" {
		switch i {
		case 0:
			conv.Kernel[0], conv.Stride[0], conv.Padding[0] = 1, 1, 0
		case 2:
			conv.Padding[0] = 0
		}
	}
	reduce := b.Own("reduction", conv)
	norm := b.Own("norm", layer.LayerNorm{C: x.C, Affine: true})
	return reduce.Run(norm.Run(net.Do(parts.GELU, x)))
}

// embed registers the convolutions that make patches.
func (m *NNFormer) embed(b *counter.Module, width int64) parts.Forward {
	var first, second counter.Axes
	for i, p := range m.Patch {
		first[i], second[i] = max(p/2, 1), max(p/2, 1)
	}
	if m.file == "Synapse" {
		first[0] = m.Patch[0]
	}
	half := width / 2
	conv := func(in, out int64, stride counter.Axes) counter.Layer {
		return layer.Conv{ND: 3, In: in, Out: out, Kernel: counter.Cube(3), Stride: stride, Padding: counter.Cube(1), Bias: true}
	}
	project := func(b *counter.Module, in, out int64, stride counter.Axes, norms int) parts.Forward {
		norm := layer.LayerNorm{C: out, Affine: true}
		conv1, conv2 := parts.Maybe(b, "conv1", conv(in, out, stride)), parts.Maybe(b, "conv2", conv(out, out, counter.Cube(1)))
		act := parts.Maybe(b, "activate", parts.GELU)
		run := []parts.Forward{conv1, act, parts.Maybe(b, "norm1", norm), conv2}
		if norms > 1 {
			run = append(run, act, parts.Maybe(b, "norm2", norm))
		}
		return parts.InTurn(run)
	}
	return parts.InTurn([]parts.Forward{project(b.Child("proj1"), m.In, half, first, 2), project(b.Child("proj2"), half, width, second, 1),
		parts.Maybe(b, "norm", layer.LayerNorm{C: width, Affine: true})})
}
