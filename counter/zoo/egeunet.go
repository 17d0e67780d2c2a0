package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// A smallUNet has the settings that EGE-UNet and MALUNet share: six levels, of which
// the last three have blocks of their own, and skip connections that are added.
type smallUNet struct {
	parts.Image
	in, classes int64
	list        []int64
	bridge      bool
}

// declare declares them.
func (m *smallUNet) declare(k *config.Knobs, bridge Text) {
	k.Section(parts.SectionData)
	k.Number(&m.in, "input_channels", 3, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
	k.Number(&m.classes, "num_classes", 1, 1, 65536, parts.LabelClasses, parts.HelpClasses).As(config.Classes)
	k.Section(parts.SectionNet)
	k.Numbers(&m.list, "c_list", []int64{8, 16, 24, 32, 48, 64}, 6, 6, 4, 65536,
		Text{EN: "Channels", ZH: "各级通道数"},
		Text{EN: "Six numbers, multiples of 4: maps are cut into four parts.", ZH: "六个数，均为 4 的倍数：特征图按通道分为四份。"}).As(config.Width)
	k.Switch(&m.bridge, "bridge", true, Text{EN: "Bridge", ZH: "桥接模块"}, bridge)
}

// Check implements [config.Model].
func (m *smallUNet) Check() error {
	fit := make([]int64, len(m.list))
	for i, c := range m.list {
		fit[i] = (c + 3) / 4 * 4
	}
	value, nearest := config.Join(m.list, ","), config.Join(fit, ",")
	if value == nearest {
		return nil
	}
	return &config.ValueError{Key: "c_list", Value: value, Nearest: []string{nearest}, Text: Text{EN: "must be multiples of 4", ZH: "须均为 4 的倍数"}}
}

// ClosedForm implements [config.Model]: the widths are a list.
func (*smallUNet) ClosedForm() (int64, counter.Poly, error) {
	return 0, counter.Poly{}, counter.ErrNotPolynomial
}

// gelu is the activation of both.
var gelu counter.Layer = layer.Activation{Name: "GELU"}

func groupNorm4(c int64) counter.Layer { return layer.GroupNorm{Groups: 4, C: c, Affine: true} }

// depthwise is a convolution of each channel for itself, which keeps the size.
func depthwise(nd int, c, kernel, dilation int64) layer.Conv {
	return layer.Conv{ND: nd, In: c, Out: c, Kernel: counter.Cube(kernel), Padding: counter.Cube(kernel / 2 * dilation), Dilation: counter.Cube(dilation), Groups: c, Bias: true}
}

// ends registers the norms and the last convolution.
func (m *smallUNet) ends(root *counter.Module) (encoder, decoder []*counter.Module, final *counter.Module) {
	for i, c := range m.list[:5] {
		encoder = append(encoder, root.Own("ebn"+strconv.Itoa(i+1), groupNorm4(c)))
	}
	for i := range 5 {
		decoder = append(decoder, root.Own("dbn"+strconv.Itoa(i+1), groupNorm4(m.list[4-i])))
	}
	return encoder, decoder, root.Own("final", parts.Conv2D(m.list[0], m.classes, 1))
}

// blocks registers what a path runs at its levels: convolutions near the image, and
// elsewhere what block registers.
func (m *smallUNet) blocks(root *counter.Module, prefix string, channels []int64, plain func(i int) bool, block func(m *counter.Module, in, out int64) parts.Forward) (run []parts.Forward) {
	for i := range len(channels) - 1 {
		b := root.Child(prefix + strconv.Itoa(i+1))
		if plain(i) {
			run = append(run, parts.Maybe(b, "0", parts.Conv2D(channels[i], channels[i+1], 3)))
		} else {
			run = append(run, block(b, channels[i], channels[i+1]))
		}
	}
	return run
}

// paths registers nothing: it returns the channels of both paths.
func (m *smallUNet) paths() (down, up []int64) {
	down = append([]int64{m.in}, m.list...)
	for i := range m.list {
		up = append(up, m.list[len(m.list)-1-i])
	}
	return down, up
}

// down runs the encoder and returns what skip connections take.
func (m *smallUNet) down(net *counter.Net, x counter.Value, blocks []parts.Forward, norms []*counter.Module) (skips []counter.Value) {
	for i, norm := range norms {
		net.At(counter.Encoder, i+1)
		x = norm.Run(blocks[i](x))
		net.At(counter.Encoder, i+2)
		x = net.Do(gelu, net.Do(parts.MaxPool2D(2), x))
		skips = append(skips, x)
	}
	return skips
}

// up runs a block of the decoder, which doubles the sizes but for the first.
func up(net *counter.Net, i int, x counter.Value, block parts.Forward, norm *counter.Module) counter.Value {
	net.At(counter.Decoder, 6-i)
	x = norm.Run(block(x))
	if i > 0 {
		x = net.Do(doubled(2), x)
	}
	return net.Do(gelu, x)
}

// end runs the last convolution at half of the size, and doubles what it makes.
func end(net *counter.Net, x counter.Value, final *counter.Module) counter.Value {
	net.At(counter.Decoder, 1)
	x = net.Do(doubled(2), final.Run(x))
	net.At(counter.Head, 1)
	return net.Do(layer.Sigmoid, x)
}

// doubled interpolates bilinearly, corners on corners.
func doubled(n int64) counter.Layer {
	return layer.Upsample{ND: 2, Linear: true, AlignCorners: true, Scale: counter.Cube(n)}
}

// EGEUNet is the EGEUNet of JCruan519/EGE-UNet (commit f52ba30): Ruan et al.,
// "EGE-UNet: an Efficient Group Enhanced UNet for skin lesion segmentation" (2023,
// https://arxiv.org/abs/2307.08473). Parameters that are maps are interpolated and
// multiplied with features. It runs with bridge and deep supervision only.
type EGEUNet struct {
	smallUNet
	deep bool
}

func init() {
	config.Register(&config.Arch{
		ID: "egeunet", Family: parts.FamilyAttention, Class: "EGEUNet",
		Name: Text{EN: "EGE-UNet", ZH: "EGE-UNet"},
		About: Text{
			EN: "A U-Net of 53 thousand parameters, with maps of parameters and grouped skip connections.",
			ZH: "仅 5.3 万参数的 U-Net，带可训练特征图与分组跳跃连接。",
		},
		Sources: []config.Source{
			{Title: "Ruan et al.: EGE-UNet: an Efficient Group Enhanced UNet for skin lesion segmentation", Year: 2023, URL: "https://arxiv.org/abs/2307.08473"},
			{Title: "JCruan519/EGE-UNet", Year: 2023, URL: "https://github.com/JCruan519/EGE-UNet", Commit: "f52ba30c6bf7d0ca479c2c9d4a3cbda999f49d3a"},
		},
		New: func(k *config.Knobs) config.Model {
			m := &EGEUNet{}
			m.declare(k, Text{EN: "Joins skip connections with the level below in groups. The code fails to run without it.", ZH: "把跳跃连接与下一级分组合并。关闭时代码无法运行。"})
			k.Switch(&m.deep, "gt_ds", true, Text{EN: "Deep supervision", ZH: "深监督"},
				Text{EN: "An output at every level. The code fails to run without it.", ZH: "每级一个输出。关闭时代码无法运行。"})
			parts.InputSize(k, &m.Size, 256)
			return m
		},
	})
}

// Build implements [config.Model].
func (m *EGEUNet) Build(net *counter.Net) {
	root, x := net.Root(), net.Input(m.in, 2)
	down, path := m.paths()
	block := func(b *counter.Module, in, out int64) parts.Forward {
		return hadamard(net, b.Child("0"), in, out)
	}
	encode := m.blocks(root, "encoder", down, func(i int) bool { return i < 3 }, block)
	var bridges []func(below, skip, mask counter.Value) counter.Value
	for i := 0; m.bridge && i < 5; i++ {
		bridges = append(bridges, aggregate(net, root.Child("GAB"+strconv.Itoa(i+1)), m.list[i+1], m.list[i]))
	}
	var masks []*counter.Module
	for i := 0; m.deep && i < 5; i++ {
		masks = append(masks, root.Child("gt_conv"+strconv.Itoa(i+1)).Own("0", parts.Conv2D(m.list[4-i], 1, 1)))
	}
	decode := m.blocks(root, "decoder", path, func(i int) bool { return i > 2 }, block)
	norms, decoderNorms, final := m.ends(root)
	skips := m.down(net, x, encode, norms)
	net.At(counter.Bottleneck, 7)
	x = net.Do(gelu, encode[5](skips[4]))
	below := x
	var outputs []counter.Value
	for i, f := range decode {
		x = up(net, i, x, f, decoderNorms[i])
		skip := skips[4-i]
		if m.bridge && m.deep {
			mask := masks[i].Run(x)
			below = bridges[4-i](below, skip, mask)
			skip = below
			outputs = append(outputs, net.Do(layer.Sigmoid, net.Do(doubled(32>>i), mask)))
		} else {
			skip = net.Do(layer.RuntimeError{}, skip)
		}
		x = net.Do(layer.Add{}, x, skip)
	}
	net.Output(append(outputs, end(net, x, final))...)
}

// hadamard registers products with parameters: of a quarter of the channels with a
// map, of two with sequences along the axes; the last quarter is convolved.
func hadamard(net *counter.Net, m *counter.Module, in, out int64) parts.Forward {
	c := in / 4
	size := counter.Axes{8, 8}
	maps := [3]*counter.Module{m.Own("params_xy", layer.LearnedMap{C: c, ND: 2, Size: size}),
		m.Own("params_zx", layer.LearnedMap{C: c, ND: 1, Size: size}), m.Own("params_zy", layer.LearnedMap{C: c, ND: 1, Size: size, Axis: 1})}
	conv := func(name string, nd int) parts.Forward {
		return parts.Sequential(m.Child(name), depthwise(nd, c, 3, 1), gelu, layer.Conv{ND: nd, In: c, Out: c, Kernel: counter.Cube(1), Bias: true})
	}
	convs := [3]parts.Forward{conv("conv_xy", 2), conv("conv_zx", 1), conv("conv_zy", 1)}
	last := parts.Sequential(m.Child("dw"), parts.Conv2D(c, c, 1), gelu, depthwise(2, c, 3, 1))
	norm := layer.LayerNorm{C: in, Affine: true, Eps: "1e-6"}
	before, after := m.Own("norm1", norm), m.Own("norm2", norm)
	end := parts.Sequential(m.Child("ldw"), depthwise(2, in, 3, 1), gelu, parts.Conv2D(in, out, 1))
	return func(x counter.Value) counter.Value {
		x = before.Run(x)
		var all [4]counter.Value
		for i := range all {
			part := net.Do(layer.Chunk{Parts: 4, Index: int64(i)}, x)
			if i == 3 {
				all[i] = last(part)
				break
			}
			weights := convs[i](maps[i].Run(part))
			if i > 0 {
				weights = net.Do(layer.AlongAxis{Axis: i - 1}, weights)
			}
			all[i] = net.Do(layer.Mul{}, part, weights)
		}
		return end(after.Run(net.Do(layer.Concat{}, all[:]...)))
	}
}

// aggregate registers what joins a skip connection with the level below and with a
// mask, in four groups of unequal dilation.
func aggregate(net *counter.Net, m *counter.Module, high, low int64) func(below, skip, mask counter.Value) counter.Value {
	project := m.Own("pre_project", parts.Conv2D(high, low, 1))
	c := low/2 + 1
	norm := func(c int64) counter.Layer { return layer.LayerNorm{C: c, Affine: true, Eps: "1e-6"} }
	var groups [4]parts.Forward
	for i, dilation := range [...]int64{1, 2, 5, 7} {
		groups[i] = parts.Sequential(m.Child("g"+strconv.Itoa(i)), norm(c), depthwise(2, c, 3, dilation))
	}
	tail := parts.Sequential(m.Child("tail_conv"), norm(4*c), parts.Conv2D(4*c, low, 1))
	return func(below, skip, mask counter.Value) counter.Value {
		below = net.Do(layer.Interpolate{Linear: true, AlignCorners: true}, project.Run(below), skip)
		var all [4]counter.Value
		for i, f := range groups {
			part := layer.Chunk{Parts: 4, Index: int64(i)}
			all[i] = f(net.Do(layer.Concat{}, net.Do(part, below), net.Do(part, skip), mask))
		}
		return tail(net.Do(layer.Concat{}, all[:]...))
	}
}
