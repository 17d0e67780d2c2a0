package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
	"unetparams/counter/zoo/smp"
)

// TernausNet is UNet11 or UNet16 of ternaus/TernausNet (2018,
// https://github.com/ternaus/TernausNet, commit 243c7fe): the convolutions of a
// VGG as the encoder, which are in the state_dict twice. UNet11 runs with 32
// filters only, since its widths assume those of the VGG to be multiples of it.
type TernausNet struct {
	parts.Image
	Classes, Filters int64
	Deconv, eleven   bool
}

func init() {
	paper := config.Source{Title: "Iglovikov, Shvets: TernausNet: U-Net with VGG11 Encoder Pre-Trained on ImageNet for Image Segmentation", Year: 2018, URL: "https://arxiv.org/abs/1801.05746"}
	repository := config.Source{Title: "ternaus/TernausNet", Year: 2018, URL: "https://github.com/ternaus/TernausNet", Commit: "243c7fe98db584f3dc4f46f2c5e997df718885c4"}
	for _, eleven := range []bool{true, false} {
		id, class, n := "ternaus-unet16", "UNet16", "16"
		if eleven {
			id, class, n = "ternaus-unet11", "UNet11", "11"
		}
		config.Register(&config.Arch{
			ID: id, Family: smp.Family, Class: class, Sources: []config.Source{paper, repository},
			Name: Text{EN: "TernausNet (" + class + ")", ZH: "TernausNet（" + class + "）"},
			About: Text{
				EN: "The convolutions of a VGG" + n + " as encoder, a bottleneck that enlarges at once.",
				ZH: "以 VGG" + n + " 的卷积为编码器，瓶颈随即上采样。",
			},
			New: func(k *config.Knobs) config.Model {
				k.Fixes("the input is that of the VGG", config.Inputs)
				m := &TernausNet{Classes: 1, Deconv: true, eleven: eleven}
				k.Section(parts.SectionData)
				if eleven {
					k.Fixes("the class has one output", config.Classes)
				} else {
					k.Number(&m.Classes, "num_classes", 1, 1, 65536, parts.LabelClasses, parts.HelpClasses).As(config.Classes)
				}
				k.Section(parts.SectionNet)
				k.Number(&m.Filters, "num_filters", 32, 1, 65536,
					Text{EN: "Decoder filters", ZH: "解码器通道数"},
					Text{EN: "Of the last level; deeper ones have multiples of it.", ZH: "最浅级的通道数，更深级为其倍数。"}).As(config.Width).Scales()
				if !eleven {
					k.Switch(&m.Deconv, "is_deconv", false,
						Text{EN: "Transposed convolutions", ZH: "转置卷积"},
						Text{EN: "Instead of bilinear interpolation and a convolution.", ZH: "代替双线性插值加卷积。"}).As(config.Upsampling)
				}
				parts.InputSize(k, &m.Size, 256)
				return m
			},
		})
	}
}

// Check implements [config.Model].
func (*TernausNet) Check() error { return nil }

// ClosedForm implements [config.Model]: the polynomial in the decoder's filters.
func (m *TernausNet) ClosedForm() (int64, counter.Poly, error) {
	p, err := parts.Polynomial(1, m.build)
	return m.Filters, p, err
}

// Build implements [config.Model].
func (m *TernausNet) Build(net *counter.Net) { m.build(net, m.Filters) }

func (m *TernausNet) build(net *counter.Net, f int64) {
	root := net.Root()
	x := net.Input(3, 2)
	pool := parts.Maybe(root, "pool", parts.MaxPool2D(2))
	down := m.encoder(root)
	skips := [...]int64{64, 128, 256, 512, 512}
	deepest := skips[4]
	if m.eleven {
		deepest = 16 * f
	}
	center := m.up(net, root.Child("center"), deepest, 16*f, 8*f)
	var up [5]parts.Forward
	in := 8 * f
	for i := 4; i >= 1; i-- {
		mid, out := []int64{0, 4, 8, 16, 16}[i]*f, []int64{0, 1, 2, 8, 8}[i]*f
		wide := skips[i] + in
		if m.eleven {
			out = []int64{0, 1, 2, 4, 8}[i] * f
			wide = []int64{0, 4, 8, 16, 16}[i]*f + in
		}
		up[i] = m.up(net, root.Child("dec"+strconv.Itoa(i+1)), wide, mid, out)
		in = out
	}
	wide := skips[0] + in
	if m.eleven {
		wide = 3 * f
	}
	up[0] = m.convRelu(net, root.Child("dec1"), wide, f)
	final := parts.Maybe(root, "final", parts.Conv2D(f, m.Classes, 1))

	var e [5]counter.Value
	for i := range e {
		net.At(counter.Encoder, i+1)
		if i > 0 {
			x = pool(x)
		}
		x = down[i](x)
		e[i] = x
	}
	net.At(counter.Bottleneck, 6)
	x = center(pool(x))
	for i := 4; i >= 0; i-- {
		net.At(counter.Decoder, i+1)
		x = up[i](net.Do(layer.Concat{}, x, e[i]))
	}
	net.At(counter.Head, 1)
	if x = final(x); m.Classes > 1 {
		x = net.Do(layer.Activation{Name: "LogSoftmax"}, x)
	}
	net.Output(x)
}

// encoder registers the convolutions of the VGG, and each of them again by name.
func (m *TernausNet) encoder(root *counter.Module) []parts.Forward {
	vgg := root.Child("encoder")
	counts := []int{2, 2, 3, 3, 3}
	if m.eleven {
		counts = []int{1, 1, 2, 2, 2}
	}
	relu := parts.Maybe(root, "relu", layer.ReLU)
	name, in := 0, int64(3)
	var levels []parts.Forward
	var convs [][]*counter.Module
	for i, n := range counts {
		var run []parts.Forward
		var level []*counter.Module
		for range n {
			out := min(int64(64)<<i, 512)
			conv := vgg.Own(strconv.Itoa(name), parts.Conv2D(in, out, 3))
			run = append(run, func(x counter.Value) counter.Value { return conv.Run(x) }, relu)
			level = append(level, conv)
			in, name = out, name+2
		}
		name++ // of a pooling
		levels = append(levels, parts.InTurn(run))
		convs = append(convs, level)
	}
	for i, level := range convs {
		name := "conv" + strconv.Itoa(i+1)
		if m.eleven {
			if len(level) > 1 {
				root.Alias(name+"s", level[0])
			}
			root.Alias(name, level[len(level)-1])
			continue
		}
		block := root.Child(name)
		for k, conv := range level {
			block.Alias(strconv.Itoa(2*k), conv)
		}
	}
	return levels
}

// convRelu registers a convolution together with its activation.
func (*TernausNet) convRelu(net *counter.Net, m *counter.Module, in, out int64) parts.Forward {
	conv, act := parts.Maybe(m, "conv", parts.Conv2D(in, out, 3)), parts.Maybe(m, "activation", layer.ReLU)
	return func(x counter.Value) counter.Value { return act(conv(parts.Fit(net, x, in))) }
}

// up registers a block that doubles the size.
func (m *TernausNet) up(net *counter.Net, block *counter.Module, in, mid, out int64) parts.Forward {
	block = block.Child("block")
	if !m.Deconv {
		return parts.InTurn([]parts.Forward{
			parts.Maybe(block, "0", layer.Upsample{ND: 2, Linear: true, Scale: counter.Cube(2)}),
			m.convRelu(net, block.Child("1"), in, mid), m.convRelu(net, block.Child("2"), mid, out)})
	}
	t := layer.ConvTranspose{ND: 2, In: mid, Out: out, Kernel: counter.Cube(4), Stride: counter.Cube(2), Padding: counter.Cube(1), Bias: true}
	if m.eleven {
		t.Kernel, t.OutputPadding = counter.Cube(3), counter.Cube(1)
	}
	return parts.InTurn([]parts.Forward{m.convRelu(net, block.Child("0"), in, mid), parts.Maybe(block, "1", t), parts.Maybe(block, "2", layer.ReLU)})
}
