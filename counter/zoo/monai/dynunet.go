package monai

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// DynUNet is MONAI's DynUNet, the U-Net of nnU-Net with settings chosen by hand:
// Isensee et al., "Automated Design of Deep Learning Methods for Biomedical Image
// Segmentation" (2019, https://arxiv.org/abs/1904.08128). Convolutions have no bias,
// and strided convolutions replace pooling.
//
// Every block is registered a second time among the layers that nest the levels,
// so that the state_dict lists it twice. Heads of deep supervision are built only
// if it is on. In training their predictions, enlarged to the size of the image, are
// stacked with the main one along a new axis; in evaluation mode only the main one is
// returned.
//
// There are as many levels as strides. The code requires as many kernel sizes, and one
// fewer upsample_kernel_size; here lists may be shorter: their last entry is repeated.
type DynUNet struct {
	dataArgs
	act                   actArgs
	norm                  normArgs
	kernels, strides, ups [][]int64
	filters               []int64
	dropout, deep         bool
	heads                 int64
	residual, upBias      bool
}

func init() {
	config.Register(&config.Arch{
		ID: "monai-dynunet", Family: Family,
		Name: Text{EN: "DynUNet (MONAI)", ZH: "DynUNet（MONAI）"},
		About: Text{
			EN: "The U-Net of nnU-Net with kernels and strides to choose for every level.",
			ZH: "nnU-Net 的 U-Net，每层的卷积核与步长均可指定。",
		},
		Sources: fromMONAI(config.Source{Title: "Isensee et al.: Automated Design of Deep Learning Methods for Biomedical Image Segmentation", Year: 2019, URL: "https://arxiv.org/abs/1904.08128"}),
		Class:   "DynUNet",
		New: func(k *config.Knobs) config.Model {
			const levels = 10
			u := new(DynUNet)
			u.declareData(k, 1, 1, 3)
			k.Section(parts.SectionNet)
			k.SizeLists(&u.kernels, "kernel_size", [][]int64{{3}, {3}, {3}, {3}, {3}, {3}}, levels, 1, 31,
				Text{EN: "Kernel sizes", ZH: "卷积核尺寸"},
				Text{EN: "One a level, such as 1x3x3,3: a number, or one for each dimension.", ZH: "每级一个，如 1x3x3,3：一个数，或每维一个。"})
			k.SizeLists(&u.strides, "strides", [][]int64{{1}, {2}, {2}, {2}, {2}, {2}}, levels, 1, 16,
				Text{EN: "Strides", ZH: "步长"},
				Text{EN: "One a level, three at least: what the size is divided by there.", ZH: "每级一个，至少三个：尺寸在该级除以它。"})
			k.SizeLists(&u.ups, "upsample_kernel_size", [][]int64{{2}, {2}, {2}, {2}, {2}}, levels, 1, 16,
				Text{EN: "Factors of up-sampling", ZH: "上采样倍数"},
				Text{EN: "Kernel and stride of the transposed convolutions; the strides without the first.", ZH: "转置卷积的核与步长，即去掉第一个后的步长。"})
			k.Numbers(&u.filters, "filters", nil, 0, levels, 1, 65536,
				Text{EN: "Filters", ZH: "通道数"},
				Text{EN: "One a level; none: 32, doubled to at most 320 in 3D and 512 in 2D.", ZH: "每级一个；none：从 32 起加倍，三维至多 320，二维至多 512。"}).As(config.Width).Scales()
			dropoutKnob(k, &u.dropout, "dropout", false)
			u.norm.declare(k, "norm_name", "instance", "on", true)
			u.act.declare(k, "act_name", "leakyrelu", "0.01", true)
			k.Switch(&u.deep, "deep_supervision", false,
				Text{EN: "Deep supervision", ZH: "深度监督"},
				Text{EN: "In training the predictions of coarser levels are returned too, all stacked in one tensor; in evaluation only the finest.", ZH: "训练时还返回较粗级的预测，全部堆叠为一个张量；推理时只返回最细一级。"})
			k.Number(&u.heads, "deep_supr_num", 1, 0, levels,
				Text{EN: "Further predictions", ZH: "附加预测数"},
				Text{EN: "Of deep supervision, from the second level on.", ZH: "深度监督的预测数，从第二层起。"}).
				When(func() bool { return u.deep })
			k.Switch(&u.residual, "res_block", false,
				Text{EN: "Residual blocks", ZH: "残差块"},
				Text{EN: "On the way down.", ZH: "用于下行路径。"})
			k.Switch(&u.upBias, "trans_bias", false,
				Text{EN: "Bias of transposed convolutions", ZH: "转置卷积的偏置"},
				Text{EN: "Other convolutions have none, but the heads do.", ZH: "其他卷积无偏置，输出头有。"})
			parts.InputSize(k, &u.size, 128)
			return u
		},
	})
}

// widths returns the filters of the levels.
func (u *DynUNet) widths() []int64 {
	if len(u.filters) > 0 {
		return u.filters[:len(u.strides)]
	}
	f := make([]int64, len(u.strides))
	for i := range f {
		f[i] = min(int64(32)<<i, 512)
		if u.nd == 3 {
			f[i] = min(int64(32)<<i, 320)
		}
	}
	return f
}

// Check implements [config.Model].
func (u *DynUNet) Check() error {
	n := len(u.strides)
	if n < 3 {
		longer := append([][]int64(nil), u.strides...)
		for len(longer) < 3 {
			longer = append(longer, u.strides[n-1])
		}
		return &config.ValueError{Key: "strides", Value: config.JoinSizes(u.strides), Nearest: []string{config.JoinSizes(u.strided(longer))},
			Text: Text{EN: "needs three entries at least", ZH: "至少需要 3 项"}}
	}
	for _, list := range []struct {
		key         string
		value, fits [][]int64
	}{
		{"kernel_size", u.kernels, u.fitted(u.kernels[:min(len(u.kernels), n)])},
		{"strides", u.strides, u.strided(u.strides)},
		{"upsample_kernel_size", u.ups, u.fitted(u.ups)},
	} {
		value, fits := config.JoinSizes(list.value), config.JoinSizes(list.fits)
		if value == fits {
			continue
		}
		err := &config.ValueError{Key: list.key, Value: value, Nearest: []string{fits}}
		switch {
		case config.JoinSizes(u.fitted(list.value)) != value:
			err.Text = u.needsAxes()
		case len(list.value) > n:
			err.Text = config.Textf("has more than %d entries", "多于 %d 项", n)
		default:
			err.Text = Text{
				EN: "is too large: a stride exceeds its kernel by one at most, and is 2 at most in residual blocks",
				ZH: "过大：步长至多比卷积核大 1，残差块中至多为 2"}
		}
		return err
	}
	if m := len(u.filters); m > 0 && m < n {
		longer := append([]int64(nil), u.filters...)
		for len(longer) < n {
			longer = append(longer, u.filters[m-1])
		}
		return &config.ValueError{Key: "filters", Value: config.Join(u.filters, ","), Nearest: []string{config.Join(longer, ",")}, Text: config.Textf(
			"needs %d numbers, as many as there are strides", "需要 %d 个数，与步长的项数相同", n)}
	}
	if u.deep && u.heads < 1 {
		return &config.ValueError{Key: "deep_supr_num", Value: "0", Nearest: []string{"1"}, Text: Text{
			EN: "must be at least 1 with deep supervision", ZH: "使用深度监督时至少为 1"}}
	}
	if most := int64(n) - 2; u.deep && u.heads > most {
		return &config.ValueError{Key: "deep_supr_num", Value: strconv.FormatInt(u.heads, 10),
			Nearest: []string{strconv.FormatInt(most, 10)}, Text: config.Textf(
				"is at most %d with %d levels", "最大为 %d（共 %d 级）", most, n)}
	}
	return u.norm.check(func(net *counter.Net, norm normArgs) {
		c := *u
		c.norm = norm
		c.Build(net)
	})
}

// strided returns strides that fit the dimensions, the kernels and the blocks.
func (u *DynUNet) strided(strides [][]int64) [][]int64 {
	fits := u.fitted(strides)
	for i, stride := range fits {
		kernel := u.across(u.fitted([][]int64{parts.OfStage(u.kernels, i)})[0])
		most := kernel[0] // for a number that applies to all axes
		for _, k := range kernel[:u.nd] {
			most = min(most, k)
		}
		fits[i] = append([]int64(nil), stride...)
		for a := range stride {
			limit := most + 1
			if len(stride) > 1 {
				limit = kernel[a] + 1
			}
			if u.residual && i < len(strides) {
				limit = min(limit, 2)
			}
			fits[i][a] = min(stride[a], limit)
		}
	}
	return fits
}

// ClosedForm implements [config.Model]: the polynomial in the first level's filters.
func (u *DynUNet) ClosedForm() (int64, counter.Poly, error) {
	return parts.ClosedFormBy(u.norm.step(), u.widths(), u.build)
}

// Build implements [config.Model].
func (u *DynUNet) Build(net *counter.Net) { u.build(net, u.widths()) }

// dynUNetParts are the modules of a DynUNet, by level.
type dynUNetParts struct{ downs, ups, heads []*counter.Module }

func (u *DynUNet) build(net *counter.Net, filters []int64) {
	p := u.registerParts(net.Root(), len(filters))
	features := u.encode(net, p.downs, filters)
	results := u.decode(net, p.ups, features)

	net.At(counter.Head, 1)
	head := func(m *counter.Module, i int) counter.Value {
		return u.convolution(m.Child("conv"), u.point(filters[i], u.out, true))(results[i])
	}
	outputs := []counter.Value{head(net.Root().Child("output_block"), 0)}
	if u.deep {
		list := net.Root().Child("deep_supervision_heads")
		for i := 1; i <= int(u.heads); i++ {
			net.At(counter.Head, i+1)
			p.heads[i] = list.Child(strconv.Itoa(i - 1))
			outputs = append(outputs, net.Do(layer.Interpolate{}, head(p.heads[i], i), outputs[0]))
		}
		net.At(counter.Head, 1)
		net.Output(net.Do(layer.Stack{}, outputs...))
		net.EvalOutput(outputs[0])
	} else {
		net.Output(outputs...)
	}
	p.alias(net.Root().Child("skip_layers"))
}

// registerParts registers the blocks of all levels. Their layers are added when the
// blocks run.
func (u *DynUNet) registerParts(root *counter.Module, levels int) *dynUNetParts {
	deepest := levels - 1
	p := &dynUNetParts{make([]*counter.Module, levels), make([]*counter.Module, deepest), make([]*counter.Module, levels)}
	p.downs[0] = root.Child("input_block")
	list := root.Child("downsamples")
	for i := 1; i < deepest; i++ {
		p.downs[i] = list.Child(strconv.Itoa(i - 1))
	}
	p.downs[deepest] = root.Child("bottleneck")
	list = root.Child("upsamples")
	for i := deepest - 1; i >= 0; i-- {
		p.ups[i] = list.Child(strconv.Itoa(deepest - 1 - i))
	}
	return p
}

// alias registers all blocks a second time, nested level by level.
func (p *dynUNetParts) alias(m *counter.Module) {
	deepest := len(p.ups)
	for i := range p.ups {
		m.Alias("downsample", p.downs[i])
		next := m
		if i == deepest-1 {
			m.Alias("next_layer", p.downs[deepest])
		} else {
			next = m.Child("next_layer")
		}
		m.Alias("upsample", p.ups[i])
		if p.heads[i] != nil {
			m.Alias("super_head", p.heads[i])
		}
		m = next
	}
}

// encode adds the encoder and the bottleneck, and returns the output of each level.
func (u *DynUNet) encode(net *counter.Net, downs []*counter.Module, filters []int64) []counter.Value {
	x := net.Input(u.in, int(u.nd))
	features := make([]counter.Value, len(filters))
	for i, f := range filters {
		if i < len(filters)-1 {
			net.At(counter.Encoder, i+1)
		} else {
			net.At(counter.Bottleneck, i+1)
		}
		x = u.block(net, downs[i], x.C, f, u.across(parts.OfStage(u.kernels, i)), u.across(u.strides[i]), u.residual)(x)
		features[i] = x
	}
	return features
}

// decode adds the decoder, and returns the output of each level.
func (u *DynUNet) decode(net *counter.Net, ups []*counter.Module, features []counter.Value) []counter.Value {
	x := features[len(ups)]
	results := make([]counter.Value, len(ups))
	for i := len(ups) - 1; i >= 0; i-- {
		net.At(counter.Decoder, i+1)
		f, factor := features[i].C, u.across(u.factor(i))
		x = u.convolution(ups[i].Child("transp_conv"), layer.ConvTranspose{
			ND: int(u.nd), In: x.C, Out: f, Kernel: factor, Stride: factor, Bias: u.upBias})(x)
		x = net.Do(layer.Concat{}, x, features[i])
		x = u.block(net, ups[i].Child("conv_block"), 2*f, f, u.across(parts.OfStage(u.kernels, i+1)), counter.Cube(1), false)(x)
		results[i] = x
	}
	return results
}

// factor returns the factors by which the up-sampling to a level multiplies the sizes.
// The code uses the end of a list that is too long.
func (u *DynUNet) factor(i int) []int64 {
	return parts.OfStage(u.ups, i+max(len(u.ups)-len(u.strides)+1, 0))
}

// convolution registers a convolution and, if there is one, a dropout.
func (u *DynUNet) convolution(m *counter.Module, l counter.Layer) parts.Forward {
	run := []parts.Forward{parts.Maybe(m, "conv", l)}
	if u.dropout {
		run = append(run, parts.Maybe(m.Child("adn"), "D", layer.Dropout{}))
	}
	return parts.InTurn(run)
}

// block registers two convolutions, and a residual connection if the block is residual:
// a convolution if sizes or channels change.
func (u *DynUNet) block(net *counter.Net, m *counter.Module, in, out int64, kernel, stride counter.Axes, residual bool) parts.Forward {
	conv := func(name string, in int64, kernel, stride counter.Axes) parts.Forward {
		l := layer.Conv{ND: int(u.nd), In: in, Out: out, Kernel: kernel, Stride: stride}
		for i, k := range kernel {
			l.Padding[i] = (k - stride[i] + 1) / 2
		}
		return u.convolution(m.Child(name), l)
	}
	one := counter.Cube(1)
	conv1, conv2 := conv("conv1", in, kernel, stride), conv("conv2", out, kernel, one)
	act := u.act.own(net, m, "lrelu")
	norm1, norm2 := parts.Maybe(m, "norm1", u.norm.layer(u.nd, out)), parts.Maybe(m, "norm2", u.norm.layer(u.nd, out))
	plain := parts.InTurn([]parts.Forward{conv1, norm1, act, conv2, norm2})
	if !residual {
		return parts.InTurn([]parts.Forward{plain, act})
	}
	around := parts.InTurn(nil)
	if in != out || stride != one {
		around = parts.InTurn([]parts.Forward{conv("conv3", in, one, stride), parts.Maybe(m, "norm3", u.norm.layer(u.nd, out))})
	}
	return func(x counter.Value) counter.Value {
		y := plain(x)
		return act(net.Do(layer.Add{}, y, around(x)))
	}
}
