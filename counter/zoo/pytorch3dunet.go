package zoo

import (
	"errors"
	"strconv"
	"strings"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/number"
	"unetparams/counter/zoo/parts"
)

var (
	paperUNet3D   = config.Source{Title: "Çiçek et al.: 3D U-Net: Learning Dense Volumetric Segmentation from Sparse Annotation", Year: 2016, URL: "https://arxiv.org/abs/1606.06650"}
	paperResidual = config.Source{Title: "Lee, Zung, Li, Jain, Seung: Superhuman Accuracy on the SNEMI3D Connectomics Challenge", Year: 2017, URL: "https://arxiv.org/abs/1706.00120"}
)

// Pytorch3DUNet is one of the five networks of wolny/pytorch-3dunet (2018,
// https://github.com/wolny/pytorch-3dunet, commit a33e2c7). The order of their layers is
// given by letters, "gcr" for group norm, convolution, ReLU; the convolutions have a
// bias only if there is no normalization.
//
//   - UNet3D and UNet2D have two convolutions a level, of which an encoder's
//     first one goes to half the width, and interpolate on the way up.
//   - ResidualUNet3D and ResidualUNet2D have residual blocks, transposed
//     convolutions, and skip connections that are added (Lee et al., 2017,
//     https://arxiv.org/abs/1706.00120).
//   - ResidualUNetSE3D ends every block with an excitation of channels and one
//     of positions, of which the larger counts (Roy et al., 2018,
//     https://arxiv.org/abs/1803.02579).
//
// The argument dropout_prob has no setting: it does not affect anything that is counted.
type Pytorch3DUNet struct {
	pytorch3DUNetClass
	In, Out, Groups, Levels, Upscale int64
	FMaps, Padding                   []int64
	Sigmoid, Segmentation            bool
	Order, Upsample                  string
	Size                             []int64
}

// A pytorch3DUNetClass describes the differences between the repository's classes.
type pytorch3DUNetClass struct {
	nd                int
	residual, excited bool
	levels            int64
}

func init() {
	repo := config.Source{Title: "wolny/pytorch-3dunet", Year: 2018, URL: "https://github.com/wolny/pytorch-3dunet", Commit: "a33e2c7038a0b51296ca4f99b0f0ed4b61740705"}
	for _, a := range []struct {
		id, class   string
		name, about config.Text
		pytorch3DUNetClass
		papers []config.Source
	}{
		{
			"pt3dunet-unet3d", "UNet3D",
			Text{EN: "3D U-Net (pytorch-3dunet)", ZH: "三维 U-Net（pytorch-3dunet）"},
			Text{EN: "The 3D U-Net with group norm, interpolation on the way up and half the width first.", ZH: "带组归一化的三维 U-Net，上采样用插值，每层第一个卷积只到一半宽度。"},
			pytorch3DUNetClass{nd: 3, levels: 4}, []config.Source{paperUNet3D},
		},
		{
			"pt3dunet-residualunet3d", "ResidualUNet3D",
			Text{EN: "Residual 3D U-Net (pytorch-3dunet)", ZH: "三维残差 U-Net（pytorch-3dunet）"},
			Text{EN: "Residual blocks, transposed convolutions, and skip connections that are added.", ZH: "残差块、转置卷积，跳跃连接为相加。"},
			pytorch3DUNetClass{nd: 3, residual: true, levels: 5}, []config.Source{paperResidual},
		},
		{
			"pt3dunet-residualunetse3d", "ResidualUNetSE3D",
			Text{EN: "Residual 3D U-Net with excitation (pytorch-3dunet)", ZH: "带激励的三维残差 U-Net（pytorch-3dunet）"},
			Text{EN: "The residual 3D U-Net with squeeze and excitation after every block.", ZH: "每个块之后带压缩激励的三维残差 U-Net。"},
			pytorch3DUNetClass{nd: 3, residual: true, excited: true, levels: 5},
			[]config.Source{paperResidual, {Title: "Roy, Navab, Wachinger: Concurrent Spatial and Channel Squeeze & Excitation in Fully Convolutional Networks", Year: 2018, URL: "https://arxiv.org/abs/1803.02579"}},
		},
		{
			"pt3dunet-unet2d", "UNet2D",
			Text{EN: "2D U-Net (pytorch-3dunet)", ZH: "二维 U-Net（pytorch-3dunet）"},
			Text{EN: "The 3D U-Net of this repository for images.", ZH: "该仓库三维 U-Net 的二维版。"},
			pytorch3DUNetClass{nd: 2, levels: 4}, []config.Source{parts.PaperUNet},
		},
		{
			"pt3dunet-residualunet2d", "ResidualUNet2D",
			Text{EN: "Residual 2D U-Net (pytorch-3dunet)", ZH: "二维残差 U-Net（pytorch-3dunet）"},
			Text{EN: "The residual 3D U-Net of this repository for images.", ZH: "该仓库三维残差 U-Net 的二维版。"},
			pytorch3DUNetClass{nd: 2, residual: true, levels: 5}, []config.Source{paperResidual},
		},
	} {
		config.Register(&config.Arch{
			ID: a.id, Family: parts.FamilyVolumetric, Name: a.name, About: a.about,
			Sources: append(a.papers, repo), Class: a.class,
			New: func(k *config.Knobs) config.Model { return newPytorch3DUNet(k, a.pytorch3DUNetClass) },
		})
	}
}

func newPytorch3DUNet(k *config.Knobs, class pytorch3DUNetClass) config.Model {
	m := &Pytorch3DUNet{pytorch3DUNetClass: class}
	k.Section(parts.SectionData)
	k.Number(&m.In, "in_channels", 1, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
	k.Number(&m.Out, "out_channels", 1, 1, 65536, parts.LabelClasses, parts.HelpClasses).As(config.Classes)
	k.Switch(&m.Segmentation, "is_segmentation", true,
		Text{EN: "Segmentation", ZH: "分割"},
		Text{EN: "Off: regression, without an activation at the end.", ZH: "关：回归，末尾没有激活函数。"}).As(config.Uncounted)
	k.Switch(&m.Sigmoid, "final_sigmoid", true,
		Text{EN: "Sigmoid at the end", ZH: "末尾用 sigmoid"},
		Text{EN: "Off: softmax.", ZH: "关：softmax。"}).As(config.Uncounted).When(func() bool { return m.Segmentation })

	k.Section(parts.SectionNet)
	k.Numbers(&m.FMaps, "f_maps", []int64{64}, 1, 10, 1, 65536,
		Text{EN: "Feature maps", ZH: "通道数"},
		Text{EN: "One number: that of the first level, doubled with every level. Several: one a level.", ZH: "一个数：首级通道数，逐级加倍。多个数：逐层给出。"}).As(config.Width).Scales()
	k.Number(&m.Levels, "num_levels", class.levels, 2, 10,
		Text{EN: "Levels", ZH: "级数"},
		Text{EN: "Of the U, the bottleneck counted.", ZH: "U 形的级数，含瓶颈层。"}).As(config.Depth).
		When(func() bool { return len(m.FMaps) == 1 })
	k.Word(&m.Order, "layer_order", "gcr",
		Text{EN: "Order of layers", ZH: "层的顺序"},
		Text{EN: "c convolution, g group norm, b batch norm, r ReLU, l leaky ReLU, e ELU, d and D dropout.", ZH: "c 卷积，g 组归一化，b 批归一化，r ReLU，l Leaky ReLU，e ELU，d 和 D 随机失活。"},
		Choice{Value: "c", Label: Text{EN: "convolution", ZH: "卷积"}},
		Choice{Value: "g", Label: Text{EN: "group norm", ZH: "组归一化"}},
		Choice{Value: "b", Label: Text{EN: "batch norm", ZH: "批归一化"}},
		Choice{Value: "r", Label: Text{EN: "ReLU", ZH: "ReLU"}},
		Choice{Value: "l", Label: Text{EN: "leaky ReLU", ZH: "Leaky ReLU"}},
		Choice{Value: "e", Label: Text{EN: "ELU", ZH: "ELU"}},
		Choice{Value: "d", Label: Text{EN: "dropout", ZH: "随机失活"}},
		Choice{Value: "D", Label: Text{EN: "dropout of channels", ZH: "通道随机失活"}})
	k.Number(&m.Groups, "num_groups", 8, 1, 65536,
		Text{EN: "Groups", ZH: "组数"},
		Text{EN: "Of the group norm; fewer channels than groups make one group. No parameter depends on it.", ZH: "组归一化的组数；通道数少于组数时为一组。不影响参数量。"}).
		When(func() bool { return strings.Contains(m.Order, "g") })
	m.declareUpsampling(k)
	m.declareConvs(k)
	parts.InputSize(k, &m.Size, map[int]int64{2: 256, 3: 64}[class.nd])
	return m
}

func (m *Pytorch3DUNet) declareUpsampling(k *config.Knobs) {
	k.Select(&m.Upsample, "upsample",
		Text{EN: "Up-sampling", ZH: "上采样方式"}, m.helpUpsample(),
		Choice{Value: "default", Label: Text{EN: "default", ZH: "默认"}},
		Choice{Value: "nearest", Label: Text{EN: "nearest neighbor", ZH: "最近邻插值"}},
		Choice{Value: "linear", Label: Text{EN: "linear (can't be run)", ZH: "线性插值（无法运行）"}},
		Choice{Value: "bilinear", Label: Text{EN: "bilinear (2D)", ZH: "双线性插值（二维）"}},
		Choice{Value: "trilinear", Label: Text{EN: "trilinear (3D)", ZH: "三线性插值（三维）"}},
		Choice{Value: "area", Label: Text{EN: "area", ZH: "区域插值"}},
		Choice{Value: "deconv", Label: Text{EN: "transposed convolution", ZH: "转置卷积"}},
		Choice{Value: "none", Label: Text{EN: "none (needs padding that makes up for it)", ZH: "无（须由填充补足尺寸）"}},
		Choice{Value: "bicubic", Label: Text{EN: "bicubic (2D)", ZH: "双三次插值（二维）"}},
		Choice{Value: "nearest-exact", Label: Text{EN: "nearest neighbor, exact", ZH: "最近邻插值（精确）"}}).As(config.Upsampling)
}

// declareConvs declares the settings that apply only to convolutions outside of residual
// blocks.
func (m *Pytorch3DUNet) declareConvs(k *config.Knobs) {
	helpPadding := Text{EN: "Of every 3×3 convolution: one number, or one for each dimension.", ZH: "每个 3×3 卷积的填充：一个数，或每维一个。"}
	helpUpscale := Text{EN: "2: an encoder's first convolution goes to half the width. Only 1 changes that.", ZH: "为 2 时编码器第一个卷积只到一半宽度；只有 1 会改变这一点。"}
	if m.residual {
		helpPadding = Text{EN: "Has no effect on residual blocks.", ZH: "对残差块没有作用。"}
		helpUpscale = helpPadding
	}
	plain := func() bool { return !m.residual }
	k.Numbers(&m.Padding, "conv_padding", []int64{1}, 1, m.nd, 0, 64,
		Text{EN: "Padding", ZH: "填充"}, helpPadding).When(plain)
	k.Number(&m.Upscale, "conv_upscale", 2, 1, 64,
		Text{EN: "Convolution that widens", ZH: "加宽的卷积"}, helpUpscale).When(plain)
}

func (m *Pytorch3DUNet) helpUpsample() config.Text {
	if m.residual {
		return Text{
			EN: "By default transposed convolutions, and skip connections are added. With any other choice they are concatenated, which only fits transposed convolutions.",
			ZH: "默认用转置卷积，跳跃连接相加；其他选项改为拼接，只有转置卷积与之相符。",
		}
	}
	return Text{EN: "By default nearest neighbor.", ZH: "默认为最近邻插值。"}
}

// Check implements [config.Model].
func (m *Pytorch3DUNet) Check() error {
	if n := len(m.Padding); !m.residual && n > 1 && n != m.nd {
		return &config.ValueError{Key: "conv_padding", Value: config.Join(m.Padding, ","),
			Nearest: []string{strconv.FormatInt(m.Padding[0], 10)}, Text: config.Textf(
				"needs one number, or %d: one for each dimension", "需要 1 个数，或每维一个共 %d 个数", m.nd)}
	}
	order := &config.ValueError{Key: "layer_order", Value: m.Order,
		Nearest: []string{"c" + strings.ReplaceAll(m.Order, "c", "")}}
	switch {
	case !strings.Contains(m.Order, "c"):
		order.Text = Text{EN: "needs a convolution: c", ZH: "须含卷积 c"}
		return order
	case strings.ContainsAny(m.Order[:1], "rle"):
		order.Text = Text{EN: "can't begin with an activation", ZH: "不能以激活函数开头"}
		return order
	}
	return m.checkGroups()
}

// checkGroups returns an error if the groups do not divide the channels of every level.
func (m *Pytorch3DUNet) checkGroups() error {
	if !strings.Contains(m.Order, "g") {
		return nil
	}
	var e *counter.Error
	n := *m
	undivided := func() bool {
		_, err := counter.Count(n.Build)
		return errors.As(err, &e) && e.Problem == counter.Groups
	}
	if !undivided() {
		return nil
	}
	err := &config.ValueError{Key: "num_groups", Value: strconv.FormatInt(m.Groups, 10), Text: config.At(e.Stage,
		"can't divide the channels at level %d (%s), which are %s",
		"无法等分第 %d 层（%s）的 %s 个通道", number.Grouped(e.Got.C))}
	for n.Groups > 1 {
		n.Groups = parts.GCD(n.Groups, e.Got.C)
		if !undivided() {
			err.Nearest = []string{strconv.FormatInt(n.Groups, 10)}
			break
		}
	}
	return err
}

// Input implements [config.Model].
func (m *Pytorch3DUNet) Input() (counter.Axes, error) { return parts.InputAxes(m.Size, m.nd) }

func (m *Pytorch3DUNet) filters() []int64 {
	if len(m.FMaps) == 1 {
		return parts.Doubling(m.FMaps[0], int(m.Levels))
	}
	return m.FMaps
}

// ClosedForm implements [config.Model]: the polynomial in the first level's width. It
// holds for widths that are divided by two and by the groups, and larger than
// the input's channels.
func (m *Pytorch3DUNet) ClosedForm() (int64, counter.Poly, error) {
	filters := m.filters()
	width := filters[0]
	for i, n := range filters {
		if n != width<<i {
			return 0, counter.Poly{}, counter.ErrNotPolynomial
		}
	}
	step := 2 * (m.In + 1)
	if strings.Contains(m.Order, "g") {
		step *= m.Groups
	}
	p, err := parts.Polynomial(step, func(net *counter.Net, w int64) { m.build(net, parts.Doubling(w, len(filters))) })
	if err != nil {
		return 0, counter.Poly{}, err
	}
	want, err := counter.Count(m.Build)
	if err != nil {
		return 0, counter.Poly{}, err
	}
	if n, err := p.At(width); err != nil || n != want {
		return 0, counter.Poly{}, counter.ErrNotPolynomial
	}
	return width, p, nil
}

// Build implements [config.Model].
func (m *Pytorch3DUNet) Build(net *counter.Net) { m.build(net, m.filters()) }

func (m *Pytorch3DUNet) build(net *counter.Net, filters []int64) {
	root := net.Root()
	x := net.Input(m.In, m.nd)
	deepest := len(filters) - 1

	encoders := root.Child("encoders")
	skips := make([]counter.Value, deepest)
	for i, f := range filters {
		if i < deepest {
			net.At(counter.Encoder, i+1)
		} else {
			net.At(counter.Bottleneck, i+1)
		}
		encoder := encoders.Child(strconv.Itoa(i))
		if i > 0 {
			x = encoder.Apply("pooling", layer.Pool{ND: m.nd, Kernel: counter.Cube(2)}, x)
		}
		x = m.block(net, encoder.Child("basic_module"), x.C, f, true)(x)
		if i < deepest {
			skips[i] = x
		}
	}

	decoders := root.Child("decoders")
	for i := deepest - 1; i >= 0; i-- {
		net.At(counter.Decoder, i+1)
		decoder := decoders.Child(strconv.Itoa(deepest - 1 - i))
		f, skip, below := filters[i], skips[i], x.C
		x = m.up(net, decoder, skip, x)
		in := below
		if m.residual && m.Upsample == "default" {
			x, in = net.Do(layer.Add{}, skip, x), f
		} else {
			x = net.Do(layer.Concat{}, skip, x)
			if !m.residual && m.Upsample != "deconv" {
				in += f
			}
		}
		if x.C != in {
			x = net.Do(layer.ChannelMismatch{C: in}, x)
		}
		x = m.block(net, decoder.Child("basic_module"), in, f, false)(x)
	}

	net.At(counter.Head, 1)
	x = root.Apply("final_conv", m.point(x.C, m.Out), x)
	if m.Segmentation {
		last := layer.Softmax
		if m.Sigmoid {
			last = layer.Sigmoid
		}
		x = root.Apply("final_activation", last, x)
	}
	net.Output(x)
}

// point returns a convolution with a kernel of 1.
func (m *Pytorch3DUNet) point(in, out int64) layer.Conv {
	return layer.Conv{ND: m.nd, In: in, Out: out, Kernel: counter.Cube(1), Bias: true}
}

// up leads to the size of the skip connection. A transposed convolution gives
// one less than twice the size; what is missing is interpolated.
func (m *Pytorch3DUNet) up(net *counter.Net, decoder *counter.Module, skip, x counter.Value) counter.Value {
	mode := m.Upsample
	if mode == "default" {
		mode = "nearest"
		if m.residual {
			mode = "deconv"
		}
	}
	linear := map[int]string{2: "bilinear", 3: "trilinear"}[m.nd]
	switch mode {
	case "deconv":
		x = decoder.Child("upsampling").Child("upsample").Apply("conv_transposed", layer.ConvTranspose{
			ND: m.nd, In: x.C, Out: skip.C, Kernel: counter.Cube(3), Stride: counter.Cube(2), Padding: counter.Cube(1)}, x)
	case "none":
		return x // and is joined where its size is that of the skip connection all the same
	case "nearest", "nearest-exact", "area", linear, map[int]string{2: "bicubic"}[m.nd]:
	default:
		x = net.Do(layer.RuntimeError{}, x) // a mode for other dimensions
	}
	return net.Do(layer.Interpolate{Linear: mode == linear}, x, skip)
}

// block registers the block of a level.
func (m *Pytorch3DUNet) block(net *counter.Net, b *counter.Module, in, out int64, encoder bool) parts.Forward {
	if m.residual {
		return m.residualBlock(net, b, in, out)
	}
	mid := out
	if encoder && m.Upscale != 1 {
		mid = out / 2
	}
	if encoder {
		mid = max(mid, in)
	}
	padding := parts.AxesOf(m.Padding)
	first := m.single(b.Child("SingleConv1"), in, mid, m.Order, padding)
	second := m.single(b.Child("SingleConv2"), mid, out, m.Order, padding)
	return func(x counter.Value) counter.Value { return second(first(x)) }
}

// residualBlock registers a residual block. What leads to its channels is a
// convolution before both ways.
func (m *Pytorch3DUNet) residualBlock(net *counter.Net, b *counter.Module, in, out int64) parts.Forward {
	lead := counter.Layer(m.point(in, out))
	if in == out {
		lead = nil
	}
	conv1 := parts.Maybe(b, "conv1", lead)
	conv2 := m.single(b.Child("conv2"), out, out, m.Order, counter.Cube(1))
	linear := strings.Map(func(r rune) rune {
		if strings.ContainsRune("rel", r) {
			return -1
		}
		return r
	}, m.Order)
	conv3 := m.single(b.Child("conv3"), out, out, linear, counter.Cube(1))
	last := "ReLU"
	if strings.Contains(m.Order, "l") {
		last = "LeakyReLU"
	} else if strings.Contains(m.Order, "e") {
		last = "ELU"
	}
	act := b.Own("non_linearity", layer.Activation{Name: last})
	excite := func(x counter.Value) counter.Value { return x }
	if m.excited {
		excite = m.excitation(net, b.Child("se_module"), out)
	}
	return func(x counter.Value) counter.Value {
		x = conv1(x)
		return excite(act.Run(net.Do(layer.Add{}, conv3(conv2(x)), x)))
	}
}

// excitation registers the layers that weigh channels and, in parallel, positions.
func (m *Pytorch3DUNet) excitation(net *counter.Net, se *counter.Module, c int64) parts.Forward {
	channels, positions := se.Child("cSE"), se.Child("sSE")
	pool := channels.Own("avg_pool", layer.AdaptivePool{ND: m.nd, Average: true, Size: counter.Cube(1)})
	fc1 := channels.Own("fc1", layer.Linear{In: c, Out: c, Bias: true})
	fc2 := channels.Own("fc2", layer.Linear{In: c, Out: c, Bias: true})
	relu := channels.Own("relu", layer.ReLU)
	sigmoid := channels.Own("sigmoid", layer.Sigmoid)
	conv := positions.Own("conv", m.point(c, 1))
	sigmoid1 := positions.Own("sigmoid", layer.Sigmoid)
	return func(x counter.Value) counter.Value {
		byChannel := sigmoid.Run(fc2.Run(relu.Run(fc1.Run(pool.Run(x)))))
		byChannel = net.Do(layer.Mul{}, x, byChannel)
		byPosition := net.Do(layer.Mul{}, x, sigmoid1.Run(conv.Run(x)))
		return net.Do(layer.Maximum{}, byChannel, byPosition)
	}
}

// single registers one convolution with the layers before and after it.
func (m *Pytorch3DUNet) single(b *counter.Module, in, out int64, order string, padding counter.Axes) parts.Forward {
	groups, c := m.Groups, in
	var run []*counter.Module
	own := func(name string, l counter.Layer) { run = append(run, b.Own(name, l)) }
	for _, letter := range order {
		switch letter {
		case 'c':
			own("conv", layer.Conv{ND: m.nd, In: in, Out: out, Kernel: counter.Cube(3), Padding: padding,
				Bias: !strings.ContainsAny(order, "gb")})
			c = out
		case 'g':
			if c < groups {
				groups = 1
			}
			own("groupnorm", layer.GroupNorm{Groups: groups, C: c, Affine: true})
		case 'b':
			own("batchnorm", layer.BatchNorm{ND: m.nd, C: c, Affine: true, TrackStats: true})
		case 'r':
			own("ReLU", layer.ReLU)
		case 'l':
			own("LeakyReLU", layer.Activation{Name: "LeakyReLU"})
		case 'e':
			own("ELU", layer.Activation{Name: "ELU"})
		case 'd':
			own("dropout", layer.Dropout{})
		case 'D':
			own("dropout2d", layer.Dropout{})
		}
	}
	return func(x counter.Value) counter.Value {
		for _, m := range run {
			x = m.Run(x)
		}
		return x
	}
}
