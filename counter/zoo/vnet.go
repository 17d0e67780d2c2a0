package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// VNet is the V-Net of mattmacy/vnet.pytorch (2017,
// https://github.com/mattmacy/vnet.pytorch, commit a00c8ea): Milletari, Navab and
// Ahmadi, "V-Net: Fully Convolutional Neural Networks for Volumetric Medical Image
// Segmentation" (2016, https://arxiv.org/abs/1606.04797). Every level is a
// residual block of 5×5×5 convolutions, and strided convolutions replace pooling. It
// takes one channel and distinguishes two classes, with one output row for each voxel.
//
// Its first block adds sixteen copies of the image to sixteen channels. The code
// concatenates the copies along the batch. In the PyTorch of 2017 the result was the
// same as along the channels; since then all further layers run on sixteen images.
// FixedCat, which is not an argument of the code, selects concatenation along the
// channels.
type VNet struct {
	Elu, Nll, FixedCat bool
	Size               []int64
	width              int64 // of the first level
}

func init() {
	config.Register(&config.Arch{
		ID:     "vnet",
		Family: parts.FamilyVolumetric,
		Name:   Text{EN: "V-Net (mattmacy)", ZH: "V-Net（mattmacy）"},
		About: Text{
			EN: "Residual blocks of 5×5×5 convolutions, for volumes of one channel and two classes.",
			ZH: "由 5×5×5 卷积组成的残差块，用于单通道三维体数据的二分类。",
		},
		Sources: []config.Source{
			{Title: "Milletari, Navab, Ahmadi: V-Net: Fully Convolutional Neural Networks for Volumetric Medical Image Segmentation", Year: 2016, URL: "https://arxiv.org/abs/1606.04797"},
			{Title: "mattmacy/vnet.pytorch", Year: 2017, URL: "https://github.com/mattmacy/vnet.pytorch", Commit: "a00c8ea16bcaea2bddf73b2bf506796f70077687"},
		},
		Class: "VNet",
		New: func(k *config.Knobs) config.Model {
			k.Fixes("the class fixes one input channel and two classes", config.Inputs, config.Classes)
			m := new(VNet)
			k.Section(parts.SectionNet)
			k.Switch(&m.Elu, "elu", true,
				Text{EN: "ELU", ZH: "ELU"},
				Text{EN: "Off: PReLU, with a slope for every channel, as in the paper.", ZH: "关：PReLU，每个通道一个斜率，与论文一致。"}).As(config.Uncounted)
			k.Switch(&m.Nll, "nll", false,
				Text{EN: "Logarithm of the softmax", ZH: "对数 softmax"},
				Text{EN: "For the negative log-likelihood loss, in place of the Dice loss.", ZH: "用于负对数似然损失，代替 Dice 损失。"}).As(config.Uncounted)
			k.Switch(&m.FixedCat, "fixedcat", false,
				Text{EN: "Copies joined along the channels", ZH: "按通道拼接副本"},
				Text{EN: "Off, as published: the 16 copies of the image are joined along the batch, and PyTorch runs all that follows 16 times.", ZH: "关，与发布的代码一致：图像的 16 个副本按批次拼接，PyTorch 会把其后各层运行 16 次。"})
			parts.EditedWidth(k, &m.width, 16).Max = 1024 // copies of the image
			parts.InputSize(k, &m.Size, 64)
			return m
		},
	})
}

// Check implements [config.Model].
func (m *VNet) Check() error { return nil }

// Input implements [config.Model].
func (m *VNet) Input() (counter.Axes, error) { return parts.InputAxes(m.Size, 3) }

// ClosedForm implements [config.Model]: the polynomial in the first level's width.
func (m *VNet) ClosedForm() (int64, counter.Poly, error) {
	p, err := parts.Polynomial(1, m.build)
	return m.width, p, err
}

// Build implements [config.Model].
func (m *VNet) Build(net *counter.Net) { m.build(net, m.width) }

func (m *VNet) build(net *counter.Net, width int64) {
	const deepest = 5
	root := net.Root()
	x := net.Input(1, 3)
	name := func(way string, level int) string { return way + "_tr" + strconv.Itoa(8<<level) }

	net.At(counter.Encoder, 1)
	x = m.first(net, root.Child("in_tr"), x, width)
	var skips [deepest]counter.Value
	down := [deepest + 1]int{2: 1, 3: 2, 4: 3, 5: 2} // convolutions
	for level := 2; level <= deepest; level++ {
		skips[level-1] = x
		if level < deepest {
			net.At(counter.Encoder, level)
		} else {
			net.At(counter.Bottleneck, level)
		}
		x = m.down(net, root.Child(name("down", level)), x, down[level], level >= 4)
	}
	up := [deepest]int{4: 2, 3: 2, 2: 1, 1: 1}
	for level := deepest - 1; level >= 1; level-- {
		net.At(counter.Decoder, level)
		x = m.up(net, root.Child(name("up", level+1)), x, skips[level], width<<level, up[level], level >= 3)
	}
	net.At(counter.Head, 1)
	net.Output(m.last(net, root.Child("out_tr"), x))
}

// conv returns a convolution that keeps the size.
func (m *VNet) conv(in, out, kernel int64) layer.Conv {
	return layer.Conv{ND: 3, In: in, Out: out, Kernel: counter.Cube(kernel), Padding: counter.Cube(kernel / 2), Bias: true}
}

// norm returns the code's variant of batch normalization, which keeps statistics but
// never uses them.
func (m *VNet) norm(c int64) counter.Layer {
	return layer.BatchNorm{ND: 3, C: c, Affine: true, TrackStats: true, AlwaysTraining: true}
}

func (m *VNet) act(c int64) counter.Layer {
	if m.Elu {
		return layer.Activation{Name: "ELU"}
	}
	return layer.PReLU{C: c}
}

// first adds the first block: a convolution, and the image added to each of its channels.
func (m *VNet) first(net *counter.Net, b *counter.Module, x counter.Value, width int64) counter.Value {
	copies := make([]counter.Value, width)
	for i := range copies {
		copies[i] = x
	}
	out := b.Apply("conv1", m.conv(1, width, 5), x)
	out = b.Apply("bn1", m.norm(width), out)
	var join counter.Layer = layer.BatchConcat{}
	if m.FixedCat {
		join = layer.Concat{}
	}
	out = net.Do(layer.Add{}, out, net.Do(join, copies...))
	return b.Apply("relu1", m.act(width), out)
}

// down halves the sizes and doubles the channels.
func (m *VNet) down(net *counter.Net, b *counter.Module, x counter.Value, convs int, dropout bool) counter.Value {
	c := 2 * x.C
	x = b.Apply("down_conv", layer.Conv{ND: 3, In: x.C, Out: c,
		Kernel: counter.Cube(2), Stride: counter.Cube(2), Bias: true}, x)
	x = b.Apply("bn1", m.norm(c), x)
	x = b.Apply("relu1", m.act(c), x)
	relu2 := b.Own("relu2", m.act(c))
	return relu2.Run(m.residual(net, b, x, m.drop(b, "do1", dropout)(x), convs))
}

// up doubles the sizes and leads to c channels, half of them the skip's.
func (m *VNet) up(net *counter.Net, b *counter.Module, x, skip counter.Value, c int64, convs int, dropout bool) counter.Value {
	up := b.Own("up_conv", layer.ConvTranspose{ND: 3, In: x.C, Out: c / 2,
		Kernel: counter.Cube(2), Stride: counter.Cube(2), Bias: true})
	bn1 := b.Own("bn1", m.norm(c/2))
	do2 := b.Own("do2", layer.Dropout{})
	relu1, relu2 := b.Own("relu1", m.act(c/2)), b.Own("relu2", m.act(c))
	x = m.drop(b, "do1", dropout)(x)
	skip = do2.Run(skip)
	x = relu1.Run(bn1.Run(up.Run(x)))
	x = net.Do(layer.Concat{}, x, skip)
	return relu2.Run(m.residual(net, b, x, x, convs))
}

// drop registers a dropout, if there is one, and returns a Forward that runs it.
func (m *VNet) drop(b *counter.Module, name string, on bool) parts.Forward {
	if !on {
		return parts.Maybe(b, name, nil)
	}
	return parts.Maybe(b, name, layer.Dropout{})
}

// residual runs convolutions on dropped, which is x after dropout, and adds x.
func (m *VNet) residual(net *counter.Net, b *counter.Module, x, dropped counter.Value, convs int) counter.Value {
	ops, out, c := b.Child("ops"), dropped, x.C
	for i := range convs {
		op := ops.Child(strconv.Itoa(i))
		relu := op.Own("relu1", m.act(c))
		out = op.Apply("conv1", m.conv(c, c, 5), out)
		out = relu.Run(op.Apply("bn1", m.norm(c), out))
	}
	return net.Do(layer.Add{}, out, x)
}

// last adds the layers that distinguish the two classes.
func (m *VNet) last(net *counter.Net, b *counter.Module, x counter.Value) counter.Value {
	x = b.Apply("conv1", m.conv(x.C, 2, 5), x)
	x = b.Apply("bn1", m.norm(2), x)
	conv2 := b.Own("conv2", m.conv(2, 2, 1))
	x = b.Apply("relu1", m.act(2), x)
	x = net.Do(layer.FlattenPositions{}, conv2.Run(x))
	if m.Nll {
		return net.Do(layer.Activation{Name: "LogSoftmax"}, x)
	}
	return net.Do(layer.Softmax, x)
}
