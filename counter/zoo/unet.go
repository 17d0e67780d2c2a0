package zoo

import (
	"slices"
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/number"
	"unetparams/counter/zoo/parts"
)

// UNet is the classic U-Net with its usual variations: Ronneberger, Fischer and
// Brox, "U-Net: Convolutional Networks for Biomedical Image Segmentation"
// (2015, https://arxiv.org/abs/1505.04597), with filters 32 … 512 and batch
// normalisation by default, as a tutorial counts it by hand.
//
// An encoder level is a block of convolutions; 2× max-pooling leads down. A
// decoder level begins with an up-sampling, concatenates the encoder's output
// of the same level, and ends with a block. A 1×1 convolution turns the last
// features into classes.
type UNet struct {
	In, Classes int64
	ND          int64   // spatial axes: 1, 2 or 3
	Filters     []int64 // channels of each level, the finest first

	Convs, Kernel int64 // of a block
	Grow          string
	Padding       string
	Bias          bool
	Norm          string
	Groups        int64
	Where         string
	Residual      bool

	Up, UpConv, UpOut string
	UpBias            bool
	Heads             bool

	Size []int64 // of the input
}

func init() {
	config.Register(&config.Arch{
		ID:     Default,
		Family: parts.FamilyUNet,
		Name:   Text{EN: "Classic U-Net", ZH: "经典 U-Net"},
		About: Text{
			EN: "The classic U-Net of 2015 and its usual variations.",
			ZH: "2015 年的经典 U-Net 及其常见变体。",
		},
		Sources: []config.Source{
			{Title: "Ronneberger, Fischer, Brox: U-Net: Convolutional Networks for Biomedical Image Segmentation", Year: 2015, URL: "https://arxiv.org/abs/1505.04597"},
			{Title: "ShawnBIT/UNet-family", Year: 2019, URL: "https://github.com/ShawnBIT/UNet-family", Commit: "561bcaa5808cd15a057bcfcf54c95ff24d54406b"},
		},
		New: newUNet,
	})
}

// Bounds of the list of filters.
const (
	minLevels, maxLevels = 2, 10
	maxConvs             = 8 // of a block
	maxBase              = 65536
	maxFilters           = maxBase << (maxLevels - 1)
)

func newUNet(k *config.Knobs) config.Model {
	u := &UNet{Filters: parts.Doubling(32, 5)}
	k.Section(Text{EN: "Data", ZH: "数据"})
	u.declareData(k)
	k.Section(Text{EN: "Network size", ZH: "网络规模"})
	u.declareWidths(k)
	k.Section(Text{EN: "Blocks", ZH: "卷积块"})
	u.declareConvs(k)
	u.declareNorm(k)
	u.declareShape(k)
	k.Section(Text{EN: "Decoder", ZH: "上采样"})
	u.declareDecoder(k)
	k.Section(Text{EN: "Input size", ZH: "输入尺寸"})
	k.Sizes(&u.Size, "size", 256, 1, 65536,
		Text{EN: "Input size", ZH: "输入尺寸"},
		Text{EN: "For shapes and multiply-accumulates; no parameter depends on it. 256, or 256x192.", ZH: "只影响形状和 MACs，不影响参数量。可写 256 或 256x192。"})
	return u
}

func (u *UNet) declareData(k *config.Knobs) {
	k.Number(&u.In, "in", 1, 1, 65536,
		Text{EN: "Input channels", ZH: "输入通道数"},
		Text{EN: "1 for gray images, 3 for color.", ZH: "灰度图为 1，彩色图为 3。"}).As(config.Inputs)
	k.Number(&u.Classes, "classes", 2, 1, 65536,
		Text{EN: "Classes", ZH: "类别数"},
		Text{EN: "Output channels, background included.", ZH: "输出通道数，背景也算一类。"}).As(config.Classes)
	k.Number(&u.ND, "nd", 2, 1, 3,
		Text{EN: "Spatial dimensions", ZH: "空间维数"},
		Text{EN: "2 for images, 3 for volumes, 1 for signals.", ZH: "图像为 2，三维体数据为 3，信号为 1。"}).As(config.Dimensions)
}

// declareWidths declares the channels: as a base width doubled, or one by one.
func (u *UNet) declareWidths(k *config.Knobs) {
	k.NumberFunc(func() int64 { return u.Filters[0] },
		func(n int64) { u.Filters = parts.Doubling(n, len(u.Filters)) },
		"base", 1, maxBase,
		Text{EN: "Base channels", ZH: "基础通道数"},
		Text{EN: "Filters of the first level; they double with every level.", ZH: "首级通道数，逐级加倍。"}).As(config.Width).
		Unless(u.irregular).Scales()
	k.NumberFunc(func() int64 { return int64(len(u.Filters)) },
		func(n int64) { u.Filters = resize(u.Filters, int(n)) },
		"levels", minLevels, maxLevels,
		Text{EN: "Levels", ZH: "级数"},
		Text{EN: "Number of levels, bottleneck included.", ZH: "U 形的级数，含瓶颈。"}).As(config.Depth).
		Unless(u.irregular)
	k.Numbers(&u.Filters, "filters", u.Filters, minLevels, maxLevels, 1, maxFilters,
		Text{EN: "Filters", ZH: "各级通道数"},
		Text{EN: "Channels of every level, for nets that do not simply double.", ZH: "逐层写出通道数，用于不是逐层加倍的网络。"}).As(config.Width).
		Unless(func() bool { return !u.irregular() }).Scales()
}

// declareConvs declares the convolutions of a block.
func (u *UNet) declareConvs(k *config.Knobs) {
	k.Number(&u.Convs, "convs", 2, 1, maxConvs,
		Text{EN: "Convolutions per block", ZH: "每块卷积数"},
		Text{EN: "The 2015 paper has two.", ZH: "2015 年论文为两个。"})
	k.Number(&u.Kernel, "kernel", 3, 1, 15,
		Text{EN: "Kernel", ZH: "卷积核"},
		Text{EN: "Odd; 3 means 3×3 in two dimensions.", ZH: "奇数；二维时 3 表示 3×3。"}).Step = 2
	k.Select(&u.Padding, "padding",
		Text{EN: "Padding", ZH: "填充"},
		Text{EN: "Without padding every convolution eats the border, and skips are cropped.", ZH: "不填充时每次卷积尺寸变小，跳跃连接需裁剪。"},
		Choice{Value: "same", Label: Text{EN: "same size", ZH: "保持尺寸"}},
		Choice{Value: "valid", Label: Text{EN: "none (2015 paper)", ZH: "不填充（2015 论文）"}}).As(config.Uncounted)
	k.Switch(&u.Bias, "bias", true,
		Text{EN: "Bias of convolutions", ZH: "卷积偏置"},
		Text{EN: "Often left out before batch normalization, which has a shift of its own.", ZH: "后接批归一化时常省略，因 BN 自带偏移 β。"})
}

func (u *UNet) declareNorm(k *config.Knobs) {
	k.Select(&u.Norm, "norm",
		Text{EN: "Normalization", ZH: "归一化"},
		Text{EN: "Two parameters a channel: a scale and a shift.", ZH: "每个通道两个参数：缩放和平移。"},
		Choice{Value: "batch", Label: Text{EN: "batch", ZH: "批归一化"}},
		Choice{Value: "none", Label: Text{EN: "none", ZH: "无"}},
		Choice{Value: "instance", Label: Text{EN: "instance (affine)", ZH: "实例归一化（含仿射）"}},
		Choice{Value: "group", Label: Text{EN: "group", ZH: "组归一化"}}).As(config.Normalization)
	k.Number(&u.Groups, "groups", 8, 1, 65536,
		Text{EN: "Groups", ZH: "组数"},
		Text{EN: "Must divide the channels of every level; it changes no count.", ZH: "须整除每层通道数；不影响参数量。"}).
		When(func() bool { return u.Norm == "group" })
	k.Select(&u.Where, "where",
		Text{EN: "Normalized", ZH: "归一化范围"},
		Text{EN: "Some repositories normalise the encoder only.", ZH: "有的代码库只在编码器中归一化。"},
		Choice{Value: "blocks", Label: Text{EN: "every block", ZH: "所有卷积块"}},
		Choice{Value: "encoder", Label: Text{EN: "encoder and bottleneck", ZH: "仅编码器与瓶颈"}},
		Choice{Value: "up", Label: Text{EN: "blocks and transposed convolutions", ZH: "卷积块与转置卷积"}}).
		When(func() bool { return u.Norm != "none" })
}

// declareShape declares where a block widens, and whether it is residual.
func (u *UNet) declareShape(k *config.Knobs) {
	k.Select(&u.Grow, "grow",
		Text{EN: "Channels widen at", ZH: "通道加倍位置"},
		Text{EN: "The 3D U-Net goes to half the width first and to the full width with the block's last convolution.", ZH: "3D U-Net 先到一半宽度，块内最后一个卷积才到全宽。"},
		Choice{Value: "first", Label: Text{EN: "first convolution", ZH: "第一个卷积"}},
		Choice{Value: "last", Label: Text{EN: "last convolution (encoder)", ZH: "最后一个卷积（编码器）"}}).
		When(func() bool { return u.Convs > 1 })
	k.Switch(&u.Residual, "residual", false,
		Text{EN: "Residual blocks", ZH: "残差块"},
		Text{EN: "Adds each block's input to its output, through a 1×1 convolution where the channels differ.", ZH: "块的输入加到输出上；通道不同时经 1×1 卷积。"})
}

func (u *UNet) declareDecoder(k *config.Knobs) {
	k.Select(&u.Up, "up",
		Text{EN: "Up-sampling", ZH: "上采样方式"},
		Text{EN: "Interpolation has no parameters; the transposed convolution has.", ZH: "插值没有参数，转置卷积有。"},
		Choice{Value: "transposed", Label: Text{EN: "transposed convolution 2×2", ZH: "转置卷积 2×2"}},
		Choice{Value: "bilinear", Label: Text{EN: "linear interpolation", ZH: "线性插值"}},
		Choice{Value: "nearest", Label: Text{EN: "nearest neighbour", ZH: "最近邻插值"}})
	k.Select(&u.UpConv, "upconv",
		Text{EN: "Then a convolution", ZH: "其后的卷积"},
		Text{EN: "Without one, the next block takes the wider input.", ZH: "若没有，下一块的输入更宽。"},
		Choice{Value: "1", Label: Text{EN: "1×1", ZH: "1×1"}},
		Choice{Value: "2", Label: Text{EN: "2×2", ZH: "2×2"}},
		Choice{Value: "3", Label: Text{EN: "3×3", ZH: "3×3"}},
		Choice{Value: "none", Label: Text{EN: "none", ZH: "无"}}).
		When(func() bool { return u.Up != "transposed" })
	k.Select(&u.UpOut, "upout",
		Text{EN: "Output channels", ZH: "输出通道"},
		Text{EN: "The 3D U-Net's transposed convolution keeps the channels.", ZH: "3D U-Net 的转置卷积不改变通道数。"},
		Choice{Value: "level", Label: Text{EN: "the level's channels", ZH: "本层通道数"}},
		Choice{Value: "keep", Label: Text{EN: "as many channels as before", ZH: "通道数不变"}}).
		When(u.upConvolves)
	k.Switch(&u.UpBias, "upbias", true,
		Text{EN: "Bias of transposed convolutions", ZH: "转置卷积偏置"},
		Text{EN: "The 3D U-Net paper's count leaves it out.", ZH: "3D U-Net 论文的参数量不含它。"}).
		When(u.upConvolves)
	k.Switch(&u.Heads, "heads", false,
		Text{EN: "Deep supervision", ZH: "深度监督"},
		Text{EN: "A 1×1 convolution to the classes at every decoder level, not only the last.", ZH: "每个解码层都有 1×1 卷积输出类别，而不只是最后一层。"})
}

// The names of its modules.
var (
	unetEnc   = parts.Numbered("enc", maxLevels)
	unetUp    = parts.Numbered("up", maxLevels)
	unetDec   = parts.Numbered("dec", maxLevels)
	unetHead  = parts.Numbered("head", maxLevels)
	unetConvs = parts.Numbered("conv", maxConvs)
	unetNorms = parts.Numbered("norm", maxConvs)
	unetReLUs = parts.Numbered("relu", maxConvs)
)

// resize returns the list cut, or continued by doubling.
func resize(f []int64, levels int) []int64 {
	f = append([]int64(nil), f[:min(levels, len(f))]...)
	for len(f) < levels {
		f = append(f, min(2*f[len(f)-1], maxFilters))
	}
	return f
}

// irregular reports whether the filters are not a base width doubled.
func (u *UNet) irregular() bool {
	if u.Filters[0] > maxBase {
		return true
	}
	for i, n := range u.Filters {
		if n != u.Filters[0]<<i {
			return true
		}
	}
	return false
}

// upConvolves reports whether the way up has convolutions of its own.
func (u *UNet) upConvolves() bool { return u.Up == "transposed" || u.UpConv != "none" }

// halves reports whether encoder blocks go to half their width first.
func (u *UNet) halves() bool { return u.Grow == "last" && u.Convs > 1 }

// Check implements [config.Model].
func (u *UNet) Check() error {
	for i, n := range u.Filters {
		if u.halves() && n%2 != 0 {
			return &config.ValueError{Key: "grow", Value: u.Grow, Nearest: []string{"first"}, Text: config.Textf(
				"halves the channels, but level %d has an odd number of them, %s",
				"需要把通道数减半，但第 %d 层的通道数 %s 是奇数", i+1, number.Grouped(n))}
		}
		narrow := n
		if u.halves() {
			narrow /= 2
		}
		if u.Norm == "group" && narrow%u.Groups != 0 {
			return &config.ValueError{Key: "groups", Value: strconv.FormatInt(u.Groups, 10),
				Nearest: u.nearestGroups(), Text: config.Textf(
					"must divide the channels of every level, but level %d has %s",
					"须整除每层通道数，但第 %d 层为 %s", i+1, number.Grouped(narrow))}
		}
	}
	return nil
}

// nearestGroups returns the largest smaller and the smallest larger number of
// groups that divides the channels of every level.
func (u *UNet) nearestGroups() []string {
	g := int64(0)
	for _, n := range u.Filters {
		if u.halves() {
			n /= 2
		}
		g = parts.GCD(g, n)
	}
	var nearest []string
	for n := min(u.Groups, g); n > 0; n-- {
		if g%n == 0 {
			nearest = append(nearest, strconv.FormatInt(n, 10))
			break
		}
	}
	for n := u.Groups; n <= min(g, 65536); n++ {
		if g%n == 0 {
			nearest = append(nearest, strconv.FormatInt(n, 10))
			break
		}
	}
	return nearest
}

// Input implements [config.Model].
func (u *UNet) Input() (counter.Axes, error) { return parts.InputAxes(u.Size, int(u.ND)) }

// ClosedForm implements [config.Model]: the polynomial in the base width.
func (u *UNet) ClosedForm() (int64, counter.Poly, error) {
	if u.irregular() {
		return 0, counter.Poly{}, counter.ErrNotPolynomial
	}
	step := int64(1)
	if u.Norm == "group" {
		step = u.Groups
	}
	if u.halves() {
		step *= 2
	}
	p, err := parts.Polynomial(step, func(net *counter.Net, w int64) {
		v := *u
		v.Filters = parts.Doubling(w, len(u.Filters))
		v.Build(net)
	})
	return u.Filters[0], p, err
}

// Build implements [config.Model].
func (u *UNet) Build(net *counter.Net) {
	deepest := len(u.Filters)
	x := net.Input(u.In, int(u.ND))

	skips := make([]counter.Value, 0, maxLevels)
	for i, f := range u.Filters {
		level := i + 1
		name := unetEnc[i]
		if level < deepest {
			net.At(counter.Encoder, level)
		} else {
			net.At(counter.Bottleneck, level)
			name = "mid"
		}
		if level > 1 {
			x = net.Do(layer.Pool{ND: int(u.ND), Kernel: counter.Cube(2)}, x)
		}
		narrow := f
		if u.halves() {
			narrow = f / 2
		}
		x = u.block(net, net.Root().Child(name), x, narrow, f, u.Norm != "none")
		skips = append(skips, x)
	}

	var heads []counter.Value
	for level := deepest - 1; level >= 1; level-- {
		f, skip := u.Filters[level-1], skips[level-1]
		net.At(counter.Decoder, level)
		x = u.up(net, net.Root().Child(unetUp[level-1]), x, f)
		if u.Padding == "valid" {
			skip = net.Do(layer.Crop{}, skip, x)
		}
		x = net.Do(layer.Concat{}, skip, x)
		dec := net.Root().Child(unetDec[level-1])
		x = u.block(net, dec, x, f, f, u.Norm != "none" && u.Where != "encoder")

		if level == 1 || u.Heads {
			net.At(counter.Head, level)
			heads = append(heads, net.Root().Apply(unetHead[level-1], u.conv(x.C, u.Classes, 1, true), x))
		}
	}
	slices.Reverse(heads) // the finest first
	net.Output(heads...)
}

// conv returns a convolution that keeps the size.
func (u *UNet) conv(in, out, kernel int64, bias bool) layer.Conv {
	return layer.Conv{ND: int(u.ND), In: in, Out: out, Kernel: counter.Cube(kernel), Same: true, Bias: bias}
}

// block adds the convolutions of one level: all but the last lead to narrow
// channels, the last to out.
func (u *UNet) block(net *counter.Net, m *counter.Module, x counter.Value, narrow, out int64, norm bool) counter.Value {
	in := x
	l := u.norm(narrow)
	for i := range u.Convs {
		c := narrow
		if i == u.Convs-1 && c != out {
			c, l = out, u.norm(out)
		}
		conv := u.conv(x.C, c, u.Kernel, u.Bias)
		conv.Same = u.Padding == "same"
		x = m.Apply(unetConvs[i], conv, x)
		if norm {
			x = m.Apply(unetNorms[i], l, x)
		}
		if i < u.Convs-1 || !u.Residual {
			x = m.Apply(unetReLUs[i], layer.ReLU, x)
		}
	}
	if !u.Residual {
		return x
	}
	if in.C != out {
		in = m.Apply("shortcut", u.conv(in.C, out, 1, u.Bias), in)
		if norm {
			in = m.Apply("shortcutnorm", l, in)
		}
	}
	if u.Padding == "valid" {
		in = net.Do(layer.Crop{}, in, x)
	}
	return m.Apply("relu", layer.ReLU, net.Do(layer.Add{}, x, in))
}

// up doubles the size and, where a convolution does so or follows, leads to the
// channels of the level.
func (u *UNet) up(net *counter.Net, m *counter.Module, x counter.Value, level int64) counter.Value {
	nd, out := int(u.ND), level
	if u.UpOut == "keep" {
		out = x.C
	}
	if u.Up == "transposed" {
		x = m.Apply("conv", layer.ConvTranspose{ND: nd, In: x.C, Out: out,
			Kernel: counter.Cube(2), Stride: counter.Cube(2), Bias: u.UpBias}, x)
	} else {
		x = net.Do(layer.Upsample{ND: nd, Linear: u.Up == "bilinear", Scale: counter.Cube(2)}, x)
		if u.UpConv == "none" {
			return x
		}
		k, _ := strconv.ParseInt(u.UpConv, 10, 64)
		x = m.Apply("conv", u.conv(x.C, out, k, u.UpBias), x)
	}
	if u.Norm != "none" && u.Where == "up" {
		x = m.Apply("norm", u.norm(out), x)
		x = m.Apply("relu", layer.ReLU, x)
	}
	return x
}

// norm returns the configured normalisation of c channels.
func (u *UNet) norm(c int64) counter.Layer {
	switch u.Norm {
	case "instance":
		return layer.InstanceNorm{ND: int(u.ND), C: c, Affine: true}
	case "group":
		return layer.GroupNorm{Groups: u.Groups, C: c, Affine: true}
	}
	return layer.BatchNorm{ND: int(u.ND), C: c, Affine: true, TrackStats: true}
}
