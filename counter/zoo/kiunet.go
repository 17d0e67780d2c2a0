package zoo

import (
	"strconv"
	"strings"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// KiUNet is one of the networks of jeya-maria-jose/KiU-Net-pytorch (commit
// 4c2a86a): Valanarasu et al., "KiU-Net: Towards Accurate Segmentation of
// Biomedical Images using Over-complete Representations" (2020,
// https://arxiv.org/abs/2006.04878). A Kite-Net enlarges its features in the encoder and
// pools them in the decoder, so that it has few parameters but many operations. KiU-Net
// runs it in parallel with a small U-Net, and both exchange features at every level.
// Constructors take no arguments; kitenet and kiunet are made for gray images.
type KiUNet struct {
	parts.Image
	class string
}

func init() {
	for _, a := range []struct {
		id, class, name string
		about           Text
	}{
		{"kiunet", "kiunet", "KiU-Net", Text{
			EN: "A small U-Net, and beside it a network that enlarges its features instead of pooling them.",
			ZH: "一个小型 U-Net，并联一个不池化而是放大特征的网络。"}},
		{"kiunet-res", "reskiunet", "Res-KiU-Net", Text{
			EN: "KiU-Net with a 1×1 convolution around each 3×3 convolution.",
			ZH: "每个 3×3 卷积旁加 1×1 卷积的 KiU-Net。"}},
		{"kiunet-kitenet", "kitenet", "Kite-Net", Text{
			EN: "Up-sampling on the way in and pooling on the way out, without skip connections.",
			ZH: "编码时上采样，解码时池化，无跳跃连接。"}},
		{"kiunet-unet", "unet", "unet (KiU-Net)", Text{
			EN: "The small U-Net that KiU-Net is compared with: one convolution a level, and skip connections that are added.",
			ZH: "与 KiU-Net 对比的小型 U-Net：每级一个卷积，跳跃连接为相加。"}},
		{"kiunet-autoencoder", "autoencoder", "autoencoder (KiU-Net)", Text{
			EN: "An autoencoder of three levels; 94 % of its parameters are built and never run.",
			ZH: "三级自编码器；94% 的参数已创建但从不运行。"}},
	} {
		config.Register(&config.Arch{
			ID: a.id, Family: parts.FamilyResidual, Name: Text{EN: a.name, ZH: a.name}, About: a.about, Class: a.class,
			Sources: []config.Source{
				{Title: "Valanarasu et al.: KiU-Net: Towards Accurate Segmentation of Biomedical Images using Over-complete Representations", Year: 2020, URL: "https://arxiv.org/abs/2006.04878"},
				{Title: "jeya-maria-jose/KiU-Net-pytorch", Year: 2020, URL: "https://github.com/jeya-maria-jose/KiU-Net-pytorch", Commit: "4c2a86abde5a1430968726973ac1b96c05989605"},
			},
			New: func(k *config.Knobs) config.Model {
				k.Fixes("the constructor takes no arguments", config.Width, config.Inputs, config.Classes)
				m := &KiUNet{class: a.class}
				parts.InputSize(k, &m.Size, 128)
				return m
			},
		})
	}
}

// ClosedForm implements [config.Model]: nothing can be chosen.
func (*KiUNet) ClosedForm() (int64, counter.Poly, error) {
	return 0, counter.Poly{}, counter.ErrNotPolynomial
}

// Build implements [config.Model].
func (m *KiUNet) Build(net *counter.Net) {
	switch m.class {
	case "kitenet":
		m.chain(net, net.Input(1, 2), []int64{32, 64, 128}, []int64{64, 32, 2}, 3)
	case "unet":
		m.chain(net, net.Input(3, 2), []int64{32, 64, 128, 256, 512}, []int64{256, 128, 64, 32, 2}, 1)
	case "autoencoder":
		m.chain(net, net.Input(3, 2), []int64{64, 128, 256, 512, 1024}, []int64{512, 256, 128, 64, 2}, 3)
	default:
		m.both(net)
	}
}

// Layers that halve and enlarge.
var (
	kiPool = parts.MaxPool2D(2)
	kiGrow = layer.Upsample{ND: 2, Linear: true, Scale: counter.Cube(2)}
)

// chain describes a network with one convolution for each level. The decoder's
// convolutions run from number first, and as many of the encoder's.
func (m *KiUNet) chain(net *counter.Net, x counter.Value, down, up []int64, first int) {
	root, n := net.Root(), len(down)
	from := 6 - len(up) // the number of the first convolution of the decoder
	var enc, dec []*counter.Module
	in := x.C
	for i, c := range down {
		enc = append(enc, root.Own("encoder"+strconv.Itoa(i+1), parts.Conv2D(in, c, 3)))
		in = c
	}
	for i, c := range up {
		conv := parts.Conv2D(in, c, 3)
		if m.class == "autoencoder" && i < 2 {
			conv.Padding = counter.Cube(2)
		}
		dec = append(dec, root.Own("decoder"+strconv.Itoa(from+i), conv))
		in = c
	}
	run := 6 - first
	if m.class == "kitenet" {
		run = n
	}
	level := func(i int) int { // of the i-th feature
		if m.class == "kitenet" {
			return 1 + n - i
		}
		return 1 + i
	}
	var skips []counter.Value
	for i := range run {
		net.At(counter.Encoder, level(i))
		x = enc[i].Run(x)
		net.At(counter.Encoder, level(i+1))
		if i+1 == run {
			net.At(counter.Bottleneck, level(i+1))
		}
		x = net.Do(layer.ReLU, m.resize(net, x, m.class == "kitenet"))
		skips = append(skips, x)
	}
	for i := range run {
		x = dec[len(dec)-run+i].Run(x)
		net.At(counter.Decoder, level(run-1-i))
		x = net.Do(layer.ReLU, m.resize(net, x, m.class != "kitenet"))
		if m.class == "unet" && i+1 < run {
			x = net.Do(layer.Add{}, x, skips[run-2-i])
		}
	}
	net.Output(x)
}

// resize doubles or halves the sizes.
func (*KiUNet) resize(net *counter.Net, x counter.Value, grow bool) counter.Value {
	if grow {
		return net.Do(kiGrow, x)
	}
	return net.Do(kiPool, x)
}

// kiLayers are the layers of kiunet in their order: a name, and input and output
// channels of a convolution, or the channels of a batch norm. Res-KiU-Net has a 1×1
// convolution after every one of the first twelve.
const kiLayers = "encoder1 en1_bn encoder2 en2_bn encoder3 en3_bn decoder1 de1_bn decoder2 de2_bn decoder3 de3_bn " +
	"decoderf1 def1_bn decoderf2 def2_bn decoderf3 def3_bn encoderf1 enf1_bn encoderf2 enf2_bn encoderf3 enf3_bn " +
	"intere1_1 inte1_1bn intere2_1 inte2_1bn intere3_1 inte3_1bn intere1_2 inte1_2bn intere2_2 inte2_2bn intere3_2 inte3_2bn " +
	"interd1_1 intd1_1bn interd2_1 intd2_1bn interd3_1 intd3_1bn interd1_2 intd1_2bn interd2_2 intd2_2bn interd3_2 intd3_2bn"

// A kiNet holds the layers of kiunet and reskiunet by name.
type kiNet struct {
	net *counter.Net
	m   map[string]*counter.Module
	res bool
}

// channels returns the input and output channels of a layer by its name.
func kiChannels(name string, image int64) (in, out int64) {
	i := strings.IndexAny(name, "123")
	n := int64(name[i] - '0')
	switch {
	case strings.HasPrefix(name, "en"):
		if n == 1 {
			return image, 16
		}
		return 4 << n, 8 << n
	case strings.HasPrefix(name, "de"):
		return 128 >> n, 64 >> n
	case strings.HasPrefix(name, "interd"), strings.HasPrefix(name, "intd"):
		c := []int64{32, 16, 64}[n-1]
		return c, c
	}
	return 8 << n, 8 << n
}

// both describes KiU-Net: two branches that exchange features.
func (m *KiUNet) both(net *counter.Net) {
	image := int64(1)
	k := &kiNet{net: net, m: map[string]*counter.Module{}, res: m.class == "reskiunet"}
	if k.res {
		image = 3
	}
	root := net.Root()
	for _, name := range strings.Fields(kiLayers) {
		in, out := kiChannels(name, image)
		if strings.HasSuffix(name, "bn") {
			k.m[name] = root.Own(name, parts.BatchNorm2D(out))
			continue
		}
		k.m[name] = root.Own(name, parts.Conv2D(in, out, 3))
		if short := kiShort(name); k.res && short != "" {
			k.m[short] = root.Own(short, parts.Conv2D(in, out, 1))
		}
	}
	final := root.Own("final", parts.Conv2D(8, 2, 1))
	x := net.Input(image, 2)
	out, out1 := x, x
	var u, o [4]counter.Value
	for i := 1; i <= 3; i++ {
		n := strconv.Itoa(i)
		k.at(counter.Encoder, 3+i)
		out = k.step("encoder"+n, out, false, counter.Encoder, 4+i)
		k.at(counter.Encoder, 5-i)
		if i == 1 && k.res { // as published: run, and thrown away
			net.Do(layer.Add{}, k.m["enf1"].Run(x), k.m["encoder1"].Run(x))
		}
		out1 = k.step("encoderf"+n, out1, true, counter.Encoder, 4-i)
		out, out1 = k.exchange("e"+n, out, out1, 1<<(2*i), 4+i, 4-i, counter.Encoder)
		u[i], o[i] = out, out1
	}
	for i := 1; i <= 3; i++ {
		n := strconv.Itoa(i)
		k.at(counter.Decoder, 8-i)
		out = k.step("decoder"+n, out, true, counter.Decoder, 7-i)
		k.at(counter.Decoder, i)
		out1 = k.step("decoderf"+n, out1, false, counter.Decoder, 1+i)
		if i == 3 {
			break
		}
		out, out1 = k.exchange("d"+n, out, out1, 1<<(6-2*i), 7-i, 1+i, counter.Decoder)
		k.at(counter.Decoder, 7-i)
		out = net.Do(layer.Add{}, out, u[3-i])
		k.at(counter.Decoder, 1+i)
		out1 = net.Do(layer.Add{}, out1, o[3-i])
	}
	net.At(counter.Head, 4)
	net.Output(net.Do(layer.ReLU, final.Run(net.Do(layer.Add{}, out, out1))))
}

// kiShort returns the name of the 1×1 convolution around a convolution, or "".
func kiShort(name string) string {
	if strings.HasPrefix(name, "int") {
		return ""
	}
	return strings.Replace(name, "coder", "", 1)
}

// at makes a stage the current one. Both branches begin at level 4; one is a bottleneck
// at level 7, the other one at level 1.
func (k *kiNet) at(role counter.Role, level int) {
	if level == 1 || level == 7 {
		role = counter.Bottleneck
	}
	k.net.At(role, level)
}

// step runs a convolution, and in the given stage a change of the sizes, a batch norm
// and a ReLU.
func (k *kiNet) step(name string, x counter.Value, grow bool, role counter.Role, level int) counter.Value {
	short := kiShort(name)
	y := k.m[name].Run(x)
	if k.res && name != "encoderf1" {
		y = k.net.Do(layer.Add{}, k.m[short].Run(x), y)
	}
	k.at(role, level)
	y = (*KiUNet)(nil).resize(k.net, y, grow)
	return k.net.Do(layer.ReLU, k.m[short+"_bn"].Run(y))
}

// exchange runs the cross residual fusion block: each branch adds a convolution of the
// other, resized to its own sizes; the sizes differ by the factor scale.
func (k *kiNet) exchange(name string, u, o counter.Value, scale int64, levelU, levelO int, role counter.Role) (counter.Value, counter.Value) {
	convert := func(x counter.Value, n string) counter.Value {
		x = k.m["inter"+name+n].Run(x)
		return k.net.Do(layer.ReLU, k.m["int"+name+n+"bn"].Run(x))
	}
	k.at(role, levelO)
	down := convert(o, "_1")
	k.at(role, levelU)
	fused := k.net.Do(layer.Add{}, u, k.net.Do(layer.Interpolate{Linear: true}, down, u))
	up := convert(u, "_2")
	k.at(role, levelO)
	return fused, k.net.Do(layer.Add{}, o, k.net.Do(layer.Upsample{ND: 2, Linear: true, Scale: counter.Cube(scale)}, up))
}
