package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// Demucs is the Demucs of facebookresearch/demucs (commit e976d93), a U-Net for
// waveforms with strided convolutions, gated linear units and skips that are added:
// Défossez et al., "Music Source Separation in the Waveform Domain" (2019,
// https://arxiv.org/abs/1911.13254), with the residual branches of the later versions.
// Arguments that change neither parameters nor the computation of a trained network
// are left out, and so are factors that are not whole.
type Demucs struct {
	Size                                              []int64
	sources, audio, channels, growth, depth           int64
	lstmLayers, kernel, stride, context               int64
	normStarts, normGroups                            int64
	rewrite, gelu, glu, normalize, resample           bool
	dconvMode, dconvDepth, dconvComp, dconvAt, lstmAt int64
}

var (
	demucsPaper = config.Source{Title: "Défossez, Usunier, Bottou, Bach: Music Source Separation in the Waveform Domain", Year: 2019, URL: "https://arxiv.org/abs/1911.13254"}
	demucsRepo  = config.Source{Title: "facebookresearch/demucs", Year: 2021, URL: "https://github.com/facebookresearch/demucs", Commit: "e976d93ecc3865e5757426930257e200846a520a"}
)

func init() {
	config.Register(&config.Arch{
		ID: "demucs", Family: parts.FamilySound, Class: "Demucs",
		Name: Text{EN: "Demucs", ZH: "Demucs"},
		About: Text{
			EN: "Separates music in its waveform: strided convolutions, gated linear units, and small LSTMs with attention in residual branches.",
			ZH: "在波形上分离音乐：步幅卷积、门控线性单元，残差分支中含小型 LSTM 与注意力。",
		},
		Sources: []config.Source{demucsPaper, demucsRepo},
		New: func(k *config.Knobs) config.Model {
			m := &Demucs{}
			m.declare(k)
			return m
		},
	})
}

// declare declares the settings.
func (m *Demucs) declare(k *config.Knobs) {
	m.data(k)
	k.Section(parts.SectionNet)
	k.Number(&m.channels, "channels", 64, 1, 65536,
		Text{EN: "Filters", ZH: "通道数"}, Text{EN: "Of the first level.", ZH: "首级通道数。"}).As(config.Width).Scales()
	m.shape(k, 6)
	k.Switch(&m.glu, "glu", true,
		Text{EN: "Gated linear units", ZH: "门控线性单元"},
		Text{EN: "They need twice the channels from the convolution before; otherwise a ReLU.", ZH: "前一卷积需输出两倍通道；否则用 ReLU。"}).When(func() bool { return m.rewrite })
	k.Switch(&m.gelu, "gelu", true, Text{EN: "GELU", ZH: "GELU"}, Text{EN: "Otherwise ReLU.", ZH: "否则用 ReLU。"}).As(config.Activation)
	k.Number(&m.lstmLayers, "lstm_layers", 0, 0, 8,
		Text{EN: "Layers of the LSTM", ZH: "LSTM 层数"},
		Text{EN: "In both directions, between encoder and decoder; 0 for none.", ZH: "双向，位于编码器与解码器之间；0 表示没有。"})
	m.branches(k, 4, 4)
	m.recurrent(k)
	k.Section(Text{EN: "Before and after", ZH: "前后处理"})
	k.Switch(&m.normalize, "normalize", true,
		Text{EN: "Standardized input", ZH: "输入标准化"}, Text{EN: "Undone at the end.", ZH: "输出时还原。"}).As(config.Uncounted)
	k.Switch(&m.resample, "resample", true,
		Text{EN: "Doubled sampling rate", ZH: "采样率加倍"}, Text{EN: "Halved again at the end.", ZH: "输出时再减半。"}).As(config.Uncounted)
	parts.SoundLength(k, &m.Size, 441000)
}

// data declares what the network is for.
func (m *Demucs) data(k *config.Knobs) {
	k.Section(parts.SectionData)
	k.Number(&m.audio, "audio_channels", 2, 1, 1024, parts.LabelIn,
		Text{EN: "Of the recording: 1 for mono, 2 for stereo.", ZH: "录音的声道数：单声道 1，立体声 2。"}).As(config.Inputs)
	k.Number(&m.sources, "sources", 4, 1, 1024,
		Text{EN: "Sources", ZH: "音源数"},
		Text{EN: "Such as drums, bass, vocals and the rest.", ZH: "如鼓、贝斯、人声与其他。"}).As(config.Classes)
}

// shape declares the settings of the U.
func (m *Demucs) shape(k *config.Knobs, depth int64) {
	k.Number(&m.growth, "growth", 2, 1, 4,
		Text{EN: "Growth", ZH: "增长倍数"}, Text{EN: "Of the channels from level to level.", ZH: "逐级通道数的倍数。"})
	k.Number(&m.depth, "depth", depth, 1, 8,
		Text{EN: "Levels", ZH: "级数"}, Text{EN: "Of the encoder.", ZH: "编码器的级数。"})
	k.Switch(&m.rewrite, "rewrite", true,
		Text{EN: "A second convolution", ZH: "第二个卷积"}, Text{EN: "In every level, followed by a gated linear unit.", ZH: "每级另有一个卷积，后接门控线性单元。"})
	k.Number(&m.kernel, "kernel_size", 8, 1, 64, Text{EN: "Kernel", ZH: "卷积核"}, Text{EN: "Of the strided convolutions.", ZH: "指步幅卷积。"})
	k.Number(&m.stride, "stride", 4, 1, 64, Text{EN: "Stride", ZH: "步幅"}, Text{EN: "At most the kernel.", ZH: "不超过卷积核。"})
	k.Number(&m.context, "context", 1, 0, 16,
		Text{EN: "Context in the decoder", ZH: "解码器上下文"},
		Text{EN: "Positions on each side that the second convolution sees.", ZH: "第二个卷积在每侧看到的位置数。"}).When(func() bool { return m.rewrite })
	k.Number(&m.normStarts, "norm_starts", 4, 0, 8,
		Text{EN: "Levels without normalization", ZH: "无归一化的级数"}, Text{EN: "Group normalization begins below them.", ZH: "其后各级使用组归一化。"})
	k.Number(&m.normGroups, "norm_groups", 4, 1, 64, Text{EN: "Groups", ZH: "分组数"}, Text{EN: "Of the normalization.", ZH: "指组归一化。"}).
		When(func() bool { return m.normStarts < m.depth })
}

// branches declares the settings of the residual branches.
func (m *Demucs) branches(k *config.Knobs, comp, most int64) {
	k.Section(Text{EN: "Residual branches", ZH: "残差分支"})
	used := func() bool { return m.dconvMode > 0 }
	k.Number(&m.dconvMode, "dconv_mode", 1, 0, 3,
		Text{EN: "Where", ZH: "位置"}, Text{EN: "0: nowhere, 1: encoder, 2: decoder, 3: both.", ZH: "0 无，1 编码器，2 解码器，3 两者。"})
	k.Number(&m.dconvDepth, "dconv_depth", 2, 1, 8,
		Text{EN: "Branches in a level", ZH: "每级分支数"}, Text{EN: "One after another, each dilated twice as much.", ZH: "依次相接，扩张率逐个加倍。"}).When(used)
	k.Number(&m.dconvComp, "dconv_comp", comp, 1, 64,
		Text{EN: "Compression", ZH: "压缩倍数"}, Text{EN: "How many times fewer channels a branch has.", ZH: "分支内通道数的缩小倍数。"}).When(used)
}

// recurrent declares from which level on branches have attention and an LSTM.
func (m *Demucs) recurrent(k *config.Knobs) {
	used := func() bool { return m.dconvMode > 0 }
	k.Number(&m.dconvAt, "dconv_attn", 4, 0, 8,
		Text{EN: "Levels without attention", ZH: "无注意力的级数"}, Text{EN: "Branches below them have it.", ZH: "其后各级的分支含注意力。"}).When(used)
	k.Number(&m.lstmAt, "dconv_lstm", 4, 0, 8,
		Text{EN: "Levels without LSTM", ZH: "无 LSTM 的级数"}, Text{EN: "Branches below them have one of two layers, in both directions.", ZH: "其后各级的分支含两层双向 LSTM。"}).When(used)
}

// Input implements [config.Model].
func (m *Demucs) Input() (counter.Axes, error) { return parts.InputAxes(m.Size, 1) }

// Check implements [config.Model].
func (m *Demucs) Check() error {
	widths := make([]int64, 0, m.depth)
	for c := m.channels; int64(len(widths)) < m.depth; c *= m.growth {
		widths = append(widths, c)
	}
	if err := m.checkGroups(m.normalized(widths)); err != nil {
		return err
	}
	return m.check(widths, m.channels)
}

// normalized returns those of the widths that a normalization sees: those of its levels,
// and of the level above them, where transposed convolutions lead to.
func (m *Demucs) normalized(widths []int64) []int64 {
	if m.normStarts >= int64(len(widths)) {
		return nil
	}
	return widths[max(m.normStarts-1, 0):]
}

// checkGroups refuses groups that don't divide all of the given channels.
func (m *Demucs) checkGroups(channels []int64) error {
	near, first := m.normGroups, int64(0)
	for _, c := range channels {
		if c%m.normGroups != 0 && first == 0 {
			first = c
		}
		near = parts.GCD(near, c)
	}
	if first == 0 {
		return nil
	}
	return &config.ValueError{Key: "norm_groups", Value: strconv.FormatInt(m.normGroups, 10), Nearest: []string{strconv.FormatInt(near, 10)},
		Text: config.Textf("must divide the channels of every level, but one has %d", "必须整除各级通道数，而其中一级为 %d", first)}
}

// check refuses settings that don't go with the widths of the levels, of which least is
// the smallest one anywhere.
func (m *Demucs) check(widths []int64, least int64) error {
	if m.stride > m.kernel {
		return &config.ValueError{Key: "stride", Value: strconv.FormatInt(m.stride, 10), Nearest: []string{strconv.FormatInt(m.kernel, 10)},
			Text: Text{EN: "must be at most the kernel", ZH: "不能超过卷积核"}}
	}
	for i, c := range widths {
		hidden := c / m.dconvComp
		if m.dconvMode > 0 && hidden < 1 {
			return parts.CheckDivisor("dconv_comp", m.dconvComp, least)
		}
		if m.dconvMode > 0 && int64(i) >= m.dconvAt && hidden%localHeads != 0 {
			return &config.ValueError{Key: "dconv_attn", Value: strconv.FormatInt(m.dconvAt, 10), Nearest: []string{strconv.Itoa(min(len(widths), 8))},
				Text: config.Textf("needs a number of channels that 4 divides, but the branches of level %d have %d", "要求通道数能被 4 整除，而第 %d 级的分支为 %d", i+1, hidden)}
		}
	}
	return nil
}

// localHeads and localRates are the heads of the attention in branches, and the rates
// of each at which it falls with the distance.
const localHeads, localRates = 4, 4

// ClosedForm implements [config.Model]: the polynomial in the first level's filters.
func (m *Demucs) ClosedForm() (int64, counter.Poly, error) {
	if m.rounds() {
		return 0, counter.Poly{}, counter.ErrNotPolynomial
	}
	p, err := parts.Polynomial(localHeads*m.dconvComp*m.normGroups, m.build)
	return m.channels, p, err
}

// rounds reports whether the channels of branches are rounded.
func (m *Demucs) rounds() bool { return m.dconvMode > 0 && m.channels%m.dconvComp != 0 }

// Build implements [config.Model].
func (m *Demucs) Build(net *counter.Net) { m.build(net, m.channels) }

func (m *Demucs) build(net *counter.Net, width int64) {
	d := &demucs{m, net}
	mix := net.Input(m.audio, 1)
	encode, decode, recur := d.register(net.Root(), width)
	d.level(counter.Encoder, 0)
	x := mix
	if m.normalize {
		x = net.Do(layer.Standardize{Mono: true}, x)
	}
	x = net.Do(layer.PadValid{Kernel: m.kernel, Stride: m.stride, Steps: m.depth, Doubled: m.resample}, x)
	if m.resample {
		x = net.Do(layer.DoubleRate{}, x)
	}
	var skips []counter.Value
	for i, f := range encode {
		d.level(counter.Encoder, i)
		x = f(x)
		skips = append(skips, x)
	}
	x = recur(x)
	for i := len(decode) - 1; i >= 0; i-- {
		d.level(counter.Decoder, i)
		x = decode[i](net.Do(layer.Add{}, x, net.Do(layer.Crop{}, skips[i], x)))
	}
	if m.resample {
		x = net.Do(layer.DoubleRate{Halve: true}, x)
	}
	if m.normalize {
		x = net.Do(layer.Destandardize{Mono: true}, x, mix)
	}
	net.Output(net.Do(layer.SplitSources{Sources: m.sources}, net.Do(layer.Crop{}, x, mix)))
}

// A demucs describes a network of the repository.
type demucs struct {
	m   *Demucs
	net *counter.Net
}

// level goes to the stage of a level of the encoder or the decoder, from 0; the deepest
// is the bottleneck of both.
func (d *demucs) level(role counter.Role, i int) {
	switch {
	case i < 0:
		d.net.At(counter.Head, 1)
	case int64(i) == d.m.depth-1:
		d.net.At(counter.Bottleneck, i+1)
	default:
		d.net.At(role, i+1)
	}
}

// register registers all layers and returns what runs the levels of the encoder and of
// the decoder, from the first one down, and the LSTM between them.
func (d *demucs) register(root *counter.Module, width int64) (encode, decode []parts.Forward, recur parts.Forward) {
	n := int(d.m.depth)
	in, widths := d.m.audio, make([]int64, n)
	list := root.Child("encoder")
	for i := range n {
		widths[i] = width
		d.level(counter.Encoder, i)
		encode = append(encode, d.encoder(list.Child(strconv.Itoa(i)), i, in, width))
		in, width = width, width*d.m.growth
	}
	decode = make([]parts.Forward, n)
	list = root.Child("decoder")
	for j := range n {
		i := n - 1 - j
		out := d.m.sources * d.m.audio
		if i > 0 {
			out = widths[i-1]
		}
		d.level(counter.Decoder, i)
		decode[i] = d.decoder(list.Child(strconv.Itoa(j)), i, widths[i], out)
	}
	recur = parts.InTurn(nil)
	if d.m.lstmLayers > 0 {
		d.level(counter.Encoder, n-1)
		recur = d.blstm(root.Child("lstm"), in, d.m.lstmLayers, 0)
	}
	return encode, decode, recur
}

// act returns the activation behind strided convolutions.
func (d *demucs) act() counter.Layer {
	if d.m.gelu {
		return parts.GELU
	}
	return layer.ReLU
}

// encoder registers a level of the encoder.
func (d *demucs) encoder(m *counter.Module, i int, in, out int64) parts.Forward {
	conv := m.Own("0", layer.Conv{ND: 1, In: in, Out: out, Kernel: counter.Cube(d.m.kernel), Stride: counter.Cube(d.m.stride), Bias: true})
	norm := parts.Maybe(m, "1", d.norm(i, out))
	at := 3
	branch := parts.InTurn(nil)
	if d.m.dconvMode&1 != 0 {
		branch = d.dconv(m.Child("3"), i, out)
		at++
	}
	second := d.second(m, at, i, out, 0)
	return func(x counter.Value) counter.Value {
		return second(branch(d.net.Do(d.act(), norm(conv.Run(x)))))
	}
}

// decoder registers a level of the decoder.
func (d *demucs) decoder(m *counter.Module, i int, in, out int64) parts.Forward {
	at := 0
	second := d.second(m, at, i, in, d.m.context)
	if d.m.rewrite {
		at += 3
	}
	branch := parts.InTurn(nil)
	if d.m.dconvMode&2 != 0 {
		branch = d.dconv(m.Child(strconv.Itoa(at)), i, in)
		at++
	}
	d.level(counter.Decoder, i-1)
	conv := m.Own(strconv.Itoa(at), layer.ConvTranspose{ND: 1, In: in, Out: out, Kernel: counter.Cube(d.m.kernel), Stride: counter.Cube(d.m.stride), Bias: true})
	norm := parts.InTurn(nil)
	if i > 0 {
		norm = parts.Maybe(m, strconv.Itoa(at+1), d.norm(i, out))
	}
	return func(x counter.Value) counter.Value {
		x = branch(second(x))
		d.level(counter.Decoder, i-1)
		x = norm(conv.Run(x))
		if i > 0 {
			x = d.net.Do(d.act(), x)
		}
		return x
	}
}

// norm returns the normalization of a level, or nil if it has none.
func (d *demucs) norm(i int, c int64) counter.Layer {
	if int64(i) < d.m.normStarts {
		return nil
	}
	return layer.GroupNorm{Groups: d.m.normGroups, C: c, Affine: true}
}

// second registers the second convolution of a level with its norm, and a gated linear
// unit or a ReLU.
func (d *demucs) second(m *counter.Module, at, i int, c, context int64) parts.Forward {
	if !d.m.rewrite {
		return parts.InTurn(nil)
	}
	out, act := 2*c, counter.Layer(layer.GLU{})
	if !d.m.glu {
		out, act = c, layer.ReLU
	}
	conv := m.Own(strconv.Itoa(at), layer.Conv{ND: 1, In: c, Out: out, Kernel: counter.Cube(2*context + 1), Padding: counter.Cube(context), Bias: true})
	norm := parts.Maybe(m, strconv.Itoa(at+1), d.norm(i, out))
	return func(x counter.Value) counter.Value { return d.net.Do(act, norm(conv.Run(x))) }
}

// dconv registers the residual branches of a level. Their activation is a GELU,
// whatever the settings say.
func (d *demucs) dconv(m *counter.Module, i int, c int64) parts.Forward {
	list, hidden := m.Child("layers"), c/d.m.dconvComp
	var run []parts.Forward
	for j := range int(d.m.dconvDepth) {
		b, at := list.Child(strconv.Itoa(j)), 0
		var steps []parts.Forward
		own := func(l counter.Layer) {
			steps = append(steps, parts.Maybe(b, strconv.Itoa(at), l))
			at++
		}
		do := func(l counter.Layer) {
			steps = append(steps, func(x counter.Value) counter.Value { return d.net.Do(l, x) })
			at++
		}
		far := int64(1) << j
		own(layer.Conv{ND: 1, In: c, Out: hidden, Kernel: counter.Cube(3), Dilation: counter.Cube(far), Padding: counter.Cube(far), Bias: true})
		own(layer.GroupNorm{Groups: 1, C: hidden, Affine: true})
		do(parts.GELU)
		if int64(i) >= d.m.lstmAt {
			steps = append(steps, d.blstm(b.Child(strconv.Itoa(at)), hidden, 2, 200))
			at++
		}
		if int64(i) >= d.m.dconvAt {
			steps = append(steps, d.localState(b.Child(strconv.Itoa(at)), hidden))
			at++
		}
		own(layer.Conv{ND: 1, In: hidden, Out: 2 * c, Kernel: counter.Cube(1), Bias: true})
		own(layer.GroupNorm{Groups: 1, C: 2 * c, Affine: true})
		do(layer.GLU{})
		steps = append(steps, parts.Maybe(b.Child(strconv.Itoa(at)), "scale", layer.ChannelScale{C: c, ND: 1, Flat: true}))
		branch := parts.InTurn(steps)
		run = append(run, func(x counter.Value) counter.Value { return d.net.Do(layer.Add{}, x, branch(x)) })
	}
	return parts.InTurn(run)
}

// blstm registers an LSTM in both directions and a fully connected layer. Where width is
// not 0, long sequences are cut into parts of that length, and the input is added.
func (d *demucs) blstm(m *counter.Module, c, layers, width int64) parts.Forward {
	lstm := m.Own("lstm", layer.LSTM{In: c, Hidden: c, Layers: layers, Bidirectional: true})
	linear := m.Own("linear", layer.Linear{In: 2 * c, Out: c, Bias: true})
	return func(x counter.Value) counter.Value {
		if width == 0 {
			return linear.Run(lstm.Run(x))
		}
		y := linear.Run(lstm.Run(d.net.Do(layer.Frames{Width: width}, x)))
		return d.net.Do(layer.Add{}, d.net.Do(layer.Unframes{Width: width}, y, x), x)
	}
}

// localState registers an attention that falls with the distance.
func (d *demucs) localState(m *counter.Module, c int64) parts.Forward {
	conv := func(name string, out int64) *counter.Module {
		return m.Own(name, layer.Conv{ND: 1, In: c, Out: out, Kernel: counter.Cube(1), Bias: true})
	}
	content, query, key, decay, proj := conv("content", c), conv("query", c), conv("key", c), conv("query_decay", localHeads*localRates), conv("proj", c)
	return func(x counter.Value) counter.Value {
		y := d.net.Do(layer.DecayAttention{Heads: localHeads}, query.Run(x), key.Run(x), content.Run(x), decay.Run(x))
		return d.net.Do(layer.Add{}, x, proj.Run(y))
	}
}
