package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// FastMRI is the Unet of facebookresearch/fastMRI (2018,
// https://github.com/facebookresearch/fastMRI, commit 91f2df4), its baseline for
// reconstruction. Convolutions have no bias and instance norms no weights, so that
// all parameters but the last bias are those of kernels. Where average pooling
// rounded down, the decoder reflects one row or column. The argument drop_prob is
// left out: it has no effect on anything counted.
type FastMRI struct {
	parts.Image
	In, Out, Chans, Pools int64
}

func init() {
	config.Register(&config.Arch{
		ID: "fastmri", Family: parts.FamilyUNet,
		Name: Text{EN: "U-Net (fastMRI)", ZH: "U-Net（fastMRI）"},
		About: Text{
			EN: "The baseline of fastMRI: no bias, and instance norm without parameters.",
			ZH: "fastMRI 的基线：卷积无偏置，实例归一化无参数。",
		},
		Sources: []config.Source{
			{Title: "Zbontar et al.: fastMRI: An Open Dataset and Benchmarks for Accelerated MRI", Year: 2018, URL: "https://arxiv.org/abs/1811.08839"},
			{Title: "facebookresearch/fastMRI", Year: 2018, URL: "https://github.com/facebookresearch/fastMRI", Commit: "91f2df4711adbb6d643df1810f234e4abcf5881b"},
		},
		Class: "Unet",
		New: func(k *config.Knobs) config.Model {
			m := &FastMRI{}
			k.Section(parts.SectionData)
			k.Number(&m.In, "in_chans", 1, 1, 65536, parts.LabelIn,
				Text{EN: "1 for magnitudes, 2 for complex numbers.", ZH: "幅值为 1，复数为 2。"}).As(config.Inputs)
			k.Number(&m.Out, "out_chans", 1, 1, 65536,
				Text{EN: "Output channels", ZH: "输出通道数"},
				Text{EN: "Of the image that is reconstructed.", ZH: "重建图像的通道数。"}).As(config.Classes)
			k.Section(parts.SectionNet)
			k.Number(&m.Chans, "chans", 32, 1, 65536,
				Text{EN: "Filters", ZH: "通道数"},
				Text{EN: "Of the first level, doubled with every level.", ZH: "首级通道数，逐级加倍。"}).As(config.Width).Scales()
			k.Number(&m.Pools, "num_pool_layers", 4, 1, 10,
				Text{EN: "Pooling steps", ZH: "池化次数"},
				Text{EN: "One fewer than there are levels.", ZH: "比层级数少一。"})
			parts.InputSize(k, &m.Size, 320)
			return m
		},
	})
}

// ClosedForm implements [config.Model]: the polynomial in the first level's filters.
func (m *FastMRI) ClosedForm() (int64, counter.Poly, error) {
	p, err := parts.Polynomial(1, m.build)
	return m.Chans, p, err
}

// Build implements [config.Model].
func (m *FastMRI) Build(net *counter.Net) { m.build(net, m.Chans) }

func (m *FastMRI) build(net *counter.Net, width int64) {
	x, head := m.unet(net, net.Root(), net.Input(m.In, 2), width)
	net.At(counter.Head, 1)
	net.Output(head.Run(x))
}

// unet registers the U-Net under root and runs it up to its last convolution.
func (m *FastMRI) unet(net *counter.Net, root *counter.Module, x counter.Value, width int64) (_ counter.Value, head *counter.Module) {
	n := int(m.Pools)
	down, last := root.Child("down_sample_layers"), root.Child("conv")
	var skips []counter.Value
	for i := range n {
		net.At(counter.Encoder, i+1)
		if i > 0 {
			x = net.Do(layer.Pool{ND: 2, Average: true, Kernel: counter.Cube(2)}, x)
		}
		x = m.block(down.Child(strconv.Itoa(i)), x.C, width<<i)(x)
		skips = append(skips, x)
	}
	net.At(counter.Bottleneck, n+1)
	x = net.Do(layer.Pool{ND: 2, Average: true, Kernel: counter.Cube(2)}, x)
	x = m.block(last, x.C, width<<n)(x)
	blocks := make([]parts.Forward, n) // by level, registered from below
	list := root.Child("up_conv")
	for i := n - 1; i >= 0; i-- {
		b := list.Child(strconv.Itoa(n - 1 - i))
		if i == 0 {
			blocks[i] = m.block(b.Child("0"), 2*width, width)
			head = b.Own("1", parts.Conv2D(width, m.Out, 1))
			break
		}
		blocks[i] = m.block(b, width<<(i+1), width<<i)
	}
	return m.decode(net, root.Child("up_transpose_conv"), blocks, skips, width)(x), head
}

// decode registers the transposed convolutions and returns what runs the decoder.
func (m *FastMRI) decode(net *counter.Net, list *counter.Module, blocks []parts.Forward, skips []counter.Value, width int64) parts.Forward {
	n := len(blocks)
	ups := make([]parts.Forward, n)
	for i := n - 1; i >= 0; i-- {
		ups[i] = parts.Sequential(list.Child(strconv.Itoa(n-1-i)).Child("layers"),
			layer.ConvTranspose{ND: 2, In: width << (i + 1), Out: width << i, Kernel: counter.Cube(2), Stride: counter.Cube(2)},
			layer.InstanceNorm{ND: 2, C: width << i}, leaky)
	}
	return func(x counter.Value) counter.Value {
		for i := n - 1; i >= 0; i-- {
			net.At(counter.Decoder, i+1)
			x = net.Do(layer.ReflectOne{}, ups[i](x), skips[i])
			x = blocks[i](net.Do(layer.Concat{}, x, skips[i]))
		}
		return x
	}
}

// leaky is the activation of several networks that make images.
var leaky counter.Layer = layer.Activation{Name: "LeakyReLU", Slope: "0.2"}

// block registers two convolutions, each with a norm, an activation and a dropout,
// whose number is in the names.
func (m *FastMRI) block(b *counter.Module, in, out int64) parts.Forward {
	b = b.Child("layers")
	var run []parts.Forward
	for i := range 2 {
		conv := parts.Conv2D(in, out, 3)
		conv.Bias = false
		for j, l := range []counter.Layer{conv, layer.InstanceNorm{ND: 2, C: out}, leaky} {
			run = append(run, parts.Maybe(b, strconv.Itoa(4*i+j), l))
		}
		in = out
	}
	return parts.InTurn(run)
}
