package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// MultiResUNet is the MultiResUnet of nibtehaz/MultiResUNet (commit 5318aaf), in
// PyTorch, in two or three dimensions: Ibtehaz and Rahman, "MultiResUNet:
// Rethinking the U-Net Architecture for Multimodal Biomedical Image Segmentation"
// (2019, https://arxiv.org/abs/1902.04049). A block concatenates three 3×3
// convolutions in a row, and skip connections pass residual convolutions, of which
// each batch norm runs twice. The output has one channel more than there are
// classes. Blocks ignore alpha, so that the network fails with any but its default.
type MultiResUNet struct {
	size        []int64
	nd          int
	In, Classes int64
	Alpha       string
}

func init() {
	for _, a := range []struct {
		id, name string
		family   Text
		nd       int
		about    Text
	}{
		{"nibtehaz-multiresunet", "MultiResUNet", parts.FamilyResidual, 2, Text{
			EN: "Blocks of three convolutions whose results are concatenated, and residual convolutions on the skip connections.",
			ZH: "每块拼接三个串联卷积的结果，跳跃连接上有残差卷积。"}},
		{"nibtehaz-multiresunet-3d", "MultiResUNet 3D", parts.FamilyVolumetric, 3, Text{
			EN: "MultiResUNet for volumes.", ZH: "用于三维体数据的 MultiResUNet。"}},
	} {
		config.Register(&config.Arch{
			ID: a.id, Family: a.family, Name: Text{EN: a.name, ZH: a.name}, About: a.about, Class: "MultiResUnet",
			Sources: []config.Source{
				{Title: "Ibtehaz, Rahman: MultiResUNet: Rethinking the U-Net Architecture for Multimodal Biomedical Image Segmentation", Year: 2019, URL: "https://arxiv.org/abs/1902.04049"},
				{Title: "nibtehaz/MultiResUNet", Year: 2022, URL: "https://github.com/nibtehaz/MultiResUNet", Commit: "5318aaff3360845808cd9ab2a970f656b6444b70"},
			},
			New: func(k *config.Knobs) config.Model {
				m := &MultiResUNet{nd: a.nd}
				k.Fixes("the widths are written into the code", config.Width)
				k.Section(parts.SectionData)
				k.Number(&m.In, "input_channels", 3, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
				k.Number(&m.Classes, "num_classes", 1, 0, 65535, parts.LabelClasses,
					Text{EN: "The output has one channel more.", ZH: "输出通道数比它多一。"}).As(config.Classes)
				k.Section(parts.SectionNet)
				var alphas []Choice
				for _, v := range []string{"1.67", "1.0", "1.5", "2.0"} {
					alphas = append(alphas, Choice{Value: v, Label: Text{EN: v, ZH: v}})
				}
				k.Select(&m.Alpha, "alpha", Text{EN: "Width factor", ZH: "宽度系数"},
					Text{EN: "Blocks keep 1.67, so that the code fails with any other.", ZH: "块内始终为 1.67，取其他值时代码会出错。"}, alphas...)
				size := int64(256)
				if a.nd == 3 {
					size = 64
				}
				parts.InputSize(k, &m.size, size)
				return m
			},
		})
	}
}

// Check implements [config.Model].
func (*MultiResUNet) Check() error { return nil }

// Input implements [config.Model].
func (m *MultiResUNet) Input() (counter.Axes, error) { return parts.InputAxes(m.size, m.nd) }

// ClosedForm implements [config.Model]: the widths are fixed.
func (*MultiResUNet) ClosedForm() (int64, counter.Poly, error) {
	return 0, counter.Poly{}, counter.ErrNotPolynomial
}

// multiresWidths returns the channels of a block's convolutions, of alpha in
// hundredths, and their sum.
func multiresWidths(level int, alpha int64) (w [3]int64, sum int64) {
	for i, part := range []int64{167, 333, 500} {
		w[i] = 32 << (level - 1) * alpha * part / 100_000
		sum += w[i]
	}
	return w, sum
}

// width returns the channels that the code expects of the blocks of a level.
func (m *MultiResUNet) width(level int) int64 {
	alpha := map[string]int64{"1.0": 100, "1.5": 150, "2.0": 200}[m.Alpha]
	if alpha == 0 {
		alpha = 167
	}
	_, sum := multiresWidths(level, alpha)
	return sum
}

// Build implements [config.Model].
func (m *MultiResUNet) Build(net *counter.Net) {
	root := net.Root()
	x := net.Input(m.In, m.nd)
	in := m.In
	var blocks [10]parts.Forward
	var pools, paths, ups [6]parts.Forward
	for i := 1; i <= 5; i++ {
		n := strconv.Itoa(i)
		blocks[i] = m.block(net, root.Child("multiresblock"+n), in, i)
		if in = m.width(i); i < 5 {
			pools[i] = parts.Maybe(root, "pool"+n, layer.Pool{ND: m.nd, Kernel: counter.Cube(2)})
			paths[i] = m.path(net, root.Child("respath"+n), in, 32<<(i-1), 5-i)
		}
	}
	for i := 4; i >= 1; i-- {
		n := strconv.Itoa(10 - i)
		c := int64(32) << (i - 1)
		ups[i] = m.fit(net, in, root.Own("upsample"+n, layer.ConvTranspose{ND: m.nd, In: in, Out: c, Kernel: counter.Cube(2), Stride: counter.Cube(2), Bias: true}))
		blocks[10-i] = m.block(net, root.Child("multiresblock"+n), 2*c, i)
		in = m.width(i)
	}
	head := m.conv(net, root.Child("conv_final"), in, m.Classes+1, 1, false)
	var skips [5]counter.Value
	for i := 1; i <= 5; i++ {
		net.At(counter.Encoder, i)
		if i == 5 {
			net.At(counter.Bottleneck, i)
		}
		if i > 1 {
			x = pools[i-1](x)
		}
		if x = blocks[i](x); i < 5 {
			net.At(counter.Encoder, i)
			skips[i] = paths[i](x)
		}
	}
	for i := 4; i >= 1; i-- {
		net.At(counter.Decoder, i)
		x = blocks[10-i](net.Do(layer.Concat{}, ups[i](x), skips[i]))
	}
	net.At(counter.Head, 1)
	net.Output(head(x))
}

// fit returns what runs a module that was made for c channels.
func (*MultiResUNet) fit(net *counter.Net, c int64, m *counter.Module) parts.Forward {
	return func(x counter.Value) counter.Value { return m.Run(parts.Fit(net, x, c)) }
}

// conv registers a convolution with its batch norm, and runs a ReLU after it if
// told to.
func (m *MultiResUNet) conv(net *counter.Net, b *counter.Module, in, out, kernel int64, relu bool) parts.Forward {
	conv := m.fit(net, in, b.Own("conv1", layer.Conv{ND: m.nd, In: in, Out: out, Kernel: counter.Cube(kernel), Same: true, Bias: true}))
	norm := parts.Maybe(b, "batchnorm", m.norm(out))
	return func(x counter.Value) counter.Value {
		if x = norm(conv(x)); relu {
			x = net.Do(layer.ReLU, x)
		}
		return x
	}
}

func (m *MultiResUNet) norm(c int64) counter.Layer {
	return layer.BatchNorm{ND: m.nd, C: c, Affine: true, TrackStats: true}
}

// block registers a MultiRes block.
func (m *MultiResUNet) block(net *counter.Net, b *counter.Module, in int64, level int) parts.Forward {
	w, sum := multiresWidths(level, 167)
	short := m.conv(net, b.Child("shortcut"), in, sum, 1, false)
	var convs [3]parts.Forward
	for i, name := range []string{"conv_3x3", "conv_5x5", "conv_7x7"} {
		convs[i] = m.conv(net, b.Child(name), in, w[i], 3, true)
		in = w[i]
	}
	norm1, norm2 := parts.Maybe(b, "batch_norm1", m.norm(sum)), parts.Maybe(b, "batch_norm2", m.norm(sum))
	return func(x counter.Value) counter.Value {
		s := short(x)
		var all []counter.Value
		for _, f := range convs {
			x = f(x)
			all = append(all, x)
		}
		x = net.Do(layer.Add{}, norm1(net.Do(layer.Concat{}, all...)), s)
		return net.Do(layer.ReLU, norm2(x))
	}
}

// path registers the residual convolutions of a skip connection.
func (m *MultiResUNet) path(net *counter.Net, b *counter.Module, in, c int64, n int) parts.Forward {
	shorts, convs, norms := b.Child("shortcuts"), b.Child("convs"), b.Child("bns")
	run := make([][3]parts.Forward, n)
	for i := range n {
		run[i][0] = m.conv(net, shorts.Child(strconv.Itoa(i)), in, c, 1, false)
		run[i][1] = m.conv(net, convs.Child(strconv.Itoa(i)), in, c, 3, true)
		in = c
	}
	for i := range n {
		run[i][2] = m.fit(net, c, norms.Own(strconv.Itoa(i), m.norm(c)))
	}
	return func(x counter.Value) counter.Value {
		for _, f := range run {
			s := f[0](x)
			x = net.Do(layer.ReLU, f[2](f[1](x)))
			x = net.Do(layer.ReLU, f[2](net.Do(layer.Add{}, x, s)))
		}
		return x
	}
}
