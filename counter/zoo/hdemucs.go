package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// HDemucs is one of the hybrid networks of facebookresearch/demucs (commit e976d93):
// HDemucs, of Défossez, "Hybrid Spectrogram and Waveform Source Separation" (2021,
// https://arxiv.org/abs/2111.03600), and HTDemucs, of Rouard, Massa, Défossez, "Hybrid
// Transformers for Music Source Separation" (2022, https://arxiv.org/abs/2211.08553).
// One U works on a spectrogram, in which real and imaginary part are channels, the
// other on the waveform; levels of both are drawn as one. In HDemucs they meet where
// only one frequency is left; in HTDemucs a transformer of two columns joins them.
//
// Left out are arguments that change nothing that is counted, Wiener filters, split
// frequency bands (multi_freqs), and attention with sparse masks.
type HDemucs struct {
	Demucs
	transformer                        bool
	timeWidth, nfft, timeStride        int64
	contextEnc                         int64
	embed                              bool
	bottom, layers, hiddenScale, heads int64
	normIn, groupNorm, first, normOut  bool
	layerScale, transGELU, crossFirst  bool
}

func init() {
	for _, a := range []struct {
		id, class   string
		about       Text
		paper       config.Source
		transformer bool
	}{
		{"hdemucs", "HDemucs",
			Text{EN: "Two U-Nets, of the spectrogram and of the waveform, that meet where one frequency is left.", ZH: "频谱图与波形两个 U-Net，在只剩一个频率处汇合。"},
			config.Source{Title: "Défossez: Hybrid Spectrogram and Waveform Source Separation", Year: 2021, URL: "https://arxiv.org/abs/2111.03600"}, false},
		{"htdemucs", "HTDemucs",
			Text{EN: "Two U-Nets, of the spectrogram and of the waveform, joined by a transformer with cross-attention.", ZH: "频谱图与波形两个 U-Net，由带交叉注意力的 Transformer 相连。"},
			config.Source{Title: "Rouard, Massa, Défossez: Hybrid Transformers for Music Source Separation", Year: 2022, URL: "https://arxiv.org/abs/2211.08553"}, true},
	} {
		config.Register(&config.Arch{
			ID: a.id, Family: parts.FamilySound, Class: a.class,
			Name: Text{EN: a.class, ZH: a.class}, About: a.about,
			Sources: []config.Source{a.paper, demucsRepo},
			New: func(k *config.Knobs) config.Model {
				m := &HDemucs{transformer: a.transformer}
				m.declare(k)
				return m
			},
		})
	}
}

// declare declares the settings.
func (m *HDemucs) declare(k *config.Knobs) {
	m.glu, m.gelu, m.dconvAt, m.lstmAt = true, true, 1<<20, 1<<20
	depth, comp := int64(6), int64(4)
	if m.transformer {
		depth, comp = 4, 8
	}
	m.data(k)
	k.Section(parts.SectionNet)
	k.Number(&m.channels, "channels", 48, 1, 65536,
		Text{EN: "Filters", ZH: "通道数"}, Text{EN: "Of the first level.", ZH: "首级通道数。"}).As(config.Width).Scales()
	k.Number(&m.timeWidth, "channels_time", 0, 0, 65536,
		Text{EN: "Filters for the waveform", ZH: "波形分支通道数"}, Text{EN: "0: as many as for the spectrogram.", ZH: "0 表示与频谱图分支相同。"})
	k.Number(&m.nfft, "nfft", 4096, 64, 65536,
		Text{EN: "Samples in a window", ZH: "窗口采样点数"}, Text{EN: "Of the spectrogram; half as many are its frequencies.", ZH: "频谱图的窗口；频率数为其一半。"}).Step = 64
	m.shape(k, depth)
	k.Number(&m.contextEnc, "context_enc", 0, 0, 16,
		Text{EN: "Context in the encoder", ZH: "编码器上下文"}, Text{EN: "As in the decoder.", ZH: "与解码器同义。"}).When(func() bool { return m.rewrite })
	k.Number(&m.timeStride, "time_stride", 2, 1, 64,
		Text{EN: "Stride below", ZH: "下部步幅"}, Text{EN: "Of the levels below the one of one frequency.", ZH: "只剩一个频率之后各级的步幅。"})
	k.Switch(&m.embed, "freq_emb", true,
		Text{EN: "Embedding of frequencies", ZH: "频率嵌入"}, Text{EN: "Added behind the first level.", ZH: "加在首级之后。"})
	m.branches(k, comp, 0)
	if m.transformer {
		m.declareTransformer(k)
	} else {
		m.recurrent(k)
	}
	parts.SoundLength(k, &m.Size, 441000)
}

// ways returns how the levels of the spectrogram differ: the kernel and the stride of
// each, and whether it has frequencies.
func (m *HDemucs) ways() []hybridLevel {
	var list []hybridLevel
	freqs, c, t := m.nfft/2, m.channels, m.timeWidth
	if t == 0 {
		t = c
	}
	for range m.depth {
		l := hybridLevel{kernel: m.kernel, stride: m.stride, freq: freqs > 1, pad: m.kernel / 4, width: c, time: t}
		switch {
		case !l.freq:
			l.kernel, l.stride, l.pad = 2*m.timeStride, m.timeStride, 2*m.timeStride/4
		case freqs <= m.kernel:
			l.kernel, l.pad, l.last = freqs, 0, true
			l.width = max(c, t)
			l.time = l.width
			freqs = 1
		default:
			freqs /= m.stride
		}
		c, t = l.width*m.growth, l.time*m.growth
		list = append(list, l)
	}
	return list
}

// A hybridLevel is a level of both U's.
type hybridLevel struct {
	kernel, stride, pad int64
	freq, last          bool // there are frequencies; one is left behind it
	width, time         int64
}

// Check implements [config.Model].
func (m *HDemucs) Check() error {
	ways := m.ways()
	var widths, times []int64
	for _, l := range ways {
		widths, times = append(widths, l.width), append(times, l.time)
	}
	groups := append(m.normalized(widths), m.normalized(times)...)
	if m.normStarts == 0 {
		groups = append(groups, m.sources*m.audio)
	}
	if err := m.checkGroups(groups); err != nil {
		return err
	}
	least := min(widths[0], times[0])
	if err := m.check(widths, least); err != nil {
		return err
	}
	if err := m.check(times, least); err != nil {
		return err
	}
	if !m.transformer {
		return nil
	}
	if deep := len(widths) - 1; m.layers > 0 && widths[deep] != times[deep] {
		return &config.ValueError{Key: "channels_time", Value: strconv.FormatInt(m.timeWidth, 10), Nearest: []string{"0"}, Text: Text{
			EN: "must be as many as channels, or 0: the transformer joins both branches", ZH: "须与 channels 相同，或为 0：Transformer 连接两个分支"}}
	}
	if err := m.checkTransformer(widths[len(widths)-1]); err != nil {
		return err
	}
	return nil
}

// ClosedForm implements [config.Model]: the polynomial in the first level's filters, as
// long as the waveform has as many.
func (m *HDemucs) ClosedForm() (int64, counter.Poly, error) {
	if m.timeWidth > 0 || m.rounds() {
		return 0, counter.Poly{}, counter.ErrNotPolynomial
	}
	at := *m
	p, err := parts.Polynomial(4*m.dconvComp*m.normGroups*max(m.heads, 1), func(net *counter.Net, width int64) {
		at.channels = width
		at.Build(net)
	})
	return m.channels, p, err
}

// A hybrid describes a network of a [HDemucs].
type hybrid struct {
	*HDemucs
	*demucs
	ways []hybridLevel
}

// Levels of both U's, registered: an encoder's adds inject, if it is not nil, behind its
// first convolution; a decoder's also returns what its transposed convolution takes.
type (
	hybridEncode func(x counter.Value, inject *counter.Value) counter.Value
	hybridDecode func(x, like counter.Value) (y, before counter.Value)
)

// Build implements [config.Model].
func (m *HDemucs) Build(net *counter.Net) {
	d := &hybrid{m, &demucs{&m.Demucs, net}, m.ways()}
	mix, root := net.Input(m.audio, 1), net.Root()
	encode, tencode, decode, tdecode := d.levels(root)
	d.level(counter.Encoder, 0)
	embed := parts.InTurn(nil)
	if m.embed {
		rows := m.nfft / 2 / m.stride
		if d.ways[0].last {
			rows = 1
		}
		embed = parts.Maybe(root.Child("freq_emb"), "embedding", layer.RowEmbedding{N: rows, C: d.ways[0].width, ND: 2, Times: 2})
	}
	d.level(counter.Encoder, int(m.depth)-1)
	middle := func(x, t counter.Value) (counter.Value, counter.Value) { return x, t }
	if m.transformer {
		middle = d.middle(root)
	}
	d.level(counter.Encoder, 0)
	mag := net.Do(layer.Spectrogram{N: m.nfft}, mix)
	x, t := net.Do(layer.Standardize{}, mag), net.Do(layer.Standardize{}, mix)
	var likes, likesT, skips, skipsT []counter.Value
	for i, f := range encode {
		d.level(counter.Encoder, i)
		if !d.ways[i].freq && x.ND == 2 {
			x = net.Do(layer.DropAxis{}, x)
		}
		likes = append(likes, x)
		var inject *counter.Value
		if i < len(tencode) {
			likesT = append(likesT, t)
			t = tencode[i](t, nil)
			skipsT = append(skipsT, t)
			if d.ways[i].last {
				inject = &t
			}
		}
		if x = f(x, inject); i == 0 {
			x = embed(x)
		}
		skips = append(skips, x)
	}
	x, t = middle(x, t)
	x, t = d.ascend(decode, tdecode, x, t, bypassed{likes, likesT, skips, skipsT})
	net.At(counter.Head, 1)
	x = net.Do(layer.InverseSpectrogram{N: m.nfft}, net.Do(layer.Destandardize{}, x, mag), mix)
	x = net.Do(layer.Add{}, net.Do(layer.Destandardize{}, t, mix), x)
	net.Output(net.Do(layer.SplitSources{Sources: m.sources}, x))
}

// bypassed is what the decoders of both branches take from the encoders: what the levels
// began with, whose sizes come back, and what they ended with.
type bypassed struct{ likes, likesT, skips, skipsT []counter.Value }

// ascend runs the decoders of both branches, from the last level to the first.
func (d *hybrid) ascend(decode, tdecode []hybridDecode, x, t counter.Value, by bypassed) (counter.Value, counter.Value) {
	for i := len(decode) - 1; i >= 0; i-- {
		d.level(counter.Decoder, i)
		var before counter.Value
		x, before = decode[i](d.skip(i, x, by.skips[i]), by.likes[i])
		if i >= len(tdecode) {
			continue
		}
		d.level(counter.Decoder, i)
		switch {
		case d.ways[i].last:
			t = d.net.Do(layer.DropAxis{}, before)
		case i == len(decode)-1 && !d.transformer: // the code begins with zeros of another shape
			t = d.net.Do(layer.RuntimeError{}, by.skipsT[i])
		default:
			t = d.net.Do(layer.Add{}, t, by.skipsT[i])
		}
		t, _ = tdecode[i](t, by.likesT[i])
	}
	return x, t
}

// skip adds a skip. In HDemucs the decoder begins with zeros: all features pass through
// skips.
func (d *hybrid) skip(i int, x, skip counter.Value) counter.Value {
	if i == len(d.ways)-1 && !d.transformer {
		return skip
	}
	if d.ways[i].freq && x.ND == 1 {
		x = d.net.Do(layer.AlongAxis{Axis: 1}, x)
	}
	return d.net.Do(layer.Add{}, x, skip)
}

// levels registers the levels of both U's and returns what runs them, from the first
// one down.
func (d *hybrid) levels(root *counter.Module) (encode, tencode []hybridEncode, decode, tdecode []hybridDecode) {
	n := int(d.depth)
	lists := [...]*counter.Module{root.Child("encoder"), root.Child("decoder"), root.Child("tencoder"), root.Child("tdecoder")}
	both := 0
	for both < n && d.ways[both].freq {
		both++
	}
	in, inT := 2*d.audio, d.audio
	for i, l := range d.ways {
		d.level(counter.Encoder, i)
		encode = append(encode, d.encoder(lists[0].Child(strconv.Itoa(i)), i, in, l.width, l.way(), false))
		if i < both {
			tencode = append(tencode, d.encoder(lists[2].Child(strconv.Itoa(i)), i, inT, l.time, d.timeWay(), l.last))
		}
		in, inT = l.width, l.time
	}
	decode, tdecode = make([]hybridDecode, n), make([]hybridDecode, both)
	for i := n - 1; i >= 0; i-- {
		l := d.ways[i]
		out, outT := 2*d.sources*d.audio, d.sources*d.audio
		if i > 0 {
			out, outT = d.ways[i-1].width, d.ways[i-1].time
		}
		decode[i] = d.decoder(lists[1].Child(strconv.Itoa(n-1-i)), i, l.width, out, l.way(), false)
		if i < both {
			tdecode[i] = d.decoder(lists[3].Child(strconv.Itoa(both-1-i)), i, l.time, outT, d.timeWay(), l.last)
		}
	}
	return encode, tencode, decode, tdecode
}

// A hybridWay is how a convolution of a level moves: over nd axes, of which the first
// has the kernel, the stride and the padding.
type hybridWay struct {
	nd                  int
	kernel, stride, pad int64
}

// way returns that of the spectrogram.
func (l hybridLevel) way() hybridWay {
	if l.freq {
		return hybridWay{2, l.kernel, l.stride, l.pad}
	}
	return hybridWay{1, l.kernel, l.stride, l.pad}
}

// timeWay returns that of the waveform, the same at all levels.
func (d *hybrid) timeWay() hybridWay { return hybridWay{1, d.kernel, d.stride, d.kernel / 4} }

// axes returns a number for the first axis, and 1 for the second.
func (w hybridWay) axes(n int64) counter.Axes {
	if w.nd == 1 {
		return counter.Cube(n)
	}
	return counter.Axes{n, 1}
}

// padding returns the padding, of the first axis alone.
func (w hybridWay) padding() counter.Axes { return counter.Axes{w.pad} }

// encoder registers a level of an encoder. An empty one is its first convolution alone.
func (d *hybrid) encoder(m *counter.Module, i int, in, out int64, w hybridWay, empty bool) hybridEncode {
	conv := m.Own("conv", layer.Conv{ND: w.nd, In: in, Out: out, Kernel: w.axes(w.kernel), Stride: w.axes(w.stride), Padding: w.padding(), Bias: true})
	start := func(x counter.Value) counter.Value {
		if w.nd == 1 {
			x = d.net.Do(layer.WindowPad{ND: 1, Window: counter.Cube(w.stride), Small: true}, x)
		}
		return conv.Run(x)
	}
	if empty {
		return func(x counter.Value, _ *counter.Value) counter.Value { return start(x) }
	}
	norm := parts.Maybe(m, "norm1", d.norm(i, out))
	second := d.second(m, [2]string{"rewrite", "norm2"}, i, out, d.contextEnc, w.nd)
	branch := d.branch(m, i, out, 1)
	return func(x counter.Value, inject *counter.Value) counter.Value {
		x = start(x)
		if inject != nil {
			t := *inject
			if w.nd == 2 {
				t = d.net.Do(layer.AlongAxis{Axis: 1}, t)
			}
			x = d.net.Do(layer.Add{}, x, t)
		}
		return second(branch(d.net.Do(parts.GELU, norm(x))))
	}
}

// decoder registers a level of a decoder. An empty one is its transposed convolution
// alone.
func (d *hybrid) decoder(m *counter.Module, i int, in, out int64, w hybridWay, empty bool) hybridDecode {
	d.level(counter.Decoder, i-1)
	conv := m.Own("conv_tr", layer.ConvTranspose{ND: w.nd, In: in, Out: out, Kernel: w.axes(w.kernel), Stride: w.axes(w.stride), Bias: true})
	norm := parts.Maybe(m, "norm2", d.norm(i, out))
	d.level(counter.Decoder, i)
	second, branch := parts.InTurn(nil), parts.InTurn(nil)
	if !empty {
		second = d.second(m, [2]string{"rewrite", "norm1"}, i, in, d.context, w.nd)
		branch = d.branch(m, i, in, 2)
	}
	return func(x, like counter.Value) (_, before counter.Value) {
		before = branch(second(x))
		d.level(counter.Decoder, i-1)
		x = norm(conv.Run(before))
		switch {
		case w.nd == 1:
			x = d.net.Do(layer.CropFrom{From: w.pad}, x, like)
		case w.pad > 0:
			x = d.net.Do(layer.CropEdges{ND: 2, Edge: w.padding()}, x)
		}
		if i > 0 {
			x = d.net.Do(parts.GELU, x)
		}
		return x, before
	}
}

// second registers the second convolution of a level, its norm, and a gated linear unit.
func (d *hybrid) second(m *counter.Module, names [2]string, i int, c, context int64, nd int) parts.Forward {
	if !d.rewrite {
		return parts.InTurn(nil)
	}
	conv := m.Own(names[0], layer.Conv{ND: nd, In: c, Out: 2 * c, Kernel: counter.Cube(2*context + 1), Padding: counter.Cube(context), Bias: true})
	norm := parts.Maybe(m, names[1], d.norm(i, 2*c))
	return func(x counter.Value) counter.Value { return d.net.Do(layer.GLU{}, norm(conv.Run(x))) }
}

// branch registers the residual branches of a level, if the mode has the given bit. In a
// spectrogram each frequency is a sequence of its own.
func (d *hybrid) branch(m *counter.Module, i int, c, bit int64) parts.Forward {
	if d.dconvMode&bit == 0 {
		return parts.InTurn(nil)
	}
	run := d.dconv(m.Child("dconv"), i, c)
	return func(x counter.Value) counter.Value {
		if x.ND == 1 {
			return run(x)
		}
		return d.net.Do(layer.BatchToAxis{}, run(d.net.Do(layer.AxisToBatch{}, x)), x)
	}
}
