package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// UNETRPP is the UNETR_PP of Amshaker/unetr_plus_plus (commit dcba1c6): Shaker et
// al., "UNETR++: Delving into Efficient and Accurate 3D Medical Image Segmentation"
// (2022, https://arxiv.org/abs/2212.04497), in one of its four files, each for a data
// set. A block attends between channels and, with keys and values projected to few
// positions, between positions, and convolves after it. Projections and position
// embeddings grow with the volume, which each file fixes. The files for ACDC and lung
// have two projections and two residual blocks where the others have one; that for
// tumors has a bare projection without bias, and adds both results.
type UNETRPP struct {
	parts.Volume
	file                        string
	stem                        int64 // input channels of the encoder, which each file fixes
	Volume3, Patch              []int64
	In, Classes, Feature, Heads int64
	Depths, Dims                []int64
	Norm                        string
	Supervision                 bool
}

func init() {
	sources := []config.Source{
		{Title: "Shaker et al.: UNETR++: Delving into Efficient and Accurate 3D Medical Image Segmentation", Year: 2022, URL: "https://arxiv.org/abs/2212.04497"},
		{Title: "Amshaker/unetr_plus_plus", Year: 2022, URL: "https://github.com/Amshaker/unetr_plus_plus", Commit: "dcba1c6e8179b77e2ec72b5f4daced8926259f01"},
	}
	for _, a := range []struct {
		id    string
		about Text
		model UNETRPP
	}{
		{"unetrpp", Text{EN: "Attention between channels and between projected positions, with one projection for keys and values.", ZH: "通道注意力与投影后的位置注意力并行，K 与 V 共用一个投影。"},
			UNETRPP{file: "Synapse", stem: 1, In: 1, Classes: 14, Volume3: []int64{64, 128, 128}, Patch: []int64{2, 4, 4}}},
		{"unetrpp-tumor", Text{EN: "UNETR++ for BraTS, without projections of the results.", ZH: "用于 BraTS 的 UNETR++，结果不再投影。"},
			UNETRPP{file: "tumor", stem: 4, In: 4, Classes: 4, Volume3: []int64{128, 128, 128}, Patch: []int64{4, 4, 4}}},
		{"unetrpp-acdc", Text{EN: "UNETR++ with two projections and two residual blocks: another network, not another size.", ZH: "UNETR++，两个投影、两个残差块：是另一个网络，而非另一尺寸。"},
			UNETRPP{file: "ACDC", stem: 1, In: 1, Classes: 4, Volume3: []int64{16, 160, 160}, Patch: []int64{1, 4, 4}}},
		{"unetrpp-lung", Text{EN: "UNETR++ as for ACDC, for larger volumes.", ZH: "同 ACDC 版的 UNETR++，体数据更大。"},
			UNETRPP{file: "lung", stem: 1, In: 1, Classes: 3, Volume3: []int64{32, 192, 192}, Patch: []int64{1, 4, 4}}},
	} {
		config.Register(&config.Arch{
			ID: a.id, Family: parts.FamilyTransformer, Sources: sources, Class: "UNETR_PP", About: a.about,
			Name: config.Textf("UNETR++ (%s)", "UNETR++（%s）", a.model.file),
			New:  a.model.declare,
		})
	}
}

// declare declares the settings, with the model's values as defaults.
func (m UNETRPP) declare(k *config.Knobs) config.Model {
	u := &m
	k.Section(parts.SectionData)
	k.Number(&u.In, "in_channels", m.In, 1, 65536, parts.LabelIn,
		config.Textf("The code runs with %d only.", "代码仅支持 %d。", m.stem)).As(config.Inputs)
	k.Number(&u.Classes, "out_channels", m.Classes, 1, 65536, parts.LabelClasses, parts.HelpClasses).As(config.Classes)
	k.Section(parts.SectionNet)
	k.Number(&u.Feature, "feature_size", 16, 1, 65536, parts.LabelFilters,
		Text{EN: "Of the decoder's finest level; a sixteenth of the last of dims.", ZH: "解码器最细一级；为 dims 末项的十六分之一。"}).As(config.Width)
	k.Number(&u.Heads, "num_heads", 4, 1, 1024, parts.LabelHeads,
		Text{EN: "Of the encoder, each with two temperatures; the decoder has 4.", ZH: "编码器的头数，每头两个温度；解码器固定为 4。"})
	k.Numbers(&u.Depths, "depths", []int64{3, 3, 3, 3}, 4, 4, 1, 64, parts.LabelBlocks, parts.HelpBlocks4)
	k.Numbers(&u.Dims, "dims", []int64{32, 64, 128, 256}, 4, 4, 1, 65536,
		Text{EN: "Channels of the encoder", ZH: "编码器通道数"},
		Text{EN: "One number a level; each must be a multiple of the one before.", ZH: "每级一个，须为前一级的倍数。"})
	k.Select(&u.Norm, "norm_name",
		Text{EN: "Normalization", ZH: "归一化"},
		Text{EN: "At full resolution; elsewhere it is batch normalization.", ZH: "用于全分辨率；其余处均为批归一化。"},
		Choice{Value: "instance", Label: Text{EN: "instance, without parameters", ZH: "实例归一化，无参数"}},
		Choice{Value: "batch", Label: Text{EN: "batch", ZH: "批归一化"}})
	k.Switch(&u.Supervision, "do_ds", true,
		Text{EN: "Deep supervision", ZH: "深监督"},
		Text{EN: "Outputs at three levels.", ZH: "三级输出。"})
	parts.InputSizes(k, &u.Size, m.Volume3...)
	return u
}

// Check implements [config.Model].
func (m *UNETRPP) Check() error {
	fits := make([]int64, 4)
	for i, c := range m.Dims {
		of := m.Heads
		if m.file != "tumor" {
			of *= 2 / parts.GCD(of, 2) // halved by the projections of the results
		}
		from := m.stem
		if i > 0 {
			from = fits[i-1]
		}
		of *= from / parts.GCD(of, from)
		fits[i] = max(c-c%of, of)
	}
	if value, near := config.Join(m.Dims, ","), config.Join(fits, ","); value != near {
		return &config.ValueError{Key: "dims", Value: value, Nearest: []string{near},
			Text: Text{EN: "must be multiples of the level before and of the heads", ZH: "须为前一级通道数和头数的倍数"}}
	}
	if m.Feature%2 != 0 {
		return &config.ValueError{Key: "feature_size", Value: strconv.FormatInt(m.Feature, 10), Nearest: []string{strconv.FormatInt(m.Feature+1, 10)},
			Text: Text{EN: "must be even, for four heads", ZH: "须为偶数，以容纳四个头"}}
	}
	return nil
}

// ClosedForm implements [config.Model]: the encoder has widths of its own, which fit
// one width of the decoder.
func (m *UNETRPP) ClosedForm() (int64, counter.Poly, error) {
	return 0, counter.Poly{}, counter.ErrNotPolynomial
}

// Build implements [config.Model].
func (m *UNETRPP) Build(net *counter.Net) {
	root, image := net.Root(), net.Input(m.In, 3)
	encoder := root.Child("unetr_pp_encoder")
	norm := func(c, groups int64) counter.Layer { return layer.GroupNorm{Groups: groups, C: c, Affine: true} }
	downs, in := make([]parts.Forward, 4), m.stem
	list := encoder.Child("downsample_layers")
	for i, c := range m.Dims {
		b, patch := list.Child(strconv.Itoa(i)), counter.Cube(2)
		if i == 0 {
			patch = parts.AxesOf(m.Patch)
		}
		downs[i] = parts.InTurn([]parts.Forward{
			parts.Maybe(b.Child("0"), "conv", layer.Conv{ND: 3, In: in, Out: c, Kernel: patch, Stride: patch}), parts.Maybe(b, "1", norm(c, in))})
		in = c
	}
	net.At(counter.Encoder, 2)
	x := parts.Fit(net, net.Do(layer.SizeMultipleOf{Of: parts.AxesOf(m.Volume3), Only: true}, image), m.stem)
	var skips [4]counter.Value
	list = encoder.Child("stages")
	for i := range 4 {
		net.At(counter.Encoder, i+2)
		if i == 3 {
			net.At(counter.Bottleneck, 5)
		}
		projected := int64(64)
		if i == 3 {
			projected = 32
		}
		x = m.blocks(net, list.Child(strconv.Itoa(i)), downs[i](x), i, m.Depths[i], m.Heads, projected)
		skips[i] = x
	}
	net.At(counter.Encoder, 1)
	first := m.residual(net, root.Child("encoder1"), image, m.Feature, m.Norm)
	m.decode(net, root, first, skips)
}

// decode describes the way up, and the outputs.
func (m *UNETRPP) decode(net *counter.Net, root *counter.Module, first counter.Value, skips [4]counter.Value) {
	x := skips[3]
	var outputs []counter.Value
	for i := 3; i >= 0; i-- {
		net.At(counter.Decoder, i+1)
		b, patch, out := root.Child("decoder"+strconv.Itoa(i+2)), counter.Cube(2), m.Feature<<i
		if i == 0 {
			patch = parts.AxesOf(m.Patch)
		}
		x = b.Child("transp_conv").Apply("conv", layer.ConvTranspose{ND: 3, In: 2 * out, Out: out, Kernel: patch, Stride: patch}, parts.Fit(net, x, 2*out))
		list := b.Child("decoder_block").Child("0")
		if i == 0 {
			x = m.residual(net, list, net.Do(layer.Add{}, x, first), out, m.Norm)
		} else {
			x = m.blocks(net, list, net.Do(layer.Add{}, x, parts.Fit(net, skips[i-1], out)), i-1, 3, 4, 64)
		}
		if i < 3 {
			outputs = append(outputs, x)
		}
	}
	for i := range 3 {
		if i > 0 && !m.Supervision {
			break
		}
		net.At(counter.Head, i+1)
		x := outputs[2-i]
		head := layer.Conv{ND: 3, In: x.C, Out: m.Classes, Kernel: counter.Cube(1), Bias: true}
		net.Output(root.Child("out"+strconv.Itoa(i+1)).Child("conv").Apply("conv", head, x))
	}
}

// blocks describes blocks on the maps of a level of the encoder, 0 and on.
func (m *UNETRPP) blocks(net *counter.Net, list *counter.Module, x counter.Value, level int, n, heads, projected int64) counter.Value {
	size, positions := counter.Axes{}, int64(1)
	for i, n := range m.Volume3 {
		size[i] = n / m.Patch[i] >> level
		positions *= size[i]
	}
	for i := range n {
		b, c := list.Child(strconv.FormatInt(i, 10)), x.C
		gamma := b.Own("gamma", layer.ChannelScale{C: c, ND: 3, Flat: true})
		x = b.Apply("pos_embed", layer.PositionEmbedding{C: c, ND: 3, Size: size}, x)
		y := b.Apply("norm", layer.LayerNorm{C: c, Affine: true}, x)
		y = m.attention(net, b.Child("epa_block"), y, heads, positions, projected)
		x = net.Do(layer.Add{}, x, gamma.Run(y))
		y = m.residual(net, b.Child("conv51"), x, c, "batch")
		if m.file == "ACDC" || m.file == "lung" {
			y = m.residual(net, b.Child("conv52"), y, c, "batch")
		}
		y = b.Child("conv8").Apply("1", layer.Conv{ND: 3, In: c, Out: c, Kernel: counter.Cube(1), Bias: true}, y)
		x = net.Do(layer.Add{}, x, y)
	}
	return x
}

// attention describes both kinds of attention, which share queries and keys.
func (m *UNETRPP) attention(net *counter.Net, b *counter.Module, x counter.Value, heads, positions, projected int64) counter.Value {
	c := x.C
	between := b.Own("temperature", layer.TemperatureAttention{Heads: heads, Channels: true})
	across := b.Own("temperature2", layer.TemperatureAttention{Heads: heads})
	linear := layer.PositionLinear{In: positions, Out: projected, Bare: m.file == "tumor"}
	var e, f *counter.Module
	if linear.Bare {
		e = b.Own("EF", linear)
		f = e
	}
	qkvv := b.Apply("qkvv", layer.Linear{In: c, Out: 4 * c}, x)
	switch {
	case m.file == "Synapse":
		e = b.Own("E", linear)
		b.Alias("F", e)
		f = e
	case !linear.Bare:
		e, f = b.Own("E", linear), b.Own("F", linear)
	}
	part := func(i int64) counter.Value { return net.Do(layer.Chunk{Parts: 4, Index: i}, qkvv) }
	q, k := net.Do(layer.L2Normalize{}, part(0)), part(1)
	few := e.Run(k)
	values := f.Run(part(3))
	channels := between.Run(q, net.Do(layer.L2Normalize{}, k), part(2))
	places := net.Do(layer.Reordered{Heads: heads}, across.Run(q, few, values))
	if linear.Bare {
		return net.Do(layer.Add{}, channels, places)
	}
	half := layer.Linear{In: c, Out: c / 2, Bias: true}
	places = b.Apply("out_proj", half, places)
	return net.Do(layer.Concat{}, places, b.Apply("out_proj2", half, channels))
}

// residual describes a residual block of two convolutions.
func (m *UNETRPP) residual(net *counter.Net, b *counter.Module, x counter.Value, out int64, norm string) counter.Value {
	conv := func(name string, in, kernel int64) *counter.Module {
		return b.Child(name).Own("conv", layer.Conv{ND: 3, In: in, Out: out, Kernel: counter.Cube(kernel), Padding: counter.Cube(kernel / 2)})
	}
	var l counter.Layer = layer.InstanceNorm{ND: 3, C: out}
	if norm == "batch" {
		l = layer.BatchNorm{ND: 3, C: out, Affine: true, TrackStats: true}
	}
	conv1, conv2 := conv("conv1", x.C, 3), conv("conv2", out, 3)
	act := b.Own("lrelu", layer.Activation{Name: "LeakyReLU"})
	norm1, norm2 := b.Own("norm1", l), b.Own("norm2", l)
	y := norm2.Run(conv2.Run(act.Run(norm1.Run(conv1.Run(x)))))
	if x.C != out {
		conv3 := conv("conv3", x.C, 1)
		x = b.Own("norm3", l).Run(conv3.Run(x))
	}
	return act.Run(net.Do(layer.Add{}, y, x))
}
