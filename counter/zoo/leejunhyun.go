package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// LeeJunHyun is one of the four networks of LeeJunHyun/Image_Segmentation
// (2018, https://github.com/LeeJunHyun/Image_Segmentation, commit 5e9da93): a
// U-Net whose decoder has nearest-neighbor up-sampling with a 3×3 convolution, and two
// additions, separately or together.
//
//   - Attention gates (AttU_Net; Oktay et al., 2018,
//     https://arxiv.org/abs/1804.03999): every skip connection is multiplied
//     by a map that is computed from it and from what comes up. Unlike the
//     paper's, the gate is fed from its own level, at full resolution.
//   - Recurrent residual blocks (R2U_Net; Alom et al., 2018,
//     https://arxiv.org/abs/1802.06955): every convolution runs 1 + t times
//     with the same weights, so that t changes the work and not the count.
//
// Widths are written into the code: 64 channels, doubled four times.
type LeeJunHyun struct {
	parts.Image
	ImgCh, OutputCh, T   int64
	attention, recurrent bool
	width                int64 // of the first level
}

func init() {
	repo := config.Source{Title: "LeeJunHyun/Image_Segmentation", Year: 2018, URL: "https://github.com/LeeJunHyun/Image_Segmentation", Commit: "5e9da9395c52b119d55dfc6532c34ac0e88f446e"}
	paper := config.Source{Title: "Ronneberger, Fischer, Brox: U-Net: Convolutional Networks for Biomedical Image Segmentation", Year: 2015, URL: "https://arxiv.org/abs/1505.04597"}
	att := config.Source{Title: "Oktay et al.: Attention U-Net: Learning Where to Look for the Pancreas", Year: 2018, URL: "https://arxiv.org/abs/1804.03999"}
	r2 := config.Source{Title: "Alom et al.: Recurrent Residual Convolutional Neural Network based on U-Net (R2U-Net) for Medical Image Segmentation", Year: 2018, URL: "https://arxiv.org/abs/1802.06955"}
	for _, a := range []struct {
		id, class            string
		name, about          config.Text
		attention, recurrent bool
		papers               []config.Source
	}{
		{
			"lee-unet", "U_Net",
			Text{EN: "U-Net (LeeJunHyun)", ZH: "U-Net（LeeJunHyun）"},
			Text{EN: "A U-Net with batch norm that goes up by nearest-neighbor up-sampling and a 3×3 convolution.", ZH: "带批归一化的 U-Net，上采样为最近邻插值加 3×3 卷积。"},
			false, false, []config.Source{paper},
		},
		{
			"lee-attunet", "AttU_Net",
			Text{EN: "Attention U-Net (LeeJunHyun)", ZH: "Attention U-Net（LeeJunHyun）"},
			Text{EN: "An attention gate weighs every skip connection.", ZH: "每条跳跃连接都经注意力门加权。"},
			true, false, []config.Source{att},
		},
		{
			"lee-r2unet", "R2U_Net",
			Text{EN: "R2U-Net (LeeJunHyun)", ZH: "R2U-Net（LeeJunHyun）"},
			Text{EN: "Recurrent residual blocks: convolutions run several times with the same weights.", ZH: "循环残差块：同一组卷积权重运行多次。"},
			false, true, []config.Source{r2},
		},
		{
			"lee-r2attunet", "R2AttU_Net",
			Text{EN: "R2 Attention U-Net (LeeJunHyun)", ZH: "R2 Attention U-Net（LeeJunHyun）"},
			Text{EN: "Recurrent residual blocks and attention gates together.", ZH: "循环残差块与注意力门并用。"},
			true, true, []config.Source{r2, att},
		},
	} {
		config.Register(&config.Arch{
			ID:      a.id,
			Family:  parts.FamilyAttention,
			Name:    a.name,
			About:   a.about,
			Sources: append(a.papers, repo),
			Class:   a.class,
			New: func(k *config.Knobs) config.Model {
				return newLeeJunHyun(k, a.attention, a.recurrent)
			},
		})
	}
}

func newLeeJunHyun(k *config.Knobs, attention, recurrent bool) config.Model {
	u := &LeeJunHyun{attention: attention, recurrent: recurrent}
	k.Section(parts.SectionData)
	k.Number(&u.ImgCh, "img_ch", 3, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
	k.Number(&u.OutputCh, "output_ch", 1, 1, 65536, parts.LabelClasses,
		Text{EN: "Channels of the output; 1 for one class against the background.", ZH: "输出通道数；只分前景与背景时为 1。"}).As(config.Classes)
	if recurrent {
		k.Section(parts.SectionNet)
		k.Number(&u.T, "t", 2, 0, 32,
			Text{EN: "Recurrent steps", ZH: "循环步数"},
			Text{EN: "Every convolution of a block runs once more than that, with the same weights; the published code fails at 0.", ZH: "块内每个卷积用同一组权重运行的次数比它多 1；为 0 时原代码会出错。"})
	}
	width := parts.EditedWidth(k, &u.width, 64)
	if attention {
		width.Min = 2 // gates halve it
	}
	parts.InputSize(k, &u.Size, 224)
	return u
}

// ClosedForm implements [config.Model]: the polynomial in the base width. Gates halve it.
func (u *LeeJunHyun) ClosedForm() (int64, counter.Poly, error) {
	if u.attention && u.width%2 != 0 {
		return 0, counter.Poly{}, counter.ErrNotPolynomial
	}
	once := *u
	once.T = min(u.T, 1) // no parameter depends on it
	p, err := parts.Polynomial(2, once.build)
	return u.width, p, err
}

// Build implements [config.Model].
func (u *LeeJunHyun) Build(net *counter.Net) { u.build(net, u.width) }

func (u *LeeJunHyun) build(net *counter.Net, width int64) {
	const deepest = 5
	root := net.Root()
	x := net.Input(u.ImgCh, 2)
	down, up := "Conv", "Up_conv"
	pool := root.Own("Maxpool", parts.MaxPool2D(2))
	if u.recurrent {
		down, up = "RRCNN", "Up_RRCNN"
		root.Own("Upsample", layer.Upsample{ND: 2, Scale: counter.Cube(2)}) // never run
	}

	var skips [deepest + 1]counter.Value
	for level := 1; level <= deepest; level++ {
		if level < deepest {
			net.At(counter.Encoder, level)
		} else {
			net.At(counter.Bottleneck, level)
		}
		if level > 1 {
			x = pool.Run(x)
		}
		x = u.block(net, root.Child(down+strconv.Itoa(level)), x, width<<(level-1))
		skips[level] = x
	}
	for level := deepest - 1; level >= 1; level-- {
		net.At(counter.Decoder, level)
		n, out, skip := strconv.Itoa(level+1), width<<(level-1), skips[level]
		x = parts.Sequential(root.Child("Up"+n).Child("up"),
			layer.Upsample{ND: 2, Scale: counter.Cube(2)}, parts.Conv2D(x.C, out, 3), parts.BatchNorm2D(out), layer.ReLU)(x)
		if u.attention {
			skip = leeGate(net, root.Child("Att"+n), x, skip, out/2)
		}
		x = net.Do(layer.Concat{}, skip, x)
		x = u.block(net, root.Child(up+n), x, out)
	}
	net.At(counter.Head, 1)
	root.Apply("Conv_1x1", parts.Conv2D(x.C, u.OutputCh, 1), x)
}

// block adds the convolutions of one level.
func (u *LeeJunHyun) block(net *counter.Net, m *counter.Module, x counter.Value, out int64) counter.Value {
	if !u.recurrent {
		return parts.Sequential(m.Child("conv"),
			parts.Conv2D(x.C, out, 3), parts.BatchNorm2D(out), layer.ReLU,
			parts.Conv2D(out, out, 3), parts.BatchNorm2D(out), layer.ReLU)(x)
	}
	twice := m.Child("RCNN")
	first := u.again(net, twice.Child("0"), out)
	second := u.again(net, twice.Child("1"), out)
	x = m.Apply("Conv_1x1", parts.Conv2D(x.C, out, 1), x)
	return net.Do(layer.Add{}, x, second(first(x)))
}

// again registers a convolution that runs 1 + t times, each time after the first on the
// sum of its first input and its last output.
func (u *LeeJunHyun) again(net *counter.Net, m *counter.Module, c int64) parts.Forward {
	conv := parts.Sequential(m.Child("conv"), parts.Conv2D(c, c, 3), parts.BatchNorm2D(c), layer.ReLU)
	return func(x counter.Value) counter.Value {
		if u.T == 0 {
			return net.Do(layer.RuntimeError{}, x) // returns a result that no step has made
		}
		y := conv(x)
		for range u.T {
			y = conv(net.Do(layer.Add{}, x, y))
		}
		return y
	}
}

// leeGate weighs a skip connection x by a map that it and the gating signal g
// make, through inner channels.
func leeGate(net *counter.Net, m *counter.Module, g, x counter.Value, inner int64) counter.Value {
	g1 := parts.Sequential(m.Child("W_g"), parts.Conv2D(g.C, inner, 1), parts.BatchNorm2D(inner))(g)
	x1 := parts.Sequential(m.Child("W_x"), parts.Conv2D(x.C, inner, 1), parts.BatchNorm2D(inner))(x)
	psi := parts.Sequential(m.Child("psi"), parts.Conv2D(inner, 1, 1), parts.BatchNorm2D(1), layer.Sigmoid)
	f := m.Apply("relu", layer.ReLU, net.Do(layer.Add{}, g1, x1))
	return net.Do(layer.Mul{}, x, psi(f))
}
