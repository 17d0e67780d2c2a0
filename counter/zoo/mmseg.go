package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// MMSeg is the UNet backbone of mmsegmentation, as in its copy in
// SwinTransformer/Swin-Transformer-Semantic-Segmentation (commit 87e6f90): the
// features of all levels on the way up, the deepest first, for a head that is not
// part of it. Where a level is not halved, a 1×1 convolution takes the place of
// the up-sampling. Of upsample_cfg there are the type, the kernel (padded to keep
// the size) and conv_first; norms are batch norms. Of the heads of a segmentor
// there are those of the configurations of this U-Net, for the finest features, and
// its auxiliary head of one convolution for those before. Without heads the names
// in the state_dict are those of the backbone alone.
type MMSeg struct {
	parts.Image
	In, Base, Stages                                     int64
	Strides, Enc, Dec, Downs, EncDilations, DecDilations []int64
	Up                                                   string
	InterpKernel, DeconvKernel                           int64
	ConvFirst                                            bool
	Head                                                 string
	Channels, Classes, Auxiliary                         int64
}

func init() {
	config.Register(&config.Arch{
		ID: "mmseg-unet", Family: parts.FamilyUNet, Class: "UNet",
		Name: Text{EN: "UNet (mmsegmentation)", ZH: "UNet（mmsegmentation）"},
		About: Text{
			EN: "The U-Net backbone of mmsegmentation with its decode head and auxiliary head.",
			ZH: "mmsegmentation 的 U-Net 主干，配分割头与辅助头。",
		},
		Sources: []config.Source{
			parts.PaperUNet,
			{Title: "SwinTransformer/Swin-Transformer-Semantic-Segmentation", Year: 2021, URL: "https://github.com/SwinTransformer/Swin-Transformer-Semantic-Segmentation", Commit: "87e6f90577435c94f3e92c7db1d36edc234d91f6"},
		},
		New: newMMSeg,
	})
}

func newMMSeg(k *config.Knobs) config.Model {
	m := &MMSeg{}
	k.Section(parts.SectionData)
	k.Number(&m.In, "in_channels", 3, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
	hasHead := func() bool { return m.Head != "none" }
	k.Number(&m.Classes, "num_classes", 2, 1, 65536, parts.LabelClasses, parts.HelpClasses).As(config.Classes).
		When(func() bool { return hasHead() || m.Auxiliary > 0 })
	k.Section(parts.SectionNet)
	k.Number(&m.Base, "base_channels", 64, 1, 65536, Text{EN: "Filters", ZH: "通道数"},
		Text{EN: "Of the first level, doubled with every level.", ZH: "首级通道数，逐级加倍。"}).As(config.Width).Scales()
	k.Number(&m.Stages, "num_stages", 5, 2, 10, Text{EN: "Levels", ZH: "层级数"},
		Text{EN: "The deepest one included.", ZH: "含最深层。"}).As(config.Depth)
	each := func(p *[]int64, key string, value, min, max int64, en, zh string) *config.Knob {
		return k.Numbers(p, key, []int64{value}, 1, 10, min, max, Text{EN: en, ZH: zh},
			Text{EN: "One a level; the last one holds for those that are left.", ZH: "每级一个数；末项适用于其余各级。"})
	}
	each(&m.Enc, "enc_num_convs", 2, 1, 16, "Convolutions on the way down", "下行卷积数")
	each(&m.Dec, "dec_num_convs", 2, 1, 16, "Convolutions on the way up", "上行卷积数")
	each(&m.Strides, "strides", 1, 1, 2, "Strides", "步长")
	each(&m.Downs, "downsamples", 1, 0, 1, "Max-pooling to the next level (1) or none (0)", "与下一级之间最大池化（1）或无（0）")
	each(&m.EncDilations, "enc_dilations", 1, 1, 64, "Dilations on the way down", "下行空洞率").As(config.Uncounted)
	each(&m.DecDilations, "dec_dilations", 1, 1, 64, "Dilations on the way up", "上行空洞率").As(config.Uncounted)
	k.Select(&m.Up, "upsample_cfg", Text{EN: "Up-sampling", ZH: "上采样方式"},
		Text{EN: "Both with batch norm and ReLU.", ZH: "两者均带批归一化与 ReLU。"},
		Choice{Value: "InterpConv", Label: Text{EN: "bilinear, and a convolution", ZH: "双线性插值加卷积"}},
		Choice{Value: "DeconvModule", Label: Text{EN: "transposed convolution", ZH: "转置卷积"}}).As(config.Upsampling)
	interp := func() bool { return m.Up == "InterpConv" }
	help := Text{EN: "A keyword of upsample_cfg.", ZH: "upsample_cfg 的关键字参数。"}
	k.Number(&m.InterpKernel, "kernel_size", 1, 1, 15, Text{EN: "Kernel after interpolation", ZH: "插值卷积核"}, help).When(interp).Step = 2
	k.Switch(&m.ConvFirst, "conv_first", false, Text{EN: "Convolution first", ZH: "先卷积"}, help).When(interp).As(config.Uncounted)
	k.Number(&m.DeconvKernel, "deconv_kernel_size", 4, 2, 16, Text{EN: "Kernel of the transposed convolution", ZH: "转置卷积核"}, help).
		When(func() bool { return !interp() }).Step = 2
	k.Select(&m.Head, "decode_head", Text{EN: "Head", ZH: "分割头"},
		Text{EN: "What makes classes of the finest features.", ZH: "由最细一级特征得到类别。"},
		Choice{Value: "FCNHead", Label: Text{EN: "one convolution (FCN)", ZH: "一个卷积（FCN）"}},
		Choice{Value: "PSPHead", Label: Text{EN: "pyramid pooling (PSPNet)", ZH: "金字塔池化（PSPNet）"}},
		Choice{Value: "ASPPHead", Label: Text{EN: "dilated convolutions (DeepLabV3)", ZH: "空洞卷积（DeepLabV3）"}},
		Choice{Value: "none", Label: Text{EN: "none: the features of all levels", ZH: "无：返回各级特征"}})
	k.Number(&m.Channels, "channels", 64, 1, 65536, Text{EN: "Channels of the head", ZH: "分割头通道数"},
		Text{EN: "16 with PSPNet's and DeepLabV3's head.", ZH: "PSPNet 与 DeepLabV3 的头为 16。"}).When(hasHead)
	k.Number(&m.Auxiliary, "auxiliary_head", 64, 0, 65536, Text{EN: "Channels of the auxiliary head", ZH: "辅助头通道数"},
		Text{EN: "0 for none.", ZH: "0 表示无。"})
	parts.InputSize(k, &m.Size, 256)
	return m
}

// ClosedForm implements [config.Model]: the polynomial in the first level's filters.
func (m *MMSeg) ClosedForm() (int64, counter.Poly, error) {
	p, err := parts.Polynomial(1, m.build)
	return m.Base, p, err
}

// Build implements [config.Model].
func (m *MMSeg) Build(net *counter.Net) { m.build(net, m.Base) }

// halves reports whether level i, counted from 0, has half the sizes of the one
// above it, and whether by pooling.
func (m *MMSeg) halves(i int) (halves, pools bool) {
	pools = parts.OfStage(m.Downs, i-1) == 1
	if parts.OfStage(m.Strides, i) == 2 {
		return true, false
	}
	return pools, pools
}

func (m *MMSeg) build(net *counter.Net, base int64) {
	root, n := net.Root(), int(m.Stages)
	if m.Head != "none" || m.Auxiliary > 0 {
		root = root.Child("backbone")
	}
	enc, dec := make([]parts.Forward, n), make([]parts.Forward, n)
	list, in := root.Child("encoder"), m.In
	rate := int64(1)
	for i := range n {
		var run []parts.Forward
		b, name := list.Child(strconv.Itoa(i)), "0"
		if i > 0 {
			halves, pools := m.halves(i)
			if pools {
				run, name = append(run, parts.Maybe(b, "0", parts.MaxPool2D(2))), "1"
			}
			if halves || parts.OfStage(m.Downs, i-1) == 1 {
				rate *= 2
			}
		}
		run = append(run, m.convs(b.Child(name), in, base<<i, parts.OfStage(m.Enc, i), parts.OfStage(m.Strides, i), parts.OfStage(m.EncDilations, i)))
		in = base << i
		enc[i] = parts.InTurn(run)
	}
	list = root.Child("decoder")
	ups := make([]parts.Forward, n)
	for i := range n - 1 {
		b, c := list.Child(strconv.Itoa(i)), base<<i
		dec[i] = m.convs(b.Child("conv_block"), 2*c, c, parts.OfStage(m.Dec, i), 1, parts.OfStage(m.DecDilations, i))
		halves, _ := m.halves(i + 1)
		ups[i] = m.up(b.Child("upsample"), 2*c, c, halves)
	}
	x := net.Input(m.In, 2)
	net.At(counter.Encoder, 1)
	x = net.Do(layer.SizeMultipleOf{Of: counter.Axes{rate, rate}}, x)
	skips := make([]counter.Value, n)
	for i := range n {
		net.At(counter.Encoder, i+1)
		if i == n-1 {
			net.At(counter.Bottleneck, n)
		}
		x = enc[i](x)
		skips[i] = x
	}
	outs := []counter.Value{x}
	for i := n - 2; i >= 0; i-- {
		net.At(counter.Decoder, i+1)
		x = dec[i](net.Do(layer.Concat{}, skips[i], ups[i](x)))
		outs = append(outs, x)
	}
	m.heads(net, outs, base)
}

// heads describes the heads, or returns the features if there are none.
func (m *MMSeg) heads(net *counter.Net, features []counter.Value, base int64) {
	var outs []counter.Value
	last := len(features) - 1
	if m.Head != "none" {
		net.At(counter.Head, 1)
		outs = append(outs, m.head(net, net.Root().Child("decode_head"), m.Head, base, m.Channels)(features[last]))
	}
	if m.Auxiliary > 0 {
		net.At(counter.Head, 2)
		outs = append(outs, m.head(net, net.Root().Child("auxiliary_head"), "FCNHead", 2*base, m.Auxiliary)(features[last-1]))
	}
	if outs == nil {
		outs = features
	}
	net.Output(outs...)
}

// head registers a head for in channels.
func (m *MMSeg) head(net *counter.Net, b *counter.Module, kind string, in, c int64) parts.Forward {
	classify := parts.Maybe(b, "conv_seg", parts.Conv2D(c, m.Classes, 1))
	conv := func(b *counter.Module, in, kernel, dilation int64) parts.Forward {
		l := parts.Conv2D(in, c, kernel)
		l.Bias, l.Dilation, l.Padding = false, counter.Cube(dilation), counter.Cube(kernel/2*dilation)
		return m.module(b, l)
	}
	if kind == "FCNHead" {
		return parts.InTurn([]parts.Forward{conv(b.Child("convs").Child("0"), in, 3, 1), classify})
	}
	var pooled, plain []parts.Forward
	pool := func(b *counter.Module, size int64) {
		pooled = append(pooled, parts.InTurn([]parts.Forward{
			parts.Maybe(b, "0", layer.AdaptivePool{ND: 2, Average: true, Size: counter.Cube(size)}), conv(b.Child("1"), in, 1, 1)}))
	}
	wide := in + 4*c
	if kind == "PSPHead" {
		list := b.Child("psp_modules")
		for i, size := range []int64{1, 2, 3, 6} {
			pool(list.Child(strconv.Itoa(i)), size)
		}
	} else {
		wide = 5 * c
		pool(b.Child("image_pool"), 1)
		list := b.Child("aspp_modules")
		for i, d := range []int64{1, 12, 24, 36} {
			plain = append(plain, conv(list.Child(strconv.Itoa(i)), in, min(d, 3), d))
		}
	}
	join := conv(b.Child("bottleneck"), wide, 3, 1)
	return func(x counter.Value) counter.Value {
		var all []counter.Value
		if kind == "PSPHead" {
			all = append(all, x)
		}
		for _, f := range pooled {
			all = append(all, net.Do(layer.Interpolate{Linear: true}, f(x), x))
		}
		for _, f := range plain {
			all = append(all, f(x))
		}
		return classify(join(net.Do(layer.Concat{}, all...)))
	}
}

// module registers a convolution without bias, its norm and its activation.
func (*MMSeg) module(b *counter.Module, conv layer.Conv) parts.Forward {
	return parts.InTurn([]parts.Forward{parts.Maybe(b, "conv", conv), parts.Maybe(b, "bn", parts.BatchNorm2D(conv.Out)), parts.Maybe(b, "activate", layer.ReLU)})
}

// convs registers n convolutions; the first one may have a stride, the others are
// dilated.
func (m *MMSeg) convs(b *counter.Module, in, out, n, stride, dilation int64) parts.Forward {
	var run []parts.Forward
	list := b.Child("convs")
	for i := range n {
		conv := bare3(in, out)
		if i == 0 {
			conv.Stride = counter.Cube(stride)
		} else {
			conv.Dilation, conv.Padding = counter.Cube(dilation), counter.Cube(dilation)
		}
		run = append(run, m.module(list.Child(strconv.FormatInt(i, 10)), conv))
		in = out
	}
	return parts.InTurn(run)
}

// up registers what leads to the level above.
func (m *MMSeg) up(b *counter.Module, in, out int64, doubles bool) parts.Forward {
	conv := parts.Conv2D(in, out, m.InterpKernel)
	conv.Bias = false
	switch {
	case !doubles:
		conv.Kernel, conv.Padding = counter.Cube(1), counter.Axes{}
		return m.module(b, conv)
	case m.Up == "DeconvModule":
		return parts.Sequential(b.Child("deconv_upsamping"),
			layer.ConvTranspose{ND: 2, In: in, Out: out, Kernel: counter.Cube(m.DeconvKernel), Stride: counter.Cube(2), Padding: counter.Cube((m.DeconvKernel - 2) / 2), Bias: true},
			parts.BatchNorm2D(out), layer.ReLU)
	}
	list, twice := b.Child("interp_upsample"), layer.Upsample{ND: 2, Linear: true, Scale: counter.Cube(2)}
	if m.ConvFirst {
		return parts.InTurn([]parts.Forward{m.module(list.Child("0"), conv), parts.Maybe(list, "1", twice)})
	}
	return parts.InTurn([]parts.Forward{parts.Maybe(list, "0", twice), m.module(list.Child("1"), conv)})
}

// bare3 returns a 3×3 convolution that keeps the size, without bias.
func bare3(in, out int64) layer.Conv {
	c := parts.Conv2D(in, out, 3)
	c.Bias = false
	return c
}
