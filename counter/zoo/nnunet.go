package zoo

import (
	"slices"
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/monai"
	"unetparams/counter/zoo/parts"
)

// NNUNet is one of the three networks of nnU-Net, as
// MIC-DKFZ/dynamic-network-architectures builds them (2022,
// https://github.com/MIC-DKFZ/dynamic-network-architectures, commit d35f85c):
// Isensee et al., "nnU-Net: a self-configuring method for deep learning-based
// biomedical image segmentation" (2021, https://doi.org/10.1038/s41592-020-01008-z)
// and, for residual encoders, "nnU-Net Revisited" (2024,
// https://arxiv.org/abs/2404.09556).
//
//   - PlainConvUNet has plain convolutions; strides take the place of pooling.
//   - ResidualEncoderUNet has a stem and residual blocks in the encoder.
//   - ResidualUNet has residual blocks in the decoder too.
//
// Every level of the decoder has a head, also where deep supervision is off and
// only the finest one runs. The encoder is registered a second time within the
// decoder, and every layer a second time in the sequence that runs it, so that
// the state_dict lists a tensor up to four times.
//
// Where the code takes one number, or a list of as many as there are stages, a
// shorter list will do here: its last entry holds for the stages that are left.
// Of norm_op_kwargs there are two knobs, affine and track_running_stats, and of
// nonlin_kwargs one, num_parameters; what is left out of them, and
// dropout_op_kwargs, change nothing that is counted.
type NNUNet struct {
	nnUNetClass
	In, Classes, Stages, Slopes  int64
	Features                     []int64
	ConvOp, NormOp               string
	DropoutOp, Nonlin, Block     string
	Kernels, Strides             [][]int64
	Encoder, Decoder             []int64 // convolutions or blocks a stage
	Bottleneck, Stem             []int64
	ConvBias                     bool
	Affine, TrackStats           string
	DeepSupervision, NonlinFirst bool
	Size                         []int64
}

// An nnUNetClass is what a class of the repository has.
type nnUNetClass struct{ residual, residualDecoder bool }

func init() {
	repo := config.Source{Title: "MIC-DKFZ/dynamic-network-architectures", Year: 2022, URL: "https://github.com/MIC-DKFZ/dynamic-network-architectures", Commit: "d35f85c7b92cbf3e9443b412fdc7c81f8e2e7b12"}
	paper := config.Source{Title: "Isensee et al.: nnU-Net: a self-configuring method for deep learning-based biomedical image segmentation", Year: 2021, URL: "https://doi.org/10.1038/s41592-020-01008-z"}
	revisited := config.Source{Title: "Isensee et al.: nnU-Net Revisited: A Call for Rigorous Validation in 3D Medical Image Segmentation", Year: 2024, URL: "https://arxiv.org/abs/2404.09556"}
	for _, a := range []struct {
		id, class   string
		name, about config.Text
		nnUNetClass
		papers []config.Source
	}{
		{
			"nnunet-plain", "PlainConvUNet",
			Text{EN: "nnU-Net (plain)", ZH: "nnU-Net（普通卷积）"},
			Text{EN: "The U-Net that nnU-Net fits to a data set: strided convolutions, instance norm, deep supervision.", ZH: "nnU-Net 按数据集配置的 U-Net：步长卷积、实例归一化、深度监督。"},
			nnUNetClass{}, []config.Source{paper},
		},
		{
			"nnunet-resenc", "ResidualEncoderUNet",
			Text{EN: "nnU-Net ResEnc", ZH: "nnU-Net ResEnc"},
			Text{EN: "nnU-Net with a residual encoder, the default since 2024: most blocks stand in the deep levels.", ZH: "带残差编码器的 nnU-Net（2024 年起的默认选择），残差块多在深层。"},
			nnUNetClass{residual: true}, []config.Source{paper, revisited},
		},
		{
			"nnunet-residual", "ResidualUNet",
			Text{EN: "nnU-Net, residual throughout", ZH: "nnU-Net（全残差）"},
			Text{EN: "nnU-Net with residual blocks in the encoder and in the decoder.", ZH: "编码器和解码器都用残差块的 nnU-Net。"},
			nnUNetClass{residual: true, residualDecoder: true}, []config.Source{paper},
		},
	} {
		config.Register(&config.Arch{
			ID: a.id, Family: parts.FamilyVolumetric, Name: a.name, About: a.about,
			Sources: append(a.papers, repo), Class: a.class,
			New: func(k *config.Knobs) config.Model { return newNNUNet(k, a.nnUNetClass) },
		})
	}
}

func newNNUNet(k *config.Knobs, class nnUNetClass) config.Model {
	m := &NNUNet{nnUNetClass: class}
	k.Section(parts.SectionData)
	m.declareData(k)
	k.Section(parts.SectionNet)
	m.declareStages(k)
	m.declareBlocks(k)
	if m.residual {
		m.declareResidual(k)
	}
	m.declareNorm(k)
	m.declareActivation(k)
	k.Switch(&m.DeepSupervision, "deep_supervision", true,
		Text{EN: "Deep supervision", ZH: "深度监督"},
		Text{EN: "A prediction at every level. Off: the other heads are built all the same, and never run.", ZH: "每层都输出预测。关：其余输出头仍会建立但不运行。"})
	parts.InputSize(k, &m.Size, 128)
	return m
}

// Bounds of the lists of nnU-Net's settings.
const nnUNetMaxStages, nnUNetMaxBlocks = 10, 64

func (m *NNUNet) declareData(k *config.Knobs) {
	k.Number(&m.In, "input_channels", 1, 1, 65536, parts.LabelIn,
		Text{EN: "One for each modality.", ZH: "每种模态一个通道。"}).As(config.Inputs)
	k.Number(&m.Classes, "num_classes", 3, 1, 65536, parts.LabelClasses, parts.HelpClasses).As(config.Classes)
	k.Select(&m.ConvOp, "conv_op",
		Text{EN: "Convolution", ZH: "卷积类型"},
		Text{EN: "Conv3d for volumes, Conv2d for images.", ZH: "三维体数据用 Conv3d，图像用 Conv2d。"},
		Choice{Value: "Conv3d", Label: Text{EN: "3D", ZH: "三维"}},
		Choice{Value: "Conv2d", Label: Text{EN: "2D", ZH: "二维"}},
		Choice{Value: "Conv1d", Label: Text{EN: "1D", ZH: "一维"}})
}

// declareStages declares what differs from stage to stage: widths, kernels and
// strides.
func (m *NNUNet) declareStages(k *config.Knobs) {
	k.Number(&m.Stages, "n_stages", 6, 2, nnUNetMaxStages,
		Text{EN: "Stages", ZH: "级数"},
		Text{EN: "Levels of the U, the bottleneck counted. A list that is shorter goes on with its last entry.", ZH: "U 形的级数，含瓶颈层。较短的列表以最后一项补足。"}).As(config.Depth)
	k.Numbers(&m.Features, "features_per_stage", []int64{32, 64, 128, 256, 320}, 1, nnUNetMaxStages, 1, 65536,
		Text{EN: "Features per stage", ZH: "每级通道数"},
		Text{EN: "nnU-Net doubles them from 32 on, to at most 320 in 3D and 512 in 2D.", ZH: "nnU-Net 从 32 起逐级加倍，三维至多 320，二维至多 512。"}).As(config.Width).Scales()
	k.SizeLists(&m.Kernels, "kernel_sizes", [][]int64{{3}}, nnUNetMaxStages, 1, 31,
		Text{EN: "Kernel sizes", ZH: "卷积核尺寸"},
		Text{EN: "One a stage, such as 1x3x3,3: a number, or one for each dimension.", ZH: "每级一个，如 1x3x3,3：一个数，或每维一个。"})
	k.SizeLists(&m.Strides, "strides", [][]int64{{1}, {2}}, nnUNetMaxStages, 1, 16,
		Text{EN: "Strides", ZH: "步长"},
		Text{EN: "One a stage, such as 1,1x2x2,2: what the size is divided by there.", ZH: "每级一个，如 1,1x2x2,2：尺寸在该级除以它。"})
}

// declareBlocks declares how many convolutions or residual blocks there are.
func (m *NNUNet) declareBlocks(k *config.Knobs) {
	decoder := int64(2)
	if m.residual {
		decoder = 1
		k.Numbers(&m.Encoder, "n_blocks_per_stage", []int64{1, 3, 4, 6}, 1, nnUNetMaxStages, 1, nnUNetMaxBlocks,
			Text{EN: "Blocks per stage", ZH: "每级残差块数"},
			Text{EN: "Residual blocks of the encoder; one a stage, or fewer numbers.", ZH: "编码器的残差块数，逐级给出，可少写。"})
	} else {
		k.Numbers(&m.Encoder, "n_conv_per_stage", []int64{2}, 1, nnUNetMaxStages, 1, nnUNetMaxBlocks,
			Text{EN: "Convolutions per stage", ZH: "每级卷积数"},
			Text{EN: "Of the encoder; one a stage, or fewer numbers.", ZH: "编码器的卷积数，逐级给出，可少写。"})
	}
	k.Numbers(&m.Decoder, "n_conv_per_stage_decoder", []int64{decoder}, 1, nnUNetMaxStages-1, 1, nnUNetMaxBlocks,
		Text{EN: "Convolutions per decoder stage", ZH: "解码器每级卷积数"},
		Text{EN: "From the deepest level up; blocks where the decoder is residual.", ZH: "从最深层往上；解码器为残差时指块数。"})
}

// declareResidual declares the kind of residual block and the stem.
func (m *NNUNet) declareResidual(k *config.Knobs) {
	k.Select(&m.Block, "block",
		Text{EN: "Residual block", ZH: "残差块"},
		Text{EN: "Of the encoder.", ZH: "编码器的残差块。"},
		Choice{Value: "BasicBlockD", Label: Text{EN: "two convolutions", ZH: "两个卷积"}},
		Choice{Value: "BottleneckD", Label: Text{EN: "1×1, convolution, 1×1", ZH: "1×1、卷积、1×1"}})
	k.Numbers(&m.Bottleneck, "bottleneck_channels", nil, 0, nnUNetMaxStages, 1, 65536,
		Text{EN: "Channels inside a block", ZH: "块内通道数"},
		Text{EN: "Between the two 1×1 convolutions; one a stage, or fewer numbers.", ZH: "两个 1×1 卷积之间的通道数，逐级给出，可少写。"}).
		When(m.narrow)
	k.Numbers(&m.Stem, "stem_channels", nil, 0, 1, 1, 65536,
		Text{EN: "Channels of the stem", ZH: "主干首层通道数"},
		Text{EN: "None: as many as the first stage has.", ZH: "none：与第一级相同。"})
}

// declareNorm declares bias and normalization, which go together.
func (m *NNUNet) declareNorm(k *config.Knobs) {
	k.Switch(&m.ConvBias, "conv_bias", true,
		Text{EN: "Bias", ZH: "偏置"},
		Text{EN: "Of all convolutions but a block's projection and the heads. The code's default is off; nnU-Net sets it.", ZH: "除投影和输出头以外的卷积。代码默认关，nnU-Net 设为开。"})
	k.Select(&m.NormOp, "norm_op",
		Text{EN: "Normalization", ZH: "归一化"},
		Text{EN: "After every convolution of a block.", ZH: "块内每个卷积之后。"},
		Choice{Value: "InstanceNorm", Label: Text{EN: "instance", ZH: "实例归一化"}},
		Choice{Value: "BatchNorm", Label: Text{EN: "batch", ZH: "批归一化"}},
		Choice{Value: "none", Label: Text{EN: "none", ZH: "无"}},
		Choice{Value: "SyncBatchNorm", Label: Text{EN: "batch, over all GPUs", ZH: "跨 GPU 批归一化"}}).As(config.Normalization)
	helpDefault := Text{EN: "Of norm_op_kwargs. The default of PyTorch is on for batch norm and off for instance norm.", ZH: "属于 norm_op_kwargs。PyTorch 默认批归一化开、实例归一化关。"}
	on, off := Choice{Value: "on", Label: Text{EN: "on", ZH: "开"}}, Choice{Value: "off", Label: Text{EN: "off", ZH: "关"}}
	torch := Choice{Value: "default", Label: Text{EN: "PyTorch's default", ZH: "PyTorch 默认"}}
	k.Select(&m.Affine, "affine",
		Text{EN: "Affine normalization", ZH: "带仿射的归一化"}, helpDefault, on, off, torch).When(m.normed)
	k.Select(&m.TrackStats, "track_running_stats",
		Text{EN: "Running statistics", ZH: "滑动统计量"}, helpDefault, torch, on, off).As(config.Uncounted).When(m.normed)
}

// declareActivation declares what follows the normalization.
func (m *NNUNet) declareActivation(k *config.Knobs) {
	k.Select(&m.DropoutOp, "dropout_op",
		Text{EN: "Dropout", ZH: "随机失活"},
		Text{EN: "Has no parameters.", ZH: "没有参数。"},
		Choice{Value: "none", Label: Text{EN: "none", ZH: "无"}},
		Choice{Value: "Dropout", Label: Text{EN: "after convolutions", ZH: "卷积之后"}},
		Choice{Value: "AlphaDropout", Label: Text{EN: "after convolutions, keeping mean and variance", ZH: "卷积之后，保持均值与方差"}}).As(config.Uncounted)
	k.Select(&m.Nonlin, "nonlin",
		Text{EN: "Activation", ZH: "激活函数"},
		Text{EN: "Only PReLU has parameters.", ZH: "只有 PReLU 有参数。"},
		Choice{Value: "LeakyReLU", Label: Text{EN: "leaky ReLU", ZH: "Leaky ReLU"}},
		Choice{Value: "ReLU", Label: Text{EN: "ReLU", ZH: "ReLU"}},
		Choice{Value: "PReLU", Label: Text{EN: "PReLU", ZH: "PReLU"}},
		Choice{Value: "ELU", Label: Text{EN: "ELU", ZH: "ELU"}},
		Choice{Value: "GELU", Label: Text{EN: "GELU", ZH: "GELU"}},
		Choice{Value: "SiLU", Label: Text{EN: "SiLU", ZH: "SiLU"}},
		Choice{Value: "Mish", Label: Text{EN: "Mish", ZH: "Mish"}},
		Choice{Value: "none", Label: Text{EN: "none", ZH: "无"}},
		Choice{Value: "ReLU6", Label: Text{EN: "ReLU6", ZH: "ReLU6"}},
		Choice{Value: "SELU", Label: Text{EN: "SELU", ZH: "SELU"}},
		Choice{Value: "CELU", Label: Text{EN: "CELU", ZH: "CELU"}},
		Choice{Value: "Hardswish", Label: Text{EN: "hard swish", ZH: "Hardswish"}},
		Choice{Value: "Softplus", Label: Text{EN: "softplus", ZH: "Softplus"}},
		Choice{Value: "Sigmoid", Label: Text{EN: "sigmoid", ZH: "Sigmoid"}},
		Choice{Value: "Tanh", Label: Text{EN: "tanh", ZH: "Tanh"}}).As(config.Activation)
	k.Number(&m.Slopes, "num_parameters", 1, 1, 65536,
		Text{EN: "Slopes of a PReLU", ZH: "PReLU 斜率数"},
		Text{EN: "Of nonlin_kwargs: 1, or as many as there are channels; other numbers can't be run.", ZH: "属于 nonlin_kwargs：1，或与通道数相同；其他数无法运行。"}).
		When(func() bool { return m.Nonlin == "PReLU" })
	if !m.residual {
		k.Switch(&m.NonlinFirst, "nonlin_first", false,
			Text{EN: "Activation first", ZH: "先激活"},
			Text{EN: "The activation stands before the normalization.", ZH: "激活函数在归一化之前。"}).As(config.Uncounted)
	}
}

// narrow reports whether blocks have fewer channels inside.
func (m *NNUNet) narrow() bool { return m.Block == "BottleneckD" }

func (m *NNUNet) normed() bool { return m.NormOp != "none" }

// nd returns the number of spatial axes.
func (m *NNUNet) nd() int {
	return map[string]int{"Conv1d": 1, "Conv2d": 2, "Conv3d": 3}[m.ConvOp]
}

// Check implements [config.Model].
func (m *NNUNet) Check() error {
	for _, list := range []struct {
		key   string
		value []int64
		n     int64
		used  bool
	}{
		{"features_per_stage", m.Features, m.Stages, true},
		{map[bool]string{false: "n_conv_per_stage", true: "n_blocks_per_stage"}[m.residual], m.Encoder, m.Stages, true},
		{"n_conv_per_stage_decoder", m.Decoder, m.Stages - 1, true},
		{"bottleneck_channels", m.Bottleneck, m.Stages, m.narrow()},
	} {
		if list.used && int64(len(list.value)) > list.n {
			return tooLong(list.key, config.Join(list.value, ","), list.n, config.Join(list.value[:list.n], ","))
		}
	}
	if m.narrow() && len(m.Bottleneck) == 0 {
		return &config.ValueError{Key: "bottleneck_channels", Value: "none", Text: Text{
			EN: "needs a number for blocks with 1×1 convolutions", ZH: "使用带 1×1 卷积的块时需要给出"},
			Nearest: []string{strconv.FormatInt(max(m.Features[0]/4, 1), 10)}}
	}
	for _, list := range []struct {
		key   string
		value [][]int64
	}{{"kernel_sizes", m.Kernels}, {"strides", m.Strides}} {
		fits := make([][]int64, min(len(list.value), int(m.Stages)))
		wrong := false
		for i := range fits {
			fits[i] = list.value[i]
			if n := len(fits[i]); n > 1 && n != m.nd() {
				fits[i], wrong = fits[i][:1], true
			}
		}
		if len(fits) < len(list.value) {
			return tooLong(list.key, config.JoinSizes(list.value), m.Stages, config.JoinSizes(fits))
		}
		if wrong {
			return &config.ValueError{Key: list.key, Value: config.JoinSizes(list.value),
				Nearest: []string{config.JoinSizes(fits)}, Text: config.Textf(
					"needs one number a stage, or %d: one for each dimension", "每级需要 1 个数，或每维一个共 %d 个数", m.nd())}
		}
	}
	return nil
}

func tooLong(key, value string, n int64, cut string) error {
	return &config.ValueError{Key: key, Value: value, Nearest: []string{cut}, Text: config.Textf(
		"has more than %d entries", "多于 %d 项", n)}
}

// Input implements [config.Model].
func (m *NNUNet) Input() (counter.Axes, error) { return parts.InputAxes(m.Size, m.nd()) }

func (m *NNUNet) filters() []int64 {
	filters := make([]int64, m.Stages)
	for s := range filters {
		filters[s] = parts.OfStage(m.Features, s)
	}
	return filters
}

// ClosedForm implements [config.Model]: the polynomial in the first stage's features.
func (m *NNUNet) ClosedForm() (int64, counter.Poly, error) {
	if len(m.Stem) > 0 || m.narrow() {
		return 0, counter.Poly{}, counter.ErrNotPolynomial
	}
	return parts.ClosedForm(m.filters(), m.build)
}

// Build implements [config.Model].
func (m *NNUNet) Build(net *counter.Net) { m.build(net, m.filters()) }

func (m *NNUNet) build(net *counter.Net, filters []int64) {
	x := net.Input(m.In, m.nd())
	encoder := net.Root().Child("encoder")
	net.At(counter.Encoder, 1)
	if m.residual {
		c := filters[0]
		if len(m.Stem) > 0 {
			c = m.Stem[0]
		}
		x = m.convs(net, encoder.Child("stem"), 1, x.C, c, m.kernel(0), counter.Cube(1))(x)
	}
	features := m.encode(net, encoder.Child("stages"), x, filters)
	decoder := net.Root().Child("decoder")
	decoder.Alias("encoder", encoder)
	outputs := m.decode(net, decoder, features)
	slices.Reverse(outputs) // the finest first
	net.Output(outputs...)
}

func (m *NNUNet) kernel(stage int) counter.Axes { return parts.AxesOf(parts.OfStage(m.Kernels, stage)) }
func (m *NNUNet) stride(stage int) counter.Axes { return parts.AxesOf(parts.OfStage(m.Strides, stage)) }

// encode adds the stages of the encoder and returns what each of them makes, the
// bottleneck last.
func (m *NNUNet) encode(net *counter.Net, path *counter.Module, x counter.Value, filters []int64) []counter.Value {
	features := make([]counter.Value, len(filters))
	for s, f := range filters {
		if s < len(filters)-1 {
			net.At(counter.Encoder, s+1)
		} else {
			net.At(counter.Bottleneck, s+1)
		}
		stage, n := path.Child(strconv.Itoa(s)), parts.OfStage(m.Encoder, s)
		if m.residual {
			inner := int64(0)
			if m.narrow() {
				inner = parts.OfStage(m.Bottleneck, s)
			}
			x = m.blocks(net, stage, n, x.C, inner, f, m.kernel(s), m.stride(s))(x)
		} else {
			x = m.convs(net, stage.Child("0"), n, x.C, f, m.kernel(s), m.stride(s))(x)
		}
		features[s] = x
	}
	return features
}

// decode adds the decoder to what the encoder makes and returns the predictions,
// the coarsest first.
func (m *NNUNet) decode(net *counter.Net, decoder *counter.Module, features []counter.Value) []counter.Value {
	deepest := len(features) - 1
	stages, ups, heads := decoder.Child("stages"), decoder.Child("transpconvs"), decoder.Child("seg_layers")
	outputs := make([]counter.Value, 0, deepest)
	x := features[deepest]
	for s := deepest - 1; s >= 0; s-- {
		f, name, step := features[s].C, strconv.Itoa(deepest-1-s), m.stride(s+1)
		net.At(counter.Decoder, s+1)
		x = ups.Apply(name, layer.ConvTranspose{ND: m.nd(), In: x.C, Out: f, Kernel: step, Stride: step, Bias: m.ConvBias}, x)
		x = net.Do(layer.Concat{}, x, features[s])
		stage, n := stages.Child(name), parts.OfStage(m.Decoder, deepest-1-s)
		if m.residualDecoder {
			x = m.blocks(net, stage, n, x.C, 0, f, m.kernel(s), counter.Cube(1))(x)
		} else {
			x = m.convs(net, stage, n, x.C, f, m.kernel(s), counter.Cube(1))(x)
		}
		net.At(counter.Head, s+1)
		head := heads.Own(name, layer.Conv{ND: m.nd(), In: f, Out: m.Classes, Kernel: counter.Cube(1), Bias: true})
		if m.DeepSupervision || s == 0 {
			outputs = append(outputs, head.Run(x))
		}
	}
	return outputs
}

// An nnUNetConv is a convolution and what may follow it.
type nnUNetConv struct {
	in, out                       int64
	kernel, stride                counter.Axes
	bias, dropout, nonlin, before bool
}

// conv registers a convolution with what follows it by name, and once more in
// the sequence that runs it.
func (m *NNUNet) conv(net *counter.Net, parent *counter.Module, c nnUNetConv) parts.Forward {
	l := layer.Conv{ND: m.nd(), In: c.in, Out: c.out, Kernel: c.kernel, Stride: c.stride, Bias: c.bias}
	for i, k := range c.kernel {
		l.Padding[i] = (k - 1) / 2
	}
	run := []*counter.Module{parent.Own("conv", l)}
	if c.dropout && m.DropoutOp != "none" {
		run = append(run, parent.Own("dropout", layer.Dropout{}))
	}
	norm, act := m.norm(c.out), m.act()
	if norm != nil {
		run = append(run, parent.Own("norm", norm))
	}
	if c.nonlin && act != nil {
		run = append(run, parent.Own("nonlin", act))
	}
	if n := len(run); c.before && norm != nil && act != nil {
		run[n-1], run[n-2] = run[n-2], run[n-1]
	}
	all := parent.Child("all_modules")
	steps := make([]parts.Forward, len(run))
	for i, op := range run {
		all.Alias(strconv.Itoa(i), op)
		steps[i] = monai.Activate(net, op)
	}
	return parts.InTurn(steps)
}

// norm returns a normalization of c channels, or nil.
func (m *NNUNet) norm(c int64) counter.Layer {
	is := func(value string) bool {
		return value == "on" || value == "default" && m.NormOp != "InstanceNorm"
	}
	switch m.NormOp {
	case "BatchNorm", "SyncBatchNorm":
		return layer.BatchNorm{ND: m.nd(), C: c, Affine: is(m.Affine), TrackStats: is(m.TrackStats)}
	case "InstanceNorm":
		return layer.InstanceNorm{ND: m.nd(), C: c, Affine: is(m.Affine), TrackStats: is(m.TrackStats)}
	}
	return nil
}

// act returns the activation, or nil.
func (m *NNUNet) act() counter.Layer {
	switch m.Nonlin {
	case "none":
		return nil
	case "PReLU":
		return layer.PReLU{C: m.Slopes}
	}
	return layer.Activation{Name: m.Nonlin}
}

// convs registers n convolutions, of which the first has the stride.
func (m *NNUNet) convs(net *counter.Net, parent *counter.Module, n, in, out int64, kernel, stride counter.Axes) parts.Forward {
	parent = parent.Child("convs")
	run := make([]parts.Forward, n)
	for i := range run {
		run[i] = m.conv(net, parent.Child(strconv.Itoa(i)), nnUNetConv{in, out, kernel, stride, m.ConvBias, true, true, m.NonlinFirst})
		in, stride = out, counter.Cube(1)
	}
	return parts.InTurn(run)
}

// blocks registers n residual blocks, of which the first has the stride. Inner
// channels make them three convolutions each, none two.
func (m *NNUNet) blocks(net *counter.Net, parent *counter.Module, n, in, inner, out int64, kernel, stride counter.Axes) parts.Forward {
	parent = parent.Child("blocks")
	run := make([]parts.Forward, n)
	for i := range run {
		run[i] = m.block(net, parent.Child(strconv.Itoa(i)), in, inner, out, kernel, stride)
		in, stride = out, counter.Cube(1)
	}
	return parts.InTurn(run)
}

func (m *NNUNet) block(net *counter.Net, b *counter.Module, in, inner, out int64, kernel, stride counter.Axes) parts.Forward {
	one := counter.Cube(1)
	convs := []nnUNetConv{
		{in, out, kernel, stride, m.ConvBias, true, true, false},
		{out, out, kernel, one, m.ConvBias, false, false, false},
	}
	if inner > 0 {
		convs = []nnUNetConv{
			{in, inner, one, one, m.ConvBias, false, true, false},
			{inner, inner, kernel, stride, m.ConvBias, true, true, false},
			{inner, out, one, one, m.ConvBias, false, false, false},
		}
	}
	run := make([]parts.Forward, len(convs))
	for i, c := range convs {
		run[i] = m.conv(net, b.Child("conv"+strconv.Itoa(i+1)), c)
	}
	act := parts.InTurn(nil)
	if l := m.act(); l != nil {
		act = monai.Activate(net, b.Own("nonlin"+strconv.Itoa(len(convs)), l))
	}

	var skips []parts.Forward
	strided := false
	for _, n := range stride[:m.nd()] {
		strided = strided || n != 1
	}
	if strided || in != out {
		skip := b.Child("skip")
		if strided {
			pool := skip.Own("0", layer.Pool{ND: m.nd(), Average: true, Kernel: stride})
			skips = append(skips, func(x counter.Value) counter.Value { return pool.Run(x) })
		}
		if in != out {
			skips = append(skips, m.conv(net, skip.Child(strconv.Itoa(len(skips))), nnUNetConv{in: in, out: out, kernel: one, stride: one}))
		}
	}
	return func(x counter.Value) counter.Value {
		residual := parts.InTurn(skips)(x)
		return act(net.Do(layer.Add{InPlace: true}, parts.InTurn(run)(x), residual))
	}
}
