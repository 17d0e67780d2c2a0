package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// MPRNet is the MPRNet of swz30/MPRNet (commit 43feb2a): Zamir et al., "Multi-Stage
// Progressive Image Restoration" (2021, https://arxiv.org/abs/2102.02808). Two U-Nets
// run on quarters and halves of the image, the same weights on each; a third stage
// keeps the full size and takes what both levels of the second one made. One PReLU
// stands in all blocks. Only the widths differ between its tasks. The image is added
// to each of three outputs, the last stage's first.
type MPRNet struct {
	parts.Image
	In, Out, Width, More, Last, Blocks, Kernel, Reduction int64
	Bias                                                  bool
}

func init() {
	config.Register(&config.Arch{
		ID: "mprnet", Family: parts.FamilyRestoration,
		Name: Text{EN: "MPRNet", ZH: "MPRNet"},
		About: Text{
			EN: "Restores an image in three stages: two U-Nets on patches, and one stage at full size.",
			ZH: "分三阶段复原图像：两个 U-Net 作用于图块，末阶段保持全尺寸。",
		},
		Sources: []config.Source{
			{Title: "Zamir et al.: Multi-Stage Progressive Image Restoration", Year: 2021, URL: "https://arxiv.org/abs/2102.02808"},
			{Title: "swz30/MPRNet", Year: 2021, URL: "https://github.com/swz30/MPRNet", Commit: "43feb2aed45f5e0b9082c78c8c455160e30a3a82"},
		},
		Class: "MPRNet",
		New:   newMPRNet,
	})
}

func newMPRNet(k *config.Knobs) config.Model {
	m := &MPRNet{}
	k.Fixes("what passes between the stages is an image of three channels", config.Inputs, config.Classes)
	k.Section(parts.SectionNet)
	k.Number(&m.Width, "n_feat", 96, 1, 65536, parts.LabelFilters,
		Text{EN: "Of the first level: 96 for deblurring, 40 for deraining, 80 for denoising.", ZH: "首级通道数：去模糊 96，去雨 40，去噪 80。"}).As(config.Width)
	k.Number(&m.More, "scale_unetfeats", 48, 1, 65536,
		Text{EN: "More filters a level", ZH: "每级增加的通道数"},
		Text{EN: "Added with each of the two levels below.", ZH: "往下两级各增加这么多。"})
	k.Number(&m.Last, "scale_orsnetfeats", 32, 0, 65536,
		Text{EN: "More filters of the last stage", ZH: "末阶段增加的通道数"},
		Text{EN: "Added to those of the first level.", ZH: "在首级通道数上增加。"})
	k.Number(&m.Blocks, "num_cab", 8, 1, 64,
		Text{EN: "Blocks of the last stage", ZH: "末阶段块数"},
		Text{EN: "In each of its three groups.", ZH: "三组中每组的块数。"}).As(config.Repeats)
	k.Number(&m.Kernel, "kernel_size", 3, 1, 15,
		Text{EN: "Kernel", ZH: "卷积核"}, Text{EN: "Odd.", ZH: "奇数。"}).Step = 2
	k.Number(&m.Reduction, "reduction", 4, 1, 65536,
		Text{EN: "Reduction", ZH: "压缩倍数"},
		Text{EN: "Channel attention has so many times fewer channels inside.", ZH: "通道注意力内部通道数为其几分之一。"})
	k.Switch(&m.Bias, "bias", false, Text{EN: "Biases", ZH: "偏置"},
		Text{EN: "Of all convolutions but those that change the size and those that end the last stage's groups.", ZH: "除改变尺寸者和末阶段各组末尾者外，所有卷积的偏置。"})
	parts.InputSize(k, &m.Size, 256)
	return m
}

// Check implements [config.Model].
func (m *MPRNet) Check() error {
	if m.Reduction > m.Width {
		return &config.ValueError{Key: "reduction", Value: strconv.FormatInt(m.Reduction, 10), Nearest: []string{strconv.FormatInt(m.Width, 10)},
			Text: config.Textf("leaves nothing of %d channels", "会使 %d 个通道一个不剩", m.Width)}
	}
	return nil
}

// ClosedForm implements [config.Model]: widths are sums, divided and rounded down.
func (*MPRNet) ClosedForm() (int64, counter.Poly, error) {
	return 0, counter.Poly{}, counter.ErrNotPolynomial
}

// An mprnet registers the parts of an [MPRNet].
type mprnet struct {
	*MPRNet
	net *counter.Net
	act *counter.Module // the only PReLU
	col int             // of the stage, in the drawing
}

// Three values of a U-Net's levels.
type pyramid [3]counter.Value

// Build implements [config.Model].
func (m *MPRNet) Build(net *counter.Net) {
	s, root, c := &mprnet{MPRNet: m, net: net}, net.Root(), m.Width
	image := net.Input(3, 2)
	shallow := [3]parts.Forward{s.shallow(root.Child("shallow_feat1")), s.shallow(root.Child("shallow_feat2")), s.shallow(root.Child("shallow_feat3"))}
	encode1, decode1 := s.encoder(root.Child("stage1_encoder"), false), s.decoder(root.Child("stage1_decoder"))
	encode2, decode2 := s.encoder(root.Child("stage2_encoder"), true), s.decoder(root.Child("stage2_decoder"))
	last := s.full(root.Child("stage3_orsnet"))
	sam12, sam23 := s.supervise(root.Child("sam12")), s.supervise(root.Child("sam23"))
	concat12 := root.Own("concat12", s.conv(2*c, c, m.Kernel))
	concat23 := root.Own("concat23", s.conv(2*c, c+m.Last, m.Kernel))
	tail := root.Own("tail", s.conv(c+m.Last, 3, m.Kernel))

	s.stage(1)
	halves := s.split(image, 0)
	var quarters [2][]counter.Value
	for i, half := range halves {
		quarters[i] = s.split(half, 1)
	}
	var features, results [2]pyramid
	var images, cats []counter.Value
	for i, half := range halves {
		left, right := encode1(shallow[0](quarters[i][0]), nil, nil), encode1(shallow[0](quarters[i][1]), nil, nil)
		features[i] = s.beside(left, right, 1)
		results[i] = decode1(features[i])
		y, img := sam12(results[i][0], half)
		images, cats = append(images, img), append(cats, y)
	}
	first := net.Do(layer.AxisConcat{}, images...)
	s.stage(2)
	var seconds [2]pyramid
	for i, half := range halves {
		s.net.AtCol(counter.Encoder, 1, s.col)
		x := concat12.Run(net.Do(layer.Concat{}, shallow[1](half), cats[i]))
		seconds[i] = encode2(x, &features[i], &results[i])
	}
	joined := s.beside(seconds[0], seconds[1], 0)
	decoded := decode2(joined)
	y, second := sam23(decoded[0], image)
	s.stage(3)
	x := concat23.Run(net.Do(layer.Concat{}, shallow[2](image), y))
	x = last(x, joined, decoded)
	net.At(counter.Head, 1)
	net.Output(net.Do(layer.Add{}, tail.Run(x), image), second, first)
}

// stage begins one of the three stages.
func (s *mprnet) stage(n int) {
	s.col = n
	s.net.AtCol(counter.Encoder, 1, n)
}

// split divides a map into two halves.
func (s *mprnet) split(x counter.Value, axis int) []counter.Value {
	return []counter.Value{s.net.Do(layer.AxisPart{Axis: axis, Parts: 2}, x), s.net.Do(layer.AxisPart{Axis: axis, Parts: 2, Index: 1}, x)}
}

// beside puts the maps of all levels side by side again.
func (s *mprnet) beside(a, b pyramid, axis int) pyramid {
	for i := range a {
		s.net.AtCol(counter.Encoder, i+1, s.col)
		a[i] = s.net.Do(layer.AxisConcat{Axis: axis}, a[i], b[i])
	}
	return a
}

// conv is a convolution that keeps the size.
func (s *mprnet) conv(in, out, kernel int64) counter.Layer {
	l := parts.Conv2D(in, out, kernel)
	l.Bias = s.Bias
	return l
}

// width returns the channels of a level, counted from 0.
func (s *mprnet) width(level int) int64 { return s.Width + int64(level)*s.More }

// shallow registers what each stage begins with.
func (s *mprnet) shallow(m *counter.Module) parts.Forward {
	return parts.InTurn([]parts.Forward{parts.Maybe(m, "0", s.conv(3, s.Width, s.Kernel)), s.block(m.Child("1"), s.Width)})
}

// block registers two convolutions and channel attention.
func (s *mprnet) block(m *counter.Module, c int64) parts.Forward {
	squeezed := c / s.Reduction
	squeeze, body := m.Child("CA"), m.Child("body")
	pool := squeeze.Own("avg_pool", layer.AdaptivePool{ND: 2, Average: true, Size: counter.Cube(1)})
	weigh := parts.Sequential(squeeze.Child("conv_du"), s.conv(c, squeezed, 1), layer.ReLU, s.conv(squeezed, c, 1), layer.Sigmoid)
	first := body.Own("0", s.conv(c, c, s.Kernel))
	if s.act == nil {
		s.act = body.Own("1", layer.PReLU{C: 1})
	} else {
		body.Alias("1", s.act)
	}
	second := body.Own("2", s.conv(c, c, s.Kernel))
	return func(x counter.Value) counter.Value {
		y := second.Run(s.act.Run(first.Run(x)))
		return s.net.Do(layer.Add{}, s.net.Do(layer.Mul{}, y, weigh(pool.Run(y))), x)
	}
}

// blocks registers two of them at each of three levels.
func (s *mprnet) blocks(m *counter.Module, prefix string) (run [3]parts.Forward) {
	for i := range run {
		list := m.Child(prefix + strconv.Itoa(i+1))
		run[i] = parts.InTurn([]parts.Forward{s.block(list.Child("0"), s.width(i)), s.block(list.Child("1"), s.width(i))})
	}
	return run
}

// resize registers a 1×1 convolution behind a bilinear interpolation: halving is the
// average of 2×2 values.
func (s *mprnet) resize(m *counter.Module, from, to int) parts.Forward {
	var l counter.Layer = layer.Upsample{ND: 2, Linear: true, Scale: counter.Cube(2)}
	if from < to {
		l = layer.Pool{ND: 2, Average: true, Kernel: counter.Cube(2)}
	}
	c := parts.Conv2D(s.width(from), s.width(to), 1)
	c.Bias = false
	return parts.Sequential(m, l, c)
}

// encoder registers the way down of a U-Net; with fuse it takes the levels of an
// earlier one.
func (s *mprnet) encoder(m *counter.Module, fuse bool) func(x counter.Value, encoded, decoded *pyramid) pyramid {
	blocks := s.blocks(m, "encoder_level")
	down := [2]parts.Forward{s.resize(m.Child("down12").Child("down"), 0, 1), s.resize(m.Child("down23").Child("down"), 1, 2)}
	var fused [2][3]*counter.Module
	for i, prefix := range [...]string{"csff_enc", "csff_dec"} {
		for level := 0; fuse && level < 3; level++ {
			fused[i][level] = m.Own(prefix+strconv.Itoa(level+1), s.conv(s.width(level), s.width(level), 1))
		}
	}
	return func(x counter.Value, encoded, decoded *pyramid) (all pyramid) {
		for i := range all {
			s.net.AtCol(counter.Encoder, i+1, s.col)
			if i > 0 {
				x = down[i-1](x)
			}
			if x = blocks[i](x); fuse {
				x = s.net.Do(layer.Add{}, x, fused[0][i].Run(encoded[i]), fused[1][i].Run(decoded[i]))
			}
			all[i] = x
		}
		return all
	}
}

// decoder registers the way up of a U-Net.
func (s *mprnet) decoder(m *counter.Module) func(in pyramid) pyramid {
	blocks := s.blocks(m, "decoder_level")
	skip := [2]parts.Forward{s.block(m.Child("skip_attn1"), s.width(0)), s.block(m.Child("skip_attn2"), s.width(1))}
	up := [2]parts.Forward{s.resize(m.Child("up21").Child("up"), 1, 0), s.resize(m.Child("up32").Child("up"), 2, 1)}
	return func(in pyramid) (out pyramid) {
		for i := 2; i >= 0; i-- {
			s.net.AtCol(counter.Decoder, i+1, s.col)
			x := in[i]
			if i < 2 {
				x = s.net.Do(layer.Add{}, up[i](out[i+1]), skip[i](x))
			}
			out[i] = blocks[i](x)
		}
		return out
	}
}

// supervise registers supervised attention: it makes an image, which is an output and
// weighs what goes on to the next stage.
func (s *mprnet) supervise(m *counter.Module) func(x, image counter.Value) (y, made counter.Value) {
	features, toImage, weigh := m.Own("conv1", s.conv(s.Width, s.Width, 1)), m.Own("conv2", s.conv(s.Width, 3, 1)), m.Own("conv3", s.conv(3, s.Width, 1))
	return func(x, image counter.Value) (y, made counter.Value) {
		s.net.AtCol(counter.Decoder, 1, s.col)
		y = features.Run(x)
		made = s.net.Do(layer.Add{}, toImage.Run(x), image)
		weights := s.net.Do(layer.Sigmoid, weigh.Run(made))
		return s.net.Do(layer.Add{}, s.net.Do(layer.Mul{}, y, weights), x), made
	}
}

// full registers the stage that keeps the size.
func (s *mprnet) full(m *counter.Module) func(x counter.Value, encoded, decoded pyramid) counter.Value {
	c := s.Width + s.Last
	var groups [3]parts.Forward
	for i := range groups {
		list := m.Child("orb" + strconv.Itoa(i+1)).Child("body")
		var run []parts.Forward
		for j := range s.Blocks {
			run = append(run, s.block(list.Child(strconv.FormatInt(j, 10)), c))
		}
		end := parts.Conv2D(c, c, s.Kernel)
		end.Bias = false
		groups[i] = parts.InTurn(append(run, parts.Maybe(list, strconv.FormatInt(s.Blocks, 10), end)))
	}
	var ups [2][3]parts.Forward
	names := [...]string{"enc", "dec"}
	for level := range 3 {
		for i, name := range names {
			up := m
			switch level {
			case 0:
				ups[i][level] = parts.InTurn(nil)
			case 1:
				ups[i][level] = s.resize(up.Child("up_"+name+"1").Child("up"), 1, 0)
			case 2:
				up = up.Child("up_" + name + "2")
				ups[i][level] = parts.InTurn([]parts.Forward{s.resize(up.Child("0").Child("up"), 2, 1), s.resize(up.Child("1").Child("up"), 1, 0)})
			}
		}
	}
	var convs [2][3]*counter.Module
	for i, name := range names {
		for level := range 3 {
			convs[i][level] = m.Own("conv_"+name+strconv.Itoa(level+1), s.conv(s.Width, c, 1))
		}
	}
	return func(x counter.Value, encoded, decoded pyramid) counter.Value {
		for i, group := range groups {
			x = s.net.Do(layer.Add{}, group(x), x)
			x = s.net.Do(layer.Add{}, x, convs[0][i].Run(ups[0][i](encoded[i])), convs[1][i].Run(ups[1][i](decoded[i])))
		}
		return x
	}
}
