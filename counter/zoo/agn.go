package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// AGN is one of the eight segmentation networks of Attention-Gated-Networks
// (2018, https://github.com/ozan-oktay/Attention-Gated-Networks, commit
// eee4881): a U-Net in two or three dimensions, with different additions.
//
//   - unet_2D and unet_3D are plain. The latter is made for widely spaced slices:
//     kernels are 3×3×1 and pooling is 2×2×1.
//   - unet_nonlocal_2D and unet_nonlocal_3D have non-local blocks on two levels
//     of the encoder, in which every position takes a weighted sum of all others
//     (Wang et al., 2018, https://arxiv.org/abs/1711.07971).
//   - unet_grid_attention_3D has attention gates on three skip connections, all
//     fed with the bottleneck's gating signal (Oktay et al., 2018,
//     https://arxiv.org/abs/1804.03999).
//   - unet_CT_dsv_3D has kernels of 3×3×3 and deep supervision: every level of
//     the decoder makes its own prediction, and the last convolution joins them.
//   - unet_CT_single_att_dsv_3D and unet_CT_multi_att_dsv_3D add one or two
//     gates to each of three skip connections, fed from the level below.
//
// Filters are 64 … 1024 divided by feature_scale.
type AGN struct {
	agnClass
	FeatureScale, NClasses, InChannels int64
	IsDeconv, IsBatchnorm              bool
	NonlocalMode                       string
	NonlocalSF, AttentionDsample       []int64
	size                               []int64
	width                              int64 // of the first level, before it is divided
}

// An agnClass describes the differences between the repository's classes.
type agnClass struct {
	nd       int
	ct       bool // kernels of 3×3×3, deep supervision, interpolation only
	grid     bool // gates fed with the bottleneck's signal
	gates    int  // on a skip connection, fed from the level below
	nonlocal bool
}

// Sources of the eight networks.
var (
	agnRepo          = config.Source{Title: "ozan-oktay/Attention-Gated-Networks", Year: 2018, URL: "https://github.com/ozan-oktay/Attention-Gated-Networks", Commit: "eee4881fdc31920efd873773e0b744df8dacbfb6"}
	agnPaperGates    = config.Source{Title: "Oktay et al.: Attention U-Net: Learning Where to Look for the Pancreas", Year: 2018, URL: "https://arxiv.org/abs/1804.03999"}
	agnPaperNonlocal = config.Source{Title: "Wang et al.: Non-local Neural Networks", Year: 2018, URL: "https://arxiv.org/abs/1711.07971"}
)

// agnNets are the eight networks.
var agnNets = [...]struct {
	id, class   string
	name, about config.Text
	agnClass
	paper config.Source
}{
	{
		"agn-2d", "unet_2D",
		Text{EN: "U-Net 2D (Attention-Gated-Networks)", ZH: "二维 U-Net（Attention-Gated-Networks）"},
		Text{EN: "The plain two-dimensional U-Net beside the attention networks; batch norm in the encoder only.", ZH: "注意力网络的二维对照，仅编码器有批归一化。"},
		agnClass{nd: 2}, parts.PaperUNet,
	},
	{
		"agn-3d", "unet_3D",
		Text{EN: "U-Net 3D (Attention-Gated-Networks)", ZH: "三维 U-Net（Attention-Gated-Networks）"},
		Text{EN: "A plain U-Net for volumes of few slices: kernels of 3×3×1, pooling of 2×2×1.", ZH: "用于层数少的三维体数据：卷积核 3×3×1，池化 2×2×1。"},
		agnClass{nd: 3}, paperUNet3D,
	},
	{
		"agn-ct", "unet_CT_dsv_3D",
		Text{EN: "CT U-Net with deep supervision", ZH: "带深度监督的 CT U-Net"},
		Text{EN: "A U-Net for CT volumes; every decoder level predicts, and the last convolution joins them.", ZH: "用于 CT 三维体数据，每个解码层都输出预测，再由末层卷积合并。"},
		agnClass{nd: 3, ct: true}, paperUNet3D,
	},
	{
		"agn-ct-single", "unet_CT_single_att_dsv_3D",
		Text{EN: "CT Attention U-Net, single gates", ZH: "CT Attention U-Net，单注意力门"},
		Text{EN: "The Attention U-Net for CT volumes: one gate on each of three skip connections.", ZH: "用于 CT 三维体数据的 Attention U-Net，三条跳跃连接各有一个注意力门。"},
		agnClass{nd: 3, ct: true, gates: 1}, agnPaperGates,
	},
	{
		"agn-ct-multi", "unet_CT_multi_att_dsv_3D",
		Text{EN: "CT Attention U-Net, double gates", ZH: "CT Attention U-Net，双注意力门"},
		Text{EN: "The Attention U-Net for CT volumes: two gates on each of three skip connections.", ZH: "用于 CT 三维体数据的 Attention U-Net，三条跳跃连接各有两个注意力门。"},
		agnClass{nd: 3, ct: true, gates: 2}, agnPaperGates,
	},
	{
		"agn-grid", "unet_grid_attention_3D",
		Text{EN: "Grid attention U-Net", ZH: "网格注意力 U-Net"},
		Text{EN: "Attention gates on three skip connections, all fed with one signal from the bottleneck.", ZH: "三条跳跃连接带注意力门，门控信号均来自瓶颈层。"},
		agnClass{nd: 3, grid: true}, agnPaperGates,
	},
	{
		"agn-nonlocal-2d", "unet_nonlocal_2D",
		Text{EN: "Non-local U-Net 2D", ZH: "二维非局部 U-Net"},
		Text{EN: "Non-local blocks after the first two poolings of a two-dimensional U-Net.", ZH: "二维 U-Net 的前两次池化后各有一个非局部块。"},
		agnClass{nd: 2, nonlocal: true}, agnPaperNonlocal,
	},
	{
		"agn-nonlocal-3d", "unet_nonlocal_3D",
		Text{EN: "Non-local U-Net 3D", ZH: "三维非局部 U-Net"},
		Text{EN: "Non-local blocks at levels 2 and 3 of a three-dimensional U-Net.", ZH: "三维 U-Net 的第 2、3 层各有一个非局部块。"},
		agnClass{nd: 3, nonlocal: true}, agnPaperNonlocal,
	},
}

func init() {
	for _, a := range agnNets {
		config.Register(&config.Arch{
			ID: a.id, Family: parts.FamilyAttention, Name: a.name, About: a.about,
			Sources: []config.Source{a.paper, agnRepo}, Class: a.class,
			New: func(k *config.Knobs) config.Model { return newAGN(k, a.agnClass) },
		})
	}
}

func newAGN(k *config.Knobs, class agnClass) config.Model {
	u := &AGN{agnClass: class}
	k.Section(parts.SectionData)
	k.Number(&u.InChannels, "in_channels", 3, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
	k.Number(&u.NClasses, "n_classes", 21, 1, 65536, parts.LabelClasses, parts.HelpClasses).As(config.Classes)

	k.Section(parts.SectionNet)
	k.Number(&u.FeatureScale, "feature_scale", 4, 1, u.narrowest(64),
		Text{EN: "Feature scale", ZH: "通道缩放"},
		Text{EN: "Divides the filters 64, 128, 256, 512, 1024.", ZH: "通道数 64、128、256、512、1024 除以它。"}).As(config.WidthDivisor)
	deconv := k.Switch(&u.IsDeconv, "is_deconv", true,
		Text{EN: "Transposed convolutions", ZH: "转置卷积"}, u.helpDeconv())
	if u.ct {
		deconv.When(func() bool { return false })
	}
	k.Switch(&u.IsBatchnorm, "is_batchnorm", true,
		Text{EN: "Batch normalization", ZH: "批归一化"}, u.helpBatchnorm())
	if u.gated() {
		u.declareGates(k)
	}
	if u.nonlocal {
		u.declareNonlocal(k)
	}
	width := parts.EditedWidth(k, &u.width, 64)
	if u.nonlocal {
		width.Min, width.Max = 4, 2048
	}
	if u.nd == 2 {
		parts.InputSize(k, &u.size, 256)
	} else {
		parts.InputSize(k, &u.size, 96)
	}
	return u
}

// declareGates declares how attention gates weigh a skip connection.
func (u *AGN) declareGates(k *config.Knobs) {
	k.Select(&u.NonlocalMode, "nonlocal_mode",
		Text{EN: "Gate", ZH: "注意力门"},
		Text{EN: "How a gate's map is made; no parameter depends on it.", ZH: "门控图的算法，不影响参数量。"},
		Choice{Value: "concatenation", Label: Text{EN: "ReLU, then sigmoid", ZH: "ReLU 后接 sigmoid"}},
		Choice{Value: "concatenation_debug", Label: Text{EN: "softplus, then sigmoid", ZH: "softplus 后接 sigmoid"}},
		Choice{Value: "concatenation_residual", Label: Text{EN: "ReLU, then softmax", ZH: "ReLU 后接 softmax"}})
	k.Numbers(&u.AttentionDsample, "attention_dsample", []int64{2, 2, 2}, 1, 3, 1, 64,
		Text{EN: "Gate resolution", ZH: "门的分辨率"},
		Text{EN: "Kernel and stride with which a gate reads the skip connection: one number, or one for each dimension.", ZH: "注意力门读取跳跃连接的卷积核与步长：一个数，或每维一个。"})
}

// declareNonlocal declares how non-local blocks weigh positions.
func (u *AGN) declareNonlocal(k *config.Knobs) {
	k.Select(&u.NonlocalMode, "nonlocal_mode",
		Text{EN: "Non-local weights", ZH: "非局部权重"},
		Text{EN: "How the weight of one position for another is computed.", ZH: "一个位置对另一位置的权重如何计算。"},
		Choice{Value: "embedded_gaussian", Label: Text{EN: "embedded Gaussian", ZH: "嵌入高斯"}},
		Choice{Value: "gaussian", Label: Text{EN: "Gaussian (the published code fails)", ZH: "高斯（原代码会出错）"}},
		Choice{Value: "dot_product", Label: Text{EN: "dot product", ZH: "点积"}},
		Choice{Value: "concatenation", Label: Text{EN: "concatenation", ZH: "拼接"}},
		Choice{Value: "concat_proper", Label: Text{EN: "concatenation, per pair", ZH: "逐对拼接"}},
		Choice{Value: "concat_proper_down", Label: Text{EN: "concatenation, per pair, at low resolution", ZH: "逐对拼接，低分辨率"}})
	k.Numbers(&u.NonlocalSF, "nonlocal_sf", []int64{4}, 1, u.nd, 1, 64,
		Text{EN: "Non-local pooling", ZH: "非局部池化"},
		Text{EN: "Positions are pooled by this before they are compared: one number, or one for each dimension.", ZH: "比较之前先按此池化：一个数，或每维一个。"})
}

func (u *AGN) gated() bool { return u.grid || u.gates > 0 }

// narrowest returns the largest feature_scale that leaves every convolution a
// channel, for a width of the first level; those inside non-local blocks have a quarter of a level's.
func (u *AGN) narrowest(width int64) int64 {
	if u.nonlocal {
		return width << (u.nd - 2) / 4 // in three dimensions they begin at level 2
	}
	return width
}

func (u *AGN) helpDeconv() config.Text {
	switch {
	case u.ct:
		return Text{EN: "Has no effect: the published code always interpolates.", ZH: "无效果：原代码始终使用插值。"}
	case u.nd == 2:
		return Text{EN: "Of 4×4; without them the published code can be built, but not run.", ZH: "4×4；关闭时原代码能建网络，但无法运行。"}
	}
	return Text{EN: "Of 4×4×1, in place of interpolation.", ZH: "4×4×1，代替插值。"}
}

func (u *AGN) helpBatchnorm() config.Text {
	switch {
	case u.nd == 2 && u.nonlocal:
		return Text{EN: "In the encoder; non-local blocks always have it, the decoder never.", ZH: "编码器的；非局部块始终有，解码器始终没有。"}
	case u.nd == 2:
		return Text{EN: "In the encoder; the decoder never has it.", ZH: "编码器的；解码器始终没有。"}
	case u.nonlocal:
		return Text{EN: "In the encoder; the decoder and non-local blocks always have it.", ZH: "编码器的；解码器和非局部块始终有。"}
	case u.gated():
		return Text{EN: "Attention gates always have it.", ZH: "注意力门始终有。"}
	}
	return Text{EN: "After every convolution of a block.", ZH: "块内每个卷积之后。"}
}

// Check implements [config.Model].
func (u *AGN) Check() error {
	if err := parts.CheckDivisor("feature_scale", u.FeatureScale, u.narrowest(u.width)); err != nil {
		return err
	}
	if len(u.AttentionDsample) == 2 {
		return u.needsAxes("attention_dsample", u.AttentionDsample)
	}
	if n := len(u.NonlocalSF); n > 1 && n != u.nd {
		return u.needsAxes("nonlocal_sf", u.NonlocalSF)
	}
	return nil
}

func (u *AGN) needsAxes(key string, value []int64) error {
	return &config.ValueError{Key: key, Value: config.Join(value, ","),
		Nearest: []string{strconv.FormatInt(value[0], 10)}, Text: config.Textf(
			"needs one number, or %d: one for each dimension", "需要 1 个数，或每维一个共 %d 个数", u.nd)}
}

// Input implements [config.Model].
func (u *AGN) Input() (counter.Axes, error) { return parts.InputAxes(u.size, u.nd) }

// ClosedForm implements [config.Model]: the polynomial in the width of the first level.
func (u *AGN) ClosedForm() (int64, counter.Poly, error) {
	if u.width%u.FeatureScale != 0 || u.nonlocal && u.width/u.FeatureScale<<(u.nd-2)%4 != 0 {
		return 0, counter.Poly{}, counter.ErrNotPolynomial
	}
	step := int64(1)
	if u.nonlocal {
		step = 4
	}
	p, err := parts.Polynomial(step, func(net *counter.Net, w int64) { u.build(net, parts.Doubling(w, 5)) })
	return u.width / u.FeatureScale, p, err
}

// Build implements [config.Model].
func (u *AGN) Build(net *counter.Net) {
	filters := parts.Doubling(u.width, 5)
	for i := range filters {
		filters[i] /= u.FeatureScale
	}
	u.build(net, filters)
}

// agnLevels is the number of levels, of which the last is the bottleneck.
const agnLevels = 5

// An agnGate weighs a skip connection by a signal.
type agnGate func(skip, signal counter.Value) counter.Value

func (u *AGN) build(net *counter.Net, filters []int64) {
	skips, x := u.encode(net, filters)
	signal := x
	var gates []agnGate
	if u.gated() {
		signal, gates = u.registerGates(net, x, filters)
	}
	if u.grid {
		for level := agnLevels - 1; level >= 2; level-- {
			net.At(counter.Decoder, level)
			skips[level] = gates[level](skips[level], signal)
		}
	}
	var ups [agnLevels]counter.Value // by level
	for level := agnLevels - 1; level >= 1; level-- {
		net.At(counter.Decoder, level)
		skip := skips[level]
		if u.gates > 0 && level >= 2 {
			skip = gates[level](skip, signal)
		}
		x = u.up(net, net.Root().Child("up_concat"+strconv.Itoa(level)), skip, x, filters[level-1])
		ups[level], signal = x, x
	}
	if u.ct {
		x = u.predictions(net, ups[:])
	}
	net.At(counter.Head, 1)
	net.Root().Apply("final", u.conv(x.C, u.NClasses, counter.Cube(1)), x)
}

// encode adds the encoder and the bottleneck. It returns the skip connections, by
// level, and the bottleneck's output.
func (u *AGN) encode(net *counter.Net, filters []int64) (skips []counter.Value, x counter.Value) {
	root := net.Root()
	x = net.Input(u.InChannels, u.nd)
	skips = make([]counter.Value, agnLevels)
	for level := 1; level < agnLevels; level++ {
		n := strconv.Itoa(level)
		net.At(counter.Encoder, level)
		x = u.block(root.Child("conv"+n), x.C, filters[level-1], u.IsBatchnorm)(x)
		if u.nonlocal && u.nd == 3 && (level == 2 || level == 3) {
			x = u.nonlocalBlock(net, root.Child("nonlocal"+n), x.C)(x)
		}
		skips[level] = x
		if level+1 < agnLevels {
			net.At(counter.Encoder, level+1)
		} else {
			net.At(counter.Bottleneck, agnLevels)
		}
		x = root.Apply("maxpool"+n, layer.Pool{ND: u.nd, Kernel: u.across(2)}, x)
		if u.nonlocal && u.nd == 2 && level <= 2 {
			x = u.nonlocalBlock(net, root.Child("nonlocal"+n), x.C)(x)
		}
	}
	return skips, u.block(root.Child("center"), x.C, filters[agnLevels-1], u.IsBatchnorm)(x)
}

// registerGates adds the gating signal and registers the gates, by level. They are
// registered before the decoder and from the finest level, but run within it and from
// the coarsest.
func (u *AGN) registerGates(net *counter.Net, x counter.Value, filters []int64) (signal counter.Value, gates []agnGate) {
	root := net.Root()
	out := filters[agnLevels-1]
	if u.grid {
		out = filters[agnLevels-2]
	}
	layers := []counter.Layer{u.conv(x.C, out, counter.Cube(1)), u.batchNorm(out), layer.ReLU}
	if !u.IsBatchnorm {
		layers = []counter.Layer{layers[0], layers[2]}
	}
	signal = parts.Sequential(root.Child("gating").Child("conv1"), layers...)(x)
	gates = make([]agnGate, agnLevels)
	for level := 2; level < agnLevels; level++ {
		m := root.Child("attentionblock" + strconv.Itoa(level))
		if u.grid {
			gates[level] = u.gate(net, m, filters[level-1], out)
		} else {
			gates[level] = u.multiGate(net, m, filters[level-1], filters[level])
		}
	}
	return signal, gates
}

// predictions adds a prediction at every level of the decoder, and returns them
// joined at the finest.
func (u *AGN) predictions(net *counter.Net, ups []counter.Value) counter.Value {
	root := net.Root()
	heads := make([]counter.Value, agnLevels-1)
	for level := agnLevels - 1; level > 1; level-- {
		net.At(counter.Head, level)
		heads[level-1] = parts.Sequential(root.Child("dsv"+strconv.Itoa(level)).Child("dsv"),
			u.conv(ups[level].C, u.NClasses, counter.Cube(1)),
			layer.Upsample{ND: u.nd, Linear: true, Scale: counter.Cube(1 << (level - 1))})(ups[level])
	}
	net.At(counter.Head, 1)
	heads[0] = root.Apply("dsv1", u.conv(ups[1].C, u.NClasses, counter.Cube(1)), ups[1])
	return net.Do(layer.Concat{}, heads...)
}

// across returns axes of length n; the third axis is 1 for networks that are not for CT.
func (u *AGN) across(n int64) counter.Axes {
	if u.nd == 3 && !u.ct {
		return counter.Axes{n, n, 1}
	}
	return counter.Cube(n)
}

// conv returns a convolution that keeps the size, with bias.
func (u *AGN) conv(in, out int64, kernel counter.Axes) layer.Conv {
	c := layer.Conv{ND: u.nd, In: in, Out: out, Kernel: kernel, Bias: true}
	for i, k := range kernel {
		c.Padding[i] = k / 2
	}
	return c
}

func (u *AGN) batchNorm(c int64) counter.Layer {
	return layer.BatchNorm{ND: u.nd, C: c, Affine: true, TrackStats: true}
}

// block registers the two convolutions of a level.
func (u *AGN) block(m *counter.Module, in, out int64, norm bool) parts.Forward {
	one := func(name string, in int64) parts.Forward {
		if norm {
			return parts.Sequential(m.Child(name), u.conv(in, out, u.across(3)), u.batchNorm(out), layer.ReLU)
		}
		return parts.Sequential(m.Child(name), u.conv(in, out, u.across(3)), layer.ReLU)
	}
	first, second := one("conv1", in), one("conv2", out)
	return func(x counter.Value) counter.Value { return second(first(x)) }
}

// up leads from the level below to a level of out channels. Its block is
// registered first. In two dimensions, and with transposed convolutions, it is
// made for twice the channels of the level, as those lead to.
func (u *AGN) up(net *counter.Net, m *counter.Module, skip, below counter.Value, out int64) counter.Value {
	deconv := u.IsDeconv && !u.ct
	in := below.C
	if u.nd == 3 && !deconv {
		in += out
	}
	norm := u.nd == 3 && (u.IsBatchnorm || u.nonlocal)
	block := u.block(m.Child("conv"), in, out, norm)

	var up counter.Layer = layer.Upsample{ND: u.nd, Linear: true, Scale: u.across(2)}
	if deconv {
		t := layer.ConvTranspose{ND: u.nd, In: below.C, Out: out,
			Kernel: counter.Cube(4), Stride: counter.Cube(2), Padding: counter.Cube(1), Bias: true}
		if u.nd == 3 {
			t.Kernel[2], t.Stride[2], t.Padding[2] = 1, 1, 0
		}
		up = t
	}
	x := net.Do(layer.Concat{}, skip, m.Apply("up", up, below))
	if x.C != in {
		x = net.Do(layer.ChannelMismatch{C: in}, x)
	}
	return block(x)
}

// gate registers an attention gate for a skip connection of c channels, and a signal of
// the given number of channels.
func (u *AGN) gate(net *counter.Net, m *counter.Module, c, signal int64) agnGate {
	w := parts.Sequential(m.Child("W"), u.conv(c, c, counter.Cube(1)), u.batchNorm(c))
	stride := parts.AxesOf(u.AttentionDsample)
	theta := m.Own("theta", layer.Conv{ND: u.nd, In: c, Out: c, Kernel: stride, Stride: stride})
	phi := m.Own("phi", u.conv(signal, c, counter.Cube(1)))
	psi := m.Own("psi", u.conv(c, 1, counter.Cube(1)))
	return func(x, g counter.Value) counter.Value {
		read := theta.Run(x)
		f := net.Do(layer.Interpolate{Linear: true}, phi.Run(g), read)
		f = net.Do(layer.Add{}, read, f)
		if u.NonlocalMode == "concatenation_debug" {
			f = net.Do(layer.Activation{Name: "Softplus"}, f)
		} else {
			f = net.Do(layer.ReLU, f)
		}
		f = psi.Run(f)
		if u.NonlocalMode == "concatenation_residual" {
			f = net.Do(layer.AttentionWeights{Softmax: true, Axis: -1}, f)
		} else {
			f = net.Do(layer.Sigmoid, f)
		}
		f = net.Do(layer.Interpolate{Linear: true}, f, x)
		return w(net.Do(layer.Mul{}, f, x))
	}
}

// multiGate registers one or two gates and a convolution that joins them.
func (u *AGN) multiGate(net *counter.Net, m *counter.Module, c, signal int64) agnGate {
	gates := make([]agnGate, u.gates)
	for i := range gates {
		gates[i] = u.gate(net, m.Child("gate_block_"+strconv.Itoa(i+1)), c, signal)
	}
	combine := parts.Sequential(m.Child("combine_gates"),
		u.conv(c*int64(u.gates), c, counter.Cube(1)), u.batchNorm(c), layer.ReLU)
	return func(skip, signal counter.Value) counter.Value {
		gated := make([]counter.Value, len(gates))
		for i, gate := range gates {
			gated[i] = gate(skip, signal)
		}
		if len(gated) == 1 {
			return combine(gated[0])
		}
		return combine(net.Do(layer.Concat{}, gated...))
	}
}

// An agnNonlocal is a non-local block: each position takes a sum of the results of g at
// all positions, weighted by comparing their keys with its query.
type agnNonlocal struct {
	*AGN
	net            *counter.Net
	g, w           parts.Forward
	theta, phi     parts.Forward   // compute queries and keys; nil: the features themselves
	wfTheta, wfPhi *counter.Module // of concatenation
	psi            *counter.Module // of concatenation per pair
}

// nonlocalBlock registers a non-local block for c channels.
func (u *AGN) nonlocalBlock(net *counter.Net, m *counter.Module, c int64) parts.Forward {
	inner, pool := c/4, parts.AxesOf(u.NonlocalSF)
	pools := max(pool[0], pool[1], pool[2]) > 1
	maxpool := layer.Pool{ND: u.nd, Kernel: pool}
	point := u.conv(c, inner, counter.Cube(1))
	embed := func(name string, pooled bool) parts.Forward {
		if pooled {
			return parts.Sequential(m.Child(name), point, maxpool)
		}
		leaf := m.Own(name, point)
		return func(x counter.Value) counter.Value { return leaf.Run(x) }
	}

	b := &agnNonlocal{AGN: u, net: net}
	b.g = embed("g", pools)
	b.w = parts.Sequential(m.Child("W"), u.conv(inner, c, counter.Cube(1)), u.batchNorm(c))
	if u.NonlocalMode != "gaussian" {
		b.theta = embed("theta", pools && u.downsampled())
		b.phi = embed("phi", pools)
	} else if pools {
		keys := m.Own("phi", maxpool)
		b.phi = func(x counter.Value) counter.Value { return keys.Run(x) }
	}
	switch u.NonlocalMode {
	case "concatenation":
		b.wfPhi = m.Own("wf_phi", layer.Linear{In: inner, Out: 1})
		b.wfTheta = m.Own("wf_theta", layer.Linear{In: inner, Out: 1})
	case "concat_proper", "concat_proper_down":
		b.psi = m.Own("psi", layer.Conv{ND: 2, In: inner, Out: 1, Kernel: counter.Cube(1), Bias: true})
	}
	return b.run
}

// downsampled reports whether queries are pooled too, and the result enlarged.
func (u *AGN) downsampled() bool { return u.NonlocalMode == "concat_proper_down" }

func (b *agnNonlocal) run(x counter.Value) counter.Value {
	net := b.net
	values := b.g(x)
	queries, keys := x, x
	if b.NonlocalMode == "gaussian" {
		queries = net.Do(layer.RuntimeError{}, x) // compares a list with a number
	}
	if b.theta != nil {
		queries = b.theta(x)
	}
	if b.phi != nil {
		keys = b.phi(x)
	}
	y := net.Do(layer.PairWeighted{}, b.weights(queries, keys), values, queries)
	if b.downsampled() {
		if b.nd == 2 {
			y = net.Do(layer.RuntimeError{}, y) // interpolates as in three dimensions
		}
		y = net.Do(layer.Interpolate{Linear: true}, y, x)
	}
	return net.Do(layer.Add{}, b.w(y), x)
}

// weights returns the weight of every key for every query.
func (b *agnNonlocal) weights(queries, keys counter.Value) counter.Value {
	net := b.net
	switch {
	case b.wfPhi != nil:
		f := net.Do(layer.PairSum{}, b.wfTheta.Run(queries), b.wfPhi.Run(keys))
		f = net.Do(layer.ReLU, f)
		return net.Do(layer.AttentionWeights{Axis: 0}, f) // by the number of queries, as published
	case b.psi != nil:
		f := net.Do(layer.PairSum{}, queries, keys)
		f = b.psi.Run(net.Do(layer.ReLU, f))
		return net.Do(layer.AttentionWeights{Softmax: true, Axis: 1}, f)
	}
	f := net.Do(layer.PairDot{}, queries, keys)
	return net.Do(layer.AttentionWeights{Softmax: b.NonlocalMode != "dot_product", Axis: 1}, f)
}
