package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/encoder"
	"unetparams/counter/zoo/parts"
	"unetparams/counter/zoo/smp"
)

// Fastai is DynamicUnet of fastai/fastai (2018, https://github.com/fastai/fastai,
// commit d6f6601) as unet_learner makes it of a torchvision ResNet without its last two
// layers: two wide convolutions at the lowest level, and blocks that enlarge by pixel
// shuffle, concatenate the normalized features of the encoder, and keep all channels.
// The last level is concatenated with the image itself.
//
// The arguments blur, act_cls and y_range, which add no parameters, and self_attention
// have their defaults. With bottle=True the published code stops with an error.
type Fastai struct {
	parts.Image
	In, Out   int64
	Encoder   string
	Norm      string
	LastCross bool
}

var fastai = config.Source{Title: "fastai/fastai", Year: 2018, URL: "https://github.com/fastai/fastai", Commit: "d6f6601d31d8b54915e9f13b2439ab1f8200e1b5"}

func init() {
	config.Register(&config.Arch{
		ID: "fastai", Family: smp.Family, Class: "DynamicUnet", Sources: []config.Source{parts.PaperUNet, fastai},
		Name: Text{EN: "DynamicUnet (fastai)", ZH: "DynamicUnet（fastai）"},
		About: Text{
			EN: "unet_learner of fastai: a ResNet as encoder, pixel shuffle on the way up, the image itself at the end.",
			ZH: "fastai 的 unet_learner：ResNet 编码器，逐级像素重排上采样，末端拼接原图。",
		},
		New: newFastai,
	})
}

func newFastai(k *config.Knobs) config.Model {
	k.Fixes("the encoder fixes the widths", config.Width)
	m := &Fastai{}
	k.Section(parts.SectionData)
	k.Number(&m.In, "n_in", 3, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
	k.Number(&m.Out, "n_out", 2, 1, 65536, parts.LabelClasses, parts.HelpClasses).As(config.Classes)
	k.Section(parts.SectionNet)
	var encoders []Choice
	for _, name := range []string{"resnet34", "resnet18", "resnet50", "resnet101", "resnet152"} {
		encoders = append(encoders, Choice{Value: name, Label: Text{EN: name, ZH: name}})
	}
	k.Select(&m.Encoder, "encoder",
		Text{EN: "Encoder", ZH: "编码器"},
		Text{EN: "The classifier whose features the decoder takes.", ZH: "为解码器提供特征的分类网络。"}, encoders...)
	k.Select(&m.Norm, "norm_type",
		Text{EN: "Normalization", ZH: "归一化"},
		Text{EN: "In the decoder; with it, convolutions have no bias.", ZH: "仅解码器；启用后卷积无偏置。"},
		Choice{Value: "none", Label: Text{EN: "none", ZH: "无"}},
		Choice{Value: "Batch", Label: Text{EN: "batch", ZH: "批归一化"}},
		Choice{Value: "Instance", Label: Text{EN: "instance", ZH: "实例归一化"}}).As(config.Normalization)
	k.Switch(&m.LastCross, "last_cross", true,
		Text{EN: "Image at the end", ZH: "末端拼接原图"},
		Text{EN: "Concatenates the image, and adds a residual block.", ZH: "拼接原图，再加一个残差块。"})
	parts.InputSize(k, &m.Size, 256)
	return m
}

// ClosedForm implements [config.Model]: the encoder's widths are fixed.
func (*Fastai) ClosedForm() (int64, counter.Poly, error) {
	return 0, counter.Poly{}, counter.ErrNotPolynomial
}

// Build implements [config.Model].
func (m *Fastai) Build(net *counter.Net) {
	list := net.Root().Child("layers")
	image := net.Input(m.In, 2)
	down, widths := encoder.Lookup(m.Encoder).BuildBody(net, list.Child("0"), m.In)
	deepest := len(widths) - 1
	in := widths[deepest]
	center := parts.InTurn([]parts.Forward{
		parts.Maybe(list, "1", parts.BatchNorm2D(in)), parts.Maybe(list, "2", layer.ReLU),
		parts.InTurn(m.pair(list.Child("3"), "0", "1", in, 2*in, in)),
	})
	up := make([]func(x, skip counter.Value) counter.Value, deepest)
	for i := deepest - 1; i >= 0; i-- {
		up[i], in = m.block(net, list.Child(strconv.Itoa(deepest+3-i)), in, widths[i], i == 0)
	}
	last, in := m.last(net, list, in)
	head := m.conv(list.Child(strconv.Itoa(m.headIndex())), in, m.Out, 1, nil)

	x := image
	skips := make([]counter.Value, len(down))
	for i, run := range down {
		net.At(counter.Encoder, i+2)
		if i == deepest {
			net.At(counter.Bottleneck, i+2)
		}
		x = run(x)
		skips[i] = x
	}
	x = center(x)
	for i := deepest - 1; i >= 0; i-- {
		net.At(counter.Decoder, i+2)
		x = up[i](x, skips[i])
	}
	net.At(counter.Decoder, 1)
	x = last(x, image)
	net.At(counter.Head, 1)
	net.Output(head(x))
}

// conv registers a ConvLayer: a convolution with its norm and, unless it is nil, its
// activation.
func (m *Fastai) conv(block *counter.Module, in, out, kernel int64, act counter.Layer) parts.Forward {
	c := parts.Conv2D(in, out, kernel)
	c.Bias = m.Norm == "none"
	layers := []counter.Layer{c}
	switch m.Norm {
	case "Batch":
		layers = append(layers, parts.BatchNorm2D(out))
	case "Instance":
		layers = append(layers, layer.InstanceNorm{ND: 2, C: out, Affine: true})
	}
	if act != nil {
		layers = append(layers, act)
	}
	return parts.Sequential(block, layers...)
}

// pair registers two convolutions in a row under the given names.
func (m *Fastai) pair(block *counter.Module, first, second string, in, mid, out int64) []parts.Forward {
	return []parts.Forward{m.conv(block.Child(first), in, mid, 3, layer.ReLU), m.conv(block.Child(second), mid, out, 3, layer.ReLU)}
}

// shuffle registers PixelShuffle_ICNR, which doubles the size.
func (m *Fastai) shuffle(block *counter.Module, in, out int64) parts.Forward {
	return parts.InTurn([]parts.Forward{
		m.conv(block.Child("0"), in, 4*out, 1, layer.ReLU), parts.Maybe(block, "1", layer.PixelShuffle{ND: 2, Factor: 2})})
}

// block registers a UnetBlock, and returns its output channels, too. Where sizes were
// odd, it fits the enlarged features to those of the encoder. The block of the finest
// features halves the channels.
func (m *Fastai) block(net *counter.Net, b *counter.Module, in, skip int64, finest bool) (func(x, skip counter.Value) counter.Value, int64) {
	enlarge := m.shuffle(b.Child("shuf"), in, in/2)
	norm := parts.Maybe(b, "bn", parts.BatchNorm2D(skip))
	in = in/2 + skip
	out := in
	if finest {
		out = in / 2
	}
	convs := parts.InTurn(m.pair(b, "conv1", "conv2", in, out, out))
	relu := parts.Maybe(b, "relu", layer.ReLU)
	return func(x, skip counter.Value) counter.Value {
		x = net.Do(layer.Interpolate{}, enlarge(x), skip)
		return convs(relu(net.Do(layer.Concat{}, x, norm(skip))))
	}, out
}

// headIndex is the index of the last convolution in the list of layers.
func (m *Fastai) headIndex() int {
	if m.LastCross {
		return 12
	}
	return 10
}

// last registers what leads to the full size, and returns its output channels, too.
func (m *Fastai) last(net *counter.Net, list *counter.Module, in int64) (func(x, image counter.Value) counter.Value, int64) {
	enlarge := m.shuffle(list.Child("8"), in, in)
	fit := func(x, image counter.Value) counter.Value { return net.Do(layer.Interpolate{}, enlarge(x), image) }
	if !m.LastCross {
		return fit, in
	}
	in += m.In
	block := list.Child("11")
	path := block.Child("convpath")
	inner := parts.InTurn([]parts.Forward{m.conv(path.Child("0"), in, in, 3, layer.ReLU), m.conv(path.Child("1"), in, in, 3, nil)})
	act := parts.Maybe(block, "act", layer.ReLU)
	return func(x, image counter.Value) counter.Value {
		x = net.Do(layer.Concat{}, fit(x, image), image)
		return act(net.Do(layer.Add{}, inner(x), x))
	}, in
}
