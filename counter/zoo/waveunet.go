package zoo

import (
	"strconv"
	"strings"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// WaveUNet is the Waveunet of f90/Wave-U-Net-Pytorch (2019, commit 86c113d), which
// separates sources in waveforms: Stoller, Ewert, Dixon, "Wave-U-Net" (2018,
// https://arxiv.org/abs/1806.03185). Convolutions are valid, so that skips are cropped
// and the output is shorter than the input. By default every source has a whole
// network of its own, of which one call runs one; the others are counted and never
// run by it. The argument target_output_size is left out: it only chooses the input
// size.
type WaveUNet struct {
	Size                              []int64
	In, Out, Kernel, Depth, Stride    int64
	Widths                            []int64
	Instruments, ConvType, Resampling string
	Separate                          bool
}

// waveInstruments are the names of sources by their letters in links.
var waveInstruments = []Choice{
	{Value: "b", Label: Text{EN: "bass", ZH: "bass（贝斯）"}},
	{Value: "d", Label: Text{EN: "drums", ZH: "drums（鼓）"}},
	{Value: "o", Label: Text{EN: "other", ZH: "other（其他）"}},
	{Value: "v", Label: Text{EN: "vocals", ZH: "vocals（人声）"}},
	{Value: "a", Label: Text{EN: "accompaniment", ZH: "accompaniment（伴奏）"}},
	{Value: "g", Label: Text{EN: "guitar", ZH: "guitar（吉他）"}},
	{Value: "p", Label: Text{EN: "piano", ZH: "piano（钢琴）"}},
}

func init() {
	config.Register(&config.Arch{
		ID: "waveunet", Family: parts.FamilySound, Class: "Waveunet",
		Name: Text{EN: "Wave-U-Net", ZH: "Wave-U-Net"},
		About: Text{
			EN: "Separates the sources of a recording in its waveform, with one network a source: a call runs one of them.",
			ZH: "在波形上分离音源：每个音源各有一个网络，每次调用只运行其中一个。",
		},
		Sources: []config.Source{
			{Title: "Stoller, Ewert, Dixon: Wave-U-Net: A Multi-Scale Neural Network for End-to-End Audio Source Separation", Year: 2018, URL: "https://arxiv.org/abs/1806.03185"},
			{Title: "f90/Wave-U-Net-Pytorch", Year: 2019, URL: "https://github.com/f90/Wave-U-Net-Pytorch", Commit: "86c113da51540c94b01a91fbf17227f0e9c3c274"},
		},
		New: newWaveUNet,
	})
}

func newWaveUNet(k *config.Knobs) config.Model {
	m := &WaveUNet{}
	k.Section(parts.SectionData)
	k.Number(&m.In, "num_inputs", 2, 1, 65536, parts.LabelIn,
		Text{EN: "Of the recording: 1 for mono, 2 for stereo.", ZH: "录音的声道数：单声道 1，立体声 2。"}).As(config.Inputs)
	k.Number(&m.Out, "num_outputs", 2, 1, 65536,
		Text{EN: "Output channels", ZH: "输出通道数"},
		Text{EN: "Of each source.", ZH: "每个音源的声道数。"}).As(config.Classes)
	k.Word(&m.Instruments, "instruments", "bdov",
		Text{EN: "Sources", ZH: "音源"},
		Text{EN: "One letter a source, in their order.", ZH: "每个音源一个字母，按次序。"}, waveInstruments...)
	k.Switch(&m.Separate, "separate", true,
		Text{EN: "A network for each source", ZH: "每个音源一个网络"},
		Text{EN: "Otherwise one network returns all of them.", ZH: "否则由一个网络同时输出全部音源。"})
	k.Section(parts.SectionNet)
	k.Numbers(&m.Widths, "num_channels", []int64{32, 64, 128, 256, 512, 1024}, 2, 16, 1, 65536,
		Text{EN: "Filters", ZH: "各级通道数"},
		Text{EN: "One number a level.", ZH: "逐级给出。"}).As(config.Width).Scales()
	k.Number(&m.Kernel, "kernel_size", 5, 1, 65,
		Text{EN: "Kernel", ZH: "卷积核"},
		Text{EN: "Of all convolutions but the last.", ZH: "除末层外所有卷积。"}).Step = 2
	k.Number(&m.Depth, "depth", 1, 1, 8,
		Text{EN: "Convolutions on each side of a skip", ZH: "跳跃连接前后的卷积数"},
		Text{EN: "The published code can be built with more than one, but fails when it runs.", ZH: "大于 1 时已发布的代码可以创建，但运行出错。"})
	k.Number(&m.Stride, "strides", 4, 2, 64,
		Text{EN: "Stride", ZH: "步幅"},
		Text{EN: "How many times shorter every level is.", ZH: "每级缩短的倍数。"})
	k.Select(&m.ConvType, "conv_type",
		Text{EN: "Normalization", ZH: "归一化"},
		Text{EN: "After every convolution but the last; without it, a leaky ReLU replaces the ReLU.", ZH: "位于除末层外的每个卷积之后；不用时以 Leaky ReLU 代替 ReLU。"},
		Choice{Value: "gn", Label: Text{EN: "group, of 8 channels", ZH: "组归一化，每组 8 通道"}},
		Choice{Value: "bn", Label: Text{EN: "batch", ZH: "批归一化"}},
		Choice{Value: "normal", Label: Text{EN: "none", ZH: "无"}}).As(config.Normalization)
	k.Select(&m.Resampling, "res",
		Text{EN: "Resampling", ZH: "重采样"},
		Text{EN: "Fixed filters are stored as parameters that do not learn.", ZH: "固定滤波器存为不训练的参数。"},
		Choice{Value: "fixed", Label: Text{EN: "fixed low-pass filter", ZH: "固定低通滤波"}},
		Choice{Value: "learned", Label: Text{EN: "strided convolution", ZH: "步幅卷积"}}).As(config.Upsampling)
	parts.SoundLength(k, &m.Size, 97961)
	return m
}

// Check implements [config.Model].
func (m *WaveUNet) Check() error {
	if m.ConvType != "gn" {
		return nil
	}
	fits, near := true, make([]int64, len(m.Widths))
	for i, n := range m.Widths {
		fits, near[i] = fits && n%8 == 0, (n+7)/8*8
	}
	if fits {
		return nil
	}
	return &config.ValueError{Key: "num_channels", Value: config.Join(m.Widths, ","), Nearest: []string{config.Join(near, ",")},
		Text: Text{EN: "must be multiples of 8, the channels of a group", ZH: "必须是 8 的倍数（每组 8 个通道）"}}
}

// lengths returns the length of the input, and whether all lengths on the way are
// possible, for a length at the bottom, behind its convolutions. The length of the
// input grows in proportion.
func (m *WaveUNet) lengths(bottom int64) (input int64, ok bool) {
	cut := m.Depth * (m.Kernel - 1)
	up, down := bottom, bottom+cut
	for range len(m.Widths) - 1 {
		if m.Resampling == "fixed" {
			ok = up >= 8
			up, down = (up-1)*m.Stride+1, (down-1)*m.Stride+1
		} else {
			ok = up >= 2
			up, down = (up-1)*m.Stride+2-m.Kernel, (down-1)*m.Stride+m.Kernel
		}
		up, down = up-2*cut, down+2*cut
		if !ok || up < 1 || down > parts.LongestSound {
			return down, false
		}
	}
	return down, true
}

// Input implements [config.Model]: the code accepts only the lengths that its levels
// divide without a rest.
func (m *WaveUNet) Input() (counter.Axes, error) {
	size, err := parts.InputAxes(m.Size, 1)
	if err != nil {
		return size, err
	}
	var near []string
	for least := int64(1); least < 1<<20; least++ { // the shortest sequence that works
		first, ok := m.lengths(least)
		if first > parts.LongestSound {
			break
		}
		if !ok {
			continue
		}
		second, more := m.lengths(least + 1)
		step := second - first
		n := size[0] - first
		switch {
		case n == 0 || more && n > 0 && n%step == 0:
			return size, nil
		case n < 0 || !more:
			near = []string{strconv.FormatInt(first, 10)}
		default:
			near = []string{strconv.FormatInt(first+n/step*step, 10)}
			if next := first + (n/step+1)*step; next <= parts.LongestSound {
				near = append(near, strconv.FormatInt(next, 10))
			}
		}
		return size, &config.ValueError{Key: "size", Value: config.Join(m.Size, "x"), Nearest: near, Text: config.Textf(
			"is refused by the published code, which accepts %d and every %d more", "被已发布的代码拒绝：可用长度为 %d 及其后每隔 %d", first, step)}
	}
	return size, &config.ValueError{Key: "size", Value: config.Join(m.Size, "x"), Text: Text{
		EN: "has no value at which so many levels of this stride run", ZH: "没有可用的值：这样的级数与步幅需要更长的输入"}}
}

// ClosedForm implements [config.Model]: the polynomial in the first level's filters.
func (m *WaveUNet) ClosedForm() (int64, counter.Poly, error) {
	return parts.ClosedFormBy(8, m.Widths, m.build)
}

// Build implements [config.Model].
func (m *WaveUNet) Build(net *counter.Net) { m.build(net, m.Widths) }

func (m *WaveUNet) build(net *counter.Net, widths []int64) {
	root, x := net.Root().Child("waveunets"), net.Input(m.In, 1)
	names, out := []string{"ALL"}, m.Out*int64(len(m.Instruments))
	if m.Separate {
		names, out = nil, m.Out
		for _, letter := range strings.Split(m.Instruments, "") {
			for _, c := range waveInstruments {
				if c.Value == letter {
					names = append(names, c.Label.EN)
				}
			}
		}
	}
	var run parts.Forward
	for i, name := range names {
		w := &waveUNet{m, net, widths}
		if f := w.network(root.Child(name), out); i == 0 {
			run = f
		}
	}
	x = run(x)
	clamp := layer.Activation{Name: "Hardtanh"} // at test time only
	if m.Separate {
		net.Output(x)
		net.EvalOutput(net.Do(clamp, x))
		return
	}
	for i := range int64(len(m.Instruments)) {
		y := net.Do(layer.Slice{From: i * m.Out, C: m.Out}, x)
		net.Output(y)
		net.EvalOutput(net.Do(clamp, y))
	}
}

// A waveUNet describes the networks of a [WaveUNet].
type waveUNet struct {
	*WaveUNet
	net    *counter.Net
	widths []int64
}

// network registers one network and returns what runs it.
func (m *waveUNet) network(b *counter.Module, out int64) parts.Forward {
	n := len(m.widths) - 1
	ins := []int64{m.In}
	ins = append(ins, m.widths[1:]...)
	list := b.Child("downsampling_blocks")
	downs := make([]func(counter.Value) (x, skip counter.Value), n)
	for i := range n {
		m.net.At(counter.Encoder, i+1)
		downs[i] = m.down(list.Child(strconv.Itoa(i)), ins[i], m.widths[i], m.widths[i+1], i+1)
	}
	list = b.Child("upsampling_blocks")
	ups := make([]func(x, skip counter.Value) counter.Value, n) // by level
	for j := range n {
		i := n - 1 - j
		m.net.At(counter.Decoder, i+1)
		ups[i] = m.up(list.Child(strconv.Itoa(j)), m.widths[i+1], m.widths[i])
	}
	m.net.At(counter.Bottleneck, n+1)
	bottom := m.convs(b.Child("bottlenecks"), m.widths[n], m.widths[n])
	m.net.At(counter.Head, 1)
	head := b.Own("output_conv", layer.Conv{ND: 1, In: m.widths[0], Out: out, Kernel: counter.Cube(1), Bias: true})
	return func(x counter.Value) counter.Value {
		var skips []counter.Value
		for i, down := range downs {
			m.net.At(counter.Encoder, i+1)
			var skip counter.Value
			x, skip = down(x)
			skips = append(skips, skip)
		}
		m.net.At(counter.Bottleneck, n+1)
		for _, f := range bottom {
			x = f(x)
		}
		for i := n - 1; i >= 0; i-- {
			m.net.At(counter.Decoder, i+1)
			x = ups[i](x, skips[i])
		}
		m.net.At(counter.Head, 1)
		return head.Run(x)
	}
}

// conv registers a convolution with its norm and activation.
func (m *waveUNet) conv(b *counter.Module, l counter.Layer, c int64) parts.Forward {
	conv := b.Own("filter", l)
	var act counter.Layer = layer.Activation{Name: "LeakyReLU"}
	var norm counter.Layer
	switch m.ConvType {
	case "gn":
		norm, act = layer.GroupNorm{Groups: c / 8, C: c, Affine: true}, layer.ReLU
	case "bn":
		norm, act = layer.BatchNorm{ND: 1, C: c, Affine: true, TrackStats: true}, layer.ReLU
	}
	normalize := parts.Maybe(b, "norm", norm)
	return func(x counter.Value) counter.Value { return m.net.Do(act, normalize(conv.Run(x))) }
}

// filter is a convolution without padding.
func (m *waveUNet) filter(in, out, stride int64) layer.Conv {
	return layer.Conv{ND: 1, In: in, Out: out, Kernel: counter.Cube(m.Kernel), Stride: counter.Cube(stride), Bias: true}
}

// convs registers as many convolutions as the setting depth says.
func (m *waveUNet) convs(list *counter.Module, in, out int64) []parts.Forward {
	var run []parts.Forward
	for i := range m.Depth {
		run = append(run, m.conv(list.Child(strconv.FormatInt(i, 10)), m.filter(in, out, 1), out))
		in = out
	}
	return run
}

// down registers a block of the encoder and returns what runs it.
func (m *waveUNet) down(b *counter.Module, in, width, out int64, level int) func(counter.Value) (x, skip counter.Value) {
	before := parts.InTurn(m.convs(b.Child("pre_shortcut_convs"), in, width))
	after := parts.InTurn(m.convs(b.Child("post_shortcut_convs"), width, out))
	next := func() { // the stage that resampling leads to
		if m.net.At(counter.Encoder, level+1); level == len(m.widths)-1 {
			m.net.At(counter.Bottleneck, level+1)
		}
	}
	next()
	var resample parts.Forward
	if m.Resampling == "fixed" {
		resample = parts.Maybe(b, "downconv", layer.SincResample{C: out, Stride: m.Stride})
	} else {
		resample = m.conv(b.Child("downconv"), m.filter(out, out, m.Stride), out)
	}
	return func(x counter.Value) (_, skip counter.Value) {
		skip = before(x)
		x = after(skip)
		next()
		return resample(x), skip
	}
}

// up registers a block of the decoder and returns what runs it.
func (m *waveUNet) up(b *counter.Module, in, out int64) func(x, skip counter.Value) counter.Value {
	var resample parts.Forward
	if m.Resampling == "fixed" {
		resample = parts.Maybe(b, "upconv", layer.SincResample{C: in, Stride: m.Stride, Up: true})
	} else {
		resample = m.conv(b.Child("upconv"), layer.ConvTranspose{ND: 1, In: in, Out: in, Kernel: counter.Cube(m.Kernel),
			Stride: counter.Cube(m.Stride), Padding: counter.Cube(m.Kernel - 1), Bias: true}, in)
	}
	before := parts.InTurn(m.convs(b.Child("pre_shortcut_convs"), in, out))
	after := m.convs(b.Child("post_shortcut_convs"), 2*out, out)
	return func(x, skip counter.Value) counter.Value {
		x = before(resample(x))
		y := m.net.Do(layer.Crop{Even: true}, skip, x)
		for i, conv := range after {
			if i > 0 {
				x = m.net.Do(layer.Crop{Even: true}, x, y)
			}
			y = m.net.Do(layer.Concat{}, y, x)
			if i > 0 {
				y = parts.Fit(m.net, y, out)
			}
			y = conv(y)
		}
		return y
	}
}
