package zoo

import (
	"fmt"
	"strconv"
	"strings"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// DRUNet is the UNetRes of cszn/DPIR (commit 15bca3f): Zhang et al.,
// "Plug-and-Play Image Restoration with Deep Denoiser Prior" (2020,
// https://arxiv.org/abs/2008.13751). Four levels of residual blocks without any
// bias; skip connections are added. Its released networks take a map of the noise
// level as one more channel. Max-pooling is followed by a convolution without
// padding, so that sizes no longer fit: such a network can be counted, not run.
type DRUNet struct {
	parts.Image
	In, Out, Blocks int64
	Widths          []int64
	Act, Down, Up   string
}

func init() {
	config.Register(&config.Arch{
		ID: "drunet", Family: parts.FamilyRestoration,
		Name: Text{EN: "DRUNet (DPIR)", ZH: "DRUNet（DPIR）"},
		About: Text{
			EN: "A denoiser: residual blocks without bias, and skip connections that are added.",
			ZH: "去噪网络：无偏置的残差块，跳跃连接为相加。",
		},
		Sources: []config.Source{
			{Title: "Zhang et al.: Plug-and-Play Image Restoration with Deep Denoiser Prior", Year: 2020, URL: "https://arxiv.org/abs/2008.13751"},
			{Title: "cszn/DPIR", Year: 2020, URL: "https://github.com/cszn/DPIR", Commit: "15bca3fcc1f3cc51a1f99ccf027691e278c19354"},
		},
		Class: "UNetRes",
		New: func(k *config.Knobs) config.Model {
			m := &DRUNet{}
			k.Section(parts.SectionData)
			k.Number(&m.In, "in_nc", 4, 1, 65536, parts.LabelIn,
				Text{EN: "Those of the image, and one for the noise level.", ZH: "图像通道数加一个噪声水平通道。"}).As(config.Inputs)
			k.Number(&m.Out, "out_nc", 3, 1, 65536,
				Text{EN: "Output channels", ZH: "输出通道数"}, parts.HelpIn).As(config.Classes)
			k.Section(parts.SectionNet)
			k.Numbers(&m.Widths, "nc", parts.Doubling(64, 4), 4, 4, 1, 65536,
				Text{EN: "Filters", ZH: "通道数"},
				Text{EN: "One number for each of the four levels.", ZH: "四级各一个数。"}).As(config.Width).Scales()
			k.Number(&m.Blocks, "nb", 4, 0, 64,
				Text{EN: "Residual blocks", ZH: "残差块数"},
				Text{EN: "On each level, on both ways.", ZH: "每级、上下行各有这么多。"})
			k.Select(&m.Act, "act_mode",
				Text{EN: "Inside of a block", ZH: "块内结构"},
				Text{EN: "What stands between its two convolutions.", ZH: "两个卷积之间的层。"},
				Choice{Value: "R", Label: Text{EN: "ReLU", ZH: "ReLU"}},
				Choice{Value: "L", Label: Text{EN: "leaky ReLU", ZH: "LeakyReLU"}},
				Choice{Value: "BR", Label: Text{EN: "batch norm and ReLU", ZH: "批归一化与 ReLU"}})
			k.Select(&m.Down, "downsample_mode",
				Text{EN: "Down-sampling", ZH: "下采样方式"},
				Text{EN: "Pooling is followed by a 3×3 convolution.", ZH: "池化之后接 3×3 卷积。"},
				Choice{Value: "strideconv", Label: Text{EN: "strided convolution", ZH: "步长卷积"}},
				Choice{Value: "avgpool", Label: Text{EN: "average pooling", ZH: "平均池化"}},
				Choice{Value: "maxpool", Label: Text{EN: "max-pooling", ZH: "最大池化"}})
			k.Select(&m.Up, "upsample_mode",
				Text{EN: "Up-sampling", ZH: "上采样方式"},
				Text{EN: "Pixel shuffle and interpolation go with a 3×3 convolution.", ZH: "像素重排与插值配有 3×3 卷积。"},
				Choice{Value: "convtranspose", Label: Text{EN: "transposed convolution", ZH: "转置卷积"}},
				Choice{Value: "pixelshuffle", Label: Text{EN: "pixel shuffle", ZH: "像素重排"}},
				Choice{Value: "upconv", Label: Text{EN: "nearest neighbor", ZH: "最近邻插值"}}).As(config.Upsampling)
			parts.InputSize(k, &m.Size, 256)
			return m
		},
	})
}

// ClosedForm implements [config.Model]: the polynomial in the first level's filters.
func (m *DRUNet) ClosedForm() (int64, counter.Poly, error) {
	return parts.ClosedForm(m.Widths, m.build)
}

// Build implements [config.Model].
func (m *DRUNet) Build(net *counter.Net) { m.build(net, m.Widths) }

func (m *DRUNet) build(net *counter.Net, widths []int64) {
	root := net.Root()
	x := net.Input(m.In, 2)
	net.At(counter.Encoder, 1)
	x = root.Apply("m_head", bare3(m.In, widths[0]), x)
	skips := []counter.Value{x}
	for i := range 3 {
		net.At(counter.Encoder, i+1)
		s := &drunetLevel{DRUNet: m, net: net, m: root.Child(fmt.Sprint("m_down", i+1))}
		x = s.blocks(widths[i])(x)
		if i == 2 {
			net.At(counter.Bottleneck, 4)
		} else {
			net.At(counter.Encoder, i+2)
		}
		x = s.layers(m.down(widths[i], widths[i+1])...)(x)
		skips = append(skips, x)
	}
	body := &drunetLevel{DRUNet: m, net: net, m: root.Child("m_body")}
	x = body.blocks(widths[3])(x)
	for i := 2; i >= 0; i-- {
		x = net.Do(layer.Add{}, x, skips[i+1])
		net.At(counter.Decoder, i+1)
		s := &drunetLevel{DRUNet: m, net: net, m: root.Child(fmt.Sprint("m_up", i+1))}
		x = s.layers(m.up(widths[i+1], widths[i])...)(x)
		x = s.blocks(widths[i])(x)
	}
	x = net.Do(layer.Add{}, x, skips[0])
	net.At(counter.Head, 1)
	net.Output(root.Apply("m_tail", bare3(widths[0], m.Out), x))
}

// bare3 returns a 3×3 convolution that keeps the size, without bias.
func bare3(in, out int64) layer.Conv {
	c := parts.Conv2D(in, out, 3)
	c.Bias = false
	return c
}

// down returns what halves the sizes.
func (m *DRUNet) down(in, out int64) []counter.Layer {
	two := counter.Cube(2)
	conv := bare3(in, out)
	switch m.Down {
	case "avgpool":
		return []counter.Layer{layer.Pool{ND: 2, Average: true, Kernel: two}, conv}
	case "maxpool":
		conv.Padding = counter.Axes{}
		return []counter.Layer{layer.Pool{ND: 2, Kernel: two}, conv}
	}
	return []counter.Layer{layer.Conv{ND: 2, In: in, Out: out, Kernel: two, Stride: two}}
}

// up returns what doubles the sizes.
func (m *DRUNet) up(in, out int64) []counter.Layer {
	two := counter.Cube(2)
	switch m.Up {
	case "pixelshuffle":
		return []counter.Layer{bare3(in, 4*out), layer.PixelShuffle{ND: 2, Factor: 2}}
	case "upconv":
		return []counter.Layer{layer.Upsample{ND: 2, Scale: two}, bare3(in, out)}
	}
	return []counter.Layer{layer.ConvTranspose{ND: 2, In: in, Out: out, Kernel: two, Stride: two}}
}

// drunetLevel registers parts of a level under consecutive numbers.
type drunetLevel struct {
	*DRUNet
	net *counter.Net
	m   *counter.Module
	n   int
}

func (s *drunetLevel) layers(layers ...counter.Layer) parts.Forward {
	var run []parts.Forward
	for _, l := range layers {
		if shuffle, ok := l.(layer.PixelShuffle); ok { // which has no module here
			run = append(run, func(x counter.Value) counter.Value { return s.net.Do(shuffle, x) })
		} else {
			run = append(run, parts.Maybe(s.m, strconv.Itoa(s.n), l))
		}
		s.n++
	}
	return parts.InTurn(run)
}

func (s *drunetLevel) blocks(c int64) parts.Forward {
	var run []parts.Forward
	for range s.Blocks {
		layers := []counter.Layer{bare3(c, c)}
		if strings.Contains(s.Act, "B") {
			layers = append(layers, layer.BatchNorm{ND: 2, C: c, Affine: true, TrackStats: true, Eps: "1e-4"})
		}
		act := layer.ReLU
		if s.Act == "L" {
			act = leaky
		}
		block := parts.Sequential(s.m.Child(strconv.Itoa(s.n)).Child("res"), append(layers, act, bare3(c, c))...)
		s.n++
		run = append(run, func(x counter.Value) counter.Value { return s.net.Do(layer.Add{}, x, block(x)) })
	}
	return parts.InTurn(run)
}
