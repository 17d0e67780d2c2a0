package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

var bigmbSource = config.Source{
	Title: "bigmb/Unet-Segmentation-Pytorch-Nest-of-Unets", Year: 2019,
	URL: "https://github.com/bigmb/Unet-Segmentation-Pytorch-Nest-of-Unets", Commit: "f63262de13dc7a31f426e3ac6cd22eafdbd60131",
}

// bigmb is one of five networks of bigmb/Unet-Segmentation-Pytorch-Nest-of-Unets
// (2019) at commit f63262de, Models.py: U_Net, R2U_Net, AttU_Net and R2AttU_Net,
// after LeeJunHyun's, and NestedUNet, after 4uiiurz1's at twice the width.
//
// The recurrent block is not LeeJunHyun's: its convolution runs once, and then
// t times on twice the result of that run.
//
// Papers: Ronneberger et al. (2015, https://arxiv.org/abs/1505.04597), Alom et
// al. (2018, https://arxiv.org/abs/1802.06955), Oktay et al. (2018,
// https://arxiv.org/abs/1804.03999), Zhou et al. (2018,
// https://arxiv.org/abs/1807.10165).
type bigmb struct {
	parts.Image
	in, out, t int64
	width      int64 // of the first level

	attention, recurrent, nested bool
}

// bigmbNets are the five networks.
var bigmbNets = [...]struct {
	id, class                    string
	attention, recurrent, nested bool
	in, out                      string // the arguments' names
	name, about                  config.Text
	papers                       []config.Source
}{
	{"bigmb-unet", "U_Net", false, false, false, "in_ch", "out_ch",
		Text{EN: "U-Net (bigmb)", ZH: "U-Net（bigmb）"},
		Text{
			EN: "U-Net with a 3×3 convolution and batch normalization on the way up.",
			ZH: "上采样后接 3×3 卷积与批归一化的 U-Net。"},
		[]config.Source{{Title: "Ronneberger, Fischer, Brox: U-Net: Convolutional Networks for Biomedical Image Segmentation", Year: 2015, URL: "https://arxiv.org/abs/1505.04597"}}},
	{"bigmb-r2unet", "R2U_Net", false, true, false, "img_ch", "output_ch",
		Text{EN: "R2U-Net (bigmb)", ZH: "R2U-Net（bigmb）"},
		Text{
			EN: "U-Net of recurrent residual blocks, whose convolutions run several times.",
			ZH: "循环残差块的 U-Net，同一卷积运行多次。"},
		[]config.Source{{Title: "Alom et al.: Recurrent Residual Convolutional Neural Network based on U-Net", Year: 2018, URL: "https://arxiv.org/abs/1802.06955"}}},
	{"bigmb-attunet", "AttU_Net", true, false, false, "img_ch", "output_ch",
		Text{EN: "Attention U-Net (bigmb)", ZH: "Attention U-Net（bigmb）"},
		Text{
			EN: "U-Net with attention gates on its skip connections.",
			ZH: "跳跃连接带注意力门的 U-Net。"},
		[]config.Source{{Title: "Oktay et al.: Attention U-Net: Learning Where to Look for the Pancreas", Year: 2018, URL: "https://arxiv.org/abs/1804.03999"}}},
	{"bigmb-r2attunet", "R2AttU_Net", true, true, false, "in_ch", "out_ch",
		Text{EN: "R2 Attention U-Net (bigmb)", ZH: "R2 Attention U-Net（bigmb）"},
		Text{
			EN: "Recurrent residual blocks and attention gates together.",
			ZH: "循环残差块加注意力门。"},
		[]config.Source{
			{Title: "Alom et al.: Recurrent Residual Convolutional Neural Network based on U-Net", Year: 2018, URL: "https://arxiv.org/abs/1802.06955"},
			{Title: "Oktay et al.: Attention U-Net: Learning Where to Look for the Pancreas", Year: 2018, URL: "https://arxiv.org/abs/1804.03999"},
		}},
	{"bigmb-nested", "NestedUNet", false, false, true, "in_ch", "out_ch",
		Text{EN: "U-Net++ (bigmb)", ZH: "U-Net++（bigmb）"},
		Text{
			EN: "U-Net++ with filters 64 to 1024, bilinear up-sampling and one head.",
			ZH: "通道数 64 至 1024 的 U-Net++，双线性上采样，单个输出头。"},
		[]config.Source{parts.PaperNested}},
}

func init() {
	for _, v := range bigmbNets {
		config.Register(&config.Arch{
			ID: v.id, Family: parts.FamilyNested, Name: v.name, About: v.about,
			Sources: append(v.papers, bigmbSource), Class: v.class,
			New: func(k *config.Knobs) config.Model {
				u := &bigmb{attention: v.attention, recurrent: v.recurrent, nested: v.nested}
				k.Section(parts.SectionData)
				k.Number(&u.in, v.in, 3, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
				k.Number(&u.out, v.out, 1, 1, 65536, parts.LabelClasses, parts.HelpClasses).As(config.Classes)
				if u.recurrent {
					k.Section(parts.SectionNet)
					k.Number(&u.t, "t", 2, 0, 64,
						Text{EN: "Recurrent steps", ZH: "循环步数"},
						Text{EN: "Every convolution of a block runs t + 1 times with the same weights; the published code fails at 0.", ZH: "块中每个卷积以相同权重运行 t + 1 次；为 0 时原代码会出错。"})
				}
				parts.EditedWidth(k, &u.width, 64)
				parts.InputSize(k, &u.Size, 128)
				return u
			},
		})
	}
}

// ClosedForm implements [config.Model].
func (u *bigmb) ClosedForm() (int64, counter.Poly, error) {
	return parts.ClosedForm(parts.Doubling(u.width, 5), u.build)
}

// Build implements [config.Model].
func (u *bigmb) Build(net *counter.Net) { u.build(net, parts.Doubling(u.width, 5)) }

func (u *bigmb) build(net *counter.Net, filters []int64) {
	root := net.Root()
	x := net.Input(u.in, 2)
	if u.nested {
		row := vggNest(net, x, filters, "Up", "activation")
		net.At(counter.Head, 1)
		root.Apply("final", parts.Conv2D(filters[0], u.out, 1), row[4])
		return
	}

	pools := [...]string{"Maxpool1", "Maxpool2", "Maxpool3", "Maxpool4"}
	block, down, up := u.convs, "Conv", "Up_conv"
	if u.recurrent {
		block, down, up = u.rrcnn, "RRCNN", "Up_RRCNN"
		if !u.attention {
			pools = [...]string{"Maxpool", "Maxpool1", "Maxpool2", "Maxpool3"}
		}
	}
	var skips []counter.Value
	for i, f := range filters {
		level := i + 1
		if level < len(filters) {
			net.At(counter.Encoder, level)
		} else {
			net.At(counter.Bottleneck, level)
		}
		if i > 0 {
			x = root.Apply(pools[i-1], parts.MaxPool2D(2), x)
		}
		x = block(net, root.Child(down+strconv.Itoa(level)), x, f)
		skips = append(skips, x)
	}
	if u.recurrent && !u.attention {
		root.Own("Upsample", layer.Upsample{ND: 2, Scale: counter.Cube(2)})
	}
	for level := len(filters) - 1; level >= 1; level-- {
		net.At(counter.Decoder, level)
		n, f, skip := strconv.Itoa(level+1), filters[level-1], skips[level-1]
		x = parts.Sequential(root.Child("Up"+n).Child("up"),
			layer.Upsample{ND: 2, Scale: counter.Cube(2)},
			parts.Conv2D(x.C, f, 3), parts.BatchNorm2D(f), layer.ReLU)(x)
		if u.attention {
			inner := int64(32) // whatever the width
			if level > 1 {
				inner = filters[level-2]
			}
			skip = leeGate(net, root.Child("Att"+n), x, skip, inner)
		}
		x = net.Do(layer.Concat{}, skip, x)
		x = block(net, root.Child(up+n), x, f)
	}
	net.At(counter.Head, 1)
	root.Apply("Conv", parts.Conv2D(x.C, u.out, 1), x)
}

// convs adds the two convolutions of a level.
func (*bigmb) convs(net *counter.Net, m *counter.Module, x counter.Value, out int64) counter.Value {
	return parts.Sequential(m.Child("conv"),
		parts.Conv2D(x.C, out, 3), parts.BatchNorm2D(out), layer.ReLU,
		parts.Conv2D(out, out, 3), parts.BatchNorm2D(out), layer.ReLU)(x)
}

// rrcnn adds a recurrent residual block: a 1×1 convolution, and around what
// follows it a residual connection.
func (u *bigmb) rrcnn(net *counter.Net, m *counter.Module, x counter.Value, out int64) counter.Value {
	rcnn := m.Child("RCNN")
	var convs [2]parts.Forward
	for i := range convs {
		convs[i] = parts.Sequential(rcnn.Child(strconv.Itoa(i)).Child("conv"),
			parts.Conv2D(out, out, 3), parts.BatchNorm2D(out), layer.ReLU)
	}
	x = m.Apply("Conv", parts.Conv2D(x.C, out, 1), x)
	y := x
	for _, conv := range convs {
		if u.t == 0 {
			y = net.Do(layer.RuntimeError{}, y) // returns a result that no step has made
			continue
		}
		first := conv(y)
		for range u.t {
			y = conv(net.Do(layer.Add{}, first, first))
		}
	}
	return net.Do(layer.Add{}, x, y)
}

// bigmbDict is the U-Net of bigmb/Unet-Segmentation-Pytorch-Nest-of-Unets (2019)
// at commit f63262de, Models.py, class Unet_dict: 3×3 transposed convolutions,
// dropout at every level, a softmax at the end. Ronneberger et al. (2015,
// https://arxiv.org/abs/1505.04597).
//
// The argument p_dropout is left out: it has no effect, the blocks keep their
// own rate.
type bigmbDict struct {
	parts.Image
	labels, filters int64
	batchNorm       bool
}

func init() {
	config.Register(&config.Arch{
		ID:     "bigmb-dict",
		Family: parts.FamilyNested,
		Name:   Text{EN: "U-Net, Unet_dict (bigmb)", ZH: "U-Net，Unet_dict（bigmb）"},
		About: Text{
			EN: "U-Net with dropout, 3×3 transposed convolutions and a softmax; always three input channels.",
			ZH: "带 dropout、3×3 转置卷积和 softmax 的 U-Net；输入恒为三通道。",
		},
		Sources: []config.Source{
			{Title: "Ronneberger, Fischer, Brox: U-Net: Convolutional Networks for Biomedical Image Segmentation", Year: 2015, URL: "https://arxiv.org/abs/1505.04597"},
			bigmbSource,
		},
		Class: "Unet_dict",
		New: func(k *config.Knobs) config.Model {
			k.Fixes("the first convolution always takes three channels", config.Inputs)
			u := new(bigmbDict)
			k.Section(parts.SectionData)
			k.Number(&u.labels, "n_labels", 2, 1, 65536, parts.LabelClasses, parts.HelpClasses).As(config.Classes)
			k.Section(parts.SectionNet)
			k.Number(&u.filters, "n_filters", 32, 1, 65536,
				Text{EN: "Base channels", ZH: "基础通道数"},
				Text{EN: "Filters of the first level; they double with every level.", ZH: "首级通道数，逐级加倍。"}).As(config.Width).Scales()
			k.Switch(&u.batchNorm, "batchnorm", true,
				Text{EN: "Batch normalization", ZH: "批归一化"},
				Text{EN: "Of the encoder and the bottleneck. Off: it is built all the same, and not run.", ZH: "编码器与瓶颈。关：仍会创建，但不运行。"})
			parts.InputSize(k, &u.Size, 128)
			return u
		},
	})
}

// ClosedForm implements [config.Model].
func (u *bigmbDict) ClosedForm() (int64, counter.Poly, error) {
	return parts.ClosedForm(parts.Doubling(u.filters, 5), u.build)
}

// Build implements [config.Model].
func (u *bigmbDict) Build(net *counter.Net) { u.build(net, parts.Doubling(u.filters, 5)) }

func (u *bigmbDict) build(net *counter.Net, filters []int64) {
	root := net.Root()
	x := net.Input(3, 2)
	var skips []counter.Value
	for i, f := range filters[:4] {
		net.At(counter.Encoder, i+1)
		m := root.Child("contractive_" + strconv.Itoa(i))
		skip := u.convs(net, m.Child("c1"), x, f, u.batchNorm)
		skips = append(skips, skip)
		if i < 3 {
			net.At(counter.Encoder, i+2)
		} else {
			net.At(counter.Bottleneck, 5)
		}
		pool := parts.MaxPool2D(2)
		pool.Ceil = true
		x = m.Apply("p1", pool, skip)
		x = m.Apply("d1", layer.Dropout{}, x)
	}
	x = u.convs(net, root.Child("bottleneck"), x, filters[4], u.batchNorm)
	for i := 3; i >= 0; i-- {
		net.At(counter.Decoder, i+1)
		m := root.Child("expansive_" + strconv.Itoa(i))
		x = m.Apply("t1", layer.ConvTranspose{ND: 2, In: x.C, Out: filters[i], Kernel: counter.Cube(3),
			Stride: counter.Cube(2), Padding: counter.Cube(1), OutputPadding: counter.Cube(1), Bias: true}, x)
		x = net.Do(layer.Concat{}, x, skips[i])
		x = m.Apply("d1", layer.Dropout{}, x)
		x = u.convs(net, m.Child("c1"), x, filters[i], true)
		x = net.Do(layer.ReLU, x)
	}
	net.At(counter.Head, 1)
	x = root.Apply("output", parts.Conv2D(x.C, u.labels, 1), x)
	net.Do(layer.Softmax, x)
}

// convs adds two convolutions, and their batch normalizations, run or not.
func (*bigmbDict) convs(net *counter.Net, m *counter.Module, x counter.Value, out int64, norm bool) counter.Value {
	for _, n := range []string{"1", "2"} {
		x = m.Apply("c"+n, parts.Conv2D(x.C, out, 3), x)
		if bn := m.Own("b"+n, parts.BatchNorm2D(out)); norm {
			x = bn.Run(x)
		}
		x = net.Do(layer.ReLU, x)
	}
	return x
}
