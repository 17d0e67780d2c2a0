package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// CycleGAN is the ResnetGenerator of CycleGAN: Zhu et al., "Unpaired Image-to-Image
// Translation using Cycle-Consistent Adversarial Networks" (2017,
// https://arxiv.org/abs/1703.10593), as in junyanz/pytorch-CycleGAN-and-pix2pix and,
// with its options no_antialias and no_antialias_up, the same in
// taesungp/contrastive-unpaired-translation (commit b3ac297). It goes down and up again without skip
// connections, which is what a [Pix2Pix] has besides. Instance norm has no
// parameters, and then convolutions have a bias.
type CycleGAN struct {
	parts.Image
	In, Out, Filters, Blocks int64
	Norm, Pad                string
	Dropout                  bool
}

func init() {
	config.Register(&config.Arch{
		ID: "cyclegan", Family: parts.FamilyUNet,
		Name: Text{EN: "ResNet generator (CycleGAN)", ZH: "ResNet 生成器（CycleGAN）"},
		About: Text{
			EN: "The generator of CycleGAN: two steps down, residual blocks, two steps up, and no skip connections.",
			ZH: "CycleGAN 的生成器：两次下采样、若干残差块、两次上采样，没有跳跃连接。",
		},
		Sources: []config.Source{
			{Title: "Zhu, Park, Isola, Efros: Unpaired Image-to-Image Translation using Cycle-Consistent Adversarial Networks", Year: 2017, URL: "https://arxiv.org/abs/1703.10593"},
			{Title: "taesungp/contrastive-unpaired-translation", Year: 2020, URL: "https://github.com/taesungp/contrastive-unpaired-translation", Commit: "b3ac297708dfb6f7589d04662277e53c0d579c27"},
		},
		Class: "ResnetGenerator",
		New: func(k *config.Knobs) config.Model {
			m := &CycleGAN{}
			k.Section(parts.SectionData)
			k.Number(&m.In, "input_nc", 3, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
			k.Number(&m.Out, "output_nc", 3, 1, 65536, Text{EN: "Output channels", ZH: "输出通道数"}, parts.HelpIn).As(config.Classes)
			k.Section(parts.SectionNet)
			k.Number(&m.Filters, "ngf", 64, 1, 65536,
				Text{EN: "Filters", ZH: "通道数"},
				Text{EN: "Of the first convolution; doubled twice.", ZH: "首个卷积的通道数，加倍两次。"}).As(config.Width).Scales()
			k.Number(&m.Blocks, "n_blocks", 9, 0, 64,
				Text{EN: "Residual blocks", ZH: "残差块数"},
				Text{EN: "9 for images of 256×256, 6 for 128×128.", ZH: "256×256 图像为 9，128×128 为 6。"}).As(config.Repeats)
			k.Select(&m.Norm, "norm",
				Text{EN: "Normalization", ZH: "归一化"},
				Text{EN: "With instance norm, convolutions have a bias.", ZH: "用实例归一化时卷积带偏置。"},
				Choice{Value: "instance", Label: Text{EN: "instance", ZH: "实例归一化"}},
				Choice{Value: "batch", Label: Text{EN: "batch", ZH: "批归一化"}}).As(config.Normalization)
			k.Select(&m.Pad, "padding_type",
				Text{EN: "Padding of the blocks", ZH: "残差块的填充"},
				Text{EN: "Changes names, and no count.", ZH: "只改变名称，不影响参数量。"},
				Choice{Value: "reflect", Label: Text{EN: "reflection", ZH: "反射"}},
				Choice{Value: "zero", Label: Text{EN: "zeros", ZH: "零"}})
			k.Switch(&m.Dropout, "use_dropout", false,
				Text{EN: "Dropout", ZH: "随机失活"},
				Text{EN: "In each residual block. Has no parameters.", ZH: "位于每个残差块中。没有参数。"}).As(config.Uncounted)
			parts.InputSize(k, &m.Size, 256)
			return m
		},
	})
}

// ClosedForm implements [config.Model]: the polynomial in the first convolution's
// filters.
func (m *CycleGAN) ClosedForm() (int64, counter.Poly, error) {
	p, err := parts.Polynomial(1, m.build)
	return m.Filters, p, err
}

// Build implements [config.Model].
func (m *CycleGAN) Build(net *counter.Net) { m.build(net, m.Filters) }

func (m *CycleGAN) build(net *counter.Net, c int64) {
	list, n := net.Root().Child("model"), 0
	name := func() string { n++; return strconv.Itoa(n - 1) }
	x := net.Input(m.In, 2)
	run := func(layers ...counter.Layer) {
		for _, l := range layers {
			x = list.Apply(name(), l, x)
		}
	}
	net.At(counter.Encoder, 1)
	run(layer.ReflectionPad{ND: 2, Padding: counter.Cube(3)}, m.conv(m.In, c, 7, 1, 0), m.norm(c), layer.ReLU)
	for i := range 2 {
		net.At(counter.Encoder, i+2)
		if i == 1 {
			net.At(counter.Bottleneck, 3)
		}
		run(m.conv(c, 2*c, 3, 2, 1), m.norm(2*c), layer.ReLU)
		c *= 2
	}
	for range m.Blocks {
		x = m.block(net, list.Child(name()).Child("conv_block"), c)(x)
	}
	for i := range 2 {
		net.At(counter.Decoder, 2-i)
		run(layer.ConvTranspose{ND: 2, In: c, Out: c / 2, Kernel: counter.Cube(3), Stride: counter.Cube(2), Padding: counter.Cube(1), OutputPadding: counter.Cube(1), Bias: m.Norm == "instance"},
			m.norm(c/2), layer.ReLU)
		c /= 2
	}
	net.At(counter.Head, 1)
	last := m.conv(c, m.Out, 7, 1, 0)
	last.Bias = true
	run(layer.ReflectionPad{ND: 2, Padding: counter.Cube(3)}, last, layer.Activation{Name: "Tanh"})
	net.Output(x)
}

// conv is a convolution; one before a batch norm has no bias.
func (m *CycleGAN) conv(in, out, kernel, stride, pad int64) layer.Conv {
	return layer.Conv{ND: 2, In: in, Out: out, Kernel: counter.Cube(kernel), Stride: counter.Cube(stride), Padding: counter.Cube(pad), Bias: m.Norm == "instance"}
}

func (m *CycleGAN) norm(c int64) counter.Layer {
	if m.Norm == "instance" {
		return layer.InstanceNorm{ND: 2, C: c}
	}
	return parts.BatchNorm2D(c)
}

// block registers a residual block.
func (m *CycleGAN) block(net *counter.Net, b *counter.Module, c int64) parts.Forward {
	var layers []counter.Layer
	for i := range 2 {
		pad := int64(1)
		if m.Pad == "reflect" {
			pad = 0
			layers = append(layers, layer.ReflectionPad{ND: 2, Padding: counter.Cube(1)})
		}
		layers = append(layers, m.conv(c, c, 3, 1, pad), m.norm(c))
		if i == 0 {
			layers = append(layers, layer.ReLU)
			if m.Dropout {
				layers = append(layers, layer.Dropout{})
			}
		}
	}
	inner := parts.Sequential(b, layers...)
	return func(x counter.Value) counter.Value { return net.Do(layer.Add{}, x, inner(x)) }
}
