package diffusion

import (
	"slices"
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// An ADM is the network of openai/improved-diffusion (2021,
// https://github.com/openai/improved-diffusion, commit 1bc7bbb) or
// openai/guided-diffusion (2021, https://github.com/openai/guided-diffusion, commit
// 22e0df8), or the super-resolution network of either. Settings are the arguments
// of create_model and sr_create_model: the size of the image settles the widths of
// the levels. Where the code uses −1, the setting is 0.
type ADM struct {
	parts.Image
	guided, sr                         bool
	imageSize                          string
	small                              int64
	width, blocks                      int64
	mult                               []int64
	heads, headsUp, headDim            int64
	resolutions                        []int64
	sigma, class, scale, updown, whole bool
}

func init() {
	improved := config.Source{Title: "openai/improved-diffusion", Year: 2021, URL: "https://github.com/openai/improved-diffusion", Commit: "1bc7bbbdc414d83d4abf2ad8cc1446dc36c4e4d5"}
	guided := config.Source{Title: "openai/guided-diffusion", Year: 2021, URL: "https://github.com/openai/guided-diffusion", Commit: "22e0df8183507e13a7813f8d38d51b072ca1e67c"}
	iddpm := config.Source{Title: "Nichol, Dhariwal: Improved Denoising Diffusion Probabilistic Models", Year: 2021, URL: "https://arxiv.org/abs/2102.09672"}
	adm := config.Source{Title: "Dhariwal, Nichol: Diffusion Models Beat GANs on Image Synthesis", Year: 2021, URL: "https://arxiv.org/abs/2105.05233"}
	for _, a := range []struct {
		id          string
		name, about Text
		paper, repo config.Source
		guided, sr  bool
	}{
		{
			"guided-diffusion",
			Text{EN: "ADM (guided-diffusion)", ZH: "ADM（guided-diffusion）"},
			Text{EN: "The U-Net of “Diffusion Models Beat GANs”: residual blocks that take the time step, and attention at low resolutions.", ZH: "“Diffusion Models Beat GANs”的 U-Net：残差块接收时间步，低分辨率处有注意力。"},
			adm, guided, true, false,
		},
		{
			"guided-diffusion-sr",
			Text{EN: "ADM super-resolution (guided-diffusion)", ZH: "ADM 超分辨率（guided-diffusion）"},
			Text{EN: "The U-Net that makes a small sample larger, which it takes as further channels.", ZH: "放大小图的 U-Net，小图作为额外通道输入。"},
			adm, guided, true, true,
		},
		{
			"improved-diffusion",
			Text{EN: "IDDPM (improved-diffusion)", ZH: "IDDPM（improved-diffusion）"},
			Text{EN: "The U-Net that ADM and Stable Diffusion descend from.", ZH: "ADM 和 Stable Diffusion 的前身。"},
			iddpm, improved, false, false,
		},
		{
			"improved-diffusion-sr",
			Text{EN: "IDDPM super-resolution (improved-diffusion)", ZH: "IDDPM 超分辨率（improved-diffusion）"},
			Text{EN: "The U-Net that makes a small sample larger, which it takes as further channels.", ZH: "放大小图的 U-Net，小图作为额外通道输入。"},
			iddpm, improved, false, true,
		},
	} {
		class := "UNetModel"
		if a.sr {
			class = "SuperResModel"
		}
		config.Register(&config.Arch{
			ID: a.id, Family: Family, Name: a.name, About: a.about,
			Sources: []config.Source{a.paper, a.repo}, Class: class,
			New: func(k *config.Knobs) config.Model {
				m := &ADM{guided: a.guided, sr: a.sr}
				m.declare(k)
				return m
			},
		})
	}
}

// declare declares the settings.
func (m *ADM) declare(k *config.Knobs) {
	k.Fixes("images have three channels, and so do predictions of the noise", config.Inputs, config.Classes)
	k.Section(parts.SectionData)
	m.declareSizes(k)
	k.Switch(&m.class, "class_cond", false,
		Text{EN: "Class input", ZH: "类别输入"},
		Text{EN: "An embedding table for the 1000 classes of ImageNet.", ZH: "ImageNet 1000 类的嵌入表。"})
	k.Switch(&m.sigma, "learn_sigma", false,
		Text{EN: "Learned variance", ZH: "学习方差"},
		Text{EN: "Six output channels for three.", ZH: "输出通道由 3 变为 6。"})
	k.Section(parts.SectionNet)
	declareWidth(k, &m.width, "num_channels", 128)
	k.Number(&m.blocks, "num_res_blocks", 2, 1, 16, labelBlocks, helpBlocks).As(config.Repeats)
	if m.guided && !m.sr {
		k.Numbers(&m.mult, "channel_mult", nil, 0, 8, 1, 64, labelMult,
			Text{EN: "Times the base channels, level by level; none: as the image size settles it.", ZH: "逐级为基础通道数的倍数；none 表示由图像尺寸决定。"})
	}
	k.Numbers(&m.resolutions, "attention_resolutions", []int64{16, 8}, 1, 8, 1, 1024,
		Text{EN: "Attention at resolutions", ZH: "注意力所在分辨率"},
		Text{EN: "Sizes of the maps that have attention, for images of the full size; the bottleneck always has it.", ZH: "有注意力的特征图边长（以全尺寸图像计）；瓶颈层总有注意力。"})
	declareHeads(k, &m.heads, 4)
	k.Number(&m.headsUp, "num_heads_upsample", 0, 0, 256,
		Text{EN: "Heads in the decoder", ZH: "解码器头数"},
		Text{EN: "0: as in the encoder. Changes no count.", ZH: "0 表示与编码器相同。不影响参数量。"}).When(func() bool { return m.headDim == 0 })
	k.Switch(&m.scale, "use_scale_shift_norm", true, labelScale, helpScale)
	if m.guided {
		declareHeadDim(k, &m.headDim, 0)
		k.Switch(&m.updown, "resblock_updown", false, labelUpDown, helpUpDown)
	}
	if m.guided && !m.sr {
		declareWhole(k, &m.whole)
	}
	parts.InputSize(k, &m.Size, 64)
}

// declareSizes declares the sizes of the images, which settle the widths.
func (m *ADM) declareSizes(k *config.Knobs) {
	help := Text{EN: "Settles the number of levels, their widths, and where attention stands.", ZH: "决定级数、各级通道数和注意力的位置。"}
	var sizes []string
	switch {
	case m.sr && m.guided:
		sizes = []string{"256", "512", "64"}
	case m.sr:
		sizes = []string{"256", "64"}
	case m.guided:
		sizes = []string{"64", "128", "256", "512"}
	default:
		sizes = []string{"64", "32", "256"}
	}
	choices := make([]Choice, len(sizes))
	for i, s := range sizes {
		choices[i] = Choice{Value: s, Label: Text{EN: s + "×" + s, ZH: s + "×" + s}}
	}
	key := "image_size"
	if m.sr {
		key = "large_size"
	}
	k.Select(&m.imageSize, key, Text{EN: "Image size", ZH: "图像尺寸"}, help, choices...)
	if m.sr {
		k.Number(&m.small, "small_size", 64, 1, 512,
			Text{EN: "Size of the small image", ZH: "小图尺寸"},
			Text{EN: "It is interpolated to the full size; no parameter depends on it.", ZH: "插值到全尺寸；不影响参数量。"}).As(config.Uncounted)
	}
}

// halves returns the channels of the levels in halves of the width.
func (m *ADM) halves() []int64 {
	if len(m.mult) > 0 {
		h := slices.Clone(m.mult)
		for i := range h {
			h[i] *= 2
		}
		return h
	}
	switch m.imageSize {
	case "512":
		if !m.sr {
			return []int64{1, 2, 2, 4, 4, 8, 8}
		}
		return []int64{2, 2, 4, 4, 8, 8}
	case "256":
		return []int64{2, 2, 4, 4, 8, 8}
	case "128":
		return []int64{2, 2, 4, 6, 8}
	case "32":
		return []int64{2, 4, 4, 4}
	}
	return []int64{2, 4, 6, 8}
}

// resolve returns the network of the settings, with the given width.
func (m *ADM) resolve(width int64) *unet {
	size, _ := strconv.ParseInt(m.imageSize, 10, 64)
	u := &unet{
		in: 3, out: 3, width: width, heads: m.heads, headsUp: m.headsUp, headDim: m.headDim, wideFirst: m.guided,
		scaleShift: m.scale, resUpDown: m.updown, resample: true, whole: m.whole,
	}
	if m.sr {
		u.in = 6
	}
	if m.sigma {
		u.out = 6
	}
	if m.class {
		u.class = classInput{"number", 1000}
	}
	for level, half := range m.halves() {
		u.channels = append(u.channels, half*width/2)
		u.blocks = append(u.blocks, m.blocks)
		u.attends = append(u.attends, slices.ContainsFunc(m.resolutions, func(r int64) bool { return size/r == 1<<level }))
		u.depth = append(u.depth, 1)
	}
	return u
}

// step returns the number that the width must be a multiple of.
func (m *ADM) step() int64 {
	if m.halves()[0]%2 != 0 {
		return 2 * groups
	}
	return groups
}

// Check implements [config.Model].
func (m *ADM) Check() error {
	if err := multiple("num_channels", m.width, m.step()); err != nil {
		return err
	}
	return m.resolve(m.width).checkHeads("num_heads_upsample")
}

// Build implements [config.Model].
func (m *ADM) Build(net *counter.Net) {
	m.resolve(m.width).describe(net, func() counter.Value {
		x := net.Input(3, 2)
		if !m.sr {
			return x
		}
		large, _ := strconv.ParseInt(m.imageSize, 10, 64)
		low := net.ScaledInput("low_res", 3, 2, max(large/m.small, 1))
		return net.Do(layer.Concat{}, x, net.Do(layer.Interpolate{Linear: true}, low, x))
	})
}

// ClosedForm implements [config.Model]: the polynomial in the base channels.
func (m *ADM) ClosedForm() (int64, counter.Poly, error) {
	p, err := polynomial(m.step(), m.resolve)
	return m.width, p, err
}

// checkHeads returns an error if a number of heads does not divide the channels of a
// level; up is the key of the decoder's number.
func (u *unet) checkHeads(up string) error {
	last := len(u.channels) - 1
	decoder := int64(0) // common divisor of the channels of all levels with attention
	for level, c := range u.channels {
		if u.attends[level] {
			decoder = parts.GCD(decoder, c)
		}
	}
	encoder := parts.GCD(decoder, u.channels[last])
	switch {
	case u.headDim > 0:
		return headsFit("num_head_channels", u.headDim, encoder)
	case u.headsUp > 0 && decoder > 0:
		if err := headsFit(up, u.headsUp, decoder); err != nil {
			return err
		}
	}
	return headsFit("num_heads", u.heads, encoder)
}
