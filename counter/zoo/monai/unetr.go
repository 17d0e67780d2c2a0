package monai

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// UNETR is MONAI's UNETR: Hatamizadeh et al., "UNETR: Transformers for 3D Medical
// Image Segmentation" (2021, https://arxiv.org/abs/2103.10504). A vision
// transformer of twelve layers reads patches of size 16 along each axis. After some of
// the layers, the tokens are enlarged as a map by transposed convolutions and passed to
// a level of a convolutional decoder. In the paper these are the layers 3, 6 and 9; the
// code counts from 0, so they are the fourth, seventh and tenth. The position embedding
// is made for one size of the image.
//
// In the list of stages the transformer is the encoder: its layers are at the level
// that they lead to, all at a sixteenth of the size, as in the paper's figure. The
// arguments dropout_rate and save_attn have no settings: they do not affect anything
// that is counted.
type UNETR struct {
	dataArgs
	image                       []int64
	feature, hidden, mlp, heads int64
	proj                        string
	norm                        normArgs
	convBlock, resBlock, bias   bool
}

func init() {
	config.Register(&config.Arch{
		ID: "monai-unetr", Family: Family,
		Name: Text{EN: "UNETR (MONAI)", ZH: "UNETR（MONAI）"},
		About: Text{
			EN: "A vision transformer encodes; three of its layers lead to the convolutional decoder.",
			ZH: "以 ViT 为编码器，其中三层引出通往卷积解码器的跳跃连接。",
		},
		Sources: fromMONAI(config.Source{Title: "Hatamizadeh et al.: UNETR: Transformers for 3D Medical Image Segmentation", Year: 2021, URL: "https://arxiv.org/abs/2103.10504"}),
		Class:   "UNETR",
		New: func(k *config.Knobs) config.Model {
			u := new(UNETR)
			u.declareData(k, 2, 1, 14)
			k.Section(parts.SectionNet)
			k.Numbers(&u.image, "img_size", []int64{96}, 1, 3, 16, 4096,
				Text{EN: "Size it is made for", ZH: "所针对的图像尺寸"},
				Text{EN: "One number, or one for each dimension; the position embedding depends on it.", ZH: "一个数，或每维一个；位置嵌入依赖于它。"})
			k.Number(&u.feature, "feature_size", 16, 1, 65536,
				Text{EN: "Filters", ZH: "通道数"},
				Text{EN: "Of the first level, doubled with every level.", ZH: "首级通道数，逐级加倍。"}).As(config.Width).Scales()
			k.Number(&u.hidden, "hidden_size", 768, 1, 65536,
				Text{EN: "Token width", ZH: "token 维数"},
				Text{EN: "Channels of the transformer; a multiple of the heads.", ZH: "Transformer 的通道数，须为头数的倍数。"}).Scales()
			k.Number(&u.mlp, "mlp_dim", 3072, 1, 1<<20,
				Text{EN: "Hidden layer of the MLP", ZH: "MLP 隐层宽度"},
				Text{EN: "Of each transformer layer.", ZH: "每个 Transformer 层中的全连接隐层。"})
			k.Number(&u.heads, "num_heads", 12, 1, 65536, parts.LabelHeads, parts.HelpHeads)
			k.Select(&u.proj, "proj_type",
				Text{EN: "Patch embedding", ZH: "图块嵌入"},
				Text{EN: "As many parameters either way.", ZH: "两种方式参数量相同。"},
				Choice{Value: "conv", Label: Text{EN: "strided convolution", ZH: "步长卷积"}},
				Choice{Value: "perceptron", Label: Text{EN: "fully connected layer", ZH: "全连接层"}})
			u.norm.declare(k, "norm_name", "instance", "default", false)
			k.Switch(&u.convBlock, "conv_block", true,
				Text{EN: "Blocks on the skip connections", ZH: "跳跃连接上的卷积块"},
				Text{EN: "Convolutions after each transposed one that leads to the decoder.", ZH: "通往解码器的每个转置卷积之后接卷积块。"})
			k.Switch(&u.resBlock, "res_block", true,
				Text{EN: "Residual blocks", ZH: "残差块"},
				Text{EN: "All convolutional blocks.", ZH: "用于所有卷积块。"})
			k.Switch(&u.bias, "qkv_bias", false, parts.LabelQKVBias, parts.HelpQKVBias)
			parts.InputSize(k, &u.size, 96)
			return u
		},
	})
}

// patch is the size of a patch along every axis.
const patch = 16

// Check implements [config.Model].
func (u *UNETR) Check() error {
	fits := append([]int64(nil), u.image...)
	err := &config.ValueError{Key: "img_size", Value: config.Join(u.image, ",")}
	err.Text = config.Textf("must be a multiple of %d for a fully connected embedding", "全连接嵌入要求为 %d 的倍数", patch)
	if n := int64(len(fits)); n > 1 && n != u.nd {
		fits, err.Text = fits[:1], u.needsAxes()
	}
	for i, n := range fits {
		if u.proj == "perceptron" {
			fits[i] = n - n%patch
		}
	}
	if nearest := config.Join(fits, ","); nearest != err.Value {
		err.Nearest = []string{nearest}
		return err
	}
	if err := parts.CheckHeads("num_heads", u.heads, u.hidden); err != nil {
		return err
	}
	return u.norm.check(func(net *counter.Net, n normArgs) {
		c := *u
		c.norm = n
		c.Build(net)
	})
}

// ClosedForm implements [config.Model]: the polynomial in the first level's filters.
func (u *UNETR) ClosedForm() (int64, counter.Poly, error) {
	p, err := parts.Polynomial(u.norm.step(), u.build)
	return u.feature, p, err
}

// Build implements [config.Model].
func (u *UNETR) Build(net *counter.Net) { u.build(net, u.feature) }

func (u *UNETR) build(net *counter.Net, width int64) {
	root, b := net.Root(), &unetrBlocks{dataArgs: &u.dataArgs, norm: u.norm}
	image := net.Input(u.in, int(u.nd))
	vit := u.transformer(net, root.Child("vit"))
	first := b.block(net, root.Child("encoder1").Child("layer"), u.in, width, u.resBlock)
	var enlarge [3]parts.Forward
	for i := range enlarge {
		enlarge[i] = u.enlarge(net, b, root.Child("encoder"+strconv.Itoa(i+2)), width<<(i+1), 2-i)
	}
	net.At(counter.Encoder, 1)
	skips := []counter.Value{first(image)}
	x := image
	for i := range 4 {
		if i < 3 {
			net.At(counter.Encoder, i+2)
		} else {
			net.At(counter.Bottleneck, 5)
		}
		x = vit[i](x)
		if i < 3 {
			skips = append(skips, enlarge[i](x))
		}
	}
	for level := 4; level >= 1; level-- {
		net.At(counter.Decoder, level)
		below := width << level
		if level == 4 {
			below = u.hidden
		}
		x = b.up(net, root.Child("decoder"+strconv.Itoa(level+1)), below, width<<(level-1), u.resBlock)(x, skips[level-1])
	}
	net.At(counter.Head, 1)
	net.Output(b.conv("out", root, u.point(width, u.out, true))(x))
}

// transformer registers the vision transformer; the functions that it returns run
// the embedding and four layers, twice three layers, and two and the norm.
func (u *UNETR) transformer(net *counter.Net, m *counter.Module) [4]parts.Forward {
	embed := m.Child("patch_embedding")
	size := u.across(u.image)
	for i, n := range size {
		size[i] = max(n/patch, 1)
	}
	position := embed.Own("position_embeddings", layer.PositionEmbedding{C: u.hidden, ND: int(u.nd), Size: size})
	across := counter.Cube(patch)
	var project parts.Forward
	if u.proj == "conv" {
		project = parts.Maybe(embed, "patch_embeddings", layer.Conv{ND: int(u.nd), In: u.in, Out: u.hidden, Kernel: across, Stride: across, Bias: true})
	} else {
		in := u.in * patch * patch
		if u.nd == 3 {
			in *= patch
		}
		linear := parts.Maybe(embed.Child("patch_embeddings"), "1", layer.Linear{In: in, Out: u.hidden, Bias: true})
		project = func(x counter.Value) counter.Value {
			return linear(net.Do(layer.PatchChannels{ND: int(u.nd), Patch: across, Order: layer.ChannelLast}, x))
		}
	}
	var run [4][]parts.Forward
	run[0] = []parts.Forward{project, func(x counter.Value) counter.Value { return position.Run(x) }}
	list := m.Child("blocks")
	for i := range 12 {
		at := max(i-1, 0) / 3
		run[at] = append(run[at], u.transformerBlock(net, list.Child(strconv.Itoa(i))))
	}
	run[3] = append(run[3], parts.Maybe(m, "norm", layer.LayerNorm{C: u.hidden, Affine: true}))
	var all [4]parts.Forward
	for i := range all {
		all[i] = parts.InTurn(run[i])
	}
	return all
}

// transformerBlock registers a layer of the transformer.
func (u *UNETR) transformerBlock(net *counter.Net, m *counter.Module) parts.Forward {
	c := u.hidden
	norm := layer.LayerNorm{C: c, Affine: true}
	mlp := m.Child("mlp")
	in, out := mlp.Own("linear1", layer.Linear{In: c, Out: u.mlp, Bias: true}), mlp.Own("linear2", layer.Linear{In: u.mlp, Out: c, Bias: true})
	gelu := mlp.Own("fn", parts.GELU)
	norm1 := m.Own("norm1", norm)
	attn := m.Child("attn")
	proj, qkv := attn.Own("out_proj", layer.Linear{In: c, Out: c, Bias: true}), attn.Own("qkv", layer.Linear{In: c, Out: 3 * c, Bias: u.bias})
	norm2 := m.Own("norm2", norm)
	return func(x counter.Value) counter.Value {
		y := parts.SelfAttention(net, layer.Attention{Heads: u.heads}, qkv.Run(norm1.Run(x)))
		x = net.Do(layer.Add{}, x, proj.Run(y))
		return net.Do(layer.Add{}, x, out.Run(gelu.Run(in.Run(norm2.Run(x)))))
	}
}

// enlarge registers the layers that lead from the tokens to a level of the decoder: a
// transposed convolution, and n more, each followed by a block.
func (u *UNETR) enlarge(net *counter.Net, b *unetrBlocks, m *counter.Module, c int64, n int) parts.Forward {
	run := []parts.Forward{b.conv("transp_conv_init", m, b.double(u.hidden, c))}
	list := m.Child("blocks")
	for i := range n {
		name := strconv.Itoa(i)
		if !u.convBlock {
			run = append(run, b.conv(name, list, b.double(c, c)))
			continue
		}
		pair := list.Child(name)
		run = append(run, b.conv("0", pair, b.double(c, c)), b.block(net, pair.Child("1"), c, c, u.resBlock))
	}
	return parts.InTurn(run)
}

// unetrBlocks are the convolutional blocks of UNETR and SwinUNETR.
type unetrBlocks struct {
	*dataArgs
	norm normArgs
}

// conv registers a convolution with MONAI's name for it.
func (b *unetrBlocks) conv(name string, m *counter.Module, l counter.Layer) parts.Forward {
	m = m.Child(name)
	if name == "out" {
		m = m.Child("conv")
	}
	return parts.Maybe(m, "conv", l)
}

// double returns a transposed convolution that doubles sizes.
func (b *unetrBlocks) double(in, out int64) counter.Layer {
	return layer.ConvTranspose{ND: int(b.nd), In: in, Out: out, Kernel: counter.Cube(2), Stride: counter.Cube(2)}
}

// block registers two 3×3 or 3×3×3 convolutions with norms, residual or not.
func (b *unetrBlocks) block(net *counter.Net, m *counter.Module, in, out int64, residual bool) parts.Forward {
	d := DynUNet{dataArgs: *b.dataArgs, norm: b.norm, act: actArgs{name: "leakyrelu", slope: "0.01"}}
	return d.block(net, m, in, out, counter.Cube(3), counter.Cube(1), residual)
}

// up registers a step of the decoder, which takes the output of the level below and the
// skip connection.
func (b *unetrBlocks) up(net *counter.Net, m *counter.Module, in, out int64, residual bool) func(x, skip counter.Value) counter.Value {
	up := b.conv("transp_conv", m, b.double(in, out))
	block := b.block(net, m.Child("conv_block"), 2*out, out, residual)
	return func(x, skip counter.Value) counter.Value {
		return block(net.Do(layer.Concat{}, up(x), skip))
	}
}
