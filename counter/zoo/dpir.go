package zoo

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// DRUNet is one of the networks of cszn/DPIR (commit 15bca3f): Zhang et al.,
// "Plug-and-Play Image Restoration with Deep Denoiser Prior" (2020,
// https://arxiv.org/abs/2008.13751). All have four levels, and skip connections
// that are added:
//
//   - UNetRes, of residual blocks without any bias. Its released networks take a
//     map of the noise level as one more channel;
//   - UNet, of plain convolutions, which adds the image at the end;
//   - ResUNet, whose blocks keep a quarter of the channels after each of three
//     convolutions and concatenate what they kept.
//
// Max-pooling is followed by a convolution without padding, so that sizes no
// longer fit: such a network can be counted, not run.
type DRUNet struct {
	parts.Image
	class           string
	In, Out, Blocks int64
	Widths          []int64
	Act, Down, Up   string
}

func init() {
	for _, a := range []struct {
		id, class, name string
		about           Text
	}{
		{"drunet", "UNetRes", "DRUNet", Text{
			EN: "A denoiser: residual blocks without bias, and skip connections that are added.",
			ZH: "去噪网络：无偏置的残差块，跳跃连接为相加。"}},
		{"dpir-unet", "UNet", "UNet", Text{
			EN: "The plain U-Net beside DRUNet: convolutions with bias, and the image is added to the output.",
			ZH: "与 DRUNet 并列的普通 U-Net：卷积带偏置，输出与图像相加。"}},
		{"dpir-resunet", "ResUNet", "ResUNet", Text{
			EN: "Information multi-distillation: each of three convolutions hands on three quarters of its channels.",
			ZH: "信息多重蒸馏：三个卷积各把四分之三的通道传给下一个。"}},
	} {
		config.Register(&config.Arch{
			ID: a.id, Family: parts.FamilyRestoration, About: a.about, Class: a.class,
			Name: Text{EN: a.name + " (DPIR)", ZH: a.name + "（DPIR）"},
			Sources: []config.Source{
				{Title: "Zhang et al.: Plug-and-Play Image Restoration with Deep Denoiser Prior", Year: 2020, URL: "https://arxiv.org/abs/2008.13751"},
				{Title: "cszn/DPIR", Year: 2020, URL: "https://github.com/cszn/DPIR", Commit: "15bca3fcc1f3cc51a1f99ccf027691e278c19354"},
			},
			New: func(k *config.Knobs) config.Model { return newDRUNet(k, a.class) },
		})
	}
}

func newDRUNet(k *config.Knobs, class string) config.Model {
	in, out, blocks := int64(1), int64(1), int64(4)
	helpIn := parts.HelpIn
	switch class {
	case "UNetRes": // as it was released
		in, out = 4, 3
		helpIn = Text{EN: "Those of the image, and one for the noise level.", ZH: "图像通道数加一个噪声水平通道。"}
	case "UNet":
		blocks = 2
	}
	m := &DRUNet{class: class}
	k.Section(parts.SectionData)
	k.Number(&m.In, "in_nc", in, 1, 65536, parts.LabelIn, helpIn).As(config.Inputs)
	k.Number(&m.Out, "out_nc", out, 1, 65536,
		Text{EN: "Output channels", ZH: "输出通道数"}, parts.HelpIn).As(config.Classes)
	k.Section(parts.SectionNet)
	k.Numbers(&m.Widths, "nc", parts.Doubling(64, 4), 4, 4, 1, 65536,
		Text{EN: "Filters", ZH: "通道数"},
		Text{EN: "One number for each of the four levels.", ZH: "四级各一个数。"}).As(config.Width).Scales()
	k.Number(&m.Blocks, "nb", blocks, 0, 64,
		Text{EN: "Blocks", ZH: "块数"},
		Text{EN: "On each level, on both ways.", ZH: "每级、上下行各有这么多。"})
	acts := []Choice{
		{Value: "R", Label: Text{EN: "ReLU", ZH: "ReLU"}},
		{Value: "L", Label: Text{EN: "leaky ReLU", ZH: "LeakyReLU"}},
		{Value: "BR", Label: Text{EN: "batch norm and ReLU", ZH: "批归一化与 ReLU"}},
		{Value: "BL", Label: Text{EN: "batch norm and leaky ReLU", ZH: "批归一化与 LeakyReLU"}},
		{Value: "IR", Label: Text{EN: "instance norm and ReLU", ZH: "实例归一化与 ReLU"}},
		{Value: "IL", Label: Text{EN: "instance norm and leaky ReLU", ZH: "实例归一化与 LeakyReLU"}}}
	if class == "ResUNet" {
		acts[0], acts[1] = acts[1], acts[0]
	}
	k.Select(&m.Act, "act_mode",
		Text{EN: "After convolutions", ZH: "卷积之后"},
		Text{EN: "What follows a convolution inside of a block.", ZH: "块内卷积之后的层。"}, acts...)
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
}

// Check implements [config.Model].
func (m *DRUNet) Check() error {
	fits := slices.Clone(m.Widths)
	for i := range fits {
		fits[i] = max(fits[i], 4)
	}
	if m.class != "ResUNet" || slices.Equal(fits, m.Widths) {
		return nil
	}
	return &config.ValueError{Key: "nc", Value: config.Join(m.Widths, ","), Nearest: []string{config.Join(fits, ",")},
		Text: Text{EN: "a quarter of the channels is kept, which needs 4", ZH: "块内保留四分之一通道，至少为 4"}}
}

// ClosedForm implements [config.Model]: the polynomial in the first level's filters.
func (m *DRUNet) ClosedForm() (int64, counter.Poly, error) {
	if m.class != "ResUNet" {
		return parts.ClosedForm(m.Widths, m.build)
	}
	if m.Widths[0]%4 != 0 {
		return 0, counter.Poly{}, counter.ErrNotPolynomial
	}
	return parts.ClosedFormBy(4, m.Widths, m.build)
}

// Build implements [config.Model].
func (m *DRUNet) Build(net *counter.Net) { m.build(net, m.Widths) }

func (m *DRUNet) build(net *counter.Net, widths []int64) {
	root := net.Root()
	image := net.Input(m.In, 2)
	net.At(counter.Encoder, 1)
	x := image
	if m.class == "ResUNet" {
		x = net.Do(layer.WindowPad{ND: 2, Window: counter.Cube(8), Small: true, Replicate: true}, x)
	}
	if m.class == "UNet" {
		x = parts.Sequential(root.Child("m_head"), m.conv(m.In, widths[0]), m.act())(x)
	} else {
		x = root.Apply("m_head", m.conv(m.In, widths[0]), x)
	}
	skips := []counter.Value{x}
	for i := range 3 {
		net.At(counter.Encoder, i+1)
		down := m.down(widths[i], widths[i+1])
		s := m.level(net, fmt.Sprint("m_down", i+1), int(m.Blocks)+len(down))
		x = s.blocks(widths[i], m.Blocks)(x)
		if i == 2 {
			net.At(counter.Bottleneck, 4)
		} else {
			net.At(counter.Encoder, i+2)
		}
		x = s.layers(down...)(x)
		skips = append(skips, x)
	}
	n := m.Blocks
	if m.class == "UNet" {
		n++
	}
	x = m.level(net, "m_body", int(n)).blocks(widths[3], n)(x)
	for i := 2; i >= 0; i-- {
		x = net.Do(layer.Add{}, x, skips[i+1])
		net.At(counter.Decoder, i+1)
		up := m.up(widths[i+1], widths[i])
		s := m.level(net, fmt.Sprint("m_up", i+1), int(m.Blocks)+len(up))
		x = s.layers(up...)(x)
		x = s.blocks(widths[i], m.Blocks)(x)
	}
	x = net.Do(layer.Add{}, x, skips[0])
	net.At(counter.Head, 1)
	x = root.Apply("m_tail", m.conv(widths[0], m.Out), x)
	switch m.class {
	case "UNet":
		if m.In > 1 && m.Out > 1 {
			image = parts.Fit(net, image, m.Out)
		}
		x = net.Do(layer.Add{}, x, image)
	case "ResUNet":
		x = net.Do(layer.TrimLike{}, x, image)
	}
	net.Output(x)
}

// conv returns a 3×3 convolution that keeps the size.
func (m *DRUNet) conv(in, out int64) layer.Conv {
	c := parts.Conv2D(in, out, 3)
	c.Bias = m.class == "UNet"
	return c
}

// act returns the activation.
func (m *DRUNet) act() counter.Layer {
	switch {
	case strings.HasSuffix(m.Act, "R"):
		return layer.ReLU
	case m.class == "ResUNet":
		return layer.Activation{Name: "LeakyReLU", Slope: "0.05"}
	}
	return leaky
}

// after returns what follows a convolution to c channels inside of a block.
func (m *DRUNet) after(c int64) []counter.Layer {
	switch m.Act[0] {
	case 'B':
		return []counter.Layer{layer.BatchNorm{ND: 2, C: c, Affine: true, TrackStats: true, Eps: "1e-4"}, m.act()}
	case 'I':
		return []counter.Layer{layer.InstanceNorm{ND: 2, C: c, Affine: true}, m.act()}
	}
	return []counter.Layer{m.act()}
}

// resampled returns layers that change the sizes, in UNet with what follows a
// convolution to c channels.
func (m *DRUNet) resampled(c int64, layers ...counter.Layer) []counter.Layer {
	if m.class == "UNet" {
		layers = append(layers, m.after(c)...)
	}
	return layers
}

// down returns what halves the sizes.
func (m *DRUNet) down(in, out int64) []counter.Layer {
	two := counter.Cube(2)
	conv := m.conv(in, out)
	switch m.Down {
	case "avgpool":
		return m.resampled(out, layer.Pool{ND: 2, Average: true, Kernel: two}, conv)
	case "maxpool":
		conv.Padding = counter.Axes{}
		return m.resampled(out, layer.Pool{ND: 2, Kernel: two}, conv)
	}
	return m.resampled(out, layer.Conv{ND: 2, In: in, Out: out, Kernel: two, Stride: two, Bias: conv.Bias})
}

// up returns what doubles the sizes.
func (m *DRUNet) up(in, out int64) []counter.Layer {
	two := counter.Cube(2)
	switch m.Up {
	case "pixelshuffle":
		return m.resampled(4*out, m.conv(in, 4*out), layer.PixelShuffle{ND: 2, Factor: 2})
	case "upconv":
		return m.resampled(out, layer.Upsample{ND: 2, Scale: two}, m.conv(in, out))
	}
	return m.resampled(out, layer.ConvTranspose{ND: 2, In: in, Out: out, Kernel: two, Stride: two, Bias: m.class == "UNet"})
}

// A drunetLevel registers the parts of a level under consecutive numbers; a part that is
// alone has the level's name.
type drunetLevel struct {
	*DRUNet
	net  *counter.Net
	name string
	m    *counter.Module // nil for a part that is alone
	n    int
}

// level returns a level of so many parts.
func (m *DRUNet) level(net *counter.Net, name string, parts int) *drunetLevel {
	s := &drunetLevel{DRUNet: m, net: net, name: name}
	if parts != 1 || m.class == "UNet" {
		s.m = net.Root().Child(name)
	}
	return s
}

// next returns the module and the name under which the next part is registered.
func (s *drunetLevel) next() (*counter.Module, string) {
	if s.m == nil {
		return s.net.Root(), s.name
	}
	s.n++
	return s.m, strconv.Itoa(s.n - 1)
}

func (s *drunetLevel) layers(layers ...counter.Layer) parts.Forward {
	var run []parts.Forward
	for _, l := range layers {
		m, name := s.next()
		switch l := l.(type) {
		case layer.PixelShuffle: // which has no module here
			run = append(run, func(x counter.Value) counter.Value { return s.net.Do(l, x) })
		case layer.BatchNorm: // after a pixel shuffle it was made for too many channels
			norm := m.Own(name, l)
			run = append(run, func(x counter.Value) counter.Value {
				return parts.Fit(s.net, norm.Run(parts.Fit(s.net, x, l.C)), x.C)
			})
		default:
			run = append(run, parts.Maybe(m, name, l))
		}
	}
	return parts.InTurn(run)
}

// blocks registers n blocks of c channels.
func (s *drunetLevel) blocks(c, n int64) parts.Forward {
	var run []parts.Forward
	for range n {
		plain := append([]counter.Layer{s.conv(c, c)}, s.after(c)...)
		if s.class == "UNet" {
			run = append(run, s.layers(plain...))
			continue
		}
		m, name := s.next()
		block := m.Child(name)
		var inner parts.Forward
		if s.class == "ResUNet" {
			inner = s.distill(block, c)
		} else {
			inner = parts.Sequential(block.Child("res"), append(plain, s.conv(c, c))...)
		}
		run = append(run, func(x counter.Value) counter.Value { return s.net.Do(layer.Add{}, x, inner(x)) })
	}
	return parts.InTurn(run)
}

// distill registers an information multi-distillation block: Hui et al.,
// "Lightweight Image Super-Resolution with Information Multi-distillation Network"
// (2019, https://arxiv.org/abs/1909.11856).
func (s *drunetLevel) distill(b *counter.Module, c int64) parts.Forward {
	kept, in := c/4, c
	var convs []parts.Forward
	for i := range 3 {
		convs = append(convs, parts.Sequential(b.Child("conv"+strconv.Itoa(i+1)), append([]counter.Layer{s.conv(in, c)}, s.after(c)...)...))
		in = c - kept
	}
	last := parts.Maybe(b, "conv4", s.conv(in, kept))
	point := s.conv(4*kept, c)
	point.Kernel, point.Padding = counter.Cube(1), counter.Axes{}
	join := parts.Maybe(b, "conv1x1", point)
	return func(x counter.Value) counter.Value {
		var all []counter.Value
		for _, conv := range convs {
			x = conv(x)
			all = append(all, s.net.Do(layer.Slice{C: kept}, x))
			x = s.net.Do(layer.Slice{From: kept, C: c - kept}, x)
		}
		return join(s.net.Do(layer.Concat{}, append(all, last(x))...))
	}
}
