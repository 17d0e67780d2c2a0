package diffusion

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// A ControlNet is the class of that name of lllyasviel/ControlNet (2023,
// https://github.com/lllyasviel/ControlNet, commit ed85cd1): the way down of Stable
// Diffusion again, to which a picture is added that is eight times larger than the
// latent. What every block makes passes a 1×1 convolution that begins at zero, and is
// added to the skip connections of a Stable Diffusion whose weights are fixed.
type ControlNet struct {
	LDM
	hint int64
}

func init() {
	config.Register(&config.Arch{
		ID: "controlnet", Family: Family,
		Name:  Text{EN: "ControlNet", ZH: "ControlNet"},
		About: Text{EN: "A copy of Stable Diffusion's encoder that takes a picture, with zero convolutions; beside it stands the U-Net itself.", ZH: "Stable Diffusion 编码器的副本，接收一幅控制图像，带零卷积；另有 U-Net 本身。"},
		Sources: []config.Source{
			{Title: "Zhang, Rao, Agrawala: Adding Conditional Control to Text-to-Image Diffusion Models", Year: 2023, URL: "https://arxiv.org/abs/2302.05543"},
			{Title: "lllyasviel/ControlNet", Year: 2023, URL: "https://github.com/lllyasviel/ControlNet", Commit: "ed85cd1e25a5ed592f7d8178495b4483de0331bf"},
		},
		Class: "ControlNet",
		New: func(k *config.Knobs) config.Model {
			m := &ControlNet{LDM: LDM{control: true, out: 1}}
			m.declare(k)
			return m
		},
	})
}

// declare declares the settings, which are those of Stable Diffusion 1 but for its
// output.
func (m *ControlNet) declare(k *config.Knobs) {
	k.Fixes("the outputs are as wide as the skip connections that they join", config.Classes)
	k.Section(parts.SectionData)
	k.Number(&m.hint, "hint_channels", 3, 1, 65536,
		Text{EN: "Channels of the control picture", ZH: "控制图像通道数"},
		Text{EN: "Of edges, poses or depth: eight times as large as the latent.", ZH: "边缘、姿态或深度图等；边长为潜变量的 8 倍。"})
	m.LDM.declare(k)
}

// Build implements [config.Model].
func (m *ControlNet) Build(net *counter.Net) { m.describe(net, m.resolve(m.width)) }

// ClosedForm implements [config.Model]: the polynomial in the base channels.
func (m *ControlNet) ClosedForm() (int64, counter.Poly, error) {
	p, err := parts.Polynomial(groups, func(net *counter.Net, w int64) {
		u := m.resolve(w)
		u.heads, u.headDim = 1, 0
		m.describe(net, u)
	})
	return m.width, p, err
}

// describe describes the network. The zero convolutions and what encodes the picture
// are registered before blocks that run earlier.
func (m *ControlNet) describe(net *counter.Net, u *unet) {
	b := &builder{unet: u, net: net}
	root, x := net.Root(), net.Input(u.in, 2)
	net.At(counter.Condition, stageHint)
	hint := net.EnlargedInput("hint", m.hint, 2, 8)
	b.embed(root)
	if u.spatial {
		b.text = tokens(net, "context", u.tokens, u.context)
	}
	blocks, zeros := root.Child("input_blocks"), root.Child("zero_convs")
	encode := hintBlock(root, m.hint, u.width)
	all := b.encoder(blocks, x, func(x counter.Value) counter.Value {
		net.At(counter.Condition, stageHint)
		guide := encode(hint)
		net.At(counter.Encoder, 1)
		return net.Do(layer.Add{}, x, guide)
	})
	x = b.bottleneck(root.Child("middle_block"), all[len(all)-1])
	zero := func(m *counter.Module, x counter.Value) { net.Output(m.Apply("0", parts.Conv2D(x.C, x.C, 1), x)) }
	level := b.levels()
	for i, y := range all {
		net.At(counter.Decoder, level[i])
		zero(zeros.Child(strconv.Itoa(i)), y)
	}
	net.At(counter.Bottleneck, len(u.channels)+1)
	zero(root.Child("middle_block_out"), x)
}

// levels returns the level at which each block of the encoder ends.
func (u *unet) levels() []int {
	all := []int{1}
	for i, n := range u.blocks {
		for range n {
			all = append(all, i+1)
		}
		if i+1 < len(u.blocks) {
			all = append(all, i+2)
		}
	}
	return all
}

// hintBlock registers what encodes the picture: seven convolutions with SiLU between
// them, three of which halve the sizes.
func hintBlock(root *counter.Module, in, width int64) parts.Forward {
	var layers []counter.Layer
	for _, c := range []struct{ in, out, stride int64 }{{in, 16, 1}, {16, 16, 1}, {16, 32, 2}, {32, 32, 1}, {32, 96, 2}, {96, 96, 1}, {96, 256, 2}} {
		l := parts.Conv2D(c.in, c.out, 3)
		l.Stride = counter.Cube(c.stride)
		layers = append(layers, l, silu)
	}
	return parts.Sequential(root.Child("input_hint_block"), append(layers, parts.Conv2D(256, width, 3))...)
}
