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

// DLinkNet is a network of zlckanata/DeepGlobe-Road-Extraction-Challenge (2018,
// https://github.com/zlckanata/DeepGlobe-Road-Extraction-Challenge, commit
// 7354f87) or of Guzaiwang/CE-Net (2019, https://github.com/Guzaiwang/CE-Net,
// commit d7f0865): a torchvision ResNet, further layers at its lowest level, and the
// narrow transposed convolutions of LinkNet. Neither of them uses num_channels.
type DLinkNet struct {
	parts.Image
	Classes int64
	class   string
}

func init() {
	dlinknet := config.Source{Title: "zlckanata/DeepGlobe-Road-Extraction-Challenge", Year: 2018, URL: "https://github.com/zlckanata/DeepGlobe-Road-Extraction-Challenge", Commit: "7354f87ea03224a2c7a4c9e2bc6988cb511eb9a8"}
	paper := config.Source{Title: "Zhou, Zhang, Wu: D-LinkNet: LinkNet with Pretrained Encoder and Dilated Convolution for High Resolution Satellite Imagery Road Extraction", Year: 2018, URL: "https://openaccess.thecvf.com/content_cvpr_2018_workshops/w4/html/Zhou_D-LinkNet_LinkNet_With_CVPR_2018_paper.html"}
	cenet := config.Source{Title: "Guzaiwang/CE-Net", Year: 2019, URL: "https://github.com/Guzaiwang/CE-Net", Commit: "d7f0865d70d3ba5bc3c17e7c76f75ae52d2d36b7"}
	ce := config.Source{Title: "Gu et al.: CE-Net: Context Encoder Network for 2D Medical Image Segmentation", Year: 2019, URL: "https://arxiv.org/abs/1903.02740"}
	add := func(id, class, name string, size int64, about Text, sources ...config.Source) {
		config.Register(&config.Arch{
			ID: id, Family: smp.Family, Class: class, About: about, Sources: sources,
			Name: Text{EN: name, ZH: name},
			New: func(k *config.Knobs) config.Model {
				k.Fixes("the widths and the input are those of the ResNet", config.Width, config.Inputs)
				m := &DLinkNet{class: class}
				k.Section(parts.SectionData)
				k.Number(&m.Classes, "num_classes", 1, 1, 65536, parts.LabelClasses, parts.HelpClasses).As(config.Classes)
				parts.InputSize(k, &m.Size, size)
				return m
			},
		})
	}
	add("dlinknet34", "DinkNet34", "D-LinkNet34", 1024, Text{
		EN: "A ResNet-34, four dilated convolutions in a row below it, and LinkNet's decoder.",
		ZH: "ResNet-34 编码器，底部串联四个空洞卷积，LinkNet 解码器。"}, paper, dlinknet)
	add("dlinknet50", "DinkNet50", "D-LinkNet50", 1024, Text{
		EN: "A ResNet-50 with five dilated convolutions of 2048 channels, most of its parameters.",
		ZH: "ResNet-50 编码器；底部五个 2048 通道的空洞卷积占大部分参数。"}, paper, dlinknet)
	add("dlinknet-linknet34", "LinkNet34", "LinkNet34 (D-LinkNet)", 1024, Text{
		EN: "The baseline of D-LinkNet: nothing between a ResNet-34 and the decoder.",
		ZH: "D-LinkNet 的基线：ResNet-34 与解码器直接相连。"}, paper, dlinknet)
	add("cenet", "CE_Net_", "CE-Net", 448, Text{
		EN: "A ResNet-34, below it dilated convolutions in four branches that share weights, and pooling at four scales.",
		ZH: "ResNet-34 编码器，底部为共享权重的四支空洞卷积和四种尺度的池化。"}, ce, cenet)
	add("cenet-oct", "CE_Net_OCT", "CE-Net (OCT)", 448, Text{
		EN: "CE-Net for images of the retina: no sigmoid at the end.",
		ZH: "用于 OCT 的 CE-Net：末端没有 sigmoid。"}, ce, cenet)
	add("cenet-plain", "CE_Net_backbone_DAC_without_atrous", "CE-Net, DAC without dilation", 448, Text{
		EN: "An ablation of CE-Net: no dilation and no pooling at several scales.",
		ZH: "CE-Net 的消融：没有空洞，也没有多尺度池化。"}, ce, cenet)
}

// ClosedForm implements [config.Model]: the encoder's widths are fixed.
func (*DLinkNet) ClosedForm() (int64, counter.Poly, error) {
	return 0, counter.Poly{}, counter.ErrNotPolynomial
}

// Build implements [config.Model].
func (m *DLinkNet) Build(net *counter.Net) {
	root := net.Root()
	x := net.Input(3, 2)
	stem := parts.InTurn([]parts.Forward{
		parts.Maybe(root, "firstconv", layer.Conv{ND: 2, In: 3, Out: 64, Kernel: counter.Cube(7), Stride: counter.Cube(2), Padding: counter.Cube(3)}),
		parts.Maybe(root, "firstbn", parts.BatchNorm2D(64)), parts.Maybe(root, "firstrelu", layer.ReLU)})
	pool := parts.Maybe(root, "firstmaxpool", layer.Pool{ND: 2, Kernel: counter.Cube(3), Stride: counter.Cube(2), Padding: counter.Cube(1)})
	resnet, widths := encoder.ResNet34, []int64{64, 64, 128, 256, 512}
	if m.class == "DinkNet50" {
		resnet, widths = encoder.ResNet50, []int64{256, 256, 512, 1024, 2048}
	}
	var down [4]parts.Forward
	for i := range down {
		down[i] = resnet(net, root.Child("encoder"+strconv.Itoa(i+1)), i+1)
	}
	in := widths[4]
	center := m.center(net, &in)
	var up [4]parts.Forward
	for i := 3; i >= 0; i-- {
		up[i] = m.up(root.Child("decoder"+strconv.Itoa(i+1)), in, widths[i])
		in = widths[i]
	}
	head := m.head(net, in)

	net.At(counter.Encoder, 1)
	x = stem(x)
	var e [4]counter.Value
	for i := range e {
		net.At(counter.Encoder, i+2)
		if i == 3 {
			net.At(counter.Bottleneck, 5)
		}
		if i == 0 {
			x = pool(x)
		}
		e[i] = down[i](x)
		x = e[i]
	}
	x = center(x)
	for i := 3; i >= 0; i-- {
		net.At(counter.Decoder, i+1)
		if x = up[i](x); i > 0 {
			x = net.Do(layer.Add{}, x, e[i-1])
		}
	}
	net.At(counter.Head, 1)
	net.Output(head(x))
}

// up registers a block of LinkNet's decoder, which enlarges a quarter of the channels.
func (*DLinkNet) up(m *counter.Module, in, out int64) parts.Forward {
	mid := in / 4
	own := func(name string, l counter.Layer) parts.Forward { return parts.Maybe(m, name, l) }
	return parts.InTurn([]parts.Forward{
		own("conv1", parts.Conv2D(in, mid, 1)), own("norm1", parts.BatchNorm2D(mid)), own("relu1", layer.ReLU),
		own("deconv2", layer.ConvTranspose{ND: 2, In: mid, Out: mid, Kernel: counter.Cube(3), Stride: counter.Cube(2), Padding: counter.Cube(1), OutputPadding: counter.Cube(1), Bias: true}),
		own("norm2", parts.BatchNorm2D(mid)), own("relu2", layer.ReLU),
		own("conv3", parts.Conv2D(mid, out, 1)), own("norm3", parts.BatchNorm2D(out)), own("relu3", layer.ReLU),
	})
}

// head registers what leads to the full size. That of LinkNet34 is valid, and
// comes out right as its last kernel is even.
func (m *DLinkNet) head(net *counter.Net, in int64) parts.Forward {
	root := net.Root()
	up := layer.ConvTranspose{ND: 2, In: in, Out: 32, Kernel: counter.Cube(4), Stride: counter.Cube(2), Padding: counter.Cube(1), Bias: true}
	mid, last := parts.Conv2D(32, 32, 3), parts.Conv2D(32, m.Classes, 3)
	if m.class == "LinkNet34" {
		up.Kernel, up.Padding = counter.Cube(3), counter.Axes{}
		mid.Padding = counter.Axes{}
		last.Kernel, last.Padding = counter.Cube(2), counter.Cube(1)
	}
	run := []parts.Forward{
		parts.Maybe(root, "finaldeconv1", up), parts.Maybe(root, "finalrelu1", layer.ReLU),
		parts.Maybe(root, "finalconv2", mid), parts.Maybe(root, "finalrelu2", layer.ReLU), parts.Maybe(root, "finalconv3", last)}
	if m.class != "CE_Net_OCT" {
		run = append(run, func(x counter.Value) counter.Value { return net.Do(layer.Sigmoid, x) })
	}
	return parts.InTurn(run)
}

// center registers what is at the lowest level, of c channels; it may widen
// them.
func (m *DLinkNet) center(net *counter.Net, c *int64) parts.Forward {
	block := net.Root().Child("dblock")
	dilated := func(n int, d int64) parts.Forward {
		conv := parts.Conv2D(*c, *c, 3)
		conv.Padding, conv.Dilation = counter.Cube(d), counter.Cube(d)
		return parts.Maybe(block, "dilate"+strconv.Itoa(n), conv)
	}
	switch m.class {
	case "LinkNet34":
		return parts.InTurn(nil)
	case "DinkNet34", "DinkNet50":
		var run []parts.Forward
		branches := 4
		if m.class == "DinkNet50" {
			branches = 5
		}
		for n := range branches {
			run = append(run, dilated(n+1, 1<<n))
		}
		return func(x counter.Value) counter.Value {
			all := []counter.Value{x}
			for _, f := range run {
				x = net.Do(layer.ReLU, f(x))
				all = append(all, x)
			}
			return net.Do(layer.Add{}, all...)
		}
	case "CE_Net_backbone_DAC_without_atrous":
		return m.context(net, dilated(1, 1), dilated(2, 1), dilated(3, 1), parts.Maybe(block, "conv1x1", parts.Conv2D(*c, *c, 1)))
	}
	context := m.context(net, dilated(1, 1), dilated(2, 3), dilated(3, 5), parts.Maybe(block, "conv1x1", parts.Conv2D(*c, *c, 1)))
	pyramid := m.pyramid(net, *c)
	*c += 4
	return parts.InTurn([]parts.Forward{context, pyramid})
}

// context returns CE-Net's dense atrous convolution: four branches that share
// three convolutions and a last one.
func (*DLinkNet) context(net *counter.Net, d1, d2, d3, last parts.Forward) parts.Forward {
	return func(x counter.Value) counter.Value {
		all := []counter.Value{x}
		for _, branch := range [][]parts.Forward{{d1}, {d2, last}, {d1, d2, last}, {d1, d2, d3, last}} {
			all = append(all, net.Do(layer.ReLU, parts.InTurn(branch)(x)))
		}
		return net.Do(layer.Add{}, all...)
	}
}

// pyramid registers CE-Net's residual multi-kernel pooling: one channel for each
// of four sizes of windows, by one convolution.
func (*DLinkNet) pyramid(net *counter.Net, c int64) parts.Forward {
	spp := net.Root().Child("spp")
	var pools []parts.Forward
	for i, n := range []int64{2, 3, 5, 6} {
		pools = append(pools, parts.Maybe(spp, "pool"+strconv.Itoa(i+1), parts.MaxPool2D(n)))
	}
	conv := parts.Maybe(spp, "conv", parts.Conv2D(c, 1, 1))
	return func(x counter.Value) counter.Value {
		var all []counter.Value
		for _, pool := range pools {
			all = append(all, net.Do(layer.Interpolate{Linear: true}, conv(pool(x)), x))
		}
		return net.Do(layer.Concat{}, append(all, x)...)
	}
}
