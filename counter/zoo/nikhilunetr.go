package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// UNETR2D is the UNETR_2D of nikhilroxtomar/Semantic-Segmentation-Architecture (commit
// 558a6b8), UNETR for images: Hatamizadeh et al., "UNETR" (2021,
// https://arxiv.org/abs/2103.10504). Its input is an image cut into patches already, a
// patch being a channel with its pixels along one axis. The layers of the transformer
// stand in a plain list: they run, but are no part of the model. Skips leave it after
// 3, 6, 9 and 12 layers. Settings are the entries of the dictionary that the
// constructor takes; the rate of the dropout is left out.
type UNETR2D struct {
	Size                              []int64
	image, layers, hidden, mlp, heads int64
	patches, patch, channels          int64
}

func init() {
	config.Register(&config.Arch{
		ID: "nikhilroxtomar-unetr2d", Family: parts.FamilyTransformer, Class: "UNETR_2D",
		Name: Text{EN: "UNETR 2D (nikhilroxtomar)", ZH: "UNETR 2D（nikhilroxtomar）"},
		About: Text{
			EN: "UNETR for images, whose transformer stands in a plain list: its layers run, but PyTorch neither counts nor trains them.",
			ZH: "二维 UNETR：Transformer 各层放在普通列表中，参与运算，但 PyTorch 既不计数也不训练。",
		},
		Sources: []config.Source{
			{Title: "Hatamizadeh et al.: UNETR: Transformers for 3D Medical Image Segmentation", Year: 2021, URL: "https://arxiv.org/abs/2103.10504"},
			{Title: "nikhilroxtomar/Semantic-Segmentation-Architecture", Year: 2021, URL: "https://github.com/nikhilroxtomar/Semantic-Segmentation-Architecture", Commit: "558a6b88108a58aac21ce4109397022e21cc6f1c"},
		},
		New: newUNETR2D,
	})
}

func newUNETR2D(k *config.Knobs) config.Model {
	m := &UNETR2D{}
	k.Fixes("the output has one channel", config.Classes)
	k.Section(parts.SectionData)
	k.Number(&m.channels, "num_channels", 3, 1, 64, parts.LabelIn,
		Text{EN: "Of the image; a convolution of the decoder takes three, whatever is set.", ZH: "图像的通道数；无论如何设置，解码器中有一个卷积只接受三个通道。"}).As(config.Inputs)
	k.Number(&m.image, "image_size", 256, 1, 4096,
		Text{EN: "Image size", ZH: "图像尺寸"}, Text{EN: "The code runs with 256 only.", ZH: "代码只能以 256 运行。"})
	k.Number(&m.patch, "patch_size", 16, 1, 64,
		Text{EN: "Patch size", ZH: "图块尺寸"}, Text{EN: "The code runs with 16 only.", ZH: "代码只能以 16 运行。"})
	k.Number(&m.patches, "num_patches", 256, 1, 65536,
		Text{EN: "Patches", ZH: "图块数"}, Text{EN: "Each has a position with a learned vector.", ZH: "每个图块对应一个可训练的位置向量。"})
	k.Section(parts.SectionNet)
	k.Number(&m.hidden, "hidden_dim", 768, 1, 65536,
		Text{EN: "Features of a token", ZH: "词元特征数"}, Text{EN: "The heads divide them.", ZH: "须能被头数整除。"}).As(config.Width).Scales()
	k.Number(&m.layers, "num_layers", 12, 12, 64,
		Text{EN: "Layers of the transformer", ZH: "Transformer 层数"}, Text{EN: "They are not counted, as in PyTorch.", ZH: "与 PyTorch 一致，不计入。"}).As(config.Uncounted)
	k.Number(&m.mlp, "mlp_dim", 3072, 1, 65536,
		Text{EN: "Units of the feed-forward part", ZH: "前馈部分单元数"}, Text{EN: "They are not counted, as in PyTorch.", ZH: "与 PyTorch 一致，不计入。"}).As(config.Uncounted)
	k.Number(&m.heads, "num_heads", 12, 1, 256,
		Text{EN: "Attention heads", ZH: "注意力头数"}, Text{EN: "They divide the features.", ZH: "须整除特征数。"}).As(config.Uncounted)
	parts.InputSize(k, &m.Size, 768)
	return m
}

// Input implements [config.Model].
func (m *UNETR2D) Input() (counter.Axes, error) { return parts.InputAxes(m.Size, 1) }

// Check implements [config.Model].
func (m *UNETR2D) Check() error { return parts.CheckHeads("num_heads", m.heads, m.hidden) }

// ClosedForm implements [config.Model]: the polynomial in the features of a token.
func (m *UNETR2D) ClosedForm() (int64, counter.Poly, error) {
	p, err := parts.Polynomial(m.heads, m.build)
	return m.hidden, p, err
}

// Build implements [config.Model].
func (m *UNETR2D) Build(net *counter.Net) { m.build(net, m.hidden) }

// unetr2D are the channels of the decoder's levels, from the first one down.
var unetr2D = [...]int64{64, 128, 256, 512}

func (m *UNETR2D) build(net *counter.Net, hidden int64) {
	root, image := net.Root(), net.Input(m.patches, 1)
	pixels := m.patch * m.patch * m.channels
	net.At(counter.Encoder, 2)
	embed := root.Own("patch_embed", layer.Linear{In: pixels, Out: hidden, Bias: true})
	position := root.Own("pos_embed", layer.RowEmbedding{N: m.patches, C: hidden, ND: 1})
	ups, skips, blocks := m.decoder(net, root, hidden)
	head := root.Own("output", parts.Conv2D(unetr2D[0], 1, 1))

	net.At(counter.Encoder, 1)
	x := net.Do(layer.Reshape{C: m.channels, Size: counter.Axes{m.image, m.image}}, image)
	saved := []counter.Value{skips[0](parts.Fit(net, x, 3))}
	net.At(counter.Encoder, 2)
	x = position.Run(embed.Run(net.Do(layer.SwapChannels{C: pixels}, image)))
	list := root.Child("trans_encoder_layers")
	for i := range m.layers {
		if i == 9 {
			net.At(counter.Bottleneck, 5)
		} else if i < 9 {
			net.At(counter.Encoder, int(i)/3+2)
		}
		x = list.Apply(strconv.FormatInt(i, 10), layer.UnregisteredTransformer{C: hidden, Heads: m.heads, Hidden: m.mlp}, x)
		if i == 2 || i == 5 || i == 8 {
			saved = append(saved, skips[i/3+1](m.grid(net, x)))
		}
		if i == 11 { // further layers lead nowhere
			image = x
		}
	}
	net.At(counter.Bottleneck, 5)
	x = m.grid(net, image)
	for i := len(unetr2D) - 1; i >= 0; i-- {
		net.At(counter.Decoder, i+1)
		x = blocks[i](net.Do(layer.Concat{}, ups[i](x), saved[i]))
	}
	net.At(counter.Head, 1)
	net.Output(head.Run(x))
}

// grid reads tokens as a map. The code does not swap tokens and features before, so that
// a channel is not a feature.
func (m *UNETR2D) grid(net *counter.Net, x counter.Value) counter.Value {
	return net.Do(layer.Reshape{C: x.C, Size: counter.Axes{m.patch, m.patch}}, net.Do(layer.SwapChannels{C: m.patches}, x))
}

// decoder registers the decoder: by level, the transposed convolutions, what leads from
// the tokens or the image to the level, and the blocks behind the concatenations.
func (m *UNETR2D) decoder(net *counter.Net, root *counter.Module, hidden int64) (ups, skips, blocks [4]parts.Forward) {
	deconv := func(b *counter.Module, in, out int64) parts.Forward {
		return parts.Maybe(b, "deconv", layer.ConvTranspose{ND: 2, In: in, Out: out, Kernel: counter.Cube(2), Stride: counter.Cube(2), Bias: true})
	}
	conv := func(b *counter.Module, in, out int64) parts.Forward {
		return parts.Sequential(b.Child("layers"), parts.Conv2D(in, out, 3), parts.BatchNorm2D(out), layer.ReLU)
	}
	below := hidden
	for j := range 4 {
		i, name := 3-j, strconv.Itoa(j+1)
		c := unetr2D[i]
		net.At(counter.Decoder, i+1)
		ups[i] = deconv(root.Child("d"+name), below, c)
		net.At(counter.Encoder, i+1)
		s, in := root.Child("s"+name), hidden
		var run []parts.Forward
		if i == 0 {
			run = []parts.Forward{conv(s.Child("0"), 3, c), conv(s.Child("1"), c, c)}
		}
		for k := 0; i > 0 && k <= j; k++ {
			run = append(run, deconv(s.Child(strconv.Itoa(2*k)), in, c), conv(s.Child(strconv.Itoa(2*k+1)), c, c))
			in = c
		}
		skips[i] = parts.InTurn(run)
		net.At(counter.Decoder, i+1)
		b := root.Child("c" + name)
		blocks[i] = parts.InTurn([]parts.Forward{conv(b.Child("0"), 2*c, c), conv(b.Child("1"), c, c)})
		below = c
	}
	return ups, skips, blocks
}
