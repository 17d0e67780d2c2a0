package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// MedNeXt is the MedNeXt of MIC-DKFZ/MedNeXt (commit 0b78ed8): Roy et al.,
// "MedNeXt: Transformer-driven Scaling of ConvNets for Medical Image Segmentation"
// (2023, https://arxiv.org/abs/2303.09975). Five levels of ConvNeXt blocks, a
// depthwise convolution between two of 1×1, which also halve and double the sizes;
// skip connections are added. The defaults are those of its factory for the small
// network. One parameter exists only for checkpointing. There are no settings for
// checkpoint_style, which changes nothing, and for grn, enc_kernel_size and
// dec_kernel_size, which no released network uses.
type MedNeXt struct {
	size                         []int64
	In, Channels, Classes        int64
	ExpR, Counts                 []int64
	Kernel                       int64
	Deep, Residual, ResidualDown bool
	Norm, Dim                    string
}

func init() {
	config.Register(&config.Arch{
		ID: "mednext", Family: parts.FamilyVolumetric, Class: "MedNeXt",
		Name: Text{EN: "MedNeXt", ZH: "MedNeXt"},
		About: Text{
			EN: "A U-Net of ConvNeXt blocks for volumes: large depthwise convolutions between 1×1 convolutions.",
			ZH: "由 ConvNeXt 块组成的三维 U-Net：大核深度卷积与 1×1 卷积交替。",
		},
		Sources: []config.Source{
			{Title: "Roy et al.: MedNeXt: Transformer-driven Scaling of ConvNets for Medical Image Segmentation", Year: 2023, URL: "https://arxiv.org/abs/2303.09975"},
			mednextRepository,
		},
		New: newMedNeXt,
	})
}

var mednextRepository = config.Source{Title: "MIC-DKFZ/MedNeXt", Year: 2023, URL: "https://github.com/MIC-DKFZ/MedNeXt", Commit: "0b78ed869fbd1cc2fd38754d2f8519f1b72d43ba"}

func newMedNeXt(k *config.Knobs) config.Model {
	m := &MedNeXt{}
	k.Section(parts.SectionData)
	k.Select(&m.Dim, "dim", Text{EN: "Dimensions", ZH: "空间维数"},
		Text{EN: "Volumes or images.", ZH: "三维体数据或图像。"},
		Choice{Value: "3d", Label: Text{EN: "3", ZH: "3"}}, Choice{Value: "2d", Label: Text{EN: "2", ZH: "2"}})
	k.Number(&m.In, "in_channels", 1, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
	k.Number(&m.Classes, "n_classes", 3, 1, 65536, parts.LabelClasses, parts.HelpClasses).As(config.Classes)
	k.Section(parts.SectionNet)
	k.Number(&m.Channels, "n_channels", 32, 1, 65536, Text{EN: "Filters", ZH: "通道数"},
		Text{EN: "Of the first level, doubled with every level.", ZH: "首级通道数，逐级加倍。"}).As(config.Width).Scales()
	k.Number(&m.Kernel, "kernel_size", 3, 1, 31, Text{EN: "Kernel", ZH: "卷积核"},
		Text{EN: "Of the depthwise convolutions.", ZH: "深度卷积的核尺寸。"}).Step = 2
	k.Numbers(&m.ExpR, "exp_r", []int64{2}, 1, 9, 1, 64, Text{EN: "Expansion", ZH: "扩展倍数"},
		Text{EN: "How many times as many channels there are inside of a block: one number, or nine along the way.", ZH: "块内通道数的倍数：一个数，或沿路径九个数。"})
	k.Numbers(&m.Counts, "block_counts", []int64{2, 2, 2, 2, 2, 2, 2, 2, 2}, 9, 9, 0, 64, Text{EN: "Blocks", ZH: "块数"},
		Text{EN: "Nine numbers: down to the lowest level, and up again.", ZH: "九个数：向下到最深层，再向上。"})
	k.Switch(&m.Residual, "do_res", true, Text{EN: "Residual blocks", ZH: "残差块"},
		Text{EN: "Has no parameters.", ZH: "没有参数。"}).As(config.Uncounted)
	k.Switch(&m.ResidualDown, "do_res_up_down", true, Text{EN: "Residual up- and down-sampling", ZH: "上下采样残差"},
		Text{EN: "A 1×1 convolution with stride 2 around the blocks that change the sizes.", ZH: "改变尺寸的块旁有步长 2 的 1×1 卷积。"})
	k.Switch(&m.Deep, "deep_supervision", false, Text{EN: "Deep supervision", ZH: "深度监督"},
		Text{EN: "An output on every level.", ZH: "每级一个输出。"})
	k.Select(&m.Norm, "norm_type", Text{EN: "Normalization", ZH: "归一化"},
		Text{EN: "Group norm has one group a channel. Layer norm fails for images.", ZH: "组归一化每通道一组。层归一化不能用于图像。"},
		Choice{Value: "group", Label: Text{EN: "group", ZH: "组归一化"}},
		Choice{Value: "layer", Label: Text{EN: "layer", ZH: "层归一化"}}).As(config.Normalization)
	parts.InputSize(k, &m.size, 128)
	return m
}

// Check implements [config.Model].
func (m *MedNeXt) Check() error {
	if n := len(m.ExpR); n != 1 && n != 9 {
		return &config.ValueError{Key: "exp_r", Value: config.Join(m.ExpR, ","), Nearest: []string{strconv.FormatInt(m.ExpR[0], 10)},
			Text: Text{EN: "needs one number, or nine", ZH: "需要 1 个数，或 9 个数"}}
	}
	return nil
}

func (m *MedNeXt) nd() int { return int(m.Dim[0] - '0') }

// Input implements [config.Model].
func (m *MedNeXt) Input() (counter.Axes, error) { return parts.InputAxes(m.size, m.nd()) }

// ClosedForm implements [config.Model]: the polynomial in the first level's filters.
func (m *MedNeXt) ClosedForm() (int64, counter.Poly, error) {
	p, err := parts.Polynomial(1, m.build)
	return m.Channels, p, err
}

// Build implements [config.Model].
func (m *MedNeXt) Build(net *counter.Net) { m.build(net, m.Channels) }

func (m *MedNeXt) build(net *counter.Net, c int64) {
	root, nd := net.Root(), m.nd()
	root.Own("dummy_tensor", layer.ChannelScale{C: 1, ND: nd, Flat: true})
	x := net.Input(m.In, nd)
	stem := parts.Maybe(root, "stem", layer.Conv{ND: nd, In: m.In, Out: c, Kernel: counter.Cube(1), Bias: true})
	var enc, dec, down, up [5]parts.Forward
	for i := range 5 {
		name := "enc_block_" + strconv.Itoa(i)
		if i == 4 {
			name = "bottleneck"
		}
		enc[i] = m.blocks(net, root.Child(name), c<<i, i)
		if i < 4 {
			down[i] = m.block(net, root.Child("down_"+strconv.Itoa(i)), c<<i, 2*c<<i, i+1, 2)
		}
	}
	for i := 3; i >= 0; i-- {
		up[i] = m.block(net, root.Child("up_"+strconv.Itoa(i)), 2*c<<i, c<<i, 8-i, -2)
		dec[i] = m.blocks(net, root.Child("dec_block_"+strconv.Itoa(i)), c<<i, 8-i)
	}
	var heads []parts.Forward
	for i := range 5 {
		if i == 0 || m.Deep {
			heads = append(heads, parts.Maybe(root.Child("out_"+strconv.Itoa(i)), "conv_out",
				layer.ConvTranspose{ND: nd, In: c << i, Out: m.Classes, Kernel: counter.Cube(1), Bias: true}))
		}
	}
	net.At(counter.Encoder, 1)
	x = stem(x)
	var skips, outs [5]counter.Value
	for i := range 4 {
		x = enc[i](x)
		skips[i] = x
		net.At(counter.Encoder, i+2)
		if i == 3 {
			net.At(counter.Bottleneck, 5)
		}
		x = down[i](x)
	}
	x = enc[4](x)
	for i := 4; ; i-- {
		if i < len(heads) {
			net.At(counter.Head, i+1)
			outs[i] = heads[i](x)
		}
		if i == 0 {
			break
		}
		net.At(counter.Decoder, i)
		x = dec[i-1](net.Do(layer.Add{}, skips[i-1], up[i-1](x)))
	}
	net.Output(outs[:len(heads)]...)
}

// blocks registers the blocks of c channels of one of the nine stages.
func (m *MedNeXt) blocks(net *counter.Net, list *counter.Module, c int64, place int) parts.Forward {
	var run []parts.Forward
	for i := range m.Counts[place] {
		run = append(run, m.block(net, list.Child(strconv.FormatInt(i, 10)), c, c, place, 1))
	}
	return parts.InTurn(run)
}

// block registers a block; by is 1, or 2 if it halves the sizes and −2 if it doubles
// them.
func (m *MedNeXt) block(net *counter.Net, b *counter.Module, in, out int64, place int, by int64) parts.Forward {
	nd, wide := m.nd(), in*parts.OfStage(m.ExpR, place)
	one, stride := counter.Cube(1), counter.Cube(max(by, -by))
	kernel, padding := counter.Cube(m.Kernel), counter.Cube(m.Kernel/2)
	var depthwise, short counter.Layer = layer.Conv{ND: nd, In: in, Out: in, Kernel: kernel, Stride: stride, Padding: padding, Groups: in, Bias: true},
		layer.Conv{ND: nd, In: in, Out: out, Kernel: one, Stride: stride, Bias: true}
	if by < 0 {
		depthwise = layer.ConvTranspose{ND: nd, In: in, Out: in, Kernel: kernel, Stride: stride, Padding: padding, Groups: in, Bias: true}
		short = layer.ConvTranspose{ND: nd, In: in, Out: out, Kernel: one, Stride: stride, Bias: true}
	}
	conv1 := parts.Maybe(b, "conv1", depthwise)
	var norm counter.Layer = layer.GroupNorm{Groups: in, C: in, Affine: true}
	if m.Norm == "layer" {
		norm = layer.LayerNorm{C: in, Affine: true}
	}
	normed := parts.Maybe(b, "norm", norm)
	if m.Norm == "layer" && nd == 2 {
		normed = parts.InTurn([]parts.Forward{normed, func(x counter.Value) counter.Value { return net.Do(layer.RuntimeError{}, x) }})
	}
	inner := []parts.Forward{conv1, normed, parts.Maybe(b, "conv2", layer.Conv{ND: nd, In: in, Out: wide, Kernel: one, Bias: true}),
		parts.Maybe(b, "act", parts.GELU), parts.Maybe(b, "conv3", layer.Conv{ND: nd, In: wide, Out: out, Kernel: one, Bias: true})}
	var around []parts.Forward
	residual := m.Residual
	if by != 1 {
		if residual = m.ResidualDown; residual {
			around = append(around, parts.Maybe(b, "res_conv", short))
		}
	}
	if by < 0 { // a transposed convolution of an odd kernel lacks one row
		pad := func(x counter.Value) counter.Value {
			return net.Do(layer.ConstantPad{ND: nd, Before: one}, x)
		}
		inner, around = append(inner, pad), append(around, pad)
	}
	if !residual {
		return parts.InTurn(inner)
	}
	return func(x counter.Value) counter.Value {
		return net.Do(layer.Add{}, parts.InTurn(inner)(x), parts.InTurn(around)(x))
	}
}
