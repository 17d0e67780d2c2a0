package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

var unetVersionSource = config.Source{
	Title: "ZJUGiveLab/UNet-Version", Year: 2020,
	URL: "https://github.com/ZJUGiveLab/UNet-Version", Commit: "8ecd06740d18cf508e5c8b2cc2bf38a026aa0e9b",
}

// unetVersion holds the arguments that all classes of ZJUGiveLab/UNet-Version
// have. Their filters are 64, 128, 256, 512, 1024: feature_scale has no effect.
type unetVersion struct {
	parts.Image
	in, classes, scale       int64
	width                    int64 // of the first level
	deconv, batchNorm, super bool
}

// declare declares the knobs; helps are what n_classes and is_deconv do.
func (u *unetVersion) declare(k *config.Knobs, classes, deconv config.Text) {
	k.Section(parts.SectionData)
	k.Number(&u.in, "in_channels", 3, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
	k.Number(&u.classes, "n_classes", 1, 1, 65536, parts.LabelClasses, classes).As(config.Classes)
	k.Section(parts.SectionNet)
	k.Number(&u.scale, "feature_scale", 4, 1, 1024,
		Text{EN: "Feature scale", ZH: "特征缩放"},
		Text{EN: "Has no effect: the line that used it is commented out.", ZH: "没有作用：使用它的那行代码被注释掉了。"}).As(config.WidthDivisor)
	k.Switch(&u.deconv, "is_deconv", true, Text{EN: "Transposed convolution", ZH: "转置卷积"}, deconv)
	k.Switch(&u.batchNorm, "is_batchnorm", true,
		Text{EN: "Batch normalization of the encoder", ZH: "编码器批归一化"},
		Text{EN: "Reaches the encoder only; the decoder is as it is.", ZH: "只影响编码器，解码器不变。"})
}

// declareSize declares the width and the input size: 320 is that of the UNet 3+
// paper.
func (u *unetVersion) declareSize(k *config.Knobs) {
	parts.EditedWidth(k, &u.width, 64)
	parts.InputSize(k, &u.Size, 320)
}

var helpMisfit = Text{
	EN: "Off: bilinear interpolation. It keeps channels that the next convolution does not expect, so the published code can be counted but not run.",
	ZH: "关：双线性插值。它保留的通道数与下一卷积不符，已发布的代码能计数但不能运行。",
}

// up adds the 4×4 transposed convolution or the interpolation of UNet-Version,
// joins what comes from the left, and ends with a block made for c channels,
// which an interpolation does not deliver.
func (u *unetVersion) up(net *counter.Net, m *counter.Module, below counter.Value, left []counter.Value, c int64) counter.Value {
	out := left[0].C
	conv := m.Child("conv")
	var x counter.Value
	if u.deconv {
		x = m.Apply("up", layer.ConvTranspose{ND: 2, In: below.C, Out: out,
			Kernel: counter.Cube(4), Stride: counter.Cube(2), Padding: counter.Cube(1), Bias: true}, below)
	} else {
		x = m.Apply("up", layer.Upsample{ND: 2, Linear: true, Scale: counter.Cube(2)}, below)
	}
	x = net.Do(layer.Concat{}, append([]counter.Value{x}, left...)...)
	return familyConvs(conv, c, out, false)(parts.Fit(net, x, c))
}

// unetVersionUNet is the plain U-Net of ZJUGiveLab/UNet-Version at commit
// 8ecd0674, models/UNet.py, class UNet (2020): Ronneberger, Fischer and Brox,
// "U-Net: Convolutional Networks for Biomedical Image Segmentation" (2015,
// https://arxiv.org/abs/1505.04597).
type unetVersionUNet struct{ unetVersion }

func init() {
	config.Register(&config.Arch{
		ID:     "unetversion-unet",
		Family: parts.FamilyNested,
		Name:   Text{EN: "U-Net (UNet-Version)", ZH: "U-Net（UNet-Version）"},
		About: Text{
			EN: "The U-Net that UNet 3+ was compared with: 4×4 transposed convolutions, always one class.",
			ZH: "与 UNet 3+ 对比的 U-Net：4×4 转置卷积，恒为一个类别。",
		},
		Sources: []config.Source{
			{Title: "Ronneberger, Fischer, Brox: U-Net: Convolutional Networks for Biomedical Image Segmentation", Year: 2015, URL: "https://arxiv.org/abs/1505.04597"},
			unetVersionSource,
		},
		Class: "UNet",
		New: func(k *config.Knobs) config.Model {
			u := new(unetVersionUNet)
			u.declare(k, Text{EN: "Has no effect: the head always has one class.", ZH: "没有作用：输出头恒为一个类别。"}, helpMisfit)
			u.declareSize(k)
			return u
		},
	})
}

// ClosedForm implements [config.Model].
func (u *unetVersionUNet) ClosedForm() (int64, counter.Poly, error) {
	return parts.ClosedForm(parts.Doubling(u.width, 5), u.build)
}

// Build implements [config.Model].
func (u *unetVersionUNet) Build(net *counter.Net) { u.build(net, parts.Doubling(u.width, 5)) }

func (u *unetVersionUNet) build(net *counter.Net, filters []int64) {
	skips := u.encoder(net, filters, "center")
	x := skips[4]
	for level := 4; level >= 1; level-- {
		net.At(counter.Decoder, level)
		m := net.Root().Child("up_concat" + strconv.Itoa(level))
		x = u.up(net, m, x, skips[level-1:level], 2*filters[level-1])
	}
	net.At(counter.Head, 1)
	x = net.Root().Apply("outconv1", parts.Conv2D(x.C, 1, 3), x)
	net.Output(net.Do(layer.Sigmoid, x))
}

// encoder adds the contracting path of U-Net and UNet 3+, whose deepest block
// is given by name, and returns what each level passes on.
func (u *unetVersion) encoder(net *counter.Net, filters []int64, deepest string) []counter.Value {
	x := net.Input(u.in, 2)
	root := net.Root()
	h := make([]counter.Value, len(filters))
	for i, f := range filters {
		n := strconv.Itoa(i + 1)
		if i == len(filters)-1 {
			net.At(counter.Bottleneck, i+1)
			n = deepest
		} else {
			net.At(counter.Encoder, i+1)
			n = "conv" + n
		}
		if i > 0 {
			x = root.Apply("maxpool"+strconv.Itoa(i), parts.MaxPool2D(2), x)
		}
		x = familyConvs(root.Child(n), x.C, f, u.batchNorm)(x)
		h[i] = x
	}
	return h
}

// unetVersion2Plus is U-Net++ as ZJUGiveLab/UNet-Version has it at commit
// 8ecd0674, models/UNet_2Plus.py, class UNet_2Plus (2020): Zhou et al.,
// "UNet++: A Nested U-Net Architecture for Medical Image Segmentation" (2018,
// https://arxiv.org/abs/1807.10165).
type unetVersion2Plus struct{ unetVersion }

func init() {
	config.Register(&config.Arch{
		ID:     "unetversion-2plus",
		Family: parts.FamilyNested,
		Name:   Text{EN: "U-Net++ (UNet-Version)", ZH: "U-Net++（UNet-Version）"},
		About: Text{
			EN: "The U-Net++ that UNet 3+ was compared with: 4×4 transposed convolutions, four heads averaged.",
			ZH: "与 UNet 3+ 对比的 U-Net++：4×4 转置卷积，四个输出头取平均。",
		},
		Sources: []config.Source{parts.PaperNested, unetVersionSource},
		Class:   "UNet_2Plus",
		New: func(k *config.Knobs) config.Model {
			u := new(unetVersion2Plus)
			u.declare(k, parts.HelpClasses, helpMisfit)
			k.Switch(&u.super, "is_ds", true,
				Text{EN: "Deep supervision", ZH: "深度监督"},
				Text{EN: "The output is the average of the four heads. Off: the last head's; the others still run, in vain.", ZH: "输出为四个头的平均。关：只取最后一个头；其余仍会计算但不被使用。"})
			u.declareSize(k)
			return u
		},
	})
}

// ClosedForm implements [config.Model].
func (u *unetVersion2Plus) ClosedForm() (int64, counter.Poly, error) {
	return parts.ClosedForm(parts.Doubling(u.width, 5), u.build)
}

// Build implements [config.Model].
func (u *unetVersion2Plus) Build(net *counter.Net) { u.build(net, parts.Doubling(u.width, 5)) }

func (u *unetVersion2Plus) build(net *counter.Net, filters []int64) {
	root := net.Root()
	row := parts.Nest(net, net.Input(u.in, 2), parts.ByColumn(),
		func(n parts.Node, x counter.Value) counter.Value {
			if n.I > 0 {
				x = root.Apply("maxpool"+strconv.Itoa(n.I-1), parts.MaxPool2D(2), x)
			}
			return familyConvs(root.Child(n.Name("conv", "")), x.C, filters[n.I], u.batchNorm)(x)
		},
		func(n parts.Node, below counter.Value, left []counter.Value) counter.Value {
			c := below.C + int64(n.J-1)*filters[n.I]
			return u.up(net, root.Child(n.Name("up_concat", "")), below, left, c)
		})

	heads := nestedHeads(net, row[1:], "final_", u.classes, !u.super)
	x := heads[3]
	net.At(counter.Head, 1)
	if u.super {
		x = net.Do(layer.Mean{}, heads...)
	}
	net.Output(net.Do(layer.Sigmoid, x))
}
