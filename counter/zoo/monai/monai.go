package monai

import (
	"errors"
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/number"
	"unetparams/counter/zoo/parts"
)

// Family is the group of the architectures of Project-MONAI/MONAI. They follow its
// commit 59a7211 (2023, https://github.com/Project-MONAI/MONAI), and share the
// declarations in this file.
//
// If an argument takes a name or a pair of a name and keyword arguments, there is a
// knob for the name and one for each keyword that affects what is counted: affine,
// track_running_stats and num_groups of a norm, num_parameters of PReLU. Names that
// need a further size ("layer", "localresponse") or halve one ("geglu") are not
// supported. Probabilities of dropout are "on" or, for None, "off".
var Family = parts.FamilyMONAI

// fromMONAI returns a paper, if it has a title, and the repository.
func fromMONAI(papers ...config.Source) []config.Source {
	return append(papers, config.Source{Title: "Project-MONAI/MONAI", Year: 2020,
		URL: "https://github.com/Project-MONAI/MONAI", Commit: "59a7211070538586369afd4a01eca0a7fe2e742e"})
}

// dataArgs holds the arguments that all classes have.
type dataArgs struct {
	nd, in, out int64
	size        []int64
}

// declareData declares them: spatial_dims from least to 3, with the defaults.
func (d *dataArgs) declareData(k *config.Knobs, least, in, out int64) {
	k.Section(parts.SectionData)
	k.Number(&d.nd, "spatial_dims", 3, least, 3,
		Text{EN: "Dimensions", ZH: "空间维数"},
		Text{EN: "3 for volumes, 2 for images.", ZH: "三维体数据为 3，图像为 2。"}).As(config.Dimensions)
	k.Number(&d.in, "in_channels", in, 1, 65536, parts.LabelIn,
		Text{EN: "1 for gray images, 3 for color; one for each modality.", ZH: "灰度图为 1，彩色图为 3；多模态时每种一个。"}).As(config.Inputs)
	k.Number(&d.out, "out_channels", out, 1, 65536, parts.LabelClasses, parts.HelpClasses).As(config.Classes)
}

// Input implements [config.Model].
func (d *dataArgs) Input() (counter.Axes, error) { return parts.InputAxes(d.size, int(d.nd)) }

// fitted returns the list with each size that has neither one number nor one for each
// dimension reduced to one number.
func (d *dataArgs) fitted(list [][]int64) [][]int64 {
	fits := make([][]int64, len(list))
	for i, size := range list {
		fits[i] = size
		if n := len(size); n > 1 && int64(n) != d.nd {
			fits[i] = size[:1]
		}
	}
	return fits
}

// axes returns an error if a list of sizes is not fitted.
func (d *dataArgs) axes(key string, list [][]int64) error {
	value, fits := config.JoinSizes(list), config.JoinSizes(d.fitted(list))
	if value == fits {
		return nil
	}
	return &config.ValueError{Key: key, Value: value, Nearest: []string{fits}, Text: d.needsAxes()}
}

// needsAxes says what a list of sizes needs.
func (d *dataArgs) needsAxes() config.Text {
	return config.Textf("needs one number each, or %d: one for each dimension", "每项需要 1 个数，或每维一个共 %d 个数", d.nd)
}

// kernel returns an error if a kernel has neither one number nor one for each
// dimension.
func (d *dataArgs) kernel(key string, size []int64) error {
	if n := int64(len(size)); n == 1 || n == d.nd {
		return nil
	}
	return &config.ValueError{Key: key, Value: config.Join(size, ","),
		Nearest: []string{strconv.FormatInt(size[0], 10)}, Text: config.Textf(
			"needs one number, or %d: one for each dimension", "需要 1 个数，或每维一个共 %d 个数", d.nd)}
}

// conv returns a convolution that keeps the size if its stride is 1; kernels
// are odd.
func (d *dataArgs) conv(in, out int64, kernel, stride counter.Axes, bias bool) layer.Conv {
	return layer.Conv{ND: int(d.nd), In: in, Out: out, Kernel: kernel, Stride: stride, Padding: half(kernel), Bias: bias}
}

// point returns a convolution with a kernel of 1.
func (d *dataArgs) point(in, out int64, bias bool) layer.Conv {
	return d.conv(in, out, counter.Cube(1), counter.Cube(1), bias)
}

// transposed returns a transposed convolution that multiplies sizes by its
// stride.
func (d *dataArgs) transposed(in, out int64, kernel, stride counter.Axes, bias bool) layer.ConvTranspose {
	l := layer.ConvTranspose{ND: int(d.nd), In: in, Out: out, Kernel: kernel, Stride: stride, Padding: half(kernel), Bias: bias}
	for i, s := range stride {
		l.OutputPadding[i] = s - 1
	}
	return l
}

// across returns a length along every axis, 1 for missing axes.
func (d *dataArgs) across(ns []int64) counter.Axes {
	a := parts.AxesOf(ns)
	for i := int(d.nd); i < len(a); i++ {
		a[i] = 1
	}
	return a
}

// half returns the padding that an odd kernel needs to keep the size.
func half(kernel counter.Axes) counter.Axes {
	for i, k := range kernel {
		kernel[i] = (k - 1) / 2
	}
	return kernel
}

// A normArgs is a normalization given by name and keyword arguments.
type normArgs struct {
	name, affine, stats string
	groups              int64
	eps                 string // of a batch norm; empty: PyTorch's default
	// other is the name of the norm in a second argument, if there is one.
	other *string
}

// declare declares a normalization under the argument's key; first is the default name,
// affine the default keyword, and none reports whether there may be no normalization.
func (n *normArgs) declare(k *config.Knobs, key, first, affine string, none bool) {
	names := []config.Choice{
		{Value: "instance", Label: Text{EN: "instance", ZH: "实例归一化"}},
		{Value: "batch", Label: Text{EN: "batch", ZH: "批归一化"}},
		{Value: "group", Label: Text{EN: "group", ZH: "组归一化"}},
		{Value: "syncbatch", Label: Text{EN: "batch, over all GPUs", ZH: "跨 GPU 批归一化"}},
		{Value: "instance_nvfuser", Label: Text{EN: "instance, fused", ZH: "实例归一化（融合）"}},
	}
	if none {
		names = append(names, Choice{Value: "none", Label: Text{EN: "none", ZH: "无"}})
	}
	flags := []config.Choice{
		{Value: "default", Label: Text{EN: "PyTorch's default", ZH: "PyTorch 默认"}},
		{Value: "on", Label: Text{EN: "on", ZH: "开"}},
		{Value: "off", Label: Text{EN: "off", ZH: "关"}},
	}
	k.Select(&n.name, key,
		Text{EN: "Normalization", ZH: "归一化"},
		Text{EN: "Two parameters a channel where it is affine.", ZH: "带仿射时每个通道两个参数。"},
		preferred(names, first)...).As(config.Normalization)
	help := Text{EN: "A keyword of the norm. The default of PyTorch is on, but off for instance norm.", ZH: "归一化的关键字参数。PyTorch 默认开，实例归一化默认关。"}
	k.Select(&n.affine, "affine", Text{EN: "Affine normalization", ZH: "带仿射的归一化"}, help,
		preferred(flags, affine)...).When(func() bool { return n.name != "none" })
	k.Select(&n.stats, "track_running_stats", Text{EN: "Running statistics", ZH: "滑动统计量"}, help, flags...).As(config.Uncounted).
		When(func() bool { return n.name != "none" && n.name != "group" })
	k.Number(&n.groups, "num_groups", 8, 1, 65536,
		Text{EN: "Groups", ZH: "组数"},
		Text{EN: "Of the group norm, a keyword of the norm. No parameter depends on it.", ZH: "组归一化的组数，归一化的关键字参数。不影响参数量。"}).
		When(func() bool { return n.name == "group" || n.other != nil && *n.other == "group" })
}

// preferred returns the choices, the one with the given value first.
func preferred(choices []config.Choice, value string) []config.Choice {
	all := make([]config.Choice, 1, len(choices))
	for _, c := range choices {
		if c.Value == value {
			all[0] = c
		} else {
			all = append(all, c)
		}
	}
	return all
}

// layer returns the normalization of c channels, or nil.
func (n normArgs) layer(nd, c int64) counter.Layer {
	is := func(value string, standard bool) bool {
		return value == "on" || value == "default" && standard
	}
	switch n.name {
	case "instance", "instance_nvfuser":
		return layer.InstanceNorm{ND: int(nd), C: c, Affine: is(n.affine, false), TrackStats: is(n.stats, false)}
	case "batch", "syncbatch":
		return layer.BatchNorm{ND: int(nd), C: c, Affine: is(n.affine, true), TrackStats: is(n.stats, true), Eps: n.eps}
	case "group":
		return layer.GroupNorm{Groups: n.groups, C: c, Affine: is(n.affine, true)}
	}
	return nil
}

// step returns the number that widths must be multiples of.
func (n normArgs) step() int64 {
	if n.name == "group" {
		return n.groups
	}
	return 1
}

// check returns an error if the number of groups does not divide the channels of every
// level of the network that build describes.
func (n normArgs) check(build func(*counter.Net, normArgs)) error {
	var e *counter.Error
	undivided := func() bool {
		_, err := counter.Count(func(net *counter.Net) { build(net, n) })
		return errors.As(err, &e) && e.Problem == counter.Groups && e.Kind == "GroupNorm"
	}
	if n.name != "group" || !undivided() {
		return nil
	}
	err := &config.ValueError{Key: "num_groups", Value: strconv.FormatInt(n.groups, 10), Text: config.At(e.Stage,
		"can't divide the channels at level %d (%s), which are %s",
		"无法等分第 %d 层（%s）的 %s 个通道", number.Grouped(e.Got.C))}
	for n.groups > 1 {
		n.groups = parts.GCD(n.groups, e.Got.C)
		if !undivided() {
			err.Nearest = []string{strconv.FormatInt(n.groups, 10)}
			break
		}
	}
	return err
}

// An actArgs is an activation given by name and keyword arguments.
type actArgs struct {
	name   string
	slopes int64
	slope  string // of a leaky ReLU
}

// declare declares an activation under the argument's key; first is the default name,
// slope that of a leaky ReLU, and none reports whether there may be no activation.
func (a *actArgs) declare(k *config.Knobs, key, first, slope string, none bool) {
	names := actChoices
	if none {
		names = append(names[:len(names):len(names)], Choice{Value: "none", Label: Text{EN: "none", ZH: "无"}})
	}
	k.Select(&a.name, key,
		Text{EN: "Activation", ZH: "激活函数"},
		Text{EN: "Only PReLU has parameters.", ZH: "只有 PReLU 有参数。"},
		preferred(names, first)...).As(config.Activation)
	k.Number(&a.slopes, "num_parameters", 1, 1, 65536,
		Text{EN: "Slopes of a PReLU", ZH: "PReLU 斜率数"},
		Text{EN: "A keyword of the activation: 1, or as many as there are channels; other numbers can't be run.", ZH: "激活函数的关键字参数：1，或与通道数相同；其他数无法运行。"}).
		When(func() bool { return a.name == "prelu" })
	var slopes []Choice
	for _, n := range []string{"0.01", "0.05", "0.1", "0.2", "0.3"} {
		slopes = append(slopes, Choice{Value: n, Label: Text{EN: n, ZH: n}})
	}
	k.Select(&a.slope, "negative_slope",
		Text{EN: "Slope of the leaky ReLU", ZH: "Leaky ReLU 斜率"},
		Text{EN: "For negative values; a keyword of the activation. Changes no count.", ZH: "负半轴的斜率，激活函数的关键字参数。不影响参数量。"},
		preferred(slopes, slope)...).As(config.Uncounted).
		When(func() bool { return a.name == "leakyrelu" })
}

var actChoices = []config.Choice{
	{Value: "prelu", Label: Text{EN: "PReLU", ZH: "PReLU"}},
	{Value: "relu", Label: Text{EN: "ReLU", ZH: "ReLU"}},
	{Value: "leakyrelu", Label: Text{EN: "leaky ReLU", ZH: "Leaky ReLU"}},
	{Value: "elu", Label: Text{EN: "ELU", ZH: "ELU"}},
	{Value: "relu6", Label: Text{EN: "ReLU6", ZH: "ReLU6"}},
	{Value: "selu", Label: Text{EN: "SELU", ZH: "SELU"}},
	{Value: "celu", Label: Text{EN: "CELU", ZH: "CELU"}},
	{Value: "gelu", Label: Text{EN: "GELU", ZH: "GELU"}},
	{Value: "swish", Label: Text{EN: "Swish", ZH: "Swish"}},
	{Value: "memswish", Label: Text{EN: "Swish that saves memory", ZH: "省内存的 Swish"}},
	{Value: "mish", Label: Text{EN: "Mish", ZH: "Mish"}},
	{Value: "sigmoid", Label: Text{EN: "sigmoid", ZH: "Sigmoid"}},
	{Value: "tanh", Label: Text{EN: "tanh", ZH: "Tanh"}},
	{Value: "softmax", Label: Text{EN: "softmax", ZH: "Softmax"}},
	{Value: "logsoftmax", Label: Text{EN: "logarithm of the softmax", ZH: "对数 softmax"}},
}

// actLayers are the activations without parameters, by MONAI's names.
var actLayers = map[string]counter.Layer{
	"relu": layer.ReLU, "leakyrelu": layer.Activation{Name: "LeakyReLU"}, "elu": layer.Activation{Name: "ELU"},
	"relu6": layer.Activation{Name: "ReLU6"}, "selu": layer.Activation{Name: "SELU"}, "celu": layer.Activation{Name: "CELU"},
	"gelu": layer.Activation{Name: "GELU"}, "swish": layer.Activation{Name: "SiLU"}, "memswish": layer.Activation{Name: "SiLU"},
	"mish": layer.Activation{Name: "Mish"}, "sigmoid": layer.Sigmoid, "tanh": layer.Activation{Name: "Tanh"},
	"softmax": layer.Softmax, "logsoftmax": layer.Activation{Name: "LogSoftmax"},
}

// layer returns the activation, or nil.
func (a actArgs) layer() counter.Layer {
	switch {
	case a.name == "prelu":
		return layer.PReLU{C: a.slopes}
	case a.name == "leakyrelu" && a.slope != "0.01":
		return layer.Activation{Name: "LeakyReLU", Slope: a.slope}
	}
	return actLayers[a.name]
}

// own registers the activation, if there is one, and returns a function that runs it.
func (a actArgs) own(net *counter.Net, m *counter.Module, name string) parts.Forward {
	l := a.layer()
	if l == nil {
		return parts.Maybe(m, name, nil)
	}
	return Activate(net, m.Own(name, l))
}

// Activate returns a function that runs an activation. A PReLU with slopes for another
// number of channels can be counted, but not run.
func Activate(net *counter.Net, m *counter.Module) parts.Forward {
	l, ok := m.Layer().(layer.PReLU)
	return func(x counter.Value) counter.Value {
		if !ok || l.C == 1 {
			return m.Run(x)
		}
		return parts.Fit(net, m.Run(parts.Fit(net, x, l.C)), x.C)
	}
}

// An adn holds the layers that may follow a convolution: activation (A), dropout (D)
// and normalization (N), in the order of the letters of a word.
type adn struct {
	order   string
	act     actArgs
	dropout bool
	norm    normArgs
}

// own registers the layers for c channels and returns a function that runs them.
func (a adn) own(net *counter.Net, m *counter.Module, nd, c int64) parts.Forward {
	var adn *counter.Module
	var run []parts.Forward
	for i := range len(a.order) {
		letter := a.order[i : i+1]
		var l counter.Layer
		switch letter {
		case "A":
			l = a.act.layer()
		case "D":
			if a.dropout {
				l = layer.Dropout{}
			}
		case "N":
			l = a.norm.layer(nd, c)
		}
		if l == nil {
			continue
		}
		if adn == nil {
			adn = m.Child("adn")
		}
		run = append(run, Activate(net, adn.Own(letter, l)))
	}
	return parts.InTurn(run)
}

// convolution registers a convolution and the layers that follow it.
func (a adn) convolution(net *counter.Net, m *counter.Module, nd, out int64, conv counter.Layer) parts.Forward {
	return parts.InTurn([]parts.Forward{parts.Maybe(m, "conv", conv), a.own(net, m, nd, out)})
}

// dropoutKnob declares a dropout that may be None.
func dropoutKnob(k *config.Knobs, p *bool, key string, on bool) {
	k.Switch(p, key, on,
		Text{EN: "Dropout", ZH: "随机失活"},
		Text{EN: "On for any probability, off for None. Has no parameters.", ZH: "任何概率都算开，None 为关。没有参数。"}).As(config.Uncounted)
}

// bindUpsample declares the mode of up-sampling; first is the default.
func bindUpsample(k *config.Knobs, p *string, key, first string) {
	k.Select(p, key,
		Text{EN: "Up-sampling", ZH: "上采样方式"},
		Text{EN: "Interpolation follows a 1×1 convolution where the channels change; pixel shuffle follows a 3×3 convolution.", ZH: "通道数改变时插值前有 1×1 卷积；像素重排前有 3×3 卷积。"},
		preferred([]config.Choice{
			{Value: "deconv", Label: Text{EN: "transposed convolution", ZH: "转置卷积"}},
			{Value: "deconvgroup", Label: Text{EN: "transposed convolution in groups", ZH: "分组转置卷积"}},
			{Value: "nontrainable", Label: Text{EN: "linear interpolation", ZH: "线性插值"}},
			{Value: "pixelshuffle", Label: Text{EN: "pixel shuffle", ZH: "像素重排"}},
		}, first)...).As(config.Upsampling)
}

// An upsampler is an up-sampling from in to out channels.
type upsampler struct {
	mode           string
	in, out        int64
	kernel, factor counter.Axes
	bias           bool
	alignCorners   bool // of interpolation
	nearest        bool // interpolation is not linear
}

// twice returns an up-sampling that doubles the sizes.
func twice(mode string, in, out int64) upsampler {
	return upsampler{mode: mode, in: in, out: out, kernel: counter.Cube(2), factor: counter.Cube(2), bias: true}
}

// upsample registers an up-sampling and returns a function that runs it.
func (d *dataArgs) upsample(net *counter.Net, m *counter.Module, u upsampler) parts.Forward {
	nd := int(d.nd)
	up := layer.ConvTranspose{ND: nd, In: u.in, Out: u.out, Kernel: u.kernel, Stride: u.factor, Bias: u.bias}
	if u.kernel != u.factor {
		up.Padding = half(u.kernel)
		for i, k := range u.kernel {
			up.OutputPadding[i] = u.factor[i] - 1 - (k-1)%2
		}
	}
	switch u.mode {
	case "deconvgroup":
		if u.out > 0 && u.in%u.out == 0 {
			up.Groups = u.out
		}
		return parts.Maybe(m, "deconvgroup", up)
	case "nontrainable":
		var lead counter.Layer
		if u.in != u.out {
			lead = d.point(u.in, u.out, u.bias)
		}
		return parts.InTurn([]parts.Forward{
			parts.Maybe(m, "preconv", lead),
			parts.Maybe(m, "upsample_non_trainable", layer.Upsample{ND: nd, Linear: !u.nearest, AlignCorners: u.alignCorners, Scale: u.factor}),
		})
	case "pixelshuffle":
		// The factor of the first axis is used for all axes.
		n, share := u.factor[0], int64(1)
		for range nd {
			share *= n
		}
		m = m.Child("pixelshuffle")
		conv := m.Own("conv_block", d.conv(u.in, u.out*share, counter.Cube(3), counter.Cube(1), u.bias))
		blur := parts.Sequential(m.Child("pad_pool"),
			layer.ConstantPad{ND: nd, Before: counter.Cube(n - 1)},
			layer.Pool{ND: nd, Average: true, Kernel: counter.Cube(n), Stride: counter.Cube(1)})
		return func(x counter.Value) counter.Value {
			return blur(net.Do(layer.PixelShuffle{ND: nd, Factor: n}, conv.Run(x)))
		}
	}
	return parts.Maybe(m, "deconv", up)
}
