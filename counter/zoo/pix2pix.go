package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// Pix2Pix is the UnetGenerator of pix2pix and CycleGAN: Isola et al.,
// "Image-to-Image Translation with Conditional Adversarial Networks" (2016,
// https://arxiv.org/abs/1611.07004), as in junyanz/pytorch-CycleGAN-and-pix2pix and,
// module by module the same, in taesungp/contrastive-unpaired-translation (commit
// b3ac297). Convolutions of 4×4 halve the sizes and transposed ones double them
// again, down to one pixel. Modules are nested from the outside in. Instance norm
// has no parameters, and then convolutions have a bias.
type Pix2Pix struct {
	parts.Image
	In, Out, Downs, Filters int64
	Norm                    string
	Dropout                 bool
}

func init() {
	config.Register(&config.Arch{
		ID: "pix2pix", Family: parts.FamilyUNet,
		Name: Text{EN: "U-Net generator (pix2pix)", ZH: "U-Net 生成器（pix2pix）"},
		About: Text{
			EN: "The generator of pix2pix: 4×4 convolutions with stride 2, down to one pixel.",
			ZH: "pix2pix 的生成器：4×4 步长 2 的卷积，一直降到一个像素。",
		},
		Sources: []config.Source{
			{Title: "Isola, Zhu, Zhou, Efros: Image-to-Image Translation with Conditional Adversarial Networks", Year: 2016, URL: "https://arxiv.org/abs/1611.07004"},
			{Title: "taesungp/contrastive-unpaired-translation", Year: 2020, URL: "https://github.com/taesungp/contrastive-unpaired-translation", Commit: "b3ac297708dfb6f7589d04662277e53c0d579c27"},
		},
		Class: "UnetGenerator",
		New: func(k *config.Knobs) config.Model {
			m := &Pix2Pix{}
			k.Section(parts.SectionData)
			k.Number(&m.In, "input_nc", 3, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
			k.Number(&m.Out, "output_nc", 3, 1, 65536,
				Text{EN: "Output channels", ZH: "输出通道数"}, parts.HelpIn).As(config.Classes)
			k.Section(parts.SectionNet)
			k.Number(&m.Downs, "num_downs", 8, 5, 10,
				Text{EN: "Down-samplings", ZH: "下采样次数"},
				Text{EN: "8 for images of 256×256, 7 for 128×128.", ZH: "256×256 图像为 8，128×128 为 7。"}).As(config.Depth)
			k.Number(&m.Filters, "ngf", 64, 1, 65536,
				Text{EN: "Filters", ZH: "通道数"},
				Text{EN: "Of the first convolution; doubled three times.", ZH: "首个卷积的通道数，加倍三次。"}).As(config.Width).Scales()
			k.Select(&m.Norm, "norm",
				Text{EN: "Normalization", ZH: "归一化"},
				Text{EN: "With instance norm, convolutions have a bias.", ZH: "用实例归一化时卷积带偏置。"},
				Choice{Value: "batch", Label: Text{EN: "batch", ZH: "批归一化"}},
				Choice{Value: "instance", Label: Text{EN: "instance", ZH: "实例归一化"}}).As(config.Normalization)
			k.Switch(&m.Dropout, "use_dropout", false,
				Text{EN: "Dropout", ZH: "随机失活"},
				Text{EN: "At the deep levels of the decoder. Has no parameters.", ZH: "用于解码器深层。没有参数。"}).As(config.Uncounted)
			parts.InputSize(k, &m.Size, 256)
			return m
		},
	})
}

// ClosedForm implements [config.Model]: the polynomial in the first convolution's
// filters.
func (m *Pix2Pix) ClosedForm() (int64, counter.Poly, error) {
	p, err := parts.Polynomial(1, m.build)
	return m.Filters, p, err
}

// Build implements [config.Model].
func (m *Pix2Pix) Build(net *counter.Net) { m.build(net, m.Filters) }

func (m *Pix2Pix) build(net *counter.Net, width int64) {
	x := net.Input(m.In, 2)
	x = m.level(net, net.Root().Child("model"), x.C, width, 1)(x)
	net.Output(x)
}

// level registers the block at a level, which has all deeper ones in it.
func (m *Pix2Pix) level(net *counter.Net, b *counter.Module, in, width int64, level int) parts.Forward {
	list, n := b.Child("model"), 0
	add := func(l counter.Layer) parts.Forward {
		n++
		return parts.Maybe(list, strconv.Itoa(n-1), l)
	}
	first, last := level == 1, level == int(m.Downs)
	out := width << min(level-1, 3)
	conv := layer.Conv{ND: 2, In: in, Out: out, Kernel: counter.Cube(4), Stride: counter.Cube(2), Padding: counter.Cube(1), Bias: m.Norm == "instance"}
	var down, up []parts.Forward
	if !first {
		down = append(down, add(leaky))
	}
	down = append(down, add(conv))
	if !first && !last {
		down = append(down, add(m.norm(out)))
	}
	below := parts.InTurn(nil)
	if !last {
		below = m.level(net, list.Child(strconv.Itoa(n)), out, width, level+1)
		n++
		out *= 2
	}
	if first {
		in = m.Out
	}
	up = append(up, add(layer.ReLU), add(layer.ConvTranspose{ND: 2, In: out, Out: in, Kernel: counter.Cube(4), Stride: counter.Cube(2), Padding: counter.Cube(1), Bias: first || m.Norm == "instance"}))
	if first {
		up = append(up, add(layer.Activation{Name: "Tanh"}))
	} else {
		up = append(up, add(m.norm(in)))
	}
	if m.Dropout && level > 4 && !last {
		up = append(up, add(layer.Dropout{}))
	}
	return func(x counter.Value) counter.Value {
		if last {
			net.At(counter.Bottleneck, level+1)
		} else {
			net.At(counter.Encoder, level+1)
		}
		y := below(parts.InTurn(down)(x))
		net.At(counter.Decoder, level)
		y = parts.InTurn(up)(y)
		if first {
			return y
		}
		return net.Do(layer.Concat{}, x, y)
	}
}

// norm returns a normalization of c channels.
func (m *Pix2Pix) norm(c int64) counter.Layer {
	if m.Norm == "instance" {
		return layer.InstanceNorm{ND: 2, C: c}
	}
	return parts.BatchNorm2D(c)
}
