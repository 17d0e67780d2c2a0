package diffusion

import (
	"slices"
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// A Classifier is the EncoderUNetModel of openai/guided-diffusion (2021,
// https://github.com/openai/guided-diffusion, commit 22e0df8): the way down of ADM,
// which guides samples by the class of noisy images. Settings are the arguments of
// create_classifier.
type Classifier struct {
	parts.Image
	imageSize, pool string
	width, depth    int64
	resolutions     []int64
	scale, updown   bool
}

// classifierHead is the channels of a head, which create_classifier fixes.
const classifierHead = 64

func init() {
	config.Register(&config.Arch{
		ID: "guided-diffusion-classifier", Family: Family,
		Name:  Text{EN: "ADM classifier (guided-diffusion)", ZH: "ADM 分类器（guided-diffusion）"},
		About: Text{EN: "Half a U-Net that names the class of a noisy image, to guide samples.", ZH: "半个 U-Net：判断含噪图像的类别，用于引导采样。"},
		Sources: []config.Source{
			{Title: "Dhariwal, Nichol: Diffusion Models Beat GANs on Image Synthesis", Year: 2021, URL: "https://arxiv.org/abs/2105.05233"},
			{Title: "openai/guided-diffusion", Year: 2021, URL: "https://github.com/openai/guided-diffusion", Commit: "22e0df8183507e13a7813f8d38d51b072ca1e67c"},
		},
		Class: "EncoderUNetModel",
		New: func(k *config.Knobs) config.Model {
			m := new(Classifier)
			m.declare(k)
			return m
		},
	})
}

// declare declares the settings.
func (m *Classifier) declare(k *config.Knobs) {
	k.Fixes("images have three channels, and ImageNet has 1000 classes", config.Inputs, config.Classes)
	k.Section(parts.SectionData)
	var choices []Choice
	for _, s := range []string{"64", "128", "256", "512"} {
		choices = append(choices, Choice{Value: s, Label: Text{EN: s + "×" + s, ZH: s + "×" + s}})
	}
	k.Select(&m.imageSize, "image_size", Text{EN: "Image size", ZH: "图像尺寸"},
		Text{EN: "Settles the number of levels, their widths, where attention stands, and the position embedding.", ZH: "决定级数、各级通道数、注意力的位置和位置嵌入。"}, choices...)
	k.Section(parts.SectionNet)
	declareWidth(k, &m.width, "classifier_width", 128)
	k.Number(&m.depth, "classifier_depth", 2, 1, 16, labelBlocks, Text{EN: "Before each step down.", ZH: "每次下采样之前。"}).As(config.Repeats)
	k.Numbers(&m.resolutions, "classifier_attention_resolutions", []int64{32, 16, 8}, 1, 8, 1, 1024,
		Text{EN: "Attention at resolutions", ZH: "注意力所在分辨率"},
		Text{EN: "Sizes of the maps that have attention; the bottleneck always has it.", ZH: "有注意力的特征图边长；瓶颈层总有注意力。"})
	k.Switch(&m.scale, "classifier_use_scale_shift_norm", true, labelScale, helpScale)
	k.Switch(&m.updown, "classifier_resblock_updown", true, labelUpDown, helpUpDown)
	k.Select(&m.pool, "classifier_pool", Text{EN: "Pooling", ZH: "池化方式"},
		Text{EN: "How one vector comes of a map.", ZH: "如何由特征图得到一个向量。"},
		Choice{Value: "attention", Label: Text{EN: "by attention", ZH: "注意力"}},
		Choice{Value: "adaptive", Label: Text{EN: "average", ZH: "平均"}},
		Choice{Value: "spatial", Label: Text{EN: "averages of all blocks", ZH: "各块的平均值"}},
		Choice{Value: "spatial_v2", Label: Text{EN: "averages of all blocks, with a norm", ZH: "各块的平均值，带归一化"}})
	parts.InputSize(k, &m.Size, 64)
}

// resolve returns the network's way down, with another width: that of an [ADM].
func (m *Classifier) resolve(width int64) *unet {
	adm := &ADM{guided: true, imageSize: m.imageSize, blocks: m.depth, headDim: classifierHead, resolutions: m.resolutions, scale: m.scale, updown: m.updown}
	return adm.resolve(width)
}

// Check implements [config.Model].
func (m *Classifier) Check() error {
	step := int64(groups)
	if m.imageSize == "512" {
		step = 2 * groups
	}
	if err := multiple("classifier_width", m.width, step); err != nil {
		return err
	}
	u := m.resolve(m.width)
	for level, c := range u.channels {
		bottom := level == len(u.channels)-1
		if (u.attends[level] || bottom) && c > classifierHead && c%classifierHead != 0 {
			fits := max(m.width/(2*step)*(2*step), 2*step)
			return &config.ValueError{Key: "classifier_width", Value: strconv.FormatInt(m.width, 10), Nearest: []string{strconv.FormatInt(fits, 10)}, Text: config.Textf(
				"makes %d channels, which can't be shared by heads of %d", "得到 %d 个通道，无法分给每头 %d 个通道的注意力", c, int64(classifierHead))}
		}
	}
	return nil
}

// Build implements [config.Model].
func (m *Classifier) Build(net *counter.Net) { m.describe(net, m.width) }

// ClosedForm implements [config.Model]: the polynomial in the base channels.
func (m *Classifier) ClosedForm() (int64, counter.Poly, error) {
	p, err := parts.Polynomial(2*classifierHead, m.describe)
	return m.width, p, err
}

// describe describes the network with another width.
func (m *Classifier) describe(net *counter.Net, width int64) {
	u := m.resolve(width)
	b := &builder{unet: u, net: net}
	root, x := net.Root(), net.Input(3, 2)
	b.embed(root)
	all := b.encoder(root.Child("input_blocks"), x, func(x counter.Value) counter.Value { return x })
	x = b.bottleneck(root.Child("middle_block"), all[len(all)-1])
	net.At(counter.Head, len(u.channels)+1)
	out := root.Child("out")
	switch m.pool {
	case "spatial", "spatial_v2":
		net.Output(m.spatial(net, out, append(all, x)))
	case "adaptive":
		net.Output(parts.Sequential(out, norm(x.C), silu, layer.AdaptivePool{ND: 2, Average: true, Size: counter.Cube(1)},
			parts.Conv2D(x.C, 1000, 1), layer.Flatten{Size: counter.Axes{1, 1}})(x))
	default:
		x = out.Apply("1", silu, out.Apply("0", norm(x.C), x))
		size, _ := strconv.ParseInt(m.imageSize, 10, 64)
		net.Output(b.attentionPool(out.Child("2"), x, size>>(len(u.channels)-1)))
	}
}

// spatial registers and runs two fully connected layers on the averages of all maps.
func (m *Classifier) spatial(net *counter.Net, out *counter.Module, all []counter.Value) counter.Value {
	means := make([]counter.Value, len(all))
	for i, x := range all {
		x = net.Do(layer.AdaptivePool{ND: 2, Average: true, Size: counter.Cube(1)}, x)
		means[i] = net.Do(layer.Flatten{Size: counter.Axes{1, 1}}, x)
	}
	x := net.Do(layer.Concat{}, means...)
	layers := []counter.Layer{linear(x.C, 2048), layer.ReLU, linear(2048, 1000)}
	if m.pool == "spatial_v2" {
		layers = slices.Insert(layers, 1, norm(2048))
		layers[2] = silu
	}
	return parts.Sequential(out, layers...)(x)
}

// attentionPool registers and runs CLIP's pooling (Radford et al., "Learning
// Transferable Visual Models From Natural Language Supervision", 2021,
// https://arxiv.org/abs/2103.00020): the average joins a map of n×n positions as a
// further token, which attends to all and is the only one that is kept.
func (b *builder) attentionPool(m *counter.Module, x counter.Value, n int64) counter.Value {
	net := b.net
	position := m.Own("positional_embedding", layer.PositionEmbedding{C: x.C, ND: 1, Size: counter.Axes{n*n + 1}, Columns: true})
	tokens := net.Do(layer.FlattenSizes{}, x)
	mean := net.Do(layer.AdaptivePool{ND: 1, Average: true, Size: counter.Cube(1)}, tokens)
	tokens = position.Run(net.Do(layer.TokenConcat{}, mean, tokens))
	qkv := m.Apply("qkv_proj", conv1(x.C, 3*x.C), tokens)
	tokens = net.Do(layer.Attention{Heads: b.headsOf(x.C, false)}, chunks(net, qkv, 3, 1)...)
	return net.Do(layer.FirstToken{}, m.Apply("c_proj", conv1(x.C, 1000), tokens))
}
